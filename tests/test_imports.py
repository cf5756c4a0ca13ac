"""Imports point one way, and `import winset` stays quick."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import winset

SOURCE = Path(winset.__file__).parent

GROUND = {"errors", "answer", "allowed", "registry"}
MODELS = {"bargain", "ratify", "collective", "graph", "timing", "commitment", "chance"}
FRONT_ENDS = {"report", "web", "cli"}

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "whole_file": set(),
    "answer": {"errors"},
    "allowed": {"errors"},
    "registry": {"errors", *MODELS},
    "case": {"errors"},
    **dict.fromkeys(MODELS, GROUND | MODELS),
    "plain": GROUND | MODELS,
    "forecasting": GROUND | MODELS | {"case"},
}
MAY_IMPORT["polls"] = GROUND | MODELS | {"case"}
BELOW = {"polls", "case", "forecasting", "plain", "whole_file", *GROUND, *MODELS}
MAY_IMPORT["explain"] = MAY_IMPORT["backtest"] = BELOW
MAY_IMPORT["charts"] = BELOW | {"explain", "backtest"}
MAY_IMPORT |= {front: MAY_IMPORT["charts"] | {"charts"} | FRONT_ENDS for front in FRONT_ENDS}
"""Rooms from which each room may import, besides itself; models know arrays and nothing else."""

ASKED_TO_SHOW = {"forecasting/record.py": {"report"}}
"""A notebook asks the record itself how to show it; only then is the page's room opened, from inside a method."""

TABLES = {"case/rows.py": {"pandas"}}
"""Files beside a case may be tables that only a library reads; it is loaded when such a file is met."""

FILES = sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    """Return the room that a file belongs to; the package's own files are rooms by themselves."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, wherever in it, also only for the sake of types."""
    package = ["winset", *path.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            around = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*around, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(SOURCE)) for path in FILES])
def test_imports_point_one_way(path: Path) -> None:
    here = room(path)
    if here in ("__init__", "__main__"):
        return
    found = {name.split(".")[1] for name in imported(path) if name.startswith("winset.")}
    shown = ASKED_TO_SHOW.get(path.relative_to(SOURCE).as_posix(), set())
    assert found - {here} - {"__version__"} - shown <= MAY_IMPORT[here], f"`{here}` is not to know of these"


def test_models_cases_and_forecasts_know_no_front_end_s_libraries() -> None:
    heavy = {
        "altair",
        "jinja2",
        "vl_convert",
        "pandas",
        "pyarrow",
        "openpyxl",
        "statsmodels",
        "typer",
        "rich",
        "fastapi",
        "sqlite3",
    }
    for path in FILES:
        if room(path) in {*MODELS, *GROUND, "case", "forecasting"}:
            allowed = TABLES.get(path.relative_to(SOURCE).as_posix(), set())
            assert not ({name.split(".")[0] for name in imported(path)} & heavy) - allowed, path


def test_importing_winset_loads_nothing_heavy() -> None:
    heavy = "numpy scipy pydantic altair ruamel pandas typer rich jinja2"
    code = f"import sys, winset; print(*[name for name in {heavy.split()!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == ""


def test_forecasting_loads_no_front_end() -> None:
    code = (
        "import sys, winset.forecasting.run; print(*[name for name in sys.modules if name.startswith("
        "('winset.report', 'winset.cli', 'winset.web', 'winset.charts', 'altair', 'typer'))])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == ""


def test_every_public_name_is_there_when_it_is_asked_for() -> None:
    code = "import winset; print(*[name for name in winset.__all__ if not hasattr(winset, name)])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == ""


@pytest.mark.parametrize("path", sorted((SOURCE.parents[1] / "benchmarks").glob("*.py")), ids=lambda path: path.stem)
def test_benchmarks_import_what_is_there(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("winset"):
            module = import_module(node.module or "")
            for name in node.names:
                assert hasattr(module, name.name) or import_module(f"{node.module}.{name.name}")
