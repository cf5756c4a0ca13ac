"""Do the intervals of a forecast hold as many outcomes as they say? What they hold, over what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.theme import BLUE, GREY, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, WIDTH
from winset.charts.unit_square import FOOT, LEFT, SIDE, TOP, grid, scale, x, y
from winset.charts.wording import percent, percent_range

NOTES = LEFT + SIDE + 40
LISTED = (0.5, 0.8, 0.95)
"""Intervals whose shares are listed beside the plot."""


@dataclass(frozen=True)
class Covered:
    """How many outcomes lie in the central intervals of a method.

    Parameters
    ----------
    label : str
    is_baseline : bool
    points : tuple of (float, float, float, float)
        Of each interval, the smallest first: what it says to hold, what it holds, and both ends of the 95 % interval
        of that; from 0 to 1, the ends nan where there are none.
    """

    label: str
    is_baseline: bool
    points: tuple[tuple[float, float, float, float], ...]


def interval_coverage(id: str, title: str, subtitle: str, methods: Sequence[Covered]) -> Chart:
    """Return the chart: a curve for each method over the diagonal of right forecasts, two or three of them."""
    columns = (
        Column("method", "Method"), Column("interval", "Interval", "chance"),
        Column("share", "Outcomes in it", "chance"), Column("low", "2.5% point", "chance"),
        Column("high", "97.5% point", "chance"),
    )  # fmt: skip
    rows = [
        (one.label, *(None if number != number else number for number in point))
        for one in methods
        for point in one.points
    ]
    told = [
        f"{one.label}: {', '.join(f'{percent(share)} in the {percent(level)} interval' for level, share, *_ in marks)}"
        for one, marks in ((one, _listed(one)) for one in methods)
    ]
    alt = f"Share of outcomes in central intervals, over what these say to hold. {'; '.join(told)}."
    return compose(id, title, subtitle, alt, _picture(methods), Table(title, columns, tuple(rows)), WIDTH)


def _listed(one: Covered) -> list[tuple[float, float, float, float]]:
    """Return the points that are told in words."""
    return [point for point in one.points if any(abs(point[0] - level) < 1e-9 for level in LISTED)]


def _picture(methods: Sequence[Covered]) -> Any:
    """Return the picture."""
    canvas = Canvas(WIDTH, TOP + SIDE + FOOT)
    layers = grid(canvas, INK)
    for place, one in enumerate(methods):
        ink = GREY if one.is_baseline else BLUE
        spots = [{"x": x(level), "y": y(share)} for level, share, *_ in one.points]
        ends = [{"x": x(0), "y": y(0)}, *spots]
        curve = [{**a, "x2": b["x"], "y2": b["y"]} for a, b in pairwise(ends)]
        if place == 0:
            bars = [{"x": x(p), "x2": x(p), "y": y(a), "y2": y(b)} for p, _, a, b in one.points if a == a]
            layers.append(canvas.lines(bars, color=ink, strokeWidth=7, opacity=0.28))
        layers.append(canvas.lines(curve, color=ink, strokeWidth=1.5))
        filled = {"filled": True} if place == 0 else {"fill": PAPER, "strokeWidth": 2}
        layers.append(canvas.points(spots, color=ink, size=46, opacity=1, **filled))
    return canvas.stack(
        *layers,
        scale(canvas),
        canvas.text(block(["what the interval says to hold"], x(0.5), y(0) + 34), ink=INK, fontSize=TEXT_SIZE),
        *_beside(canvas, methods),
    )


def _beside(canvas: Canvas, methods: Sequence[Covered]) -> list[Any]:
    """Return the methods beside the plot, each with its mark and what its intervals hold."""
    heads, lines = [], []
    filled: list[dict[str, Any]] = []
    hollow: list[dict[str, Any]] = []
    top = TOP + 10
    for place, one in enumerate(methods):
        mark = {"x": NOTES, "y": top, "ink": GREY if one.is_baseline else BLUE}
        (hollow if place else filled).append(mark)
        said = wrap(one.label, WIDTH - NOTES - 16, TEXT_SIZE, bold=True)
        heads += block(said, NOTES + 14, top + 7 * (len(said) - 1))
        top += 14 * len(said) + 6
        for level, share, low, high in _listed(one):
            between = "" if low != low else f" ({percent_range(low, high)})"
            lines += block([f"{percent(level)} interval: {percent(share)}{between}"], NOTES + 14, top)
            top += 17
        top += 16
    layers = [
        canvas.text(heads, ink=INK, align="left", fontWeight="bold", fontSize=TEXT_SIZE),
        canvas.text(lines, ink=MUTED, align="left", fontSize=SMALL_SIZE),
    ]
    for marks, style in ((filled, {"filled": True}), (hollow, {"fill": PAPER, "strokeWidth": 2})):
        own = canvas.points(marks, size=46, opacity=1, **style)
        layers.append(own.encode(color=canvas.alt.Color("ink:N", scale=None)))
    return layers
