"""All models side by side: baselines first, each line what its model says."""

from __future__ import annotations

import numpy as np
import pytest

from decisions import EMISSIONS, ROAD_PRICING
from winset.answer import Answer
from winset.collective import Decision, Shown, position_exchange, side_by_side
from winset.collective.compare import STANDARD
from winset.registry import models


def decision(arrays: dict[str, np.ndarray], **more: np.ndarray) -> Decision:
    columns = {name: np.reshape(values, (len(values), -1)) for name, values in arrays.items()}
    n, K = columns["position"].shape
    return Decision(tuple(f"actor {i}" for i in range(n)), tuple(f"issue {k}" for k in range(K)), **columns, **more)


def test_baselines_come_first_and_each_line_is_what_its_model_says() -> None:
    lines = {line.label: line for line in side_by_side(decision(EMISSIONS))}
    assert [line.is_baseline for line in lines.values()] == [True] * 5 + [False] * 4
    found = {label: float(line.outcomes[0]) for label, line in lines.items()}
    assert found == {
        "mean": pytest.approx(6.7),
        "mean by salience": pytest.approx((EMISSIONS["salience"] @ EMISSIONS["position"]) / 6.1),
        "mean by capability": pytest.approx(7.475248, abs=1e-6),
        "median": 7,
        "reference point": pytest.approx(np.nan, nan_ok=True),
        "compromise": pytest.approx(7.389956, abs=1e-6),
        "median by salience and capability": 7,
        "challenge": pytest.approx(9.961980, abs=1e-6),
        "position exchange": pytest.approx(7.389956, abs=1e-6),
    }
    assert lines["reference point"].status == "empty"
    assert lines["challenge"].status == "not_converged"
    assert "historical comparator" in lines["challenge"].warning
    assert lines["compromise"].warning == ""


def test_issues_are_exchanged_together_and_otherwise_taken_one_by_one() -> None:
    lines = {line.label: line for line in side_by_side(decision(ROAD_PRICING, reference=np.array([50.0, np.nan])))}
    found = position_exchange(**ROAD_PRICING).value
    assert found is not None
    np.testing.assert_array_equal(lines["position exchange"].outcomes, found.outcome)
    np.testing.assert_allclose(lines["compromise"].outcomes, found.rounds[0].before)
    np.testing.assert_array_equal(lines["reference point"].outcomes, [50, np.nan])


def test_those_who_take_no_part_in_an_issue_count_nowhere() -> None:
    arrays = {name: values[:4].copy() for name, values in ROAD_PRICING.items()}
    present = np.array([[True, True], [True, True], [True, True], [False, True]])
    without = side_by_side(decision({name: values[:3] for name, values in arrays.items()}))
    for line, other in zip(side_by_side(decision(arrays, present=present)), without, strict=True):
        if line.id != "position-exchange":
            np.testing.assert_array_equal(line.outcomes[0], other.outcomes[0])


def test_a_decision_that_matters_to_nobody_is_empty_in_every_model_with_weights() -> None:
    nothing = {**EMISSIONS, "salience": 0 * EMISSIONS["salience"]}
    statuses = {line.label: line.status for line in side_by_side(decision(nothing))}
    assert {label for label, status in statuses.items() if status == "empty"} == {
        "mean by salience",
        "reference point",
        "compromise",
        "median by salience and capability",
        "challenge",
        "position exchange",
    }


def test_other_lines_may_be_asked_for() -> None:
    mine = Shown("mine", "my own", False, lambda decision: Answer(np.array([3.0])))
    lines = side_by_side(decision(EMISSIONS), (mine, STANDARD[0]))
    assert [line.id for line in lines] == ["mean-position", "mine"]


def test_every_line_is_of_a_registered_model() -> None:
    assert {shown.id for shown in STANDARD} <= {model.id for model in models() if model.family == "collective"}
