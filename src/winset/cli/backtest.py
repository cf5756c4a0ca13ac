"""Commands that forecast decisions that are over, from what was known before them, and say how often that is right."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from winset.cli.asking import Workers, cores, progress_bar
from winset.cli.printing import Json

if TYPE_CHECKING:
    from winset.backtest.deu.run import DeuBacktest
    from winset.backtest.kept import Kept

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

Cache = Annotated[
    str | None, typer.Option(metavar="DIR", help="Where finished work is kept (default: the user's cache folder).")
]
TableFile = Annotated[
    str | None, typer.Option("--table", metavar="FILE", help="Write every forecast as a row: .csv, .parquet or .json.")
]
Page = Annotated[str | None, typer.Option(metavar="DIR", help="Write a page, the scores as JSON and tables there.")]
Seed = Annotated[int, typer.Option(help="Same data and seed: same scores.")]


@app.callback()
def backtest() -> None:
    """Forecast decisions that are over, from what was known before, and score the forecasts."""


def kept_work(name: str, folder: str | None) -> Kept:
    """Return where the work of a backtest is kept."""
    from winset.backtest.kept import Kept, cache_folder

    return Kept(cache_folder() / "backtest" / name if folder is None else folder)


def check_files(out: str | None, table: str | None) -> None:
    """Make sure, before any work is done, that what was asked for can be written."""
    if out is not None:
        from winset.cli.asking import need_room
        from winset.report.extras import need_drawing

        need_drawing()
        need_room(out)
    if table is not None:
        from winset.report.table_file import ending_of

        ending_of(table)


@app.command()
def deu(
    data: Annotated[
        str | None, typer.Option(metavar="DIR", help="Folder of issues.csv and positions.csv: scored in ten parts.")
    ] = None,
    fit: Annotated[
        str | None, typer.Option(metavar="DIR", help="With --score: a folder of other decisions to fit on.")
    ] = None,
    score: Annotated[str | None, typer.Option(metavar="DIR", help="With --fit: the folder that is scored.")] = None,
    seed: Seed = 1,
    workers: Workers = None,
    cache: Cache = None,
    table: TableFile = None,
    out: Page = None,
    as_json: Json = False,
) -> None:
    """Score all models of many actors on decisions of the European Union."""
    from winset.backtest.deu.run import backtest_deu
    from winset.errors import InputError

    if (data is None) == (fit is None and score is None) or (fit is None) != (score is None):
        raise InputError("name one folder, --data DIR, or two, --fit DIR --score DIR")
    check_files(out, table)
    scored = _folder(str(score if data is None else data))
    with progress_bar(quiet=as_json, what="asking the models") as progress:
        found = backtest_deu(
            scored,
            None if fit is None else _folder(fit),
            seed,
            kept_work("deu", cache),
            cores() if workers is None else workers,
            progress,
        )
    from winset.report import backtest_deu as told

    asked = ["--data", scored] if fit is None else ["--fit", _folder(fit), "--score", scored]
    command = shlex.join(["winset", "backtest", "deu", *asked, "--seed", str(seed), "--out", out or ""])
    give_out("backtest-deu", found, told, command, table, out, None if as_json else _deu_lines(found))


def give_out(
    name: str, found: Any, told: Any, command: str, table: str | None, out: str | None, lines: Iterable[str] | None
) -> None:
    """Write what a backtest found where that was asked for, and print it: as lines, or as JSON without any.

    `told` is the room's module that words such a backtest, and `command` makes its page again.
    """
    written = []
    if table is not None:
        from winset.report.table_file import write_table

        written.append(write_table(told.forecast_table(found), table))
    if out is not None:
        from winset.report.findings import write_findings
        from winset.report.tables import csv_text

        others = {
            f"{name}.json": found.record.to_json(),
            f"{name}-scores.csv": csv_text(told.score_table(found)),
            f"{name}-parts.csv": csv_text(told.part_table(found)),
        }
        written += write_findings(told.findings_of(found, command), out, name, others)
    if lines is None:
        typer.echo(found.record.to_json(), nl=False)
        return
    for line in lines:
        typer.echo(line)
    if written:
        typer.echo("Written: " + ", ".join(str(path) for path in written))


def _folder(named: str) -> str:
    """Return a folder, or the one called deu in it if only that holds the tables."""
    inside = Path(named) / "deu"
    return str(inside) if not (Path(named) / "issues.csv").exists() and (inside / "issues.csv").exists() else named


def _deu_lines(found: DeuBacktest) -> Iterator[str]:
    """Yield the lines of an answer."""
    import textwrap

    from winset.cli.printing import width_now
    from winset.report.backtest_deu import coverage_line, headline

    record, width = found.record, width_now()
    yield typer.style(record.title, bold=True)
    counts = record.counts
    fitted = "other dossiers" if record.settings["folds"] else f"{counts['issues_fitted_on']} issues of other data"
    yield from textwrap.wrap(
        f"{counts['issues_scored']} of {counts['issues']} issues of {counts['dossiers_scored']} dossiers, each "
        f"forecast fitted on {fitted}",
        width,
    )
    yield ""
    yield f"{'':35}{'error':>6}{'near':>6}{'CRPS':>6}{'log':>6}{'50%':>7}{'80%':>5}{'95%':>5}"
    for is_baseline in (True, False):
        yield typer.style("baselines" if is_baseline else "models", dim=True)
        for line in record.lines:
            if line.is_baseline == is_baseline:
                says = line.scores
                inside = [f"{100 * share:.0f}" for share in says["coverage"].values()]
                label = line.label + (f" ({line.n})" if line.n < counts["issues_scored"] else "")
                yield (
                    f"  {label[:33]:33}{says['mae']:6.1f}{100 * says['within_10']:6.0f}{says['crps']:6.1f}"
                    f"{says['log_score']:6.2f}{inside[0]:>7}{inside[1]:>5}{inside[2]:>5}"
                )
    yield ""
    yield from _part_lines(found)
    yield ""
    for text in (*headline(found), coverage_line(found)):
        yield from textwrap.wrap(text, width)
    yield ""
    yield from textwrap.wrap(
        "error: mean distance of the one number said from the outcome; near: per cent within 10 points; CRPS and log: "
        "of the distribution, 0 is best; 50%, 80%, 95%: per cent of outcomes in these intervals; normal: of the mean "
        "by salience with a normal error of one size",
        width,
    )


def _part_lines(found: DeuBacktest) -> Iterator[str]:
    """Yield a line for each part of the issues: the pool of all models beside the mean by salience."""
    from winset.backtest.deu.methods import MEAN, NORMAL, POOL
    from winset.report.backtest_deu_tables import PARTED, parts_by

    yield f"{'':30}{'error':>17}{'CRPS':>16}{'pool':>15}"
    yield f"{'':24}{'issues':>6}{'mean':>10}{'pool':>7}{'normal':>9}{'pool':>7}{'50%':>7}{'80%':>5}{'95%':>5}"
    for by, (head, _) in PARTED.items():
        for part in parts_by(found, by):
            mean, normal, pool = ([line for line in part.lines if line.id == id] for id in (MEAN, NORMAL.id, POOL.id))
            if not (mean and normal and pool):
                continue
            inside = [f"{100 * share:.0f}" for share in pool[0].scores["coverage"].values()]
            yield (
                f"  {f'{head}: {part.value}'[:22]:22}{pool[0].n:6}{mean[0].scores['mae']:10.1f}"
                f"{pool[0].scores['mae']:7.1f}{normal[0].scores['crps']:9.1f}{pool[0].scores['crps']:7.1f}"
                f"{inside[0]:>7}{inside[1]:>5}{inside[2]:>5}"
            )
