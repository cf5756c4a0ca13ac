"""What is kept hangs on the files that its work reaches, all of them and no others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import winset
from deu_folder import made_folder
from winset.backtest import program
from winset.backtest.deu.data import read_decisions
from winset.backtest.deu.said import said_of_dossier
from winset.backtest.program import code_hash, hangs_on


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of a program: what works, what that takes, and what has nothing to do with it."""
    folder = tmp_path / "someprogram"
    (folder / "inner").mkdir(parents=True)
    for name, text in {
        "__init__.py": "",
        "works.py": "import numpy\ndef work():\n    from someprogram.inner import deep\n    return deep.X\n",
        "apart.py": "from someprogram import works\n",
        "inner/__init__.py": "",
        "inner/deep.py": "import someprogram.inner.deeper\nX = 1\n",
        "inner/deeper.py": "import someprogram.inner.deep\n",
    }.items():
        (folder / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def test_what_is_imported_anywhere_is_followed_step_by_step_and_round_in_circles(package: Path) -> None:
    assert list(hangs_on("someprogram.works")) == [
        "someprogram.inner", "someprogram.inner.deep", "someprogram.inner.deeper", "someprogram.works",
    ]  # fmt: skip


def test_a_package_stands_for_its_modules(package: Path) -> None:
    assert {"someprogram", "someprogram.works", "someprogram.apart"} <= set(hangs_on("someprogram"))


@pytest.mark.parametrize(("name", "counts"), [("works.py", True), ("inner/deeper.py", True), ("apart.py", False)])
def test_only_a_change_in_what_is_reached_changes_the_hash(package: Path, name: str, counts: bool) -> None:
    before = code_hash("someprogram.works")
    assert code_hash("someprogram.works") == before
    (package / name).write_text((package / name).read_text() + "Y = 2\n")
    assert (code_hash("someprogram.works") != before) is counts


def test_another_library_beneath_is_another_program(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_hash("someprogram.works")
    monkeypatch.setattr(program, "version", lambda name: "0")
    assert code_hash("someprogram.works") != before


def test_all_that_runs_while_models_are_asked_is_reached_and_what_only_scores_them_is_not(tmp_path: Path) -> None:
    reached = hangs_on("winset.backtest.deu.said")
    issues = read_decisions(made_folder(tmp_path, 3)).issues
    ran: set[str] = set()
    sys.setprofile(lambda frame, event, value: ran.add(frame.f_code.co_filename))
    try:
        said_of_dossier(tuple(issue for issue in issues if issue.dossier == issues[-1].dossier))
    finally:
        sys.setprofile(None)
    ours = {Path(name) for name in ran if Path(name).is_relative_to(Path(winset.__file__).parent)}
    assert len(ours) > 10
    assert ours <= set(reached.values())
    assert not reached.keys() & {"winset.backtest.deu.methods", "winset.backtest.deu.scoring", "winset.backtest.cells"}
