"""After a No: a changed package is signed anew, a second road has its own day, and both may be what is missing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import Raw, body, case_of, coin, deal_days, forms, packages, party, public, scene_of, table_of
from winset import forecast
from winset.case.case import Case
from winset.forecasting.block import obstacles_of
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.record import Forecast
from winset.forecasting.talks import Table

CHANGED: Raw = {
    "packages": packages("x", "y"),
    "question": {"text": "?", "deal": ["x", "y"]},
    "stage": "signed",
    "agreed_package": "x",
    "after_a_no": {"every": "10 days", "package": "y"},
}
HOUSE = {"house": body(1, {"x": 0.0, "y": 1.0})}


def changed(a: Raw | None = None, home: Raw | None = None, **more: Any) -> Case:
    """Return a case in which x fails and y, which everyone would carry, is voted on after ten days."""
    leader = {"worth": {"x": 10, "y": 10}, **(a or {})}
    parties = {"a": party(home={**HOUSE, **(home or {})}, **leader), "b": party({"x": 10, "y": 10})}
    return case_of(**{**CHANGED, "parties": parties, **more})


def probability(case: Case, draws: int = 1024) -> float:
    """Return the probability of a deal."""
    return forecast(case, draws=draws).deal.probability


def shares(answer: Forecast) -> dict[str, float]:
    """Return the shares of the no-deal draws by what stands in the way."""
    return {" ".join(filter(None, (part.kind, part.party, part.accepter))): part.share for part in answer.binding}


# --- a changed package is signed anew ---


@pytest.mark.parametrize(("worth", "expected"), [(0, 1), (-1, 0)])
def test_a_leader_who_would_lose_by_the_changed_package_does_not_sign_it(worth: float, expected: float) -> None:
    assert probability(changed()) == 1
    assert probability(changed(a={"worth": {"x": 10, "y": worth}})) == expected


@pytest.mark.parametrize("counted", ["agreed", "signed", "ratified"])
def test_a_changed_package_counts_from_the_day_on_which_it_is_signed(counted: str) -> None:
    """x, which does not count, ends the talks and fails; y, which counts, is signed ten days later and passes."""
    case = changed(
        stage="talks",
        agreed_package=None,
        packages=packages("x", "y", x={"ends_talks": True}),
        question={"text": "?", "deal": ["y"], "counted": counted},
        parties={"a": party({"x": 10, "y": 1}, home=HOUSE), "b": party({"x": 10, "y": 1})},
    )
    answer = forecast(case, draws=128)
    assert answer.deal.probability == 1
    assert {rung.probability for rung in answer.ladder} == {1}
    assert (deal_days(case) == 11).all()


def test_who_keeps_the_changed_package_from_being_signed_stands_in_the_way() -> None:
    answer = forecast(changed(a={"worth": {"x": 10, "y": -1}}), draws=128)
    assert shares(answer) == {"leader a leader": pytest.approx(1 / 3), "body a house": pytest.approx(1 / 3),
                              "vote vote": pytest.approx(1 / 3)}  # fmt: skip
    poor = forecast(changed(home={"people": public(50, 50, {"x": -1, "y": 5})}), draws=128)
    assert set(shares(poor)) == {"capital a people", "body a house", "vote vote"}


@pytest.mark.parametrize(("per_year", "expected"), [(300, 1), (400, 0)])
def test_what_counts_is_what_it_is_worth_on_that_day(per_year: float, expected: float) -> None:
    """No agreement gains 10 points within ten days at 365 a year."""
    assert probability(changed(a={"no_agreement": {"worth": 0, "per_year": per_year}})) == expected


@pytest.mark.parametrize(("day", "expected"), [("2020-01-11", 1), ("2020-01-12", 0)])
def test_a_public_must_be_able_to_pay_on_that_day(day: str, expected: float) -> None:
    home = {"people": public(50, 50, {"x": -1, "y": 5})}
    boost = {"helps": "a.people", "by": 6, "date": day}
    assert probability(changed(home=home, events={"boost": boost})) == expected


def test_a_leader_who_fears_the_second_vote_does_not_sign() -> None:
    """Worth 10 against a cost of 30: the belief must be three quarters."""
    for chance, signs in ((0.7, 0), (0.8, 0.8)):
        road = {"every": "10 days", "package": "y", "other_ratifier": {"consents": chance}}
        assert probability(changed(a={"failed_vote_costs": 30}, after_a_no=road), 4096) == pytest.approx(
            signs, abs=0.02
        )


def test_tries_that_are_left_count_in_that_belief() -> None:
    """Two tries at a half are three quarters, one is a half: they sign before the first of two."""
    road = {"every": "10 days", "package": "y", "other_ratifier": {"consents": 0.5}, "retries": 2}
    assert probability(changed(a={"failed_vote_costs": 30}, after_a_no=road), 4096) == pytest.approx(0.75, abs=0.02)
    assert probability(changed(a={"failed_vote_costs": 30}, after_a_no={**road, "retries": 1})) == 0


def test_a_signature_after_a_no_needs_whom_any_signature_needs() -> None:
    road = {"every": "10 days", "package": "y", "other_ratifier": {"consents": 1}}
    court = {"court": {"consents": {"x": 1, "y": 0.25}}}
    assert probability(changed(home=court, after_a_no=road), 4096) == pytest.approx(0.25, abs=0.02)


def test_the_day_of_signing_anew_as_one_would_find_it_by_hand() -> None:
    """Approval walks, no agreement grows, the boost fades: each draw looked at by itself, three tries long."""
    after = {"every": "3 to 12 days", "chance": 0.9, "package": "y", "retries": 3, "other_ratifier": {"consents": 0.6}}
    case = case_of(
        **{**CHANGED, "after_a_no": after, "until": "2020-03-01"},
        parties={
            "a": party({"x": 10, "y": "-4 to 8"}, {**HOUSE, "people": public("48 to 56", 50, {"x": -1, "y": 2},
                       moves={"volatility": 8, "reversion": 0})}, failed_vote_costs="0 to 6"),
            "b": party({"x": 10, "y": "0 to 6"}, no_agreement={"worth": 0, "per_year": 20}),
        },
        events={"boost": {"helps": "a.people", "by": 4, "date": "2020-01-05", "fades": "9 days"}},
    )  # fmt: skip
    n = 256
    scene = scene_of(case, n)
    draw = scene.draw
    table = Table(scene, forms(case)[0])
    found = table.deal_days(table.play())
    v = {name: draw.value(name) for name in draw.distributions}
    path = scene.approval(forms(case)[0].process, ("a", "people")).points
    expected = np.full(n, np.inf)
    for i in range(n):
        day, signed = 0.0, False
        for turn in (1, 2, 3):
            if draw.level(f"after_a_no.chance#again-{turn}")[i] >= v["after_a_no.chance"][i]:
                break
            day += v["after_a_no.every"][i]
            if day > 60:
                break
            left = 3 - turn
            hope = 1 - 0.4 * (1 - v["after_a_no.chance"][i] * 0.6) ** left
            gains = {
                "a": v["parties.a.leader.worth.y"][i],
                "b": v["parties.b.leader.worth.y"][i] - 20 * math.floor(day) / 365.25,
            }
            costs = {"a": v["parties.a.leader.failed_vote_costs"][i], "b": 0.0}
            glad = all(g >= 0 and hope * g >= (1 - hope) * costs[who] for who, g in gains.items())
            need = v["parties.a.home.people.floor.value"][i] + 2
            signed |= glad and path[math.floor(day), i] >= need
            says_yes = draw.again(turn).level("after_a_no.other_ratifier#answer")[i] < 0.6
            if signed and says_yes:
                expected[i] = day
                break
    assert found.tolist() == pytest.approx(expected.tolist())
    assert 0.2 < np.isfinite(found).mean() < 0.8


# --- the second road ---


ELECTED: Raw = body(3, 0, election={"date": "2020-01-11", "body": body(3, 1)})


@pytest.mark.parametrize(("every", "expected"), [("9 days", 0), ("10 days", 1)])
@pytest.mark.parametrize("named", [True, False])
def test_another_road_is_decided_by_whoever_sits_on_that_day(every: str, expected: float, named: bool) -> None:
    home = {"voters": coin(3, 0)} | ({"senate": ELECTED} if named else {})
    after = {"every": every, "other_ratifier": "senate" if named else ELECTED}
    case = case_of(parties={"a": party(home=home), "b": party()}, stage="signed", after_a_no=after)
    assert probability(case) == expected


def test_an_election_is_held_once_however_often_they_try() -> None:
    """Elected at a rate: by the second try on day 20 with 1 - exp(-20 rate), not with a second election's luck."""
    home = {"house": body(3, 0, election={"rate": "10 per year", "body": body(3, 1)})}
    after = {"every": "10 days", "retries": 2}
    case = case_of(parties={"a": party(home=home), "b": party()}, stage="signed", after_a_no=after)
    assert probability(case, 8192) == pytest.approx(1 - math.exp(-10 * 20 / 365.25), abs=0.015)


