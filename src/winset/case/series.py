"""Readings of polls that stand in CSV files beside a case."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from winset.case.complaints import Complaint, did_you_mean, shown
from winset.case.world import Reading, Series
from winset.errors import CaseError

COLUMNS = ("date", "house", "value", "n")
NEEDED = ("date", "value")
MAX_BYTES = 5_000_000
CELL_AT_MOST = 40
"""How much of a cell a complaint repeats."""


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


def parse_series(content: bytes, name: str) -> tuple[tuple[int, Reading], ...]:
    """Return the readings of a CSV file in the order of their dates, each with its line.

    The first line names the columns: `date` and `value`, and `house` and `n` if known; others are ignored.

    Raises
    ------
    CaseError
        With every line that is wrong.

    Examples
    --------
    >>> table = b"date,house,value,n\\n2019-01-24,Levada,64,1600\\n"
    >>> [(line, reading.value) for line, reading in parse_series(table, "approval.csv")]
    [(2, 64.0)]
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CaseError(
            (Complaint(name, line, None, "", "this file is not UTF-8 text", remedy="save it as CSV in UTF-8"),)
        ) from None
    complaints: list[Complaint] = []
    readings: list[tuple[int, Reading]] = []
    rows = _rows(text, name)
    _, header = next(rows, (1, []))
    columns = [cell.strip().lower() for cell in header]
    for needed in NEEDED:
        if needed not in columns:
            complaints.append(
                Complaint(
                    name,
                    1,
                    None,
                    needed,
                    f"the first line names no column `{needed}`",
                    allowed=", ".join(COLUMNS),
                    remedy=did_you_mean(needed, columns),
                )
            )
    if not complaints:
        for line, row in rows:
            if not any(cell.strip() for cell in row):
                continue
            cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
            wrong = [*_wrong_cells(cells, line, name, columns)]
            complaints += wrong
            if not wrong:
                readings.append((line, _reading(cells)))
        if not readings and not complaints:
            complaints.append(Complaint(name, None, None, "", "this file holds no readings"))
    if complaints:
        raise CaseError(tuple(complaints))
    return tuple(sorted(readings, key=lambda pair: pair[1].date))


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


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table with their lines."""
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise CaseError((Complaint(name, reader.line_num, None, "", f"this is no CSV ({error})"),)) from None


def _wrong_cells(cells: dict[str, str], line: int, name: str, columns: list[str]) -> Iterator[Complaint]:
    """Yield what is wrong with one row."""
    checks = (
        ("date", _is_day, "a date such as 2019-01-24"),
        ("value", _is_percent, "more than 0, less than 100 (%)"),
        ("n", _is_count, "the number of respondents, 1 or more, or nothing"),
    )
    for column, check, allowed in checks:
        if column in columns and not check(cells.get(column, "")):
            found = _cut(cells.get(column, ""))
            yield Complaint(
                name,
                line,
                columns.index(column) + 1,
                column,
                f"found {found}",
                found,
                allowed,
                "write the level in per cent" if column == "value" else None,
            )


def _cut(cell: str) -> str:
    """Return a cell as a complaint repeats it."""
    return shown(cell if len(cell) <= CELL_AT_MOST else f"{cell[:CELL_AT_MOST]} …") if cell else shown(None)


def _is_day(text: str) -> bool:
    """Tell whether a cell is a date."""
    try:
        return len(text) == 10 and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _number(text: str) -> float:
    """Return a cell as a number, not a number if it is none."""
    try:
        return float(text) if "_" not in text else math.nan
    except ValueError:
        return math.nan


def _is_percent(text: str) -> bool:
    """Tell whether a cell is a number between 0 and 100, neither of them."""
    return 0 < _number(text) < 100


def _is_count(text: str) -> bool:
    """Tell whether a cell is empty or a positive whole number."""
    return not text or (0 < _number(text) < 1e9 and _number(text).is_integer())


def _reading(cells: dict[str, str]) -> Reading:
    """Return a checked row as a reading."""
    count = cells.get("n", "")
    return Reading(
        date=dt.date.fromisoformat(cells["date"]),
        house=cells.get("house") or "unnamed",
        value=float(cells["value"]),
        n=int(float(count)) if count else None,
    )
