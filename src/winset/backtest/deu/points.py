"""What each model says of every issue, dossier by dossier, from what is kept where it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.backtest.deu.data import Issue
from winset.backtest.deu.said import id_of, said_of_dossier
from winset.backtest.kept import Kept, content_key, worked
from winset.backtest.program import code_hash
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


def points_of(issues: Sequence[Issue], kept: Kept, workers: int = 1, progress: Progress | None = None) -> Points:
    """Return what every line says of every issue; issues of one dossier are decided together."""
    dossiers: dict[str, list[int]] = {}
    for place, issue in enumerate(issues):
        dossiers.setdefault(issue.dossier, []).append(place)
    pieces = [tuple(issues[place] for place in places) for places in dossiers.values()]
    code = code_hash("winset.backtest.deu.said")
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
