"""Model forms: the product of what could reasonably be assumed, each dimension weighted by the case or evenly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal, TypeVar

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.knowledge import hides
from winset.case.public import FeltPublic
from winset.case.voting import Body, Referendum
from winset.case.world import Information, Solution

NONE: Final = "none"
"""Stands for a dimension that has no use: approval without felt publics, votes without bodies, a solution of offers."""


SOLUTIONS: dict[Solution, float] = {"nash": 1.0, "kalai-smorodinsky": 1.0}

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True)
class FormOf:
    """One model form of one story: a value for each dimension and its weight among the story's forms.

    Under private information a proposer chooses the package, so that the form has no solution.
    """

    process: str
    closing: str
    information: Literal[Information, "none"]
    solution: Literal[Solution, "none"]
    vote_error: str
    weight: float

    def name(self, story: str) -> str:
        """Return the form's name: what tells it from the others, joined by dots."""
        known = self.information if self.information == NONE else f"{self.information} information"
        parts = (self.process, self.closing, known, self.solution, self.vote_error, story)
        return " · ".join(part for part in parts if part not in (NONE, ""))


def lends(forms: Sequence[FormOf]) -> bool:
    """Tell whether someone imagines what others know, for which draws of one block lend each other values."""
    return any(form.information == "private" for form in forms)


def _even(weights: Mapping[Name, float]) -> dict[Name, float]:
    """Return weights that sum to 1."""
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def forms_of(case: Case) -> tuple[FormOf, ...]:
    """Return the forms of a case, in a fixed order; their weights sum to 1.

    Dimensions that the case does not list: both processes (and their twins with jumps if a felt public has jumps),
    closing at meetings, common information (and private if somebody hides a number), the Nash and the
    Kalai-Smorodinsky solution, votes with a common error.
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
    for (process, often), (closing, near), (information, known, solution, chosen), (error, spread) in product(
        _even(processes).items(),
        _even(case.forms.closing or {"meetings": 1.0}).items(),
        _choosing(case),
        _even(errors).items(),
    ):
        found.append(FormOf(process, closing, information, solution, error, often * near * known * chosen * spread))
    return tuple(found)


def _choosing(
    case: Case,
) -> list[tuple[Literal[Information, "none"], float, Literal[Solution, "none"], float]]:
    """Return who knows what and which package is chosen, with their weights: offers leave no choice to a solution.

    Nobody makes an offer once a package is agreed, nor where not all parties must agree.
    """
    information: dict[Information, float] = {"common": 1.0}
    if case.stage == "talks" and case.agreed_by is None and (case.forms.information or hides(case)):
        information = dict(case.forms.information or {"common": 1.0, "private": 1.0})
    found: list[tuple[Literal[Information, "none"], float, Literal[Solution, "none"], float]] = []
    for name, weight in _even(information).items():
        if name == "private":
            found.append((name, weight, NONE, 1.0))
        else:
            solutions = _even(case.forms.solution or SOLUTIONS)
            known: Literal[Information, "none"] = name if "private" in information else NONE
            found += [(known, weight, solution, chosen) for solution, chosen in solutions.items()]
    return found
