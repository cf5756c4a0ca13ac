"""Who blocks, by how much, and what stands in the way: cases in which the answer can be read off the inputs."""

from __future__ import annotations

from typing import Any

import pytest

from cases import Raw, body, case_of, coin, packages, party, public, raw_case, read, referendum, scene_of
from winset import Forecast, forecast
from winset.case.stories import with_values
from winset.forecasting.record import Blocker


def found(raw: Raw, draws: int = 1024) -> Forecast:
    """Return the forecast of a case."""
    return forecast(read(raw), draws=draws)


def blocker(answer: Forecast, party: str, accepter: str, package: str = "x") -> Blocker:
    """Return one accepter's stand on one package."""
    (one,) = (part for part in answer.packages if part.id == package)
    (stand,) = (part for part in one.blocked_by if (part.party, part.accepter) == (party, accepter))
    return stand


def shares(answer: Forecast) -> dict[str, float]:
    """Return the shares of the no-deal draws by what stands in the way, such as ``leader a.leader``."""
    return {" ".join(filter(None, (part.kind, part.party, part.accepter))): part.share for part in answer.binding}


# --- stands at the case's date ---


def test_a_leader_s_gap_is_the_median_shortfall_where_it_refuses() -> None:
    worth = [{"value": -9, "chance": 0.25}, {"value": -4, "chance": 0.125}, {"value": 5, "chance": 0.625}]
    stand = blocker(found(raw_case(parties={"a": party(worth), "b": party()})), "a", "leader")
    assert (stand.kind, stand.unit) == ("leader", "points of worth")
    assert (stand.probability, stand.gap, stand.gap_central) == (0.375, 9, -5)


def test_a_leader_s_gap_counts_belief_and_the_cost_of_failure() -> None:
    parties = {"a": party(10, {"house": coin(3, 0.3)}, failed_vote_costs=20), "b": party()}
    stand = blocker(found(raw_case(parties=parties)), "a", "leader")
    assert (stand.probability, stand.gap) == (1, pytest.approx(0.7 * 20 - 0.3 * 10))


@pytest.mark.parametrize(("credit", "gap"), [(0, 8.4), (1, 7.4)])
def test_a_public_s_gap_is_the_approval_that_is_missing(credit: float, gap: float) -> None:
    home = public(64, 61, pass_through=0.2, opposition={"x": {"oppose": 74, "support": 17, "names_package": True}})
    sweet = {"money": {"amount": credit, "efficiency": {"a.public": 1}}}
    stand = blocker(
        found(raw_case(parties={"a": party(home={"public": home}), "b": party()}, sweeteners=sweet)), "a", "public"
    )
    assert (stand.kind, stand.unit, stand.probability) == ("capital", "percentage points", 1)
    assert (stand.gap, stand.gap_central) == pytest.approx((gap, gap))


@pytest.mark.parametrize("brings", [4, 0.5])
def test_what_costs_nothing_leaves_room_as_large_as_what_it_brings(brings: float) -> None:
    parties = {"a": party(home={"public": public(10, 61, {"x": -brings})}), "b": party()}
    stand = blocker(found(raw_case(parties=parties)), "a", "public")
    assert (stand.probability, stand.gap, stand.gap_central) == (0, 0, -brings)


def test_pressure_that_lasts_a_while_counts_at_the_case_s_date_like_any_other() -> None:
    outside: Raw = {"o": {"leans_on": ["a.public"], "by": 16}}
    parties = {"a": party(home={"public": public(60, 50, {"x": -4})}), "b": party()}
    for until in (None, "2020-01-10"):
        outside["o"] |= {"until": until} if until else {}
        stand = blocker(found(raw_case(parties=parties, outside=outside)), "a", "public")
        assert (stand.probability, stand.gap, stand.gap_central) == (1, 2, 2)


def test_an_event_before_the_case_s_date_is_in_the_level_and_only_fades_from_there() -> None:
    event = {"helps": "a.public", "by": 8, "date": "2019-12-22", "fades": "10 days"}
    parties = {"a": party(home={"public": public(60, 50, {"x": 20})}), "b": party()}
    assert blocker(found(raw_case(parties=parties, events={"e": event})), "a", "public").gap == 10
    scene = scene_of(read(raw_case(parties=parties, events={"e": event})))
    left = scene.shocks.approval(("a", "public"), "random-walk").points[:, 0]
    assert left[0] == 60
    assert left[10] == pytest.approx(60 + 8 * 0.5**2 - 8 * 0.5)


