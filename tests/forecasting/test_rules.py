"""Rules at home: trees of accepters against their definition, in every draw."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import Raw, body, case_of, coin, deal_days, party, raw_case, read, referendum, scene_of
from home_trees import by_definition, home, trees
from winset import forecast
from winset.case.accepters import ratifiers
from winset.forecasting.rules import Rules
from winset.forecasting.votes import vote
from winset.ratify.tree import outcome

N = 64


@given(trees())
@settings(max_examples=60, deadline=None)
def test_a_tree_is_carried_as_its_rules_say(tree: Raw) -> None:
    case = home(tree)
    scene = scene_of(case, N)
    says = {part.accepter: part.passes for part in scene.votes("common")}
    assert (scene.answers("common").carried() == by_definition(tree, says, "all")).all()


@given(trees())
@settings(max_examples=40, deadline=None)
def test_belief_is_the_sum_over_all_outcomes_of_the_votes(tree: Raw) -> None:
    """Consents are known: only votes are enumerated, apart from consents without which nothing passes."""
    case = home(tree)
    scene, rules = scene_of(case, N), Rules.of(case)
    answers = {part.accepter: part for part in scene.votes("common")}
    total = np.zeros((N, 1))
    voters = [place for place, who in enumerate(rules.who) if not who.beforehand]
    for result in itertools.product([False, True], repeat=len(voters)):
        filled, weight = np.ones((len(rules.who), N, 1), dtype=bool), np.ones((N, 1))
        for place, who in enumerate(rules.who):
            if place not in voters and place not in rules.required:
                filled[place] = answers[who.name].passes
        for place, yes in zip(voters, result, strict=True):
            chance = answers[rules.who[place].name].chance
            filled[place], weight = yes, weight * (chance if yes else 1 - chance)
        total += weight * outcome(rules.tree, filled)
    assert scene.belief("common") == pytest.approx(total, abs=1e-12)


@given(trees(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_permuting_a_tree_changes_nothing(tree: Raw, random: Any) -> None:
    def permuted(node: Raw) -> Raw:
        changed = {}
        for key, part in node.items():
            if key in ("all_of", "any_of", "of"):
                items = [(name, permuted(branch)) for name, branch in part.items()]
                random.shuffle(items)
                part = dict(items)
            changed[key] = permuted(part) if key == "stopped_only_if" else part
        return changed

    assert (deal_days(home(tree), N) == deal_days(home(permuted(tree)), N)).all()


@given(trees())
@settings(max_examples=30, deadline=None)
def test_all_of_one_is_the_one(tree: Raw) -> None:
    plain = scene_of(home(tree), N)
    wrapped = scene_of(case_of(parties={"a": party(home={"whole": {"all_of": {"all": tree}}}), "b": party()}), N)
    names = [who.name for who in ratifiers(plain.board.case)]
    assert names == [who.name for who in ratifiers(wrapped.board.case)]
    assert plain.board.rules.conjuncts == wrapped.board.rules.conjuncts


@given(st.integers(3, 40), st.floats(0.05, 0.95), st.data())
@settings(max_examples=40, deadline=None)
def test_a_negative_procedure_agrees_with_its_positive_twin(seats: int, share: float, data: st.DataObject) -> None:
    """Stopped by so many against is the same as passed by so many in favour that too few are left to stop it."""
    against = data.draw(st.integers(1, seats))
    twins = (against, True), (seats - against + 1, False)
    answers = []
    for quota, stops in twins:
        scene = scene_of(home(body(seats, share, quota=quota, common_error=4)), N)
        who = replace(scene.board.ratifiers[0], stops=stops)
        answers.append(vote(scene.board.case, who, ("x",), scene.draw, "common", None))
    assert (answers[0].passes == answers[1].passes).all()
    assert (answers[0].short == answers[1].short).all()
    assert answers[0].chance == pytest.approx(answers[1].chance, abs=1e-12)


@pytest.mark.parametrize("share", [0.44, 0.5, 0.55])
def test_a_referendum_to_stop_agrees_with_one_to_pass(share: float) -> None:
    """Without a quorum, and but for ties, what the Noes do not win the Ayes do."""
    scene = scene_of(home({**referendum(share), "poll_error": 6, "drift": -2}), 256)
    who = scene.board.ratifiers[0]
    stops, passes = (
        vote(scene.board.case, replace(who, stops=stops), ("x",), scene.draw, "common", None) for stops in (True, False)
    )
    assert (stops.passes == passes.passes).all()
    assert stops.chance == pytest.approx(passes.chance, abs=1e-9)
    assert stops.short == pytest.approx(passes.short, abs=1e-9)


@pytest.mark.parametrize(("share", "stops"), [(0.4, True), (0.6, False)])
def test_a_referendum_that_can_only_stop_does_so_if_the_noes_win(share: float, stops: bool) -> None:
    scene = scene_of(home({"stopped_only_if": referendum(share)}), N)
    assert (scene.answers("common").first() != stops).all()


def test_a_referendum_to_stop_fails_below_its_quorum() -> None:
    scene = scene_of(home({"stopped_only_if": referendum(0.2, turnout=0.3, quorum={"turnout": 0.5})}), N)
    assert scene.answers("common").first().all()
    assert (scene.belief("common") == 1).all()


def test_a_bloc_of_loyal_seats_is_as_many_seats_voting_as_one() -> None:
    """A loyal bloc votes as one member with its weight would: with all of its seats or with none."""
    others = {"seats": 4, "in_favour": 0.5}
    blocs = {"loyal": {"seats": 5, "in_favour": 0.3, "whipped": True, "loyalty": 1}, "others": others}
    whole = scene_of(home(body(9, blocs=blocs)), 512).votes("common")[0]
    plain = {**blocs, "loyal": {"seats": 5, "in_favour": 0.3, "whipped": True}}
    same = scene_of(home(body(9, blocs=plain)), 512).votes("common")[0]
    assert (whole.passes == same.passes).all()
    assert (whole.chance == same.chance).all()
    assert same.chance == pytest.approx(0.3)


def test_a_secret_ballot_loosens_a_whip() -> None:
    blocs = {"coalition": {"seats": 52, "in_favour": 1, "whipped": True}, "others": {"seats": 48, "in_favour": 0}}
    openly = scene_of(home(body(100, blocs=blocs)), 256)
    secretly = scene_of(home(body(100, blocs=blocs, secret=True)), 256)
    assert openly.answers("common").first().all()
    assert 0 < secretly.answers("common").first().mean() < 0.5
    assert secretly.belief("common").mean() == pytest.approx(secretly.answers("common").first().mean(), abs=0.08)


def test_abstaining_helps_where_votes_cast_are_counted() -> None:
    said = {"blocs": {"ayes": {"seats": 40, "in_favour": 1}, "away": {"seats": 30, "in_favour": 0, "abstains": 1}}}
    noes = {"noes": {"seats": 30, "in_favour": 0}}
    blocs = {**said["blocs"], **noes}
    cast = scene_of(home(body(100, blocs=blocs, quota_of="votes cast")), 16)
    assert cast.answers("common").first().all()
    assert (cast.belief("common") == 1).all()
    of_all = {name: {key: part for key, part in bloc.items() if key != "abstains"} for name, bloc in blocs.items()}
    assert not scene_of(home(body(100, blocs=of_all)), 16).answers("common").first().any()


def test_an_amending_body_passes_less_often() -> None:
    scene = scene_of(home(body(3, 1, amends=0.25)), 1024)
    assert scene.answers("common").first().mean() == pytest.approx(0.75, abs=0.05)
    assert (scene.belief("common") == 0.75).all()


def test_who_follows_answers_as_the_other_does() -> None:
    tree = {"all_of": {"first": coin(3, 0.5), "second": {"follows": "first", "with": 1}}}
    scene = scene_of(home(tree), 512)
    first, second = scene.votes("common")
    assert (first.passes == second.passes).all()
    assert scene.belief("common") == pytest.approx(0.5)
    assert scene.answers("common").first().mean() == pytest.approx(0.5, abs=0.07)


def test_who_follows_with_a_chance_is_reckoned_with_exactly() -> None:
    """Both of them: one half, and then .9 of the same answer or .1 of one's own, which is yes in .3."""
    tree = {"all_of": {"first": coin(3, 0.5), "second": {"follows": "first", "with": 0.9, "otherwise": 0.3}}}
    scene = scene_of(home(tree), 4096)
    assert scene.belief("common") == pytest.approx(0.5 * (0.9 + 0.1 * 0.3))
    assert scene.answers("common").first().mean() == pytest.approx(0.5 * 0.93, abs=0.03)


