"""Every picture of a forecast, through one renderer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from winset.charts.chart import Chart, Column, Table
from winset.charts.packages_by_accepters import packages_by_accepters
from winset.charts.render import to_png, to_svg
from winset.forecast.record import Forecast


@dataclass(frozen=True)
class ChartKind:
    """A kind of picture: its id, its meaning in one line, and the function that draws it.

    The function returns no chart if the forecast has nothing to show, and several if there is one for each
    felt public.
    """

    id: str
    meaning: str
    draw: Callable[[Forecast], tuple[Chart, ...]]


CHARTS: tuple[ChartKind, ...] = (
    ChartKind("packages-by-accepters", "who blocks which package, and by how much", packages_by_accepters),
)


def charts(forecast: Forecast) -> tuple[Chart, ...]:
    """Return every chart that the forecast has data for, in the order of `CHARTS`."""
    return tuple(chart for kind in CHARTS for chart in kind.draw(forecast))


__all__ = ["CHARTS", "Chart", "ChartKind", "Column", "Table", "charts", "packages_by_accepters", "to_png", "to_svg"]
