"""Shapley values: the definition, the axioms, sampled orders against all of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.explain.shapley import met_on, paired_orders, shapley_values, shares_on

EXACT = settings(deadline=None, derandomize=True)


@st.composite
def games(draw: st.DrawFn) -> np.ndarray:
    causes = draw(st.integers(0, 5))
    worth = st.floats(-10, 10, allow_nan=False)
    return np.array(draw(st.lists(worth, min_size=1 << causes, max_size=1 << causes)))


def by_definition(worth: np.ndarray) -> np.ndarray:
    """Mean over all orders of what each cause adds to those before it."""
    causes = len(worth).bit_length() - 1
    found = np.zeros(causes)
    orders = list(itertools.permutations(range(causes)))
    for order in orders:
        so_far = 0
        for cause in order:
            found[cause] += worth[so_far | 1 << cause] - worth[so_far]
            so_far |= 1 << cause
    return found / len(orders)


@EXACT
@given(games())
def test_shares_are_the_mean_over_all_orders_and_add_up(worth: np.ndarray) -> None:
    shares = shapley_values(worth)
    np.testing.assert_allclose(shares, by_definition(worth), atol=1e-12)
    assert shares.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-12)


@EXACT
@given(games(), games())
def test_shares_of_a_sum_of_games_are_sums_of_shares(one: np.ndarray, other: np.ndarray) -> None:
    if len(one) == len(other):
        np.testing.assert_allclose(shapley_values(one + other), shapley_values(one) + shapley_values(other), atol=1e-12)
        both = shapley_values(np.column_stack([one, other]))
        np.testing.assert_allclose(both, np.column_stack([shapley_values(one), shapley_values(other)]), atol=1e-12)


@EXACT
@given(games(), st.integers(0, 4))
def test_a_cause_that_never_matters_has_no_share_and_leaves_the_others_alone(worth: np.ndarray, place: int) -> None:
    causes = len(worth).bit_length() - 1
    place = min(place, causes)
    low = (1 << place) - 1
    with_null = np.array([worth[(row & low) | (row >> (place + 1) << place)] for row in range(2 * len(worth))])
    shares = shapley_values(with_null)
    assert shares[place] == 0
    np.testing.assert_allclose(np.delete(shares, place), shapley_values(worth), atol=1e-12)


@EXACT
@given(games())
def test_turning_a_game_round_flips_every_share(worth: np.ndarray) -> None:
    np.testing.assert_allclose(shapley_values(worth[::-1]), -shapley_values(worth), atol=1e-12)


def test_the_textbook_glove_game() -> None:
    # One left glove and two right ones: the left one is worth 2/3 (Shapley 1953 as in any textbook).
    worth = [float(row & 1 and row > 1) for row in range(8)]
    np.testing.assert_allclose(shapley_values(worth), [2 / 3, 1 / 6, 1 / 6])


def test_all_orders_sampled_give_the_exact_shares() -> None:
    worth = np.random.default_rng(3).normal(size=16)
    orders = list(itertools.permutations(range(4)))
    shares = shares_on(orders, dict(enumerate(worth))).mean(axis=0)
    np.testing.assert_allclose(shares, shapley_values(worth))


def test_sampled_orders_agree_with_the_exact_shares_within_their_error_and_add_up_in_each_order() -> None:
    worth = np.random.default_rng(4).normal(size=1 << 8)
    orders = paired_orders(8, 400, seed=1)
    by_order = shares_on(orders, {row: worth[row] for row in met_on(orders)})
    np.testing.assert_allclose(by_order.sum(axis=1), worth[-1] - worth[0])
    pairs = by_order.reshape(400, 2, 8).mean(axis=1)
    error = pairs.std(axis=0, ddof=1) / 20
    off = (pairs.mean(axis=0) - shapley_values(worth)) / error
    assert np.abs(off).max() < 3.5
    assert np.abs(off).mean() > 0.1


def test_orders_come_in_pairs_and_repeat_with_their_seed() -> None:
    orders = paired_orders(6, 3, seed=2)
    assert [order[::-1] for order in orders[::2]] == list(orders[1::2])
    assert all(sorted(order) == list(range(6)) for order in orders)
    assert orders == paired_orders(6, 3, seed=2) != paired_orders(6, 3, seed=3)


@pytest.mark.parametrize("worth", [[], [1.0, 2.0, 3.0], 1.0, np.zeros((2, 2, 2))])
def test_rows_that_are_not_all_combinations_are_refused(worth: object) -> None:
    with pytest.raises(InputError, match=r"`worth` has shape .*2\*\*k"):
        shapley_values(worth)  # type: ignore[arg-type]
