"""What a forecast rests on: all that is random about a number counts for it, and only numbers in use are listed."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from cases import case_of, packages, party, public
from winset.chance.correlation import held_ranks
from winset.forecasting.record import Number
from winset.forecasting.run import forecast

HALF = np.sqrt(0.75)
"""Correlation of a uniform level with whether it exceeds one half."""

POLL = {"oppose": 45, "support": 35, "names_package": True}
COSTS_TEN = {"floor": {"value": 40, "soft": 0}}
"""With approval of 50 the leader can afford a net opposition of ten points, which is that of the poll, and no more."""


def numbers(draws: int = 1024, **parts: Any) -> dict[str, Number]:
    """Return the numbers of the base case with parts replaced, by path."""
    return {number.path: number for number in forecast(case_of(**parts), draws=draws).numbers}


def at_home(draws: int = 1024, approval: Any = 50, **more: Any) -> dict[str, Number]:
    """Return the numbers of a case in which only one felt public can stand in the way, by the end of their paths."""
    home = {"public": {**public(approval, 40), **more}}
    found = numbers(draws, parties={"a": party(home=home), "b": party()})
    return {path.removeprefix("parties.a.home.public."): number for path, number in found.items()}


def test_a_floor_whose_softness_alone_matters_is_decisive() -> None:
    found = at_home(floor={"value": 40, "soft": 5}, opposition={"x": POLL})["floor.value"]
    # A higher floor is worse, and every second draw of it is too high.
    assert found.influence == pytest.approx(-HALF, abs=1e-3)
    assert found.decisive


@pytest.mark.parametrize("readings", [(20, -20), (-20, 20)])
def test_a_choice_between_readings_has_the_sign_of_what_they_say_in_whatever_order(readings: tuple[int, int]) -> None:
    worth = [{"value": value, "chance": 0.5} for value in readings]
    found = numbers(parties={"a": party({"x": worth}), "b": party()})["parties.a.leader.worth.x"]
    assert found.influence == pytest.approx(HALF, abs=1e-3)


def test_a_hard_and_known_floor_has_no_influence() -> None:
    found = at_home(floor={"value": 40, "soft": 0}, opposition={"x": {**POLL, "error": 8}})
    assert found["floor.value"].influence == 0
    assert not found["floor.value"].decisive


def test_the_error_of_a_poll_counts_for_the_shares_that_it_found() -> None:
    found = at_home(opposition={"x": {**POLL, "n": 400}}, **COSTS_TEN)
    assert found["opposition.x.0.oppose"].influence < -0.5
    assert found["opposition.x.0.support"].influence > 0.3
    assert found["opposition.x.0.oppose"].decisive
    assert found["opposition.x.0.support"].decisive


def test_the_error_of_a_wording_counts_for_the_opposition_that_it_found() -> None:
    found = at_home(opposition={"x": {**POLL, "error": 8}}, **COSTS_TEN)
    assert found["opposition.x.0.oppose"].influence == pytest.approx(-HALF, abs=1e-3)


@pytest.mark.parametrize("last", [0, 1])
def test_which_reading_is_right_counts_for_the_opposition_of_each_whatever_their_order(last: int) -> None:
    other = {"oppose": 60, "support": 30, "names_package": True}
    readings = [POLL, other] if last else [other, POLL]
    found = at_home(opposition={"x": readings}, **COSTS_TEN)
    for place in (0, 1):
        assert found[f"opposition.x.{place}.oppose"].influence == pytest.approx(-HALF, abs=1e-3)


def test_two_ways_in_which_a_number_is_random_count_as_the_root_of_their_squares() -> None:
    # Net opposition is ten points, with eight of them uncertain by the share itself and eight by the wording. The level
    # of a normal part, whose correlation with the sum is r, has one of asin(r / sqrt 2) sqrt 12 / pi with its sign.
    oppose = {"normal": [45, 8]}
    found = at_home(8192, opposition={"x": {**POLL, "oppose": oppose, "error": 8}}, **COSTS_TEN)
    each = np.arcsin(0.5) * np.sqrt(12) / np.pi
    # The standard error of a correlation of .58 over 8,192 draws is .007.
    assert found["opposition.x.0.oppose"].influence == pytest.approx(-np.hypot(each, each), abs=0.02)


@pytest.mark.parametrize(("side", "worth", "sign"), [("helps", -5, 1), ("hurts", 5, -1)])
def test_whether_an_event_happens_counts_for_its_chance(side: str, worth: int, sign: int) -> None:
    event = {side: "a", "by": 10, "date": "2020-01-01", "chance": 0.5}
    found = numbers(parties={"a": party(worth), "b": party()}, events={"election": event})["events.election.chance"]
    assert found.influence == pytest.approx(sign * HALF, abs=1e-3)
    assert found.decisive


def test_whether_an_event_happens_counts_for_whoever_decides_it_where_the_event_itself_is_certain() -> None:
    event = {"helps": "a", "by": 10, "date": "2020-01-02", "needs": "c", "agrees": 0.5}
    found = numbers(parties={"a": party(-5), "b": party()}, events={"union": event})
    assert found["events.union.agrees"].influence == pytest.approx(HALF, abs=1e-3)
    assert found["events.union.chance"].influence == 0


def test_the_answer_of_someone_who_must_consent_counts_for_the_chance_of_it() -> None:
    home = {"coalition": {"consents": {"x": 0.5}}}
    found = numbers(parties={"a": party(home=home), "b": party()})
    assert found["parties.a.home.coalition.consents.x"].influence == pytest.approx(HALF, abs=1e-3)


def series(**more: Any) -> dict[str, Any]:
    """Return two readings of approval around 50."""
    readings = [{"date": "2019-12-01", "value": value, "n": 400, **more} for value in (48, 52)]
    return {"question": "Do you approve?", "readings": readings}


def test_approval_that_a_series_measures_is_a_number_of_its_own() -> None:
    home = public({"series": "polls"}, 40, {"x": 10})
    parts = {"parties": {"a": party(home={"public": home}), "b": party()}}
    sources = {"house": {"title": "A house", "publisher": "A house", "date": "2019-12-02"}}
    said = {**series(house="House"), "from": ["house"]}
    found = numbers(series={"polls": said}, sources=sources, **parts)["parties.a.home.public.approval"]
    # Each poll of 400 errs by 2.5 points, their mean by 1.8.
    assert found.text == "50.0 ± 1.8 %"
    assert found.sources == ("house",)
    assert found.note == "level of series.polls on 2020-01-01, as read by House"
    assert found.influence == pytest.approx(HALF, abs=0.02)
    assert found.decisive
    assert not found.guess


@pytest.mark.parametrize(("house", "guess"), [({}, True), ({"house": "House"}, False)])
def test_approval_that_nobody_is_named_for_is_a_guess(house: dict[str, str], guess: bool) -> None:
    home = public({"series": "polls"}, 40, {"x": 10})
    parties = {"a": party(home={"public": home}), "b": party()}
    found = numbers(series={"polls": series(**house)}, parties=parties)["parties.a.home.public.approval"]
    assert found.guess is guess
    assert found.sources == ()


def test_the_chance_of_an_event_that_comes_at_a_rate_is_no_default_in_use() -> None:
    events = {
        "scandals": {"hurts": "a", "by": 1, "rate": "1 per year"},
        "election": {"hurts": "a", "by": 1, "date": "2020-01-20"},
    }
    found = numbers(events=events, draws=128)
    assert "events.scandals.rate" in found
    assert "events.scandals.chance" not in found
    assert found["events.election.chance"].default


# --- correlations that cannot hold together ---

WORTHS = dict.fromkeys(("x", "y", "z"), "5 to 15")


def warned(correlations: dict[tuple[str, str], float], **parts: Any) -> list[str]:
    """Return the warnings of a case with stated correlations that speak of them."""
    stated = [{"between": list(pair), "rank": rank} for pair, rank in correlations.items()]
    found = forecast(case_of(correlations=stated, **parts), draws=128).warnings
    return [warning for warning in found if "correlations" in warning]


def of_worths(correlations: dict[str, float]) -> list[str]:
    """Return the warnings where a leader's worths of x, y and z are correlated, a pair named by two letters."""
    path = "parties.a.leader.worth."
    pairs = {(path + pair[0], path + pair[1]): rank for pair, rank in correlations.items()}
    parties = {"a": party(WORTHS), "b": party(dict.fromkeys(WORTHS, 10))}
    return [line.replace(path, "") for line in warned(pairs, packages=packages(*WORTHS), parties=parties)]


