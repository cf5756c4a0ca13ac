"""`winset backtest settlement` prints scores beside the rates by method, and writes a page and tables."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from settlement_file import settlement_file
from winset.cli import app


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Invented attempts."""
    return settlement_file(tmp_path_factory.mktemp("claims"))


def asked(file, *more):
    """What the command answers."""
    return CliRunner().invoke(app, ["backtest", "settlement", "--data", str(file), *map(str, more)])


def test_scores_are_printed_beside_the_rates_by_method(file):
    found = asked(file)
    assert found.exit_code == 0, found.output
    assert "the regression beats the rates by method" in " ".join(found.output.split())


def test_json_is_the_document_and_nothing_else(file):
    document = json.loads(asked(file, "--json", "--column", "begun=year").output)
    assert (document["schema"], document["backtest"]) == ("winset.backtest/1", "settlement")
    assert document["settings"]["columns"]["begun"] == "year"


def test_a_page_and_tables_are_written(file, tmp_path):
    found = asked(file, "--out", tmp_path / "out", "--table", tmp_path / "all.json", "--extent-known")
    assert found.exit_code == 0, found.output
    start = "backtest-settlement"
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {f"{start}.html", f"{start}.json", f"{start}-scores.csv", f"{start}-parts.csv"}
    assert "the worst misses" in (tmp_path / "out" / f"{start}.html").read_text().lower()
    assert len(json.loads((tmp_path / "all.json").read_text())) > 100


def test_a_column_that_is_not_named_well_is_said_in_one_line(file):
    found = asked(file, "--column", "begun")
    assert (found.exit_code, found.output.count("\n")) == (2, 1)
    assert "write it as OURS=THEIRS" in found.output
