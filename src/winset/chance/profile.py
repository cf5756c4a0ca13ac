"""How fast a level moves and how strongly it is pulled back: the likeliest value and what cannot be ruled out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy
from scipy.special import chdtri

from winset.chance.tracked import Array, Sightings, Weighed, seen

EXTRAS_TRIED = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.5, 7.0)
"""Points of error beyond sampling."""

GRID = (0.0, 0.05, 0.2, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.5, 8.0, 12.0, 20.0)
"""Points per root month, where the search begins."""

PULLS = (0.0, 0.01, 0.03, 0.08, 0.2, 0.5, 1.2, 3.0)
"""Per month, where the search begins."""


def profile(
    likelihood: Callable[[float], float], grid: tuple[float, ...], coverage: float
) -> tuple[float, tuple[float, float]]:
    """Return the value of greatest profile likelihood and the interval that a likelihood-ratio test keeps.

    The interval begins at 0 if 0 is not rejected, and ends at infinity if nothing on the grid is too large.
    """
    values = np.array([likelihood(value) for value in grid])
    place = int(np.argmax(values))
    around = (grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)])
    inner = scipy.optimize.minimize_scalar(
        lambda x: -likelihood(x), bounds=around, method="bounded", options={"xatol": 1e-3 * around[1]}
    )
    best, top = (float(inner.x), -float(inner.fun)) if -inner.fun > values[place] else (grid[place], values[place])
    bar = top - float(chdtri(1, 1 - coverage)) / 2

    def crossing(inside: float, outside: float) -> float:
        return float(scipy.optimize.brentq(lambda x: likelihood(x) - bar, inside, outside, xtol=2e-3 * max(best, 0.05)))

    below = [value for value, at in zip(grid, values, strict=True) if value < best and at < bar]
    above = [value for value, at in zip(grid, values, strict=True) if value > best and at < bar]
    low = crossing(below[-1], best) if below else 0.0
    high = crossing(best, above[0]) if above else float("inf")
    return best, (low, high)


def with_likeliest_extra(sightings: Sightings, sampling: Array) -> Callable[[float, float], float]:
    """Return the log likelihood of a volatility and a pull, at that error beyond sampling of a few which suits best."""
    weighed = [Weighed(sightings, sampling + extra**2) for extra in EXTRAS_TRIED]

    def likelihood(volatility: float, speed: float) -> float:
        return max(seen(one, volatility**2, speed).log_likelihood for one in weighed)

    return likelihood
