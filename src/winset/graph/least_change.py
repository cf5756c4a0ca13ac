"""What is the least change of a ranking that meets given clauses?

Only states that are better than the one in question need to move, and only down, to a place just below it, above what
was as good as it. A change is measured by the pairs of states whose order it reverses, which is the number of swaps of
neighbours that it takes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from winset.graph.conditions import Clause, are_met
from winset.graph.record import Array, Places

MOST_SECONDS = 5.0
"""How long the least change is looked for; after that the best one found is taken, and said not to be proven least."""


def least_demotion(found: tuple[Clause, ...], worth: Array, state: int) -> tuple[Places, bool]:
    """Return which states move below the one in question, with the fewest pairs reversed, and whether that is proven.

    Parameters
    ----------
    found : tuple of Clause
        What must hold.
    worth : array of float, shape (n_states,)
        The preferences as they are; known.
    state : int
        The state in question.

    Returns
    -------
    array of int
        Numbers of the states, in ascending order; empty if all clauses hold already.
    bool
        Whether no smaller change does it; False if five seconds were not enough to tell.

    Notes
    -----
    A mixed-integer programme: y says of a better state whether it moves, z which alternative of a clause is met, and w
    counts a pair of better states of which the higher moves and the lower stays.

    Examples
    --------
    >>> least_demotion(((frozenset({1}), frozenset({2})),), np.array([0.0, 5.0, 1.0]), state=0)
    (array([2]), True)
    """
    no_better = worth <= worth[state]
    if are_met(found, no_better):
        return np.zeros(0, dtype=np.intp), True
    better = np.flatnonzero(~no_better)
    y = {int(place): number for number, place in enumerate(better)}
    pairs = [(y[int(a)], y[int(b)]) for a in better for b in better if worth[a] > worth[b]]
    n_y, n_w = len(better), len(pairs)
    at_most: list[tuple[dict[int, float], float]] = []
    for w, (high, low) in enumerate(pairs, start=n_y):
        at_most.append(({high: 1, low: -1, w: -1}, 0))
    column = n_y + n_w
    for clause in (_still_open(clause, y) for clause in found):
        chosen = range(column, column + len(clause))
        column += len(clause)
        at_most.append((dict.fromkeys(chosen, -1.0), -1))
        for z, one in zip(chosen, clause, strict=True):
            at_most.extend(({z: 1, y[place]: -1}, 0) for place in one)
    cost = np.zeros(column)
    cost[: n_y + n_w] = 1
    whole = np.ones(column)
    whole[n_y : n_y + n_w] = 0
    rows = LinearConstraint(_matrix([row for row, _ in at_most], column), ub=[bound for _, bound in at_most])
    solved = milp(cost, constraints=rows, integrality=whole, bounds=Bounds(0, 1), options={"time_limit": MOST_SECONDS})
    moved: Places = better if solved.x is None else better[np.round(solved.x[:n_y]) == 1]
    return moved, solved.status == 0


def _still_open(clause: Clause, better: Mapping[int, int]) -> Clause:
    """Return the alternatives of a clause without states that are no better already, and none that holds another."""
    open_ones = {frozenset(state for state in one if state in better) for one in clause}
    return tuple(sorted((one for one in open_ones if not any(two < one for two in open_ones)), key=sorted))


def reversed_pairs(worth: Array, state: int, moved: Places) -> int:
    """Return how many pairs change their order if some states move just below another one.

    >>> reversed_pairs(np.array([0.0, 5.0, 1.0]), 0, np.array([1]))
    2
    """
    stays = np.setdiff1d(np.flatnonzero(worth > worth[state]), moved)
    return len(moved) + int((worth[moved][:, None] > worth[stays][None, :]).sum())


def demoted(worth: Array, state: int, moved: Places) -> Array:
    """Return the preferences after some states moved just below another one, in their old order.

    >>> demoted(np.array([0.0, 5.0, 1.0, -3.0]), 0, np.array([1])).tolist()
    [2.0, 1.0, 3.0, 0.0]
    """
    layer = np.where(worth > worth[state], 3, 0)
    layer[moved] = 1
    layer[state] = 2
    order = np.array([layer, worth]).T
    return np.unique(order, axis=0, return_inverse=True)[1].reshape(-1).astype(float)


def _matrix(rows: list[dict[int, float]], columns: int) -> coo_array:
    """Sparse matrix from its rows."""
    cells = [(number, column, value) for number, row in enumerate(rows) for column, value in row.items()]
    where_row, where_column, values = zip(*cells, strict=True)
    return coo_array((values, (where_row, where_column)), shape=(len(rows), columns)).tocsr()
