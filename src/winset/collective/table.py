"""Reading a decision from a table with one row for each actor on each issue.

The first line names the columns ``actor``, ``issue``, ``position``, ``salience`` and ``capability`` in any order; with
them may stand ``reference``, what holds on the issue without a decision. Cells are separated by commas, semicolons or
tabs. An actor without a row for an issue takes no part in it.
"""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from winset.collective.decision import Decision
from winset.errors import CaseError

NEEDED = ("actor", "issue", "position", "salience", "capability")
COLUMNS = (*NEEDED, "reference")
RANGES = {
    "position": (-math.inf, math.inf, "a finite number"),
    "salience": (0.0, 1.0, "a number from 0 to 1"),
    "capability": (0.0, math.inf, "a finite number, at least 0"),
    "reference": (-math.inf, math.inf, "a finite number, or nothing"),
}
SHOWN = 40
"""How much of a cell a complaint repeats."""


@dataclass(frozen=True)
class TableComplaint:
    """One thing to mend in a table.

    Parameters
    ----------
    line, column : int
        Where it stands, both counted from 1; the column is a cell.
    message : str
        What is wrong: what was found.
    allowed : str
        What may stand there.
    """

    line: int
    column: int
    message: str
    allowed: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}; allowed: {self.allowed}"


def read_table(text: str) -> Decision:
    """Return the decision that a table tells of, or everything that is wrong with the table.

    Parameters
    ----------
    text : str
        The table, as described at the top of this module.

    Raises
    ------
    CaseError
        With one `TableComplaint` for each thing to mend.

    Notes
    -----
    Actors and issues come in the order of their first rows.

    Examples
    --------
    >>> read_table("actor,issue,position,salience,capability\\nann,tax,0,0.5,2\\nbob,tax,9,1,1\\n").position.tolist()
    [[0.0], [9.0]]
    >>> read_table("actor,issue,position,salience,capability\\nann,tax,0,50,2\\n")
    Traceback (most recent call last):
    ...
    winset.errors.CaseError: line 2, column 4: salience is '50'; allowed: a number from 0 to 1 (divide per cent by 100)
    """
    rows = list(_rows(text))
    if not rows:
        raise CaseError((TableComplaint(1, 1, "the table is empty", f"a first line of {', '.join(NEEDED)}"),))
    (line, header), *body = rows
    complaints = list(_about_columns(line, header))
    if complaints:
        raise CaseError(tuple(complaints))
    found: dict[tuple[str, str], tuple[int, dict[str, float]]] = {}
    for line, cells in body:
        complaints += _taken(line, cells, header, found)
    complaints += _about_references(found, header)
    if not found and not complaints:
        complaints.append(TableComplaint(line + 1, 1, "no row follows the first line", "a row for each actor"))
    if complaints:
        raise CaseError(tuple(complaints))
    return _decision({place: numbers for place, (_, numbers) in found.items()})


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with its line and its cells trimmed."""
    first = text.lstrip("\ufeff \r\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CaseError((TableComplaint(line, 1, f"the row cannot be read: {error}", "cells"),)) from None
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _about_columns(line: int, header: list[str]) -> Iterator[TableComplaint]:
    """What is wrong with the names of the columns."""
    for place, name in enumerate(header, 1):
        if name not in COLUMNS:
            near = difflib.get_close_matches(name.lower(), COLUMNS, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield TableComplaint(line, place, f"there is no column {name[:SHOWN]!r}{hint}", ", ".join(COLUMNS))
        elif name in header[: place - 1]:
            yield TableComplaint(line, place, f"the column {name} stands twice", "each column once")
    for name in NEEDED:
        if name not in header:
            yield TableComplaint(line, len(header) + 1, f"the column {name} is missing", ", ".join(NEEDED))


def _taken(
    line: int, cells: list[str], header: list[str], found: dict[tuple[str, str], tuple[int, dict[str, float]]]
) -> Iterator[TableComplaint]:
    """Take a row into what was found, or say what is wrong with it."""
    if len(cells) != len(header):
        yield TableComplaint(line, len(cells) + 1, f"the row has {len(cells)} cells", f"{len(header)} cells")
        return
    named, numbers, sound = dict(zip(header, cells, strict=True)), {}, True
    for place, (name, cell) in enumerate(zip(header, cells, strict=True), 1):
        if name not in RANGES:
            if not cell:
                sound = False
                yield TableComplaint(line, place, f"{name} is empty", "a name")
            continue
        low, high, allowed = RANGES[name]
        number = math.nan if name == "reference" and not cell else _number(cell)
        if number is None or not (low <= number <= high or (name == "reference" and not cell)):
            sound = False
            percent = name == "salience" and number is not None and 1 < number <= 100
            hint = " (divide per cent by 100)" if percent else ""
            yield TableComplaint(line, place, f"{name} is {cell[:SHOWN]!r}", allowed + hint)
        else:
            numbers[name] = number
    place_of = named["actor"], named["issue"]
    if place_of in found:
        before = found[place_of][0]
        yield TableComplaint(
            line, 1, f"{place_of[0]} on {place_of[1]} stands in line {before} already", "one row for each"
        )
    elif all(place_of):
        found[place_of] = line, numbers if sound else {}


def _number(cell: str) -> float | None:
    """The finite number in a cell, or None."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _about_references(
    found: dict[tuple[str, str], tuple[int, dict[str, float]]], header: list[str]
) -> Iterator[TableComplaint]:
    """Reference points of one issue that differ from row to row."""
    first: dict[str, float] = {}
    for (_, issue), (line, numbers) in found.items():
        value = numbers.get("reference", math.nan)
        if not math.isnan(value) and first.setdefault(issue, value) != value:
            message = f"reference is {value:g}, but {first[issue]:g} for {issue} before"
            yield TableComplaint(line, header.index("reference") + 1, message, "one reference point for each issue")


def _decision(found: dict[tuple[str, str], dict[str, float]]) -> Decision:
    """The decision, all of whose numbers are sound."""
    actors, issues = (tuple(dict.fromkeys(place[part] for place in found)) for part in (0, 1))
    arrays = {name: np.zeros((len(actors), len(issues))) for name in ("position", "salience", "capability")}
    present, reference = np.zeros((len(actors), len(issues)), dtype=bool), np.full(len(issues), np.nan)
    for (actor, issue), numbers in found.items():
        row, column = actors.index(actor), issues.index(issue)
        present[row, column] = True
        for name, array in arrays.items():
            array[row, column] = numbers[name]
        if not math.isnan(numbers.get("reference", math.nan)):
            reference[column] = numbers["reference"]
    return Decision(actors, issues, **arrays, present=present, reference=reference)
