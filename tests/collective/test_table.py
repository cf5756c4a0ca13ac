"""Tables of actors by issues: what is read, and every complaint at once with its place."""

from __future__ import annotations

import numpy as np
import pytest

from winset.collective import Decision, read_table
from winset.errors import CaseError, InputError

HEAD = "actor,issue,position,salience,capability\n"


def complaints(text: str) -> list[str]:
    with pytest.raises(CaseError) as raised:
        read_table(text)
    return [str(complaint) for complaint in raised.value.complaints]


def test_a_table_becomes_arrays_in_the_order_of_first_rows() -> None:
    found = read_table(HEAD + "bob,tax,9,1,1\nann,tax,0,0.5,2\nann,date,7,0.25,4\n")
    assert (found.actors, found.issues) == (("bob", "ann"), ("tax", "date"))
    assert found.position.tolist() == [[9, 0], [0, 7]]
    assert found.salience.tolist() == [[1, 0], [0.5, 0.25]]
    assert found.capability.tolist() == [[1, 0], [2, 4]]
    assert found.present is not None
    assert found.present.tolist() == [[True, False], [True, True]]
    assert [array.tolist() for array in found.on(1)] == [[7], [0.25], [4]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_order_of_columns_blank_lines_and_a_mark_of_bytes_do_not_matter(separator: str) -> None:
    rows = ["capability,actor,position,issue,salience", "", "2, ann ,1.5,tax,0.5", '1,"bob",2,tax,1', ""]
    found = read_table("\ufeff" + "\r\n".join(rows).replace(",", separator))
    assert found.actors == ("ann", "bob")
    assert found.position.tolist() == [[1.5], [2]]


def test_reference_points_stand_in_any_row_of_their_issue() -> None:
    found = read_table(HEAD.strip() + ",reference\na,tax,0,1,1,\nb,tax,1,1,1,4\na,date,0,1,1,\n")
    np.testing.assert_array_equal(found.reference, [4, np.nan])


def test_every_complaint_is_told_at_once_with_line_column_and_what_is_allowed() -> None:
    text = HEAD + "ann,tax,high,0.5,2\nbob,tax,3,50,-1\n,tax,1,1,1\nann,tax,1,1,1\ncid,tax,1,1\ndan,tax,nan,1,inf\n"
    assert complaints(text) == [
        "line 2, column 3: position is 'high'; allowed: a finite number",
        "line 3, column 4: salience is '50'; allowed: a number from 0 to 1 (divide per cent by 100)",
        "line 3, column 5: capability is '-1'; allowed: a finite number, at least 0",
        "line 4, column 1: actor is empty; allowed: a name",
        "line 5, column 1: ann on tax stands in line 2 already; allowed: one row for each",
        "line 6, column 5: the row has 4 cells; allowed: 5 cells",
        "line 7, column 3: position is 'nan'; allowed: a finite number",
        "line 7, column 5: capability is 'inf'; allowed: a finite number, at least 0",
    ]


def test_columns_are_complained_of_before_rows() -> None:
    assert complaints("actor,issue,postion,salience,salience\nann,tax,x,x,x\n") == [
        "line 1, column 3: there is no column 'postion'; did you mean position?; "
        "allowed: actor, issue, position, salience, capability, reference",
        "line 1, column 5: the column salience stands twice; allowed: each column once",
        "line 1, column 6: the column position is missing; allowed: actor, issue, position, salience, capability",
        "line 1, column 6: the column capability is missing; allowed: actor, issue, position, salience, capability",
    ]


def test_two_reference_points_of_one_issue_are_refused() -> None:
    found = complaints(HEAD.strip() + ",reference\na,tax,0,1,1,3\nb,tax,1,1,1,4\n")
    assert found == [
        "line 3, column 6: reference is 4, but 3 for tax before; allowed: one reference point for each issue"
    ]


def test_tables_without_rows_or_lines_and_with_open_quotes_are_refused() -> None:
    assert complaints("") == [
        "line 1, column 1: the table is empty; allowed: a first line of actor, issue, position, salience, capability"
    ]
    assert complaints(HEAD) == ["line 2, column 1: no row follows the first line; allowed: a row for each actor"]
    assert complaints(HEAD + 'a,"tax,1,1,1\n')[0].startswith("line 2, column 3: the row has 2 cells")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"actors": ("a", "a")}, "`actors` is"),
        ({"issues": ()}, "`issues` is"),
        ({"position": np.zeros((1, 1))}, r"`position` has shape \(1, 1\); here it must be \(2, 1\)"),
        ({"salience": np.full((2, 1), 1.5)}, r"`salience\[0, 0\]` is 1.5"),
        ({"capability": np.full((2, 1), -1.0)}, r"`capability\[0, 0\]` is -1"),
        ({"reference": np.zeros(2)}, r"`reference` has shape \(2,\); here it must be \(1,\)"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_by_name(changed: dict[str, object], said: str) -> None:
    parts = {"actors": ("a", "b"), "issues": ("tax",)}
    arrays = {name: np.ones((2, 1)) for name in ("position", "salience", "capability")}
    with pytest.raises(InputError, match=said):
        Decision(**{**parts, **arrays, **changed})  # type: ignore[arg-type]
