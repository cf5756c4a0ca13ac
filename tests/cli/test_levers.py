"""The command that says what would open a deal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import winset
from winset.cli import app

PUBLIC = "parties.russia.home.public"


def ran(*words: str, status: int = 0) -> str:
    found = CliRunner().invoke(app, ["levers", *words, "--workers", "1"])
    assert found.exit_code == status, found.output
    return found.output


def test_it_prints_every_package_with_who_refuses_it_and_who_can_open_it() -> None:
    page = " ".join(ran("kuril-2019", "--package", "two-and-joint", "--draws", "128").split())
    assert "Refused by Russia's public (short by 8.39 percentage points)." in page
    assert "What nobody can simply do: - approval of Vladimir Putin 63.32% -> 71.71%, or an offsetting event" in page
    assert "What Japan can do: - amount of projects 1 -> 16.25 packages" in page
    assert "lasts longer than the 8 months to ratification" in page


def test_json_is_the_document_of_python_and_nothing_else() -> None:
    case = winset.load("wage-round")
    page = ran("wage-round", "--draws", "128", "--top", "2", "--json")
    assert page == winset.levers(case, draws=128, top=2).to_json()


def test_a_folder_gets_the_page_the_document_and_the_table(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    words = ("--package", "two-and-joint", "--draws", "128", "--top", "3", "--out", str(tmp_path))
    numbers = (f"{PUBLIC}.approval", f"{PUBLIC}.pass_through")
    page = json.loads(ran("kuril-2019", *words, "--json", "--map", *numbers))
    assert json.loads((tmp_path / "levers.json").read_text()) == page
    assert page["map"]["across"]["path"] == numbers[0]
    html = (tmp_path / "levers.html").read_text()
    assert html.count("<svg") == 2
    assert "71.71%" in html
    assert (tmp_path / "levers.csv").read_text().count("\n") == 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kuril-2091",), "did you mean kuril-2019"),
        (("emission-standards",), "levers are of a negotiation"),
        (("kuril-2019", "--package", "three"), "there is no package `three`"),
        (("kuril-2019", "--map", "x", "y"), "`x` is no number that may be moved"),
        (("kuril-2019", "--draws", "5"), "`draws` is 5"),
    ],
)
def test_mistakes_end_in_a_sentence(words: tuple[str, ...], says: str) -> None:
    assert says in ran(*words, status=2)
