"""`winset backtest settlement`: would forecasts have known which attempts to settle a claim succeed?"""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from winset.cli.backtest import Page, Seed, TableFile, check_files, give_out
from winset.cli.printing import Json, width_now

if TYPE_CHECKING:
    from winset.backtest.settlement.run import SettlementBacktest


BEST = "0 is best; intervals are 95%, over claims. The bar is that of the original data."


def settlement(
    data: Annotated[
        str, typer.Option(metavar="FILE", help="Your copy of the settlement attempts (ICOWsettle.csv, version 1.1).")
    ],
    claims: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Your copy of the claims by year (ICOWdyadyr.csv), which has the salience."),
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="OURS=THEIRS", help="What a column is called in the file; repeatable.")
    ] = None,
    extent_known: Annotated[
        bool, typer.Option("--extent-known", help="Declare that how much was to be settled was known beforehand.")
    ] = False,
    learnt_before: Annotated[
        int, typer.Option(help="Learn from attempts over before this year; score those begun in it or later.")
    ] = 1946,
    seed: Seed = 1,
    table: TableFile = None,
    out: Page = None,
    as_json: Json = False,
) -> None:
    """Score forecasts of which attempts to settle a claim between states succeed."""
    from winset.backtest.settlement.run import backtest_settlement
    from winset.report import backtest_settlement as told

    check_files(out, table)
    found = backtest_settlement(data, _named(column or ()), extent_known, learnt_before, seed, claims)
    words = ["winset", "backtest", "settlement", "--data", data, "--seed", str(seed), "--out", out or ""]
    words += [] if claims is None else ["--claims", claims]
    words += ["--learnt-before", str(learnt_before), *(["--extent-known"] if extent_known else [])]
    words += [word for pair in column or () for word in ("--column", pair)]
    give_out("backtest-settlement", found, told, shlex.join(words), table, out, None if as_json else _lines(found))


def _named(pairs: Sequence[str]) -> dict[str, str]:
    """Return names of columns by ours."""
    from winset.errors import InputError

    named = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise InputError(f"`--column` is {pair!r}; write it as OURS=THEIRS, such as begun=year")
        named[ours.strip()] = theirs.strip()
    return named


def _lines(found: SettlementBacktest) -> Iterator[str]:
    """Yield the lines of an answer."""
    from winset.backtest.settlement.forecasts import METHODS
    from winset.backtest.settlement.tables import OUTCOMES
    from winset.report.backtest_settlement import headline, read_as_published, without

    record, width = found.record, width_now()
    yield typer.style(record.title, bold=True)
    counts, year = record.counts, record.settings["learnt_before"]
    yield from textwrap.wrap(
        f"{counts['attempts scored']:,} attempts at {counts['claims scored']:,} claims from {year} on, learnt from "
        f"{counts['attempts learnt from']:,} over before",
        width,
    )
    yield f"{'':38}{'Brier':>8}{'bar':>8}{'log':>8}"
    for outcome, words in OUTCOMES.items():
        lines = [line for line in record.lines if line.id.startswith(f"{outcome}.")]
        yield typer.style(f"{words}: {100 * lines[0].scores['share']:.0f} %", dim=True)
        for line in lines:
            says, label = line.scores, METHODS[line.id.split(".")[1]]
            yield f"  {label[:36]:36}{says['brier']:8.3f}{says['bar']:8.3f}{says['log_score']:8.3f}"
    yield ""
    told = (read_as_published(found), *filter(None, [without(found)]))
    for text in (
        *headline(found),
        *told,
        BEST,
    ):
        yield from textwrap.wrap(text, width)


__all__ = ["settlement"]
