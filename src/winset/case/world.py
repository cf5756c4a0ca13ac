"""What acts on the talks from outside and over time: pressure, sweeteners, events, meetings, deadlines, polls."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, Strict, model_validator

from winset.case.parts import (
    Count,
    Day,
    Decimal,
    Id,
    Part,
    Reference,
    Sourced,
    as_tuple,
    refusal,
    says_one,
    whole,
)
from winset.case.quantities import (
    CHANCE,
    DURATION,
    POSITIVE,
    RATE,
    Chance,
    Correlation,
    Duration,
    Number,
    Points,
    Positive,
    Rate,
    default,
)

MEETING_RATE = default("2 to 6 per year", RATE, "nothing is said of how often the leaders meet; judgement")
CLOSING = default("0.1 to 0.3", CHANCE, "chance that a meeting in an open window ends in a signature; judgement")
DEADLINE_CLOSING = default("0.5 to 0.8", CHANCE, "chance of closing at a hard deadline; judgement")
DEADLINE_WITHIN = default("30 days", DURATION, "how long before a deadline closing rises; judgement")
EXTENSION = default("2 to 6 weeks", DURATION, "how long a soft deadline is put off; judgement")
AT_ONCE = default("0 days", DURATION, "nothing is said: no delay")
NO_HELP = default(0, CHANCE, "nothing is said: the mediator does nothing for it")
NO_MORE = default(1, POSITIVE, "factor on the rate of meetings before a deadline")
CERTAIN = default(1, CHANCE, "nothing is said: certain")

References = Annotated[
    tuple[Reference, ...],
    BeforeValidator(as_tuple, json_schema_input_type=Reference | Annotated[tuple[Reference, ...], Field(min_length=1)]),
    Field(min_length=1),
]
Ids = Annotated[tuple[Id, ...], BeforeValidator(as_tuple, json_schema_input_type=Id | tuple[Id, ...])]


class Pressure(Sourced):
    """Someone outside who leans on a leader, on a ratifier, or against the talks being held.

    Parameters
    ----------
    leans_on : references
        Parties (their leader) or ratifiers (``japan.public``).
    against, in_favour_of : tuple of str
        Packages, or ``meeting``; no list means every package.
    by : Quantity
        Points of the leader's worth, of approval, or of vote share, by who is leaned on.
    since, until : date, optional
        When it lasts.
    """

    says: str | None = None
    leans_on: References
    against: Ids | None = None
    in_favour_of: Ids | None = None
    by: Points
    since: Day | None = None
    until: Day | None = None


class Sweetener(Sourced):
    """Money or trade that comes with packages, with an efficiency for each who receives or pays it.

    Parameters
    ----------
    amount : Quantity
        Units of the sweetener.
    comes_with : tuple of str, optional
        Packages that carry it; all if not stated.
    efficiency : mapping of reference to Quantity
        Points per unit (worth for a leader, approval for a felt public, vote share for a body), negative for who pays.
    delivered : Quantity
        Chance that it is delivered.
    """

    says: str | None = None
    amount: Positive
    unit: str | None = None
    comes_with: Ids | None = None
    efficiency: dict[Reference, Number] = Field(min_length=1)
    delivered: Chance = CERTAIN


OF_A_RATE = ("during_talks", "before_signature", "breaks_off")
"""Keys of an event that may happen any time."""


class Event(Sourced):
    """Something else that moves a leader or a public: scheduled (`date`) or random (`rate`), perhaps fading.

    Parameters
    ----------
    helps, hurts : references
        Felt publics (points of approval) or parties (points of the leader's worth of any deal).
    by : Quantity
        Size when it happens.
    date, chance : optional
        For a scheduled event, and the chance that it takes place.
    rate : Quantity, optional
        For a random event, how often, per year.
    fades : Quantity, optional
        Half-life; without it the effect lasts.
    needs : str, optional
        Whose decision it takes.
    agrees : Quantity, optional
        Chance that the decider goes along; without it `rate` or `chance` is taken to include that.
    during_talks, before_signature : Quantity
        Factors on the rate of a random event while talks go on, and between agreement and signature: a spoiler's.
    breaks_off : Quantity, optional
        Chance that the event, if it comes between agreement and signature, keeps the package from being signed.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [says_one("date", "rate"), says_one("helps", "hurts")],
            "if": {"not": says_one("rate")},
            "then": {
                "properties": {key: {"type": "null"} for key in ("during_talks", "before_signature", "breaks_off")}
            },
        }
    )

    says: str | None = None
    helps: References | None = None
    hurts: References | None = None
    by: Points
    date: Day | None = None
    chance: Chance = CERTAIN
    rate: Rate | None = None
    fades: Duration | None = None
    needs: Id | None = None
    agrees: Chance | None = None
    during_talks: Positive | None = None
    before_signature: Positive | None = None
    breaks_off: Chance | None = None

    @model_validator(mode="after")
    def _once_or_often(self) -> Event:
        """Refuse an event that is neither scheduled nor random, or that moves nobody."""
        if (self.date is None) == (self.rate is None):
            raise refusal(
                "an event has either a `date` or a `rate`",
                "both" if self.date else "neither",
                "date: 2019-06-28, or rate: 0.1 to 0.3 per year",
            )
        for key in OF_A_RATE:
            if getattr(self, key) is not None and self.rate is None:
                message = "an event on a date comes neither more nor less often"
                raise refusal(message, key, "for an event with a `rate`", at=key)
        if (self.helps is None) == (self.hurts is None):
            raise refusal(
                "an event either helps or hurts someone",
                "both" if self.helps else "neither",
                "helps: russia.public, or hurts: russia.public",
            )
        return self


