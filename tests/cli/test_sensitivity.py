"""The command that says what matters: within the width, as JSON, as files, and after Ctrl-C."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cases import case_of, party, raw_case
from winset.cli import app
from winset.explain import sensitivity as asked
from winset.explain.sensitivity import Interrupted, sensitivity

RAW = raw_case(
    parties={"a": party({"x": "-10 to 6"}), "b": party({"x": "2 to 30"})},
    decision={"by": "a", "options": {"sign": {"if_deal": 10, "if_no_deal": -4}, "walk-away": 0}},
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write a small case, and keep what is kept apart from the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("sys.platform", "linux")
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(RAW), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Any:
    """Run the command."""
    return CliRunner().invoke(app, ["sensitivity", *arguments])


def test_the_answer_fits_in_eighty_columns_and_names_what_matters(file: str) -> None:
    found = run(file, "--draws", "128", "--workers", "1")
    assert found.exit_code == 0
    assert max(len(line) for line in found.stdout.splitlines()) <= 80
    for text in ("matters most", "opens at", "Where the doubt comes from", "A decides.", "Best by what is known now"):
        assert text in found.stdout


def test_json_is_what_python_finds(file: str, tmp_path: Path) -> None:
    found = run(file, "--draws", "128", "--workers", "1", "--json")
    (tmp_path / "again.yaml").write_text(json.dumps(RAW), encoding="utf-8")
    from winset.case.reading import read_case

    assert found.stdout == sensitivity(read_case(file), draws=128).to_json()


def test_a_page_and_tables_are_written(file: str, tmp_path: Path) -> None:
    pytest.importorskip("altair")
    found = run(file, "--draws", "128", "--workers", "1", "--out", str(tmp_path / "new"))
    names = {path.name for path in (tmp_path / "new").iterdir()}
    tables = {f"sensitivity-{name}.csv" for name in ("swings", "shares", "split", "information")}
    assert names == {"sensitivity.html", "sensitivity.json", *tables}
    page = (tmp_path / "new" / "sensitivity.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 2
    assert "Written: " in found.stdout


def test_ctrl_c_prints_what_was_learnt_and_ends_with_130(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn, calls = asked.learn, []

    def tired(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return learn(*arguments)

    keep = tmp_path / "kept.json"
    with monkeypatch.context() as patch:
        patch.setattr(asked, "learn", tired)
        found = run(file, "--draws", "128", "--workers", "1", "--resume", str(keep))
    assert found.exit_code == 130
    assert "Interrupted: 4 of " in found.stdout
    assert keep.exists()
    whole = run(file, "--draws", "128", "--workers", "1", "--resume", str(keep))
    assert whole.exit_code == 0
    assert whole.stdout == run(file, "--draws", "128", "--workers", "1").stdout


def test_what_nobody_named_is_kept_in_the_cache_until_all_is_done(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn, calls = asked.learn, []

    def tired(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return learn(*arguments)

    monkeypatch.setattr(asked, "learn", tired)
    folder = tmp_path / "cache" / "winset"
    assert run(file, "--draws", "128", "--workers", "1").exit_code == 130
    assert len(list(folder.iterdir())) == 1
    assert run(file, "--draws", "128", "--workers", "1").exit_code == 0
    assert list(folder.iterdir()) == []


def test_a_decision_of_many_actors_and_a_folder_that_cannot_be_are_refused(file: str) -> None:
    found = run("emission-standards")
    assert found.exit_code == 2
    assert "decision of many actors" in found.stderr
    found = run(file, "--out", f"{file}/below")
    assert found.exit_code == 2


def test_an_interruption_is_a_keyboard_interrupt() -> None:
    assert issubclass(Interrupted, KeyboardInterrupt)
    assert case_of().decision is None
