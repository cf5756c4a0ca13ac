"""From one chance to another, step by step: what lifts it, what lowers it, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from winset.charts.canvas import TICKS, Canvas, block, chance_top
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.theme import BLUE, GREY, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH

ID = "waterfall"
LABELS, STEP, HEAD, FOOT, VALUES = 250, 34, 8, 26, 60

COLUMNS = (
    Column("step", "Step"),
    Column("change", "Change, in points of chance", "number"),
    Column("sampling_error", "Sampling error, in points", "number"),
    Column("after", "Chance so far", "chance"),
)


@dataclass(frozen=True)
class Fall:
    """One step of a waterfall: its label, by how much it moves the chance, and one standard error of that."""

    label: str
    change: float
    error: float = 0.0


def points(change: float) -> str:
    """Return a change of a chance in percentage points, with its sign.

    Examples
    --------
    >>> points(0.0431), points(-0.00004), points(0.0)
    ('+4.3', '0.0', '0.0')
    """
    text = f"{100 * change:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def fine_percent(chance: float) -> str:
    """Return a chance with a decimal, or two where it is below one per cent, since changes may be small.

    Examples
    --------
    >>> fine_percent(0.0603), fine_percent(0.0005), fine_percent(0.0), fine_percent(0.31)
    ('6.0%', '0.05%', '0%', '31.0%')
    """
    per_cent = 100 * chance
    if per_cent == 0:
        return "0%"
    return f"{per_cent:.2f}%" if abs(per_cent) < 0.995 else f"{per_cent:.1f}%"


def waterfall(
    before: tuple[str, float], after: tuple[str, float], steps: Sequence[Fall], title: str, subtitle: str
) -> Chart:
    """Return the chart of the way from one chance to another.

    Parameters
    ----------
    before, after : label and chance
    steps : sequence of Fall
        They add up to the difference. Those that lift the chance are drawn first, so that it stays above 0, unless it
        would run over 1.
    """
    up = sorted((step for step in steps if step.change >= 0), key=lambda step: -step.change)
    down = sorted((step for step in steps if step.change < 0), key=lambda step: step.change)
    over = before[1] + sum(step.change for step in up) > 1
    falls = [*down, *up] if over else [*up, *down]
    levels = [before[1]]
    for fall in falls:
        levels.append(levels[-1] + fall.change)
    told = "; ".join(f"{fall.label} {points(fall.change)}" for fall in falls)
    alt = (
        f"Waterfall from {before[0]}, {fine_percent(before[1])}, to {after[0]}, {fine_percent(after[1])}. "
        f"In percentage points: {told}."
    )
    rows = (
        (before[0], None, None, before[1]),
        *(
            (fall.label, 100 * fall.change, 100 * fall.error, level)
            for fall, level in zip(falls, levels[1:], strict=True)
        ),
        (after[0], None, None, after[1]),
    )
    table = Table("What lifts and lowers the chance of a deal", COLUMNS, rows)
    return compose(ID, title, subtitle, alt, _picture(before, after, falls, levels), table, WIDTH)


def _picture(
    before: tuple[str, float], after: tuple[str, float], falls: Sequence[Fall], levels: Sequence[float]
) -> Any:
    """Return the picture."""
    top = max(chance_top(max(*levels, after[1])), max(levels))
    low = min(0.0, *levels)
    canvas = Canvas(WIDTH, HEAD + STEP * (len(falls) + 2) + FOOT)
    bottom, right = HEAD + STEP * (len(falls) + 2), WIDTH - VALUES

    def place(chance: float) -> float:
        return LABELS + (chance - low) / (top - low) * (right - LABELS)

    names, values, boxes, joins, errors = [], [], [], [], []
    rows = [(before[0], 0.0, before[1], fine_percent(before[1]), GREY, 0.0)]
    for fall, start, end in zip(falls, levels[:-1], levels[1:], strict=True):
        rows.append((fall.label, start, end, points(fall.change), BLUE if fall.change >= 0 else VERMILLION, fall.error))
    rows.append((after[0], 0.0, after[1], fine_percent(after[1]), GREY, 0.0))
    for row, (label, start, end, said, fill, error) in enumerate(rows):
        middle = HEAD + STEP * (row + 0.5)
        ends = sorted((place(start), place(end)))
        names += block(wrap(label, LABELS - 20, SMALL_SIZE, lines=2), LABELS - 12, middle, 12)
        boxes.append({"x": ends[0], "x2": max(ends[1], ends[0] + 1), "y": middle - 10, "y2": middle + 10, "fill": fill})
        beside = ends[1]
        if error:
            spread = sorted(place(end + turn * error) for turn in (-1, 1))
            errors.append({"x": spread[0], "x2": spread[1], "y": middle, "y2": middle})
            beside = max(beside, spread[1])
        values += block([said], beside + 6, middle)
        if row < len(rows) - 1:
            joins.append({"x": place(end), "x2": place(end), "y": middle + 10, "y2": middle + STEP - 10})
    parts = TICKS.get(top, 5)
    ticks = [top * part / parts for part in range(parts + 1)]
    axis = [{"x": place(tick), "x2": place(tick), "y": HEAD, "y2": bottom} for tick in ticks]
    marks = [record for tick in ticks for record in block([f"{tick:.0%}"], place(tick), bottom + 12)]
    layers = [
        canvas.lines(axis, color=GRID),
        canvas.lines(joins, color=GREY, strokeDash=[3, 2]),
        canvas.boxes(boxes),
        canvas.lines(errors, color=INK, strokeWidth=1.4),
        canvas.text(names, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(values, ink=INK, align="left", fontSize=TEXT_SIZE, fontWeight="bold"),
        canvas.text(marks, ink=MUTED, fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers)
