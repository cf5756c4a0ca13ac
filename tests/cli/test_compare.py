"""The command `compare`: one sentence, a table, JSON and a page, and mistakes in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import winset
from winset.case.stories import with_values
from winset.case.writing import write_case
from winset.cli import app

QUICK = ["--draws", "128", "--workers", "1"]


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cases") / "later.yaml"
    worse = {"parties.union.leader.no_agreement.worth": "8 to 20", "meetings.rate": "6 per year"}
    write_case(with_values(winset.load("wage-round"), worse), path)
    return str(path)


def test_the_page_says_what_changed_and_how_much_each_part_explains(later: str) -> None:
    result = CliRunner().invoke(app, ["compare", "wage-round", later, *QUICK])
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    assert "The chance of a deal falls from" in words
    assert "what takes most is" in words
    for text in ("share error alone last", "All together", "meetings, rate:", "4 combinations of 128 draws"):
        assert text in words
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_json_is_the_document_and_nothing_else(later: str) -> None:
    result = CliRunner().invoke(app, ["compare", "wage-round", later, "--json", *QUICK])
    document = json.loads(result.stdout)
    assert document == winset.compare("wage-round", later, draws=128).to_dict()
    assert sum(group["shapley"] for group in document["groups"]) == pytest.approx(document["change"], abs=1e-10)


def test_a_page_is_written_with_its_tables(later: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["compare", "wage-round", later, "--out", str(tmp_path / "new"), *QUICK])
    assert result.exit_code == 0
    names = ["compare-inputs.csv", "compare-shares.csv", "compare.html", "compare.json"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names
    page = (tmp_path / "new" / "compare.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "winset compare wage-round" in page
    shares = (tmp_path / "new" / "compare-shares.csv").read_text(encoding="utf-8").splitlines()
    assert shares[0] == "group,shapley,sampling_error,alone,last"
    assert shares[-1].startswith("All together")


def test_saved_forecasts_say_that_nothing_can_be_attributed(later: str, tmp_path: Path) -> None:
    paths = []
    for name, case in (("a", "wage-round"), ("b", later)):
        paths.append(str(tmp_path / f"{name}.json"))
        text = winset.forecast(winset.load(case), draws=128).to_json()
        Path(paths[-1]).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["compare", *paths, "--out", str(tmp_path / "new")])
    assert result.exit_code == 0
    assert "nothing can be attributed" in " ".join(result.stdout.split())
    assert "Results that differ" in result.stdout
    assert (tmp_path / "new" / "compare-results.csv").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["wage-round", "wage-ronud"], "did you mean wage-round?"),
        (["wage-round", "emission-standards"], "a decision of many actors"),
        (["wage-round", "nothing.json"], "compare two of a kind"),
        (["wage-round", "wage-round", "--draws", "3"], "`draws` is 3"),
        (["wage-round", "wage-round", "--permutations", "3"], "take an even number"),
    ],
)
def test_mistakes_end_in_a_sentence(given: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["compare", *given])
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
