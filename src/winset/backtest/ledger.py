"""A ledger of forecasts: sealed when they are made, resolved when the outcome is known, never changed in between.

Entries stand in one table of an SQLite file, each with the hash of the one before. A forecast, an update and a
resolution are new entries; nothing that stands there is ever touched again, and the file itself refuses to. An entry
counts as sealed once `record` or `resolve` has returned: by then it is on the disk, whatever happens to the process.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from winset.backtest.entries import GENESIS, Entry, entry_of, sealed_forecast, sealed_resolution
from winset.backtest.verification import Head, Verdict, export_text, verify_chain
from winset.errors import InputError, WinsetError
from winset.forecasting.record import Forecast

PATIENCE = 60.0
"""Seconds for which a writer waits for others."""

LAYOUT = """
CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, hash TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS no_change BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'a sealed entry is never changed'); END;
CREATE TRIGGER IF NOT EXISTS no_removal BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'a sealed entry is never taken away'); END;
"""


@dataclass(frozen=True)
class Sealed:
    """An entry, and whether it was sealed just now; not if the very same forecast stood there already."""

    entry: Entry
    is_new: bool


class Ledger:
    """A ledger in a file; to be used in a ``with`` statement, or closed.

    Parameters
    ----------
    path : str or path
        The file.
    make : bool
        Whether to make the file if it is not there.

    Raises
    ------
    InputError
        If the file is not there and is not to be made, or cannot be.
    WinsetError
        If it is no ledger.

    Examples
    --------
    >>> import tempfile, winset
    >>> folder = tempfile.TemporaryDirectory()
    >>> answer = winset.forecast(winset.load("wage-round"), draws=128)
    >>> with Ledger(Path(folder.name) / "ledger.db") as ledger:
    ...     sealed = ledger.record(answer)
    ...     resolved = ledger.resolve("wage-round", "yes", on="2025-05-10", source="the ballot")
    ...     sealed.entry.number, resolved.number, ledger.verify().is_whole
    (1, 2, True)
    >>> folder.cleanup()
    """

    def __init__(self, path: str | os.PathLike[str], make: bool = True) -> None:
        self.path = Path(path)
        if not self.path.exists() and not make:
            raise InputError(f"there is no ledger at {self.path}; record a forecast first, or name another file")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"the ledger {self.path} cannot be opened: {error}") from None
        with self._told():
            self._prepare()

    def __enter__(self) -> Ledger:
        """Return the ledger."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def record(
        self,
        forecast: Forecast | Mapping[str, Any],
        question: str | None = None,
        rule: str | None = None,
        note: str = "",
    ) -> Sealed:
        """Seal a forecast; a further one of the same question is an update.

        The very same forecast as the question's last one is not sealed twice, so that a command may be repeated safely.

        Parameters
        ----------
        forecast : Forecast or mapping
            A forecast, or its JSON document as data.
        question : str, optional
            Id of the question, the case's id by default.
        rule : str, optional
            How the question will be judged; by default that of the question's earlier forecasts, else what the case
            counts.
        note : str
            Anything to be kept with it.

        Raises
        ------
        InputError
            If it is no forecast; if the question is resolved; or if earlier forecasts of the question ask something
            else.
        """
        made = sealed_forecast(forecast, question, rule, note)
        asked = made["question"]
        with self._writing():
            entries = self.entries()
            earlier = [e for e in entries if e.question == asked["id"]]
            resolved = next((e for e in reversed(earlier) if e.kind == "resolution"), None)
            if resolved is not None:
                raise InputError(
                    f"the question `{asked['id']}` is resolved (entry {resolved.number}: {resolved.body['outcome']} on "
                    f"{resolved.body['on']}); a forecast of it now is none; name another question with `question`"
                )
            if earlier:
                last = earlier[-1]
                if rule is None:
                    asked["rule"] = last.body["question"]["rule"]
                _same_question(last, asked)
                if last.body["document"] == made["document"] and last.body["note"] == note:
                    return Sealed(last, False)
            return Sealed(self._append(made, entries), True)

    def resolve(
        self,
        question: str,
        outcome: str,
        on: dt.date | str,
        source: str,
        note: str = "",
        correct: bool = False,
        today: dt.date | None = None,
    ) -> Entry:
        """Seal how a question came out.

        Parameters
        ----------
        question : str
            Id of the question, or the number or the first digits of the hash of one of its forecasts.
        outcome : {"yes", "no", "void"}
            Void if it cannot be judged; such a question is not scored.
        on : date
            The day on which it was decided; for a no the day on which the question closed, or on which it became
            impossible.
        source : str
            Where that is to be read.
        correct : bool
            Whether this replaces an earlier resolution, which stays where it is.
        today : date, optional
            The day after which nothing can have happened yet.

        Raises
        ------
        InputError
            If there is no such question, it is resolved and `correct` is not set, the date lies in the future or
            before the question was asked, or a yes lies after the question closed.
        """
        day = _day(on)
        if day > (today or dt.datetime.now(dt.UTC).date()):
            raise InputError(f"`on` is {day}, which is still to come; resolve the question when it is decided")
        with self._writing():
            entries = self.entries()
            id = _question_of(question, entries)
            about = [e for e in entries if e.question == id]
            asked = [e for e in about if e.kind == "forecast"]
            before = next((e for e in reversed(about) if e.kind == "resolution"), None)
            if before is not None and not correct:
                raise InputError(
                    f"the question `{id}` is resolved already (entry {before.number}: {before.body['outcome']}); to "
                    "replace that, resolve it again as a correction (`correct`, on the command line --correct)"
                )
            if before is None and correct:
                raise InputError(f"the question `{id}` is not resolved; there is nothing to correct")
            until = dt.date.fromisoformat(asked[-1].body["question"]["until"])
            if outcome == "yes" and day > until:
                raise InputError(f"`on` is {day}, and the question closed on {until}; what came later makes it a no")
            if day < min(dt.date.fromisoformat(e.body["case"]["as_of"]) for e in asked):
                raise InputError(f"`on` is {day}, before the question was asked")
            corrects = None if before is None else before.number
            made = sealed_resolution(id, outcome, day.isoformat(), source, note, corrects)
            return self._append(made, entries)

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry in order.

        Raises
        ------
        WinsetError
            If the ledger is not what it was when its entries were sealed, which `verify` tells more of.
        """
        rows, kept = self._held()
        if not verify_chain(rows, kept).is_whole:
            raise WinsetError(f"{self.path} is not whole, so nothing is read or added; see `winset ledger verify`")
        try:
            return tuple(_read(hash, text) for hash, text in rows)
        except (ValueError, KeyError, TypeError, OverflowError):
            raise WinsetError(f"an entry of {self.path} cannot be read; other software may have written it") from None

    def rows(self) -> list[tuple[str, str]]:
        """Return hash and text of every entry in order, unread."""
        with self._told():
            return [(str(h), str(t)) for h, t in self._base.execute("SELECT hash, text FROM entries ORDER BY number")]

    def head(self) -> Head:
        """Return what the ledger says of itself: how many entries, and the hash of the last."""
        with self._told():
            # Cast, since SQLite keeps a text that somebody writes into a column of numbers.
            row = self._base.execute("SELECT CAST(number AS INTEGER), hash FROM head").fetchone()
        return Head(row[0], str(row[1])) if row else Head(0, GENESIS)

    def verify(self, head: str | None = None) -> Verdict:
        """Return whether the ledger is what it was when its entries were sealed; `head` is a hash kept elsewhere."""
        return verify_chain(*self._held(), head)

    def export(self) -> str:
        """Return the ledger as a text of JSON lines that can be verified on its own; what is amiss stays to be seen."""
        return export_text(*self._held())

    def _held(self) -> tuple[list[tuple[str, str]], Head]:
        """Return every entry, and what the ledger says of itself, both of one instant."""
        if self._base.in_transaction:
            return self.rows(), self.head()
        with self._told():
            self._base.execute("BEGIN")
            try:
                return self.rows(), self.head()
            finally:
                self._base.execute("COMMIT")

    def _prepare(self) -> None:
        """Make the tables if they are not there, and have every entry written through to the disk."""
        _until_free(lambda: self._base.execute("PRAGMA journal_mode = WAL"))
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.execute("PRAGMA fullfsync = ON")
        found = {name for (name,) in self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if found and not {"entries", "head"} <= found:
            raise WinsetError(f"{self.path} is no ledger; name another file")
        if not found:
            _until_free(lambda: self._base.executescript(f"BEGIN IMMEDIATE; {LAYOUT} COMMIT;"))

    def _append(self, made: Mapping[str, Any], entries: tuple[Entry, ...]) -> Entry:
        """Put an entry behind the last one."""
        last = entries[-1] if entries else None
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        entry = entry_of(
            {
                "number": len(entries) + 1,
                "previous": last.hash if last else GENESIS,
                "sealed": max(now, str(last.body["sealed"])) if last else now,
                **made,
            }
        )
        self._base.execute("INSERT INTO entries VALUES (?, ?, ?)", (entry.number, entry.hash, entry.text))
        self._base.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?)", (entry.number, entry.hash))
        return entry

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other writers out until the entry is on the disk; undo everything if something goes wrong."""
        with self._told():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell in a sentence what the file makes impossible."""
        try:
            yield
        except sqlite3.Error as error:
            raise WinsetError(f"the ledger {self.path} cannot be used: {error}") from None


def _until_free(action: Callable[[], object]) -> None:
    """Do something as soon as no other process is at it; SQLite does not wait where a file changes its journal."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            action()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)


