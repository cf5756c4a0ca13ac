"""Model forms: the product of what could reasonably be assumed, each dimension weighted by the case or evenly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic
from winset.case.voting import Body, Referendum
from winset.case.world import Solution

NONE = "none"
"""Stands for a dimension that the case has no use for: approval without felt publics, votes without bodies."""


SOLUTIONS: dict[Solution, float] = {"nash": 1.0, "kalai-smorodinsky": 1.0}

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True)
class FormOf:
    """One model form of one story: a value for each dimension and its weight among the story's forms."""

    process: str
    closing: str
    solution: Solution
    vote_error: str
    weight: float

    def name(self, story: str) -> str:
        """Return the form's name: what tells it from the others, joined by dots."""
        parts = (self.process, self.closing, self.solution, self.vote_error, story)
        return " · ".join(part for part in parts if part not in (NONE, ""))


def _even(weights: Mapping[Name, float]) -> dict[Name, float]:
    """Return weights that sum to 1."""
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def forms_of(case: Case) -> tuple[FormOf, ...]:
    """Return the forms of a case, in a fixed order; their weights sum to 1.

    Dimensions that the case does not list: both processes (and their twins with jumps if a felt public has jumps),
    closing at meetings, the Nash and the Kalai-Smorodinsky solution, votes with a common error.
    """
    homes = [ratifier.accepter for ratifier in ratifiers(case)]
    publics = [accepter for accepter in homes if isinstance(accepter, FeltPublic)]
    processes = {NONE: 1.0}
    if publics:
        jumping = any(public.moves.jumps for public in publics)
        walks = ["random-walk", "mean-reversion"] + ["random-walk-jumps", "mean-reversion-jumps"] * jumping
        processes = dict(case.forms.process or dict.fromkeys(walks, 1.0))
    errors = {NONE: 1.0}
    if any(isinstance(accepter, Body | Referendum) for accepter in homes):
        errors = dict(case.forms.vote_error or {"common": 1.0})
    found = []
    for (process, often), (closing, near), (solution, chosen), (error, spread) in product(
        _even(processes).items(),
        _even(case.forms.closing or {"meetings": 1.0}).items(),
        _even(case.forms.solution or SOLUTIONS).items(),
        _even(errors).items(),
    ):
        found.append(FormOf(process, closing, solution, error, often * near * chosen * spread))
    return tuple(found)
