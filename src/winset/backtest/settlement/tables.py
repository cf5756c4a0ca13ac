"""A user's own copy of the attempts to settle claims in the Issue Correlates of War data, version 1.1.

The data may not be passed on and are not among those that winset was tested with. Columns go by the names of the
published file (see `columns`); any can be named by hand.

Reference: Hensel, P. R., Mitchell, S. M., Sowers, T. E., Thyne, C. L. (2008). Bones of contention: comparing
territorial, maritime, and river issues. Journal of Conflict Resolution 52(1), 117-143.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from winset.backtest.record import DataFile
from winset.backtest.rows import Row, Rows, read_rows
from winset.backtest.settlement.claims import claim_of, disputes_lately, in_that_year, number, read_claims
from winset.backtest.settlement.columns import COLUMNS, named
from winset.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Attempts:
    """Attempts in the order of the years in which they began.

    Parameters
    ----------
    claim : tuple of str, length n
    begun, ended : arrays of float, shape (n,)
        Years; where it is not known when one ended, the year it began.
    figures : mapping
        By name in `FIGURES`, shape (n,), nan where nothing is recorded; figures that are not there are not in it.
    outcomes : mapping
        By name in `OUTCOMES`, shape (n,), 1, 0 or nan.
    files : tuple of DataFile
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
    files: tuple[DataFile, ...]
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
FLAGS = ("territory", "river", "maritime", "binding", "nonbinding", "agreement", "substantive")
FIGURES = ("territory", "river", "maritime", "binding", "nonbinding", "extent", "salience", "force", "power")


def read_attempts(
    file: str | os.PathLike[str],
    columns: Mapping[str, str] | None = None,
    claims: str | os.PathLike[str] | None = None,
) -> Attempts:
    """Return the attempts in a CSV file, separated by commas or tabs.

    Where no column says how often force was used lately, the militarized disputes of the file itself are counted. An
    attempt without any agreement has neither a substantive one nor ends the claim, though the file leaves that empty.

    Parameters
    ----------
    file : path
    columns : mapping, optional
        From names in `COLUMNS` to those of the file, where they differ from what is looked for.
    claims : path, optional
        A table of claims by year, from which salience and power are taken where the attempts do not hold them.

    Raises
    ------
    InputError
        If a file cannot be read, lacks a column that is needed, or holds something that does not belong; says where,
        and which names were looked for.
    """
    path, asked = Path(file), dict(columns or {})
    read = read_rows(path, in_lower_case=True)
    by_year = None if claims is None else read_claims(Path(claims))
    names = named(asked, read.columns, () if by_year is None else by_year.columns, path)
    military = [row for row in read.rows if "military" in names and _flag(row, names["military"]) == 1]
    disputes = {id(row) for row in military}
    peaceful = [row for row in read.rows if id(row) not in disputes]
    cells = {
        ours: np.array([(_flag if ours in FLAGS else number)(row, theirs) for row in peaceful])
        for ours, theirs in names.items()
        if ours not in ("claim", "military") and theirs in read.columns
    }
    claim = tuple(claim_of(row, names["claim"]) for row in peaceful)
    begun = _years(cells["begun"])
    ended = np.fmax(_years(cells.get("ended", cells["begun"])), begun)
    dated = np.isfinite(begun)
    files = (read.file,) if by_year is None else (read.file, by_year.file)
    table = Attempts(
        claim,
        begun,
        np.where(np.isfinite(ended), ended, begun),
        {**_of_claims(names, by_year, claim, begun), **_force(names, military, claim, begun), **_own(cells)},
        _outcomes(cells),
        files,
        names,
        {"militarized disputes": len(military), "attempts without a year": int((~dated).sum())},
    )
    order = np.argsort(np.where(dated, begun, np.inf), kind="stable")[: int(dated.sum())]
    if not order.size:
        raise InputError(f"{path} holds no attempt with a year")
    return table.taken(order)


def _own(cells: Mapping[str, Array]) -> dict[str, Array]:
    """Return the figures that the attempts themselves hold."""
    return {ours: cells[ours] for ours in FIGURES if ours in cells}


def _of_claims(names: Mapping[str, str], claims: Rows | None, claim: Sequence[str], begun: Array) -> dict[str, Array]:
    """Return the figures that claims by year hold."""
    return {
        ours: in_that_year(claims, theirs, claim, begun)
        for ours, theirs in names.items()
        if claims is not None and COLUMNS[ours].is_by_year and theirs in claims.columns
    }


def _force(names: Mapping[str, str], military: Sequence[Row], claim: Sequence[str], begun: Array) -> dict[str, Array]:
    """Return the recent disputes of each attempt, counted from the file itself, if it holds any."""
    if not military:
        return {}
    when = _years(np.array([number(row, names["begun"]) for row in military]))
    return {"force": disputes_lately(claim, begun, [claim_of(row, names["claim"]) for row in military], when)}


def _outcomes(cells: Mapping[str, Array]) -> dict[str, Array]:
    """Return what became of each attempt, by outcome."""
    none = cells["agreement"] == 0
    ended = np.where(np.isnan(cells["effect"]), np.nan, cells["effect"] == 4)
    return {
        "any-agreement": cells["agreement"],
        "substantive": np.where(none, 0.0, cells["substantive"]),
        "ends-claim": np.where(none, 0.0, ended),
    }


def _flag(row: Row, column: str) -> float:
    """Return a cell as 0 or 1, nan where it is marked as missing."""
    found = number(row, column)
    if not (np.isnan(found) or found in (0, 1)):
        raise row.wrong(column, "0 or 1")
    return found


def _years(values: Array) -> Array:
    """Return years, also of dates written as 19620131 or 196201."""
    digits = np.where(np.isnan(values), 0, values)
    for least, length in ((1e7, 1e4), (1e5, 1e2)):
        digits = np.where(digits >= least, np.floor(digits / length), digits)
    return np.where((digits >= 1000) & (digits < 3000), np.floor(digits), np.nan)
