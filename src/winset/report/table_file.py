"""A table as one file: CSV for any program, Parquet for large tables, JSON for programs on the web."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from winset.charts.chart import Table
from winset.errors import InputError
from winset.report.extras import need_tables
from winset.report.files import made_folder, whole
from winset.report.tables import csv_text

ENDINGS = (".csv", ".parquet", ".json")


def ending_of(file: str | os.PathLike[str]) -> str:
    """Return the kind of file that a name ends in, once everything that it takes is there.

    Raises
    ------
    InputError
        If the name ends in none of `ENDINGS`.
    WinsetError
        If it is Parquet and the extra `tables` is not installed.

    Examples
    --------
    >>> ending_of("scores.CSV")
    '.csv'
    """
    ending = Path(file).suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"the table {os.fspath(file)} ends in none of {', '.join(ENDINGS)}")
    if ending == ".parquet":
        need_tables("a Parquet file", "pyarrow")
    return ending


def write_table(table: Table, file: str | os.PathLike[str]) -> Path:
    """Write a table into a file, whole or not at all; return its path.

    JSON holds one object for each row, Parquet has text, whole numbers, numbers and flags as they are in the table.

    Raises
    ------
    InputError
        As `ending_of`, or if the file cannot be written.
    WinsetError
        As `ending_of`.
    """
    ending, path = ending_of(file), Path(file)
    made_folder(path.parent)
    names = [column.name for column in table.columns]
    with whole(path) as beside:
        if ending == ".parquet":
            _write_parquet(beside, names, table)
        elif ending == ".csv":
            beside.write_text(csv_text(table), encoding="utf-8", newline="")
        else:
            rows = [dict(zip(names, row, strict=True)) for row in table.rows]
            beside.write_text(json.dumps(rows, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    return path


def _write_parquet(path: Path, names: list[str], table: Table) -> None:
    """Write a table as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {name: pa.array([row[place] for row in table.rows]) for place, name in enumerate(names)}
    pq.write_table(pa.table(columns), path)
