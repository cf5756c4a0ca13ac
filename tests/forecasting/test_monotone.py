"""What makes agreement harder never opens a window, and what makes it easier never closes one.

All comparisons are between the same draws: common random numbers make them exact, draw by draw.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest

from cases import Raw, body, coin, deal_days, open_cells, packages, party, public, raw_case, read, referendum
from forecasting.random_cases import random_case
from winset import Forecast, forecast

SEEDS = range(12)


def _publics(raw: Raw) -> list[Raw]:
    return [part for side in raw["parties"].values() for part in side["home"].values() if "felt" in part]


def _bodies(raw: Raw) -> list[Raw]:
    return [part for side in raw["parties"].values() for part in side["home"].values() if part.get("votes") == "body"]


def raised(number: Any, by: float) -> str:
    """Return a number or a range moved up."""
    return " to ".join(f"{float(end) + by:.4f}" for end in str(number).split(" to "))


def with_higher_floors(raw: Raw) -> None:
    for felt in _publics(raw):
        felt["floor"]["value"] = raised(felt["floor"]["value"], 1.5)


def with_higher_quotas(raw: Raw) -> None:
    for chamber in _bodies(raw):
        chamber["quota"] = chamber.get("quota", 5) + 2


def with_another_veto(raw: Raw) -> None:
    for side in raw["parties"].values():
        side["home"]["upper-house"] = body(5, "0.4 to 0.9")


def with_bloc_vetoes(raw: Raw) -> None:
    for chamber in _bodies(raw):
        chamber["vetoes"] = list(chamber.get("blocs", {}))


def with_another_court(raw: Raw) -> None:
    next(iter(raw["parties"].values()))["home"]["high-court"] = {"consents": "0.2 to 0.9"}


def with_another_public(raw: Raw) -> None:
    felt = public("45 to 60", 50, dict.fromkeys(raw["packages"], 1), moves={"volatility": 3})
    next(iter(raw["parties"].values()))["home"]["street"] = felt


def with_a_hopeless_chamber(raw: Raw) -> None:
    next(iter(raw["parties"].values()))["home"]["wall"] = body(3, 0)


def with_better_no_agreement(raw: Raw) -> None:
    for side in raw["parties"].values():
        side["leader"]["no_agreement"]["talks_go_on"] = 1


def with_dearer_failure(raw: Raw) -> None:
    for side in raw["parties"].values():
        side["leader"]["failed_vote_costs"] = 25


STRICTER = {
    change.__name__.removeprefix("with_"): change
    for change in (
        with_higher_floors,
        with_higher_quotas,
        with_another_veto,
        with_bloc_vetoes,
        with_another_court,
        with_another_public,
        with_a_hopeless_chamber,
        with_better_no_agreement,
        with_dearer_failure,
    )
}


@pytest.mark.parametrize("change", STRICTER)
def test_a_stricter_home_never_opens_a_window(change: str) -> None:
    closed = 0
    for seed in SEEDS:
        raw = random_case(seed)
        stricter = copy.deepcopy(raw)
        STRICTER[change](stricter)
        before, after = _cells(seed), open_cells(read(stricter), 16)
        assert not (after & ~before).any()
        closed += int((before & ~after).sum())
    assert closed > 0, "this change was never felt"


@cache
def _cells(seed: int) -> np.ndarray:
    """Return the open cells of a random case."""
    return open_cells(read(random_case(seed)), 16)


def one_package(seed: int) -> Raw:
    """Return a random case with a single package."""
    while True:
        raw = random_case(seed)
        if len(raw["packages"]) == 1:
            return raw
        seed += 1000


@pytest.mark.parametrize("change", STRICTER)
def test_a_stricter_home_never_brings_a_deal_on_a_single_package_earlier(change: str) -> None:
    for seed in range(8):
        raw = one_package(seed)
        stricter = copy.deepcopy(raw)
        STRICTER[change](stricter)
        assert (deal_days(read(stricter), 32) >= deal_days(read(raw), 32)).all()


def with_more_meetings(raw: Raw) -> None:
    raw["meetings"]["rate"] = "150 to 200 per year"


def with_surer_closing(raw: Raw) -> None:
    raw["meetings"]["closes"] = "0.95 to 1"


def with_no_lead_times(raw: Raw) -> None:
    raw["lead_times"] = {}


def without_outsiders_against_meeting(raw: Raw) -> None:
    raw["outside"] = {name: part for name, part in raw["outside"].items() if part.get("against") != ["meeting"]}


def with_later_deadlines(raw: Raw) -> None:
    for deadline in raw["deadlines"]:
        deadline["date"] = raw["until"]


EASIER = {
    change.__name__.removeprefix("with_"): change
    for change in (
        with_more_meetings,
        with_surer_closing,
        with_no_lead_times,
        without_outsiders_against_meeting,
        with_later_deadlines,
    )
}


@pytest.mark.parametrize("change", EASIER)
def test_easier_talks_never_delay_a_deal_on_a_single_package(change: str) -> None:
    sooner = 0
    for seed in range(10):
        raw = one_package(seed)
        # A deadline that only ends the talks; one that also speeds them up may help by being near.
        middle = dt.date(2020, 1, 1) + (dt.date.fromisoformat(raw["until"]) - dt.date(2020, 1, 1)) / 2
        raw["deadlines"] = [{"date": middle.isoformat(), "closes": 0}]
        raw["meetings"] = {"rate": "20 to 60 per year", "closes": "0.3 to 0.9"}
        raw["lead_times"] = {"opening": "3 to 12 days", "signature": "1 to 5 days"}
        easier = copy.deepcopy(raw)
        EASIER[change](easier)
        before, after = deal_days(read(raw), 32), deal_days(read(easier), 32)
        assert (after <= before).all()
        sooner += int((after < before).sum())
    assert sooner > 0 or change == "without_outsiders_against_meeting"


def test_a_longer_horizon_keeps_every_deal_that_was_there() -> None:
    for seed in range(8):
        raw = one_package(seed)
        raw["until"], raw["deadlines"], raw["outside"] = "2020-03-01", [], {}
        raw["parties"]["a"]["home"]["street"] = public(
            52, 50, {"w": 3}, moves={"volatility": 6, "jumps": {"rate": 12, "size": 4}}
        )
        raw["forms"]["process"] = ["random-walk-jumps"]
        longer = {**raw, "until": "2020-05-01"}
        short, long = deal_days(read(raw), 32), deal_days(read(longer), 32)
        assert (long <= short).all()
        assert (long[np.isfinite(short)] == short[np.isfinite(short)]).all()


def signed_but_not_ratified(floor: float) -> Raw:
    """Leaders sign x, ratified with .3, over y, ratified with .9; a floor above 50 kills x."""
    ballot = {"votes": "body", "seats": 1, "common_error": 0}
    ballot["blocs"] = {"all": {"seats": 1, "whipped": True, "in_favour": {"x": 0.3, "y": 0.9}}}
    felt = public(55, floor, {"x": 5, "y": 1})
    return raw_case(
        packages=packages("x", "y"),
        question={"text": "?", "deal": ["x", "y"]},
        parties={"a": party({"x": 100, "y": 10}, {"public": felt, "ballot": ballot}), "b": party({"x": 100, "y": 10})},
    )


def test_a_stricter_floor_can_raise_the_chance_of_a_ratified_deal() -> None:
    lenient, strict = (forecast(read(signed_but_not_ratified(floor)), draws=1024) for floor in (50, 54))
    assert lenient.deal.probability == pytest.approx(0.3, abs=0.05)
    assert strict.deal.probability == pytest.approx(0.9, abs=0.03)
    by_id = {package.id: package for package in strict.packages}
    assert (by_id["x"].signed, by_id["y"].signed) == (0, 1)


def test_but_its_windows_only_close() -> None:
    lenient, strict = (open_cells(read(signed_but_not_ratified(floor))) for floor in (50, 54))
    assert lenient.all()
    assert not strict[0].any()
    assert strict[1].all()


@pytest.mark.parametrize(("costs", "deal"), [(0, 1.0), (0.01, 0.0)])
def test_a_leader_who_knows_that_ratification_fails_signs_only_if_failing_costs_nothing(
    costs: float, deal: float
) -> None:
    raw = raw_case(parties={"a": party(10, {"ballot": body(3, 0)}, failed_vote_costs=costs), "b": party(10)})
    raw["question"]["counted"] = "signed"
    found = forecast(read(raw), draws=128)
    assert found.deal.probability == deal
    assert {rung.rung: rung.probability for rung in found.ladder}["ratify"] == 0


def test_a_leader_signs_nothing_worse_than_no_agreement_even_if_its_failure_is_sure_and_free() -> None:
    raw = raw_case(parties={"a": party(-1, {"ballot": body(3, 0)}), "b": party(10)})
    raw["question"]["counted"] = "signed"
    found = forecast(read(raw), draws=128)
    assert found.deal.probability == 0
    leader = next(part for part in found.packages[0].blocked_by if (part.party, part.kind) == ("a", "leader"))
    assert (leader.probability, leader.gap, leader.gap_central) == (1, 1, 1)


@pytest.mark.parametrize(("chance", "deal"), [(0.4, 0), (0.6, 0.6)])
def test_a_leader_weighs_the_gain_against_the_cost_of_a_failed_vote(chance: float, deal: float) -> None:
    # Worth 10, cost 10: signing pays from a chance of one half.
    raw = raw_case(parties={"a": party(10, {"ballot": coin(3, chance)}, failed_vote_costs=10), "b": party(10)})
    assert forecast(read(raw), draws=2048).deal.probability == pytest.approx(deal, abs=0.04)


@pytest.fixture(scope="module")
def forecasts() -> list[Forecast]:
    """Return forecasts of random cases, all forms."""
    return [forecast(read(_few_forms(random_case(seed))), draws=128) for seed in range(100, 105)]


def _few_forms(raw: Raw) -> Raw:
    raw["forms"] = {**raw["forms"], "process": ["random-walk", "mean-reversion-jumps"], "solution": {"nash": 1}}
    raw["forms"] |= {"closing": {"meetings": 3, "immediate": 1}, "vote_error": ["common"]}
    return raw


def test_the_chance_of_a_deal_grows_with_time_and_stays_within_its_forms(forecasts: list[Forecast]) -> None:
    for found in forecasts:
        for curve in zip(*((by.probability, by.low, by.high) for by in found.deal.by), strict=True):
            assert list(curve) == sorted(curve)
        assert all(0 <= by.low <= by.probability + 1e-9 <= by.high + 2e-9 <= 1 + 3e-9 for by in found.deal.by)
        assert found.deal.by[-1].probability == pytest.approx(found.deal.probability)
        assert found.deal.low <= found.deal.probability <= found.deal.high


def test_each_rung_is_no_likelier_than_the_one_below(forecasts: list[Forecast]) -> None:
    for found in forecasts:
        chances = [rung.probability for rung in found.ladder]
        assert [rung.rung for rung in found.ladder] == ["meet", "agree", "sign", "ratify"]
        assert all(low >= high - 1e-9 for low, high in itertools.pairwise(chances))
        counted = {"agreed": 1, "signed": 2, "ratified": 3}[found.deal.counted]
        assert chances[counted] == pytest.approx(found.deal.probability)


def test_forms_and_shares_of_what_stands_in_the_way_sum_to_one(forecasts: list[Forecast]) -> None:
    for found in forecasts:
        assert sum(form.weight for form in found.forms) == pytest.approx(1)
        pool = sum(form.weight * form.probability for form in found.forms)
        assert pool == pytest.approx(found.deal.probability)
        if found.deal.high < 1:
            assert sum(part.share for part in found.binding) == pytest.approx(1)
            assert all(0 < part.share <= 1 for part in found.binding)


def test_nobody_stands_in_the_way_of_a_certain_deal() -> None:
    assert forecast(read(raw_case()), draws=128).binding == ()


def test_fans_of_approval_stay_within_what_approval_can_be() -> None:
    felt = public(97, 50, {"x": 5}, moves={"volatility": 12})
    raw = raw_case(parties={"a": party(-1, {"public": felt}), "b": party()}, until="2020-12-31")
    (fan,) = forecast(read(raw), draws=256).fans
    assert all(0 <= value <= 100 for row in fan.quantiles for value in row)


def scaled(raw: Raw, factor: float) -> Raw:
    """Return a case in which party a's leader counts in other units."""
    other = copy.deepcopy(raw)
    leader = other["parties"]["a"]["leader"]
    leader["worth"] = {name: times(worth, factor) for name, worth in leader["worth"].items()}
    leader["no_agreement"] = {key: times(part, factor) for key, part in leader["no_agreement"].items()}
    leader["failed_vote_costs"] = times(leader["failed_vote_costs"], factor)
    leader["red_lines"]["line"]["costs"] = times(leader["red_lines"]["line"]["costs"], factor)
    other["outside"]["o"]["by"] = times(other["outside"]["o"]["by"], factor)
    return other


