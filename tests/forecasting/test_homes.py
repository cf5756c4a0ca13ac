"""Who must be carried at home: felt publics, bodies, referendums and consents against numbers found by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from cases import (
    Raw,
    body,
    case_of,
    deal_days,
    open_cells,
    packages,
    party,
    public,
    raw_case,
    read,
    referendum,
    scene_of,
)
from winset import forecast
from winset.forecasting.homes import Felt
from winset.forecasting.votes import Vote
from winset.ratify.capital import capital_chance
from winset.ratify.referendum import referendum_chance
from winset.ratify.votes import majority_probability


def felt(home: Raw, n: int = 128, **parts: Any) -> Felt:
    """Return what a's felt public says in the draws of a replicate."""
    raw = raw_case(parties={"a": party(home={"public": home}), "b": party()}, **parts)
    return scene_of(read(raw), n).felt["a", "public"]


def voted(home: Raw, n: int = 128, **parts: Any) -> Vote:
    """Return how a's only voter stands to x."""
    raw = raw_case(parties={"a": party(home={"voter": home}), "b": party()}, **parts)
    return scene_of(read(raw), n).votes("common")[0]


def opinion(oppose: Any, support: Any, **more: Any) -> Raw:
    """Return the opposition to x of one reading that names it."""
    return {"x": {"oppose": oppose, "support": support, "names_package": True, **more}}


# --- felt publics ---


def test_net_support_lifts_approval_half_as_much_as_net_opposition_costs() -> None:
    home = {"felt": "capital", "approval": 50, "floor": 40, "pass_through": 0.2}
    assert felt({**home, "opposition": opinion(60, 20)}).cost == pytest.approx(8)
    assert felt({**home, "opposition": opinion(20, 60)}).net_cost == pytest.approx(-4)


def test_what_a_public_applauds_needs_no_approval_at_all() -> None:
    parties = {"a": party(home={"public": public(10, 90, {"x": -1})}), "b": party()}
    assert (deal_days(case_of(parties=parties), 16) == 1).all()


@pytest.mark.parametrize("cost", [3, 11.4])
def test_a_soft_floor_gives_way_as_a_logistic(cost: float) -> None:
    home = public(64, 61, {"x": cost})
    home["floor"]["soft"] = 3
    found = forecast(case_of(parties={"a": party(home={"public": home}), "b": party()}), draws=1024)
    assert found.packages[0].open_now == pytest.approx(float(capital_chance(64, 61, cost)), abs=1 / 128)


def test_opposition_of_a_poll_is_drawn_with_its_sampling_error() -> None:
    # Posterior of 74 against and 17 in favour of 1,600: means 1185/1603 and 273/1603.
    cost = felt(public(50, 40, pass_through=1, opposition=opinion(74, 17, n=1600)), 1024).cost[:, 0]
    against, favour = 1185 / 1603, 273 / 1603
    assert cost.mean() == pytest.approx(100 * (against - favour), abs=0.02)
    spread = np.sqrt((against + favour - (against - favour) ** 2) / 1604)
    assert cost.std() == pytest.approx(100 * spread, rel=0.05)


def test_a_design_effect_widens_a_poll() -> None:
    costs = [
        felt(public(50, 40, opposition=opinion(74, 17, n=1600, design_effect=deff)), 1024).cost.std() for deff in (1, 4)
    ]
    assert costs[1] == pytest.approx(2 * costs[0], rel=0.03)


@pytest.mark.parametrize(("more", "spread"), [({"error": 6}, 6), ({}, 10), ({"names_package": True}, 0)])
def test_a_wording_that_does_not_name_the_package_is_less_sure(more: Raw, spread: float) -> None:
    opposition = {"x": {"oppose": 50, "support": 20, **more}}
    cost = felt(public(50, 40, opposition=opposition), 1024).cost[:, 0]
    assert cost.mean() == pytest.approx(30, abs=0.05)
    assert cost.std() == pytest.approx(spread, rel=0.03, abs=1e-9)


def test_readings_that_disagree_are_chosen_between_not_averaged() -> None:
    readings = [
        {"oppose": 60, "support": 20, "names_package": True, "chance": 0.25},
        {"oppose": 30, "support": 20, "names_package": True, "chance": 0.75},
    ]
    cost = felt(public(50, 40, opposition={"x": readings})).cost[:, 0]
    assert set(cost.round(9)) == {40, 10}
    assert (cost > 20).mean() == 0.25


def test_readings_without_chances_are_equally_likely() -> None:
    readings = [{"oppose": against, "support": 0, "names_package": True} for against in (10, 20, 30, 40)]
    cost = felt(public(50, 40, opposition={"x": readings})).cost[:, 0]
    assert [(cost.round(9) == against).mean() for against in (10, 20, 30, 40)] == [0.25] * 4


def test_a_leader_who_can_persuade_moves_net_opposition() -> None:
    assert felt(public(50, 40, opposition=opinion(60, 30), can_persuade=10)).cost == pytest.approx(20)


