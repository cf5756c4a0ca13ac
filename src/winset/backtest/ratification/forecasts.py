r"""Will what was signed be ratified, and by when? Forecasts from what was known at signature, by rolling origin.

On each New Year's Day everything is learnt anew from the table as it stood: waits that were not over are censored that
day. With that, every signature of the coming year is forecast from the records as they stood on its own day. Nothing
later is looked at, neither for learning nor for forecasting.

Methods: the base rate (Kaplan-Meier of all signatures so far); the base rate of the kind of treaty; the base rate times
the signer's own record, or times the treaty's; and a hazard model of all of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.backtest.dated import Dated, figures_known
from winset.backtest.ratification.hazards import Hazards, fit_hazards
from winset.backtest.ratification.own_record import Earlier, earlier_of, multiplier, spread_of_records, totals
from winset.backtest.ratification.tables import Signatures
from winset.backtest.survival import Curve, kaplan_meier

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Hazard = Callable[[NDArray[np.intp], Array], Array]
"""From signatures and years to a cumulative hazard."""

HORIZONS = (1.0, 2.0, 5.0, 10.0)
"""Years from signature."""

LEARNT_FROM = 100
"""Forecasting starts on the first New Year's Day by which so many had been watched for the longest horizon."""

KIND_FROM = 30
"""Signatures of a kind from which on it has a base rate of its own."""