def default_path() -> Path:
    """Return where the ledger is kept if nothing else is said: `WINSET_LEDGER`, or the user's folder for data."""
    if named := os.environ.get("WINSET_LEDGER"):
        return Path(named)
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "winset" / "ledger.db"


def _read(hash: str, text: str) -> Entry:
    """Return an entry as it stands in the file."""
    body = json.loads(text)
    entry = Entry(int(body["number"]), hash, text, body)
    if not entry.kind or not entry.question:
        raise ValueError(text)
    return entry


def _same_question(last: Entry, asked: Mapping[str, Any]) -> None:
    """Refuse a forecast that bears the id of a question and asks something else."""
    for name in ("until", "counted", "rule", "text"):
        if last.body["question"][name] != asked[name]:
            raise InputError(
                f"the question `{asked['id']}` was sealed with {name} {last.body['question'][name]!r} (entry "
                f"{last.number}), and this forecast has {asked[name]!r}; name another question with `question`"
            )


def _question_of(named: str, entries: tuple[Entry, ...]) -> str:
    """Return the id of the question that is meant: by its id, or by number or hash of one of its entries."""
    from winset.case.complaints import nearest

    known = list(dict.fromkeys(e.question for e in entries if e.kind == "forecast"))
    if named in known:
        return named
    found = {
        e.question for e in entries if named == str(e.number) or (len(named) >= 8 and e.hash.startswith(named.lower()))
    }
    if len(found) == 1:
        return found.pop()
    close = nearest(named, known)
    hint = f"did you mean `{close}`?" if close else f"there are {', '.join(known)}" if known else "there is none yet"
    raise InputError(f"there is no question `{named}` in the ledger; {hint}")


def _day(on: dt.date | str) -> dt.date:
    """Return a date."""
    if isinstance(on, dt.datetime):
        return on.date()
    if isinstance(on, dt.date):
        return on
    try:
        return dt.date.fromisoformat(on)
    except (TypeError, ValueError):
        raise InputError(f"`on` is {on!r}; take a date such as 2021-09-30") from None
