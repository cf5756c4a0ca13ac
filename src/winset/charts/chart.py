"""What a chart is: a finding, how to read it, the same in words, a Vega-Lite picture and its data as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from winset.charts.labels import wrap
from winset.charts.theme import CONFIG, SUBTITLE_SIZE, TITLE_SIZE

Cell = str | float | int | bool | None
ColumnKind = Literal["text", "chance", "number", "value", "flag"]
"""A number is read to three digits, a value on a scale of its own with all that it has."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its machine name, its heading for people, and how its cells read."""

    name: str
    heading: str
    kind: ColumnKind = "text"


@dataclass(frozen=True)
class Table:
    """Data in rows, one cell for each column; chances run from 0 to 1, dates are ISO text."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the machine names of the columns and the rows as lists."""
        return {"columns": [column.name for column in self.columns], "rows": [list(row) for row in self.rows]}


@dataclass(frozen=True)
class Chart:
    """One picture of a forecast or a decision.

    Parameters
    ----------
    id : str
        Unique within a forecast; starts with the id of its kind in `winset.charts.CHARTS`.
    title : str
        The finding, as a sentence made from the data.
    subtitle : str
        How to read the picture, with units.
    alt : str
        Alternative text: what the picture shows, with its numbers.
    spec : mapping
        A Vega-Lite chart, data inside.
    table : Table
        The data behind the picture.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    spec: Mapping[str, Any]
    table: Table

    def to_altair(self) -> Any:
        """Return the chart as an Altair object, to be changed or shown interactively in a notebook."""
        import altair as alt

        return alt.Chart.from_dict(dict(self.spec))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Return what a notebook shows."""
        from winset.charts.render import to_svg

        return {"image/svg+xml": to_svg(self), "text/plain": f"{self.title}\n{self.alt}"}


def compose(id: str, title: str, subtitle: str, alt: str, picture: Any, table: Table, width: float) -> Chart:
    """Return a chart in the house style around an Altair picture.

    Parameters
    ----------
    picture : altair chart
        Layers, without title and style.
    width : float
        Pixels of the whole picture; titles wrap to it.
    """
    spec = picture.to_dict(validate=False)
    spec["title"] = {
        "text": wrap(title, width, TITLE_SIZE, bold=True),
        "subtitle": wrap(subtitle, width, SUBTITLE_SIZE),
    }
    spec["config"] = CONFIG
    return Chart(id, title, subtitle, alt, spec, table)
