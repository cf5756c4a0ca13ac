"""The published schema agrees with the reader: the reader accepts nothing that the schema refuses."""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from ruamel.yaml import YAML

from winset.case.document import read_document
from winset.case.reading import SHIPPED, read_text, shipped_cases
from winset.case.schema import FILE, json_schema, published_schema, schema_text
from winset.case.structure import check_structure
from winset.case.writing import TEMPLATE
from winset.errors import CaseError

TEXTS = [
    TEMPLATE,
    Path(__file__).with_name("first-example.yaml"),
    *(SHIPPED / f"{name}.yaml" for name in shipped_cases()),
]


@cache
def validator() -> Draft202012Validator:
    """Return the validator of the published schema."""
    return Draft202012Validator(published_schema(), format_checker=FormatChecker())


def data(path: Path) -> dict[str, Any]:
    """Return a case as plain data."""
    return read_document(path.read_text(encoding="utf-8"), path.name).raw


def is_read(raw: Any) -> bool:
    """Tell whether the reader accepts the shape of plain data."""
    return not check_structure(raw).findings


def test_the_published_schema_is_the_one_made_from_the_records():
    assert FILE.read_text(encoding="utf-8") == schema_text()
    assert published_schema() == json_schema()


def test_the_schema_is_a_schema_and_of_moderate_size():
    Draft202012Validator.check_schema(published_schema())
    assert FILE.stat().st_size < 100_000


def test_the_schema_describes_what_an_editor_shows():
    schema = published_schema()
    assert schema["properties"]["as_of"]["format"] == "date"
    assert "Votes needed" in schema["$defs"]["Body"]["properties"]["quota"]["description"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_cases_that_are_read_satisfy_the_schema(path):
    assert [error.message for error in validator().iter_errors(data(path))] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_other_readers_of_yaml_see_the_same_case(path):
    assert not list(
        validator().iter_errors(as_json(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))))
    )


def as_json(node: Any) -> Any:
    """Return data with dates as text, as JSON has them."""
    if isinstance(node, dict):
        return {str(key): as_json(part) for key, part in node.items()}
    if isinstance(node, list):
        return [as_json(part) for part in node]
    return str(node) if isinstance(node, dt.date) else node


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all parts of plain data."""
    found = [path] if path else []
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, part in pairs:
        found += places(part, (*path, key))
    return found


ODD = [
    None,
    True,
    False,
    0,
    1,
    -1,
    0.5,
    7.25,
    1e15,
    "",
    "x",
    "5 to 7",
    "0.2 to 0.4",
    "60%",
    "6 weeks",
    "3 per year",
    [],
    {},
]
ODD += [
    ["a"],
    [1],
    {"a": 1},
    {"value": 5},
    {"low": 1, "mode": 2, "high": 3},
    "2025-01-01",
    "2025-13-01",
    {"series": "x"},
]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """Return a case with up to three parts removed, renamed, replaced or added."""
    raw = copy.deepcopy(data(draw(st.sampled_from(TEXTS[:2]))))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(raw)))
        node = raw
        for step in path[:-1]:
            node = node[step]
        match draw(st.sampled_from(["delete", "rename", "replace", "add"])):
            case "delete":
                del node[path[-1]]
            case "rename" if isinstance(node, dict):
                key = draw(st.sampled_from([f"{path[-1]}x", "a b", "says", "otherwise", "2025-01-01"]))
                node[key] = node.pop(path[-1])
            case "add" if isinstance(node, dict):
                key = draw(st.sampled_from(["extra", "note", "from", "n", "value", "a.b"]))
                node[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case _:
                node[path[-1]] = copy.deepcopy(draw(st.sampled_from(ODD)))
        if not places(raw):
            break
    return raw


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(damaged())
@example({})
def test_what_the_schema_refuses_the_reader_refuses(raw):
    errors = [error.message for error in validator().iter_errors(raw)]
    if errors:
        assert not is_read(raw), errors


ARITHMETIC = re.compile(
    r"out of order|sum to|one number belongs here|found -?[\d.e+]+$|these are no dates in the field|there is no such"
)
"""Complaints about what numbers, or words that hold numbers, come to, which a schema cannot tell."""

FULL = [Path(__file__).parents[1] / "cli" / f"{name}.yaml" for name in ("everything", "otherwise")]


def agree(raw: Any) -> bool:
    """Tell whether schema and reader agree on plain data, but for arithmetic, which is the reader's alone."""
    errors = [error.message for error in validator().iter_errors(raw)]
    findings = check_structure(raw).findings
    return bool(errors) == bool(findings) or (not errors and all(ARITHMETIC.search(f.message) for f in findings))


