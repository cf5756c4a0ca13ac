"""Where the uncertainty of the chance of a deal comes from, as one bar."""

from __future__ import annotations

from typing import Any

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import spread, wrap
from winset.charts.theme import BLUE, GREY, INK, SMALL_SIZE, VERMILLION, WIDTH
from winset.explain.matters import Matters

ID = "where-doubt-comes-from"
TOP, TALL, LEFT, RIGHT = 10, 34, 4, WIDTH - 4
WORDS = 190

COLUMNS = (
    Column("what", "Where it comes from"),
    Column("share", "Share of the variance", "chance"),
    Column("spread", "Standard deviation of the chance", "chance"),
)
NAMES = ("what the numbers are", "which model form is right", "forms and numbers together")
INKS = (BLUE, VERMILLION, GREY)


def doubt(found: Matters) -> tuple[Chart, ...]:
    """Return the bar of what makes the chance unsure; none if nothing does."""
    spreads = (found.split.inputs, found.split.forms, found.split.both)
    whole = sum(part**2 for part in spreads)
    if not whole:
        return ()
    parts = [part**2 / whole for part in spreads]
    place = max(range(len(parts)), key=lambda i: parts[i])
    title = f"{parts[place]:.0%} of what is unsure about the chance is {NAMES[place]}"
    subtitle = (
        "Shares of the variance of the chance of a deal over numbers and model forms. Beside it luck along the way and "
        f"the error of finitely many draws (± {100 * found.split.sampling:.1f} points) stand apart."
    )
    told = "; ".join(f"{name} {part:.0%}" for name, part in zip(NAMES, parts, strict=True))
    rows = tuple((name, round(part, 10), round(one, 10)) for name, part, one in zip(NAMES, parts, spreads, strict=True))
    table = Table("Where the uncertainty of the chance comes from", COLUMNS, rows)
    picture = _picture(parts, spreads)
    return (compose(ID, title, subtitle, f"One bar in three parts: {told}.", picture, table, WIDTH),)


def _picture(parts: list[float], spreads: tuple[float, ...]) -> Any:
    """Return the picture."""
    canvas = Canvas(WIDTH, TOP + TALL + 64)
    boxes, words, ties, centres, x = [], [], [], [], float(LEFT)
    for part, ink in zip(parts, INKS, strict=True):
        x2 = x + part * (RIGHT - LEFT)
        boxes.append({"x": x, "x2": x2, "y": TOP, "y2": TOP + TALL, "fill": ink})
        centres.append((x + x2) / 2)
        x = x2
    places = spread(centres, [float(WORDS)] * len(parts), LEFT, RIGHT)
    for name, part, one, centre, at in zip(NAMES, parts, spreads, centres, places, strict=True):
        lines = [*wrap(f"{part:.0%} {name}", WORDS - 10, SMALL_SIZE), f"± {100 * one:.1f} points"]
        words += block(lines, at, TOP + TALL + 38)
        ties.append({"x": centre, "x2": at, "y": TOP + TALL + 1, "y2": TOP + TALL + 14})
    return canvas.stack(
        canvas.boxes(boxes),
        canvas.lines(ties, color=GREY, strokeWidth=0.8),
        canvas.text(words, ink=INK, align="center", fontSize=SMALL_SIZE),
    )


__all__ = ["doubt"]
