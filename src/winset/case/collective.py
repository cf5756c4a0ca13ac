"""A decision of many actors as an analyst writes it: who wants what, how much it matters, what each can bring.

A case of kind ``collective`` has issues and actors instead of parties, packages and ratifiers. Every number may be
uncertain and may say where it comes from, as in any case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from winset.case.parts import Day, Decimal, Flag, Id, Part, Source, Sourced, refusal
from winset.case.phrases import SHAPES
from winset.case.quantities import (
    DOMAIN_KEY,
    NUMBER,
    POSITIVE,
    SHARE,
    Domain,
    Number,
    Positive,
    Quantity,
    Share,
    default,
)
from winset.case.written import Written

EVERYWHERE = "*"
"""The issue of a number that counts for all of them."""

FORMS = {key for keys in SHAPES.values() for key in keys} | {"n", "from"}
"""Keys of a quantity that is written as a mapping."""


def _on_issues(value: Any) -> Any:
    """Let a single number stand for one on every issue."""
    return value if isinstance(value, Mapping) and not FORMS & set(value) else {EVERYWHERE: value}


def _by_issue(number: Any, domain: Domain) -> Any:
    """Return the type of numbers by issue, or one number for all issues."""
    own = {DOMAIN_KEY: domain.name}
    schema = {"anyOf": [own, {"type": "object", "additionalProperties": own, "minProperties": 1}]}
    return Annotated[dict[str, number], BeforeValidator(_on_issues), Field(min_length=1), WithJsonSchema(schema)]


class Asked(Part):
    """What is asked."""

    text: str = Field(min_length=1)


class Recorded(Sourced):
    """An outcome that is set beside the answer and never enters it: what happened, or what somebody forecast."""

    value: Decimal
    says: str | None = None


class DecidedIssue(Part):
    """One issue on a scale.

    Parameters
    ----------
    range : tuple of float
        The two ends of the scale, in natural units.
    reference : quantity, optional
        What holds without a decision.
    happened : Recorded, optional
        What was decided in the end, for comparison only.
    forecasts : mapping of Recorded
        What others forecast, for comparison only.
    """

    says: str | None = None
    range: Annotated[tuple[Decimal, Decimal], Field(description="Lowest and highest value")]
    unit: str | None = None
    reference: Number | None = None
    happened: Recorded | None = None
    forecasts: dict[Id, Recorded] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _rises(self) -> DecidedIssue:
        """Refuse a scale whose ends are out of order."""
        if self.range[0] >= self.range[1]:
            raise refusal("the ends of this range are out of order", str(list(self.range)), "[lowest, highest]")
        return self


class Actor(Sourced):
    """Who takes part.

    Parameters
    ----------
    position : quantity, or mapping of issue to quantity
        What the actor wants, in units of the issue; an actor without one takes no part in the issue.
    salience : quantity, or mapping of issue to quantity
        How much the issue matters, from 0 to 1.
    capability : quantity, or mapping of issue to quantity
        What the actor could bring, at least 0; only ratios matter.
    """

    name: str | None = None
    position: _by_issue(Number, NUMBER)  # type: ignore[valid-type]
    salience: _by_issue(Share, SHARE) = Field(  # type: ignore[valid-type]
        default_factory=lambda: {EVERYWHERE: default(1, SHARE, "everything matters fully to everyone")}
    )
    capability: _by_issue(Positive, POSITIVE) = Field(  # type: ignore[valid-type]
        default_factory=lambda: {EVERYWHERE: default(1, POSITIVE, "all can bring the same")}
    )

    def on(self, issue: str, field: Literal["position", "salience", "capability"]) -> tuple[str, Quantity] | None:
        """Return the number that counts on an issue with the issue that it is stated for, if there is one."""
        stated: dict[str, Quantity] = getattr(self, field)
        found = issue if issue in stated else EVERYWHERE
        return (found, stated[found]) if found in stated else None


class Doubt(Sourced):
    """How far numbers that are stated without a range may be off: one standard deviation, in their own units."""

    position: Annotated[Decimal, Field(ge=0)] = 0.0
    salience: Annotated[Decimal, Field(ge=0, le=1)] = 0.0
    capability: Annotated[Decimal, Field(ge=0)] = 0.0


class CollectiveCase(Part):
    """A written decision of many actors."""

    winset: Literal[1]
    kind: Literal["collective"]
    id: Id
    title: str = Field(min_length=1)
    summary: str | None = None
    author: str | None = None
    invented: Flag = False
    as_of: Day | None = None
    question: Asked
    sources: dict[Id, Source] = Field(default_factory=dict)
    issues: dict[Id, DecidedIssue] = Field(min_length=1)
    actors: dict[Id, Actor] = Field(min_length=1)
    doubt: Doubt = Doubt()

    _written: Written = PrivateAttr(default_factory=Written)

    @property
    def written(self) -> Written:
        """How the case was written; empty for a case built in Python."""
        return self._written

    def as_written(self, written: Written) -> CollectiveCase:
        """Return the same case with a record of how it was written."""
        copy = self.model_copy()
        copy._written = written
        return copy

    def quantities(self) -> dict[str, Quantity]:
        """Return every quantity of the case by its path, in the order of the file.

        A number that counts on all issues has the path of its field, such as ``actors.denmark.salience``.
        """
        return {path: quantity for path, quantity, _ in self.stated()}

    def stated(self) -> Iterator[tuple[str, Quantity, Sourced | None]]:
        """Yield every quantity with its path and the part that it stands in."""
        for issue, said in self.issues.items():
            if said.reference is not None:
                yield f"issues.{issue}.reference", said.reference, None
        for name, actor in self.actors.items():
            for field in ("position", "salience", "capability"):
                for issue, quantity in getattr(actor, field).items():
                    yield path_of(name, field, issue), quantity, actor


def path_of(actor: str, field: str, issue: str) -> str:
    """Return the path of an actor's number.

    >>> path_of("denmark", "salience", "*"), path_of("denmark", "salience", "years")
    ('actors.denmark.salience', 'actors.denmark.salience.years')
    """
    return f"actors.{actor}.{field}" if issue == EVERYWHERE else f"actors.{actor}.{field}.{issue}"
