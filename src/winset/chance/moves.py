"""How a level may move: which volatilities, pulls and errors beyond sampling the readings leave plausible.

The essential assumption is a prior that is stated: volatility half-normal with scale 4 points per root month, error
beyond sampling half-normal with scale 1.5 points, and a random walk as likely as a pull to a mean, whose half-life is
24, 9 or 3 months. Everything is weighed on a grid, so nothing is chosen and the rest forgotten. Not for series of a
few readings that are to decide between walk and pull: there the prior decides.

References: West, M., Harrison, J. (1997). Bayesian Forecasting and Dynamic Models, 2nd ed. Springer, ch. 12
(multi-process models). Shirani-Mehr, H., Rothschild, D., Goel, S., Gelman, A. (2018). Disentangling bias and variance
in election polls. Journal of the American Statistical Association 113(522), 607-614 (error beyond sampling).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import erf

from winset.chance.tracked import Array, Seen, Sightings, Weighed, seen

Process = Literal["random-walk", "mean-reversion", "either"]

VOLATILITY_SCALE = 4.0
EXTRA_SCALE = 1.5
VOLATILITIES = (0.0, 0.3, 0.6, 1.0, 1.5, 2.0, 2.5, 3.0, 3.75, 4.5, 5.5, 7.0, 9.0, 12.0, 16.0)
"""Points per root month."""

RANDOM_WALK = 0.5
"""Weight of the random walk before the readings, where either process may be true."""

EXTRAS = (0.0, 0.5, 1.0, 1.5, 2.5, 4.0)
"""Points."""

HALF_LIVES = (24.0, 9.0, 3.0)
"""Months."""

NEGLIGIBLE = 1e-4
"""Weight beside the largest below which a possibility is left out."""


@dataclass(frozen=True)
class Possibility:
    """One way in which the level may move, its weight after the readings, and what they then say.

    Parameters
    ----------
    volatility : float
        Points per root month; its square is Q.
    speed : float
        Pull to the mean, per month; 0 is a random walk.
    extra_sd : float
        Error of readings beyond sampling, in points.
    weight : float
    seen : Seen
    """

    volatility: float
    speed: float
    extra_sd: float
    weight: float
    seen: Seen


def cell_masses(points: tuple[float, ...], scale: float) -> Array:
    """Return the half-normal prior mass of the cell around each point; cells meet half-way, the last is open."""
    middles = (np.array(points[:-1]) + np.array(points[1:])) / 2
    return np.diff(np.concatenate([[0.0], erf(middles / (scale * 2**0.5)), [1.0]]))


def speeds(process: Process) -> tuple[tuple[float, float], ...]:
    """Return each pull that a process allows, with its prior weight."""
    pulled = tuple((float(np.log(2) / half_life), 1 / len(HALF_LIVES)) for half_life in HALF_LIVES)
    if process == "random-walk":
        return ((0.0, 1.0),)
    if process == "mean-reversion":
        return pulled
    return ((0.0, RANDOM_WALK), *((speed, weight * (1 - RANDOM_WALK)) for speed, weight in pulled))


def possibilities(sightings: Sightings, sampling: Array, process: Process = "either") -> tuple[Possibility, ...]:
    """Return every way of moving that the readings leave plausible, with weights that sum to one.

    Parameters
    ----------
    sightings : Sightings
    sampling : array of float, shape (n_readings,)
        Variance of each reading by its size, in points squared.
    process : {"random-walk", "mean-reversion", "either"}
    """
    found: list[tuple[float, float, float, float, Seen]] = []
    pulls = speeds(process)
    for extra, mass in zip(EXTRAS, cell_masses(EXTRAS, EXTRA_SCALE), strict=True):
        weighed = Weighed(sightings, sampling + extra**2)
        for volatility, own in zip(VOLATILITIES, cell_masses(VOLATILITIES, VOLATILITY_SCALE), strict=True):
            # A level that stands still is pulled nowhere.
            for speed, weight in pulls if volatility else ((pulls[0][0], 1.0),):
                at = seen(weighed, volatility**2, speed)
                found.append((np.log(mass * own * weight) + at.log_likelihood, volatility, speed, extra, at))
    best = max(log_weight for log_weight, *_ in found)
    kept = [(np.exp(log_weight - best), *rest) for log_weight, *rest in found if log_weight - best > np.log(NEGLIGIBLE)]
    total = sum(weight for weight, *_ in kept)
    return tuple(Possibility(v, speed, extra, weight / total, at) for weight, v, speed, extra, at in kept)