def test_without_a_second_road_that_is_what_stands_in_the_way() -> None:
    """The voters refuse always, the senate half of the time."""
    road = {"every": "10 days", "other_ratifier": {"consents": 0.5}}
    case = case_of(parties={"a": party(home={"voters": coin(3, 0)}), "b": party()}, stage="signed", after_a_no=road)
    answer = forecast(case, draws=4096)
    assert answer.deal.probability == pytest.approx(0.5, abs=0.02)
    third = pytest.approx(1 / 3)
    assert shares(answer) == {"body a voters": third, "vote vote": third, "road ratifiers other-ratifier": third}


def test_a_road_that_is_taken_for_sure_is_taken_even_where_they_might_not_try() -> None:
    road = {"every": "10 days", "other_ratifier": {"consents": 0.5}, "chance": 0.5}
    parties = {"a": party(home={"voters": coin(3, 0)}), "b": party()}
    for until, expected in (("2020-01-31", 1.0), ("2020-01-05", 0.0)):
        case = case_of(parties=parties, stage="signed", after_a_no=road, until=until)
        (freed,) = (part for part in obstacles_of(scene_of(case).board) if part.kind == "road")
        assert np.isfinite(deal_days(case, without=freed)).mean() == expected


def test_a_road_does_not_go_round_whoever_is_not_named() -> None:
    road = {"every": "10 days", "other_ratifier": {"consents": 0.5}}
    parties = {"a": party(home={"voters": coin(3, 0)}), "b": party()}
    case = case_of(parties=parties, stage="signed", after_a_no=road, unlisted_blocker=1)
    assert np.isinf(deal_days(case, without=Obstacle("road", "ratifiers", "other-ratifier"))).all()


