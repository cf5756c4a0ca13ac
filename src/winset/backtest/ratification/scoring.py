"""Scores of forecasts of when something is done, where for some it is not known yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.backtest.calibration import Calibration, calibration
from winset.backtest.ratification.forecasts import BASE, HORIZONS, IS_PLAIN, METHODS
from winset.backtest.ratification.tables import Signatures
from winset.backtest.record import MethodLine, Part
from winset.backtest.resampling import Interval, clustered_mean
from winset.backtest.scores import brier, log_score
from winset.backtest.survival import censoring_weights, known_by

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_IN_PART = 30
"""Signatures from which on a part has scores of its own."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Forecasts of one table beside what happened.

    Parameters
    ----------
    table : Signatures
        Those that were forecast.
    chances : mapping
        By method, shape (n, n_horizons).
    done : array of bool, shape (n, n_horizons)
        Whether it was done by each horizon, as far as that is known.
    known : array of bool, shape (n, n_horizons)
        Whether that is known.
    weights : array of float, shape (n, n_horizons)
        What each counts, 1 where all is known.
    """

    table: Signatures
    chances: Mapping[str, Array]
    done: Flags
    known: Flags
    weights: Array


def scored(table: Signatures, chances: Mapping[str, Array]) -> Scored:
    """Return forecasts beside what had happened by the end of the table."""
    times, happened = table.watched(table.end + 1)
    by = [known_by(times, happened, horizon) for horizon in HORIZONS]
    weights = [censoring_weights(times, happened, horizon) for horizon in HORIZONS]
    done, known = (np.column_stack(flags) for flags in zip(*by, strict=True))
    return Scored(table, chances, done, known, np.column_stack(weights))


def named(horizon: float) -> str:
    """Return a horizon as it stands in the record.

    >>> named(5.0)
    '5'
    """
    return f"{horizon:g}"


def method_lines(found: Scored, chosen: Flags, seed: int, brief: bool = False) -> tuple[MethodLine, ...]:
    """Return a line for each method on the chosen signatures.

    Parameters
    ----------
    brief : bool
        Whether to leave out all intervals.
    """
    return tuple(_line(found, method, chosen, seed, brief) for method in found.chances)


def _line(found: Scored, method: str, chosen: Flags, seed: int, brief: bool) -> MethodLine:
    """One method's line."""
    said: dict[str, Any] = {name: {} for name in ("brier", "log_score", "clipped", "known")}
    intervals: dict[str, Any] = {}
    versus: dict[str, Interval] = {}
    for place, horizon in enumerate(HORIZONS):
        name, here = named(horizon), chosen & found.known[:, place]
        weights = found.weights[here, place]
        said["known"][name] = int(here.sum())
        if not weights.sum() > 0:
            continue
        p, o = found.chances[method][here, place], found.done[here, place]
        of_each, surprise = brier(p, o), log_score(p, o)
        said["brier"][name] = float(np.average(of_each, weights=weights))
        said["log_score"][name] = float(np.average(surprise.scores, weights=weights))
        said["clipped"][name] = surprise.clipped
        if brief:
            continue
        treaties = [found.table.treaty[row] for row in np.flatnonzero(here)]
        share = weights / weights.mean()
        interval = clustered_mean(of_each * share, treaties, seed=seed)
        intervals[f"brier_{name}"] = {"low": interval.low, "high": interval.high}
        for other in IS_PLAIN:
            difference = of_each - brier(found.chances[other][here, place], o)
            if method != other:
                key = f"versus_{other.replace('-', '_')}_{name}"
                versus[key] = clustered_mean(difference * share, treaties, seed=seed)
    said = said if brief else {**said, "intervals": intervals}
    is_plain = method in IS_PLAIN
    return MethodLine(f"{found.table.name}.{method}", METHODS[method], is_plain, int(chosen.sum()), said, versus)


def parts_of(found: Scored, seed: int) -> Iterator[Part]:
    """Yield the scores by kind of treaty and by decade of signature, where there are enough."""
    table = found.table
    parted = {
        "kind": list(table.kind),
        "decade": [f"{table.year(signed) // 10}0s" for signed in table.signed],
    }
    for by, values in parted.items():
        for value in sorted(set(values)):
            chosen = np.array([own == value for own in values])
            if chosen.sum() >= LEAST_IN_PART:
                yield Part(f"{table.name}.{by}", value, method_lines(found, chosen, seed, brief=True))


def shares_done(found: Scored) -> dict[str, float]:
    """Return by horizon the share that was done, those whose outcome is not known counted like the others."""
    return {
        named(horizon): float(np.average(found.done[:, place], weights=found.weights[:, place]))
        for place, horizon in enumerate(HORIZONS)
        if found.weights[:, place].sum() > 0
    }


def calibrations(found: Scored, seed: int) -> dict[str, dict[str, list[dict[str, float]]]]:
    """Return by method and horizon the bins of its calibration as plain data."""
    return {
        method: {
            named(horizon): [asdict(one) for one in calibrated.bins]
            for horizon in HORIZONS
            for calibrated in [calibration_of(found, method, horizon, seed)]
            if calibrated is not None
        }
        for method in found.chances
    }


def calibration_of(found: Scored, method: str, horizon: float, seed: int) -> Calibration | None:
    """Return the calibration of a method at a horizon, over signatures made so early that the horizon is over."""
    place, old = HORIZONS.index(horizon), old_enough(found.table, horizon)
    return calibration(found.chances[method][old, place], found.done[old, place], seed=seed) if old.any() else None


def old_enough(table: Signatures, horizon: float) -> Flags:
    """Return which signatures were made so early that the horizon is over for them, whatever became of them."""
    return np.asarray((table.end - table.signed) / table.units_a_year >= horizon)


def best_of(found: Scored) -> str:
    """Return the fitted method whose Brier scores are lowest on the mean over horizons."""
    plain = [name for name in found.chances if name not in IS_PLAIN] or [BASE]
    return min(plain, key=lambda name: _mean_brier(found, name))


def _mean_brier(found: Scored, method: str) -> float:
    """Mean over horizons of the Brier score of a method."""
    places: Sequence[int] = [place for place in range(len(HORIZONS)) if found.weights[:, place].sum() > 0]
    return float(
        np.mean(
            [
                np.average((found.chances[method] - found.done)[:, place] ** 2, weights=found.weights[:, place])
                for place in places
            ]
        )
    )
