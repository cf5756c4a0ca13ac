"""The invented coalition: what it says of itself, and that only parliament is asked again."""

from __future__ import annotations

from winset import forecast, load
from winset.case.evidence import stated_numbers

CASE = load("coalition")


def test_it_says_that_it_is_invented():
    assert CASE.invented
    assert "invented" in CASE.title
    assert all(source.is_guess for source in CASE.sources.values())


def test_every_number_names_where_it_comes_from():
    stated = [number for number in stated_numbers(CASE) if number.origin != "default"]
    assert len(stated) > 30
    assert [number.path for number in stated if not number.sources] == []


def test_the_coalition_has_six_votes_to_spare():
    parliament = CASE.ratifiers["parliament"]
    members = parliament.blocs["alliance"].seats + parliament.blocs["union"].seats
    assert members - parliament.quota == 6
    assert parliament.secret


def test_what_is_handed_over_in_one_step_seldom_enforces_itself():
    found = {part.package: part for part in forecast(CASE, draws=512).keeping}
    assert list(found) == ["tax-first", "climate-first", "thin", "rotation"]
    assert found["tax-first"].exchange.foreseen == 1
    assert found["tax-first"].exchange.needed.central == 2
    assert found["tax-first"].probability < 0.3
    assert (found["thin"].exchange.foreseen, found["thin"].exchange.needed.central) == (2, 1)


def test_what_would_keep_it_changes_no_chance():
    bare = CASE.model_copy(update={"keeping": None})
    with_it, without = (forecast(case, draws=128) for case in (CASE, bare))
    assert without.deal == with_it.deal
    assert {number.influence for number in with_it.numbers if number.path.startswith("keeping")} == {0.0}
    assert without.keeping == ()


def test_further_ballots_help_even_before_they_are_held():
    once = CASE.model_copy(update={"after_a_no": None})
    with_more, with_one = (forecast(case, draws=512) for case in (CASE, once))
    assert with_more.deal.probability > with_one.deal.probability + 0.1
    signed = [next(rung.probability for rung in each.ladder if rung.rung == "sign") for each in (with_more, with_one)]
    assert signed[0] > signed[1] + 0.05
    assert with_more.warnings == ("This case is invented.",)
