"""Commands that forecast decisions that are over, from what was known before them, and say how often that is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
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
