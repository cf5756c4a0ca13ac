"""Logistic regression with a ridge penalty: as another library has it, and sober where there is little to learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from winset.backtest.logistic import ridge_logistic
from winset.errors import InputError


def cases(n=300, seed=1):
    """Figures on scales of their own and outcomes that hang on the first."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 4)) * [1, 20, 0.3, 4] + [0, 100, 1, -2]
    return x, rng.random(n) < 1 / (1 + np.exp(-2 * x[:, 0]))


@pytest.mark.parametrize("penalty", [0.01, 1.0, 50.0])
def test_it_agrees_with_scikit_learn(penalty):
    x, o = cases()
    found = ridge_logistic(x, o, penalty)
    peer = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=1000).fit((x - found.mean) / found.sd, o)
    assert found.effects == pytest.approx(peer.coef_[0], abs=1e-6)
    assert found.level == pytest.approx(peer.intercept_[0], abs=1e-6)


def test_a_weight_is_that_many_equal_rows():
    x, o = cases(60)
    weights = np.arange(60) % 3
    again = np.repeat(np.arange(60), weights)
    weighted, repeated = ridge_logistic(x, o, weights=weights), ridge_logistic(x[again], o[again])
    assert weighted.chances(x) == pytest.approx(repeated.chances(x))


def test_the_scale_of_a_figure_does_not_matter():
    x, o = cases()
    assert ridge_logistic(x, o).chances(x) == pytest.approx(ridge_logistic(1e3 * x - 7, o).chances(1e3 * x - 7))


def test_a_strong_penalty_leaves_the_share_and_a_perfect_figure_stays_finite():
    x, o = cases()
    assert ridge_logistic(x, o, 1e9).chances(x) == pytest.approx(o.mean(), abs=1e-4)
    sure = ridge_logistic(np.sign(x[:, :1]), x[:, 0] > 0)
    assert 0.9 < sure.chances([[1.0]])[0] < 1


def test_a_figure_that_never_varies_does_nothing():
    x, o = cases()
    x[:, 2] = 0.3
    assert ridge_logistic(x, o).effects[2] == 0


@pytest.mark.parametrize(("outcome", "chance"), [(0, 1 / 12), (1, 11 / 12)])
def test_outcomes_that_are_all_alike_leave_a_doubt(outcome, chance):
    assert ridge_logistic(np.ones((10, 1)), np.full(10, outcome)).chances([[5.0]])[0] == pytest.approx(chance)


def test_parts_sum_to_the_log_odds():
    x, o = cases()
    found = ridge_logistic(x, o)
    p = found.chances(x)
    assert found.level + found.parts(x).sum(axis=1) == pytest.approx(np.log(p / (1 - p)))


@pytest.mark.parametrize(
    ("x", "o", "penalty", "says"),
    [
        ([[1.0]], [1, 0], 1.0, "shape"),
        (np.empty((0, 1)), [], 1.0, "one row or more"),
        ([[np.nan], [1.0]], [1, 0], 1.0, "not finite"),
        ([[0.0], [1.0]], [1, 0], 0.0, "`penalty` is 0"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(x, o, penalty, says):
    with pytest.raises(InputError, match=says):
        ridge_logistic(x, o, penalty)
