r"""How good were forecasts that give every whole point of a scale its chance?

A scale from 0 to 100 is read in whole points, so that a forecast is 101 chances and a lump on a point, such as an end
of the scale, is no special case. An outcome that is no whole point lies in the cell of the nearest one. Not for scales
on which finer differences matter.

References: Gneiting, T., Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. Journal of
the American Statistical Association 102, 359-378. Czado, C., Gneiting, T., Held, L. (2009). Predictive model
assessment for count data. Biometrics 65, 1254-1261.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.backtest.scores import LEAST, crps_ensemble
from winset.errors import InputError

Array = NDArray[np.float64]

CELLS = np.arange(101.0)
"""Whole points of the scale."""


def cell_of(values: ArrayLike) -> NDArray[np.intp]:
    """Return the whole point that each value lies nearest to; halves go to the even one.

    >>> cell_of([0, 33.4, 99.9]).tolist()
    [0, 33, 100]
    """
    return np.asarray(np.rint(np.asarray(values, dtype=float)), dtype=np.intp)


def on_cells(chances: ArrayLike, outcomes: ArrayLike) -> tuple[Array, Array]:
    """Return chances, shape (n, 101), and outcomes, shape (n,), as arrays.

    Raises
    ------
    InputError
        If the shapes do not fit, a chance is negative, those of a forecast do not sum to 1, or an outcome lies outside.
    """
    p, y = np.asarray(chances, dtype=float), np.asarray(outcomes, dtype=float)
    if p.ndim != 2 or p.shape[1] != CELLS.size or y.shape != p.shape[:1]:
        raise InputError(f"`chances` has shape {p.shape} and `outcomes` {y.shape}; here they are (n, 101) and (n,)")
    if not (p >= 0).all() or not np.allclose(p.sum(axis=1), 1, rtol=0, atol=1e-9):
        raise InputError("`chances` must be at least 0, and those of each forecast sum to 1")
    if not ((y >= 0) & (y <= 100)).all():
        raise InputError("`outcomes` must lie from 0 to 100")
    return p, y


def crps(chances: ArrayLike, outcomes: ArrayLike) -> Array:
    r"""Return the continuous ranked probability score of each forecast, shape (n,), in points of the scale.

    .. math:: \sum_k p_k |k - y| - \tfrac12 \sum_{j,k} p_j p_k |j - k|

    Here p_k is the chance of the whole point k and y the outcome itself.

    Parameters
    ----------
    chances : array of float, shape (n, 101)
        p.
    outcomes : array of float, shape (n,)
        y, from 0 to 100.

    Raises
    ------
    InputError
        As `on_cells`.

    Examples
    --------
    >>> sure = np.eye(101)[[20]]
    >>> crps(sure, [50]).tolist()
    [30.0]
    """
    p, y = on_cells(chances, outcomes)
    return crps_ensemble(CELLS, y, p)


def log_scores(chances: ArrayLike, outcomes: ArrayLike) -> Array:
    r"""Return the log score of each forecast, shape (n,): minus the logarithm of the chance of the outcome's cell.

    .. math:: -\log \max(p_{[y]}, 10^{-6})

    Here [y] is the whole point nearest to y. It is the proper log score of a forecast of the outcome as it is written
    down, in whole points, and is finite for lumps and for what is spread out alike.

    Parameters
    ----------
    chances, outcomes
        As in `crps`.

    Raises
    ------
    InputError
        As `on_cells`.

    Examples
    --------
    >>> log_scores(np.full((1, 101), 1 / 101), [50.2]).round(3).tolist()
    [4.615]
    """
    p, y = on_cells(chances, outcomes)
    return np.asarray(-np.log(np.maximum(p[np.arange(y.size), cell_of(y)], LEAST)))


def levels(chances: ArrayLike, outcomes: ArrayLike) -> tuple[Array, Array]:
    """Return the chance of less than the outcome's cell and of no more than it, shape (n,) each.

    If forecasts are right, a point drawn evenly between the two is even from 0 to 1 (Czado, Gneiting and Held).
    """
    p, y = on_cells(chances, outcomes)
    up_to, rows = np.minimum(np.cumsum(p, axis=1), 1.0), np.arange(y.size)
    return up_to[rows, cell_of(y)] - p[rows, cell_of(y)], up_to[rows, cell_of(y)]


def covered(chances: ArrayLike, outcomes: ArrayLike, level: float) -> Array:
    r"""Return how much of each outcome lies in the central interval of its forecast, from 0 to 1, shape (n,).

    .. math:: \frac{|[F(y-), F(y)] \cap [\alpha/2, 1 - \alpha/2]|}{F(y) - F(y-)}, \qquad \alpha = 1 - \text{level}

    Here F is the forecast's chance of no more. Where a lump straddles the end of an interval it counts in part, so that
    the mean is the level if forecasts are right; whole lumps would make every interval cover too much.

    Parameters
    ----------
    chances, outcomes
        As in `crps`.
    level : float
        From 0 to 1.

    Raises
    ------
    InputError
        As `on_cells`.

    Examples
    --------
    >>> half = (np.eye(101)[[0]] + np.eye(101)[[100]]) / 2
    >>> covered(half, [0], 0.5).tolist()
    [0.5]
    """
    below, up_to = levels(chances, outcomes)
    low, high = (1 - level) / 2, (1 + level) / 2
    inside = np.clip(np.minimum(up_to, high) - np.maximum(below, low), 0, None)
    width = up_to - below
    point = ((below >= low) & (below <= high)).astype(float)
    return np.where(width > 1e-12, inside / np.where(width > 1e-12, width, 1.0), point)


def quantile(chances: ArrayLike, level: float) -> Array:
    """Return the lowest whole point up to which each forecast gives at least the chance `level`, shape (n,).

    >>> quantile(np.full((1, 101), 1 / 101), 0.5).tolist()
    [50.0]
    """
    up_to = np.cumsum(np.asarray(chances, dtype=float), axis=1)
    return np.asarray(CELLS[np.minimum((up_to < level - 1e-9).sum(axis=1), CELLS.size - 1)])


def level_shares(chances: ArrayLike, outcomes: ArrayLike, bins: int = 10) -> Array:
    """Return the share of outcomes whose level lies in each of some bins, shape (bins,); all alike if right.

    A lump that spans several bins counts in each by its part, so that no random number is needed.
    """
    below, up_to = levels(chances, outcomes)
    edges = np.linspace(0, 1, bins + 1)
    width = np.maximum(up_to - below, 1e-12)
    reached = np.clip((edges[None] - below[:, None]) / width[:, None], 0, 1)
    return np.asarray(np.diff(reached, axis=1).mean(axis=0))
