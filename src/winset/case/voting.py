"""Those who vote: a body with seats or blocs, and voters in a referendum."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, Strict, model_validator

from winset.case.parts import Count, Day, Decimal, Flag, Id, Named, Part, Sourced, refusal, says_one, whole
from winset.case.quantities import (
    CHANCE,
    POINTS,
    SHARE,
    SPREAD,
    Chance,
    Points,
    Rate,
    Share,
    Spread,
    default,
)

COMMON_ERROR = default("3 to 5", SPREAD, "error common to all votes in a body, points of vote share")
POLL_ERROR = default(6, SPREAD, "error of a referendum poll beyond sampling, t with 4 degrees of freedom; judgement")
CAMPAIGN_DRIFT = default(-2, POINTS, "Yes tends to fall before a referendum, points")
TURNOUT = default("0.4 to 0.7", SHARE, "nothing is said of turnout")
SECRET_LOYALTY = default("0.85 to 0.98", CHANCE, "members of a whipped bloc who keep to its line unseen; judgement")


def for_all_packages(value: Any) -> Any:
    """Let a single quantity stand for every package; a mapping of packages stays as it is."""
    return value if isinstance(value, dict) and not is_number(value) else {"otherwise": value}


Favour = Annotated[
    dict[Id, Share],
    BeforeValidator(
        for_all_packages,
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
    value = whole(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > MOST_SEATS:
        raise refusal(
            "no body that meets has so many seats",
            value,
            f"{MOST_SEATS:,} or fewer",
            remedy="a ballot of members is a referendum: write votes: referendum",
        )
    return value


Seats = Annotated[int, Strict(), Field(ge=1, le=MOST_SEATS), BeforeValidator(_meets_in_one_hall)]
"""Members with a vote in a body that meets."""


class Bloc(Sourced):
    """Seats that think alike.

    Parameters
    ----------
    in_favour : mapping of package to Quantity
        Share of the bloc's seats expected to vote yes or, for a whipped bloc, the chance that it does.
    whipped : Flag
        True if the bloc takes one line.
    loyalty : Quantity, optional
        Chance that a member of a whipped bloc keeps to its line; certain unless the ballot is secret.
    abstains : Quantity, optional
        Share of the seats that abstain, or the chance that a whipped bloc does; only where votes cast are counted.
    """

    says: str | None = None
    seats: Seats
    in_favour: Favour
    whipped: Flag = False
    loyalty: Chance | None = None
    abstains: Share | None = None


def _unseen(bloc: Bloc) -> Bloc:
    """Return a bloc as it votes in secret: with the default loyalty if it is whipped and states none."""
    if not bloc.whipped or bloc.loyalty is not None:
        return bloc
    found = bloc.model_copy()
    object.__setattr__(found, "loyalty", SECRET_LOYALTY)
    return found


class Body(Named):
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
    quota_of : {"members", "votes cast"}
        What the votes in favour are measured by: all seats, or those in favour and against, so that abstaining helps.
    majority : float
        Share of the votes cast that must be exceeded.
    secret : Flag
        True if the ballot is secret, so that whipped members may leave their line unseen.
    amends : Quantity, optional
        Chance that a body that would pass it passes something else instead; none for an up-or-down vote.
    common_error : Quantity
        Standard deviation, in points of vote share, of an error that moves all votes together.
    asked_on : tuple of str, optional
        Packages that need this vote; all if not stated.
    election : Election, optional
        When another body takes its place, which then holds the votes to come.
    """

    votes: Literal["body"]
    seats: Seats
    quota: Count | None = None
    quota_of: Literal["members", "votes cast"] = "members"
    majority: Annotated[Decimal, Field(ge=0.5, lt=1)] = 0.5
    secret: Flag = False
    amends: Chance | None = None
    in_favour: Favour | None = None
    abstains: Share | None = None
    blocs: dict[Id, Bloc] = Field(default_factory=dict)
    vetoes: tuple[Id, ...] = ()
    common_error: Spread = COMMON_ERROR
    asked_on: tuple[Id, ...] | None = None
    election: Election | None = None

    @model_validator(mode="after")
    def _is_unseen(self) -> Body:
        """Reckon with members of whipped blocs who leave their line in a secret ballot, where nothing is said of it."""
        if self.secret and any(bloc.whipped and bloc.loyalty is None for bloc in self.blocs.values()):
            object.__setattr__(self, "blocs", {name: _unseen(bloc) for name, bloc in self.blocs.items()})
        return self

    @property
    def needed(self) -> int:
        """Votes needed, of all seats; where votes cast are counted, as many as are needed if nobody abstains."""
        if self.quota is not None:
            return self.quota
        return int(self.seats * (self.majority if self.quota_of == "votes cast" else 0.5) + 1e-9) + 1


class Election(Sourced):
    """A new body in place of the old, on a day or at a rate (per year)."""

    model_config = ConfigDict(json_schema_extra=says_one("date", "rate"))

    says: str | None = None
    date: Day | None = None
    rate: Rate | None = None
    body: Body

    @model_validator(mode="after")
    def _comes_once(self) -> Election:
        """Refuse an election that comes neither on a day nor at a rate, or both."""
        if (self.date is None) == (self.rate is None):
            raise refusal(
                "an election has either a `date` or a `rate`", "both" if self.date else "neither", "date: 2025-09-28"
            )
        return self


Body.model_rebuild()


class Quorum(Part):
    """A floor under turnout, or under the yes votes as a share of the electorate."""

    turnout: Share | None = None
    in_favour: Share | None = None


class Territory(Sourced):
    """Voters whose own majority counts in a referendum.

    Parameters
    ----------
    in_favour : mapping of package to Quantity
        Yes share among the votes cast here.
    share : float
        Share of the whole electorate.
    turnout : Quantity, optional
        Turnout here; the referendum's own if not stated.
    """

    says: str | None = None
    share: Annotated[Decimal, Field(gt=0, le=1)]
    in_favour: Favour
    turnout: Share | None = None


class Referendum(Named):
    """Voters who decide: a poll or an estimate of the yes share among votes cast, turnout and quorum.

    Parameters
    ----------
    territories : mapping of name to Territory
        Groups of voters with majorities of their own; the whole is then their sum.
    needed_territories : int, optional
        How many of them must be in favour besides the whole; all if not stated.
    """

    votes: Literal["referendum"]
    poll: Share | None = None
    in_favour: Favour | None = None
    majority: Annotated[Decimal, Field(ge=0.5, lt=1)] = 0.5
    turnout: Share = TURNOUT
    quorum: Quorum = Quorum()
    territories: dict[Id, Territory] = Field(default_factory=dict)
    needed_territories: Count | None = None
    poll_error: Spread = POLL_ERROR
    drift: Points = CAMPAIGN_DRIFT
    asked_on: tuple[Id, ...] | None = None
