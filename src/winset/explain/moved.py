"""A number moved with its whole spread: by so much, or by a factor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from pydantic_core import PydanticCustomError

from winset.case.complaints import shown
from winset.case.domains import DOMAINS, LARGEST, Domain
from winset.case.phrases import parse
from winset.case.quantity import Quantity
from winset.case.writing import quantity_data
from winset.errors import InputError
from winset.explain.same_numbers import same_number

Move = Literal["+=", "-=", "*="]


def moved(quantity: Quantity, move: Move, by: Any) -> Any:
    """Return a number moved with its whole spread, as it is written in a case file.

    A fixed number, both ends of a range, all three numbers of an estimate, the mean of a normal number and every
    alternative of a choice move alike. ``*=`` multiplies them, and with them the spread. Who knows the number stays;
    its sources go, since they say another number.

    Parameters
    ----------
    quantity : Quantity
    move : {"+=", "-=", "*="}
    by : number or text
        In the number's own unit, such as ``5``, or ``2 months`` for a duration; a plain factor of 0 or more for ``*=``.

    Raises
    ------
    InputError
        If the number is a poll or a Beta distribution, whose spread has a shape of its own; if `by` is no such amount;
        or if an end would leave what the field allows.

    Examples
    --------
    >>> from winset.case.domains import PERCENT
    >>> moved(parse("58 to 66", PERCENT), "+=", 4), moved(parse({"normal": [60, 2]}, PERCENT), "*=", 0.5)
    ('62 to 70', {'normal': [30, 1]})
    """
    domain = DOMAINS[quantity.domain]
    if move == "*=":
        factor, step = _factor(by), 0.0
    else:
        factor, step = 1.0, _step(by, domain) * (-1 if move == "-=" else 1)
    made = _moved(quantity, factor, step, domain)
    found = quantity_data(made)
    if isinstance(found, str) and domain.name in {"duration", "rate"} and same_number(parse(str(made), domain), made):
        found = str(made)
    if quantity.known_to:
        found = found if isinstance(found, dict) else {"value": found}
        found["known_to"] = list(quantity.known_to)
    return found


def _factor(by: Any) -> float:
    """Return a plain factor."""
    if isinstance(by, bool) or not isinstance(by, int | float) or not 0 <= by <= LARGEST:
        raise InputError(f"{shown(by)} is no factor; take a number of 0 or more, such as 1.1")
    return float(by)


def _step(by: Any, domain: Domain) -> float:
    """Return an amount in the unit of a domain; it may be negative."""
    sign, is_share = 1.0, isinstance(by, str) and domain.high == 1.0
    if isinstance(by, str) and by.lstrip().startswith("-"):
        by, sign = by.lstrip()[1:], -1.0
    try:
        amount = parse(by, replace(domain, low=-LARGEST, high=domain.high if is_share else LARGEST))
    except PydanticCustomError as error:
        context = error.context or {}
        said = [str(context.get(key)) for key in ("message", "remedy") if context.get(key)]
        raise InputError("; ".join(said)) from None
    if amount.kind != "fixed":
        raise InputError(f"{shown(by)} is no single amount; take one number")
    return sign * amount.numbers[0]


def _moved(quantity: Quantity, factor: float, step: float, domain: Domain) -> Quantity:
    """Return the number moved."""
    shapes = {"poll": "a poll", "beta": "a Beta distribution", "estimated": "left to polls"}
    if what := shapes.get(quantity.kind):
        raise InputError(
            f"this number is {what} ({quantity}), whose spread has a shape of its own; set it with = instead"
        )
    if quantity.kind == "choice":
        choices = tuple((_moved(choice, factor, step, domain), chance) for choice, chance in quantity.choices)
        return quantity.model_copy(update={"choices": choices, "sources": (), "note": None, "known_to": ()})
    numbers = [round(number * factor + step, 12) + 0.0 for number in quantity.numbers]
    if quantity.kind == "normal":
        numbers[1] = quantity.numbers[1] * factor
    for number in numbers[:1] if quantity.kind == "normal" else numbers:
        if not domain.low <= number <= domain.high:
            raise InputError(f"{quantity} would move to {number:g}; allowed: {domain.allowed}")
    kept = {"kind": quantity.kind, "numbers": tuple(numbers)}
    bare = {"sources": (), "note": None, "confidence": None, "hindsight": False, "known_to": (), "is_default": False}
    return quantity.model_copy(update=kept | bare)


__all__ = ["Move", "moved"]
