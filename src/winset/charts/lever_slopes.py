"""What each lever does to the chance of a deal: a line from before to after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from winset.charts.canvas import TICKS, Canvas, block, chance_top
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import spread, wrap
from winset.charts.theme import BLUE, GREY, GRID, INK, MUTED, SMALL_SIZE, WIDTH
from winset.charts.wording import counted, percent, percent_range, sentence
from winset.forecasting.record import Lever

ID = "lever-slopes"
LEFT, RIGHT, HEAD, HEIGHT = 70, 440, 24, 300
LINES = 3
MOST = 8
MOST_TOLD = 6

COLUMNS = (
    Column("package", "Package that it opens"),
    Column("change", "Change"),
    Column("paths", "Numbers of the case"),
    Column("to", "Set to"),
    Column("who", "Who can make it"),
    Column("effort", "Effort", "number"),
    Column("probability_before", "Probability of a deal before", "chance"),
    Column("probability_after", "Probability of a deal after", "chance"),
    Column("sampling_error", "Sampling error of the difference", "number"),
    Column("draws", "Draws", "number"),
)


def lever_table(levers: Sequence[Lever]) -> Table:
    """Return levers as a table."""
    rows = tuple(
        (
            lever.label,
            lever.words,
            "; ".join(change.path for change in lever.changes),
            "; ".join(f"{change.to:g}" for change in lever.changes),
            lever.who,
            lever.effort,
            lever.probability_before,
            lever.probability_after,
            lever.sampling_error,
            lever.draws,
        )
        for lever in levers
    )
    return Table("What would open a deal, and what it does to its chance", COLUMNS, rows)


def lever_slopes(levers: Sequence[Lever]) -> tuple[Chart, ...]:
    """Return the chart of what levers do to the chance of a deal; none if there are none."""
    shown = tuple(levers)[:MOST]
    if not shown:
        return ()
    before = shown[0].probability_before
    afters = [lever.probability_after for lever in shown]
    best = max(shown, key=lambda lever: lever.probability_after)
    ends = percent_range(min(afters), max(afters)).replace(" to ", " and ")
    ends = f"between {ends}" if " and " in ends else ends
    title = f"Opening a package takes the chance of a deal from {percent(before)} to {ends}"
    subtitle = (
        "Probability of a deal now and after each change, the whole game played again with the same randoms. Each "
        "change opens a package with everything else as most likely; it must then still be signed and ratified."
    )
    alt = (
        f"Slope chart of {counted(len(shown), 'change')} from {percent(before)}. "
        + " ".join(f"{sentence(lever.words)}: {percent(lever.probability_after)}." for lever in shown[:MOST_TOLD])
        + f" Highest: {best.words}."
    )
    return (compose(ID, title, subtitle, alt, _picture(shown), lever_table(shown), WIDTH),)


def _picture(levers: Sequence[Lever]) -> Any:
    """Return the picture."""
    top = chance_top(max(lever.probability_after for lever in levers) if levers else 0.0)
    top = chance_top(max(top, levers[0].probability_before))
    x_before, x_after = LEFT + 20, WIDTH - RIGHT
    canvas = Canvas(WIDTH, HEAD + HEIGHT + 16)

    def y(chance: float) -> float:
        return HEAD + HEIGHT * (1 - chance / top)

    steps = TICKS[top]
    ticks = [top * step / steps for step in range(steps + 1)]
    grid = [{"x": LEFT, "y": y(tick), "x2": x_after, "y2": y(tick)} for tick in ticks]
    marks = [{"x": LEFT - 8, "y": y(tick), "text": f"{100 * tick:g}%"} for tick in ticks]
    lines = [
        {"x": x_before, "y": y(lever.probability_before), "x2": x_after, "y2": y(lever.probability_after)}
        for lever in levers
    ]
    ends = [{"x": line["x2"], "y": line["y2"]} for line in lines] + [{"x": x_before, "y": lines[0]["y"]}]
    texts = [
        wrap(f"{percent(lever.probability_after)}  {lever.words}", RIGHT - 40, SMALL_SIZE, lines=LINES)
        for lever in levers
    ]
    heights = [13.0 * len(text) + 5 for text in texts]
    places = spread([line["y2"] for line in lines], heights, 0, HEAD + HEIGHT + 16)
    ties = [
        {"x": x_after + 4, "y": line["y2"], "x2": x_after + 22, "y2": place}
        for line, place in zip(lines, places, strict=True)
    ]
    words = [
        record
        for text, place in zip(texts, places, strict=True)
        for record in block(text, x_after + 26, place, line=13, ink=INK)
    ]
    heads = [
        {"x": x_before, "y": 8, "text": "now", "ink": MUTED},
        {"x": x_after, "y": 8, "text": "after", "ink": MUTED},
    ]
    return canvas.stack(
        canvas.lines(grid, color=GRID),
        canvas.text(marks, ink=MUTED, align="right", fontSize=SMALL_SIZE),
        canvas.lines(lines, color=BLUE, strokeWidth=2),
        canvas.points(ends, filled=True, size=50, color=BLUE, opacity=1),
        canvas.lines(ties, color=GREY, strokeWidth=0.8),
        canvas.text(words, align="left", fontSize=SMALL_SIZE),
        canvas.text(heads, align="center", fontSize=SMALL_SIZE),
    )


__all__ = ["lever_slopes", "lever_table"]
