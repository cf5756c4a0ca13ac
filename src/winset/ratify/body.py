"""Will a formal body whose members sit in blocs pass it?

For each bloc the analyst says which share of its seats is expected in favour. An error common to all blocs
shifts every share; given that error an unwhipped bloc's members vote independently, and a whipped bloc votes
as one. The essential assumption is that one common error describes what independence leaves out. Do not use
it where blocs bargain over the vote itself, or where members watch each other's votes.

The model has no single source: independent votes with a common shock are the one-factor model of portfolio
losses (Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162) with the shock in
points of vote share.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from winset.errors import InputError
from winset.ratify.allowed import numbers_between
from winset.ratify.binomial import binomial_quantile
from winset.ratify.blocs import Blocs, chance_given, checked_blocs
from winset.ratify.refined_normal import normal_density
from winset.registry import Model, register

Array = NDArray[np.float64]

FARTHEST = 8.0
"""Standard deviations of the common error beyond which nothing is integrated."""


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
) -> Array:
    r"""Return the probability that the yes votes reach the quota and no bloc with a veto stops it.

    .. math:: P = \int P\Big(\sum_j Y_j(e) \ge q\Big)\, d\Phi(e / \sigma), \qquad
        Y_j(e) \sim \text{Binomial}\big(n_j, [s_j + e/100]_0^1\big)

    with :math:`Y_j(e) = n_j` or 0 as a whole for a whipped bloc.

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

    Returns
    -------
    array of float, shape (...)

    Raises
    ------
    InputError
        If a share lies outside 0 to 1, seats or quota are not whole and positive, or `vetoes` names no bloc.

    Notes
    -----
    Whipped blocs, blocs of one seat and, while they have no more than 40 seats together, free blocs with a veto
    are counted exactly; the votes of all others together are taken as normal with continuity correction and a
    term for skewness, those of a larger free bloc with a veto given its majority (see `winset.ratify.blocs`).
    With a common error of 4 points and ten seats or more that is wrong by less than .02, and by .001 on average;
    without a common error it can be wrong by .1 where a bloc is almost but not quite of one mind, so use
    `exact` there. The common error is integrated by Gauss-Legendre nodes packed around the
    error at which the expected votes meet the quota: the integrand is nearly a step there, and 20 Gauss-Hermite
    nodes miss it by up to .03.

    It is not a chance of *agreement*, nor the chance that the vote is held.

    Examples
    --------
    Four hundred members of whom 55 % are expected in favour: surely passed if they are independent, not so
    with an error of 12.6 points that they share.

    >>> passing_chance([0.55], [400], quota=201, common_error_sd=[0, 4, 12.6]).round(2).tolist()
    [0.97, 0.85, 0.65]
    """
    favour, body = checked_blocs(shares, seats, quota, whipped, vetoes, exact)
    sd = numbers_between("common_error_sd", common_error_sd, 0)
    shape = np.broadcast_shapes(favour.shape[:-1], sd.shape)
    favour, sd = np.broadcast_to(favour, (*shape, body.seats.size)), np.broadcast_to(sd, shape)
    if n_nodes < 20 or n_nodes % 2:
        raise InputError(f"`n_nodes` is {n_nodes}; the common error needs an even number, at least 20")
    middle = _turning_point(favour, body, sd)
    above = _mean_chance(favour, body, sd, middle, FARTHEST, n_nodes // 2)
    below = _mean_chance(favour, body, sd, middle, -FARTHEST, n_nodes // 2)
    chance = ndtr(-middle) * above + ndtr(middle) * below
    return np.where(sd > 0, chance, chance_given(favour, body)).clip(0, 1)


def drawn_votes(
    shares: ArrayLike,
    seats: ArrayLike,
    common_error: ArrayLike,
    common_error_sd: ArrayLike,
    luck: ArrayLike,
    *,
    whipped: bool | ArrayLike = False,
) -> NDArray[np.int64]:
    """Return the yes votes of each bloc, given what chance has drawn.

    Parameters
    ----------
    shares, seats, common_error_sd, whipped
        As in `passing_chance`.
    common_error : array of float, broadcast to shape (...)
        Standard normal draws of the common error, in standard deviations; more is more yes.
    luck : array of float, broadcast to shape (..., n_blocs)
        Uniform draws in 0 to 1 for what remains in each bloc; more is more yes.

    Returns
    -------
    array of int, shape (..., n_blocs)
        Exact binomial quantiles, so that a higher share under the same draws never loses a vote.

    Examples
    --------
    >>> drawn_votes([0.6, 0.6], [10, 10], 0.0, 4.0, luck=[0.5, 0.5], whipped=[False, True]).tolist()
    [6, 10]
    """
    favour, body = checked_blocs(shares, seats, 0, whipped)
    error = numbers_between("common_error", common_error)
    sd = numbers_between("common_error_sd", common_error_sd, 0)
    level = numbers_between("luck", luck, 0, 1)
    share = np.clip(favour + _error(sd, error), 0, 1)
    share, level = np.broadcast_arrays(share, level)
    votes = np.where(level > 1 - share, body.seats, 0)
    free = ~body.whipped
    votes[..., free] = binomial_quantile(level[..., free], body.seats[free], share[..., free])
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
) -> NDArray[np.bool_]:
    """Return whether the body passes it, given what chance has drawn; arguments as in `drawn_votes`.

    Over many draws the mean is `passing_chance`, and a higher share never turns a yes into a no.

    Examples
    --------
    >>> drawn_vote([0.7, 0.4], [10, 10], 11, common_error=[-2, 2], common_error_sd=4, luck=0.5).tolist()
    [False, True]
    """
    favour, body = checked_blocs(shares, seats, quota, whipped, vetoes)
    votes = drawn_votes(favour, seats, common_error, common_error_sd, luck, whipped=whipped)
    stopped = (body.vetoes & (2 * votes <= body.seats)).any(axis=-1)
    return np.asarray((votes.sum(axis=-1) >= quota) & ~stopped)


def _mean_chance(favour: Array, body: Blocs, sd: Array, start: Array, end: float, n_nodes: int) -> Array:
    """Mean chance when the common error, in sd, lies between `start` and `end`; nodes are packed near `start`."""
    nodes, weights = np.polynomial.legendre.leggauss(n_nodes)
    mass, passing = np.zeros(sd.shape), np.zeros(sd.shape)
    for place, weight in zip((nodes + 1) / 2, weights, strict=True):
        standard = start + (end - start) * place**2
        density = weight * place * normal_density(standard)
        mass += density
        passing += density * chance_given(favour + _error(sd, standard), body)
    return np.asarray(passing / mass)


def _error(sd: ArrayLike, standard: ArrayLike) -> Array:
    """Shift of every bloc's share, with an axis for the blocs."""
    return np.asarray((np.asarray(sd) * np.asarray(standard))[..., None] / 100)


def _turning_point(favour: Array, body: Blocs, sd: Array) -> Array:
    """Common error, in sd, at which the expected votes meet the quota; held within 3.5 sd."""
    low, high = np.full(sd.shape, -3.5), np.full(sd.shape, 3.5)
    for _ in range(12):
        middle = (low + high) / 2
        enough = np.clip(favour + _error(sd, middle), 0, 1) @ body.seats >= body.quota - 0.5
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray((low + high) / 2)


register(
    Model(
        id="voting-body",
        family="ratify",
        meaning="Probability that a body voting in blocs reaches its quota, with an error common to all blocs.",
        reference="Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162.",
        status="in the spirit of",
        function=passing_chance,
        axioms=frozenset({"monotone"}),
    )
)
