"""Commands around case files: list, show, check, start and describe them."""

from __future__ import annotations

import json
import shlex
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from winset.case.case import Case
    from winset.case.evidence import StatedNumber
    from winset.case.home import Accepter
    from winset.case.voting import Body

STOPPED = "stopped_only_if"

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case that ships with winset, or the path of a file.")]


def cases(as_json: Json = False) -> None:
    """List the cases that ship with winset."""
    from winset.case.reading import read_case, shipped_cases

    found = [read_case(name) for name in shipped_cases()]
    if as_json:
        rows = [
            {
                "id": case.id,
                "title": case.title,
                "as_of": str(case.as_of),
                "until": str(case.until),
                "invented": case.invented,
            }
            for case in found
        ]
        _print_json("winset.cases/1", cases=rows)
        return
    width = max((len(case.id) for case in found), default=0)
    for case in found:
        _print_row(case.id, f"{case.title} ({case.as_of} to {case.until})", width)


def check(file: Annotated[str, typer.Argument(metavar="FILE", help="The case file.")], as_json: Json = False) -> None:
    """Say everything that is wrong with a case file: line, field, what was found and what is allowed.

    Exit status 0 if the file is a valid case, 2 if there is any complaint.
    """
    from winset.case.reading import check_file, read_case

    complaints = check_file(file)
    case = None if complaints else read_case(file)
    warnings = _warnings(case) if case else ()
    if as_json:
        _print_json(
            "winset.check/1",
            file=file,
            valid=not complaints,
            complaints=[complaint.to_json() | {"sentence": str(complaint)} for complaint in complaints],
            warnings=list(warnings),
        )
    else:
        for complaint in complaints:
            typer.echo(str(complaint))
        if case:
            typer.echo(f"{file}: no complaints; {_counted(case)}")
        for warning in warnings:
            typer.echo(f"warning: {warning}")
        if complaints:
            count = len(complaints)
            typer.echo(f"{count} {'complaint' if count == 1 else 'complaints'}")
    if complaints:
        raise typer.Exit(2)


