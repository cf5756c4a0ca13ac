"""Chances stretch by stretch: without figures they are the life table, and figures move them as they should."""

from __future__ import annotations

import numpy as np
import pytest

from winset.backtest.ratification.hazards import fit_hazards
from winset.backtest.survival import kaplan_meier
from winset.errors import InputError

EDGES = (0.0, 1.0, 2.0, 5.0)


def test_without_figures_that_vary_it_is_kaplan_meier_up_to_the_penalty():
    rng = np.random.default_rng(1)
    whole, cut = np.ceil(rng.exponential(3.0, 20_000)), rng.choice([1.0, 2.0, 5.0, 9.0], 20_000)
    times, happened = np.minimum(whole, cut), whole <= cut
    found = fit_hazards(np.zeros((20_000, 1)), times, happened, EDGES).chances([[0.0]], [1, 2, 5])[0]
    # A wait cut off at 2 is not counted from 2 to 5, where Kaplan-Meier has nothing to count it for either.
    assert found == pytest.approx(1 - kaplan_meier(times, happened).after([1, 2, 5]), abs=0.01)


def test_the_start_has_effects_of_its_own():
    rng = np.random.default_rng(2)
    at_once = rng.integers(0, 2, 4000)
    times = np.where((at_once == 1) & (rng.random(4000) < 0.9), 0.0, np.ceil(rng.exponential(2.0, 4000)))
    found = fit_hazards(at_once[:, None], times, np.ones(4000, dtype=bool), EDGES)
    (no, yes) = found.chances([[0], [1]], [0.0])[:, 0]
    assert (no, yes) == (pytest.approx(0, abs=0.02), pytest.approx(0.9, abs=0.02))
    assert abs(found.parts([[0], [1]])).max() < 0.2


def test_a_stretch_that_nobody_reached_has_the_chance_of_the_one_before():
    rng = np.random.default_rng(3)
    times, happened = np.minimum(np.ceil(rng.exponential(2.0, 500)), 2.0), rng.random(500) < 0.5
    found = fit_hazards(np.zeros((500, 1)), times, happened, EDGES).chances([[0.0]], [1, 2, 5])[0]
    last = (found[1] - found[0]) / (1 - found[0])
    assert (found[2] - found[1]) / (1 - found[1]) == pytest.approx(last)


def test_chances_rise_with_the_horizon_and_lie_from_0_to_1():
    rng = np.random.default_rng(4)
    x, times = rng.normal(size=(300, 3)) * 50, rng.integers(0, 9, 300).astype(float)
    found = fit_hazards(x, times, rng.random(300) < 0.5, EDGES).chances(x, EDGES)
    assert (np.diff(found, axis=1) >= 0).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_what_makes_no_sense_is_refused():
    with pytest.raises(InputError, match="`edges`"):
        fit_hazards([[1.0]], [1.0], [True], [1.0, 2.0])
    found = fit_hazards([[1.0], [2.0]], [1.0, 2.0], [True, True], EDGES)
    with pytest.raises(InputError, match="`horizons` is"):
        found.chances([[1.0]], [3.0])
