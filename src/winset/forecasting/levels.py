"""Where approval stands at the case's date: the level of each series of polls, with its error."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic, SeriesLevel
from winset.case.world import Series
from winset.chance.distributions import Clipped, Distribution, Normal
from winset.chance.level import LevelEstimate, local_level
from winset.forecasting.inputs import distribution

LEAST_ERROR = 0.5
"""Points: several houses may lean together, which no number of readings shows."""


def series_level(series: Series, case: Case, volatility: float) -> LevelEstimate:
    """Return the level of a series at the case's date: a local level with house effects that sum to zero.

    The level is taken to have moved as it is expected to move, by `volatility` points per root month.
    """
    readings = sorted(series.readings, key=lambda reading: (reading.date, reading.house))
    return local_level(
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


def distributions_of(case: Case) -> Mapping[str, Distribution]:
    """Return the distribution of every number of a case by path, approval measured by series included."""
    found = {path: distribution(quantity) for path, quantity in case.quantities().items()}
    for ratifier in ratifiers(case):
        public, path = ratifier.accepter, ratifier.path
        if isinstance(public, FeltPublic) and isinstance(public.approval, SeriesLevel):
            volatility = found[f"{path}.moves.volatility"].mode
            level = series_level(case.series[public.approval.series], case, volatility)
            found[f"{path}.approval"] = Clipped(Normal(level.level, level.level_sd), 0.0, 100.0)
    return found
