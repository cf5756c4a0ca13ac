"""Commands around case files: list, show, check, start and describe them."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.printing import Json, print_json, print_row

if TYPE_CHECKING:
    from winset.case.case import Case


def cases(as_json: Json = False) -> None:
    """List the cases that ship with winset."""
    from winset.case.case import Case
    from winset.case.reading import read_any, shipped_cases, shipped_decisions

    found = [read_any(name) for name in sorted((*shipped_cases(), *shipped_decisions()))]
    if as_json:
        rows = [
            {
                "id": case.id,
                "title": case.title,
                "as_of": str(case.as_of or ""),
                "until": str(getattr(case, "until", "")),
                "invented": case.invented,
                "kind": getattr(case, "kind", "negotiation"),
            }
            for case in found
        ]
        print_json("winset.cases/1", cases=rows)
        return
    width = max((len(case.id) for case in found), default=0)
    for case in found:
        dates = f"{case.as_of} to {case.until}" if isinstance(case, Case) else "a decision of many actors"
        print_row(case.id, f"{case.title} ({dates})", width)


def check(file: Annotated[str, typer.Argument(metavar="FILE", help="The case file.")], as_json: Json = False) -> None:
    """Say everything that is wrong with a case file: line, field, what was found and what is allowed.

    Exit status 0 if the file is a valid case, 2 if there is any complaint.
    """
    from winset.case.collective import CollectiveCase
    from winset.case.collective_checks import counted, hindsight_in
    from winset.case.reading import check_file, read_any
    from winset.case.series import taken_as

    complaints = check_file(file)
    case = None if complaints else read_any(file)
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    if isinstance(case, CollectiveCase):
        warnings, counts = hindsight_in(case), counted(case)
    elif case:
        warnings, counts, notes = warnings_of(case), counted_parts(case), taken_as(case)
    if as_json:
        print_json(
            "winset.check/1",
            file=file,
            valid=not complaints,
            complaints=[complaint.to_json() | {"sentence": str(complaint)} for complaint in complaints],
            warnings=list(warnings),
            notes=list(notes),
        )
    else:
        for complaint in complaints:
            typer.echo(str(complaint))
        if case:
            typer.echo(f"{file}: no complaints; {counts}")
        for warning in warnings:
            typer.echo(f"warning: {warning}")
        for note in notes:
            typer.echo(f"note: {note}")
        if complaints:
            count = len(complaints)
            typer.echo(f"{count} {'complaint' if count == 1 else 'complaints'}")
    if complaints:
        raise typer.Exit(2)


def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it.")],
    like: Annotated[str | None, typer.Option(metavar="CASE", help="Copy this case instead.")] = None,
    table: Annotated[
        str | None, typer.Option("--from", metavar="TABLE", help="Write the decision that a CSV table of actors says.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write a commented case to start from, or a copy of one that is there."""
    from winset.case.writing import new_case, write_text
    from winset.errors import InputError

    if table is None:
        new_case(file, like=like, force=force)
    elif like is not None:
        raise InputError(f"`--from` is {table[:60]} and `--like` {like[:60]}; take one of them")
    else:
        from pathlib import Path

        from winset.cli.solve import text_of
        from winset.plain.table_case import decision_text

        write_text(file, decision_text(text_of(table), table, Path(file).stem), force=force)
    if as_json:
        print_json("winset.new/1", file=file)
    else:
        typer.echo(f"wrote {file}; change it, then run: winset check {shlex.quote(file)}")


def schema(
    kind: Annotated[str, typer.Option(help="negotiation, or collective: a decision of many actors.")] = "negotiation",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, as it does anyway.")] = False,
) -> None:
    """Print the JSON Schema of case files, for editors that complete and check as you type."""
    from winset.case.schema import FILE, collective_schema
    from winset.errors import InputError

    if kind not in {"negotiation", "collective"}:
        raise InputError(f"`--kind` is {kind[:60]}; take negotiation or collective")
    if kind == "collective":
        typer.echo(json.dumps(collective_schema(), indent=2, ensure_ascii=False))
        return
    typer.echo(FILE.read_text(encoding="utf-8"), nl=False)


def counted_parts(case: Case) -> str:
    """Return how much a case says, in words."""
    from winset.case.complaints import counted
    from winset.case.evidence import stated_numbers
    from winset.case.packages import case_packages

    numbers = stated_numbers(case)
    guesses = sum(number.origin == "guess" for number in numbers)
    defaults = sum(number.origin == "default" for number in numbers)
    return (
        f"{counted(len(case.parties), 'party')}, {counted(len(case_packages(case)), 'package')}, "
        f"{counted(len(numbers), 'number')}: {guesses} {'guess' if guesses == 1 else 'guesses'}, "
        f"{counted(defaults, 'default')}"
    )


def warnings_of(case: Case) -> tuple[str, ...]:
    """Return what every output of a case warns of."""
    from winset.case.evidence import hindsight_used

    return tuple(f"hindsight: {sentence}" for sentence in hindsight_used(case))


__all__ = ["cases", "check", "counted_parts", "new", "schema", "warnings_of"]
