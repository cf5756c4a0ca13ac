"""Where approval stands at the case's date: the level of each series of polls, with its error."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic, SeriesLevel
from winset.case.world import Series
from winset.chance.distributions import Clipped, Distribution, Normal
from winset.chance.level import local_level
from winset.chance.tabulated import Tabulated
from winset.forecasting.estimated import estimates
from winset.forecasting.inputs import distribution
from winset.forecasting.polled import LEAST_ERROR, pooled_approval


def series_level(series: Series, case: Case, volatility: float) -> Normal | Tabulated:
    """Return the level of a series at the case's date, in points.

    It is pooled over all ways of moving that the readings leave plausible, with shifts, stray readings and other
    wordings, and is then a mixture. Where there are too few readings, or the case says `plain`, it is a local level
    that has moved by `volatility` points per root month. The leans of houses sum to zero in both.
    """
    if is_pooled(series):
        return pooled_approval(series, case.as_of)
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


def distributions_of(case: Case) -> Mapping[str, Distribution]:
    """Return the distribution of every number of a case by path, approval measured by series included."""
    known = estimates(case)
    found = {path: known.get(path) or distribution(quantity) for path, quantity in case.quantities().items()}
    for ratifier in ratifiers(case):
        public, path = ratifier.accepter, ratifier.path
        if isinstance(public, FeltPublic) and isinstance(public.approval, SeriesLevel):
            volatility = found[f"{path}.moves.volatility"].mode
            level = series_level(case.series[public.approval.series], case, volatility)
            found[f"{path}.approval"] = Clipped(level, 0.0, 100.0)
    return found