def test_a_package_of_which_nothing_is_said_meets_20_points_net_either_way() -> None:
    cost = felt(public(50, 40), 1024).net_cost[:, 0]
    assert np.quantile(cost, [0.05, 0.95]) == pytest.approx([-20, 20], abs=0.2)


def test_sweeteners_and_pressure_change_what_signing_costs() -> None:
    money = {"amount": 4, "efficiency": {"a.public": 0.5}, "delivered": 0.5}
    pressed = {"leans_on": ["a.public"], "by": 3}
    found = felt(public(50, 40, {"x": 10}), sweeteners={"money": money}, outside={"o": pressed})
    assert found.net_cost == pytest.approx(12)
    assert found.cost == pytest.approx(10)


@pytest.mark.parametrize(
    ("by", "cost", "closed"),
    [(6, 5, [4, 5, 6]), (4, 5, []), (16, -5, [4, 5, 6]), (14, -5, [])],
)
def test_pressure_on_a_public_for_a_time_counts_for_that_time(by: float, cost: float, closed: list[int]) -> None:
    # Ten points of slack; a package that the public likes may come to cost approval while someone leans on it.
    home = public(60, 50, {"x": cost})
    pressed = {"leans_on": ["a.public"], "by": by, "since": "2020-01-05", "until": "2020-01-07"}
    raw = raw_case(parties={"a": party(home={"public": home}), "b": party()}, outside={"o": pressed})
    assert np.flatnonzero(~open_cells(read(raw), 16)[0].all(axis=1)).tolist() == closed


def test_help_for_a_time_opens_what_costs_too_much() -> None:
    home = public(60, 50, {"x": 12})
    helped = {"leans_on": ["a.public"], "in_favour_of": ["x"], "since": "2020-01-05", "until": "2020-01-07"}
    for by, low_approval in ((3, 60), (13, 20)):
        home["approval"] = low_approval
        raw = raw_case(parties={"a": party(home={"public": home}), "b": party()}, outside={"o": {**helped, "by": by}})
        assert np.flatnonzero(open_cells(read(raw), 16)[0].all(axis=1)).tolist() == [4, 5, 6]


def test_approval_cannot_meet_a_need_above_100() -> None:
    home = public(99, 95, {"x": 6}, moves={"volatility": 50})
    assert not open_cells(case_of(parties={"a": party(home={"public": home}), "b": party()}), 128).any()


def test_an_event_lifts_approval_above_the_need_until_it_has_faded() -> None:
    boost = {"helps": "a.public", "by": 16, "date": "2020-01-04", "fades": "2 days"}
    home = public(50, 40, {"x": 14})
    raw = raw_case(parties={"a": party(home={"public": home}), "b": party()}, events={"boost": boost})
    assert np.flatnonzero(open_cells(read(raw), 16)[0].all(axis=1)).tolist() == [3, 4, 5, 6, 7]


# --- bodies ---


def test_a_body_of_independent_members_passes_as_the_binomial_has_it() -> None:
    chance = majority_probability(101, 0.52)
    found = voted(body(101, 0.52), 4096)
    assert found.chance == pytest.approx(chance, abs=2e-4)
    assert found.passes.mean() == pytest.approx(chance, abs=4 * np.sqrt(0.25 / 4096))


@pytest.mark.parametrize(("quota", "passes"), [(None, True), (6, True), (7, False)])
def test_a_quota_counts_votes(quota: int | None, passes: bool) -> None:
    blocs = {"ayes": {"seats": 6, "in_favour": 1}, "noes": {"seats": 3, "in_favour": 0}}
    found = voted(body(9, blocs=blocs, **({"quota": quota} if quota else {})))
    assert (found.passes == passes).all()
    assert (found.short == (quota or 5) - 6).all()


def test_a_bloc_with_a_veto_must_itself_have_a_majority_in_favour() -> None:
    blocs = {"ayes": {"seats": 6, "in_favour": 1}, "split": {"seats": 4, "in_favour": {"x": 0}}}
    assert voted(body(10, blocs=blocs)).passes.all()
    stopped = voted(body(10, blocs=blocs, vetoes=["split"]))
    assert not stopped.passes.any()
    assert (stopped.short == 3).all()
    assert (stopped.chance == 0).all()


def test_a_whipped_bloc_votes_as_one() -> None:
    blocs = {"whipped": {"seats": 5, "in_favour": 0.3, "whipped": True}, "noes": {"seats": 4, "in_favour": 0}}
    found = voted(body(9, blocs=blocs), 4096)
    assert set(found.short.ravel()) == {0, 5}
    assert found.passes.mean() == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / 4096))


def test_a_body_that_is_not_asked_does_not_vote() -> None:
    raw = raw_case(
        packages=packages("x", "y"),
        parties={"a": party({"x": 1, "y": 2}, {"house": body(3, 0, asked_on=["y"])}), "b": party({"x": 1, "y": 1})},
    )
    found = scene_of(read(raw), 16).votes("common")[0]
    assert found.passes.all(axis=0).tolist() == [True, False]
    assert np.isneginf(found.short[:, 0]).all()
    assert [part.accepter for part in forecast(read(raw), draws=128).packages[0].blocked_by] == ["leader", "leader"]


