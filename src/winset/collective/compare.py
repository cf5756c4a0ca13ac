"""All models of one decision side by side, the baselines first: a model that cannot beat them says nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.collective.allowed import Array
from winset.collective.decision import Decision
from winset.collective.shown import STANDARD, Shown


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
