"""Proofs for frontiers of menus and packages, and for pies that are shared out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from axioms.proofs import answer, near, proves
from winset.plain import solve
from winset.registry import Model

UNITS = st.sampled_from([0.25, 0.5, 4.0, 64.0])
"""Units in which whole numbers stay whole, so that equal stays equal."""

GIVEN_AWAY: Mapping[str, Callable[[Any], float]] = {
    "nash-pie": lambda value: float(np.sum(value)),
    "baron-ferejohn": lambda value: value.proposer + value.n_partners * value.partner,
    "random-proposer": lambda value: float(np.sum(value.expected)),
    "rotating-offers": lambda value: float(np.sum(value)),
    "unequal-legislators": lambda value: float(np.sum(value.expected)),
}
"""How much of one unit a model gives to the parties together."""

IN_TURN = {"rubinstein", "rubinstein-breakdown", "rubinstein-outside-options"}


def only(*names: str) -> Callable[[Model], bool]:
    """Tell of a model whether it is one of these."""
    return lambda model: model.id in names


def dominated(rows: Any, by: Any) -> Any:
    """Tell of each row whether another is no worse for anyone and better for someone."""
    no_worse = (by[None] >= rows[:, None]).all(axis=2)
    return (no_worse & (by[None] > rows[:, None]).any(axis=2)).any(axis=1)


def menu(data: st.DataObject) -> Any:
    """Whole-number utilities of some outcomes."""
    shape = data.draw(st.integers(1, 8)), data.draw(st.integers(2, 4))
    return data.draw(hnp.arrays(float, shape, elements=st.integers(-3, 9)))


def packages(data: st.DataObject) -> list[Any]:
    """Whole-number values of the options of some issues to two parties."""
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    return [data.draw(hnp.arrays(float, (size, 2), elements=st.integers(-3, 9))) for size in sizes]


@proves("efficient", only("pareto-frontier"))
def the_frontier_is_what_nothing_dominates(model: Model, data: st.DataObject) -> None:
    utilities = menu(data)
    found = solve(model.id, utilities=utilities).value
    assert sorted(np.asarray(found).tolist()) == np.flatnonzero(~dominated(utilities, utilities)).tolist()


@proves("scale-invariant", only("pareto-frontier"))
def other_units_leave_the_frontier(model: Model, data: st.DataObject) -> None:
    utilities = menu(data)
    units = data.draw(hnp.arrays(float, utilities.shape[1], elements=UNITS))
    here, there = (solve(model.id, utilities=given).value for given in (utilities, utilities * units - 3))
    assert sorted(np.asarray(here).tolist()) == sorted(np.asarray(there).tolist())


@proves("efficient", only("additive-issues"))
def no_package_dominates_one_on_the_frontier(model: Model, data: st.DataObject) -> None:
    values = packages(data)
    everything = np.array([sum(choice) for choice in product(*values)])
    found = np.asarray(solve(model.id, values=values).value.utilities)
    assert not dominated(found, everything).any()


@proves("scale-invariant", only("additive-issues"))
def other_units_leave_the_frontier_of_packages(model: Model, data: st.DataObject) -> None:
    values = packages(data)
    units = data.draw(hnp.arrays(float, 2, elements=UNITS))
    here, there = (in_order(model, given) for given in (values, [part * units for part in values]))
    np.testing.assert_allclose(here * units, there)


@proves("symmetric", only("additive-issues"))
def parties_in_another_order_have_the_same_frontier(model: Model, data: st.DataObject) -> None:
    values = packages(data)
    here, there = (in_order(model, given) for given in (values, [part[:, ::-1] for part in values]))
    np.testing.assert_allclose(here, there[::-1, ::-1])


def in_order(model: Model, values: list[Any]) -> Any:
    """Return the points of a frontier of packages between two parties, by the utility of the first."""
    return np.unique(np.asarray(solve(model.id, values=values).value.utilities), axis=0)


@proves("efficient", lambda model: model.id in GIVEN_AWAY)
def the_whole_pie_is_given_away(model: Model, data: st.DataObject) -> None:
    assert GIVEN_AWAY[model.id](answer(model, near(model, data)).value) == pytest.approx(1)


@proves("efficient", lambda model: model.id in IN_TURN)
def offers_in_turn_split_the_whole_pie_at_once(model: Model, data: st.DataObject) -> None:
    offers = answer(model, near(model, data)).value
    assert 0 <= offers.by_b <= offers.by_a + 1e-12 <= 1 + 2e-12


@proves("efficient", only("rubinstein-frontier"))
def proposals_lie_on_the_frontier(model: Model, data: st.DataObject) -> None:
    inputs = near(model, data)
    inputs["frontier"] = model.example["frontier"]
    points = np.asarray(inputs["frontier"], dtype=float)
    value = answer(model, inputs).value
    for first, second in (value.by_1, value.by_2):
        assert second == pytest.approx(np.interp(first, points[:, 0], points[:, 1]), abs=1e-7)


@proves("efficient", only("concave-frontier"))
def the_answer_lies_on_the_frontier(model: Model, data: st.DataObject) -> None:
    solution = data.draw(st.sampled_from(["nash", "kalai-smorodinsky", "egalitarian"]))
    points = np.asarray(model.example["frontier"], dtype=float)
    first, second = answer(model, {**model.example, "solution": solution}).value
    assert second == pytest.approx(np.interp(first, points[:, 0], points[:, 1]), abs=1e-7)


@proves("symmetric", only("concave-frontier"))
def the_mirrored_frontier_has_the_mirrored_answer(model: Model, data: st.DataObject) -> None:
    solution = data.draw(st.sampled_from(["nash", "kalai-smorodinsky", "egalitarian"]))
    points = np.asarray(model.example["frontier"], dtype=float)
    here = answer(model, {"solution": solution, "frontier": points}).value
    there = answer(model, {"solution": solution, "frontier": points[::-1, ::-1]}).value
    assert here == pytest.approx(tuple(there)[::-1], abs=1e-6)


@proves("efficient", only("linkage"))
def no_division_of_the_issues_is_better_for_both(model: Model, data: st.DataObject) -> None:
    shares = st.floats(0.05, 0.95)
    a, b = (np.array([share, 1 - share]) for share in (data.draw(shares), data.draw(shares)))
    found = np.asarray(solve(model.id, weights_a=a, weights_b=b).value.utilities)
    grid = np.array(list(product(np.linspace(0, 1, 21), repeat=2)))
    others = np.column_stack([grid @ a, (1 - grid) @ b])
    assert not (others > found + 1e-6).all(axis=1).any()


@proves("scale-invariant", only("linkage"))
def other_units_of_the_issues_link_them_alike(model: Model, data: st.DataObject) -> None:
    unit = data.draw(UNITS)
    inputs = {name: np.asarray(value, dtype=float) for name, value in model.example.items()}
    here, there = (
        answer(model, given).value.shares for given in (inputs, {**inputs, "weights_a": inputs["weights_a"] * unit})
    )
    np.testing.assert_allclose(here, there, atol=1e-6)


@proves("efficient", only("constrained-nash"))
def nothing_that_the_ratifiers_accept_is_better_for_both_leaders(model: Model, data: st.DataObject) -> None:
    a, b = data.draw(st.floats(0, 1)), data.draw(st.floats(0, 1))
    inputs = {**model.example, "ideals": [[a], [b]]}
    value = answer(model, inputs).value
    assume(value is not None)
    quo, ratifier = model.example["status_quo"][0], model.example["ratifiers"][0][0]
    points = np.linspace(-1, 3, 401)
    points = points[np.abs(points - ratifier) <= abs(quo - ratifier)]
    better = [np.abs(points - ideal) < abs(float(value.outcome[0]) - ideal) - 1e-3 for ideal in (a, b)]
    assert not np.logical_and(*better).any()


@proves("symmetric", only("constrained-nash"))
def leaders_who_change_places_settle_alike(model: Model, data: st.DataObject) -> None:
    ideals = [[data.draw(st.floats(0, 1))], [data.draw(st.floats(0, 1))]]
    here, there = (answer(model, {**model.example, "ideals": given}).value for given in (ideals, ideals[::-1]))
    assume(here is not None and there is not None)
    np.testing.assert_allclose(here.outcome, there.outcome, atol=1e-4)


@proves("scale-invariant", only("constrained-nash"))
def another_unit_of_one_leader_changes_nothing(model: Model, data: st.DataObject) -> None:
    unit = data.draw(UNITS)
    here = answer(model, {**model.example, "saliences": [[1.0], [1.0]]}).value
    there = answer(model, {**model.example, "saliences": [[unit], [1.0]]}).value
    np.testing.assert_allclose(here.outcome, there.outcome, atol=1e-4)


@proves("efficient", only("convex-bargaining"))
def no_lottery_over_two_corners_dominates_the_answer(model: Model, data: st.DataObject) -> None:
    corners = data.draw(hnp.arrays(float, (4, 2), elements=st.integers(1, 9)))
    found = np.asarray(solve(model.id, **{**model.example, "vertices": corners}).value.utilities)
    chances = np.linspace(0, 1, 21)[:, None]
    for one, other in product(corners, corners):
        mixed = chances * one + (1 - chances) * other
        assert not ((mixed >= found - 1e-9).all(axis=1) & (mixed > found + 1e-5).any(axis=1)).any()
