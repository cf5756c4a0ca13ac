"""Conflicts for tests: small random ones, and the dispute of Elmira."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.graph import Conflict, conflict_of


@st.composite
def conflicts(draw: st.DrawFn, most: int = 6, ties: bool = True, unknown: bool = False, back: bool = False) -> Conflict:
    """One to four decision makers with any moves, if `back` such that can be taken back."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, most))
    moves = draw(hnp.arrays(bool, (n, m, m)))
    if back:
        moves = moves | moves.transpose(0, 2, 1)
    if ties:
        worth = draw(hnp.arrays(float, (n, m), elements=st.integers(0, 3)))
    else:
        worth = np.array([draw(st.permutations(range(m))) for _ in range(n)], dtype=float)
    if unknown:
        worth = np.where(draw(hnp.arrays(bool, (n, m))), np.nan, worth)
    return conflict_of(moves, worth)


ELMIRA: dict[str, Any] = {
    "options": {"MoE": ["modify"], "Uniroyal": ["delay", "accept", "abandon"], "Local": ["insist"]},
    "infeasible": [
        "not (delay or accept or abandon)",
        "delay and accept",
        "delay and abandon",
        "accept and abandon",
    ],
    "merged": ["abandon"],
    "one_way": {"modify": "stays taken", "delay": "stays dropped", "abandon": "stays taken"},
}
"""The dispute over groundwater in Elmira, without preferences; its states in the order in which they are published."""


def elmira(*orders: list[int]) -> dict[str, Any]:
    """Elmira with rankings of the states by their published numbers."""
    names = (
        "delay",
        "modify+delay",
        "accept",
        "modify+accept",
        "delay+insist",
        "modify+delay+insist",
        "accept+insist",
        "modify+accept+insist",
        "abandon",
    )
    rankings = [[names[number - 1] for number in order] for order in orders]
    return ELMIRA | {"rankings": dict(zip(ELMIRA["options"], rankings, strict=True))}
