"""The main command: what it refuses before it works, and how its page is laid out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from winset.cli import app


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
