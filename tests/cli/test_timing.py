"""The command for windows: what it prints, refuses and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import winset
from winset.charts import to_svg
from winset.charts.opening_windows import opening_windows
from winset.charts.stopping_region import stopping_region
from winset.cli import app

SMALL = ("--draws", "128", "--seed", "3")


def run(*arguments: str) -> Any:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments), prog_name="winset")


def test_json_is_what_python_answers_and_nothing_else() -> None:
    found = run("timing", "wage-round", *SMALL, "--json")
    assert found.stdout == winset.windows(winset.load("wage-round"), draws=128, seed=3).to_json()
    assert json.loads(found.stdout)["schema"] == "winset.timing/1"


def test_the_terminal_says_when_for_how_long_and_what_multiplying_would_say() -> None:
    found = run("timing", "kuril-2019", *SMALL)
    text = " ".join(found.stdout.split())
    assert "A window for any package that counts opens by 30 September 2021" in text
    assert "points too much" in text
    assert "Once open it stays so for" in text
    assert "Chance per month that one opens if none has yet" in text
    assert "Vladimir Putin, two and joint: wait" in text
    assert max(len(line) for line in found.stdout.splitlines()) <= 80


def test_the_page_has_every_picture_and_table(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    folder = tmp_path / "out"
    found = run("timing", "kuril-2019", *SMALL, "--out", str(folder))
    page = (folder / "timing.html").read_text(encoding="utf-8")
    assert found.exit_code == 0
    for said in ("Capital, and what signing needs", "Sign now or wait", "Month by month", "What formulas say"):
        assert said in page
    assert json.loads((folder / "timing.json").read_text())["schema"] == "winset.timing/1"
    names = {path.name for path in folder.iterdir()}
    assert {"timing-any.csv", "timing-sides.csv", "timing-months.csv", "timing-waiting.csv"} <= names


def test_pictures_are_the_same_every_time_with_their_data_in_tables() -> None:
    pytest.importorskip("altair")
    found = winset.windows(winset.load("kuril-2019"), draws=128)
    for make in (lambda: opening_windows(found, 0), lambda: stopping_region(found.waiting[2])):
        assert to_svg(make()) == to_svg(make())
    assert len(opening_windows(found, 1).table.rows) == len(found.dates)
    assert "Approval now is" in stopping_region(found.waiting[2]).alt


def test_mistakes_end_in_a_sentence() -> None:
    for arguments, says in (
        (("accord-2016",), "signed already"),
        (("emission-standards",), "emission-standards"),
        (("wage-round", "--draws", "5"), "`draws` is 5"),
        (("nowhere",), "nowhere"),
    ):
        found = run("timing", *arguments)
        assert found.exit_code == 2
        assert says in found.stderr
