"""Calibration curves count what came true, and their bars hold a perfect forecaster."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from winset.backtest import brier, calibration, murphy
from winset.errors import InputError

FORECASTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(FORECASTS)
@settings(deadline=None, derandomize=True, max_examples=40)
def test_every_forecast_is_counted_in_one_bin(forecasts: list[tuple[float, bool]]) -> None:
    p, o = zip(*forecasts, strict=True)
    bins = calibration(p, o, 7).bins
    assert sum(one.count for one in bins) == len(p)
    assert sum(one.count * one.forecast for one in bins) == pytest.approx(sum(p))
    assert sum(one.count * one.frequency for one in bins) == pytest.approx(sum(o))
    assert all(0 <= one.bar_low <= one.bar_high <= 1 for one in bins)
    reliability = sum(one.count * (one.forecast - one.frequency) ** 2 for one in bins) / len(p)
    assert reliability == pytest.approx(murphy(p, o, np.linspace(0, 1, 8)).reliability)


def test_the_curve_agrees_with_another_library() -> None:
    rng = np.random.default_rng(3)
    p = rng.uniform(size=500)
    o = rng.uniform(size=500) < p
    frequency, forecast = calibration_curve(o, p, n_bins=8)
    bins = calibration(p, o, 8).bins
    np.testing.assert_allclose([one.frequency for one in bins], frequency)
    np.testing.assert_allclose([one.forecast for one in bins], forecast)


def test_the_bars_are_those_of_forecasts_drawn_one_by_one() -> None:
    rng = np.random.default_rng(5)
    p = rng.beta(1, 3, size=60)
    edges = np.linspace(0, 1, 5)
    shares: list[list[float]] = [[] for _ in range(4)]
    for _ in range(10_000):
        drawn = rng.choice(p, size=p.size)
        came = rng.uniform(size=p.size) < drawn
        for b in range(4):
            held = (drawn >= edges[b]) & (drawn < edges[b + 1])
            if held.any():
                shares[b].append(came[held].mean())
    for one in calibration(p, np.zeros(60), edges).bins:
        low, high = np.quantile(shares[round(one.low * 4)], [0.05, 0.95])
        assert (one.bar_low, one.bar_high) == pytest.approx((low, high), abs=0.03)


def test_a_perfect_forecaster_lies_on_nine_bars_of_ten() -> None:
    rng = np.random.default_rng(7)
    held = []
    for _ in range(200):
        p = rng.uniform(size=400)
        held += [one.is_consistent for one in calibration(p, rng.uniform(size=400) < p, 5, resamples=1_000).bins]
    assert np.mean(held) == pytest.approx(0.9, abs=0.03)


def test_an_overconfident_forecaster_lies_off_his_bars() -> None:
    truth = np.tile([0.4, 0.6], 200)
    came = np.random.default_rng(2).uniform(size=400) < truth
    said = np.where(truth < 0.5, 0.05, 0.95)
    assert not any(one.is_consistent for one in calibration(said, came).bins)
    assert brier(said, came).mean() > brier(truth, came).mean()


def test_sure_forecasts_have_bars_without_width() -> None:
    low, high = calibration([0, 0, 1], [0, 1, 1]).bins
    assert (low.bar_low, low.bar_high, low.frequency, low.is_consistent) == (0, 0, 0.5, False)
    assert (high.low, high.high, high.bar_low, high.bar_high, high.is_consistent) == (0.9, 1, 1, 1, True)


def test_the_same_seed_gives_the_same_bars() -> None:
    p, o = [0.2, 0.25, 0.7], [0, 1, 1]
    assert calibration(p, o, seed=4) == calibration(p, o, seed=4)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: calibration([], []), "there is no calibration of none"),
        (lambda: calibration([0.5], [1], 0), "`bins` is 0; there is at least one"),
        (lambda: calibration([0.5], [1], [0, 2]), "`edges` is"),
        (lambda: calibration([0.5], [1], level=1), "`level` is 1; it lies between 0 and 1"),
        (lambda: calibration([0.5], [1], resamples=0), "`resamples` is 0; it must be 1 or more"),
        (lambda: calibration([2], [1]), "`probabilities` holds 2"),
    ],
)
def test_what_has_no_calibration_is_refused(call: Callable[[], object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()
