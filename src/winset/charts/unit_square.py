"""A square in which both ways run from 0 to 1, with its grid, its scale and its diagonal."""

from __future__ import annotations

from typing import Any

from winset.charts.canvas import Canvas, block
from winset.charts.theme import GRID, MUTED, SMALL_SIZE

LEFT, TOP, SIDE, STEP, FOOT = 62.0, 14.0, 340.0, 0.2, 46.0


def x(share: float) -> float:
    """Return where a share stands from left to right."""
    return LEFT + SIDE * share


def y(share: float) -> float:
    """Return where a share stands from the top down."""
    return TOP + SIDE * (1 - share)


def _steps() -> list[float]:
    """Return the shares at which there are lines."""
    return [round(STEP * k, 10) for k in range(round(1 / STEP) + 1)]


def grid(canvas: Canvas, ink: str) -> list[Any]:
    """Return the lines of the grid, and the diagonal in an ink of its own."""
    lines = [
        line
        for s in _steps()
        for line in ({"x": x(0), "x2": x(1), "y": y(s), "y2": y(s)}, {"x": x(s), "x2": x(s), "y": y(0), "y2": y(1)})
    ]
    diagonal = [{"x": x(0), "x2": x(1), "y": y(0), "y2": y(1)}]
    return [canvas.lines(lines, color=GRID), canvas.lines(diagonal, color=ink, strokeDash=[4, 3])]


def scale(canvas: Canvas) -> Any:
    """Return the shares written along both sides."""
    ticks = [
        record
        for s in _steps()
        for record in (*block([f"{s:.0%}"], x(0) - 22, y(s)), *block([f"{s:.0%}"], x(s), y(0) + 14))
    ]
    return canvas.text(ticks, ink=MUTED, fontSize=SMALL_SIZE)
