"""Chances before and after a change, one line each: where lines are steep, the change matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from winset.charts.canvas import TICKS, Canvas, block, chance_top
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import spread, wrap
from winset.charts.theme import BLUE, GREY, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.wording import counted, percent, sentence

ID = "slope"
LEFT, RIGHT, LABELS = 110, 390, 412
HEAD, FOOT, LEAST_HEIGHT, STEP = 34, 18, 260, 30
MOST_TOLD = 8
MOST_LABELLED = 14

COLUMNS = (
    Column("label", "What"),
    Column("before", "Before", "chance"),
    Column("after", "After", "chance"),
    Column("difference", "Difference", "number"),
    Column("sampling_error", "Sampling error of the difference", "number"),
)


@dataclass(frozen=True)
class Slope:
    """One line: what it is, the chance before and after, one standard error of the difference, and whether it leads."""

    label: str
    before: float
    after: float
    error: float | None = None
    leads: bool = False


def slope(
    lines: Sequence[Slope], title: str, subtitle: str, id: str = ID, ends: tuple[str, str] = ("before", "after")
) -> Chart:
    """Return the chart of chances before (left) and after (right) a change, or several changes.

    Parameters
    ----------
    lines : sequence of Slope
        At least one; those that lead are drawn on top and in bold. Beyond 14 lines only those and the extremes
        are named in the picture; the table has all.
    title, subtitle : str
        The finding, and how to read the picture.
    id : str
        Unique on a page.
    ends : tuple of str
        What stands over the left and the right side.
    """
    rows = tuple((one.label, one.before, one.after, round(one.after - one.before, 10), one.error) for one in lines)
    table = Table("Chances before and after", COLUMNS, rows)
    return compose(id, title, subtitle, _alt(lines, ends), _picture(lines, ends), table, WIDTH)


def _alt(lines: Sequence[Slope], ends: tuple[str, str]) -> str:
    """Return the picture in words."""
    told = sorted(lines, key=lambda one: not one.leads)[:MOST_TOLD]
    said = "; ".join(f"{one.label} {percent(one.before)} to {percent(one.after)}" for one in told)
    more = len(lines) - len(told)
    rest = f"; {counted(more, 'more line')} in the table" if more else ""
    return f"Slope chart of {counted(len(lines), 'line')}, {ends[0]} to {ends[1]}. {sentence(said)}{rest}."


def _named(lines: Sequence[Slope]) -> list[Slope]:
    """Return the lines that are named in the picture."""
    if len(lines) <= MOST_LABELLED:
        return list(lines)
    order = sorted(lines, key=lambda one: one.after)
    return [one for one in lines if one.leads or one in (order[0], order[-1])]


def _picture(lines: Sequence[Slope], ends: tuple[str, str]) -> Any:
    """Return the picture."""
    top = chance_top(max(max(one.before, one.after) for one in lines))
    named = _named(lines)
    wrapped = [wrap(f"{percent(one.after)}  {one.label}", WIDTH - LABELS - 4, SMALL_SIZE, lines=2) for one in named]
    heights = [14.0 * len(text) + 4 for text in wrapped]
    height = max(LEAST_HEIGHT, int(sum(heights)))
    canvas = Canvas(WIDTH, HEAD + height + FOOT)

    def place(chance: float) -> float:
        return HEAD + height * (1 - chance / top)

    steps = [top * part / TICKS[top] for part in range(TICKS[top] + 1)]
    grid = [{"x": LEFT, "x2": RIGHT, "y": place(step), "y2": place(step)} for step in steps]
    ticks = [record for step in steps for record in block([f"{step:.0%}"], 30, place(step))]
    heads = [*block([ends[0]], LEFT, HEAD - 20), *block([ends[1]], RIGHT, HEAD - 20)]
    drawn: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    errors: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for one in lines:
        drawn[one.leads].append({"x": LEFT, "x2": RIGHT, "y": place(one.before), "y2": place(one.after)})
        if one.error:
            low, high = (min(max(one.after + sign * one.error, 0), top) for sign in (-1, 1))
            errors[one.leads].append({"x": RIGHT, "x2": RIGHT, "y": place(low), "y2": place(high)})
    starts = {percent(one.before): place(one.before) for one in sorted(named, key=lambda one: one.leads)}
    left = [
        record
        for text, y in zip(
            starts, spread(list(starts.values()), [14.0] * len(starts), HEAD - 8, HEAD + height + 8), strict=True
        )
        for record in block([text], LEFT - 10, y)
    ]
    ys = spread([place(one.after) for one in named], heights, HEAD - 8, HEAD + height + FOOT)
    names: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    leaders = []
    for one, text, y in zip(named, wrapped, ys, strict=True):
        names[one.leads] += block(text, LABELS, y)
        leaders.append({"x": RIGHT + 4, "x2": LABELS - 4, "y": place(one.after), "y2": y})
    points = {
        leads: [{"x": x, "y": record[y]} for record in drawn[leads] for x, y in ((LEFT, "y"), (RIGHT, "y2"))]
        for leads in (False, True)
    }
    colours = {True: VERMILLION, False: BLUE}
    layers = [canvas.lines(grid, color=GRID), canvas.lines(leaders, color=GREY, strokeWidth=0.7)]
    for leads in (False, True):
        ink, width = colours[leads], 2.6 if leads else 1.6
        layers += [
            canvas.lines(drawn[leads], color=ink, strokeWidth=width, opacity=1 if leads else 0.7),
            canvas.lines(errors[leads], color=ink, strokeWidth=5, opacity=0.35),
            canvas.points(points[leads], color=ink, filled=True, size=36, opacity=1),
            canvas.text(
                names[leads],
                ink=INK,
                align="left",
                fontSize=SMALL_SIZE,
                fontWeight="bold" if leads else "normal",
            ),
        ]
    layers += [
        canvas.text(left, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(ticks, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(heads, ink=INK, fontWeight="bold", fontSize=TEXT_SIZE),
    ]
    return canvas.stack(*layers)
