"""Stories and what-ifs: the same case with other values, checked like any case."""

from __future__ import annotations

import pickle

import pytest

from winset.case.reading import case_hash, read_text
from winset.case.stories import story_variants, with_values
from winset.errors import CaseError, InputError

STORIES = """
stories:
  mood:
    calm: {weight: 3}
    angry: {weight: 1, sets: {parties.northland.home.voters.floor: 45 to 50}}
  press:
    quiet: {}
    loud: {sets: {events.collision.rate: 2 per year}}
"""


def test_a_case_without_stories_has_one_variant(template):
    case = read_text(template)
    assert story_variants(case) == (("", 1.0, case),)


def test_variants_are_the_product_of_the_stories(template):
    variants = story_variants(read_text(template + STORIES))
    assert [(name, weight) for name, weight, _ in variants] == [
        ("mood: calm, press: quiet", 0.375),
        ("mood: calm, press: loud", 0.375),
        ("mood: angry, press: quiet", 0.125),
        ("mood: angry, press: loud", 0.125),
    ]
    last = variants[-1][2].quantities()
    assert str(last["parties.northland.home.voters.floor.value"]) == "45 to 50 %"
    assert str(last["events.collision.rate"]) == "2 per year"


@pytest.mark.parametrize(
    ("sets", "says"),
    [
        ("events.colision.rate: 2", "there is no `colision` in `events`; did you mean `collision`?"),
        ("parties.northlan.leader.weight: 2", "there is no `northlan` in `parties`"),
        ("parties.northland.leader.wight: 2", "unknown key `wight`"),
        ("meetings.rate: often", "this is not a number or a range"),
        ("meetings.closes: 1.5", "allowed: from 0 to 1"),
        ("meetings.rate.more: 5", "`rate` is a single value and has no parts"),
        ("question.deal.7: modest", "this list has places 0 to 1"),
        ("id: other", "a story cannot change `id`; stories change numbers; write another case for it"),
        ("until: 2026-01-31", "a story cannot change `until`"),
        ("as_of: 2025-02-21", "a story cannot change `as_of`"),
        ("question.counted: signed", "a story cannot change `question`"),
        ("title: Another treaty", "a story cannot change `title`"),
        ("clocks: {northland: {2025-06-01: an election}}", "a story cannot change `clocks`"),
        ("packages.more: {share: 44, inspection: none}", "a story cannot change `packages`"),
        ("packages.modest.share: 38", "a story cannot change `packages`"),
        ("packages.modest.steps: [{what: nothing, after: 1 day}]", "a story cannot change `packages`"),
        ("issues.share.range: [20, 50]", "a story cannot change `issues`"),
        ("sources.other: {title: A leak}", "a story cannot change `sources`"),
        ("parties.southland.home.court: {consents: 0.5}", "who must say yes, nor how; found southland.court"),
        ("parties.northland.home.parliament: {consents: 0.5}", "nor how; found northland.parliament"),
        ("parties.southland.home: {army: {consents: 0.5}}", "who must say yes, nor how; found southland.army"),
        ("parties.northland.home.parliament: {votes: referendum, poll: 0.5}", "nor how; found northland.parliament"),
        ("parties.eastland: {leader: {}}", "who must say yes, nor how; found eastland"),
        ("series.trust: {question: approve, file: trust.csv}", "trust.csv: there is no such file beside the case"),
        ("parties.northland.home.parliament.quota: 500", "at most the 120 seats"),
        ("parties.northland.home.parliament.seats: 20", "under this story parties.northland.home.parliament.quota"),
    ],
)
def test_stories_that_lead_nowhere_are_refused_on_their_line(template, complaints, sets, says):
    found = complaints(f"{template}\nstories:\n  one:\n    two:\n      sets: {{{sets}}}\n")
    assert any(says in str(complaint) for complaint in found), "\n".join(map(str, found))
    assert all(complaint.line and complaint.line > template.count("\n") for complaint in found)


