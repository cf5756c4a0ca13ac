"""Readings of polls that stand in files beside a case, and what was taken as what in them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from winset.case.case import Case
from winset.case.columns import NAMES, Columns
from winset.case.complaints import Complaint, counted, did_you_mean, shown
from winset.case.poll_table import Poll, kept_rows, no_column, polls_in
from winset.case.rows import Rows, rows_in
from winset.case.world import ENOUGH, ENOUGH_DAYS, Reading, Series
from winset.errors import CaseError

COLUMNS = ("date", "house", "value", "n")
NEEDED = ("date", "value")
MAX_BYTES = 5_000_000
MISSING_SIZE = 1000
"""People asked, taken where nobody says: a usual size."""


def series_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a series file.

    Parameters
    ----------
    path : Path
        The folder of the case, and `name` in it.
    name : str
        The file as the case names it.

    Raises
    ------
    CaseError
        If the file lies outside the folder of the case, by its name or by a link, so that a case from a stranger can
        look at nothing else; if there is no such file, or it is too large or unreadable.
    """
    try:
        if Path(name).anchor or os.path.normpath(name).split(os.sep)[0] == os.pardir:
            raise _outside(name)
        if not path.is_file():
            problem = "this is a folder" if path.is_dir() else "there is no such file beside the case"
            raise CaseError((Complaint(name, None, None, "", problem, found=shown(str(path))),))
        folder = path.parents[len(Path(name).parts) - 1]
        if not path.resolve().is_relative_to(folder.resolve()):
            raise _outside(name)
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CaseError((Complaint(name, None, None, "", "this file cannot be read", found=reason),)) from None
    if len(content) > MAX_BYTES:
        raise CaseError((Complaint(name, None, None, "", "this file is too large", allowed=f"{MAX_BYTES / 1e6:g} MB"),))
    return content


def _outside(name: str) -> CaseError:
    """Return the error about a file that does not lie beside the case."""
    return CaseError(
        (
            Complaint(
                name,
                None,
                None,
                "",
                "this file lies outside the folder of the case",
                allowed="a file in that folder or below it",
                remedy="copy it there",
            ),
        )
    )


def parse_series(content: bytes, series: Series) -> tuple[tuple[tuple[int, Reading], ...], tuple[str, ...]]:
    r"""Return the readings of a file in the order of their dates, each with its line, and what was taken as what.

    Without `columns` the first line names `date` and `value`, and `house` and `n` if known; others are ignored.

    Raises
    ------
    CaseError
        With every line that is wrong.
    WinsetError
        If the extra `tables` is needed and not installed.

    Examples
    --------
    >>> table = b"date,house,value,n\n2019-01-24,Levada,64,1600\n"
    >>> found, _ = parse_series(table, Series(question="approve?", file="approval.csv"))
    >>> [(line, reading.value) for line, reading in found]
    [(2, 64.0)]
    """
    name = str(series.file)
    table = rows_in(content, name)
    columns, wrong = _plain_columns(table, name) if series.columns is None else _named_columns(table, series, name)
    if wrong:
        raise CaseError(tuple(wrong))
    kept = kept_rows(table, series.only, name)
    polls, notes = polls_in(kept, columns, name, complete=series.columns is None)
    if not polls:
        raise CaseError((Complaint(name, None, None, "", "this file holds no readings"),))
    wrong = [*_mixed(kept, columns, series, name), *_unasked(polls, series, name)]
    if wrong:
        raise CaseError(tuple(wrong))
    readings = ((poll.line, _reading(poll, series.question)) for poll in polls)
    return tuple(sorted(readings, key=lambda pair: pair[1].date)), notes


def _plain_columns(table: Rows, name: str) -> tuple[Columns, list[Complaint]]:
    """Return the columns of a file that has them under their usual names, and what is missing or there twice."""
    there: dict[str, str] = {}
    for column in table.header:
        there.setdefault(column.strip().lower(), column)
    wrong = [
        Complaint(
            name, 1, None, needed, f"the first line names no column `{needed}`", None, ", ".join(COLUMNS),
            did_you_mean(needed, there) or (f"say which it is: columns: {{{needed}: ...}}" if table.header else None),
        )
        for needed in NEEDED
        if needed not in there
    ]  # fmt: skip
    columns = {role: (there[role],) for role in COLUMNS if role in there}
    return Columns(columns), wrong or [*_doubled(table, columns, name)]


