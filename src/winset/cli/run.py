"""The main job: from a case to an explained forecast, on the terminal, as JSON, and as a report in a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.asking import cores, need_room, progress_bar

if TYPE_CHECKING:
    from winset.case.case import Case
    from winset.case.collective import CollectiveCase
    from winset.explain.windows import Windows

WIDTH_WHEN_PLAIN = 80
WIDEST = 100
"""Columns beyond which lines are no longer easy to read, however wide the terminal."""


def run(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case that ships with winset, or the path of a file.")],
    draws: Annotated[
        int | None, typer.Option(help="Draws for each model form; rounded up to 8 times a power of two.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Same case, draws and seed: same answer.")] = 1,
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Write a report, the answer as JSON and tables there.")
    ] = None,
    draws_as: Annotated[
        str | None, typer.Option("--draws-as", help="With --out, write every draw too: csv or parquet.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Processes to spread the work over (default: one a core); never changes the answer."),
    ] = None,
    blend: Annotated[
        float | None, typer.Option(metavar="WEIGHT", help="Also mix with the outside view at this weight, 0 to 1.")
    ] = None,
    sources: Annotated[bool, typer.Option("--sources", help="Print every number with its source.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Answer from a case: will there be a deal by then, on what terms, who blocks it, what would open it?"""
    from winset.case.collective import CollectiveCase
    from winset.case.reading import read_any
    from winset.errors import InputError
    from winset.explain.explained import explained
    from winset.forecasting.outside_view import base_lines, blended, check_blend
    from winset.forecasting.run import DRAWS, rounded_draws

    if draws_as not in {None, "csv", "parquet"}:
        raise InputError(f"`--draws-as` is {draws_as}; take csv or parquet")
    if draws_as and out is None:
        raise InputError("`--draws-as` needs a folder to write to; add --out DIR")
    if out is not None:
        from winset.report.extras import need_drawing, need_tables

        need_drawing()
        if draws_as == "parquet":
            need_tables("a Parquet file", "pyarrow")
        need_room(out)
    found = read_any(case)
    if isinstance(found, CollectiveCase):
        if blend is not None:
            raise InputError(f"`--blend` is {blend:g}; a decision of many actors has no outside view; leave it out")
        if draws_as:
            raise InputError(
                f"`--draws-as` is {draws_as}; no draws are written of a decision of many actors; leave it out"
            )
        _side_by_side(found, draws, seed, sources, as_json, out)
        return
    if blend is not None:
        check_blend(base_lines(found), blend)
    draws = DRAWS if draws is None else draws
    processes = cores() if workers is None else workers
    with progress_bar(quiet=as_json) as progress:
        answer = explained(found, draws=draws, seed=seed, workers=processes, progress=progress)
    if blend is not None:
        answer = blended(answer, blend)
    made = rounded_draws(draws)
    if made != draws:
        typer.echo(f"{draws:,} draws rounded up to {made:,}: eight replicates of a power of two", err=True)
    if out is not None:
        from winset.report import write_report

        written = [*write_report(answer, out, _windows(found, draws, seed, processes, as_json))]
        if draws_as:
            from winset.report.draws import write_draws

            written.append(write_draws(found, made, seed, out, draws_as))
    if as_json:
        typer.echo(answer.to_json(), nl=False)
        return
    from rich.console import Console

    from winset.cli.answer import print_answer

    console = Console(highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDEST) if sys.stdout.isatty() else WIDTH_WHEN_PLAIN
    print_answer(answer, console, sources=sources)
    if out is not None:
        console.print("Written: " + ", ".join(str(path) for path in written), soft_wrap=True)


def _windows(case: Case, draws: int, seed: int, workers: int, quiet: bool) -> Windows | None:
    """Return when windows open, for the report; nothing once a package is signed and no window is in need."""
    from winset.explain.windows import windows

    if case.stage in {"signed", "ratified"}:
        return None
    with progress_bar(quiet, "watching for windows") as progress:
        return windows(case, draws, seed, workers, progress)


def _side_by_side(
    case: CollectiveCase, draws: int | None, seed: int, sources: bool, as_json: bool, out: str | None
) -> None:
    """Print what all models say of a decision of many actors, and write a report of it if a folder is named."""
    from winset.cli.decision import print_comparison
    from winset.forecasting.comparison import side_by_side
    from winset.forecasting.decisions import DRAWS

    found = side_by_side(case, DRAWS if draws is None else draws, seed)
    written: tuple[Path, ...] = ()
    if out is not None:
        from winset.report import write_comparison

        written = write_comparison(found, out)
    if as_json:
        typer.echo(found.to_json(), nl=False)
        return
    print_comparison(found, sources=sources)
    if written:
        typer.echo("Written: " + ", ".join(str(path) for path in written))
