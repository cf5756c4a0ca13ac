"""One table as a file: the same rows in CSV, Parquet and JSON."""

from __future__ import annotations

import csv
import json

import pytest

from winset.charts.chart import Column, Table
from winset.errors import InputError
from winset.report.table_file import write_table

TABLE = Table(
    "",
    (Column("id", "Id"), Column("n", "n", "number"), Column("score", "Score", "number"), Column("ok", "", "flag")),
    (("a", 1, 0.1, True), ("b", 2, None, False)),
)


def test_the_same_rows_stand_in_every_kind(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    paths = [write_table(TABLE, tmp_path / "new" / f"t.{ending}") for ending in ("csv", "parquet", "json")]
    rows = [{"id": "a", "n": 1, "score": 0.1, "ok": True}, {"id": "b", "n": 2, "score": None, "ok": False}]
    with paths[0].open() as stream:
        assert list(csv.DictReader(stream))[1] == {"id": "b", "n": "2", "score": "", "ok": "false"}
    assert pq.read_table(paths[1]).to_pylist() == rows
    assert json.loads(paths[2].read_text()) == rows
    assert len(list(paths[0].parent.iterdir())) == 3


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"t\.xls ends in none of \.csv, \.parquet, \.json"):
        write_table(TABLE, tmp_path / "t.xls")


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError, match="is a file"):
        write_table(TABLE, tmp_path / "taken" / "t.csv")
