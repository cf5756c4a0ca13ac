"""Graph model for conflict resolution (G, I10, I11)."""

from __future__ import annotations

from typing import Any

import numpy as np

from adapters.register import Inputs, adapter
from graph_conflicts import elmira as elmira_with
from winset import graph

SHOWN = {"Nash": "nash", "GMR": "gmr", "SMR": "smr", "SEQ": "seq"}


def _numbers(conflict: graph.Conflict, names: tuple[str, ...]) -> list[int]:
    """Published numbers of states, which count from 1."""
    return [conflict.states.index(name) + 1 for name in names]


def _equilibria(conflict: graph.Conflict) -> Inputs:
    """Equilibria under each concept, and whether both forms agree on who is stable where."""
    found = graph.stability(conflict).equilibria
    stable, by_matrices = graph.stable_states(conflict), graph.stable_by_matrices(conflict)
    answer: dict[str, Any] = {shown: _numbers(conflict, found[concept]) for shown, concept in SHOWN.items()}
    agrees = all(np.array_equal(stable[concept], by_matrices[concept]) for concept in graph.CONCEPTS)
    return answer | {"SSEQ": _numbers(conflict, found["sseq"]), "matrix_agrees": agrees}


@adapter
def gmcr_2x2(inputs: Inputs) -> Inputs:
    """Two sides with one option each; states: neither, the second side, the first side, both."""
    written = {
        "options": {"p1": ["first"], "p2": ["second"]},
        "states": {"neither": [], "2 alone": ["second"], "1 alone": ["first"], "both": ["first", "second"]},
        "worth": {"p1": inputs["p1"], "p2": inputs["p2"]},
    }
    return _equilibria(graph.read_conflict(written))


@adapter
def elmira(inputs: Inputs) -> Inputs:
    """States by their published numbers; coalitions of two or more from each of them."""
    conflict = graph.read_conflict(elmira_with(*inputs["orders"]))
    leaving: dict[str, list[Any]] = {str(number + 1): [] for number in range(len(conflict.states))}
    for departure in graph.departures(conflict):
        members = [conflict.decision_makers.index(name) for name in departure.coalition]
        (state,) = _numbers(conflict, (departure.state,))
        leaving[str(state)] += [[members, goal] for goal in _numbers(conflict, departure.improvements)]
    return _equilibria(conflict) | {"coalition_moves": leaving}
