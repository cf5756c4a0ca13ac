"""Polls from rows of text: every cell read, every row that cannot be read named, everything assumed said."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from winset.case.cells import day_in, share_in, size_in
from winset.case.columns import Columns, mapped, wanted_rows
from winset.case.complaints import Complaint, counted, did_you_mean, shown
from winset.case.rows import Rows, rows_in
from winset.errors import CaseError, InputError

LONG_FIELD = 21
"""Days in the field from which a poll's date counts as known to a span only."""

MAX_BYTES = 50_000_000
MOST_COMPLAINTS = 20

MOST_TOGETHER = 101.0
"""Per cent that all answers may sum to, after rounding."""

CELL_AT_MOST = 40
"""How much of a cell a complaint repeats."""


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
    """The polls of a file and how it was understood.

    Parameters
    ----------
    polls : tuple of Poll
        By day, house and row.
    columns : Columns
    only : dict of str to tuple of str
        The rows that were kept: what stands in some columns.
    subjects : dict of str to dict of str to str
        What tells each subject's rows from others: cells by column.
    notes : tuple of str
        What was taken as what, a sentence each.
    """

    polls: tuple[Poll, ...]
    columns: Columns
    only: Mapping[str, tuple[str, ...]]
    subjects: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]


def read_polls(path: Path, own: Mapping[str, tuple[str, ...]] | None = None, only: Sequence[str] = ()) -> PollTable:
    """Return the polls in a file, its columns found by their names.

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
    wanted = wanted_rows(only)
    try:
        table = rows_in(_bytes(path), str(path))
        if not table.rows:
            raise InputError(f"{path} holds no table; its first row names the columns, and polls follow")
        if table.twice:
            raise InputError(f"{path}: two columns are called `{table.twice[0]}`")
        kept = kept_rows(table, wanted, str(path))
        columns = mapped(table.header, kept.rows, own or {})
        polls, notes = polls_in(kept, columns, str(path))
    except CaseError as error:
        more = len(error.complaints) - MOST_COMPLAINTS
        said = [str(complaint) for complaint in error.complaints[:MOST_COMPLAINTS]]
        raise InputError("\n".join(said + ([f"and {more} more rows"] if more > 0 else []))) from None
    if not polls:
        raise InputError(f"{path} holds no polls" + (f" with {', '.join(only)}" if only else ""))
    in_order = sorted(polls, key=lambda poll: (poll.day, poll.house, poll.line))
    return PollTable(tuple(in_order), columns, wanted, _subjects(kept, columns), notes)


def _bytes(path: Path) -> bytes:
    """Return what a file holds."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if len(content) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES / 1e6:g} MB")
    return content


def kept_rows(table: Rows, only: Mapping[str, tuple[str, ...]], name: str) -> Rows:
    """Return the rows that hold one of the values wanted in each column named.

    Raises
    ------
    CaseError
        If there is no such column, or no such row.
    """
    rows = list(zip(table.rows, table.lines, strict=True))
    for column, values in only.items():
        if column not in table.header:
            raise CaseError((no_column(table, column, "only", name),))
        place = table.header.index(column)
        there = dict.fromkeys(row[place] for row, _ in rows if place < len(row))
        rows = [(row, line) for row, line in rows if place < len(row) and row[place] in values]
        if not rows:
            wanted = " or ".join(f"`{value}`" for value in values)
            remedy = did_you_mean(values[0], there)
            some = ", ".join([*there][:8]) + (", …" if len(there) > 8 else "")
            message = f"no row has {wanted} in `{column}`"
            raise CaseError((Complaint(name, None, None, "only", message, None, some, remedy),))
    return Rows(table.header, tuple(row for row, _ in rows), tuple(line for _, line in rows))


def no_column(table: Rows, column: str, field: str, name: str) -> Complaint:
    """Return the complaint about a column that is not there."""
    message = f"there is no column `{column}`"
    return Complaint(name, 1, None, field, message, None, ", ".join(table.header), did_you_mean(column, table.header))


def _subjects(table: Rows, columns: Columns) -> dict[str, dict[str, str]]:
    """Return what tells the rows of each subject from others."""
    found = {}
    for row in table.rows:
        cells = dict(zip(table.header, row, strict=False))
        own = {name: cells.get(name, "") for name in columns.columns.get("subject", ())}
        found[_subject(cells, columns)] = own
    return found


def _subject(cells: Mapping[str, str], columns: Columns) -> str:
    """Return what a row is about."""
    return ", ".join(cells.get(name, "") for name in columns.columns.get("subject", ()) if cells.get(name, ""))


def polls_in(table: Rows, columns: Columns, name: str, complete: bool = False) -> tuple[list[Poll], tuple[str, ...]]:
    """Return the polls of a table in the order of its rows, and what was taken as what, a sentence each.

    Parameters
    ----------
    table : Rows
    columns : Columns
        Which column says what.
    name : str
        The file, for complaints.
    complete : bool
        Whether a row without a value is a mistake; otherwise it is left out and told.

    Raises
    ------
    CaseError
        With a complaint for every cell that cannot be read.
    """
    said: Counter[str] = Counter()
    complaints: list[Complaint] = []
    polls: list[Poll] = []
    for row, line in zip(table.rows, table.lines, strict=True):
        found = _Row(dict(zip(table.header, row, strict=False)), columns, line, name, table.header, said)
        polls += found.polls(complete)
        complaints += found.wrong
    if complaints:
        raise CaseError(tuple(complaints))
    again = len(polls) - len({replace(poll, line=0) for poll in polls})
    if again:
        said["{} like another in house, day, value and size; every row counts, so leave out what stands twice"] = again
    in_per_cent, fractions = _in_per_cent(polls)
    return in_per_cent, (*fractions, *(words.format(counted(number, "reading")) for words, number in said.items()))


