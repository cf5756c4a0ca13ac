"""First passage of a random walk: identities, simulation, limits, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import ndtr

from winset.errors import InputError
from winset.timing import (
    bridge_crossing,
    brownian_passage,
    brownian_passage_before_chance_deadline,
    brownian_passage_ever,
)

gaps = st.floats(0.01, 20)
volatilities = st.floats(0.05, 5)
drifts = st.floats(-3, 3)
horizons = st.floats(0, 100)


@pytest.mark.parametrize("drift", [0.0, 0.4, -0.4])
def test_the_formula_is_that_of_a_simulated_walk_with_bridges(drift: float) -> None:
    rng, n, steps = np.random.default_rng(1), 20_000, 16
    dt = 2.0 / steps
    path = np.cumsum(drift * dt + np.sqrt(dt) * rng.standard_normal((n, steps)), axis=1)
    path = np.column_stack([np.zeros(n), path])
    crossed = bridge_crossing(path[:, :-1], path[:, 1:], 1.3, 1.0, dt)
    hit = 1 - np.prod(1 - crossed, axis=1)
    expected = float(brownian_passage(1.3, 1.0, 2.0, drift))
    assert hit.mean() == pytest.approx(expected, abs=4 * hit.std() / np.sqrt(n))


@pytest.mark.parametrize("drift", [0.0, 0.7, -0.7])
def test_the_chance_is_the_integral_of_the_inverse_gaussian_density(drift: float) -> None:
    def density(t: float) -> float:
        return 1.2 / np.sqrt(2 * np.pi * 4 * t**3) * np.exp(-((1.2 - drift * t) ** 2) / (8 * t))

    assert float(brownian_passage(1.2, 2.0, 3.0, drift)) == pytest.approx(quad(density, 0, 3)[0], abs=1e-8)


@settings(deadline=None, max_examples=150)
@given(gaps, volatilities, drifts, horizons, horizons)
def test_chances_are_chances_and_rise_with_time(b: float, sigma: float, mu: float, t1: float, t2: float) -> None:
    first, second = (float(brownian_passage(b, sigma, t, mu)) for t in sorted((t1, t2)))
    assert 0 <= first <= second + 1e-12 <= 1 + 2e-12
    assert second <= float(brownian_passage_ever(b, sigma, mu)) + 1e-12


@settings(deadline=None, max_examples=100)
@given(gaps, volatilities, drifts, horizons, st.floats(0, 5))
def test_a_higher_level_is_harder_and_a_better_drift_helps(
    b: float, sigma: float, mu: float, t: float, more: float
) -> None:
    here = float(brownian_passage(b, sigma, t, mu))
    assert float(brownian_passage(b + more, sigma, t, mu)) <= here + 1e-12
    assert float(brownian_passage(b, sigma, t, mu + more)) >= here - 1e-12


@settings(deadline=None, max_examples=50)
@given(gaps, volatilities, drifts, horizons, st.floats(0.1, 10))
def test_units_of_points_and_of_time_do_not_matter(b: float, sigma: float, mu: float, t: float, c: float) -> None:
    here = float(brownian_passage(b, sigma, t, mu))
    assert float(brownian_passage(c * b, c * sigma, t, c * mu)) == pytest.approx(here, abs=1e-9)
    assert float(brownian_passage(b, sigma / np.sqrt(c), t * c, mu / c)) == pytest.approx(here, abs=1e-9)


def test_waiting_long_enough_reaches_the_chance_of_ever() -> None:
    for drift in (-0.3, 0.3):
        assert float(brownian_passage(2, 1, 1e5, drift)) == pytest.approx(float(brownian_passage_ever(2, 1, drift)))


@pytest.mark.parametrize("drift", [0.0, 0.5, -0.5])
def test_a_chance_deadline_averages_over_its_dates(drift: float) -> None:
    averaged, _ = quad(lambda t: 0.3 * np.exp(-0.3 * t) * float(brownian_passage(1.5, 1.2, t, drift)), 0, np.inf)
    assert float(brownian_passage_before_chance_deadline(1.5, 1.2, 0.3, drift)) == pytest.approx(averaged, abs=1e-6)


def test_without_volatility_the_walk_is_a_straight_line() -> None:
    assert brownian_passage([2, 2, 2], 0.0, 10.0, [0.3, 0.2, 0.1]).tolist() == [1, 1, 0]
    assert brownian_passage_ever(1, 0.0, [0.1, 0.0, -0.1]).tolist() == [1, 0, 0]
    assert float(brownian_passage_before_chance_deadline(2, 0.0, 0.5, 1.0)) == pytest.approx(np.exp(-1))


def test_tiny_volatility_neither_overflows_nor_leaves_the_unit_interval() -> None:
    assert brownian_passage(1.0, 1e-9, 1.0, [2.0, -2.0, 0.0]).tolist() == [1, 0, 0]


def test_a_level_already_reached_is_certain_even_at_once() -> None:
    assert brownian_passage([0.0, -1.0, 1.0], 1.0, 0.0).tolist() == [1, 1, 0]


def test_the_answer_has_the_shape_of_the_arguments_together() -> None:
    found = brownian_passage(np.ones((3, 1)), 1.0, np.ones(4))
    assert found.shape == (3, 4)
    assert np.allclose(found, 2 * ndtr(-1))


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (lambda: brownian_passage(1, -1, 1), "`volatility` is -1.0"),
        (lambda: brownian_passage(1, 1, [1, -2]), "`horizon` is -2.0"),
        (lambda: brownian_passage(1, 1, np.inf), "at least 0 and finite"),
        (lambda: brownian_passage_before_chance_deadline(1, 1, -1), "`deadline_hazard` is -1.0"),
    ],
)
def test_refusals_name_field_and_bounds(statement: object, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        statement()  # type: ignore[operator]
    assert message in str(refusal.value)
