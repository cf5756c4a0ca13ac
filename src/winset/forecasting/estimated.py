"""How approval moves as its own polls have it: volatility and jumps, as uncertain as the pooled model leaves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from winset.case.case import Case
from winset.case.estimated import estimated
from winset.case.world import Series
from winset.chance.distributions import Distribution
from winset.chance.jumps import PRIOR_JUMPS, PRIOR_SIZES
from winset.chance.moves import VOLATILITIES
from winset.chance.pooled import Pooled
from winset.chance.tabulated import Tabulated, of_cells, of_rate, of_spread
from winset.forecasting.polled import pooled_readings

MONTHS = 12.0


@dataclass(frozen=True)
class Moves:
    """Volatility, everything included, in points per root month; jumps a year; the standard deviation of one."""

    volatility: Tabulated
    rate: Tabulated
    size: Tabulated


def moves_of(series: Series, as_of: dt.date) -> Moves:
    """Return how a level moves by its own readings.

    The posterior weights of volatilities lie on the cells of the prior's grid, evenly within each. To its square the
    variance is added that the jumps expected bring, since a stated volatility includes them, too.
    """
    found = pooled_readings(series, as_of)
    jumps = found.jumps
    bring = jumps.per_year * jumps.sd**2 / MONTHS
    shifts = sum(effect.kind == "shift" for effect in found.design.effects)
    counted = PRIOR_JUMPS + shifts
    return Moves(
        volatility=_volatility(found).mapped(lambda alone: np.sqrt(alone**2 + bring)),
        rate=of_rate(counted, counted / jumps.per_year),
        size=of_spread(PRIOR_SIZES + shifts, jumps.sd),
    )


def _volatility(found: Pooled) -> Tabulated:
    """Return the volatility without jumps."""
    grid = np.array(VOLATILITIES)
    middles = (grid[1:] + grid[:-1]) / 2
    edges = np.concatenate([grid[:1], middles, [2 * grid[-1] - middles[-1]]])
    masses = np.zeros(grid.size)
    for one in found.possibilities:
        masses[int(np.argmin(np.abs(grid - one.volatility)))] += one.weight
    return of_cells(edges, masses)


def estimates(case: Case) -> Mapping[str, Distribution]:
    """Return the distribution of every number that the case leaves to its polls, by path."""
    found: dict[str, Distribution] = {}
    for path, name in estimated(case).items():
        if name is not None:
            moves = moves_of(case.series[name], case.as_of)
            what = path.rpartition(".")[2]
            found[path] = {"volatility": moves.volatility, "rate": moves.rate, "size": moves.size}[what]
    return found


def estimate_words(case: Case, path: str) -> str:
    """Return an estimated number in words, with its central 90 per cent and the series that it is from."""
    number, unit = estimates(case)[path], case.quantities()[path].unit
    low, high = number.ppf([0.05, 0.95])
    return f"{number.mode:.2g} [90%: {low:.2g} to {high:.2g}] {unit}, estimated from series.{estimated(case)[path]}"
