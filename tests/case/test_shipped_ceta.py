"""The trade agreement of October 2016: what is known on the day, and that powers to sign are asked for beforehand."""

from __future__ import annotations

from winset import forecast, load
from winset.case.accepters import ratifiers
from winset.case.evidence import stated_numbers

CASE = load("ceta-2016")


def test_every_number_names_a_source_or_says_that_it_is_a_guess():
    stated = [number for number in stated_numbers(CASE) if number.origin != "default"]
    assert len(stated) > 30
    assert [number.path for number in stated if not number.sources] == []
    assert [number.path for number in stated if not number.note] == []


def test_nothing_is_later_than_the_vote_in_wallonia():
    assert max(source.date for source in CASE.sources.values() if source.date is not None) == CASE.as_of
    assert not any(source.hindsight for source in CASE.sources.values())


def test_all_28_states_are_asked_and_all_before_the_signature():
    council = CASE.parties["EU"].home["council"].all_of
    assert council["one-of-23-others"].how_many + len(council.keys() - {"one-of-23-others", "somebody-else"}) == 28
    assert all(who.beforehand for who in ratifiers(CASE) if who.party in CASE.parties)


def test_wallonia_stands_in_the_way_more_than_any_other():
    answer = forecast(CASE, draws=512)
    refused = {part.accepter: part.share for part in answer.binding if part.kind == "consent"}
    assert max(refused, key=lambda name: refused[name]) == "Wallonia"
    as_drafted = next(package for package in answer.packages if package.id == "as-drafted")
    assert max(as_drafted.blocked_by, key=lambda blocker: blocker.probability).accepter == "Wallonia"
    assert as_drafted.signed < 0.05
