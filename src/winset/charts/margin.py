"""Labels in the right margin of a chart over time, each beside the level that it names, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from winset.charts.canvas import LINE
from winset.charts.labels import spread, wrap
from winset.charts.theme import GREY, SMALL_SIZE

MARGIN = 200
"""Pixels right of the plot."""


@dataclass(frozen=True)
class Level:
    """A level on the vertical scale and what stands beside it."""

    value: float
    text: str
    ink: str
    bold: bool = False


def margin_labels(levels: Sequence[Level], domain: tuple[float, float], plot: tuple[float, float]) -> list[Any]:
    """Return the layers that label levels.

    Parameters
    ----------
    domain : (float, float)
        Ends of the vertical scale.
    plot : (float, float)
        Width and height of the plot in pixels.
    """
    import altair

    alt: Any = altair
    width, height = plot
    low, high = domain
    texts = [wrap(level.text, MARGIN - 20, SMALL_SIZE, lines=4, bold=level.bold) for level in levels]
    aims = [(high - level.value) / (high - low) * height for level in levels]
    places = spread(aims, [LINE * len(lines) + 3 for lines in texts], -14, height + 14)
    words, ties = [], []
    for level, lines, aim, place in zip(levels, texts, aims, places, strict=True):
        tie = {"x": width, "y": aim, "x2": width + 14, "y2": place}
        ties.append({key: _level(pixel, low, high, height) if "y" in key else pixel for key, pixel in tie.items()})
        for number, line in enumerate(lines):
            pixel = place + (number - (len(lines) - 1) / 2) * LINE
            at = _level(pixel, low, high, height)
            words.append({"y": at, "text": line, "ink": level.ink, "bold": level.bold})
    side = alt.Y("y:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=alt.Undefined)
    made: list[Any] = [
        alt.Chart(alt.Data(values=ties))
        .mark_rule(color=GREY, strokeWidth=0.8)
        .encode(x=alt.value(width + 1), x2=alt.value(width + 13), y=side, y2=alt.Y2("y2:Q"))
    ]
    for bold in (False, True):
        chosen = [word for word in words if word["bold"] is bold]
        marks = alt.Chart(alt.Data(values=chosen)).mark_text(
            align="left", baseline="middle", fontSize=SMALL_SIZE, fontWeight="bold" if bold else "normal"
        )
        ink = alt.Color("ink:N", scale=None)
        made.append(marks.encode(x=alt.value(width + 17), y=side, text=alt.Text("text:N"), color=ink))
    return made


def _level(pixel: float, low: float, high: float, height: float) -> float:
    """Return the level that lies at a pixel from the top."""
    return round(high - pixel / height * (high - low), 6)
