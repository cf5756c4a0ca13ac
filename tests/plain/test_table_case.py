"""A table becomes the file of a decision that says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from winset.case.collective import CollectiveCase
from winset.case.reading import read_any
from winset.collective import read_table
from winset.errors import InputError
from winset.forecasting.decisions import central_decision
from winset.plain.table_case import decision_text

TABLE = """\
actor,issue,position,salience,capability,reference
Côte d'Or,Start: when?,2030,0.5,2,
cote-d-or,Start: when?,2033.25,1,1,
no,share,40,0.3,0,55
cote-d-or,share,40,1,1,55
"""

KTAB = """\
Water,Who gets how much,2,1,
Actor,Description,Power,Share,Share Salience,
Up,Upstream,60,90,80,
Down,Downstream,40,20,50,
"""


def decision(tmp_path: Path, table: str) -> CollectiveCase:
    """Return the decision that is made of a table, read from its file."""
    path = tmp_path / "made.yaml"
    path.write_text(decision_text(table, "table.csv", "2025"), encoding="utf-8")
    found = read_any(path)
    assert isinstance(found, CollectiveCase)
    return found


def test_the_file_says_what_the_table_says(tmp_path: Path) -> None:
    case = decision(tmp_path, TABLE)
    made, read = central_decision(case).at(0), read_table(TABLE)
    for field in ("position", "salience", "capability", "present", "reference"):
        np.testing.assert_array_equal(getattr(made, field), getattr(read, field))
    assert [actor.name or name for name, actor in case.actors.items()] == list(read.actors)
    assert [issue.says or name for name, issue in case.issues.items()] == list(read.issues)
    assert list(case.actors) == ["cote-d-or", "cote-d-or-2", "no"]


def test_scales_end_at_the_outermost_positions_and_the_reference_point(tmp_path: Path) -> None:
    assert [issue.range for issue in decision(tmp_path, TABLE).issues.values()] == [(2030, 2033.25), (40, 55)]


def test_where_all_stand_at_one_point_the_scale_still_has_two_ends(tmp_path: Path) -> None:
    table = "actor,issue,position,salience,capability\nann,tax,7,1,1\n"
    assert decision(tmp_path, table).issues["tax"].range == (7, 8)


def test_the_scales_of_ktab_are_percentages(tmp_path: Path) -> None:
    case = decision(tmp_path, KTAB)
    assert case.issues["share"].range == (0, 100)
    assert central_decision(case).salience.ravel().tolist() == [0.8, 0.5]


def test_what_is_wrong_with_a_table_is_told_with_its_name() -> None:
    with pytest.raises(InputError, match=r"table\.csv: line 2, column 4"):
        decision_text("actor,issue,position,salience,capability\nann,tax,7,5,1\n", "table.csv", "tax")
