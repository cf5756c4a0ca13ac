"""Votes with a common factor: limits, simulation, the formula for many alike, chambers; chances from gains."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import ndtri
from scipy.stats import binom

from winset.errors import InputError
from winset.ratify import (
    correlated_vote_probability,
    each_consents,
    poisson_binomial_tail,
    weighted_vote_probability,
    yes_chances,
    yes_distribution,
)

chances = st.floats(0, 1)


# --- the distribution of independent votes ---


@pytest.mark.parametrize("n", [1, 31, 32, 33, 64, 100, 257, 1000])
def test_many_alike_are_a_binomial(n: int) -> None:
    p = np.array([0.0, 0.01, 0.3, 0.5, 0.97, 1.0])
    found = yes_distribution(np.repeat(p[:, None], n, axis=1))
    assert found == pytest.approx(binom.pmf(np.arange(n + 1), n, p[:, None]), abs=1e-13)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.integers(0, 150), st.integers(0, 2**32 - 1))
def test_joining_groups_is_adding_voters_one_by_one(n: int, seed: int) -> None:
    p = np.random.default_rng(seed).random((2, n)) ** 3
    expected = np.zeros((2, n + 1))
    expected[:, 0] = 1
    for k in range(n):
        expected[:, 1:] = expected[:, 1:] * (1 - p[:, k : k + 1]) + expected[:, :-1] * p[:, k : k + 1]
        expected[:, 0] *= 1 - p[:, k]
    assert yes_distribution(p) == pytest.approx(expected, abs=1e-14)


def test_many_cases_are_worked_off_in_blocks() -> None:
    p = np.random.default_rng(2).random((3000, 1000))
    some = poisson_binomial_tail(p, 500)
    assert some.shape == (3000,)
    assert some[[0, 2999]] == pytest.approx(poisson_binomial_tail(p[[0, 2999]], 500), abs=1e-13)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(1, 4), chances), min_size=1, max_size=9), st.integers(-1, 30))
def test_large_weights_go_another_way_to_the_same_chance(voters: Any, quota: int) -> None:
    """A hundred million times the weights leave no room for every sum."""
    weights, p = np.array([w for w, _ in voters]), [q for _, q in voters]
    assert weighted_vote_probability(weights * 10**8, p, quota * 10**8) == pytest.approx(
        float(weighted_vote_probability(weights, p, quota)), abs=1e-12
    )


# --- a factor in common ---


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, (6,), elements=chances), st.integers(-1, 7))
def test_without_correlation_votes_are_independent(p: np.ndarray, quota: int) -> None:
    assert correlated_vote_probability(p, quota, 0) == pytest.approx(float(poisson_binomial_tail(p, quota)), abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, (6,), elements=chances), st.integers(1, 6))
def test_of_one_mind_the_last_who_is_needed_decides(p: np.ndarray, quota: int) -> None:
    assert correlated_vote_probability(p, quota, 1) == np.sort(p)[::-1][quota - 1]


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.floats(0.01, 0.99), st.integers(1, 40), st.floats(0.01, 0.99), st.data())
def test_many_alike_are_each_consents(p: float, m: int, rho: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(1, m))
    found = float(correlated_vote_probability([p] * m, k, rho))
    assert found == pytest.approx(float(each_consents(p, m, k, rho)), abs=5e-4)


def test_two_chambers_with_a_veto_are_what_simulation_says() -> None:
    p, rho = np.array([0.7, 0.4, 0.6, 0.55, 0.8, 0.3, 0.9]), 0.3
    votes = [[2, 1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1, 0]]
    found = float(correlated_vote_probability(p, [3, 2], rho, votes, vetoes=[6]))
    rng, n = np.random.default_rng(4), 200_000
    leaning = np.sqrt(rho) * rng.normal(size=(n, 1)) + np.sqrt(1 - rho) * rng.normal(size=(n, 7))
    yes = leaning <= ndtri(p)
    passed = (yes @ np.array(votes[0]) >= 3) & (yes @ np.array(votes[1]) >= 2) & yes[:, 6]
    assert found == pytest.approx(passed.mean(), abs=4 * np.sqrt(found * (1 - found) / n))


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, (5,), elements=chances), st.floats(0, 1), st.integers(0, 4), st.integers(1, 5))
def test_stricter_rules_never_help(p: np.ndarray, rho: float, member: int, quota: int) -> None:
    before = correlated_vote_probability(p, quota, rho)
    assert 0 <= before <= 1
    assert correlated_vote_probability(p, quota + 1, rho) <= before + 1e-3
    assert correlated_vote_probability(p, quota, rho, vetoes=[member]) <= before + 1e-3


def test_a_common_factor_takes_certainty_away_and_couples_chambers() -> None:
    sure = [float(correlated_vote_probability([0.55] * 401, 201, rho)) for rho in (0, 0.01, 0.1)]
    assert sure == sorted(sure, reverse=True)
    chambers = np.kron(np.eye(2, dtype=int), np.ones(5, dtype=int))
    apart = float(poisson_binomial_tail([0.4] * 5, 3)) ** 2
    assert correlated_vote_probability([0.4] * 10, 3, 0, chambers) == pytest.approx(apart)
    assert correlated_vote_probability([0.4] * 10, 3, 0.3, chambers) > apart + 0.05


def test_leading_axes_and_edges() -> None:
    p = np.random.default_rng(5).random((3, 2, 6))
    assert correlated_vote_probability(p, 3)[2, 1] == pytest.approx(float(correlated_vote_probability(p[2, 1], 3)))
    for rho in (0, 0.2, 1):
        assert correlated_vote_probability([0, 1, 1], 3, rho) == 0
        assert correlated_vote_probability([0, 1, 1], 2, rho) == pytest.approx(1)
        assert correlated_vote_probability([0.5, 0.5], 0, rho) == pytest.approx(1)
        assert correlated_vote_probability([0.5, 0.5], 3, rho) == 0
        assert correlated_vote_probability([0.5, 0.2], 0, rho, vetoes=[1]) == pytest.approx(0.2, abs=1e-3)


# --- chances from gains ---


@settings(deadline=None, derandomize=True)
@given(st.floats(-5, 5), st.floats(0, 2), st.floats(0.1, 5), st.floats(0.1, 9), st.sampled_from(["logistic", "probit"]))
def test_rescaling_gain_cost_and_scale_together_changes_nothing(
    gain: float, cost: float, scale: float, factor: float, link: Any
) -> None:
    before = yes_chances(gain, cost, scale, link=link)
    assert yes_chances(gain * factor, cost * factor, scale * factor, link=link) == pytest.approx(before)
    assert before >= yes_chances(gain, cost + 0.1, scale, link=link)
    assert yes_chances(cost, cost, scale, link=link) == 0.5


def test_without_doubt_who_gains_enough_says_yes() -> None:
    assert yes_chances([-1, 1, 2], costs=1, scales=0).tolist() == [0, 1, 1]
    assert yes_chances(1e300, scales=1e-300) == 1


def test_refusals() -> None:
    with pytest.raises(InputError, match="gives member 1 votes in two chambers"):
        correlated_vote_probability([0.5, 0.5], 1, votes=[[1, 1], [0, 1]])
    with pytest.raises(InputError, match="`votes` has shape"):
        correlated_vote_probability([0.5, 0.5], 1, votes=[1, 1, 1])
    with pytest.raises(InputError, match="`quota` has shape"):
        correlated_vote_probability([0.5, 0.5], [1, 2])
    with pytest.raises(InputError, match=r"`correlation` is 1\.5"):
        correlated_vote_probability([0.5], 1, 1.5)
    with pytest.raises(InputError, match="must name members"):
        correlated_vote_probability([0.5], 1, vetoes=[1])
    with pytest.raises(InputError, match="`p` is a single number"):
        correlated_vote_probability(0.5, 1)
    with pytest.raises(InputError, match="`p` is a single number"):
        yes_distribution(0.5)
    with pytest.raises(InputError, match="`quota` is nan"):
        poisson_binomial_tail([0.5], np.nan)
    with pytest.raises(InputError, match="`quota` is nan"):
        weighted_vote_probability([1, 2], [0.5, 0.5], np.nan)
    with pytest.raises(InputError, match="`link` is 'linear'"):
        yes_chances(1, link="linear")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="`scales` is -1"):
        yes_chances(1, scales=-1)
