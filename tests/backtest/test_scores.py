"""Scores of forecasts keep their definitions, are proper, and agree with other libraries."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad
from sklearn.metrics import brier_score_loss, log_loss

from winset.backtest import brier, crps_ensemble, crps_normal, log_score, murphy
from winset.errors import InputError

CHANCES = st.floats(0, 1)
FORECASTS = st.lists(st.tuples(CHANCES, st.booleans()), min_size=1, max_size=40)
VALUES = st.floats(-1e3, 1e3)
RULES: dict[str, Callable[[float, int], float]] = {
    "brier": lambda p, o: float(brier(p, o)),
    "log": lambda p, o: float(log_score(p, o).scores),
}


@given(FORECASTS)
@settings(deadline=None, derandomize=True)
def test_scores_of_chances_agree_with_other_libraries(forecasts: list[tuple[float, bool]]) -> None:
    p, o = (np.array(column, dtype=float) for column in zip(*forecasts, strict=True))
    np.testing.assert_allclose(brier(p, o), scoringrules.brier_score(o, p))
    assert brier(p, o).mean() == pytest.approx(brier_score_loss(o, p, pos_label=1))
    unsure = np.clip(p, 1e-6, 1 - 1e-6)
    np.testing.assert_allclose(log_score(unsure, o).scores, scoringrules.log_score(o, unsure))
    assert log_score(unsure, o).scores.mean() == pytest.approx(log_loss(o, unsure, labels=[0, 1]))


@pytest.mark.parametrize("rule", RULES)
@given(belief=st.floats(0.01, 0.99), said=CHANCES)
@settings(deadline=None, derandomize=True)
def test_who_says_what_he_believes_expects_the_best_score(rule: str, belief: float, said: float) -> None:
    def expected(p: float) -> float:
        return belief * RULES[rule](p, 1) + (1 - belief) * RULES[rule](p, 0)

    assert expected(belief) <= expected(said) + 1e-12
    if abs(said - belief) > 1e-3:
        assert expected(belief) < expected(said)


def test_a_forecaster_who_was_sure_and_wrong_is_clipped_and_counted() -> None:
    found = log_score([0, 1, 1, 1e-7, 0.5], [1, 0, 1, 1, 1])
    assert found.clipped == 3
    assert found.scores[[0, 1, 3]] == pytest.approx(-np.log(1e-6))
    assert log_score(0.0, 1, least=0.01).scores == pytest.approx(-np.log(0.01))


@given(FORECASTS, st.sampled_from([None, (0, 0.5, 1), (0, 0.1, 0.2, 0.9, 1)]))
@settings(deadline=None, derandomize=True)
def test_the_parts_of_the_brier_score_sum_to_it(forecasts: list[tuple[float, bool]], edges: object) -> None:
    p, o = zip(*forecasts, strict=True)
    parts = murphy(p, o, edges)  # type: ignore[arg-type]
    assert parts.brier == pytest.approx(brier(p, o).mean())
    assert parts.brier == pytest.approx(parts.reliability - parts.resolution + parts.uncertainty + parts.within)
    assert 0 <= parts.resolution <= parts.uncertainty + 1e-12
    assert parts.reliability >= 0


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.8]), st.booleans()), min_size=1, max_size=30))
@settings(deadline=None, derandomize=True)
def test_the_decomposition_is_murphys_group_by_group(forecasts: list[tuple[float, bool]]) -> None:
    p, o = (np.array(column, dtype=float) for column in zip(*forecasts, strict=True))
    groups = [(value, o[p == value]) for value in set(p)]
    parts = murphy(p, o)
    assert parts.reliability == pytest.approx(sum(len(g) * (v - g.mean()) ** 2 for v, g in groups) / len(p))
    assert parts.resolution == pytest.approx(sum(len(g) * (g.mean() - o.mean()) ** 2 for _, g in groups) / len(p))
    assert parts.uncertainty == pytest.approx(o.mean() * (1 - o.mean()))
    assert parts.within == 0


def test_a_forecast_on_an_edge_lies_in_the_bin_above_it() -> None:
    assert murphy([0.5, 0.6], [0, 1], [0, 0.5, 1]).resolution == 0
    assert murphy([0.49, 0.6], [0, 1], [0, 0.5, 1]).resolution == 0.25
    assert murphy([0.5, 1], [0, 1], [0, 0.5, 1]).resolution == 0


@given(VALUES, st.floats(1e-3, 1e3), VALUES)
@settings(deadline=None, derandomize=True)
def test_the_score_of_a_normal_forecast_agrees_with_another_library(mean: float, sd: float, outcome: float) -> None:
    found = crps_normal(mean, sd, outcome)
    assert found == pytest.approx(scoringrules.crps_normal(outcome, mean, sd), rel=1e-9, abs=1e-9)
    assert found >= 0


def test_the_score_of_a_normal_forecast_is_the_area_between_two_distributions() -> None:
    forecast = stats.norm(1, 2)
    below = quad(lambda x: forecast.cdf(x) ** 2, -30, 2.5)[0]
    above = quad(lambda x: (1 - forecast.cdf(x)) ** 2, 2.5, 30)[0]
    assert crps_normal(1, 2, 2.5) == pytest.approx(below + above, abs=1e-8)


def test_a_forecast_without_spread_is_scored_by_its_error() -> None:
    assert crps_normal([1, 1], [0, 1e-320], [4, 4]).tolist() == [3, 3]
    assert crps_ensemble([[1], [4]], [4, 4]).tolist() == [3, 0]


@given(st.lists(VALUES, min_size=1, max_size=12), VALUES)
@settings(deadline=None, derandomize=True)
def test_the_score_of_a_list_of_values_keeps_its_definition(members: list[float], outcome: float) -> None:
    x = np.array(members)
    by_hand = np.abs(x - outcome).mean() - np.abs(x[:, None] - x).sum() / (2 * len(x) ** 2)
    found = crps_ensemble(members, outcome)
    assert found == pytest.approx(by_hand, abs=1e-9)
    assert found == pytest.approx(scoringrules.crps_ensemble(outcome, x), abs=1e-9)


@given(st.lists(st.tuples(VALUES, st.integers(0, 4)), min_size=1, max_size=8), VALUES)
@settings(deadline=None, derandomize=True)
def test_a_weight_of_two_is_the_value_twice(members: list[tuple[float, int]], outcome: float) -> None:
    repeated = [value for value, weight in members for _ in range(weight)]
    values, weights = zip(*members, strict=True)
    if repeated:
        found = crps_ensemble(values, outcome, weights)
        assert found == pytest.approx(crps_ensemble(repeated, outcome), abs=1e-9)


def test_a_large_ensemble_of_a_normal_distribution_scores_as_the_normal() -> None:
    members = stats.norm(3, 2).ppf((np.arange(20_000) + 0.5) / 20_000)
    assert crps_ensemble(members, 4.5) == pytest.approx(crps_normal(3, 2, 4.5), abs=1e-5)


def test_rows_of_forecasts_are_scored_one_by_one() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(3, 4, 7)), rng.normal(size=(3, 4))
    before = x.copy()
    found = crps_ensemble(x, y)
    assert found.shape == (3, 4)
    assert found[2, 1] == crps_ensemble(x[2, 1], y[2, 1])
    assert (x == before).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: brier([0.5, 1.2], [0, 1]), "`probabilities` holds 1.2; a probability lies from 0 to 1"),
        (lambda: brier(float("nan"), 1), "`probabilities` holds nan"),
        (lambda: brier(0.5, 0.5), "`outcomes` holds 0.5; an outcome is 1 if it happened"),
        (lambda: brier([0.5, 0.5], [0, 1, 1]), r"shape \(2,\) and `outcomes` \(3,\)"),
        (lambda: log_score(0.5, 1, least=0), "`least` is 0; it is above 0"),
        (lambda: murphy([], []), "`probabilities` holds no forecasts"),
        (lambda: murphy([0.5], [1], [0.1, 1]), "`edges` is"),
        (lambda: murphy([0.5], [1], [0, 0.5, 0.5, 1]), "edges of bins rise from 0 to 1"),
        (lambda: crps_normal(0, -1, 0), "`sd` holds -1; a standard deviation is at least 0"),
        (lambda: crps_normal(np.inf, 1, 0), "`mean` holds inf; take finite numbers"),
        (lambda: crps_ensemble([], 1), r"`members` has shape \(0,\)"),
        (lambda: crps_ensemble(3, 1), "a forecast holds at least one value"),
        (lambda: crps_ensemble([[1, 2], [1, 2]], [1, 2, 3]), "there is one outcome"),
        (lambda: crps_ensemble([1, 2], 1, [0, 0]), "weights are at least 0 and one is above"),
        (lambda: crps_ensemble([1, 2], 1, [2, -1]), "`weights` holds a negative number"),
    ],
)
def test_what_cannot_be_scored_is_refused(call: Callable[[], object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()
