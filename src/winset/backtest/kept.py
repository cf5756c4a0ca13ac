"""Work that is kept, piece by piece, under the hash of all that it hangs on, so that no piece is ever done twice.

A backtest that is interrupted goes on where it stopped, and one whose data or program changed does only what changed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from winset.errors import InputError
from winset.forecasting.run import Progress, spread_over
from winset.whole_file import write_whole

Piece = TypeVar("Piece")


class Kept:
    """Plain data in a folder, one file for each piece of work, each written whole or not at all.

    Parameters
    ----------
    folder : path or None
        Made when first needed; nothing is kept without one. Where it cannot be written to, nothing more is kept.
    """

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        self.folder = None if folder is None else Path(folder)

    def found(self, key: str) -> Any:
        """Return what is kept under a key, or None; a broken or foreign file is as good as none."""
        if self.folder is None:
            return None
        try:
            written = json.loads(self._file(key).read_text(encoding="utf-8"))
            return written["done"] if written["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, done: Any) -> None:
        """Keep plain data under a key."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._file(key), json.dumps({"key": key, "done": done}).encode())
        except OSError:
            self.folder = None

    def _file(self, key: str) -> Path:
        """The file of a key."""
        assert self.folder is not None
        return self.folder / f"{key}.json"


def content_key(*parts: Any) -> str:
    """Return a short name for everything that a piece of work hangs on: plain data, told apart by content.

    >>> content_key("deu", {"seed": 1}) == content_key("deu", {"seed": 1})
    True
    >>> content_key("deu", {"seed": 1}) == content_key("deu", {"seed": 2})
    False
    """
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:40]


def worked(
    pieces: Sequence[Piece],
    keys: Sequence[str],
    do: Callable[[Piece], Any],
    kept: Kept,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Any]:
    """Return what becomes of each piece of work, from what is kept where it is, and keep each as soon as it is done.

    Parameters
    ----------
    pieces, keys : sequences of one length
        A key names everything that its piece hangs on; see `content_key`.
    do : callable
        From a piece to plain data (as JSON knows them); importable by its name if there is more than one worker.
    kept : Kept
    workers : int
        Processes; never changes the answer.
    progress : callable, optional
        Called with how many pieces are done and how many there are.

    Raises
    ------
    InputError
        If `workers` is below 1.
    """
    if workers < 1:
        raise InputError(f"`workers` is {workers}; take 1 or more")
    found = {key: kept.found(key) for key in keys}
    waiting = [(piece, key) for piece, key in zip(pieces, keys, strict=True) if found[key] is None]
    ready = len(keys) - len(waiting)
    tell = progress or (lambda done, total: None)
    tell(ready, len(keys))
    results = spread_over(do, [piece for piece, _ in waiting], min(workers, max(len(waiting), 1)), None)
    for number, ((_, key), done) in enumerate(zip(waiting, results, strict=True), ready + 1):
        kept.keep(key, done)
        # As it will be read again, so that what is kept and what is done anew are the same to the last digit.
        found[key] = json.loads(json.dumps(done))
        tell(number, len(keys))
    return [found[key] for key in keys]


def cache_folder() -> Path:
    """Return the user's folder for what can be made again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "winset" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "winset"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "winset"
