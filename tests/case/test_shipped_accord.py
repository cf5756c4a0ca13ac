"""The accord of October 2016: what is known on the day, and that a No may be followed by another road."""

from __future__ import annotations

from winset import forecast, load
from winset.case.evidence import stated_numbers

CASE = load("accord-2016")


def test_every_number_names_a_source_or_says_that_it_is_a_guess():
    stated = [number for number in stated_numbers(CASE) if number.origin != "default"]
    assert len(stated) > 20
    assert [number.path for number in stated if not number.sources] == []


def test_nothing_is_later_than_the_day_before_the_plebiscite():
    assert max(source.date for source in CASE.sources.values() if source.date is not None) < CASE.as_of
    assert not any(source.hindsight for source in CASE.sources.values())


def test_the_seats_of_the_senate_are_those_of_2014():
    senate = CASE.after_a_no.other_ratifier
    assert senate.seats == sum(bloc.seats for bloc in senate.blocs.values()) == 102
    governing = ("la-u", "liberals", "radical-change")
    assert sum(senate.blocs[name].seats for name in governing) == 47 < senate.quota <= 47 + 18


def test_the_polls_are_not_taken_at_their_count_and_the_second_road_adds_to_them():
    answer = forecast(CASE, draws=2048)
    ratified = {package.id: package.ratified for package in answer.packages}
    assert 0.8 < ratified["accord-of-september"] < 0.97
    assert 0 < ratified["revised-accord"] < 1 - ratified["accord-of-september"]
    assert sum(ratified.values()) == answer.deal.probability
    days = {by.date.isoformat(): by.probability for by in answer.deal.by}
    assert days["2016-10-31"] < answer.deal.probability
