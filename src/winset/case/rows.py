"""A table of polls as rows of text with their numbers, from the bytes of a file: CSV, Excel or Parquet."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import PurePath

from winset.case.complaints import Complaint
from winset.errors import CaseError, WinsetError

EXCEL = (".xlsx", ".xlsm")
PARQUET = (".parquet", ".pq")
MAX_UNPACKED = 200_000_000
"""Bytes that an Excel file may take once it is unpacked."""

MOST_ROWS = 1_000_000

NOTHING = frozenset({"nan", "NaN", "NaT", "<NA>"})
"""What data frames hold where nothing is there."""


@dataclass(frozen=True)
class Rows:
    """A table as text: the names of its columns, its rows, and the number of each row as a person counts them."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    @property
    def twice(self) -> tuple[str, ...]:
        """Names that two columns have."""
        return tuple(dict.fromkeys(name for name in self.header if name and self.header.count(name) > 1))


def rows_in(content: bytes, name: str) -> Rows:
    r"""Return the table in a file; its first row names the columns, and there may be no other.

    Parameters
    ----------
    content : bytes
    name : str
        The file, which says by its ending what kind it is; for complaints, too.

    Raises
    ------
    CaseError
        If the content is no table, or the file is of a kind that is not read.
    WinsetError
        If the extra `tables` is needed and not installed.

    Examples
    --------
    >>> rows_in(b"date;value\n2025-01;46,5\n", "polls.csv")
    Rows(header=('date', 'value'), rows=(('2025-01', '46,5'),), lines=(2,))
    """
    kind = PurePath(name).suffix.lower()
    if kind in EXCEL or kind in PARQUET:
        return _framed(content, name, kind)
    if kind == ".xls":
        raise _wrong(name, "this is an old Excel file", remedy="save it as .xlsx or CSV")
    return _csv(content, name)


def _wrong(name: str, message: str, line: int | None = None, **more: str) -> CaseError:
    """Return the error about a file that holds no table."""
    return CaseError((Complaint(name, line, None, "", message, **more),))


def _csv(content: bytes, name: str) -> Rows:
    """Return the table of a CSV file, parted by commas, semicolons or tabs."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _wrong(name, "this file is not UTF-8 text", line, remedy="save it as CSV in UTF-8") from None
    first = text.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=sign)
    rows = []
    try:
        for row in reader:
            rows.append((reader.line_num, tuple(cell.strip() for cell in row)))
    except csv.Error as error:
        raise _wrong(name, f"this is no CSV ({error})", reader.line_num) from None
    return _rows(rows)


def _framed(content: bytes, name: str, kind: str) -> Rows:
    """Return the table of an Excel or Parquet file: its first sheet, and a row index that has a name or holds dates."""
    for package in ("pandas", "openpyxl" if kind in EXCEL else "pyarrow"):
        if not find_spec(package):
            raise WinsetError(f"{name} needs {package}: pip install 'winset[tables]'")
    import pandas as pd

    try:
        if kind in EXCEL:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                unpacked = sum(part.file_size for part in packed.infolist())
            if unpacked > MAX_UNPACKED:
                raise _wrong(name, "this file unpacks to too much", allowed=f"{MAX_UNPACKED / 1e6:g} MB")
            frame = pd.read_excel(io.BytesIO(content), header=None, dtype=object, nrows=MOST_ROWS)
            head: list[tuple[str, ...]] = []
        else:
            frame = pd.read_parquet(io.BytesIO(content))
            if isinstance(frame.index, pd.DatetimeIndex) or any(frame.index.names):
                frame = frame.reset_index()
            head = [tuple(str(column) for column in frame.columns)]
    except CaseError:
        raise
    except Exception as error:  # the readers raise errors of many kinds of their own
        raise _wrong(name, "this file cannot be read", found=" ".join(str(error).split())[:200]) from None
    cells = frame.itertuples(index=False, name=None)
    return _rows([*enumerate([*head, *(tuple(_text(cell) for cell in row) for row in cells)], 1)])


def _text(cell: object) -> str:
    """Return a cell of a data frame as text, empty if nothing is there."""
    if cell is None or (not isinstance(cell, str) and str(cell) in NOTHING):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _rows(rows: list[tuple[int, tuple[str, ...]]]) -> Rows:
    """Return rows as a table, their first the names of the columns; rows of empty cells are left out."""
    filled = [(line, row) for line, row in rows if any(row)]
    header = filled[0][1] if filled else ()
    return Rows(header, tuple(row for _, row in filled[1:]), tuple(line for line, _ in filled[1:]))
