"""What the shell completes: the cases at hand, and the paths of a case after ``--set``."""

from __future__ import annotations

import typer

MOVES = ("=", "+=")
"""Ends of a change: where two fit, no shell puts a space behind the path."""


def cases_like(incomplete: str) -> list[tuple[str, str]]:
    """Return the cases that ship with winset, and the case files at hand, that begin with what was typed."""
    from winset.case.reading import shipped_cases

    shipped = [(name, "ships with winset") for name in shipped_cases() if name.startswith(incomplete)]
    return shipped + [(path, "a file") for path in _files(incomplete)]


def _files(incomplete: str) -> list[str]:
    """Return the YAML files, and the folders, whose path begins with what was typed."""
    import os

    folder, name = os.path.split(incomplete)
    try:
        with os.scandir(folder or ".") as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries if entry.name.startswith(name)]
    except OSError:
        return []
    kept = [
        os.path.join(folder, entry) + ("/" if is_folder else "")
        for entry, is_folder in found
        if not entry.startswith(".") and (is_folder or entry.endswith((".yaml", ".yml")))
    ]
    return sorted(kept)


def changes_like(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the paths of the case already typed that begin with what was typed, ready for a value.

    Each comes with ``=`` and with ``+=``, with what the number is called and what the case says. What cannot be read
    completes to nothing.
    """
    from winset.case.reading import read_case
    from winset.errors import WinsetError
    from winset.explain.inputs import paths_of
    from winset.explain.worded import value_at, worded

    # A change without its value yet stops the reading of what was typed: the case then stands among the rest.
    asked = next((word for word in (ctx.params.get("case"), *ctx.args) if word and not word.startswith("-")), None)
    if asked is None or "=" in incomplete:
        return []
    try:
        case = read_case(asked)
    except WinsetError:
        return []
    found = [(path, label) for path, label in paths_of(case).items() if path.startswith(incomplete)]
    return [(f"{path}{move}", f"{label}: {worded(value_at(case, path))}") for path, label in found for move in MOVES]


__all__ = ["cases_like", "changes_like"]
