"""What does a table in KTAB's layout say, and where is it wrong?

The first line holds the scenario's name and description and the numbers of actors and dimensions; the second names the
columns: actor, description and power, then for every dimension position and salience; every further line is an actor.
Positions and saliences are percentages, and an actor's saliences add up to at most 100.

Reference: KTAB's public source and examples (KAPSARC, 2015-2017).
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass

from winset.errors import InputError

LEADING = 3
"""Columns before the first dimension: actor, description, power."""

MOST_DIGITS, MOST_COMPLAINTS = 9, 20


@dataclass(frozen=True)
class KtabTable:
    """A scenario in KTAB's layout, ready for `spatial_model` with its ends of 0 and 100.

    Parameters
    ----------
    name, description : str
        Of the scenario.
    dimensions : tuple of str
        As the columns of positions are called.
    actors, descriptions : tuple of str
        One for each actor.
    positions : tuple of tuple of float
        One row for each actor, one number from 0 to 100 for each dimension.
    salience : tuple of tuple of float
        Likewise, as shares from 0 to 1 that add up to at most 1 for each actor.
    capability : tuple of float
        One for each actor, at least 0.
    """

    name: str
    description: str
    dimensions: tuple[str, ...]
    actors: tuple[str, ...]
    descriptions: tuple[str, ...]
    positions: tuple[tuple[float, ...], ...]
    salience: tuple[tuple[float, ...], ...]
    capability: tuple[float, ...]


def read_ktab(text: str) -> KtabTable:
    """Return what a table in KTAB's layout says.

    Parameters
    ----------
    text : str
        The whole table. Spaces around entries, a comma at the end of a line and blank lines do not matter.

    Returns
    -------
    KtabTable
        Percentages of salience are turned into shares; everything else is as written.

    Raises
    ------
    InputError
        With every complaint on a line of its own, each naming line and column, what was found and what is allowed.

    Examples
    --------
    >>> table = read_ktab('''Water,Who gets how much,2,1,
    ... Actor,Description,Power,Share,Share Salience,
    ... Up,Upstream,60,90,80,
    ... Down,Downstream,40,20,50,
    ... ''')
    >>> table.actors, table.positions, table.salience, table.capability
    (('Up', 'Down'), ((90.0,), (20.0,)), ((0.8,), (0.5,)), (60.0, 40.0))
    """
    if not isinstance(text, str):
        raise InputError(f"`text` is {text!r}; it must be the text of a table")
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(), skipinitialspace=True)
    rows = [(reader.line_num, _entries(row)) for row in reader]
    rows = [(line, row) for line, row in rows if any(row)]
    if len(rows) < LEADING:
        raise InputError(f"the table has {len(rows)} lines; it needs one of the scenario, one of columns and actors")
    complaints: list[str] = []
    (first, scenario), (second, columns), *actors = rows
    name, description, n_actors, n_dimensions = _scenario(first, scenario, complaints)
    if n_dimensions and len(columns) != LEADING + 2 * n_dimensions:
        complaints.append(
            f"line {second}: {len(columns)} columns; {n_dimensions} dimensions take {LEADING + 2 * n_dimensions}, "
            "actor, description, power, then position and salience of each"
        )
    if n_actors and len(actors) != n_actors:
        complaints.append(f"line {first}: the scenario has {n_actors} actors, and {len(actors)} lines follow")
    numbers = [] if complaints else [_actor(line, row, columns, complaints) for line, row in actors]
    for place, (line, row) in enumerate(actors):
        earlier = [before for before, other in actors[:place] if row and other[:1] == row[:1]]
        if earlier:
            complaints.append(f"line {line}, column `{columns[0]}`: {row[0]!r} stands on line {earlier[0]} already")
    if complaints:
        more = f"\nand {len(complaints) - MOST_COMPLAINTS} more" if len(complaints) > MOST_COMPLAINTS else ""
        raise InputError("\n".join(complaints[:MOST_COMPLAINTS]) + more)
    return KtabTable(
        name=name,
        description=description,
        dimensions=tuple(columns[LEADING::2]),
        actors=tuple(row[0] for _, row in actors),
        descriptions=tuple(row[1] for _, row in actors),
        positions=tuple(tuple(found[1::2]) for found in numbers),
        salience=tuple(tuple(share / 100 for share in found[2::2]) for found in numbers),
        capability=tuple(found[0] for found in numbers),
    )


def _entries(row: list[str]) -> list[str]:
    """Entries of a line without the spaces around them and without the empty ones at its end."""
    entries = [entry.strip() for entry in row]
    while entries and not entries[-1]:
        entries.pop()
    return entries


def _scenario(line: int, row: list[str], complaints: list[str]) -> tuple[str, str, int, int]:
    """Name and description of the scenario, numbers of actors and dimensions; 0 for a number that cannot be read."""
    if len(row) != 4:
        complaints.append(f"line {line}: {len(row)} entries; it has 4: name, description, actors, dimensions")
        return "", "", 0, 0
    counts = []
    for what, entry in zip(("actors", "dimensions"), row[2:], strict=True):
        count = int(entry) if entry.isascii() and entry.isdigit() and len(entry) < MOST_DIGITS else 0
        if count < 1:
            complaints.append(f"line {line}: the number of {what} is {entry!r}; it is a whole number, at least 1")
        counts.append(count)
    return row[0], row[1], counts[0], counts[1]


def _actor(line: int, row: list[str], columns: list[str], complaints: list[str]) -> list[float]:
    """Numbers of one actor: power, then position and salience of each dimension."""
    if len(row) != len(columns):
        complaints.append(f"line {line}: {len(row)} entries; there are {len(columns)} columns")
        return []
    if not row[0]:
        complaints.append(f"line {line}, column `{columns[0]}`: nothing is there; an actor needs a name")
    found = []
    for place, (column, entry) in enumerate(zip(columns[LEADING - 1 :], row[LEADING - 1 :], strict=True)):
        most = math.inf if place == 0 else 100.0
        number = _number(entry)
        if not (math.isfinite(number) and 0 <= number <= most):
            allowed = "at least 0" if place == 0 else "from 0 to 100"
            complaints.append(f"line {line}, column `{column}`: found {entry!r}; it is a number {allowed}")
        found.append(number)
    attention = sum(found[2::2])
    if attention > 100 * (1 + 1e-9):
        complaints.append(
            f"line {line}: the saliences of {row[0]!r} add up to {attention:g}; they are at most 100 in all"
        )
    return found


def _number(entry: str) -> float:
    """The number that an entry says, or one that is not finite."""
    try:
        return float(entry)
    except ValueError:
        return math.nan
