"""Which outcomes cannot be on the frontier? A cheap look that spares most of the sorting.

Two rounds strike out outcomes that a few strong ones dominate. Between them a coarse grid is laid over all coordinates
but the last: an outcome is struck out if some outcome in a cell that is higher on each of them is at least as good on
the last. Nothing on the frontier is ever struck out, whatever the shape of the menu; only speed depends on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

SMALL = 512
"""Outcomes that are not worth culling."""

N_STRONG = 16
"""Strong outcomes of the last round; the first takes one, since it looks at all outcomes."""

TINY = 1e-290
"""A span of utilities below which all of them count as one here."""

ROUNDING = 1e-9
"""Allowance for sums that differ between copies because they were added up in different ways."""

CELLS = 0.25
"""Cells of the grid for each outcome that it looks at."""


def contenders(columns: Array) -> Indices:
    """Return ascending numbers of outcomes among which the whole frontier lies, with all its copies.

    Parameters
    ----------
    columns : array of float, shape (n_parties, n_outcomes)
        Finite utilities, one row per party.

    Examples
    --------
    >>> contenders(np.array([[3.0, 1.0, 0.0], [2.0, 1.0, 5.0]]))
    array([0, 1, 2])
    """
    n_parties, n_outcomes = columns.shape
    if n_outcomes <= SMALL or n_parties == 1:
        return np.arange(n_outcomes)
    low, span = columns.min(axis=1), columns.max(axis=1) / 2 - columns.min(axis=1) / 2
    scale = np.where(span > TINY, 0.5 / np.maximum(span, TINY), 0.0)
    left = np.flatnonzero(_stand_up_to(columns, scale, 1))
    if left.size > SMALL:
        left = left[_above_higher_cells(columns.take(left, axis=1), low, scale)]
    if left.size > SMALL:
        left = left[_stand_up_to(columns.take(left, axis=1), scale, N_STRONG)]
    return left


def _stand_up_to(columns: Array, scale: Array, n_strong: int) -> Mask:
    """Outcomes that beat each of the strongest somewhere, and those as strong as they are, copies included."""
    total = scale @ columns
    strongest = [total.argmax()] if n_strong == 1 else np.argpartition(total, -n_strong)[-n_strong:]
    standing = np.ones(total.size, dtype=bool)
    for strong in columns[:, strongest].T:
        better = columns[0] > strong[0]
        for column, level in zip(columns[1:], strong[1:], strict=True):
            better |= column > level
        standing &= better
    weakest = total[strongest].min()
    standing |= total >= weakest - ROUNDING * (1 + abs(weakest))
    return standing


def _above_higher_cells(columns: Array, low: Array, scale: Array) -> Mask:
    """Outcomes whose last utility exceeds that of every outcome in cells higher on all other coordinates."""
    *placed, last = columns
    n_steps = max(2, int((CELLS * last.size) ** (1 / max(1, len(placed)))))
    cell = np.zeros(last.size, dtype=np.intp)
    for column, least, unit in zip(placed, low, scale, strict=False):
        place = column - least
        place *= unit * n_steps
        cell *= n_steps
        cell += np.minimum(place, n_steps - 1, out=place).astype(np.intp)
    top = np.full(n_steps ** len(placed), -np.inf)
    np.maximum.at(top, cell, last)
    best = top.reshape((n_steps,) * len(placed))
    for axis in range(best.ndim):
        above = np.flip(np.maximum.accumulate(np.flip(best, axis), axis=axis), axis)
        best = np.concatenate([np.delete(above, 0, axis), np.full_like(above.take([0], axis), -np.inf)], axis)
    return np.asarray(last > best.ravel()[cell])
