"""Where approval stands at the case's date: the level of each series of polls, with its error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic, SeriesLevel
from winset.case.world import Series
from winset.chance.distributions import Clipped, Distribution, Normal
from winset.chance.level import MOST_READINGS, local_level
from winset.chance.pooled import Pooled, pooled
from winset.chance.readings import as_polls, linked_wordings
from winset.chance.tabulated import Tabulated, of_mixture
from winset.errors import InputError
from winset.forecasting.inputs import distribution

LEAST_ERROR = 0.5
"""Points: several houses may lean together, which no number of readings shows."""

Asked = tuple[tuple[float, str, float, int | None, str], ...]
"""Readings as day, house, value, size and wording."""


def series_level(series: Series, case: Case, volatility: float) -> Normal | Tabulated:
    """Return the level of a series at the case's date, in points.

    It is pooled over all ways of moving that the readings leave plausible, with shifts, stray readings and other
    wordings, and is then a mixture. Where there are too few readings, or the case says `plain`, it is a local level
    that has moved by `volatility` points per root month. The leans of houses sum to zero in both.
    """
    if is_pooled(series):
        return _level(*_asked(series, case.as_of))
    readings = sorted(series.own, key=lambda reading: (reading.date, reading.house))
    found = local_level(
        days=[float((reading.date - case.as_of).days) for reading in readings],
        houses=[reading.house for reading in readings],
        values=[reading.value for reading in readings],
        sizes=[np.nan if reading.n is None else float(reading.n) for reading in readings],
        at_day=0.0,
        design_effect=series.design_effect,
        house_sd=series.house_spread,
        minimum_sd=LEAST_ERROR,
        variance_per_month=volatility**2,
    )
    return Normal(found.level, found.level_sd)


def is_pooled(series: Series) -> bool:
    """Tell whether the level of a series is pooled, and not read plainly."""
    return series.read == "pooled" and series.is_enough


def pooled_readings(series: Series, as_of: dt.date) -> Pooled:
    """Return everything found in the readings of a series; days count from the case's date."""
    return _pooled(*_asked(series, as_of))


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
    """Return readings pooled: the same are asked for again wherever a number of the case is told.

    Raises
    ------
    InputError
        If there are more than can be pooled in seconds.
    """
    if len(readings) > MOST_READINGS:
        raise InputError(f"a series has {len(readings):,} readings; at most {MOST_READINGS:,}: leave out the oldest")
    linked, _ = linked_wordings([wording for *_, wording in readings], question)
    days, houses, values, sizes, wordings = zip(*(one for one in readings if one[-1] in linked), strict=True)
    return pooled(as_polls(days, values, sizes, houses, wordings, linked, design_effect, house_spread), [0.0])


@lru_cache(maxsize=64)
def _level(readings: Asked, question: str, design_effect: float, house_spread: float) -> Tabulated:
    """Return the level of pooled readings on the case's date."""
    return of_mixture(_pooled(readings, question, design_effect, house_spread).levels([0.0])[0], LEAST_ERROR)


def distributions_of(case: Case) -> Mapping[str, Distribution]:
    """Return the distribution of every number of a case by path, approval measured by series included."""
    found = {path: distribution(quantity) for path, quantity in case.quantities().items()}
    for ratifier in ratifiers(case):
        public, path = ratifier.accepter, ratifier.path
        if isinstance(public, FeltPublic) and isinstance(public.approval, SeriesLevel):
            volatility = found[f"{path}.moves.volatility"].mode
            level = series_level(case.series[public.approval.series], case, volatility)
            found[f"{path}.approval"] = Clipped(level, 0.0, 100.0)
    return found
