"""When windows open in a case: formulas, properties, the product beside the joint chance, sign or wait, refusals."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest

import winset
from cases import case_of, packages, party, public
from winset.errors import CaseError, InputError
from winset.explain.windows import Windows
from winset.timing import brownian_passage, event_passage, joint_window, ou_passage

YEARS = (366 + 365) / 365.25
DATES = {"as_of": "2020-01-01", "until": "2022-01-01"}
AT_ONCE = {"lead_times": {"opening": 0}}


def walking(approval: float, volatility: float = 2.0, **more: Any) -> dict[str, Any]:
    """Return a home whose approval walks by so much a root month; signing needs 60."""
    moves = {"volatility": volatility, "reversion": 0.6} | more.pop("moves", {})
    return {"street": public(approval, 50, {"x": 10}, moves=moves, **more)}


def two(
    one: dict[str, Any] | None = None, other: dict[str, Any] | None = None, process: str = "random-walk", **more: Any
) -> Windows:
    """Return the windows of a case with two leaders who need their streets' approval."""
    sides = {
        "a": party(home=walking(56) if one is None else one),
        "b": party(home=walking(57) if other is None else other),
    }
    forms = {"process": [process], "solution": ["nash"]}
    case = case_of(**{**DATES, **AT_ONCE, "parties": sides, "forms": forms} | more)
    return winset.windows(case, draws=4096, seed=5)


def test_one_side_that_walks_meets_the_formula() -> None:
    found = two(other={})
    window = found.windows[0]
    exact = float(brownian_passage(4, 2 * math.sqrt(12), YEARS))
    assert window.sides[0].by[-1] == pytest.approx(exact, abs=0.03)
    assert window.by == window.sides[0].by == window.product
    assert window.sides[1].by[0] == 1


def test_one_side_that_is_pulled_to_its_level_meets_the_formula() -> None:
    found = two(other={}, process="mean-reversion")
    exact = ou_passage(4, 4, 0.6, 2 * math.sqrt(12), YEARS)
    assert found.windows[0].by[-1] == pytest.approx(exact, abs=0.03)


@pytest.mark.parametrize("rank", [-0.6, 0.0, 0.6])
def test_two_sides_that_walk_meet_the_series_and_not_the_product(rank: float) -> None:
    together = [{"between": ["a.street", "b.street"], "rank": rank}] if rank else []
    found = two(correlations=together)
    window = found.windows[0]
    spread = 2 * math.sqrt(12)
    exact = joint_window(-4, -3, rank, YEARS, spread, spread)
    assert window.by[-1] == pytest.approx(exact, abs=0.03)
    assert window.product is not None
    assert window.product[-1] == pytest.approx(window.sides[0].by[-1] * window.sides[1].by[-1])
    if not rank:
        assert window.product[-1] > window.by[-1] + 0.05
    (plain,) = found.plain
    assert plain.formula == pytest.approx(exact, abs=1e-9)
    assert plain.simulated == pytest.approx(exact, abs=4 * plain.error + 0.01)
    assert [side.short for side in plain.sides] == pytest.approx([4, 3])


def test_what_holds_of_every_window() -> None:
    found = winset.windows(winset.load("kuril-2019"), draws=512)
    for window in found.windows:
        for line in (window.by, window.lasting, *(side.by for side in window.sides)):
            assert all(late >= early for early, late in itertools.pairwise(line))
            assert 0 <= line[0] <= line[-1] <= 1
        for at in range(len(found.dates)):
            assert window.by[at] <= min(side.by[at] for side in window.sides) + 1e-12
            assert window.lasting[at] <= window.by[at] + 1e-12
            assert window.open_at[at] <= window.by[at] + 1e-12
            assert window.by[at] <= found.windows[0].by[at] + 1e-12
        for side in window.sides:
            assert side.by[-1] <= min(side.leader, side.capital) + 1e-12
        assert window.low <= window.by[-1] <= window.high


def test_more_volatility_opens_a_window_that_is_shut_more_often() -> None:
    calm, wild = (two(walking(56, sigma), walking(57, sigma)).windows[0].by[-1] for sigma in (1.0, 3.0))
    assert wild > calm + 0.1


def test_a_higher_correlation_helps_where_neither_side_is_ready_and_need_not_where_one_is() -> None:
    def chance(rank: float, second: float) -> float:
        together = [{"between": ["a.street", "b.street"], "rank": rank}]
        return two(other=walking(second), correlations=together).windows[0].by[-1]

    assert chance(0.6, 57) > chance(-0.6, 57) + 0.1
    assert chance(-0.99, 65) > chance(-0.57, 65)


def test_a_lead_time_leaves_only_windows_that_last() -> None:
    short, long = (two(lead_times={"opening": days}).windows[0].lasting[-1] for days in ("14 days", "180 days"))
    window = two(lead_times={"opening": "14 days"}).windows[0]
    assert window.by[-1] > short > long > 0


