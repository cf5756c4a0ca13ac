"""Series in tables of any layout: the mapping stands in the case, what was taken as what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from winset.case.reading import case_hash, read_case
from winset.case.series import taken_as
from winset.case.stories import with_values
from winset.errors import CaseError, WinsetError

LONG = (
    "Fieldwork end,Pollster,Approve,Sample,country,Wording,Option\n"
    "2024-11-12,North,49,1010,JPN,approve?,yes\n"
    "2024-12-10,North,47-49,,JPN,approve?,yes\n"
    "2025-01,Coast,48 %,900,JPN,trust?,a lot\n"
    "2025-01-12,Coast,61,900,RUS,approve?,yes\n"
    "2025-02-12,Coast,,900,JPN,approve?,yes\n"
)
COLUMNS = "columns: {date: Fieldwork end, value: Approve, house: Pollster, n: Sample}"
ASKED = COLUMNS.replace("n: Sample", "n: Sample, question: Wording, answer: Option")


@pytest.fixture
def with_table(tmp_path, mended):
    """Return a way to write the template with a series in a table beside it."""

    def with_table(table: str, more: str, name: str = "polls.csv", question: str = "approve") -> Path:
        if not (tmp_path / name).exists():
            (tmp_path / name).write_text(table)
        text = mended(("approval: {value: 44 to 48, from: barometer}", "approval: {series: trust}"))
        path = tmp_path / "case.yaml"
        path.write_text(f"{text}\nseries: {{trust: {{question: '{question}', file: {name}, {more}}}}}\n")
        return path

    return with_table


def test_columns_and_rows_are_those_that_the_case_names(with_table):
    case = read_case(with_table(LONG, f"{COLUMNS}, only: {{country: JPN}}"))
    assert [(str(one.date), one.house, one.value, one.n) for one in case.series["trust"].readings] == [
        ("2024-11-12", "North", 49.0, 1010),
        ("2024-12-10", "North", 48.0, None),
        ("2025-01-15", "Coast", 48.0, 900),
    ]


def test_what_is_taken_as_what_is_said(with_table):
    case = read_case(with_table(LONG, f"{COLUMNS}, only: {{country: JPN}}"))
    assert taken_as(case) == (
        "series.trust: 1 reading given as a range; its middle is used",
        "series.trust: 1 reading dated to a month only; its middle is used",
        "series.trust: 1 reading without a value left out",
        "series.trust: no sample size for 1 of 3 readings: 1,000 people assumed",
        "series.trust: 3 readings on 3 days, too few to pool (4 on 3 days): read plainly, with the stated volatility",
    )


def test_what_was_asked_is_kept_where_it_is_another_question(with_table):
    path = with_table(LONG, f"{ASKED}, only: {{country: JPN}}", question="approve?: yes")
    assert [one.question for one in read_case(path).series["trust"].readings] == [None, None, "trust?: a lot"]


def test_each_column_of_a_list_is_a_house(with_table):
    path = with_table(
        "day,North,Coast\n2025-01-01,50,48\n2025-01-02,,47\n", "columns: {date: day, value: [North, Coast]}"
    )
    found = read_case(path).series["trust"].readings
    assert [(one.house, one.value) for one in found] == [("North", 50.0), ("Coast", 48.0), ("Coast", 47.0)]


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_excel_and_parquet_say_the_same_as_csv(with_table, tmp_path, kind):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl" if kind == "xlsx" else "pyarrow")
    frame = pd.DataFrame([row.split(",") for row in LONG.splitlines()[1:]], columns=LONG.splitlines()[0].split(","))
    name = f"polls.{kind}"
    frame.to_excel(tmp_path / name, index=False) if kind == "xlsx" else frame.to_parquet(tmp_path / name)
    other = read_case(with_table("", f"{COLUMNS}, only: {{country: JPN}}", name))
    plain = read_case(with_table(LONG, f"{COLUMNS}, only: {{country: JPN}}"))
    assert other.series["trust"].readings == plain.series["trust"].readings
    before = case_hash(other)
    frame.loc[0, "Approve"] = "50"
    frame.to_excel(tmp_path / name, index=False) if kind == "xlsx" else frame.to_parquet(tmp_path / name)
    assert case_hash(read_case(with_table("", f"{COLUMNS}, only: {{country: JPN}}", name))) != before


def test_a_library_that_is_missing_is_named(with_table, tmp_path, monkeypatch):
    (tmp_path / "polls.xlsx").write_bytes(b"PK")
    monkeypatch.setattr("winset.case.rows.find_spec", lambda name: None)
    with pytest.raises(WinsetError, match=r"polls.xlsx needs pandas: pip install 'winset\[tables\]'"):
        read_case(with_table("", COLUMNS, "polls.xlsx"))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (COLUMNS, "polls.csv: only: this table has several in `country`; found JPN, RUS; allowed: one subject"),
        (f"{COLUMNS}, only: {{land: JPN}}", "polls.csv:1: only: there is no column `land`"),
        (
            f"{COLUMNS}, only: {{country: JPM}}",
            "polls.csv: only: no row has `JPM` in `country`; allowed: JPN, RUS; did",
        ),
        (
            COLUMNS.replace("Approve", "Aprove") + ", only: {country: JPN}",
            "polls.csv:1: columns.value: there is no column `Aprove`; did you mean `Approve`?",
        ),
        ("columns: {date: Fieldwork end}", "series.trust.columns.value: `value` is missing"),
        ("columns: {value: Approve}", "series.trust.columns: no column says when a poll was taken"),
        ("columns: {date: day, valu: x, value: y}", "unknown key `valu`"),
        (f"{ASKED}, only: {{country: JPN}}", "polls.csv: question: no reading asks “approve”, the `question` of"),
        (
            COLUMNS.replace("Approve", "Option") + ", only: {country: JPN}",
            'polls.csv:2: Option: found "yes"; allowed: ',
        ),
        ("only: {country: JPN}", "polls.csv:1: date: the first line names no column `date`"),
    ],
)
def test_each_mistake_is_named(with_table, more, says):
    with pytest.raises(CaseError) as caught:
        read_case(with_table(LONG, more))
    assert says in str(caught.value)


@pytest.mark.parametrize("more", ["columns: {date: d, value: v}", "only: {a: b}"])
def test_columns_and_rows_belong_to_a_file(template, complaints, more):
    series = f"series: {{trust: {{question: approve, {more}, readings: [{{date: 2025-02-01, value: 50}}]}}}}\n"
    [complaint] = complaints(template + series)
    assert "is about a file" in complaint.message


def test_two_series_may_share_one_file(with_table):
    path = with_table(LONG, f"{COLUMNS}, only: {{country: [JPN, RUS]}}")
    case = with_values(
        read_case(path),
        {
            "series.other": {
                "question": "q",
                "file": "polls.csv",
                "columns": {"date": "Fieldwork end", "value": "Approve"},
                "only": {"country": "RUS"},
            }
        },
    )
    assert [len(series.readings) for series in case.series.values()] == [4, 1]
