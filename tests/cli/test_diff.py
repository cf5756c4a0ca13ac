"""The command for differences: readable by an analyst, complete as JSON, quiet in its exit status unless asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import winset
from winset.case.reading import case_path
from winset.case.stories import with_values
from winset.case.writing import write_case
from winset.cli import app


def run(*arguments: str) -> Any:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


def lines(*arguments: str) -> str:
    """Return what a command prints, white space aside."""
    return " ".join(run("diff", *arguments).stdout.split())


@pytest.fixture
def changed(tmp_path: Path) -> str:
    """Return a file with the wage round, one number and one source changed."""
    case = winset.load("wage-round")
    closes = {"value": "0.15 to 0.35", "from": "shop-survey"}
    file = tmp_path / "changed.yaml"
    write_case(with_values(case, {"meetings.rate": "30 per year", "meetings.closes": closes}), file)
    return str(file)


def test_two_years_of_one_dispute_read_as_its_story() -> None:
    found = lines("kuril-2016", "kuril-2019")
    for part in (
        "as of 2016-05-05 -> 2019-01-23",
        "Russia: leader worth, two and talks -30 to -5 points -> -15 to 5 points",
        "approval (as measured) 80.7 ± 1.4 % -> 63.3 ± 2.6 %",
        "- red lines, four first",
        "+ blocs, party of hope",
        "seats 475 -> 465",
        "31 readings added, 2018-01-14 to 2019-01-13; 38 readings removed",
        "(--all lists them)",
    ):
        assert part in found, part
    assert max(len(line) for line in run("diff", "kuril-2016", "kuril-2019").stdout.splitlines()) <= 80


def test_everything_lists_readings_sources_and_notes_one_by_one() -> None:
    found = lines("kuril-2016", "kuril-2019", "--all")
    for part in ("+ 2019-01-13 VTsIOM", "- 2015-01-15 Levada", "+ sources, nikkei", "wording"):
        assert part in found, part
    assert "--all lists them" not in found


def test_the_same_number_with_another_source_stands_apart(changed: str) -> None:
    found = lines("wage-round", changed)
    assert "1 input differs" in found
    assert "The same number, another source meetings, closes invented -> shop-survey" in found


def test_the_exit_status_tells_of_differences_only_if_asked(changed: str) -> None:
    assert run("diff", "wage-round", changed).exit_code == 0
    assert run("diff", "wage-round", changed, "--exit-code").exit_code == 1
    assert run("diff", "wage-round", changed, "--exit-code", "--json").exit_code == 1
    assert run("diff", "wage-round", "wage-round", "--exit-code").exit_code == 0
    assert "no difference" in lines("wage-round", "wage-round")


def test_json_holds_every_difference(changed: str) -> None:
    found = json.loads(run("diff", "wage-round", changed, "--json").stdout)
    assert found["schema"] == "winset.diff/1"
    assert found["a"]["id"] == "wage-round"
    rate = next(one for one in found["differences"] if one["path"] == "meetings.rate")
    assert rate == {
        "path": "meetings.rate",
        "label": "meetings, rate",
        "group": "Meetings and dates",
        "about": "input",
        "kind": "changed",
        "from": "52.1786 to 104.357 per year",
        "to": "30 per year",
    }
    kurils = json.loads(run("diff", "kuril-2016", "kuril-2019", "--json").stdout)["differences"]
    readings = next(one for one in kurils if one["path"] == "series.russia-approval.readings")
    assert len(readings["to"]) == 31
    assert set(readings["to"][0]) == {"date", "house", "value", "n"}


def test_decisions_of_many_actors_differ_by_meaning_too(tmp_path: Path) -> None:
    text = case_path("emission-standards").read_text(encoding="utf-8")
    file = tmp_path / "other.yaml"
    file.write_text(text.replace("salience: 0.4", "salience: {years: 40 %}").replace("8.833", "9"), encoding="utf-8")
    assert "0 inputs differ" in lines("emission-standards", str(file))
    assert "Beside the forecast: 1 changed" in lines("emission-standards", str(file))
    file.write_text(text.replace("position: 7", "position: 6 to 8", 1), encoding="utf-8")
    assert "1 input differs Actors Belgium, position 7 -> 6 to 8" in lines("emission-standards", str(file))
    assert run("diff", "emission-standards", "wage-round").exit_code == 2
