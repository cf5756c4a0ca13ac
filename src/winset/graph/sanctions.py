"""How far down can the others take me after my move?

The others may answer a move with a whole sequence of moves, in which nobody moves twice in a row. A decision maker with
a ranking need not know where such sequences lead, only how bad the worst of them ends: that state deters from a move if
and only if any does. So the least worth that others can bring about stands for the set of states that they can reach.
"""

from __future__ import annotations

import numpy as np

from winset.graph.record import Array, Mask, Places


def worst_outcome(moves: Mask, worth: Array) -> Array:
    r"""Return the least worth that movers can bring about from each state by moving in turn.

    .. math:: w_j(s) = \min_{t \in R_j(s)} \min\bigl(u(t), \min_{k \ne j} w_k(t)\bigr), \qquad w(s) = \min_j w_j(s)

    is iterated down from infinity; :math:`w_j(s)` is for sequences that mover j begins.

    Parameters
    ----------
    moves : array of bool, shape (n_games, n_movers, n_states, n_states)
        Who can move from the state of the row to that of the column, in several games at once.
    worth : array of float, shape (n_yardsticks, n_games, n_states)
        What ending up in a state is worth to whoever watches, by one or more yardsticks.

    Returns
    -------
    array of float, shape (n_yardsticks, n_games, n_states)
        Infinite where nobody can move. That movers may come back to the state itself counts, but deters nobody who
        moved there because it is better.

    Examples
    --------
    On a line of four states the first mover takes odd steps and the second even ones.

    >>> first, second = np.zeros((2, 4, 4), dtype=bool)
    >>> first[0, 1] = first[2, 3] = second[1, 2] = True
    >>> worst_outcome(np.array([[first, second]]), np.array([[[4.0, 3, 2, 1]]])).tolist()
    [[[1.0, 1.0, 1.0, inf]]]
    """
    games, movers, m = moves.shape[:3]
    least = np.full((len(worth), games, movers, m), np.inf)
    flat = np.flatnonzero(moves)
    if not flat.size:
        return np.asarray(least.min(axis=2, initial=np.inf))
    start, goal = np.divmod(flat, m)
    goal += start // m * m
    first = np.concatenate(([0], np.flatnonzero(start[1:] != start[:-1]) + 1))
    begun = start[first]
    others = others_of(movers)
    while True:
        go_on = least[:, :, others].min(axis=3, initial=np.inf)
        end = np.minimum(worth[:, :, None], go_on).reshape(len(worth), -1)
        found = np.full(end.shape, np.inf)
        found[:, begun] = np.minimum.reduceat(end[:, goal], first, axis=1)
        if (found == least.reshape(found.shape)).all():
            return np.asarray(least.min(axis=2))
        least = found.reshape(least.shape)


def others_of(count: int) -> Places:
    """For each of so many the numbers of the others, shape (count, count - 1)."""
    everyone = np.arange(count)
    return np.array([np.delete(everyone, one) for one in everyone], dtype=np.intp).reshape(count, max(count - 1, 0))
