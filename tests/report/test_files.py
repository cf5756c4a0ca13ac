"""Files of a report: whole or not at all, and plain words where they cannot be written."""

from __future__ import annotations

import errno
import json
import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

import winset
from builders import bare_forecast, sample_forecast
from winset.charts import charts, to_png
from winset.cli import app
from winset.errors import InputError
from winset.report import render_report, tables, write_report
from winset.report.draws import write_draws
from winset.report.tables import csv_text

NAMES = ["report.html", "forecast.json", "packages.csv", "blockers.csv", "accepters.csv", "deal_by.csv",
         "forms.csv", "levers.csv", "outside_view.csv", "numbers.csv"]  # fmt: skip


def test_a_report_is_a_folder_of_files(tmp_path: Path) -> None:
    forecast = bare_forecast()
    written = write_report(forecast, tmp_path / "a" / "b")
    assert [path.name for path in written] == NAMES
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == sorted(NAMES)
    assert written[0].read_text(encoding="utf-8") == render_report(forecast)
    assert json.loads(written[1].read_text(encoding="utf-8")) == forecast.to_dict()
    assert written[2].read_text(encoding="utf-8") == csv_text(tables(forecast)["packages"])


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640)])
def test_files_can_be_read_by_those_whom_the_umask_lets_read(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_report(sample_forecast(), tmp_path)
        to_png(charts(sample_forecast())[0], tmp_path / "packages.png")
        write_draws(winset.load("wage-round"), 128, 1, tmp_path, "csv")
        if find_spec("pyarrow"):
            write_draws(winset.load("wage-round"), 128, 1, tmp_path, "parquet")
    finally:
        os.umask(before)
    found = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {*NAMES, "packages.png", "draws.csv"} <= set(found)
    assert set(found.values()) == {mode}


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_report(bare_forecast(), tmp_path)]
    assert [path.read_bytes() for path in write_report(bare_forecast(), tmp_path)] == first


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.html").write_text("old", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"report.html cannot be written: no space left on device"):
        write_report(bare_forecast(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "old"


def test_a_page_that_fails_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.report.extras.find_spec", lambda name: None)
    result = CliRunner().invoke(app, ["run", "wage-round", "--draws", "128", "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "pip install 'winset[report]'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="taken is a file; name a folder"):
        write_report(bare_forecast(), tmp_path / "taken")
    with pytest.raises(InputError, match=r"cannot be made: not a directory"):
        write_report(bare_forecast(), tmp_path / "taken" / "below")


def test_a_folder_that_takes_no_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refused)
    with pytest.raises(InputError, match=r"report.html cannot be written: permission denied"):
        write_report(bare_forecast(), tmp_path)
