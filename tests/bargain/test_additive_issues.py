"""Frontiers of packages against lists of all packages, exact and thinned."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.bargain import additive_frontier, package_settlements, pareto_frontier
from winset.bargain.settlements import settlements
from winset.bargain.thinning import thinned
from winset.errors import InputError


def all_packages(values: Any) -> tuple[Any, Any]:
    """Every package and what it is worth."""
    packages = list(product(*(range(len(table)) for table in values)))
    worth = [sum(np.asarray(table)[o] for table, o in zip(values, package, strict=True)) for package in packages]
    return packages, np.array(worth, dtype=float)


@st.composite
def agendas(draw: st.DrawFn) -> Any:
    """Up to four issues of up to four options between one to three parties, in whole numbers."""
    n_parties = draw(st.integers(1, 3))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    return [draw(hnp.arrays(float, (size, n_parties), elements=st.integers(-3, 6))) for size in sizes]


@settings(deadline=None, derandomize=True)
@given(agendas())
def test_the_frontier_of_packages_is_that_of_the_list_of_all(values: Any) -> None:
    _, worth = all_packages(values)
    found = additive_frontier(values)
    expected = np.unique(worth[pareto_frontier(worth)], axis=0)
    assert (np.unique(found.utilities, axis=0) == expected).all()
    assert len(found.utilities) == len(expected)
    assert (found.tolerance == 0).all()


@settings(deadline=None, derandomize=True)
@given(agendas())
def test_each_named_package_is_worth_what_it_says(values: Any) -> None:
    found = additive_frontier(values)
    for package, utilities in zip(found.packages, found.utilities, strict=True):
        assert (sum(table[o] for table, o in zip(values, package, strict=True)) == utilities).all()


@settings(deadline=None, derandomize=True)
@given(agendas(), st.data())
def test_solutions_are_those_of_the_list_of_all(values: Any, data: st.DataObject) -> None:
    disagreement = data.draw(hnp.arrays(float, values[0].shape[1], elements=st.integers(-3, 3)))
    _, worth = all_packages(values)
    listed, found = settlements(worth, disagreement), package_settlements(values, disagreement)
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        by_list, answer = getattr(listed, name), getattr(found, name)
        assert (answer.value is None) == (by_list.value is None)
        if by_list.value is not None:
            reached = {tuple(worth[row]) for row in by_list.diagnostics["ties"]}
            assert answer.diagnostics["utilities"] in reached
            assert len(answer.diagnostics["ties"]) == len(reached)


def test_two_thousand_million_packages() -> None:
    """Halves of the agenda are listed; the frontier of their sums is the same."""
    rng = np.random.default_rng(1)
    values = [rng.integers(0, 30, (6, 2)) * [1, -1] + rng.integers(0, 6, (6, 2)) for _ in range(12)]
    found = additive_frontier(values)
    halves = [all_packages(values[k : k + 3])[1] for k in (0, 3, 6, 9)]
    sums = np.zeros((1, 2))
    for half in halves:
        every = (sums[:, None] + half).reshape(-1, 2)
        sums = np.unique(every[pareto_frontier(every)], axis=0)
    assert (found.utilities[::-1] == sums).all()
    assert found.n_points_on_the_way < 10**4


def test_sums_that_are_equal_on_paper_are_one_point() -> None:
    """In floats .1 + .2 is not .3, and so four of these eight packages would seem to differ."""
    values = [[[0, tenths * 3 / 10], [tenths / 10, tenths * 2 / 10]] for tenths in (1, 1, 1)]
    utilities = additive_frontier(values).utilities.tolist()
    assert utilities == [[0.3, 0.6], [0.2, 0.7], [0.1, 0.8], [0.0, 0.9]]


@settings(deadline=None, derandomize=True, max_examples=20)
@given(st.integers(2, 3), st.integers(0, 99))
def test_a_thinned_frontier_falls_short_by_no_more_than_it_says(n_parties: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = [rng.random((5, n_parties)) for _ in range(6)]
    values = [table - table.mean(axis=1, keepdims=True) for table in values]
    found = additive_frontier(values, max_points=1000)
    assume(found.tolerance.any())
    _, worth = all_packages(values)
    short = (worth[:, None] - found.utilities[None]) - found.tolerance
    assert short.max(axis=2).min(axis=1).max() <= 1e-12
    assert len(found.utilities) <= 1000


def test_thinning_keeps_the_best_point_of_everybody() -> None:
    columns = np.random.default_rng(2).random((3, 500))
    kept, loss = thinned(columns, 25)
    assert set(columns.argmax(axis=1)) <= set(kept)
    assert kept.size <= 28
    assert loss[2] == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "`values` is empty"),
        ([[[1, 2]], np.empty((0, 2))], r"`values\[1\]` has shape \(0, 2\)"),
        ([[[1, 2]], [[1, 2, 3]]], "a column for each of 2 parties"),
        ([[[1, float("nan")]]], r"`values\[0\]` holds nan"),
    ],
)
def test_refusals(values: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        additive_frontier(values)


def test_refuses_to_thin_to_almost_nothing() -> None:
    with pytest.raises(InputError, match="at least 1000"):
        additive_frontier([[[1, 2]]], max_points=10)
