"""Run any model on a file of plain data."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from winset.cli.printing import Json, row, width_now

DIGITS = 6
LINES = 30
"""Rows of a table that are printed; all are in the JSON."""

LARGEST = 200 * 2**20
"""Bytes of an input file that is read."""


def solve(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a model: see winset models.")],
    file: Annotated[str, typer.Argument(metavar="INPUT", help="A JSON file, a CSV table of actors, or -.")],
    table: Annotated[bool, typer.Option("--table", help="Standard input is a CSV table, not JSON.")] = False,
    issue: Annotated[str | None, typer.Option(help="Of a table, only this issue.")] = None,
    as_json: Json = False,
) -> None:
    """Run a model on inputs by name: what is asked for, how it went, and what else was found."""
    from winset.errors import InputError
    from winset.plain import document, read_inputs
    from winset.registry import model

    name = "standard input" if file == "-" else file
    if table or Path(file).suffix.lower() == ".csv":
        from winset.plain.tables import table_inputs

        inputs = table_inputs(model(id).id, text_of(file), name, issue)
    elif issue is not None:
        raise InputError(f"`--issue` is {issue[:60]}, and {name} is no table; name a CSV file, or add --table")
    else:
        inputs = read_inputs(text_of(file), name)
    found = document(model(id).id, inputs)
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False))
        return
    print_solved(found)


def text_of(file: str) -> str:
    """Return what stands in a file, or comes in on standard input."""
    from winset.errors import InputError

    name = "standard input" if file == "-" else file
    try:
        if file == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        if Path(file).stat().st_size > LARGEST:
            raise InputError(f"{file}: this is too large to be read; {LARGEST // 2**20} MB are the most")
        return Path(file).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start + 1} is no text in UTF-8; save it as UTF-8") from None
    except InputError:
        raise
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(f"{name}: this cannot be read: {reason}") from None


def print_solved(document: Mapping[str, Any], indent: int = 0) -> None:
    """Print an answer so that a person can read it."""
    rows = [("status", [str(document["status"])])]
    value = document["value"]
    parts = value if isinstance(value, Mapping) else {"value": value}
    rows += [(name.replace("_", " "), list(_lines(part))) for name, part in parts.items()]
    rows += [(name.replace("_", " "), list(_lines(part))) for name, part in document["diagnostics"].items()]
    longest = min(max(len(name) for name, _ in rows), width_now() // 3)
    for name, lines in rows:
        for i, line in enumerate(lines):
            for wrapped in row("" if i else name, line, longest, width_now(), indent=indent):
                typer.echo(wrapped)


def _lines(value: Any) -> Iterator[str]:
    """Yield the lines of a part of an answer."""
    table = isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)
    if isinstance(value, list) and (table or any(isinstance(row, Mapping) for row in value)):
        yield from map(_words, value[:LINES])
        if len(value) > LINES:
            yield f"and {len(value) - LINES} more rows in the JSON"
    elif isinstance(value, Mapping) and any(isinstance(part, list | Mapping) for part in value.values()):
        for name, part in list(value.items())[:LINES]:
            yield f"{name}: {_words(part)}"
    else:
        yield _words(value)


def _words(value: Any) -> str:
    """Return a part of an answer on one line."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.{DIGITS}g}"
        case list():
            shown = [f"({_words(part)})" if isinstance(part, list) else _words(part) for part in value[: LINES * 4]]
            more = [f"and {len(value) - len(shown)} more"] * (len(value) > len(shown))
            return ", ".join(shown + more) or "none"
        case Mapping():
            return ", ".join(f"{name} {_words(part)}" for name, part in value.items()) or "none"
    return str(value)
