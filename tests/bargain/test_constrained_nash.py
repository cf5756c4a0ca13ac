"""Settlements of leaders under ratification: trial points, prices by small changes, symmetries, stricter limits."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from winset.bargain import constrained_nash, constrained_nash_share, executive_legislature, linkage
from winset.errors import InputError
from winset.ratify import spatial_utility

seeds = st.integers(0, 2**32 - 1)
LOSSES = ("quadratic", "city-block")


def scene(seed: int) -> dict[str, Any]:
    """Two or three leaders and up to four ratifiers on one to three issues, with a status quo at some distance."""
    rng = np.random.default_rng(seed)
    n, m, k = int(rng.integers(2, 4)), int(rng.integers(0, 5)), int(rng.integers(1, 4))
    return {
        "ideals": rng.random((n, k)),
        "status_quo": 0.3 + 1.2 * rng.random(k),
        "ratifiers": rng.random((m, k)),
        "saliences": rng.random((n, k)) + 0.2,
        "ratifier_costs": 0.05 * rng.random(m),
        "power": rng.random(n) + 0.2,
        "loss": LOSSES[seed % 2],
    }


def objective(case: dict[str, Any], x: np.ndarray) -> np.ndarray:
    """Sum of logarithms at points, from utilities alone; less than everything where somebody refuses."""
    x = np.atleast_2d(x)
    own = {"saliences": case["saliences"], "loss": case["loss"]}
    d, needed = limits(case)
    gain = spatial_utility(x, case["ideals"], **own) - d
    fine = (gain > 0).all(axis=1)
    if len(case["ratifiers"]):
        fine &= (spatial_utility(x, case["ratifiers"], loss=case["loss"]) >= needed - 1e-9).all(axis=1)
    total = np.log(np.where(fine[:, None], gain, 1.0)) @ (case["power"] / case["power"].sum())
    return np.where(fine, total, -np.inf)


def limits(case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """What leaders and ratifiers need."""
    own = {"saliences": case["saliences"], "loss": case["loss"]}
    d = spatial_utility(case["status_quo"], case["ideals"], **own)
    if not len(case["ratifiers"]):
        return d, np.zeros(0)
    return d, spatial_utility(case["status_quo"], case["ratifiers"], loss=case["loss"]) + case["ratifier_costs"]


@settings(deadline=None, derandomize=True, max_examples=30)
@given(seeds)
def test_no_point_of_many_that_all_accept_does_better(seed: int) -> None:
    case = scene(seed)
    rng = np.random.default_rng(seed + 1)
    found = constrained_nash(**case)
    x = rng.random((40_000, len(case["status_quo"]))) * 1.4 - 0.2
    if found.value is None:
        assert np.isneginf(objective(case, x)).all()
        return
    mine = float(objective(case, found.value.outcome)[0])
    near = found.value.outcome + rng.normal(size=(5000, x.shape[1])) * 0.01
    best = max(objective(case, x).max(), objective(case, near).max())
    assert found.diagnostics["degenerate"] or mine >= best - 1e-7
    assert found.value.gains == pytest.approx(
        spatial_utility(found.value.outcome, case["ideals"], case["saliences"], loss=case["loss"]) - limits(case)[0],
        abs=1e-9,
    )


@pytest.mark.parametrize("seed", range(4))
def test_fifty_ratifiers_of_ten_city_block_issues_leave_the_best_package(seed: int) -> None:
    """No package that all accept promises more along the slope of the objective, so none is better: it is concave."""
    rng = np.random.default_rng(seed)
    ideals, ratifiers, q = rng.random((2, 10)), rng.random((50, 10)) + 0.5 * rng.random(10), np.full(10, 2.0)
    w, v, loss = rng.random((2, 10)), rng.random((50, 10)), "city-block"
    found = constrained_nash(
        ideals, q, ratifiers=ratifiers, saliences=w, ratifier_saliences=v, loss=loss, ratifier_costs=2.0 + seed % 2
    )
    assert found.value is not None
    assert found.value.slack.min() >= 0
    # Variables: the package, and how far it is from each ideal point on each issue.
    everybody, n = np.concatenate([ideals, ratifiers]), 52 * 10
    away, package = -np.eye(n), np.tile(np.eye(10), (52, 1))
    needed = spatial_utility(q, ratifiers, saliences=v, loss=loss) + 2.0 + seed % 2
    votes = np.zeros((50, n))
    for r in range(50):
        votes[r, 10 * (r + 2) : 10 * (r + 3)] = v[r]
    rows = np.block([[package, away], [-package, away], [np.zeros((50, 10)), votes]])
    limits = np.concatenate([everybody.ravel(), -everybody.ravel(), -needed])
    worth = np.zeros(10 + n)
    worth[10:30] = (w * 0.5 / found.value.gains[:, None]).ravel()
    promised = linprog(worth, rows, limits, bounds=[(None, None)] * 10 + [(0, None)] * n)
    reached = spatial_utility(found.value.outcome, ideals, saliences=w, loss=loss)
    # The promise is itself found to a tolerance of 1e-7.
    assert -promised.fun - (0.5 / found.value.gains) @ reached == pytest.approx(0, abs=1e-6)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(seeds)
def test_a_price_is_what_the_objective_rises_by_for_each_unit_of_relief(seed: int) -> None:
    case = scene(seed)
    found = constrained_nash(**case)
    if found.value is None or found.diagnostics["degenerate"] or not len(case["ratifiers"]):
        return
    d, needed = limits(case)
    shared = {key: case[key] for key in ("ideals", "ratifiers", "saliences", "power", "loss")}

    def total(relief: np.ndarray) -> float:
        settled = constrained_nash(**shared, disagreement=d, reservations=needed - relief)
        assert settled.value is not None
        return float(np.log(settled.value.gains) @ (case["power"] / case["power"].sum()))

    room, step = found.value.gains.min(), 1e-6
    for ratifier in range(len(needed)):
        relief = step * (np.arange(len(needed)) == ratifier)
        rise = (total(relief) - total(0 * relief)) / step
        # Concave: a step of relief brings at most the price, and nearly so where there is room.
        assert rise <= found.value.prices[ratifier] + 2e-3 * max(1, found.value.prices[ratifier])
        if room > 0.05 and case["loss"] == "quadratic":
            assert rise == pytest.approx(found.value.prices[ratifier], rel=2e-2, abs=5e-3)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(seeds)
def test_only_who_binds_has_a_price_and_a_further_ratifier_never_helps(seed: int) -> None:
    case = scene(seed)
    found = constrained_nash(**case)
    fewer = constrained_nash(**{**case, "ratifiers": None, "ratifier_costs": 0.0})
    if found.value is None:
        regime, bound_by = found.diagnostics["regime"], found.diagnostics["bound_by"]
        assert regime == "fatal"
        assert bound_by == ("leaders" if fewer.value is None else "ratifiers")
        return
    assert fewer.value is not None
    assert found.diagnostics["degenerate"] or (found.value.prices * found.value.slack < 1e-6).all()
    weights = case["power"] / case["power"].sum()
    if not found.diagnostics["degenerate"]:
        assert np.log(found.value.gains) @ weights <= np.log(fewer.value.gains) @ weights + 1e-7
    assert (found.diagnostics["regime"] == "binding") == bool(found.diagnostics["bound_by"])


@settings(deadline=None, derandomize=True, max_examples=15)
@given(seeds, st.floats(0.1, 10))
def test_renaming_and_rescaling_a_leader_change_nothing(seed: int, factor: float) -> None:
    case = scene(seed)
    before = constrained_nash(**case)
    n = len(case["ideals"])
    renamed = {
        **case,
        "ideals": case["ideals"][::-1, ::-1],
        "saliences": case["saliences"][::-1, ::-1] * np.where(np.arange(n) == 0, factor, 1.0)[:, None],
        "power": case["power"][::-1],
        "status_quo": case["status_quo"][::-1],
        "ratifiers": case["ratifiers"][::-1, ::-1],
        "ratifier_costs": case["ratifier_costs"][::-1],
    }
    after = constrained_nash(**renamed)
    assert (before.value is None) == (after.value is None)
    if before.value is not None and not before.diagnostics["degenerate"]:
        gains = after.value.gains / np.where(np.arange(n) == 0, factor, 1.0)
        assert gains[::-1] == pytest.approx(before.value.gains, abs=1e-5)


def test_a_share_of_one_unit_is_the_clipped_share() -> None:
    """City block on one issue, both leaders at its ends: a unit to be shared."""
    rng = np.random.default_rng(3)
    for dA, dB, rA, rB in rng.random((60, 4)) * 0.7:
        share = constrained_nash_share(dA, dB, rA, rB).value
        found = constrained_nash(
            [[1], [0]],
            ratifiers=[[1], [0]],
            loss="city-block",
            disagreement=[dA - 1, dB - 1],
            reservations=[rA - 1, rB - 1],
            bounds=[[0, 1]],
        )
        assert (share is None) == (found.value is None)
        if share is not None:
            assert found.value.outcome == pytest.approx([share], abs=1e-6)


def test_issues_judged_together_may_be_settled_outside_what_the_ideal_points_span() -> None:
    slanted = [[[1, 0.9], [0.9, 1]], [[1, 0], [0, 1]]]
    found = constrained_nash([[0, 0], [1, 0]], [2, 2], matrices=slanted).value
    assert found is not None
    assert found.outcome[1] < -1e-3
    grid = np.stack(np.meshgrid(np.linspace(-1, 2, 601), np.linspace(-2, 1, 601)), -1).reshape(-1, 2)
    gains = spatial_utility(grid, [[0, 0], [1, 0]], matrices=slanted)
    gains -= spatial_utility([2, 2], [[0, 0], [1, 0]], matrices=slanted)
    assert np.log(found.gains).sum() >= np.log(np.maximum(gains, 1e-300)).sum(axis=1).max() - 1e-9


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("loss", LOSSES)
def test_the_unit_of_the_issues_changes_nothing_but_the_unit(loss: Any, unit: float) -> None:
    def settled(unit: float) -> Any:
        ideals, q, ratifiers = (np.multiply(unit, values) for values in ([[0.6], [0]], [1.5], [[1.1]]))
        return constrained_nash(ideals, q, ratifiers=ratifiers, loss=loss)

    found, usual = settled(unit), settled(1.0)
    assert found.value.outcome / unit == pytest.approx(usual.value.outcome, abs=1e-6)
    assert found.diagnostics["regime"] == usual.diagnostics["regime"] == "binding"


@pytest.mark.parametrize("loss", LOSSES)
def test_a_ratifier_to_whom_nothing_matters_accepts_everything_or_nothing(loss: Any) -> None:
    both = {"ratifiers": [[1.0], [0.9]], "ratifier_saliences": [[0.0], [1.0]], "loss": loss}
    alone = constrained_nash([[0.6], [0]], [1.5], ratifiers=[[0.9]], loss=loss)
    found = constrained_nash([[0.6], [0]], [1.5], **both)
    assert found.value is not None
    assert alone.value is not None
    assert found.value.outcome == pytest.approx(alone.value.outcome)
    assert found.value.prices[0] == 0
    assert found.value.prices[1] == pytest.approx(alone.value.prices[0])
    assert not found.diagnostics["degenerate"]
    refused = constrained_nash([[0.6], [0]], [1.5], ratifier_costs=[0.1, 0], **both)
    assert (refused.status, refused.diagnostics["bound_by"]) == ("empty", "ratifiers")


@pytest.mark.parametrize("loss", ["quadratic", "city-block"])
def test_a_leader_to_whom_nothing_matters_changes_nothing(loss: Literal["quadratic", "city-block"]) -> None:
    ratifiers: dict[str, Any] = {"ratifiers": [[1.0, 1.0]], "loss": loss}
    alone = constrained_nash([[0.6, 0.2]], [1.5, 1.5], **ratifiers)
    both = constrained_nash([[0.6, 0.2], [0.6, 0.2]], [1.5, 1.5], saliences=[[1, 1], [0, 0]], **ratifiers)
    assert alone.value is not None
    assert both.value is not None
    assert both.value.gains == pytest.approx([alone.value.gains[0], 0])
    assert not both.diagnostics["degenerate"]
    refused = constrained_nash([[0.6], [0]], [1.5], saliences=[[1], [0]], disagreement=[-5, 0.1], loss=loss)
    assert (refused.status, refused.diagnostics["bound_by"]) == ("empty", "leaders")
    nobody = constrained_nash([[0.6], [0]], [1.5], saliences=0, loss=loss)
    assert nobody.value is not None
    assert nobody.diagnostics["degenerate"]


def test_edges_of_a_settlement() -> None:
    opposed = constrained_nash([[0], [1]], [0.5])
    assert opposed.status == "empty" or opposed.diagnostics["degenerate"]
    assert constrained_nash([[0], [1]], disagreement=[0.1, 0.1]).diagnostics["bound_by"] == "leaders"
    point = constrained_nash([[0], [0]], [2], ratifiers=[[0.5], [1.5]], ratifier_costs=[1.25, 0.25])
    assert point.value is not None
    alone = constrained_nash([[0.3, 0.7]], [2, 2]).value
    assert alone is not None
    assert alone.outcome == pytest.approx([0.3, 0.7], abs=1e-6)
    ignored = constrained_nash([[0, 0], [1, 1]], [3, 3], saliences=[1, 0]).value
    assert ignored is not None
    assert ignored.outcome[1] == pytest.approx(0.5, abs=1e-6)
    single = constrained_nash([[0.6], [0]], [1.5], ratifiers=[[1], [0.25]])
    assert single.value is not None
    assert single.value.outcome == pytest.approx([0.5], abs=1e-4)


# --- executive and legislature ---

near = st.floats(-3, 3).map(lambda x: round(x, 3))


def test_the_closed_form_is_the_settlement_of_one_issue() -> None:
    rng = np.random.default_rng(0)
    for _ in range(40):
        (E, F, L, q), b = rng.random(4) * 6 - 3, 0.1 + 0.8 * rng.random()
        closed = executive_legislature(E, F, L, q, power=b)
        found = constrained_nash([[E], [F]], [q], ratifiers=[[L]], power=[b, 1 - b])
        if closed.value is None:
            assert found.value is None or found.diagnostics["degenerate"]
        else:
            assert found.value is not None
            assert found.value.outcome == pytest.approx([closed.value], abs=1e-6)
            assert found.diagnostics["unconstrained"] == pytest.approx([closed.diagnostics["unconstrained"]], abs=1e-6)


@settings(deadline=None, derandomize=True)
@given(near, near, near, near, st.floats(0, 2))
def test_a_legislature_nearer_the_status_quo_allows_less_change(
    E: float, F: float, L: float, q: float, more: float
) -> None:
    found, closer = executive_legislature(E, F, L, q), executive_legislature(E, F, q + (L - q) / (1 + more), q)
    if closer.value is not None:
        assert found.value is not None
        assert abs(closer.value - q) <= abs(found.value - q) + 1e-9
    elif found.value is not None:
        assert abs(L - q) / (1 + more) < 1e-8


def test_legislatures_at_the_edge() -> None:
    assert executive_legislature(1, 1, 1, 1).diagnostics["bound_by"] == "leaders"
    assert executive_legislature(1, -1, 1, 0).diagnostics["bound_by"] == "leaders"
    fatal = executive_legislature(1, 2, -1, 0)
    assert (fatal.status, fatal.diagnostics["bound_by"]) == ("empty", "legislature")
    assert executive_legislature(1, 1, 5, 0).value == pytest.approx(1)
    assert executive_legislature(1, 9, 5, 0, power=1).value == pytest.approx(1)


# --- linkage ---

weights = st.lists(st.tuples(st.floats(0, 5), st.floats(0, 5)), min_size=1, max_size=5)


@settings(deadline=None, derandomize=True)
@given(weights, st.floats(0.1, 0.9), seeds)
def test_no_shares_do_better_and_nobody_loses_by_linkage(pairs: Any, b: float, seed: int) -> None:
    a, c = np.array(pairs).T
    if not (a.max() > 1e-3 and c.max() > 1e-3):
        return
    found = linkage(a, c, power=b)
    tried = np.random.default_rng(seed).beta(0.4, 0.4, size=(5000, len(a)))
    with np.errstate(divide="ignore"):
        products = b * np.log(tried @ a) + (1 - b) * np.log((1 - tried) @ c)
    mine = b * np.log(found.utilities[0]) + (1 - b) * np.log(found.utilities[1])
    assert mine >= products.max() - 1e-9
    assert min(found.gains) >= -1e-9 * max(a.sum(), c.sum())
    assert ((found.shares >= 0) & (found.shares <= 1)).all()


@settings(deadline=None, derandomize=True)
@given(weights, st.floats(0.1, 0.9), st.floats(0.1, 10))
def test_the_other_side_s_view_and_another_unit_give_the_same_split(pairs: Any, b: float, factor: float) -> None:
    a, c = np.array(pairs).round(3).T
    if not (a.any() and c.any()):
        return
    mine, theirs = linkage(a, c * factor, power=b), linkage(c, a, power=1 - b)
    assert mine.utilities[0] == pytest.approx(theirs.utilities[1], rel=1e-6)
    assert mine.utilities[1] / factor == pytest.approx(theirs.utilities[0], rel=1e-6)


def test_edges_of_linkage() -> None:
    same = linkage([1, 2, 3], [2, 4, 6])
    assert same.shares.tolist() == [0.5, 0.5, 0.5]
    assert same.gains == pytest.approx((0, 0))
    assert linkage([1, 0, 0], [0, 1, 0], power=0.3).shares.tolist() == [1, 0, 0.3]
    assert linkage([1], [1], power=0.25).shares.tolist() == [0.25]


def test_refusals() -> None:
    with pytest.raises(InputError, match="`status_quo` is not given; give it, or `disagreement`"):
        constrained_nash([[0], [1]])
    with pytest.raises(InputError, match="`power` is"):
        constrained_nash([[0], [1]], [2], power=[1, 0])
    with pytest.raises(InputError, match="`loss` is 'reference-point'"):
        constrained_nash([[0], [1]], [2], loss="reference-point")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="`ratifiers` has shape"):
        constrained_nash([[0], [1]], [2], ratifiers=[[0, 1]])
    with pytest.raises(InputError, match="`ratifier_costs` is -1"):
        constrained_nash([[0], [1]], [2], ratifiers=[[0]], ratifier_costs=-1)
    with pytest.raises(InputError, match="`ratifier_costs` has shape"):
        constrained_nash([[0], [1]], [2], ratifiers=[[0]], ratifier_costs=[1, 2])
    with pytest.raises(InputError, match="`disagreement` has shape"):
        constrained_nash([[0], [1]], disagreement=[1])
    with pytest.raises(InputError, match="`bounds` is"):
        constrained_nash([[0], [1]], [2], bounds=[[1, 0]])
    with pytest.raises(InputError, match="`status_quo` has shape"):
        constrained_nash([[0], [1]], [[2]])
    with pytest.raises(InputError, match="`foreign` is nan"):
        executive_legislature(0, np.nan, 1, 2)
    with pytest.raises(InputError, match="they must hold the same issues"):
        linkage([1, 2], [1])
    with pytest.raises(InputError, match="something matters to each side"):
        linkage([0, 0], [1, 1])
    with pytest.raises(InputError, match="strictly between 0 and 1"):
        linkage([1], [1], power=1)
