"""Do things that were given a chance of p come true p times in a hundred? The share that did, over the chance given."""

from __future__ import annotations

from typing import Any

from winset.backtest.calibration import Calibration, CalibrationBin
from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.theme import BLUE, GREY, INK, MUTED, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.unit_square import FOOT, LEFT, SIDE, TOP, grid, scale, x, y
from winset.charts.wording import counted, percent

ID = "calibration"
NOTES = LEFT + SIDE + 34

COLUMNS = (
    Column("low", "From", "chance"),
    Column("high", "To", "chance"),
    Column("count", "Forecasts", "number"),
    Column("forecast", "Mean forecast", "chance"),
    Column("frequency", "Came true", "chance"),
    Column("bar_low", "Lower end of the bar", "chance"),
    Column("bar_high", "Upper end of the bar", "chance"),
    Column("is_consistent", "On its bar", "flag"),
)


def calibration_chart(found: Calibration, id: str = ID, title: str | None = None) -> Chart:
    """Return the chart of a calibration: a mark for each bin over the diagonal, with its consistency bar.

    Parameters
    ----------
    found : Calibration
        At least one bin.
    id : str
        Unique on a page.
    title : str, optional
        The finding; by default how many bins lie on their bars.
    """
    bins, n = found.bins, sum(one.count for one in found.bins)
    off = [one for one in bins if not one.is_consistent]
    if title is None:
        title = (
            f"Every bin lies where right forecasts would put it, as far as {counted(n, 'forecast')} can tell"
            if not off
            else f"{len(off)} of {counted(len(bins), 'bin')} off where right forecasts would lie"
        )
    subtitle = (
        "Upwards the share that came true, to the right the mean forecast of each bin; area by number of forecasts. "
        f"Bars: where the share would lie, with a chance of {found.level:.0%}, if every forecast were right; about "
        f"one point in {1 / (1 - found.level):.0f} lies off even then."
    )
    rows = tuple(
        (o.low, o.high, o.count, o.forecast, o.frequency, o.bar_low, o.bar_high, o.is_consistent) for o in bins
    )
    table = Table("Calibration by bin of the forecast", COLUMNS, rows)
    return compose(id, title, subtitle, _alt(found, n), _picture(bins), table, WIDTH)


def _alt(found: Calibration, n: int) -> str:
    """Return the picture in words."""
    told = "; ".join(
        f"{percent(one.forecast)} forecast, {percent(one.frequency)} came true ({counted(one.count, 'forecast')}, bar "
        f"{percent(one.bar_low)} to {percent(one.bar_high)})"
        for one in found.bins
    )
    return f"Calibration of {counted(n, 'forecast')} with the diagonal of right forecasts. {told}."


def _picture(bins: tuple[CalibrationBin, ...]) -> Any:
    """Return the picture."""
    canvas = Canvas(WIDTH, TOP + SIDE + FOOT)
    heads = block(["chance that was given"], x(0.5), y(0) + 34)
    bars: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    points: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for one in bins:
        place = x(one.forecast)
        bars[one.is_consistent].append({"x": place, "x2": place, "y": y(one.bar_low), "y2": y(one.bar_high)})
        points[one.is_consistent].append(
            {"x": place, "y": y(one.frequency), "size": 40 + 360 * one.count / max(other.count for other in bins)}
        )
    layers = grid(canvas, GREY)
    for fine, ink in ((True, BLUE), (False, VERMILLION)):
        layers += [
            canvas.lines(bars[fine], color=ink, strokeWidth=7, opacity=0.28),
            canvas.points(points[fine], color=ink, filled=True, opacity=0.9).encode(
                size=canvas.alt.Size("size:Q", scale=None, legend=None)
            ),
        ]
    return canvas.stack(
        *layers,
        scale(canvas),
        canvas.text(heads, ink=INK, fontSize=TEXT_SIZE),
        *_listed(canvas, bins),
    )


def _listed(canvas: Canvas, bins: tuple[CalibrationBin, ...]) -> list[Any]:
    """Return the bins listed beside the plot: how many forecasts, what was forecast and what came true."""
    step = min(24.0, SIDE / (len(bins) + 1))
    heads, rows = [], []
    columns = (NOTES + 44, NOTES + 118, NOTES + 192)
    for place, said in zip(columns, ("given", "came true", "forecasts"), strict=True):
        heads += block([said], place, TOP + 8)
    for number, one in enumerate(bins, 1):
        for place, said in zip(columns, (percent(one.forecast), percent(one.frequency), f"{one.count:,}"), strict=True):
            ink = INK if one.is_consistent else VERMILLION
            rows += block([said], place, TOP + 8 + number * step, ink=ink)
    return [
        canvas.text(heads, ink=MUTED, align="right", fontSize=SMALL_SIZE),
        canvas.text(rows, align="right", fontSize=SMALL_SIZE),
    ]
