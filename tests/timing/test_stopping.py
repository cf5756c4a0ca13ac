"""Sign or wait with a deadline: benchmarks, formulas, the rule that it obeys, a simulation, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from winset.errors import InputError
from winset.timing import Waiting, brownian_passage, continuity_shift, moving_gain_threshold, ou_passage, sign_or_wait


def put(start: float = 100.0, horizon: float = 1.0, grid: int = 800) -> Waiting:
    return sign_or_wait(
        start, [0, 100, 200], [100, 0, 0], 0.2, horizon, rate=0.05, drift=0.05, process="geometric", grid=grid
    )


def european(start: float, strike: float, r: float, sigma: float, T: float) -> float:
    spread = sigma * np.sqrt(T)
    d = (np.log(start / strike) + (r + sigma**2 / 2) * T) / spread
    return float(strike * np.exp(-r * T) * ndtr(spread - d) - start * ndtr(-d))


def test_the_american_put_of_the_benchmark_and_the_european_one() -> None:
    found = put()
    assert found.value == pytest.approx(6.0904, abs=5e-4)
    assert found.at_the_end == pytest.approx(5.5735, abs=5e-4)


@pytest.mark.parametrize("start", [80.0, 90.0, 100.0, 110.0, 120.0])
def test_the_value_of_signing_at_the_end_alone_is_black_and_scholes_s(start: float) -> None:
    assert put(start).at_the_end == pytest.approx(european(start, 100, 0.05, 0.2, 1), abs=1e-3)


@pytest.mark.parametrize("start", [80.0, 90.0, 110.0, 120.0])
def test_american_puts_at_other_prices_meet_a_binomial_tree(start: float) -> None:
    assert put(start).value == pytest.approx(tree(start), abs=2e-3)


def tree(start: float, n: int = 2000) -> float:
    """Return the American put of a binomial tree: another road to the same value."""
    dt = 1 / n
    up = np.exp(0.2 * np.sqrt(dt))
    p = (np.exp(0.05 * dt) - 1 / up) / (up - 1 / up)
    prices = start * up ** (2.0 * np.arange(n + 1) - n)
    value = np.maximum(100 - prices, 0)
    for left in range(n - 1, -1, -1):
        prices = start * up ** (2.0 * np.arange(left + 1) - left)
        value = np.maximum(np.exp(-0.05 * dt) * (p * value[1:] + (1 - p) * value[:-1]), 100 - prices)
    return float(value[0])


def test_the_put_s_region_opens_up_to_the_strike_as_the_deadline_comes() -> None:
    edges = [region[0][1] for region in put().region[:-1]]
    assert (np.diff(edges) >= -0.5).all()
    assert 80 < edges[0] < 82.5
    assert 90 < edges[-1] < 100


@pytest.mark.parametrize(("gap", "rate"), [(4.0, 0.0), (1.0, 0.0), (8.4, 0.1)])
def test_a_fixed_gain_behind_a_hard_need_is_taken_at_once(gap: float, rate: float) -> None:
    found = sign_or_wait(60, [60], [10], 2.5, 24, rate=rate, not_below=60 + gap)
    assert found.without_deal == pytest.approx(1 - float(brownian_passage(gap, 2.5, 24)), abs=2e-4)
    assert {interval for region in found.region for interval in region} == {(60 + gap, np.inf)}
    assert found.now == -np.inf
    if rate == 0:
        assert found.value == pytest.approx(10 * (1 - found.without_deal), abs=2e-3)
        assert found.waiting == found.value


@pytest.mark.parametrize("level", [60.0, 63.0, 66.0])
def test_a_pull_to_a_level_gives_the_chance_of_passage(level: float) -> None:
    pull = {"speed": 0.15, "level": level}
    found = sign_or_wait(60, [60], [10], 1.5, 32, not_below=64, process="mean-reversion", **pull)
    assert 1 - found.without_deal == pytest.approx(ou_passage(4, 64 - level, 0.15, 1.5, 32), abs=3e-4)


def test_a_far_deadline_comes_near_the_threshold_without_one() -> None:
    threshold = moving_gain_threshold(0, 0.05, 1, 0.5).threshold
    found = sign_or_wait(1, [0, 10], [-0.5, 9.5], 1, 400, rate=0.05, grid=3000)
    assert found.region[0][0][0] == pytest.approx(threshold, abs=0.1)
    assert found.value == pytest.approx(np.exp(-np.sqrt(0.1) * (threshold - 1)) * (threshold - 0.5), abs=1e-3)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.floats(-5, 5), st.floats(0, 0.3), st.floats(-1, 1), st.floats(0.5, 3), st.floats(0.1, 20))
def test_never_worse_than_signing_now_walking_away_or_waiting_to_the_end(
    start: float, rate: float, drift: float, sigma: float, T: float
) -> None:
    found = sign_or_wait(start, [-10, 0, 10], [-6, 0, 4], sigma, T, rate=rate, drift=drift, grid=200)
    assert found.value >= max(found.now, 0) - 1e-12
    assert found.value >= found.at_the_end - 0.02
    assert 0 <= found.without_deal <= 1
    assert found.sign_now == (found.without_deal == 0 and found.expected_time == 0)


@settings(deadline=None, derandomize=True, max_examples=15)
@given(st.floats(-4, 2), st.floats(0.5, 2), st.floats(0.1, 2))
def test_more_time_and_more_volatility_are_worth_something(start: float, sigma: float, more: float) -> None:
    base, longer, wilder = (
        sign_or_wait(start, [-10, 0, 1, 10], [0, 0, 1, 10], s, T, rate=0.05, grid=300).value
        for s, T in ((sigma, 4.0), (sigma, 4.0 + more), (sigma + more, 4.0))
    )
    assert longer >= base - 5e-3
    assert wilder >= base - 5e-3


def test_what_a_simulation_of_the_rule_brings() -> None:
    states, gains = [50, 55, 64, 80], [-20, -8, 10, 14]
    found = sign_or_wait(60, states, gains, 2.5, 24, rate=0.03)
    rng, n, steps = np.random.default_rng(2), 20_000, 480
    dt = 24 / steps
    x, open_ = np.full(n, 60.0), np.ones(n, bool)
    brought, when = np.zeros(n), np.full(n, np.nan)
    lowest = np.interp(np.arange(steps + 1) * dt, found.times, [region[0][0] for region in found.region])
    for step in range(steps + 1):
        # In continuous time the state is caught on the edge of the region, which dates alone would let it jump over.
        signs = open_ & (x >= lowest[step] - continuity_shift(2.5, dt))
        caught = np.where(step, lowest[step], np.maximum(x, lowest[step]))
        brought[signs] = np.exp(-0.03 * step * dt) * np.interp(np.broadcast_to(caught, x.shape)[signs], states, gains)
        when[signs] = step * dt
        open_ &= ~signs
        x = x + 2.5 * np.sqrt(dt) * rng.standard_normal(n)
    assert brought.mean() == pytest.approx(found.value, abs=0.06)
    assert open_.mean() == pytest.approx(found.without_deal, abs=0.015)
    assert np.nanmean(when) == pytest.approx(found.expected_time, abs=0.3)


def test_a_gain_that_melts_away_is_taken_earlier() -> None:
    still, melting = (
        sign_or_wait(62, [50, 64, 80], [-10, 8, 20], 2.0, 12, rate=0.01, per_time=slope) for slope in (0.0, -1.0)
    )
    assert melting.region[0][0][0] < still.region[0][0][0]
    assert melting.value < still.value


def test_no_time_left_is_a_yes_or_a_no() -> None:
    yes, no = (sign_or_wait(start, [0, 10], [-5, 5], 1, 0) for start in (7, 3))
    assert (yes.sign_now, yes.value, yes.without_deal) == (True, 2.0, 0.0)
    assert (no.sign_now, no.value, no.without_deal) == (False, 0.0, 1.0)


def test_what_never_gains_is_never_signed() -> None:
    found = sign_or_wait(0, [0], [-3], 1, 5)
    assert (found.value, found.without_deal) == (0, 1)
    assert np.isnan(found.expected_time)
    assert all(region == () for region in found.region)


def test_several_regions_are_all_told() -> None:
    found = sign_or_wait(0, [-3, -2, 2, 3], [6, 0, 0, 6], 0.5, 1, rate=0.5)
    assert len(found.region[0]) == 2
    assert found.region[0][0][0] == -np.inf
    assert found.region[0][1][1] == np.inf


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"volatility": 0}, "`volatility` is 0"),
        ({"states": [1, 0], "gains": [1, 2]}, "ascending"),
        ({"gains": [1, 2]}, "rows of one length"),
        ({"grid": 10}, "`grid` is 10"),
        ({"process": "jumps"}, "`process` is 'jumps'"),
        ({"process": "geometric", "start": 0}, "`start` is 0"),
        ({"horizon": -1}, "`horizon` is -1"),
    ],
)
def test_refusals_name_field_and_bounds(change: dict[str, Any], message: str) -> None:
    given_ = {"start": 1, "states": [0], "gains": [1], "volatility": 1, "horizon": 1} | change
    with pytest.raises(InputError, match=message):
        sign_or_wait(**given_)
