"""From what is written to draws, stories and forms: quantities, correlations, weights, the calendar."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm, spearmanr

from cases import Raw, case_of, deal_days, packages, party, public, raw_case, read, referendum, scene_of
from winset import forecast
from winset.case.quantities import CHANCE, DURATION, PERCENT, POINTS, RATE, SHARE, Domain, parse
from winset.errors import InputError
from winset.forecasting.calendar import Calendar
from winset.forecasting.forms import forms_of
from winset.forecasting.inputs import Draw, distribution
from winset.forecasting.levels import distributions_of
from winset.forecasting.run import rounded_draws

# --- one number ---


@pytest.mark.parametrize(
    ("written", "domain", "low", "middle", "high"),
    [
        ("58 to 64", PERCENT, 58, 61, 64),
        ("2 to 8 per year", RATE, 2, 4, 8),
        ("6 to 24 weeks", DURATION, 42, 84, 168),
        ({"normal": [10, 2]}, POINTS, 10 - 2 * norm.ppf(0.95), 10, 10 + 2 * norm.ppf(0.95)),
        ({"beta": [1, 1]}, SHARE, 0.05, 0.5, 0.95),
        ({"triangular": [0, 5, 10]}, POINTS, 10 * np.sqrt(0.025), 5, 10 - 10 * np.sqrt(0.025)),
        (7, POINTS, 7, 7, 7),
    ],
)
def test_a_written_number_has_the_quantiles_it_states(
    written: Any, domain: Domain, low: float, middle: float, high: float
) -> None:
    assert distribution(parse(written, domain)).ppf([0.05, 0.5, 0.95]) == pytest.approx([low, middle, high])


def test_draws_stay_within_their_field() -> None:
    spread = distribution(parse("0.8 to 1", CHANCE)).ppf([1e-9, 0.5, 1 - 1e-9])
    assert spread[-1] == 1
    assert distribution(parse("0 to 1 per year", RATE)).ppf(1e-9) == 0


def test_with_all_inputs_at_their_modes_nothing_is_uncertain() -> None:
    quantities = {"a": parse({"low": 0.1, "mode": 0.2, "high": 0.9}, SHARE), "b": parse("2 to 8 per year", RATE)}
    draw = Draw({path: distribution(one) for path, one in quantities.items()}, n=3)
    assert draw.is_central
    assert draw.value("a").tolist() == [0.2] * 3
    assert draw.level("anything").tolist() == [0.5] * 3


def test_a_number_that_nobody_states_is_an_error_unless_there_is_a_default() -> None:
    draw = Draw({}, n=2)
    with pytest.raises(KeyError):
        draw.value("nowhere")
    assert draw.value("nowhere", parse(3, POINTS)).tolist() == [3, 3]


# --- several numbers ---


def test_correlated_inputs_reach_their_rank_correlation() -> None:
    between = ["parties.a.leader.worth.x", "parties.b.leader.worth.x"]
    raw = raw_case(
        parties={name: party("-10 to 10") for name in ("a", "b")}, correlations=[{"between": between, "rank": 0.7}]
    )
    draw = scene_of(read(raw), 2048).draw
    assert spearmanr(*(draw.value(path) for path in between)).statistic == pytest.approx(0.7, abs=4 / np.sqrt(2048))


@pytest.mark.parametrize(("rank", "deal"), [(1, 0.5), (-1, 0.0), (None, 0.25)])
def test_leaders_who_agree_to_agree_make_more_deals(rank: float | None, deal: float) -> None:
    between = ["parties.a.leader.worth.x", "parties.b.leader.worth.x"]
    together = [] if rank is None else [{"between": between, "rank": rank}]
    raw = raw_case(parties={name: party("-10 to 10") for name in ("a", "b")}, correlations=together)
    found = forecast(read(raw), draws=4096).deal.probability
    assert found == pytest.approx(deal, abs=1e-3 if rank else 0.03)


@pytest.mark.parametrize("rank", [-0.6, 0.8])
def test_publics_that_move_together_have_correlated_paths(rank: float) -> None:
    homes = {name: {"public": public(50, 40, {"x": 5}, moves={"volatility": 2})} for name in ("a", "b")}
    raw = raw_case(
        parties={name: party(home=home) for name, home in homes.items()},
        correlations=[{"between": ["a.public", "b.public"], "rank": rank}],
    )
    shocks = scene_of(read(raw), 128).shocks
    one, other = (shocks.normals[name, "public"].ravel() for name in ("a", "b"))
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(rank, abs=4 / np.sqrt(one.size))
    assert other.std() == pytest.approx(1, abs=0.05)


def test_approval_read_from_polls_starts_at_their_level() -> None:
    readings = [{"date": f"2019-12-{day}", "house": "one", "value": 60, "n": 1600} for day in (10, 20, 30)]
    home = {**public({"series": "polls"}, 40, {"x": 5}), "moves": {"volatility": 0}}
    raw = raw_case(
        parties={"a": party(home={"public": home}), "b": party()},
        series={"polls": {"question": "approve?", "readings": readings, "house_spread": 0}},
    )
    start = scene_of(read(raw), 1024).shocks.motions["a", "public"].start
    level = distributions_of(read(raw))["parties.a.home.public.approval"]
    assert start.mean() == pytest.approx(60, abs=0.05)
    assert start.std() == pytest.approx((level.ppf(norm.cdf(1)) - level.ppf(norm.cdf(-1))) / 2, rel=0.02)
    assert 0.5 <= start.std() <= 1.3


# --- stories and forms ---


def two_stories(**weights: float) -> Raw:
    """Return a case in which a deal is certain under one story and impossible under the other."""
    stories = {"hawk": {"sets": {"parties.a.leader.worth.x": -5}}, "dove": {"sets": {}}}
    return raw_case(stories={"mood": {name: {**stories[name], "weight": weight} for name, weight in weights.items()}})


def test_stories_are_pooled_by_their_weights() -> None:
    found = forecast(read(two_stories(hawk=1, dove=3)), draws=128)
    assert (found.deal.probability, found.deal.low, found.deal.high) == (0.75, 0, 1)
    assert {form.story: (form.weight, form.probability) for form in found.forms} == {
        "mood: hawk": (0.25, 0),
        "mood: dove": (0.75, 1),
    }
    assert [(part.party, part.share) for part in found.binding] == [("a", 1)]
    assert [rung.probability for rung in found.ladder] == [1, 0.75, 0.75, 0.75]


def test_dimensions_of_stories_multiply() -> None:
    raw = two_stories(hawk=1, dove=3)
    raw["stories"]["weather"] = {
        "storm": {"sets": {"meetings.rate": 0}, "weight": 2},
        "calm": {"sets": {}, "weight": 3},
    }
    found = forecast(read(raw), draws=128)
    assert found.deal.probability == pytest.approx(0.75 * 0.6)
    assert sum(form.weight for form in found.forms) == pytest.approx(1)
    assert len(found.forms) == 4


def test_who_refuses_is_pooled_over_stories_too() -> None:
    (package,) = forecast(read(two_stories(hawk=1, dove=3)), draws=128).packages
    assert package.open_now == 0.75
    assert {part.party: part.probability for part in package.blocked_by} == {"a": 0.25, "b": 0}


def test_a_story_may_bring_in_an_outsider() -> None:
    outsider = {"outside.o": {"leans_on": ["a"], "by": 20}}
    found = forecast(case_of(stories={"mood": {"usual": {"sets": {}}, "pressed": {"sets": outsider}}}), draws=128)
    assert found.deal.probability == 0.5
    assert {(part.party, part.share) for part in found.binding} == {("a", 0.5), ("o", 0.5)}


def test_forms_are_a_product_of_what_a_case_has_use_for() -> None:
    assert len(forms_of(case_of(forms={}))) == 2
    homes = {"public": public(50, 40, {"x": 1}), "voters": referendum(0.6)}
    parties = {"a": party(home=homes), "b": party()}
    assert len(forms_of(case_of(forms={}, parties=parties))) == 4
    homes["public"]["moves"] = {"jumps": {"rate": 1, "size": 3}}
    assert len(forms_of(case_of(forms={}, parties=parties))) == 8


def test_another_solution_takes_no_weight_from_other_dimensions() -> None:
    parties = {"a": party(home={"public": public(50, 40, {"x": 1})}), "b": party()}
    solutions = ["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]
    process = {"random-walk": 3, "mean-reversion": 1}
    for count in (1, 2, 4):
        stated = {"solution": solutions[:count], "process": process, "comparable": True}
        case = case_of(parties=parties, forms=stated)
        walks = sum(form.weight for form in forms_of(case) if form.process == "random-walk")
        assert walks == pytest.approx(0.75)


def test_the_headline_pools_forms_and_its_ends_are_their_extremes() -> None:
    # Approval starts 10 below where it must be and returns to its level, 20 higher, within days.
    home = public(50, 40, {"x": 20}, moves={"volatility": 0, "reversion": 300, "level": 70})
    raw = raw_case(parties={"a": party(home={"public": home}), "b": party()})
    raw["forms"] = {"process": {"random-walk": 3, "mean-reversion": 1}, "solution": ["nash"]}
    found = forecast(read(raw), draws=128).deal
    assert (found.probability, found.low, found.high) == (0.25, 0, 1)


def test_which_numbers_move_the_answer() -> None:
    raw = raw_case(parties={"a": party("-10 to 10"), "b": party("5 to 6")})
    influence = {number.path: number for number in forecast(read(raw), draws=2048).numbers}
    # The correlation of a uniform level with whether it exceeds one half is half the root of three.
    assert influence["parties.a.leader.worth.x"].influence == pytest.approx(np.sqrt(0.75), abs=1e-3)
    assert influence["parties.a.leader.worth.x"].decisive
    assert not influence["parties.b.leader.worth.x"].decisive


# --- time, draws ---


def test_a_question_of_about_a_year_is_watched_daily_and_a_longer_one_weekly() -> None:
    start = dt.date(2020, 1, 1)
    daily, weekly = (Calendar(start, start + dt.timedelta(days=days)) for days in (400, 405))
    assert (daily.step_days, daily.size, daily.days[-1]) == (1, 401, 400)
    assert (weekly.step_days, weekly.size, weekly.days[-2:].tolist()) == (7, 59, [399, 405])
    assert weekly.lengths.sum() == pytest.approx(405 / 365.25)


def test_a_date_between_two_steps_counts_from_the_next() -> None:
    calendar = Calendar(dt.date(2020, 1, 1), dt.date(2021, 6, 1))
    assert [calendar.step_of(dt.date(2020, 1, day)) for day in (1, 7, 8, 9)] == [0, 1, 1, 2]
    active = calendar.active(dt.date(2020, 1, 9), dt.date(2020, 1, 22))
    assert np.flatnonzero(active).tolist() == [2, 3]


def test_the_curve_is_read_at_ends_of_months_and_at_the_end() -> None:
    found = forecast(case_of(until="2020-04-10"), draws=128).deal.by
    assert [by.date.isoformat() for by in found] == ["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-10"]
    pressed = {"o": {"leans_on": ["a"], "by": 20, "until": "2020-03-31"}}
    found = forecast(case_of(until="2020-04-10", outside=pressed), draws=128).deal.by
    assert [by.probability for by in found] == [0, 0, 0, 1]


@pytest.mark.parametrize(("asked", "made"), [(128, 128), (129, 256), (10_000, 16_384), (16_384, 16_384)])
def test_draws_are_eight_times_a_power_of_two(asked: int, made: int) -> None:
    assert rounded_draws(asked) == made


@pytest.mark.parametrize(
    ("options", "message"),
    [({"draws": 100}, "`draws` is 100"), ({"seed": -1}, "`seed` is -1"), ({"workers": 0}, "`workers` is 0")],
)
def test_numbers_out_of_range_are_refused(options: dict[str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        forecast(case_of(), **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 1000.5}, "`draws` is 1000.5; take a whole number, such as 16384"),
        ({"draws": "1024"}, '`draws` is "1024"; take a whole number'),
        ({"draws": None}, "`draws` is nothing; take a whole number"),
        ({"seed": 1.5}, "`seed` is 1.5; take a whole number, such as 1"),
        ({"seed": "a"}, '`seed` is "a"; take a whole number'),
        ({"workers": 1.5}, "`workers` is 1.5; take a whole number, such as 1"),
        ({"workers": -1}, "`workers` is -1; take 1 or more"),
    ],
)
def test_what_is_no_whole_number_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        forecast(case_of(), **options)


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    found = forecast(case_of(), draws=np.int64(128), seed=np.uint8(7), workers=np.int32(1))
    assert found.to_json() == forecast(case_of(), draws=128, seed=7).to_json()


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("kuril-2019", "`case` is 'kuril-2019', not yet a case; load it first: forecast(winset.load('kuril-2019'))"),
        (Path("a.yaml"), "load it first: forecast(winset.load('a.yaml'))"),
        (None, "`case` is nothing; take a case, such as forecast(winset.load('wage-round'))"),
        ({"id": "x"}, '`case` is {id: "x"}; take a case'),
    ],
)
def test_what_is_no_case_is_refused_with_the_way_to_one(case: Any, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        forecast(case)


@pytest.mark.parametrize(("workers", "started"), [(2, 2), (8, 8), (9, 8), (10**9, 8)])
def test_no_more_workers_are_started_than_there_are_blocks(
    monkeypatch: pytest.MonkeyPatch, workers: int, started: int
) -> None:
    asked = []

    def pool(processes: int, **_: object) -> ThreadPoolExecutor:
        asked.append(processes)
        return ThreadPoolExecutor(1)

    monkeypatch.setattr("winset.forecasting.run.ProcessPoolExecutor", pool)
    assert forecast(case_of(), draws=128, workers=workers) == forecast(case_of(), draws=128)
    assert asked == [started]


def test_the_sampling_error_is_that_of_the_replicates() -> None:
    found = forecast(case_of(meetings={"rate": 8, "closes": 1}), draws=2048).deal
    expected = 1 - np.exp(-8 * 30 / 365.25)
    assert abs(found.probability - expected) < 4 * found.sampling_error
    assert found.sampling_error == pytest.approx(np.sqrt(expected * (1 - expected) / 2048), rel=0.8)


def test_a_package_without_deal_leaves_a_warning_not_certainty() -> None:
    sure, never = (forecast(case_of(parties={"a": party(worth), "b": party()}), draws=128) for worth in (1, -1))
    assert any("above what this many draws can show" in line for line in sure.warnings)
    assert any("below what this many draws can show" in line for line in never.warnings)
    assert never.deal.words == "almost no chance"


def test_three_parties_must_all_agree() -> None:
    parties = {name: party(worth) for name, worth in (("a", 5), ("b", 5), ("c", -1))}
    assert np.isinf(deal_days(case_of(parties=parties), 16)).all()
    menu = {name: party({"x": one, "y": other}) for name, one, other in (("a", 5, 1), ("b", 5, 1), ("c", -1, 1))}
    case = case_of(packages=packages("x", "y"), parties=menu, question={"text": "?", "deal": ["y"]})
    assert (deal_days(case, 16) == 1).all()
