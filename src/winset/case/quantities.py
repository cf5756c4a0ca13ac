"""The fields of a case that may be uncertain: one type for each domain, read from whatever an analyst writes.

`Quantity` is what such a field holds; `parse` reads one; `default` marks one as winset's own.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from winset.case.domains import (
    CHANCE,
    CORRELATION,
    DAYS,
    DURATION,
    NUMBER,
    PERCENT,
    POINTS,
    POSITIVE,
    RATE,
    SHARE,
    SPREAD,
    Domain,
)
from winset.case.phrases import parse
from winset.case.quantity import Kind, Quantity

DOMAIN_KEY = "x-winset-domain"
"""Marks a quantity in a JSON Schema until the schema of its domain is put in its place."""


def _read_in(domain: Domain) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return what makes a field of type `Quantity` read its domain's numbers."""
    return BeforeValidator(lambda value: parse(value, domain)), WithJsonSchema({DOMAIN_KEY: domain.name})


Number = Annotated[Quantity, *_read_in(NUMBER)]
Points = Annotated[Quantity, *_read_in(POINTS)]
Positive = Annotated[Quantity, *_read_in(POSITIVE)]
Percent = Annotated[Quantity, *_read_in(PERCENT)]
Share = Annotated[Quantity, *_read_in(SHARE)]
Chance = Annotated[Quantity, *_read_in(CHANCE)]
Correlation = Annotated[Quantity, *_read_in(CORRELATION)]
Rate = Annotated[Quantity, *_read_in(RATE)]
Duration = Annotated[Quantity, *_read_in(DURATION)]
Spread = Annotated[Quantity, *_read_in(SPREAD)]


ESTIMATED = "estimated"
"""Stands for a number that is left to the readings of a series."""


def _estimated_in(domain: Domain) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return what makes a field read its domain's numbers, or the word that leaves it to a series."""

    def read(value: Any) -> Any:
        if value == ESTIMATED:
            return Quantity(
                kind="estimated",
                domain=domain.name,
                low=domain.low,
                high=domain.high,
                positive=domain.positive,
                unit=domain.unit,
            )
        return parse(value, domain)

    return BeforeValidator(read), WithJsonSchema({"anyOf": [{"const": ESTIMATED}, {DOMAIN_KEY: domain.name}]})


EstimableRate = Annotated[Quantity, *_estimated_in(RATE)]
EstimableSpread = Annotated[Quantity, *_estimated_in(SPREAD)]


def default(value: Any, domain: Domain, note: str) -> Quantity:
    """Return a default of winset's own, marked as such so that outputs can print it when it is used.

    >>> default(6, SPREAD, "judgement").is_default
    True
    """
    return parse(value, domain).model_copy(update={"is_default": True, "note": note})


__all__ = [
    "CHANCE",
    "CORRELATION",
    "DAYS",
    "DOMAIN_KEY",
    "DURATION",
    "ESTIMATED",
    "NUMBER",
    "PERCENT",
    "POINTS",
    "POSITIVE",
    "RATE",
    "SHARE",
    "SPREAD",
    "Chance",
    "Correlation",
    "Domain",
    "Duration",
    "EstimableRate",
    "EstimableSpread",
    "Kind",
    "Number",
    "Percent",
    "Points",
    "Positive",
    "Quantity",
    "Rate",
    "Share",
    "Spread",
    "default",
    "parse",
]
