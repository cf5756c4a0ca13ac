"""The forecasts that were furthest off, what was known when they were made, and what became of the signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.backtest.ratification.forecasts import HORIZONS, Known
from winset.backtest.ratification.scoring import Scored
from winset.backtest.ratification.tables import Signatures

MOST = 10
MOST_OF_ONE_TREATY = 2
AT = 5.0
"""Years at which misses are looked for."""


@dataclass(frozen=True)
class Miss:
    """A signature of which what happened was thought unlikely.

    Parameters
    ----------
    table, treaty, title, parties, signed : str
    chance : float
        Forecast chance that it would be done within five years.
    happened : bool
    says : str
        What was known then and what became of it, in sentences.
    """

    table: str
    treaty: str
    title: str
    parties: str
    signed: str
    chance: float
    happened: bool
    says: str


def worst_misses(
    found: Scored, known: Known, rows: NDArray[np.intp], whole: Signatures, method: str, why: Sequence[str]
) -> tuple[Miss, ...]:
    """Return the forecasts furthest off at five years, the worst first, at most two of one treaty.

    Parameters
    ----------
    found : Scored
    known : Known
        Of the whole table.
    rows : array of int
        Places in the whole table of the signatures scored.
    whole : Signatures
    method : str
    why : sequence of str
        For each signature scored, what moved the forecast most.
    """
    place = HORIZONS.index(AT)
    off = np.where(found.known[:, place], np.abs(found.chances[method][:, place] - found.done[:, place]), -1.0)
    taken: dict[str, int] = {}
    misses: list[Miss] = []
    records = {"own": known.own.counted(), "treaty": known.treaty.counted()}
    for one in np.argsort(-off, kind="stable"):
        treaty = found.table.treaty[one]
        if len(misses) == MOST or off[one] < 0:
            break
        if taken.get(treaty, 0) == MOST_OF_ONE_TREATY:
            continue
        taken[treaty] = taken.get(treaty, 0) + 1
        row = int(rows[one])
        told = {name: (int(all_[row]), int(done[row])) for name, (all_, done) in records.items()}
        misses.append(
            Miss(
                whole.name,
                treaty,
                whole.titles.get(treaty, ""),
                ", ".join(whole.parties[row]) or "parties not known",
                whole.written(whole.signed[row]),
                float(found.chances[method][one, place]),
                bool(found.done[one, place]),
                _says(whole, row, told, why[one]),
            )
        )
    return tuple(misses)


def _says(table: Signatures, row: int, records: Mapping[str, tuple[int, int]], why: str) -> str:
    """What was known and what happened, in sentences."""
    n, done = records["own"]
    told = [
        f"Of {n} earlier signatures of the same signer {done} were {table.done_is} by then."
        if n
        else "No earlier signature of the same signer is known."
    ]
    n, done = records["treaty"]
    if n:
        told.append(f"Of {n} who had signed the treaty before, {done} had it {table.done_is}.")
    told.append(f"What moved the forecast most: {why}.")
    if np.isnan(table.done[row]):
        told.append(f"It is not recorded as {table.done_is} at all.")
    else:
        told.append(f"It was {table.done_is} {_when(table, row)}.")
    return " ".join(told)


def _when(table: Signatures, row: int) -> str:
    """When it was done, in words."""
    waited, when = table.done[row] - table.signed[row], table.written(table.done[row])
    if table.units_a_year == 1:
        return f"in {when}"
    return f"on {when}, after {waited / table.units_a_year:.1f} years" if waited else "the same day"
