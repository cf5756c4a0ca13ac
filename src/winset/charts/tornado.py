"""The tornado: what each number alone does to the chance of a deal, at both ends of its range, the widest first."""

from __future__ import annotations

from typing import Any

from winset.charts.canvas import TICKS, Canvas, block, chance_top
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.theme import BLUE, GRID, INK, MUTED, SMALL_SIZE, VERMILLION, WIDTH
from winset.charts.wording import counted, percent, plain_number, sentence
from winset.explain.matters import Matters, Swing

ID = "tornado"
SHOWN = 14
LABELS, ENDS, STEP, HEAD, FOOT = 262, 58, 30, 26, 26

COLUMNS = (
    Column("label", "Number"),
    Column("low_value", "5 % point", "number"),
    Column("high_value", "95 % point", "number"),
    Column("unit", "Unit"),
    Column("low", "Deal at the 5 % point", "chance"),
    Column("high", "Deal at the 95 % point", "chance"),
    Column("sampling_error", "Sampling error of the difference", "number"),
)


def tornado(found: Matters) -> tuple[Chart, ...]:
    """Return the chart of the widest swings; none if no number moves anything."""
    shown = [swing for swing in found.swings if swing.size > 0][:SHOWN]
    if not shown:
        return ()
    first = shown[0]
    title = f"{sentence(first.label)} moves a deal most: {_from_to(first)}"
    subtitle = (
        "Chance of a deal with one number set to the 5 % point (light) and the 95 % point (dark) of its range and all "
        "others drawn as before. Thin lines: one standard error. Dashed: the base."
    )
    told = "; ".join(f"{swing.label} {_from_to(swing)}" for swing in shown[:8])
    rest = len(found.swings) - len(shown)
    alt = f"Tornado chart of {counted(len(shown), 'number')} around a base of {percent(found.probability)}. {told}." + (
        f" {counted(rest, 'more number')} in the table." if rest else ""
    )
    rows = tuple(
        (
            one.label,
            one.low_value,
            one.high_value,
            one.unit,
            round(one.low, 10),
            round(one.high, 10),
            round(one.error, 10),
        )
        for one in shown
    )
    table = Table("Swings: the chance of a deal at both ends of each number's range", COLUMNS, rows)
    return (compose(ID, title, subtitle, alt, _picture(found, shown), table, WIDTH),)


def _from_to(swing: Swing) -> str:
    """Return the chances at both ends with the values that make them."""
    low, high = (plain_number(value, swing.unit) for value in (swing.low_value, swing.high_value))
    return f"{percent(swing.low)} at {low}, {percent(swing.high)} at {high}"


def _picture(found: Matters, shown: list[Swing]) -> Any:
    """Return the picture."""
    top = chance_top(max(found.probability, *(max(swing.low, swing.high) for swing in shown)))
    bottom, right = HEAD + STEP * len(shown), WIDTH - ENDS - 4
    left = LABELS + ENDS
    canvas = Canvas(WIDTH, bottom + FOOT)

    def place(chance: float) -> float:
        return left + chance / top * (right - left)

    steps = [top * part / TICKS[top] for part in range(TICKS[top] + 1)]
    base = place(found.probability)
    boxes: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    names, values, errors = [], [], []
    for row, swing in enumerate(shown):
        middle = HEAD + STEP * (row + 0.5)
        names += block(wrap(sentence(swing.label), LABELS - 12, SMALL_SIZE, lines=2), LABELS - 6, middle, 12)
        ends = ((False, swing.low, swing.low_value), (True, swing.high, swing.high_value))
        for is_high, chance, _ in ends:
            fill = BLUE if is_high else "#9ecae8"
            x, x2 = sorted((base, place(chance)))
            boxes[is_high].append({"x": x, "x2": max(x2, x + 1), "y": middle - 8, "y2": middle + 8, "fill": fill})
        widest = max(swing.low, swing.high, key=lambda chance: abs(chance - found.probability))
        half = swing.error / top * (right - left)
        for _, chance, value, side in _sides(ends):
            beyond = 6 + (half if chance == widest else 0)
            at = place(chance) + (beyond if side > 0 else -beyond)
            at = max(at, base + 6) if side > 0 else min(at, base - 6)
            text = plain_number(value, swing.unit if swing.unit in ("%", "days") else "")
            values += [{"x": at, "y": middle, "text": text, "align": "left" if side > 0 else "right"}]
        errors.append({"x": place(widest) - half, "x2": place(widest) + half, "y": middle, "y2": middle})
    grid = [{"x": place(step), "x2": place(step), "y": HEAD, "y2": bottom} for step in steps]
    ticks = [record for step in steps for record in block([f"{step:.0%}"], place(step), bottom + 12)]
    told = block([f"base {percent(found.probability)}"], base, HEAD - 14)
    return canvas.stack(
        canvas.lines(grid, color=GRID),
        canvas.boxes([*boxes[False], *boxes[True]]),
        canvas.lines(errors, color=INK, strokeWidth=1),
        canvas.lines(
            [{"x": base, "x2": base, "y": HEAD - 6, "y2": bottom}], color=VERMILLION, strokeDash=[5, 3], strokeWidth=1.6
        ),
        canvas.text(names, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text([one for one in values if one["align"] == "left"], ink=MUTED, align="left", fontSize=SMALL_SIZE),
        canvas.text([one for one in values if one["align"] == "right"], ink=MUTED, align="right", fontSize=SMALL_SIZE),
        canvas.text(ticks, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(told, ink=VERMILLION, fontWeight="bold", fontSize=SMALL_SIZE),
    )


def _sides(ends: tuple[tuple[bool, float, float], ...]) -> list[tuple[bool, float, float, int]]:
    """Return each end with the side on which its value stands: the lesser chance's to the left."""
    (_, low, _), (_, high, _) = ends
    first = -1 if low <= high else 1
    return [(*ends[0], first), (*ends[1], -first)]


__all__ = ["tornado"]
