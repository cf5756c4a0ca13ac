"""The command that says what changed between two cases, and how much of the change each group of inputs explains."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.asking import Draws, Out, Seed, Workers, cores, need_room, progress_bar
from winset.cli.completing import cases_like
from winset.cli.printing import Json

if TYPE_CHECKING:
    from winset.explain.attribution import Attribution

DRAWS = 2048
MOST_LINES = 4
"""Inputs that are printed for each group; the page and the JSON document have all."""


def compare(
    a: Annotated[
        str,
        typer.Argument(
            metavar="A", help="The case before: an id, a file, or a saved forecast (.json).", autocompletion=cases_like
        ),
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="The case after, of the same kind.", autocompletion=cases_like)],
    draws: Draws = DRAWS,
    seed: Seed = 1,
    permutations: Annotated[
        int | None,
        typer.Option(help="Sample so many orders (an even number) instead of playing every combination of groups."),
    ] = None,
    out: Out = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say what differs between two cases, and how much of the change in the chance of a deal each part explains."""
    from winset.explain.comparing import compare as compared

    if out is not None:
        from winset.report.extras import need_drawing

        need_drawing()
        need_room(out)
    with progress_bar(quiet=as_json, what="playing what lies between") as progress:
        found = compared(a, b, draws, seed, cores() if workers is None else workers, permutations, progress)
    written = [] if out is None else _write(found, out, (a, b))
    if as_json:
        typer.echo(found.to_json(), nl=False)
        return
    for line in _shown(found):
        typer.echo(line)
    if written:
        typer.echo("Written: " + ", ".join(written))


def _write(found: Attribution, out: str, asked: tuple[str, str]) -> list[str]:
    """Write the page, the answer as JSON and its tables into a folder; return what was written."""
    from winset.report.compared import change_table, findings_of, result_table, share_table
    from winset.report.findings import write_findings
    from winset.report.tables import csv_text

    tables = {"shares": share_table, "inputs": change_table} if found.attributed else {"results": result_table}
    others = {"compare.json": found.to_json()}
    others |= {f"compare-{name}.csv": csv_text(table(found)) for name, table in tables.items()}
    return [str(path) for path in write_findings(findings_of(found, asked), out, "compare", others)]


def _shown(found: Attribution) -> Iterator[str]:
    """Yield the lines of an answer."""
    from winset.cli.printing import width_now
    from winset.report.compared import cautions, figures, headline, run_line, side_line

    width = width_now()

    def said(text: str, mark: str = "  ") -> list[str]:
        return textwrap.wrap(text, width, initial_indent=mark, subsequent_indent=" " * len(mark))

    for side in (found.before, found.after):
        yield from said(side_line(side), "")
    if found.warnings:
        yield from _heading("Take care")
        for warning in found.warnings:
            yield from said(warning, "  - ")
    yield from _heading("Answer")
    yield from said(headline(found))
    yield from said(figures(found))
    if found.groups:
        yield from _heading("What explains the change, in percentage points")
        yield from _shares(found, width)
        yield from _heading("What differs")
        yield from _differing(found, width)
    if found.results:
        yield from _heading("Results that differ")
        yield from _results(found, width)
    if told := cautions(found):
        yield from _heading("How to read it")
        for text in told:
            yield from said(text, "  - ")
    yield ""
    yield from said(run_line(found), "")


def _shares(found: Attribution, width: int) -> Iterator[str]:
    """Yield the table of shares: each with its error, and the group's effect alone and last."""
    from winset.charts.waterfall import points
    from winset.charts.wording import sentence

    column = width - 42
    yield f"  {'':{column}}  {'share':>7}  {'error':>6}  {'alone':>7}  {'last':>7}"
    for share in found.groups:
        lines = textwrap.wrap(sentence(share.group), column, subsequent_indent="  ")
        numbers = points(share.shapley), f"{100 * share.sampling_error:.1f}", points(share.alone), points(share.last)
        yield "  {:{}}  {:>7}  {:>6}  {:>7}  {:>7}".format(lines[0], column, *numbers)
        yield from (f"  {line}" for line in lines[1:])
    yield f"  {'All together':{column}}  {points(found.change):>7}  {100 * found.sampling_error:>6.1f}"


def _differing(found: Attribution, width: int) -> Iterator[str]:
    """Yield the first few inputs of each group that differ, with what each case says."""
    from winset.charts.wording import counted, sentence

    for share in found.groups:
        yield from textwrap.wrap(sentence(share.group), width, initial_indent="  ", subsequent_indent="    ")
        for one in share.changes[:MOST_LINES]:
            text = f"{one.label}: {one.before or 'nothing'} -> {one.after or 'nothing'}"
            yield from textwrap.wrap(text, width, initial_indent="    ", subsequent_indent="      ")
        if len(share.changes) > MOST_LINES:
            yield f"    and {counted(len(share.changes) - MOST_LINES, 'more input')}"


def _results(found: Attribution, width: int) -> Iterator[str]:
    """Yield the results of two saved forecasts that differ."""
    from winset.charts.waterfall import fine_percent

    column = width - 24
    yield f"  {'':{column}}  {'before':>8}  {'after':>8}"
    for one in found.results:
        cells = ["-" if value is None else fine_percent(value) for value in (one.before, one.after)]
        lines = textwrap.wrap(one.label, column, subsequent_indent="  ")
        yield f"  {lines[0]:{column}}  {cells[0]:>8}  {cells[1]:>8}"
        yield from (f"  {line}" for line in lines[1:])


def _heading(text: str) -> tuple[str, str]:
    """Return an empty line and a heading."""
    return "", typer.style(text, bold=True)


__all__ = ["compare"]
