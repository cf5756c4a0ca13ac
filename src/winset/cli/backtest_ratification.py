"""`winset backtest ratification`: would forecasts have known which signatures are ratified, and by when?"""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.asking import Workers, cores, progress_bar
from winset.cli.backtest import Cache, Page, Seed, TableFile, check_files, give_out, kept_work
from winset.cli.printing import Json, width_now

if TYPE_CHECKING:
    from winset.backtest.ratification.run import RatificationBacktest


def ratification(
    data: Annotated[
        str, typer.Option(metavar="DIR", help="Folder of environmental_treaties.csv, trade_agreements.csv or both.")
    ],
    signed_before: Annotated[
        int, typer.Option(help="Leave out environmental treaties signed in this year or later: under-recorded.")
    ] = 2000,
    seed: Seed = 1,
    workers: Workers = None,
    cache: Cache = None,
    table: TableFile = None,
    out: Page = None,
    as_json: Json = False,
) -> None:
    """Score forecasts of which signatures are ratified, or in force, and by when."""
    from winset.backtest.ratification.run import backtest_ratification
    from winset.report import backtest_ratification as told

    check_files(out, table)
    with progress_bar(quiet=as_json, what="going from year to year") as progress:
        found = backtest_ratification(
            data,
            signed_before,
            seed,
            kept_work("ratification", cache),
            cores() if workers is None else workers,
            progress,
        )
    command = (
        f"winset backtest ratification --data {shlex.quote(data)} --signed-before {signed_before} "
        f"--seed {seed} --out {shlex.quote(out or '')}"
    )
    give_out("backtest-ratification", found, told, command, table, out, None if as_json else _lines(found))


def _lines(found: RatificationBacktest) -> Iterator[str]:
    """Yield the lines of an answer."""
    from winset.backtest.ratification.forecasts import HORIZONS
    from winset.backtest.ratification.scoring import named
    from winset.report.backtest_ratification import TITLES, headline, lines_of

    record, width = found.record, width_now()
    yield typer.style(record.title, bold=True)
    for one in found.scored:
        name, says = one.table.name, record.more["tables"][one.table.name]
        yield ""
        yield typer.style(TITLES[name], bold=True)
        yield from textwrap.wrap(
            f"{len(one.table.treaty):,} signatures of {len(set(one.table.treaty)):,} treaties, {says['first_year']} to "
            f"{says['last_year']}, each year's forecast from what was known by then",
            width,
        )
        yield f"{'':46}" + "".join(f"{years:g} y".rjust(8) for years in HORIZONS)
        done = "".join(_share(says["share_done"].get(named(years))) for years in HORIZONS)
        yield f"  {f'share {one.table.done_is}':44}{done}"
        for score, words in (("brier", "Brier score"), ("log_score", "log score")):
            yield typer.style(words, dim=True)
            for line in lines_of(record, name):
                numbers = "".join(_number(line.scores[score].get(named(years))) for years in HORIZONS)
                yield f"  {line.label[:44]:44}{numbers}"
    yield ""
    for text in (*headline(found), "0 is best; intervals are 95%, over treaties. Plain base rates come first."):
        yield from textwrap.wrap(text, width)


def _number(score: float | None) -> str:
    """A score, eight columns wide."""
    return f"{'-':>8}" if score is None else f"{score:8.3f}"


def _share(share: float | None) -> str:
    """A share in per cent, eight columns wide."""
    return f"{'-':>8}" if share is None else f"{100 * share:6.0f} %"


__all__ = ["ratification"]
