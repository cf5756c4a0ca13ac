"""Power indices: all orders and all groups, published numbers, axioms, refusals."""

from __future__ import annotations

from itertools import permutations, product
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.ratify import power_indices, winning

bodies = st.lists(st.integers(0, 6), min_size=1, max_size=6)


def by_hand(votes: list[int], quota: int, vetoes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Count pivots in all orders, and swings in all groups."""
    n = len(votes)
    orders, groups = np.zeros(n), np.zeros(n)
    for order in permutations(range(n)):
        yes = np.zeros(n, dtype=bool)
        for member in order:
            before = winning(yes, quota, votes, vetoes)
            yes[member] = True
            orders[member] += winning(yes, quota, votes, vetoes) and not before
    for pattern in product([False, True], repeat=n):
        for member in range(n):
            if pattern[member]:
                without = np.array(pattern)
                without[member] = False
                groups[member] += winning(pattern, quota, votes, vetoes) and not winning(without, quota, votes, vetoes)
    return orders / factorial(n), groups / 2 ** (n - 1)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(bodies, st.integers(-1, 20), st.lists(st.integers(0, 5), max_size=2))
def test_it_is_what_all_orders_and_all_groups_say(votes: list[int], quota: int, vetoes: list[int]) -> None:
    blocking = sorted({veto % len(votes) for veto in vetoes})
    orders, groups = by_hand(votes, quota, blocking)
    found = power_indices(votes, quota, blocking).value
    if found is None:
        assert not groups.any()
    else:
        assert found.shapley_shubik == pytest.approx(orders, abs=1e-12)
        assert found.banzhaf == pytest.approx(groups, abs=1e-12)
        assert found.shapley_shubik.sum() == pytest.approx(1)
        assert found.banzhaf_normalised.sum() == pytest.approx(1)


def test_the_security_council_of_eleven_as_in_the_paper_of_1954() -> None:
    """Five vetoes and a quota of seven: 98.7 per cent of the power is the permanent members' (p. 791)."""
    found = power_indices([1] * 11, 7, vetoes=range(5)).value
    assert found is not None
    assert found.shapley_shubik[:5].sum() == pytest.approx(0.987, abs=5e-4)
    assert found.shapley_shubik == pytest.approx([76 / 385] * 5 + [1 / 462] * 6, abs=1e-12)


def test_vetoes_are_weights_where_there_are_such() -> None:
    by_veto, by_weight = power_indices([1] * 15, 9, vetoes=range(5)).value, power_indices([7] * 5 + [1] * 10, 39).value
    assert by_veto is not None
    assert by_weight is not None
    assert by_veto.shapley_shubik == pytest.approx(by_weight.shapley_shubik, abs=1e-12)
    assert by_veto.banzhaf == pytest.approx(by_weight.banzhaf, abs=1e-12)
    assert by_veto.shapley_shubik[[0, -1]] == pytest.approx([421 / 2145, 4 / 2145], abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=12), st.integers(1, 60))
def test_equals_are_equal_dummies_have_none_and_more_votes_never_mean_less(votes: list[int], quota: int) -> None:
    found = power_indices([*votes, 0], quota).value
    if found is not None:
        ranked = found.shapley_shubik[:-1][np.argsort(votes, kind="stable")]
        assert (np.diff(ranked) >= -1e-12).all()
        assert found.shapley_shubik[-1] == found.banzhaf[-1] == 0
        for i, first in enumerate(votes):
            for j, second in enumerate(votes):
                if first == second:
                    assert found.banzhaf[i] == pytest.approx(found.banzhaf[j], abs=1e-12)


def test_a_large_body_sums_to_one() -> None:
    votes = np.random.default_rng(3).integers(1, 60, 60)
    found = power_indices(votes).value
    assert found is not None
    assert found.shapley_shubik.sum() == pytest.approx(1, abs=1e-12)
    assert np.corrcoef(votes, found.shapley_shubik)[0, 1] > 0.999


def test_edges() -> None:
    assert power_indices([1, 1], 3).status == "empty"
    assert power_indices([1, 1], 0).status == "empty"
    assert power_indices([0, 0]).status == "empty"
    dictator = power_indices([3, 1, 1], 3).value
    assert dictator is not None
    assert dictator.shapley_shubik.tolist() == [1, 0, 0]


def test_refusals() -> None:
    with pytest.raises(InputError, match="only whole numbers"):
        power_indices([1.5, 2])
    with pytest.raises(InputError, match="must name members from 0 to 1"):
        power_indices([1, 1], vetoes=[2])
    with pytest.raises(InputError, match="`votes` has shape"):
        power_indices([[1, 2]])
    with pytest.raises(InputError, match="too many; divide the votes"):
        power_indices([10**9] * 3)
    with pytest.raises(InputError, match="`quota` is nan"):
        power_indices([1, 1], np.nan)
