"""How well the next polls would have been forecast: rolling origins, scored beside two naive forecasts.

From the last poll of each month, a series is forecast as anyone could have done who had its polls so far: the first
poll one, three and six months later. Beside the model stand the last value and the mean of the last three, each with
intervals made of its own past errors at that distance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from winset.chance.design import DAYS_PER_MONTH, MEMORY, Polls, remembered
from winset.chance.pooled import pooled
from winset.chance.tracked import Array

MONTHS_AHEAD = (1, 3, 6)
LEVELS = (0.5, 0.8, 0.95)
FIRST = 12
"""Polls of a series before its first forecast, and past errors before a naive forecast has intervals."""

LATE = 45
"""Days beyond which a poll no longer counts as the next one."""

TAILS = tuple(edge for level in LEVELS for edge in ((1 - level) / 2, (1 + level) / 2))

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Forecasted:
    """One forecast of one poll, and what the poll said; points.

    Parameters
    ----------
    series : str
    origin, day : float
        Day of the forecast and of the poll, in days from any date.
    months : int
        How far ahead it was meant to look.
    value, forecast, last, mean_of_three : float
        The poll, and the three forecasts of it.
    inside, inside_last, inside_mean : tuple of bool or None
        Whether the poll fell into the interval of each level of `LEVELS`; None before there are past errors enough.
    """

    series: str
    origin: float
    day: float
    months: int
    value: float
    forecast: float
    last: float
    mean_of_three: float
    inside: tuple[bool, ...]
    inside_last: tuple[bool, ...] | None
    inside_mean: tuple[bool, ...] | None


def origins(days: Array) -> list[float]:
    """Return the last day with a poll in each stretch of a month."""
    months = np.floor(days / DAYS_PER_MONTH)
    return [float(days[months == month].max()) for month in np.unique(months)]


def targets(days: Array, origin: float) -> list[tuple[int, int]]:
    """Return the months ahead, each with the place of the first poll at least so far ahead, if it is not too late."""
    found = []
    for months in MONTHS_AHEAD:
        due = origin + months * DAYS_PER_MONTH
        place = int(np.searchsorted(days, due))
        if place < days.size and days[place] < due + LATE:
            found.append((months, place))
    return found


def forecasts_of(
    polls: Polls, sizes: Array, memory: float = MEMORY, progress: Progress | None = None
) -> tuple[Forecasted, ...]:
    """Return every forecast of every house among polls of one question, which are pooled.

    Parameters
    ----------
    polls : Polls
        Sorted by day. Of one house: each series is forecast from itself alone.
    sizes : array of float, shape (n_readings,)
        People asked, known or assumed.
    memory : float
        Years of readings that a forecast uses.
    """
    found: list[Forecasted] = []
    past: dict[tuple[int, str, int], list[tuple[float, float]]] = {}
    begun = origins(polls.days)
    for done, origin in enumerate(begun):
        if progress is not None:
            progress(done, len(begun))
        known = polls.days <= origin
        aimed = []
        for house in range(len(polls.houses)):
            own = np.flatnonzero(polls.house == house)
            if np.sum(known[own]) >= FIRST:
                aimed += [(house, months, int(own[place])) for months, place in targets(polls.days[own], origin)]
        if not aimed:
            continue
        told = polls.only(known)
        fit = pooled(
            told.only(remembered(told.days, memory)), asked=[float(polls.days[place]) for _, _, place in aimed]
        )
        for house, months, place in aimed:
            own = np.flatnonzero(known & (polls.house == house))
            ahead = fit.reading(float(polls.days[place]), house, float(sizes[own[-1]]))
            *edges, middle = ahead.quantiles([*TAILS, 0.5]).tolist()
            value, last = float(polls.values[place]), float(polls.values[own[-1]])
            mean = float(polls.values[own[-3:]].mean())
            inside = []
            for key, centre in (("last", last), ("mean", mean)):
                errors = past.setdefault((house, key, months), [])
                inside.append(_naive(value, centre, errors, origin))
                errors.append((float(polls.days[place]), value - centre))
            day = float(polls.days[place])
            name = polls.houses[house]
            found.append(
                Forecasted(name, origin, day, months, value, middle, last, mean, _inside(value, edges), *inside)
            )
    return tuple(found)


def _inside(value: float, edges: Sequence[float]) -> tuple[bool, ...]:
    """Return whether a value lies between each pair of edges."""
    return tuple(bool(edges[2 * k] <= value <= edges[2 * k + 1]) for k in range(len(edges) // 2))


def _naive(value: float, centre: float, past: Sequence[tuple[float, float]], origin: float) -> tuple[bool, ...] | None:
    """Return whether a value lies in intervals of past errors known by then; their sizes, as often up as down."""
    errors = np.abs([error for day, error in past if day <= origin])
    if errors.size < FIRST:
        return None
    reach = np.quantile(errors, LEVELS)
    return tuple(bool(abs(value - centre) <= one) for one in reach)
