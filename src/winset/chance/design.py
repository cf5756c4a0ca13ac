"""Polls of several houses and wordings as sightings of one level: which unknown constants enter which reading.

The level is that of one wording, the reference. Another wording sees it through an intercept and a slope; the houses
of each wording lean, and their leans sum to zero; found shifts and stray readings enter as constants of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import helmert

from winset.chance.tracked import Array, Sightings

DAYS_PER_MONTH = 365.25 / 12

MEMORY = 4.0
"""Years: what a level did longer ago tells little of how it moves now, and houses change their methods."""

LEAST_REMEMBERED = 12
"""Readings that are remembered even if they are older."""

EFFECT_SD = 10.0
"""Points: what a shift or a stray reading may amount to before its size is known."""


@dataclass(frozen=True)
class Effect:
    """Something found in a series: a shift of the level, or one stray reading.

    Parameters
    ----------
    kind : {"shift", "stray"}
    day : float
        First day with a reading after the shift, or day of the stray reading.
    reading : int
        The first reading after the shift, or the stray one.
    strength : float
        Standard errors by which it stood out, above 0 for upwards.
    """

    kind: str
    day: float
    reading: int
    strength: float


@dataclass(frozen=True)
class Polls:
    """Readings, sorted by day and checked.

    Parameters
    ----------
    days, values, sampling : array of float, shape (n_readings,)
        Days, points, and the variance of each reading by its size, in points squared.
    house, wording : array of int, shape (n_readings,)
        Places in `houses` and `wordings`.
    houses, wordings : tuple of str
        The first wording is the reference.
    house_sd : float
        Standard deviation of a house's lean before the readings, in points.
    """

    days: Array
    values: Array
    sampling: Array
    house: NDArray[np.int64]
    wording: NDArray[np.int64]
    houses: tuple[str, ...]
    wordings: tuple[str, ...]
    house_sd: float

    def asking(self, wording: int) -> tuple[int, ...]:
        """Return the houses that used a wording."""
        return tuple(int(one) for one in np.unique(self.house[self.wording == wording]))

    def only(self, chosen: NDArray[np.bool_]) -> Polls:
        """Return some of the readings, with all houses and wordings."""
        arrays = ("days", "values", "sampling", "house", "wording")
        return replace(self, **{name: getattr(self, name)[chosen] for name in arrays})


@dataclass(frozen=True)
class Design:
    """Polls with slopes of their wordings and the effects found so far, at moments that include days asked for.

    Parameters
    ----------
    polls : Polls
    slopes : tuple of float
        How much of a move of the level each wording shows; 1 for the reference.
    effects : tuple of Effect
    moments : array of float
        Every moment, in days: those of readings and those asked for.
    node : array of int, shape (n_readings,)
    """

    polls: Polls
    slopes: tuple[float, ...]
    effects: tuple[Effect, ...]
    moments: Array
    node: NDArray[np.int64]

    def rows(
        self,
        node: NDArray[np.int64],
        wording: NDArray[np.int64],
        house: NDArray[np.int64] | None,
        reading: NDArray[np.int64] | None = None,
    ) -> Array:
        """Return how the constants enter what is asked for: moments, wordings, houses (none: their average)."""
        polls, slope = self.polls, np.array(self.slopes)[wording]
        columns = [slope]
        columns += [(wording == w).astype(float) for w in range(1, len(polls.wordings))]
        for w in range(len(polls.wordings)):
            asking = polls.asking(w)
            for contrast in helmert(len(asking)) if len(asking) > 1 and polls.house_sd > 0 else ():
                lean = np.zeros(len(polls.houses) + 1)
                lean[list(asking)] = contrast
                columns.append(lean[house if house is not None else -1] * (wording == w) * np.ones(node.size))
        for effect in self.effects:
            if effect.kind == "shift":
                columns.append(slope * (self.moments[node] >= effect.day))
            else:
                columns.append(np.zeros(node.size) if reading is None else (reading == effect.reading).astype(float))
        return np.column_stack(columns)

    @property
    def precision(self) -> Array:
        """One over the prior variance of every constant; 0 for the level and for intercepts."""
        polls = self.polls
        n_leans = sum(len(polls.asking(w)) - 1 for w in range(len(polls.wordings))) if polls.house_sd > 0 else 0
        return np.concatenate(
            [
                np.zeros(len(polls.wordings)),
                np.full(n_leans, polls.house_sd**-2.0 if polls.house_sd > 0 else 0.0),
                np.full(len(self.effects), EFFECT_SD**-2.0),
            ]
        )

    @property
    def n_before_effects(self) -> int:
        """Number of constants that are no effect: those of effects follow them, in order."""
        return self.precision.size - len(self.effects)

    def sightings(self) -> Sightings:
        """Return the readings as sightings of the level."""
        polls = self.polls
        X = self.rows(self.node, polls.wording, polls.house, np.arange(polls.days.size))
        loading = np.array(self.slopes)[polls.wording]
        months = (self.moments - self.moments[0]) / DAYS_PER_MONTH
        return Sightings(months, self.node, polls.values, loading, X, self.precision)


def moments_of(days: Array, asked: Sequence[float] | Array = ()) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]]:
    """Return every moment, and the places of readings and of days asked for among them."""
    unique, place = np.unique(np.concatenate([days, np.asarray(asked, dtype=float)]), return_inverse=True)
    place = place.astype(np.int64)
    return unique, place[: days.size], place[days.size :]


def remembered(days: Array, years: float = MEMORY) -> NDArray[np.bool_]:
    """Return which readings, sorted by day, count for the level now: those of the last years, and the last dozen.

    >>> remembered(np.arange(20) * 365.25, years=14).sum(), remembered(np.arange(20) * 365.25, years=1).sum()
    (np.int64(15), np.int64(12))
    """
    start = days[-1] - years * 365.25
    return np.asarray(days >= min(start, days[max(days.size - LEAST_REMEMBERED, 0)]))
