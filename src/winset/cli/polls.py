"""The command that pools polls: where the level stands, which houses lean, when it jumped, where it may go."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, cast

import typer

from winset.case.complaints import counted
from winset.cli.printing import Json, print_json, row, width_now

if TYPE_CHECKING:
    from winset.chance.moves import Process
    from winset.polls.backtest import Progress
    from winset.polls.pool import Settings
    from winset.polls.record import PooledPolls, Series, Span

LABEL = 14


def polls(
    file_or_case: Annotated[
        str, typer.Argument(metavar="FILE_OR_CASE", help="A table of polls (.csv, .xlsx, .parquet), or a case.")
    ],
    column: Annotated[
        list[str] | None, typer.Option(metavar="ROLE=COLUMN", help="Which column says what, e.g. date=field_end.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Keep these rows of the table.")
    ] = None,
    day: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the level; later polls are left out.")
    ] = None,
    question: Annotated[
        str | None,
        typer.Option(help="What was asked: the wording in whose units the level is (default: that with most polls)."),
    ] = None,
    process: Annotated[str, typer.Option(help="either, random-walk or mean-reversion.")] = "either",
    design_effect: Annotated[float, typer.Option(help="Factor on the sampling variance, 1 or more.")] = 1.0,
    house_spread: Annotated[float, typer.Option(help="How far houses usually lean, in points.")] = 3.0,
    missing_size: Annotated[float, typer.Option(help="People asked where the table does not say.")] = 1000.0,
    memory: Annotated[float, typer.Option(help="Years of polls that tell the level now and how it moves.")] = 4.0,
    out: Annotated[str | None, typer.Option(metavar="DIR", help="Write a page, the JSON and a table there.")] = None,
    backtest: Annotated[
        str | None,
        typer.Option(metavar="HOW", help="Score forecasts of the next polls: each series alone, or houses together."),
    ] = None,
    into: Annotated[
        str | None, typer.Option(metavar="CASE.yaml", help="Write the table into this case as a series.")
    ] = None,
    series: Annotated[str | None, typer.Option(metavar="NAME", help="Its name there (default: of the table).")] = None,
    as_json: Json = False,
) -> None:
    """Pool polls: where the level stands, which houses lean, when it jumped, and where it may go."""
    from winset.polls import Settings, pool_polls

    settings = Settings(
        design_effect,
        house_spread,
        missing_size,
        cast("Process", process),
        _day(day) if day else None,
        question,
        memory,
    )
    if series is not None and into is None:
        from winset.errors import InputError

        raise InputError("`--series` names a series in a case; say which case: --into CASE.yaml")
    if backtest is not None:
        _backtest(file_or_case, column or (), only or (), settings, backtest, as_json)
        return
    if out is not None:
        from winset.report.extras import need_drawing

        need_drawing()
    found = pool_polls(file_or_case, column or (), only or (), settings)
    kept = _kept(found, into, series) if into is not None else ""
    if out is not None:
        from winset.report.polls import write_polls

        written = write_polls(found, out, _again(file_or_case, column or (), only or (), settings))
    if as_json:
        typer.echo(found.to_json(), nl=False)
        return
    width = width_now()
    for line in _shown(found, width):
        typer.echo(line)
    if kept:
        typer.echo(kept)
    if out is not None:
        typer.echo("Written: " + ", ".join(str(path) for path in written))


def _again(file_or_case: str, column: Sequence[str], only: Sequence[str], settings: Settings) -> str:
    """Return the command that pools the same polls in the same way."""
    usual = type(settings)()
    words = ["winset", "polls", file_or_case]
    words += [word for one in column for word in ("--column", one)] + [word for one in only for word in ("--only", one)]
    for name, said, plain in (
        ("--day", settings.day, usual.day),
        ("--question", settings.wording, usual.wording),
        ("--process", settings.process, usual.process),
        ("--design-effect", settings.design_effect, usual.design_effect),
        ("--house-spread", settings.house_sd, usual.house_sd),
        ("--missing-size", settings.missing_size, usual.missing_size),
        ("--memory", settings.memory, usual.memory),
    ):
        if said != plain:
            words += [name, f"{said:g}" if isinstance(said, float) else str(said)]
    return shlex.join(words)


def _kept(found: PooledPolls, case: str, name: str | None) -> str:
    """Write a table into a case as a series and return what was done."""
    from winset.errors import InputError
    from winset.polls.into_case import write_series

    if len(found.in_case) != 1:
        known = f"this table holds {len(found.in_case)}" if found.in_case else "this is a case"
        raise InputError(f"`--into` takes a table with one series, and {known}; keep one with: --only COLUMN=VALUE")
    [(own, data)] = found.in_case.items()
    id = name or own
    line = write_series(case, id, found.source, data)
    return f"{case}: series.{id} names {data['file']} now; a public measured by it says {line}"


def _backtest(
    file: str, column: Sequence[str], only: Sequence[str], settings: Settings, how: str, as_json: bool
) -> None:
    """Print how well the next polls would have been forecast."""
    from dataclasses import asdict

    from winset.errors import InputError
    from winset.polls.backtest import LEVELS
    from winset.polls.files import backtest_polls

    if how not in ("alone", "together"):
        raise InputError(f"`--backtest` is {how}; take alone (each series from itself) or together (houses pooled)")
    with bar("forecasting the next polls", quiet=as_json) as progress:
        found = backtest_polls(file, column, only, settings, how == "together", progress)
    if as_json:
        print_json(
            "winset.pollscores/1", source=file, how=how, levels=list(LEVELS), scores=[asdict(one) for one in found]
        )
        return
    typer.echo("Mean absolute error in points: model, last value, mean of the last three; the model's less the better")
    typer.echo("of these two. Coverage of the model's intervals in per cent, and of the last value's own. In brackets:")
    typer.echo("95% over resampled years.")
    typer.echo(f"{'series':<12}{'months':>7}{'polls':>6}  {'model':>6}{'last':>6}{'three':>6}  {'less the better':^20}"
               f"{'50%':^14}{'80%':^14}{'95%':^14}  last value")  # fmt: skip
    for one in found:
        inside = "".join(
            f"{f'{100 * c:.0f} [{100 * low:.0f}-{100 * high:.0f}]':^14}"
            for c, low, high in zip(one.coverage, one.low, one.high, strict=True)
        )
        beyond, low, high = one.beyond_naive
        naive = " ".join(f"{100 * c:.0f}" for c in one.coverage_last) if one.coverage_last else ""
        typer.echo(
            f"{one.series:<12}{one.months:>7}{one.forecasts:>6}  {one.error:>6.2f}{one.error_last:>6.2f}"
            f"{one.error_mean:>6.2f}  {f'{beyond:+.2f} [{low:+.2f}, {high:+.2f}]':^20}{inside}  {naive}"
        )


@contextmanager
def bar(what: str, quiet: bool) -> Iterator[Progress | None]:
    """Show a bar on standard error while something is done, if somebody is there to see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _day(text: str) -> dt.date:
    """Return a date as an option says it."""
    from winset.errors import InputError

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"`--day` is {text}; write a date such as 2019-01-24") from None


