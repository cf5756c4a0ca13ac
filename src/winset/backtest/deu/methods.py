"""Every method's distribution over outcomes, none of it fitted on the dossier that it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from winset.backtest.cells import CELLS, cell_of, quantile
from winset.backtest.choice import Array
from winset.backtest.deu.data import Issue
from winset.backtest.deu.points import POINT_LINES, Line
from winset.backtest.deu.residuals import distance_features, out_of_sample, shape_features
from winset.backtest.deu.said import saliences

MEAN = "mean-by-salience"
"""The line that all others are compared with."""

NORMAL = Line("mean-with-normal-error", "mean by salience, normal error", "", True)
PAST = Line("past-outcomes", "outcomes of other dossiers", "", True)
POOL = Line("pool", "pool of all models", "", False)
CHOICE = Line("choice", "choice among points", "", False)

LINES: tuple[Line, ...] = (
    *(line for line in POINT_LINES if line.is_baseline), NORMAL, PAST,
    *(line for line in POINT_LINES if not line.is_baseline), POOL, CHOICE,
)  # fmt: skip
"""Every method, the baselines first."""

CHOICE_POINTS = ("compromise", "median-by-salience-and-capability", "election-challenges")
"""What the choice among points takes distances from: a mean, a median, and a vote."""

SPREAD_OUT = 0.5
"""Of how many past outcomes spread evenly over the scale every other one is smoothed with."""


def distributions(
    issues: Sequence[Issue], said: Mapping[str, Array], outcomes: Array, folds: NDArray[np.intp]
) -> dict[str, Array]:
    """Return the chances of every whole point by method, shape (n_issues, 101) each; rows of nan where it says nothing.

    Parameters
    ----------
    issues : sequence of Issue
    said : mapping
        From the id of a line to its points, shape (n_issues,).
    outcomes : array of float, shape (n_issues,)
        nan for what is scored only and never fitted on.
    folds : array of int, shape (n_issues,)
        Each part's forecasts are fitted on the others.
    """
    shape = shape_features(issues)
    found = {line.id: _around(said[line.id], issues, shape, outcomes, folds) for line in POINT_LINES}
    models = np.stack([found[line.id] for line in POINT_LINES if not line.is_baseline])
    found[NORMAL.id] = _normal(said[MEAN], outcomes, folds)
    found[PAST.id] = _past(outcomes, folds)
    found[POOL.id] = _pooled(models, found[MEAN])
    found[CHOICE.id] = _choice(issues, said, shape, outcomes, folds)
    return {line.id: found[line.id] for line in LINES}


def _pooled(models: Array, instead: Array) -> Array:
    """The mean of the distributions of those models that say something of an issue; `instead` where none does."""
    speaks = ~np.isnan(models[..., :1])
    total = np.where(speaks, models, 0.0).sum(axis=0)
    return np.where(speaks.any(axis=0), total / np.maximum(speaks.sum(axis=0), 1), instead)


def points_and_middles(said: Mapping[str, Array], chances: Mapping[str, Array]) -> dict[str, Array]:
    """Return the one number that each method says: its model's, or its distribution's median if it has no model."""
    own = {PAST.id, POOL.id, CHOICE.id}
    return {
        line.id: quantile(chances[line.id], 0.5) if line.id in own else said[MEAN if line == NORMAL else line.id]
        for line in LINES
    }


def _around(said: Array, issues: Sequence[Issue], shape: Array, outcomes: Array, folds: NDArray[np.intp]) -> Array:
    """The residual model about what a line says, where it says something."""
    found = np.full(shape.shape[:2], np.nan)
    known = ~np.isnan(said)
    if known.any():
        chosen = [issue for issue, is_known in zip(issues, known, strict=True) if is_known]
        features = np.concatenate([distance_features(said[known], chosen), shape[known]], axis=-1)
        found[known] = out_of_sample(features, outcomes[known], folds[known])
    return found


def _normal(said: Array, outcomes: Array, folds: NDArray[np.intp]) -> Array:
    """A normal error of one size about what a line says; what lies beyond an end of the scale is laid upon the end."""
    found = np.empty((said.size, CELLS.size))
    for part in np.unique(folds):
        own = folds == part
        error = (outcomes - said)[~own & ~np.isnan(outcomes)]
        sd = max(float(np.sqrt(np.mean(error**2))), 1.0) if error.size else 50.0
        up_to = ndtr((CELLS + 0.5 - said[own][:, None]) / sd)
        up_to[:, -1] = 1.0
        found[own] = np.diff(up_to, axis=1, prepend=0.0)
    return found


def _past(outcomes: Array, folds: NDArray[np.intp]) -> Array:
    """How often each point was the outcome in other dossiers, smoothed a little."""
    found = np.empty((outcomes.size, CELLS.size))
    for part in np.unique(folds):
        seen = (folds != part) & ~np.isnan(outcomes)
        counted = np.bincount(cell_of(outcomes[seen]), minlength=CELLS.size)
        found[folds == part] = (counted + SPREAD_OUT / CELLS.size) / (counted.sum() + SPREAD_OUT)
    return found


def _choice(
    issues: Sequence[Issue], said: Mapping[str, Array], shape: Array, outcomes: Array, folds: NDArray[np.intp]
) -> Array:
    """One choice among points with distances from several models, support, and the two institutions' positions."""
    features = [shape]
    for id in CHOICE_POINTS:
        blank = np.isnan(said[id])
        features.append(distance_features(np.where(blank, said[MEAN], said[id]), issues))
    own = np.zeros((len(issues), CELLS.size, 3))
    for row, issue in enumerate(issues):
        cells, s = cell_of([stand.position for stand in issue.stands]), saliences(issue)
        np.add.at(own[row, :, 0], cells, s / s.sum())
        for stand, cell in zip(issue.stands, cells, strict=True):
            if stand.actor in ("com", "ep"):
                own[row, cell, 1 + (stand.actor == "ep")] = 1
    return out_of_sample(np.concatenate([*features, own], axis=-1), outcomes, folds)
