"""One side's deadline is the other's leverage: the two formulas that it joins, symmetries, refusals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.bargain import rubinstein_limit, rubinstein_offers
from winset.errors import InputError
from winset.timing import deadline_leverage

rates = st.floats(0.001, 2)


@settings(deadline=None, derandomize=True)
@given(rates, rates, rates, rates, st.floats(0.01, 3))
def test_a_deadline_multiplies_the_discount_factor(r1: float, r2: float, k1: float, k2: float, dt: float) -> None:
    d1, d2 = math.exp(-r1 * dt) * math.exp(-k1 * dt), math.exp(-r2 * dt) * math.exp(-k2 * dt)
    found = deadline_leverage(r1, r2, k1, k2, period=dt)
    assert found.share == pytest.approx(rubinstein_offers(d1, d2).by_a)
    without = rubinstein_offers(math.exp(-r1 * dt), math.exp(-r2 * dt)).by_a
    assert found.without_deadlines == pytest.approx(without)
    assert found.moved == pytest.approx(found.share - without, abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(rates, rates, rates, rates)
def test_quick_offers_come_near_the_limit_in_which_nobody_begins(r1: float, r2: float, k1: float, k2: float) -> None:
    limit = deadline_leverage(r1, r2, k1, k2)
    assert limit.share == pytest.approx(rubinstein_limit(r1 + k1, r2 + k2))
    assert deadline_leverage(r1, r2, k1, k2, period=1e-9).share == pytest.approx(limit.share, abs=1e-8)
    assert deadline_leverage(r2, r1, k2, k1).share == pytest.approx(1 - limit.share)


@settings(deadline=None, derandomize=True)
@given(rates, rates, st.floats(0, 3), st.floats(0, 3), st.floats(0, 2))
def test_the_tighter_the_other_s_deadline_the_more_one_gets(
    r1: float, r2: float, k: float, more: float, dt: float
) -> None:
    loose, tight = (deadline_leverage(r1, r2, deadline_2=at, period=dt).share for at in (k, k + more))
    assert loose <= tight + 1e-12


def test_without_any_impatience_the_split_is_even() -> None:
    assert deadline_leverage(0, 0).share == 0.5
    assert deadline_leverage(0, 0, deadline_2=0.1).share == 1.0


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match="`deadline_1` is -1"):
        deadline_leverage(0.1, 0.1, deadline_1=-1)
    with pytest.raises(InputError, match="`period` is inf"):
        deadline_leverage(0.1, 0.1, period=math.inf)
