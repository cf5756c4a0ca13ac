"""What every part of a written case has in common: it is frozen, refuses unknown keys and may name its sources."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+-]*$")]
"""An analyst's own name for a thing: letters, digits, hyphens."""

Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+-]*(\.[A-Za-z0-9][A-Za-z0-9_+-]*)?$")]
"""A party (``russia``) or one of its ratifiers (``russia.public``)."""


def as_tuple(value: Any) -> Any:
    """Let a single word stand for a list of one."""
    return (value,) if isinstance(value, str) else value


class Part(BaseModel):
    """A frozen record of a case."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Sourced(Part):
    """A part of a case that may say where it comes from."""

    sources: Annotated[
        tuple[str, ...],
        BeforeValidator(as_tuple, json_schema_input_type=str | tuple[str, ...]),
        Field(alias="from"),
    ] = ()
    note: str | None = None
    confidence: Literal["high", "medium", "low", "H", "M", "L"] | None = None
    hindsight: bool = False


class Span(Part):
    """The days on which a poll was in the field."""

    first: dt.date
    last: dt.date


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
            raise PydanticCustomError(
                "span",
                "{message}",
                {
                    "message": "these are no dates in the field",
                    "found": repr(value),
                    "allowed": "a date, or two: 2018-11-22 to 2018-11-28",
                },
            )
        return {"first": days[0], "last": days[-1]}
    return value


class Source(Part):
    """A dated document or poll that a number comes from."""

    title: str
    publisher: str | None = None
    author: str | None = None
    date: dt.date | None = None
    field: Annotated[Span | None, BeforeValidator(parse_span, json_schema_input_type=str | Span | None)] = None
    n: Annotated[int | None, Field(gt=0)] = None
    url: str | None = None
    note: str | None = None
    hindsight: bool = False
    is_guess: Annotated[bool, Field(alias="guess", description="True for an estimate that is nobody's data")] = False

    @property
    def known_on(self) -> dt.date | None:
        """The last day on which this evidence was still being made: fielded or published, whichever is later."""
        days = [day for day in (self.date, self.field.last if self.field else None) if day]
        return max(days) if days else None
