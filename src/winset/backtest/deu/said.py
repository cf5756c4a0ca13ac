"""What each model says of the issues of a dossier, taken as one decision: the piece of work that is kept.

What is kept hangs on this file and on whatever it imports, and on nothing else of the program: see
`winset.backtest.program`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from winset.backtest.deu.data import Issue
from winset.backtest.deu.votes import capabilities
from winset.collective.allowed import Array
from winset.collective.decision import Decision
from winset.collective.shown import STANDARD


def id_of(label: str) -> str:
    """Return the id of a line.

    >>> id_of("election, all pairs")
    'election-all-pairs'
    """
    return label.lower().replace(",", "").replace(" ", "-")


def decision_of(issues: Sequence[Issue]) -> Decision:
    """Return the issues of a dossier as one decision.

    A salience that is not stated counts as 0: nobody said that the issue matters to that actor. Where no actor has any,
    all have 1; where nobody could bring anything, all could bring the same.
    """
    actors = tuple(sorted({stand.actor for issue in issues for stand in issue.stands}))
    arrays = {name: np.zeros((len(actors), len(issues))) for name in ("position", "salience", "capability")}
    present = np.zeros((len(actors), len(issues)), dtype=bool)
    for column, issue in enumerate(issues):
        for stand, cares, can in zip(issue.stands, saliences(issue), brought(issue, actors), strict=True):
            place = actors.index(stand.actor), column
            present[place] = True
            arrays["position"][place], arrays["salience"][place] = stand.position, cares
            arrays["capability"][place] = can
    reference = np.array([issue.reference for issue in issues])
    scale = np.tile([0.0, 100.0], (len(issues), 1))
    return Decision(
        actors, tuple(issue.id for issue in issues), **arrays, present=present, reference=reference, scale=scale
    )


def saliences(issue: Issue) -> Array:
    """Return salience from 0 to 1 in the order of the stands: 0 where it is not stated, 1 for all if all are 0."""
    stated = np.array([0.0 if math.isnan(stand.salience) else stand.salience / 100 for stand in issue.stands])
    return stated if stated.any() else np.ones(stated.size)


def brought(issue: Issue, others: Sequence[str] = ()) -> Array:
    """Return capability in the order of the stands, as a share of the largest member's; 1 for all if all are 0.

    Parameters
    ----------
    issue : Issue
    others : sequence of str
        Who else takes part in the dossier, which may tell which votes counted.
    """
    can = capabilities([*(stand.actor for stand in issue.stands), *others], issue.introduced, issue.procedure)
    found = np.array([can[stand.actor] for stand in issue.stands])
    return found if found.any() else np.ones(found.size)


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
