"""The command that says when a window opens, for each side and for all at once, and whether to sign now or wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from winset.cli.asking import Draws, Out, Seed, Workers, cores, need_room, progress_bar
from winset.cli.printing import CaseName, Json

if TYPE_CHECKING:
    from winset.case.case import Case
    from winset.charts.chart import Chart
    from winset.explain.windows import Windows

FAN_DRAWS = 2048
"""Draws behind the fans of approval on the page, which need no more."""


def timing(
    case: CaseName,
    draws: Draws = 16_384,
    seed: Seed = 1,
    out: Out = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say when a window opens: each side alone, all at the same moment, for how long; and whether to sign or wait."""
    from winset.case.reading import read_case
    from winset.explain.windows import windows

    if out is not None:
        from winset.report.extras import need_drawing

        need_drawing()
        need_room(out)
    found = read_case(case)
    with progress_bar(quiet=as_json, what="watching for windows") as progress:
        answer = windows(found, draws, seed, cores() if workers is None else workers, progress)
    written = [] if out is None else _write(found, answer, out)
    if as_json:
        typer.echo(answer.to_json(), nl=False)
        return
    for line in _shown(answer):
        typer.echo(line)
    if written:
        typer.echo("Written: " + ", ".join(written))


def _write(case: Case, answer: Windows, out: str) -> list[str]:
    """Write the page, the answer as JSON and its tables into a folder; return what was written."""
    from winset.charts.approval_fan import approval_fan
    from winset.forecasting.capital import felt_publics
    from winset.forecasting.run import forecast
    from winset.report.findings import write_findings
    from winset.report.tables import csv_text
    from winset.report.timing import findings_of, tables_of

    fans: tuple[Chart, ...] = ()
    if felt_publics(case):
        fans = approval_fan(forecast(case, min(answer.draws, FAN_DRAWS), answer.seed))
    others = {"timing.json": answer.to_json()}
    others |= {f"{name}.csv": csv_text(table) for name, table in tables_of(answer).items()}
    return [str(path) for path in write_findings(findings_of(answer, fans), out, "timing", others)]


def _shown(answer: Windows) -> Iterator[str]:
    """Yield the lines of an answer."""
    import textwrap

    from winset.charts.wording import name
    from winset.cli.printing import width_now
    from winset.report.timing import advices, figures, headline, leverage, run_line, when

    width = width_now()
    case = answer.case
    yield from textwrap.wrap(f"{case.title} ({case.id}, as known on {case.as_of})", width)
    yield from textwrap.wrap(case.question, width)
    yield from _heading("Answer")
    for text in (headline(answer), figures(answer)):
        yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ")
    yield from _heading(f"Chance of a window by {answer.dates[-1]}")
    yield from _sides(answer, width)
    yield from _heading("When, for any package that counts")
    for text in when(answer):
        yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ")
    yield from _months(answer)
    if answer.waiting:
        first = name(answer.waiting[0].process)
        yield from _heading(f"Sign now or wait (every number at its mode; approval moves by {first})")
        for _, words in advices(answer):
            yield from textwrap.wrap(words, width, initial_indent="  ", subsequent_indent="    ")
        if answer.leverage is not None:
            yield from textwrap.wrap(leverage(answer), width, initial_indent="  ", subsequent_indent="    ")
    if answer.plain:
        yield from _heading("Formulas beside a simulation (every number at its mode)")
        yield from _formulas(answer, width)
    if answer.notes:
        yield from _heading("Take care")
        for note in answer.notes:
            yield from textwrap.wrap(note, width, initial_indent="  - ", subsequent_indent="    ")
    yield ""
    yield from textwrap.wrap(f"{run_line(answer)}, case {case.sha256[:12]}", width)


def _heading(text: str) -> tuple[str, str]:
    """Return an empty line and a heading."""
    return "", typer.style(text, bold=True)


def _sides(answer: Windows, width: int) -> Iterator[str]:
    """Yield a row for each package: every side alone, multiplied, together, for long enough."""
    sides = [side.label[:10] for side in answer.windows[0].sides][:3]
    heads = [*sides, "multiplied", "together", "lasting"]
    column = max(min(max(len(window.label) for window in answer.windows), width - 2 - 12 * len(heads)), 10)
    yield f"  {'':{column}}" + "".join(f"{head:>12}" for head in heads)
    for window in answer.windows:
        product = None if window.product is None else window.product[-1]
        chances = [*(side.by[-1] for side in window.sides[:3]), product, window.by[-1], window.lasting[-1]]
        shown = window.label if len(window.label) <= column else f"{window.label[: column - 1]}…"
        yield f"  {shown:{column}}" + "".join(f"{_per_cent(chance):>12}" for chance in chances)


def _months(answer: Windows) -> Iterator[str]:
    """Yield some months with the chance that a window opens if none has yet."""
    window = answer.windows[0]
    if len(answer.dates) < 2 or window.by[-1] <= 0:
        return
    yield "  Chance per month that one opens if none has yet:"
    step = -(-len(window.per_month) // 6)
    for at in range(0, len(window.per_month), step):
        yield f"    from {answer.dates[at]}  {_per_cent(window.per_month[at]):>6}"


def _formulas(answer: Windows, width: int) -> Iterator[str]:
    """Yield a row for each package and process: formula, simulation and product."""
    from winset.charts.wording import name

    rows = [(f"{one.label}, {name(one.process)}", one) for one in answer.plain]
    column = max(min(max(len(label) for label, _ in rows), width - 40), 10)
    yield f"  {'':{column}}{'formula':>12}{'simulated':>12}{'multiplied':>12}"
    for label, one in rows:
        shown = label if len(label) <= column else f"{label[: column - 1]}…"
        cells = (_per_cent(one.formula), _per_cent(one.simulated), _per_cent(one.product))
        yield f"  {shown:{column}}" + "".join(f"{cell:>12}" for cell in cells)


def _per_cent(chance: float | None) -> str:
    """Return a chance in per cent with one decimal."""
    return "-" if chance is None else f"{100 * chance:.1f}%"


__all__ = ["timing"]
