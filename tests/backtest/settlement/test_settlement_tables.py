"""Attempts are read by the published names of columns, or by those named by hand, and complaints say where to look."""

from __future__ import annotations

import numpy as np
import pytest

from settlement_file import HEADER, attempt_rows, claims_file, salience_of, settlement_file
from treaty_folder import write_rows
from winset.backtest.settlement.columns import COLUMNS
from winset.backtest.settlement.tables import read_attempts
from winset.errors import InputError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of both invented files."""
    place = tmp_path_factory.mktemp("claims")
    settlement_file(place)
    claims_file(place)
    return place


@pytest.fixture(scope="module")
def table(folder):
    """Invented attempts, read."""
    return read_attempts(folder / "ICOWsettle.csv", claims=folder / "ICOWdyadyr.csv")


def written(tmp_path, rows, name="attempts.csv"):
    """A file of rows."""
    write_rows(tmp_path / name, rows)
    return tmp_path / name


def test_every_column_that_is_needed_goes_by_a_name_of_the_published_file():
    for wanted in COLUMNS.values():
        assert wanted.names[0] in HEADER or not wanted.is_needed


def test_disputes_are_left_out_and_rows_stand_in_the_order_of_years(table):
    assert table.left_out["militarized disputes"] > 0
    assert len(table.claim) + table.left_out["militarized disputes"] == 900
    assert (np.diff(table.begun) >= 0).all()
    assert (table.outcomes["ends-claim"] <= table.outcomes["substantive"]).all()


def test_where_there_was_no_agreement_nothing_followed_from_it(tmp_path):
    rows = [row for row in attempt_rows(n=60) if row["midiss"] == "0"]
    failed = [row["agree"] == "0" for row in rows]
    assert {row["agreeiss"] + row["effect4"] for row, none in zip(rows, failed, strict=True) if none} == {""}
    found = read_attempts(written(tmp_path, rows))
    assert 0 < sum(failed) < len(rows)
    for outcome in found.outcomes.values():
        assert np.isfinite(outcome).all()
    assert (found.outcomes["any-agreement"] == 0).sum() == sum(failed)


def test_an_attempt_that_is_not_over_has_no_outcome(tmp_path):
    rows = [row for row in attempt_rows(n=60) if row["agree"] == "1"][:2]
    rows[0] |= {"agree": "", "agreeiss": "", "effect4": ""}
    found = read_attempts(written(tmp_path, rows))
    for outcome in found.outcomes.values():
        assert np.isnan(outcome).sum() == 1


def test_salience_and_power_come_from_claims_by_year(folder, table):
    assert table.figures["salience"].tolist() == [salience_of(int(claim)) for claim in table.claim]
    assert 0 < np.isnan(table.figures["power"]).mean() < 0.3
    assert [file.name for file in table.files] == ["ICOWsettle.csv", "ICOWdyadyr.csv"]
    alone = read_attempts(folder / "ICOWsettle.csv")
    assert {"salience", "power"}.isdisjoint(alone.figures)


def test_recent_disputes_are_counted_from_the_file_and_only_earlier_ones(tmp_path):
    rows = [row for row in attempt_rows(n=60) if row["midiss"] == "0"][:3]
    for row, year in zip(rows, (1950, 1940, 1966), strict=True):
        row |= {"claimdy": "7", "year": str(year), "yearend": str(year)}
    dispute = {**rows[0], "midiss": "1", "agree": "", "agreeiss": "", "effect4": ""}
    other = {**dispute, "claimdy": "8", "year": "1930"}
    found = read_attempts(written(tmp_path, [*rows, dispute, {**dispute, "year": "1939"}, other]))
    assert (found.begun.tolist(), found.figures["force"].tolist()) == ([1940, 1950, 1966], [1, 1, 0])


def test_lines_of_an_old_mac_tabs_capitals_and_ids_with_a_point_are_read(tmp_path, folder, table):
    text = (folder / "ICOWsettle.csv").read_text()
    header, body = text.split("\n", 1)
    old = tmp_path / "old.csv"
    old.write_bytes((header.upper() + "\n" + body).replace(",", "\t").replace("\n", "\r").encode())
    claims = (folder / "ICOWdyadyr.csv").read_text().replace(",", ".0,", 1).splitlines()
    (tmp_path / "years.csv").write_text(
        "\n".join([claims[0].replace(".0", ""), *(one.replace(",", ".0,", 1) for one in claims[1:])])
    )
    found = read_attempts(old, claims=tmp_path / "years.csv")
    assert found.claim == table.claim
    assert np.array_equal(found.figures["salience"], table.figures["salience"])


def test_years_are_read_from_dates_too_and_what_is_missing_is_missing(tmp_path):
    rows = [row for row in attempt_rows(n=9) if row["midiss"] == "0"][:4]
    for row, year in zip(rows, ("19620131", "196201", "-9", "1962"), strict=True):
        row |= {"year": year, "yearend": "-9"}
    found = read_attempts(written(tmp_path, rows))
    assert (found.begun.tolist(), found.ended.tolist()) == ([1962] * 3, [1962] * 3)
    assert found.left_out["attempts without a year"] == 1


def test_columns_that_are_not_found_are_all_asked_for_at_once_and_can_be_named(tmp_path):
    other = {"year": "when", "begsett": "x", "effect4": "fate"}
    rows = [{other.get(name, name): cell for name, cell in row.items()} for row in attempt_rows(n=9)]
    file = written(tmp_path, rows)
    with pytest.raises(InputError) as told:
        read_attempts(file)
    for words in (
        "lacks begun (year or begsett: the year it began)",
        "--column begun=NAME --column effect=NAME; it has",
    ):
        assert words in str(told.value)
    found = read_attempts(file, {"begun": "WHEN", "effect": "fate"})
    assert (found.columns["begun"], found.columns["effect"]) == ("when", "fate")
    with pytest.raises(InputError, match="has no column nowhere, asked for as begun"):
        read_attempts(file, {"begun": "nowhere"})
    with pytest.raises(InputError, match="says start=when; the columns are claim, begun"):
        read_attempts(file, {"start": "when"})


def test_files_that_were_exchanged_are_told_apart(folder):
    attempts, claims = folder / "ICOWsettle.csv", folder / "ICOWdyadyr.csv"
    with pytest.raises(InputError, match=r"holds claims year by year .* give it with --claims"):
        read_attempts(claims)
    with pytest.raises(InputError, match="has no column icowsal, asked for as salience"):
        read_attempts(attempts, {"salience": "icowsal"})
    assert "salience" in read_attempts(attempts, {"salience": "icowsal"}, claims).figures


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"yearend": "soon"}, "line 3: 'soon' in the column yearend, where a number belongs"),
        ({"agree": "2"}, "line 3: '2' in the column agree, where 0 or 1 belongs"),
        ({"midiss": "maybe"}, "line 3: 'maybe' in the column midiss, where a number belongs"),
    ],
)
def test_what_does_not_belong_is_shown_with_its_line(tmp_path, change, says):
    rows = attempt_rows(n=5)
    rows[1] |= {"midiss": "0", **change}
    with pytest.raises(InputError, match=says):
        read_attempts(written(tmp_path, rows))


def test_what_does_not_belong_among_claims_by_year_is_shown_with_its_line(tmp_path, folder):
    claims = tmp_path / "years.csv"
    claims.write_text("claimdy,year,icowsal\n1,1900,high\n")
    with pytest.raises(InputError, match=r"years\.csv, line 2: 'high' in the column icowsal"):
        read_attempts(folder / "ICOWsettle.csv", claims=claims)
    claims.write_text("claimdy,icowsal\n1,3\n")
    with pytest.raises(InputError, match=r"years\.csv lacks year; claims by year"):
        read_attempts(folder / "ICOWsettle.csv", claims=claims)


def test_a_file_that_is_none_is_said(tmp_path):
    with pytest.raises(InputError, match="cannot be read: no such file"):
        read_attempts(tmp_path / "nothing.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="is empty"):
        read_attempts(tmp_path / "empty.csv")
    (tmp_path / "empty.csv").write_text("claimdy,year\n")
    with pytest.raises(InputError, match="holds no rows below its header"):
        read_attempts(tmp_path / "empty.csv")
    (tmp_path / "empty.csv").write_bytes(b"\x93\xff")
    with pytest.raises(InputError, match="no CSV file in UTF-8"):
        read_attempts(tmp_path / "empty.csv")
