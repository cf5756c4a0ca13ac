"""Commands around case files: what they print, and how mistakes end."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases import body, party, raw_case
from winset import __version__
from winset.case.complaints import Complaint
from winset.case.reading import shipped_cases, shipped_decisions
from winset.case.schema import json_schema
from winset.case.writing import TEMPLATE
from winset.cli import app


def run(*arguments: str):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


def winset(*arguments: str, **options):
    """Run a command in a process of its own."""
    command = [sys.executable, "-c", "from winset.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def broken(tmp_path) -> Path:
    """A case with three mistakes."""
    path = tmp_path / "broken.yaml"
    text = TEMPLATE.read_text("utf-8").replace("title:", "titel:", 1).replace("quota: 61", "quota: 161")
    path.write_text(text.replace("value: 36 to 42", "value: 140"))
    return path


def test_the_version_is_printed():
    assert run("--version").stdout == f"winset {__version__}\n"


def test_every_command_explains_itself():
    for command in ("cases", "show", "check", "new", "schema"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) > 5


def test_a_valid_case_has_no_complaints():
    result = run("check", "kuril-2019")
    assert result.exit_code == 0
    assert result.stdout.startswith("kuril-2019: no complaints; 2 parties, 6 packages, ")


def test_every_complaint_is_printed_and_the_exit_status_is_2(broken):
    result = run("check", str(broken))
    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(f"{broken}:5: titel: unknown key `titel`")
    assert lines[1].endswith("floor.value: found 140; allowed: from 0 to 100 (%); write the level in per cent")
    assert lines[3] == "3 complaints"


BROKEN = {
    "an unknown key": ("title:", "titel:", 5, "did you mean `title`?"),
    "broken YAML": ("deal: [modest, generous]", "deal: [modest, generous", 15, "is not closed"),
    "a duplicate key": ("invented: true", "invented: true\ninvented: true", 10, "stands here and on line 9"),
    "a tab": ("        seats: 120", "\tseats: 120", 52, "indented with a tab"),
    "a wrong type": ("seats: 120", "seats: [120]", 52, "allowed: a whole number"),
    "a comma in a note": ('note: "our guess: below', 'note: a guess, below, fell}\nx: {y: "', 46, "a comma ended"),
    "dates out of order": ("until: 2026-02-28", "until: 2024-02-28", 11, "ends before the forecast is made"),
    "a reference to nothing": ("deal: [modest", "deal: [modst", 14, "did you mean `modest`?"),
    "a probability over 1": ("chance: 0.6", "chance: 1.6", 65, "allowed: from 0 to 1"),
    "an empty package": ("{share: 36, inspection: in port}", "{}", 30, "this package is empty"),
    "a cycle": ("sources:\n", "sources: &all\n  all: *all\n", 19, "refers to another part of the file"),
    "50 MB": ("winset: 1", "# much\n" * 8_000_000 + "winset: 1", None, "too large for a case"),
    "deep nesting": ("seats: 120", "seats: " + "[" * 100_000, 52, "nested too deeply"),
    "a YAML bomb": ("winset: 1", "a: &a [x, x]\nb: &b [*a, *a]\nwinset: 1", 4, "`*a` refers to another part"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_of_brokenness_ends_in_a_sentence_with_file_and_line(tmp_path, kind):
    old, new, line, says = BROKEN[kind]
    path = tmp_path / "case.yaml"
    text = TEMPLATE.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1))
    result = run("check", str(path))
    assert result.exit_code == 2
    place = f"{path}:{line}: " if line else f"{path}: "
    assert any(said.startswith(place) and says in said for said in result.stdout.splitlines()), result.stdout


def test_complaints_are_printed_as_json(broken):
    result = run("check", str(broken), "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 2
    assert (said["schema"], said["file"], said["valid"]) == ("winset.check/1", str(broken), False)
    assert [complaint["line"] for complaint in said["complaints"]] == [5, 46, 53]
    assert set(said["complaints"][0]) == {*Complaint.__dataclass_fields__, "sentence"}


def test_hindsight_is_warned_of(tmp_path):
    path = tmp_path / "late.yaml"
    text = TEMPLATE.read_text("utf-8").replace("value: 36 to 42,", "value: 36 to 42, hindsight: true,")
    path.write_text(text)
    sentence = "hindsight: parties.northland.home.voters.floor is marked as hindsight"
    assert f"warning: {sentence}" in run("check", str(path)).stdout
    assert json.loads(run("check", str(path), "--json").stdout)["warnings"] == [sentence]
    assert f"Warning: {sentence}" in run("show", str(path)).stdout.replace("\n", " ")


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_case_that_is_not_there_ends_in_a_sentence(command):
    result = run(command, "kuril-2091")
    assert result.exit_code == 2
    assert "did you mean kuril-2019?" in result.stdout + result.stderr


def test_a_case_is_started_and_not_overwritten(tmp_path):
    path = tmp_path / "mine.yaml"
    assert run("new", str(path)).stdout == f"wrote {path}; change it, then run: winset check {path}\n"
    again = run("new", str(path))
    assert again.exit_code == 2
    assert "--force overwrites it" in again.stderr
    assert json.loads(run("new", str(path), "--force", "--json").stdout) == {
        "schema": "winset.new/1",
        "file": str(path),
    }
    assert run("check", str(path)).exit_code == 0


def test_the_next_command_can_be_typed_as_it_is_printed(tmp_path):
    path = tmp_path / "my $(case) isn't.yaml"
    _, command = run("new", str(path)).stdout.split("then run: ")
    assert shlex.split(command) == ["winset", "check", str(path)]


def test_the_cases_that_ship_are_listed():
    said = json.loads(run("cases", "--json").stdout)
    assert said["schema"] == "winset.cases/1"
    assert [case["id"] for case in said["cases"]] == sorted((*shipped_cases(), *shipped_decisions()))
    assert {case["id"] for case in said["cases"] if case["kind"] == "collective"} == set(shipped_decisions())
    text = run("cases").stdout
    assert all(case["id"] in text for case in said["cases"])


def test_the_schema_is_printed():
    assert json.loads(run("schema").stdout) == json_schema()


def section(text, heading):
    """Return the lines under a heading."""
    return text.split(f"{heading}\n")[1].split("\n\n")[0].splitlines()


def test_a_tree_of_accepters_is_shown_indented(tmp_path):
    council = {
        "all_of": {
            "belgium": {"any_of": {"wallonia": body(75, 0.4), "brussels": {"follows": "wallonia", "with": 0.7}}},
            "others": {"each_consents": 0.99, "how_many": 5},
        }
    }
    review = {"stopped_only_if": {"at_least": 2, "of": {"court": {"consents": 0.7}, "senate": body(60, 0.6)}}}
    path = tmp_path / "case.yaml"
    parties = {"a": party(home={"review": review}), "b": party()}
    path.write_text(json.dumps(raw_case(parties=parties, ratifiers={"council": council}, unlisted_blocker=0.05)))
    shown = section(run("show", str(path)).stdout, "Who must say yes")
    assert [re.sub(r"(\S) {2,}", r"\1: ", line) for line in shown] == [
        "  a: the leader",
        "    review: goes through unless stopped by at least 2 of 2",
        "      court: must consent",
        "      senate: a body of 60, 31 votes needed",
        "  b: the leader",
        "  ratifiers: those of no party",
        "    council: all of 2",
        "      belgium: any of 2",
        "        wallonia: a body of 75, 38 votes needed",
        "        brussels: mostly answers as wallonia does",
        "      others: each of 5 must consent",
        "    unlisted-blocker: someone whom the case does not name may stop it, with a",
        "                      chance of 0.05",
    ]


@pytest.mark.parametrize("case", [*shipped_cases(), str(TEMPLATE)])
def test_a_case_is_shown_within_80_columns_with_every_source(case):
    result = run("show", case)
    assert result.exit_code == 0
    said = json.loads(run("show", case, "--json").stdout)
    assert said["schema"] == "winset.show/1"
    long = [line for line in result.stdout.splitlines() if len(line) > 80 and "http" not in line]
    assert long == []
    assert "\x1b" not in result.stdout
    for name in said["sources"]:
        assert name in result.stdout
    shown = section(result.stdout, "Who must say yes")
    for accepter in said["accepters"]:
        name = accepter["id"].rpartition(".")[2]
        assert [line for line in shown if line.split()[0] == name], accepter["id"]
    assert {number["origin"] for number in said["numbers"]} <= {"source", "guess", "default"}


def test_who_knows_a_number_is_shown_beside_it(tmp_path):
    path = tmp_path / "case.yaml"
    known = "modest: {value: 5 to 15, known_to: southland}, "
    path.write_text(TEMPLATE.read_text(encoding="utf-8").replace("modest: 5 to 15, ", known), encoding="utf-8")
    assert "5 to 15 points [guess; known to southland]" in " ".join(run("show", str(path)).stdout.split())
    numbers = json.loads(run("show", str(path), "--json").stdout)["numbers"]
    hidden = {number["path"]: number["known_to"] for number in numbers if number["known_to"]}
    assert hidden == {"parties.southland.leader.worth.modest": ["southland"]}


def test_a_mistake_ends_with_status_2_and_without_a_traceback(broken, tmp_path):
    for arguments in (["check", str(broken)], ["show", str(broken)], ["show", str(tmp_path)], ["check"], ["shw"]):
        result = winset(*arguments)
        assert result.returncode == 2, result.stderr
        assert "Traceback" not in result.stderr
        assert result.stdout + result.stderr


def test_a_closed_pipe_ends_quietly():
    code = "import os, sys; os.close(1); r, w = os.pipe(); os.close(r); os.dup2(w, 1)\n"
    code += "sys.argv = ['winset', 'show', 'kuril-2019']\nfrom winset.cli import main; main()"
    result = subprocess.run([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, check=False)
    assert result.stderr == ""
    assert result.returncode in {1, 141}


def test_an_interrupt_ends_quietly(monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("winset.case.reading.check_file", interrupted)
    result = run("check", "kuril-2019")
    assert result.exit_code == 130
    assert result.stdout == ""
