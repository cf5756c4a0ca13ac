"""The main command: what it refuses before it works, and how its page is laid out."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table
from typer.testing import CliRunner

from cases import Raw, body, party, public, raw_case
from winset.cli import app
from winset.cli.item import Item


def run(*arguments: str):
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def not_yet(monkeypatch):
    """Let nobody play the talks."""

    def played(*_: Any, **__: Any) -> None:
        raise AssertionError("the talks are played")

    monkeypatch.setattr("winset.forecasting.run.forecast", played)


# --- the folder of the report ---


@pytest.mark.usefixtures("not_yet")
@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("", "`--out` is empty; name a folder"),
        (" ", "`--out` is empty; name a folder"),
        ("taken", "taken is no folder; name a folder"),
        ("taken/report", "lies below a file; name a folder"),
        ("taken/two/three", "lies below a file; name a folder"),
        ("dangling", "dangling is no folder; name a folder"),
        ("x" * 300, "nothing can be written there: "),
    ],
)
def test_a_folder_that_cannot_be_is_refused_before_the_talks_are_played(tmp_path, monkeypatch, out, says):
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("mine")
    Path("dangling").symlink_to("nowhere")
    result = run("run", "wage-round", "--out", out)
    assert result.exit_code == 2
    assert says in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dangling", "taken"]


@pytest.mark.usefixtures("not_yet")
@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no /proc here, in which nobody may write")
def test_a_folder_that_nobody_may_make_is_refused_before_the_talks_are_played():
    result = run("run", "wage-round", "--out", "/proc/report")
    assert result.exit_code == 2
    assert "`--out` is /proc/report; nothing can be written there: " in result.stderr


@pytest.mark.usefixtures("not_yet")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may write anywhere")
def test_a_folder_without_permission_is_refused_before_the_talks_are_played(tmp_path):
    tmp_path.chmod(0o500)
    result = run("run", "wage-round", "--out", str(tmp_path / "report"))
    tmp_path.chmod(0o700)
    assert result.exit_code == 2
    assert "nothing can be written there: permission denied" in result.stderr


@pytest.mark.parametrize("out", ["new", "new/folder", "."])
def test_a_folder_that_can_be_is_made_and_filled(tmp_path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    result = run("run", "wage-round", "--draws", "128", "--workers", "1", "--out", out)
    assert result.exit_code == 0, result.output
    assert (tmp_path / out / "forecast.json").is_file()
    assert not [path.name for path in tmp_path.rglob("*") if path.name.startswith((".", "tmp"))]


# --- the page ---


def printed(shown: Any, width: int) -> list[str]:
    """Return the lines of something shown on a page of a width."""
    page = Console(file=io.StringIO(), width=width)
    page.print(shown)
    return [line.rstrip() for line in page.file.getvalue().splitlines()]


def test_an_item_goes_on_under_its_text_and_not_under_its_mark():
    assert printed(Item("one two three four", mark="- "), 11) == ["- one two", "  three", "  four"]
    assert printed(Item("one two three four", mark=" 49%  "), 15) == [" 49%  one two", "      three", "      four"]
    assert printed(Item("one two three four"), 11) == ["one two", "  three", "  four"]
    assert printed(Item("[one] two\n"), 20) == ["[one] two"]


def test_an_item_in_a_table_takes_the_room_that_it_needs():
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("label", Item("one two three"))
    assert printed(table, 40) == ["label  one two three"]
    assert printed(table, 17) == ["label  one two", "         three"]


@pytest.fixture(scope="module")
def page() -> str:
    """The page of a case with something to say in every section, with all its sources."""
    result = run("run", "kuril-2019", "--draws", "128", "--workers", "1", "--sources")
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(
    ("heading", "first", "more"),
    [
        ("What stands in the way", r"  [ <>]*\d+%  \S", " {8}"),
        ("What would turn a refusal", r"  (approval|worth) of [^:]*: ", " {4}"),
        ("Without a deal", r"  (Russia|Japan): no agreement is worth", " {4}"),
        ("Dates to watch", r"  \d{4}-\d\d-\d\d  \S", " {14}"),
        ("Outside view", r"  - \S", " {4}"),
        ("What it assumes", r"  - \S", " {4}"),
        ("What it does not model", r"  - \S", " {4}"),
        ("Numbers and their sources", r"  [\w.+-]+( =|$)", " {4}"),
        ("Sources", r"  [\w-]+: ", " {4}"),
    ],
)
def test_every_line_of_a_list_begins_an_item_or_goes_on_with_one(page, heading, first, more):
    lines = page.partition(f"\n{heading}")[2].partition("\n\n")[0].splitlines()[1:]
    assert lines
    assert [line for line in lines if not re.match(rf"{first}|{more}\S", line)] == []


def test_an_empty_line_stands_before_a_heading_and_nowhere_else(page):
    after = [line for before, line in pairwise(page.rstrip().split("\n")) if not before]
    assert [line for line in after if not line or line.startswith(" ")] == []


def test_a_page_that_is_no_terminal_has_80_columns(page):
    assert [line for line in page.splitlines() if len(line) > 80] == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals of this kind here")
@pytest.mark.parametrize(("columns", "widest"), [(80, 80), (60, 60), (220, 100)])
def test_a_terminal_is_filled_up_to_100_columns(columns, widest):
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    code = "from winset.cli import main; main()"
    command = [sys.executable, "-c", code, "run", "wage-round", "--draws", "128", "--workers", "1"]
    surroundings = {key: text for key, text in os.environ.items() if key not in {"COLUMNS", "NO_COLOR"}}
    started = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=surroundings | {"TERM": "xterm"}
    )
    os.close(theirs)
    said = b""
    try:
        while more := os.read(ours, 65_536):
            said += more
    except OSError:
        pass  # Linux ends a terminal in this way.
    os.close(ours)
    assert started.wait() == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", said.decode()).split("\r\n")
    assert "Answer" in lines
    assert widest - 10 < max(len(line) for line in lines) <= widest


def federal() -> Raw:
    """Return a case in which a council asks a federal state, a review can stop it, and someone unnamed may object."""
    council = {
        "all_of": {
            "belgium": {"all_of": {"wallonia": body(75, 0.45), "flanders": body(124, 0.7)}},
            "others": {"each_consents": 0.9, "how_many": 3},
        }
    }
    voters = {
        "votes": "referendum",
        "territories": {"north": {"share": 0.6, "in_favour": 0.6}, "south": {"share": 0.4, "in_favour": 0.46}},
    }
    review = {"stopped_only_if": {"at_least": 2, "of": {"court": {"consents": 0.4}, "senate": body(60, 0.5)}}}
    return raw_case(
        parties={"a": party(home={"voters": voters, "review": review}), "b": party()},
        ratifiers={"council": council, "people": public("40 to 50", 44, {"x": 4})},
        unlisted_blocker=0.3,
    )


def test_a_deep_tree_is_told_with_the_rules_above_its_accepters(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(federal()))
    said = run("run", str(path), "--draws", "256", "--out", str(tmp_path / "out")).stdout
    assert "Belgium: wallonia (" in said
    assert "The leaders lack the approval to carry it (people)" in said
    assert "in Belgium's wallonia" in said
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert page.count("Someone whom the case does not name (") == 1
    assert "Goes through" not in page
    assert "goes through unless stopped by all of 2" in page


def test_the_tables_hold_every_node_of_the_tree(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(federal()))
    assert run("run", str(path), "--draws", "256", "--out", str(tmp_path / "out")).exit_code == 0
    lines = (tmp_path / "out" / "accepters.csv").read_text("utf-8").splitlines()
    assert lines[0] == "path,parent,label,rule,kind,package,probability,gap_central,unit"
    assert [line for line in lines if line.startswith("ratifiers.council.belgium.wallonia,ratifiers.council.belgium,")]
