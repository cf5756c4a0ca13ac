"""The parties: each has a leader who bargains and a home that must be carried."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from winset.case.agenda import Setting
from winset.case.home import Accepter
from winset.case.parts import Day, Decimal, Id, Part, Sourced
from winset.case.quantities import (
    POINTS,
    POSITIVE,
    Chance,
    Points,
    Positive,
    Rate,
    Share,
    default,
)
from winset.case.voting import is_number

NOTHING = default(0, POINTS, "no agreement is the zero of a leader's scale")
UNKNOWN_WORTH = default("-20 to 20", POINTS, "nothing is said of what this package is worth to this leader")
NO_COST = default(0, POSITIVE, "nothing is said of what a failed vote costs this leader")
MEETING_WORTH = default({"low": 5, "mode": 10, "high": 15}, POINTS, "what a meeting is worth to a leader; judgement")
LOSS_SCALE = default(100, POINTS, "points lost from one end of an issue to the other at full salience")


class NoAgreement(Sourced):
    """What a leader has if there is no agreement: an object of its own, never a point on an issue.

    Parameters
    ----------
    worth : Quantity
        What no agreement is worth, in the leader's points.
    talks_go_on : Quantity
        What it is worth besides that talks go on.
    per_year : Quantity
        By how much no agreement gets better (or, negative, worse) each year.
    believes : mapping of name to Expected
        What the leader believes may follow a No, with chances that sum to at most 1.
    """

    worth: Points = NOTHING
    talks_go_on: Points = NOTHING
    per_year: Points = NOTHING
    believes: dict[Id, Expected] = Field(default_factory=dict)


def _worth_alone(value: Any) -> Any:
    """Let a number, however it is written, stand for the worth of no agreement."""
    plain = isinstance(value, int | float | str | list | tuple) and not isinstance(value, bool)
    if plain or (isinstance(value, dict) and is_number(value)):
        return {"worth": value}
    return value


class Expected(Sourced):
    """Something that a leader believes may follow a No: how likely, and what it is worth."""

    chance: Chance
    worth: Points


class Successor(Sourced):
    """Who follows a leader: other worths of some packages, and whether a deal of the predecessor's is kept.

    Parameters
    ----------
    worth : mapping of package to Quantity
        Packages that are worth something else to the successor.
    reneges : Quantity, optional
        Chance that the successor breaks a deal that is in force; none if not stated.
    """

    name: str | None = None
    worth: dict[Id, Points] = Field(default_factory=dict)
    reneges: Chance | None = None


class RedLine(Sourced):
    """A public commitment: signing a package that crosses it costs the leader."""

    says: str | None = None
    crossed_by: tuple[Id, ...] = Field(min_length=1)
    costs: Points


class StandingOffer(Sourced):
    """What a leader has offered in public: signing for less than it costs him."""

    package: Id
    retreat_costs: Points = NOTHING


class SpatialWorth(Sourced):
    """Worth by distance from an ideal point: minus scale x sum of salience x loss over the issues.

    Parameters
    ----------
    ideal_point : mapping of issue to setting
        What the leader would most like.
    salience : mapping of issue to Quantity
        How much each issue matters, 0 to 1; issues not named do not matter.
    loss : {"quadratic", "city-block"}
        Shape of the loss over the distance, each issue scaled to run from 0 to 1.
    scale : Quantity
        Points lost at distance 1 and salience 1.
    at_best : Quantity
        Worth of the ideal point itself.
    """

    ideal_point: dict[str, Setting] = Field(min_length=1)
    salience: dict[str, Share] = Field(min_length=1)
    loss: Literal["quadratic", "city-block"] = "quadratic"
    scale: Points = LOSS_SCALE
    at_best: Points = NOTHING


class Leader(Sourced):
    """Who bargains for a party, and what packages are worth to them, in points of the leader's own scale.

    Worth is said in one of three ways: per package (`worth`), per option (`worth_of_options`, summed over the
    issues) or by distance (`spatial`). A package with a worth of its own keeps it beside the other two.

    Parameters
    ----------
    failed_vote_costs : Quantity
        What it costs the leader if a signed package fails at home, in points.
    weight : float
        Bargaining weight in the weighted Nash solution.
    meeting_worth : Quantity
        What a meeting itself is worth; pressure against meetings above it keeps the leader away.
    loses_office : Quantity, optional
        Rate at which the leader is replaced.
    leaves_on : date, optional
        Day on which the leader is replaced.
    successor : Successor
    """

    name: str | None = None
    worth: dict[Id, Points] = Field(default_factory=dict)
    worth_of_options: dict[str, dict[str, Points]] = Field(default_factory=dict)
    spatial: SpatialWorth | None = None
    no_agreement: Annotated[NoAgreement, BeforeValidator(_worth_alone, json_schema_input_type=NoAgreement | Points)] = (
        NoAgreement()
    )
    failed_vote_costs: Positive = NO_COST
    red_lines: dict[Id, RedLine] = Field(default_factory=dict)
    standing_offer: StandingOffer | None = None
    weight: Annotated[Decimal, Field(gt=0)] = 1.0
    meeting_worth: Points = MEETING_WORTH
    loses_office: Rate | None = None
    leaves_on: Day | None = None
    successor: Successor = Successor()


class Party(Part):
    """A side that can agree or refuse."""

    title: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    says: str | None = None
    leader: Leader
    home: dict[Id, Accepter] = Field(default_factory=dict)
