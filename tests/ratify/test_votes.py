"""Independent votes, against enumeration of every way the vote can go."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.errors import InputError
from winset.ratify import majority_probability, poisson_binomial_tail, weighted_vote_probability

chances = st.floats(0, 1)


def enumerated(weights: list[int], p: list[float], quota: float) -> float:
    """Sum the probabilities of every pattern of yes and no that reaches the quota."""
    total = 0.0
    for yes in product([0, 1], repeat=len(p)):
        if sum(w * y for w, y in zip(weights, yes, strict=True)) >= quota:
            total += float(np.prod([q if y else 1 - q for q, y in zip(p, yes, strict=True)]))
    return total


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 9), chances), min_size=1, max_size=7), st.integers(-1, 40))
def test_weighted_votes_agree_with_enumeration(voters: list[tuple[int, float]], quota: int) -> None:
    weights, p = [w for w, _ in voters], [q for _, q in voters]
    found = float(weighted_vote_probability(weights, p, quota))
    assert found == pytest.approx(enumerated(weights, p, quota), abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, (5,), elements=chances), st.integers(0, 4), chances, st.integers(1, 5))
def test_more_willing_voters_and_lower_quotas_never_hurt(p: np.ndarray, voter: int, q: float, k: int) -> None:
    keener = p.copy()
    keener[voter] = max(p[voter], q)
    assert poisson_binomial_tail(keener, k) >= poisson_binomial_tail(p, k) - 1e-12
    assert poisson_binomial_tail(p, k - 1) >= poisson_binomial_tail(p, k) - 1e-12


def test_leading_axes_are_independent_cases() -> None:
    p = np.random.default_rng(3).random((4, 3, 6))
    together = poisson_binomial_tail(p, 4)
    assert together.shape == (4, 3)
    assert together[2, 1] == poisson_binomial_tail(p[2, 1], 4)


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 60), chances)
def test_majority_is_the_tail_of_equal_voters(n: int, p: float) -> None:
    assert majority_probability(n, p) == pytest.approx(float(poisson_binomial_tail([p] * n, n // 2 + 1)), abs=1e-11)
    tie = majority_probability(n, p, tie_passes=True) - majority_probability(n, p)
    assert tie >= -1e-12
    assert n % 2 == 0 or tie == 0


@pytest.mark.parametrize("n", [1_000_001, 10**12 + 1, 10**18])
def test_an_even_chance_for_millions_of_voters_is_a_half(n: int) -> None:
    assert majority_probability(n, 0.5) == pytest.approx(0.5, abs=1e-9)


def test_a_quota_above_all_votes_never_passes() -> None:
    assert weighted_vote_probability([2, 3], [1, 1], 6) == 0


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`p\[1\]` is 1.2; .* from 0 to 1"):
        poisson_binomial_tail([0.3, 1.2], 1)
    with pytest.raises(InputError, match="only whole numbers"):
        weighted_vote_probability([1.5], [0.5], 1)
    with pytest.raises(InputError, match="last axes must agree"):
        weighted_vote_probability([1, 2], [0.5], 1)
    with pytest.raises(InputError, match="`n` is 0"):
        majority_probability(0, 0.5)
