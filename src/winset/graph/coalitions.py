"""Which coalitions would leave a state together?

A coalition leaves a state if its members, moving in turn, can take it to one that all of them prefer. The stability
concepts carry over: the others sanction a joint improvement if they can make some member regret it. The essential
assumption is that members trust each other on the way, where some may be worse off for a while. Do not use it where
promises within the coalition cannot be relied upon.

In the spirit of Kilgour, D. M., Hipel, K. W., Fang, L., Peng, X. (2001). Coalition analysis in group decision support.
Group Decision and Negotiation 10(2), 159-175, and Inohara, T., Hipel, K. W. (2008). Coalition analysis in the graph
model for conflict resolution. Systems Engineering 11(4), 343-359.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from winset.errors import InputError
from winset.graph.reach import can_reach, reachable
from winset.graph.reading import read_conflict
from winset.graph.record import Conflict, Mask, place_of
from winset.graph.stability import CONCEPTS
from winset.registry import Model, register

MOST_COALITIONS = 4096
"""Coalitions that are tried; twelve decision makers form that many."""

MOST_WORK = 200_000_000
"""States times coalitions times moves that are tried; about half a minute."""


@dataclass(frozen=True)
class Departure:
    """Where a coalition could take a state.

    Parameters
    ----------
    state : str
        The state that would be left.
    coalition : tuple of str
        Its members.
    improvements : tuple of str
        States that they can reach together and all prefer.
    stable : tuple of str
        Concepts under which the coalition nevertheless stays, the others being able to answer.
    """

    state: str
    coalition: tuple[str, ...]
    improvements: tuple[str, ...]
    stable: tuple[str, ...]


def departures(
    conflict: Conflict | Mapping[str, Any],
    states: Sequence[str] | None = None,
    coalitions: Sequence[Sequence[str]] | None = None,
) -> tuple[Departure, ...]:
    r"""Return the coalitions that could improve upon states together.

    .. math:: s \to t \quad\text{for H if}\quad t \in R_H(s) \ \text{and}\ t \succ_i s \ \text{for all}\ i \in H

    Such an improvement is sanctioned if the others can take t to some v that is no better than s for a member: by any
    moves (``gmr``), by moves each of which betters the mover (``seq``), and in either case so that from v the coalition
    cannot escape to a state that all members prefer to s (``smr``, ``sseq``).

    Here R_H(s) holds what coalition H can reach from state s, and each member i prefers the new state t.

    Parameters
    ----------
    conflict : Conflict or mapping
        As `read_conflict` reads it.
    states : sequence of str, optional
        States to look at; all if not given.
    coalitions : sequence of sequence of str, optional
        Coalitions to look at; all of two or more members if not given.

    Returns
    -------
    tuple of Departure
        Only where there is an improvement: by state, then from small to large coalitions.

    Raises
    ------
    InputError
        If the conflict cannot be read, a name is unknown, a coalition is empty, there are more than 4,096, or states
        times coalitions times moves of all decision makers are more than 200 million.

    Notes
    -----
    States that a member cannot compare are no improvement for him, and deter him. Work doubles with every decision
    maker, and grows with states times coalitions times moves, of which 200 million take about half a minute; beyond
    that name the `states`, such as the equilibria, or the `coalitions`.

    Examples
    --------
    In the prisoner's dilemma both leave the equilibrium together; nobody is left to answer.

    >>> options = {"first": ["speaks"], "second": ["also speaks"]}
    >>> worth = {"first": [3, 4, 1, 2], "second": [3, 1, 4, 2]}
    >>> departures({"options": options, "worth": worth}, states=["speaks+also speaks"])[0].improvements
    ('nothing',)
    """
    read = read_conflict(conflict)
    chosen = range(len(read.states)) if states is None else [read.place(name, "states") for name in states]
    teams = list(_teams(read, coalitions))
    n_moves = int(np.count_nonzero(read.moves))
    if len(chosen) * len(teams) * n_moves > MOST_WORK:
        raise InputError(
            f"`conflict` has {n_moves} moves, to be looked at from {len(chosen)} states by {len(teams)} coalitions; at "
            f"most {MOST_WORK:,} of all three multiplied are tried, so name the `states` or `coalitions` that matter"
        )
    improvements = read.moves & read.better()
    found: list[tuple[int, int, Departure]] = []
    if not len(chosen):
        return ()
    for order, team in enumerate(teams):
        members = list(team)
        better = np.array([(read.worth[members] > read.worth[members, s][:, None]).all(axis=0) for s in chosen])
        goals = np.array([reachable(read.moves, s, team) for s in chosen]) & better
        left = np.flatnonzero(goals.any(axis=1))
        stays = _stays(read.moves, improvements, members, better[left], goals[left])
        for row, place in enumerate(left):
            departure = Departure(
                read.states[chosen[place]],
                tuple(read.decision_makers[member] for member in team),
                tuple(read.states[goal] for goal in np.flatnonzero(goals[place])),
                tuple(concept for concept in CONCEPTS if concept in stays and stays[concept][row]),
            )
            found.append((int(place), order, departure))
    return tuple(departure for *_, departure in sorted(found, key=lambda entry: entry[:2]))


def _teams(conflict: Conflict, coalitions: Sequence[Sequence[str]] | None) -> Iterator[tuple[int, ...]]:
    """Yield coalitions as numbers of their members."""
    n = len(conflict.decision_makers)
    count = 2**n - n - 1 if coalitions is None else len(coalitions)
    if count > MOST_COALITIONS:
        raise InputError(
            f"there are {count} `coalitions`; at most {MOST_COALITIONS} are tried, so name those that matter"
        )
    if coalitions is None:
        for size in range(2, n + 1):
            yield from combinations(range(n), size)
        return
    for names in coalitions:
        if isinstance(names, str) or not names:
            raise InputError(f"`coalitions` holds {names!r}; each must be a list of decision makers")
        yield tuple(sorted({place_of(name, conflict.decision_makers, "coalitions") for name in names}))


def _stays(moves: Mask, improvements: Mask, team: list[int], better: Mask, goals: Mask) -> dict[str, Mask]:
    """Return for each state, by concept, whether every improvement of a coalition is sanctioned.

    Rows of `better` and `goals` are states; their columns say what all members prefer and what of it they can reach.
    """
    others = [one for one in range(len(moves)) if one not in team]
    regretted = ~better
    for_good = regretted & ~can_reach(moves[team], better)
    stays = {}
    for graphs, loose, strict in ((moves[others], "gmr", "smr"), (improvements[others], "seq", "sseq")):
        for concept, sanctions in ((loose, regretted), (strict, for_good)):
            stays[concept] = np.asarray((can_reach(graphs, sanctions) | ~goals).all(axis=1))
    return stays


register(
    Model(
        id="graph-coalitions",
        family="graph",
        meaning="Which coalitions would leave a state together, and would the others let them?",
        reference="Kilgour, D. M., Hipel, K. W., Fang, L., Peng, X. (2001). Coalition analysis in group decision "
        "support. Group Decision and Negotiation 10(2), 159-175; Inohara, T., Hipel, K. W. (2008). Coalition analysis "
        "in the graph model for conflict resolution. Systems Engineering 11(4), 343-359.",
        status="in the spirit of",
        function=departures,
        axioms=frozenset({"deterministic"}),
        example={
            "conflict": {
                "options": {"first": ["speaks"], "second": ["also speaks"]},
                "worth": {"first": [3, 4, 1, 2], "second": [3, 1, 4, 2]},
            },
            "states": ["speaks+also speaks"],
        },
    )
)
