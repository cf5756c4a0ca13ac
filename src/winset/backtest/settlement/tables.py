"""A user's own copy of the attempts to settle claims in the Issue Correlates of War data, version 1.1.

The data may not be passed on and are not among those that winset was tested with. Columns are found by name: those
marked as read in `COLUMNS` stand in published code that uses the file or the project's dyad-year file; the others are
guesses, and any can be named by hand.

Reference: Hensel, P. R., Mitchell, S. M., Sowers, T. E., Thyne, C. L. (2008). Bones of contention: comparing
territorial, maritime, and river issues. Journal of Conflict Resolution 52(1), 117-143.
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from winset.backtest.record import DataFile
from winset.errors import InputError

Array = NDArray[np.float64]

MISSING = {"", ".", "na", "nan", "-9", "-9.0", "-99", "-999"}


@dataclass(frozen=True)
class Wanted:
    """A column: what it is, the names that it goes by, whether it must be there, and whether the names were read."""

    says: str
    names: tuple[str, ...]
    is_needed: bool = True
    was_read: bool = True


COLUMNS: Mapping[str, Wanted] = {
    "claim": Wanted("the claim that an attempt belongs to", ("claimdy", "claim")),
    "begun": Wanted("the year it began", ("year", "begyear", "styear", "begdate", "begatt"), was_read=False),
    "ended": Wanted("the year it ended", ("endyear", "endyr", "enddate", "endatt"), False, was_read=False),
    "military": Wanted("1 for a militarized dispute, which is no attempt to settle", ("midiss",), False),
    "territory": Wanted("1 for a claim to territory", ("terriss",)),
    "river": Wanted("1 for a claim to a river", ("riveriss",)),
    "maritime": Wanted("1 for a claim to a maritime zone", ("mariss",)),
    "salience": Wanted("how much the claim matters, from 0 to 12", ("icowsal",)),
    "binding": Wanted("1 if a third party decided with binding force", ("att3bind",)),
    "nonbinding": Wanted("1 if a third party took part without binding force", ("att3non",)),
    "force": Wanted("recent militarized disputes over the claim, weighted", ("recmidwt", "recmid"), False),
    "power": Wanted("ratio of capabilities, the stronger side's share", ("relcaps", "caprat", "lcaprat"), False),
    "extent": Wanted("how much was to be settled, 0 to 2", ("extent",), False, was_read=False),
    "agreement": Wanted("1 if there was any agreement", ("agree",)),
    "substantive": Wanted("1 if there was an agreement on the claim itself", ("agreeiss",)),
    "effect": Wanted("4 if the agreement ended the claim", ("effect4",)),
}


@dataclass(frozen=True, eq=False)
class Attempts:
    """Attempts in the order of the years in which they began.

    Parameters
    ----------
    claim : tuple of str, length n
    begun, ended : arrays of float, shape (n,)
        Years; where it is not known when one ended, the year it began.
    figures : mapping
        By name of column, shape (n,), nan where nothing is recorded; columns that are not there are not in it.
    outcomes : mapping
        By name in `OUTCOMES`, shape (n,), 1, 0 or nan.
    file : DataFile
    columns : mapping
        From our names to those of the file.
    left_out : mapping
        Rows that are not used, by why.
    """

    claim: tuple[str, ...]
    begun: Array
    ended: Array
    figures: Mapping[str, Array]
    outcomes: Mapping[str, Array]
    file: DataFile
    columns: Mapping[str, str]
    left_out: Mapping[str, int]

    def as_it_stood(self, when: float) -> Attempts:
        """Return the table as it stood when a year began: no attempt begun after it, no outcome from that year on."""
        places = np.flatnonzero(self.begun <= when)
        kept = self.taken(places)
        open_still = kept.ended >= when
        outcomes = {name: np.where(open_still, np.nan, known) for name, known in kept.outcomes.items()}
        return replace(kept, outcomes=outcomes)

    def taken(self, places: NDArray[np.intp]) -> Attempts:
        """Return rows by their places."""
        return replace(
            self,
            claim=tuple(self.claim[place] for place in places.tolist()),
            begun=self.begun[places],
            ended=self.ended[places],
            figures={name: values[places] for name, values in self.figures.items()},
            outcomes={name: values[places] for name, values in self.outcomes.items()},
        )


OUTCOMES: Mapping[str, str] = {
    "any-agreement": "any agreement",
    "substantive": "a substantive agreement",
    "ends-claim": "the end of the claim",
}
FLAGS = ("territory", "river", "maritime", "binding", "nonbinding", "agreement", "substantive", "military")
FIGURES = ("territory", "river", "maritime", "salience", "binding", "nonbinding", "force", "power", "extent")


def read_attempts(file: str | os.PathLike[str], columns: Mapping[str, str] | None = None) -> Attempts:
    """Return the attempts in a CSV file, separated by commas or tabs.

    Parameters
    ----------
    file : path
    columns : mapping, optional
        From names in `COLUMNS` to those of the file, where they differ from what is looked for.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column that is needed, or holds something that is no number; says where, and
        which names were looked for.
    """
    path, asked = Path(file), dict(columns or {})
    for ours in asked:
        if ours not in COLUMNS:
            raise InputError(f"`--column` says {ours}={asked[ours]}; the columns are {', '.join(COLUMNS)}")
    rows, there, data = _rows(path)
    names = {ours: found for ours in COLUMNS if (found := _named(ours, there, asked, path)) is not None}
    peaceful = [row for row in rows if "military" not in names or _number(row, names["military"], path) != 1]
    cells = {
        ours: np.array([_number(row, names[ours], path) for row in peaceful])
        for ours in names
        if ours not in ("claim", "military")
    }
    for ours in FLAGS:
        if ours in cells:
            _yes_or_no(cells[ours], names[ours], path)
    begun = _years(cells["begun"])
    ended = np.fmax(_years(cells.get("ended", cells["begun"])), begun)
    dated = np.isfinite(begun)
    table = Attempts(
        tuple(row[names["claim"]] for row in peaceful),
        begun,
        np.where(np.isfinite(ended), ended, begun),
        {ours: cells[ours] for ours in FIGURES if ours in cells},
        {
            "any-agreement": cells["agreement"],
            "substantive": np.where(cells["agreement"] == 0, 0.0, cells["substantive"]),
            "ends-claim": np.where(np.isnan(cells["effect"]), np.nan, cells["effect"] == 4),
        },
        data,
        names,
        {"militarized disputes": len(rows) - len(peaceful), "no year": int((~dated).sum())},
    )
    order = np.argsort(np.where(dated, begun, np.inf), kind="stable")[: int(dated.sum())]
    if not order.size:
        raise InputError(f"{path} holds no attempt with a year")
    return table.taken(order)


def _rows(path: Path) -> tuple[list[dict[str, str]], tuple[str, ...], DataFile]:
    """Return the rows of a file, its columns in lower case, and what file it is."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is no CSV file in UTF-8; write the table as CSV first") from None
    lines = text.splitlines()
    if not lines:
        raise InputError(f"{path} is empty")
    reader = csv.reader(lines, delimiter="\t" if "\t" in lines[0] else ",")
    there = tuple(name.strip().lower() for name in next(reader))
    rows = [dict(zip(there, (cell.strip() for cell in cells), strict=False)) for cells in reader if any(cells)]
    return rows, there, DataFile(path.name, sha256(raw).hexdigest(), len(rows))


