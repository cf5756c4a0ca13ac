"""Every way to write a number, and every way to get one wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from winset.case.domains import CHANCE, DURATION, LARGEST, NUMBER, PERCENT, POINTS, RATE, SHARE, SPREAD
from winset.case.phrases import parse

YEAR = 365.25


@pytest.mark.parametrize(
    ("written", "domain", "kind", "numbers"),
    [
        (5, POINTS, "fixed", (5,)),
        ("5", POINTS, "fixed", (5,)),
        ("-80 to -30", POINTS, "interval", (-80, -30)),
        ("5 to 15 points", POINTS, "interval", (5, 15)),
        ("58 to 66 %", PERCENT, "interval", (58, 66)),
        ("40 %", SHARE, "fixed", (0.4,)),
        ("30 to 50 per cent", SHARE, "interval", (0.3, 0.5)),
        ("0.13 of electorate", SHARE, "fixed", (0.13,)),
        ("60%", PERCENT, "fixed", (60,)),
        ("3 to 6 per year", RATE, "interval", (3, 6)),
        ("1 per month", RATE, "fixed", (12,)),
        ("3", RATE, "fixed", (3,)),
        ("6 to 18 months", DURATION, "interval", (YEAR / 2, 1.5 * YEAR)),
        ("6 weeks", DURATION, "fixed", (42,)),
        (0, DURATION, "fixed", (0,)),
        ({"low": 0.1, "mode": 0.2, "high": 0.4}, SHARE, "pert", (0.1, 0.2, 0.4)),
        ({"low": "1 week", "mode": "2 weeks", "high": "1 year"}, DURATION, "pert", (7, 14, YEAR)),
        ({"triangular": [1, 2, 3]}, POINTS, "triangular", (1, 2, 3)),
        ({"normal": [5, 2]}, POINTS, "normal", (5, 2)),
        ({"beta": [2, 3]}, SHARE, "beta", (2, 3)),
        ({"in_favour": 52, "against": 40, "n": 1000}, SHARE, "poll", (52, 40, 1000, 1)),
        ({"value": "5 to 15", "from": "a"}, POINTS, "interval", (5, 15)),
        ({"value": {"value": 5}, "note": "a"}, POINTS, "fixed", (5,)),
        ({"value": "10 to 20", "widen": 1.5}, POINTS, "interval", (7.5, 22.5)),
        ({"low": 0, "mode": 10, "high": 20, "widen": 2}, POINTS, "pert", (-10, 10, 30)),
        ({"value": "0.2 to 0.9", "widen": 3}, SHARE, "interval", (0, 1)),
    ],
)
def test_written_forms_are_read(written, domain, kind, numbers):
    quantity = parse(written, domain)
    assert quantity.kind == kind
    assert quantity.numbers == pytest.approx(numbers)
    assert (quantity.low, quantity.high, quantity.domain) == (domain.low, domain.high, domain.name)


def test_what_is_said_of_a_number_stays_with_it():
    written = {
        "value": {"value": 5, "from": "a", "note": "inner"},
        "note": "outer",
        "confidence": "L",
        "hindsight": True,
    }
    quantity = parse(written, POINTS)
    assert (quantity.sources, quantity.note, quantity.confidence, quantity.hindsight) == (("a",), "outer", "low", True)
    assert parse({"value": 5, "from": ["a", "b"]}, POINTS).sources == ("a", "b")


def test_a_choice_keeps_the_sources_of_its_alternatives():
    quantity = parse([{"value": "5 to 7", "chance": 0.4, "from": "a"}, {"value": 9, "chance": 0.6}], POINTS)
    assert [(str(value), chance) for value, chance in quantity.choices] == [("5 to 7 points", 0.4), ("9 points", 0.6)]
    assert not quantity.is_guess


@pytest.mark.parametrize(
    ("written", "domain", "message", "allowed"),
    [
        (True, POINTS, "this is true or false where a number is meant", "a number or a range"),
        (None, POINTS, "this is not a number or a range", "a number or a range"),
        ("about 5", POINTS, "this is not a number or a range", "a number or a range"),
        ("5 to", POINTS, "this is not a number or a range", "a number or a range"),
        ("5 per year", POINTS, "this is not a number or a range", "a number or a range"),
        ("", POINTS, "this is not a number or a range", "a number or a range"),
        ("9" * 100_000, POINTS, "this is not a number or a range", "a number or a range"),
        (5, DURATION, "this duration has no unit", "6 weeks"),
        ("5", DURATION, "this is not a number or a range", "6 weeks"),
        ("15 to 5", POINTS, "the ends of this range are out of order", "numbers that rise"),
        (1.2, CHANCE, "found 1.2", "from 0 to 1"),
        (-1, RATE, "found -1", "0 or more (per year)"),
        (140, PERCENT, "found 140", "from 0 to 100 (%)"),
        (float("nan"), NUMBER, "this number is not finite", "any number"),
        (float("inf"), NUMBER, "this number is not finite", "any number"),
        (1e13, NUMBER, "found 1e+13", f"numbers up to {LARGEST:g}"),
        ({}, POINTS, "this mapping does not say its number", "a number or a range"),
        ({"note": "a"}, POINTS, "this mapping does not say its number", "a number or a range"),
        ({"value": 5, "mode": 5}, POINTS, "this mapping says its number in two ways", "a number or a range"),
        ({"low": 1, "high": 2}, POINTS, "`mode` is missing", "low, mode, high"),
        ({"low": 3, "mode": 2, "high": 4}, POINTS, "low, mode and high are out of order", "numbers that rise"),
        ({"low": 0, "mode": "0 to 1", "high": 1}, SHARE, "one number belongs here", "a single number"),
        ({"low": 0, "mode": 0.5, "high": 2}, SHARE, "found 2", "from 0 to 1"),
        ({"triangular": [1, 2]}, POINTS, "`triangular` takes 3 numbers", "[low, mode, high]"),
        ({"normal": [1, -2]}, POINTS, "a standard deviation is not negative", "0 or more"),
        ({"normal": ["a", 2]}, POINTS, "`normal` takes 2 numbers", "[mean, standard deviation]"),
        ({"normal": [200, 2]}, PERCENT, "found 200", "from 0 to 100 (%)"),
        ({"beta": [0, 2]}, SHARE, "the two numbers of a Beta distribution are positive", "more than 0"),
        ({"beta": [1, 2]}, POINTS, "a Beta distribution needs a field with bounds", "a number or a range"),
        ({"in_favour": 52, "against": 40}, POINTS, "a poll gives a share", "a number or a range"),
        ({"in_favour": 52}, SHARE, "`against` is missing", "in_favour, against"),
        ({"in_favour": 70, "against": 40}, SHARE, "the shares sum to 110", "at most 100"),
        ({"in_favour": 0, "against": 0}, SHARE, "the shares sum to 0", "more than 0"),
        ({"in_favour": 50, "against": 40, "n": 0}, SHARE, "found 0", "from 1 to 1e+09"),
        ({"in_favour": 50, "against": 40, "n": 10.5}, SHARE, "found 10.5", "from 1 to 1e+09"),
        ({"in_favour": 50, "against": 40, "wording": 5}, SHARE, "`wording` is text", "the question as it was asked"),
        ({"value": 5, "from": 3}, POINTS, "`from` names sources", "the id of a source"),
        ({"value": 5, "note": 3}, POINTS, "a note is text", "text"),
        ({"value": 5, "confidence": "sure"}, POINTS, "confidence is high, medium or low", "high, medium, low"),
        ({"value": 5, "hindsight": 1}, POINTS, "`hindsight` is true or false", "true, false"),
        ({"value": 5, "widen": 0.5}, POINTS, "`widen` multiplies a spread", "1 or more"),
        ([], POINTS, "this list of choices is empty", "a list of {value, chance}"),
        ([5], POINTS, "each choice needs a value and a chance", "{value: ..., chance: 0.4}"),
        ([{"value": 5, "chance": 2}], POINTS, "the chance of this choice is 2", "from 0 to 1"),
        ([{"value": 5, "chance": 0.5}], POINTS, "the chances of the choices sum to 0.5", "chances that sum to 1"),
    ],
)
def test_each_mistake_says_what_is_allowed(written, domain, message, allowed):
    with pytest.raises(PydanticCustomError) as caught:
        parse(written, domain)
    assert caught.value.context is not None
    assert caught.value.context["message"] == message
    assert allowed in caught.value.context["allowed"]


def test_unknown_keys_of_a_number_are_listed_with_the_known():
    with pytest.raises(PydanticCustomError) as caught:
        parse({"value": 5, "nte": "a", "b": 1}, POINTS)
    assert caught.value.context is not None
    assert caught.value.context["keys"] == ["nte", "b"]
    assert "note" in caught.value.context["known"]


@pytest.mark.parametrize(
    ("written", "domain", "remedy"),
    [
        (40, SHARE, "write 0.4 for 40 %"),
        ("10-15", POINTS, "write 10 to 15"),
        ("3 – 6 per year", RATE, "write 3 to 6 per year"),
        (30, DURATION, "write 30 days"),
    ],
)
def test_likely_slips_come_with_a_remedy(written, domain, remedy):
    with pytest.raises(PydanticCustomError) as caught:
        parse(written, domain)
    assert caught.value.context is not None
    assert caught.value.context["remedy"] == remedy


@pytest.mark.parametrize(
    ("written", "domain", "text"),
    [
        ("6 to 18 months", DURATION, "6 to 18 months"),
        ("1 year", DURATION, "1 year"),
        ("45 days", DURATION, "45 days"),
        ("3 to 6", RATE, "3 to 6 per year"),
        ({"normal": [5, 2]}, SPREAD, "5 ± 2 points"),
        ({"beta": [2, 3]}, SHARE, "Beta(2, 3)"),
        ({"in_favour": 52, "against": 40, "n": 1000}, SHARE, "52 % for, 40 % against of 1000 asked"),
        ([{"value": 5, "chance": 0.4}, {"value": 9, "chance": 0.6}], POINTS, "5 points (40%) or 9 points (60%)"),
    ],
)
def test_numbers_are_shown_as_an_analyst_would_write_them(written, domain, text):
    assert str(parse(written, domain)) == text


@given(st.sampled_from([POINTS, SHARE, RATE, DURATION, PERCENT]), st.text(max_size=40))
def test_any_text_is_a_number_or_a_refusal(domain, text):
    try:
        quantity = parse(text, domain)
    except PydanticCustomError:
        return
    assert all(domain.low <= number <= domain.high for number in quantity.numbers)


@pytest.mark.parametrize(("written", "known_to"), [("russia", ("russia",)), (["a", "b", "a"], ("a", "b"))])
def test_a_number_says_who_knows_it(written, known_to):
    assert parse({"value": "5 to 15", "known_to": written}, POINTS).known_to == known_to
    assert parse({"low": 1, "mode": 2, "high": 4, "known_to": written}, POINTS).known_to == known_to
    assert parse({"value": [{"value": 1, "chance": 1}], "known_to": written}, POINTS).known_to == known_to
    assert parse("5 to 15", POINTS).known_to == ()


@pytest.mark.parametrize("written", [[], 5, [5], None, {"a": 1}])
def test_who_knows_a_number_is_a_party_or_a_list_of_parties(written):
    with pytest.raises(PydanticCustomError, match="`known_to` names parties"):
        parse({"value": 5, "known_to": written}, POINTS)


@pytest.mark.parametrize(
    "written",
    [
        [{"value": 5, "chance": 0.5, "known_to": "a"}, {"value": 6, "chance": 0.5}],
        {"low": {"value": 1, "known_to": "a"}, "mode": 2, "high": 3},
    ],
)
def test_a_part_of_a_number_is_not_hidden_by_itself(written):
    with pytest.raises(PydanticCustomError, match="a part of a number cannot be hidden by itself"):
        parse(written, POINTS)
