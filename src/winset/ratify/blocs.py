"""Do blocs of voters pass it, once the share in favour within each bloc is known?

A bloc's members vote independently, each in favour with the bloc's share, or as one if the bloc is whipped; of a
whipped bloc whose members are less than loyal each follows its line or not. This is the inner step of
`winset.ratify.body`, which adds the error that all blocs share; on its own it is too sure of itself for any large body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, xlog1py, xlogy

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.allowed import whole_numbers
from winset.ratify.refined_normal import majority_moments, refined_tail

Array = NDArray[np.float64]

Moments = tuple[Array, Array, Array]
"""Mean, variance and third central moment of a number of votes."""

Line = tuple[Array, Moments]
"""A chance, and the moments of the votes in that event."""

FARTHEST = 7.5
"""Standard deviations from its mean that a number of votes is not reckoned to lie."""

MOST_COUNTED = 40
"""Seats that free blocs with a veto and blocs of less than loyal members may have together and still be counted."""

MOST_LINES = 8
"""Blocs of less than loyal members that may be left uncounted; every one of them doubles the work."""


@dataclass(frozen=True)
class Count:
    """How one bloc enters the count: for each number of votes that it may cast, where the totals so far go.

    The totals so far ascend, so that after `votes` more those below `first` can no longer reach the quota and are
    dropped, those from `enough` on have reached it and go to the last place, and those between go to `places`.
    """

    bloc: int
    n_totals: int
    moves: tuple[tuple[int, int, int, NDArray[np.int64]], ...]


@dataclass(frozen=True)
class Blocs:
    """Who sits in a body and what it takes; every array has one entry for each bloc.

    Parameters
    ----------
    seats : array of int
        Members of each bloc.
    quota : int
        Yes votes needed in all.
    whipped : array of bool
        Whether the bloc votes as one.
    vetoes : array of bool
        Whether more than half of the bloc must vote yes, whatever the total.
    counted : array of bool
        Whether the bloc's votes are counted exactly; the others are approximated together.
    disloyal : array of bool
        Whether the bloc votes as one but for members who may leave its line.

    Attributes
    ----------
    totals : array of int
        Yes votes that the counted blocs may cast together, ascending: without those that cannot reach the quota,
        and with all that reach it by themselves as one, the quota.
    """

    seats: NDArray[np.int64]
    quota: int
    whipped: NDArray[np.bool_]
    vetoes: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    disloyal: NDArray[np.bool_]

    @property
    def least(self) -> NDArray[np.int64]:
        """Votes that each bloc must cast at least: a majority of a bloc with a veto."""
        return np.where(self.vetoes, self.seats // 2 + 1, 0)

    @property
    def totals(self) -> NDArray[np.int64]:
        """Yes votes that the counted blocs may cast together."""
        return self._counts[1]

    @property
    def counts(self) -> tuple[Count, ...]:
        """How the counted blocs enter the count, the largest first."""
        return self._counts[0]

    @cached_property
    def _counts(self) -> tuple[tuple[Count, ...], NDArray[np.int64]]:
        """The counts and the totals after them; the same whatever the shares."""
        totals, counts = np.zeros(1, dtype=np.int64), []
        blocs = np.flatnonzero(self.counted)
        to_come = int(self.seats.sum())
        for bloc in blocs[np.argsort(-self.seats[blocs], kind="stable")].tolist():
            to_come -= int(self.seats[bloc])
            steps = _steps(self, bloc)
            grown = np.unique(np.minimum(totals[:, None] + np.array(steps), self.quota))
            grown = grown[grown + to_come >= self.quota]
            moves = []
            for votes in steps:
                after = totals + votes
                first, enough = np.searchsorted(after, [self.quota - to_come, self.quota]).tolist()
                moves.append((votes, min(first, enough), enough, np.searchsorted(grown, after[first:enough])))
            counts.append(Count(bloc, grown.size, tuple(moves)))
            totals = grown
        return tuple(counts), totals


def _steps(blocs: Blocs, bloc: int) -> list[int]:
    """Yes votes that a counted bloc may cast; with a veto only those that are a majority."""
    n = int(blocs.seats[bloc])
    if n == 1 or (blocs.whipped[bloc] and not blocs.disloyal[bloc]):
        return [n] if blocs.vetoes[bloc] else [0, n]
    return list(range(int(blocs.least[bloc]), n + 1))


def checked_blocs(
    shares: ArrayLike,
    seats: ArrayLike,
    quota: int,
    whipped: bool | ArrayLike = False,
    vetoes: Sequence[int] = (),
    exact: bool = False,
    loyalty: ArrayLike = 1.0,
) -> tuple[Array, Blocs]:
    """Return the shares as an array and the body as a record, or refuse them.

    Raises
    ------
    InputError
        If a share or a loyalty lies outside 0 to 1, seats or quota are not whole numbers, `vetoes` names no bloc, or
        more than eight blocs of less than loyal members are too large to be counted.

    Examples
    --------
    >>> checked_blocs([0.6, 0.4], [10, 10], quota=11, vetoes=[2])
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `vetoes` is [2]; it must name blocs from 0 to 1
    """
    members = whole_numbers("seats", seats, low=1)
    favour = numbers_between("shares", shares, 0, 1)
    if members.ndim != 1 or favour.shape[-1:] != members.shape:
        raise InputError(f"`shares` has shape {favour.shape} and `seats` {members.shape}; their last axes must agree")
    if any(not 0 <= bloc < members.size for bloc in vetoes):
        raise InputError(f"`vetoes` is {list(vetoes)}; it must name blocs from 0 to {members.size - 1}")
    as_one = np.broadcast_to(np.asarray(whipped, dtype=bool), members.shape)
    may_stop = np.isin(np.arange(members.size), np.asarray(vetoes, dtype=int))
    loyal = numbers_between("loyalty", loyalty, 0, 1)
    if loyal.ndim and loyal.shape[-1] not in (1, members.size):
        raise InputError(f"`loyalty` has shape {loyal.shape}; its last axis must have one entry for each bloc, or 1")
    lowest = np.min(loyal.reshape(-1, loyal.shape[-1] if loyal.ndim else 1), axis=0, initial=1.0)
    disloyal = as_one & (lowest < 1)
    loose = (members > 1) & (disloyal | (~as_one & may_stop))
    few = members[loose].sum() <= MOST_COUNTED
    counted = np.where(loose, few, as_one | (members == 1)) | exact
    if (disloyal & ~counted).sum() > MOST_LINES:
        raise InputError(
            f"`loyalty` is below 1 in {(disloyal & ~counted).sum()} blocs that vote as one; at most {MOST_LINES} may "
            "be, unless all votes are counted (`exact`)"
        )
    return favour, Blocs(members, int(whole_numbers("quota", quota)), as_one, may_stop, counted, disloyal)


def chance_given(shares: Array, blocs: Blocs, loyalty: ArrayLike = 1.0) -> Array:
    """Return the probability that these blocs pass it, each with this share in favour.

    Parameters
    ----------
    shares : array of float, shape (..., n_blocs)
        Share in favour within each bloc; clipped to 0 to 1.
    blocs : Blocs
        Who sits there and what it takes.
    loyalty : array of float, broadcast to shape (..., n_blocs)
        Chance that a member of a whipped bloc follows its line, 0 to 1; read only where a bloc is `disloyal`.

    Returns
    -------
    array of float, shape (...)

    Notes
    -----
    Counted blocs enter by convolution. The votes of the others are taken as normal with the continuity
    correction and the skewness term of Hong (2013, eq. 14). A free bloc with a veto that is not counted gives the
    chance of its majority as a factor, and its votes given that majority enter with the moments of a truncated
    normal distribution. Lines that blocs of less than loyal members may take are enumerated: given its line such a
    bloc is a free one whose share is its loyalty, or the rest of it.

    Examples
    --------
    A whipped bloc of two and a free one of two, three votes needed: one half of ``1 - .5 * .5``.

    >>> share, blocs = checked_blocs([0.5, 0.5], [2, 2], 3, [True, False], exact=True)
    >>> round(float(chance_given(share, blocs)), 6)
    0.375
    """
    share = np.clip(shares, 0, 1)
    loyal = np.broadcast_to(loyalty, share.shape)
    chances = np.ones((1, *share.shape[:-1]))
    for count in blocs.counts:
        chances = _counted(chances, share[..., count.bloc], loyal[..., count.bloc], blocs, count)
    if blocs.counted.all():
        return np.asarray(chances[blocs.totals >= blocs.quota].sum(axis=0))
    rest = ~blocs.counted
    loose = blocs.disloyal & rest
    majority, moments = _moments(share, blocs, rest & ~loose)
    by_line = []
    for bloc in np.flatnonzero(loose):
        alone, yes = np.arange(loose.size) == bloc, share[..., bloc]
        options = []
        for of_line, followed in ((yes, loyal), (1 - yes, 1 - loyal)):
            of_bloc, votes = _moments(followed, blocs, alone)
            options.append((of_line * of_bloc, votes))
        by_line.append(options)
    passing = np.zeros(share.shape[:-1])
    for weight, votes in _lines(majority, moments, by_line):
        passing += weight * _reaching(chances, votes, blocs)
    return passing


def _lines(weight: Array, moments: Moments, by_line: list[list[tuple[Array, Moments]]]) -> Iterator[Line]:
    """Chance of each set of lines that blocs of less than loyal members may take, and the moments of all votes."""
    if not by_line:
        yield weight, moments
        return
    for chance, (mean, variance, third) in by_line[0]:
        added = moments[0] + mean, moments[1] + variance, moments[2] + third
        yield from _lines(weight * chance, added, by_line[1:])


def _counted(chances: Array, share: Array, loyal: Array, blocs: Blocs, count: Count) -> Array:
    """Chances of the totals after one more counted bloc."""
    n, grown = int(blocs.seats[count.bloc]), np.zeros((count.n_totals, *share.shape))
    for votes, first, enough, places in count.moves:
        if blocs.disloyal[count.bloc]:
            chance = share * _binomial(votes, n, loyal) + (1 - share) * _binomial(votes, n, 1 - loyal)
        elif blocs.whipped[count.bloc] or n == 1:
            chance = share if votes else 1 - share
        else:
            chance = _binomial(votes, n, share)
        if first < enough:
            grown[places] += chances[first:enough] * chance
        if enough < len(chances):
            grown[-1] += chances[enough:].sum(axis=0) * chance
    return grown


def _binomial(votes: int, n: int, share: Array) -> Array:
    """Chance of exactly so many votes of `n` members who decide independently."""
    ways = gammaln(n + 1) - gammaln(votes + 1) - gammaln(n - votes + 1)
    return np.asarray(np.exp(ways + xlogy(votes, share) + xlog1py(n - votes, -share)))


def _reaching(chances: Array, moments: Moments, blocs: Blocs) -> Array:
    """Chance that the quota is reached, from the chances of the counted totals and the moments of all other votes."""
    mean, variance, third = moments
    rest = ~blocs.counted
    least, most = blocs.least[rest].sum(), blocs.seats[rest].sum()
    sd = np.sqrt(np.maximum(variance, 1e-12))
    skewness = third / sd**3
    passing = np.zeros(mean.shape)
    for total, weight in zip(blocs.totals.tolist(), chances, strict=True):
        needed = blocs.quota - total
        if needed > most:
            continue
        x = (needed - 0.5 - mean) / sd
        if needed <= least or (x < -FARTHEST).all():
            passing += weight
        elif (x < FARTHEST).any():
            passing += weight * refined_tail(x, skewness)
    return passing


def _moments(share: Array, blocs: Blocs, which: NDArray[np.bool_]) -> Line:
    """Chance that each of these blocs with a veto has its majority, and the moments of all their votes if so."""
    share, members = share if which.all() else share[..., which], blocs.seats[which].astype(float)
    spread = share * (1 - share)
    skewed = spread * (1 - 2 * share)
    majority = np.ones(share.shape[:-1])
    if not blocs.vetoes[which].any():
        return majority, (share @ members, spread @ members, skewed @ members)
    moments = share * members, spread * members, skewed * members
    for bloc in np.flatnonzero(blocs.vetoes[which]):
        mean, variance, third = (moment[..., bloc] for moment in moments)
        chance, given = majority_moments(int(blocs.least[which][bloc]), mean, variance, third)
        majority = majority * chance
        for moment, if_majority in zip(moments, given, strict=True):
            moment[..., bloc] = if_majority
    mean, variance, third = (moment.sum(axis=-1) for moment in moments)
    return majority, (mean, variance, third)
