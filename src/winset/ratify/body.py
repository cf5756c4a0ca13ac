"""Will a formal body whose members sit in blocs pass it?

For each bloc the analyst says which share of its seats is expected in favour. An error common to all blocs
shifts every share; given that error an unwhipped bloc's members vote independently, and a whipped bloc votes
as one, or takes a line that each of its members follows if he is loyal. The essential assumption is that one
common error describes what independence leaves out. Do not use it where blocs bargain over the vote itself, or
where members watch each other's votes.

The model has no single source: independent votes with a common shock are the one-factor model of portfolio
losses (Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162) with the shock in
points of vote share.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.binomial import binomial_quantile
from winset.ratify.blocs import Blocs, chance_given, checked_blocs
from winset.ratify.common_factor import packed_nodes
from winset.registry import Model, register

Array = NDArray[np.float64]

FARTHEST_RECKONED = 6.3
"""Standard deviations of the common error of which less than a billionth lies beyond."""


def passing_chance(
    shares: ArrayLike,
    seats: ArrayLike,
    quota: int,
    common_error_sd: ArrayLike,
    *,
    whipped: bool | ArrayLike = False,
    vetoes: Sequence[int] = (),
    exact: bool = False,
    n_nodes: int = 24,
    loyalty: ArrayLike = 1.0,
) -> Array:
    r"""Return the probability that the yes votes reach the quota and no bloc with a veto stops it.

    .. math:: P = \int P\Big(\sum_j Y_j(e) \ge q\Big)\, d\Phi(e / \sigma), \qquad
        Y_j(e) \sim \text{Binomial}\big(n_j, [s_j + e/100]_0^1\big)

    with :math:`Y_j(e) = n_j` or 0 as a whole for a whipped bloc. If its members follow its line with chance
    :math:`l_j` only, :math:`Y_j(e)` is Binomial :math:`(n_j, l_j)` where the line is yes, which has the chance
    :math:`[s_j + e/100]_0^1`, and Binomial :math:`(n_j, 1 - l_j)` where it is no.

    Here Y_j are the votes of bloc j for yes given the common error e, in points, of standard deviation
    :math:`\sigma`; s, n and l are shares, seats and loyalty, q is the quota, and :math:`\Phi` the distribution
    function of a standard normal.

    Parameters
    ----------
    shares : array of float, shape (..., n_blocs)
        Expected share of each bloc's seats in favour, 0 to 1; of a whipped bloc, its chance to vote yes.
    seats : array of int, shape (n_blocs,)
        Members of each bloc.
    quota : int
        Yes votes needed, at least 0; above the number of seats nothing passes.
    common_error_sd : array of float, broadcast with shape (...)
        Standard deviation of the common error in points of vote share (0 to 100); 0 for none.
    whipped : bool or array of bool, shape (n_blocs,)
        Which blocs vote as one.
    vetoes : sequence of int
        Blocs of which more than half of the seats must vote yes, whatever the total.
    exact : bool
        Count every bloc's binomial votes instead of approximating their sum.
    n_nodes : int
        Points at which the common error is integrated: even, at least 20.
    loyalty : array of float, broadcast to shape (..., n_blocs)
        Chance that a member of a whipped bloc votes as its line says, 0 to 1, and the other way otherwise; not read for
        other blocs. Below one half they vote against their line, and a higher share then loses votes.

    Returns
    -------
    array of float, shape (...)

    Raises
    ------
    InputError
        If a share or a loyalty lies outside 0 to 1, seats or quota are not whole and positive, `vetoes` names no bloc,
        or more than eight whipped blocs are less than loyal and too large to be counted.

    Notes
    -----
    Whipped blocs, blocs of one seat and, while they have no more than 40 seats together, free blocs with a veto
    and whipped ones of less than loyal members are counted exactly; the votes of all others together are taken as
    normal with continuity correction and a term for skewness, those of a larger free bloc with a veto given its
    majority, those of a larger bloc of less than loyal members given its line (see `winset.ratify.blocs`). With a
    common error of 4 points and ten seats or more that is wrong by less than .02, and by .001 on average; without a
    common error it can be wrong by .1 where a bloc is almost but not quite of one mind, so use `exact` there. The
    common error shifts the chance of a line, not loyalty. It is integrated by Gauss-Legendre nodes packed around the
    error at which the expected votes meet the quota: the integrand is nearly a step there, and 20 Gauss-Hermite
    nodes miss it by up to .03. It is not integrated where an error of 6.3 standard deviations cannot change the answer.

    It is not a chance of *agreement*, nor the chance that the vote is held.

    Examples
    --------
    Four hundred members of whom 55 % are expected in favour: surely passed if they are independent, not so
    with an error of 12.6 points that they share.

    >>> passing_chance([0.55], [400], quota=201, common_error_sd=[0, 4, 12.6]).round(2).tolist()
    [0.97, 0.85, 0.65]
    """
    favour, body = checked_blocs(shares, seats, quota, whipped, vetoes, exact, loyalty)
    sd, loyal = numbers_between("common_error_sd", common_error_sd, 0), np.asarray(loyalty, dtype=float)
    shape = np.broadcast_shapes(favour.shape[:-1], sd.shape, loyal.shape[:-1])
    favour, loyal = (np.broadcast_to(each, (*shape, body.seats.size)) for each in (favour, loyal))
    sd = np.broadcast_to(sd, shape)
    if n_nodes < 20 or n_nodes % 2:
        raise InputError(f"`n_nodes` is {n_nodes}; the common error needs an even number, at least 20")
    middle = _turning_point(favour, body, sd, loyal)
    chance = _beyond_doubt(favour, body, sd, loyal, middle)
    certain = sd == 0
    chance[certain] = chance_given(favour[certain], body, loyal[certain])
    doubted = np.isnan(chance)
    favour, sd, loyal = favour[doubted], sd[doubted], loyal[doubted]
    mean = np.zeros(sd.shape)
    for standard, weight in packed_nodes(middle[doubted], n_nodes):
        mean += weight * chance_given(favour + _error(sd, standard), body, loyal)
    chance[doubted] = mean
    return chance.clip(0, 1)


def drawn_votes(
    shares: ArrayLike,
    seats: ArrayLike,
    common_error: ArrayLike,
    common_error_sd: ArrayLike,
    luck: ArrayLike,
    *,
    whipped: bool | ArrayLike = False,
    loyalty: ArrayLike = 1.0,
    line: ArrayLike | None = None,
) -> NDArray[np.int64]:
    """Return the yes votes of each bloc, given what chance has drawn.

    Parameters
    ----------
    shares, seats, common_error_sd, whipped, loyalty
        As in `passing_chance`.
    common_error : array of float, broadcast to shape (...)
        Standard normal draws of the common error, in standard deviations; more is more yes.
    luck : array of float, broadcast to shape (..., n_blocs)
        Uniform draws in 0 to 1 for what remains in each bloc; more is more yes.
    line : array of float, broadcast to shape (..., n_blocs), optional
        Uniform draws in 0 to 1 for the line of each whipped bloc; more is more yes. By default the luck itself, since
        loyal members need no other.

    Returns
    -------
    array of int, shape (..., n_blocs)
        Exact binomial quantiles, so that a higher share under the same draws never loses a vote.

    Raises
    ------
    InputError
        If a number lies outside its range, or a whipped bloc is less than loyal and no `line` is given.

    Examples
    --------
    >>> drawn_votes([0.6, 0.6], [10, 10], 0.0, 4.0, luck=[0.5, 0.5], whipped=[False, True]).tolist()
    [6, 10]
    """
    favour, body = checked_blocs(shares, seats, 0, whipped, exact=True, loyalty=loyalty)
    error = numbers_between("common_error", common_error)
    sd = numbers_between("common_error_sd", common_error_sd, 0)
    level = numbers_between("luck", luck, 0, 1)
    if line is None and body.disloyal.any():
        raise InputError("`line` is missing; a bloc of less than loyal members needs luck of its own for its line")
    of_line = level if line is None else numbers_between("line", line, 0, 1)
    share = np.clip(favour + _error(sd, error), 0, 1)
    share, level, of_line, loyal = np.broadcast_arrays(share, level, of_line, np.asarray(loyalty, dtype=float))
    agreed = of_line > 1 - share
    votes = np.where(agreed, body.seats, 0)
    free = ~body.whipped
    votes[..., free] = binomial_quantile(level[..., free], body.seats[free], share[..., free])
    for bloc in np.flatnonzero(body.disloyal):
        left, follow = loyal[..., bloc] < 1, np.where(agreed, loyal, 1 - loyal)[..., bloc]
        votes[left, bloc] = binomial_quantile(level[..., bloc][left], body.seats[bloc], follow[left])
    return votes


def drawn_vote(
    shares: ArrayLike,
    seats: ArrayLike,
    quota: int,
    common_error: ArrayLike,
    common_error_sd: ArrayLike,
    luck: ArrayLike,
    *,
    whipped: bool | ArrayLike = False,
    vetoes: Sequence[int] = (),
    loyalty: ArrayLike = 1.0,
    line: ArrayLike | None = None,
) -> NDArray[np.bool_]:
    """Return whether the body passes it, given what chance has drawn; arguments as in `drawn_votes`.

    Over many draws the mean is `passing_chance`, and a higher share never turns a yes into a no.

    Examples
    --------
    >>> drawn_vote([0.7, 0.4], [10, 10], 11, common_error=[-2, 2], common_error_sd=4, luck=0.5).tolist()
    [False, True]
    """
    favour, body = checked_blocs(shares, seats, quota, whipped, vetoes, exact=True)
    votes = drawn_votes(favour, seats, common_error, common_error_sd, luck, whipped=whipped, loyalty=loyalty, line=line)
    stopped = (body.vetoes & (2 * votes <= body.seats)).any(axis=-1)
    return np.asarray((votes.sum(axis=-1) >= quota) & ~stopped)


def _error(sd: ArrayLike, standard: ArrayLike) -> Array:
    """Shift of every bloc's share, with an axis for the blocs."""
    return np.asarray((np.asarray(sd) * np.asarray(standard))[..., None] / 100)


