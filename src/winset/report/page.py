"""The report: a forecast as one HTML file that opens from disk, prints on A4 and asks nobody for anything."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from winset.charts import charts, to_svg
from winset.charts.chart import Cell, Chart, Column
from winset.charts.nodes import names_of
from winset.charts.render import printable
from winset.charts.scale import short
from winset.charts.wording import amount, day, party_name, percent
from winset.explain.lever_words import lever_line
from winset.forecasting.record import Forecast
from winset.forecasting.words import in_words
from winset.report import keeping, sentences
from winset.report.extras import need_drawing

if TYPE_CHECKING:
    from jinja2 import Environment

    from winset.explain.windows import Windows

PLACES = {
    "packages-by-accepters": "packages",
    "accepters-tree": "accepters",
    "ladder": "ladder",
    "deal-by-date": "when",
    "approval-fan": "approval",
    "leaders-gains": "gains",
    "opposition-readings": "opinions",
    "lever-slopes": "levers",
    "forms": "forms",
}
"""Kinds of chart and the section each stands in; a kind that is not named here stands among the further pictures."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SLASHES = re.compile(r"(?<=[\w)])([./_-])(?=\w)")


@dataclass(frozen=True)
class Figure:
    """A chart with its drawing."""

    chart: Chart
    svg: Any


def render_report(forecast: Forecast, windows: Windows | None = None) -> str:
    """Return the report as one self-contained HTML page: no script, no outside request, every text escaped.

    Equal forecasts give equal bytes. With `windows` of the same case, from `winset.windows`, it also says when a window
    opens and whether to sign or wait.

    Raises
    ------
    WinsetError
        If the extra `report` is not installed.
    """
    need_drawing()
    from winset.report.timing import sections_of

    pictures: dict[str, list[Figure]] = {}
    for chart in charts(forecast):
        pictures.setdefault(_place(chart), []).append(figure(chart))
    page = (
        environment()
        .get_template("report.html")
        .render(
            forecast=forecast,
            pictures=pictures,
            windows=() if windows is None else sections_of(windows),
            figure_of=figure,
            names=names_of(forecast.accepters),
            anchors={source.id: f"source-{place}" for place, source in enumerate(forecast.sources, 1)},
        )
    )
    return str(page)


def _place(chart: Chart) -> str:
    """Return the section that a chart stands in."""
    return next((place for kind, place in PLACES.items() if chart.id.startswith(kind)), "further")


def figure(chart: Chart) -> Figure:
    """Return a chart drawn without its visible title, which the page sets itself."""
    from markupsafe import Markup

    return Figure(chart, Markup(to_svg(chart, titled=False)))  # made by the renderer, which escapes what it is given


@cache
def environment() -> Environment:
    """Return what fills the templates: everything is escaped, and a name that does not exist is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("winset.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    for words in (sentences, keeping):
        environment.globals.update({name: getattr(words, name) for name in words.__all__})
    environment.filters.update(
        day=day,
        date=dt.date.fromisoformat,
        percent=percent,
        in_words=in_words,
        cell=cell,
        link=link,
        breakable=breakable,
        share=lambda chance: f"{100 * min(max(chance, 0.0), 1.0):.2f}",
    )
    environment.tests["day"] = lambda text: bool(_DAY.fullmatch(text))
    environment.globals.update(amount=amount, party=party_name, lever_line=lever_line)
    return environment


def _printable(value: Any) -> Any:
    """Return a value ready for the page: text without characters that HTML forbids."""
    return printable(value) if type(value) is str else value


def cell(value: Cell, column: Column) -> str:
    """Return a table's cell for people: chances in per cent, yes and no, numbers to three digits, values in full.

    >>> cell(0.0625, Column("x", "X", "chance")), cell(True, Column("x", "X", "flag")), cell(None, Column("x", "X"))
    ('6%', 'yes', '')
    """
    if value is None:
        return ""
    if column.kind == "chance" and isinstance(value, float | int):
        return percent(float(value))
    if column.kind == "value" and isinstance(value, float | int):
        return short(value, 9)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return sentences.measure(value)
    return str(value)


def link(url: str) -> str:
    """Return an address that may be followed from a page, empty if it is anything but plain web.

    >>> link("https://example.org/a"), link("javascript:alert(1)"), link("//example.org")
    ('https://example.org/a', '', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def breakable(text: str) -> Any:
    """Return a path or address with places at which a line may break."""
    from markupsafe import Markup, escape

    return Markup("").join(_pieces(escape, Markup("<wbr>"), text))


def _pieces(escape: Any, gap: Any, text: str) -> Iterator[Any]:
    """Yield the escaped pieces of a text with gaps after its dots, slashes and dashes."""
    for place, piece in enumerate(_SLASHES.split(printable(text))):
        yield escape(piece)
        if place % 2:
            yield gap
