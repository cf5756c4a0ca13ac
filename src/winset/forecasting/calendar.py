"""The time grid of a forecast: steps of a week, or of a day where the whole question spans about a year or less."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

YEAR = 365.25
LONGEST_IN_DAYS = 400


@dataclass(frozen=True)
class Calendar:
    """Dates from `as_of` to `until` in even steps; the last step may be shorter.

    >>> calendar = Calendar(dt.date(2019, 1, 23), dt.date(2021, 9, 30))
    >>> calendar.step_days, calendar.size, calendar.day(1).isoformat()
    (7, 142, '2019-01-30')
    """

    as_of: dt.date
    until: dt.date

    @property
    def horizon(self) -> int:
        """Days from `as_of` to `until`."""
        return (self.until - self.as_of).days

    @property
    def step_days(self) -> int:
        """Length of a step in days."""
        return 1 if self.horizon <= LONGEST_IN_DAYS else 7

    @cached_property
    def days(self) -> Array:
        """Days since `as_of` at every step, shape (size,), first 0 and last the horizon."""
        regular = np.arange(0, self.horizon, self.step_days, dtype=float)
        return np.append(regular, float(self.horizon))

    @property
    def size(self) -> int:
        """Number of dates on the grid, both ends included."""
        return int(self.days.size)

    @property
    def years(self) -> Array:
        """Years since `as_of` at every step."""
        return self.days / YEAR

    @property
    def lengths(self) -> Array:
        """Length of every step in years, shape (size - 1,)."""
        return np.diff(self.days) / YEAR

    def day(self, step: int) -> dt.date:
        """Return the date of a step."""
        return self.as_of + dt.timedelta(days=float(self.days[step]))

    def step_of(self, date: dt.date) -> int:
        """Return the first step on or after a date, the last one for dates beyond the end."""
        return min(int(np.searchsorted(self.days, (date - self.as_of).days)), self.size - 1)

    def active(self, since: dt.date | None, until: dt.date | None) -> NDArray[np.bool_]:
        """Return which steps lie from `since` to `until`, both included; no bound means no limit."""
        first = -np.inf if since is None else float((since - self.as_of).days)
        last = np.inf if until is None else float((until - self.as_of).days)
        return (self.days >= first) & (self.days <= last)

    def ends_of_months(self, most: int = 40) -> tuple[int, ...]:
        """Return the steps at which a curve over time is read: month ends, thinned to `most`, and the last step."""
        found, day = [], self.as_of
        while day < self.until:
            month_after = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
            end = month_after - dt.timedelta(days=1)
            if self.as_of < end < self.until:
                found.append(int(np.searchsorted(self.days, (end - self.as_of).days, side="right")) - 1)
            day = month_after
        every = -(-len(found) // most) if found else 1
        kept = [step for step in found[::-1][::every][::-1] if step > 0]
        return tuple(dict.fromkeys([*kept, self.size - 1]))