def test_a_story_may_change_numbers_of_every_part_that_says_how_things_stand(template, complaints):
    sets = (
        "packages.modest.open_for: 2 weeks, deadlines: [{date: 2025-12-01}], outside.o: {leans_on: northland, by: 5}, "
        "events.strike: {hurts: northland.voters, by: 3, rate: 1}, forms.process: [random-walk], "
        "parties.northland.home.parliament.quota: 70, sweeteners.aid: {amount: 5, efficiency: {northland: 1}}"
    )
    text = f"{template}\nstories:\n  one:\n    two:\n      sets: {{{sets}}}\n"
    assert complaints(text) == []
    ((_, _, told),) = story_variants(read_text(text))
    assert told.parties["northland"].home["parliament"].quota == 70  # type: ignore[union-attr]


def test_a_story_stands_even_where_its_siblings_would_not_go_with_it(template, complaints):
    larger = "parties.northland.home.parliament.seats: 130, parties.northland.home.parliament.blocs.others.seats: 44"
    text = template + (
        f"stories:\n  size:\n    reform: {{sets: {{{larger}}}}}\n"
        "    boycott: {sets: {parties.northland.home.parliament.blocs.coast: {seats: 22, in_favour: 0}}}\n"
        "    merger:\n      sets:\n        parties.northland.home.parliament.seats: 98\n"
        "        parties.northland.home.parliament.blocs.others.seats: 12\n"
        "  whip: {loose: {}, firm: {sets: {parties.northland.home.parliament.blocs.government.whipped: true}}}\n"
    )
    assert complaints(text) == []
    assert len(story_variants(read_text(text))) == 6


def test_stories_that_do_not_fit_together_are_refused(template, complaints):
    text = template + (
        "stories:\n  one: {more: {sets: {parties.northland.home.parliament.quota: 120}}}\n"
        "  two: {fewer: {sets: {parties.northland.home.parliament.blocs.others.seats: 33, "
        "parties.northland.home.parliament.seats: 119}}}\n"
    )
    assert any("more with fewer" in str(complaint) for complaint in complaints(text))


def test_too_many_stories_are_refused(template, complaints):
    dimensions = "\n".join(f"  d{i}: {{a: {{}}, b: {{}}}}" for i in range(10))
    assert "1,024 combinations" in complaints(f"{template}\nstories:\n{dimensions}\n")[0].message


@pytest.mark.parametrize(
    ("path", "value", "where", "text"),
    [
        ("meetings.rate", "4 per year", "meetings.rate", "4 per year"),
        ("parties.southland.leader.worth.modest", 3, "parties.southland.leader.worth.modest", "3 points"),
        ("parties.northland.home.voters.approval", 50, "parties.northland.home.voters.approval", "50 %"),
        ("parties.northland.home.voters.floor", 50, "parties.northland.home.voters.floor.value", "50 %"),
        ("parties.northland.home.voters.floor.value", 50, "parties.northland.home.voters.floor.value", "50 %"),
        ("parties.northland.home.voters.floor.soft", 5, "parties.northland.home.voters.floor.soft", "5 points"),
        ("parties.northland.home.voters.pass_through", 0.2, "parties.northland.home.voters.pass_through", "0.2"),
        ("parties.northland.home.voters.moves.drift", -2, "parties.northland.home.voters.moves.drift", "-2 points"),
        (
            "parties.northland.home.voters.opposition.modest.0.oppose",
            30,
            "parties.northland.home.voters.opposition.modest.0.oppose",
            "30 %",
        ),
        (
            "parties.northland.home.parliament.blocs.others.in_favour.modest",
            0.7,
            "parties.northland.home.parliament.blocs.others.in_favour.modest",
            "0.7",
        ),
        ("parties.northland.leader.no_agreement", 7, "parties.northland.leader.no_agreement.worth", "7 points"),
        ("parties.southland.leader.no_agreement", 7, "parties.southland.leader.no_agreement.worth", "7 points"),
        ("lead_times.ratification", "60 days", "lead_times.ratification", "60 days"),
    ],
)
def test_values_can_be_set_wherever_a_number_is(template, path, value, where, text):
    case = read_text(template)
    changed = with_values(case, {path: value})
    assert str(changed.quantities()[where]) == text
    others = {key: number for key, number in changed.quantities().items() if key != where}
    before = case.quantities()
    assert all(before[key] == number for key, number in others.items() if key in before)


