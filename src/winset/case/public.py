"""A public that casts no vote and is only felt: its approval, its floor, and how it sees each package."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from winset.case.parts import Count, Decimal, Flag, Id, Named, Part, Sourced
from winset.case.quantities import (
    ESTIMATED,
    POINTS,
    RATE,
    SHARE,
    SPREAD,
    Duration,
    EstimableRate,
    EstimableSpread,
    Percent,
    Points,
    Rate,
    Share,
    Spread,
    default,
)

PASS_THROUGH = default(
    {"low": 0.10, "mode": 0.18, "high": 0.30},
    SHARE,
    "points of approval per point of net opposition; the Russian pension reform of 2018 gives .14 to .22",
)
SUPPORT_RATIO = default(0.5, SHARE, "net support lifts approval half as much as net opposition costs")
SOFTNESS = default(3, SPREAD, "leaders do not fall off a cliff at one number: a logistic floor of scale 3 points")
WORDING_ERROR = default("8 to 12", SPREAD, "a poll's wording is not the package: extra error of 8 to 12 points")
VOLATILITY = default(
    "2.4 to 3.0",
    SPREAD,
    "points of approval per root month, jumps included; two Russian pollsters before 2019",
)
REVERSION = default(
    {"low": 0.6, "mode": 1.8, "high": 3.6},
    RATE,
    "speed of return to the mean per year: .05 to .30 a month, centred on .15; judgement",
)
INDIFFERENT = default("-20 to 20", POINTS, "nothing is said of how this public sees this package: net opposition")
NO_CHANGE = default(0, POINTS, "nothing is said")


class Opinion(Sourced):
    """How a public sees a package: per cent against and in favour, as one poll or estimate has it.

    Parameters
    ----------
    oppose, support : Quantity
        Per cent of those asked.
    n : int, optional
        Respondents; with plain numbers the two shares are then drawn from the poll's own sampling error.
    design_effect : float
        Variance inflation over a simple random sample.
    names_package : Flag
        True if the wording names this very package; otherwise the wording error is added.
    error : Quantity
        Standard deviation beyond sampling, in points of net opposition; stands in for the wording error.
    chance : float
        Weight of this reading where several disagree.
    """

    oppose: Percent
    support: Percent
    n: Count | None = None
    design_effect: Annotated[Decimal, Field(ge=1)] = 1.0
    house: str | None = None
    wording: str | None = None
    names_package: Flag = False
    error: Spread | None = None
    chance: Annotated[Decimal, Field(gt=0, le=1)] | None = None


def _several(value: Any) -> Any:
    """Let a single reading stand for a list of one."""
    return (value,) if isinstance(value, dict | Opinion) else value


Opinions = Annotated[
    tuple[Opinion, ...],
    BeforeValidator(_several, json_schema_input_type=Opinion | Annotated[tuple[Opinion, ...], Field(min_length=1)]),
    Field(min_length=1),
]


class Floor(Sourced):
    """The approval below which a leader will not go, and how softly."""

    value: Percent
    soft: Spread = SOFTNESS


def _floor_alone(value: Any) -> Any:
    """Let a plain quantity stand for the floor's value; a mapping with `value` may add `soft`."""
    if isinstance(value, dict) and ("value" in value or "soft" in value):
        return value
    return {"value": value}


class SeriesLevel(Part):
    """Approval as measured by a series of polls."""

    series: Id


Approval = Annotated[
    Annotated[SeriesLevel, Tag("a series")] | Annotated[Percent, Tag("a number")],
    Discriminator(
        lambda value: (
            "a series"
            if isinstance(value, SeriesLevel) or (isinstance(value, dict) and "series" in value)
            else "a number"
        )
    ),
]


class Jumps(Sourced):
    """Sudden moves of approval: how often, and by how many points (either way unless a mean is stated)."""

    rate: EstimableRate
    size: EstimableSpread
    mean: Points = NO_CHANGE


def _jumps(value: Any) -> Any:
    """Let the one word stand for jumps of which everything is estimated."""
    return {"rate": ESTIMATED, "size": ESTIMATED} if value == ESTIMATED else value


class Motion(Sourced):
    """How approval moves: volatility, return to a level, jumps.

    Parameters
    ----------
    volatility : Quantity
        Points per root month, everything included; `estimated` leaves it to the series that measures approval.
    reversion : Quantity
        Speed of return per year, used by the forms with mean reversion.
    level : Quantity, optional
        Level to which approval returns; the starting level if not stated.
    drift : Quantity
        Points per year while there is no agreement.
    jumps : Jumps, optional
        Used by the forms with jumps; the diffusion keeps the variance that jumps leave. `estimated` leaves rate and
        size to the series.
    """

    volatility: EstimableSpread = VOLATILITY
    reversion: Rate = REVERSION
    level: Percent | None = None
    drift: Points = NO_CHANGE
    jumps: Annotated[
        Jumps | None, BeforeValidator(_jumps, json_schema_input_type=Literal["estimated"] | Jumps | None)
    ] = None


class FeltPublic(Named):
    """A public that casts no vote: signing costs approval, and approval must stay above a floor."""

    felt: Literal["capital"]
    approval: Approval
    floor: Annotated[Floor, BeforeValidator(_floor_alone, json_schema_input_type=Floor | Percent)]
    pass_through: Share = PASS_THROUGH
    support_ratio: Share = SUPPORT_RATIO
    opposition: dict[Id, Opinions] = Field(default_factory=dict)
    can_persuade: Points = NO_CHANGE
    cost_fades: Duration | None = None
    moves: Motion = Motion()
