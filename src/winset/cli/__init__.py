"""The `winset` command: every subcommand, and how mistakes end in a sentence and an exit status."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from winset import __version__
from winset.cli import backtest, backtest_ratification, backtest_settlement, ledger, models
from winset.cli.cases import cases, check, new, schema
from winset.cli.compare import compare
from winset.cli.diff import diff
from winset.cli.levers import levers
from winset.cli.polls import polls
from winset.cli.run import run
from winset.cli.sensitivity import sensitivity
from winset.cli.show import show
from winset.cli.solve import solve
from winset.cli.timing import timing
from winset.cli.whatif import whatif
from winset.errors import WinsetError

MISTAKE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


class Commands(TyperGroup):
    """The subcommands; a mistake of the user ends in a sentence on standard error, never in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a subcommand."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except WinsetError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(MISTAKE) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(PIPE_CLOSED) from None
        return result


app = typer.Typer(
    name="winset",
    cls=Commands,
    help="Will there be a deal by then, on what terms, who blocks it, and what would open it?",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"winset {__version__}")
        raise typer.Exit


@app.callback()
def winset(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Will there be a deal by then, on what terms, who blocks it, and what would open it?"""


for command in (run, levers, timing, polls, whatif, sensitivity, compare, diff, cases, show, check, new, schema, solve):
    app.command()(command)
app.add_typer(models.app, name="models")
app.add_typer(ledger.app, name="ledger")
backtest.app.command()(backtest_ratification.ratification)
backtest.app.command()(backtest_settlement.settlement)
app.add_typer(backtest.app, name="backtest")


def main() -> None:
    """Run the command line."""
    app()
