"""Speed of ratification models, as ratios to a peer in one run.

Run it from a checkout: ``make bench``. A thousand voters: the chance of a majority for many packages and draws at once,
beside SciPy's Poisson-binomial distribution and a plain sum over voters. It fails if a figure is past its limit, which
on a machine that is busy with other work means little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from winset.ratify import poisson_binomial_tail, power_indices, uncovered_set, win_set_2d, win_set_volume

ROUNDS = 5
VOTERS, CASES = 1000, 256


def least(work: Callable[[], Any]) -> float:
    """Return the least processor time of several rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def one_by_one(p: np.ndarray, quota: int) -> float:
    """Return the chance of a quota by adding voters one at a time in plain Python."""
    chances = [1.0]
    for yes in p.tolist():
        chances = [
            (chances[k] * (1 - yes) if k < len(chances) else 0.0) + (chances[k - 1] * yes if k else 0.0)
            for k in range(len(chances) + 1)
        ]
    return sum(chances[quota:])


def main() -> int:
    """Print the figures and return how many of them are past their limits."""
    past = 0

    def told(what: str, seconds: float, limit: float, more: str = "") -> None:
        """Print a time with its limit."""
        nonlocal past
        past += seconds > limit
        late = ", PAST IT" if seconds > limit else ""
        print(f"{what:<52} {seconds * 1e3:9.3f} ms{more}  (at most {limit * 1e3:g} ms{late})")

    rng = np.random.default_rng(0)
    p, quota = rng.random((CASES, VOTERS)), VOTERS // 2 + 1
    ours = least(lambda: poisson_binomial_tail(p, quota)) / CASES
    alone = least(lambda: poisson_binomial_tail(p[0], quota))
    plain = least(lambda: one_by_one(p[0], quota))
    peers = f"   plain Python {plain / ours:.0f} times"
    if hasattr(stats, "poisson_binom"):
        scipy_time = least(lambda: stats.poisson_binom.sf(quota - 1, p[0]))
        peers += f", SciPy {scipy_time / ours:.0f} times"
    told(f"{VOTERS} voters, each of {CASES} evaluations", ours, 1e-3, peers)
    told(f"{VOTERS} voters, a single evaluation", alone, 5e-3)

    ideals = rng.normal(size=(100, 2))
    told("win-set on two issues, 100 members, exact", least(lambda: win_set_2d(ideals, [2, 1])), 2)
    ideals = rng.normal(size=(100, 3))
    told("win-set on three issues, 100 members, 2^16 points", least(lambda: win_set_volume(ideals, [2, 1, 1])), 2)
    votes = rng.integers(1, 200, 100)
    told("power indices, 100 members, 10,000 votes", least(lambda: power_indices(votes)), 3)
    beats = np.triu(rng.random((1000, 1000)) < 0.5, 1)
    beats |= np.tril(~beats.T, -1)
    told("uncovered set of 1,000 outcomes", least(lambda: uncovered_set(beats)), 1)
    return past


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
