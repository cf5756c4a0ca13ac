"""Consents of many alike: the known figure, limits, quadrature and drawn answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import binom, norm

from winset.errors import InputError
from winset.ratify import drawn_consents, each_consents, poisson_binomial_tail

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 60}
share = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0])


def test_thirty_six_who_are_nearly_sure_are_no_better_than_even() -> None:
    assert each_consents(0.98, 36) == pytest.approx(0.4832, abs=5e-5)


@settings(**FINE)
@given(share, st.integers(1, 12), st.integers(0, 13))
def test_without_correlation_they_are_independent_voters(p: float, m: int, k: int) -> None:
    assert each_consents(p, m, k) == pytest.approx(float(poisson_binomial_tail([p] * m, k)), abs=1e-12)


@pytest.mark.parametrize("correlation", [0.01, 0.1, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize(("m", "k"), [(2, 2), (27, 27), (27, 15), (36, 35), (100, 51)])
def test_the_factor_is_integrated_as_by_a_fine_grid(correlation: float, m: int, k: int) -> None:
    z = np.linspace(-9, 9, 20_001)
    for p in (0.05, 0.5, 0.8, 0.98):
        own = norm.cdf((ndtri(p) + np.sqrt(correlation) * z) / np.sqrt(1 - correlation))
        expected = np.trapezoid(norm.pdf(z) * binom.sf(k - 1, m, own), z)
        assert each_consents(p, m, k, correlation) == pytest.approx(float(expected), abs=2e-4)


@settings(**FINE)
@given(share, st.integers(1, 30))
def test_fully_correlated_they_answer_as_one(p: float, m: int) -> None:
    assert each_consents(p, m, correlation=1) == p
    assert each_consents(p, m, 1, correlation=1) == p
    assert each_consents(p, 1, correlation=0.4) == p


def test_correlation_helps_where_all_must_consent_and_hurts_where_one_is_enough() -> None:
    steps = np.linspace(0, 1, 11)
    assert (np.diff(each_consents(0.9, 12, correlation=steps)) > 0).all()
    assert (np.diff(each_consents(0.1, 12, 1, correlation=steps)) < 0).all()


@settings(**FINE)
@given(share, share, st.integers(1, 20), st.integers(0, 20), share)
def test_a_keener_many_never_hurts_and_a_higher_number_never_helps(
    p: float, more: float, m: int, k: int, correlation: float
) -> None:
    found = float(each_consents(p, m, k, correlation))
    assert 0 <= found <= 1
    assert each_consents(max(p, more), m, k, correlation) >= found - 2e-4
    assert each_consents(p, m, k + 1, correlation) <= found + 2e-4


@pytest.mark.parametrize("correlation", [0.0, 0.2, 0.7, 1.0])
@pytest.mark.parametrize(("p", "m", "k"), [(0.95, 12, 12), (0.6, 30, 20), (0.3, 5, 1)])
def test_drawn_consents_average_to_the_chance(correlation: float, p: float, m: int, k: int) -> None:
    rng, n = np.random.default_rng(4), 40_000
    drawn = drawn_consents(p, m, k, correlation, rng.standard_normal(n), rng.random(n)).mean()
    expected = float(each_consents(p, m, k, correlation))
    assert abs(drawn - expected) < 4 * np.sqrt(expected * (1 - expected) / n)


@settings(**FINE)
@given(share, share, st.integers(1, 20), share, st.floats(-4, 4), share)
def test_under_the_same_draws_a_keener_many_never_loses(
    p: float, more: float, m: int, correlation: float, common: float, luck: float
) -> None:
    before, after = drawn_consents([p, max(p, more)], m, None, correlation, common, luck)
    assert after >= before


def test_certain_answers_are_certain() -> None:
    for correlation in (0.0, 0.5, 1.0):
        assert each_consents([0, 1], 9, correlation=correlation).tolist() == [0, 1]
        assert each_consents(0.5, 9, 0, correlation=correlation) == 1
        assert each_consents(0.5, 9, 10, correlation=correlation) == 0
        assert drawn_consents([0, 1], 9, None, correlation, [-3, -3], [1, 1e-9]).tolist() == [False, True]


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`chance` is 98"):
        each_consents(98, 36)
    with pytest.raises(InputError, match=r"`correlation\[1\]` is -0.1"):
        each_consents(0.9, 3, correlation=[0, -0.1])
    with pytest.raises(InputError, match="`how_many` is 0; it must be a finite number, at least 1"):
        each_consents(0.9, 0)
    with pytest.raises(InputError, match="only whole numbers count votes"):
        drawn_consents(0.9, 3, 1.5, 0.0, 0.0, 0.5)
