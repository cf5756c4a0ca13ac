"""The tree of those who must accept: what it says of each node, against the written rules in every draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from cases import Raw, body, case_of, coin, packages, party, public, scene_of
from home_trees import by_definition, home, stopped, trees
from winset import forecast
from winset.case.case import Case
from winset.forecasting.record import AccepterNode, Forecast
from winset.forecasting.stand import accepted, stands
from winset.forecasting.tree import ROOT, accepts, places

N = 64


def node(answer: Forecast, path: str) -> AccepterNode:
    """Return one node of a forecast's tree."""
    return next(part for part in answer.accepters if part.path == path)


def written(tree: Raw, path: list[str], stops: bool = False) -> tuple[Raw, bool]:
    """Return what is written at a path below a tree, and whether it can only stop a package."""
    while "stopped_only_if" in tree:
        if path and path[0] == "stopped_only_if":
            path = path[1:]
        tree, stops = tree["stopped_only_if"], not stops
    if not path:
        return tree, stops
    below = next(tree[key] for key in ("all_of", "any_of", "of") if key in tree)
    return written(below[path[0]], path[1:], stops)


@given(trees())
@settings(max_examples=60, deadline=None)
def test_each_node_accepts_where_its_rule_is_met(tree: Raw) -> None:
    case = home(tree)
    scene = scene_of(case, N)
    standing, found = stands(scene, "common"), places(case)
    says = {part.accepter: part.passes for part in scene.votes("common")}
    for place, met in zip(found, accepts(found, standing), strict=True):
        if place.path.startswith("a.all"):
            part, stops = written(tree, place.path.split(".")[2:])
            expected = ~stopped(part, says, place.name) if stops else by_definition(part, says, place.name)
            assert (met == expected).all(), place.path
    assert (accepts(found, standing)[0] == accepted(scene, standing, "common")).all()


def branching() -> Case:
    """Return a case with two packages, a felt public, a choice at home and a ratifier of no party."""
    house = {"any_of": {"senate": coin(3, 0.4) | {"quota": 2}, "court": {"consents": {"x": 0.3, "otherwise": 0.9}}}}
    return case_of(
        packages=packages("x", "y"),
        parties={
            "a": party({"x": "5 to 15", "y": "-4 to 9"}, home={"people": public("40 to 60", 45, {"x": 5})}),
            "b": party({"x": 10, "y": 10}, home={"house": house}),
        },
        ratifiers={"council": {"stopped_only_if": {"at_least": 2, "of": {"p": {"consents": 0.6}, "q": coin(3, 0.5),
                                                                        "r": {"consents": 0.7}}}}},
    )  # fmt: skip


def test_a_node_s_chance_is_the_share_of_draws_in_which_it_accepts() -> None:
    case = branching()
    answer = forecast(case, draws=8 * N, seed=1)
    found = places(case)
    shares = []
    for replicate in range(8):
        scene = scene_of(case, N, replicate=replicate)
        shares.append(accepts(found, stands(scene, "common")).mean(axis=1))
    for part, share in zip(answer.accepters, np.mean(shares, axis=0), strict=True):
        assert [stand.probability for stand in part.stands] == pytest.approx(list(share)), part.path


def test_the_root_accepts_as_often_as_all_accept_at_once() -> None:
    answer = forecast(branching(), draws=512, seed=1)
    said = {stand.package: stand.probability for stand in node(answer, ROOT).stands}
    assert said == {package.id: package.open_now for package in answer.packages}


def test_a_leaf_says_what_is_said_of_who_refuses() -> None:
    answer = forecast(branching(), draws=512, seed=1)
    for package in answer.packages:
        blocked = {(part.party, part.accepter): part for part in package.blocked_by}
        for part in answer.accepters:
            stand = next(stand for stand in part.stands if stand.package == package.id)
            if part.kind and stand.gap_central is not None:
                blocker = blocked.pop((part.party, part.name))
                assert stand.probability == pytest.approx(1 - blocker.probability)
                assert (stand.gap_central, part.unit, part.kind) == (blocker.gap_central, blocker.unit, blocker.kind)
        assert not blocked


def test_stories_count_with_their_weights() -> None:
    storm = {"weight": 1, "sets": {"parties.a.leader.worth.x": -10}}
    stories: dict[str, Any] = {"weather": {"calm": {"weight": 3}, "storm": storm}}
    answer = forecast(case_of(stories=stories), draws=128, seed=1)
    assert [node(answer, path).stands[0].probability for path in (ROOT, "a.leader", "b")] == [0.75, 0.75, 1.0]


def test_all_of_one_is_the_one() -> None:
    one = forecast(home({"all_of": {"house": {"any_of": {"it": body(3, 0.6)}}}}), draws=128, seed=1)
    assert [part.path for part in one.accepters if part.party == "a"] == ["a", "a.leader", "a.all.house.it"]
    assert (node(one, "a.all.house.it").parent, node(one, "a.all.house.it").kind) == ("a", "body")


def test_rules_are_told_in_words() -> None:
    answer = forecast(branching(), draws=128, seed=1)
    assert {part.path: part.rule for part in answer.accepters if not part.kind} == {
        "*": "all of",
        "a": "all of",
        "b": "all of",
        "b.house": "any of",
        "ratifiers": "all of",
        "ratifiers.council": "goes through unless stopped by at least 2 of 3",
    }
    assert [part.path for part in answer.accepters if part.stops] == [
        "ratifiers.council", "ratifiers.council.p", "ratifiers.council.q", "ratifiers.council.r"
    ]  # fmt: skip


def test_a_body_that_can_only_stop_a_package_has_its_procedure_for_a_rule() -> None:
    answer = forecast(home({"stopped_only_if": body(10, 0.9, quota=6)}), draws=128, seed=1)
    found = node(answer, "a.all")
    assert (found.rule, found.kind, found.stops) == ("goes through unless stopped", "body", True)


def test_whoever_the_case_does_not_name_stands_among_those_of_no_party() -> None:
    answer = forecast(case_of(unlisted_blocker=0.25), draws=1024, seed=1)
    found = node(answer, "ratifiers.unlisted-blocker")
    assert (found.parent, found.label) == ("ratifiers", "someone whom the case does not name")
    assert found.stands[0].probability == pytest.approx(0.75, abs=0.01)


def test_someone_who_is_not_asked_accepts_and_has_no_gap() -> None:
    house = body(3, 0.1) | {"asked_on": ["y"]}
    answer = forecast(case_of(packages=packages("x", "y"), parties={"a": party(home={"h": house}), "b": party()}), 128)
    stand = node(answer, "a.h").stands[0]
    assert (stand.package, stand.probability, stand.gap_central) == ("x", 1.0, None)
