"""Sharing one unit under ratifiers: overlap, tied hands, offers in turn, side payments; each by a second road."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.bargain import constrained_nash_share, least_side_payment, nash_solution, ratified_offers, uniform_overlap
from winset.errors import InputError

share = st.floats(0, 1)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (0.8, 0.6), (0.3, 0.4), (2, 0.5), (1.5, 3)])
def test_overlap_agrees_with_a_fine_grid(a: float, b: float) -> None:
    middle = (np.arange(1500) + 0.5) / 1500
    size = np.maximum(1 - a * middle[:, None] - b * middle, 0)
    found = uniform_overlap(a, b)
    assert found.probability == pytest.approx((size > 0).mean(), abs=2e-3)
    assert found.mean_size == pytest.approx(size.mean(), abs=1e-5)
    assert found.mean_size_given == pytest.approx(size.mean() / (size > 0).mean(), abs=2e-3)


@settings(deadline=None, derandomize=True)
@given(st.floats(0.05, 3), st.floats(0.05, 3), st.floats(1, 2))
def test_harder_reservations_mean_less_overlap(a: float, b: float, factor: float) -> None:
    before, after = uniform_overlap(a, b), uniform_overlap(a * factor, b)
    assert 0 < after.probability <= before.probability + 1e-12 <= 1 + 1e-9
    assert after.mean_size <= before.mean_size + 1e-12
    assert uniform_overlap(b, a).mean_size == pytest.approx(before.mean_size, abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(share, share, share, share)
def test_constrained_share_is_the_best_nash_product_on_a_grid(dA: float, dB: float, rA: float, rB: float) -> None:
    answer = constrained_nash_share(dA, dB, rA, rB)
    grid = np.linspace(0, 1, 20_001)
    possible = grid[(grid >= max(dA, rA)) & (1 - grid >= max(dB, rB))]
    if answer.value is None:
        assert not possible.size
    elif possible.size:
        best = nash_solution(
            np.column_stack([possible, 1 - possible]), [min(dA, possible[0]), min(dB, 1 - possible[-1])]
        )
        assert best.value is not None
        products = (answer.value - dA) * (1 - answer.value - dB), (possible - dA) * (1 - possible - dB)
        assert products[0] >= products[1].max() - 1e-9


@settings(deadline=None, derandomize=True)
@given(share, share, share, share, share)
def test_a_tied_hand_raises_the_share_until_it_kills_the_deal(
    dA: float, dB: float, rA: float, more: float, rB: float
) -> None:
    before, after = constrained_nash_share(dA, dB, rA, rB), constrained_nash_share(dA, dB, max(rA, more), rB)
    if before.value is None:
        assert after.value is None
    elif after.value is not None:
        assert after.value >= before.value - 1e-9


@pytest.mark.parametrize(
    ("limits", "regime", "bound_by"),
    [
        ((0, 0, 0.3, 0), "slack", None),
        ((0, 0, 0.7, 0.1), "binding", "A"),
        ((0, 0, 0.1, 0.7), "binding", "B"),
        ((0.8, 0, 0.7, 0), "slack", None),
        ((0, 0, 0.7, 0.4), "fatal", "ratifiers"),
        ((0.6, 0.6, 0, 0), "fatal", "leaders"),
        ((0, 0, 0.7, 0.3), "binding", "A"),
    ],
)
def test_regimes(limits: tuple[float, ...], regime: str, bound_by: str | None) -> None:
    diagnostics = constrained_nash_share(*limits).diagnostics
    assert (diagnostics["regime"], diagnostics["bound_by"]) == (regime, bound_by)


@settings(deadline=None, derandomize=True)
@given(share, share, share, share)
def test_renaming_the_sides_mirrors_the_share(dA: float, dB: float, rA: float, rB: float) -> None:
    one, other = constrained_nash_share(dA, dB, rA, rB), constrained_nash_share(dB, dA, rB, rA)
    assert one.status == other.status
    if one.value is not None and other.value is not None:
        assert one.value == pytest.approx(1 - other.value, abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 0.99), share, share)
def test_offers_solve_their_two_equations(d: float, rA: float, rB: float) -> None:
    offers = ratified_offers(d, rA, rB).value
    if offers is None:
        assert rA + rB > 1
        return
    assert offers.by_b == pytest.approx(max(rA, d * offers.by_a), abs=1e-9)
    assert offers.by_a == pytest.approx(min(1 - rB, 1 - d * (1 - offers.by_b)), abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(share, share)
def test_short_rounds_give_the_constrained_nash_share(rA: float, rB: float) -> None:
    offers, split = ratified_offers(1.0, rA, rB).value, constrained_nash_share(0, 0, rA, rB).value
    assert (offers is None) == (split is None)
    if offers is not None and split is not None:
        assert offers.by_a == pytest.approx(split, abs=1e-9)
        assert offers.by_b == pytest.approx(split, abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(share, share, share, share, st.floats(0.01, 2))
def test_the_least_payment_is_just_enough(uA: float, uB: float, rA: float, rB: float, lam: float) -> None:
    answer = least_side_payment(uA, uB, rA, rB, lam)
    if answer.value is None:
        assert answer.diagnostics["needed"] > answer.diagnostics["affordable"]
    else:
        assert uA + lam * answer.value >= rA - 1e-9
        assert uB - answer.value >= rB - 1e-9
        assert answer.value == 0 or uA + lam * answer.value == pytest.approx(rA)


def test_money_that_buys_nothing_cannot_help() -> None:
    assert least_side_payment(0.4, 1, 0.5, 0, efficiency=0).status == "empty"
    assert least_side_payment(0.6, 1, 0.5, 0, efficiency=0).value == 0


def test_refusals() -> None:
    with pytest.raises(InputError, match="both must be above 0"):
        uniform_overlap(0, 1)
    with pytest.raises(InputError, match="`rA` is nan"):
        constrained_nash_share(0, 0, float("nan"))
    with pytest.raises(InputError, match=r"`d` is 1\.1; .* from 0 to 1"):
        ratified_offers(1.1)
    with pytest.raises(InputError, match="`efficiency` is -1"):
        least_side_payment(0, 0, 0, 0, -1)


@settings(deadline=None, derandomize=True)
@given(share, share, st.floats(0, 1.3), share)
def test_the_three_regimes_of_the_conjecture(dA: float, dB: float, rA: float, rB: float) -> None:
    """Slack: nothing changes. Binding: the constraint helps its owner, and costs the other. Fatal: nothing is left."""
    free, tied = constrained_nash_share(dA, dB), constrained_nash_share(dA, dB, rA, rB)
    regime = tied.diagnostics["regime"]
    assert (tied.value is None) == (regime == "fatal")
    if tied.value is not None:
        assert free.value is not None
        moved = tied.value - free.value
        assert {"slack": abs(moved) <= 1e-9, "binding": abs(moved) > 0}[regime]
        assert regime == "slack" or {"A": moved > 0, "B": moved < 0}[tied.diagnostics["bound_by"]]
    else:
        assert max(dA, rA) + max(dB, rB) > 1


def test_a_demand_for_more_than_there_is_kills_every_deal() -> None:
    assert constrained_nash_share(0, 0, rA=1.2).status == "empty"
    assert ratified_offers(0.9, rA=1.2).status == "empty"


def test_a_single_point_is_still_a_deal() -> None:
    assert constrained_nash_share(0, 0, rA=0.75, rB=0.25).value == 0.75
