"""The command that changes numbers of a case and plays it again, with the same randoms."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.asking import Draws, Out, Seed, Workers, cores, need_room, progress_bar
from winset.cli.completing import cases_like, changes_like
from winset.cli.printing import Json

if TYPE_CHECKING:
    from winset.explain.whatif import WhatIf

CaseAsked = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A case that ships with winset, or the path of a file.",
        autocompletion=cases_like,
    ),
]


def whatif(
    case: CaseAsked,
    changes: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="A value as the case file would say it; PATH+=N, PATH-=N and PATH*=N move a number. May be repeated.",
            autocompletion=changes_like,
        ),
    ],
    draws: Draws = 16_384,
    seed: Seed = 1,
    save: Annotated[str | None, typer.Option(metavar="FILE", help="Write the changed case as a new file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="With --save, overwrite a file that is there.")] = False,
    out: Out = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say what other values at some paths of a case do to the chance of a deal."""
    from winset.case.reading import read_case
    from winset.case.stories import with_values
    from winset.explain.asked import asked_values
    from winset.explain.saved import save_changed
    from winset.explain.whatif import changes_of
    from winset.explain.whatif import whatif as answered

    if out is not None:
        from winset.report.extras import need_drawing

        need_drawing()
        need_room(out)
    found = read_case(case)
    values = asked_values(found, changes)
    if save is not None:
        _need_no_file(save, force)
    with progress_bar(quiet=as_json) as progress:
        answer = answered(found, values, draws, seed, cores() if workers is None else workers, progress)
    written = []
    if save is not None:
        changed = with_values(found, values)
        save_changed(found, changed, changes_of(found, changed, values), save, force=force)
        written.append(save)
    if out is not None:
        written += _write(answer, out, changes)
    if as_json:
        typer.echo(answer.to_json(), nl=False)
        return
    for line in _shown(answer):
        typer.echo(line)
    if written:
        typer.echo("Written: " + ", ".join(written))


def _need_no_file(save: str, force: bool) -> None:
    """Refuse, before any work is done, to write over a file that is there."""
    from winset.errors import InputError

    if os.path.lexists(save) and not force:
        raise InputError(f"{save}: this file is there already; --force overwrites it")


def _write(answer: WhatIf, out: str, changes: Sequence[str]) -> list[str]:
    """Write the page, the answer as JSON and its tables into a folder; return what was written."""
    from winset.report.findings import write_findings
    from winset.report.tables import csv_text
    from winset.report.whatif import change_table, date_table, findings_of, form_table

    others = {
        "whatif.json": answer.to_json(),
        "whatif-changes.csv": csv_text(change_table(answer)),
        "whatif-forms.csv": csv_text(form_table(answer)),
        "whatif-dates.csv": csv_text(date_table(answer)),
    }
    return [str(path) for path in write_findings(findings_of(answer, changes), out, "whatif", others)]


def _shown(answer: WhatIf) -> Iterator[str]:
    """Yield the lines of an answer."""
    import textwrap

    from winset.cli.printing import row, width_now
    from winset.report.whatif import dates_shown, forms_shown, headline, moved, run_line

    width = width_now()
    case = answer.case
    yield from textwrap.wrap(f"{case.title} ({case.id}, as known on {case.as_of})", width)
    yield from textwrap.wrap(case.question, width)
    if answer.notes:
        yield from _heading("Take care")
        for note in answer.notes:
            yield from textwrap.wrap(note, width, initial_indent="  - ", subsequent_indent="    ")
    yield from _heading("What is changed")
    for one in answer.changes:
        yield from row(one.label, f"{one.before} -> {one.after}", 34, width)
    yield from _heading("Answer")
    for text in (headline(answer), moved(answer)):
        yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ")
    if len(answer.by_form) > 1:
        yield from _heading("By model form")
        forms = ((text, form.before, form.after) for text, form in forms_shown(answer))
        pool = ("all forms together", answer.before.probability, answer.after.probability)
        yield from _chances([*forms, pool], width)
    if len(answer.by_date) > 1:
        yield from _heading("By date")
        yield from _chances(dates_shown(answer), width)
    yield ""
    yield from textwrap.wrap(f"{run_line(answer)}, case {case.sha256[:12]}", width)


def _heading(text: str) -> tuple[str, str]:
    """Return an empty line and a heading."""
    return "", typer.style(text, bold=True)


def _chances(rows: Iterable[tuple[str, float | None, float | None]], width: int) -> Iterator[str]:
    """Yield rows of chances before and after, with their difference in points."""
    found = list(rows)
    column = min(max(len(label) for label, _, _ in found), width - 34)
    yield f"  {'':{column}}  {'before':>8}  {'after':>8}  {'points':>8}"
    for label, before, after in found:
        cells = ["-" if one is None else f"{100 * one:.1f}%" for one in (before, after)]
        points = "-" if before is None or after is None else f"{100 * (after - before):+.1f}"
        shown = label if len(label) <= column else f"{label[: column - 1]}…"
        yield f"  {shown:{column}}  {cells[0]:>8}  {cells[1]:>8}  {points:>8}"


__all__ = ["whatif"]
