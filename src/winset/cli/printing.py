"""What commands share: the options that they have in common, rows of words within a width, and JSON."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case that ships with winset, or the path of a file.")]


def print_json(name: str, **parts: Any) -> None:
    """Print a JSON object that names its own schema."""
    typer.echo(json.dumps({"schema": name, **parts}, indent=2, ensure_ascii=False, allow_nan=False))


def print_row(label: str, text: str, width: int) -> None:
    """Print a label and a text beside it, wrapped."""
    for line in row(label, text, width, width_now(), indent=0):
        typer.echo(line)


def width_now() -> int:
    """Return the width to print at, between 60 and 100 columns."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, 60), 100)


def row(label: str, text: str, label_width: int, width: int, indent: int = 2) -> list[str]:
    """Return a label with a text beside it, wrapped under itself."""
    start = " " * indent + label.ljust(label_width) + "  "
    after = " " * (indent + label_width + 2)
    if len(label) > label_width:
        return [" " * indent + label, *textwrap.wrap(text, width, initial_indent=after, subsequent_indent=after)]
    return textwrap.wrap(text, width, initial_indent=start, subsequent_indent=after, break_on_hyphens=False) or [
        start.rstrip()
    ]


__all__ = ["CaseName", "Json", "print_json", "print_row", "row", "width_now"]
