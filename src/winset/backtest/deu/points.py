"""What each model says of every issue of a dossier, taken as one decision: the piece of work that is kept."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.backtest.deu.data import Issue
from winset.backtest.deu.votes import capabilities
from winset.backtest.kept import Kept, code_hash, content_key, worked
from winset.collective.decision import Decision
from winset.collective.shown import STANDARD
from winset.forecasting.run import Progress

Array = NDArray[np.float64]

MIDDLE = 50.0
"""The middle of the scale, as a forecast."""


@dataclass(frozen=True)
class Line:
    """A method: its id here, its label, the id of its model if it has one, and whether it is a baseline."""

    id: str
    label: str
    model: str
    is_baseline: bool


def id_of(label: str) -> str:
    """Return the id of a line.

    >>> id_of("election, all pairs")
    'election-all-pairs'
    """
    return label.lower().replace(",", "").replace(" ", "-")


POINT_LINES: tuple[Line, ...] = (
    *(Line(id_of(shown.label), shown.label, shown.id, True) for shown in STANDARD if shown.is_baseline),
    Line("middle", "middle of the scale", "", True),
    *(Line(id_of(shown.label), shown.label, shown.id, False) for shown in STANDARD if not shown.is_baseline),
)
"""All lines that say one number: the baselines first."""


@dataclass(frozen=True, eq=False)
class Points:
    """What each line says of each issue, by id, shape (n_issues,), nan where nothing; and how its answers ended."""

    said: Mapping[str, Array]
    statuses: Mapping[str, Mapping[str, int]]


def decision_of(issues: Sequence[Issue]) -> Decision:
    """Return the issues of a dossier as one decision.

    A salience that is not stated counts as 0: nobody said that the issue matters to that actor. Where no actor has any,
    all have 1.
    """
    actors = tuple(sorted({stand.actor for issue in issues for stand in issue.stands}))
    arrays = {name: np.zeros((len(actors), len(issues))) for name in ("position", "salience", "capability")}
    present = np.zeros((len(actors), len(issues)), dtype=bool)
    for column, issue in enumerate(issues):
        can = capabilities(actors, issue.introduced, issue.procedure)
        for stand, cares in zip(issue.stands, saliences(issue), strict=True):
            place = actors.index(stand.actor), column
            present[place] = True
            arrays["position"][place], arrays["salience"][place] = stand.position, cares
            arrays["capability"][place] = can[stand.actor]
    reference = np.array([issue.reference for issue in issues])
    scale = np.tile([0.0, 100.0], (len(issues), 1))
    return Decision(
        actors, tuple(issue.id for issue in issues), **arrays, present=present, reference=reference, scale=scale
    )


def saliences(issue: Issue) -> Array:
    """Return salience from 0 to 1 in the order of the stands: 0 where it is not stated, 1 for all if all are 0."""
    stated = np.array([0.0 if math.isnan(stand.salience) else stand.salience / 100 for stand in issue.stands])
    return stated if stated.any() else np.ones(stated.size)


def said_of_dossier(issues: tuple[Issue, ...]) -> dict[str, Any]:
    """Return what each line of `STANDARD` says of the issues of a dossier, and how its answer ended, as plain data."""
    decision = decision_of(issues)
    found = {}
    for shown in STANDARD:
        answer = shown.answer(decision)
        values = [float(value) if math.isfinite(value) else None for value in np.asarray(answer.value)]
        found[id_of(shown.label)] = {
            "status": answer.status if any(v is not None for v in values) else "empty",
            "said": values,
        }
    return found


def points_of(issues: Sequence[Issue], kept: Kept, workers: int = 1, progress: Progress | None = None) -> Points:
    """Return what every line says of every issue; issues of one dossier are decided together."""
    dossiers: dict[str, list[int]] = {}
    for place, issue in enumerate(issues):
        dossiers.setdefault(issue.dossier, []).append(place)
    pieces = [tuple(issues[place] for place in places) for places in dossiers.values()]
    code = code_hash("winset.collective", "winset.backtest.deu")
    keys = [content_key("deu", code, [_plain(issue) for issue in piece]) for piece in pieces]
    done = worked(pieces, keys, said_of_dossier, kept, workers, progress)
    said = {line.id: np.full(len(issues), MIDDLE if line.id == "middle" else math.nan) for line in POINT_LINES}
    statuses: dict[str, Counter[str]] = {line.id: Counter() for line in POINT_LINES}
    for places, found in zip(dossiers.values(), done, strict=True):
        for id, answer in found.items():
            said[id][places] = [math.nan if value is None else value for value in answer["said"]]
            statuses[id][answer["status"]] += 1
    return Points(said, {id: dict(counted) for id, counted in statuses.items()})


def _plain(issue: Issue) -> list[Any]:
    """Return all that the models are told of an issue, as plain data."""
    stands: Iterator[list[Any]] = ([stand.actor, stand.position, str(stand.salience)] for stand in issue.stands)
    return [issue.id, issue.introduced, issue.procedure, str(issue.reference), list(stands)]
