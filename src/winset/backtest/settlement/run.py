"""The backtest on attempts to settle claims: from a user's own file to a record of scores."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.backtest.calibration import calibration
from winset.backtest.logistic import Logistic
from winset.backtest.record import Backtest, MethodLine, Part
from winset.backtest.resampling import clustered_mean
from winset.backtest.scores import brier, log_score
from winset.backtest.settlement.forecasts import (
    BASE,
    IS_PLAIN,
    METHODS,
    OWN,
    filled,
    forecasts_of,
    known_at_start,
    learnt_from,
    method_of,
)
from winset.backtest.settlement.tables import OUTCOMES, Attempts, read_attempts
from winset.case.base_rates import reference_classes
from winset.errors import InputError

Array = NDArray[np.float64]

LEARNT_BEFORE = 1946
BARS: Mapping[str, float] = {"any-agreement": 0.239, "substantive": 0.109, "ends-claim": 0.060}
"""Brier scores below which a model has to stay, stated as those of the rates by method on the original."""

LEAST = 50
"""Attempts with known outcomes from which something can be learnt or scored."""

MOST_MISSES = 5
LEAST_IN_PART = 30


@dataclass(frozen=True)
class Miss:
    """An attempt of which what happened was thought unlikely, and what moved the forecast."""

    outcome: str
    claim: str
    begun: int
    chance: float
    happened: bool
    says: str


@dataclass(frozen=True, eq=False)
class SettlementBacktest:
    """What was found: the record, and what it was made of.

    Parameters
    ----------
    record : Backtest
    attempts : Attempts
        Those that were forecast.
    chances : mapping
        By outcome and method, shape (n,).
    misses : tuple of Miss
    """

    record: Backtest
    attempts: Attempts
    chances: Mapping[str, Mapping[str, Array]]
    misses: tuple[Miss, ...]


def backtest_settlement(
    file: str | os.PathLike[str],
    columns: Mapping[str, str] | None = None,
    extent_known: bool = False,
    learnt_before: int = LEARNT_BEFORE,
    seed: int = 1,
    claims: str | os.PathLike[str] | None = None,
) -> SettlementBacktest:
    """Return how good forecasts of attempts to settle claims would have been.

    Parameters
    ----------
    file : path
    columns : mapping, optional
        From names in `winset.backtest.settlement.columns.COLUMNS` to those of the file.
    extent_known : bool
        Whether how much was to be settled is declared to be known when an attempt begins.
    learnt_before : int
        Attempts that had ended before this year are learnt from; those begun in it or later are forecast.
    seed : int
        Of the intervals, at least 0.
    claims : path, optional
        A table of claims by year that holds salience and power.

    Raises
    ------
    InputError
        As `read_attempts`, or if there is too little to learn from or to score, or `extent_known` and no such column.
    """
    if seed < 0:
        raise InputError(f"`seed` is {seed}; take 0 or more")
    table = read_attempts(file, columns, claims)
    if extent_known and "extent" not in table.figures:
        raise InputError("`--extent-known` needs the extent sought: say which column it is with --column extent=NAME")
    for outcome in OUTCOMES:
        known = np.isfinite(table.outcomes[outcome])
        sizes = (
            int((known & learnt_from(table, learnt_before)).sum()),
            int((known & (table.begun >= learnt_before)).sum()),
        )
        if min(sizes) < LEAST:
            raise InputError(
                f"{os.fspath(file)} has {sizes[0]} attempts before {learnt_before} and {sizes[1]} after of which "
                f"it is known whether there was {OUTCOMES[outcome]}; it takes {LEAST} of each"
            )
    rows, chances, models, names = forecasts_of(table, learnt_before, extent_known)
    scored = table.taken(rows)
    everything = np.ones(len(rows), dtype=bool)
    misses = tuple(_misses(table, rows, chances, models, names, learnt_before, extent_known))
    record = Backtest(
        "settlement",
        "Attempts to settle claims",
        "Does an attempt to settle a claim between states end in an agreement, in one on the claim, or end the claim?",
        table.files,
        {"seed": seed, "learnt_before": learnt_before, "extent_known": extent_known, "columns": dict(table.columns)},
        {
            "attempts learnt from": int(learnt_from(table, learnt_before).sum()),
            "attempts scored": len(rows),
            "claims scored": len(set(scored.claim)),
            **table.left_out,
        },
        tuple(_lines(scored, chances, everything, seed)),
        tuple(_parts(scored, chances, seed)),
        {
            "bars": dict(BARS),
            "not_recorded": [name for name in OWN if name not in table.figures],
            "published": _as_published(table),
            "effects": {
                outcome: dict(zip(names, model.effects.tolist(), strict=True)) for outcome, model in models.items()
            },
            "calibration": {
                outcome: {name: _bins(scored.outcomes[outcome], p, seed) for name, p in by_method.items()}
                for outcome, by_method in chances.items()
            },
            "misses": [dataclasses.asdict(miss) for miss in misses],
        },
    )
    return SettlementBacktest(record, scored, chances, misses)


def _as_published(table: Attempts) -> dict[str, dict[str, int]]:
    """Return the published counts of attempts and agreements, and those of this file, to see that it was read right."""
    all_ = reference_classes()["all"]
    known = table.outcomes["any-agreement"][np.isfinite(table.outcomes["any-agreement"])]
    return {
        "attempts": {"published": all_.attempts, "here": len(known)},
        "any-agreement": {"published": all_.agreed, "here": int(known.sum())},
        "substantive": {"published": all_.substantive, "here": int(np.nansum(table.outcomes["substantive"]))},
        "ends-claim": {"published": all_.ended, "here": int(np.nansum(table.outcomes["ends-claim"]))},
    }


def _lines(
    scored: Attempts, chances: Mapping[str, Mapping[str, Array]], chosen: NDArray[np.bool_], seed: int
) -> Iterator[MethodLine]:
    """Yield a line for each outcome and method."""
    for outcome, by_method in chances.items():
        here = chosen & np.isfinite(scored.outcomes[outcome])
        if not here.any():
            continue
        o = scored.outcomes[outcome][here]
        claims = [scored.claim[row] for row in np.flatnonzero(here).tolist()]
        compared = brier(by_method[BASE][here], o)
        for method, p in by_method.items():
            of_each, surprise = brier(p[here], o), log_score(p[here], o)
            mean = clustered_mean(of_each, claims, seed=seed)
            said: dict[str, Any] = {
                "brier": mean.value,
                "log_score": float(surprise.scores.mean()),
                "clipped": surprise.clipped,
                "share": float(o.mean()),
                "bar": BARS[outcome],
                "intervals": {"brier": {"low": mean.low, "high": mean.high}},
            }
            versus = (
                {} if method == BASE else {"versus_by_method": clustered_mean(of_each - compared, claims, seed=seed)}
            )
            label, is_plain = f"{OUTCOMES[outcome]}: {METHODS[method].lower()}", method in IS_PLAIN
            yield MethodLine(f"{outcome}.{method}", label, is_plain, int(here.sum()), said, versus)


def _parts(scored: Attempts, chances: Mapping[str, Mapping[str, Array]], seed: int) -> Iterator[Part]:
    """Yield the scores by type of issue, method and era, where there are enough."""
    issue = np.full(len(scored.claim), "other", dtype=object)
    for name in ("territory", "river", "maritime"):
        issue[scored.figures[name] == 1] = name
    parted = {
        "issue": issue.tolist(),
        "method": method_of(scored).tolist(),
        "era": ["1990 and before" if begun <= 1990 else "1991 and later" for begun in scored.begun],
    }
    for by, values in parted.items():
        for value in sorted(set(values)):
            chosen = np.array([own == value for own in values])
            if chosen.sum() >= LEAST_IN_PART:
                yield Part(by, value, tuple(_lines(scored, chances, chosen, seed)))


def _bins(outcomes: Array, p: Array, seed: int) -> list[dict[str, float]]:
    """Bins of calibration as plain data."""
    known = np.isfinite(outcomes)
    return [asdict(one) for one in calibration(p[known], outcomes[known], seed=seed).bins]


def _misses(
    table: Attempts,
    rows: NDArray[np.intp],
    chances: Mapping[str, Mapping[str, Array]],
    models: Mapping[str, Logistic],
    names: tuple[str, ...],
    learnt_before: float,
    extent_known: bool,
) -> Iterator[Miss]:
    """Yield the regression's forecasts furthest off, the worst first, with what moved them."""
    figures = filled(known_at_start(table, extent_known)[0], learnt_from(table, learnt_before))[rows]
    for outcome, model in models.items():
        o, p, parts = table.outcomes[outcome][rows], chances[outcome]["logistic"], model.parts(figures)
        off = np.where(np.isfinite(o), np.abs(p - o), -1.0)
        for one in np.argsort(-off, kind="stable")[:MOST_MISSES].tolist():
            most = np.argsort(-np.abs(parts[one]), kind="stable")[:3].tolist()
            why = ", ".join(f"{names[place]} ({parts[one][place]:+.1f})" for place in most)
            row = int(rows[one])
            says = f"What moved the forecast most: {why}."
            yield Miss(outcome, table.claim[row], int(table.begun[row]), float(p[one]), bool(o[one]), says)
