"""A fixed number of opportunities: Moser's values, simulation, symmetries, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.timing import offers_in_turn


def test_moser_s_values() -> None:
    published = [0.5, 0.625, 0.6953125, 0.741729736328125, 0.7750815008766949]
    assert offers_in_turn(5).tolist() == pytest.approx(published, abs=1e-15)


def test_taking_offers_by_the_rule_brings_what_it_says() -> None:
    rng, values, discount = np.random.default_rng(5), offers_in_turn(6, -4, 10, 0.9, no_deal=-1), 0.9
    offers = rng.uniform(-4, 10, (200_000, 6))
    gain = np.full(200_000, -1.0)
    for left, offer in enumerate(offers.T):
        wait = discount * (values[left - 1] if left else -1.0)
        gain = np.where(offer >= wait, offer, discount * gain)
    assert gain.mean() == pytest.approx(values[-1], abs=4 * gain.std() / np.sqrt(200_000))


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 30), st.floats(-5, 5), st.floats(0.1, 5))
def test_another_unit_or_zero_restates_the_answer(n: int, zero: float, unit: float) -> None:
    plain, moved = offers_in_turn(n), offers_in_turn(n, zero, zero + unit, no_deal=zero)
    assert moved == pytest.approx(zero + unit * plain, abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 40), st.floats(0, 1))
def test_an_opportunity_more_is_never_worse_and_no_offer_beats_the_best(n: int, discount: float) -> None:
    values = offers_in_turn(n, discount=discount)
    assert (np.diff(values) >= -1e-15).all()
    assert values.max() <= 1


def test_an_offer_worse_than_waiting_is_never_taken() -> None:
    assert offers_in_turn(3, 0, 1, no_deal=2).tolist() == [2, 2, 2]
    assert offers_in_turn(2, 3, 3).tolist() == [3, 3]
    assert offers_in_turn(0).size == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"opportunities": -1}, "`opportunities` is -1"),
        ({"opportunities": 2.5}, "whole number"),
        ({"opportunities": 2, "low": 2, "high": 1}, "`low` is 2 and `high` is 1"),
        ({"opportunities": 2, "discount": 1.2}, "`discount` is 1.2"),
    ],
)
def test_refusals_name_field_and_bounds(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        offers_in_turn(**arguments)