def test_a_window_that_opens_after_the_deadline_is_lost_to_time() -> None:
    event = {"helps": "a.public", "by": 20, "date": "2020-01-20"}
    parties = {"a": party(home={"public": public(60, 50, {"x": 20})}), "b": party()}
    answer = found(raw_case(parties=parties, events={"e": event}, deadlines=[{"date": "2020-01-10"}]))
    assert answer.deal.probability == 0
    assert {part.kind: part.share for part in answer.binding}["time"] > 0


def test_a_body_s_gap_is_in_votes() -> None:
    blocs = {"ayes": {"seats": 200, "in_favour": 1}, "noes": {"seats": 250, "in_favour": 0}}
    parties = {"a": party(home={"duma": body(450, blocs=blocs)}), "b": party()}
    stand = blocker(found(raw_case(parties=parties)), "a", "duma")
    assert (stand.kind, stand.unit, stand.probability) == ("body", "votes", 1)
    assert (stand.gap, stand.gap_central) == (26, 26)


def test_a_referendum_s_gap_is_in_points_of_vote_share() -> None:
    parties = {"a": party(home={"voters": referendum(0.44)}), "b": party()}
    stand = blocker(found(raw_case(parties=parties)), "a", "voters")
    assert (stand.kind, stand.unit, stand.probability) == ("referendum", "percentage points", 1)
    assert (stand.gap, stand.gap_central) == pytest.approx((6, 6))


def test_a_consent_s_gap_is_in_chance() -> None:
    stand = blocker(
        found(raw_case(parties={"a": party(home={"court": {"consents": 0.25}}), "b": party()})), "a", "court"
    )
    assert (stand.kind, stand.unit, stand.probability) == ("consent", "chance", 0.75)
    assert (stand.gap, stand.gap_central) == (0.75, 0.25)


def test_open_now_is_the_chance_that_all_accept_at_once() -> None:
    worth = [{"value": -5, "chance": 0.5}, {"value": 5, "chance": 0.5}]
    one = found(raw_case(parties={"a": party(worth, {"court": {"consents": 0.5}}), "b": party(worth)}), 4096)
    assert one.packages[0].open_now == pytest.approx(1 / 8, abs=0.02)


def test_those_likeliest_to_refuse_come_first_and_all_are_named() -> None:
    home = {"court": {"consents": 0.1}, "voters": referendum(0.44)}
    one = found(raw_case(parties={"a": party(home=home), "b": party()}))
    assert [part.accepter for part in one.packages[0].blocked_by] == ["voters", "court", "leader", "leader"]


# --- what stands in the way over time ---