def _named(ours: str, there: Sequence[str], asked: Mapping[str, str], path: Path) -> str | None:
    """Return the file's name of a column, None where it is not there and need not be."""
    wanted = COLUMNS[ours]
    if ours in asked:
        if asked[ours].lower() not in there:
            raise InputError(f"{path} has no column {asked[ours]}, asked for as {ours}; it has {', '.join(there)}")
        return asked[ours].lower()
    found = next((name for name in wanted.names if name in there), None)
    if found is None and wanted.is_needed:
        raise InputError(
            f"{path} has no column {' or '.join(wanted.names)}: {wanted.says}. Say which it is with "
            f"--column {ours}=NAME; it has {', '.join(there)}"
        )
    return found


def _number(row: Mapping[str, str], name: str, path: Path) -> float:
    """Return a cell as a number, nan where it is marked as missing."""
    cell = row.get(name, "")
    if cell.lower() in MISSING:
        return math.nan
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{path} holds {cell[:40]!r} in the column {name}, where a number belongs")
    return number


def _yes_or_no(values: Array, name: str, path: Path) -> None:
    """Make sure that a column holds 0 and 1 only."""
    other = values[~(np.isnan(values) | (values == 0) | (values == 1))]
    if other.size:
        raise InputError(f"{path} holds {other[0]:g} in the column {name}, where 0 or 1 belongs")


def _years(values: Array) -> Array:
    """Return years, also of dates written as 19620131 or 196201."""
    digits = np.where(np.isnan(values), 0, values)
    for least, length in ((1e7, 1e4), (1e5, 1e2)):
        digits = np.where(digits >= least, np.floor(digits / length), digits)
    return np.where((digits >= 1000) & (digits < 3000), np.floor(digits), np.nan)