def test_one_who_follows_a_consent_is_asked_when_the_consent_is() -> None:
    tree = {"all_of": {"court": {"consents": 0.5}, "echo": {"follows": "court", "with": 1}}}
    case = home(tree)
    assert [who.beforehand for who in ratifiers(case)] == [True, True]
    scene = scene_of(case, 256)
    assert (scene.belief("common") == 1).all()
    assert scene.answers("common").first().all()


@pytest.mark.parametrize("kind", [{"consents": 0}, body(3, 0)])
def test_who_is_followed_stands_in_the_way_of_those_who_follow(kind: Raw) -> None:
    """Had the first said yes, the others would have too; had one of the others, the first would still refuse."""
    others = {"second": {"follows": "first", "with": 1}, "third": {"follows": "second", "with": 1}}
    answer = forecast(home({"all_of": {"first": kind, **others}}), draws=128)
    assert answer.deal.probability == 0
    shares = {part.accepter: part.share for part in answer.binding}
    assert "several" not in {part.kind for part in answer.binding}
    assert not {"second", "third"} & set(shares)
    assert shares["first"] > 0
    lone = forecast(
        home({"all_of": {"first": {"consents": 1}, "second": {"follows": "first", "with": 0, "otherwise": 0}}}),
        draws=128,
    )
    assert [part.accepter for part in lone.binding] == ["second"]


