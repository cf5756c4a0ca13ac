"""Rules among the parties: what is wrong with them is said at its place, and they are read as they are written."""

from __future__ import annotations

from typing import Any

import pytest

from cases import case_of, party, raw_case, read
from winset.case.agreement import in_words
from winset.errors import CaseError

PARTIES = {who: party() for who in "abc"}


def complaints(rule: Any, **parts: Any) -> str:
    with pytest.raises(CaseError) as refused:
        case_of(**{"parties": PARTIES, "agreed_by": rule, **parts})
    return str(refused.value)


@pytest.mark.parametrize(
    ("rule", "place", "says"),
    [
        ("d", "agreed_by", "there is no party `d`"),
        ({"at_least": 4}, "agreed_by.at_least", "of 3 no 4 can agree"),
        ({"at_least": 0}, "agreed_by.at_least", "1 or more"),
        ({"at_least": 3, "of": ["a", "b"]}, "agreed_by.at_least", "of 2 no 3 can agree"),
        ({"all_of": ["a", "a", "b", "c"]}, "agreed_by.all_of.1", "`a` stands twice on this list"),
        ({"all_of": ["a", "b"]}, "agreed_by", "`c` has no say"),
        ({"share": 1.2, "of": {"a": 1, "b": 1, "c": 1}}, "agreed_by.share", "1 or less"),
        ({"share": 0.5, "of": {"a": 1, "b": 1, "d": 1}}, "agreed_by.of.d", "there is no party `d`"),
        ({"share": 0.5, "of": {"a": 0, "b": 1, "c": 1}}, "agreed_by.of.a", "more than 0"),
        ({"all_of": []}, "agreed_by.all_of", "this is empty"),
        ({"most_of": ["a"]}, "agreed_by", "neither a party nor one of"),
        ({"any_of": ["a", {"all_of": ["b", {"at_least": 9}]}]}, "agreed_by.any_of.1.all_of.1.at_least", "no 9 can"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_its_place(rule: Any, place: str, says: str) -> None:
    found = complaints(rule)
    assert f"{place}:" in found
    assert says in found


@pytest.mark.parametrize("weight", [0, "1 to 2", -3])
def test_a_party_whose_weight_is_wrong_is_not_said_to_have_no_say(weight: Any) -> None:
    assert "no say" not in complaints({"share": 0.5, "of": {"a": weight, "b": 1, "c": 1}})


def test_offers_to_take_or_leave_are_refused_under_a_rule_among_parties() -> None:
    said = complaints({"at_least": 2}, forms={"information": ["private"]})
    assert "forms.information" in said


def test_many_homes_that_vote_can_be_counted_but_not_weighed() -> None:
    chamber = {"chamber": {"votes": "body", "seats": 9, "in_favour": 0.5}}
    many = {f"p{k}": party(home=chamber) for k in range(11)}
    assert read(raw_case(parties=many, agreed_by={"at_least": 7})).agreed_by is not None
    said = complaints({"share": 0.5, "of": dict.fromkeys(many, 1)}, parties=many)
    assert "at most 10 such parties" in said


def test_a_rule_is_read_out_in_words() -> None:
    rule = {"any_of": [{"all_of": ["a", {"at_least": 2}]}, {"share": 0.65, "of": {"a": 1, "b": 2}}, "c"]}
    case = case_of(parties=PARTIES, agreed_by=rule)
    titles = {"a": "A", "b": "B", "c": "C"}
    found = in_words(case.agreed_by, tuple("abc"), titles)
    assert found == "(A and at least 2 of 3) or (65 % of the weight of A and B) or C"


def test_a_rule_within_a_list_is_read_out_in_brackets() -> None:
    rule = {"all_of": [{"at_least": 1, "of": ["a", {"any_of": ["b", "c"]}]}, "c"]}
    case = case_of(parties=PARTIES, agreed_by=rule)
    found = in_words(case.agreed_by, tuple("abc"), {"a": "A", "b": "B and Sons", "c": "C"})
    assert found == "(at least 1 of A and (B and Sons or C)) and C"
