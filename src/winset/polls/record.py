"""What pooling polls finds, as frozen records and as JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Span:
    """A number with its standard deviation and its central 90 per cent."""

    value: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True)
class House:
    """How far one house reads above the average house of a wording, in points."""

    wording: str
    house: str
    readings: int
    lean: Span


@dataclass(frozen=True)
class Found:
    """A shift of the level or a stray reading.

    Parameters
    ----------
    kind : {"shift", "stray"}
    day : date
        First day with a reading after the shift, or day of the stray reading.
    after : date or None
        Last day with a reading before the shift.
    house, wording : str
        Of a stray reading; empty for a shift.
    size : Span
        Points, upwards above 0.
    strength : float
        Standard errors by which it stood out when it was found.
    """

    kind: str
    day: dt.date
    after: dt.date | None
    house: str
    wording: str
    size: Span
    strength: float


@dataclass(frozen=True)
class Link:
    """How another wording follows the first: intercept + slope x level, with an error of its own in points."""

    wording: str
    readings: int
    intercept: Span
    slope: float
    slope_sd: float
    own_error: float


@dataclass(frozen=True)
class Movement:
    """How fast the level moves.

    Parameters
    ----------
    volatility, volatility_low, volatility_high : float
        Points per root month of a random walk, likeliest and 90 % likelihood interval; None is without end.
    variance_per_month, variance_low, variance_high : float
        Q, their squares.
    may_be_still : bool
        True if the readings do not rule out a level that never moves.
    random_walk : float
        Weight of the random walk against a pull to a mean, after the readings.
    pull, pull_low, pull_high : float
        Pull to a mean per month, likeliest and 90 % likelihood interval; 0 is a random walk.
    extra_error : Span
        Error of a reading beyond its sampling, in points.
    jumps_per_year, jump_sd : float
        Jumps expected from now on, and the standard deviation of one in points.
    """

    volatility: float
    volatility_low: float
    volatility_high: float | None
    variance_per_month: float
    variance_low: float
    variance_high: float | None
    may_be_still: bool
    random_walk: float
    pull: float
    pull_low: float
    pull_high: float | None
    extra_error: Span
    jumps_per_year: float
    jump_sd: float


@dataclass(frozen=True)
class Ahead:
    """The level on a later day: middle and central 50, 80 and 95 per cent."""

    months: float
    day: dt.date
    middle: float
    low50: float
    high50: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True)
class Reading:
    """One poll as used: `size` is None where it was assumed, `error` its standard error by size alone."""

    day: dt.date
    house: str
    wording: str
    value: float
    size: float | None
    error: float


@dataclass(frozen=True)
class On:
    """The level on one day."""

    day: dt.date
    level: Span


@dataclass(frozen=True)
class Series:
    """Everything found in the polls of one subject.

    Parameters
    ----------
    name, wording : str
        The subject, and the wording in whose units the level is.
    day : date
        The day of `level`.
    level : Span
        Per cent, of the average house.
    with_undecided : float or None
        The level if everyone undecided came over: an upper bound, where polls tell the undecided.
    houses, found, links, ahead, readings, track : tuple
    movement : Movement
    apart : tuple of str
        Wordings with too few readings to be linked, a sentence each.
    assumed : tuple of str
        What was assumed, a sentence each.
    """

    name: str
    wording: str
    day: dt.date
    level: Span
    with_undecided: float | None
    movement: Movement
    houses: tuple[House, ...]
    found: tuple[Found, ...]
    links: tuple[Link, ...]
    ahead: tuple[Ahead, ...]
    readings: tuple[Reading, ...]
    track: tuple[On, ...]
    apart: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class PooledPolls:
    """The polls of a file or of a case, pooled series by series.

    Parameters
    ----------
    source : str
        The file or the case.
    columns : dict of str to list of str
        Columns by role, as they were understood; empty for a case with readings of its own.
    wide : bool
        Whether each value column is one house.
    series : tuple of Series
    notes : tuple of str
        What was said of the table, a sentence each.
    in_case : dict of str to dict
        How a case would name the table, as plain data: each series under an id; empty for a case.
    """

    source: str
    columns: dict[str, list[str]]
    wide: bool
    series: tuple[Series, ...]
    notes: tuple[str, ...]
    in_case: dict[str, dict[str, Any]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, dates as ISO text, numbers rounded to six digits."""
        return {"schema": "winset.polls/1", **_plain(asdict(self))}

    def to_json(self) -> str:
        """Return the JSON document ``winset.polls/1``."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    """Return a value as plain data."""
    match value:
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case dt.date():
            return value.isoformat()
        case float():
            return round(value, 6)
        case _:
            return value