def test_a_change_of_mind_of_who_is_followed_is_a_tripwire() -> None:
    tree = {"all_of": {"first": {"consents": 0.3}, "second": {"follows": "first", "with": 1}}}
    (wire,) = forecast(home(tree), draws=128).tripwires
    assert (wire.accepter, wire.opens) == ("first", True)
    assert wire.flips_at == pytest.approx(0.5, abs=1e-3)


def test_many_who_must_each_consent() -> None:
    """Thirty-six at .98 each are .48, as MODELS K has it, if their answers do not hang together."""
    case = home({"each_consents": 0.98, "how_many": 36, "correlation": 0}, unlisted_blocker=0)
    assert forecast(case, draws=4096).deal.probability == pytest.approx(0.98**36, abs=0.02)


def test_a_blocker_whom_nobody_named_is_reckoned_with_where_many_must_consent() -> None:
    case = home({"each_consents": 1, "how_many": 10})
    answer = forecast(case, draws=4096)
    assert case.unlisted_blocker is not None
    assert case.unlisted_blocker.is_default
    assert answer.deal.probability == pytest.approx(1 - 0.0732, abs=0.01)
    (binding,) = answer.binding
    assert (binding.party, binding.accepter, binding.kind) == ("ratifiers", "unlisted-blocker", "consent")
    assert home({"each_consents": 1, "how_many": 9}).unlisted_blocker is None


def test_leaders_do_not_reckon_with_a_blocker_whom_nobody_named() -> None:
    case = case_of(
        parties={"a": party(failed_vote_costs=1000), "b": party()},
        unlisted_blocker=0.3,
        question={"text": "?", "deal": ["x"]},
    )
    answer = forecast(case, draws=4096)
    assert {rung.rung: rung.probability for rung in answer.ladder}["sign"] == 1
    assert answer.deal.probability == pytest.approx(0.7, abs=0.02)


