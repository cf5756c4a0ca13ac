"""Commands on a decision of many actors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from winset.case.schema import collective_schema
from winset.cli import app


def run(*arguments: str) -> Any:
    """Run a command in this process."""
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(arguments))


def test_the_page_has_the_baselines_first_and_what_happened_apart() -> None:
    page = run("run", "emission-standards", "--draws", "128").stdout
    order = ["Take care", "baselines", "mean by salience", "models", "compromise", "for comparison", "what happened"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert page.count("from memory, unverified") == 2
    assert all(len(line) <= 80 for line in page.splitlines())
    assert "\x1b" not in page


def test_the_document_is_that_of_python() -> None:
    import winset

    printed = json.loads(run("run", "emission-standards", "--draws", "128", "--seed", "3", "--json").stdout)
    assert printed == winset.side_by_side("emission-standards", draws=128, seed=3).to_dict()


def test_sources_are_printed_on_demand() -> None:
    plain, sourced = (run("run", "emission-standards", "--draws", "128", *more).stdout for more in ((), ("--sources",)))
    assert "actors.denmark.salience = 1 (bueno-de-mesquita-1994)" in sourced
    assert "actors.denmark.salience" not in plain


def test_a_report_is_written_on_demand_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    result = run("run", "emission-standards", "--draws", "128", "--out", str(folder))
    assert result.exit_code == 0
    names = {path.name for path in folder.iterdir()}
    assert names == {"report.html", "comparison.json", "outcomes.csv", "gains.csv", "actors.csv", "numbers.csv"}
    assert all(str(folder / name) in result.stdout for name in names)
    printed = run("run", "emission-standards", "--draws", "128", "--json", "--out", str(folder)).stdout
    assert printed == (folder / "comparison.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--out", "report", "--draws-as", "csv"), "no draws are written of a decision of many actors"),
        (("--out", "taken"), "taken is no folder"),
    ],
)
def test_what_cannot_be_written_is_refused_before_any_work(
    options: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = run("run", "emission-standards", *options)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_decision_is_shown_with_every_source() -> None:
    said = json.loads(run("show", "emission-standards", "--json").stdout)
    shown = run("show", "emission-standards").stdout
    assert said["schema"] == "winset.decision/1"
    assert len(said["numbers"]) == 30
    assert all(name in shown for name in said["sources"])
    assert "what happened: 8.833 [memory]; from memory, unverified" in " ".join(shown.split())
    assert "a standard deviation of 0.3 in position" in shown
    assert all(actor["id"] in shown for actor in said["actors"])


def test_a_decision_is_checked(tmp_path: Path) -> None:
    assert run("check", "emission-standards").stdout == (
        "emission-standards: no complaints; 10 actors, 1 issue, 30 numbers: 0 guesses, 0 defaults\n"
    )
    path = tmp_path / "wrong.yaml"
    path.write_text("winset: 1\nkind: collective\nid: wrong\ntitle: Wrong\nquestion: {text: Which?}\nissues: {}\n")
    result = run("check", str(path))
    assert result.exit_code == 2
    assert "`actors` is missing" in result.stdout


def test_the_schema_of_decisions_is_printed() -> None:
    assert json.loads(run("schema", "--kind", "collective").stdout) == collective_schema()
    assert run("schema", "--kind", "other").exit_code == 2


def test_a_table_becomes_a_decision_that_runs(tmp_path: Path) -> None:
    table, made = tmp_path / "tax.csv", tmp_path / "tax.yaml"
    table.write_text("actor,issue,position,salience,capability\nann,tax,0,1,1\nbob,tax,9,1,2\n", encoding="utf-8")
    assert run("new", str(made), "--from", str(table)).exit_code == 0
    lines = json.loads(run("run", str(made), "--draws", "128", "--json").stdout)["lines"]
    assert [line["outcomes"][0]["central"] for line in lines if line["model"] == "compromise"] == [6.0]


def test_a_file_is_made_of_a_table_or_of_a_case_and_not_of_both(tmp_path: Path) -> None:
    result = run("new", str(tmp_path / "tax.yaml"), "--from", "tax.csv", "--like", "wage-round")
    assert result.exit_code == 2
    assert not (tmp_path / "tax.yaml").exists()
