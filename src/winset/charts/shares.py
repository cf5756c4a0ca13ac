"""How much of what is unsure hangs on each party's numbers and on each source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.theme import BLUE, GRID, INK, MUTED, SMALL_SIZE, WIDTH
from winset.charts.wording import counted, sentence
from winset.explain.matters import Matters, Share

LABELS, STEP, HEAD, FOOT, SHOWN = 262, 30, 8, 26, 10
AROUND = 1.0
"""Right end of the scale: all of the variance."""

COLUMNS = (
    Column("label", "Whose, or from where"),
    Column("numbers", "Numbers", "number"),
    Column("share", "Share of the variance of the chance, with all else", "number"),
    Column("low", "90 % interval from", "number"),
    Column("high", "to", "number"),
)


def shares(found: Matters) -> tuple[Chart, ...]:
    """Return one chart by party and one by source; none where the shares cannot be told."""
    drawn = []
    for id, groups, what in (
        ("shares-by-party", found.parties, "whose numbers they are"),
        ("shares-by-source", found.sources, "where they come from"),
    ):
        told = [one for one in groups if one.chance_all.value is not None]
        if told:
            drawn.append(_chart(id, told, what))
    return tuple(drawn)


def _chart(id: str, groups: Sequence[Share], what: str) -> Chart:
    """Return the chart of one grouping."""
    ordered = sorted(groups, key=lambda one: -_value(one))
    first, shown = ordered[0], ordered[:SHOWN]
    title = f"{sentence(first.label)}: {_percent(first)} of what is unsure about the chance hangs on it"
    if first.label.startswith("guesses"):
        title = f"Guesses without a source: {_percent(first)} of what is unsure about the chance hangs on them"
    subtitle = (
        f"Numbers by {what}: the share of the variance of the chance of a deal that would be left if all other numbers "
        "were known. Shares overlap and may sum to more than 100%. Thin lines: 90 % intervals."
    )
    told = "; ".join(f"{one.label} {_percent(one)}" for one in shown[:8])
    alt = f"Bar chart of {counted(len(shown), 'group')} of numbers by {what}. {sentence(told)}."
    rows = tuple(
        (
            one.label,
            one.numbers,
            *(None if part is None else round(part, 6) for part in (one.chance_all.value, *_interval(one))),
        )
        for one in ordered
    )
    return compose(id, title, subtitle, alt, _picture(shown), Table(f"Shares by {what}", COLUMNS, rows), WIDTH)


def _picture(shown: Sequence[Share]) -> Any:
    """Return the picture."""
    bottom, right = HEAD + STEP * len(shown), WIDTH - 48
    canvas = Canvas(WIDTH, bottom + FOOT)

    def place(share: float) -> float:
        return LABELS + min(max(share, 0.0), AROUND) * (right - LABELS)

    names, boxes, lines, values = [], [], [], []
    for row, one in enumerate(shown):
        middle = HEAD + STEP * (row + 0.5)
        names += block(wrap(sentence(one.label), LABELS - 12, SMALL_SIZE, lines=2), LABELS - 8, middle, 12)
        boxes.append({"x": LABELS, "x2": place(_value(one)), "y": middle - 8, "y2": middle + 8, "fill": BLUE})
        low, high = (place(part or 0.0) for part in _interval(one))
        lines.append({"x": low, "x2": high, "y": middle, "y2": middle})
        values += block([_percent(one)], max(high, place(_value(one))) + 6, middle)
    ticks = [record for part in range(5) for record in block([f"{part / 4:.0%}"], place(part / 4), bottom + 12)]
    grid = [{"x": place(part / 4), "x2": place(part / 4), "y": HEAD, "y2": bottom} for part in range(5)]
    return canvas.stack(
        canvas.lines(grid, color=GRID),
        canvas.boxes(boxes),
        canvas.lines(lines, color=INK, strokeWidth=1),
        canvas.text(names, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(values, ink=INK, align="left", fontSize=SMALL_SIZE),
        canvas.text(ticks, ink=MUTED, fontSize=SMALL_SIZE),
    )


def _value(one: Share) -> float:
    """Return a group's share, 0 to 1."""
    return min(max(one.chance_all.value or 0.0, 0.0), AROUND)


def _interval(one: Share) -> tuple[float | None, float | None]:
    """Return the ends of its interval."""
    return one.chance_all.low, one.chance_all.high


def _percent(one: Share) -> str:
    """Return a group's share in per cent."""
    return f"{_value(one):.0%}"


__all__ = ["shares"]