def test_a_ratifier_of_no_party_must_be_carried_too() -> None:
    answer = forecast(case_of(ratifiers={"guarantor": {"consents": 0.25}}), draws=4096)
    assert answer.deal.probability == pytest.approx(0.25, abs=0.01)
    assert answer.binding[0].party == "ratifiers"
    assert answer.packages[0].open_now == pytest.approx(0.25, abs=0.01)


def test_outsiders_lean_on_a_leaf_by_its_name() -> None:
    tree = {"any_of": {"court": {"consents": 0}, "house": {"all_of": {"upper": body(3, 0.0), "lower": body(3, 1)}}}}
    raw = raw_case(parties={"a": party(home={"all": tree}), "b": party()})
    assert not scene_of(read(raw), N).answers("common").first().any()
    leaning = {**raw, "outside": {"o": {"leans_on": ["a.upper"], "in_favour_of": ["x"], "by": 100}}}
    assert scene_of(read(leaning), N).answers("common").first().all()


def test_what_stands_in_the_way_knows_that_one_answer_can_make_up_for_another() -> None:
    """Either body would do, so that each stands in the way alone, and so does the vote."""
    tree = {"any_of": {"upper": body(3, 0), "lower": body(3, 0)}}
    answer = forecast(home(tree), draws=128)
    assert {part.accepter: part.share for part in answer.binding} == pytest.approx(
        {"upper": 1 / 3, "lower": 1 / 3, "vote": 1 / 3}
    )
    assert answer.deal.probability == 0
    one = forecast(home({"any_of": {"upper": body(3, 0), "lower": body(3, 1)}}), draws=128)
    assert one.deal.probability == 1
    assert one.packages[0].open_now == 1


def test_tripwires_name_only_whose_answer_is_missing() -> None:
    tree = {"any_of": {"upper": body(3, 0.2), "lower": body(3, 1)}}
    assert forecast(home(tree), draws=128).tripwires == ()
    missing = forecast(home({"any_of": {"upper": body(3, 0.2), "lower": body(3, 0.3)}}), draws=128).tripwires
    assert {wire.accepter: wire.opens for wire in missing} == {"upper": True, "lower": True}


@pytest.mark.parametrize(("needed", "passes"), [(None, False), (1, True), (2, False)])
def test_territories_have_majorities_of_their_own(needed: int | None, passes: bool) -> None:
    """Seven tenths of the electorate at .6 carry the whole, but not the smaller territory."""
    said = {"north": {"share": 0.7, "in_favour": 0.6}, "south": {"share": 0.3, "in_favour": 0.45}}
    voters = {"votes": "referendum", "territories": said, "turnout": 1, "poll_error": 0, "drift": 0}
    scene = scene_of(home(voters | ({} if needed is None else {"needed_territories": needed})), N)
    assert (scene.answers("common").first() == passes).all()
    assert (scene.belief("common") == passes).all()
    short = scene.votes("common")[0].short
    assert short == pytest.approx(-5.5 if passes else 5)


def test_a_poll_of_66_to_34_does_not_make_a_referendum_certain() -> None:
    """MODELS K: the counts alone say 1.000, with errors beyond sampling it is about .95."""
    case = home({"votes": "referendum", "poll": {"in_favour": 66, "against": 34, "n": 1500}})
    assert forecast(case, draws=4096).deal.probability == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("cast", [{}, {"quota_of": "votes cast"}])
def test_loyalty_counts_however_votes_are_counted(cast: Raw) -> None:
    blocs = {"p": {"seats": 3, "in_favour": 1, "whipped": True, "loyalty": 0}}
    assert not scene_of(home(body(3, blocs=blocs, **cast)), N).answers("common").first().any()


@pytest.mark.parametrize(
    "written",
    [
        {"each_consents": 1, "how_many": 27, "needed": 1},
        {"any_of": {"many": {"each_consents": 1, "how_many": 27}, "one": {"consents": 1}}},
    ],
)
def test_no_blocker_is_reckoned_with_where_not_all_must_consent(written: Raw) -> None:
    assert home(written).unlisted_blocker is None
