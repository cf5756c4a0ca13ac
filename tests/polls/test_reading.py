"""Tables of polls: every form is read, the mapping is found and can be changed, every bad row is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from winset.case.cells import day_in, share_in, size_in
from winset.case.columns import chosen
from winset.case.poll_table import read_polls
from winset.cli import app
from winset.errors import InputError
from winset.polls import Settings, pool_polls

LONG = "date,pollster,approve,n\n2025-01-01,A,50,1000\n2025-02-01,B,48,\n2025-03-01,A,49,900\n"


@pytest.fixture
def table(tmp_path):
    """Return a way to write a table."""

    def table(text: str, name: str = "polls.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return table


def test_a_long_table_is_read_with_its_columns_found(table):
    found = read_polls(table(LONG))
    assert found.columns.columns == {"date": ("date",), "house": ("pollster",), "value": ("approve",), "n": ("n",)}
    assert [(str(one.day), one.house, one.value, one.size, one.line) for one in found.polls] == [
        ("2025-01-01", "A", 50.0, 1000.0, 2),
        ("2025-02-01", "B", 48.0, None, 3),
        ("2025-03-01", "A", 49.0, 900.0, 4),
    ]


def test_a_wide_table_has_one_house_a_column(table):
    found = read_polls(table("date,Alpha,Beta\n2025-01-01,50,48\n2025-02-01,,47\n"))
    assert found.columns.houses == ("Alpha", "Beta")
    assert sorted((one.house, one.value) for one in found.polls) == [("Alpha", 50.0), ("Beta", 47.0), ("Beta", 48.0)]


def test_a_column_without_a_name_is_no_house(table):
    found = read_polls(table(",date,Alpha,Beta\n0,2025-01-01,50,48\n1,2025-02-01,,47\n"))
    assert found.columns.houses == ("Alpha", "Beta")


def test_long_and_wide_tables_of_the_same_polls_pool_alike(table):
    long = table(
        "date,house,value\n" + "".join(f"2025-{m:02}-01,{h},{50 + m + (h == 'B')}\n" for m in range(1, 9) for h in "AB")
    )
    wide = table("date,A,B\n" + "".join(f"2025-{m:02}-01,{50 + m},{51 + m}\n" for m in range(1, 9)), "wide.csv")
    assert pool_polls(long).series == pool_polls(wide).series


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_excel_and_parquet_hold_the_same_polls_as_csv(table, tmp_path, kind):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl" if kind == "xlsx" else "pyarrow")
    path = table(LONG)
    frame = pd.read_csv(path, parse_dates=["date"])
    other = tmp_path / f"polls.{kind}"
    frame.to_excel(other, index=False) if kind == "xlsx" else frame.to_parquet(other)
    assert read_polls(other).polls == read_polls(path).polls


def test_parquet_may_hold_dates_as_its_index_missing_whole_numbers_and_lists(table, tmp_path):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    path = table(LONG)
    frame = pd.read_csv(path, parse_dates=["date"])
    frame = frame.astype({"n": "Int64"}).assign(notes=[["a", "b"], [], ["c"]]).set_index("date")
    frame.to_parquet(tmp_path / "named.parquet")
    frame.rename_axis(None).to_parquet(tmp_path / "nameless.parquet")
    for name in ("named", "nameless"):
        assert read_polls(tmp_path / f"{name}.parquet").polls == read_polls(path).polls


def test_semicolons_decimal_commas_per_cent_signs_ranges_and_months_are_read_and_said(table):
    text = "date;house;value;n\n2025-01;A;46,5 %;1 600\nFeb 2025;A;45-48;\n24.3.2025;A;47%;1,600\n"
    found = read_polls(table(text))
    assert [(str(one.day), one.value, one.size) for one in found.polls] == [
        ("2025-01-15", 46.5, 1600.0),
        ("2025-02-15", 46.5, None),
        ("2025-03-24", 47.0, 1600.0),
    ]
    assert "2 readings dated to a month only; its middle is used" in found.notes
    assert "1 reading given as a range; its middle is used" in found.notes


def test_fieldwork_counts_at_its_middle_and_bounds_are_said(table):
    rows = "2025-01-01,2025-01-05,40,field\n2025-01-01,2025-01-31,41,month_or_publication_bound\n"
    text = f"field_start,field_end,value,date_precision\n{rows}"
    found = read_polls(table(text))
    assert [str(one.day) for one in found.polls] == ["2025-01-03", "2025-01-16"]
    assert found.notes == ("1 reading dated between two bounds only; the middle is used",)


def test_shares_of_one_are_taken_as_such_and_said(table):
    found = read_polls(table("date,value\n2025-01-01,0.5\n2025-02-01,0.48\n"))
    assert [one.value for one in found.polls] == [50.0, 48.0]
    assert "taken as shares of one" in found.notes[0]


def test_columns_that_the_user_names_win(table):
    text = "published,field,a,approve\n2025-01-01,2024-12-20,40,50\n"
    found = read_polls(table(text), chosen(["date=field", "value=a"]))
    assert [(str(one.day), one.value) for one in found.polls] == [("2024-12-20", 40.0)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date,value\n1/2/2025,50\n", 'polls.csv:2: date: found "1/2/2025"; allowed: a date such as'),
        (
            "date,value\n2025-01-01,50\n2025-02-01,about half\n",
            'polls.csv:3: value: found "about half"; allowed: more than 0',
        ),
        ("date,value\n2025-01-01,150\n", 'polls.csv:2: value: found "150"'),
        ("date,value,n\n2025-01-01,50,many\n", 'polls.csv:2: n: found "many"; allowed: the number of respondents'),
        (
            "start,end,value\n2025-02-01,2025-01-01,50\n",
            "polls.csv:2: end: the poll ends on 2025-01-01, before it",
        ),
        ("date,value,dk\n2025-01-01,50,some\n", 'polls.csv:2: dk: found "some"'),
        ("who,what\nA,good\n", "no column looks like a date among who, what"),
        ("date,what\n2025-01-01,good\n", "no column looks like shares in per cent"),
        ("date,value\n", "holds no table"),
        ("date,date\n2025-01-01,5\n", "two columns are called `date`"),
        ("date,value\n2025-01-01,\n", "holds no polls"),
    ],
)
def test_each_mistake_is_named_with_its_row(table, text, says):
    with pytest.raises(InputError) as caught:
        read_polls(table(text))
    assert says in str(caught.value)


@pytest.mark.parametrize("text", ["date", "dat=x", "n=a,b"])
def test_wrong_column_options_are_refused(text):
    with pytest.raises(InputError, match="--column"):
        chosen([text])


def test_cells_that_say_nothing_are_no_numbers():
    assert day_in("2025-02-30") is None
    assert day_in("soon") is None
    assert share_in("48-45") is None
    assert size_in("-5") is None


def monthly(rows: int = 30, more: str = "", cell: str = "") -> str:
    """Build a table of monthly polls."""
    days = [dt.date(2020, 1, 15) + dt.timedelta(days=30 * k) for k in range(rows)]
    lines = [f"{day},A,{50 + (k * 7) % 5 - (20 if k >= 15 else 0)}{cell}" for k, day in enumerate(days)]
    return f"date,house,value{more}\n" + "\n".join(lines) + "\n"


def test_a_shift_is_told_between_the_polls_around_it(table):
    [series] = pool_polls(table(monthly())).series
    [shift] = [one for one in series.found if one.kind == "shift"]
    assert (str(shift.after), str(shift.day)) == ("2021-03-10", "2021-04-09")
    assert shift.size.value < -10


def test_the_undecided_are_a_bound(table):
    [series] = pool_polls(table(monthly(12, ",undecided", ",9"))).series
    assert series.with_undecided == pytest.approx(series.level.value + 9, abs=0.5)


def test_later_polls_are_left_out_and_said(table):
    day = dt.date(2021, 2, 20)
    [series] = pool_polls(table(monthly()), settings=Settings(day=day)).series
    assert series.day == day
    assert all(one.day <= day for one in series.readings)
    assert any("left out" in text for text in series.assumed)


def test_a_level_centuries_later_lies_within_its_bounds_and_the_calendar_ends(table):
    path = table(monthly(12))
    [series] = pool_polls(path, settings=Settings(day=dt.date(2300, 1, 1))).series
    assert (series.level.low, series.level.high) == (0.0, 100.0)
    with pytest.raises(InputError, match="the level is asked for 9999-12-01"):
        pool_polls(path, settings=Settings(day=dt.date(9999, 12, 1)))


def test_old_polls_stand_in_the_history_and_do_not_move_the_level(table):
    months = [(year, month) for year in range(2015, 2026) for month in range(1, 13)]

    def monthly(early: float) -> str:
        level = (early if year < 2018 else 60 - (year > 2023) * 12 for year, _ in months)
        return "date,value,n\n" + "".join(
            f"{y}-{m:02}-15,{v + (m * 7 % 5 - 2) / 2},1000\n" for (y, m), v in zip(months, level, strict=True)
        )

    here, there = (pool_polls(table(monthly(early), f"{early}.csv")).series[0] for early in (60, 40))
    assert (here.level, here.movement, here.ahead) == (there.level, there.movement, there.ahead)
    assert [str(one.day) for one in here.found] == ["2024-01-15"]
    assert [str(one.day) for one in there.found] == ["2018-01-15", "2024-01-15"]
    assert len(here.readings) == 132
    assert str(here.track[0].day) == "2015-01-15"
    assert there.track[0].level.value == pytest.approx(40, abs=1.5)
    assert "83 readings before 2021-12-15 in the history alone (--memory 4)" in here.assumed
    remembered = pool_polls(table(monthly(40), "all.csv"), settings=Settings(memory=30)).series[0]
    assert not any("history" in one for one in remembered.assumed)
    assert [str(one.day) for one in remembered.found] == ["2018-01-15", "2024-01-15"]


def test_rows_that_stand_twice_are_told(table):
    found = read_polls(table(LONG + "2025-03-01,A,49,900\n"))
    assert len(found.polls) == 4
    assert any(note.startswith("1 reading like another in house, day, value and size") for note in found.notes)
    assert not read_polls(table(LONG, "once.csv")).notes


def test_answers_of_more_than_everyone_are_refused(table):
    head = "date,house,value,undecided\n"
    with pytest.raises(InputError, match=r"undecided.*at most 52 beside 48 who approve"):
        read_polls(table(head + "2025-01-01,A,48,60\n2025-02-01,A,48,20\n"))
    assert len(read_polls(table(head + "2025-01-01,A,48,52.5\n", "rounded.csv")).polls) == 1


def test_those_who_disapprove_and_margins_are_no_houses(table):
    found = read_polls(
        table("date,Alpha,Beta,disapprove,Margin,MoE\n2025-01-01,50,48,40,10,3\n2025-02-01,51,47,41,9,3\n")
    )
    assert found.columns.houses == ("Alpha", "Beta")
    named = read_polls(table("date,disapprove\n2025-01-01,50\n", "one.csv"), chosen(["value=disapprove"]))
    assert [one.value for one in named.polls] == [50.0]


def test_wordings_with_few_readings_stand_apart(table):
    text = monthly(12, ",question", ",approve") + "2020-03-01,A,30,trust\n"
    [series] = pool_polls(table(text)).series
    assert series.wording == "approve"
    assert series.links == ()
    assert "“trust” has 1 reading: 30% (A, 2020-03-01)" in series.apart


def test_a_wording_that_nobody_asked_is_refused_and_one_that_the_table_leaves_open_is_told(table):
    with pytest.raises(InputError, match="no reading of this table asks `trust`; there are: approve"):
        pool_polls(table(monthly(12, ",question", ",approve")), settings=Settings(wording="trust"))
    [series] = pool_polls(table(monthly(12)), settings=Settings(wording="trust")).series
    assert series.wording == "trust"


def test_every_series_of_a_case_is_pooled_as_known_then():
    found = pool_polls("kuril-2019")
    assert [series.name for series in found.series] == ["russia-approval", "japan-cabinet-approval"]
    assert {str(series.day) for series in found.series} == {"2019-01-23"}


def test_a_question_that_no_series_of_a_case_asks_is_refused():
    with pytest.raises(InputError, match="no series of kuril-2019 asks `trust`; they ask: approve of the president's"):
        pool_polls("kuril-2019", settings=Settings(wording="trust"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("wage-round", "has no series of polls"),
        ("emission-standards", "decision of many actors"),
        ("no.csv", "cannot be read"),
    ],
)
def test_what_holds_no_polls_is_refused(name, says):
    with pytest.raises(InputError, match=says):
        pool_polls(name)


def test_the_command_prints_json_and_writes_a_page(table, tmp_path):
    import json

    pytest.importorskip("vl_convert")
    out = tmp_path / "out"
    asked = ["polls", str(table(monthly())), "--only", "house=A", "--day", "2021-06-30", "--memory", "2.5"]
    result = CliRunner().invoke(app, [*asked, "--json", "--out", str(out)])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert " ".join(["winset", *asked]) in (out / "polls.html").read_text("utf-8")
    assert document["schema"] == "winset.polls/1"
    assert document["columns"]["value"] == ["value"]
    assert (out / "polls.html").read_text("utf-8").count("<svg") == 1
    assert json.loads((out / "polls.json").read_text("utf-8")) == document
    assert (out / "levels.csv").exists()


def test_the_command_says_what_it_found_in_words(table):
    result = CliRunner(env={"COLUMNS": "100"}).invoke(app, ["polls", str(table(monthly()))])
    assert result.exit_code == 0
    assert "shift between 2021-03-10 and 2021-04-09" in result.stdout
    assert "no sample size for every reading: 1,000 people assumed" in result.stdout


@pytest.mark.parametrize("option", [["--day", "soon"], ["--process", "drift"], ["--only", "x=1"], ["--only", "x"]])
def test_wrong_options_end_in_a_sentence(table, option):
    result = CliRunner().invoke(app, ["polls", str(table(LONG)), *option])
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) <= 2
