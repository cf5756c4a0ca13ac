"""The ladder above the table: further tries, entry into force, soft deadlines, successors, and keeping."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import Raw, body, case_of, coin, deal_days, packages, party, public, raw_case, read, scene_of, table_of
from winset import forecast
from winset.forecasting.record import Forecast
from winset.forecasting.talks import Signing

EVEN = party(home={"house": coin(3, 0.5)})


def probability(**parts: Any) -> float:
    """Return the probability of a deal in a case."""
    return forecast(case_of(**parts), draws=4096).deal.probability


def rungs(answer: Forecast) -> dict[str, float]:
    """Return the ladder as a mapping."""
    return {rung.rung: rung.probability for rung in answer.ladder}


def two(home: Raw) -> Raw:
    """Return two parties of which the first has a home."""
    return {"a": party(home=home), "b": party()}


@pytest.mark.parametrize(("retries", "expected"), [(1, 0.75), (2, 0.875), (3, 0.9375)])
def test_each_further_try_is_a_new_vote(retries: int, expected: float) -> None:
    after = {"retries": retries, "every": "2 days"}
    assert probability(parties=two({"house": coin(3, 0.5)}), after_a_no=after) == pytest.approx(expected, abs=0.02)


def test_who_said_yes_is_not_asked_again() -> None:
    """Two bodies at one half: each needs one yes in two votes."""
    home = {"upper": coin(3, 0.5), "lower": coin(3, 0.5)}
    found = probability(parties=two(home), after_a_no={"every": "2 days"})
    assert found == pytest.approx(0.75**2, abs=0.02)


def test_a_try_that_comes_too_late_is_none() -> None:
    found = probability(parties=two({"house": coin(3, 0.5)}), after_a_no={"retries": 3, "every": "25 days"})
    assert found == pytest.approx(0.75, abs=0.02)


def test_they_may_not_try_again() -> None:
    found = probability(parties=two({"house": coin(3, 0.5)}), after_a_no={"every": "2 days", "chance": 0.5})
    assert found == pytest.approx(0.5 + 0.5 * 0.5 * 0.5, abs=0.02)


def test_a_changed_package_is_put_to_everyone_again() -> None:
    """The revised package passes the lower body half of the time and the upper always, whatever they said before."""
    votes = {"upper": {"x": 0.0, "revised": 1.0}, "lower": {"x": 1.0, "revised": 0.5}}
    home = {
        name: {**coin(3, 0), "blocs": {"all": {"seats": 3, "in_favour": favour, "whipped": True}}}
        for name, favour in votes.items()
    }
    parts: Raw = {"packages": packages("x", "revised"), "parties": two(home)}
    parts["question"] = {"text": "?", "deal": ["x", "revised"]}
    # Nobody would agree on the revised one while the other is on the table.
    parts["parties"]["a"]["leader"]["worth"] = {"x": 50, "revised": 1}
    parts["parties"]["b"]["leader"]["worth"] = {"x": 50, "revised": 1}
    parts["question"]["deal"] = ["x", "revised"]
    parts |= {"stage": "agreed", "agreed_package": "x"}
    assert probability(**parts) == 0
    after = {"every": "2 days", "package": "revised"}
    assert probability(**parts, after_a_no=after) == pytest.approx(0.5, abs=0.02)
    found = {package.id: package for package in forecast(case_of(**parts, after_a_no=after), draws=512).packages}
    signed, revised = found["x"], found["revised"]
    assert (signed.id, signed.signed, signed.ratified) == ("x", 1, 0)
    assert (revised.id, revised.signed, revised.ratified) == ("revised", 1, pytest.approx(0.5, abs=0.07))


@pytest.mark.parametrize(
    "other", ["senate", "a.senate", {"votes": "body", "seats": 3, "in_favour": 1, "common_error": 0}]
)
def test_another_road_decides_in_place_of_those_who_said_no(other: Any) -> None:
    home = {"voters": coin(3, 0.5)} | ({"senate": coin(3, 1)} if isinstance(other, str) else {})
    found = probability(parties=two(home), after_a_no={"every": "2 days", "other_ratifier": other})
    assert found == 1


def test_only_one_of_them_may_be_asked_again() -> None:
    """The congress carries it once, the parliament once or in one of two further tries: a half times seven eighths."""
    parties = two({"congress": coin(3, 0.5), "parliament": coin(3, 0.5)})
    after = {"every": "2 days", "retries": 2, "asks": "parliament"}
    assert probability(parties=parties, after_a_no=after) == pytest.approx(0.5 * 0.875, abs=0.025)
    assert probability(parties=parties, after_a_no={**after, "asks": "a.congress"}) == pytest.approx(0.4375, abs=0.025)
    scene = scene_of(case_of(parties=parties, after_a_no=after), 128)
    assert scene.belief("common") == pytest.approx(0.5 * 0.875)
    assert scene.belief("common", ("a", "parliament")) == pytest.approx(0.5)
    assert scene.belief("common", ("a", "congress")) == pytest.approx(0.875)


def test_leaders_reckon_with_a_second_try() -> None:
    """At one half and a failed vote that costs as much as the deal brings, only two votes are worth a signature."""
    parties = {"a": party(home={"house": coin(3, 0.45)}, failed_vote_costs=10), "b": party()}
    assert probability(parties=parties) == 0
    assert probability(parties=parties, after_a_no={"every": "2 days"}) > 0.6


def test_the_ladder_is_complete_where_it_is_asked_for() -> None:
    parts: Raw = {
        "question": {"text": "?", "deal": ["x"], "counted": "kept 1 month"},
        "until": "2020-06-01",
        "lead_times": {"signature": "10 days", "ratification": "20 days", "entry": "30 days"},
        "provisional": {"after": "5 days"},
        "parties": two({"house": coin(3, 0.5)}),
    }
    answer = forecast(case_of(**parts), draws=1024)
    found = rungs(answer)
    assert list(found) == ["meet", "agree", "sign", "apply", "ratify", "in force", "keep"]
    assert found["sign"] == found["apply"] == 1
    assert (
        found["ratify"] == found["in force"] == found["keep"] == answer.deal.probability == pytest.approx(0.5, abs=0.04)
    )
    table = table_of(case_of(**parts), 16)
    climb = table.climb(Signing(np.arange(16), np.zeros(16, dtype=np.int64), np.ones(16, dtype=np.intp)))
    assert (climb.agreed == 1).all()
    assert (climb.signed == 11).all()
    assert (climb.applied == 16).all()
    assert set(climb.ratified) == {31.0, np.inf}
    assert set(climb.in_force) == {61.0, np.inf}
    assert set(np.round(climb.kept, 3)) == {round(61 + 365.25 / 12, 3), np.inf}


def test_a_deal_that_is_not_yet_in_force_does_not_count_where_that_is_asked() -> None:
    parts: Raw = {"lead_times": {"entry": "60 days"}}
    assert probability(**parts) == 1
    assert probability(**parts, question={"text": "?", "deal": ["x"], "counted": "in force"}) == 0
    assert (
        probability(
            **parts, provisional={"after": "2 days"}, question={"text": "?", "deal": ["x"], "counted": "applied"}
        )
        == 1
    )


KEPT: Raw = {
    "until": "2030-01-01",
    "question": {"text": "?", "deal": ["x"], "counted": "kept 5 years"},
}


def test_a_successor_may_renege() -> None:
    """Durability, MODELS F4: exp(-h rho T) = exp(-.2 * .6 * 5) = .5488."""
    leaving = {"loses_office": "0.2 per year", "successor": {"reneges": 0.6}}
    found = probability(**KEPT, parties={"a": party(**leaving), "b": party()})
    assert found == pytest.approx(np.exp(-0.6), abs=0.02)


def test_a_deal_may_break_down_of_itself() -> None:
    found = probability(**KEPT, keeping={"breaks_down": "0.1 per year"})
    assert found == pytest.approx(np.exp(-0.5), abs=0.02)


@pytest.mark.parametrize(("leaves", "expected"), [("2022-01-01", 0.3), ("2029-01-01", 1.0)])
def test_a_leader_who_leaves_on_a_day_leaves_the_deal_to_the_successor(leaves: str, expected: float) -> None:
    leaving = {"leaves_on": leaves, "successor": {"reneges": 0.7}}
    assert probability(**KEPT, parties={"a": party(**leaving), "b": party()}) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(("after", "kept"), [(0.40, True), (0.43, True), (0.45, False)])
def test_a_package_that_makes_one_side_too_strong_is_not_kept(after: float, kept: bool) -> None:
    """MODELS F2: it fails where d p1 - p0 > z / (1 - z), here where .9 p1 - .2 > .2, beyond p1 = .444."""
    enforcement = {"power_now": 0.2, "power_after": {"x": after}, "destroys": 1 / 6, "discount": 0.9}
    assert (probability(**KEPT, keeping={"enforcement": enforcement}) == 1) == kept


def test_a_step_that_someone_stops_breaks_the_deal() -> None:
    steps = [
        {"what": "withdraw", "after": "1 year", "stopped_by": {"a": 0.25, "b": 0.2}},
        {"what": "pay", "after": "6 years", "stopped_by": {"a": 1}},
    ]
    found = probability(**KEPT, packages=packages("x", x={"steps": steps}))
    assert found == pytest.approx(0.75 * 0.8, abs=0.02)


def test_what_is_signed_needs_no_talks() -> None:
    refusing = {"a": party(-50, home={"house": coin(3, 0.5)}), "b": party(-50)}
    assert probability(parties=refusing) == 0
    answer = forecast(case_of(parties=refusing, stage="signed"), draws=1024)
    assert rungs(answer)["sign"] == 1
    assert answer.deal.probability == pytest.approx(0.5, abs=0.04)
    assert {part.kind for part in answer.binding} == {"body", "vote"}


def test_what_is_agreed_is_signed_as_soon_as_all_accept_it() -> None:
    home = {"public": public(60, 50, {"x": 20})}
    willing = {"a": party(home={"court": {"consents": 0.5}}), "b": party()}
    signed: Raw = {"question": {"text": "?", "deal": ["x"], "counted": "signed"}, "stage": "agreed"}
    assert probability(parties=willing, **signed) == pytest.approx(0.5, abs=0.02)
    assert probability(parties={"a": party(home=home), "b": party()}, **signed) == 0
    assert probability(parties={"a": party(-1), "b": party()}, **signed) == 0


def test_no_other_package_can_be_signed_once_one_is_agreed() -> None:
    parts: Raw = {"packages": packages("x", "y"), "question": {"text": "?", "deal": ["x", "y"]}}
    both = {"a": party({"x": -5, "y": 50}), "b": party({"x": 5, "y": 50})}
    assert probability(**parts, parties=both) == 1
    assert probability(**parts, parties=both, stage="agreed", agreed_package="x") == 0


def test_what_is_ratified_waits_for_its_entry_into_force() -> None:
    force: Raw = {"question": {"text": "?", "deal": ["x"], "counted": "in force"}, "stage": "ratified"}
    assert probability(**force, lead_times={"entry": "20 days"}) == 1
    assert probability(**force, lead_times={"entry": "40 days"}) == 0


def test_a_soft_deadline_may_be_put_off() -> None:
    """Nothing is open before the deadline; put off once with .5 and again with .5, by ten days each time."""
    raw: Raw = {
        "parties": {
            "a": party(home={}),
            "b": party({"x": -10}, no_agreement={"worth": 0, "per_year": -365.25 * 10 / 14}),
        },
        "meetings": {"rate": 1e7, "closes": 1},
    }
    hard = {"date": "2020-01-11", "closes": 0, "within": "0 days"}
    assert probability(**raw, deadlines=[hard]) == 0
    assert probability(**raw, deadlines=[{**hard, "extends": 0.5, "by": "10 days"}]) == pytest.approx(0.5, abs=0.02)
    assert probability(**raw, deadlines=[{**hard, "extends": 0.5, "by": "2 days"}]) == pytest.approx(0.25, abs=0.02)
    assert probability(**raw, deadlines=[{**hard, "extends": 1, "by": "1 days"}]) == 1


def test_closing_is_likelier_near_a_deadline_however_often_it_is_put_off() -> None:
    raw: Raw = {"meetings": {"rate": 1e7, "closes": 0}}
    soft = {"date": "2020-01-11", "closes": 0.5, "within": "0 days", "extends": 1, "by": "10 days"}
    days = deal_days(case_of(**raw, deadlines=[soft]), 1024)
    assert set(days) == {10.0, 20.0, 30.0, np.inf}
    assert (days == 10).mean() == pytest.approx(0.5, abs=0.05)


def test_a_successor_may_want_what_the_leader_does_not() -> None:
    refuses = {"leaves_on": "2020-01-16", "successor": {"worth": {"x": 10}}}
    days = deal_days(case_of(parties={"a": party(-10, **refuses), "b": party()}), 64)
    assert set(days) == {15.0}
    turns = {"loses_office": "1000 per year", "successor": {"worth": {"x": 10}}}
    assert probability(parties={"a": party(-10, **turns), "b": party()}) == 1


def test_what_a_leader_believes_to_follow_a_no_is_worth_its_expectation() -> None:
    """A package of -8 beats an expected -.6 * 20 + .4 * 5 = -10."""
    believes = {"crash": {"chance": 0.6, "worth": -20}, "delay": {"chance": 0.4, "worth": 5}}
    wary = party(-8, no_agreement={"believes": believes})
    assert probability(parties={"a": wary, "b": party()}) == 1
    assert probability(parties={"a": party(-11, no_agreement={"believes": believes}), "b": party()}) == 0


@given(
    share=st.floats(0.2, 0.8),
    days=st.integers(1, 12),
    more=st.integers(1, 3),
)
@settings(max_examples=15, deadline=None)
def test_a_further_try_never_lowers_the_chance_of_a_single_package(share: float, days: int, more: int) -> None:
    """Under common random numbers, in every draw: the deal comes no later."""
    raw = raw_case(parties=two({"house": body(21, share, common_error=4)}))
    before, after = (
        deal_days(read(raw | {"after_a_no": {"retries": n, "every": f"{days} days"}}), 128) for n in (more, more + 1)
    )
    assert (after <= before).all()
    assert (before <= deal_days(read(raw), 128)).all()


@given(first=st.integers(2, 20), later=st.integers(1, 9), worth=st.floats(-6, 2))
@settings(max_examples=15, deadline=None)
def test_a_longer_deadline_never_lowers_the_chance_of_a_single_package(first: int, later: int, worth: float) -> None:
    """As long as closing is no likelier near it: a deadline that moves moves its rush with it."""
    parties = {"a": party(worth, no_agreement={"per_year": -100}), "b": party()}
    raw = raw_case(parties=parties, meetings={"rate": "50 per year", "closes": 0.5})
    days = [
        deal_days(read(raw | {"deadlines": [{"date": f"2020-01-{day:02}", "closes": 0}]}), 128)
        for day in (first, first + later)
    ]
    assert (days[1] <= days[0]).all()


@given(st.floats(1, 40), st.floats(1, 3), st.floats(-6, 2))
@settings(max_examples=15, deadline=None)
def test_more_meetings_never_lower_the_chance_of_a_single_package(rate: float, factor: float, worth: float) -> None:
    parties = {"a": party(worth, no_agreement={"per_year": -100}), "b": party()}
    days = [
        deal_days(case_of(parties=parties, meetings={"rate": f"{r} per year", "closes": 0.5}), 128)
        for r in (rate, rate * factor)
    ]
    assert (days[1] <= days[0]).all()


def test_further_tries_have_streams_of_their_own() -> None:
    """The first vote is the same whether or not another may follow."""
    raw = raw_case(parties=two({"house": coin(3, 0.5)}))
    once, twice = scene_of(read(raw), 128), scene_of(read(raw | {"after_a_no": {"every": "1 days"}}), 128)
    assert (once.answers("common").first() == twice.answers("common").first()).all()


def test_a_mediator_brings_leaders_together_more_often_and_closes_more() -> None:
    meetings = {"rate": "12 per year", "closes": 0.3}
    days = [
        deal_days(case_of(meetings=meetings, **({} if mediator is None else {"mediator": mediator})), 256)
        for mediator in (None, {"more_meetings": 2}, {"closes": 0.5}, {"more_meetings": 2, "until": "2019-12-01"})
    ]
    assert (days[1] <= days[0]).all()
    assert (days[2] <= days[0]).all()
    assert np.isfinite(days[1]).mean() == pytest.approx(1 - np.exp(-24 * 30 / 365.25 * 0.3), abs=0.06)
    assert np.isfinite(days[2]).mean() == pytest.approx(1 - np.exp(-12 * 30 / 365.25 * 0.65), abs=0.06)
    assert (days[3] == days[0]).all()


def test_what_a_mediator_proposes_is_on_the_table_while_he_is_there() -> None:
    mediator = {"proposes": ["x"], "since": "2020-01-11", "until": "2020-01-20"}
    assert set(deal_days(case_of(mediator=mediator), 64)) == {10.0}
    assert set(deal_days(case_of(mediator={**mediator, "since": None, "until": "2019-12-01"}), 64)) == {np.inf}


def test_a_mediator_pays_and_stands_behind_the_deal() -> None:
    poor = {"a": party(-5), "b": party()}
    assert probability(parties=poor) == 0
    assert probability(parties=poor, mediator={"pays": {"a": 6}}) == 1
    sweet = {"s": {"amount": 10, "efficiency": {"a": 1}, "delivered": 0.4}}
    assert probability(parties=poor, sweeteners=sweet) == 0
    assert probability(parties=poor, sweeteners=sweet, mediator={"guarantees": 0.2}) == 1
    breaking = {"breaks_down": "1000 per year"}
    assert probability(**KEPT, keeping=breaking, mediator={"guarantees": 0.3}) == pytest.approx(0.3, abs=0.02)


def test_spoilers_come_more_often_while_talks_go_on() -> None:
    """One event of ten points ends what the leader would sign; it comes five times as often."""
    event = {"hurts": ["a"], "by": 100, "rate": "1 per year"}
    raw: Raw = {
        "meetings": {"rate": 1e7, "closes": 1},
        "parties": {"a": party(), "b": party(-10, no_agreement={"per_year": -365.25 * 10 / 14})},
    }
    calm, spoiled = (probability(**raw, events={"bomb": event | more}) for more in ({}, {"during_talks": 5}))
    assert calm == pytest.approx(np.exp(-14 / 365.25), abs=0.02)
    assert spoiled == pytest.approx(np.exp(-5 * 14 / 365.25), abs=0.02)


def test_a_spoiler_may_break_off_the_signing() -> None:
    event = {"hurts": ["a"], "by": 0, "rate": "10 per year", "before_signature": 2, "breaks_off": 0.5}
    found = probability(events={"bomb": event}, lead_times={"signature": "20 days"})
    assert found == pytest.approx(1 - 0.5 * (1 - np.exp(-20 * 20 / 365.25)), abs=0.02)


def chamber(favour: float, **more: Any) -> Raw:
    """Return a body of which every member votes as one."""
    return coin(3, favour) | more


@pytest.mark.parametrize(("date", "expected"), [("2020-01-02", 1), ("2020-01-03", 0)])
def test_an_election_changes_the_body_that_votes(date: str, expected: float) -> None:
    """Agreed on 2 January: the vote is held by who sits on that day."""
    home = {"house": chamber(0, election={"date": date, "body": chamber(1)})}
    raw: Raw = {"parties": {"a": party(home=home), "b": party()}}
    # Leaders reckon with the body that sits today; a failed vote costs them nothing, and no gain is lost.
    assert probability(**raw, stage="signed", lead_times={"ratification": "1 days"}) == expected


def test_an_election_between_two_votes_turns_a_no() -> None:
    home = {"house": chamber(0, election={"date": "2020-01-11", "body": chamber(1)})}
    raw: Raw = {"parties": {"a": party(home=home), "b": party()}, "stage": "signed"}
    assert probability(**raw) == 0
    assert probability(**raw, after_a_no={"every": "9 days"}) == 0
    assert probability(**raw, after_a_no={"every": "10 days"}) == 1


def test_an_election_may_come_at_a_rate() -> None:
    home = {"house": chamber(0, election={"rate": "10 per year", "body": chamber(1)})}
    raw: Raw = {"parties": {"a": party(home=home), "b": party()}, "stage": "signed"}
    found = probability(**raw, lead_times={"ratification": "20 days"})
    assert found == pytest.approx(1 - np.exp(-10 * 20 / 365.25), abs=0.02)


def test_a_soft_deadline_that_is_always_put_off_is_none() -> None:
    rare: Raw = {"meetings": {"rate": "2 per year", "closes": 1}, "until": "2020-12-31"}
    soft = {"date": "2020-01-05", "extends": 1, "by": "1 days", "closes": 0}
    free = deal_days(case_of(**rare), 256)
    assert (deal_days(case_of(**rare, deadlines=[soft]), 256) == free).all()


def test_a_deadline_of_the_talks_does_not_stop_the_signing_of_what_is_agreed() -> None:
    """Pressure keeps the leader from signing until March; the talks' deadline was in February."""
    leaning = {"u": {"leans_on": ["a"], "against": ["x"], "by": 50, "until": "2020-03-01"}}
    parts: Raw = {"until": "2020-12-31", "stage": "agreed", "outside": leaning}
    assert probability(**parts, deadlines=[{"date": "2020-02-01"}]) == 1
    late = {"signature": "3 years"}
    assert probability(**parts, lead_times=late) == 0


