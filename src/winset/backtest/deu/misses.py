"""The forecasts that were furthest off: who wanted what there, and what would have held without a decision."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from winset.backtest.cells import quantile
from winset.backtest.choice import Array
from winset.backtest.deu.data import Issue
from winset.backtest.deu.said import brought, saliences

MOST = 10


@dataclass(frozen=True)
class Camp:
    """Those who hold one position, and their share of all capability times salience."""

    position: float
    share: float
    actors: tuple[str, ...]


@dataclass(frozen=True)
class Miss:
    """An issue whose outcome was far from its forecast.

    Parameters
    ----------
    issue, dossier, wave, procedure : str
        `dossier` in words.
    outcome, forecast, low, high : float
        What was decided, the median of the forecast, and the ends of its central interval of 80 %.
    crps : float
    reference : float
        nan where nothing is known.
    camps : tuple of Camp
        The weightiest first.
    """

    issue: str
    dossier: str
    wave: str
    procedure: str
    outcome: float
    forecast: float
    low: float
    high: float
    crps: float
    reference: float
    camps: tuple[Camp, ...]

    @property
    def has_won(self) -> Camp | None:
        """Return the camp that wanted what was decided, if there is one."""
        return next((camp for camp in self.camps if abs(camp.position - self.outcome) < 0.5), None)

    @property
    def way(self) -> Literal["heaviest", "lighter", "nobody"]:
        """Return whose way it went: the heaviest camp's, a lighter one's, or nobody's."""
        if self.has_won is None:
            return "nobody"
        return "heaviest" if self.has_won is self.camps[0] else "lighter"

    @property
    def is_reference(self) -> bool:
        """Return whether it ended where it had begun."""
        return abs(self.reference - self.outcome) < 0.5

    @property
    def says(self) -> str:
        """What happened there, in sentences."""
        won, first = self.has_won, self.camps[0]
        named = _named(first)
        told = [
            f"Decided {self.outcome:g}; forecast {self.forecast:g} ({self.low:g} to {self.high:g}).",
            f"{named[:1].upper()}{named[1:]} wanted {first.position:g} ({first.share:.0%} of the weight).",
        ]
        if won is None:
            told.append("Nobody wanted what was decided.")
        elif won is not first:
            told.append(f"What was decided was wanted by {_named(won)} ({won.share:.0%}).")
        else:
            told.append("The heaviest camp had its way.")
        if math.isnan(self.reference):
            told.append("The reference point is not known.")
        elif self.is_reference:
            told.append("This was the reference point: nothing changed.")
        else:
            told.append(f"The reference point was {self.reference:g}.")
        return " ".join(told)


def _named(camp: Camp) -> str:
    """Who is in a camp; of many only how many."""
    names = [NAMES.get(actor, actor.upper()) for actor in camp.actors]
    if len(names) > 6:
        return f"{', '.join(names[:4])} and {len(names) - 4} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


NAMES = {"com": "the Commission", "ep": "the Parliament"}


def camps_of(issue: Issue) -> tuple[Camp, ...]:
    """Return those who hold each position, the weightiest camp first."""
    weights = saliences(issue) * brought(issue)
    weights = weights / weights.sum() if weights.sum() else np.full(weights.size, 1 / weights.size)
    held: dict[float, list[tuple[float, str]]] = {}
    for stand, weight in zip(issue.stands, weights, strict=True):
        held.setdefault(stand.position, []).append((float(weight), stand.actor))
    camps = [
        Camp(position, sum(weight for weight, _ in said), tuple(actor for _, actor in sorted(said, reverse=True)))
        for position, said in held.items()
    ]
    return tuple(sorted(camps, key=lambda camp: (-camp.share, camp.position)))


def worst_misses(
    issues: Sequence[Issue], outcomes: Array, chances: Array, scores: Array, most: int = MOST
) -> tuple[Miss, ...]:
    """Return the issues with the largest scores, the largest first, one for each dossier at most."""
    middle, low, high = (quantile(chances, level) for level in (0.5, 0.1, 0.9))
    found: dict[str, Miss] = {}
    for place in np.argsort(-scores, kind="stable").tolist():
        issue = issues[place]
        if issue.dossier not in found and len(found) < most:
            numbers: Mapping[str, float] = {
                "outcome": float(outcomes[place]),
                "forecast": float(middle[place]),
                "low": float(low[place]),
                "high": float(high[place]),
                "crps": float(scores[place]),
            }
            found[issue.dossier] = Miss(
                issue.id, issue.name, issue.wave, issue.procedure, **numbers, reference=issue.reference,
                camps=camps_of(issue),
            )  # fmt: skip
    return tuple(found.values())
