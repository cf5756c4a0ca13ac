"""Pools of probabilities: arithmetic by hand, symmetries, what the factor does, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.chance.pooling import extremising_factor, linear_pool, log_odds_pool
from winset.errors import InputError

CHANCES = st.lists(st.floats(0.002, 0.998), min_size=1, max_size=6)
EXACT = settings(deadline=None, derandomize=True)


@EXACT
@given(CHANCES)
def test_pools_of_no_are_the_complements_of_pools_of_yes(chances: list[float]) -> None:
    other = [1 - chance for chance in chances]
    assert linear_pool(other) == pytest.approx(1 - linear_pool(chances))
    assert log_odds_pool(other) == pytest.approx(1 - log_odds_pool(chances))


@EXACT
@given(CHANCES, st.floats(1.01, 4))
def test_a_factor_above_one_moves_away_from_even_odds_and_never_across(chances: list[float], factor: float) -> None:
    plain, moved = log_odds_pool(chances, factor=1), log_odds_pool(chances, factor=factor)
    assert abs(moved - 0.5) >= abs(plain - 0.5)
    assert (moved - 0.5) * (plain - 0.5) >= 0
    assert min(chances) - 1e-12 <= plain <= max(chances) + 1e-12


@EXACT
@given(CHANCES)
def test_order_says_nothing_and_weights_count_as_copies(chances: list[float]) -> None:
    weights = np.arange(1, len(chances) + 1)
    copies = np.repeat(chances, weights)
    for pool in (linear_pool, lambda *given: log_odds_pool(*given, factor=1.5)):
        assert pool(chances[::-1]) == pytest.approx(pool(chances))
        assert pool(chances, weights) == pytest.approx(pool(copies))
    assert log_odds_pool(copies, factor=2) == pytest.approx(log_odds_pool(chances, weights, factor=2))


def test_the_power_transformation_of_odds_by_hand() -> None:
    # p^a / (p^a + (1 - p)^a), the form of Baron et al. (2014), on two equal forecasts.
    assert log_odds_pool([0.7, 0.7], factor=2.5) == pytest.approx(0.7**2.5 / (0.7**2.5 + 0.3**2.5))


def test_the_factor_is_one_for_one_forecast_and_rises_to_the_root_of_three() -> None:
    factors = [extremising_factor(count) for count in range(1, 200)]
    assert factors[0] == 1
    assert factors[1] == pytest.approx(2 * (np.sqrt(7) - 2))
    assert all(np.diff(factors) > 0)
    assert factors[-1] == pytest.approx(np.sqrt(3), abs=0.01)
    assert log_odds_pool([0.2]) == pytest.approx(0.2)


def test_a_certain_forecast_does_not_silence_the_others() -> None:
    assert 0.001 < log_odds_pool([0.0, 0.5], factor=1) < 0.05
    assert log_odds_pool([0.0], factor=1) == pytest.approx(0.001)
    assert linear_pool([0.0, 1.0]) == 0.5


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"probabilities": []}, r"`probabilities` has shape \(0,\)"),
        ({"probabilities": [[0.1]]}, "`probabilities` has shape"),
        ({"probabilities": [1.1]}, "none from 0 to 1"),
        ({"probabilities": [float("nan")]}, "none from 0 to 1"),
        ({"probabilities": [0.1], "weights": [0]}, "`weights`"),
        ({"probabilities": [0.1], "weights": [1, 2]}, "`weights` has shape"),
        ({"probabilities": [0.1], "factor": 0}, "`factor` is 0"),
        ({"probabilities": [0.1], "factor": float("inf")}, "`factor` is inf"),
    ],
)
def test_what_is_no_list_of_chances_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        log_odds_pool(**given)


@pytest.mark.parametrize("odd", [0, -1, 1.5, True])
def test_a_number_of_experts_is_a_whole_number(odd: Any) -> None:
    with pytest.raises(InputError, match="`experts` is"):
        extremising_factor(odd)