def _turning_point(favour: Array, body: Blocs, sd: Array, loyal: Array) -> Array:
    """Common error, in sd, at which the expected votes meet the quota; held within 3.5 sd."""
    low, high = np.full(sd.shape, -3.5), np.full(sd.shape, 3.5)
    seats = body.seats.astype(float)
    kept = np.where(body.disloyal, 2 * loyal - 1, 1.0) if body.disloyal.any() else np.ones(seats.size)
    needed = body.quota - 0.5 - np.where(body.disloyal, 1 - loyal, 0.0) @ seats
    for _ in range(12):
        middle = (low + high) / 2
        enough = np.clip(favour + _error(sd, middle), 0, 1) * kept @ seats >= needed
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray((low + high) / 2)


def _beyond_doubt(favour: Array, body: Blocs, sd: Array, loyal: Array, middle: Array) -> Array:
    """1 or 0 where no error that has to be reckoned with can change the answer, else not a number."""
    result = np.full(sd.shape, np.nan)
    if (loyal[..., body.disloyal] < 0.5).any():
        return result
    for answer, rows in ((1.0, middle < -3.49), (0.0, middle > 3.49)):
        contrary = (1 - 2 * answer) * FARTHEST_RECKONED
        chance = chance_given(favour[rows] + _error(sd[rows], contrary), body, loyal[rows])
        result[rows] = np.where(np.abs(chance - answer) < 1e-9, answer, np.nan)
    return result


register(
    Model(
        id="voting-body",
        family="ratify",
        meaning="Probability that a body voting in blocs reaches its quota, with an error common to all blocs.",
        reference="Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162.",
        status="in the spirit of",
        function=passing_chance,
        axioms=frozenset({"monotone"}),
        example={"shares": [0.95, 0.2], "seats": [210, 190], "quota": 201, "common_error_sd": 4},
    )
)
