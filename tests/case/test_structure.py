"""What does not have the shape of a case is named with its line, all of it at once."""

from __future__ import annotations

import pytest

from winset.case.complaints import Complaint, nearest, shown
from winset.case.structure import check_structure


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title:", "titel:", 'titel: unknown key `titel`; found "titel"; did you mean `title`?'),
        ("      worth: {hotline: 0 to 5,", "      wort: {hotline: 0 to 5,", "leader.wort: unknown key `wort`"),
        (
            "felt: capital",
            "felt: capitol",
            'home.voters.felt: found "capitol"; allowed: capital; did you mean `capital`?',
        ),
        ("votes: body", "votes: boddy", "home.parliament: here stands none of `felt: capital`, `votes: body`"),
        ("seats: 120", "seats: many", 'seats: found "many"; allowed: a whole number'),
        ("seats: 120", "seats: 120.5", "seats: "),
        ("seats: 120", "seats: 0", "seats: found 0; allowed: 1 or more"),
        ("seats: 120", "seats: 5001", "so many seats; found 5001; allowed: 5,000 or fewer; a ballot of members"),
        ("seats: 64", "seats: 90000", "government.seats: no body that meets has so many seats"),
        ("invented: true", "invented: 1", "invented: found 1; allowed: true or false"),
        ("invented: true", "invented: yes", "write true or false"),
        ("id: my-case", "id: my case", 'id: found "my case"; allowed: letters, digits, hyphens'),
        ("title: A fishing treaty between two coastal states", "title: 5", "put it in double quotes"),
        ("title: A fishing treaty between two coastal states", "title: ''", "title: this is empty"),
        ("winset: 1 ", "winset: 2 ", "winset: found 2; allowed: 1"),
        ("as_of: 2025-03-01 ", "as_of: 2025-02-30 ", "as_of: there is no such day"),
        ("as_of: 2025-03-01 ", "as_of: 2025-03-01T10:00 ", "the hour of the day is not used"),
        ("as_of: 2025-03-01 ", "as_of: 1 March 2025 ", "as_of: this is no date"),
        ("as_of: 2025-03-01 ", "as_of: 20250301 ", "as_of: this is no date; found 20250301"),
        ("counted: ratified", "counted: in fore", 'counted: this is no rung; found "in fore"; allowed: agreed, signed'),
        ("deal: [modest, generous]", "deal: []", "question.deal: this is empty"),
        ("options: [none, in port, on board]", "options: []", "issues.inspection: this issue has no options"),
        ("options: [none, in port, on board]", "options: [a, a]", "this option stands here twice"),
        ("options: [none, in port, on board]", "options: [a, true]", 'put "true" in quotes'),
        ("options: [none, in port, on board]", "options: {a: x}", "an option's place on the scale is a number"),
        ("options: [none, in port, on board]", "options: [a, b], range: [0, 1]", "either `options` or a `range`"),
        ("range: [30, 50]", "range: [50, 30]", "the ends of this range are out of order"),
        ("range: [30, 50]", "range: [30, 40, 50]", "this list is too long; found [30, 40, 50]; allowed: 2 items"),
        ("field: 2025-02-10 to 2025-02-14", "field: 2025-02-10 to 2025-02-01", "these are no dates in the field"),
        ("date: 2025-09-01, chance: 0.6", "chance: 0.6", "an event has either a `date` or a `rate`"),
        ("helps: northland.voters, by: 1", "by: 1", "an event either helps or hurts someone"),
        ("leader:\n      name: the president", "leadr:\n      name: the president", "did you mean `leader`?"),
        ("approval: {value: 44 to 48, from: barometer}", "approval: {series: a b}", "approval.series: found"),
        ("felt: capital\n", "felt: capital\n        moves:\n", "moves: found nothing; allowed: a mapping"),
        ("helps: northland.voters", "helps: northland.voters.cod", "a party (russia) or one of its ratifiers"),
    ],
)
def test_each_mistake_is_named_with_its_place(mended, complaints, old, new, says):
    found = complaints(mended((old, new)))
    assert any(says in str(complaint) and complaint.line for complaint in found), "\n".join(map(str, found))


