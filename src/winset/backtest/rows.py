"""Rows of a user's own CSV file, each with the place where it stands, so that a complaint can say where to look."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from winset.backtest.record import DataFile
from winset.errors import InputError


@dataclass(frozen=True, eq=False)
class Row:
    """A row: the file and line where it stands, and its cells by column, without blanks around them."""

    file: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; empty where the row ends before its column."""
        return self.cells.get(column, "")

    def wrong(self, column: str, belongs: str) -> InputError:
        """Return the error that says where a cell stands, what it holds, and what belongs there."""
        return InputError(
            f"{self.file}, line {self.line}: {self[column][:40]!r} in the column {column}, where {belongs} belongs"
        )


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a file, its columns, and what file it is."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    file: DataFile


def read_rows(file: Path, in_lower_case: bool = False) -> Rows:
    """Return the rows of a CSV file in UTF-8, separated by commas or tabs; lines end as on any system.

    Parameters
    ----------
    file : path
    in_lower_case : bool
        Whether names of columns are taken in lower case, since copies of one table differ in that.

    Raises
    ------
    InputError
        If the file cannot be read, is no text, is empty, or holds no rows.
    """
    try:
        raw = file.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is no CSV file in UTF-8; write the table as CSV first") from None
    if not text:
        raise InputError(f"{file} is empty")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.splitlines()[0] else ",")
    try:
        names = tuple(name.strip() for name in next(reader))
        columns = tuple(name.lower() for name in names) if in_lower_case else names
        rows = tuple(
            Row(file, reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=False)))
            for cells in reader
            if any(cells)
        )
    except csv.Error as error:
        raise InputError(f"{file}, line {reader.line_num}: no row of a CSV file: {error}") from None
    if not rows:
        raise InputError(f"{file} holds no rows below its header")
    return Rows(rows, columns, DataFile(file.name, sha256(raw).hexdigest(), len(rows)))
