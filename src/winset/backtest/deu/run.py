"""The backtest on decisions of the European Union: from a folder of tables to a record of scores."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from winset.backtest.cells import cell_of
from winset.backtest.choice import Array, fit_choice
from winset.backtest.deu.data import Decisions, Issue, read_decisions
from winset.backtest.deu.methods import LINES, MEAN, POOL, distributions, points_and_middles
from winset.backtest.deu.misses import Miss, worst_misses
from winset.backtest.deu.points import Points, points_of
from winset.backtest.deu.residuals import NAMES, distance_features, shape_features
from winset.backtest.deu.scoring import IssueScores, issue_scores, method_lines, parts_of
from winset.backtest.folds import folds_of
from winset.backtest.kept import Kept
from winset.backtest.record import Backtest
from winset.errors import InputError
from winset.forecasting.run import Progress

FOLDS = 10
LEAST_FITTED = 20
"""Issues from which something can be fitted."""


@dataclass(frozen=True, eq=False)
class DeuBacktest:
    """What was found: the record, and what it was made of.

    Parameters
    ----------
    record : Backtest
    issues : tuple of Issue
        Those scored.
    outcomes : array of float, shape (n_issues,)
    points : mapping
        By method, the one number that it says, shape (n_issues,).
    chances : mapping
        By method, the chance of every whole point, shape (n_issues, 101).
    scores : mapping
        By method.
    misses : tuple of Miss
        Of the pool of all models.
    """

    record: Backtest
    issues: tuple[Issue, ...]
    outcomes: Array
    points: Mapping[str, Array]
    chances: Mapping[str, Array]
    scores: Mapping[str, IssueScores]
    misses: tuple[Miss, ...]


def backtest_deu(
    score: str | os.PathLike[str],
    fit: str | os.PathLike[str] | None = None,
    seed: int = 1,
    kept: Kept | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> DeuBacktest:
    """Return how often every model and baseline is right on the decisions in a folder.

    Parameters
    ----------
    score : path
        Folder with the tables; see `winset.backtest.deu.data`.
    fit : path, optional
        Folder with tables of other decisions to fit on; dossiers that are scored are left out of it. By default the
        decisions are scored in ten parts, each fitted on the other nine, dossiers together.
    seed : int
        Of the parts and the intervals, at least 0.
    kept : Kept, optional
        Where what models say is kept.
    workers : int
        Processes; never changes the answer.
    progress : callable, optional
        Called with how many dossiers are done and how many there are.

    Raises
    ------
    InputError
        If a table cannot be read, or there are too few decisions to fit on or to score.
    """
    if seed < 0:
        raise InputError(f"`seed` is {seed}; take 0 or more")
    scored = read_decisions(score)
    if not scored.issues:
        raise InputError(f"{os.fspath(score)}: no issue has an outcome and three positions; there is nothing to score")
    fitted = _others(read_decisions(fit), scored) if fit is not None else ()
    issues = (*scored.issues, *(issue for issue, _ in fitted))
    y = np.array([scored.outcomes[issue.id] for issue in scored.issues])
    n_fitted = len(fitted) if fit is not None else len(y)
    if n_fitted < LEAST_FITTED:
        raise InputError(f"there are {n_fitted} issues to fit on; it takes {LEAST_FITTED} or more")
    if fit is None:
        folds = folds_of([issue.dossier for issue in issues], FOLDS, seed)
        known = y
    else:
        folds = np.repeat([0, 1], [len(y), len(fitted)])
        known = np.array([*np.full(len(y), np.nan), *(outcome for _, outcome in fitted)])
    points = points_of(issues, kept or Kept(None), workers, progress)
    chances = {id: p[: len(y)] for id, p in distributions(issues, points.said, known, folds).items()}
    said = {id: values[: len(y)] for id, values in points.said.items()}
    weights = _weights(issues, points, known)
    counts = {**scored.counts, "issues_fitted_on": n_fitted}
    settings = {
        "seed": seed,
        "folds": FOLDS if fit is None else 0,
        "fitted_on": "other folds" if fit is None else "other data",
    }
    return _result(scored, counts, settings, points_and_middles(said, chances), chances, y, weights, points)


def _others(fitted: Decisions, scored: Decisions) -> tuple[tuple[Issue, float], ...]:
    """The issues to fit on, none of them of a dossier or with an id that is scored."""
    dossiers, ids = {issue.dossier for issue in scored.issues}, {issue.id for issue in scored.issues}
    return tuple(
        (issue, fitted.outcomes[issue.id])
        for issue in fitted.issues
        if issue.dossier not in dossiers and issue.id not in ids
    )


def _weights(issues: tuple[Issue, ...], points: Points, known: Array) -> dict[str, float]:
    """The weights of the residual model about the mean by salience, fitted on all that is fitted on, for the reader."""
    seen = ~np.isnan(known)
    chosen = [issue for issue, is_seen in zip(issues, seen, strict=True) if is_seen]
    features = np.concatenate([distance_features(points.said[MEAN][seen], chosen), shape_features(chosen)], axis=-1)
    found = fit_choice(features, cell_of(known[seen])).values
    return dict(zip(NAMES, found.tolist(), strict=True))


def _result(
    scored: Decisions,
    counts: Mapping[str, int],
    settings: Mapping[str, object],
    points: Mapping[str, Array],
    chances: Mapping[str, Array],
    y: Array,
    weights: Mapping[str, float],
    said: Points,
) -> DeuBacktest:
    """Score every method."""
    seed = int(str(settings["seed"]))
    scores = {line.id: issue_scores(points[line.id], chances[line.id], y) for line in LINES}
    misses = worst_misses(scored.issues, y, chances[POOL.id], scores[POOL.id].crps)
    record = Backtest(
        "deu",
        "Decisions of the European Union",
        "Which point of a scale from 0 to 100 is decided, given what everybody wants and how much it matters to them?",
        scored.files,
        settings,
        counts,
        method_lines(scores, scored.issues, np.ones(y.size, dtype=bool), seed),
        tuple(parts_of(scores, scored.issues, seed)),
        {
            "statuses": said.statuses,
            "levels": {id: own.levels.tolist() for id, own in scores.items()},
            "residual_weights": weights,
            "misses": [{**dataclasses.asdict(miss), "says": miss.says} for miss in misses],
        },
    )
    return DeuBacktest(record, scored.issues, y, points, chances, scores, misses)
