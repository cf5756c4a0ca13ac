"""Who stands where in a decision of many actors, and who gains from what a model says.

A gain is how much nearer the outcome lies to what an actor wants than a yardstick does: what holds without a decision
or, where nothing is stated, the mean of the positions. Issues count by the actor's salience, each as a share of its
scale, so that years and per cent can be added up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.case.collective import EVERYWHERE, CollectiveCase, path_of
from winset.collective.decision import Decision
from winset.forecasting.decisions import distributions
from winset.forecasting.labels import titled

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Stand:
    """Where an actor stands on an issue in which it takes part, with every number at its mode.

    Parameters
    ----------
    issue : str
    position : float
        In units of the issue.
    low, high : float
        The 5 and 95 % points of the position.
    salience, capability : float
    weight : float
        Capability times salience, as a share of that of all on the issue; 0 if it is 0 for all.
    """

    issue: str
    position: float
    low: float
    high: float
    salience: float
    capability: float
    weight: float


@dataclass(frozen=True)
class ComparedActor:
    """An actor, what it is called, and where it stands."""

    id: str
    name: str
    stands: tuple[Stand, ...]


def actor_name(case: CollectiveCase, id: str) -> str:
    """Return what an actor is called: its name, or its id with capitals."""
    return case.actors[id].name or titled(id)


def actors_of(case: CollectiveCase, central: Decision) -> tuple[ComparedActor, ...]:
    """Return where every actor of a case stands; `central` holds its numbers at their modes."""
    assert central.present is not None
    power = central.capability * central.salience
    total = power.sum(axis=0)
    share = np.divide(power, total, out=np.zeros_like(power), where=total > 0)
    laws = distributions(case)
    actors = []
    for row, (name, actor) in enumerate(case.actors.items()):
        stands = []
        for column, (issue, said) in enumerate(case.issues.items()):
            if central.present[row, column]:
                own = issue if issue in actor.position else EVERYWHERE
                ends = np.clip(laws[path_of(name, "position", own)].ppf(np.array([0.05, 0.95])), *said.range)
                at = (float(each[row, column]) for each in (central.salience, central.capability, share))
                stands.append(Stand(issue, float(central.position[row, column]), *map(float, ends), *at))
        actors.append(ComparedActor(name, actor_name(case, name), tuple(stands)))
    return tuple(actors)


def yardsticks(decision: Decision) -> Array:
    """Return what outcomes are measured from, shape (n_issues,): the reference point, else the mean of the positions.

    >>> ones = np.ones((2, 1))
    >>> yardsticks(Decision(("a", "b"), ("tax",), np.array([[0.0], [8.0]]), ones, ones)).tolist()
    [4.0]
    """
    assert decision.present is not None
    assert decision.reference is not None
    mean = decision.position.sum(axis=0) / np.maximum(decision.present.sum(axis=0), 1)
    return np.where(np.isnan(decision.reference), mean, decision.reference)


def gains(decision: Decision, outcomes: Array) -> tuple[float | None, ...]:
    r"""Return what each actor gains from outcomes over the yardsticks, as a share of the scales.

    .. math:: g_a = \frac{\sum_j s_{aj} (|y_j - x_{aj}| - |o_j - x_{aj}|) / w_j}{\sum_j s_{aj}}

    with yardstick :math:`y`, outcome :math:`o`, position :math:`x`, salience :math:`s` and width :math:`w` of the
    scale, over the issues in which the actor takes part.

    Parameters
    ----------
    decision : Decision
    outcomes : array of float, shape (n_issues,)
        In units of each issue; nan where there is none.

    Returns
    -------
    tuple of float or None
        From -1 to 1, one for each actor; 0 for one to whom nothing matters, None for one who takes part in an issue
        without an outcome.

    Examples
    --------
    >>> ones = np.ones((2, 1))
    >>> tax = Decision(("a", "b"), ("tax",), np.array([[0.0], [8.0]]), ones, ones, scale=np.array([[0.0, 8.0]]))
    >>> gains(tax, np.array([6.0]))
    (-0.25, 0.25)
    """
    assert decision.present is not None
    width = np.diff(decision.ends(), axis=1)[:, 0]
    away = np.abs(yardsticks(decision) - decision.position) - np.abs(outcomes - decision.position)
    nearer = np.where(decision.present, away / width, 0.0)
    total = decision.salience.sum(axis=1)
    found = (decision.salience * nearer).sum(axis=1) / np.where(total > 0, total, 1.0)
    return tuple(None if math.isnan(gain) else float(gain) for gain in found)
