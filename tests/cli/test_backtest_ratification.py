"""`winset backtest ratification` prints scores, writes a page and tables, and says what is missing in one line."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from treaty_folder import environmental_rows, trade_rows, treaty_folder, write_rows
from winset.backtest import survival
from winset.backtest.ratification import run
from winset.backtest.ratification.forecasts import HORIZONS
from winset.backtest.ratification.tables import ENVIRONMENT, TRADE
from winset.cli import app


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Both invented tables, with a folder for finished work beside them."""
    return treaty_folder(tmp_path_factory.mktemp("treaties"), treaties=50)


@pytest.fixture(scope="module")
def written(folder, tmp_path_factory):
    """The JSON that the command prints, everything that it writes beside."""
    place = tmp_path_factory.mktemp("written")
    found = asked(folder, "--json", "--out", place / "out", "--table", place / "all.csv")
    assert found.exit_code == 0, found.output
    return found.output, place


def asked(folder, *more, cache="kept"):
    """What the command answers."""
    words = ["backtest", "ratification", "--data", str(folder), "--cache", str(folder / cache), "--workers", "1"]
    return CliRunner().invoke(app, [*words, *map(str, more)])


def test_scores_are_printed_beside_the_base_rate(folder):
    found = asked(folder)
    assert found.exit_code == 0, found.output
    for words in (
        "Environmental treaties: ratified",
        "Trade agreements: in force",
        "1 y 2 y 5 y 10 y",
        "Hazard model",
        "beats the base rate",
    ):
        assert words in " ".join(found.output.split())


def test_json_is_the_document_and_nothing_else(written):
    output, place = written
    document = json.loads(output)
    assert (document["schema"], document["backtest"]) == ("winset.backtest/1", "ratification")
    assert (place / "out" / "backtest-ratification.json").read_text() == output
    for line in document["models"]:
        for score in ("brier", "log_score"):
            assert list(line[score]) == [f"{years:g}" for years in HORIZONS]


def test_a_page_with_charts_and_tables_is_written(written):
    _, place = written
    start = "backtest-ratification"
    names = {path.name for path in (place / "out").iterdir()}
    assert names == {f"{start}.html", f"{start}.json", f"{start}-scores.csv", f"{start}-parts.csv"}
    page = (place / "out" / f"{start}.html").read_text()
    assert "the worst misses" in page
    for table in ("environment", "trade"):
        assert f'id="backtest-errors-{table}-caption"' in page
        assert page.count(f'id="calibration-{table}-') >= 2
    assert "within 5 years by kind, environmental treaties" in page


def test_every_forecast_is_a_row_in_any_form_of_table(folder, written, tmp_path):
    _, place = written
    rows = pd.read_csv(place / "all.csv")
    one = rows[(rows["table"] == "environment") & (rows["method"] == "hazard")]
    assert one["chance"].between(0, 1).all()
    assert set(one["years"]) == set(HORIZONS)
    assert rows.loc[rows["table"] == "trade", "happened"].isna().any()
    assert asked(folder, "--table", tmp_path / "all.parquet").exit_code == 0
    assert asked(folder, "--table", tmp_path / "all.json").exit_code == 0
    for other in (pd.read_parquet(tmp_path / "all.parquet"), pd.read_json(tmp_path / "all.json")):
        assert list(other.columns) == list(rows.columns)
        assert other["chance"].tolist() == pytest.approx(rows["chance"].tolist())


def test_who_interrupts_it_goes_on_later_and_gets_the_same_bytes(tmp_path, monkeypatch):
    write_rows(tmp_path / TRADE, trade_rows())
    honest, done = run.forecasts_of, []

    def interrupted(table, known, year):
        if len(done) == 5:
            raise KeyboardInterrupt
        done.append(year)
        return honest(table, known, year)

    monkeypatch.setattr(run, "forecasts_of", interrupted)
    assert asked(tmp_path, "--json").exit_code == 130
    assert len(list((tmp_path / "kept").iterdir())) == 5
    again = []
    monkeypatch.setattr(run, "forecasts_of", lambda *known: again.append(known[2]) or honest(*known))
    resumed = asked(tmp_path, "--json").output
    assert again
    assert not set(again) & set(done)
    assert asked(tmp_path, "--json", cache="other").output == resumed


def test_options_change_what_they_say(folder, written):
    document = json.loads(written[0])
    other = json.loads(asked(folder, "--json", "--seed", 2).output)
    assert [line["brier"] for line in other["models"]] == [line["brier"] for line in document["models"]]
    assert other["models"][0]["intervals"] != document["models"][0]["intervals"]
    early = json.loads(asked(folder, "--json", "--signed-before", 1985).output)
    tables = early["tables"]["environment"], document["tables"]["environment"]
    assert tables[0]["last_year"] < 1985 <= tables[1]["last_year"]
    assert early["settings"]["signed_before"] == 1985


@pytest.mark.parametrize(("words", "says"), [(("--seed", "-1"), "`seed` is -1"), (("--table", "all.txt"), "all.txt")])
def test_what_is_not_asked_well_is_said_in_one_line(folder, words, says):
    found = asked(folder, *words)
    assert (found.exit_code, found.output.count("\n")) == (2, 1)
    assert says in found.output


def test_what_is_missing_or_does_not_belong_is_said_in_one_line(folder, tmp_path, monkeypatch):
    found = asked(tmp_path)
    assert (found.exit_code, found.output.count("\n")) == (2, 1)
    assert "holds neither" in found.output
    rows = environmental_rows(treaties=2)
    rows[3]["ratify"] = "yesterday"
    write_rows(tmp_path / ENVIRONMENT, rows)
    found = asked(tmp_path)
    assert (found.exit_code, found.output.count("\n")) == (2, 1)
    assert f"{ENVIRONMENT}, line 5: 'yesterday' in the column ratify, where a date such as 1979-11-13" in found.output
    monkeypatch.setattr(survival, "find_spec", lambda name: None)
    found = asked(folder)
    assert found.exit_code == 2
    assert "pip install 'winset[backtest]'" in found.output
