"""What every part of a written case has in common: it is frozen, refuses unknown keys and may name its sources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from winset.case.complaints import shown

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+-]*$")]
"""An analyst's own name for a thing: letters, digits, hyphens."""

Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+-]*(\.[A-Za-z0-9][A-Za-z0-9_+-]*)?$")]
"""A party (``russia``) or one of its ratifiers (``russia.public``)."""


class Shown(str):
    """Words for what was found, ready for a sentence."""


def refusal(
    message: str,
    found: object,
    allowed: str,
    *,
    remedy: str = "",
    at: str | int | None = None,
    below: tuple[str | int, ...] = (),
) -> PydanticCustomError:
    """Return the error of a validator in the words of a complaint.

    `at` names the key, or the place in a list, inside the value that is wrong, and `below` the way on from there.
    """
    where = below if at is None else (at, *below)
    said = found if isinstance(found, Shown) else Shown(shown(found))
    return PydanticCustomError(
        "refused",
        "{message}",
        {"message": message, "found": said, "allowed": allowed, "remedy": remedy, "at": where},
    )


def unknown_keys(keys: Iterable[object], known: Iterable[str], at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """Return the error for keys that the grammar does not have, in the part that `at` leads to."""
    return PydanticCustomError(
        "unknown_key", "unknown key", {"keys": [str(key) for key in keys], "known": list(known), "at": at}
    )


def parse_day(value: Any) -> dt.date:
    """Return a date written as year, month and day.

    >>> parse_day("2019-01-23")
    datetime.date(2019, 1, 23)
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    allowed = "year-month-day, such as 2019-01-23"
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError as error:
                raise refusal(f"there is no such day ({error})", value, allowed) from None
        if re.match(r"\d{4}-\d{2}-\d{2}[Tt\s]", value):
            raise refusal(
                "the hour of the day is not used", value, allowed, remedy=f"write {value[:10]} and drop the rest"
            )
    if isinstance(value, dt.datetime):
        raise refusal("the hour of the day is not used", str(value), allowed)
    raise refusal("this is no date", value, allowed)


Day = Annotated[
    dt.date,
    BeforeValidator(parse_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
"""A date."""

Flag = Annotated[bool, Strict()]
"""True or false, and nothing that could pass for either."""


def whole(value: Any) -> Any:
    """Let ``2.0`` stand for 2, as it does in JSON; whatever else stays as it is.

    >>> whole(2.0), whole(2.5), whole("2")
    (2, 2.5, '2')
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value


Count = Annotated[int, Strict(), Field(ge=1, le=1_000_000_000), BeforeValidator(whole)]
"""A whole number of people, seats or attempts."""

Decimal = Annotated[float, Strict(), Field(allow_inf_nan=False, ge=-1e12, le=1e12)]
"""A number that is known, not uncertain."""


def as_tuple(value: Any) -> Any:
    """Let a single word stand for a list of one."""
    return (value,) if isinstance(value, str) else value


LEVELS: dict[str, Literal["high", "medium", "low"]] = {
    "high": "high",
    "medium": "medium",
    "low": "low",
    "H": "high",
    "M": "medium",
    "L": "low",
}
"""How confidence may be written."""

Confidence = Annotated[
    Literal["high", "medium", "low"],
    BeforeValidator(lambda value: LEVELS.get(value, value) if isinstance(value, str) else value),
    WithJsonSchema({"enum": list(LEVELS)}),
]
"""How sure the analyst is."""


def says_one(*keys: str) -> dict[str, Any]:
    """Return the schema of a part that says exactly one of some keys; null says nothing.

    >>> says_one("date")
    {'oneOf': [{'required': ['date'], 'properties': {'date': {'not': {'type': 'null'}}}}]}
    """
    return {"oneOf": [{"required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in keys]}


class Part(BaseModel):
    """A frozen record of a case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _knows_its_keys(cls, value: Any) -> Any:
        """Refuse keys that this part does not have, naming those it has."""
        if isinstance(value, Mapping):
            known = [info.alias or name for name, info in cls.model_fields.items()]
            if unknown := [key for key in value if key not in known]:
                raise unknown_keys(unknown, known)
        return value


class Sourced(Part):
    """A part of a case that may say where it comes from."""

    sources: Annotated[
        tuple[str, ...],
        BeforeValidator(as_tuple, json_schema_input_type=str | tuple[str, ...]),
        Field(alias="from"),
    ] = ()
    note: str | None = None
    confidence: Confidence | None = None
    hindsight: Flag = False


class Named(Sourced):
    """A party, someone at a home or a rule: what it is called where its id will not do, and who it is.

    Parameters
    ----------
    title : str, optional
        What outputs call it, without an article; its id as words if not stated.
    says : str, optional
        Who or what it is, in a few words.
    """

    title: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    says: str | None = None


class Span(Part):
    """The days on which a poll was in the field."""

    first: Day
    last: Day


DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
InTheField = Annotated[str, Field(pattern=rf"^\s*{DAY}(\s* to \s*{DAY})?\s*$")]
"""Days in the field as a text."""


def parse_span(value: Any) -> Any:
    """Read ``2018-11-22 to 2018-11-28``, a single date, or a mapping of first and last."""
    if isinstance(value, dt.date):
        return {"first": value, "last": value}
    if isinstance(value, str):
        ends = [part.strip() for part in value.split(" to ")]
        try:
            days = [dt.date.fromisoformat(part) for part in ends]
        except ValueError:
            days = []
        if not 1 <= len(days) <= 2 or days[0] > days[-1]:
            raise refusal("these are no dates in the field", value, "a date, or two: 2018-11-22 to 2018-11-28")
        return {"first": days[0], "last": days[-1]}
    return value


class Source(Part):
    """A dated document or poll that a number comes from."""

    title: str
    publisher: str | None = None
    author: str | None = None
    date: Day | None = None
    field: Annotated[Span | None, BeforeValidator(parse_span, json_schema_input_type=InTheField | Span | None)] = None
    n: Count | None = None
    url: str | None = None
    note: str | None = None
    hindsight: Flag = False
    is_guess: Annotated[Flag, Field(alias="guess", description="True for an estimate that is nobody's data")] = False

    @property
    def known_on(self) -> dt.date | None:
        """The last day on which this evidence was still being made: fielded or published, whichever is later."""
        days = [day for day in (self.date, self.field.last if self.field else None) if day]
        return max(days) if days else None
