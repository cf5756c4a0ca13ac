"""From a pooled table to a series of a case: the lines are printed, or written, and read back as the same polls."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from winset.case.reading import read_case, read_text
from winset.case.writing import TEMPLATE
from winset.cli import app
from winset.errors import InputError
from winset.polls import pool_polls

TABLE = "Fieldwork end,Pollster,Approve,country\n" + "".join(
    f"2024-{month:02}-11,{house},{45 + month % 3 + (house == 'B')},{land}\n"
    for month in range(1, 13)
    for house in "AB"
    for land in ("JPN", "RUS")
)
WIDE = "day,A,B\n2024-01-01,50,48\n2024-02-01,51,\n2024-03-01,50,49\n"
ONLY = ["--column", "date=Fieldwork end", "--only", "country=JPN", "--question", "approve?"]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with a case and two tables."""
    (tmp_path / "case.yaml").write_text(TEMPLATE.read_text("utf-8"), "utf-8")
    (tmp_path / "polls.csv").write_text(TABLE)
    (tmp_path / "wide.csv").write_text(WIDE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def polls(*arguments: str) -> tuple[int, str]:
    """Run `winset polls` and return its status and what it prints."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["polls", *arguments])
    return result.exit_code, result.stdout + result.stderr


def test_a_table_is_written_into_a_case_and_read_as_the_same_polls(folder):
    status, said = polls("polls.csv", *ONLY, "--into", "case.yaml", "--series", "approval")
    assert status == 0
    assert (
        "case.yaml: series.approval names polls.csv now; a public measured by it says approval: {series: approval}"
        in said
    )
    case = read_case(folder / "case.yaml")
    [table] = pool_polls("polls.csv", ["date=Fieldwork end"], ["country=JPN"]).series
    assert [(one.date, one.house, one.value) for one in case.series["approval"].readings] == [
        (one.day, one.house, one.value) for one in table.readings
    ]


def test_comments_of_the_case_survive(folder):
    before = (folder / "case.yaml").read_text("utf-8")
    assert polls("polls.csv", *ONLY, "--into", "case.yaml")[0] == 0
    after = (folder / "case.yaml").read_text("utf-8")
    remarks = [line.partition("#")[2].strip() for line in before.splitlines() if "#" in line]
    assert remarks
    assert [line.partition("#")[2].strip() for line in after.splitlines() if "#" in line] == remarks


def test_a_series_that_is_there_keeps_what_it_says_of_itself(folder):
    with (folder / "case.yaml").open("a") as stream:
        stream.write(
            "series: {s: {question: old?, says: mine, design_effect: 1.5, readings: [{date: 2025-01-01, value: 5}]}}\n"
        )
    assert polls("polls.csv", *ONLY[:4], "--into", "case.yaml", "--series", "s")[0] == 0
    series = read_case(folder / "case.yaml").series["s"]
    assert (series.question, series.says, series.design_effect, series.file) == ("old?", "mine", 1.5, "polls.csv")


def test_lines_are_printed_as_a_case_takes_them(folder):
    said = polls("wide.csv", "--question", "approve?")[1]
    lines = said.partition("In a case:\n\n")[2]
    assert "columns: {date: day, value: [A, B]}" in lines
    case = read_text((folder / "case.yaml").read_text("utf-8") + lines, folder=folder)
    assert len(case.series["wide"].readings) == 5


def test_what_the_forecast_reads_plainly_or_nobody_can_pool_is_said(folder):
    lines = "date,value\n2024-01-01,50\n2024-02-01,51\n2024-03-01,50\n"
    (folder / "three.csv").write_text(lines)
    (folder / "two.csv").write_text(lines.rsplit("2024-03", 1)[0])
    series = "\nseries:\n  three: {question: approve?, file: three.csv}\n  two: {question: approve?, file: two.csv}\n"
    text = (folder / "case.yaml").read_text()
    (folder / "case.yaml").write_text(text + series)
    found = pool_polls("case.yaml")
    assert [one.name for one in found.series] == ["three"]
    assert found.notes[0] == "series.three: pooled here, but the forecast reads it plainly, its readings being too few"
    assert found.notes[1].startswith("two: no wording has 3 readings")
    (folder / "case.yaml").write_text(text + series.replace("three.csv", "three.csv, read: plain"))
    assert pool_polls("case.yaml").notes[0].endswith("the forecast reads it plainly, as the case says")
    (folder / "case.yaml").write_text(text + series.replace("three.csv", "two.csv"))
    with pytest.raises(InputError, match=r"three: no wording has 3 readings.*; two: no wording"):
        pool_polls("case.yaml")


def test_several_subjects_are_a_series_each(folder):
    found = pool_polls("polls.csv", ["date=Fieldwork end"]).in_case
    assert {id: data["only"] for id, data in found.items()} == {"jpn": {"country": "JPN"}, "rus": {"country": "RUS"}}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["polls.csv", *ONLY[:2], "--into", "case.yaml"], "this table holds 2; keep one with: --only COLUMN=VALUE"),
        (["polls.csv", *ONLY[:4], "--into", "case.yaml"], "does not say what was asked; say it: --question"),
        (["kuril-2019", "--into", "case.yaml"], "this is a case"),
        (["polls.csv", *ONLY, "--series", "x"], "say which case: --into CASE.yaml"),
        (["polls.csv", *ONLY, "--into", "none.yaml"], "none.yaml cannot be read"),
        (["polls.csv", *ONLY, "--into", "below/case.yaml"], "polls.csv lies outside the folder of below/case.yaml"),
        (["late.csv", "--question", "q", "--into", "case.yaml"], "this reading was taken after the forecast is made"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_changed(folder, arguments, says):
    (folder / "below").mkdir()
    (folder / "below" / "case.yaml").write_text(TEMPLATE.read_text("utf-8"), "utf-8")
    (folder / "late.csv").write_text("date,value\n2034-01-01,50\n2034-02-01,50\n2034-03-01,50\n")
    before = (folder / "case.yaml").read_text("utf-8")
    status, said = polls(*arguments)
    assert status == 2
    assert says in " ".join(said.split())
    assert (folder / "case.yaml").read_text("utf-8") == before
