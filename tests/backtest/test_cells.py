"""Scores of forecasts that give every whole point its chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.backtest.cells import CELLS, cell_of, covered, crps, level_shares, log_scores, quantile
from winset.errors import InputError


def chances(seed: int, n: int = 4) -> np.ndarray:
    """Lumpy forecasts."""
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(101, 0.05), n)
    return p / p.sum(axis=1, keepdims=True)


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 999), st.floats(0, 100))
def test_crps_is_the_area_between_the_distribution_and_the_outcome(seed, outcome):
    p = chances(seed, 1)
    fine = np.linspace(0, 100, 100_001)
    below = np.searchsorted(CELLS, fine, side="right") - 1
    area = np.trapezoid((np.cumsum(p)[below] - (fine >= outcome)) ** 2, fine)
    assert crps(p, [outcome])[0] == pytest.approx(area, abs=0.01)


def test_the_log_score_is_that_of_the_nearest_whole_point():
    p = chances(3, 1)
    p = (p + 0.01) / (p + 0.01).sum()
    assert log_scores(p, [40.4])[0] == pytest.approx(-np.log(p[0, 40]))
    assert log_scores(np.eye(101)[[3]], [90])[0] == pytest.approx(-np.log(1e-6))


def test_the_true_chances_expect_the_least_of_both_scores():
    truth, other = chances(1, 1)[0] * 0.9 + 0.1 / 101, chances(2, 1)[0] * 0.9 + 0.1 / 101
    for score in (crps, log_scores):
        own, wrong = (float(truth @ score(np.tile(p, (101, 1)), CELLS)) for p in (truth, other))
        assert own < wrong


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 999), st.floats(0.01, 0.99))
def test_if_forecasts_are_right_each_interval_holds_its_level_however_lumpy_they_are(seed, level):
    p = chances(seed, 1)[0]
    p = np.where(p < 1e-9, 0, p)
    p = p / p.sum()
    assert float(p @ covered(np.tile(p, (101, 1)), CELLS, level)) == pytest.approx(level, abs=1e-6)


def test_if_forecasts_are_right_every_tenth_holds_as_many():
    p = chances(5, 1)[0] * 0.9 + 0.1 / 101
    drawn = np.random.default_rng(1).choice(101, 20_000, p=p)
    assert level_shares(np.tile(p, (20_000, 1)), drawn) == pytest.approx(np.full(10, 0.1), abs=0.01)


def test_an_outcome_that_was_given_no_chance_is_in_the_interval_that_spans_it_and_in_no_narrower_one():
    half = (np.eye(101)[[0]] + np.eye(101)[[100]]) / 2
    assert covered(half, [40], 0.5).tolist() == [1.0]
    assert covered(np.eye(101)[[10]], [40], 0.95).tolist() == [0.0]


def test_quantiles_are_the_lowest_point_that_reaches_the_level():
    p = np.zeros((1, 101))
    p[0, [10, 30, 60]] = 0.2, 0.3, 0.5
    assert [float(quantile(p, level)[0]) for level in (0.1, 0.2, 0.21, 0.5, 0.51, 1.0)] == [10, 10, 30, 30, 60, 60]


def test_values_lie_in_the_cell_of_the_nearest_whole_point():
    assert cell_of([0.4, 0.6, 33.3, 100]).tolist() == [0, 1, 33, 100]


@pytest.mark.parametrize(
    ("p", "y", "says"),
    [
        (np.ones((1, 101)), [1], "sum to 1"),
        (np.full((1, 101), np.nan), [1], "at least 0"),
        (np.eye(101)[[0]], [101], "`outcomes` must lie from 0 to 100"),
        (np.eye(101)[[0]], [np.nan], "`outcomes` must lie"),
        (np.eye(101)[[0]], [1, 2], "shape"),
        (np.eye(100)[[0]], [1], "shape"),
    ],
)
def test_what_is_no_forecast_is_refused(p, y, says):
    for score in (crps, log_scores):
        with pytest.raises(InputError, match=says):
            score(p, y)
