"""What a forecast says of keeping: whether packages enforce themselves, against the conditions written out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import Raw, case_of, packages, party, scene_of
from winset import forecast
from winset.forecasting.enforcement import Enforced
from winset.forecasting.record import Forecast, Kept, Spread

KEPT: Raw = {"until": "2030-01-01", "question": {"text": "?", "deal": ["x"], "counted": "kept 5 years"}}

POWER: Raw = {"power_now": 0.2, "power_after": {"x": 0.7}, "destroys": 0.2, "discount": 0.9}
SLICES: Raw = {"worth": {"x": 10}, "relation": 1, "discount": 0.8}


def asked(draws: int = 128, **keeping: Raw) -> Forecast:
    """Return the forecast of a case that says what keeps a package."""
    return forecast(case_of(keeping=keeping), draws=draws)


def only(answer: Forecast) -> Kept:
    """Return what is said of the only package."""
    (found,) = answer.keeping
    return found


def test_a_shift_of_power_is_borne_up_to_what_fighting_destroys() -> None:
    """MODELS F2: .9 p1 - .2 <= .25 holds up to p1 = .5, a rise of .3; of a concession that brings .5, up to .6."""
    part = only(asked(enforcement=POWER))
    assert part.power is not None
    assert (part.package, part.probability, part.power.probability, part.exchange) == ("x", 0.0, 0.0, None)
    assert (part.power.now, part.power.after) == (0.2, 0.7)
    assert part.power.largest == Spread(0.3, 0.3, 0.3)
    assert part.power.share.central == pytest.approx(0.6)


def test_an_exchange_is_cut_into_as_many_steps_as_the_relation_bears() -> None:
    """MODELS F3, F06: n = ceil(10 * .2 / (.8 * 1)) = 3."""
    part = only(asked(exchange=SLICES))
    assert part.exchange is not None
    assert (part.probability, part.exchange.foreseen, part.exchange.probability) == (0.0, 1, 0.0)
    assert part.exchange.needed == Spread(3.0, 3.0, 3.0)
    assert only(asked(exchange={**SLICES, "in_steps": {"x": 3}})).probability == 1.0
    assert only(asked(exchange={**SLICES, "in_steps": {"x": 2}})).probability == 0.0


def test_no_number_of_steps_is_enough_where_nothing_lies_ahead() -> None:
    part = only(asked(exchange={**SLICES, "relation": 0, "in_steps": {"x": 1000}}))
    assert part.exchange is not None
    assert (part.exchange.needed, part.exchange.never) == (Spread(None, None, None), 1.0)


def test_both_must_hold() -> None:
    borne, shift = {**POWER, "power_after": {"x": 0.4}}, {**SLICES, "in_steps": {"x": 3}}
    assert only(asked(enforcement=borne, exchange=shift)).probability == 1.0
    assert only(asked(enforcement=POWER, exchange=shift)).probability == 0.0
    assert only(asked(enforcement=borne, exchange=SLICES)).probability == 0.0


def test_chances_and_ranges_are_those_of_the_draws() -> None:
    uncertain = {**SLICES, "worth": {"x": "4 to 20"}, "in_steps": {"x": 3}}
    part = only(asked(draws=4096, exchange=uncertain))
    assert part.exchange is not None
    case = case_of(keeping={"exchange": uncertain})
    scenes = [scene_of(case, 512, replicate=replicate) for replicate in range(8)]
    worth = np.concatenate([scene.draw.value("keeping.exchange.worth.x") for scene in scenes])
    needed = np.array([math.ceil(value * 0.2 / 0.8) for value in worth])
    assert part.exchange.probability == pytest.approx((needed <= 3).mean())
    low, high = sorted(needed)[204], sorted(needed)[3891]
    assert (part.exchange.needed.low, part.exchange.needed.high) == (low, high)
    assert part.exchange.needed.low < part.exchange.needed.high


def test_of_packages_without_a_word_nothing_is_said() -> None:
    answer = forecast(case_of(packages=packages("x", "y"), keeping={"exchange": SLICES}), draws=128)
    assert [part.package for part in answer.keeping] == ["x"]
    assert forecast(case_of(keeping={"breaks_down": "1 per year"}), draws=128).keeping == ()


def test_stories_count_with_their_weights() -> None:
    storm = {"weight": 1, "sets": {"keeping.exchange.worth.x": 2}}
    stories = {"weather": {"calm": {"weight": 3}, "storm": storm}}
    answer = forecast(case_of(keeping={"exchange": SLICES}, stories=stories), draws=128)
    assert only(answer).probability == 0.25


@pytest.mark.parametrize(("steps", "expected"), [(2, 0.0), (3, 1.0)])
def test_an_exchange_in_too_few_steps_is_not_kept(steps: int, expected: float) -> None:
    keeping = {"exchange": {**SLICES, "in_steps": {"x": steps}}}
    assert forecast(case_of(**KEPT, keeping=keeping), draws=128).deal.probability == expected


def test_what_would_keep_a_deal_changes_no_other_chance() -> None:
    parts: Raw = {"parties": {"a": party("-5 to 10"), "b": party("-2 to 10")}}
    assert forecast(case_of(**parts, keeping={"exchange": SLICES, "enforcement": POWER}), 512).deal == (
        forecast(case_of(**parts), 512).deal
    )


shares = st.floats(0, 1)


@given(now=shares, after=shares, destroys=shares, discount=shares, worth=st.floats(0, 50), relation=st.floats(0, 10))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_a_package_within_what_is_told_enforces_itself(
    now: float, after: float, destroys: float, discount: float, worth: float, relation: float
) -> None:
    power = {"power_now": now, "power_after": {"x": after}, "destroys": destroys, "discount": discount}
    slices = {"worth": {"x": worth}, "relation": relation, "discount": discount}
    case = case_of(keeping={"enforcement": power, "exchange": slices})
    found = Enforced.of(case, ("x",), scene_of(case, 16).draw)
    shift, share, steps = (part[0, 0] for part in (found.shift, found.share, found.steps))
    assert -1e-12 <= shift <= 1 - now + 1e-12
    if abs(after - now - shift) > 1e-6:
        assert found.bears[0, 0] == (after - now < shift)
        assert (share == 1) == found.bears[0, 0]
    assert found.cut[0, 0] == (steps <= 1)
