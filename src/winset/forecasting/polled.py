"""The readings of a series pooled, once for all the numbers of a case that rest on them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import compress

import numpy as np

from winset.case.world import ENOUGH, Series
from winset.chance.design import remembered
from winset.chance.level import MOST_READINGS
from winset.chance.pooled import Pooled, pooled
from winset.chance.readings import as_polls, linked_wordings
from winset.chance.tabulated import Tabulated, of_mixture
from winset.errors import InputError

LEAST_ERROR = 0.5
"""Points: several houses may lean together, which no number of readings shows."""

Asked = tuple[tuple[float, str, float, int | None, str], ...]
"""Readings as day, house, value, size and wording."""


def pooled_readings(series: Series, as_of: dt.date) -> Pooled:
    """Return everything found in the readings of a series; days count from the case's date."""
    return _pooled(*_asked(series, as_of))


def pooled_approval(series: Series, as_of: dt.date) -> Tabulated:
    """Return the level of pooled readings on the case's date, in points; never surer than `LEAST_ERROR`."""
    return _approval(*_asked(series, as_of))


def _asked(series: Series, as_of: dt.date) -> tuple[Asked, str, float, float]:
    """Return the readings of a series in order, with what is said of them; days count from the case's date."""
    asked = (
        (float((one.date - as_of).days), one.house, one.value, one.n, one.question or series.question)
        for one in series.readings
    )
    in_order = tuple(sorted(asked, key=lambda one: (one[0], one[1], one[4])))
    return in_order, series.question, series.design_effect, series.house_spread


@lru_cache(maxsize=64)
def _pooled(readings: Asked, question: str, design_effect: float, house_spread: float) -> Pooled:
    """Return readings of the last years pooled: the same are asked for again wherever a number of the case is told.

    Older ones tell little of how the level moves now; they count where the question was asked too seldom since.

    Raises
    ------
    InputError
        If there are more than can be pooled in seconds.
    """
    if len(readings) > MOST_READINGS:
        raise InputError(f"a series has {len(readings):,} readings; at most {MOST_READINGS:,}: leave out the oldest")
    recent = tuple(compress(readings, remembered(np.array([day for day, *_ in readings]))))
    if sum(wording == question for *_, wording in recent) < ENOUGH:
        recent = readings
    linked, _ = linked_wordings([wording for *_, wording in recent], question)
    days, houses, values, sizes, wordings = zip(*(one for one in recent if one[-1] in linked), strict=True)
    return pooled(as_polls(days, values, sizes, houses, wordings, linked, design_effect, house_spread), [0.0])


@lru_cache(maxsize=64)
def _approval(readings: Asked, question: str, design_effect: float, house_spread: float) -> Tabulated:
    """Return the level of pooled readings on the case's date."""
    return of_mixture(_pooled(readings, question, design_effect, house_spread).levels([0.0])[0], LEAST_ERROR)
