"""Stability of states word for word as it is defined, over sets of states, one state at a time.

Slow and plain on purpose: tests compare the library with it, and the benchmark takes its time as the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Moves = Sequence[Sequence[set[int]]]
"""For each decision maker and state the states that he can move to."""

Better = Callable[[int, int, int], bool]
"""Whether a decision maker, in a state, sees another state in a certain light."""


def joint(moves: Moves, team: Iterable[int], start: int) -> set[int]:
    """States that a team can reach by legal sequences, nobody moving twice in a row."""
    members = list(team)
    seen = {(state, one) for one in members for state in moves[one][start]}
    waiting = list(seen)
    while waiting:
        here, last = waiting.pop()
        for one in members:
            if one != last:
                for state in moves[one][here]:
                    if (state, one) not in seen:
                        seen.add((state, one))
                        waiting.append((state, one))
    return {state for state, _ in seen} - {start}


def stable_at(moves: Moves, gains: Moves, deters: Better, i: int, s: int) -> dict[str, bool]:
    """Whether a state is stable for a decision maker, under each concept."""
    others = [j for j in range(len(moves)) if j != i]

    def sanctions(graphs: Moves, t: int) -> list[int]:
        return [v for v in joint(graphs, others, t) if deters(i, s, v)]

    def is_for_good(v: int) -> bool:
        return all(deters(i, s, x) for x in moves[i][v])

    any_answer = [sanctions(moves, t) for t in gains[i][s]]
    own_good = [sanctions(gains, t) for t in gains[i][s]]
    return {
        "nash": not gains[i][s],
        "gmr": all(any_answer),
        "smr": all(any(map(is_for_good, found)) for found in any_answer),
        "seq": all(own_good),
        "sseq": all(any(map(is_for_good, found)) for found in own_good),
    }


def gains_of(moves: Moves, worthwhile: Better) -> list[list[set[int]]]:
    """Moves to what is worth moving to."""
    return [
        [{t for t in goals if worthwhile(i, s, t)} for s, goals in enumerate(table)] for i, table in enumerate(moves)
    ]


def stable_by_definition(moves: Moves, worthwhile: Better, deters: Better) -> dict[str, list[list[bool]]]:
    """Whether each state is stable for each decision maker, under each concept."""
    gains = gains_of(moves, worthwhile)
    found = [[stable_at(moves, gains, deters, i, s) for s in range(len(table))] for i, table in enumerate(moves)]
    concepts = ("nash", "gmr", "smr", "seq", "sseq")
    return {concept: [[at[concept] for at in row] for row in found] for concept in concepts}


def sets_of(moves: Any) -> list[list[set[int]]]:
    """Tables of moves as sets."""
    return [[{t for t, can in enumerate(row) if can} for row in table] for table in moves.tolist()]


def known(worth: Any) -> tuple[Better, Better]:
    """Preferences that are all known: a state is worth moving to if it is better, and deters otherwise."""
    value = worth.tolist()
    return (lambda i, s, t: value[i][t] > value[i][s]), (lambda i, s, t: value[i][t] <= value[i][s])
