"""Crossings between dates: against fine simulation, the shift against the exact formula, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.timing import bridge_crossing, brownian_passage, continuity_shift, refined


def test_a_bridge_crosses_as_often_as_a_fine_one_with_a_shifted_level() -> None:
    rng, n, steps = np.random.default_rng(4), 20_000, 400
    times = np.linspace(0, 0.1, steps + 1)[1:]
    walk = np.cumsum(rng.standard_normal((n, steps)) * np.sqrt(0.1 / steps), axis=1)
    bridge = 0.5 + walk - times / 0.1 * (walk[:, -1:] - 0.2)
    hit = bridge.max(axis=1) >= 1 - float(continuity_shift(1.0, 0.1 / steps))
    expected = float(bridge_crossing(0.5, 0.7, 1.0, 1.0, 0.1))
    assert hit.mean() == pytest.approx(expected, abs=4 * hit.std() / np.sqrt(n) + 1e-3)


def test_the_shift_and_the_extrapolation_make_up_for_rare_looks() -> None:
    rng, n, steps = np.random.default_rng(5), 40_000, 64
    top = np.cumsum(rng.standard_normal((n, steps)), axis=1) / np.sqrt(steps)
    exact = float(brownian_passage(1.0, 1.0, 1.0))
    error = 4 * np.sqrt(exact * (1 - exact) / n)
    shifted = (top.max(axis=1) >= 1 - float(continuity_shift(1.0, 1 / steps))).mean()
    fine, coarse = (top.max(axis=1) >= 1).mean(), (top[:, 3::4].max(axis=1) >= 1).mean()
    assert shifted == pytest.approx(exact, abs=error + 2e-3)
    assert abs(float(refined(coarse, fine)) - exact) < 2 * error < exact - fine


@settings(deadline=None, max_examples=100)
@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5), st.floats(0, 3), st.floats(0, 3))
def test_crossing_is_a_chance_and_runs_both_ways(x0: float, x1: float, b: float, sigma: float, dt: float) -> None:
    there, back = float(bridge_crossing(x0, x1, b, sigma, dt)), float(bridge_crossing(x1, x0, b, sigma, dt))
    assert 0 <= there <= 1
    assert there == back


def test_edges() -> None:
    assert bridge_crossing([1.0, 0.0, 0.0], [0.0, 2.0, 0.5], 1.0, 0.0, 0.0).tolist() == [1, 1, 0]
    assert refined([0.9, 0.2], [1.0, 0.05]).tolist() == [1.0, 0.0]


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match="`step` is -1"):
        bridge_crossing(0, 0, 1, 1, -1)
    with pytest.raises(InputError, match="`volatility` is -1"):
        continuity_shift(-1, 1)
