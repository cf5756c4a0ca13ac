"""What a back-test amounts to: mean absolute error and coverage by series and distance, beside the naive forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winset.chance.tracked import Array
from winset.polls.backtest import LEVELS, MONTHS_AHEAD, Forecasted

ALL = "all series"
BLOCK_DAYS = 365.25
"""Forecasts of one year are drawn together: those of neighbouring months share what happened."""

RESAMPLES = 2000


@dataclass(frozen=True)
class Score:
    """One row of the table of a back-test; errors in points, coverages from 0 to 1.

    Parameters
    ----------
    series : str
    months, forecasts : int
        How far ahead, and how many forecasts.
    error, error_last, error_mean : float
        Mean absolute error of the model, the last value, and the mean of the last three.
    coverage : tuple of float
        Share of polls inside the intervals of 50, 80 and 95 per cent.
    low, high : tuple of float
        Ends of the central 95 per cent of each coverage over resampled years.
    beyond_naive : tuple of float
        Mean error of the model less that of the better naive forecast, and the ends of its central 95 per cent over
        resampled years; below 0 where the model is better.
    coverage_last, coverage_mean : tuple of float or None
        The same shares of the naive intervals; None where no series had past errors enough.
    """

    series: str
    months: int
    forecasts: int
    error: float
    error_last: float
    error_mean: float
    coverage: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    beyond_naive: tuple[float, float, float]
    coverage_last: tuple[float, ...] | None
    coverage_mean: tuple[float, ...] | None


def scores(forecasts: Sequence[Forecasted], seed: int = 1) -> tuple[Score, ...]:
    """Return the table of a back-test: each series at each distance, then all of them."""
    names = [*sorted({one.series for one in forecasts}), ALL]
    found = []
    for name in names:
        for months in MONTHS_AHEAD:
            rows = [one for one in forecasts if one.months == months and name in (one.series, ALL)]
            if rows:
                found.append(_score(name, months, rows, np.random.default_rng(seed)))
    return tuple(found)


def _score(name: str, months: int, rows: Sequence[Forecasted], rng: np.random.Generator) -> Score:
    """Return one row."""
    inside = np.array([one.inside for one in rows], dtype=float)
    blocks = np.floor(np.array([one.origin for one in rows]) / BLOCK_DAYS)
    low, high = block_interval(inside, blocks, rng)
    told = np.array([(one.forecast, one.last, one.mean_of_three) for one in rows])
    errors = np.abs(np.array([one.value for one in rows])[:, None] - told)
    error, error_last, error_mean = errors.mean(axis=0).tolist()
    beyond = errors[:, :1] - errors[:, [1 if error_last <= error_mean else 2]]
    beyond_low, beyond_high = block_interval(beyond, blocks, rng)

    def naive(told: Sequence[tuple[bool, ...] | None]) -> tuple[float, ...] | None:
        known = [one for one in told if one is not None]
        return tuple(np.mean(known, axis=0).tolist()) if known else None

    return Score(
        name,
        months,
        len(rows),
        error,
        error_last,
        error_mean,
        tuple(inside.mean(axis=0).tolist()),
        tuple(low.tolist()),
        tuple(high.tolist()),
        (float(beyond.mean()), float(beyond_low[0]), float(beyond_high[0])),
        naive([one.inside_last for one in rows]),
        naive([one.inside_mean for one in rows]),
    )


def block_interval(inside: Array, blocks: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return the central 95 per cent of the mean of each column when whole blocks are drawn anew.

    >>> low, high = block_interval(np.ones((4, 1)), np.array([0, 0, 1, 1]), np.random.default_rng(1))
    >>> low.tolist(), high.tolist()
    ([1.0], [1.0])
    """
    places, member = np.unique(blocks, return_inverse=True)
    sizes = np.bincount(member).astype(float)
    sums = np.stack([np.bincount(member, weights=column) for column in inside.T], axis=1)
    drawn = rng.integers(places.size, size=(RESAMPLES, places.size))
    shares = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)[:, None]
    low, high = np.quantile(shares, [0.025, 0.975], axis=0)
    return low, high


def holds(score: Score, within: float = 0.05) -> tuple[bool, ...]:
    """Return for each level whether the coverage is within 5 points of it, or its resampled interval includes it."""
    return tuple(
        abs(coverage - level) <= within or low <= level <= high
        for level, coverage, low, high in zip(LEVELS, score.coverage, score.low, score.high, strict=True)
    )
