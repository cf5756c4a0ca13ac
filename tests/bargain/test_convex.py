"""Solutions on convex sets: two roads to each, their definitions, degenerate sets and refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.bargain import convex_solution, frontier_solution, nash_shares
from winset.errors import InputError

SOLUTIONS: list[Any] = ["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]
MENUS = st.integers(2, 4).flatmap(
    lambda n: hnp.arrays(float, st.tuples(st.integers(1, 6), st.just(n)), elements=st.integers(-2, 8))
)


def gains(answer: Any, disagreement: Any) -> Any:
    return answer.value.utilities - disagreement


@settings(deadline=None, derandomize=True, max_examples=60)
@given(MENUS)
def test_at_its_prices_no_outcome_is_dearer_than_the_nash_point(menu: Any) -> None:
    """The linear condition that makes the product largest over the whole hull, checked at every corner of it."""
    answer = convex_solution("nash", np.zeros(menu.shape[1]), vertices=menu)
    assume(answer.value is not None and not answer.diagnostics["without_hope"])
    assert answer.status == "ok"
    gained = answer.value.utilities
    assert answer.value.lottery @ menu == pytest.approx(gained, abs=1e-7)
    assert (menu @ (1 / gained)).max() <= menu.shape[1] * (1 + 1e-6)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(MENUS, st.data())
def test_nash_with_lotteries_is_scale_invariant_and_symmetric(menu: Any, data: st.DataObject) -> None:
    n = menu.shape[1]
    scale = data.draw(hnp.arrays(float, n, elements=st.sampled_from([0.01, 1.0, 50.0])))
    order = data.draw(st.permutations(range(n)))
    plain = convex_solution("nash", np.zeros(n), vertices=menu)
    restated = convex_solution("nash", np.full(n, 3.0)[order], vertices=(menu * scale + 3)[:, order])
    assume(plain.value is not None and restated.value is not None)
    expected = (plain.value.utilities * scale + 3)[order]
    assert restated.value.utilities == pytest.approx(expected, rel=1e-5, abs=1e-5 * float(scale.max()))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(MENUS)
def test_lotteries_are_empty_only_if_nothing_suits_everyone(menu: Any) -> None:
    """A set is described twice: by its corners, and by what lies below the average of all of them."""
    middle = menu.mean(axis=0)
    for solution in SOLUTIONS:
        answer = convex_solution(solution, middle, vertices=menu)
        assert answer.value is not None
        assert (gains(answer, middle) >= -1e-7).all()
        assert answer.value.lottery.sum() == pytest.approx(1)
        assert convex_solution(solution, menu.max(axis=0) + 1, vertices=menu).status == "empty"


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.floats(0.2, 5), min_size=2, max_size=4), st.data())
def test_on_a_budget_every_solution_has_a_closed_form(cost: list[float], data: st.DataObject) -> None:
    """Gains g with a'g <= 1: Nash spends equally, the rest follow by hand."""
    a = np.array(cost)
    d = data.draw(hnp.arrays(float, a.size, elements=st.floats(-1, 1)))
    budget = {"inequalities": [a], "limits": [1 + a @ d]}
    expected = {
        "nash": 1 / (a.size * a),
        "kalai-smorodinsky": 1 / (a.size * a),
        "egalitarian": np.full(a.size, 1 / a.sum()),
    }
    for solution, gained in expected.items():
        found = convex_solution(solution, d, **budget)  # type: ignore[arg-type]
        assert gains(found, d) == pytest.approx(gained, rel=1e-6, abs=1e-9)
    total = gains(convex_solution("utilitarian", d, **budget), d).sum()  # type: ignore[arg-type]
    assert total == pytest.approx(1 / a.min(), rel=1e-6)


def test_weights_of_each_solution() -> None:
    pie: Any = {"inequalities": [[1, 1]], "limits": [1], "weights": [3, 1]}
    found = {name: gains(convex_solution(name, [0, 0], **pie), 0) for name in SOLUTIONS}
    for name in ("nash", "kalai-smorodinsky", "egalitarian"):
        assert found[name] == pytest.approx([0.75, 0.25])
    assert found["utilitarian"] == pytest.approx([1, 0])


def test_with_three_parties_what_is_left_on_the_table_is_given_out() -> None:
    """The first two share one unit and the third may have two: equal shares of hope leave its second unit unused."""
    box: Any = {"inequalities": [[1, 1, 0], [0, 0, 1]], "limits": [1, 2]}
    answer = convex_solution("kalai-smorodinsky", [0, 0, 0], **box)
    assert answer.value is not None
    assert answer.value.utilities == pytest.approx([0.5, 0.5, 2])
    assert answer.diagnostics["refined"]
    assert not convex_solution("kalai-smorodinsky", [0, 0, 0], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]).diagnostics["refined"]


def test_parties_without_hope_are_left_out() -> None:
    answer = convex_solution("nash", [0, 0, 0], vertices=[[1, -1, 5], [-1, 1, 2]])
    assert answer.value is not None
    assert answer.value.utilities == pytest.approx([0, 0, 3.5])
    assert answer.diagnostics["without_hope"] == (0, 1)
    nobody = convex_solution("nash", [1, 1], vertices=[[1, 1], [0, 1]])
    assert nobody.value is not None
    assert nobody.value.utilities.tolist() == [1, 1]


