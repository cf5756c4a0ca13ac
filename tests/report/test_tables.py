"""Tables: what stands in them is what the forecast says."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from builders import bare_forecast, sample_forecast
from winset.charts.chart import Column, Table
from winset.errors import InputError, WinsetError
from winset.forecasting.record import Forecast
from winset.report import tables
from winset.report.tables import csv_text


def test_tables_say_what_the_forecast_says() -> None:
    forecast = sample_forecast()
    found = tables(forecast)
    assert found["ladder"].rows == tuple((rung.rung, rung.probability) for rung in forecast.ladder)
    assert found["deal_by"].rows[-1] == ("2021-09-30", 0.093, 0.008, 0.297)
    assert [row[0] for row in found["packages"].rows] == [package.id for package in forecast.packages]
    assert len(found["blockers"].rows) == sum(len(package.blocked_by) for package in forecast.packages)
    assert found["blockers"].rows[0] == (
        "two-and-talks", "russia", "public", "capital", 0.81, 6.6, 5.4, "percentage points",
    )  # fmt: skip
    assert [row[2] for row in found["forms"].rows] == [form.probability for form in forecast.forms]
    assert found["binding"].rows[0] == ("russia", "public", "capital", 0.61)
    assert len(found["tripwires"].rows) == len(forecast.tripwires)
    assert [row[0] for row in found["numbers"].rows] == [number.path for number in forecast.numbers]
    assert found["numbers"].rows[2][8] == "levada-2018; vtsiom-2019"
    assert found["sources"].rows[0][0] == "op-ed-2019"


def test_the_outside_view_has_the_fields_of_the_document() -> None:
    forecast = sample_forecast()
    table = tables(forecast)["outside_view"]
    names = [column.name for column in table.columns]
    assert [dict(zip(names, row, strict=True)) for row in table.rows] == forecast.to_dict()["outside_view"]
    assert {"class", "unit", "cases", "probability", "low", "high", "source"} <= set(names)
    assert table.rows


@pytest.mark.parametrize("forecast", [sample_forecast(), bare_forecast()])
def test_every_row_is_as_long_as_its_columns(forecast: Forecast) -> None:
    for table in tables(forecast).values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert all(len(row) == len(names) for row in table.rows)


def test_a_table_as_csv_reads_back() -> None:
    forecast = sample_forecast()
    table = tables(forecast)["numbers"]
    rows = list(csv.reader(io.StringIO(csv_text(table))))
    assert rows[0] == [column.name for column in table.columns]
    assert [float(row[3]) for row in rows[1:]] == [number.influence for number in forecast.numbers]
    assert [row[4] for row in rows[1:]] == ["true" if number.decisive else "false" for number in forecast.numbers]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\t=1"])
def test_no_cell_runs_as_a_formula(text: str) -> None:
    row = next(csv.reader([csv_text(Table("", (Column("a", "A"),), ((text,),))).split("\n")[1]]))
    assert row == ["'" + text]


@pytest.mark.parametrize("text", ["-20 to 20 points", "-0.012 to -0.006", "a = b"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert csv_text(Table("", (Column("a", "A"),), ((text,),))) == f"a\n{text}\n"


def test_a_table_becomes_a_frame() -> None:
    pytest.importorskip("pandas")
    forecast = sample_forecast()
    frame = tables(forecast).to_frame("packages")
    assert list(frame["ratified"]) == [package.ratified for package in forecast.packages]
    assert tables(bare_forecast()).to_frame("packages").shape == (0, 8)


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(InputError, match="take one of packages, blockers, accepters"):
        tables(bare_forecast()).to_frame("package")


def test_frames_without_pandas_name_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.report.extras.find_spec", lambda name: None)
    with pytest.raises(WinsetError, match=r"pip install 'winset\[tables\]'"):
        tables(bare_forecast()).to_frame("packages")


def test_a_source_used_by_many_lists_them_all() -> None:
    forecast = sample_forecast()
    first = replace(forecast.sources[0], used_by=("a", "b"))
    assert tables(replace(forecast, sources=(first,)))["sources"].rows[0][-1] == "a; b"
