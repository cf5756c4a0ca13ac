"""The least change closes every gap, and no cheaper one does: the programmes against brute force and closed forms."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from winset.errors import InputError
from winset.explain.minimal_change import (
    Change,
    alternative_changes,
    least_effort_change,
    least_single_change,
    least_squares_change,
    least_switches,
)

numbers = st.integers(-4, 4).map(float)
efforts = st.integers(1, 5).map(float)


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a small programme with one to three gaps and one to four levers."""
    gaps, levers = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    rows = st.lists(numbers, min_size=levers, max_size=levers)
    return {
        "effects": draw(st.lists(rows, min_size=gaps, max_size=gaps)),
        "weights": draw(st.lists(efforts, min_size=levers, max_size=levers)),
        "gaps": draw(st.lists(st.integers(-3, 5).map(float), min_size=gaps, max_size=gaps)),
        "caps": draw(st.lists(st.sampled_from([0.5, 1.0, 3.0]), min_size=levers, max_size=levers)),
    }


def corners(effects: Any, weights: Any, gaps: Any, caps: Any) -> float:
    """Return the least effort over all corners of the feasible set, found by solving for each of them."""
    a, w, g, u = (np.array(part, dtype=float) for part in (effects, weights, gaps, caps))
    n = w.size
    sides = [(row, gap) for row, gap in zip(a, g, strict=True)]
    sides += [(np.eye(n)[i], edge) for i in range(n) for edge in (0.0, u[i])]
    best = np.inf
    for chosen in itertools.combinations(sides, n):
        matrix = np.array([row for row, _ in chosen])
        if abs(np.linalg.det(matrix)) > 1e-9:
            x = np.linalg.solve(matrix, [edge for _, edge in chosen])
            if np.all(a @ x >= g - 1e-9) and np.all(x >= -1e-9) and np.all(x <= u + 1e-9):
                best = min(best, float(w @ x))
    return best


@given(programmes())
@settings(deadline=None, derandomize=True, max_examples=150)
def test_no_corner_costs_less_than_the_least_effort(programme: dict[str, Any]) -> None:
    found, best = least_effort_change(**programme), corners(**programme)
    assert (found.status == "empty") == (best == np.inf)
    if found.value is not None:
        x = np.array(found.value.amounts)
        assert np.all(np.array(programme["effects"]) @ x >= np.array(programme["gaps"]) - 1e-6)
        assert np.all((x >= 0) & (x <= np.array(programme["caps"]) + 1e-9))
        assert found.value.effort == pytest.approx(best, abs=1e-6)


@given(programmes())
@settings(deadline=None, derandomize=True, max_examples=60)
def test_each_alternative_is_the_cheapest_that_does_without_a_lever_of_all_before_it(programme: dict[str, Any]) -> None:
    found = alternative_changes(**programme, most=4)
    n = len(programme["weights"])
    before: list[set[int]] = []
    for place in range(4):
        costs = [np.inf]
        for size in range(n + 1):
            for left in itertools.combinations(range(n), size):
                if not any(support <= set(left) for support in before):
                    caps = [cap if i in left else 0.0 for i, cap in enumerate(programme["caps"])]
                    costs.append(_cost(programme, caps))
        if place < len(found):
            assert found[place].effort == pytest.approx(min(costs), abs=1e-6)
            before.append({i for i, amount in enumerate(found[place].amounts) if amount > 0})
        else:
            assert min(costs) == np.inf or not all(before)
            break


def _cost(programme: dict[str, Any], caps: list[float]) -> float:
    a, g = -np.array(programme["effects"]), -np.array(programme["gaps"])
    found = linprog(programme["weights"], A_ub=a, b_ub=g, bounds=[(0, cap) for cap in caps])
    return float(found.fun) if found.status == 0 else np.inf


@given(programmes())
@settings(deadline=None, derandomize=True, max_examples=80)
def test_the_least_set_of_switches_is_that_of_all_sets(programme: dict[str, Any]) -> None:
    a, w, g = (np.array(programme[part]) for part in ("effects", "weights", "gaps"))
    every = [np.array(on) for on in itertools.product([0.0, 1.0], repeat=w.size)]
    doing = sorted(float(w @ on) for on in every if np.all(a @ on >= g - 1e-9))
    found = least_switches(a, w, g, most=3)
    assert bool(found) == bool(doing)
    if found:
        assert sum(w[list(found[0])]) == pytest.approx(doing[0])
        sets = [set(one) for one in found]
        assert not any(sets[i] <= sets[j] for i in range(len(sets)) for j in range(i + 1, len(sets)))


