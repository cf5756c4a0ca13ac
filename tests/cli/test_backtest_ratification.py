"""`winset backtest ratification` prints scores, writes a page and tables, and says what is missing in one line."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from treaty_folder import treaty_folder
from winset.backtest import survival
from winset.cli import app


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Both invented tables, with a folder for finished work beside them."""
    return treaty_folder(tmp_path_factory.mktemp("treaties"))


def asked(folder, *more):
    """What the command answers."""
    words = ["backtest", "ratification", "--data", str(folder), "--cache", str(folder / "kept"), "--workers", "1"]
    return CliRunner().invoke(app, [*words, *map(str, more)])


def test_scores_are_printed_beside_the_base_rate(folder):
    found = asked(folder)
    assert found.exit_code == 0, found.output
    for words in (
        "Environmental treaties: ratified",
        "Trade agreements: in force",
        "Hazard model",
        "beats the base rate",
    ):
        assert words in " ".join(found.output.split())


def test_json_is_the_document_and_nothing_else(folder):
    document = json.loads(asked(folder, "--json").output)
    assert document["schema"] == "winset.backtest/1"
    assert document["backtest"] == "ratification"
    assert asked(folder, "--json").output == asked(folder, "--json").output


def test_a_page_with_tables_and_every_forecast_is_written(folder, tmp_path):
    found = asked(folder, "--out", tmp_path / "out", "--table", tmp_path / "all.csv")
    assert found.exit_code == 0, found.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    start = "backtest-ratification"
    assert names == {f"{start}.html", f"{start}.json", f"{start}-scores.csv", f"{start}-parts.csv"}
    page = (tmp_path / "out" / f"{start}.html").read_text()
    assert "the worst misses" in page
    assert "calibration-environment-" in page or "<svg" in page
    with (tmp_path / "all.csv").open() as text:
        rows = list(csv.DictReader(text))
    one = next(row for row in rows if row["table"] == "environment" and row["method"] == "hazard")
    assert 0 <= float(one["chance"]) <= 1
    assert any(row["happened"] == "" for row in rows if row["table"] == "trade")


def test_what_is_missing_is_said_in_one_line(folder, tmp_path, monkeypatch):
    found = asked(tmp_path)
    assert (found.exit_code, found.output.count("\n")) == (2, 1)
    assert "holds neither" in found.output
    monkeypatch.setattr(survival, "find_spec", lambda name: None)
    found = asked(folder)
    assert found.exit_code == 2
    assert "pip install 'winset[backtest]'" in found.output
