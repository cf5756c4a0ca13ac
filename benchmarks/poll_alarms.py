"""How often a quiet series of polls raises an alarm, and how often a shift of it is found on its day.

Run it from a checkout: ``.venv/bin/python benchmarks/poll_alarms.py``, some minutes. Polls of 1,000 people every half
month see a walk at random. The bar promises an alarm in one of twenty quiet series at most if variances were known;
here they are estimated. It prints a table as in the docs.
"""

from __future__ import annotations

import sys

import numpy as np

from winset.chance import pooled_level

SERIES = 400
STEP = 15.0
SHIFT = 8.0


def walk(n: int, volatility: float, rng: np.random.Generator) -> np.ndarray:
    """Return the shares that polls say of a level that moves by `volatility` points per root month."""
    level = 50 + np.cumsum(rng.normal(0, volatility * (STEP / 30.4375) ** 0.5, n))
    return np.asarray(np.clip(level + rng.normal(0, 1.58, n), 3, 97))


def main(series: int) -> None:
    """Print how many of a hundred quiet series raise an alarm, and of shifted ones show the shift on its day."""
    print("| readings | points per root month | alarms in quiet series, % | shifts of 8 points found on their day, % |")
    print("|---|---|---|---|")
    for n in (20, 40, 120):
        for volatility in (0.0, 1.5, 4.0):
            rng = np.random.default_rng([n, int(10 * volatility)])
            alarms = found = 0
            for _ in range(series):
                days, values, sizes = np.arange(n) * STEP, walk(n, volatility, rng), np.full(n, 1000)
                quiet = pooled_level(days, values, at=[0], sizes=sizes, process="random-walk")
                alarms += bool(quiet.shifts or quiet.strays)
                values = np.clip(values + SHIFT * (np.arange(n) >= n // 2), 3, 97)
                moved = pooled_level(days, values, at=[0], sizes=sizes, process="random-walk")
                found += any(day == days[n // 2] for day, _ in moved.shifts)
            print(f"| {n} | {volatility:g} | {100 * alarms / series:.1f} | {100 * found / series:.0f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SERIES)
