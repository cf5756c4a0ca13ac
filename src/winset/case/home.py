"""Who must be carried at home: a public that is only felt, a body or voters who vote, someone who consents."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from winset.case.parts import Count, Decimal, Flag, Id, Part, Sourced, refusal
from winset.case.quantities import (
    POINTS,
    RATE,
    SHARE,
    SPREAD,
    Chance,
    Duration,
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
COMMON_ERROR = default("3 to 5", SPREAD, "error common to all votes in a body, points of vote share")
POLL_ERROR = default(6, SPREAD, "error of a referendum poll beyond sampling, t with 4 degrees of freedom; judgement")
CAMPAIGN_DRIFT = default(-2, POINTS, "Yes tends to fall before a referendum, points")
TURNOUT = default("0.4 to 0.7", SHARE, "nothing is said of turnout")
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
    BeforeValidator(_several, json_schema_input_type=Opinion | tuple[Opinion, ...]),
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

    rate: Rate
    size: Spread
    mean: Points = NO_CHANGE


class Motion(Sourced):
    """How approval moves: volatility, return to a level, jumps.

    Parameters
    ----------
    volatility : Quantity
        Points per root month, everything included.
    reversion : Quantity
        Speed of return per year, used by the forms with mean reversion.
    level : Quantity, optional
        Level to which approval returns; the starting level if not stated.
    drift : Quantity
        Points per year while there is no agreement.
    jumps : Jumps, optional
        Used by the forms with jumps; the diffusion keeps the variance that jumps leave.
    """

    volatility: Spread = VOLATILITY
    reversion: Rate = REVERSION
    level: Percent | None = None
    drift: Points = NO_CHANGE
    jumps: Jumps | None = None


class FeltPublic(Sourced):
    """A public that casts no vote: signing costs approval, and approval must stay above a floor."""

    says: str | None = None
    felt: Literal["capital"]
    approval: Approval
    floor: Annotated[Floor, BeforeValidator(_floor_alone, json_schema_input_type=Floor | Percent)]
    pass_through: Share = PASS_THROUGH
    support_ratio: Share = SUPPORT_RATIO
    opposition: dict[Id, Opinions] = Field(default_factory=dict)
    can_persuade: Points = NO_CHANGE
    cost_fades: Duration | None = None
    moves: Motion = Motion()


Favour = Annotated[
    dict[Id, Share],
    BeforeValidator(
        lambda value: value if isinstance(value, dict) and not is_number(value) else {"otherwise": value},
        json_schema_input_type=Share | dict[Id, Share],
    ),
]
"""Share in favour of each package; a single quantity holds for all, ``otherwise`` for those not named."""


NUMBER_KEYS = ("value", "low", "mode", "high", "triangular", "normal", "beta", "against")
"""Keys that tell a number written as a mapping from a mapping of packages, and are therefore no names of packages."""


def is_number(value: dict[str, Any]) -> bool:
    """Tell a quantity written as a mapping from a mapping of packages."""
    return "otherwise" not in value and any(key in value for key in NUMBER_KEYS)


MOST_SEATS = 5_000
"""More than any body that meets: the largest parliament has just under 3,000 seats."""


def _meets_in_one_hall(value: Any) -> Any:
    """Refuse a body so large that its members can only be asked by ballot."""
    if isinstance(value, int) and not isinstance(value, bool) and value > MOST_SEATS:
        raise refusal(
            "no body that meets has so many seats",
            value,
            f"{MOST_SEATS:,} or fewer",
            remedy="a ballot of members is a referendum: write votes: referendum",
        )
    return value


Seats = Annotated[Count, Field(le=MOST_SEATS), BeforeValidator(_meets_in_one_hall)]
"""Members with a vote in a body that meets."""


class Bloc(Sourced):
    """Seats that think alike.

    Parameters
    ----------
    in_favour : mapping of package to Quantity
        Share of the bloc's seats expected to vote yes or, for a whipped bloc, the chance that it does.
    whipped : Flag
        True if the bloc votes as one.
    """

    says: str | None = None
    seats: Seats
    in_favour: Favour
    whipped: Flag = False


class Body(Sourced):
    """A formal body that votes.

    Parameters
    ----------
    seats : int
        Members with a vote.
    quota : int, optional
        Votes needed; more than half of the seats if not stated.
    in_favour : mapping, optional
        For a body without blocs.
    vetoes : tuple of str
        Blocs without whose majority nothing passes.
    common_error : Quantity
        Standard deviation, in points of vote share, of an error that moves all votes together.
    asked_on : tuple of str, optional
        Packages that need this vote; all if not stated.
    """

    says: str | None = None
    votes: Literal["body"]
    seats: Seats
    quota: Count | None = None
    in_favour: Favour | None = None
    blocs: dict[Id, Bloc] = Field(default_factory=dict)
    vetoes: tuple[Id, ...] = ()
    common_error: Spread = COMMON_ERROR
    asked_on: tuple[Id, ...] | None = None

    @property
    def needed(self) -> int:
        """Votes needed."""
        return self.quota if self.quota is not None else self.seats // 2 + 1


class Quorum(Part):
    """A floor under turnout, or under the yes votes as a share of the electorate."""

    turnout: Share | None = None
    in_favour: Share | None = None


class Referendum(Sourced):
    """Voters who decide: a poll or an estimate of the yes share among votes cast, turnout and quorum."""

    says: str | None = None
    votes: Literal["referendum"]
    poll: Share | None = None
    in_favour: Favour | None = None
    majority: Annotated[Decimal, Field(ge=0.5, lt=1)] = 0.5
    turnout: Share = TURNOUT
    quorum: Quorum = Quorum()
    poll_error: Spread = POLL_ERROR
    drift: Points = CAMPAIGN_DRIFT
    asked_on: tuple[Id, ...] | None = None


class Consent(Sourced):
    """Someone without a vote who must not object: a court, an army, a supreme leader."""

    says: str | None = None
    consents: Annotated[
        dict[Id, Chance],
        BeforeValidator(
            lambda value: value if isinstance(value, dict) and not is_number(value) else {"otherwise": value},
            json_schema_input_type=Chance | dict[Id, Chance],
        ),
    ]
    asked_on: tuple[Id, ...] | None = None


def _kind_of_accepter(value: Any) -> str | None:
    """Tell which accepter a mapping describes."""
    if isinstance(value, Part):
        return {
            "FeltPublic": "a felt public",
            "Body": "a body",
            "Referendum": "a referendum",
            "Consent": "a consent",
        }.get(type(value).__name__)
    if isinstance(value, dict):
        if "felt" in value:
            return "a felt public"
        if "consents" in value:
            return "a consent"
        if value.get("votes") in ("body", "referendum"):
            return f"a {value['votes']}"
    return None


Accepter = Annotated[
    Annotated[FeltPublic, Tag("a felt public")]
    | Annotated[Body, Tag("a body")]
    | Annotated[Referendum, Tag("a referendum")]
    | Annotated[Consent, Tag("a consent")],
    Discriminator(
        _kind_of_accepter,
        custom_error_type="accepter",
        custom_error_message="here stands none of `felt: capital`, `votes: body`, `votes: referendum`, `consents: ...`",
    ),
]

__all__ = [
    "Accepter",
    "Bloc",
    "Body",
    "Consent",
    "FeltPublic",
    "Floor",
    "Jumps",
    "Motion",
    "Opinion",
    "Quorum",
    "Referendum",
    "SeriesLevel",
]