class Meetings(Sourced):
    """How often the leaders meet and how often a meeting in an open window ends in a signature."""

    rate: Rate = MEETING_RATE
    closes: Chance = CLOSING
    so_far: Annotated[int, Strict(), Field(ge=0), BeforeValidator(whole)] | None = None


class Deadline(Sourced):
    """A date by which the talks must close: closing is likelier just before it, and nothing is agreed after it.

    Parameters
    ----------
    extends : Quantity, optional
        Chance that it is put off when it comes, each time anew; a hard deadline is not.
    by : Quantity
        How long it is put off.
    """

    date: Day
    extends: Chance | None = None
    by: Duration = EXTENSION
    says: str | None = None
    closes: Chance = DEADLINE_CLOSING
    within: Duration = DEADLINE_WITHIN
    more_meetings: Positive = NO_MORE


class Mediator(Sourced):
    """Someone who helps the leaders to an agreement, and may stand behind it.

    Parameters
    ----------
    since, until : date, optional
        When the mediation lasts.
    more_meetings : Quantity
        Factor on the rate of meetings.
    closes : Quantity
        Chance that a meeting closes which would not have done so otherwise.
    proposes : tuple of str, optional
        Packages that are on the table only while the mediator is there.
    guarantees : Quantity
        Chance to make good what would go wrong later: a sweetener that is not delivered, a deal that is broken.
    pays : mapping of reference to Quantity
        Points for a leader, a felt public or a voter, with every package of `proposes`, or with all.
    """

    says: str | None = None
    since: Day | None = None
    until: Day | None = None
    more_meetings: Positive = NO_MORE
    closes: Chance = NO_HELP
    proposes: Ids | None = None
    guarantees: Chance = NO_HELP
    pays: dict[Reference, Number] = Field(default_factory=dict)


class LeadTimes(Part):
    """Delays: how long a window must be open; to signature, to the vote, and from there to entry into force."""

    opening: Duration = AT_ONCE
    signature: Duration = AT_ONCE
    ratification: Duration = AT_ONCE
    entry: Duration = AT_ONCE


def _as_texts(value: Any) -> Any:
    """Let a single word or number stand for a list of one, and numbers for their text."""
    several = value if isinstance(value, list | tuple) else (value,)
    return tuple(
        f"{part:g}" if isinstance(part, int | float) and not isinstance(part, bool) else part for part in several
    )


Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(
        _as_texts, json_schema_input_type=Text | float | Annotated[tuple[Text | float, ...], Field(min_length=1)]
    ),
    Field(min_length=1),
]
"""Words as they stand in a table."""


class Reading(Sourced):
    """One poll of a series; its value lies strictly between 0 and 100, where sampling says how far off it may be.

    Parameters
    ----------
    question : str, optional
        What was asked, where it is not the question of the series.
    undecided : float, optional
        Per cent who did not say.
    """

    date: Day
    house: str = "unnamed"
    value: Annotated[Decimal, Field(gt=0, lt=100)]
    n: Count | None = None
    question: Text | None = None
    undecided: Annotated[Decimal, Field(ge=0, lt=100)] | None = None


