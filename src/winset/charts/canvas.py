"""A plane measured in pixels, for charts whose rows, columns and labels are laid out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

TICKS = {0.05: 5, 0.1: 5, 0.2: 4, 0.3: 3, 0.4: 4, 0.5: 5, 0.6: 3, 0.8: 4, 1.0: 5}
"""Upper ends of a scale of chances, and into how many round steps each divides."""

LINE = 14
"""Pixels from one line of text to the next."""


def block(lines: Sequence[str], x: float, y: float, line: float = LINE, **fields: Any) -> list[dict[str, Any]]:
    """Return records of text, one for each line, centred on `y`; an empty line takes room but leaves no record.

    Examples
    --------
    >>> [record["y"] for record in block(["one", "two"], x=0, y=50)]
    [43.0, 57.0]
    """
    top = y - (len(lines) - 1) * line / 2
    return [{"x": x, "y": top + place * line, "text": text, **fields} for place, text in enumerate(lines) if text]


def chance_top(highest: float) -> float:
    """Return the upper end of a scale that holds chances up to `highest`, with some air.

    Examples
    --------
    >>> chance_top(0.297), chance_top(0.0), chance_top(1.0)
    (0.4, 0.05, 1.0)
    """
    return next((top for top in TICKS if top >= highest * 1.05), 1.0)


class Canvas:
    """Scales that read `x` and `y` as pixels from the upper left, and the marks that charts put there."""

    def __init__(self, width: float, height: float) -> None:
        import altair

        alt: Any = altair
        self.alt = alt
        self.width, self.height = width, height
        self.x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False, zero=False))
        self.y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False))

    def text(self, records: Iterable[dict[str, Any]], ink: str | None = None, **style: Any) -> Any:
        """Return text; each record's own `ink` colours it unless one is given for all."""
        marks = (
            self._marks(records)
            .mark_text(**{"baseline": "middle", **style})
            .encode(x=self.x, y=self.y, text=self.alt.Text("text:N"))
        )
        if ink is not None:
            return marks.encode(color=self.alt.value(ink))
        return marks.encode(color=self.alt.Color("ink:N", scale=None))

    def boxes(self, records: Iterable[dict[str, Any]], **style: Any) -> Any:
        """Return boxes from `x`, `y` to `x2`, `y2`, each in its own `fill`."""
        fill = self.alt.Color("fill:N", scale=None)
        return (
            self._marks(records)
            .mark_rect(**style)
            .encode(x=self.x, y=self.y, x2=self.alt.X2("x2:Q"), y2=self.alt.Y2("y2:Q"), color=fill)
        )

    def lines(self, records: Iterable[dict[str, Any]], **style: Any) -> Any:
        """Return straight lines from `x`, `y` to `x2`, `y2`."""
        return (
            self._marks(records)
            .mark_rule(**style)
            .encode(x=self.x, y=self.y, x2=self.alt.X2("x2:Q"), y2=self.alt.Y2("y2:Q"))
        )

    def points(self, records: Iterable[dict[str, Any]], **style: Any) -> Any:
        """Return points."""
        return self._marks(records).mark_point(**style).encode(x=self.x, y=self.y)

    def stack(self, *layers: Any) -> Any:
        """Return the layers as one picture."""
        return self.alt.layer(*layers).properties(width=self.width, height=self.height)

    def _marks(self, records: Iterable[dict[str, Any]]) -> Any:
        """Return a chart around records."""
        return self.alt.Chart(self.alt.Data(values=list(records)))
