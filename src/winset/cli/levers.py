"""What would open a deal: the smallest changes, by who can make them, on the terminal, as JSON, and as a page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.asking import Draws, Out, Seed, Workers, cores, need_room, progress_bar
from winset.cli.printing import Json
from winset.cli.whatif import CaseAsked

if TYPE_CHECKING:
    from rich.console import RenderableType

    from winset.explain.levers import Levers
    from winset.forecasting.record import Lever

WIDEST = 100
WHEN_PLAIN = 80


def levers(
    case: CaseAsked,
    package: Annotated[str | None, typer.Option(help="Only this package; all that count if not stated.")] = None,
    we: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Which party we are, if the case does not say.")
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(help="Only what one can move: we, they, third party, nobody, or a party."),
    ] = None,
    top: Annotated[int | None, typer.Option(help="Alternatives for each package (default: 8).")] = None,
    map_of: Annotated[
        tuple[str, str] | None,
        typer.Option("--map", metavar="PATH PATH", help="Where a package is open as these two numbers move."),
    ] = None,
    draws: Draws = 2048,
    seed: Seed = 1,
    out: Out = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say which smallest changes would open a deal, who can make them, and what they do to its chance."""
    from winset.case.collective import CollectiveCase
    from winset.case.reading import read_any
    from winset.errors import InputError
    from winset.explain.levers import TOP
    from winset.explain.levers import levers as find

    if out is not None:
        from winset.report.extras import need_drawing

        need_drawing()
        need_room(out)
    found = read_any(case)
    if isinstance(found, CollectiveCase):
        raise InputError(f"`{case}` is a decision of many actors; levers are of a negotiation between parties")
    if map_of is not None:
        from winset.explain.lever_map import lever_map

        lever_map(found, *map_of, package=package, we=we)  # a mistake is said before the long work
    with progress_bar(quiet=as_json) as progress:
        answer = find(
            found,
            package=package,
            we=we,
            who=who,
            top=TOP if top is None else top,
            draws=draws,
            seed=seed,
            workers=cores() if workers is None else workers,
            progress=progress,
        )
    drawn = None if map_of is None else lever_map(found, *map_of, package=package, we=we)
    if out is not None:
        from winset.report.levers import write_levers

        written = write_levers(answer, drawn, out)
    if as_json:
        typer.echo(answer.to_json() if drawn is None else answer.to_json(drawn), nl=False)
        return
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDEST) if sys.stdout.isatty() else WHEN_PLAIN
    _print(answer, console)
    if drawn is not None:
        console.print()
        console.print(drawn.finding, style="bold", markup=False)
        console.print(drawn.as_text(), markup=False, soft_wrap=True)
    if out is not None:
        console.print("Written: " + ", ".join(str(path) for path in written), soft_wrap=True)


def _print(answer: Levers, console: object) -> None:
    """Print the levers of every package, in groups by who can pull them."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    assert isinstance(console, Console)
    with console.capture() as page:
        for title, lines in _sections(answer):
            console.print()
            if title:
                console.print(Text(title, style="bold"))
            for line in lines:
                shown = Text(" ".join(line.split())) if isinstance(line, str) else line
                console.print(Padding(shown, (0, 0, 0, 2 if title else 0)))
    console.file.write("".join(line.rstrip() + "\n" for line in page.get().splitlines()) + "\n")


def _sections(answer: Levers) -> list[tuple[str, list[RenderableType]]]:
    """Return the sections of the page."""
    from winset.cli.item import Item
    from winset.explain.lever_words import chance_words, group_words, lever_line
    from winset.forecasting.words import in_words

    case = answer.case
    chance = f"{in_words(answer.probability)} [{chance_words(answer.probability, answer.sampling_error)}]"
    found: list[tuple[str, list[RenderableType]]] = [
        ("", [f"{case.title} ({case.id}, as known on {case.as_of})", case.question]),
        ("As it stands", [f"A deal: {chance}"]),
    ]
    if answer.best:
        found.append(
            ("The least effort over all packages", [Item(lever_line(lever, True), mark="- ") for lever in answer.best])
        )
    for package in answer.packages:
        lines: list[RenderableType] = []
        if package.is_open:
            lines.append("Open already, with all numbers as most likely: nothing needs to be moved.")
        else:
            lines.append(f"Refused by {package.refused_by}.")
            if not package.levers:
                lines.append("No change of a few numbers within their bounds opens it.")
        groups: dict[str, list[Lever]] = {}
        for lever in package.levers:
            groups.setdefault(group_words(lever, answer), []).append(lever)
        for group, members in groups.items():
            lines += [f"{group}:", *(Item(lever_line(lever), mark="- ") for lever in members)]
        found.append((package.label[:1].upper() + package.label[1:], lines))
    notes: list[RenderableType] = [Item(note, mark="- ") for note in answer.notes]
    found.append(("Take care", notes))
    found.append(("", [f"winset {answer.version}, seed {answer.seed}, {answer.draws:,} draws for each model form"]))
    return found


__all__ = ["levers"]
