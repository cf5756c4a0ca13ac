"""Where outcomes lie in their forecasts: as many in every tenth, if forecasts are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.theme import BLUE, GREY, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, WIDTH

GAP, TOP, HEIGHT = 36.0, 40.0, 150.0


@dataclass(frozen=True)
class Levels:
    """A method with the share of outcomes at each part of its forecasts, lowest first, summing to 1."""

    label: str
    is_baseline: bool
    shares: tuple[float, ...]


def outcome_levels(id: str, title: str, subtitle: str, panels: Sequence[Levels]) -> Chart:
    """Return the chart: a panel for each method, two or three of them."""
    bins = len(panels[0].shares)
    columns = (Column("method", "Method"), *(Column(f"part_{k + 1}", f"Part {k + 1}", "chance") for k in range(bins)))
    table = Table(title, columns, tuple((panel.label, *panel.shares) for panel in panels))
    told = [f"{panel.label}: {', '.join(f'{share:.0%}' for share in panel.shares)}" for panel in panels]
    alt = f"Bars: share of outcomes in each of {bins} parts of the forecasts, from low to high. {'; '.join(told)}."
    return compose(id, title, subtitle, alt, _picture(panels), table, WIDTH)


def _picture(panels: Sequence[Levels]) -> Any:
    """Return the picture."""
    bins = len(panels[0].shares)
    width = (WIDTH - GAP * (len(panels) + 1)) / len(panels)
    most = max(0.15, *(share * 1.08 for panel in panels for share in panel.shares))
    canvas = Canvas(WIDTH, TOP + HEIGHT + 44)
    boxes, heads, ticks, marks, base = [], [], [], [], []
    for place, panel in enumerate(panels):
        left = GAP + place * (width + GAP)
        heads += block([panel.label], left + width / 2, 18)
        for number, share in enumerate(panel.shares):
            x = left + number * width / bins
            top = TOP + HEIGHT * (1 - share / most)
            fill = GREY if panel.is_baseline else BLUE
            boxes.append({"x": x + 1, "x2": x + width / bins - 1, "y": top, "y2": TOP + HEIGHT, "fill": fill})
        even = TOP + HEIGHT * (1 - 1 / bins / most)
        marks.append({"x": left, "x2": left + width, "y": even, "y2": even})
        base.append({"x": left, "x2": left + width, "y": TOP + HEIGHT, "y2": TOP + HEIGHT})
        ticks += block(["low end of the forecast"], left, TOP + HEIGHT + 16, align="left")
        ticks += block(["high end"], left + width, TOP + HEIGHT + 16, align="right")
    first = [record for record in ticks if record["align"] == "left"]
    last = [record for record in ticks if record["align"] == "right"]
    layers = [
        canvas.boxes(boxes, opacity=0.75),
        canvas.lines(base, color=GRID),
        canvas.lines(marks, color=INK, strokeDash=[5, 3]),
        canvas.text(heads, ink=INK, fontWeight="bold", fontSize=TEXT_SIZE),
        canvas.text(first, ink=MUTED, align="left", fontSize=SMALL_SIZE),
        canvas.text(last, ink=MUTED, align="right", fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers)
