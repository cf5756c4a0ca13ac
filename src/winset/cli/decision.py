"""A comparison as a page of text: what each model says, the baselines first, what happened, and what it rests on."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from winset.charts.scale import full, scale_decimals, short
from winset.cli.printing import row, width_now

if TYPE_CHECKING:
    from winset.case.collective import CollectiveCase
    from winset.forecasting.comparison import ComparedIssue, Comparison


def print_comparison(found: Comparison, sources: bool = False) -> None:
    """Print a comparison."""
    _heading(f"{found.title} ({found.case})", [found.question])
    if found.warnings:
        _heading("Take care", found.warnings, mark="- ")
    for place, issue in enumerate(found.issues):
        _print_issue(found, issue, place)
    counted = Counter(number.origin for number in found.numbers)
    rests = f"{len(found.numbers)} numbers: {counted['guess']} guesses, {counted['default']} defaults"
    _heading("What it rests on", [rests, *([] if not sources else _numbers(found))])
    _heading("What it assumes", found.assumptions, mark="- ")
    typer.echo(f"\n{found.draws:,} draws, seed {found.seed}, winset {found.version}, case {found.sha256[:12]}")


def _print_issue(found: Comparison, issue: ComparedIssue, place: int) -> None:
    """Print what every model says on one issue."""
    scale = f"{issue.low:g} to {issue.high:g}{f' {issue.unit}' if issue.unit else ''}"
    _heading(f"{issue.label[:1].upper()}{issue.label[1:]} ({scale})", ())
    decimals = scale_decimals(issue.low, issue.high)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("", "as most likely", "5 % to 95 %", ""):
        table.add_column(column, overflow="fold")
    for is_baseline in (True, False):
        table.add_row("baselines" if is_baseline else "models", style="dim")
        for line in found.lines:
            if line.baseline == is_baseline:
                said = line.outcomes[place]
                ends = [] if said.low is None or said.high is None else [said.low, said.high]
                spread = " to ".join(short(end, decimals) for end in ends)
                notes = [line.status.replace("_", " ")] * (line.status != "ok")
                notes += ["see the warning"] * bool(line.warning)
                central = "none" if said.central is None else full(said.central, decimals + 1)
                table.add_row(f"  {escape(line.label)}", central, spread, ", ".join(notes))
    beside = [] if issue.happened is None else [("what happened", issue.happened, issue.happened_note)]
    if beside or issue.forecasts:
        table.add_row("for comparison", style="dim")
    for label, value, note in [*issue.forecasts, *beside]:
        table.add_row(f"  {escape(label)}", full(value, decimals + 1), "", escape(note))
    console = Console(width=width_now(), highlight=False)
    with console.capture() as page:
        console.print(table)
    typer.echo("\n".join(f"  {line.rstrip()}" for line in page.get().splitlines()))


def _numbers(found: Comparison) -> Iterator[str]:
    """Yield every number with its source."""
    for number in found.numbers:
        yield f"{number.path} = {number.text} ({', '.join(number.sources) or number.origin})"


def print_decision(case: CollectiveCase) -> None:
    """Print a decision of many actors readably: the issues, the actors, and each number with its source."""
    from winset.case.collective_checks import FIELDS, basis, hindsight_in

    _heading(f"{case.id}: {case.title}", [case.summary] if case.summary else [])
    for sentence in hindsight_in(case):
        typer.echo(f"Warning: hindsight: {sentence}")
    _heading("Question", [case.question.text])
    _heading("Issues", ())
    for name, issue in case.issues.items():
        scale = f"{issue.range[0]:g} to {issue.range[1]:g}{f' {issue.unit}' if issue.unit else ''}"
        typer.echo("\n".join(row(name, ", ".join(filter(None, (issue.says, scale))), 20, width_now())))
        beside = [(part.says or key, part) for key, part in issue.forecasts.items()]
        for label, part in [*beside, *([("what happened", issue.happened)] if issue.happened else [])]:
            said = f"{label}: {part.value:g} [{', '.join(part.sources)}]{f'; {part.note}' if part.note else ''}"
            typer.echo("\n".join(row("", said, 20, width_now())))
    _heading("Numbers", ())
    for number in basis(case):
        said = f"{number.quantity} [{', '.join(number.sources) if number.origin == 'source' else number.origin}]"
        typer.echo("\n".join(row(number.path.removeprefix("actors."), said, 30, width_now())))
    doubts = [f"{getattr(case.doubt, field):g} in {field}" for field in FIELDS if getattr(case.doubt, field)]
    if doubts:
        note = f"; {case.doubt.note}" if case.doubt.note else ""
        _heading("Doubt where no range is stated", [f"a standard deviation of {', '.join(doubts)}{note}"])
    _heading("Sources", ())
    for name, source in case.sources.items():
        parts = (source.title, source.publisher, source.known_on, "a guess" if source.is_guess else None, source.url)
        typer.echo("\n".join(row(name, ", ".join(str(part) for part in parts if part), 20, width_now())))


def decision_as_json(case: CollectiveCase) -> dict[str, Any]:
    """Return a decision of many actors as plain data with each number's source."""
    from winset.case.collective_checks import basis, hindsight_in
    from winset.case.reading import case_hash

    return {
        "id": case.id,
        "title": case.title,
        "summary": case.summary or "",
        "invented": case.invented,
        "as_of": str(case.as_of or ""),
        "sha256": case_hash(case),
        "question": case.question.text,
        "issues": [
            {"id": name, "says": issue.says or "", "range": list(issue.range), "unit": issue.unit or ""}
            for name, issue in case.issues.items()
        ],
        "actors": [{"id": name, "name": actor.name or name} for name, actor in case.actors.items()],
        "numbers": [
            {
                "path": number.path,
                "text": str(number.quantity),
                "kind": number.quantity.kind,
                "numbers": list(number.quantity.numbers),
                "origin": number.origin,
                "sources": list(number.sources),
                "note": number.note,
            }
            for number in basis(case)
        ],
        "sources": {name: source.model_dump(mode="json", by_alias=True) for name, source in case.sources.items()},
        "warnings": [f"hindsight: {sentence}" for sentence in hindsight_in(case)],
    }


def _heading(text: str, lines: tuple[str, ...] | list[str], mark: str = "") -> None:
    """Print a heading with lines below it."""
    typer.echo("")
    typer.echo(typer.style(textwrap.fill(text, width_now(), subsequent_indent="  "), bold=True))
    for line in lines:
        start = f"  {mark}"
        typer.echo(
            textwrap.fill(" ".join(line.split()), width_now(), initial_indent=start, subsequent_indent=" " * len(start))
        )
