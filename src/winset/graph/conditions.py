"""Which preferences of one decision maker would make a state stable for him?

Stability of s for i depends on i's own preferences only through the set of states that are no better for him than s,
and the larger that set the more stable s is. So what must hold is a list of clauses, each of which offers alternatives.
"""

from __future__ import annotations

from math import comb

import numpy as np

from winset.graph.reach import reachable
from winset.graph.record import Conflict, Mask

Clause = tuple[frozenset[int], ...]
"""Alternatives, one of which must hold; each is a set of states that must all be no better than the one in question."""

MOST_FREE = 20
"""States that a share of rankings may hang on; twice as many sets of them are tried with each more."""


def clauses(conflict: Conflict, state: int, focal: int, concept: str) -> tuple[Clause, ...]:
    """Return what must hold for a state to be stable for a decision maker, the others' preferences as they are.

    Parameters
    ----------
    conflict : Conflict
        With known preferences.
    state, focal : int
        State and decision maker by number.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}

    Returns
    -------
    tuple of Clause
        One for each move that needs a reason not to be taken: that it leads nowhere better, or that the others can
        answer it. None if the state is stable whatever the decision maker prefers.

    Examples
    --------
    >>> from winset.graph.record import conflict_of
    >>> moves = np.zeros((2, 3, 3), dtype=bool)
    >>> moves[0, 0, 1] = moves[1, 1, 2] = True
    >>> clauses(conflict_of(moves, [[1, 2, 3], [1, 2, 3]]), state=0, focal=0, concept="gmr")
    ((frozenset({1}), frozenset({2})),)
    """
    others = [one for one in range(len(conflict.moves)) if one != focal]
    answers = conflict.moves & conflict.better() if concept in ("seq", "sseq") else conflict.moves
    found: list[Clause] = []
    for target in np.flatnonzero(conflict.moves[focal, state]):
        alternatives = {frozenset({int(target)})}
        if concept != "nash" and others:
            for sanction in np.flatnonzero(reachable(answers, int(target), others)):
                regret = {int(sanction)}
                if concept in ("smr", "sseq"):
                    regret |= {int(escape) for escape in np.flatnonzero(conflict.moves[focal, sanction])}
                alternatives.add(frozenset(regret - {state}))
        least = tuple(sorted((one for one in alternatives if not any(two < one for two in alternatives)), key=_order))
        if least != (frozenset(),) and least not in found:
            found.append(least)
    return tuple(found)


def _order(states: frozenset[int]) -> tuple[int, list[int]]:
    return len(states), sorted(states)


def are_met(found: tuple[Clause, ...], no_better: Mask) -> bool:
    """Tell whether all clauses hold, given the states that are no better than the one in question.

    >>> are_met(((frozenset({1}), frozenset({2})),), np.array([True, False, True]))
    True
    """
    return all(any(all(no_better[state] for state in one) for one in clause) for clause in found)


def share_of_rankings(found: tuple[Clause, ...]) -> float | None:
    r"""Return the share of all rankings without ties under which all clauses hold.

    .. math:: \sum_{k=0}^{q} \frac{N_k}{(q + 1)\binom{q}{k}}

    where q states stand in the clauses and :math:`N_k` sets of k of them meet all clauses.

    Returns
    -------
    float or None
        None if the clauses hang on more than 20 states.

    Examples
    --------
    One of two states must be worse than a third: it is the worst in a third of all rankings.

    >>> round(share_of_rankings(((frozenset({1}), frozenset({2})),)), 6)
    0.666667
    """
    free = sorted({state for clause in found for one in clause for state in one})
    if len(free) > MOST_FREE:
        return None
    bit = {state: 1 << place for place, state in enumerate(free)}
    below = np.arange(1 << len(free), dtype=np.uint32)
    met = np.ones(below.size, dtype=bool)
    for clause in found:
        held = np.zeros(below.size, dtype=bool)
        for one in clause:
            needed = np.uint32(sum(bit[state] for state in one))
            held |= (below & needed) == needed
        met &= held
    counts = np.bincount(np.bitwise_count(below[met]), minlength=len(free) + 1)
    return sum(int(count) / comb(len(free), k) for k, count in enumerate(counts)) / (len(free) + 1)