def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it.")],
    like: Annotated[str | None, typer.Option(metavar="CASE", help="Copy this case instead.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write a commented case to start from, or a copy of one that is there."""
    from winset.case.writing import new_case

    new_case(file, like=like, force=force)
    if as_json:
        _print_json("winset.new/1", file=file)
    else:
        typer.echo(f"wrote {file}; change it, then run: winset check {shlex.quote(file)}")


def schema(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, as it does anyway.")] = False) -> None:
    """Print the JSON Schema of case files, for editors that complete and check as you type."""
    from winset.case.schema import FILE

    typer.echo(FILE.read_text(encoding="utf-8"), nl=False)


def show(case: CaseName, as_json: Json = False) -> None:
    """Print a case readably: who bargains over what, and each number with its source."""
    from winset.case.reading import read_case

    found = read_case(case)
    if as_json:
        _print_json("winset.show/1", **_as_json(found))
        return
    for line in _shown(found, _width()):
        typer.echo(line)


def _print_json(name: str, **parts: Any) -> None:
    """Print a JSON object that names its own schema."""
    typer.echo(json.dumps({"schema": name, **parts}, indent=2, ensure_ascii=False, allow_nan=False))


def _print_row(label: str, text: str, width: int) -> None:
    """Print a label and a text beside it, wrapped."""
    for line in _row(label, text, width, _width(), indent=0):
        typer.echo(line)


def _width() -> int:
    """Return the width to print at, between 60 and 100 columns."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, 60), 100)


def _counted(case: Case) -> str:
    """Return how much a case says, in words."""
    from winset.case.evidence import stated_numbers
    from winset.case.packages import case_packages

    numbers = stated_numbers(case)
    guesses = sum(number.origin == "guess" for number in numbers)
    defaults = sum(number.origin == "default" for number in numbers)
    return (
        f"{len(case.parties)} parties, {len(case_packages(case))} packages, "
        f"{len(numbers)} numbers: {guesses} guesses, {defaults} defaults"
    )


def _warnings(case: Case) -> tuple[str, ...]:
    """Return what every output of a case warns of."""
    from winset.case.evidence import hindsight_used

    return tuple(f"hindsight: {sentence}" for sentence in hindsight_used(case))


def _row(label: str, text: str, label_width: int, width: int, indent: int = 2) -> list[str]:
    """Return a label with a text beside it, wrapped under itself."""
    start = " " * indent + label.ljust(label_width) + "  "
    after = " " * (indent + label_width + 2)
    if len(label) > label_width:
        return [" " * indent + label, *textwrap.wrap(text, width, initial_indent=after, subsequent_indent=after)]
    return textwrap.wrap(text, width, initial_indent=start, subsequent_indent=after, break_on_hyphens=False) or [
        start.rstrip()
    ]


def _shown(case: Case, width: int) -> Iterator[str]:
    """Yield the lines of a case."""
    from winset.case.packages import case_packages
    from winset.case.reading import case_hash

    yield from textwrap.wrap(f"{case.id}: {case.title}", width)
    yield f"as of {case.as_of}, until {case.until}, counted once {case.question.counted}"
    yield f"sha256 {case_hash(case)[:16]}"
    if case.invented:
        yield "an invented case"
    for text in (case.summary, *(f"Warning: {warning}" for warning in _warnings(case))):
        if text:
            yield ""
            yield from textwrap.wrap(text, width)
    yield from _heading("Question")
    yield from textwrap.wrap(case.question.text, width, initial_indent="  ", subsequent_indent="  ")
    packages = case_packages(case)
    yield from _heading("Packages (* answers the question with yes)")
    longest = min(max((len(name) for name in packages), default=0), 28)
    for name, package in packages.items():
        mark = "*" if name in case.question.deal else " "
        yield from _row(f"{mark} {name}", _settings(package.sets, package.says), longest + 2, width)
    yield from _heading("Who must say yes")
    if case.agreed_by is not None:
        from winset.case.agreement import in_words

        parties = tuple(case.parties)
        rule = in_words(case.agreed_by, parties, {party: party for party in parties})
        yield from _row("not all parties", rule, 26, width)
    for depth, label, words in _outline(case):
        yield from _row(label, words, max(26 - 2 * depth, 12), width, indent=2 + 2 * depth)
    yield from _heading(f"Numbers ({_counted(case).partition('numbers: ')[2]})")
    yield from _numbers(case, width)
    yield from _heading("Sources")
    for name, source in case.sources.items():
        said = [source.title, source.publisher, source.known_on, "a guess" if source.is_guess else None, source.url]
        yield from _row(name, ", ".join(str(part) for part in said if part), 20, width)


def _heading(text: str) -> tuple[str, str]:
    """Return an empty line and a heading."""
    return "", typer.style(text, bold=True)


def _settings(sets: dict[str, Any], says: str | None) -> str:
    """Return the settings of a package in a row."""
    from winset.case.agenda import setting_name

    row = ", ".join(f"{issue} {setting_name(setting)}" for issue, setting in sets.items())
    return "; ".join(part for part in (row, says) if part)


def _accepters(case: Case) -> dict[str, tuple[str, str]]:
    """Return everyone who must say yes, in words and by kind; the rules above them come first."""
    from winset.case.accepters import RATIFIERS, UNLISTED, homes

    found: dict[str, tuple[str, str]] = {}
    for party, said in case.parties.items():
        found[party] = ", ".join(part for part in ("the leader", said.leader.name) if part), "leader"
        for home, _, accepters in homes(case):
            if home == party:
                _add(found, party, accepters)
    if case.ratifiers or case.unlisted_blocker is not None:
        found[RATIFIERS] = "those of no party", "rule"
    _add(found, RATIFIERS, case.ratifiers)
    if case.unlisted_blocker is not None:
        words = f"someone whom the case does not name may stop it, with a chance of {case.unlisted_blocker}"
        found[f"{RATIFIERS}.{UNLISTED}"] = words, "consent"
    return found


def _outline(case: Case) -> Iterator[tuple[int, str, str]]:
    """Yield everyone who must say yes, with depths; what can stop a package stands in the line of its procedure."""
    accepters = _accepters(case)
    for name, (words, _) in accepters.items():
        steps = name.split(".")
        if steps[-1] != STOPPED:
            inside = f"{name}.{STOPPED}"
            while inside in accepters:
                words += f" by {accepters[inside][0]}"
                inside += f".{STOPPED}"
            yield len(steps) - 1 - steps.count(STOPPED), steps[-1], words


def _add(found: dict[str, tuple[str, str]], above: str, accepters: Mapping[str, Accepter]) -> None:
    """Add accepters, and those below them, by the names that lead to them."""
    from winset.case.accepters import branches
    from winset.case.home import AllOf, AnyOf, AtLeast, StoppedOnlyIf

    for name, accepter in accepters.items():
        words, kind = _in_words(accepter)
        found[f"{above}.{name}"] = f"{words}; {accepter.says}" if accepter.says else words, kind
        if isinstance(accepter, AllOf | AnyOf | AtLeast | StoppedOnlyIf):
            _add(found, f"{above}.{name}", branches(accepter))


def _in_words(accepter: Accepter) -> tuple[str, str]:
    """Return what it takes to carry an accepter, and its kind."""
    from winset.case.home import AllOf, AnyOf, AtLeast, Consent, EachConsents, Follows, StoppedOnlyIf
    from winset.case.public import FeltPublic
    from winset.case.voting import Body

    match accepter:
        case FeltPublic():
            return "a public that does not vote: approval must stay above a floor", "felt"
        case Body():
            return _body(accepter), "body"
        case Consent():
            return "must consent", "consent"
        case EachConsents():
            needed = accepter.needed or accepter.how_many
            all_of_them = "each of" if needed == accepter.how_many else f"{needed} of"
            return f"{all_of_them} {accepter.how_many} must consent", "consent"
        case Follows():
            return f"mostly answers as {accepter.follows} does", "consent"
        case AllOf():
            return f"all of {len(accepter.all_of)}", "rule"
        case AnyOf():
            return f"any of {len(accepter.any_of)}", "rule"
        case AtLeast():
            return f"at least {accepter.at_least} of {len(accepter.of)}", "rule"
        case StoppedOnlyIf():
            return "goes through unless stopped", "rule"
    words = f"a referendum, more than {accepter.majority:.0%} needed"
    if accepter.territories:
        needed = accepter.needed_territories or len(accepter.territories)
        words += f", also in {needed} of {len(accepter.territories)} territories"
    return words, "referendum"


def _body(body: Body) -> str:
    """Return what it takes to carry a body."""
    if body.quota_of == "votes cast":
        words = f"a body of {body.seats}, more than {body.majority:.0%} of the votes cast needed"
    else:
        words = f"a body of {body.seats}, {body.needed} votes needed"
    if body.secret:
        words += ", by secret ballot"
    return words + (f", with vetoes of {', '.join(body.vetoes)}" if body.vetoes else "")


def _numbers(case: Case, width: int) -> Iterator[str]:
    """Yield the numbers of a case, those that belong together under one heading."""
    from winset.case.evidence import stated_numbers

    for part, group in groupby(stated_numbers(case), key=lambda number: _part(number.path)):
        yield f"  {part}"
        for number in group:
            label = number.path.removeprefix(part).lstrip(".")
            yield from _row(label, f"{number.quantity} [{_origin(number)}]", 30, width, indent=4)
            if number.note:
                indent = " " * 8
                yield from textwrap.wrap(number.note, width, initial_indent=indent, subsequent_indent=indent)


def _part(path: str) -> str:
    """Return the part of a case that a number belongs to."""
    steps = path.split(".")
    depth = {"parties": 4 if "home" in steps[:3] else 3, "meetings": 1, "lead_times": 1}.get(steps[0], 2)
    return ".".join(steps[: min(depth, len(steps) - 1)])


def _origin(number: StatedNumber) -> str:
    """Return where a number comes from, in a few words."""
    origin = ", ".join(number.sources) if number.origin == "source" else number.origin
    if number.confidence:
        origin += f"; {number.confidence} confidence"
    if number.quantity.known_to:
        origin += f"; known to {' and '.join(number.quantity.known_to)}"
    return origin


def _as_json(case: Case) -> dict[str, Any]:
    """Return a case as plain data with each number's source."""
    from winset.case.evidence import stated_numbers
    from winset.case.packages import case_packages
    from winset.case.reading import case_hash

    return {
        "id": case.id,
        "title": case.title,
        "summary": case.summary,
        "invented": case.invented,
        "as_of": str(case.as_of),
        "until": str(case.until),
        "sha256": case_hash(case),
        "question": case.question.model_dump(mode="json"),
        "packages": [
            {"id": name, "sets": package.sets, "says": package.says, "deal": name in case.question.deal}
            for name, package in case_packages(case).items()
        ],
        "accepters": [{"id": name, "kind": kind, "says": words} for name, (words, kind) in _accepters(case).items()],
        "numbers": [
            {
                "path": number.path,
                "text": str(number.quantity),
                "kind": number.quantity.kind,
                "numbers": list(number.quantity.numbers),
                "unit": number.quantity.unit,
                "origin": number.origin,
                "sources": list(number.sources),
                "note": number.note,
                "confidence": number.confidence,
                "known_to": list(number.quantity.known_to),
            }
            for number in stated_numbers(case)
        ],
        "sources": {name: source.model_dump(mode="json", by_alias=True) for name, source in case.sources.items()},
        "warnings": list(_warnings(case)),
    }


__all__ = ["cases", "check", "new", "schema", "show"]
