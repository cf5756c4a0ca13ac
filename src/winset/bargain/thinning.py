"""How is a frontier that is too long replaced by fewer points, at a stated loss?

A grid is laid over all coordinates but the last, and of each cell the point that is best on the last is kept, along
with the best point of every coordinate. A dropped point has a kept one in its cell, which is at least as good on the
last coordinate and on the others at most the width of a cell worse.

References: in the spirit of Papadimitriou, C. H., Yannakakis, M. (2000). On the approximability of trade-offs and
optimal access of web sources. Proceedings of the 41st Symposium on Foundations of Computer Science, 86-92.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


def thinned(columns: Array, n_cells: int) -> tuple[Indices, Array]:
    """Return ascending numbers of the points kept, and the most that a dropped one may exceed its stand-in by.

    Parameters
    ----------
    columns : array of float, shape (n_parties, n_points)
        Utilities, one row per party.
    n_cells : int
        Cells of the grid, and so about the most points that are kept.

    Returns
    -------
    kept : array of int
    loss : array of float, shape (n_parties,)

    Examples
    --------
    >>> kept, loss = thinned(np.array([[0.0, 1.0, 7.0, 8.0], [8.0, 7.0, 1.0, 0.0]]), n_cells=2)
    >>> kept.tolist(), loss.tolist()
    ([0, 2, 3], [4.0, 0.0])
    """
    *placed, last = columns
    n_steps = int(n_cells ** (1 / max(1, len(placed))))
    width = np.append(np.ptp(columns[:-1], axis=1) / n_steps, 0.0)
    cell = np.zeros(last.size, dtype=np.intp)
    for column, step in zip(placed, width, strict=False):
        place = (column - column.min()) / (step or 1.0)
        cell = cell * n_steps + np.minimum(place, n_steps - 1).astype(np.intp)
    order = np.lexsort((-last, cell))
    best = order[np.append(True, cell[order][1:] != cell[order][:-1])]
    return np.union1d(best, columns.argmax(axis=1)), width
