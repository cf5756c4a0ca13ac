"""Packages: named, or combined from the issues in a stable order with ids that can be referred to."""

from __future__ import annotations

import pytest

from winset.case.agenda import Issue
from winset.case.packages import case_packages, combinations, count_combinations
from winset.case.reading import read_text

BARE = """
winset: 1
id: bare
title: Bare
as_of: 2025-01-01
until: 2026-01-01
question: {{text: Will they?, deal: [{deal}]}}
issues:
  transfer: {{options: [none, two]}}
  claim: {{options: [kept, talks go on]}}
  money: {{range: [0, 20], step: 10}}
{exclude}
parties: {{a: {{leader: {{}}}}, b: {{leader: {{}}}}}}
"""


def test_named_packages_come_as_they_stand(template):
    assert list(case_packages(read_text(template))) == ["hotline", "modest", "generous"]


def test_without_names_all_combinations_are_packages():
    packages = case_packages(read_text(BARE.format(deal="two+talks-go-on+10", exclude="")))
    assert len(packages) == 12
    assert list(packages)[:3] == ["none+kept+0", "none+kept+10", "none+kept+20"]
    assert packages["two+talks-go-on+10"].sets == {"transfer": "two", "claim": "talks go on", "money": 10}


def test_excluded_combinations_match_in_part():
    exclude = "exclude: [{transfer: none, money: 20}, {claim: kept}]"
    packages = case_packages(read_text(BARE.format(deal="two+talks-go-on+10", exclude=exclude)))
    assert list(packages) == ["none+talks-go-on+0", "none+talks-go-on+10"] + [
        f"two+talks-go-on+{money}" for money in (0, 10, 20)
    ]


@pytest.mark.parametrize(
    ("exclude", "says"),
    [
        ("exclude: [{transfr: none}]", "exclude.0.transfr: there is no issue `transfr`"),
        ("exclude: [{transfer: three}]", "exclude.0.transfer: `three` is no setting of `transfer`"),
        ("exclude: [{}]", "every combination of the issues is excluded"),
    ],
)
def test_exclusions_refer_to_issues_and_options(complaints, exclude, says):
    assert any(says in str(complaint) for complaint in complaints(BARE.format(deal="none+kept+0", exclude=exclude)))


def test_too_many_combinations_are_refused_without_building_them(complaints):
    text = BARE.format(deal="none+kept+0", exclude="").replace("step: 10", "step: 0.000001")
    [complaint] = complaints(text)
    assert complaint.message == "these issues have 80,000,004 combinations"
    assert complaint.allowed == "512 or fewer"
    assert complaint.remedy == "name those that people bargain over, under `packages`"


@pytest.mark.parametrize(
    ("count", "exclude", "says"),
    [
        (85, "", []),
        (86, "", ["these issues have 516 combinations; allowed: 512 or fewer; "]),
        (86, "exclude: [{claim: o85}]", []),
        (
            86,
            "exclude: [{transfer: none, claim: o85}]",
            ["these issues have 516 combinations, and `exclude` leaves 513"],
        ),
    ],
)
def test_a_forecast_takes_512_combinations(complaints, count, exclude, says):
    options = ", ".join(f"o{place}" for place in range(count))
    text = BARE.format(deal="two+o1+0", exclude=exclude).replace("kept, talks go on", options)
    found = complaints(text)
    assert [(complaint.field, complaint.line) for complaint in found] == [("issues", 9)] * len(says)
    for complaint, said in zip(found, says, strict=True):
        assert said in str(complaint)
        assert complaint.remedy == "name those that people bargain over, under `packages`, or `exclude` some"


@pytest.mark.parametrize(("count", "says"), [(512, []), (513, ["there are 513 packages here"])])
def test_a_forecast_takes_512_named_packages(complaints, count, says):
    named = ", ".join(f"p{place}: {{transfer: two, claim: kept, money: 0}}" for place in range(count))
    found = complaints(BARE.format(deal="p1", exclude=f"packages: {{{named}}}"))
    assert [complaint.message for complaint in found] == says
    for complaint in found:
        assert (complaint.field, complaint.line, complaint.found) == ("packages", 12, "513")
        assert complaint.allowed == "512 or fewer"
        assert complaint.remedy == "leave out those that nobody would propose"


def test_ids_stay_apart_and_usable():
    issues = {"a": Issue(options=("x y", "x-y", "да", "-5", -5, 2.5)), "b": Issue(options=("z",))}
    assert list(combinations(issues)) == ["x-y+z", "x-y-2+z", "option+z", "minus-5+z", "minus-5-2+z", "2_5+z"]


def test_combinations_are_counted_without_exclusions():
    assert count_combinations({"a": Issue(options=("x", "y")), "b": Issue(range=(0, 1))}) == 10
    assert count_combinations({}) == 0