def times(number: Any, factor: float) -> str:
    """Return a number or a range in other units."""
    return " to ".join(f"{float(end) * factor:.6g}" for end in str(number).split(" to "))


@pytest.mark.parametrize("factor", [4, 0.3])
def test_a_leader_s_own_units_change_nothing_but_gaps_in_those_units(factor: float) -> None:
    leader = {
        "no_agreement": {"worth": "-4 to 4", "per_year": -12},
        "failed_vote_costs": "2 to 10",
        "red_lines": {"line": {"crossed_by": ["y"], "costs": "1 to 3"}},
    }
    raw = raw_case(
        packages=packages("x", "y", "z"),
        question={"text": "?", "deal": ["x", "y", "z"]},
        parties={
            "a": party({"x": "0 to 10", "y": "2 to 12", "z": "-4 to 9"}, {"voters": referendum(0.55)}, **leader),
            "b": party({"x": "0 to 10", "y": "-6 to 12", "z": "2 to 9"}, {"house": body(9, "0.5 to 0.7")}),
        },
        outside={"o": {"leans_on": ["a"], "against": ["x"], "by": "0 to 3"}},
        forms={"solution": ["nash", "kalai-smorodinsky"]},
        meetings={"rate": 30, "closes": 0.5},
    )
    one, other = (forecast(read(data), draws=512) for data in (raw, scaled(raw, factor)))
    assert (one.deal, one.ladder, one.forms) == (other.deal, other.ladder, other.forms)
    assert (one.binding, one.watch, one.fans) == (other.binding, other.watch, other.fans)
    for mine, theirs in zip(one.packages, other.packages, strict=True):
        assert (mine.id, mine.signed, mine.ratified, mine.open_now) == (
            theirs.id,
            theirs.signed,
            theirs.ratified,
            theirs.open_now,
        )
        gaps = {(part.party, part.kind): part for part in theirs.blocked_by}
        for part in mine.blocked_by:
            unit = factor if (part.party, part.kind) == ("a", "leader") else 1
            twin = gaps[part.party, part.kind]
            assert twin.probability == part.probability
            assert (twin.gap, twin.gap_central) == pytest.approx((part.gap * unit, part.gap_central * unit), abs=1e-4)
