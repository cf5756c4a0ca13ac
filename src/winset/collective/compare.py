"""All models of one decision side by side, the baselines first: a model that cannot beat them says nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from winset.answer import Answer, Outcome
from winset.collective.allowed import Array
from winset.collective.challenge import challenge
from winset.collective.compromise import compromise
from winset.collective.decision import Decision
from winset.collective.exchange import position_exchange
from winset.collective.mean_position import mean_position
from winset.collective.reference_point import reference_point
from winset.collective.weighted_median import weighted_median


@dataclass(frozen=True)
class Shown:
    """How a model takes part in a comparison.

    Parameters
    ----------
    id : str
        Of the model, as registered.
    label : str
        What the line is called; a model may stand in several lines, with different weights or variants.
    is_baseline : bool
        Whether the line is a plain figure that models have to beat.
    answer : callable
        From a decision to its outcomes, shape (n_issues,), nan where there is none.
    """

    id: str
    label: str
    is_baseline: bool
    answer: Callable[[Decision], Answer[Array]]


@dataclass(frozen=True)
class Line:
    """One line of a comparison.

    Parameters
    ----------
    id, label, is_baseline
        As in `Shown`.
    outcomes : array of float, shape (n_issues,)
        In units of each issue; nan where there is none.
    status : str
        As in `winset.answer.Answer`; ``empty`` if there is an outcome on no issue.
    warning : str
        What the model warns of; may be empty.
    """

    id: str
    label: str
    is_baseline: bool
    outcomes: Array
    status: str
    warning: str


def side_by_side(decision: Decision, shown: tuple[Shown, ...] | None = None) -> tuple[Line, ...]:
    """Return what each model says of a decision, baselines first, otherwise in the order given.

    Parameters
    ----------
    decision : Decision
        Actors by issues.
    shown : tuple of Shown, optional
        The lines; `STANDARD` if not given.

    Examples
    --------
    >>> ones = np.ones((2, 1))
    >>> lines = side_by_side(Decision(("a", "b"), ("tax",), np.array([[0.0], [8.0]]), ones, np.array([[1.0], [3.0]])))
    >>> [(line.label, line.outcomes.tolist()) for line in lines if line.id in ("mean-position", "compromise")][::3]
    [('mean', [4.0]), ('compromise', [6.0])]
    """
    lines = []
    for each in sorted(STANDARD if shown is None else shown, key=lambda each: not each.is_baseline):
        answer = each.answer(decision)
        status = "empty" if np.isnan(answer.value).all() else answer.status
        warning = str(answer.diagnostics.get("warning", ""))
        lines.append(Line(each.id, each.label, each.is_baseline, answer.value, status, warning))
    return tuple(lines)


def issue_by_issue(model: Callable[[Array, Array, Array], Answer[Any]]) -> Callable[[Decision], Answer[Array]]:
    """Return a model of one issue as one of a decision, taken issue by issue among those present.

    The model takes position, salience and capability; its value is a number, or has a `forecast` or a `middle`. The
    statuses of the issues make one: ``not_converged`` if there is one, else ``tie`` if there is one.
    """

    def answer(decision: Decision) -> Answer[Array]:
        found = [model(*decision.on(issue)) for issue in range(len(decision.issues))]
        statuses = [each.status for each in found]
        worst: Outcome = "not_converged" if "not_converged" in statuses else "tie" if "tie" in statuses else "ok"
        diagnostics = next((each.diagnostics for each in found if each.diagnostics), {})
        return Answer(np.array([_number(each.value) for each in found]), worst, diagnostics)

    return answer


def _number(value: Any) -> float:
    """The one number that a value stands for, nan if there is none."""
    for name in ("forecast", "middle"):
        value = getattr(value, name, value)
    return float("nan") if value is None else float(value)


def _reference(decision: Decision) -> Answer[Array]:
    """The reference points of a decision."""
    assert decision.reference is not None
    found = reference_point(decision.reference)
    return Answer(decision.reference if found.value is None else found.value)


def _exchange(decision: Decision) -> Answer[Array]:
    """Position exchange on all issues at once."""
    found = position_exchange(decision.position, decision.salience, decision.capability)
    nothing = np.full(len(decision.issues), np.nan)
    return Answer(nothing if found.value is None else found.value.outcome, found.status)


STANDARD = (
    Shown("mean-position", "mean", True, issue_by_issue(lambda x, s, c: mean_position(x))),
    Shown("mean-position", "mean by salience", True, issue_by_issue(lambda x, s, c: mean_position(x, s))),
    Shown("mean-position", "mean by capability", True, issue_by_issue(lambda x, s, c: mean_position(x, None, c))),
    Shown("weighted-median", "median", True, issue_by_issue(lambda x, s, c: weighted_median(x))),
    Shown("reference-point", "reference point", True, _reference),
    Shown("compromise", "compromise", False, issue_by_issue(compromise)),
    Shown("weighted-median", "median by salience and capability", False, issue_by_issue(weighted_median)),
    Shown("challenge", "challenge", False, issue_by_issue(challenge)),
    Shown("position-exchange", "position exchange", False, _exchange),
)
"""The lines shown if none are asked for."""
