"""Political capital: the arithmetic of costs, gaps and levers, and the soft floor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.ratify import approval_cost, break_even, capital_chance, capital_gap, soft_floor

percent = st.floats(0, 100)


@settings(deadline=None, derandomize=True)
@given(percent, percent, st.floats(0, 1), st.floats(0, 1))
def test_support_lifts_by_a_part_of_what_opposition_costs(o: float, s: float, eta: float, part: float) -> None:
    one_way, other_way = approval_cost([o, s], [s, o], eta, part)
    assert min(one_way, other_way) == pytest.approx(-part * max(one_way, other_way))


@settings(deadline=None, derandomize=True)
@given(percent, percent, percent, percent, st.floats(0, 1), st.floats(-5, 5))
def test_gap_falls_with_approval_and_rises_with_floor(
    approval: float, more: float, floor: float, opposition: float, eta: float, credit: float
) -> None:
    cost = approval_cost(opposition, 0, eta)
    gap = capital_gap(approval, floor, cost, credit)
    assert gap >= 0
    assert capital_gap(approval + more, floor, cost, credit) <= gap
    assert capital_gap(approval, floor + more, cost, credit) >= gap


@settings(deadline=None, derandomize=True)
@given(percent, percent, st.floats(0.01, 1), st.floats(1, 100), st.floats(-5, 5))
def test_each_lever_alone_closes_the_gap_exactly(a: float, f: float, eta: float, net: float, credit: float) -> None:
    levers = break_even(a, f, eta, net, credit)

    def balance(approval: float = a, rate: float = eta, opposed: float = net, given_back: float = credit) -> float:
        return rate * opposed - given_back - (approval - f)

    assert balance(approval=levers.approval) == pytest.approx(0, abs=1e-9)
    assert levers.pass_through is not None
    assert balance(rate=levers.pass_through) == pytest.approx(0, abs=1e-9)
    assert levers.net_opposition is not None
    assert balance(opposed=levers.net_opposition) == pytest.approx(0, abs=1e-9)
    assert balance(given_back=levers.credit) == pytest.approx(0, abs=1e-9)


def test_a_lever_that_does_not_bite_has_no_break_even() -> None:
    assert break_even(50, 60, 0.2, 0).pass_through is None
    assert break_even(50, 60, 0, 20).net_opposition is None


def test_drawn_floors_agree_with_the_chance() -> None:
    levels = (np.arange(100_000) + 0.5) / 100_000
    for approval, scale in ((64, 3), (70, 1), (55, 6)):
        affordable = capital_gap(approval, soft_floor(61, scale, levels), 2.0, 0.5) == 0
        assert affordable.mean() == pytest.approx(float(capital_chance(approval, 61, 2.0, 0.5, scale=scale)), abs=1e-4)


def test_scale_zero_is_a_hard_floor() -> None:
    assert soft_floor(61, 0, [0.01, 0.99]).tolist() == [61, 61]
    assert capital_chance([62.9, 63.0], 61, 2, scale=0).tolist() == [0.0, 1.0]


def test_a_scale_of_three_is_a_standard_deviation_of_five_and_a_half() -> None:
    floors = soft_floor(0, 3, (np.arange(200_000) + 0.5) / 200_000)
    assert floors.std() == pytest.approx(3 * np.pi / np.sqrt(3), rel=1e-3)


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`opposition` is 120; .* from 0 to 100"):
        approval_cost(120, 0, 0.2)
    with pytest.raises(InputError, match=r"`pass_through` is -0\.1"):
        approval_cost(60, 20, -0.1)
    with pytest.raises(InputError, match="strictly between"):
        soft_floor(61, 3, [0.5, 1.0])
    with pytest.raises(InputError, match="`floor` is nan"):
        capital_gap(50, float("nan"), 1)
