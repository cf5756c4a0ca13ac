"""A number as an analyst writes it: fixed, a range, an estimate, a poll or a choice, with its sources.

Every field of a case that may be uncertain is a `Quantity`. A *domain* says what the field allows and in which
unit the rest of winset meets it: chances and shares from 0 to 1, approval from 0 to 100, rates per year, durations
in days, points of worth without bounds.
"""

from __future__ import annotations

import math
from typing import Literal

from pydantic import BaseModel, ConfigDict

from winset.case.domains import DAYS

Kind = Literal["fixed", "interval", "pert", "triangular", "normal", "beta", "poll", "choice", "estimated"]


class Quantity(BaseModel):
    """One number of a case, with what is known of its spread and where it comes from.

    Parameters
    ----------
    kind : str
        How `numbers` are to be read: ``fixed`` (value), ``interval`` (5 % and 95 % points), ``pert`` and
        ``triangular`` (low, mode, high), ``normal`` (mean, standard deviation), ``beta`` (a, b), ``poll``
        (per cent in favour, per cent against, respondents, design effect), ``choice`` (none; see `choices`),
        ``estimated`` (none; the number is what the polls of a series say of it).
    numbers : tuple of float
        In the unit of `domain`.
    choices : tuple of (Quantity, float)
        For ``choice``: alternatives with their chances, which sum to 1.
    domain, low, high, positive
        The field's domain, as in `Domain`; draws are clipped to it.
    error : float
        For ``poll``: standard deviation beyond sampling, in points.
    wording : str or None
        For ``poll``: the question as asked.
    sources : tuple of str
        Ids of sources; none means that the number is a guess.
    note, confidence, hindsight
        What the analyst adds.
    known_to : tuple of str
        Ids of the parties that know the number, hidden from the others in the form `private`; none means that all do.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    numbers: tuple[float, ...] = ()
    choices: tuple[tuple[Quantity, float], ...] = ()
    domain: str = "number"
    low: float = -math.inf
    high: float = math.inf
    positive: bool = False
    unit: str = ""
    error: float = 0.0
    wording: str | None = None
    sources: tuple[str, ...] = ()
    note: str | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    hindsight: bool = False
    known_to: tuple[str, ...] = ()
    is_default: bool = False

    @property
    def is_guess(self) -> bool:
        """True if no source is named, here or in any alternative."""
        return not self.sources and not any(choice.sources for choice, _ in self.choices)

    @property
    def is_uncertain(self) -> bool:
        """True if the number has a spread."""
        if self.kind == "choice":
            return len(self.choices) > 1 or self.choices[0][0].is_uncertain
        if self.kind in {"interval", "pert", "triangular"}:
            return self.numbers[0] != self.numbers[-1]
        return self.kind != "fixed" and not (self.kind == "normal" and self.numbers[1] == 0)

    def __str__(self) -> str:
        """Return the number as an analyst would write it."""
        numbers, unit = _readable(self.numbers, self.unit)
        shown = [f"{number:g}" for number in numbers]
        unit = f" {unit}" if unit else ""
        match self.kind:
            case "fixed":
                return shown[0] + unit
            case "interval":
                return f"{shown[0]} to {shown[1]}{unit}"
            case "pert" | "triangular":
                return f"{shown[0]} / {shown[1]} / {shown[2]}{unit}"
            case "normal":
                return f"{shown[0]} ± {shown[1]}{unit}"
            case "beta":
                return f"Beta({shown[0]}, {shown[1]}){unit}"
            case "poll":
                asked = f" of {shown[2]} asked" if self.numbers[2] else ""
                return f"{shown[0]} % for, {shown[1]} % against{asked}"
            case "estimated":
                return "estimated from its series"
            case "choice":
                return " or ".join(f"{choice} ({chance:.0%})" for choice, chance in self.choices)


def _readable(numbers: tuple[float, ...], unit: str) -> tuple[tuple[float, ...], str]:
    """Return durations in the largest unit in which they are whole numbers, other numbers as they are; one in singular.

    >>> _readable((7.0,), "days"), _readable((1.0,), "days"), _readable((0.0, 1.0), "points")
    (((1.0,), 'week'), ((1.0,), 'day'), ((0.0, 1.0), 'point'))
    """
    if unit == "days" and any(numbers):
        for name in ("year", "month", "week"):
            scaled = tuple(round(number / DAYS[name], 9) for number in numbers)
            if all(number.is_integer() for number in scaled):
                return scaled, name if max(scaled) == 1 else f"{name}s"
    return numbers, unit.removesuffix("s") if numbers and max(numbers) == 1 else unit