REFUSALS: dict[str, tuple[Raw, dict[str, float]]] = {
    "a leader": ({"parties": {"a": party(-1), "b": party()}}, {"leader a leader": 1}),
    "a public": (
        {"parties": {"a": party(home={"public": public(50, 50, {"x": 5})}), "b": party()}},
        {"capital a public": 1},
    ),
    "a body that will surely fail": (
        {"parties": {"a": party(home={"house": body(3, 0)}, failed_vote_costs=5), "b": party()}},
        {"body a house": 1},
    ),
    "voters who will surely fail": (
        {"parties": {"a": party(), "b": party(home={"voters": referendum(0.4)}, failed_vote_costs=5)}},
        {"referendum b voters": 1},
    ),
    "a court": ({"parties": {"a": party(home={"court": {"consents": 0}}), "b": party()}}, {"consent a court": 1}),
    "an outsider who leans on a leader": (
        {"outside": {"o": {"leans_on": ["a"], "by": 11}}},
        {"leader a leader": 0.5, "outside o pressure": 0.5},
    ),
    "an outsider against meeting": (
        {"outside": {"o": {"leans_on": ["a"], "against": ["meeting"], "by": 50}}},
        {"outside o pressure": 0.5, "time meetings": 0.5},
    ),
    "no meetings": ({"meetings": {"rate": 0, "closes": 1}}, {"time meetings": 1}),
    "meetings that never close": ({"meetings": {"rate": 1e7, "closes": 0}}, {"time meetings": 1}),
    "a lead time": ({"lead_times": {"ratification": "60 days"}}, {"time meetings": 1}),
    "two leaders": ({"parties": {"a": party(-1), "b": party(-1)}}, {"several": 1}),
    "a leader and no meetings": (
        {"parties": {"a": party(-1), "b": party()}, "meetings": {"rate": 0, "closes": 1}},
        {"several": 1},
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_the_one_obstacle_whose_removal_gives_a_deal_is_named(what: str) -> None:
    parts, expected = REFUSALS[what]
    answer = found(raw_case(**parts), 128)
    assert answer.deal.probability == 0
    assert shares(answer) == pytest.approx(expected)


def test_a_vote_that_only_luck_lost_is_shared_with_who_lost_it() -> None:
    # Two coins: both fall in 1/4, one in 1/2; a single one shares with the vote, two leave only the vote.
    home = {"one": coin(3, 0.5), "two": coin(3, 0.5)}
    answer = found(raw_case(parties={"a": party(home=home), "b": party()}), 4096)
    assert shares(answer) == pytest.approx({"vote vote": 2 / 3, "body a one": 1 / 6, "body a two": 1 / 6}, abs=0.04)


def test_a_body_that_leaders_fear_blocks_even_where_it_would_have_passed() -> None:
    parties = {"a": party(1, {"house": coin(3, 0.5)}, failed_vote_costs=10), "b": party()}
    # Without the leader half the votes pass; without the house all do.
    answer = found(raw_case(parties=parties), 4096)
    assert shares(answer) == pytest.approx({"body a house": 0.75, "leader a leader": 0.25}, abs=0.03)


def test_shares_are_of_the_draws_without_a_deal_only() -> None:
    worth = [{"value": -5, "chance": 0.25}, {"value": 5, "chance": 0.75}]
    answer = found(raw_case(parties={"a": party(worth), "b": party()}))
    assert answer.deal.probability == 0.75
    assert shares(answer) == {"leader a leader": 1}


# --- tripwires ---


def test_a_tripwire_moved_alone_to_where_it_flips_opens_the_package() -> None:
    home = public(64, 61, {"x": 11.4})
    case = case_of(parties={"a": party(home={"public": home}), "b": party()})
    (wire,) = forecast(case, draws=128).tripwires
    assert (wire.path, wire.now, wire.flips_at, wire.opens) == ("parties.a.home.public.approval", 64, 72.4, True)
    for value, deal in ((72.3, 0), (72.5, 1)):
        assert forecast(with_values(case, {wire.path: value}), draws=128).deal.probability == deal


LEANS: dict[str, Raw] = {
    "plainly": {},
    "with a sweetener": {"sweeteners": {"money": {"amount": 2, "efficiency": {"a": 1}}}},
    "under pressure": {"outside": {"o": {"leans_on": ["a"], "by": 3}}},
    "under pressure for a while": {"outside": {"o": {"leans_on": ["a"], "by": 3, "until": "2020-01-20"}}},
    "after an event": {"events": {"e": {"hurts": ["a"], "by": 4, "date": "2019-12-30"}}},
}


@pytest.mark.parametrize("how", LEANS)
def test_a_leader_s_tripwire_names_the_case_s_own_number_and_where_it_flips(how: str) -> None:
    case = case_of(parties={"a": party(-4, no_agreement={"worth": 1}), "b": party()}, **LEANS[how])
    (wire,) = forecast(case, draws=128).tripwires
    assert (wire.path, wire.now) == ("parties.a.leader.worth.x", -4)
    for shift, gap in ((0.1, False), (-0.1, True)):
        moved = forecast(with_values(case, {wire.path: wire.flips_at + shift}), draws=128)
        assert (blocker(moved, "a", "leader").gap_central > 0) == gap


def test_a_leader_s_tripwire_counts_the_chance_of_ratification() -> None:
    # With a chance of one half and a cost of 2, worth 1 is half a point short, and worth 2 is enough.
    parties = {"a": party(1, {"house": coin(4, 0.5)}, failed_vote_costs=2), "b": party()}
    wire = next(wire for wire in forecast(case_of(parties=parties), draws=128).tripwires if wire.accepter == "leader")
    assert (wire.now, wire.flips_at) == (1, 2)


def test_two_who_refuse_each_have_a_tripwire_that_opens_nothing_alone() -> None:
    wires = forecast(case_of(parties={"a": party(-4), "b": party(-2)}), draws=128).tripwires
    assert [(wire.party, wire.opens) for wire in wires] == [("b", False), ("a", False)]


def test_votes_have_tripwires_in_the_unit_of_the_number_that_moves() -> None:
    blocs = {"ayes": {"seats": 4, "in_favour": 1}, "noes": {"seats": 5, "in_favour": 0}}
    for home, now, flips in ((body(9, blocs=blocs), 0, 0.2), (referendum(0.44, majority=0.6), 0.44, 0.6001)):
        (wire,) = forecast(case_of(parties={"a": party(home={"it": home}), "b": party()}), draws=128).tripwires
        assert (wire.now, wire.flips_at) == pytest.approx((now, flips), abs=1e-4)


def test_a_quorum_moves_where_a_referendum_flips() -> None:
    voters = referendum(0.56, turnout=0.4, quorum={"in_favour": 0.25})
    (wire,) = forecast(case_of(parties={"a": party(home={"it": voters}), "b": party()}), draws=128).tripwires
    assert (wire.now, wire.flips_at) == pytest.approx((0.56, 0.625), abs=1e-4)


# --- the worked numbers of the islands, January 2019 and May 2016 ---

TABLE = {
    "joint-development-only": (0, 20, 1, -1, -8.5),
    "two-final": (57, 70, 1, 7.4, 1.5),
    "two-plus-joint": (57, 2, 1, 7.4, -12.1),
    "all-four": (71, -50, 1, 10.2, -9.5),
    "recognise-first": (-40, 80, 0, -8, 3.0),
}
"""Net opposition in Russia and in Japan, the economic package, and the gaps."""


def islands() -> Raw:
    """Return the five packages of January 2019 with nothing uncertain: slack 3 and 13, pass-through .2."""

    def opposition(net: dict[str, float]) -> dict[str, Any]:
        return {
            name: {"oppose": max(one, 0), "support": max(-one, 0), "names_package": True} for name, one in net.items()
        }

    russia, japan = ({name: row[side] for name, row in TABLE.items()} for side in (0, 1))
    homes = {
        "russia": public(64, 61, pass_through=0.2, opposition=opposition(russia)),
        "japan": public(43, 30, pass_through=0.2, opposition=opposition(japan)),
    }
    return raw_case(
        packages=packages(*TABLE),
        question={"text": "?", "deal": ["two-final", "two-plus-joint", "all-four"]},
        parties={name: party(dict.fromkeys(TABLE, 5), {"public": home}) for name, home in homes.items()},
        sweeteners={
            "money": {
                "amount": 1,
                "efficiency": {"russia.public": 1.0, "japan.public": -0.5},
                "comes_with": [name for name, row in TABLE.items() if row[2]],
            }
        },
    )


def test_the_five_packages_of_january_2019_have_the_gaps_of_the_worked_table() -> None:
    answer = found(islands(), 128)
    gaps = {
        (name, side): max(blocker(answer, side, "public", name).gap_central, 0)
        for name in TABLE
        for side in ("russia", "japan")
    }
    worked = {
        **{(name, "russia"): max(row[3], 0) for name, row in TABLE.items()},
        **{(name, "japan"): max(row[4], 0) for name, row in TABLE.items()},
    }
    assert gaps == pytest.approx(worked)


def test_only_joint_development_is_open_and_signing_it_is_no_deal() -> None:
    answer = found(islands(), 128)
    assert {part.id for part in answer.packages if part.open_now == 1} == {"joint-development-only"}
    assert {part.id for part in answer.packages if part.signed == 1} == {"joint-development-only"}
    assert answer.deal.probability == 0
    assert shares(answer) == {"capital russia public": 1}


@pytest.mark.parametrize(
    ("path", "opens", "not_yet"),
    [
        ("parties.russia.home.public.approval", 71.41, 71.39),
        ("parties.russia.home.public.pass_through", 0.0701, 0.0702),
        ("parties.russia.home.public.opposition.two-plus-joint.oppose", 19.9, 20.1),
        ("sweeteners.money.amount", 8.41, 8.39),
    ],
)
def test_each_lever_breaks_even_where_the_worked_number_says(path: str, opens: float, not_yet: float) -> None:
    case = read(islands())
    for value, gap in ((opens, False), (not_yet, True)):
        moved = forecast(with_values(case, {path: value}), draws=128)
        assert (blocker(moved, "russia", "public", "two-plus-joint").gap_central > 0) == gap


@pytest.mark.parametrize(
    ("approval", "floor", "oppose", "support", "gap"),
    [(80, 61, 78, 7, -4.8), (43, 30, 80, 0, 3), (43, 30, 40, 38, -12.6)],
    ids=["I02", "I03", "I04"],
)
def test_slack_and_cost_make_the_worked_gaps(
    approval: float, floor: float, oppose: float, support: float, gap: float
) -> None:
    opposition = {"x": {"oppose": oppose, "support": support, "names_package": True}}
    home = public(approval, floor, pass_through=0.2, opposition=opposition)
    answer = found(raw_case(parties={"a": party(home={"public": home}), "b": party()}), 128)
    assert blocker(answer, "a", "public").gap_central == pytest.approx(gap)
