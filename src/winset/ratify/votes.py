"""Will enough members vote yes if each decides independently?

Each voter says yes with a chance of his own, and holds one vote or a weight. The essential assumption is
independence: what moves one voter moves no other. Do not use it alone for a parliament, where four hundred
independent members give absurdly sure answers; `winset.ratify.body` adds the error that they share.

References: Hong, Y. (2013). On computing the distribution function for the Poisson binomial distribution.
Computational Statistics & Data Analysis 59, 41-51 (section 2.5, the recursion over voters).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.allowed import whole_numbers
from winset.ratify.yes_votes import yes_distribution
from winset.registry import Model, register

Array = NDArray[np.float64]
Votes = NDArray[np.int64]

MOST_TOTALS = 2**24
"""Sums of votes, times cases, up to which every sum has a place of its own; beyond, only those that can occur."""


def add_voter(totals: Votes, chances: Array, options: Mapping[int, Array | float]) -> tuple[Votes, Array]:
    r"""Return the distribution of the yes votes after one more independent voter, or bloc of voters.

    .. math:: P'(v) = \sum_k P(v - k)\, P(\text{the newcomer casts } k)

    Parameters
    ----------
    totals : array of int, shape (n_totals,)
        Possible numbers of yes votes so far, ascending; start from ``[0]``.
    chances : array of float, shape (n_totals, ...)
        Their probabilities; start from an array of ones with a leading axis of length 1.
    options : mapping of int to array of float, shape (...)
        Number of yes votes that the newcomer may cast -> its probability. Options that are left out are lost,
        so the chances may sum to less than 1: the newcomer then casts a required number of votes.

    Examples
    --------
    >>> totals, chances = add_voter(np.array([0]), np.ones(1), {0: 0.25, 2: 0.75})
    >>> totals.tolist(), chances.tolist()
    ([0, 2], [0.25, 0.75])
    """
    steps = np.array(list(options), dtype=np.int64)
    grown = np.unique(totals[:, None] + steps)
    sums = np.zeros((grown.size, *chances.shape[1:]))
    for step, chance in options.items():
        sums[np.searchsorted(grown, totals + step)] += chances * chance
    return grown, sums


def weighted_vote_probability(weights: ArrayLike, p: ArrayLike, quota: float) -> Array:
    r"""Return the probability that the weights of those who vote yes reach the quota.

    .. math:: P\Big(\sum_i w_i Y_i \ge q\Big), \qquad Y_i \sim \text{Bernoulli}(p_i) \text{ independent}

    Here Y_i is 1 if voter i says yes, w_i the votes he casts, and q the quota.

    Parameters
    ----------
    weights : array of int, shape (n_voters,)
        Votes that each voter casts, at least 0.
    p : array of float, shape (..., n_voters)
        Each voter's chance of yes, 0 to 1.
    quota : float
        Votes needed; above the sum of the weights nothing passes, at 0 or below everything does.

    Returns
    -------
    array of float, shape (...)

    Raises
    ------
    InputError
        If a weight is negative or not whole, a chance lies outside 0 to 1, their numbers differ, or the quota is nan.

    Notes
    -----
    Exact. Equal weights are counted as `poisson_binomial_tail` counts voters; others one voter at a time.

    Examples
    --------
    A big member with two votes and two small ones; three of the four votes are needed, so the big one and
    at least one small one: ``.5 (1 - .1 * .2)``.

    >>> float(weighted_vote_probability([2, 1, 1], [0.5, 0.9, 0.8], quota=3).round(6))
    0.49
    """
    votes = whole_numbers("weights", weights)
    chance = numbers_between("p", p, 0, 1)
    if votes.ndim != 1 or chance.shape[-1:] != votes.shape:
        raise InputError(f"`p` has shape {chance.shape} and `weights` {votes.shape}; their last axes must agree")
    if np.isnan(quota):
        raise InputError("`quota` is nan; it must be a number of votes")
    votes, chance = votes[votes > 0], chance[..., votes > 0]
    if votes.size and (votes == votes[0]).all():
        return poisson_binomial_tail(chance, quota / int(votes[0]))
    cases = np.ascontiguousarray(np.moveaxis(chance, -1, 0))
    if (int(votes.sum()) + 1) * max(cases[:1].size, 1) <= MOST_TOTALS:
        return _tail(_weighted(votes, cases), quota)
    totals, chances = np.zeros(1, dtype=np.int64), np.ones((1, *cases.shape[1:]))
    for weight, yes in zip(votes.tolist(), cases, strict=True):
        totals, chances = add_voter(totals, chances, {0: 1 - yes, weight: yes})
    return np.asarray(chances[totals >= quota].sum(axis=0)).clip(0, 1)


def _weighted(votes: Votes, cases: Array) -> Array:
    """Chance of every sum of votes from 0 up, for cases of shape (n_voters, ...)."""
    found = np.zeros((int(votes.sum()) + 1, *cases.shape[1:]))
    found[0], top = 1.0, 1
    for weight, yes in zip(np.sort(votes).tolist(), cases[np.argsort(votes, kind="stable")], strict=True):
        moved = found[:top] * yes
        found[:top] -= moved
        found[weight : weight + top] += moved
        top += weight
    return found


def _tail(chances: Array, quota: float) -> Array:
    """Chance of `quota` votes or more, given those of 0, 1, ... along the first axis."""
    needed = int(np.ceil(np.clip(quota, 0, len(chances))))
    return np.asarray(chances[needed:].sum(axis=0)).clip(0, 1)


def poisson_binomial_tail(p: ArrayLike, quota: float) -> Array:
    """Return the probability that at least `quota` of the voters say yes, one vote each.

    Parameters
    ----------
    p : array of float, shape (..., n_voters)
        Each voter's chance of yes, 0 to 1.
    quota : float
        Votes needed.

    Returns
    -------
    array of float, shape (...)

    Notes
    -----
    Exact up to rounding, by `winset.ratify.yes_distribution`: a thousand voters take less than a millisecond for each
    of many cases.

    Examples
    --------
    >>> float(poisson_binomial_tail([0.5, 0.5, 1.0], quota=2))
    0.75
    """
    if np.isnan(quota):
        raise InputError("`quota` is nan; it must be a number of votes")
    return _tail(np.moveaxis(yes_distribution(p), -1, 0), quota)


def majority_probability(n: int, p: float, *, tie_passes: bool = False) -> float:
    """Return the probability that more than half of `n` equal, independent voters say yes.

    Parameters
    ----------
    n : int
        Voters, at least 1.
    p : float
        Chance that one of them says yes.
    tie_passes : bool
        Whether exactly half is enough; by default a tie fails.

    Examples
    --------
    >>> majority_probability(2, 0.5), majority_probability(2, 0.5, tie_passes=True)
    (0.25, 0.75)
    """
    voters = int(whole_numbers("n", n, low=1))
    needed = (voters + 1) // 2 if tie_passes else voters // 2 + 1
    # The binomial tail as an incomplete beta function, which does not lose its way among many voters.
    return float(betainc(float(needed), float(voters - needed + 1), numbers_between("p", p, 0, 1)))


register(
    Model(
        id="independent-votes",
        family="ratify",
        meaning="Probability that enough independent voters, with one vote or a weight each, say yes.",
        reference="Hong, Y. (2013). On computing the distribution function for the Poisson binomial "
        "distribution. Computational Statistics & Data Analysis 59, 41-51.",
        status="textbook",
        function=weighted_vote_probability,
        axioms=frozenset({"monotone"}),
        example={"weights": [3, 2, 1], "p": [0.5, 0.6, 0.9], "quota": 4},
    )
)
