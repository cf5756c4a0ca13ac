"""The command that says what matters: swings, shares of variance, where doubt comes from, what knowing is worth."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.asking import Draws, Out, Seed, Workers, cores, need_room, progress_bar
from winset.cli.printing import CaseName, Json, width_now

if TYPE_CHECKING:
    from winset.explain.matters import Matters, Share

SHOWN = 10
"""Rows of each table in the terminal; the rest is counted."""

INTERRUPTED = 130


def sensitivity(
    case: CaseName,
    draws: Draws = 2048,
    seed: Seed = 1,
    out: Out = None,
    resume: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Keep what is learnt in this file, and go on from it (default: in the user's cache)."
        ),
    ] = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say what matters: how far each number moves the answer, alone and with others, and what knowing is worth.

    Ctrl-C prints what has been learnt so far; the same command goes on from there.
    """
    from winset.backtest.kept import cache_folder
    from winset.case.reading import case_hash, read_case
    from winset.explain.kept import about
    from winset.explain.sensitivity import Interrupted
    from winset.explain.sensitivity import sensitivity as answered
    from winset.forecasting.run import rounded_draws

    if out is not None:
        from winset.report.extras import need_drawing

        need_drawing()
        need_room(out)
    found = read_case(case)
    made = rounded_draws(draws)
    if made != draws:
        typer.echo(f"{draws:,} draws rounded up to {made:,}: eight replicates of a power of two", err=True)
    keep = Path(resume) if resume is not None else _cached(cache_folder(), about(case_hash(found), made, seed))
    processes = cores() if workers is None else workers
    interrupted = False
    try:
        with progress_bar(as_json, "asking what matters") as progress:
            answer = answered(found, draws, seed, processes, progress, keep=keep)
        if resume is None:
            keep.unlink(missing_ok=True)
    except Interrupted as error:
        answer, interrupted = error.found, True
    written = _write(answer, out, case, seed, made) if out is not None else []
    if as_json:
        typer.echo(answer.to_json(), nl=False)
    else:
        for line in _shown(answer, width_now()):
            typer.echo(line.rstrip())
        if written:
            typer.echo("Written: " + ", ".join(written))
    if interrupted:
        raise typer.Exit(INTERRUPTED)


def _cached(folder: Path, name: str) -> Path:
    """Return the file in which a run that nobody named is kept."""
    return folder / f"sensitivity-{name}.json"


def _write(answer: Matters, out: str, case: str, seed: int, draws: int) -> list[str]:
    """Write the page, the answer as JSON and its tables into a folder; return what was written."""
    from winset.report import sensitivity as report
    from winset.report.findings import write_findings
    from winset.report.tables import csv_text

    others = {
        "sensitivity.json": answer.to_json(),
        "sensitivity-swings.csv": csv_text(report.swing_table(answer)),
        "sensitivity-shares.csv": csv_text(report.share_table(answer.shares, "")),
        "sensitivity-split.csv": csv_text(report.split_table(answer)),
    }
    if answer.information is not None:
        others["sensitivity-information.csv"] = csv_text(report.worth_table(answer.information))
    page = report.findings_of(answer, case, seed, draws)
    return [str(path) for path in write_findings(page, out, "sensitivity", others)]


