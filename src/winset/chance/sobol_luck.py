"""Which inputs a chance hangs on, when only what happened is seen: indices of Sobol of a mean behind luck.

A play of the same inputs may end otherwise, since luck has a part in it. The indices of what happened count that luck
as one more input, and for a yes or no it takes nearly everything. Playing the same inputs twice, with luck apart, tells
the chance that the inputs leave from the luck, without playing each of them many times. The assumption is that luck is
drawn apart from the inputs and of each play.

References: Sobol, I. M. (1993). Sensitivity estimates for nonlinear mathematical models. Mathematical Modelling and
Computational Experiment 1(4), 407-414 (a variance of means as a covariance of two plays that share inputs); derived
here for plays that share none of their luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.chance.sobol import RESAMPLES, resampled
from winset.errors import InputError

Array = NDArray[np.float64]

LEAST = 2.0
"""Standard errors by which the variance behind luck must exceed 0 for shares of it to be told."""


@dataclass(frozen=True)
class TotalsBehindLuck:
    """Total indices for a mean that is seen through luck; not a number where its variance cannot be told from 0.

    Parameters
    ----------
    total : array of float, shape (n_groups,)
    interval : array of float, shape (n_groups, 2)
        Ends of the bootstrap interval.
    """

    total: Array
    interval: Array


def variance_behind_luck(first: ArrayLike, again: ArrayLike) -> tuple[float, float]:
    r"""Return the variance of the mean given the inputs, and its standard error, from two plays with luck apart.

    .. math:: \mathrm{Var}\, E[Y \mid X] = \mathrm{Cov}(Y, Y')

    Parameters
    ----------
    first, again : array of float, shape (n_draws,)
        What came out of the same inputs twice.

    Raises
    ------
    InputError
        If shapes differ or there are fewer than two draws.

    Examples
    --------
    Inputs that settle the outcome, and luck that does:

    >>> variance_behind_luck([0, 1, 0, 1], [0, 1, 0, 1])[0], variance_behind_luck([0, 1, 0, 1], [0, 0, 1, 1])[0]
    (0.3333333333333333, 0.0)
    """
    y, z = _pair(first, again)
    products = (y - y.mean()) * (z - z.mean())
    return float(products.sum() / (y.size - 1)), float(products.std(ddof=1) / np.sqrt(y.size))


def total_behind_luck(
    first: ArrayLike,
    again: ArrayLike,
    mixed: ArrayLike,
    coverage: float = 0.9,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> TotalsBehindLuck:
    r"""Return the total indices of some inputs for the mean that luck hides.

    .. math:: T = \frac{E[Y' (Y - Y_{mixed})]}{\mathrm{Cov}(Y, Y')}

    Parameters
    ----------
    first, again : array of float, shape (n_draws,)
        What came out of the same inputs twice, with luck apart.
    mixed : array of float, shape (n_groups, n_draws)
        What came out with the luck of the first play and the inputs of one group drawn anew.
    coverage, resamples, seed
        As of `winset.chance.sobol_indices`.

    Returns
    -------
    TotalsBehindLuck
        Shares of the variance of the mean that are left when all inputs but those of a group are known. Small ones may
        come out below 0 and large ones above 1.

    Raises
    ------
    InputError
        If shapes differ or there are fewer than two draws.

    Examples
    --------
    Two inputs, of which the first settles the outcome:

    >>> found = total_behind_luck([0, 1, 0, 1], [0, 1, 0, 1], [[1, 0, 1, 0], [0, 1, 0, 1]])
    >>> (found.total * 3).tolist()
    [4.5, 0.0]
    """
    y, z = _pair(first, again)
    x = np.asarray(mixed, dtype=float)
    if x.ndim != 2 or x.shape[1:] != y.shape:
        raise InputError(f"`mixed` has shape {x.shape} beside {y.size} draws; take (n_groups, n_draws)")
    variance, error = variance_behind_luck(y, z)
    if variance <= LEAST * error or variance <= 0:
        return TotalsBehindLuck(np.full(len(x), np.nan), np.full((len(x), 2), np.nan))
    above = (z - z.mean()) * (y - x)
    interval = np.full((len(x), 2), np.nan)
    if resamples:
        weights = resampled(y.size, resamples, seed)
        below = weights @ (y * z) - (weights @ y) * (weights @ z)
        ratios = weights @ above.T / np.maximum(below, variance / 10)[:, None]
        interval = np.quantile(ratios, [(1 - coverage) / 2, (1 + coverage) / 2], axis=0).T
    return TotalsBehindLuck(above.mean(axis=1) / variance, interval)


def _pair(first: ArrayLike, again: ArrayLike) -> tuple[Array, Array]:
    """Return two plays as arrays of equal shape."""
    y, z = np.asarray(first, dtype=float), np.asarray(again, dtype=float)
    if y.shape != z.shape or y.ndim != 1 or y.size < 2:
        raise InputError(f"these plays have shapes {y.shape} and {z.shape}; give equally many draws, two or more")
    return y, z
