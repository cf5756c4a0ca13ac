"""Reading decisions: what is scored, what is left out and counted, and what is refused."""

from __future__ import annotations

import dataclasses
import math

import pytest

from deu_folder import made_rows, write_folder
from winset.backtest.deu.data import Issue, read_decisions
from winset.errors import InputError


def test_what_cannot_be_used_is_left_out_and_counted(tmp_path):
    issues, positions = made_rows(6)
    issues[0]["outcome"] = ""
    positions = [row for row in positions if row["issue_id"] != issues[1]["issue_id"]] + [
        {"issue_id": issues[1]["issue_id"], "actor": actor, "position": 10, "salience": 10} for actor in ("de", "fr")
    ]
    mine = [row for row in positions if row["issue_id"] == issues[2]["issue_id"]]
    mine[0]["salience"], mine[1]["position"] = "", "NA"
    found = read_decisions(write_folder(tmp_path, issues, positions))
    assert found.counts["issues"] == len(issues)
    assert found.counts["issues_without_outcome"] == 1
    assert found.counts["issues_with_fewer_than_three_positions"] == 1
    assert found.counts["saliences_not_stated"] == 1
    assert found.counts["positions_not_stated"] == 1
    assert found.counts["issues_scored"] == len(issues) - 2 == len(found.issues) == len(found.outcomes)
    third = next(issue for issue in found.issues if issue.id == issues[2]["issue_id"])
    assert len(third.stands) == len(mine) - 1
    assert math.isnan(third.stands[0].salience)


def test_what_is_known_before_holds_no_outcome_and_no_date_of_adoption():
    names = {field.name for field in dataclasses.fields(Issue)}
    assert names == {"id", "dossier", "name", "wave", "procedure", "introduced", "reference", "stands"}


def test_a_column_more_is_not_read(tmp_path):
    issues, positions = made_rows(6)
    plain = read_decisions(write_folder(tmp_path / "plain", issues, positions))
    for row in issues:
        row["leaked"] = row["outcome"]
    assert read_decisions(write_folder(tmp_path / "more", issues, positions)).issues == plain.issues


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("positions.csv", {"position": 101}, "line 2: position is '101'; it lies from 0 to 100"),
        ("positions.csv", {"salience": "much"}, "line 2: salience is 'much'"),
        ("positions.csv", {"position": "inf"}, "line 2: position is 'inf'"),
        ("issues.csv", {"outcome": -1}, "line 2: outcome is '-1'"),
        ("issues.csv", {"reference_point": "x"}, "line 2: reference_point is 'x'"),
        ("issues.csv", {"intro_date": "31/12/99"}, "line 2: intro_date is '31/12/99'"),
        ("issues.csv", {"dossier_id": ""}, "line 2: dossier_id is empty"),
    ],
)
def test_cells_that_cannot_be_are_told_by_line(tmp_path, table, change, says):
    tables = dict(zip(("issues.csv", "positions.csv"), made_rows(4), strict=True))
    tables[table][0] |= change
    with pytest.raises(InputError, match=f"{table}, {says}"):
        read_decisions(write_folder(tmp_path, *tables.values()))


def test_a_row_ends_where_the_table_ends_it_and_not_at_other_breaks(tmp_path):
    issues, positions = made_rows(4)
    issues[0]["dossier"] = "one\u2028name\x0b of\x85 three lines"
    found = read_decisions(write_folder(tmp_path, issues, positions))
    assert found.counts["issues"] == found.counts["issues_scored"] == len(issues)


def test_positions_on_an_issue_that_is_not_in_the_table_are_counted(tmp_path):
    issues, positions = made_rows(4)
    positions[0]["issue_id"] = "elsewhere"
    assert read_decisions(write_folder(tmp_path, issues, positions)).counts["positions_without_issue"] == 1


def test_rows_that_stand_twice_are_refused(tmp_path):
    issues, positions = made_rows(4)
    with pytest.raises(InputError, match=r"com stands on .* already"):
        read_decisions(write_folder(tmp_path, issues, [*positions, positions[0]]))
    with pytest.raises(InputError, match=r"the issue .* stands there already"):
        read_decisions(write_folder(tmp_path, [*issues, issues[0]], positions))


def test_missing_files_and_columns_are_told(tmp_path):
    with pytest.raises(InputError, match=r"issues.csv cannot be read: no such file"):
        read_decisions(tmp_path)
    issues, positions = made_rows(4)
    for row in issues:
        del row["outcome"]
    with pytest.raises(InputError, match="has no column outcome; it needs issue_id, dossier_id"):
        read_decisions(write_folder(tmp_path, issues, positions))
    (tmp_path / "issues.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is no CSV file in UTF-8"):
        read_decisions(tmp_path)