def _shown(found: PooledPolls, width: int) -> Iterator[str]:
    """Yield the lines of everything found."""
    if found.columns:
        told = [f"{role} from {', '.join(names)}" for role, names in found.columns.items()]
        yield from textwrap.wrap("Columns: " + "; ".join(told) + ("; one house a column" if found.wide else ""), width)
    for note in found.notes:
        yield from textwrap.wrap(f"Note: {note}", width, subsequent_indent="  ")
    for place, series in enumerate(found.series):
        if place or found.columns or found.notes:
            yield ""
        yield from _series(series, width)
    if found.in_case:
        from winset.polls.into_case import in_yaml

        yield ""
        yield "In a case:"
        yield ""
        yield from in_yaml(found.in_case).splitlines()


def _series(series: Series, width: int) -> Iterator[str]:
    """Yield the lines of one series."""
    from winset.polls.sentences import (
        ahead_words,
        found_words,
        jump_words,
        level_words,
        link_words,
        movement_words,
        title_of,
    )

    yield from textwrap.wrap(typer.style(title_of(series), bold=True), width + 8)
    yield from row("level", level_words(series), LABEL, width)
    yield from row("movement", movement_words(series.movement), LABEL, width)
    if len(series.houses) > 1 + len(series.links):
        for place, house in enumerate(series.houses):
            name = house.house + (f", “{house.wording}”" if series.links else "")
            words = f"{_signed(house.lean)} ({counted(house.readings, 'reading')})"
            yield from row("houses lean" if not place else "", f"{name}: {words}", LABEL, width)
    for place, link in enumerate(series.links):
        yield from row("wordings" if not place else "", link_words(link), LABEL, width)
    for place, one in enumerate(series.found):
        yield from row("found" if not place else "", found_words(one), LABEL, width)
    if not series.found:
        yield from row("found", "no shift and no stray reading that stands out", LABEL, width)
    yield from row("jumps", jump_words(series.movement), LABEL, width)
    for place, later in enumerate(series.ahead):
        yield from row("ahead" if not place else "", ahead_words(later), LABEL, width)
    for place, text in enumerate(series.apart):
        yield from row("not linked" if not place else "", text, LABEL, width)
    for place, text in enumerate(series.assumed):
        yield from row("assumed" if not place else "", text, LABEL, width)


def _signed(lean: Span) -> str:
    """Return a lean with its sign and its 90 per cent."""
    return f"{lean.value:+.1f} [{lean.low:+.1f} to {lean.high:+.1f}]"