def test_a_lottery_does_better_than_any_outcome_that_all_accept() -> None:
    """Each outcome is refused by somebody, a coin between them by nobody."""
    assert convex_solution("nash", [1, 1], vertices=[[4, 0], [0, 4]]).value.utilities == pytest.approx([2, 2])  # type: ignore[union-attr]


def test_many_outcomes_on_a_curve_come_close_to_the_curve() -> None:
    u = np.linspace(0, 1, 1001)
    menu = np.column_stack([u, np.sqrt(1 - u)])
    for name in SOLUTIONS:
        exact = frontier_solution(name, lambda x: math.sqrt(1 - x), span=(0, 1)).value
        found = convex_solution(name, [0, 0], vertices=menu).value
        assert found is not None
        assert found.utilities == pytest.approx(exact, abs=1e-3)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.floats(0, 0.4), st.floats(0, 0.4), st.sampled_from([0.4, 1.0, 3.0]))
def test_a_line_of_two_points_is_the_hull_of_two_outcomes(d1: float, d2: float, power: float) -> None:
    for name in SOLUTIONS[:3]:
        line = frontier_solution(name, [[0, 1], [1, 0]], (d1, d2), (power, 1)).value
        hull = convex_solution(name, (d1, d2), vertices=[[0, 1], [1, 0]], weights=(power, 1)).value
        assert hull is not None
        assert line == pytest.approx(hull.utilities, abs=1e-6)


def test_ends_of_a_frontier() -> None:
    line = [[0, 1], [1, 0]]
    assert frontier_solution("nash", line, (0.5, 0.5)).value == pytest.approx((0.5, 0.5))
    assert frontier_solution("nash", line, (0.6, 0.6)).status == "empty"
    assert frontier_solution("nash", line, (2, 0)).status == "empty"
    assert frontier_solution("nash", line, (0, 2)).status == "empty"
    assert frontier_solution("nash", [[0, 3], [1, 2]]).value == pytest.approx((1, 2))
    assert frontier_solution("egalitarian", [[0, 3], [1, 2]]).value == pytest.approx((1, 2))
    assert frontier_solution("nash", [[0, 1], [1, 0]], (1, 0)).value == pytest.approx((1, 0))


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(0.05, 1), st.floats(0, 0.2), st.floats(0.1, 5)), min_size=1, max_size=5))
def test_in_a_divided_pie_log_gains_grow_equally_fast(parties: list[tuple[float, float, float]]) -> None:
    r, d, b = (np.array(values) for values in zip(*parties, strict=True))
    answer = nash_shares(r, d, b)
    assert (answer.status == "empty") == ((d ** (1 / r)).sum() > 1)
    assume(answer.value is not None and (d ** (1 / r)).sum() < 0.999)
    x = answer.value
    assert x is not None
    assert x.sum() == pytest.approx(1)
    rates = b * r * x ** (r - 1) / (x**r - d)
    assert rates == pytest.approx(np.full(r.size, rates.mean()), rel=1e-6)


def test_a_divided_pie_by_its_closed_forms() -> None:
    assert nash_shares([1, 1], [0.1, 0.2], [0.7, 0.3]).value == pytest.approx([0.59, 0.41])
    assert nash_shares([0.2, 0.4], weights=[2, 1]).value == pytest.approx([0.5, 0.5])
    assert nash_shares([1, 1], [0.5, 0.5]).value == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: convex_solution("median", [0], vertices=[[1]]), "must be one of nash"),  # type: ignore[arg-type]
        (lambda: convex_solution("nash", [0, 0]), "take either `vertices`"),
        (lambda: convex_solution("nash", [0, 0], [[1, 1]], [[1, 1]], [1]), "take either `vertices`"),
        (lambda: convex_solution("nash", [0, 0], inequalities=[[1, 1]]), "together with `limits`"),
        (lambda: convex_solution("nash", [0, 0], inequalities=[[1, 1]], limits=[1, 2]), "`limits` is"),
        (lambda: convex_solution("nash", [0, 0], inequalities=[[1, 0]], limits=[1]), "without bound"),
        (lambda: convex_solution("nash", [0], vertices=[[1, 1]]), "`disagreement` has shape"),
        (lambda: convex_solution("nash", [0, 0], vertices=[[1, math.inf]]), "`vertices` holds inf"),
        (lambda: frontier_solution("mean", [[0, 1], [1, 0]]), "must be one of nash"),  # type: ignore[arg-type]
        (lambda: frontier_solution("nash", [[0, 10], [1, 1], [10, 0]]), "has a dent"),
        (lambda: nash_shares([1.5]), "`exponents` is"),
        (lambda: nash_shares([1, 1], [-1, 0]), "at least 0"),
    ],
)
def test_refusals(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_no_outcomes_are_an_empty_answer() -> None:
    assert convex_solution("nash", [0, 0], vertices=np.empty((0, 2))).status == "empty"
