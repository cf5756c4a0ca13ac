"""Passage of a process pulled to its mean: closed form, grid, simulation, spectrum, limits, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.timing import (
    bridge_crossing,
    brownian_passage,
    ou_long_run_hazard,
    ou_mean_passage_time,
    ou_passage,
    ou_passage_to_mean,
    ou_step,
    ou_volatility,
)

SD_1 = ou_volatility(1.0)


@settings(deadline=None, max_examples=100)
@given(st.floats(0, 3), st.floats(0, 4), st.floats(0, 5), st.floats(0, 5))
def test_two_steps_make_one(speed: float, volatility: float, first: float, second: float) -> None:
    a1, v1 = ou_step(speed, volatility, first)
    a2, v2 = ou_step(speed, volatility, second)
    a, v = ou_step(speed, volatility, first + second)
    assert float(a1 * a2) == pytest.approx(float(a))
    assert float(v1 * a2**2 + v2) == pytest.approx(float(v))


def test_a_step_without_pull_is_a_random_walk_and_a_long_step_forgets() -> None:
    assert [float(x) for x in ou_step(0.0, 2.0, 0.25)] == [1.0, 1.0]
    assert [float(x) for x in ou_step(1e-12, 2.0, 0.25)] == pytest.approx([1.0, 1.0])
    assert [float(x) for x in ou_step(1.0, SD_1, 100.0)] == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize("gap", [0.05, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("horizon", [0.01, 0.3, 1.0, 6.0])
def test_the_grid_meets_the_closed_form_at_the_mean(gap: float, horizon: float) -> None:
    nearly = ou_passage(gap, 1e-9, 1.0, SD_1, horizon)
    assert nearly == pytest.approx(float(ou_passage_to_mean(gap, 1.0, SD_1, horizon)), abs=2e-5)


@pytest.mark.parametrize(("gap", "gap_at_mean"), [(1.0, 1.0), (2.0, 0.5), (0.5, 1.5), (1.0, -1.0)])
def test_the_grid_meets_a_simulation_with_bridges(gap: float, gap_at_mean: float) -> None:
    rng, n, steps, horizon = np.random.default_rng(2), 20_000, 60, 1.5
    dt = horizon / steps
    factor, variance = ou_step(1.0, SD_1, dt)
    z, alive = np.full(n, gap_at_mean - gap), np.ones(n)
    for _ in range(steps):
        after = factor * z + np.sqrt(variance) * rng.standard_normal(n)
        alive *= 1 - bridge_crossing(z, after, gap_at_mean, np.sqrt(variance / dt), dt)
        z = after
    expected = ou_passage(gap, gap_at_mean, 1.0, SD_1, horizon)
    assert 1 - alive.mean() == pytest.approx(expected, abs=4 * alive.std() / np.sqrt(n) + 1e-3)


def test_a_finer_grid_changes_nothing_that_matters() -> None:
    for gap, gap_at_mean, horizon in ((0.1, 3.0, 20.0), (4.0, 1.0, 1.0), (4.0, 5.0, 20.0), (0.01, 1.0, 0.001)):
        coarse = ou_passage(gap, gap_at_mean, 1.0, SD_1, horizon)
        assert coarse == pytest.approx(ou_passage(gap, gap_at_mean, 1.0, SD_1, horizon, grid=2500), abs=2e-5)


def test_a_vanishing_pull_is_a_random_walk() -> None:
    walk = float(brownian_passage(8.4, 1.5, 32))
    assert ou_passage(8.4, 8.4, 0.0, 1.5, 32) == walk
    assert ou_passage(8.4, 8.4, 2e-6, 1.5, 32) == pytest.approx(walk, abs=1e-4)
    assert float(ou_passage_to_mean(3.0, 1e-9, 1.5, 32)) == pytest.approx(float(brownian_passage(3, 1.5, 32)), abs=1e-6)


def test_a_stronger_pull_to_the_present_level_makes_a_rise_rarer() -> None:
    found = [ou_passage(8.4, 8.4, speed, 1.5, 32) for speed in (0.0, 0.05, 0.15, 0.3)]
    assert found == sorted(found, reverse=True)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.01, 4), st.floats(-2, 4), st.floats(0.01, 3), st.floats(0, 10), st.floats(0, 10))
def test_chances_are_chances_and_rise_with_time(
    gap: float, gap_at_mean: float, speed: float, t1: float, t2: float
) -> None:
    first, second = (ou_passage(gap, gap_at_mean, speed, ou_volatility(speed), t, grid=300) for t in sorted((t1, t2)))
    assert 0 <= first <= second + 3e-4 <= 1 + 3e-4


@settings(deadline=None, max_examples=20)
@given(st.floats(0.1, 3), st.floats(-1, 3), st.floats(0, 2))
def test_a_higher_level_is_harder(gap: float, gap_at_mean: float, more: float) -> None:
    lower, higher = (ou_passage(gap + x, gap_at_mean + x, 1.0, SD_1, 2.0, grid=300) for x in (0.0, more))
    assert higher <= lower + 3e-4


@pytest.mark.parametrize("level", [0.5, 1.0, 2.0])
def test_the_long_run_hazard_is_the_decay_of_survival(level: float) -> None:
    alive = [1 - ou_passage(level, level, 1.0, SD_1, t) for t in (4.0, 6.0)]
    rate = np.log(alive[0] / alive[1]) / 2
    assert ou_long_run_hazard(level, 1.0, SD_1) == pytest.approx(rate, rel=2e-3)


@pytest.mark.parametrize(("level", "rate"), [(0.0, 1), (-1.0, 2), (-np.sqrt(3), 3), (-np.sqrt(3 + np.sqrt(6)), 4)])
def test_the_hazard_is_whole_at_hermite_zeros(level: float, rate: int) -> None:
    assert ou_long_run_hazard(level, 0.5, ou_volatility(0.5)) == pytest.approx(0.5 * rate, abs=1e-9)


def test_a_far_level_is_reached_at_the_rate_of_its_mean_time() -> None:
    mean_time = ou_mean_passage_time(5, 5, 0.3, ou_volatility(0.3))
    assert ou_long_run_hazard(5, 0.3, ou_volatility(0.3)) * mean_time == pytest.approx(1, abs=1e-4)


def test_mean_times_add_up_along_the_way() -> None:
    whole = ou_mean_passage_time(3, 2, 1.0, SD_1)
    assert whole == pytest.approx(ou_mean_passage_time(1, 0, 1.0, SD_1) + ou_mean_passage_time(2, 2, 1.0, SD_1))


def test_published_mean_time_and_hazards() -> None:
    assert ou_mean_passage_time(2, 2, 0.25, ou_volatility(0.25)) == pytest.approx(41.7136375919838, abs=1e-6)


def test_the_mean_time_is_the_area_under_survival() -> None:
    times = np.concatenate([[0.0], np.geomspace(0.01, 60, 60)])
    alive = [1.0] + [1 - ou_passage(1.0, 0.5, 1.0, SD_1, t, grid=400) for t in times[1:]]
    assert np.trapezoid(alive, times) == pytest.approx(ou_mean_passage_time(1.0, 0.5, 1.0, SD_1), rel=0.01)


def test_edges() -> None:
    assert ou_passage(0.0, 5.0, 1.0, 1.0, 0.0) == 1.0
    assert ou_passage(1.0, 1.0, 1.0, 1.0, 0.0) == 0.0
    assert [ou_passage(2.0, m, 1.0, 0.0, 1.0) for m in (-2.0, 0.0)] == [1.0, 0.0]
    assert ou_mean_passage_time(-1, 1, 1, 1) == 0.0
    assert ou_mean_passage_time(1, 1, 0.0, 1) == np.inf
    assert ou_mean_passage_time(1, 40, 1.0, SD_1) == np.inf
    assert ou_long_run_hazard(1, 0.0, 1) == 0.0
    assert ou_passage_to_mean([0.0, 1.0], 1.0, 1.0, 0.0).tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (lambda: ou_passage(1, 1, -1, 1, 1), "`speed` is -1.0"),
        (lambda: ou_passage(np.nan, 1, 1, 1, 1), "`gap` is nan"),
        (lambda: ou_passage(1, 1, 1, 1, 1, grid=3), "`grid` is 3"),
        (lambda: ou_step(1, 1, -1), "`step` is -1.0"),
        (lambda: ou_mean_passage_time(1, 1, 1, 0), "`volatility` is 0"),
        (lambda: ou_long_run_hazard(7, 1, SD_1), "from -30 to 6"),
    ],
)
def test_refusals_name_field_and_bounds(statement: object, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        statement()  # type: ignore[operator]
    assert message in str(refusal.value)
