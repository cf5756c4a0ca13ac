r"""Do things that were given a chance of p come true p times in a hundred, as far as chance lets one tell?

Forecasts are put in bins, and the share that came true is shown over the mean forecast of each bin. Even a perfect
forecaster misses the diagonal where a bin holds few questions; the consistency bars say by how much. Do not read a
point outside its bar as proof: at 90 % one in ten lies outside for a perfect forecaster. Not for questions that hang
together, such as updates of one question: their bars are too narrow.

Reference: Broecker, J., Smith, L. A. (2007). Increasing the reliability of reliability diagrams. Weather and
Forecasting 22, 651-661.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.backtest.scores import bin_of, yes_or_no
from winset.errors import InputError

RESAMPLES = 10_000


@dataclass(frozen=True)
class CalibrationBin:
    """One bin of forecasts.

    Parameters
    ----------
    low, high : float
        Its edges; a forecast on an edge lies in the bin above.
    count : int
        Forecasts in it.
    forecast : float
        Their mean.
    frequency : float
        Share that came true.
    bar_low, bar_high : float
        Consistency bar: where the share would lie, with the chance `level`, if every forecast were right.
    """

    low: float
    high: float
    count: int
    forecast: float
    frequency: float
    bar_low: float
    bar_high: float

    @property
    def is_consistent(self) -> bool:
        """Return whether the share that came true lies on its bar."""
        return self.bar_low <= self.frequency <= self.bar_high


@dataclass(frozen=True)
class Calibration:
    """The calibration of forecasts: bins that hold any, in rising order, and the level of their consistency bars."""

    bins: tuple[CalibrationBin, ...]
    level: float


def calibration(
    probabilities: ArrayLike,
    outcomes: ArrayLike,
    bins: int | ArrayLike = 10,
    level: float = 0.9,
    seed: int | np.random.Generator = 1,
    resamples: int = RESAMPLES,
) -> Calibration:
    r"""Return how often what was forecast came true, by bins of the forecast, with consistency bars.

    .. math:: \Bigl(\frac{1}{n_b} \sum_{i \in b} p_i,\ \frac{1}{n_b} \sum_{i \in b} o_i\Bigr)

    Here b is a bin, n_b how many forecasts it holds, p_i are forecasts and o_i outcomes.

    Parameters
    ----------
    probabilities : array of float, shape (n_forecasts,)
        p, from 0 to 1.
    outcomes : array of float or bool, shape (n_forecasts,)
        o, 1 if it happened and 0 if not.
    bins : int or array of float, default 10
        How many bins of equal width, or their edges, rising from 0 to 1.
    level : float, default 0.9
        Chance with which a perfect forecaster's share lies on the bar, above 0 and below 1.
    seed : int or numpy.random.Generator, default 1
        Of the resamples.
    resamples : int, default 10,000
        From which the bars are read, at least 1.

    Returns
    -------
    Calibration
        Bins that hold no forecast are left out.

    Raises
    ------
    InputError
        As `yes_or_no`; if there is no forecast; if `bins` is below 1 or its edges do not rise from 0 to 1; or if
        `level` or `resamples` is not in its range.

    Notes
    -----
    Broecker and Smith draw as many forecasts with replacement as there are, draw an outcome of each with the forecast
    as its chance, and take quantiles of the share in each bin. Each such draw is in a bin and comes true with the
    chance :math:`\sum_{i \in b} p_i / n`, so that all bins together are one multinomial, which is drawn `resamples`
    times, however many forecasts there are. Resamples that leave a bin empty are not counted there.

    Examples
    --------
    >>> found = calibration([0.1] * 10 + [0.7] * 10, [0] * 9 + [1] + [1] * 10)
    >>> [(one.count, round(one.forecast, 3), one.frequency, one.is_consistent) for one in found.bins]
    [(10, 0.1, 0.1, True), (10, 0.7, 1.0, False)]
    """
    p, o = (x.ravel() for x in yes_or_no(probabilities, outcomes))
    if not p.size:
        raise InputError("`probabilities` holds no forecasts; there is no calibration of none")
    if not 0 < level < 1:
        raise InputError(f"`level` is {level}; it lies between 0 and 1")
    if resamples < 1:
        raise InputError(f"`resamples` is {resamples}; it must be 1 or more")
    edges = _edges(bins)
    where = bin_of(p, edges)
    n = np.bincount(where)
    held = np.flatnonzero(n)
    count = n[held]
    forecast, frequency = (np.bincount(where, x)[held] / count for x in (p, o))
    low, high = _bars(count, forecast, level, np.random.default_rng(seed), resamples)
    return Calibration(
        tuple(
            CalibrationBin(float(edges[b]), float(edges[b + 1]), int(n[b]), *(float(part) for part in parts))
            for b, *parts in zip(held, forecast, frequency, low, high, strict=True)
        ),
        level,
    )


def _edges(bins: int | ArrayLike) -> NDArray[np.float64]:
    """Return the edges of bins."""
    if not isinstance(bins, int | np.integer):
        return np.asarray(bins, dtype=float)
    if bins < 1:
        raise InputError(f"`bins` is {bins}; there is at least one")
    return np.linspace(0, 1, int(bins) + 1)


def _bars(
    count: NDArray[np.intp], forecast: NDArray[np.float64], level: float, rng: np.random.Generator, resamples: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both ends of the consistency bars of bins."""
    share = count / count.sum()
    chances = np.concatenate([share * forecast, share * (1 - forecast)])
    drawn = rng.multinomial(count.sum(), chances / chances.sum(), size=resamples)
    yes, no = drawn[:, : count.size], drawn[:, count.size :]
    with np.errstate(invalid="ignore"):
        shares = np.where(yes + no > 0, yes / (yes + no), np.nan)
    low, high = np.nanquantile(shares, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
