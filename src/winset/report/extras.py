"""What the report and its tables need beyond winset itself, and the sentence for those who have not installed it."""

from __future__ import annotations

from importlib.util import find_spec

from winset.errors import WinsetError

DRAWING = ("jinja2", "altair", "vl_convert")


def can_draw() -> bool:
    """Return whether everything that pictures and the report need is installed."""
    return all(find_spec(name) for name in DRAWING)


def need_drawing() -> None:
    """Make sure that the report can be drawn.

    Raises
    ------
    WinsetError
        If the extra `report` is not installed; says how to install it.
    """
    if not can_draw():
        raise WinsetError("the report needs jinja2, altair and vl-convert-python: pip install 'winset[report]'")


def need_tables(what: str, package: str) -> None:
    """Make sure that a package of the extra `tables` is there.

    Raises
    ------
    WinsetError
        If it is not installed; says what needs it and how to install it.
    """
    if not find_spec(package):
        raise WinsetError(f"{what} needs {package}: pip install 'winset[tables]'")
