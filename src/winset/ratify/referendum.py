"""Will the voters say yes?

A poll or an estimate gives the share of yes among the votes to be cast. Campaigns and polls err together by
far more than counting does, so the error here is a t variate in points of vote share, with a drift against
Yes. The essential assumption is that past referendums tell how large that error is. Do not use it for a
public that is only felt and never asked (`winset.ratify.capital`), nor for a parliament.

References: LeDuc, L. (2002). Opinion change and voting behaviour in referendums. European Journal of
Political Research 41(6), 711-732 (Yes tends to fall); the size of the error is a judgement.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtr, stdtr

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.groups import Groups
from winset.ratify.lead_and_votes import lead_and_votes
from winset.registry import Model, register

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def grouped_referendum_probability(
    voters: ArrayLike,
    turnout: ArrayLike,
    support: ArrayLike,
    *,
    turnout_quorum: float | None = None,
    yes_quorum: float | None = None,
) -> float:
    r"""Return the probability that yes beats no, and enough vote, when only counting noise is uncertain.

    .. math:: \Phi(\mu / \sigma), \quad \mu = \sum_g n_g t_g (2 p_g - 1), \quad
        \sigma^2 = \sum_g n_g \big(t_g - t_g^2 (2 p_g - 1)^2\big)

    With a quorum the lead of yes and the votes cast are normal together. The votes cast have mean
    :math:`\sum_g n_g t_g`, variance :math:`\sum_g n_g t_g (1 - t_g)` and covariance
    :math:`\sum_g n_g t_g (1 - t_g) (2 p_g - 1)` with the lead.

    Parameters
    ----------
    voters : array of float, shape (n_groups,)
        Electorate of each group.
    turnout : array of float, shape (n_groups,)
        Chance that one of them votes, 0 to 1.
    support : array of float, shape (n_groups,)
        Chance that a vote cast is a yes, 0 to 1.
    turnout_quorum : float, optional
        Least votes cast as a share of the electorate of all groups together.
    yes_quorum : float, optional
        Least yes votes as a share of that electorate.

    Returns
    -------
    float
        With no noise at all, 1 if yes leads and quorums are reached, and 0 otherwise: a tie fails.

    Notes
    -----
    In a real electorate this is 0 or 1 to many digits. It measures counting noise and nothing else; the doubt
    is about `turnout` and `support` themselves.

    Examples
    --------
    >>> round(grouped_referendum_probability([600, 400], [0.5, 0.8], [0.6, 0.4]), 4)
    0.4353

    The same where 630 of the 1000 must vote:

    >>> round(grouped_referendum_probability([600, 400], [0.5, 0.8], [0.6, 0.4], turnout_quorum=0.63), 4)
    0.1135
    """
    n = numbers_between("voters", voters, 0)
    t = numbers_between("turnout", turnout, 0, 1)
    lead = t * (2 * numbers_between("support", support, 0, 1) - 1)
    n, t, lead = np.broadcast_arrays(n, t, lead)
    mean, variance = float(np.sum(n * lead)), float(np.sum(n * (t - lead**2)))
    if turnout_quorum is None and yes_quorum is None:
        return float(ndtr(mean / np.sqrt(variance))) if variance > 0 else float(mean > 0)
    needed = [
        float(n.sum() * numbers_between(name, 0.0 if share is None else share, 0, 1))
        for name, share in (("turnout_quorum", turnout_quorum), ("yes_quorum", yes_quorum))
    ]
    votes = float(np.sum(n * t)), float(np.sum(n * t * (1 - t)))
    return lead_and_votes((mean, variance), votes, float(np.sum(n * (1 - t) * lead)), *needed)


def beta_referendum_probability(a: float, b: float) -> float:
    r"""Return the probability that a share with a Beta(a, b) distribution exceeds one half.

    Parameters
    ----------
    a, b : float
        Weights of yes and no, above 0; after a poll, its counts plus 1 (or plus one half).

    Examples
    --------
    >>> round(beta_referendum_probability(6, 4), 8)
    0.74609375
    """
    yes, no = numbers_between("a", a, 0), numbers_between("b", b, 0)
    if yes == 0 or no == 0:
        raise InputError(f"`a` is {yes:g} and `b` is {no:g}; both must be above 0")
    return float(betainc(no, yes, 0.5))


def referendum_chance(
    share_yes: ArrayLike | None,
    turnout: ArrayLike = 1.0,
    *,
    poll_error: ArrayLike = 6.0,
    drift: ArrayLike = -2.0,
    df: float = 4.0,
    majority: ArrayLike = 0.5,
    turnout_quorum: ArrayLike | None = None,
    yes_quorum: ArrayLike | None = None,
    groups: Groups | None = None,
    needed_groups: int | None = None,
) -> Array:
    r"""Return the probability that a referendum passes.

    .. math:: P\Big(s + \frac{\delta + \lambda T_\nu}{100} > h\Big), \qquad
        h = \max(m, k/t)

    With groups, also :math:`s_{(k)} + (\delta + \lambda T_\nu)/100 > m_{(k)}` in the group that decides, the k-th most
    willing one. The error is the same everywhere, so that the chance is its tail beyond the largest threshold.

    Here s is the share of yes, :math:`\delta` the drift, :math:`\lambda` the poll error, T a t variate with
    :math:`\nu` degrees of freedom, m the majority, k the quorum of yes, t the turnout, and h what must be exceeded.

    Parameters
    ----------
    share_yes : array of float, or None
        Share of yes among the votes cast, 0 to 1, as estimated before the campaign's end. None takes it, and the
        turnout, from the groups together.
    turnout : array of float
        Votes cast as a share of the electorate, 0 to 1; matters only with a quorum.
    poll_error : array of float
        Scale of the error's t, in points of vote share. Its standard deviation is larger: with 6 points and 4
        degrees of freedom it is 8.5.
    drift : array of float
        Expected change of the share until the vote, in points; -2 because Yes tends to fall.
    df : float
        Degrees of freedom of the t, above 2 so that a standard deviation exists.
    majority : array of float
        Share of the votes cast that yes must exceed; exactly that share fails.
    turnout_quorum : array of float, optional
        Least turnout for a valid vote.
    yes_quorum : array of float, optional
        Least share of the whole electorate that must have voted yes.
    groups : Groups, optional
        Groups of voters, such as cantons, in which yes needs majorities too; their last axis counts them.
    needed_groups : int, optional
        In how many groups; by default in all. More than there are never passes.

    Returns
    -------
    array of float
        One probability for each share, turnout, error and drift, broadcast together.

    Raises
    ------
    InputError
        If a share, turnout or quorum lies outside 0 to 1, the error is negative, `df` is 2 or less, or there is neither
        a share nor groups.

    Notes
    -----
    The turnout handed in is taken as known and as independent of the error: draw it outside, and average, or see
    `referendum_turnout_chance`.

    Examples
    --------
    A dead heat with the usual drift, a poll of 66 to 34, and the same poll where a fifth of the electorate
    must vote yes and only three in ten turn out:

    >>> referendum_chance([0.5, 0.66]).round(2).tolist()
    [0.38, 0.96]
    >>> float(referendum_chance(0.66, 0.3, yes_quorum=0.2).round(2))
    0.34

    Sixty per cent of the people, and a majority in two of three cantons of which the second best stands at 52:

    >>> float(referendum_chance(0.6, groups=Groups([0.7, 0.52, 0.45]), needed_groups=2).round(2))
    0.5
    """
    share, turnout, of_groups = _asked(share_yes, turnout, groups, needed_groups)
    terms = _terms(turnout, poll_error, drift, df, majority, turnout_quorum, yes_quorum)
    scale, shift, high, by_quorum, valid = terms
    margin, in_groups = 100 * (share - high) + shift, 100 * of_groups + shift
    certain = _exceeds(margin, by_quorum) & (in_groups > 0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        chance = np.where(scale > 0, stdtr(df, np.minimum(margin, in_groups) / scale), certain)
    return np.where(valid, chance, 0.0)


def drawn_referendum(
    share_yes: ArrayLike | None,
    t_variate: ArrayLike,
    turnout: ArrayLike = 1.0,
    *,
    poll_error: ArrayLike = 6.0,
    drift: ArrayLike = -2.0,
    df: float = 4.0,
    majority: ArrayLike = 0.5,
    turnout_quorum: ArrayLike | None = None,
    yes_quorum: ArrayLike | None = None,
    groups: Groups | None = None,
    needed_groups: int | None = None,
) -> Mask:
    """Return whether the referendum passes, given the drawn error; the other arguments as in `referendum_chance`.

    Parameters
    ----------
    t_variate : array of float
        Draws of a standard t with `df` degrees of freedom, not rescaled; more is more yes.

    Examples
    --------
    >>> drawn_referendum(0.66, [-4.0, 0.0, 4.0]).tolist()
    [False, True, True]
    """
    share, turnout, of_groups = _asked(share_yes, turnout, groups, needed_groups)
    error = numbers_between("t_variate", t_variate)
    terms = _terms(turnout, poll_error, drift, df, majority, turnout_quorum, yes_quorum)
    scale, shift, high, by_quorum, valid = terms
    moved = shift + scale * error
    return np.asarray(_exceeds(100 * (share - high) + moved, by_quorum) & (100 * of_groups + moved > 0) & valid)


def _asked(
    share_yes: ArrayLike | None, turnout: ArrayLike, groups: Groups | None, needed: int | None
) -> tuple[Array, ArrayLike, Array]:
    """Share of yes and turnout of all, and the margin of the group that decides; infinite without groups."""
    if groups is None and needed is not None:
        raise InputError(f"`needed_groups` is {needed} and there are no `groups`; say which there are")
    margin = np.array(np.inf) if groups is None else groups.margin(needed)
    if share_yes is not None:
        return numbers_between("share_yes", share_yes, 0, 1), turnout, margin
    if groups is None:
        raise InputError("`share_yes` is missing and there are no `groups` to take it from")
    return *groups.together(), margin


def _terms(
    turnout: ArrayLike,
    poll_error: ArrayLike,
    drift: ArrayLike,
    df: float,
    majority: ArrayLike,
    turnout_quorum: ArrayLike | None,
    yes_quorum: ArrayLike | None,
) -> tuple[Array, Array, Array, Mask, Mask]:
    """Scale and drift in points, the share to reach, whether a quorum sets it, and whether it can be reached."""
    if not 2 < df < np.inf:
        raise InputError(f"`df` is {df:g}; it must be finite and above 2, so that a standard deviation exists")
    t = numbers_between("turnout", turnout, 0, 1)
    scale = numbers_between("poll_error", poll_error, 0)
    least = numbers_between("yes_quorum", 0.0 if yes_quorum is None else yes_quorum, 0, 1)
    half = numbers_between("majority", majority, 0, 1)
    out_of_reach = 2.0
    high = np.maximum(half, np.minimum(least / np.maximum(t, np.finfo(float).eps), out_of_reach))
    quorum = numbers_between("turnout_quorum", 0.0 if turnout_quorum is None else turnout_quorum, 0, 1)
    valid = (high <= 1) & (t >= quorum)
    return scale, numbers_between("drift", drift), high, high > half, valid


def _exceeds(margin: Array, quorum_decides: Mask) -> Mask:
    """A majority must be exceeded, a quorum only reached."""
    return np.asarray(np.where(quorum_decides, margin >= 0, margin > 0))


register(
    Model(
        id="referendum",
        family="ratify",
        meaning="Probability that voters say yes, with a poll error far wider than counting noise, and quorums.",
        reference="LeDuc, L. (2002). Opinion change and voting behaviour in referendums. European Journal of "
        "Political Research 41(6), 711-732.",
        status="in the spirit of",
        function=referendum_chance,
        axioms=frozenset({"monotone"}),
        example={"share_yes": [0.52, 0.58], "turnout": 0.4, "turnout_quorum": 0.3},
    )
)
