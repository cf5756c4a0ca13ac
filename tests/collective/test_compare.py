"""All models side by side: baselines first, each line what its model says."""

from __future__ import annotations

import numpy as np
import pytest

from decisions import EMISSIONS, ROAD_PRICING
from winset.answer import Answer
from winset.collective import Decision, Shown, position_exchange, side_by_side, spatial_model
from winset.collective.election import condorcet_election
from winset.collective.shown import STANDARD
from winset.errors import InputError
from winset.registry import models

SPATIAL = next(shown for shown in STANDARD if shown.id == "spatial-politics")


def decision(arrays: dict[str, np.ndarray], **more: np.ndarray) -> Decision:
    columns = {name: np.reshape(values, (len(values), -1)) for name, values in arrays.items()}
    n, K = columns["position"].shape
    return Decision(tuple(f"actor {i}" for i in range(n)), tuple(f"issue {k}" for k in range(K)), **columns, **more)


def _elected(kind: str) -> float:
    """The mean of 4, 7 and 10 years by their chances, each of them offered once."""
    years = np.array([4.0, 7.0, 10.0])
    worth = 1 - np.abs(EMISSIONS["position"][:, None] - years) / 6
    weights = EMISSIONS["capability"] * EMISSIONS["salience"]
    return float(condorcet_election(weights, worth, kind=kind).probabilities @ years)


def _spatial_end() -> float:
    """The end of the spatial model, run as its own function on the published numbers."""
    arrays = EMISSIONS["position"], EMISSIONS["salience"], 100 * (EMISSIONS["capability"] / 0.16)
    return float(spatial_model(*arrays, low=4, high=10).value.forecast[0])


def test_baselines_come_first_and_each_line_is_what_its_model_says() -> None:
    lines = {line.label: line for line in side_by_side(decision(EMISSIONS))}
    assert [line.is_baseline for line in lines.values()] == [True] * 5 + [False] * 8
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
        "random-rate exchange": pytest.approx(7.389956, abs=1e-6),
        "election, all pairs": pytest.approx(_elected("one-step"), rel=1e-6),
        "election, challenges": pytest.approx(_elected("markov"), rel=1e-6),
        "spatial model": pytest.approx(_spatial_end(), rel=1e-9),
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
        if line.id not in ("position-exchange", "position-exchange-random", "spatial-politics"):
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
        "random-rate exchange",
        "election, all pairs",
        "election, challenges",
        "spatial model",
    }


def test_other_lines_may_be_asked_for() -> None:
    mine = Shown("mine", "my own", False, lambda decision: Answer(np.array([3.0])))
    lines = side_by_side(decision(EMISSIONS), (mine, STANDARD[0]))
    assert [line.id for line in lines] == ["mean-position", "mine"]


def test_every_line_is_of_a_registered_model() -> None:
    assert {shown.id for shown in STANDARD} <= {model.id for model in models() if model.family == "collective"}


def test_issues_are_exchanged_on_one_scale_whatever_their_units() -> None:
    """Years and per cent cannot be weighed against each other; shares of the scale can."""
    scale = np.array([[0.0, 100.0], [0.0, 100.0]])
    units = np.array([1.0, 0.08])
    in_units = {**ROAD_PRICING, "position": ROAD_PRICING["position"] * units}
    for here, there in zip(
        side_by_side(decision(ROAD_PRICING, scale=scale)),
        side_by_side(decision(in_units, scale=scale * units[:, None])),
        strict=True,
    ):
        np.testing.assert_allclose(here.outcomes * units, there.outcomes, err_msg=here.label, rtol=1e-9)


@pytest.mark.parametrize("n", [1, 4])
def test_all_at_one_point_stay_there(n: int) -> None:
    alike = {"position": np.full((n, 3), 5.0), "salience": np.full((n, 3), 0.9), "capability": np.ones((n, 3))}
    for line in side_by_side(decision(alike, scale=np.array([[0.0, 20.0]] * 3))):
        if line.id != "reference-point":
            np.testing.assert_allclose(line.outcomes, 5, err_msg=line.label)


def test_the_spatial_model_says_nothing_of_an_issue_that_matters_to_nobody() -> None:
    nobody = {**ROAD_PRICING, "salience": ROAD_PRICING["salience"] * [1, 0]}
    line = next(line for line in side_by_side(decision(nobody)) if line.label == "spatial model")
    assert np.isfinite(line.outcomes[0])
    assert np.isnan(line.outcomes[1])


def test_an_actor_who_takes_no_part_in_an_issue_pulls_nobody_there() -> None:
    """Two who agree on the second issue keep to it, though a third has no position on it."""
    arrays = {"position": np.array([[0.0, 30.0], [100.0, 30.0], [50.0, 0.0]]), "salience": np.full((3, 2), 0.5)}
    present = np.array([[True, True], [True, True], [True, False]])
    found = decision({**arrays, "capability": np.ones((3, 2))}, present=present, scale=np.array([[0.0, 100.0]] * 2))
    assert {round(float(line.outcomes[1]), 6) for line in side_by_side(found) if line.id != "reference-point"} == {30.0}


@pytest.mark.parametrize(
    ("scale", "says"),
    [([[4, 4]], "the first below the second"), ([[4, 9]], r"`position\[4, 0\]` is 10; on its `scale`")],
)
def test_a_scale_that_does_not_hold_the_positions_is_refused(scale: list[list[float]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        decision(EMISSIONS, scale=np.array(scale))


def test_a_millionth_of_the_scale_moves_the_end_of_the_spatial_model_by_a_quarter_of_it() -> None:
    """As its warning says, of the published positions, which many share."""
    jitter = 6e-6 * np.random.default_rng(0).normal(size=(20, 10))
    positions = np.clip(EMISSIONS["position"] + jitter, 4, 10)
    found = [
        side_by_side(decision({**EMISSIONS, "position": each}, scale=np.array([[4.0, 10.0]])), (SPATIAL,))[0]
        for each in positions
    ]
    assert np.ptp([line.outcomes[0] for line in found]) > 6 / 4
    assert "a millionth of the scale" in found[0].warning
