"""Speed of the graph model, beside a form in plain Python that follows the definitions word for word, in one run.

Run it from a checkout: ``.venv/bin/python benchmarks/graph.py``. Every figure is the least processor time of several
rounds. With 2,000 states the plain form would take hours; there a few states are done by it, and its time for all is
reckoned from them. It fails if a figure is past its limit.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from winset.graph import Conflict, conflict_of, read_conflict, stability, stable_by_matrices

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from graph_by_definition import gains_of, known, sets_of, stable_at, stable_by_definition

SAMPLE = 2
"""States that the plain form does where all would take too long."""

MOST_PLAIN = 500_000
"""Moves up to which the plain form is run at all."""


def least(work: Callable[[], Any], rounds: int, times: int = 1) -> float:
    """Return the least processor time of several rounds, in seconds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - start) / times)
    return min(found)


def random_conflict(n: int, m: int, moves: int, seed: int = 1) -> Conflict:
    """About so many moves of each decision maker from each state, and rankings without ties, all at random."""
    rng = np.random.default_rng(seed)
    return conflict_of(rng.random((n, m, m)) < moves / m, rng.permuted(np.tile(np.arange(m), (n, 1)), axis=1))


def option_conflict(options: int, makers: int, seed: int = 1) -> Conflict:
    """Options dealt out to the decision makers in turn, each of whom weighs all of them at random."""
    rng = np.random.default_rng(seed)
    names = [f"o{k}" for k in range(options)]
    owners = {f"dm{i}": names[i::makers] for i in range(makers)}
    weights = {name: dict(zip(names, rng.normal(size=options).tolist(), strict=True)) for name in owners}
    return read_conflict({"options": owners, "weights": weights})


def plain(conflict: Conflict) -> float:
    """Return the time that the plain form takes, reckoned from a few states if there are many."""
    moves, (worthwhile, deters) = sets_of(conflict.moves), known(conflict.worth)
    n, m = conflict.worth.shape
    if m <= 200:
        return least(lambda: stable_by_definition(moves, worthwhile, deters), 1)
    gains = gains_of(moves, worthwhile)
    chosen = np.random.default_rng(2).integers((n, m), size=(SAMPLE, 2)).tolist()
    return least(lambda: [stable_at(moves, gains, deters, i, s) for i, s in chosen], 1) * n * m / SAMPLE


def main() -> int:
    """Print the figures and return how many of them are past their limits."""
    past = 0

    def told(what: str, conflict: Conflict, limit: float, rounds: int, times: int = 1) -> None:
        """Print the time of one conflict, its limit and its ratio to the plain form."""
        nonlocal past
        mine = least(lambda: stability(conflict), rounds, times)
        past += mine > limit
        line = f"{what:<52} {1e3 * mine:9.2f} ms  (at most {1e3 * limit:g}{', PAST IT' if mine > limit else ''})"
        if conflict.moves.sum() <= MOST_PLAIN:
            beside = plain(conflict)
            reckoned = "" if len(conflict.states) <= 200 else ", reckoned"
            line += f"   plain {beside:.3g} s{reckoned}   ratio {beside / mine:,.0f}"
        print(line)

    told("12 states, 3 decision makers", random_conflict(3, 12, 4), 0.001, 50, 20)
    told("128 states from 7 options, 5 decision makers", option_conflict(7, 5), 1, 5)
    told("2,048 states from 11 options, 5 decision makers", option_conflict(11, 5), 5, 3)
    told("2,000 states, 5 decision makers, 20 moves each", random_conflict(5, 2000, 20), 5, 3)
    told("2,000 states, 5 decision makers, 200 moves each", random_conflict(5, 2000, 200), 5, 1)
    twice = random_conflict(3, 200, 20)
    ratio = least(lambda: stable_by_matrices(twice), 3) / least(lambda: stability(twice), 3)
    print(f"{'matrices, 200 states, 3 decision makers':<52} ratio {ratio:.1f} to the logical form")
    return past


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