def test_what_nobody_moves_is_open_or_shut_for_good() -> None:
    open_ = winset.windows(case_of(), draws=128)
    assert open_.windows[0].by == open_.windows[0].lasting == (1, 1)
    assert open_.windows[0].stays_open is None
    assert open_.windows[0].still_open == 1
    shut = winset.windows(case_of(parties={"a": party(-5), "b": party()}), draws=128)
    assert shut.windows[0].by == (0, 0)
    assert shut.windows[0].likeliest_to_open is shut.windows[0].likeliest_open is None
    assert shut.windows[0].per_month == (0,)


def test_an_event_that_covers_the_gap_opens_the_window_and_fading_closes_it() -> None:
    home = {"street": public(55, 50, {"x": 10})}
    event = {"says": "a feast", "helps": "a.street", "by": 8, "rate": "0.5 per year", "fades": "6 months"}
    found = two(home, {}, events={"feast": event})
    window = found.windows[0]
    assert window.by[-1] == pytest.approx(float(event_passage(0.5, 1, YEARS)), abs=0.03)
    # A boost of 8 over a gap of 5 lasts for half-life times log2(8/5) unless another event comes.
    assert window.stays_open == pytest.approx(182.6 * math.log2(8 / 5), abs=14)


def test_sides_that_are_ready_for_different_packages_are_not_ready_together() -> None:
    sides = {"a": party({"x": 10, "y": -10}), "b": party({"x": -10, "y": 10})}
    question = {"text": "Will they agree?", "deal": ["x", "y"]}
    found = winset.windows(case_of(question=question, packages=packages("x", "y"), parties=sides), draws=128)
    window = found.windows[0]
    assert window.product == (1, 1)
    assert window.by == (0, 0)


def test_a_deadline_ends_windows() -> None:
    early = two(deadlines=[{"date": "2020-03-01", "says": "the end"}]).windows[0]
    assert early.by[-1] < two().windows[0].by[-1] - 0.1
    assert early.by[-1] == early.by[3]


def test_three_parties_and_parties_of_whom_two_suffice() -> None:
    sides = {name: party(home=walking(57)) for name in "abc"}
    three = winset.windows(case_of(**DATES, **AT_ONCE, parties=sides), draws=1024).windows[0]
    assert three.product is not None
    assert three.by[-1] < three.product[-1]
    some = winset.windows(case_of(**DATES, **AT_ONCE, parties=sides, agreed_by={"at_least": 2}), draws=1024)
    assert some.windows[0].product is None
    assert some.windows[0].by[-1] > three.by[-1]


def test_what_needs_more_than_everybody_is_said_to_be_impossible() -> None:
    found = two({"street": public(70, 95, {"x": 20})})
    assert found.windows[0].by[-1] == 0
    assert any("signing x is impossible: it needs 115 points" in note for note in found.notes)


def test_signing_now_or_waiting_follows_the_stated_prices() -> None:
    pricing = {"a": {"discount": 0.1}, "b": {"discount": 0.1, "point_of_approval": 0.5}}
    found = two(walking(56), walking(59), waiting=pricing)
    hard, priced = found.waiting
    assert (hard.party, hard.now, hard.sign_now) == ("a", None, False)
    exact = 1 - float(brownian_passage(4, 2 * math.sqrt(12), YEARS))
    assert hard.without_deal == pytest.approx(exact, abs=2e-3)
    assert all(region == ((60, None),) for region in hard.region)
    assert priced.now == pytest.approx(10 - 0.5 * 1)
    assert priced.value >= priced.now
    assert not found.notes


def test_who_does_not_price_waiting_is_told_so() -> None:
    found = two()
    assert found.waiting == ()
    assert any("does not say how A's leader and B's leader price waiting" in note for note in found.notes)


def test_losing_office_gives_leverage_to_the_other() -> None:
    sides = {"a": party(home=walking(56)), "b": party(home=walking(57), loses_office="0.3 per year")}
    pricing = {"a": {"discount": 0.1}, "b": {"discount": 0.1}}
    found = winset.windows(case_of(**DATES, parties=sides, waiting=pricing), draws=128).leverage
    assert found is not None
    assert (found.share, found.without) == pytest.approx((0.4 / 0.5, 0.5))


def test_workers_change_nothing_and_seeds_do() -> None:
    case = winset.load("wage-round")
    one = winset.windows(case, draws=256, seed=2)
    assert winset.windows(case, draws=256, seed=2, workers=2).to_json() == one.to_json()
    assert winset.windows(case, draws=256, seed=3).to_json() != one.to_json()


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(InputError, match="signed already"):
        winset.windows(winset.load("accord-2016"))
    with pytest.raises(CaseError, match="there is no party `c`"):
        case_of(waiting={"c": {"discount": 0.1}})
    with pytest.raises(CaseError, match=r"waiting\.a\.discount"):
        case_of(waiting={"a": {"discount": 5}})
