"""`winset backtest settlement` prints scores beside the rates by method, and writes a page and tables."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from settlement_file import attempt_rows, claims_file, settlement_file
from treaty_folder import write_rows
from winset.cli import app


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Invented attempts."""
    return settlement_file(tmp_path_factory.mktemp("claims"))


def asked(file, *more):
    """What the command answers."""
    return CliRunner().invoke(app, ["backtest", "settlement", "--data", str(file), *map(str, more)])


def test_scores_are_printed_beside_the_rates_by_method(file):
    found = asked(file, "--claims", claims_file(file.parent))
    assert found.exit_code == 0, found.output
    told = " ".join(found.output.split())
    assert "Any agreement: the regression beats the rates by method" in told
    assert "the published aggregates: 815 attempts (1,675)" in told
    assert "does without" not in told


def test_without_the_claims_it_goes_on_and_says_what_is_missing(file):
    told = " ".join(asked(file).output.split())
    assert "so that the regression does without: salience and ratio of power" in told


def test_json_is_the_document_and_nothing_else(file):
    document = json.loads(asked(file, "--json", "--column", "begun=year").output)
    assert (document["schema"], document["backtest"]) == ("winset.backtest/1", "settlement")
    assert document["settings"]["columns"]["begun"] == "year"
    assert json.loads(asked(file, "--json", "--seed", 2).output)["models"] != document["models"]
    later = json.loads(asked(file, "--json", "--learnt-before", 1960).output)
    assert later["counts"]["attempts learnt from"] > document["counts"]["attempts learnt from"]


def test_a_page_and_tables_are_written(file, tmp_path):
    found = asked(file, "--out", tmp_path / "out", "--table", tmp_path / "all.json", "--extent-known")
    assert found.exit_code == 0, found.output
    start = "backtest-settlement"
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {f"{start}.html", f"{start}.json", f"{start}-scores.csv", f"{start}-parts.csv"}
    page = (tmp_path / "out" / f"{start}.html").read_text()
    assert "The worst misses" in page
    assert "--extent-known" in page
    assert page.count("<figure") == 9
    assert len(json.loads((tmp_path / "all.json").read_text())) > 100


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--column", "begun"), "write it as OURS=THEIRS"),
        (("--column", "begun=when"), "has no column when, asked for as begun"),
        (("--claims", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("--seed", "-1"), "`seed` is -1"),
        (("--table", "all.txt"), "all.txt"),
    ],
)
def test_what_is_not_asked_well_is_said_in_one_line(file, words, says):
    found = asked(file, *words)
    assert (found.exit_code, found.output.count("\n")) == (2, 1)
    assert says in found.output


def test_what_does_not_belong_is_said_with_its_line(tmp_path):
    rows = attempt_rows(n=200)
    rows[6] |= {"midiss": "0", "agree": "perhaps"}
    write_rows(tmp_path / "own.csv", rows)
    found = asked(tmp_path / "own.csv")
    assert (found.exit_code, found.output.count("\n")) == (2, 1)
    assert "own.csv, line 8: 'perhaps' in the column agree, where a number belongs" in found.output
