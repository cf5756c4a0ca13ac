"""Two leaders ready at once: series against closed forms and simulation, symmetries, limits, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import erf

from winset.errors import InputError
from winset.timing import brownian_passage, joint_window, refined, wedge_survival

slacks = st.floats(-4, 4)
correlations = st.floats(-0.99, 0.99)


def alone(slack: float, horizon: float) -> float:
    return float(brownian_passage(-slack, 1.0, horizon))


@pytest.mark.parametrize(("x", "y", "t"), [(1, 0.5, 1), (0.1, 3, 0.2), (2, 2, 40), (5, 0.01, 0.01)])
def test_a_quarter_plane_is_a_product_and_a_half_plane_one_error_function(x: float, y: float, t: float) -> None:
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    stays = erf(np.array([x, y]) / np.sqrt(2 * t))
    assert wedge_survival(radius, angle, np.pi / 2, t) == pytest.approx(stays.prod(), abs=1e-11)
    assert wedge_survival(radius, angle, np.pi, t) == pytest.approx(stays[1], abs=1e-11)


@pytest.mark.parametrize(
    ("slack_1", "slack_2", "rho", "published"),
    [
        (-1, 0.5, 0.0, 0.2759058921403704),
        (-1, -1, 0.0, 0.07238577122300771),
        (-1, -1, 0.5, 0.15204588149787424),
        (-1, -1, -0.5, 0.014208245329148772),
    ],
)
def test_the_series_meets_the_published_values_to_its_own_convergence(
    slack_1: float, slack_2: float, rho: float, published: float
) -> None:
    assert joint_window(slack_1, slack_2, rho, 1.0) == pytest.approx(published, abs=1e-9)


def simulated(slack_1: float, slack_2: float, rho: float) -> tuple[float, float]:
    """Return the chance up to time 1 from walks seen at two step sizes, extrapolated, and its standard error."""
    rng, n, steps = np.random.default_rng(3), 20_000, 256
    s1, s2 = np.full(n, slack_1), np.full(n, slack_2)
    fine, coarse = np.zeros(n, bool), np.zeros(n, bool)
    for k in range(1, steps + 1):
        first, second = rng.standard_normal((2, n)) / np.sqrt(steps)
        s1, s2 = s1 + first, s2 + rho * first + np.sqrt(1 - rho**2) * second
        ready = (s1 >= 0) & (s2 >= 0)
        fine |= ready
        if k % 4 == 0:
            coarse |= ready
    return float(refined(coarse.mean(), fine.mean())), float(np.std(2.0 * fine - coarse) / np.sqrt(n))


@pytest.mark.parametrize(("slack_1", "slack_2", "rho"), [(-1.0, 0.5, 0.0), (-0.5, -0.8, 0.6), (-0.5, -0.3, -0.4)])
def test_the_series_meets_a_simulation_refined_step_by_step(slack_1: float, slack_2: float, rho: float) -> None:
    found, error = simulated(slack_1, slack_2, rho)
    assert found == pytest.approx(joint_window(slack_1, slack_2, rho, 1.0), abs=4 * error + 2e-3)


@settings(deadline=None, max_examples=80)
@given(slacks, slacks, correlations, st.floats(0.01, 50))
def test_never_likelier_than_the_worse_leader_alone(s1: float, s2: float, rho: float, t: float) -> None:
    assert -1e-12 <= joint_window(s1, s2, rho, t) <= min(alone(s1, t), alone(s2, t)) + 1e-9


@settings(deadline=None, max_examples=80)
@given(st.floats(-4, 0), st.floats(-4, 0), correlations, correlations, st.floats(0.01, 50))
def test_moving_together_helps_if_neither_leader_is_ready(
    s1: float, s2: float, rho1: float, rho2: float, t: float
) -> None:
    low, high = sorted((rho1, rho2))
    assert joint_window(s1, s2, low, t) <= joint_window(s1, s2, high, t) + 1e-9


def test_moving_together_need_not_help_if_one_leader_is_ready() -> None:
    opposed, mixed = (joint_window(0.5, -0.4, rho, 1.0) for rho in (-0.99, -0.57))
    assert opposed > mixed + 0.03
    assert simulated(0.5, -0.4, -0.99)[0] > simulated(0.5, -0.4, -0.57)[0] + 0.02


@settings(deadline=None, max_examples=60)
@given(slacks, slacks, correlations, st.floats(0, 50), st.floats(0, 50), st.floats(0, 2))
def test_rises_with_time_and_with_slack(s1: float, s2: float, rho: float, t1: float, t2: float, more: float) -> None:
    early, late = sorted((t1, t2))
    assert joint_window(s1, s2, rho, early) <= joint_window(s1, s2, rho, late) + 1e-9
    assert joint_window(s1, s2, rho, early) <= joint_window(s1 + more, s2, rho, early) + 1e-9


@settings(deadline=None, max_examples=40)
@given(slacks, slacks, correlations, st.floats(0.1, 9), st.floats(0.1, 9))
def test_swapping_leaders_and_changing_units_changes_nothing(
    s1: float, s2: float, rho: float, c1: float, c2: float
) -> None:
    here = joint_window(s1, s2, rho, 2.0)
    assert joint_window(s2, s1, rho, 2.0) == pytest.approx(here, abs=1e-10)
    assert joint_window(c1 * s1, c2 * s2, rho, 2.0, c1, c2) == pytest.approx(here, abs=1e-9)
    assert joint_window(s1, s2, rho, 2.0 * c1, 1 / np.sqrt(c1), 1 / np.sqrt(c1)) == pytest.approx(here, abs=1e-9)


def test_the_naive_product_is_too_high_without_correlation() -> None:
    assert joint_window(-1, -1, 0.0, 1.0) < alone(-1, 1.0) ** 2 - 0.02


@settings(deadline=None, max_examples=40)
@given(st.floats(-3, -0.05), st.floats(-3, 3), st.sampled_from([-1.0, 1.0]))
def test_degenerate_correlations_are_limits(s1: float, s2: float, sign: float) -> None:
    assume(sign > 0 or abs(s1 + s2) > 0.05)
    assert joint_window(s1, s2, sign, 1.0) == pytest.approx(joint_window(s1, s2, sign * (1 - 2e-7), 1.0), abs=2e-4)


def test_full_correlation_leaves_the_worse_leader_and_full_opposition_needs_enough_slack() -> None:
    assert joint_window(-1, -0.2, 1.0, 1.0) == pytest.approx(alone(-1, 1.0))
    assert joint_window(-1, 1.5, -1.0, 1.0) == pytest.approx(alone(-1, 1.0))
    assert joint_window(-1, 0.5, -1.0, 1.0) == 0.0


def test_a_partner_with_ample_slack_does_not_matter() -> None:
    assert joint_window(-1, 1e6, 0.3, 1.0) == pytest.approx(alone(-1, 1.0))


def test_an_open_window_is_certain_and_no_time_opens_none() -> None:
    assert joint_window(0, 0, 0.2, 0.0) == 1.0
    assert joint_window(-0.1, 3, 0.2, 0.0) == 0.0
    assert joint_window(-1e6, 3, 0.2, 1.0) == 0.0


def test_the_wait_is_heavy_tailed() -> None:
    closed = [1 - joint_window(-1, -1, 0.0, t) for t in (1e6, 1e8)]
    slope = np.log(closed[0] / closed[1]) / np.log(1e8 / 1e6)
    assert slope == pytest.approx(1 / 3, abs=1e-3)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (lambda: joint_window(-1, -1, 1.2, 1), "`correlation` is 1.2"),
        (lambda: joint_window(-1, -1, 0, -1), "`horizon` is -1.0"),
        (lambda: joint_window(-1, -1, 0, 1, 0.0), "`volatility_1` is 0.0"),
        (lambda: joint_window(np.nan, -1, 0, 1), "`slack_1` is nan"),
        (lambda: wedge_survival(1, 1, 7, 1), "`opening` is 7"),
        (lambda: wedge_survival(-1, 1, 2, 1), "`radius` is -1.0"),
    ],
)
def test_refusals_name_field_and_bounds(statement: object, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        statement()  # type: ignore[operator]
    assert message in str(refusal.value)
