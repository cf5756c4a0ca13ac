"""A map of two levers is the centre played at each of its points."""

from __future__ import annotations

import json

import pytest

from winset import load
from winset.case.stories import with_values
from winset.errors import InputError
from winset.explain.bench import Bench
from winset.explain.lever_map import lever_map
from winset.forecasting.run import plans_of

PUBLIC = "parties.russia.home.public"


def test_a_map_is_open_where_the_case_with_both_numbers_is() -> None:
    case = load("kuril-2019")
    found = lever_map(case, f"{PUBLIC}.approval", f"{PUBLIC}.pass_through", "two-and-joint")
    for row, column in ((0, 0), (0, 30), (20, 20), (40, 10), (40, 40), (12, 7)):
        values = {found.across.path: found.across.values[column], found.up.path: found.up.values[row]}
        bench = Bench(plans_of(with_values(case, values), 128, 1, obstacles=False)[0][2])
        assert found.is_open[row][column] == bench.play({}, 1).is_open[0, 2]
    assert found.across.alone == 71.71
    assert "71.71%" in found.finding
    assert json.dumps(found.to_dict())
    assert "Vladimir Putin" in found.as_text()


def test_the_package_that_is_opened_with_the_least_effort_is_taken_if_none_is_named() -> None:
    assert lever_map(load("kuril-2019"), f"{PUBLIC}.approval", f"{PUBLIC}.pass_through").package == "two-and-joint"


def test_two_numbers_that_only_together_open_a_package() -> None:
    found = lever_map(
        load("kuril-2019"), f"{PUBLIC}.approval", "parties.russia.leader.worth.two-and-talks", "two-and-talks"
    )
    assert found.across.alone is None
    assert found.finding == "Two and talks opens only if both numbers move"


@pytest.mark.parametrize(
    ("first", "second", "package", "says"),
    [
        (f"{PUBLIC}.aproval", f"{PUBLIC}.pass_through", None, "did you mean"),
        (f"{PUBLIC}.approval", f"{PUBLIC}.approval", None, "are moved as one; take two numbers"),
        (f"{PUBLIC}.approval", f"{PUBLIC}.pass_through", "two-finale", "did you mean `two-final`"),
        ("sweeteners.projects.delivered", "outside.united-states.by", None, "these two numbers open no package"),
    ],
)
def test_what_no_map_can_show(first: str, second: str, package: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        lever_map(load("kuril-2019"), first, second, package)
