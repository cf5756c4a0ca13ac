"""The engine and the closed forms meet where both can go: windows, events and meetings with nothing else uncertain."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cases import Raw, case_of, deal_days, packages, party, public, raw_case, read
from winset import forecast
from winset.timing.brownian import brownian_passage
from winset.timing.events import event_passage, window_length
from winset.timing.joint_window import joint_window
from winset.timing.mean_reversion import ou_passage

DRAWS = 8 * 512
UNTIL, YEARS = "2020-12-31", 365 / 365.25


def waiting(gap: float, **moves: float) -> Raw:
    """Return a felt public whose approval must rise by `gap`, in points; volatility is per root year."""
    moves["volatility"] = moves.get("volatility", 0) / math.sqrt(12)
    return public(50, 30, {"x": 20 + gap}, moves={"reversion": 0, **moves})


def first_window(a: Raw, b: Raw | None = None, process: str = "random-walk", **more: object) -> float:
    """Return the chance that a window opens in the year, and count it as a deal at once."""
    homes = {"a": {"public": a}, "b": {"public": b} if b else {}}
    raw = raw_case(until=UNTIL, parties={name: party(home=home) for name, home in homes.items()}, **more)
    raw["forms"] = {"process": [process], "closing": ["immediate"], "solution": ["nash"]}
    return forecast(read(raw), draws=DRAWS).deal.probability


def within(probability: float, errors: float = 4.0, discretisation: float = 0.002) -> object:
    """Return a probability up to sampling error and what is left of watching the path once a day."""
    return pytest.approx(probability, abs=errors * math.sqrt(probability * (1 - probability) / DRAWS) + discretisation)


@pytest.mark.parametrize(("gap", "volatility", "drift"), [(5, 7, 0), (8, 7, 0), (5, 7, 4), (5, 7, -6), (-1, 7, 0)])
def test_one_public_that_walks_agrees_with_the_reflection_principle(
    gap: float, volatility: float, drift: float
) -> None:
    found = first_window(waiting(gap, volatility=volatility, drift=drift))
    assert found == within(float(brownian_passage(gap, volatility, YEARS, drift)))


@pytest.mark.parametrize(("gap", "level", "speed"), [(4, 50, 2), (4, 53, 3), (4, 44, 1), (4, 58, 4)])
def test_one_public_that_is_pulled_to_a_level_agrees_with_its_passage_time(
    gap: float, level: float, speed: float
) -> None:
    found = first_window(waiting(gap, volatility=6, reversion=speed, level=level), process="mean-reversion")
    assert found == within(ou_passage(gap, 50 + gap - level, speed, 6, YEARS))


@pytest.mark.parametrize(
    ("slacks", "correlation"),
    [((-1, 0.5), 0), ((-1, -1), 0), ((-1, -1), 0.5), ((-1, -1), -0.5)],
    ids=["E13", "E14", "E15", "E16"],
)
def test_two_publics_must_be_ready_at_the_same_time(slacks: tuple[float, float], correlation: float) -> None:
    a, b = (waiting(-10 * slack, volatility=10) for slack in slacks)
    together = [{"between": ["a.public", "b.public"], "rank": correlation}]
    found = first_window(a, b, correlations=together if correlation else [])
    assert found == within(joint_window(*slacks, correlation, YEARS), discretisation=0.004)


def test_windows_that_open_at_different_times_make_no_deal() -> None:
    together = first_window(waiting(10, volatility=10), waiting(10, volatility=10))
    alone = first_window(waiting(10, volatility=10))
    assert together < alone**2 - 0.01


@pytest.mark.parametrize(("rate", "agrees"), [(1, 1), (2, 0.4)])
def test_random_events_that_cover_the_gap_come_as_poisson_has_it(rate: float, agrees: float) -> None:
    event = {"helps": "a.public", "by": 6, "rate": rate, "needs": "neighbour", "agrees": agrees}
    found = first_window(waiting(5), events={"union": event})
    assert found == within(float(event_passage(rate, agrees, YEARS)), discretisation=0)


def test_two_events_are_needed_where_one_does_not_cover_the_gap() -> None:
    found = first_window(waiting(5), events={"union": {"helps": "a.public", "by": 3, "rate": 2}})
    once = 2 * YEARS
    assert found == within(1 - math.exp(-once) * (1 + once), discretisation=0.003)


def test_jumps_that_explain_all_volatility_come_as_poisson_has_it() -> None:
    # Variance 12 * v**2 a year is what one jump of 6 points a year makes, so nothing is left to diffuse.
    felt = waiting(5, volatility=6, jumps={"rate": 1, "size": 0, "mean": 6})
    assert first_window(felt, process="random-walk-jumps") == within(float(event_passage(1, 1, YEARS)), 4, 0)


def test_pure_jumps_just_short_of_the_need_are_not_lifted_over_it() -> None:
    felt = waiting(3.1, volatility=3, jumps={"rate": 1, "size": 0, "mean": 3})
    twice = 1 - math.exp(-YEARS) * (1 + YEARS)
    assert first_window(felt, process="random-walk-jumps") == within(twice, discretisation=0.003)


@pytest.mark.parametrize("rate", [0.5, 3])
def test_meetings_come_as_poisson_has_it(rate: float) -> None:
    found = forecast(case_of(until=UNTIL, meetings={"rate": rate, "closes": 0.5}), draws=DRAWS)
    ladder = {rung.rung: rung.probability for rung in found.ladder}
    assert ladder["meet"] == within(1 - math.exp(-rate * YEARS), discretisation=0)
    # Closing thins the meetings; two in a day count once.
    assert ladder["agree"] == within(1 - math.exp(-0.5 * rate * YEARS), discretisation=0.003)


@pytest.mark.parametrize(("lead", "day"), [("0 days", 10), ("9 days", 19), ("10 days", 20), ("11 days", np.inf)])
def test_a_fading_boost_must_last_for_the_lead_time(lead: str, day: float) -> None:
    # A boost of 16 points halves every five days and covers the gap of 4 for ten.
    event = {"helps": "a.public", "by": 16, "date": "2020-01-11", "fades": "5 days"}
    parties = {"a": party(home={"public": waiting(4)}), "b": party()}
    case = case_of(until="2020-02-29", parties=parties, events={"boost": event}, lead_times={"opening": lead})
    assert float(window_length(16, 4, math.log(2) / 5)) == pytest.approx(10)
    assert (deal_days(case, 16) == day).all()


def test_two_leaders_split_as_nash_and_kalai_smorodinsky_have_it_on_a_menu() -> None:
    # Gains (9, 2), (5, 4), (2, 9) of a and b: products 18, 20, 18; shares of the most .22, .44, .22.
    worth = {"a": {"l": 9, "m": 5, "r": 2}, "b": {"l": 2, "m": 4, "r": 9}}
    parties = {name: party(points) for name, points in worth.items()}
    ends = {"ends_talks": True}
    menu = packages("l", "m", "r", l=ends, r=ends)
    raw = raw_case(packages=menu, question={"text": "?", "deal": ["m"]}, parties=parties)
    raw["forms"]["solution"] = ["nash", "kalai-smorodinsky"]
    assert forecast(read(raw), draws=128).deal.low == 1
    raw["parties"]["a"]["leader"]["worth"]["m"] = 4
    found = {form.solution: form.probability for form in forecast(read(raw), draws=128).forms}
    assert found == {"nash": 0, "kalai-smorodinsky": 1}
