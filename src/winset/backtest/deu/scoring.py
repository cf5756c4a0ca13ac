"""Scores of every method on issues: each issue's own, and their means with intervals over dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.backtest.cells import covered, crps, level_shares, log_scores
from winset.backtest.choice import Array
from winset.backtest.deu.data import Issue
from winset.backtest.deu.methods import LINES, MEAN, NORMAL
from winset.backtest.deu.points import Line
from winset.backtest.record import MethodLine, Part
from winset.backtest.resampling import Interval, clustered_mean

COVERAGES = {"50": 0.5, "80": 0.8, "95": 0.95}
NEAR = 10.0
"""Points within which a forecast counts as near."""


@dataclass(frozen=True, eq=False)
class IssueScores:
    """Scores of one method by issue, shape (n_issues,) each, nan where it says nothing.

    Parameters
    ----------
    error : array of float
        Distance of the method's one number from the outcome.
    crps, log_score : array of float
    coverage : mapping
        From a level, as text in per cent, to how much of the outcome lies in the interval.
    levels : array of float, shape (10,)
        Share of the outcomes at each tenth of the forecasts.
    """

    error: Array
    crps: Array
    log_score: Array
    coverage: Mapping[str, Array]
    levels: Array


def issue_scores(point: Array, chances: Array, outcomes: Array) -> IssueScores:
    """Return the scores of one method."""
    known = ~np.isnan(chances).any(axis=1)

    def spread(values: Array) -> Array:
        found = np.full(outcomes.shape, np.nan)
        found[known] = values
        return found

    p, y = chances[known], outcomes[known]
    return IssueScores(
        spread(np.abs(point[known] - y)),
        spread(crps(p, y)),
        spread(log_scores(p, y)),
        {name: spread(covered(p, y, level)) for name, level in COVERAGES.items()},
        level_shares(p, y) if known.any() else np.full(10, np.nan),
    )


def method_lines(
    scores: Mapping[str, IssueScores],
    issues: Sequence[Issue],
    chosen: NDArray[np.bool_],
    seed: int,
    brief: bool = False,
) -> tuple[MethodLine, ...]:
    """Return a line for each method that says something of the chosen issues.

    Parameters
    ----------
    brief : bool
        Whether to leave out all intervals but that of the difference in error.
    """
    groups = np.array([issue.dossier for issue in issues])
    return tuple(
        _line(line, scores, groups, chosen & ~np.isnan(scores[line.id].error), seed, brief)
        for line in LINES
        if (chosen & ~np.isnan(scores[line.id].error)).any()
    )


def _line(
    line: Line,
    scores: Mapping[str, IssueScores],
    groups: NDArray[np.str_],
    here: NDArray[np.bool_],
    seed: int,
    brief: bool,
) -> MethodLine:
    """One method's line on the issues that it says something of."""
    own, dossiers = scores[line.id], groups[here].tolist()

    def mean(values: Array) -> Interval:
        return clustered_mean(values[here], dossiers, seed=seed)

    said: dict[str, Any] = {
        "mae": float(own.error[here].mean()),
        "median_error": float(np.median(own.error[here])),
        "within_10": float((own.error[here] <= NEAR).mean()),
        "crps": float(own.crps[here].mean()),
        "log_score": float(own.log_score[here].mean()),
        "coverage": {name: float(values[here].mean()) for name, values in own.coverage.items()},
    }
    versus = {"versus_mean": mean(own.error - scores[MEAN].error)}
    if not brief:
        inside = {f"coverage_{name}": mean(values) for name, values in own.coverage.items()}
        intervals = {"mae": mean(own.error), "crps": mean(own.crps), **inside}
        said["intervals"] = {name: {"low": one.low, "high": one.high} for name, one in intervals.items()}
        versus["versus_mean_crps"] = mean(own.crps - scores[MEAN].crps)
        versus["versus_normal_crps"] = mean(own.crps - scores[NORMAL.id].crps)
    return MethodLine(line.id, line.label, line.is_baseline, int(here.sum()), said, versus, line.model)


def parts_of(scores: Mapping[str, IssueScores], issues: Sequence[Issue], seed: int) -> Iterator[Part]:
    """Yield the scores by wave, by procedure, and for dichotomous issues and the others."""
    parted = {
        "wave": [issue.wave for issue in issues],
        "procedure": [issue.procedure for issue in issues],
        "dichotomous": ["yes" if issue.is_dichotomous else "no" for issue in issues],
    }
    for by, values in parted.items():
        for value in sorted(set(values)):
            chosen = np.array([own == value for own in values])
            yield Part(by, value, method_lines(scores, issues, chosen, seed, brief=True))
