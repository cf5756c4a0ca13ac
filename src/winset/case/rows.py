"""A table of polls from a file, as rows of text with their numbers: CSV, Excel or Parquet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from winset.errors import InputError, WinsetError

EXCEL = (".xlsx", ".xlsm")
PARQUET = (".parquet", ".pq")
MAX_BYTES = 50_000_000


@dataclass(frozen=True)
class Rows:
    """A table as text: the names of its columns, its rows, and the number of each row as a person counts them."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_rows(path: Path) -> Rows:
    """Return the table in a file.

    Raises
    ------
    InputError
        If the file is not there, holds no table, or is of a kind that is not read.
    WinsetError
        If the extra `tables` is needed and not installed.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if len(content) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES / 1e6:g} MB")
    kind = path.suffix.lower()
    if kind in EXCEL or kind in PARQUET:
        return _framed(content, path, kind)
    if kind == ".xls":
        raise InputError(f"{path} is an old Excel file; save it as .xlsx or CSV")
    return _csv(content, path)


def _csv(content: bytes, path: Path) -> Rows:
    """Return the table of a CSV file, parted by commas, semicolons or tabs."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"{path}:{line}: this file is not UTF-8 text; save it as CSV in UTF-8") from None
    first = text.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=sign)
    rows, lines = [], []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(tuple(cell.strip() for cell in row))
                lines.append(reader.line_num)
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: this is no CSV ({error})") from None
    return _rows(rows, lines, path)


def _framed(content: bytes, path: Path, kind: str) -> Rows:
    """Return the table of an Excel or Parquet file, its first sheet."""
    for package in ("pandas", "openpyxl" if kind in EXCEL else "pyarrow"):
        if not find_spec(package):
            raise WinsetError(f"{path} needs {package}: pip install 'winset[tables]'")
    import pandas as pd

    try:
        if kind in EXCEL:
            frame = pd.read_excel(io.BytesIO(content), header=None, dtype=object)
            cells = frame.itertuples(index=False, name=None)
            rows = [tuple(_text(cell) for cell in row) for row in cells]
        else:
            frame = pd.read_parquet(io.BytesIO(content))
            cells = frame.itertuples(index=False, name=None)
            rows = [tuple(str(name) for name in frame.columns), *(tuple(_text(cell) for cell in row) for row in cells)]
    except Exception as error:  # the readers raise errors of many kinds of their own
        raise InputError(f"{path} cannot be read: {' '.join(str(error).split())[:200]}") from None
    filled = [(row, line) for line, row in enumerate(rows, 1) if any(row)]
    return _rows([row for row, _ in filled], [line for _, line in filled], path)


def _text(cell: object) -> str:
    """Return a cell of a data frame as text, empty if nothing is there."""
    if cell is None or cell != cell or str(cell) in {"NaT", "<NA>"}:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _rows(rows: list[tuple[str, ...]], lines: list[int], path: Path) -> Rows:
    """Return rows as a table, their first the names of the columns."""
    if len(rows) < 2:
        raise InputError(f"{path} holds no table; its first row names the columns, and polls follow")
    header = rows[0]
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice:
        raise InputError(f"{path}:{lines[0]}: two columns are called `{twice}`")
    return Rows(header, tuple(rows[1:]), tuple(lines[1:]))
