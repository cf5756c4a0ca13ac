"""What was known of a claim when an attempt to settle it began: how much it matters, and if force was used lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from winset.backtest.rows import Row, Rows, read_rows
from winset.backtest.settlement.columns import BY_YEAR
from winset.errors import InputError

Array = NDArray[np.float64]

MISSING = {"", ".", "na", "nan", "-9", "-9.0", "-99", "-999"}
LATELY = 15
"""Years in which militarized disputes count as recent, as in the project's own table by claim and year."""


def number(row: Row, column: str) -> float:
    """Return a cell as a number, nan where it is marked as missing."""
    if row[column].lower() in MISSING:
        return np.nan
    try:
        found = float(row[column])
    except ValueError:
        found = np.inf
    if not np.isfinite(found):
        raise row.wrong(column, "a number")
    return found


def claim_of(row: Row, column: str) -> str:
    """Return the id of a claim; 201 and 201.0 are one."""
    text = row[column]
    return text[:-2] if text.endswith(".0") else text


def read_claims(file: Path) -> Rows:
    """Return the rows of a table of claims by year.

    Raises
    ------
    InputError
        As `read_rows`, or if claim or year is not there.
    """
    found = read_rows(file, in_lower_case=True)
    if missing := [name for name in BY_YEAR if name not in found.columns]:
        raise InputError(
            f"{file} lacks {' and '.join(missing)}; claims by year (ICOWdyadyr.csv) have a row for each claim "
            f"(claimdy) and year; it has {', '.join(found.columns)}"
        )
    return found


def in_that_year(claims: Rows, column: str, of: Sequence[str], begun: Array) -> Array:
    """Return what a table of claims by year says of claims in the years in which attempts began; nan if nothing."""
    known: Mapping[tuple[str, float], float] = {
        (claim_of(row, BY_YEAR[0]), number(row, BY_YEAR[1])): number(row, column) for row in claims.rows
    }
    return np.array([known.get(key, np.nan) for key in zip(of, begun.tolist(), strict=True)], dtype=float)


def disputes_lately(of: Sequence[str], begun: Array, disputed: Sequence[str], dispute_begun: Array) -> Array:
    """Return how many militarized disputes over the same claim began in the 15 years before each attempt's year.

    >>> disputes_lately(["a", "a", "b"], np.array([1900.0, 1920, 1900]), ["a", "a"], np.array([1890.0, 1900]))
    array([1., 0., 0.])
    """
    years: dict[str, list[float]] = {}
    for claim, year in zip(disputed, dispute_begun.tolist(), strict=True):
        years.setdefault(claim, []).append(year)
    return np.array(
        [
            sum(when - LATELY <= year < when for year in years.get(claim, ()))
            for claim, when in zip(of, begun.tolist(), strict=True)
        ],
        dtype=float,
    )
