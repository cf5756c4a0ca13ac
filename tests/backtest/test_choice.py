"""The conditional logit model."""

from __future__ import annotations

import numpy as np
import pytest

from winset.backtest.choice import choice_chances, fit_choice
from winset.errors import InputError

RNG = np.random.default_rng(7)
X = RNG.normal(size=(3_000, 6, 3)) * [1.0, 2.0, 0.5]
TRUE = np.array([0.8, -0.5, 1.5])
CHOSEN = np.array([RNG.choice(6, p=p) for p in choice_chances(X, TRUE)])


def test_the_weights_that_made_the_choices_are_found_again():
    fit = fit_choice(X, CHOSEN)
    assert fit.settled
    assert fit.values == pytest.approx(TRUE, abs=0.12)


def test_at_the_answer_features_are_expected_as_chosen_but_for_the_prior():
    fit = fit_choice(X[:200], CHOSEN[:200], prior=0.5)
    expected = np.einsum("ik,ikf->f", choice_chances(X[:200], fit.values), X[:200])
    pull = X[:200].var(axis=1).mean(axis=0) / 0.25 * fit.values
    taken = X[np.arange(200), CHOSEN[:200]].sum(axis=0)
    assert taken - expected - pull == pytest.approx(np.zeros(3), abs=1e-3)


def test_the_answer_does_not_hang_on_units_or_on_the_order_of_choices_and_points():
    fit = fit_choice(X[:100], CHOSEN[:100]).values
    assert fit_choice(X[:100] * 10, CHOSEN[:100]).values * 10 == pytest.approx(fit, rel=1e-4)
    order = RNG.permutation(100)
    assert fit_choice(X[:100][order], CHOSEN[:100][order]).values == pytest.approx(fit, rel=1e-6)
    assert fit_choice(X[:100, ::-1], 5 - CHOSEN[:100]).values == pytest.approx(fit, rel=1e-6)


def test_one_feature_of_two_points_has_the_closed_form_without_a_prior():
    fit = fit_choice([[[0.0], [1.0]]] * 10, [1] * 8 + [0] * 2, prior=1e4)
    assert fit.values[0] == pytest.approx(np.log(4), abs=1e-6)


def test_choices_that_one_feature_tells_apart_have_a_finite_weight():
    fit = fit_choice([[[0.0], [1.0]]] * 50, [1] * 50)
    assert fit.settled
    assert 1 < fit.values[0] < 20


def test_a_feature_that_is_the_same_for_all_points_has_no_weight():
    x = np.concatenate([X[:50], np.ones((50, 6, 1))], axis=-1)
    fit = fit_choice(x, CHOSEN[:50]).values
    assert fit == pytest.approx([*fit_choice(X[:50], CHOSEN[:50]).values, 0], abs=1e-6)


def test_nothing_to_learn_from_leaves_all_points_alike():
    fit = fit_choice(np.zeros((0, 4, 2)), [])
    assert fit.values.tolist() == [0, 0]
    assert choice_chances(np.ones((1, 4, 2)), fit.values).tolist() == [[0.25] * 4]


@pytest.mark.parametrize(
    ("x", "chosen", "prior", "says"),
    [
        (np.zeros((2, 3)), [0, 0], 1, "`features` has shape"),
        (np.zeros((2, 3, 1)), [0], 1, "`features` has shape"),
        (np.full((1, 3, 1), np.inf), [0], 1, "`features` must be finite"),
        (np.zeros((1, 3, 1)), [3], 1, "`chosen` must lie from 0 to 2"),
        (np.zeros((1, 3, 1)), [0], 0, "`prior` is 0"),
    ],
)
def test_what_is_no_choice_is_refused(x, chosen, prior, says):
    with pytest.raises(InputError, match=says):
        fit_choice(x, chosen, prior)
