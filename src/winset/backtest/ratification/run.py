"""The backtest on treaties signed: from a folder of tables to a record of scores."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.backtest.kept import Kept, content_key, worked
from winset.backtest.program import code_hash
from winset.backtest.ratification.forecasts import (
    HORIZONS,
    LEARNT_FROM,
    Known,
    forecasts_of,
    known_at_signature,
    methods_of,
    origins_of,
)
from winset.backtest.ratification.misses import Miss, worst_misses
from winset.backtest.ratification.scoring import (
    Scored,
    best_of,
    calibrations,
    method_lines,
    parts_of,
    scored,
    shares_done,
)
from winset.backtest.ratification.tables import Signatures, read_signatures
from winset.backtest.record import Backtest
from winset.backtest.survival import need_survival
from winset.errors import InputError
from winset.forecasting.run import Progress


@dataclass(frozen=True, eq=False)
class RatificationBacktest:
    """What was found: the record, and the forecasts that it was made of, table by table.

    Parameters
    ----------
    record : Backtest
    scored : tuple of Scored
    misses : tuple of Miss
    """

    record: Backtest
    scored: tuple[Scored, ...]
    misses: tuple[Miss, ...]


def backtest_ratification(
    folder: str | os.PathLike[str],
    signed_before: int = 2000,
    seed: int = 1,
    kept: Kept | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> RatificationBacktest:
    """Return how good forecasts of ratification from what was known at signature would have been.

    Parameters
    ----------
    folder : path
        Holds ``environmental_treaties.csv`` or ``trade_agreements.csv`` or both; see
        `winset.backtest.ratification.tables`.
    signed_before : int
        Environmental treaties signed in this year or later are left out.
    seed : int
        Of the intervals, at least 0.
    kept : Kept, optional
        Where the forecasts of each year are kept.
    workers : int
        Processes; never changes the answer.
    progress : callable, optional
        Called with how many years are done and how many there are.

    Raises
    ------
    InputError
        If a table cannot be read, or holds too little to learn from.
    WinsetError
        If the extra `backtest` is not installed.
    """
    if seed < 0:
        raise InputError(f"`seed` is {seed}; take 0 or more")
    need_survival()
    place = os.fspath(folder)
    tables = _read(place, signed_before)
    pieces = [(number, year) for number, (table, _) in enumerate(tables) for year in origins_of(table)]
    if not pieces:
        raise InputError(f"{place}: nowhere had {LEARNT_FROM} signatures been watched for ten years by the last")
    code = code_hash("winset.backtest", "winset.backtest.ratification")
    keys = [content_key(tables[number][0].file.sha256, code, signed_before, year) for number, year in pieces]
    done = worked(pieces, keys, partial(_piece, place, signed_before), kept or Kept(None), workers, progress)
    found = list(_put_together(tables, pieces, done, seed))
    return _result(found, signed_before, seed)


@lru_cache(maxsize=1)
def _read(folder: str, signed_before: int) -> tuple[tuple[Signatures, Known], ...]:
    """Return the tables of a folder and what was known at each signature."""
    return tuple((table, known_at_signature(table)) for table in read_signatures(folder, signed_before))


def _piece(folder: str, signed_before: int, piece: tuple[int, int]) -> dict[str, Any]:
    """Return the forecasts of a table's signatures of one year."""
    table, known = _read(folder, signed_before)[piece[0]]
    return forecasts_of(table, known, piece[1])


def _put_together(
    tables: tuple[tuple[Signatures, Known], ...], pieces: list[tuple[int, int]], done: list[Any], seed: int
) -> Iterator[tuple[Scored, tuple[Miss, ...]]]:
    """Yield for each table its forecasts beside what happened, and the worst misses."""
    for number, (table, known) in enumerate(tables):
        own = [made for (which, _), made in zip(pieces, done, strict=True) if which == number]
        if not own:
            continue
        rows, chances = joined(own, methods_of(known))
        chosen = np.zeros(len(table.treaty), dtype=bool)
        chosen[rows] = True
        one = scored(table.rows(chosen), chances)
        why = [_why(each) for made in own for each in made["why"]]
        yield one, worst_misses(one, known, rows, table, best_of(one), why)


def joined(made: list[Any], methods: tuple[str, ...]) -> tuple[NDArray[np.intp], dict[str, NDArray[np.float64]]]:
    """Return the rows that were forecast, rising, and the forecasts of each method for them."""
    rows = np.array([row for one in made for row in one["rows"]], dtype=np.intp)
    return rows, {method: np.array([chance for one in made for chance in one[method]]) for method in methods}


def _why(parts: list[tuple[str, float]]) -> str:
    """Return in words what moved a forecast: what it is, and what it adds to the log-odds."""
    return ", ".join(f"{name} ({part:+.1f})" for name, part in parts)


def _result(found: list[tuple[Scored, tuple[Miss, ...]]], signed_before: int, seed: int) -> RatificationBacktest:
    """Score every method on every table."""
    all_scored = tuple(one for one, _ in found)
    misses = tuple(miss for _, own in found for miss in own)
    everything = [np.ones(len(one.table.treaty), dtype=bool) for one in all_scored]
    counts: dict[str, int] = {}
    for one in all_scored:
        counts[f"{one.table.name}: signatures scored"] = len(one.table.treaty)
        counts[f"{one.table.name}: treaties scored"] = len(set(one.table.treaty))
        counts |= {f"{one.table.name}: {why}": n for why, n in one.table.left_out.items()}
    more: Mapping[str, Any] = {
        "tables": {
            one.table.name: {
                "done_is": one.table.done_is,
                "signatures": len(one.table.treaty),
                "treaties": len(set(one.table.treaty)),
                "first_year": one.table.year(one.table.signed[0]),
                "last_year": one.table.year(one.table.signed[-1]),
                "watched_until": one.table.written(one.table.end),
                "share_done": shares_done(one),
                "calibration": calibrations(one, seed),
                "misses_of": best_of(one),
            }
            for one in all_scored
        },
        "misses": [dataclasses.asdict(miss) for miss in misses],
    }
    record = Backtest(
        "ratification",
        "Treaties signed",
        "Is what was signed ratified, or in force, within 1, 2, 5 and 10 years, going by what was known that day?",
        tuple(one.table.file for one in all_scored),
        {"seed": seed, "signed_before": signed_before, "horizons": list(HORIZONS), "learnt_from": LEARNT_FROM},
        counts,
        tuple(
            line for one, chosen in zip(all_scored, everything, strict=True) for line in method_lines(one, chosen, seed)
        ),
        tuple(part for one in all_scored for part in parts_of(one, seed)),
        more,
    )
    return RatificationBacktest(record, all_scored, misses)
