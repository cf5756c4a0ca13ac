"""Unequal members of a legislature: the conditions that make an equilibrium, closed forms, order and refusals."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from winset.bargain import baron_ferejohn, random_proposer_shares, unequal_legislators
from winset.errors import InputError

FACTORS = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 0.99, 1.0])


@st.composite
def houses(draw: st.DrawFn, largest: int = 8, patience: st.SearchStrategy[float] = FACTORS) -> tuple[Any, int, Any]:
    """Chances to propose, a quota and patience of up to so many members."""
    n = draw(st.integers(1, largest))
    chances = st.floats(0.001, 1) | st.sampled_from([0.0, 0.5, 1.0])
    weight = np.array(draw(st.lists(chances, min_size=n, max_size=n))) + 1e-12
    d = np.array(draw(st.lists(patience, min_size=n, max_size=n)))
    return weight / weight.sum(), draw(st.integers(1, n)), d


@settings(deadline=None, derandomize=True, max_examples=400)
@given(houses())
def test_expectations_are_what_proposing_and_being_bought_bring(house: tuple[Any, int, Any]) -> None:
    p, q, d = house
    found = unequal_legislators(p, q, d)
    assert found.expected == pytest.approx(p * found.proposer + found.bought * found.price, abs=1e-12)
    assert found.price == pytest.approx(d * found.expected, abs=1e-12)
    assert found.expected.sum() == pytest.approx(1)
    assert found.bought.sum() == pytest.approx(q - 1, abs=1e-9)
    assert ((found.bought >= 0) & (found.bought <= 1 - p + 1e-12)).all()


@settings(deadline=None, derandomize=True, max_examples=150)
@given(houses(largest=6))
def test_no_proposer_gains_by_another_coalition_or_by_waiting(house: tuple[Any, int, Any]) -> None:
    p, q, d = house
    found = unequal_legislators(p, q, d)
    for member in range(p.size):
        others = [other for other in range(p.size) if other != member]
        cheapest = min(found.price[list(bought)].sum() for bought in combinations(others, q - 1))
        assert found.proposer[member] == pytest.approx(1 - cheapest, abs=1e-12)
        assert found.proposer[member] >= found.price[member] - 1e-12


@settings(deadline=None, derandomize=True, max_examples=80)
@given(houses(largest=5))
def test_proposers_can_mix_cheapest_coalitions_so_that_each_is_bought_so_often(house: tuple[Any, int, Any]) -> None:
    """Chances of coalitions exist, by linear programming over every cheapest coalition of every proposer."""
    p, q, d = house
    found = unequal_legislators(p, q, d)
    columns, target = [], np.concatenate([found.bought, p])
    for member in range(p.size):
        others = [other for other in range(p.size) if other != member]
        for bought in combinations(others, q - 1):
            if found.price[list(bought)].sum() <= 1 - found.proposer[member] + 1e-9:
                columns.append(np.isin(np.arange(2 * p.size), [*bought, p.size + member]).astype(float))
    n_rows, table = target.size, np.array(columns).T
    slack = np.concatenate([np.zeros(table.shape[1]), np.ones(2 * n_rows)])
    missed = linprog(slack, A_eq=np.hstack([table, np.eye(n_rows), -np.eye(n_rows)]), b_eq=target).fun
    assert missed == pytest.approx(0, abs=1e-6)


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 12), st.data())
def test_members_who_differ_in_nothing_are_baron_and_ferejohn(n: int, data: st.DataObject) -> None:
    q, d = data.draw(st.integers(1, n)), data.draw(FACTORS)
    found, equal = unequal_legislators(np.full(n, 1 / n), q, d), baron_ferejohn(n, q, d)
    assert found.expected == pytest.approx(np.full(n, equal.expected))
    assert found.proposer == pytest.approx(np.full(n, equal.proposer))
    assert found.price == pytest.approx(np.full(n, equal.partner))
    assert found.bought == pytest.approx(np.full(n, (q - 1) / n))


@settings(deadline=None, derandomize=True)
@given(houses())
def test_where_all_must_agree_it_is_the_random_proposer_and_where_one_is_enough_the_chance_to_propose(
    house: tuple[Any, int, Any],
) -> None:
    p, _, d = house
    assert unequal_legislators(p, p.size, d).expected == pytest.approx(random_proposer_shares(p, d).expected)
    if p.size > 1:
        assert unequal_legislators(p, 1, d).expected == pytest.approx(p, abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_among_three_patient_members_only_a_chance_above_one_half_pays(first: float, rest: float) -> None:
    """By hand: with none above 1/2 all expect 1/3; above it the others expect (1 - p) / (2 - p)."""
    p = np.array([first, (1 - first) * rest, (1 - first) * (1 - rest)])
    most, found = p.max(), unequal_legislators(p, 2, 1.0)
    if most <= 0.5:
        assert found.expected == pytest.approx(np.full(3, 1 / 3))
    else:
        assert np.sort(found.expected) == pytest.approx([(1 - most) / (2 - most)] * 2 + [most / (2 - most)])


@settings(deadline=None, derandomize=True)
@given(houses(patience=st.floats(0.97, 1)), st.integers(2, 6))
def test_among_the_patient_shares_are_inverse_to_patience(house: tuple[Any, int, Any], q: int) -> None:
    """Kawamori (2005): members much alike share as 1 / d, whatever the quota and whoever proposes how often."""
    _, _, d = house
    p = np.full(7, 1 / 7) + np.linspace(-0.02, 0.02, 7)
    d = np.resize(d, 7)
    found = unequal_legislators(p, q, d)
    assert found.expected == pytest.approx((1 / d) / (1 / d).sum())


def test_a_more_patient_member_is_bought_less_often_and_may_expect_less() -> None:
    found = unequal_legislators([1 / 3] * 3, 2, [0.99, 0.9, 0.9])
    assert found.expected[0] < found.expected[1] == pytest.approx(found.expected[2])
    assert found.bought[0] < found.bought[1]


@settings(deadline=None, derandomize=True)
@given(houses(), st.randoms(use_true_random=False))
def test_members_in_another_order_expect_the_same(house: tuple[Any, int, Any], chance: Any) -> None:
    p, q, d = house
    order = list(range(p.size))
    chance.shuffle(order)
    here, there = unequal_legislators(p, q, d), unequal_legislators(p[order], q, d[order])
    assert there.expected == pytest.approx(here.expected[order], abs=1e-12)
    assert there.bought == pytest.approx(here.bought[order], abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(houses(), st.floats(0, 1))
def test_with_equal_patience_who_proposes_more_often_expects_no_less(house: tuple[Any, int, Any], d: float) -> None:
    p, q, _ = house
    assert (np.diff(unequal_legislators(np.sort(p), q, d).expected) >= -1e-12).all()


def test_votes_that_cost_nothing_are_bought_alike() -> None:
    """Nobody waits: all sell for nothing and expect the chance to propose."""
    found = unequal_legislators([0.6, 0.3, 0.1], 2, 0.0)
    assert found.expected == pytest.approx([0.6, 0.3, 0.1])
    assert found.bought == pytest.approx([0.2, 0.35, 0.45])
    alone = unequal_legislators([1.0, 0.0, 0.0], 2, 1.0)
    assert alone.expected.tolist() == [1, 0, 0]
    assert alone.bought == pytest.approx([0, 0.5, 0.5])


def test_a_thousand_members() -> None:
    rng = np.random.default_rng(5)
    p, d = rng.dirichlet(np.ones(1000)), rng.uniform(0.5, 1, 1000)
    found = unequal_legislators(p, 501, d)
    assert found.expected == pytest.approx(p * found.proposer + found.bought * found.price, abs=1e-14)
    assert found.bought.sum() == pytest.approx(500)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0.5, 0.4], 1), "with sum 1"),
        (([0.5, 0.5], 3), "`quota` is 3; it must be a finite number from 1 to 2"),
        (([0.5, 0.5], 1.5), "`quota` is 1.5; it must be a whole number"),
        (([0.5, 0.5], 2, [0.9, 1.1]), "from 0 to 1"),
        (([], 1), "with sum 1"),
        (([np.nan, 1], 1), "with sum 1"),
    ],
)
def test_refusals(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        unequal_legislators(*arguments)