@pytest.mark.parametrize(
    ("other", "expected"),
    [({"consents": 0.5}, 0.875), ({"each_consents": 0.5, "how_many": 1}, 0.875), (coin(3, 0.5), 0.875)],
)
def test_another_road_has_luck_of_its_own_at_every_try(other: Raw, expected: float) -> None:
    after = {"retries": 3, "every": "1 days", "other_ratifier": other}
    found = probability(parties=two({"house": coin(3, 0)}), stage="signed", after_a_no=after)
    assert found == pytest.approx(expected, abs=0.02)


def test_an_amending_body_amends_anew_at_every_try() -> None:
    house = {"house": body(3, 1, amends=0.5)}
    found = probability(parties=two(house), stage="signed", after_a_no={"retries": 3, "every": "1 days"})
    assert found == pytest.approx(1 - 0.5**4, abs=0.02)


@pytest.mark.parametrize("written", [{"consents": 0.3}, {"any_of": [{"consents": 0.3}, {"consents": 0}]}])
def test_who_must_consent_is_still_asked_once_it_is_signed(written: Raw) -> None:
    found = probability(parties=two({"court": written}), stage="signed")
    assert found == pytest.approx(0.3, abs=0.02)


REVISED: Raw = {"packages": packages("x", "y"), "stage": "signed", "agreed_package": "x"}
GLAD: Raw = {"x": 10, "y": 10}


