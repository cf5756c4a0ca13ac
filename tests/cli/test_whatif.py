"""The command for what-ifs: what it prints, refuses and writes, and what the shell completes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import winset
from winset.cli import app

CLOSES = ("--set", "meetings.closes=0.3 to 0.5")
SMALL = ("--draws", "128", "--seed", "3")


def run(*arguments: str, env: dict[str, str] | None = None) -> Any:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments), env=env, prog_name="winset")


@pytest.fixture
def not_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody play the talks."""

    def played(*_: Any, **__: Any) -> None:
        raise AssertionError("the talks are played")

    monkeypatch.setattr("winset.explain.whatif.outlooks", played)


def test_json_is_what_python_answers_and_nothing_else() -> None:
    found = run("whatif", "wage-round", *CLOSES, *SMALL, "--json")
    answer = winset.whatif(winset.load("wage-round"), {"meetings.closes": "0.3 to 0.5"}, draws=128, seed=3)
    assert found.stdout == answer.to_json()
    assert json.loads(found.stdout)["schema"] == "winset.whatif/1"


def test_the_page_says_what_is_changed_and_what_it_does() -> None:
    found = run("whatif", "wage-round", *CLOSES, *SMALL)
    text = " ".join(found.stdout.split())
    assert "meetings, closes 0.15 to 0.35 -> 0.3 to 0.5" in text
    assert re.search(r"with the change, \w+[\w ]* \[\d+%\] without", text)
    assert re.search(r"[\d.]+ points more, sampling error [\d.]+ points", text)
    assert "all forms together" in text
    assert max(len(line) for line in found.stdout.splitlines()) <= 80


def test_no_difference_is_said_so() -> None:
    found = run("whatif", "wage-round", "--set", "meetings.closes*=1", *SMALL)
    assert "No difference: not one of the draws ends otherwise." in found.stdout


def test_a_saved_case_runs_to_the_printed_number(tmp_path: Path) -> None:
    file = str(tmp_path / "likelier.yaml")
    found = run("whatif", "wage-round", *CLOSES, *SMALL, "--json", "--save", file)
    again = run("run", file, *SMALL, "--json", "--workers", "1")
    assert json.loads(again.stdout)["deal"]["probability"] == json.loads(found.stdout)["after"]["probability"]


@pytest.mark.usefixtures("not_yet")
def test_what_cannot_be_is_refused_before_the_talks_are_played(tmp_path: Path) -> None:
    taken = tmp_path / "taken.yaml"
    taken.write_text("mine")
    for arguments, says in (
        (("--set", "meetings.closes=5"), "found 5; allowed: from 0 to 1"),
        (("--set", "meeting.closes=0.5"), "nearest: meetings.closes"),
        (("--set", "meetings.closes"), "write PATH=VALUE"),
        ((*CLOSES, "--save", str(taken)), "--force overwrites it"),
        ((*CLOSES, "--out", str(taken)), "is no folder"),
    ):
        found = run("whatif", "wage-round", *arguments)
        assert found.exit_code == 2
        assert says in found.stderr
    assert taken.read_text() == "mine"
    assert run("whatif", "emission-standards", *CLOSES).exit_code == 2
    assert run("whatif", "wage-round").exit_code == 2


def test_a_page_is_written_with_its_tables(tmp_path: Path) -> None:
    found = run("whatif", "wage-round", *CLOSES, *SMALL, "--out", str(tmp_path / "out"))
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["whatif-changes.csv", "whatif-dates.csv", "whatif-forms.csv", "whatif.html", "whatif.json"]
    page = (tmp_path / "out" / "whatif.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "winset whatif wage-round --set &#39;meetings.closes=0.3 to 0.5&#39; --draws 128 --seed 3" in page
    assert "whatif.html" in found.stdout


def completed(shell: str, line: str) -> str:
    """Return what the shell's own request for completions prints."""
    words = line.split(" ")
    env = {
        "_WINSET_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    return str(run(env=env).stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_paths_of_the_case_that_was_typed(shell: str) -> None:
    found = completed(shell, "winset whatif kuril-2019 --set meetings.r")
    assert re.findall(r"meetings\.\w+\+?=", found) == ["meetings.rate=", "meetings.rate+="]
    assert re.findall(r"meetings\.\w+=", completed(shell, "winset whatif wage-round --json --set a=1 --set meet")) == [
        "meetings.rate=",
        "meetings.closes=",
    ]
    assert "kuril-2016" in completed(shell, "winset whatif kur")


@pytest.mark.parametrize("line", ["--set meet", "no-such-case --set meet", "kuril-2019 --set meetings.rate=3"])
def test_where_there_is_nothing_to_complete_the_shell_gets_nothing(line: str) -> None:
    assert completed("bash", f"winset whatif {line}").strip() == ""


def test_case_files_at_hand_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talks").mkdir()
    for name in ("tariffs.yaml", "tariffs.csv", ".hidden.yaml"):
        Path(name).write_text("")
    assert completed("bash", "winset whatif ta").split() == ["talks/", "tariffs.yaml"]