def _shown(answer: Matters, width: int) -> Iterator[str]:
    """Yield the lines of an answer."""
    from winset.charts.wording import percent
    from winset.explain.matters import YES_OR_NO
    from winset.forecasting.words import in_words
    from winset.report import sensitivity as report

    case = answer.case
    yield from textwrap.wrap(f"{case.title} ({case.id}, as known on {case.as_of})", width)
    yield from textwrap.wrap(case.question, width)
    for line in filter(None, (report.unanswered(answer), *answer.warnings)):
        yield from textwrap.wrap(line, width, initial_indent="  - ", subsequent_indent="    ")
    yield from _heading("Answer")
    error = 100 * answer.sampling_error
    chance = (
        f"In the base a deal is {in_words(answer.probability)} [{percent(answer.probability)}, ± {error:.1f} points]."
    )
    yield from _wrapped(f"{report.headline(answer)} {chance}", width)
    yield from _heading("One number at a time: at its 5 % and 95 % points, all others drawn as before")
    yield from _swings(answer, width)
    yield from _wrapped(report.window(answer), width)
    yield from _heading("Shares of the variance (alone, and with all else)")
    yield from _shares("number", answer.shares, width)
    yield ""
    yield from _shares("whose", answer.parties, width)
    yield ""
    yield from _shares("from", answer.sources, width)
    yield from _wrapped(YES_OR_NO, width)
    yield from _heading("Where the doubt comes from")
    yield from _wrapped(report.doubts(answer), width)
    yield from _heading("What it would be worth to know more")
    for line in report.decided(answer):
        yield from _wrapped(line, width)
    yield from _worth(answer, width)
    yield ""
    yield from textwrap.wrap(f"{report.run_line(answer)}, case {case.sha256[:12]}", width)


def _heading(text: str) -> tuple[str, str]:
    """Return an empty line and a heading."""
    return "", typer.style(text, bold=True)


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines, two columns in."""
    return textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ")


def _swings(answer: Matters, width: int) -> Iterator[str]:
    """Yield the widest swings."""
    from winset.charts.wording import percent
    from winset.report import sensitivity as report

    shown = [swing for swing in answer.swings if report.is_noticeable(swing)][:SHOWN]
    rows = [
        (
            swing.label,
            report.range_of(swing),
            f"{percent(swing.low)} to {percent(swing.high)}",
            report.flips(answer, swing) or "-",
        )
        for swing in shown
    ]
    yield from _table(("number", "range", "deal", "window"), rows, width)
    rest = len(answer.swings) - len(shown)
    still = sum(swing.size == 0 for swing in answer.swings)
    if rest:
        yield from _wrapped(f"and {rest} more, {still} of which move nothing", width)


def _shares(what: str, shares: tuple[Share, ...], width: int) -> Iterator[str]:
    """Yield the largest shares."""
    from winset.report import sensitivity as report

    shown = [share for share in shares if any(_shows(share, name) for name in ("room_all", "chance_all", "yes_all"))]
    rows = [
        (
            share.label,
            f"{report.estimate(share.room_alone):>3} {report.estimate(share.room_all):>4}",
            f"{report.estimate(share.chance_alone):>3} {report.estimate(share.chance_all):>4}",
            f"{report.estimate(share.yes_all):>5}",
        )
        for share in shown[:SHOWN]
    ]
    yield from _table((what, "room now", "chance", "yes/no"), rows, width)
    if len(shares) > SHOWN:
        yield from _wrapped(f"and {len(shares) - len(rows)} more", width)


def _shows(share: Share, name: str) -> bool:
    """Tell whether an estimate is one that is seen in hundredths."""
    value = getattr(share, name).value
    return value is not None and value >= 0.005


def _worth(answer: Matters, width: int) -> Iterator[str]:
    """Yield what knowing single numbers would be worth."""
    from winset.report import sensitivity as report

    found = answer.information
    if found is None:
        return
    told = report.worth_telling(found)[:SHOWN]
    if told:
        rows = [(one.label, f"{one.value:.3g}", f"± {one.error:.2g}") for one in told]
        yield from _table(("number", f"worth ({found.unit})", "error"), rows, width)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], width: int) -> Iterator[str]:
    """Yield a table whose first column takes what room is left and wraps."""
    if not rows:
        return
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(1, len(heads))]
    first = min(max(len(row[0]) for row in (heads, *rows)), width - 2 - sum(widths) - 2 * len(widths))
    for row in (heads, *rows):
        lines = textwrap.wrap(row[0], first, subsequent_indent="  ") or [""]
        cells = "".join(f"  {cell:>{size}}" for cell, size in zip(row[1:], widths, strict=True))
        yield f"  {lines[0]:{first}}{cells}"
        for line in lines[1:]:
            yield f"  {line}"


__all__ = ["sensitivity"]
