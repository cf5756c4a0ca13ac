"""Which outcomes cannot be on the frontier? A cheap look that spares most of the sorting.

Outcomes that fall short of a strong one for everybody are struck out: first of the strongest in a sample, then of the
strongest left, at last of several. Before that last round a coarse grid is laid over all coordinates but the last: an
outcome is struck out if some outcome in a cell that is higher on each of them is at least as good on the last. Nothing
on the frontier is ever struck out, whatever the shape of the menu; only speed depends on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

SMALL = 256
"""Outcomes that are not worth culling."""

SAMPLE = 2048
"""Outcomes among which the first strong one is sought."""

N_STRONG = 16
"""Strong outcomes of the last round."""

CELLS = 0.25
"""Cells of the grid for each outcome that it looks at."""

TINY = 1e-290
"""A span of utilities below which all of them count as one here."""


def contenders(table: Array) -> Indices:
    """Return ascending rows among which the whole frontier lies, with all its copies.

    Parameters
    ----------
    table : array of float, shape (n_outcomes, n_parties)
        Finite utilities.

    Examples
    --------
    >>> contenders(np.array([[3.0, 2.0], [1.0, 1.0], [0.0, 5.0]]))
    array([0, 1, 2])
    """
    n_outcomes, n_parties = table.shape
    if n_outcomes <= SMALL or n_parties == 1:
        return np.arange(n_outcomes)
    sample = np.ascontiguousarray(table[:: -(-n_outcomes // SAMPLE)].T)
    span = sample.max(axis=1) / 2 - sample.min(axis=1) / 2
    scale = np.where(span > TINY, 0.5 / np.maximum(span, TINY), 0.0)
    rows = np.flatnonzero(_reach(table.T, _strongest(sample, scale, 1)))
    for cull in (_reach_the_strongest, _rise_above_higher_cells, _reach_the_strong):
        if rows.size > SMALL:
            rows = rows[cull(np.ascontiguousarray(table[rows].T), scale)]
    return rows


def _strongest(columns: Array, scale: Array, n_strong: int) -> Array:
    """Return outcomes with the largest sums of scaled utilities, one in each column."""
    total = scale @ columns
    best = [total.argmax()] if n_strong == 1 else np.argpartition(total, -n_strong)[-n_strong:]
    return np.asarray(columns[:, best])


def _reach(columns: Array, strong: Array) -> Mask:
    """Which outcomes are as good as each strong one for somebody."""
    standing = np.ones(columns.shape[1], dtype=bool)
    for one in strong.T:
        reaching = columns[0] >= one[0]
        for column, level in zip(columns[1:], one[1:], strict=True):
            reaching |= column >= level
        standing &= reaching
    return standing


def _reach_the_strongest(columns: Array, scale: Array) -> Mask:
    return _reach(columns, _strongest(columns, scale, 1))


def _reach_the_strong(columns: Array, scale: Array) -> Mask:
    return _reach(columns, _strongest(columns, scale, N_STRONG))


def _rise_above_higher_cells(columns: Array, scale: Array) -> Mask:
    """Which outcomes exceed, on the last utility, every outcome in cells that are higher on all others."""
    *placed, last = columns
    n_steps = max(2, int((CELLS * last.size) ** (1 / len(placed))))
    cell = np.zeros(last.size, dtype=np.intp)
    for column in placed:
        low = column.min()
        place = column / 2 - low / 2
        place *= (n_steps - 0.5) / max(float(place.max()), TINY)
        cell *= n_steps
        cell += place.astype(np.intp)
    top = np.full(n_steps ** len(placed), -np.inf)
    np.maximum.at(top, cell, last)
    best = top.reshape((n_steps,) * len(placed))
    for axis in range(best.ndim):
        above = np.flip(np.maximum.accumulate(np.flip(best, axis), axis=axis), axis)
        best = np.concatenate([np.delete(above, 0, axis), np.full_like(above.take([0], axis), -np.inf)], axis)
    return np.asarray(last > best.ravel()[cell])
