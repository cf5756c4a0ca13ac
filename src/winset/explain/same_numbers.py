"""Whether two numbers of cases say the same, however they are written."""

from __future__ import annotations

from typing import Any

from winset.case.quantity import Quantity

DIGITS = 12
"""Digits beyond which numbers are taken for the same: 18 % is .18 although their last bits differ."""


def same_number(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities stand for the same distribution; sources, notes and wordings do not count.

    A range without width is its one value, a choice with one alternative is that alternative, and the order of
    alternatives says nothing.

    Examples
    --------
    >>> from winset.case.quantities import DURATION, SHARE, parse
    >>> same_number(parse("18 %", SHARE), parse({"value": 0.18, "note": "ours"}, SHARE))
    True
    >>> same_number(parse("6 months", DURATION), parse("0.5 to 0.5 years", DURATION))
    True
    >>> same_number(parse("0.1 to 0.3", SHARE), parse({"low": 0.1, "mode": 0.2, "high": 0.3}, SHARE))
    False
    """
    return _meaning(one) == _meaning(other)


def _meaning(quantity: Quantity) -> tuple[Any, ...]:
    """Return what a quantity says, in one form for all that say the same."""
    numbers = tuple(_short(number) for number in quantity.numbers)
    match quantity.kind:
        case "interval" | "pert" | "triangular" if numbers[0] == numbers[-1]:
            return "fixed", numbers[:1]
        case "normal" if numbers[1] == 0:
            return "fixed", numbers[:1]
        case "poll" if not numbers[2]:
            share = _short(quantity.high * numbers[0] / (numbers[0] + numbers[1]))
            return ("poll", share, _short(quantity.error)) if quantity.error else ("fixed", (share,))
        case "poll":
            return "poll", numbers, _short(quantity.error)
        case "choice":
            chances: dict[tuple[Any, ...], float] = {}
            for choice, chance in quantity.choices:
                if chance:
                    chances[_meaning(choice)] = chances.get(_meaning(choice), 0.0) + chance
            if len(chances) == 1:
                return next(iter(chances))
            return "choice", frozenset((meaning, _short(chance)) for meaning, chance in chances.items())
    return quantity.kind, numbers


def _short(number: float) -> float:
    """Return a number without the digits that arithmetic leaves behind; zero has no sign."""
    return float(f"{number:.{DIGITS}g}") + 0.0