class SeriesColumns(Part):
    """Which column of a file says what.

    Parameters
    ----------
    date, start, end : str
        The day of a poll, or its days in the field.
    value : str or list of str
        Per cent; each column of a list is one house.
    house, n : str, optional
        Who asked, and how many people.
    question, answer : str, optional
        What was asked, and the answer that is counted.
    undecided, precision : str, optional
        Per cent who did not say; how well the date is known.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [says_one(role) for role in ("date", "start", "end")]})

    date: Text | None = None
    start: Text | None = None
    end: Text | None = None
    house: Text | None = None
    value: Text | Annotated[tuple[Text, ...], Field(min_length=1)]
    n: Text | None = None
    question: Text | None = None
    answer: Text | None = None
    undecided: Text | None = None
    precision: Text | None = None

    @model_validator(mode="after")
    def _is_dated(self) -> SeriesColumns:
        """Refuse a table in which nothing says when its polls were taken."""
        if not (self.date or self.start or self.end):
            message = "no column says when a poll was taken"
            raise refusal(message, None, "`date`, or `start` and `end` of the fieldwork")
        return self

    @property
    def roles(self) -> dict[str, tuple[str, ...]]:
        """Columns by role."""
        said = {role: getattr(self, role) for role in type(self).model_fields}
        return {role: name if isinstance(name, tuple) else (name,) for role, name in said.items() if name}


ENOUGH, ENOUGH_DAYS = 4, 3
"""Readings of one question, and days on which they were taken, from which a level can be pooled."""

WITH_READINGS: dict[str, Any] = {
    "required": ["readings"],
    "properties": {"readings": {"minItems": 1}, "columns": {"type": "null"}, "only": {"maxProperties": 0}},
}
"""The schema of a series that has its readings in the case."""


class Series(Sourced):
    """Readings over time, in the case or in a table (CSV, Excel, Parquet) beside it.

    Parameters
    ----------
    question : str
        What was asked; where readings differ in it, that in whose units the level is.
    file : str, optional
        A table in the folder of the case or below it.
    columns : mapping of role to column, optional
        Which column of the file says what; without it these are `date`, `house`, `value` and `n`.
    only : mapping of column to value
        Rows of the file to keep.
    houses : list of str, optional
        Polling houses to use.
    design_effect, house_spread : float
        Factor on the sampling variance; how far houses usually lie apart, in points.
    read : {"pooled", "plain"}
        How the level is read: averaged over all ways of moving that the readings leave plausible, with shifts, stray
        readings and linked wordings, where there are readings enough; or with the volatility that the public states.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {**WITH_READINGS, "not": says_one("file")},
                {**says_one("file"), "not": {"required": ["readings"], "properties": {"readings": {"minItems": 1}}}},
            ]
        }
    )

    says: str | None = None
    question: str
    file: str | None = None
    columns: SeriesColumns | None = None
    only: dict[str, Texts] = Field(default_factory=dict)
    houses: Texts | None = None
    readings: tuple[Reading, ...] = ()
    design_effect: Annotated[Decimal, Field(ge=1)] = 1.0
    house_spread: Annotated[Decimal, Field(ge=0)] = 3.0
    read: Literal["pooled", "plain"] = "pooled"

    @model_validator(mode="after")
    def _has_readings(self) -> Series:
        """Refuse a series with no readings and no file, or with both; columns belong to a file."""
        if bool(self.readings) == (self.file is not None):
            raise refusal(
                "a series has either `readings` or a `file`",
                "both" if self.readings else "neither",
                "readings: [{date: 2019-01-24, house: Levada, value: 64, n: 1600}]",
            )
        for key in ("columns", "only"):
            if self.readings and getattr(self, key):
                raise refusal(f"`{key}` is about a file", key, "beside `file`", at=key)
        return self

    @property
    def own(self) -> tuple[Reading, ...]:
        """Readings that ask the question of the series."""
        return tuple(reading for reading in self.readings if reading.question in (None, self.question))

    @property
    def is_enough(self) -> bool:
        """Whether there are readings enough of the question itself to be pooled.

        One gives the level; two differences between days are the fewest that can disagree about how fast it moves; the
        fourth tells moves from errors.
        """
        return len(self.own) >= ENOUGH and len({reading.date for reading in self.own}) >= ENOUGH_DAYS


class Together(Sourced):
    """A correlation between two quantities (rank), or between the moves of two felt publics."""

    between: tuple[str, str]
    rank: Correlation


Process = Literal["random-walk", "mean-reversion", "random-walk-jumps", "mean-reversion-jumps"]
Closing = Literal["meetings", "immediate"]
Information = Literal["common", "private"]
Solution = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]
VoteError = Literal["common", "independent"]
