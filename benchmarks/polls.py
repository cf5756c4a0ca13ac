"""Speed of pooling polls, in one run: the whole answer for 700 polls, and one likelihood beside full matrices.

Run it from a checkout: ``.venv/bin/python benchmarks/polls.py``. Every figure is the least processor time of several
rounds. It fails if a figure is past its limit.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from winset.case.poll_table import Poll
from winset.chance.tracked import Sightings, Weighed, seen
from winset.polls import pooled_series

START = dt.date(2007, 1, 7)


def least(work: Callable[[], Any], rounds: int) -> float:
    """Return the least processor time of several rounds, in seconds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def weekly(n: int, houses: int, seed: int = 1) -> list[Poll]:
    """Polls of several houses over a walk with two shifts."""
    rng = np.random.default_rng(seed)
    level = 55 + np.cumsum(rng.normal(0, 0.8, n)) * 0.5 + 8.0 * (np.arange(n) > n // 3) - 9.0 * (np.arange(n) > n // 2)
    return [
        Poll("", "", f"house {k % houses}", START + dt.timedelta(days=7 * k), float(np.clip(x, 5, 95)), 1000.0, None, k)
        for k, x in enumerate(level + rng.normal(0, 1.6, n))
    ]


def by_full_matrices(s: Sightings, errors: np.ndarray, q: float) -> float:
    """Return the log likelihood from full matrices."""
    V = q * (np.minimum.outer(s.months, s.months) + 1)[np.ix_(s.node, s.node)] + np.diag(errors)
    inverse = np.linalg.inv(V)
    A = s.X.T @ inverse @ s.X
    b = np.linalg.solve(A, s.X.T @ inverse @ s.y)
    r = s.y - s.X @ b
    return float(-0.5 * (np.linalg.slogdet(V)[1] + np.linalg.slogdet(A)[1] + r @ inverse @ r))


def main() -> int:
    """Print the figures and return how many of them are past their limits."""
    past = 0
    for n, houses, limit in ((100, 3, None), (700, 1, 1.0), (700, 8, 1.0)):
        polls = weekly(n, houses)
        mine = least(lambda polls=polls: pooled_series("", polls), 3)  # type: ignore[misc]
        beyond = limit is not None and mine > limit
        past += beyond
        bar = f"  (at most {limit:g} s{', PAST IT' if beyond else ''})" if limit else ""
        print(f"{n} polls of {houses} houses, everything{'':<10} {mine:8.3f} s{bar}")
    s = Sightings(np.arange(700.0), np.arange(700), np.zeros(700), np.ones(700), np.ones((700, 1)), np.zeros(1))
    errors = np.full(700, 2.0)
    weighed = Weighed(s, errors)
    ratio = least(lambda: by_full_matrices(s, errors, 2.0), 3) / least(
        lambda: [seen(weighed, 2.0) for _ in range(20)], 5
    )
    print(f"one likelihood of 700 polls              ratio {20 * ratio:8.0f} to full matrices")
    return past


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