def changed(path: Path, where: str, value: Any) -> dict[str, Any]:
    """Return a case with another value at a dotted path, or without what stands there."""
    raw = copy.deepcopy(data(path))
    *around, last = [int(step) if step.isdecimal() else step for step in where.split(".")]
    node: Any = raw
    for step in around:
        node = node[step]
    if value is GONE:
        del node[last]
    else:
        node[last] = value
    return raw


GONE = object()
HOUSE = "parties.a.home.house"
VOTERS = "parties.b.home.voters"


@pytest.mark.parametrize(
    ("where", "value", "accepted"),
    [
        (f"{HOUSE}.election.rate", "0.1 per year", False),
        (f"{HOUSE}.election.date", GONE, False),
        (f"{HOUSE}.election.date", None, False),
        (f"{HOUSE}.election.rate", None, True),
        ("events.feast.rate", 1, False),
        ("events.feast.date", GONE, False),
        ("events.feast.hurts", "b", False),
        ("events.feast.helps", GONE, False),
        ("events.feast.helps", [], False),
        ("events.feast.breaks_off", 0.5, False),
        ("events.feast.breaks_off", None, True),
        ("issues.money.options", ["a"], False),
        ("issues.money.range", GONE, False),
        ("issues.money.options", [], False),
        ("series.trust.file", "trust.csv", False),
        ("series.trust.columns", {"date": "d", "value": "v"}, False),
        ("series.trust.only", {"a": "b"}, False),
        ("series.trust.only", {}, True),
        ("series.from-a-table.columns", None, True),
        ("series.from-a-table.columns", {"value": "v"}, False),
        ("series.from-a-table.columns", {"date": "d"}, False),
        ("series.from-a-table.columns", {"start": "d", "value": ["a", "b"]}, True),
        ("series.from-a-table.columns", {"date": "d", "value": []}, False),
        ("series.from-a-table.only", {"a": []}, False),
        ("series.from-a-table.only", {"a": True}, False),
        ("series.from-a-table.houses", 7, True),
        ("series.from-a-table.read", "closely", False),
        ("parties.a.home.public.moves.volatility", "estimated", True),
        ("parties.a.home.public.moves.jumps", "estimated", True),
        ("parties.a.home.public.moves.jumps", "guessed", False),
        ("parties.a.home.public.moves.reversion", "estimated", False),
        ("series.trust.readings", [], False),
        ("series.trust.readings", GONE, False),
        ("after_a_no.retries", 1.0, True),
        ("after_a_no.retries", 1.5, False),
        ("after_a_no.retries", True, False),
        ("after_a_no.retries", "1", False),
        ("after_a_no.retries", 0, False),
        ("after_a_no.retries", 11, False),
        ("meetings.so_far", 3.0, True),
        ("meetings.so_far", -1, False),
        (f"{HOUSE}.seats", 101.0, True),
        (f"{HOUSE}.seats", 5001, False),
        (f"{HOUSE}.seats", 0, False),
        (f"{HOUSE}.quota", -1, False),
        ("parties.b.home.others.any_of.many.how_many", 12.0, True),
        ("parties.b.home.others.any_of.many.how_many", 5001, False),
        ("parties.b.home.vote.poll.n", 801.0, True),
        ("parties.b.home.vote.poll.n", 801.5, False),
        ("winset", 1.0, True),
        ("winset", True, False),
        ("winset", 2, False),
        (f"{VOTERS}.quorum.in_favour", "13 % of electorate", True),
        (f"{VOTERS}.quorum.in_favour", "0.1 to 0.13 of electorate", True),
        (f"{VOTERS}.quorum.turnout", "13 per cent of electorate", True),
        (f"{VOTERS}.quorum.turnout", "half of electorate", False),
        ("question.counted", "kept 0 years", False),
        ("question.counted", "kept for 1.5 years", True),
        ("question.counted", "kept two years", False),
        ("parties.a.leader.no_agreement", {"low": 1, "mode": 2, "high": 3}, True),
        ("parties.a.leader.no_agreement", [{"value": 1, "chance": 1}], True),
        ("parties.a.leader.no_agreement", {"value": 1, "note": "so"}, True),
        ("parties.a.leader.no_agreement", {"value": 1, "worth": 2}, False),
        ("forms.closing", [], False),
        ("forms.closing", {}, False),
        ("packages.large.extra", "x", False),
        ("packages.large.says", "x", True),
        ("packages.aside.land", " ", False),
        ("packages.aside.money", 1e15, False),
        ("sources.poll-a.field", "last week", False),
        ("sources.poll-a.field", "2024-11-04", True),
        ("parties.a.title", "", False),
        ("parties.a.home.house.title", "Unterhaus", True),
    ],
)
def test_schema_and_reader_agree_on_what_can_be_said_in_two_ways_or_must_be_said_once(where, value, accepted):
    raw = changed(FULL[0], where, value)
    assert (is_read(raw), validator().is_valid(raw)) == (accepted, accepted)


