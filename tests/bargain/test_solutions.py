"""Solutions on a finite menu: their definitions and the famous counterexamples; tests/axioms has what they claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.bargain import (
    egalitarian_solution,
    kalai_smorodinsky_solution,
    nash_solution,
    utilitarian_solution,
)
from winset.errors import InputError
from winset.registry import models

ON_A_MENU = {"nash", "kalai-smorodinsky", "egalitarian", "proportional", "utilitarian"}
SOLUTIONS = {model.id: model for model in models() if model.id in ON_A_MENU}
CRITERIA: dict[str, Callable[[Any], Any]] = {
    "nash": lambda gains: gains.prod(axis=1),
    "egalitarian": lambda gains: gains.min(axis=1),
    "proportional": lambda gains: gains.min(axis=1),
    "utilitarian": lambda gains: gains.sum(axis=1),
}


@st.composite
def menus(draw: st.DrawFn, n_parties: int | None = None) -> tuple[Any, Any]:
    """Whole-number utilities, so that ties are exact, around a disagreement point that some outcomes beat."""
    n = n_parties or draw(st.integers(2, 4))
    utilities = draw(hnp.arrays(float, (draw(st.integers(1, 7)), n), elements=st.integers(-3, 9)))
    return utilities, draw(hnp.arrays(float, n, elements=st.integers(-3, 3)))


def solve(name: str, menu: tuple[Any, Any], weights: Any = None) -> Any:
    if name == "proportional" and weights is None:
        weights = np.ones(menu[1].size)
    return SOLUTIONS[name].function(*menu, weights)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(deadline=None, derandomize=True)
@given(menus())
def test_empty_exactly_if_every_outcome_is_worse_for_someone(name: str, menu: tuple[Any, Any]) -> None:
    rational = (menu[0] >= menu[1]).all(axis=1)
    answer = solve(name, menu)
    assert (answer.status == "empty") == (not rational.any())
    assert answer.value is None or rational[answer.value]


@pytest.mark.parametrize("name", CRITERIA)
@settings(deadline=None, derandomize=True)
@given(menus())
def test_nothing_on_the_menu_scores_higher(name: str, menu: tuple[Any, Any]) -> None:
    answer = solve(name, menu)
    assume(answer.value is not None)
    gains = menu[0] - menu[1]
    scores = CRITERIA[name](gains[(gains >= 0).all(axis=1)])
    assert CRITERIA[name](gains[[answer.value]])[0] == scores.max()


@settings(deadline=None, derandomize=True)
@given(menus())
def test_kalai_smorodinsky_maximises_the_smallest_share_of_hope(menu: tuple[Any, Any]) -> None:
    answer = solve("kalai-smorodinsky", menu)
    assume(answer.value is not None)
    gains = menu[0] - menu[1]
    gains = gains[(gains >= 0).all(axis=1)]
    hopeful = gains.max(axis=0) > 0
    assume(hopeful.any())
    shares = (gains / np.where(hopeful, gains.max(axis=0), 1))[:, hopeful].min(axis=1)
    chosen = (menu[0] - menu[1])[answer.value]
    assert (chosen / np.where(hopeful, gains.max(axis=0), 1))[hopeful].min() == pytest.approx(shares.max())
    assert answer.diagnostics["without_hope"] == tuple(np.flatnonzero(~hopeful))


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(deadline=None, derandomize=True)
@given(menus())
def test_ties_are_reported_with_the_lowest_row_first(name: str, menu: tuple[Any, Any]) -> None:
    doubled = np.vstack([menu[0], menu[0]]), menu[1]
    once, twice = solve(name, menu), solve(name, doubled)
    assume(once.value is not None)
    assert twice.status == "tie"
    assert twice.value == once.value
    assert set(twice.diagnostics["ties"]) >= {once.value, once.value + len(menu[0])}


def test_kalai_smorodinsky_is_not_monotone_in_the_menu() -> None:
    """Adding (10, .2) to {(1, 1)} takes the common ratio from 1 to .2, since hopes rise."""
    alone = kalai_smorodinsky_solution([[1, 1]], [0, 0])
    larger = kalai_smorodinsky_solution([[1, 1], [10, 0.2]], [0, 0])
    assert alone.diagnostics["ideal_gains"] == (1, 1)
    assert larger.value == 1
    ratios = np.array([10, 0.2]) / larger.diagnostics["ideal_gains"]
    assert ratios.min() == pytest.approx(0.2)


@pytest.mark.parametrize("solution", [egalitarian_solution, utilitarian_solution])
def test_stretching_one_scale_changes_egalitarian_and_utilitarian_choices(solution: Any) -> None:
    menu = np.array([[6.0, 2.0], [3.0, 4.0], [1.0, 9.0]])
    choices = {solution(menu * [1, scale], [0, 0]).value for scale in (0.2, 1, 5)}
    assert len(choices) > 1
    assert len({nash_solution(menu * [1, scale], [0, 0]).value for scale in (0.2, 1, 5)}) == 1


def test_seven_outcomes_by_hand() -> None:
    """Gains (1,9) (3,8) (5,6) (6,4) (8,3) (9,1) (10,0): products 9 24 30 24 24 9 0; smallest 1 3 5 4 3 1 0."""
    menu = [[1, 9], [3, 8], [5, 6], [6, 4], [8, 3], [9, 1], [10, 0]]
    assert nash_solution(menu, [0, 0]).value == 2
    assert egalitarian_solution(menu, [0, 0]).value == 2
    assert utilitarian_solution(menu, [0, 0]).diagnostics["ties"] == (1, 2, 4)
    assert kalai_smorodinsky_solution(menu, [0, 0]).value == 2


def test_kalai_smorodinsky_says_when_more_than_the_smallest_share_decides() -> None:
    decided = kalai_smorodinsky_solution([[9, 0, 1], [0, 9, 1], [3, 3, 2], [3, 4, 1.9]], [0, 0, 0])
    assert (decided.value, decided.diagnostics["refined"]) == (3, True)
    assert not kalai_smorodinsky_solution([[9, 0], [0, 9], [4, 3]], [0, 0]).diagnostics["refined"]
    assert not kalai_smorodinsky_solution([[1, 1], [1, 1]], [0, 0]).diagnostics["refined"]
    assert not kalai_smorodinsky_solution([[1, 1]], [2, 2]).diagnostics["refined"]
    assert not kalai_smorodinsky_solution([[1, 1]], [1, 1]).diagnostics["refined"]


def test_weights_move_the_split_of_a_pie() -> None:
    share = np.arange(0, 101)
    pie = np.column_stack([share, 100 - share])
    assert nash_solution(pie, [10, 20], weights=[0.7, 0.3]).value == 59
    assert egalitarian_solution(pie, [0, 0], weights=[3, 1]).value == 75


def test_without_a_gain_for_everyone_most_parties_gain() -> None:
    answer = nash_solution([[9, 0, 0], [0, 1, 2], [2, 2, 0]], [0, 0, 0])
    assert (answer.value, answer.diagnostics["gaining"]) == (1, 2)
    assert nash_solution([[1, 1], [1, 1]], [1, 1]).diagnostics == {"ties": (0, 1), "gaining": 0}


def test_rounding_does_not_make_an_outcome_irrational() -> None:
    assert nash_solution([[0.1 + 0.2 - 0.3, 5.0], [0.3 - (0.1 + 0.2), 6.0]], [0.0, 1.0]).status != "empty"
    assert nash_solution([[0.3, 6.0]], [0.1 + 0.2, 1.0]).value == 0


@pytest.mark.parametrize("name", SOLUTIONS)
def test_refusals(name: str) -> None:
    solution = SOLUTIONS[name].function
    with pytest.raises(InputError, match=r"`utilities` has shape \(2,\)"):
        solution([1, 2], [0, 0], [1, 1])
    with pytest.raises(InputError, match=r"`disagreement` has shape \(3,\)"):
        solution([[1, 2]], [0, 0, 0], [1, 1])
    with pytest.raises(InputError, match="`utilities` holds nan"):
        solution([[1, float("nan")]], [0, 0], [1, 1])
    with pytest.raises(InputError, match="`disagreement` holds inf"):
        solution([[1, 2]], [0, float("inf")], [1, 1])
    with pytest.raises(InputError, match="too far apart"):
        solution([[1e308, 2]], [-1e308, 0], [1, 1])
    with pytest.raises(InputError, match="above 0 for each party"):
        solution([[1, 2]], [0, 0], [1, 0])
