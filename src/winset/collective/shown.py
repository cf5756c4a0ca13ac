"""What stands in a comparison of models: the baselines, then every model that a decision of many actors can be put to.

A decision says who wants what on each issue, how much it matters to each, and what each could bring. Models that take
this alone stand here. Those that need more do not: an agenda setter and a quota, what each controls, what a failure
costs.
"""

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
from winset.collective.election_mean import elected_mean
from winset.collective.exchange import position_exchange
from winset.collective.exchange_random import random_exchange
from winset.collective.mean_position import mean_position
from winset.collective.reference_point import reference_point
from winset.collective.spatial_forecasts import WARNING, spatial_forecasts
from winset.collective.weighted_median import weighted_median

RATES = 100
"""Draws of the rates of exchange, of which the line that exchanges at random rates is the mean."""


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
    found = position_exchange(*decision.on_one_scale())
    return _outward(decision, None if found.value is None else found.value.outcome, found.status)


def _random_exchange(decision: Decision) -> Answer[Array]:
    """Position exchange at random rates on all issues at once: the mean over rates."""
    if len(decision.issues) == 1:
        return _exchange(decision)
    return exchange_at_random_rates(decision, RATES, 1)


def exchange_at_random_rates(decision: Decision, rates: int, rng: np.random.Generator | int) -> Answer[Array]:
    """Return the mean outcomes over draws of the rates alone."""
    found = random_exchange(*decision.on_one_scale(), draws=rates, rng=rng)
    return _outward(decision, None if found.value is None else found.value.outcome, found.status)


def _outward(decision: Decision, outcome: Array | None, status: Outcome) -> Answer[Array]:
    """An answer on scales from 0 to 1 in the units of the issues, nan where there is none."""
    if outcome is None:
        return Answer(np.full(len(decision.issues), np.nan), status)
    return Answer(decision.outward(outcome), status)


def _spatial(decision: Decision) -> Answer[Array]:
    """The spatial model of politics on all issues at once."""
    assert decision.present is not None
    arrays = (decision.position[None], decision.salience[None], decision.capability[None], decision.present)
    found = spatial_forecasts(*arrays, decision.ends())
    return Answer(found.forecasts[0], "ok" if found.settled[0] else "not_converged", {"warning": WARNING})


STANDARD = (
    Shown("mean-position", "mean", True, issue_by_issue(lambda x, s, c: mean_position(x))),
    Shown("mean-position", "mean by salience", True, issue_by_issue(lambda x, s, c: mean_position(x, s))),
    Shown("mean-position", "mean by capability", True, issue_by_issue(lambda x, s, c: mean_position(x, None, c))),
    Shown("weighted-median", "median", True, issue_by_issue(lambda x, s, c: weighted_median(x))),
    Shown("reference-point", "reference point", True, _reference),
    Shown("compromise", "compromise", False, issue_by_issue(compromise)),
    Shown("weighted-median", "median by salience and capability", False, issue_by_issue(weighted_median)),
    Shown("condorcet-election", "election, all pairs", False, issue_by_issue(elected_mean)),
    Shown(
        "condorcet-election",
        "election, challenges",
        False,
        issue_by_issue(lambda x, s, c: elected_mean(x, s, c, "markov")),
    ),
    Shown("position-exchange", "position exchange", False, _exchange),
    Shown("position-exchange-random", "random-rate exchange", False, _random_exchange),
    Shown("spatial-politics", "spatial model", False, _spatial),
    Shown("challenge", "challenge", False, issue_by_issue(challenge)),
)
"""The lines shown if none are asked for; the challenge model, which is no forecast, stands last."""