@pytest.mark.parametrize(("deal", "expected"), [(["x"], 0), (["y"], 1), (["x", "y"], 1)])
def test_what_counts_is_the_package_that_passes_in_the_end(deal: list[str], expected: float) -> None:
    house = {"house": body(1, {"x": 0.0, "y": 1.0})}
    after = {"every": "1 days", "package": "y"}
    question, parties = {"text": "?", "deal": deal}, {"a": party(GLAD, house), "b": party(GLAD)}
    assert probability(**REVISED, question=question, parties=parties, after_a_no=after) == expected


def test_who_must_consent_is_asked_of_the_changed_package_too() -> None:
    houses = {"house": body(1, {"x": 0.0, "y": 1.0}), "court": {"consents": {"x": 1, "y": 0.25}}}
    after = {"every": "1 days", "package": "y"}
    question = {"text": "?", "deal": ["x", "y"]}
    talks: Raw = {"packages": packages("x", "y"), "question": question, "after_a_no": after}
    parties = {"a": party({"x": 10, "y": 5}, houses), "b": party({"x": 10, "y": 5})}
    assert probability(**talks, parties=parties, stage="agreed", agreed_package="x") == pytest.approx(0.25, abs=0.02)


def test_what_has_failed_is_not_applied_afterwards() -> None:
    parts: Raw = {
        "until": "2020-12-31",
        "question": {"text": "?", "deal": ["x"], "counted": "applied"},
        "provisional": {"after": "10 weeks"},
        "parties": two({"house": coin(3, 0)}),
    }
    assert probability(**parts) == 0
    assert probability(**parts, lead_times={"ratification": "11 weeks"}) == 1


