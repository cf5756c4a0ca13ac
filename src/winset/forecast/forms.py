"""Model forms: the product of what could reasonably be assumed, each dimension weighted by the case or evenly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from winset.case.case import Case
from winset.case.home import Body, FeltPublic, Referendum

NONE = "none"
"""Stands for a dimension that the case has no use for: approval without felt publics, votes without bodies."""


@dataclass(frozen=True)
class FormOf:
    """One model form of one story: a value for each dimension and its weight among the story's forms."""

    process: str
    closing: str
    solution: str
    vote_error: str
    weight: float

    def name(self, story: str) -> str:
        """Return the form's name: what tells it from the others, joined by dots."""
        parts = (self.process, self.closing, self.solution, self.vote_error, story)
        return " · ".join(part for part in parts if part not in (NONE, ""))


def _even(weights: Mapping[str, float]) -> dict[str, float]:
    """Return weights that sum to 1."""
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def forms_of(case: Case) -> tuple[FormOf, ...]:
    """Return the forms of a case, in a fixed order; their weights sum to 1.

    Dimensions that the case does not list: both processes (and their twins with jumps if a felt public has jumps),
    closing at meetings, the Nash and the Kalai-Smorodinsky solution, votes with a common error.
    """
    homes = [accepter for party in case.parties.values() for accepter in party.home.values()]
    publics = [accepter for accepter in homes if isinstance(accepter, FeltPublic)]
    processes = dict.fromkeys(["random-walk", "mean-reversion"], 1.0)
    if any(public.moves.jumps for public in publics):
        processes |= dict.fromkeys(["random-walk-jumps", "mean-reversion-jumps"], 1.0)
    process = dict(case.forms.process or processes) if publics else {NONE: 1.0}
    votes = any(isinstance(accepter, Body | Referendum) for accepter in homes)
    vote_error = dict(case.forms.vote_error or {"common": 1.0}) if votes else {NONE: 1.0}
    dimensions = (
        _even(process),
        _even(case.forms.closing or {"meetings": 1.0}),
        _even(case.forms.solution or {"nash": 1.0, "kalai-smorodinsky": 1.0}),
        _even(vote_error),
    )
    found = []
    for combination in product(*(dimension.items() for dimension in dimensions)):
        weight = 1.0
        for _, share in combination:
            weight *= share
        found.append(FormOf(*(name for name, _ in combination), weight=weight))
    return tuple(found)
