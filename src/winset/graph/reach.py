"""Which states can several decision makers reach together, if nobody moves twice in a row?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from winset.graph.record import Mask
from winset.graph.sanctions import worst_outcome

AT_ONCE = 16
"""Sets of states that are looked for together; no result depends on it."""


def reachable(moves: Mask, start: int, team: Sequence[int]) -> Mask:
    r"""Return the states that a team can reach from a state, by one move or more.

    .. math:: R_H(s)

    is the least set that holds where a member can move from s, and where a member can move from a state that somebody
    else moved to last.

    Parameters
    ----------
    moves : array of bool, shape (n_decision_makers, n_states, n_states)
        Moves, or improvements if each step must be one.
    start : int
        The state to begin with; it is not counted among those reached.
    team : sequence of int
        Members by number.

    Returns
    -------
    array of bool, shape (n_states,)

    Notes
    -----
    The order of moves matters only through who moved last, so each state is visited at most once for each member.

    Examples
    --------
    >>> from winset.graph.record import conflict_of
    >>> first, second = np.zeros((2, 4, 4), dtype=bool)
    >>> first[0, 1] = first[2, 3] = second[1, 2] = True
    >>> reachable(np.array([first, second]), 0, [0]).nonzero()[0].tolist()
    [1]
    >>> reachable(np.array([first, second]), 0, [0, 1]).nonzero()[0].tolist()
    [1, 2, 3]
    """
    m = moves.shape[1]
    moved_last = np.zeros((len(team), m), dtype=bool)
    for place, member in enumerate(team):
        moved_last[place] = moves[member, start]
    fresh = moved_last.copy()
    while fresh.any():
        found = np.zeros_like(fresh)
        for place, member in enumerate(team):
            origins = np.logical_or.reduce(np.delete(fresh, place, axis=0), axis=0)
            found[place] = moves[member, origins].any(axis=0)
        fresh = found & ~moved_last
        moved_last |= fresh
    reached = np.logical_or.reduce(moved_last, axis=0)
    reached[start] = False
    return np.asarray(reached)


def can_reach(moves: Mask, targets: Mask) -> Mask:
    """Return from which states movers can reach some state of a set, by one move or more.

    Parameters
    ----------
    moves : array of bool, shape (n_movers, n_states, n_states)
        Nobody moves twice in a row.
    targets : array of bool, shape (n_sets, n_states)
        The sets. Coming back to a state of the set counts as reaching it.

    Returns
    -------
    array of bool, shape (n_sets, n_states)

    Examples
    --------
    >>> first, second = np.zeros((2, 3, 3), dtype=bool)
    >>> first[0, 1] = second[1, 2] = True
    >>> can_reach(np.array([first, second]), np.array([[False, False, True]])).tolist()
    [[True, True, False]]
    """
    found = np.zeros(targets.shape, dtype=bool)
    for start in range(0, len(targets), AT_ONCE):
        block = slice(start, start + AT_ONCE)
        away = np.where(targets[block], 0.0, 1.0)[:, None, :]
        found[block] = worst_outcome(moves[None], away)[:, 0] == 0
    return found
