"""What a field of a case allows, and in which unit the rest of winset meets its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}

LARGEST = 1e12
"""No number of a case is larger; beyond it arithmetic would only hide a slip of the pen."""


@dataclass(frozen=True)
class Domain:
    """What a field allows: its bounds, the unit it is kept in and the shape of an interval in it."""

    name: str
    low: float = -math.inf
    high: float = math.inf
    unit: str = ""
    positive: bool = False

    @property
    def is_bounded(self) -> bool:
        """True if the field has a lowest and a highest value."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def allowed(self) -> str:
        """The bounds in words.

        >>> PERCENT.allowed
        'from 0 to 100 (%)'
        """
        bounds = {
            (True, True): "any number",
            (False, True): f"{self.low:g} or more",
            (True, False): f"{self.high:g} or less",
            (False, False): f"from {self.low:g} to {self.high:g}",
        }[(math.isinf(self.low), math.isinf(self.high))]
        return f"{bounds} ({self.unit})" if self.unit else bounds

    @property
    def forms(self) -> str:
        """The ways to write a quantity, in words."""
        example = {
            "duration": "6 weeks, 6 to 18 months",
            "rate": "3 per year, 3 to 6 per year",
            "chance": "0.2, 0.1 to 0.3",
            "share": "0.4, 0.3 to 0.5",
        }.get(self.name, "5, 5 to 15")
        return f"a number or a range such as {example}; {{low, mode, high}}; a list of {{value, chance}}"


NUMBER = Domain("number")
POINTS = Domain("points", unit="points")
POSITIVE = Domain("positive", low=0.0)
PERCENT = Domain("percent", low=0.0, high=100.0, unit="%")
SHARE = Domain("share", low=0.0, high=1.0)
CHANCE = Domain("chance", low=0.0, high=1.0)
CORRELATION = Domain("correlation", low=-1.0, high=1.0)
RATE = Domain("rate", low=0.0, unit="per year", positive=True)
DURATION = Domain("duration", low=0.0, unit="days", positive=True)
SPREAD = Domain("spread", low=0.0, unit="points")

DOMAINS = {
    domain.name: domain
    for domain in (NUMBER, POINTS, POSITIVE, PERCENT, SHARE, CHANCE, CORRELATION, RATE, DURATION, SPREAD)
}
"""Every domain by its name."""