@st.composite
def one_part_changed(draw: st.DrawFn) -> dict[str, Any]:
    """Return a full case with one part removed, renamed, replaced or added."""
    raw = copy.deepcopy(data(draw(st.sampled_from(FULL))))
    path = draw(st.sampled_from(places(raw)))
    node: Any = raw
    for step in path[:-1]:
        node = node[step]
    odd = st.sampled_from([*ODD, 1.0, 2.0, "13 % of electorate", "kept 2 years", {"in_favour": 50, "against": 40}])
    match draw(st.sampled_from(["delete", "replace", "add"])):
        case "delete":
            del node[path[-1]]
        case "add" if isinstance(node, dict):
            key = draw(st.sampled_from(["extra", "note", "from", "n", "value", "rate", "date", "says", "title"]))
            node[key] = copy.deepcopy(draw(odd))
        case _:
            node[path[-1]] = copy.deepcopy(draw(odd))
    return raw


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(one_part_changed())
def test_schema_and_reader_agree_on_the_shape_of_a_case(raw):
    assert agree(raw), [finding.message for finding in check_structure(raw).findings]


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_a_damaged_case_is_read_or_refused_in_sentences(raw):
    stream = io.StringIO()
    YAML().dump(raw, stream)
    try:
        assert read_text(stream.getvalue(), "case.yaml", Path(__file__).parent).id
    except CaseError as error:
        assert all(complaint.message for complaint in error.complaints)  # noqa: PT017
        assert error.complaints  # noqa: PT017


@pytest.mark.parametrize("key", ["titel", "after_a_no", "Issues"])
def test_unknown_keys_are_refused_by_both(key):
    raw = data(TEMPLATE) | {key: 1}
    assert not is_read(raw)
    assert not validator().is_valid(raw)


def test_wrong_types_are_refused_by_both_almost_everywhere():
    """A part replaced by a mapping of nonsense is refused by both, except where the schema leaves the choice open."""
    raw = data(TEMPLATE)
    refused_by_reader = refused_by_both = 0
    for path in places(raw):
        broken: Any = copy.deepcopy(raw)
        node = broken
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = {"nonsense": [[]]}
        if not is_read(broken):
            refused_by_reader += 1
            refused_by_both += not validator().is_valid(broken)
    assert refused_by_both == refused_by_reader