@pytest.mark.parametrize(("deal", "expected"), [(["x"], 1.0), (["x", "y"], 1.0), (["y"], 0.5)])
def test_what_is_applied_before_a_no_counts_whatever_is_ratified_later(deal: list[str], expected: float) -> None:
    """x is applied at once and fails after ten days; y, voted on then, is in force in half the draws."""
    homes = {"house": {**coin(1, 0), "blocs": {"all": {"seats": 1, "in_favour": {"x": 0, "y": 0.5}, "whipped": True}}}}
    parts: Raw = {
        **REVISED,
        "question": {"text": "?", "deal": deal, "counted": "applied"},
        "parties": {"a": party(GLAD, homes), "b": party(GLAD)},
        "provisional": {"after": "1 days"},
        "lead_times": {"ratification": "10 days"},
    }
    after = {"every": "5 days", "package": "y"}
    assert probability(**parts, after_a_no=after) == pytest.approx(expected, abs=0.04)
    days = deal_days(case_of(**parts, after_a_no=after), 16)
    assert set(days[np.isfinite(days)]) == {1.0 if "x" in deal else 15.0}


def test_who_follows_follows_whoever_sits_and_a_yes_that_stands() -> None:
    house = chamber(0, election={"date": "2020-01-11", "body": chamber(1)})
    home = {"house": house, "echo": {"follows": "house", "with": 1}}
    late: Raw = {"stage": "signed", "lead_times": {"ratification": "20 days"}}
    assert probability(parties=two(home), **late) == 1
    coinflip = {"house": coin(3, 0.5), "echo": {"follows": "house", "with": 0.8, "otherwise": 0.5}}
    found = probability(parties=two(coinflip), stage="signed", after_a_no={"every": "1 days"})
    # The house says yes in 3/4 of the draws by then; the echo has then had one try with it, or two.
    once, twice = 0.9, 1 - (1 - 0.9) ** 2
    assert found == pytest.approx(0.5 * twice + 0.25 * (1 - (1 - once) * (1 - 0.1)), abs=0.025)
