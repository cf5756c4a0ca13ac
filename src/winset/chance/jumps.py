"""How often a level jumps, and how far: what past shifts say of the months ahead.

Jumps come at a constant rate and are normal about zero. The rate has a gamma prior worth half a jump in two years; the
mean square of a jump a prior worth two jumps of 6 points. Both are judgement: leaders' approval jumps by some such
amount once in a few years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, xlogy

from winset.chance.tracked import Array

PRIOR_JUMPS, PRIOR_YEARS = 0.5, 2.0
PRIOR_SIZES, PRIOR_SIZE = 2.0, 6.0
MANY_JUMPS = 50.0
"""Jumps expected from which their number is as good as certain beside their sizes."""

NEGLIGIBLE = 1e-5
"""Chance of a number of jumps below which it is left out."""


@dataclass(frozen=True)
class Jumps:
    """Jumps expected: how many a year, and the standard deviation of one in points."""

    per_year: float
    sd: float

    def ahead(self, months: float) -> tuple[Array, Array]:
        """Return the variance that jumps add over some months, and the chance of each number of them from 0 on.

        Where very many are expected, their expected number is taken.

        >>> variances, chances = Jumps(per_year=1.2, sd=5).ahead(1)
        >>> variances[:3].tolist(), chances[:2].round(4).tolist()
        ([0.0, 25.0, 50.0], [0.9048, 0.0905])
        """
        expected = self.per_year * max(months, 0.0) / 12
        if expected > MANY_JUMPS:
            return np.array([expected * self.sd**2]), np.ones(1)
        number = np.arange(np.ceil(expected + 6 * np.sqrt(expected)) + 7)
        chances = np.exp(xlogy(number, expected) - expected - gammaln(number + 1))
        number, chances = number[chances > NEGLIGIBLE], chances[chances > NEGLIGIBLE]
        return np.asarray(number * self.sd**2, dtype=float), np.asarray(chances / chances.sum(), dtype=float)


def jumps_seen(sizes: ArrayLike, years: float) -> Jumps:
    """Return the jumps to expect after having seen some, with their sizes in points, in so many years.

    >>> jumps_seen([], years=2)
    Jumps(per_year=0.125, sd=6.0)
    """
    found = np.asarray(sizes, dtype=float)
    rate = (PRIOR_JUMPS + found.size) / (PRIOR_YEARS + years)
    square = (PRIOR_SIZES * PRIOR_SIZE**2 + float(found @ found)) / (PRIOR_SIZES + found.size)
    return Jumps(rate, float(np.sqrt(square)))
