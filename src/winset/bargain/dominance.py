"""Which points does another point beat in every respect? The sorting behind the Pareto frontier.

Points are told apart only by their order on each coordinate, so the question becomes one about permutations: a point
is beaten if some other point precedes it in every order. Two coordinates take one sweep. More are divided and
conquered: the first order is halved again and again, and each time only points of the earlier half can beat points of
the later half, which leaves one order less to compare. All halves of one size are worked off at once.

References: Kung, H. T., Luccio, F., Preparata, F. P. (1975). On finding the maxima of a set of vectors. Journal of the
ACM 22(4), 469-476. Bentley, J. L. (1980). Multidimensional divide-and-conquer. Communications of the ACM 23(4),
214-229.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

FEW = 16
"""Comparisons for each point that are quicker made one by one than by halving further; no result depends on it."""


def undominated(columns: Array) -> Mask:
    r"""Return which points no other point matches everywhere and exceeds somewhere; copies are judged alike.

    Parameters
    ----------
    columns : array of float, shape (n_parties, n_points)
        One row per party, so that each coordinate lies together in memory.

    Returns
    -------
    array of bool, shape (n_points,)

    Notes
    -----
    :math:`O(N \log N)` for two coordinates, :math:`O(N \log^{n-1} N)` for :math:`n`, whatever the points.

    Examples
    --------
    >>> undominated(np.array([[1.0, 2.0, 2.0, 0.0], [3.0, 1.0, 1.0, 2.0]])).tolist()
    [True, True, True, False]
    """
    order = np.lexsort(-columns[::-1])
    ordered = columns.take(order, axis=1)
    first_copy = _changes(ordered)
    kept = np.empty(order.size, dtype=bool)
    kept[order] = ~_beaten(ordered[:, first_copy])[np.cumsum(first_copy) - 1]
    return kept


def distinct_frontier(columns: Array) -> Indices:
    """Return one number for each distinct undominated point, the lowest of its copies, the first coordinate falling.

    >>> distinct_frontier(np.array([[1.0, 2.0, 2.0, 0.0], [3.0, 1.0, 1.0, 2.0]])).tolist()
    [1, 0]
    """
    order = np.lexsort(-columns[::-1])
    ordered = columns.take(order, axis=1)
    first_copy = _changes(ordered)
    return np.asarray(order[first_copy][~_beaten(ordered[:, first_copy])])


def _changes(ordered: Array) -> Mask:
    """Which points differ from the one before."""
    return np.append(True, (ordered[:, 1:] != ordered[:, :-1]).any(axis=0))[: ordered.shape[1]]


def _beaten(ordered: Array) -> Mask:
    """Which of distinct points are dominated; they come in falling order of the first coordinate, then the next."""
    if len(ordered) == 2:
        before = np.append(-np.inf, np.maximum.accumulate(ordered[1])[:-1])[: ordered.shape[1]]
        return np.asarray(ordered[1] <= before)
    return preceded(_ranks(ordered))


def _ranks(columns: Array) -> Indices:
    """Rank of every distinct point on every coordinate, best first; those who come first in all win ties."""
    n_parties, n_points = columns.shape
    ranks = np.empty((n_parties, n_points), dtype=np.intp)
    ranks[0] = np.arange(n_points)
    for rank, column in zip(ranks[1:], columns[1:], strict=True):
        rank[np.argsort(-column, kind="stable")] = ranks[0]
    return ranks


def preceded(ranks: Indices) -> Mask:
    """Return which points some point precedes in every order.

    Parameters
    ----------
    ranks : array of int, shape (n_orders, n_points)
        Each row holds every number from 0 to n_points - 1 once.

    Examples
    --------
    >>> preceded(np.array([[0, 1, 2], [1, 0, 2]])).tolist()
    [False, False, True]
    """
    n_orders, n_points = ranks.shape
    if n_orders == 1:
        return np.asarray(ranks[0] > 0)
    by_last_but_one = np.argsort(ranks[-2])
    found, everyone = np.zeros(n_points, dtype=bool), np.ones(n_points, dtype=bool)
    # From here on a point is called by its rank in the last order but one.
    _mark(found, ranks[:, by_last_but_one], np.arange(n_points), np.zeros(n_points, dtype=np.intp), everyone, everyone)
    beaten = np.empty(n_points, dtype=bool)
    beaten[by_last_but_one] = found
    return beaten


def _mark(beaten: Mask, ranks: Indices, points: Indices, group: Indices, strong: Mask, weak: Mask) -> None:
    """Mark weak points that a strong point of their group precedes in all the orders left."""
    if len(ranks) == 2:
        _sweep(beaten, ranks[1], points, group, strong, weak)
        return
    for bit in reversed(range(ranks.shape[1].bit_length())):
        givers, takers = np.bincount(group, strong), np.bincount(group, weak)
        alone = (givers == 0) | (takers == 0) | (np.bincount(group) < 2)
        live = ~(alone[group] | beaten[points])
        points, group, strong, weak = points[live], (np.cumsum(~alone) - 1)[group[live]], strong[live], weak[live]
        if givers @ takers <= FEW * points.size:
            _compare(beaten, ranks, points, group, strong, weak)
            return
        late = (ranks[0, points] >> bit & 1).astype(bool)
        meet = np.where(late, weak, strong)
        _mark(beaten, ranks[1:], points[meet], group[meet], ~late[meet], late[meet])
        group = 2 * group + late


def _compare(beaten: Mask, ranks: Indices, points: Indices, group: Indices, strong: Mask, weak: Mask) -> None:
    """Compare every weak point with every strong point of its group."""
    givers = points[strong][np.argsort(group[strong], kind="stable")]
    per_group = np.bincount(group[strong], minlength=int(group.max(initial=-1)) + 1)
    n_givers = per_group[group[weak]]
    first = (np.cumsum(per_group) - per_group)[group[weak]]
    taker = np.repeat(points[weak], n_givers)
    giver = givers[np.arange(taker.size) + np.repeat(first - np.cumsum(n_givers) + n_givers, n_givers)]
    for order in ranks:
        ahead = order[giver] < order[taker]
        giver, taker = giver[ahead], taker[ahead]
    beaten[taker] = True


def _sweep(beaten: Mask, last: Indices, points: Indices, group: Indices, strong: Mask, weak: Mask) -> None:
    """Go through each group in the last order but one, remembering the best rank of a strong point in the last."""
    width = last.size.bit_length()
    keys = np.sort((group << width | points) << 2 | strong << 1 | weak)
    points, strong, weak = keys >> 2 & (1 << width) - 1, (keys & 2).astype(bool), (keys & 1).astype(bool)
    start = -(keys >> width + 2 << width)
    rank = start + last[points]
    best = np.minimum.accumulate(np.where(strong, rank, start + last.size))
    beaten[points[weak & (best < rank)]] = True
