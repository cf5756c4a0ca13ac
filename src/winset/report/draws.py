"""Every draw of a forecast as one file: CSV for any program, Parquet for large runs."""

from __future__ import annotations

import csv
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from winset.case.case import Case
from winset.errors import InputError
from winset.forecasting.draws import Columns, draw_tables
from winset.report.extras import need_tables
from winset.report.files import made_folder, whole


def write_draws(case: Case, draws: int, seed: int, folder: str | os.PathLike[str], kind: str) -> Path:
    """Write every draw as a row of ``draws.csv`` or ``draws.parquet``; return the path.

    One block of draws is held at a time. The columns are those of `winset.forecasting.draws.draw_tables`; a talk that
    ends without a package or a deal leaves its cells empty. The file is written whole or not at all.

    Parameters
    ----------
    kind : {"csv", "parquet"}

    Raises
    ------
    InputError
        If `kind` is another, `draws` is out of range, or the folder or file cannot be written.
    WinsetError
        If Parquet is asked for without the extra `tables`.
    """
    if kind not in {"csv", "parquet"}:
        raise InputError(f"`kind` is {kind!r}; take csv or parquet")
    if kind == "parquet":
        need_tables("a Parquet file", "pyarrow")
    blocks = draw_tables(case, draws, seed)
    first = next(blocks)
    path = made_folder(folder) / f"draws.{kind}"
    with whole(path) as beside:
        (_write_csv if kind == "csv" else _write_parquet)(beside, itertools.chain([first], blocks), list(first))
    return path


def _write_csv(path: Path, blocks: Iterator[Columns], names: list[str]) -> None:
    """Write blocks as CSV, numbers in full so that nothing is lost."""
    with path.open("x", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        for block in blocks:
            writer.writerows(zip(*(_cells(block[name]) for name in names), strict=True))


def _cells(column: Any) -> list[Any]:
    """Return a column's values, empty where it has no number."""
    values: list[Any] = column.tolist()
    if column.dtype.kind == "f" and np.isnan(column).any():
        return ["" if value != value else value for value in values]
    return values


def _write_parquet(path: Path, blocks: Iterator[Columns], names: list[str]) -> None:
    """Write blocks as the row groups of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"story": pa.string(), "replicate": pa.int32(), "draw": pa.int64()}
    fields = [(name, kinds.get(name) or (pa.string() if _names_package(name) else pa.float64())) for name in names]
    schema = pa.schema(fields)
    with pq.ParquetWriter(path, schema) as writer:
        for block in blocks:
            columns = [pa.array(_nullable(block[name]), type=kind, from_pandas=True) for name, kind in fields]
            writer.write_table(pa.table(columns, schema=schema))


def _names_package(name: str) -> bool:
    """Return whether a column holds the package that ended the talks."""
    return name.endswith(": package")


def _nullable(column: Any) -> Any:
    """Return a column with None for text that is empty; not-a-number is taken for nothing by the writer."""
    return np.where(column == "", None, column.astype(object)) if column.dtype.kind == "U" else column
