"""A forecast as a page of text: the answer first, then who blocks it, what would open it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from winset.charts.nodes import names_of
from winset.charts.wording import party_name, percent
from winset.cli.item import Item
from winset.explain.lever_words import lever_line
from winset.forecasting.record import Forecast, NoDeal, Number, SourceLine
from winset.report import keeping, sentences

BLOCKERS_SHOWN = 3
PACKAGES_SHOWN = 12
LINES_SHOWN = 5


def print_answer(answer: Forecast, console: Console, sources: bool = False) -> None:
    """Print a forecast."""
    with console.capture() as page:
        for title, lines in _sections(answer, sources):
            console.print()
            if title:
                console.print(Text(title, style="bold"))
            for line in lines:
                shown = Text(" ".join(line.split())) if isinstance(line, str) else line
                console.print(Padding(shown, (0, 0, 0, 2 if title else 0)))
    console.file.write("".join(line.rstrip() + "\n" for line in page.get().splitlines()) + "\n")


def _sections(answer: Forecast, sources: bool) -> Iterator[tuple[str, Sequence[RenderableType]]]:
    """Yield the sections of the page: a heading and its lines."""
    case = answer.case
    yield "", [f"{case.title} ({case.id}, as known on {case.as_of})", case.question]
    if answer.warnings:
        yield "Take care", _bullets(answer.warnings)
    headline = f"{sentences.answer(answer)} {sentences.figures(answer)}."
    yield "Answer", [line for line in (headline, *sentences.beside(answer), sentences.matters_most(answer)) if line]
    yield "How far it gets", [_ladder(answer)]
    yield "Packages, and who refuses them now", [_packages(answer)]
    if answer.binding:
        yield (
            "What stands in the way, where there is no deal",
            [
                Item(sentences.obstacle(part, answer), mark=f"{percent(part.share):>4}  ")
                for part in sentences.obstacles(answer)[:LINES_SHOWN]
            ],
        )
    if answer.levers:
        yield sentences.LEVERS, [Item(lever_line(lever, True), mark="- ") for lever in answer.levers]
    if answer.tripwires:
        yield (
            "What would turn a refusal (one number at a time, the rest as most likely)",
            [
                Item(
                    f"{wire.label}: {sentences.threshold(wire)} {sentences.effect(wire, answer)} "
                    f"(now {sentences.measure(wire.now, wire.unit)})"
                )
                for wire in sentences.distinct_wires(answer)[:LINES_SHOWN]
            ],
        )
    if answer.keeping:
        yield keeping.keeping_title(answer), [Item(keeping.kept(part)) for part in answer.keeping[:PACKAGES_SHOWN]]
    yield (
        "Without a deal",
        [Item(_without_deal(line, answer)) for line in answer.no_deal],
    )
    yield (
        "Dates to watch",
        [Item(watch.what, mark=f"{watch.date}  ") for watch in answer.watch[: LINES_SHOWN + 2]],
    )
    if answer.outside_view:
        yield (
            "Outside view, for comparison only",
            [
                *(
                    Item(f"{line.label} {sentences.rate(line)}, {line.unit} ({line.basis})", mark="- ")
                    for line in answer.outside_view
                ),
                *_bullets(sentences.outside_notes(answer)),
            ],
        )
    if answer.experts.forecasts:
        yield "What experts expect, for comparison only", _experts(answer)
    yield "What it rests on", _basis(answer)
    yield "What it assumes", _bullets(answer.assumptions)
    yield "What it does not model", _bullets(answer.not_modelled)
    if sources:
        yield "Numbers and their sources", [Item(_number(number, with_note=True)) for number in answer.numbers]
        yield "Sources", [Item(_source(line)) for line in answer.sources]
    yield "", [f"{sentences.run_line(answer)},", f"case {case.sha256[:12]}"]


def _bullets(lines: Sequence[str]) -> list[Item]:
    """Return lines as a list with dashes."""
    return [Item(line, mark="- ") for line in lines]


def _ladder(answer: Forecast) -> Table:
    """Return the rungs with their probabilities."""
    table = _table("", "", "")
    for rung in answer.ladder:
        name = sentences.RUNGS.get(rung.rung, rung.rung)
        table.add_row(name, sentences.rung_in_words(rung, answer), f"[{percent(rung.probability)}]")
    return table


def _table(*columns: str) -> Table:
    """Return an empty table without lines."""
    table = Table(box=None, show_header=any(columns), pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(escape(column), overflow="fold")
    return table


def _packages(answer: Forecast) -> Table:
    """Return the packages with their chances and who refuses them."""
    refused = "refused now by (chance; short by, if it refuses)"
    table = _table("package", sentences.now(answer), sentences.done(answer), refused)
    packages = sentences.on_the_table(answer)
    for package in packages[:PACKAGES_SHOWN]:
        label = package.label if package.counts else f"{package.label} *"
        who = [sentences.refuser(blocker, answer) for blocker in sentences.refusers(package)[:BLOCKERS_SHOWN]]
        table.add_row(
            escape(label),
            percent(package.open_now),
            percent(sentences.chance_of(package, answer)),
            Group(*map(Item, who or ["nobody with a chance of 5% or more"])),
        )
    if any(not package.counts for package in packages):
        table.add_row("* does not count", "", "", "")
    left = len(packages) - PACKAGES_SHOWN
    if left > 0:
        table.add_row(f"and {left} more", "", "", "in the JSON and the report")
    return table


def _without_deal(line: NoDeal, answer: Forecast) -> str:
    """Return what no agreement is worth to a leader."""
    at_end = f", {sentences.measure(line.at_end)} at the end" if line.at_end != line.now else ""
    worth = f"no agreement is worth {sentences.measure(line.now, 'points')} to its leader now{at_end}"
    return f"{party_name(line.party, names_of(answer.accepters))}: {worth}; {line.note}."


def _experts(answer: Forecast) -> list[RenderableType]:
    """Return the experts' forecasts and their pools."""
    lines: list[RenderableType] = [
        Item(sentences.expert(part), mark=f"{percent(part.probability):>4}  ") for part in answer.experts.forecasts
    ]
    pools = sentences.pools(answer)
    return [*lines, pools] if pools else lines


def _basis(answer: Forecast) -> list[RenderableType]:
    """Return how many of the decisive numbers are guesses, and which defaults are in use."""
    decisive = [_number(number) for number in answer.numbers if number.decisive]
    lines: list[RenderableType] = [sentences.basis(answer), *_bullets(decisive)]
    defaults = sentences.other_defaults(answer)
    return [*lines, f"Other defaults in use: {defaults}."] if defaults else lines


def _number(number: Number, with_note: bool = False) -> str:
    """Return a number with where it comes from and perhaps its note."""
    note = f": {number.note}" if with_note and number.note else ""
    return f"{number.path if with_note else number.label} = {number.text} ({sentences.origin(number)}){note}"


def _source(source: SourceLine) -> str:
    """Return a source as a line."""
    parts = (source.title, source.publisher, source.date, source.url)
    return f"{source.id}: {', '.join(part for part in parts if part)}"