DAYS = (0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
YEARS = (0.0, 1.0, 2.0, 3.0, 5.0, 10.0)
"""Where the stretches of the hazard model end, for tables dated by the day and by the year."""

METHODS: Mapping[str, str] = {
    "base-rate": "Base rate of all so far",
    "kind": "Base rate of the kind of treaty",
    "own-record": "Signer's own record",
    "treaty-record": "Treaty's record",
    "hazard": "Hazard model",
}
BASE = "base-rate"
IS_PLAIN = (BASE, "kind")
"""Methods that a model has to beat."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of each signature on the day it is made.

    Parameters
    ----------
    own, treaty : Earlier
        The record of its parties and of its treaty.
    kinds : tuple of str
        Every kind of treaty, in the order of the columns.
    plain : array of float, shape (n, n_plain)
        Figures that hang on nothing learnt, in the order of `PLAIN` and then a column for each kind but the first.
    """

    own: Earlier
    treaty: Earlier
    kinds: tuple[str, ...]
    plain: Array


PLAIN = ("treaty in force before", "years since the treaty was opened", "signers so far")
RECORDS = ("own record", "length of own record", "record of the treaty", "length of the treaty's record")


def known_at_signature(table: Signatures) -> Known:
    """Return what is known of each signature on the day it is made, from nothing that is dated later."""
    of_treaty = [(treaty,) for treaty in table.treaty]
    horizon = HORIZONS[-1]
    own = earlier_of(table.parties, table.signed, table.done, table.units_a_year, horizon)
    treaty = earlier_of(of_treaty, table.signed, table.done, table.units_a_year, horizon)
    kinds = tuple(sorted(set(table.kind)))
    since = np.maximum(np.nan_to_num(table.signed - table.opened, nan=0.0), 0.0) / table.units_a_year
    in_force = table.in_force < table.signed
    columns = [
        Dated(PLAIN[0], in_force, np.where(in_force, table.in_force + 1, table.signed)),
        Dated(PLAIN[1], np.log1p(since), table.signed),
        Dated(PLAIN[2], np.log1p(_signers_so_far(table)), table.signed),
        *(Dated("kind of treaty", np.array(table.kind) == kind, table.signed) for kind in kinds[1:]),
    ]
    return Known(own, treaty, kinds, figures_known(columns, table.signed))


def _signers_so_far(table: Signatures) -> Array:
    """Return how many have signed the treaty up to the day of each signature, that day with it."""
    by_treaty: dict[str, list[float]] = {}
    for treaty, signed in zip(table.treaty, table.signed, strict=True):
        by_treaty.setdefault(treaty, []).append(signed)
    return np.array(
        [
            np.searchsorted(by_treaty[treaty], signed, side="right")
            for treaty, signed in zip(table.treaty, table.signed, strict=True)
        ],
        dtype=float,
    )


def origins_of(table: Signatures) -> tuple[int, ...]:
    """Return the years of which the signatures are forecast: those with any, once enough is there to learn from."""
    years = sorted({table.year(signed) for signed in table.signed})
    return tuple(year for year in years if _watched_long(table, table.new_year(year)) >= LEARNT_FROM)


def _watched_long(table: Signatures, until: float) -> int:
    """Return how many had been signed so long before a date that the longest horizon was over."""
    return int(((until - 1 - table.signed) / table.units_a_year >= HORIZONS[-1]).sum())


def forecasts_of(table: Signatures, known: Known, year: int) -> dict[str, Any]:
    """Return the forecasts of all signatures of a year, from the table as it stood on its first day.

    Parameters
    ----------
    table : Signatures
    known : Known
        As `known_at_signature` returns it for the table.
    year : int

    Returns
    -------
    dict
        Plain data: `rows`, places in the table; for each method an array (n_rows, n_horizons) as lists; and `why`, for
        each row what adds most to the log-odds of the hazard model, as pairs of its name and how much.
    """
    start = table.new_year(year)
    learnt = table.signed < start
    rows = np.flatnonzero(~learnt & (table.signed < table.new_year(year + 1)))
    times, happened = table.watched(start)
    base = kaplan_meier(times[learnt], happened[learnt])
    usual = _base_rates(table, learnt, times, happened, base)
    own = _record(known.own, table.parties, learnt, times, happened, usual)
    treaty = _record(known.treaty, [(one,) for one in table.treaty], learnt, times, happened, usual)
    figures, names = _figures(known, own, treaty)
    edges = YEARS if table.units_a_year == 1 else DAYS
    model = fit_hazards(figures[learnt], times[learnt], happened[learnt], edges)
    waits = np.column_stack([usual(rows, np.full(len(rows), horizon)) for horizon in HORIZONS])
    made = {
        "base-rate": np.tile(1 - base.after(HORIZONS), (len(rows), 1)),
        "kind": -np.expm1(-waits),
        "own-record": -np.expm1(-own[rows][:, None] * waits),
        "treaty-record": -np.expm1(-treaty[rows][:, None] * waits),
        "hazard": model.chances(figures[rows], HORIZONS),
    }
    return {
        "rows": rows.tolist(),
        **{name: made[name].tolist() for name in methods_of(known)},
        "why": _why(model, figures[rows], names),
    }


def methods_of(known: Known) -> tuple[str, ...]:
    """Return the methods that say anything of their own: a treaty has a record if some sign later than others."""
    return tuple(name for name in METHODS if name != "treaty-record" or len(known.treaty.row))


def _base_rates(table: Signatures, learnt: Flags, times: Array, happened: Flags, base: Curve) -> Hazard:
    """Return the cumulative hazard of signatures at the base rate of their kind; that of all where its kind is new."""
    kinds = np.array(table.kind)
    curves = {
        kind: kaplan_meier(times[own], happened[own]) if own.sum() >= KIND_FROM else base
        for kind in sorted(set(table.kind))
        for own in [learnt & (kinds == kind)]
    }

    def hazard(places: NDArray[np.intp], years: Array) -> Array:
        found = np.empty(len(places))
        for kind, curve in curves.items():
            own = kinds[places] == kind
            found[own] = curve.hazard(years[own])
        return found

    return hazard


def _record(
    earlier: Earlier, groups: Sequence[Sequence[str]], learnt: Flags, times: Array, happened: Flags, usual: Hazard
) -> Array:
    """Return by how much the hazard of each signature is the base rate's, by a record."""
    expected = usual(np.arange(len(times)), np.minimum(times, HORIZONS[-1]))
    spread = spread_of_records(*totals(groups, learnt, happened & (times <= HORIZONS[-1]), expected))
    return multiplier(earlier.observed(), earlier.expected(usual), spread)


def _figures(known: Known, own: Array, treaty: Array) -> tuple[Array, tuple[str, ...]]:
    """Return the figures of the hazard model and what they are."""
    records = [np.log(own), np.log1p(known.own.counted()[0]), np.log(treaty), np.log1p(known.treaty.counted()[0])]
    return np.column_stack([*records, known.plain]), (*RECORDS, *PLAIN, *("kind of treaty" for _ in known.kinds[1:]))


def _why(model: Hazards, figures: Array, names: Sequence[str], most: int = 3) -> list[list[tuple[str, float]]]:
    """Return for each row what moves the hazard model most, as pairs of a name and log-odds."""
    parts = model.parts(figures)
    by_name = {name: parts[:, [own == name for own in names]].sum(axis=1) for name in dict.fromkeys(names)}
    every = [[(name, round(float(part[row]), 3)) for name, part in by_name.items()] for row in range(len(parts))]
    return [sorted(own, key=lambda pair: -abs(pair[1]))[:most] for own in every]


def moved_by_the_future(
    forecasts: Callable[[Signatures], Mapping[tuple[str, ...], Any]], table: Signatures, dates: tuple[float, ...]
) -> tuple[float, ...]:
    """Return the dates after which something has been looked at by forecasts made no later; none if nothing leaks.

    Parameters
    ----------
    forecasts : callable
        From a table to forecasts, by whatever names a signature, everything learnt anew.
    table : Signatures
    dates : tuple of float
        Dates at which the table is cut off.
    """
    whole = forecasts(table)
    return tuple(
        when
        for when in dates
        if any(not np.array_equal(whole[name], found) for name, found in forecasts(table.as_it_stood(when)).items())
    )
