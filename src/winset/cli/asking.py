"""What commands that play the talks share: how many draws, how many processes, a bar while they wait, room to write."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from winset.forecasting.run import Progress

Draws = Annotated[int, typer.Option(help="Draws for each model form; rounded up to 8 times a power of two.")]
Seed = Annotated[int, typer.Option(help="Same case, draws and seed: same answer.")]
Workers = Annotated[
    int | None,
    typer.Option(help="Processes to spread the work over (default: one a core); never changes the answer."),
]
Out = Annotated[str | None, typer.Option(metavar="DIR", help="Write a page, the answer as JSON and its tables there.")]


def need_room(out: str) -> None:
    """Make sure, before any work is done, that a report can be written to a folder, and change nothing there."""
    from winset.errors import InputError

    if not out.strip():
        raise InputError("`--out` is empty; name a folder to write the report to")
    folder = Path(out).absolute()
    try:
        with suppress(FileNotFoundError):
            folder.stat()
        there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
        if not there.is_dir():
            raise InputError(f"`--out` is {out}; {there} is no folder; name a folder to write the report to")
        with TemporaryFile(dir=there):
            pass
    except NotADirectoryError:
        raise InputError(f"`--out` is {out}, which lies below a file; name a folder to write the report to") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"`--out` is {out}; nothing can be written there: {reason}") from None


@contextmanager
def progress_bar(quiet: bool, what: str = "playing the talks") -> Iterator[Progress | None]:
    """Show a bar on standard error while blocks are played, if somebody is there to see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    # The bar is drawn when a block is done and not by a thread of its own, beside which no worker could be forked.
    with Bar(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(what, total=None)
        bar.refresh()

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, refresh=True)

        yield show


def cores() -> int:
    """Return how many processes to use when nothing is said: the cores at hand, at most the number of replicates."""
    return min(os.cpu_count() or 1, 8)


__all__ = ["Draws", "Out", "Seed", "Workers", "cores", "need_room", "progress_bar"]
