"""Polls from rows of text: every cell read, every row that cannot be read named, everything assumed said."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from winset.case.cells import day_in, share_in, size_in
from winset.case.columns import Columns, mapped
from winset.case.complaints import counted
from winset.case.rows import Rows, read_rows
from winset.errors import InputError

LONG_FIELD = 21
"""Days in the field from which a poll's date counts as known to a span only."""

MOST_COMPLAINTS = 20


@dataclass(frozen=True)
class Poll:
    """One reading as it stands in a table.

    Parameters
    ----------
    subject, wording, house : str
        What it is about, what was asked, and who asked; empty where the table does not say.
    day : date
    value : float
        Per cent, strictly between 0 and 100.
    size : float or None
        Respondents.
    undecided : float or None
        Per cent who did not say.
    line : int
        Row in the file.
    """

    subject: str
    wording: str
    house: str
    day: dt.date
    value: float
    size: float | None
    undecided: float | None
    line: int


@dataclass(frozen=True)
class PollTable:
    """The polls of a file, how its columns were understood, and what was taken as what, a sentence each."""

    polls: tuple[Poll, ...]
    columns: Columns
    notes: tuple[str, ...]


def read_polls(path: Path, own: Mapping[str, tuple[str, ...]] | None = None, only: Sequence[str] = ()) -> PollTable:
    """Return the polls in a file.

    Parameters
    ----------
    path : Path
        A CSV, Excel (.xlsx) or Parquet file, long (one poll a row) or wide (one house a column).
    own : mapping of str to tuple of str
        Columns by role, where the user names them.
    only : sequence of str
        Rows to keep, as ``COLUMN=VALUE``.

    Raises
    ------
    InputError
        With every row that cannot be read, or if the table holds no polls.
    """
    table = read_rows(path)
    kept = _kept(table, only)
    columns = mapped(table.header, kept.rows, own or {})
    said: Counter[str] = Counter()
    complaints: list[str] = []
    polls: list[Poll] = []
    for row, line in zip(kept.rows, kept.lines, strict=True):
        cells = dict(zip(table.header, row, strict=False))
        try:
            polls.extend(_polls_in(cells, columns, line, said))
        except InputError as error:
            complaints.append(f"{path}:{line}: {error}")
    if complaints:
        more = len(complaints) - MOST_COMPLAINTS
        raise InputError("\n".join(complaints[:MOST_COMPLAINTS] + ([f"and {more} more rows"] if more > 0 else [])))
    if not polls:
        raise InputError(f"{path} holds no polls" + (f" with {', '.join(only)}" if only else ""))
    polls, fractions = _in_per_cent(polls, path)
    notes = [*fractions, *(words.format(counted(number, "reading")) for words, number in said.items())]
    return PollTable(tuple(sorted(polls, key=lambda poll: (poll.day, poll.house, poll.line))), columns, tuple(notes))


def _kept(table: Rows, only: Sequence[str]) -> Rows:
    """Return the rows that the user wants."""
    rows = list(zip(table.rows, table.lines, strict=True))
    for text in only:
        column, sign, value = (part.strip() for part in text.partition("="))
        if not sign or column not in table.header:
            raise InputError(f"`--only` is {text}; write COLUMN=VALUE with one of {', '.join(table.header)}")
        place = table.header.index(column)
        rows = [(row, line) for row, line in rows if place < len(row) and row[place] == value]
        if not rows:
            raise InputError(f"no row has {value} in `{column}`")
    return Rows(table.header, tuple(row for row, _ in rows), tuple(line for _, line in rows))


def _polls_in(cells: Mapping[str, str], columns: Columns, line: int, said: Counter[str]) -> Iterator[Poll]:
    """Yield the polls of one row: one, or one for each house of a wide table; rows with no value hold none."""

    def cell(role: str) -> str:
        return cells.get(columns.columns[role][0], "") if role in columns.columns else ""

    filled = [name for name in columns.columns["value"] if cells.get(name, "")]
    if not filled:
        said["{} without a value left out"] += 1
        return
    day = _day(cells, columns, said)
    size = size_in(cell("n"))
    if size is None:
        raise InputError(
            f"`{columns.columns['n'][0]}` is {cell('n')[:40]}; it holds the number of people asked, or nothing"
        )
    undecided = share_in(cell("undecided")) if cell("undecided") else None
    if cell("undecided") and undecided is None:
        raise InputError(
            f"`{columns.columns['undecided'][0]}` is {cell('undecided')[:40]}; it holds a share in per cent"
        )
    wording = ": ".join(part for part in (cell("question"), cell("answer")) if part)
    subject = ", ".join(cells.get(name, "") for name in columns.columns.get("subject", ()) if cells.get(name, ""))
    for name in filled:
        share = share_in(cells[name])
        if share is None or not 0 < share.value < 100:
            raise InputError(
                f"`{name}` is {cells[name][:40]}; a share is written in per cent, more than 0, less than 100"
            )
        if share.half_width:
            said["{} given as a range; its middle is used"] += 1
        yield Poll(
            subject, wording, name if columns.houses else cell("house") or "unnamed", day, share.value,
            None if math.isnan(size) else size, None if undecided is None else undecided.value, line,
        )  # fmt: skip


def _day(cells: Mapping[str, str], columns: Columns, said: Counter[str]) -> dt.date:
    """Return the day of a row: the middle of the time in the field."""
    roles = [role for role in ("start", "end") if role in columns.columns and cells.get(columns.columns[role][0], "")]
    roles = roles or ["date"]
    found = []
    for role in roles:
        name = columns.columns[role][0] if role in columns.columns else "date"
        day = day_in(cells.get(name, ""))
        if day is None:
            raise InputError(
                f"`{name}` is {cells.get(name, '')[:40] or 'empty'}; write a date such as 2019-01-24, or 2019-01"
            )
        if day.month_only:
            said["{} dated to a month only; its middle is used"] += 1
        found.append(day.day)
    if len(found) == 2:
        if found[1] < found[0]:
            raise InputError(f"the poll ends on {found[1]}, before it starts on {found[0]}")
        precision = cells.get(columns.columns["precision"][0], "") if "precision" in columns.columns else ""
        if (found[1] - found[0]).days >= LONG_FIELD or "bound" in precision:
            said["{} dated between two bounds only; the middle is used"] += 1
    return found[0] + (found[-1] - found[0]) // 2


def _in_per_cent(polls: list[Poll], path: Path) -> tuple[list[Poll], list[str]]:
    """Return polls in per cent: shares of one, as spreadsheets keep them, are multiplied by a hundred."""
    if max(poll.value for poll in polls) >= 1:
        return polls, []
    times = [
        Poll(p.subject, p.wording, p.house, p.day, 100 * p.value, p.size,
             None if p.undecided is None else 100 * p.undecided, p.line)
        for p in polls
    ]  # fmt: skip
    return times, [f"all values of {path.name} lie below 1 and are taken as shares of one"]
