"""Charts as SVG and PNG: no browser, no network, the same bytes each time."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from typing import Any

from winset.charts.chart import Chart
from winset.whole_file import write_whole

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_OPENING = re.compile(r"<svg\b[^>]*>")


def printable(text: str) -> str:
    """Return the text without the characters that XML and HTML forbid.

    Examples
    --------
    >>> printable("a\x07b")
    'ab'
    """
    return _UNPRINTABLE.sub("", text).encode("utf-8", "replace").decode("utf-8")


def to_svg(chart: Chart, titled: bool = True) -> str:
    """Return the chart as one SVG element that carries its title and alternative text.

    Parameters
    ----------
    chart : Chart
        What to draw.
    titled : bool
        False leaves the visible title to the page around it; the accessible one stays.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(_text(chart, titled), allowed_base_urls=[])
    return _labelled(_own_ids(drawn, chart.id), chart)


def to_png(chart: Chart, path: str | os.PathLike[str], scale: float = 2.0) -> Path:
    """Write the chart as a PNG file, whole or not at all, and return its path."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(_text(chart, True), scale=scale, allowed_base_urls=[])
    target = Path(path)
    write_whole(target, drawn)
    return target


def _text(chart: Chart, titled: bool) -> str:
    """Return the Vega-Lite chart as text that the renderer can read; it stops the whole process at odd characters."""
    spec = {key: _readable(part) for key, part in chart.spec.items() if titled or key != "title"}
    return json.dumps(spec, ensure_ascii=False)


def _readable(part: Any) -> Any:
    """Return a part of a chart with printable text only."""
    if isinstance(part, dict):
        return {key: _readable(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_readable(value) for value in part]
    return printable(part) if isinstance(part, str) else part


def _own_ids(svg: str, prefix: str) -> str:
    """Return the SVG with ids numbered from 0 under a prefix: the renderer counts on from chart to chart."""
    for number, found in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))):
        own = f"{prefix}-{number}"
        svg = svg.replace(f'id="{found}"', f'id="{own}"').replace(f"url(#{found})", f"url(#{own})")
    return svg


def _labelled(svg: str, chart: Chart) -> str:
    """Return the SVG as an image with a name and a description for those who cannot see it."""
    opening = _OPENING.match(svg)
    if opening is None:
        raise ValueError(f"chart {chart.id!r} was not drawn as SVG")
    size = dict(re.findall(r'\b(width|height|viewBox)="([^"]*)"', opening.group()))
    title, alt = (html.escape(printable(text), quote=False) for text in (chart.title, chart.alt))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size["width"]}" height="{size["height"]}" '
        f'viewBox="{size["viewBox"]}" role="img" aria-labelledby="{chart.id}-title" '
        f'aria-describedby="{chart.id}-desc">'
        f'<title id="{chart.id}-title">{title}</title><desc id="{chart.id}-desc">{alt}</desc>'
    )
    return printable(head + svg[opening.end() :])
