"""A score of every method of a backtest with its interval: the baselines, then the models."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.scale import round_steps, short
from winset.charts.theme import BLUE, GREY, GRID, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, WIDTH

LABELS, STEP, GROUP, FOOT = 226, 22, 30, 40


@dataclass(frozen=True)
class Scored:
    """A method with a score and its interval, nan where there is none; `n` is on how many questions."""

    label: str
    is_baseline: bool
    n: int
    score: float
    low: float
    high: float


def method_scores(
    id: str,
    title: str,
    subtitle: str,
    unit: str,
    rows: Sequence[Scored],
    mark: float | None = None,
    said: str = "",
    digits: int = 1,
) -> Chart:
    """Return the chart of one score.

    Parameters
    ----------
    unit : str
        What the scale says.
    rows : sequence of Scored
        At least one.
    mark : float, optional
        A value to compare with, drawn as a dashed line, and called `said`.
    digits : int
        Digits after the point in the figures beside the picture.
    """
    table = Table(
        title,
        (
            Column("method", "Method"), Column("baseline", "Baseline", "flag"), Column("n", "Questions", "value"),
            Column("score", unit, "number"), Column("low", "2.5% point", "number"),
            Column("high", "97.5% point", "number"),
        ),
        tuple((row.label, row.is_baseline, row.n, row.score, *_ends(row)) for row in rows),
    )  # fmt: skip
    told = [f"{row.label} {_told(row, ' to ', digits)}" for row in rows]
    alt = f"Dot plot of {unit} of {len(rows)} methods. {'; '.join(told)}."
    return compose(id, title, subtitle, alt, _picture(unit, rows, mark, said, digits), table, WIDTH)


def _ends(row: Scored) -> tuple[float | None, float | None]:
    """Both ends of the interval, nothing where there is none."""
    return (row.low, row.high) if math.isfinite(row.low) and math.isfinite(row.high) else (None, None)


def _told(row: Scored, between: str, digits: int) -> str:
    """A score with its interval, if it has one."""
    low, high = _ends(row)
    ends = "" if low is None or high is None else f" ({low:.{digits}f}{between}{high:.{digits}f})"
    return f"{row.score:.{digits}f}{ends}"


def _picture(unit: str, rows: Sequence[Scored], mark: float | None, said: str, digits: int) -> Any:
    """Return the picture."""
    right = WIDTH - 120.0 - 18.0 * (digits - 1)
    most = max(number for row in rows for number in (row.score, row.high) if math.isfinite(number)) or 1.0
    steps = round_steps(0.0, most * 1.02)
    low, high = 0.0, max(most * 1.02, steps[-1])

    def place(value: float) -> float:
        return LABELS + (value - low) / (high - low) * (right - LABELS)

    kinds = [kind for kind in (True, False) if any(row.is_baseline is kind for row in rows)]
    bottom = 20.0 + GROUP * len(kinds) + STEP * len(rows)
    canvas = Canvas(WIDTH, bottom + FOOT)
    titles, labels, figures, tracks = [], [], [], []
    spots: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    spans: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    y = 20.0
    for kind in kinds:
        titles += block(["Baselines" if kind else "Models"], LABELS - 14, y + GROUP - 10)
        y += GROUP
        for row in (row for row in rows if row.is_baseline is kind):
            middle = y + STEP / 2
            labels += block(wrap(row.label, LABELS - 18, SMALL_SIZE, lines=1), LABELS - 14, middle)
            tracks.append({"x": LABELS, "x2": right, "y": middle, "y2": middle})
            spots[kind].append({"x": place(row.score), "y": middle})
            low_end, high_end = _ends(row)
            if low_end is not None and high_end is not None:
                spans[kind].append({"x": place(low_end), "x2": place(high_end), "y": middle, "y2": middle})
            figures += block([_told(row, "–", digits)], WIDTH - 4, middle)
            y += STEP
    grid = [{"x": place(step), "x2": place(step), "y": 34.0, "y2": bottom} for step in steps]
    scale = [
        record
        for step in steps
        for record in block([short(step, 0 if digits == 1 else digits)], place(step), bottom + 12)
    ]
    layers = [canvas.lines(grid, color=GRID), canvas.lines(tracks, color=GRID)]
    if mark is not None:
        x = place(mark)
        layers.append(canvas.lines([{"x": x, "x2": x, "y": 28.0, "y2": bottom}], color=INK, strokeDash=[5, 3]))
        layers.append(canvas.text(block([said], x, 16), ink=INK, fontSize=SMALL_SIZE))
    layers += [
        canvas.lines(spans[True], color=GREY, strokeWidth=4, opacity=0.6),
        canvas.lines(spans[False], color=BLUE, strokeWidth=4, opacity=0.45),
        canvas.points(spots[True], color=GREY, fill=PAPER, size=62, strokeWidth=2.2, opacity=1),
        canvas.points(spots[False], color=BLUE, filled=True, size=75, opacity=1),
        canvas.text(titles, ink=INK, align="right", fontWeight="bold", fontSize=TEXT_SIZE),
        canvas.text(labels, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(figures, ink=MUTED, align="right", fontSize=SMALL_SIZE),
        canvas.text(scale, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(block([unit], (LABELS + right) / 2, bottom + 30), ink=INK, fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers)
