"""Tables of signatures: what is read, what is left out and counted, and the table as it stood."""

from __future__ import annotations

import re

import numpy as np
import pytest

from treaty_folder import environmental_rows, trade_rows, treaty_folder, write_rows
from winset.backtest.ratification.tables import ENVIRONMENT, TRADE, read_signatures
from winset.errors import InputError


def one(tmp_path, name, rows):
    """The one table of a folder."""
    write_rows(tmp_path / name, rows)
    (table,) = read_signatures(tmp_path)
    return table


def test_both_tables_are_read_in_the_order_of_dates(tmp_path):
    environment, trade = read_signatures(treaty_folder(tmp_path))
    for table in (environment, trade):
        assert (np.diff(table.signed) >= 0).all()
        assert len(table.treaty) == len(table.parties) == len(table.kind) == len(table.signed) == len(table.done)
    assert set(environment.kind) == {"agreement", "protocol", "amendment"}
    assert all(len(parties) == 2 for parties in trade.parties)


def test_what_is_not_used_is_counted(tmp_path):
    rows = environmental_rows()[:4]
    rows[0]["bilateral"], rows[1]["sign"], rows[2]["ratify"] = "1", "2004-05-06", "1900-01-01"
    table = one(tmp_path, ENVIRONMENT, rows)
    assert len(table.treaty) == 1
    assert table.left_out == {
        "treaties of two parties": 1,
        "no date of signature": 0,
        "signed in 2000 or later": 1,
        "ratified before it was signed": 1,
    }


def test_the_last_year_of_trade_agreements_is_not_watched_to_its_end(tmp_path):
    rows = trade_rows()[:3]
    rows[0] |= {"Signature": "2000-01-01", "Force": "2010-01-01"}
    rows[1] |= {"Signature": "2010-01-01", "Force": ""}
    rows[2] |= {"Signature": "2003-01-01", "Force": "2004-01-01"}
    table = one(tmp_path, TRADE, rows)
    assert (table.end, table.signed.tolist()) == (2009, [2000, 2003])
    assert np.isnan(table.done[0])
    times, happened = table.watched(table.end + 1)
    assert (times.tolist(), happened.tolist()) == ([9, 1], [False, True])


def test_the_table_as_it_stood_holds_nothing_dated_later(tmp_path):
    table, _ = read_signatures(treaty_folder(tmp_path))
    when = table.new_year(1975)
    then = table.as_it_stood(when)
    assert (then.signed <= when).all()
    assert 0 < len(then.signed) < len(table.signed)
    assert not (then.done >= when).any()
    assert not (then.in_force >= when).any()
    assert np.isnan(then.done).sum() > np.isnan(table.done[: len(then.done)]).sum()


def test_a_wait_is_as_long_as_it_was_watched(tmp_path):
    rows = environmental_rows()[:2]
    rows[0] |= {"sign": "1980-01-01", "ratify": "1981-01-01"}
    rows[1] |= {"sign": "1980-01-01", "ratify": ""}
    table = one(tmp_path, ENVIRONMENT, rows)
    times, happened = table.watched(table.new_year(1982))
    assert sorted(zip(happened.tolist(), (times * 365.25).round().tolist(), strict=True)) == [(False, 730), (True, 366)]
    assert not table.watched(table.new_year(1981))[1].any()


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (ENVIRONMENT, {"sign": "13.11.1979"}, "line 3: '13.11.1979' in the column sign, where a date such as"),
        (ENVIRONMENT, {"ratify": "1979-02-30"}, "line 3: '1979-02-30' in the column ratify"),
        (
            ENVIRONMENT,
            {"sign": "2999-01-01"},
            "line 3: '2999-01-01' in the column sign, where a date that",
        ),
        (TRADE, {"Force": "2999"}, "line 3: '2999' in the column Force, where a year that is not in the future"),
        (ENVIRONMENT, {"bilateral": "no"}, "line 3: 'no' in the column bilateral, where 0 or 1 belongs"),
        (TRADE, {"Force": "soon"}, "line 3: 'soon' in the column Force, where a year or a date"),
    ],
)
def test_what_does_not_belong_is_shown_with_its_line(tmp_path, name, change, says):
    rows = (environmental_rows() if name == ENVIRONMENT else trade_rows())[:3]
    rows[1] |= change
    with pytest.raises(InputError, match=re.escape(f"{name}, ") + says):
        one(tmp_path, name, rows)


def test_a_missing_column_a_missing_table_and_an_empty_one_are_said(tmp_path):
    with pytest.raises(InputError, match="holds neither environmental_treaties"):
        read_signatures(tmp_path)
    rows = [{name: value for name, value in row.items() if name != "ratify"} for row in environmental_rows()[:3]]
    with pytest.raises(InputError, match="lacks the columns ratify; it has treaty_id, state, sign"):
        one(tmp_path, ENVIRONMENT, rows)
    (tmp_path / ENVIRONMENT).write_text("treaty_id,state\n")
    with pytest.raises(InputError, match="holds no rows"):
        read_signatures(tmp_path)
    (tmp_path / ENVIRONMENT).write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is no CSV file in UTF-8"):
        read_signatures(tmp_path)
    rows = environmental_rows()[:1]
    rows[0]["bilateral"] = "1"
    with pytest.raises(InputError, match="holds no signature that can be used"):
        one(tmp_path, ENVIRONMENT, rows)
