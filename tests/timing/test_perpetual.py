"""Thresholds without an end of time: published values, their equations, limits, refusals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.timing import growing_gain_threshold, moving_gain_threshold

rates, payouts, volatilities = st.floats(0, 0.5), st.floats(0.001, 0.5), st.floats(0.01, 2)


def test_the_base_case_of_dixit_and_pindyck_waits_for_twice_the_cost() -> None:
    found = growing_gain_threshold(rate=0.04, payout=0.04, volatility=0.2, cost=1)
    assert (found.exponent, found.threshold) == pytest.approx((2, 2))


@settings(deadline=None, derandomize=True)
@given(rates, payouts, volatilities)
def test_beta_solves_its_quadratic_and_is_the_root_above_one(r: float, delta: float, sigma: float) -> None:
    beta = growing_gain_threshold(r, delta, sigma, 1).exponent
    assert beta >= 1
    residual = sigma**2 / 2 * beta * (beta - 1) + (r - delta) * beta - r
    assert residual == pytest.approx(0, abs=1e-9 * (1 + sigma**2 * beta**2 + beta))


@settings(deadline=None, derandomize=True)
@given(st.floats(-2, 2), rates, volatilities)
def test_k_solves_its_quadratic(mu: float, r: float, sigma: float) -> None:
    k = moving_gain_threshold(mu, r, sigma, 0).exponent
    assert k >= 0
    assert sigma**2 / 2 * k**2 + mu * k - r == pytest.approx(0, abs=1e-9 * (1 + sigma**2 * k**2 + abs(mu) * k))


@settings(deadline=None, derandomize=True)
@given(rates, payouts, volatilities, volatilities)
def test_more_doubt_asks_for_more(r: float, delta: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    calm, wild = (growing_gain_threshold(r, delta, sigma, 3).threshold for sigma in (low, high))
    assert 3 <= calm * (1 + 1e-9) <= wild * (1 + 2e-9)


def test_little_volatility_comes_near_none() -> None:
    for r, delta in ((0.05, 0.02), (0.02, 0.05), (0.04, 0.04)):
        still, nearly = (growing_gain_threshold(r, delta, sigma, 1).threshold for sigma in (0.0, 1e-4))
        assert nearly == pytest.approx(still, rel=2e-3)
    for mu in (0.3, -0.3):
        still, nearly = (moving_gain_threshold(mu, 0.05, sigma, 1).threshold for sigma in (0.0, 1e-6))
        assert nearly == pytest.approx(still, rel=1e-6)


def test_where_waiting_loses_nothing_nobody_signs() -> None:
    assert growing_gain_threshold(0.05, 0, 0.2, 1).threshold == math.inf
    assert growing_gain_threshold(0.05, 0, 0, 1).threshold == math.inf
    assert moving_gain_threshold(0, 0, 1, 0.5).threshold == math.inf


def test_without_volatility_or_growth_there_is_nothing_to_wait_for() -> None:
    assert growing_gain_threshold(0.02, 0.05, 0, 3).threshold == 3
    assert moving_gain_threshold(-1, 0.05, 0, 3).threshold == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rate": -0.1, "payout": 0, "volatility": 1, "cost": 1}, "`rate` is -0.1"),
        ({"rate": 0.1, "payout": math.nan, "volatility": 1, "cost": 1}, "`payout` is nan"),
    ],
)
def test_refusals_name_field_and_bounds(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        growing_gain_threshold(**arguments)
    with pytest.raises(InputError, match="`volatility` is -1"):
        moving_gain_threshold(0, 0.1, -1, 1)
