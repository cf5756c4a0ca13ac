"""Several leaders at once by simulation: against formulas, by its definitions, symmetries, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from winset.errors import InputError
from winset.timing import (
    SimulatedWindows,
    brownian_passage,
    event_passage,
    joint_window,
    ou_passage,
    simulated_windows,
)


def play(slacks: Any, sigma: Any = 1.0, horizon: float = 1.0, **others: Any) -> SimulatedWindows:
    settings = {"paths": 40_000, "steps": 256} | others
    volatilities = np.broadcast_to(sigma, np.shape(slacks))
    return simulated_windows(slacks, volatilities, horizon, np.random.default_rng(7), **settings)


@pytest.mark.parametrize(
    ("slacks", "rho"),
    [((-1.0, 0.5), 0.0), ((-1.0, -1.0), 0.0), ((-1.0, -1.0), 0.5), ((-1.0, -1.0), -0.5), ((0.5, -0.4), -0.9)],
)
def test_two_random_walks_meet_the_series(slacks: tuple[float, float], rho: float) -> None:
    found = play(slacks, correlation=rho)
    for place in (32, 64):
        series = joint_window(*slacks, rho, float(found.times[place]))
        assert found.jointly[place] == pytest.approx(series, abs=4 * found.error + 3e-3)


def test_one_random_walk_with_drift_meets_its_formula() -> None:
    found = play([-1.0, -0.3], drifts=[-0.5, 0.2])
    exact = brownian_passage([1.0, 0.3], 1.0, 1.0, [-0.5, 0.2])
    assert found.alone[-1] == pytest.approx(exact, abs=0.01)


def test_one_pulled_to_a_level_meets_the_equation() -> None:
    found = play([-8.4, -4.0], 1.5, 32.0, speeds=0.15, slacks_at_level=[-8.4, -1.0])
    exact = [ou_passage(8.4, 8.4, 0.15, 1.5, 32), ou_passage(4.0, 1.0, 0.15, 1.5, 32)]
    assert found.alone[-1] == pytest.approx(exact, abs=0.01)


def test_jumps_alone_meet_the_formula_of_events() -> None:
    found = play([-5.0], 0.0, 2.5, jump_rates=0.2, jump_means=6.0)
    assert found.jointly[-1] == pytest.approx(float(event_passage(0.2, 1, 2.5)), abs=0.01)


def test_the_product_is_too_high_for_windows_that_open_at_different_times() -> None:
    found = play([-1.0, -1.0])
    assert found.product[-1] == pytest.approx(0.1007, abs=0.006)
    assert found.jointly[-1] < found.product[-1] - 0.02


def test_never_likelier_than_the_worst_leader_and_less_likely_with_every_leader_more() -> None:
    three, two = play([-0.5, -0.2, 0.4], correlation=0.3), play([-0.5, -0.2], correlation=0.3)
    assert (three.jointly <= three.alone.min(axis=1)).all()
    assert three.jointly[-1] < two.jointly[-1]
    assert (np.diff(three.jointly) >= 0).all()
    assert (three.lasting <= three.jointly + 1e-12).all()


def test_more_volatility_opens_a_shut_window_more_often() -> None:
    calm, wild = (play([-1.0, -0.5], sigma).jointly[-1] for sigma in (1.0, 1.5))
    assert wild > calm + 0.05


def test_a_higher_correlation_helps_unless_one_leader_is_ready() -> None:
    apart, together = (play([-1.0, -0.7], correlation=rho).jointly[-1] for rho in (-0.5, 0.5))
    assert together > apart + 0.05
    opposed, mixed = (play([0.5, -0.4], correlation=rho).jointly[-1] for rho in (-0.99, -0.57))
    assert opposed > mixed + 0.02


def test_a_window_must_last_for_the_lead_time() -> None:
    at_once, month, year = (play([-1.0, -1.0], lead_time=lead).lasting[-1] for lead in (0.0, 0.05, 0.5))
    assert at_once > month + 0.01 > year + 0.02
    assert play([1.0], 0.0, lead_time=0.25).lasting.tolist() == [0.0] * 16 + [1.0] * 49


def test_what_is_open_stays_open_without_anything_that_moves() -> None:
    found = play([0.0, 2.0], 0.0)
    assert found.jointly[0] == found.open_at[-1] == found.stays_open == 1.0
    shut = play([-1.0, 2.0], 0.0)
    assert shut.jointly[-1] == 0
    assert np.isnan(shut.stays_open)


def test_swapping_leaders_changes_nothing_but_their_order() -> None:
    one = play([-1.0, -0.3], [1.0, 2.0], paths=100_000)
    other = play([-0.3, -1.0], [2.0, 1.0], paths=100_000)
    assert one.jointly[-1] == pytest.approx(other.jointly[-1], abs=6 * one.error)
    assert one.alone[-1] == pytest.approx(other.alone[-1][::-1], abs=0.01)


def test_same_randoms_same_answer() -> None:
    one, other = play([-1.0, -1.0], paths=100), play([-1.0, -1.0], paths=100)
    assert one.jointly.tobytes() == other.jointly.tobytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slacks": []}, "`slacks` has shape"),
        ({"volatilities": [1, 1, 1]}, "`volatilities` has shape"),
        ({"volatilities": [1, -1]}, r"`volatilities\[1\]` is -1"),
        ({"correlation": 1.5}, "`correlation` is 1.5"),
        ({"correlation": [[1, 0.5], [0.4, 1]]}, "symmetric"),
        ({"slacks": [0, 0, 0], "volatilities": 1, "correlation": -0.9}, "cannot all move against each other"),
        ({"paths": 0}, "`paths` is 0"),
        ({"horizon": np.inf}, "`horizon` is inf"),
    ],
)
def test_refusals_name_field_and_bounds(change: dict[str, Any], message: str) -> None:
    given = {"slacks": [-1, -1], "volatilities": [1, 1], "horizon": 1} | change
    with pytest.raises(InputError, match=message):
        simulated_windows(**given, rng=np.random.default_rng(1))