@pytest.mark.parametrize("by", [9, 11])
def test_outsiders_move_the_share_of_a_body_in_points(by: float) -> None:
    leans = {"leans_on": ["a.voter"], "in_favour_of": ["x"], "by": by}
    found = voted(body(501, 0.4), 16, outside={"o": leans})
    assert found.chance == pytest.approx(binom.sf(250, 501, 0.4 + by / 100), abs=1e-4)


@pytest.mark.parametrize(("until", "passes"), [("2019-12-01", True), ("2020-01-05", False)])
def test_pressure_that_is_over_moves_no_vote(until: str, passes: bool) -> None:
    leans = {"leans_on": ["a.voter"], "against": ["x"], "by": 30, "until": until}
    found = voted(referendum(0.6), 16, outside={"o": leans})
    assert (found.passes == passes).all()


def test_an_error_that_all_members_share_makes_a_body_less_sure() -> None:
    apart, together = (voted(body(101, 0.55, common_error=error), 1024) for error in (0, 10))
    assert together.chance.mean() < apart.chance.mean() - 0.1
    assert together.passes.mean() == pytest.approx(together.chance.mean(), abs=0.05)


def test_independent_votes_leave_the_common_error_out() -> None:
    raw = raw_case(parties={"a": party(home={"house": body(101, 0.55, common_error=10)}), "b": party()})
    scene = scene_of(read(raw), 16)
    sure = majority_probability(101, 0.55)
    assert scene.votes("independent")[0].chance == pytest.approx(sure, abs=1e-3)
    assert scene.votes("common")[0].chance.max() < sure - 0.05


# --- referendums and consents ---


@pytest.mark.parametrize(
    ("more", "passes", "short"),
    [
        ({}, True, -6),
        ({"majority": 0.6}, False, 4),
        ({"drift": -7}, False, 1),
        ({"turnout": 0.4, "quorum": {"turnout": 0.45}}, False, 5),
        ({"turnout": 0.5, "quorum": {"turnout": 0.45}}, True, -6),
        ({"turnout": 0.4, "quorum": {"in_favour": 0.25}}, False, 6.5),
        ({"turnout": 0.4, "quorum": {"in_favour": 0.22}}, True, -1),
    ],
)
def test_a_referendum_needs_its_majority_and_its_quorum(more: Raw, passes: bool, short: float) -> None:
    found = voted(referendum(0.56, **more), 16)
    assert (found.passes == passes).all()
    assert found.short == pytest.approx(short)


def test_a_referendum_passes_as_often_as_leaders_believe() -> None:
    found = voted(referendum(0.55, poll_error=6, drift=-2), 4096)
    chance = float(referendum_chance(0.55))
    assert found.chance == pytest.approx(chance)
    assert found.passes.mean() == pytest.approx(chance, abs=4 * np.sqrt(0.25 / 4096))


def test_a_referendum_is_short_exactly_where_it_fails_and_as_far_as_its_error_goes() -> None:
    found = voted(referendum(0.52, poll_error=6), 4096)
    assert ((found.short > 0) == ~found.passes).all()
    # A t with 4 degrees of freedom and scale 6: its quartile is .741 x 6.
    quartiles = np.quantile(found.short, [0.25, 0.5, 0.75])
    assert quartiles == pytest.approx([-2 - 4.444, -2, -2 + 4.444], abs=0.35)


def test_a_poll_of_a_referendum_is_drawn_with_its_sampling_error() -> None:
    poll = {"in_favour": 66, "against": 34, "n": 1500}
    home = {"votes": "referendum", "poll": poll, "turnout": 0.5, "poll_error": 0, "drift": 0}
    share = 0.5 - voted(home, 1024).short[:, 0] / 100
    assert share.mean() == pytest.approx((0.66 * 1500 + 1) / 1502, abs=1e-3)
    assert share.std() == pytest.approx(np.sqrt(0.66 * 0.34 / 1503), rel=0.05)


def test_a_consent_is_given_with_its_chance_for_the_whole_time() -> None:
    found = voted({"consents": 0.25})
    assert found.passes.mean() == 0.25
    case = case_of(parties={"a": party(home={"court": {"consents": 0.25}}), "b": party()})
    assert set(deal_days(case)) == {1, np.inf}
    assert np.isfinite(deal_days(case)).mean() == 0.25


def test_consents_enter_no_leader_s_belief_but_votes_do() -> None:
    home = {"court": {"consents": 0.25}, "one": referendum(0.55, poll_error=6), "two": referendum(0.5, poll_error=6)}
    scene = scene_of(case_of(parties={"a": party(home=home), "b": party()}), 16)
    expected = float(referendum_chance(0.55, drift=0) * referendum_chance(0.5, drift=0))
    assert scene.belief("common") == pytest.approx(expected)
