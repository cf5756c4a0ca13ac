"""Do blocs of voters pass it, once the share in favour within each bloc is known?

A bloc's members vote independently, each in favour with the bloc's share, or as one if the bloc is whipped.
This is the inner step of `winset.ratify.body`, which adds the error that all blocs share; on its own it is
too sure of itself for any large body.

References: Hong, Y. (2013). On computing the distribution function for the Poisson binomial distribution.
Computational Statistics & Data Analysis 59, 41-51 (the refined normal approximation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtr, xlog1py, xlogy

from winset.errors import InputError
from winset.ratify.allowed import numbers_between, whole_numbers
from winset.ratify.votes import add_voter

Array = NDArray[np.float64]


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
    """

    seats: NDArray[np.int64]
    quota: int
    whipped: NDArray[np.bool_]
    vetoes: NDArray[np.bool_]
    counted: NDArray[np.bool_]


def checked_blocs(
    shares: ArrayLike,
    seats: ArrayLike,
    quota: int,
    whipped: bool | ArrayLike = False,
    vetoes: Sequence[int] = (),
    exact: bool = False,
) -> tuple[Array, Blocs]:
    """Return the shares as an array and the body as a record, or refuse them.

    Raises
    ------
    InputError
        If a share lies outside 0 to 1, seats or quota are not whole numbers, or `vetoes` names no bloc.

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
    counted = as_one | may_stop | (members == 1) | exact
    return favour, Blocs(members, int(whole_numbers("quota", quota)), as_one, may_stop, counted)


def chance_given(shares: Array, blocs: Blocs) -> Array:
    """Return the probability that these blocs pass it, each with this share in favour.

    Parameters
    ----------
    shares : array of float, shape (..., n_blocs)
        Share in favour within each bloc; clipped to 0 to 1.
    blocs : Blocs
        Who sits there and what it takes.

    Returns
    -------
    array of float, shape (...)

    Notes
    -----
    Counted blocs enter by convolution. The votes of the others are taken as normal with the continuity
    correction and the skewness term of Hong (2013, eq. 14).

    Examples
    --------
    A whipped bloc of two and a free one of two, three votes needed: one half of ``1 - .5 * .5``.

    >>> share, blocs = checked_blocs([0.5, 0.5], [2, 2], 3, [True, False], exact=True)
    >>> round(float(chance_given(share, blocs)), 6)
    0.375
    """
    share = np.clip(shares, 0, 1)
    totals, chances = np.zeros(1, dtype=np.int64), np.ones((1, *share.shape[:-1]))
    for bloc in np.flatnonzero(blocs.counted):
        totals, chances = add_voter(totals, chances, _options(share[..., bloc], blocs, int(bloc)))
    rest, members = share[..., ~blocs.counted], blocs.seats[~blocs.counted]
    if not members.size:
        return np.asarray(chances[totals >= blocs.quota].sum(axis=0))
    spread = rest * (1 - rest)
    moments = rest @ members, spread @ members, (spread * (1 - 2 * rest)) @ members
    chance = np.zeros(share.shape[:-1])
    for total, weight in zip(totals, chances, strict=True):
        chance = chance + weight * _normal_tail(blocs.quota - int(total), int(members.sum()), *moments)
    return chance


def _options(share: Array, blocs: Blocs, bloc: int) -> dict[int, Array]:
    """Yes votes that a bloc may cast, with their chances; with a veto only those that are a majority."""
    n = int(blocs.seats[bloc])
    if blocs.whipped[bloc] or n == 1:
        return {n: share} if blocs.vetoes[bloc] else {0: 1 - share, n: share}
    least = n // 2 + 1 if blocs.vetoes[bloc] else 0
    ways = {votes: gammaln(n + 1) - gammaln(votes + 1) - gammaln(n - votes + 1) for votes in range(least, n + 1)}
    return {votes: np.exp(log + xlogy(votes, share) + xlog1py(n - votes, -share)) for votes, log in ways.items()}


def _normal_tail(needed: int, members: int, mean: Array, variance: Array, third: Array) -> Array:
    """Chance of at least `needed` votes with these moments, by the refined normal approximation."""
    if needed <= 0 or needed > members:
        return np.full(mean.shape, float(needed <= 0))
    sd = np.sqrt(np.maximum(variance, 1e-12))
    x = (needed - 0.5 - mean) / sd
    skew = third / sd**3 * (1 - x**2) * normal_density(x) / 6
    return np.asarray(np.clip(ndtr(-x) - skew, 0, 1))


def normal_density(x: Array) -> Array:
    """Return the density of the standard normal distribution."""
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))
