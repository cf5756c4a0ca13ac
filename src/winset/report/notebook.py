"""A forecast in a notebook: the answer, how far it gets, the packages, and one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from winset.charts.render import printable
from winset.charts.wording import percent, sentence
from winset.forecasting.record import Forecast
from winset.report import sentences
from winset.report.extras import can_draw

PACKAGES_SHOWN = 8
CELL = 'style="text-align:left;vertical-align:top;padding:0.15em 1em 0.15em 0"'


def forecast_html(forecast: Forecast) -> str:
    """Return a compact summary of a forecast as HTML; its picture needs the extra `report` and is else left out."""
    case = forecast.case
    parts = [
        '<div style="max-width:56em;line-height:1.4">',
        f'<p style="margin:0;opacity:0.75">{_text(case.title)} ({_text(case.id)}, as known on {case.as_of})</p>',
        f'<p style="margin:0 0 0.5em">{_text(case.question)}</p>',
        f"<p><strong>{_text(sentences.answer(forecast))}</strong> {_text(sentences.figures(forecast))}.</p>",
    ]
    parts += [f"<p><strong>Take care:</strong> {_text(line)}</p>" for line in forecast.warnings]
    if told := sentences.matters_most(forecast):
        parts.append(f"<p>{_text(told)}</p>")
    parts.append(_ladder(forecast))
    parts.append(_packages(forecast))
    parts.append(_picture(forecast))
    parts.append(f'<p style="opacity:0.75">{_text(sentences.run_line(forecast))}, case {case.sha256[:12]}</p></div>')
    return "\n".join(part for part in parts if part)


def _text(text: str) -> str:
    """Return text as it may stand in HTML."""
    return escape(printable(text))


def _table(caption: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a small table; nothing if it has no rows."""
    if not rows:
        return ""
    head = "".join(f'<th scope="col" {CELL}>{_text(name)}</th>' for name in headings)
    body = "".join(
        "<tr>" + "".join(f"<td {CELL}>" + "<br>".join(map(_text, cell.split("\n"))) + "</td>" for cell in row) + "</tr>"
        for row in rows
    )
    title = f'<caption style="text-align:left;caption-side:top;font-weight:bold">{_text(caption)}</caption>'
    return f'<table style="margin:0.75em 0">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _ladder(forecast: Forecast) -> str:
    """Return the rungs."""
    rows = [
        (
            sentence(sentences.RUNGS.get(rung.rung, rung.rung)),
            sentences.rung_in_words(rung, forecast),
            percent(rung.probability),
        )
        for rung in forecast.ladder
    ]
    return _table("How far it gets", ("Rung", "In words", "Chance"), rows)


def _packages(forecast: Forecast) -> str:
    """Return the best placed packages."""
    packages = sentences.on_the_table(forecast)
    rows = [
        (
            sentence(package.label) + ("" if package.counts else " (does not count)"),
            percent(package.open_now),
            percent(sentences.chance_of(package, forecast)),
            "\n".join(sentences.refuser(part, forecast) for part in sentences.refusers(package)[:2]),
        )
        for package in packages[:PACKAGES_SHOWN]
    ]
    if (left := len(packages) - PACKAGES_SHOWN) > 0:
        rows.append((f"and {left} more", "", "", ""))
    headings = (
        "Package",
        sentence(sentences.now(forecast)),
        sentence(sentences.done(forecast)),
        "Refused now by (chance; short by)",
    )
    return _table("Packages, and who refuses them now", headings, rows)


def _picture(forecast: Forecast) -> str:
    """Return the chance of a deal by date as a drawing, under ids of its own so that a notebook may hold many."""
    if not can_draw():
        return ""
    from winset.charts import charts, to_svg

    for chart in charts(forecast):
        if chart.id.startswith("deal-by"):
            own = f"{chart.id}-{forecast.case.sha256[:8]}-{forecast.run.seed}-{forecast.run.draws}"
            return f'<div style="max-width:100%;overflow-x:auto">{to_svg(replace(chart, id=own))}</div>'
    return ""
