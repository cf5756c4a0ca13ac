"""Grim trigger, staged exchange, durability: definitions, simulation, limits, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from winset.commitment import (
    breach_chances,
    breach_time,
    durability,
    first_breach,
    largest_step,
    patience_needed,
    steps_needed,
)
from winset.errors import InputError

payoff = st.floats(-10, 10)
rates = st.floats(0.01, 3)

# --- grim trigger ---


@settings(deadline=None, derandomize=True)
@given(payoff, payoff, payoff, st.floats(0, 0.99))
def test_above_the_threshold_and_only_there_keeping_pays(T: float, R: float, P: float, d: float) -> None:
    assume(P < R)
    threshold = float(patience_needed(T, R, P))
    assume(T <= R or abs(d - threshold) > 1e-6)
    assert (R / (1 - d) >= T + d * P / (1 - d) - 1e-12) == (d >= threshold)


def test_edges_of_patience() -> None:
    assert patience_needed([3, 4, 5, 2], 3, [1, 3, 4, 6]).tolist() == [0, np.inf, np.inf, np.inf]
    assert patience_needed(3, 3, 3) == 0


# --- staged exchange ---


@settings(deadline=None, derandomize=True)
@given(st.floats(0.01, 100), st.floats(0.01, 10), st.floats(0.01, 0.99))
def test_each_step_enforces_itself_and_one_step_fewer_would_not(value: float, relation: float, d: float) -> None:
    n, step = float(steps_needed(value, relation, d)), float(largest_step(relation, d))
    assert n >= 1
    assert value / n <= step * (1 + 1e-8)
    assert n == 1 or value / (n - 1) > step


def test_the_largest_step_is_the_relation_lost_from_the_next_period_on() -> None:
    periods = np.arange(1, 2000)
    assert largest_step(1.5, 0.9) == pytest.approx((1.5 * 0.9**periods).sum())


def test_edges_of_staged_exchange() -> None:
    assert steps_needed([0, 1, 1, 8], [1, 0, 1, 1], [0.8, 0.8, 1, 0.8]).tolist() == [0, np.inf, 1, 2]
    assert largest_step([0, 1], 1).tolist() == [0, np.inf]


# --- durability ---


def test_several_hazards_are_those_of_simulated_breaches() -> None:
    rng, n = np.random.default_rng(3), 40_000
    hazard, renege = np.array([0.2, 0.1, 0.05]), np.array([0.3, 0.9, 1.0])
    when, cause = first_breach(breach_time(hazard, renege, rng.random((n, 3))))
    expected = breach_chances(hazard, renege, 4.0)
    for k in range(3):
        assert ((cause == k) & (when <= 4)).mean() == pytest.approx(expected[k], abs=4 * 0.5 / np.sqrt(n))


def test_thinned_occasions_break_a_deal_as_the_formula_says() -> None:
    """Poisson occasions over ten years, each of which breaks the deal with chance .3."""
    rng, n = np.random.default_rng(5), 40_000
    kept = rng.binomial(rng.poisson(0.2 * 10, n), 0.3) == 0
    assert kept.mean() == pytest.approx(float(durability(0.2, 0.3, 10)), abs=4 * 0.5 / np.sqrt(n))


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(rates, st.floats(0, 1)), min_size=1, max_size=4), st.floats(0, 20))
def test_breaches_and_keeping_exhaust_the_cases(pairs: list[tuple[float, float]], T: float) -> None:
    hazard, renege = np.array(pairs).T
    kept = durability(hazard, renege, T).prod()
    assert breach_chances(hazard, renege, T).sum() + kept == pytest.approx(1)


@settings(deadline=None, derandomize=True)
@given(rates, st.floats(0.01, 1), st.floats(0, 0.999), st.floats(1, 5))
def test_under_common_levels_a_higher_hazard_breaks_every_deal_earlier(h: float, q: float, u: float, f: float) -> None:
    time = float(breach_time(h, q, u))
    assert breach_time(h * f, q, u) <= time
    assert durability(h, q, time) == pytest.approx(1 - u)


def test_drawn_breaches_have_the_stated_distribution() -> None:
    times = breach_time(0.4, 0.5, (np.arange(2000) + 0.5) / 2000)
    assert stats.kstest(times, stats.expon(scale=5).cdf).statistic < 1e-3


def test_edges_of_durability() -> None:
    assert durability([0, 1, 1], [1, 0, 1], [5, 5, 0]).tolist() == [1, 1, 1]
    assert breach_chances([0.0, 0.0], 1.0, 5.0).tolist() == [0, 0]
    assert breach_time([1, 0], 1, 0).tolist() == [0, np.inf]
    when, cause = first_breach([[1, 1], [np.inf, 2], [np.inf, np.inf]])
    assert (when.tolist(), cause.tolist()) == ([1, 2, np.inf], [0, 1, -1])


def test_many_draws_have_a_horizon_each() -> None:
    hazard = np.array([[0.2, 0.1], [0.4, 0.0]])
    found = breach_chances(hazard, 0.5, [1.0, 2.0])
    assert found.shape == (2, 2)
    assert found[1] == pytest.approx([1 - durability(0.4, 0.5, 2), 0.0])


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match="`temptation` is inf"):
        patience_needed(np.inf, 1, 0)
    with pytest.raises(InputError, match=r"`d` is 1\.1"):
        steps_needed(1, 1, 1.1)
    with pytest.raises(InputError, match="`value` is -1"):
        steps_needed(-1, 1, 0.5)
    with pytest.raises(InputError, match="`renege` is 2"):
        durability(1, 2, 1)
    with pytest.raises(InputError, match="`horizon` is inf"):
        durability(1, 1, np.inf)
    with pytest.raises(InputError, match="below 1"):
        breach_time(1, 1, [0.5, 1.0])
    with pytest.raises(InputError, match="`hazard` is a single number"):
        breach_chances(1, 1, 1)
    with pytest.raises(InputError, match="`times` has shape"):
        first_breach(3.0)
    with pytest.raises(InputError, match="`times` holds nan"):
        first_breach([np.nan])