def test_a_value_that_is_set_loses_the_source_of_the_old_one(template):
    changed = with_values(read_text(template), {"parties.northland.home.voters.floor.value": 50})
    assert changed.parties["northland"].home["voters"].floor.note is None  # type: ignore[union-attr]


def test_every_number_that_stands_in_the_file_can_be_set_by_its_path(template):
    case = read_text(template)
    for path, quantity in case.quantities().items():
        written = f"{quantity.numbers[0]} days" if quantity.domain == "duration" else quantity.numbers[0]
        assert with_values(case, {path: written}).quantities()[path].kind == "fixed"


def test_a_changed_case_has_its_own_hash_and_leaves_the_first_alone(template):
    case = read_text(template)
    changed = with_values(case, {"meetings.rate": 4})
    assert case_hash(changed) != case_hash(case) == case_hash(read_text(template))
    assert case_hash(with_values(changed, {"meetings.closes": 0.2})) == case_hash(
        with_values(case, {"meetings.rate": 4, "meetings.closes": 0.2})
    )
    assert case == read_text(template)


def test_a_value_that_does_not_fit_is_refused_with_its_path(template):
    with pytest.raises(CaseError, match=r"meetings\.closes: found 3; allowed: from 0 to 1"):
        with_values(read_text(template), {"meetings.closes": 3})


def test_values_can_only_be_set_in_a_case_that_was_read(template):
    case = read_text(template)
    with pytest.raises(InputError, match="built in Python"):
        with_values(type(case).model_validate(case.written.raw), {"meetings.rate": 4})


def test_a_case_travels_between_processes_with_its_text(template):
    case = with_values(read_text(template), {"meetings.rate": 4})
    there = pickle.loads(pickle.dumps(case))
    assert there == case
    assert case_hash(there) == case_hash(case)


def test_a_story_cannot_change_how_many_must_say_yes(template, complaints):
    rule = "home: {all: {at_least: 1, of: {x: {consents: 0.5}, y: {consents: 0.5}}}}"
    leader = "worth: {hotline: -5 to 5, modest: 5 to 15, generous: 20 to 40}"
    text = template.replace(leader, f"{leader}\n    {rule}")
    sets = "stories:\n  one: {two: {sets: {parties.southland.home.all.at_least: 2}}}\n"
    (found,) = complaints(f"{text}\n{sets}")
    assert "a story cannot change who must say yes, nor how" in str(found)


def test_a_story_may_change_the_numbers_of_a_step(template, complaints):
    steps = "steps: [{what: they leave port, after: 6 months, stopped_by: {southland: 0.1}}]"
    text = template.replace("{share: 36, inspection: in port}", f"{{share: 36, inspection: in port, {steps}}}")
    assert text != template

    def told(sets: str) -> str:
        return f"{text}\nstories:\n  one:\n    two:\n      sets: {{{sets}}}\n"

    at = "packages.modest.steps.0"
    both = f"{at}.after: 2 years, {at}.stopped_by.southland: 0.3 to 0.5"
    assert complaints(told(both)) == []
    ((_, _, variant),) = story_variants(read_text(told(both)))
    quantities = variant.quantities()
    assert str(quantities[f"{at}.after"]) == "2 years"
    assert str(quantities[f"{at}.stopped_by.southland"]) == "0.3 to 0.5"
    (words,) = complaints(told(f"{at}.what: nothing"))
    assert "a story cannot change `packages`" in str(words)
    (too_much,) = complaints(told(f"{at}.stopped_by.southland: 3"))
    assert f"sets.{at}.stopped_by.southland: found 3; allowed: from 0 to 1" in str(too_much)
