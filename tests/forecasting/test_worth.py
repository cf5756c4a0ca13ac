"""What packages are worth to leaders: each part of the worth against a number found by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cases import Raw, deal_days, open_cells, packages, party, public, raw_case, read, scene_of


def gains(leader: Raw, step: int = 0, **parts: Any) -> list[float]:
    """Return the gains of a's leader from x, y and z at a step, nothing uncertain."""
    parts.setdefault("packages", packages("x", "y", "z"))
    raw = raw_case(parties={"a": {"leader": leader}, "b": party()}, **parts)
    scene = scene_of(read(raw), 16)
    steps, draws = np.array([step], dtype=np.intp), np.zeros(1, dtype=np.intp)
    return [float(gain) for gain in scene.gains["a"].at(steps, draws)[0]]


WORTH = {"x": 10, "y": 4, "z": -3}


def test_gains_are_worth_less_no_agreement_with_what_talks_are_worth() -> None:
    assert gains({"worth": WORTH, "no_agreement": {"worth": 2, "talks_go_on": 3}}) == [5, -1, -8]


def test_no_agreement_that_worsens_makes_every_package_better_with_time() -> None:
    # Ten points a year: a year and a half after the case's date, in weeks.
    leader = {"worth": WORTH, "no_agreement": {"worth": 2, "per_year": -10}}
    assert gains(leader, 0, until="2022-01-01") == [8, 2, -5]
    later = gains(leader, 52, until="2022-01-01")
    assert later == pytest.approx([gain + 10 * 364 / 365.25 for gain in (8, 2, -5)])


def test_a_leader_signs_when_no_agreement_has_become_bad_enough() -> None:
    # A gain of -1, and 73.05 points a year: better than nothing from day 5.
    parties = {"a": party(-1, no_agreement={"per_year": -73.05}), "b": party()}
    assert (deal_days(read(raw_case(parties=parties)), 16) == 5).all()


def test_worth_of_options_is_summed_and_a_package_s_own_worth_goes_first() -> None:
    issues = {"land": {"options": ["none", "some"]}, "money": {"range": [0, 100]}}
    menu = {
        "x": {"land": "some", "money": 40},
        "y": {"land": "none", "money": 10},
        "z": {"land": "some", "money": 0},
    }
    options = {"land": {"some": -5}, "money": {"per_unit": 0.5}}
    assert gains({"worth_of_options": options}, issues=issues, packages=menu) == [15, 5, -5]
    assert gains({"worth_of_options": options, "worth": {"y": 7}}, issues=issues, packages=menu) == [15, 7, -5]


@pytest.mark.parametrize(("loss", "expected"), [("quadratic", [0, -20, -52.5]), ("city-block", [0, -40, -75])])
def test_spatial_worth_falls_with_weighted_distance(loss: str, expected: list[float]) -> None:
    # Land: 0, 1/2, 1 of its scale away at salience .8; money: 0, 0, 1/2 away at salience .5 of 100 points lost.
    issues = {"land": {"options": ["none", "some", "all"]}, "money": {"range": [0, 50]}}
    menu = {
        "x": {"land": "none", "money": 50},
        "y": {"land": "some", "money": 50},
        "z": {"land": "some", "money": 0},
    }
    spatial = {
        "ideal_point": {"land": "none", "money": 50},
        "salience": {"land": 0.8, "money": {"quadratic": 0.325, "city-block": 0.35}[loss]},
        "loss": loss,
    }
    assert gains({"spatial": spatial}, issues=issues, packages=menu) == pytest.approx(expected)


def test_options_may_have_places_of_their_own_on_the_scale() -> None:
    issues = {"land": {"options": {"none": 0, "two": 7, "all": 100}}}
    menu = {"x": {"land": "none"}, "y": {"land": "two"}, "z": {"land": "all"}}
    spatial = {"ideal_point": {"land": "none"}, "salience": {"land": 1}, "loss": "city-block", "at_best": 10}
    assert gains({"spatial": spatial}, issues=issues, packages=menu) == pytest.approx([10, 3, -90])


def test_red_lines_cost_what_crosses_them() -> None:
    lines = {"one": {"crossed_by": ["x", "y"], "costs": 3}, "two": {"crossed_by": ["x"], "costs": 4}}
    assert gains({"worth": WORTH, "red_lines": lines}) == [3, 1, -3]


