"""The frontier, the zone of agreement and what is read from them: definitions, brute force, symmetries, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.bargain import culling, dominance, individually_rational, pareto_frontier, settlements
from winset.bargain.egalitarian import egalitarian_solution
from winset.bargain.kalai_smorodinsky import kalai_smorodinsky_solution
from winset.bargain.nash import nash_solution
from winset.bargain.proportional import proportional_solution
from winset.bargain.utilitarian import utilitarian_solution
from winset.errors import InputError

FEW = st.integers(-2, 4).map(float)


def by_definition(utilities: Any) -> list[int]:
    """Rows that no row matches everywhere and exceeds somewhere, pair by pair."""
    at_least = (utilities[:, None] >= utilities).all(axis=2)
    return np.flatnonzero(~(at_least & (utilities[:, None] > utilities).any(axis=2)).any(axis=0)).tolist()


def shapes_of_menus(n_parties: int, n_outcomes: int) -> Iterator[Any]:
    """Menus that are scattered, on a plane, on a sphere, rounded, stretched and far from zero."""
    rng = np.random.default_rng(n_parties)
    scattered = rng.random((n_outcomes, n_parties))
    yield scattered
    yield scattered - scattered.mean(axis=1, keepdims=True)
    yield scattered / np.linalg.norm(scattered, axis=1, keepdims=True)
    yield scattered.round(1)
    yield 1e15 + np.exp(30 * scattered)
    yield np.hstack([scattered[:, 1:], np.ones((n_outcomes, 1))])


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 5).flatmap(lambda n: hnp.arrays(float, st.tuples(st.integers(0, 12), st.just(n)), elements=FEW)))
def test_the_frontier_is_what_no_outcome_dominates(utilities: Any) -> None:
    assert pareto_frontier(utilities).tolist() == by_definition(utilities)


@pytest.mark.parametrize("n_parties", [1, 2, 3, 4, 5, 6])
def test_dividing_and_culling_agree_with_comparing_every_pair(n_parties: int, monkeypatch: Any) -> None:
    """With the limits of both lowered, so that menus of this size go through every step of them."""
    monkeypatch.setattr(culling, "SMALL", 40)
    for few in (0, dominance.FEW):
        monkeypatch.setattr(dominance, "FEW", few)
        for utilities in shapes_of_menus(n_parties, 300):
            assert pareto_frontier(utilities).tolist() == by_definition(utilities)


@pytest.mark.parametrize("n_parties", [2, 3, 4])
def test_culling_strikes_out_nothing_of_a_long_frontier(n_parties: int) -> None:
    for utilities in shapes_of_menus(n_parties, 3000):
        exact = np.flatnonzero(dominance.undominated(np.ascontiguousarray(utilities.T)))
        assert pareto_frontier(utilities).tolist() == exact.tolist()


def test_a_million_identical_outcomes_are_all_on_the_frontier() -> None:
    assert pareto_frontier(np.full((10**6, 3), 2.5)).size == 10**6


def test_units_order_of_parties_and_order_of_rows_do_not_matter() -> None:
    rng = np.random.default_rng(0)
    utilities, rows = rng.integers(0, 9, (200, 3)).astype(float), rng.permutation(200)
    frontier = pareto_frontier(utilities).tolist()
    assert pareto_frontier(utilities[:, ::-1] * [2, 0.5, 1000] - [5, 0, 3]).tolist() == frontier
    assert sorted(rows[pareto_frontier(utilities[rows])]) == frontier


def test_nothing_is_changed_and_nothing_comes_of_nothing() -> None:
    utilities = np.arange(12.0).reshape(6, 2)
    utilities.setflags(write=False)
    assert pareto_frontier(utilities).tolist() == [5]
    assert pareto_frontier(np.empty((0, 2))).tolist() == []


@pytest.mark.parametrize("bad", [[1, 2], np.empty((3, 0)), [[1, np.inf]], [[np.nan, 1]]])
def test_the_frontier_refuses(bad: Any) -> None:
    with pytest.raises(InputError, match="`utilities`"):
        pareto_frontier(bad)


def test_the_zone_of_agreement_by_hand() -> None:
    menu = [[0, 10.5], [3, 10], [5, 7.8], [6, 6.2], [8, 3], [10, 0], [4, 4]]
    zone = individually_rational(menu, [2, 2])
    assert (zone.value.tolist(), zone.status) == ([1, 2, 3, 4, 6], "ok")
    assert zone.diagnostics == {"all_gain": True, "refused_by": (1, 1)}
    assert pareto_frontier(menu).tolist() == [0, 1, 2, 3, 4, 5]


def test_a_zone_may_be_empty_or_one_sided() -> None:
    assert individually_rational([[1, 0], [0, 1]], [1, 1]).status == "empty"
    assert individually_rational(np.empty((0, 2)), [1, 1]).diagnostics["refused_by"] == (0, 0)
    level = individually_rational([[1, 5], [1, 1]], [1, 1])
    assert (level.value.tolist(), level.diagnostics["all_gain"]) == ([0, 1], False)
    assert individually_rational([[1, 5], [1, 1]], [1, 1], strict=True).value is None


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, st.tuples(st.integers(0, 9), st.just(3)), elements=FEW), hnp.arrays(float, 3, elements=FEW))
def test_a_higher_limit_never_enlarges_the_zone(menu: Any, limits: Any) -> None:
    zone, narrower = (individually_rational(menu, limits + more).value for more in (0, [0, 1, 0]))
    assert narrower is None or set(narrower) <= set(zone)


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, st.tuples(st.integers(0, 9), st.just(3)), elements=FEW), hnp.arrays(float, 3, elements=FEW))
def test_side_by_side_each_solution_says_what_it_says_alone(menu: Any, disagreement: Any) -> None:
    found = settlements(menu, disagreement, [1, 2, 1])
    assert found.frontier.tolist() == pareto_frontier(menu).tolist()
    assert found.nash == nash_solution(menu, disagreement, [1, 2, 1])
    assert found.kalai_smorodinsky == kalai_smorodinsky_solution(menu, disagreement, [1, 2, 1])
    assert found.egalitarian == egalitarian_solution(menu, disagreement, [1, 2, 1])
    assert found.egalitarian == proportional_solution(menu, disagreement, [1, 2, 1])
    assert found.utilitarian == utilitarian_solution(menu, disagreement, [1, 2, 1])


def test_dominated_outcomes_never_change_an_answer() -> None:
    rng = np.random.default_rng(3)
    menu = rng.random((2000, 3))
    frontier = pareto_frontier(menu)
    whole, part = settlements(menu, [0.1, 0.2, 0.1]), settlements(menu[frontier], [0.1, 0.2, 0.1])
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        assert getattr(whole, name).value == frontier[getattr(part, name).value]


def test_proportions_are_checked_by_their_name() -> None:
    with pytest.raises(InputError, match="`proportions` is"):
        proportional_solution([[1, 2]], [0, 0], [1, -1])