@dataclass
class _Row:
    """One row as it is read, and what is wrong with it."""

    cells: Mapping[str, str]
    columns: Columns
    line: int
    name: str
    header: tuple[str, ...]
    said: Counter[str]

    def __post_init__(self) -> None:
        self.wrong: list[Complaint] = []

    def cell(self, role: str) -> str:
        """Return what stands in the column of a role."""
        return self.cells.get(self.columns.columns[role][0], "") if role in self.columns.columns else ""

    def refuse(self, column: str, allowed: str, remedy: str | None = None, message: str = "") -> None:
        """Complain about a cell."""
        found = _cut(self.cells.get(column, ""))
        place = self.header.index(column) + 1
        self.wrong.append(
            Complaint(self.name, self.line, place, column, message or f"found {found}", found, allowed, remedy)
        )

    def polls(self, complete: bool) -> list[Poll]:
        """Return the polls of the row: one, or one for each house of a wide table; none without a value."""
        values = self.columns.columns["value"]
        filled = [name for name in values if self.cells.get(name, "")]
        if not filled and not complete:
            self.said["{} without a value left out"] += 1
            return []
        day, size = self.day(), size_in(self.cell("n"))
        if size is None:
            self.refuse(self.columns.columns["n"][0], "the number of respondents, 1 or more, or nothing")
        undecided = share_in(self.cell("undecided")) if self.cell("undecided") else None
        if self.cell("undecided") and undecided is None:
            self.refuse(self.columns.columns["undecided"][0], "a share in per cent, or nothing")
        unsaid = None if undecided is None else undecided.value
        told = [share.value for share in (share_in(self.cells.get(name, "")) for name in filled) if share is not None]
        if unsaid is not None and told and max(told) + unsaid > MOST_TOGETHER:
            column = self.columns.columns["undecided"][0]
            self.refuse(column, f"at most {100 - max(told):g} beside {max(told):g} who approve")
        found = [poll for name in filled or values for poll in self.poll(name, day, size, unsaid)]
        return [] if self.wrong else found

    def poll(self, column: str, day: dt.date | None, size: float | None, undecided: float | None) -> Iterator[Poll]:
        """Yield the poll whose value stands in a column, unless it cannot be read."""
        share = share_in(self.cells.get(column, ""))
        if share is None or not 0 < share.value < 100:
            self.refuse(column, "more than 0, less than 100 (%)", "write the level in per cent")
            return
        if share.half_width:
            self.said["{} given as a range; its middle is used"] += 1
        if day is not None and size is not None:
            wording = ": ".join(part for part in (self.cell("question"), self.cell("answer")) if part)
            yield Poll(
                subject=_subject(self.cells, self.columns),
                wording=wording,
                house=column if self.columns.houses else self.cell("house") or "unnamed",
                day=day,
                value=share.value,
                size=None if math.isnan(size) else size,
                undecided=undecided,
                line=self.line,
            )

    def day(self) -> dt.date | None:
        """Return the day of the row, the middle of the time in the field; none if it cannot be read."""
        named = self.columns.columns
        roles = [role for role in ("start", "end") if role in named and self.cell(role)]
        roles = roles or [role for role in ("date", "start", "end") if role in named][:1]
        found = []
        for role in roles:
            day = day_in(self.cell(role))
            if day is None:
                self.refuse(named[role][0], "a date such as 2019-01-24, or a month such as 2019-01")
                return None
            if day.month_only:
                self.said["{} dated to a month only; its middle is used"] += 1
            found.append(day.day)
        if len(found) == 2:
            if found[1] < found[0]:
                message = f"the poll ends on {found[1]}, before it starts on {found[0]}"
                self.refuse(named["end"][0], f"{found[0]} or later", message=message)
                return None
            if (found[1] - found[0]).days >= LONG_FIELD or "bound" in self.cell("precision"):
                self.said["{} dated between two bounds only; the middle is used"] += 1
        return found[0] + (found[-1] - found[0]) // 2


def _cut(cell: str) -> str:
    """Return a cell as a complaint repeats it."""
    return shown(cell if len(cell) <= CELL_AT_MOST else f"{cell[:CELL_AT_MOST]} …") if cell else shown(None)


def _in_per_cent(polls: list[Poll]) -> tuple[list[Poll], list[str]]:
    """Return polls in per cent: shares of one, as spreadsheets keep them, are multiplied by a hundred."""
    if not polls or max(poll.value for poll in polls) >= 1:
        return polls, []
    times = [
        replace(poll, value=100 * poll.value, undecided=None if poll.undecided is None else 100 * poll.undecided)
        for poll in polls
    ]
    return times, ["all values lie below 1 and are taken as shares of one"]
