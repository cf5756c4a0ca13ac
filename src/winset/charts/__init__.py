"""Every picture of a forecast, and of a decision of many actors, through one renderer.

>>> [kind.id for kind in CHARTS][:2]
['packages-by-accepters', 'accepters-tree']
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from winset.charts.accepters_tree import accepters_tree
from winset.charts.approval_fan import approval_fan
from winset.charts.chart import Chart, Column, Table
from winset.charts.deal_by_date import deal_by_date
from winset.charts.forms import forms
from winset.charts.ladder import ladder
from winset.charts.leaders_gains import leaders_gains
from winset.charts.lever_slopes import lever_slopes
from winset.charts.opposition_readings import opposition_readings
from winset.charts.outcomes import outcomes
from winset.charts.packages_by_accepters import packages_by_accepters
from winset.charts.render import to_png, to_svg
from winset.charts.who_gains import who_gains

if TYPE_CHECKING:
    from winset.forecasting.comparison import Comparison
    from winset.forecasting.record import Forecast


@dataclass(frozen=True)
class ChartKind:
    """A kind of picture: its id, its meaning in one line, and the function that draws it.

    The function returns no chart if the forecast has nothing to show, and several if there is one for each
    felt public.
    """

    id: str
    meaning: str
    draw: Callable[[Forecast], tuple[Chart, ...]]


def _levers(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the chart of the forecast's levers."""
    return lever_slopes(forecast.levers)


CHARTS: tuple[ChartKind, ...] = (
    ChartKind("packages-by-accepters", "who blocks which package, and by how much", packages_by_accepters),
    ChartKind(
        "accepters-tree", "who must accept, as a tree: how likely each node does, and by how much", accepters_tree
    ),
    ChartKind("ladder", "how far it gets, and where it is lost", ladder),
    ChartKind("deal-by-date", "how likely a deal is by each date, with the range over model forms", deal_by_date),
    ChartKind("approval-fan", "a felt public's polls, floor, spread ahead, and what signing would need", approval_fan),
    ChartKind("leaders-gains", "what each leader would gain, the frontier, and the solution", leaders_gains),
    ChartKind("opposition-readings", "how publics see packages, by wording and house", opposition_readings),
    ChartKind("lever-slopes", "what would open a deal, and what it does to its chance", _levers),
    ChartKind("forms", "what each model form says, by what it assumes", forms),
)


@dataclass(frozen=True)
class DecisionChartKind:
    """A kind of picture of a decision of many actors: its id, its meaning in one line, and what draws it."""

    id: str
    meaning: str
    draw: Callable[[Comparison], tuple[Chart, ...]]


DECISION_CHARTS: tuple[DecisionChartKind, ...] = (
    DecisionChartKind("outcomes", "what actors want and models say on each issue, the baselines first", outcomes),
    DecisionChartKind("who-gains", "which actors gain from what each model says", who_gains),
)


def charts(forecast: Forecast) -> tuple[Chart, ...]:
    """Return every chart that the forecast has data for, in the order of `CHARTS`."""
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):  # checking every mark against the schema takes longer than drawing it; the tests do it
        return tuple(chart for kind in CHARTS for chart in kind.draw(forecast))


def decision_charts(found: Comparison) -> tuple[Chart, ...]:
    """Return every chart that a comparison of models has data for, in the order of `DECISION_CHARTS`."""
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        return tuple(chart for kind in DECISION_CHARTS for chart in kind.draw(found))


__all__ = [
    "CHARTS",
    "DECISION_CHARTS",
    "Chart",
    "ChartKind",
    "Column",
    "DecisionChartKind",
    "Table",
    "accepters_tree",
    "approval_fan",
    "charts",
    "deal_by_date",
    "decision_charts",
    "forms",
    "ladder",
    "leaders_gains",
    "lever_slopes",
    "opposition_readings",
    "outcomes",
    "packages_by_accepters",
    "to_png",
    "to_svg",
    "who_gains",
]
