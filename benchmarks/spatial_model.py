"""Speed of the spatial model of politics, as ratios to the same work in plain Python loops, in one run.

Run it from a checkout: ``make bench``. Every figure is the least processor time of several rounds. KTAB itself is in no
package registry; about 1.5 seconds of processor time a turn for 60 actors in 3 dimensions is stated of it elsewhere and
was not measured here. It fails if a figure is past its limit, which on a machine that is busy with other work means
little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from winset.collective import spatial_ends, spatial_model

sys.path.append(str(Path(__file__).parent.parent / "tests"))
import plain_spatial

ROUNDS = 5
RULES = {
    "voting": "proportional",
    "victory_rule": "linear",
    "commitment": "semi",
    "interpolation": "s2p2",
    "bargaining": "initiator",
    "risk_range": "mid",
    "risk_view": "one-third",
}


def least(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the least processor time of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def actors(n: int, k: int, *draws: int) -> tuple[Any, Any, Any]:
    """Return positions, salience and capability at random."""
    rng = np.random.default_rng(20151)
    salience = rng.uniform(0.1, 1, (*draws, n, k))
    salience *= 0.8 / salience.sum(axis=-1, keepdims=True)
    return rng.uniform(0, 100, (*draws, n, k)), salience, rng.uniform(10, 200, (*draws, n))


def main() -> int:
    """Print the figures and return how many of them are past their limits."""
    past = 0

    def told(what: str, seconds: float, limit: float, ratio: float) -> None:
        """Print a figure with its limit."""
        nonlocal past
        past += seconds > limit
        over = ", PAST IT" if seconds > limit else ""
        print(f"{what:<58} {seconds:8.4f} s   {ratio:6.0f} times faster  (at most {limit:g} s{over})")

    turns = 10
    place, salience, capability = actors(60, 3)
    fast = least(lambda: spatial_model(place, salience, capability, most_turns=turns, quiet=0)) / turns
    slow = least(lambda: plain_spatial.turn((place / 100).tolist(), salience.tolist(), capability.tolist(), RULES), 1)
    print(f"{'a turn in plain loops, 60 actors, 3 dimensions':<58} {slow:8.4f} s")
    print("(about 1.5 s a turn is stated of KTAB elsewhere)")
    told("a turn, 60 actors, 3 dimensions", fast, 0.03, slow / fast)

    draws = 10_000
    place, salience, capability = actors(13, 2, draws)
    start, processor = time.perf_counter(), time.process_time()
    ends = spatial_ends(place, salience, capability)
    wall, processor = time.perf_counter() - start, time.process_time() - processor
    first = (place[0] / 100).tolist(), salience[0].tolist(), capability[0].tolist(), RULES
    slow = least(lambda: plain_spatial.turn(*first)) * int(ends.turns.sum())
    what = f"{draws:,} draws of 13 actors, {int(ends.turns.sum()):,} turns, wall time"
    told(what, wall, 30, slow / wall)
    print(f"{'the same, processor time':<58} {processor:8.4f} s   {slow / processor:6.0f} times faster")
    return past


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