SPOILED: Raw = {
    "lead_times": {"signature": "10 days"},
    "events": {
        "bombs": {"hurts": "a", "by": 0, "rate": "40 per year", "breaks_off": 1},
        "march": {"hurts": "a", "by": 0, "rate": "10 per year", "breaks_off": 0.5},
    },
}


def test_a_spoiler_that_breaks_off_a_signing_stands_in_the_way() -> None:
    case = case_of(**SPOILED)
    answer = forecast(case, draws=4096)
    comes = {"bombs": 1 - math.exp(-40 * 10 / 365.25), "march": (1 - math.exp(-10 * 10 / 365.25)) / 2}
    kept = (1 - comes["bombs"]) * (1 - comes["march"])
    assert answer.deal.probability == pytest.approx(kept, abs=0.03)
    found = shares(answer)
    # Where both come, neither alone is in the way: only that there is time between agreement and signature.
    alone = comes["bombs"] * (1 - comes["march"]) / 2, comes["march"] * (1 - comes["bombs"]) / 2
    assert set(found) == {"spoiler bombs", "spoiler march", "time meetings"}
    assert found["spoiler bombs"] == pytest.approx(alone[0] / (1 - kept), abs=0.03)
    assert found["spoiler march"] == pytest.approx(alone[1] / (1 - kept), abs=0.03)
    for name, other in (("bombs", "march"), ("march", "bombs")):
        days = deal_days(case, 512, without=Obstacle("spoiler", "", name))
        assert np.isfinite(days).mean() == pytest.approx(1 - comes[other], abs=0.06)


def test_what_stands_above_the_table_leaves_the_talks_as_they_were() -> None:
    case = case_of(**SPOILED, parties={"a": party("-3 to 9", {"house": coin(3, 0.5)}), "b": party("-1 to 9")})
    plain = table_of(case).play()
    for obstacle in obstacles_of(scene_of(case).board):
        if obstacle.kind in {"vote", "road", "spoiler"}:
            found = table_of(case, without=obstacle).play()
            assert (found.package == plain.package).all()
            assert (found.step == plain.step).all()


