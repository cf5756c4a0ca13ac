"""Differences of cases: by meaning, complete, and the same in both directions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import winset
from winset.case.case import Case
from winset.case.reading import read_any, read_text, shipped_cases, shipped_decisions
from winset.case.stories import with_values
from winset.errors import InputError
from winset.explain.differences import Difference, differences

CASES: dict[str, Case] = {name: winset.load(name) for name in shipped_cases()}
WAGES = CASES["wage-round"]


def inputs(a: Any, b: Any) -> list[Difference]:
    return [found for found in differences(a, b) if found.about == "input"]


def texted(case: Case, old: str, new: str) -> Case:
    """Return a case with another text in one place of its file."""
    assert old in case.written.text
    return read_text(case.written.text.replace(old, new, 1), folder=case.written.folder)


@pytest.mark.parametrize("name", [*shipped_cases(), *shipped_decisions()])
def test_a_case_does_not_differ_from_itself(name: str) -> None:
    assert differences(read_any(name), read_any(name)) == ()


@pytest.mark.parametrize(
    ("a", "b"), [("kuril-2016", "kuril-2019"), ("wage-round", "coalition"), ("ceta-2016", "accord-2016")]
)
def test_the_other_way_round_before_and_after_change_places(a: str, b: str) -> None:
    there = {(d.kind, str(d.before), str(d.after), d.about) for d in differences(CASES[a], CASES[b])}
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    back = {(turned[d.kind], str(d.after), str(d.before), d.about) for d in differences(CASES[b], CASES[a])}
    assert there == back


SETTABLE = [
    (name, path)
    for name, case in CASES.items()
    for path, quantity in case.quantities().items()
    if ".known_to" not in path and quantity.domain in {"points", "chance", "share", "percent"}
]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.sampled_from(SETTABLE), st.integers(1, 9))
def test_every_value_that_is_set_is_found_and_nothing_else(place: tuple[str, str], tenths: int) -> None:
    name, path = place
    try:
        changed = with_values(CASES[name], {path: tenths / 10})
    except winset.CaseError:
        return
    found = inputs(CASES[name], changed)
    assert [(d.path, d.kind, d.before, d.after) for d in found] == [
        (path, "changed", CASES[name].quantities()[path], changed.quantities()[path])
    ]


def test_numbers_are_compared_by_what_they_mean() -> None:
    week = 365.25 / 7
    spelled = texted(WAGES, "1 to 2 per week", f"{week} to {2 * week} per year")
    assert differences(WAGES, spelled) == ()
    assert (
        differences(
            WAGES,
            texted(WAGES, "{value: 1 to 2 per week, from: invented}", "{from: invented, value: 1 to 2 per week}  # so"),
        )
        == ()
    )
    assert not inputs(WAGES, with_values(WAGES, {"meetings.closes": str(WAGES.meetings.closes)}))
    per_month = with_values(WAGES, {"meetings.rate": "2 per month"})
    assert not inputs(per_month, with_values(WAGES, {"meetings.rate": "24 per year"}))


def test_a_default_says_the_same_written_and_unwritten() -> None:
    case = CASES["kuril-2019"]
    path = "parties.russia.home.public.support_ratio"
    assert not inputs(case, with_values(case, {path: 0.5}))
    assert [d.path for d in inputs(case, with_values(case, {path: 0.4}))] == [path]


DUMA = "parties.russia.home.duma"


@pytest.mark.parametrize(
    "values",
    [
        {f"{DUMA}.quota": None},
        {"forms.solution": ["kalai-smorodinsky", "nash"]},
        {"forms.process": {"random-walk": 2, "mean-reversion": 2}},
        {"question.deal": ["all-four", "two-final", "two-and-joint", "two-and-talks"]},
        {"outside.united-states.leans_on": ["japan"]},
        {"meetings.so_far": 26},
        {"parties.japan.leader.name": "the prime minister"},
    ],
)
def test_what_means_the_same_is_no_other_input(values: dict[str, Any]) -> None:
    case = CASES["kuril-2019"]
    assert inputs(case, with_values(case, values)) == []


@pytest.mark.parametrize(
    ("values", "path", "before", "after"),
    [
        ({f"{DUMA}.quota": 300}, f"{DUMA}.quota", 226, 300),
        ({"forms.solution": ["nash"]}, "forms.solution", (("kalai-smorodinsky", 0.5), ("nash", 0.5)), (("nash", 1.0),)),
        ({"question.deal": ["all-four"]}, "question.deal", None, ("all-four",)),
        ({"until": "2022-01-01"}, "until", None, None),
        ({f"{DUMA}.blocs.ldpr.whipped": False}, f"{DUMA}.blocs.ldpr.whipped", True, False),
    ],
)
def test_inputs_that_are_no_quantities_are_found_too(
    values: dict[str, Any], path: str, before: Any, after: Any
) -> None:
    case = CASES["kuril-2019"]
    (found,) = inputs(case, with_values(case, values))
    assert found.path == path
    assert before is None or found.before == before
    assert after is None or found.after == after


def test_two_kinds_of_cases_are_not_compared() -> None:
    with pytest.raises(InputError, match="two of a kind"):
        differences(WAGES, read_any("emission-standards"))