def _named_columns(table: Rows, series: Series, name: str) -> tuple[Columns, list[Complaint]]:
    """Return the columns that a series names, and those of them that are not there, or there twice."""
    assert series.columns is not None
    roles = series.columns.roles
    wrong = [
        no_column(table, column, f"columns.{role}", name)
        for role, columns in roles.items()
        for column in columns
        if column not in table.header
    ]
    wide = roles["value"] if isinstance(series.columns.value, tuple) else ()
    return Columns(roles, wide), wrong or [*_doubled(table, roles, name)]


def _doubled(table: Rows, columns: Mapping[str, tuple[str, ...]], name: str) -> Iterator[Complaint]:
    """Yield the columns that are used and there twice."""
    used = {column for names in columns.values() for column in names}
    for column in table.twice:
        if column in used:
            yield Complaint(name, 1, None, column, f"two columns are called `{column}`", remedy="rename one of them")


def _mixed(table: Rows, columns: Columns, series: Series, name: str) -> Iterator[Complaint]:
    """Yield the columns that tell subjects apart, of which several are mixed in one series."""
    used = {column for names in columns.columns.values() for column in names} | set(series.only)
    for column in table.header:
        if column.lower().replace("-", "_") in NAMES["subject"] and column not in used:
            place = table.header.index(column)
            found = [*dict.fromkeys(row[place] for row in table.rows if place < len(row))]
            if len(found) > 1:
                message, some = f"this table has several in `{column}`", ", ".join(found[:8])
                remedy = f"keep one: only: {{{column}: {found[0]}}}"
                yield Complaint(name, None, None, "only", message, some, "one subject in a series", remedy)


def _unasked(polls: Sequence[Poll], series: Series, name: str) -> Iterator[Complaint]:
    """Yield a complaint if the polls say what they asked, and none asked the question of the series."""
    asked = [*dict.fromkeys(poll.wording for poll in polls if poll.wording)]
    if asked and series.question not in asked:
        message = f"no reading asks “{series.question}”, the `question` of the series"
        some = "; ".join(asked[:8]) + ("; …" if len(asked) > 8 else "")
        yield Complaint(name, None, None, "question", message, None, some, did_you_mean(series.question, asked))


def late_readings(series: Series, readings: Iterable[tuple[int, Reading]], as_of: dt.date) -> Iterator[Complaint]:
    """Yield a complaint if a series file holds readings that a forecast of this date could not have."""
    late = [(line, reading.date) for line, reading in readings if reading.date > as_of]
    if late and not series.hindsight:
        line, first = late[0]
        more = f" (and {len(late) - 1} more)" if len(late) > 1 else ""
        yield Complaint(
            str(series.file),
            line,
            None,
            "date",
            f"this reading was taken after the forecast is made{more}",
            str(first),
            f"readings up to {as_of} (`as_of`)",
            "mark the series `hindsight: true`, which every output then warns of, or leave the readings out",
        )


def _reading(poll: Poll, question: str) -> Reading:
    """Return a poll as a reading."""
    return Reading(
        date=poll.day,
        house=poll.house,
        value=poll.value,
        n=None if poll.size is None else int(poll.size),
        question=poll.wording if poll.wording and poll.wording != question else None,
        undecided=poll.undecided,
    )


def reading_data(reading: Reading, later: dt.timedelta = dt.timedelta(0)) -> dict[str, Any]:
    """Return a reading as it would be written in a case, some days later if wanted, without its sources.

    >>> reading_data(Reading(date=dt.date(2019, 1, 24), value=64), dt.timedelta(days=1))
    {'date': '2019-01-25', 'house': 'unnamed', 'value': 64.0}
    """
    more = {"n": reading.n, "question": reading.question, "undecided": reading.undecided}
    said = {"date": str(reading.date + later), "house": reading.house, "value": reading.value}
    return said | {key: part for key, part in more.items() if part is not None}


def taken_as(case: Case) -> tuple[str, ...]:
    """Return what was taken as what in the series of a case, a sentence each.

    Such are dates, ranges, sizes that are missing, and levels that are read plainly for want of readings.
    """
    found = []
    for name, series in case.series.items():
        said = [*case.written.notes.get(name, ())]
        missing = sum(reading.n is None for reading in series.readings)
        if missing:
            every = missing == len(series.readings)
            whose = "every reading" if every else f"{missing} of {counted(len(series.readings), 'reading')}"
            said.append(f"no sample size for {whose}: {MISSING_SIZE:,} people assumed")
        if series.read == "pooled" and series.readings and not series.is_enough:
            what = f"{counted(len(series.own), 'reading')} on {counted(len({one.date for one in series.own}), 'day')}"
            said.append(
                f"{what}, too few to pool ({ENOUGH} on {ENOUGH_DAYS} days): read plainly, with the stated volatility"
            )
        found += [f"series.{name}: {text}" for text in said]
    return tuple(found)