# --- more roads ---


@given(
    retries=st.integers(1, 3),
    house=st.floats(0.1, 0.9),
    senate=st.floats(0, 1),
    costs=st.sampled_from([0, 5, 20]),
    stage=st.sampled_from(["talks", "agreed", "signed"]),
    package=st.sampled_from([None, "x"]),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_more_roads_never_delay_a_deal_on_a_single_package(
    retries: int, house: float, senate: float, costs: float, stage: str, package: str | None
) -> None:
    """One road more, one try more: no draw loses its deal, and none has it later."""
    parts: Raw = {
        "parties": {"a": party("-3 to 12", {"house": coin(3, house)}, failed_vote_costs=costs), "b": party()},
        "stage": stage,
        "until": "2020-02-29",
    }
    after: Raw = {"every": "5 days", "retries": retries} | ({"package": package} if package else {})
    road: Raw = {"other_ratifier": {"consents": senate}}
    none = deal_days(case_of(**parts))
    for more in ({}, road):
        some = deal_days(case_of(**parts, after_a_no={**after, **more}))
        longer = deal_days(case_of(**parts, after_a_no={**after, **more, "retries": retries + 1}))
        assert (some <= none).all()
        assert (longer <= some).all()


# --- the tree ---


def test_who_is_asked_only_after_a_no_stands_beside_the_root_and_counts_for_nothing() -> None:
    road = {"every": "10 days", "other_ratifier": {"consents": 0.25}}
    parties = {"a": party(home={"voters": coin(3, 1)}), "b": party()}
    answer = forecast(case_of(parties=parties, after_a_no=road), draws=1024)
    other = answer.accepters[-1]
    assert (other.path, other.parent, other.rule) == ("after_a_no.other_ratifier", "", "only after a No")
    assert (other.kind, other.party, other.name) == ("consent", "ratifiers", "other-ratifier")
    assert other.stands[0].probability == pytest.approx(0.25, abs=0.02)
    assert other.stands[0].gap_central == 0.25
    assert answer.accepters[0].stands[0].probability == 1
    assert {part.accepter for part in answer.packages[0].blocked_by} == {"leader", "voters"}


def test_who_is_named_stands_in_the_tree_once() -> None:
    road = {"every": "10 days", "other_ratifier": "senate"}
    parties = {"a": party(home={"voters": coin(3, 1), "senate": coin(3, 1)}), "b": party()}
    answer = forecast(case_of(parties=parties, after_a_no=road), draws=128)
    assert [node.path for node in answer.accepters if node.name == "senate"] == ["a.senate"]
    assert not any(node.rule == "only after a No" for node in answer.accepters)


# --- where not all parties must agree ---

RULE: Raw = {"all_of": ["a", {"at_least": 2, "of": ["a", "b", "c"]}]}


@pytest.mark.parametrize(("worths", "expected"), [((5, 5, -5), 1), ((5, -5, -5), 0)])
def test_enough_parties_must_sign_the_changed_package(worths: tuple[float, ...], expected: float) -> None:
    parties = {name: party({"x": 10, "y": worth}) for name, worth in zip("abc", worths, strict=True)}
    parties["a"]["home"] = HOUSE
    assert probability(case_of(**{**CHANGED, "parties": parties, "agreed_by": RULE}), 128) == expected


def test_who_did_not_sign_the_changed_package_has_nothing_to_break() -> None:
    parties = {name: party({"x": 10, "y": worth}) for name, worth in (("a", 5), ("b", 5), ("c", -5))}
    parties["a"]["home"] = HOUSE
    question = {"text": "?", "deal": ["y"], "counted": "kept 5 years"}
    parts: Raw = {**CHANGED, "agreed_by": RULE, "question": question, "until": "2030-01-01"}
    for leaver, expected in (("c", 1), ("b", 0)):
        leaving = {"leaves_on": "2022-01-01", "successor": {"reneges": 1}}
        one = {**parties[leaver], "leader": {**parties[leaver]["leader"], **leaving}}
        assert probability(case_of(**{**parts, "parties": {**parties, leaver: one}}), 128) == expected
