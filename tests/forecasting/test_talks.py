"""The talks over time: meetings, deadlines, delays, packages that do not end the talks, many packages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cases import Raw, case_of, coin, deal_days, forms, open_cells, packages, party, public, raw_case, read, scene_of
from winset import forecast
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Table
from winset.forecasting.windows import pack, unpack


def chances(case: Any, draws: int = 128) -> dict[str, float]:
    """Return the probability of each rung, and of the deal."""
    found = forecast(case, draws=draws)
    return {rung.rung: rung.probability for rung in found.ladder} | {"deal": found.deal.probability}


@pytest.mark.parametrize(("counted", "day"), [("agreed", 1), ("signed", 6), ("ratified", 26)])
def test_a_package_climbs_from_agreement_to_signature_to_ratification(counted: str, day: float) -> None:
    delays = {"signature": "5 days", "ratification": "20 days"}
    case = case_of(lead_times=delays, question={"text": "?", "deal": ["x"], "counted": counted})
    assert (deal_days(case, 16) == day).all()


def test_what_would_be_ratified_after_the_end_is_agreed_and_signed_but_no_deal() -> None:
    found = chances(case_of(lead_times={"signature": "5 days", "ratification": "26 days"}))
    assert found == {"meet": 1, "agree": 1, "sign": 1, "ratify": 0, "deal": 0}


def test_no_deal_without_meetings() -> None:
    assert chances(case_of(meetings={"rate": 0, "closes": 1})) == dict.fromkeys(
        ("meet", "agree", "sign", "ratify", "deal"), 0
    )


def test_a_window_must_have_been_open_for_its_lead_time_and_a_package_may_have_its_own() -> None:
    pressure = {"leans_on": ["a"], "by": 20, "until": "2020-01-10"}
    parts: Raw = {"outside": {"o": pressure}, "lead_times": {"opening": "4 days"}}
    assert (deal_days(case_of(**parts), 16) == 14).all()
    slow = {"x": {"says": "slow", "open_for": "8 days"}}
    assert (deal_days(case_of(packages=slow, **parts), 16) == 18).all()


def test_a_window_that_is_open_at_the_case_s_date_has_been_open_before() -> None:
    assert (deal_days(case_of(lead_times={"opening": "20 days"}), 16) == 1).all()


def test_nothing_is_agreed_after_a_deadline() -> None:
    pressure = {"leans_on": ["a"], "by": 20, "until": "2020-01-10"}
    for date, day in (("2020-01-10", np.inf), ("2020-01-11", 10.0)):
        case = case_of(outside={"o": pressure}, deadlines=[{"date": date}])
        assert (deal_days(case, 16) == day).all()
        immediate = case_of(outside={"o": pressure}, deadlines=[{"date": date}], forms={"closing": ["immediate"]})
        assert (deal_days(immediate, 16) == day).all()


def test_a_deadline_makes_closing_likelier_just_before_it() -> None:
    meetings = {"rate": 1e7, "closes": 0}
    near = {"date": "2020-01-21", "closes": 1, "within": "5 days"}
    assert (deal_days(case_of(meetings=meetings, deadlines=[near]), 16) == 15).all()
    never = case_of(meetings=meetings, deadlines=[{**near, "closes": 0}])
    assert np.isinf(deal_days(never, 16)).all()


def test_a_deadline_can_bring_more_meetings() -> None:
    deadline = {"date": "2020-01-31", "closes": 1, "within": "30 days", "more_meetings": 20}
    for more, rate in ((1, 1), (20, 20)):
        case = case_of(meetings={"rate": 1, "closes": 1}, deadlines=[{**deadline, "more_meetings": more}])
        expected = 1 - np.exp(-rate * 30 / 365.25)
        assert chances(case, 4096)["meet"] == pytest.approx(expected, abs=4 * np.sqrt(0.25 / 4096))


@pytest.mark.parametrize(("by", "until", "day"), [(11, "2020-01-20", 20.0), (9, "2020-01-20", 1.0)])
def test_an_outsider_prevents_meetings_if_his_pressure_exceeds_their_worth(by: float, until: str, day: float) -> None:
    outsider = {"leans_on": ["b"], "against": ["meeting"], "by": by, "until": until}
    parties = {"a": party(), "b": party(meeting_worth=10)}
    assert (deal_days(case_of(parties=parties, outside={"o": outsider}), 16) == day).all()


def test_meetings_after_the_last_deadline_are_none_of_these_talks() -> None:
    outsider = {"leans_on": ["b"], "against": ["meeting"], "by": 50, "until": "2020-01-10"}
    for date, meet in (("2020-01-10", 0), ("2020-01-11", 1)):
        assert chances(case_of(outside={"o": outsider}, deadlines=[{"date": date}]))["meet"] == meet


def test_pressure_against_meeting_is_not_pressure_on_worth() -> None:
    outsider = {"leans_on": ["b"], "against": ["meeting"], "by": 11, "until": "2020-01-20"}
    parties = {"a": party(), "b": party(1, meeting_worth=10)}
    assert open_cells(case_of(parties=parties, outside={"o": outsider}), 16).all()


def two_steps(**aside: Any) -> Raw:
    """Return a case in which leaders like y better; y costs 6 points of approval and does not end the talks."""
    felt = public(60, 50, {"x": 8, "y": 6}, **aside)
    return raw_case(
        packages=packages("x", "y"),
        parties={"a": party({"x": 5, "y": 9}, {"public": felt}), "b": party({"x": 5, "y": 9})},
    )


def test_what_is_signed_while_the_talks_go_on_weighs_on_approval_for_good() -> None:
    scene = scene_of(read(two_steps()), 16)
    played = Table(scene, forms(scene.board.case)[0]).play()
    assert (played.package == -1).all()
    ((draws, signed, steps, _),) = played.asides
    assert (draws.size, set(signed), set(steps)) == (16, {1}, {1})


def test_the_cost_of_what_was_signed_aside_fades_until_the_rest_can_be_afforded() -> None:
    # Slack 10, cost 8: what is left of the 6 points must be 2 or less; with a half-life of 5 days after 7.92 days.
    assert (deal_days(read(two_steps(cost_fades="5 days")), 16) == 9).all()


def test_the_whole_lead_time_counts_while_an_aside_is_paid_for() -> None:
    raw = two_steps(cost_fades="5 days")
    raw["lead_times"] = {"opening": "3 days"}
    assert (deal_days(read(raw), 16) == 12).all()


def test_an_aside_is_paid_for_from_the_day_after_it_was_signed() -> None:
    # Half a day halves it: 1.5 points are left a day later, and nothing was owed on the day itself.
    raw = two_steps(cost_fades="0.5 days")
    raw["lead_times"] = {"opening": "1 days"}
    assert (deal_days(read(raw), 16) == 2).all()


def test_an_aside_never_stops_a_package_that_costs_nothing() -> None:
    raw = two_steps()
    felt = raw["parties"]["a"]["home"]["public"]
    felt["opposition"] |= {"x": {"oppose": 0, "support": 5, "names_package": True}}
    felt["approval"] = 56
    assert (deal_days(read(raw), 16) == 2).all()


def test_a_package_that_ends_the_talks_ends_them_even_if_it_does_not_count() -> None:
    raw = two_steps(cost_fades="1 days")
    raw["packages"]["y"]["ends_talks"] = True
    found = forecast(read(raw), draws=128)
    assert found.deal.probability == 0
    assert {package.id: package.signed for package in found.packages} == {"x": 0, "y": 1}


def test_a_failed_vote_ends_the_talks() -> None:
    raw = raw_case(parties={"a": party(home={"house": coin(3, 0.5)}), "b": party()}, until="2020-03-01")
    assert chances(read(raw), 4096) == pytest.approx(
        {"meet": 1, "agree": 1, "sign": 1, "ratify": 0.5, "deal": 0.5}, abs=0.03
    )


@pytest.mark.parametrize("count", [9, 17, 33, 65, 130])
def test_many_packages_are_kept_apart(count: int) -> None:
    # Only one package, in the last word of bits, suits both; every public affords all but one other.
    names = [f"p{place}" for place in range(count)]
    good = names[-2]
    worth = {name: (5 if name == good else -5) for name in names}
    felt = public(60, 50, {name: (50 if name == names[-1] else 5) for name in names})
    raw = raw_case(
        packages=packages(*names),
        question={"text": "?", "deal": [good]},
        parties={
            "a": party(worth, {"public": felt}),
            "b": party(dict.fromkeys(names, 3), no_agreement={"per_year": 1}),
        },
    )
    case = read(raw)
    cells = open_cells(case, 16)
    assert [names[place] for place in np.flatnonzero(cells.any(axis=(1, 2)))] == [good]
    assert (deal_days(case, 16) == 1).all()


def test_combinations_of_issues_are_packages() -> None:
    raw = raw_case(
        packages=None,
        issues={"land": {"options": ["none", "some", "all"]}, "money": {"options": ["low", "high"]}},
        exclude=[{"land": "all", "money": "low"}],
        question={"text": "?", "deal": ["some+high"]},
        parties={
            "a": {"leader": {"worth_of_options": {"land": {"none": 5, "some": 1, "all": -9}, "money": {"high": 3}}}},
            "b": {"leader": {"worth_of_options": {"land": {"none": -2, "some": 4, "all": 9}, "money": {"high": -3}}}},
        },
    )
    scene = scene_of(read(raw), 16)
    assert [*scene.board.packages] == ["none+low", "none+high", "some+low", "some+high", "all+high"]
    assert scene.gains["a"].still[0].tolist() == [5, 8, 1, 4, -6]
    assert scene.gains["b"].still[0].tolist() == [-2, -5, 4, 1, 6]
    # Two are open, some+low (1, 4) and some+high (4, 1): equal products, so the first is signed, then the other.
    played = Table(scene, forms(scene.board.case)[0]).play()
    assert set(played.asides[0][1]) == {2}
    assert (deal_days(read(raw), 16) == 2).all()


@pytest.mark.parametrize("count", [1, 8, 9, 31, 64, 65, 200])
def test_bits_are_packed_and_unpacked_alike(count: int) -> None:
    answers = np.random.default_rng(count).random((7, count)) < 0.5
    assert (unpack(pack(answers)[:, 0, :], count) == answers).all()


def test_a_scene_without_an_outsider_shares_what_he_does_not_touch() -> None:
    raw = raw_case(
        parties={"a": party(home={"public": public(60, 50, {"x": 5})}), "b": party(home={"house": coin(3, 0.5)})},
        outside={"o": {"leans_on": ["a"], "by": 1}, "p": {"leans_on": ["b.house"], "by": 1}},
    )
    scene: Scene = scene_of(read(raw), 16)
    assert scene.without_outsider("o").votes("common")[0] is scene.votes("common")[0]
    assert scene.without_outsider("o").meetings is scene.meetings
    assert scene.without_outsider("p").votes("common")[0] is not scene.votes("common")[0]