def test_the_sentence_has_file_line_field_found_allowed_and_remedy(mended, complaints):
    [complaint] = complaints(mended(("value: 36 to 42", "value: 140")))
    assert (complaint.file, complaint.field) == ("case.yaml", "parties.northland.home.voters.floor.value")
    assert complaint.line is not None
    assert str(complaint).endswith("floor.value: found 140; allowed: from 0 to 100 (%); write the level in per cent")


def test_a_missing_key_is_reported_where_it_should_stand(mended, complaints):
    [complaint] = complaints(mended(("        seats: 120\n", "")))
    assert complaint.message == "`seats` is missing"
    assert complaint.field == "parties.northland.home.parliament.seats"
    assert complaint.line is not None


def test_all_mistakes_are_reported_at_once_whatever_their_kind(mended, complaints):
    text = mended(
        ("title:", "titel:"),
        ("counted: ratified", "counted: ratifed"),
        ("share: {range: [30, 50],", "share: {range: [30, 50], setp: 3,"),
        ("worth: {hotline: 0 to 5, modest: 5 to 20,", "worth: {hotline: 5 to 0, modst: 5 to 20,"),
        ("value: 36 to 42", "value: 140"),
        ("quota: 61", "quota: 160"),
        ("rate: 3 to 6 per year", "rate: 3 to 6 per fortnight"),
    )
    fields = [complaint.field for complaint in complaints(text)]
    assert fields == [
        "titel",
        "question.counted",
        "issues.share.setp",
        "parties.northland.leader.worth.hotline",
        "parties.northland.leader.worth.modst",
        "parties.northland.home.voters.floor.value",
        "parties.northland.home.parliament.quota",
        "meetings.rate",
    ]


def test_a_wrong_part_brings_no_complaints_about_what_refers_to_it(mended, complaints):
    text = mended(("  modest:   {share: 36, inspection: in port}", "  modest:   {share: [36], inspection: in port}"))
    assert [complaint.field for complaint in complaints(text)] == ["packages.modest.share"]


def test_a_misspelt_key_is_read_as_the_one_that_was_meant(mended, complaints):
    found = complaints(mended(("packages:\n", "pakages:\n")))
    assert [complaint.remedy for complaint in found] == ["did you mean `packages`?"]


def test_several_wrong_items_of_one_list_keep_their_places(mended, complaints):
    text = mended(("deal: [modest, generous]", "deal: [3, modest, 4, generos]"))
    assert [complaint.field for complaint in complaints(text)] == [
        "question.deal.0",
        "question.deal.2",
        "question.deal.3",
    ]


def test_keys_that_the_grammar_lacks_are_refused_in_a_clear_sentence(mended, complaints):
    text = mended(("meetings:\n", "referees: {retries: 2}\nmeetings:\n"))
    [complaint] = complaints(text)
    assert complaint.message == "unknown key `referees`"
    assert complaint.allowed is not None
    assert "stories" in complaint.allowed


def test_a_text_cut_by_its_own_comma_says_which_text_to_quote(mended, complaints):
    text = mended(
        ('note: "our guess: below this, the last two governments fell"', "note: below this, two governments fell")
    )
    [complaint] = complaints(text)
    assert "a comma ended the text before it; put the text of `note` in double quotes" in str(complaint)


def test_nothing_is_right_in_an_empty_mapping():
    shape = check_structure({})
    assert [finding.path[0] for finding in shape.findings] == [
        "winset",
        "id",
        "title",
        "as_of",
        "until",
        "question",
        "parties",
    ]


def test_what_was_found_is_shortened():
    assert len(shown({"key": "x" * 1000})) < 70
    assert len(shown(["x"] * 1000)) < 70


def test_a_near_name_is_found_whatever_its_case():
    assert nearest("Russia.Public", ["russia.public", "japan"]) == "russia.public"
    assert nearest("qqq", ["russia"]) is None


def test_a_complaint_about_a_whole_file_has_no_line():
    assert str(Complaint("a.yaml", None, None, "", "this file is empty")) == "a.yaml: this file is empty"
