"""A forecast must not know the future: late evidence is refused, or marked and warned of."""

from __future__ import annotations

from winset.case.evidence import hindsight_used, stated_numbers
from winset.case.reading import read_text

LATE = ("field: 2025-02-17 to 2025-02-21, n: 1010}", "field: 2025-02-17 to 2025-03-09, n: 1010}")
ROWS = (
    "series: {trust: {question: approve, readings: [{date: 2025-02-01, value: 50}, {date: 2025-04-01, value: 52}]}}\n"
)


def test_evidence_fielded_after_the_forecast_is_made_is_refused_where_it_is_used(mended, complaints):
    [complaint] = complaints(mended(LATE))
    assert complaint.field == "parties.northland.home.voters.approval.from"
    assert "`barometer` is of 2025-03-09, after the forecast is made" in str(complaint)
    assert "mark it `hindsight: true`" in str(complaint)


def test_evidence_published_late_counts_as_late(mended, complaints):
    late = ("field: 2025-02-17 to 2025-02-21, n: 1010}", "field: 2025-02-17 to 2025-02-21, date: 2025-03-02, n: 1010}")
    assert "2025-03-02" in str(complaints(mended(late))[0])


def test_a_late_source_that_nothing_refers_to_does_no_harm(mended, complaints):
    assert complaints(mended(LATE, (", from: barometer}", "}"))) == []


def test_the_mark_may_stand_on_the_source(mended):
    marked = (LATE[0], LATE[1].replace("}", ", hindsight: true}"))
    case = read_text(mended(marked))
    assert hindsight_used(case) == ("source barometer is of 2025-03-09, after 2025-03-01",)


def test_the_mark_may_stand_on_the_number(mended):
    case = read_text(mended(LATE, ("from: barometer}", "from: barometer, hindsight: true}")))
    assert hindsight_used(case) == ("source barometer is of 2025-03-09, after 2025-03-01",)


def test_the_mark_may_stand_on_the_part_around_the_number(mended):
    case = read_text(mended(LATE, ("felt: capital\n", "felt: capital\n        hindsight: true\n")))
    assert "source barometer is of 2025-03-09, after 2025-03-01" in hindsight_used(case)


def test_a_marked_guess_is_warned_of(mended):
    case = read_text(mended(("value: 36 to 42,", "value: 36 to 42, hindsight: true,")))
    assert hindsight_used(case) == ("parties.northland.home.voters.floor is marked as hindsight",)


def test_readings_taken_after_the_forecast_is_made_are_refused(template, complaints):
    [complaint] = complaints(template + ROWS)
    assert complaint.field == "series.trust.readings.1.date"
    assert "this reading was taken after the forecast is made" in complaint.message


def test_a_marked_series_is_warned_of(template):
    case = read_text(template + ROWS.replace("question: approve", "question: approve, hindsight: true"))
    assert "series.trust holds 1 reading after 2025-03-01, up to 2025-04-01" in hindsight_used(case)


def test_a_case_without_hindsight_warns_of_nothing(template):
    assert hindsight_used(read_text(template)) == ()


def test_every_number_is_a_source_a_guess_or_a_default(template):
    case = read_text(template)
    numbers = {number.path: number for number in stated_numbers(case)}
    assert list(numbers) == list(case.quantities())
    voters = "parties.northland.home.voters"
    assert numbers[f"{voters}.opposition.modest.0.oppose"].sources == ("port-poll",)
    assert numbers[f"{voters}.approval"].origin == "source"
    assert numbers[f"{voters}.floor.value"].origin == "guess"
    assert numbers[f"{voters}.floor.value"].note.startswith("our guess")
    assert numbers[f"{voters}.floor.soft"].origin == "default"


def test_a_source_that_is_itself_a_guess_makes_a_guess(mended):
    case = read_text(mended(("n: 1010}", "n: 1010, guess: true}")))
    assert {number.path: number.origin for number in stated_numbers(case)}[
        "parties.northland.home.voters.approval"
    ] == "guess"
