"""The batched choice agrees with the single-case solutions, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.bargain import (
    choose,
    egalitarian_solution,
    kalai_smorodinsky_solution,
    nash_solution,
    utilitarian_solution,
)
from winset.errors import InputError

SINGLE = {
    "nash": nash_solution,
    "kalai-smorodinsky": kalai_smorodinsky_solution,
    "egalitarian": egalitarian_solution,
    "utilitarian": utilitarian_solution,
}


@st.composite
def batches(draw: st.DrawFn) -> tuple[Any, Any]:
    """Gains with many zeros and ties, or with none; any part of the menu may be out of reach."""
    shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 4)))
    numbers = st.integers(0, 4).map(float) | st.floats(0, 100).map(lambda x: round(x, 3))
    gains = draw(hnp.arrays(float, shape, elements=numbers))
    return gains, draw(hnp.arrays(bool, shape[:2]))


@pytest.mark.parametrize("solution", SINGLE)
@settings(deadline=None, derandomize=True)
@given(batch=batches(), data=st.data())
def test_each_draw_agrees_with_the_single_case(solution: Any, batch: Any, data: st.DataObject) -> None:
    gains, feasible = batch
    n_parties = gains.shape[2]
    weights = data.draw(st.none() | hnp.arrays(float, n_parties, elements=st.sampled_from([0.5, 1.0, 2.0, 3.0])))
    chosen = choose(solution, gains, feasible, weights)
    for row, possible, found in zip(gains, feasible, chosen, strict=True):
        answer = SINGLE[solution](row[possible], np.zeros(n_parties), weights)
        expected = -1 if answer.value is None else int(np.flatnonzero(possible)[answer.value])
        assert found == expected


@pytest.mark.parametrize("solution", SINGLE)
def test_what_is_out_of_reach_never_matters(solution: Any) -> None:
    rng = np.random.default_rng(1)
    gains, feasible = rng.random((50, 8, 3)), rng.random((50, 8)) < 0.5
    wild = np.where(feasible[:, :, None], gains, rng.choice([-1e6, 1e6], (50, 8, 3)))
    assert (choose(solution, wild, feasible) == choose(solution, gains, feasible)).all()


@pytest.mark.parametrize("solution", SINGLE)
def test_draws_do_not_see_each_other(solution: Any) -> None:
    rng = np.random.default_rng(2)
    gains, feasible = rng.integers(0, 5, (3000, 6, 2)).astype(float), rng.random((3000, 6)) < 0.8
    together = choose(solution, gains, feasible)
    assert (together[2000:2100] == choose(solution, gains[2000:2100], feasible[2000:2100])).all()


def test_a_gain_that_is_only_rounding_counts_as_none() -> None:
    gains = np.array([[[1e-13, 9.0], [0.0, 9.0], [2.0, 1.0]]])
    assert choose("nash", gains, np.ones((1, 3), dtype=bool)).tolist() == [2]


def test_no_outcome_for_everyone_goes_to_the_most_gaining_parties() -> None:
    gains = np.array([[[9.0, 0.0, 0.0], [0.0, 1.0, 2.0], [2.0, 2.0, 0.0]]])
    assert choose("nash", gains, np.ones((1, 3), dtype=bool)).tolist() == [1]


def test_power_of_those_who_gain_nothing_is_not_counted() -> None:
    gains = np.array([[[4.0, 4.0, 0.0], [4.0, 0.0, 4.0]]])
    assert choose("nash", gains, np.ones((1, 2), dtype=bool), np.array([1.0, 1.0, 4.0])).tolist() == [0]


def test_an_empty_menu_gives_no_outcome() -> None:
    assert choose("nash", np.zeros((2, 0, 2)), np.zeros((2, 0), dtype=bool)).tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("median", np.ones((1, 2, 2)), np.ones((1, 2), dtype=bool)), "must be one of nash"),
        (("nash", np.ones((1, 2, 2)), np.ones((2, 1), dtype=bool)), "n_draws, n_outcomes"),
        (("nash", np.ones((1, 2, 2)), np.ones((1, 2), dtype=bool), np.array([1.0, 0.0])), "above 0"),
    ],
)
def test_refusals(arguments: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        choose(*arguments)