@given(programmes())
@settings(deadline=None, derandomize=True, max_examples=80)
def test_a_single_lever_is_the_cheapest_of_all_that_do_it_alone(programme: dict[str, Any]) -> None:
    n = len(programme["weights"])
    alone = [_cost(programme, [programme["caps"][i] if i == lever else 0.0 for i in range(n)]) for lever in range(n)]
    found = least_single_change(**programme)
    assert (found.value.effort if found.value else np.inf) == pytest.approx(min(alone), abs=1e-6)


@given(
    st.lists(numbers.filter(bool), min_size=1, max_size=4),
    st.lists(efforts, min_size=4, max_size=4),
    st.floats(0.1, 5),
    st.lists(st.floats(-1, 1), min_size=4, max_size=4),
)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_least_squares_closes_the_gap_and_no_neighbour_that_does_costs_less(
    effects: list[float], weights: list[float], gap: float, move: list[float]
) -> None:
    a, w = np.array(effects), np.array(weights[: len(effects)])
    found = least_squares_change(a, w, gap).value
    assert found is not None
    x = np.array(found.amounts)
    assert a @ x == pytest.approx(gap)
    aside = np.array(move[: len(effects)])
    aside -= a * (a @ aside) / (a @ a)
    assert found.effort == pytest.approx(float(w @ x**2))
    assert float(w @ (x + aside) ** 2) >= found.effort - 1e-9


def test_what_cannot_be_closed_is_said_to_be_empty() -> None:
    assert least_squares_change([0, 0], [1, 1], 1).status == "empty"
    assert least_effort_change([1, 1], [1, 1], 3, [1, 1]).status == "empty"
    assert least_effort_change([[1, 0], [-1, 0]], [1, 1], [1, 1]).status == "empty"
    assert least_single_change([[1, 0], [0, 1]], [1, 1], [1, 1]).status == "empty"
    assert alternative_changes([0], [1], 1) == ()
    assert least_switches([1, 1], [1, 1], 3) == ()


def test_where_nothing_is_missing_nothing_is_done() -> None:
    assert least_squares_change([1], [1], -1).value == Change((0.0,), 0.0)
    assert least_effort_change([1], [1], 0).value == Change((0.0,), 0.0)
    assert least_single_change([1], [1], -2).value == Change((0.0,), 0.0)
    assert alternative_changes([1, 2], [1, 1], 0, most=3) == (Change((0.0, 0.0), 0.0),)
    assert least_switches([1], [1], 0, most=2) == ((),)
    assert least_effort_change([], [], 0).value == Change((), 0.0)
    assert least_effort_change([], [], 1).status == "empty"


def test_levers_of_the_same_effort_tie() -> None:
    found = least_single_change([1, 2], [1, 2], 3)
    assert found.status == "tie"
    assert len(found.diagnostics["ties"]) == 2


def test_a_lever_that_costs_nothing_is_taken_first() -> None:
    assert least_effort_change([1, 9], [0, 1], 3).value == Change((3.0, 0.0), 0.0)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: least_squares_change([1], [0], 1), r"`weights\[0\]` is 0; an effort is more than 0"),
        (lambda: least_effort_change([1], [-1], 1), r"`weights\[0\]` is -1; an effort is 0 or more"),
        (lambda: least_effort_change([1, 2], [1], 1), "`weights` has 1 numbers where there are 2 levers"),
        (lambda: least_effort_change([1], [1], 1, [np.nan]), "`caps` is a list of numbers from 0 upwards"),
        (lambda: least_effort_change([1], [1], 1, ["far"]), "`caps` does not hold numbers alone"),
        (lambda: least_effort_change([[1], [2]], [1], 1), "for 1 gaps it takes one row for each"),
        (lambda: least_effort_change([np.inf], [1], 1), r"`effects\[0\]` is inf|`effects\[0\]"),
        (lambda: least_squares_change([[1]], [1], 1), "`effects` has 2 dimensions"),
        (lambda: alternative_changes([1], [1], 1, most=0), "`most` is 0"),
        (lambda: least_switches([1], [1], 1, most=0), "`most` is 0"),
        (lambda: least_switches(np.ones(51), np.ones(51), 1), "51 levers that are on or off; 50 is the most"),
    ],
)
def test_what_cannot_be_asked(ask: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        ask()
