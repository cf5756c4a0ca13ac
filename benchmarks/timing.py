"""Speed of windows and waiting: joint paths beside their normals, the series for two leaders, growth with size.

Run it from a checkout: ``python benchmarks/timing.py``. Figures are ratios taken in one run, of processor time, the
least of several rounds. It fails if a figure is past its limit, which on a machine that is busy with other work means
little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from winset.timing import joint_window, sign_or_wait, simulated_windows
from winset.timing.simulated_windows import BLOCK

ROUNDS = 3
STEPS, PATHS = 140, 1_000_000
DEARER = 2.0
"""How many times the drawing of their normals joint paths may cost."""

SERIES_MS = 1.0
LINEAR = 1.5
"""How many times dearer than in proportion four times the size may be."""


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least processor time of some rounds, in seconds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def normals(leaders: int, steps: int, paths: int) -> None:
    """Draw the normals of paths and nothing else."""
    rng, row = np.random.default_rng(1), np.empty((leaders, BLOCK))
    for _ in range(0, paths, BLOCK):
        for _ in range(steps):
            rng.standard_normal(out=row)


def windows(leaders: int = 2, steps: int = STEPS, paths: int = 50_000) -> None:
    """Simulate windows."""
    rng = np.random.default_rng(1)
    simulated_windows([-1.0] * leaders, [1.0] * leaders, 1.0, rng, correlation=0.3, steps=steps, paths=paths)


def main() -> int:
    """Print every figure; return how many are past their limit."""
    past = 0

    def say(what: str, figure: float, limit: float, unit: str = "times") -> None:
        nonlocal past
        past += figure > limit
        mark = "PAST ITS LIMIT" if figure > limit else ""
        print(f"{what:64} {figure:8.2f} {unit:5} (limit {limit:g}) {mark}")

    drawing = least(lambda: normals(2, STEPS, PATHS), 2)
    playing = least(lambda: windows(paths=PATHS), 2)
    say(f"{PATHS:,} joint paths of {STEPS} steps, beside their normals", playing / drawing, DEARER)

    points = [(-1.0, 0.5, 0.0), (-1.0, -1.0, 0.5), (-0.2, -3.0, -0.9), (2.0, -0.1, 0.95)]
    for point in points:
        series = least(lambda point=point: [joint_window(*point, 1.0) for _ in range(100)])  # type: ignore[misc]
        say(f"the series for two leaders at {point}", 10 * series, SERIES_MS, "ms")

    base = least(windows)
    say("four times the paths, beside four times the cost", least(lambda: windows(paths=200_000)) / base / 4, LINEAR)
    say("four times the steps, beside four times the cost", least(lambda: windows(steps=4 * STEPS)) / base / 4, LINEAR)
    say("eight leaders, beside four times the cost of two", least(lambda: windows(leaders=8)) / base / 4, LINEAR)

    def wait(grid: int) -> None:
        sign_or_wait(60, [50, 64, 80], [-10, 10, 14], 2.5, 24, rate=0.01, grid=grid)

    finer = least(lambda: wait(1200)) / least(lambda: wait(300)) / 16
    say("sign or wait on four times the grid either way, beside 16 times the cost", finer, LINEAR)
    return past


if __name__ == "__main__":
    sys.exit(main() > 0)