def test_correlations_that_cannot_hold_together_are_warned_of_the_greatest_change_first() -> None:
    assert of_worths({"xy": 0.9, "yz": 0.9}) == [
        "The stated correlations cannot hold together: x with y was taken as .71 instead of .90; "
        "y with z was taken as .71 instead of .90; x with z was taken as .06 instead of 0."
    ]
    (warning,) = of_worths({"xy": 0.95, "yz": 0.3, "xz": -0.3})
    changes = [abs(float(a) - float(b)) for a, b in re.findall(r"as (-?\.\d\d) instead of (-?\.\d\d)", warning)]
    assert len(changes) == 3
    assert changes == sorted(changes, reverse=True)


def test_correlations_that_hold_but_for_a_trifle_are_not_warned_of() -> None:
    assert of_worths({"xy": 0.6, "yz": 0.6}) == []
    ranks = [[1, 0.7, 0.015], [0.7, 1, 0.7], [0.015, 0.7, 1]]
    assert 0.002 < np.abs(held_ranks(ranks) - ranks).max() < 0.005
    assert of_worths({"xy": 0.7, "yz": 0.7, "xz": 0.015}) == []
    assert len(of_worths({"xy": 0.7, "yz": 0.7, "xz": 0.005})) == 1


def test_moves_of_publics_that_cannot_go_together_are_warned_of() -> None:
    home = {"public": public(50, 40, {"x": 1})}
    parties = {name: party(home=home) for name in ("a", "b", "c")}
    pairs = {("a.public", "b.public"): 0.9, ("a.public", "c.public"): 0.9, ("b.public", "c.public"): -0.9}
    assert warned(pairs, parties=parties) == [
        "The stated correlations cannot hold together: a.public with b.public was taken as .50 instead of .90; "
        "a.public with c.public was taken as .50 instead of .90; "
        "b.public with c.public was taken as -.50 instead of -.90."
    ]


def test_a_story_whose_correlations_cannot_hold_together_is_warned_of() -> None:
    stories = {"how": {"apart": {"weight": 2}, "together": {"weight": 1, "sets": {"correlations.0.rank": 0.9}}}}
    path = "parties.a.leader.worth."
    parties = {"a": party(WORTHS), "b": party(dict.fromkeys(WORTHS, 10))}
    pairs = {(path + "x", path + "y"): 0.1, (path + "y", path + "z"): 0.9}
    assert len(warned(pairs, packages=packages(*WORTHS), parties=parties, stories=stories)) == 1
    assert warned(pairs, packages=packages(*WORTHS), parties=parties) == []