def test_retreating_from_a_standing_offer_costs() -> None:
    offer = {"package": "y", "retreat_costs": 2}
    assert gains({"worth": WORTH, "standing_offer": offer}) == [10, 4, -5]
    assert gains({"worth": {**WORTH, "z": 3.9}, "standing_offer": offer}) == [10, 4, pytest.approx(1.9)]


def test_a_sweetener_counts_as_far_as_it_is_delivered_and_only_where_it_comes_along() -> None:
    money = {"amount": 6, "efficiency": {"a": 0.5, "b": -1}, "delivered": 0.5, "comes_with": ["x", "z"]}
    assert gains({"worth": WORTH}, sweeteners={"money": money}) == [11.5, 4, -1.5]


@pytest.mark.parametrize(
    ("side", "expected"),
    [({}, [5, -1, -8]), ({"against": ["y"]}, [10, -1, -3]), ({"in_favour_of": ["z"]}, [10, 4, 2])],
)
def test_outsiders_lean_against_all_or_against_some_or_in_favour_of_some(side: Raw, expected: list[float]) -> None:
    assert gains({"worth": WORTH}, outside={"o": {"leans_on": ["a"], "by": 5, **side}}) == expected


def test_pressure_on_a_leader_lasts_from_its_first_day_to_its_last() -> None:
    dates = {"since": "2020-01-05", "until": "2020-01-10"}
    raw = raw_case(outside={"o": {"leans_on": ["a"], "by": 20, **dates}})
    closed = np.flatnonzero(~open_cells(read(raw), 16).any(axis=(0, 2)))
    assert closed.tolist() == [4, 5, 6, 7, 8, 9]


def test_an_event_moves_a_leader_s_worth_of_every_package_and_fades() -> None:
    event = {"hurts": "a", "by": 8, "date": "2020-01-03", "fades": "4 days"}
    leader = {"worth": WORTH}
    assert gains(leader, 1, events={"e": event}) == [10, 4, -3]
    assert gains(leader, 2, events={"e": event}) == [2, -4, -11]
    assert gains(leader, 6, events={"e": event}) == [6, 0, -7]


@pytest.mark.parametrize(("chance", "agrees", "deal"), [(1, 1, 3.0), (1, 0, np.inf), (0, 1, np.inf)])
def test_an_event_may_need_someone_else_to_agree(chance: float, agrees: float, deal: float) -> None:
    event = {"helps": "a", "by": 6, "date": "2020-01-04", "chance": chance, "needs": "neighbour", "agrees": agrees}
    parties = {"a": party(-5), "b": party()}
    assert (deal_days(read(raw_case(parties=parties, events={"e": event})), 16) == deal).all()


def test_chance_and_agreement_multiply() -> None:
    event = {"helps": "a", "by": 6, "date": "2020-01-04", "chance": 0.5, "needs": "neighbour", "agrees": 0.5}
    parties = {"a": party(-5), "b": party()}
    days = deal_days(read(raw_case(parties=parties, events={"e": event})), 128)
    assert np.isfinite(days).mean() == pytest.approx(0.25, abs=1 / 128)


def test_a_package_of_which_nothing_is_said_is_worth_20_points_either_way() -> None:
    raw = raw_case(packages=packages("x", "y"))
    still = scene_of(read(raw), 1024).gains["a"].still
    assert (still[:, 0] == 10).all()
    assert np.quantile(still[:, 1], [0.05, 0.5, 0.95]) == pytest.approx([-20, 0, 20], abs=0.2)


def test_bargaining_weight_tilts_the_nash_solution() -> None:
    worth = {"a": {"x": 9, "y": 2}, "b": {"x": 2, "y": 8}}
    raw = raw_case(
        packages=packages("x", "y", y={"ends_talks": True}),
        parties={name: party(points) for name, points in worth.items()},
    )
    assert np.isfinite(deal_days(read(raw), 16)).all()
    raw["parties"]["b"]["leader"]["weight"] = 3
    assert np.isinf(deal_days(read(raw), 16)).all()


def test_a_public_and_a_leader_may_be_leant_on_at_once() -> None:
    parties = {"a": party(3, {"public": public(56, 50, {"x": 5})}), "b": party()}
    for by, deal in ((1, True), (2, False), (4, False)):
        raw = raw_case(parties=parties, outside={"o": {"leans_on": ["a", "a.public"], "by": by}})
        assert np.isfinite(deal_days(read(raw), 16)).all() == deal
