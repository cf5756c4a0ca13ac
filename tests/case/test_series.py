"""Series of polls in CSV files: read with the case, refused line by line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from winset.case.reading import case_hash, read_case, read_text
from winset.case.series import series_bytes
from winset.errors import CaseError

GOOD = "date,house,value,n\n2025-01-20,Beta,51.5,1000\n2025-01-10,Alpha,50,\n2025-02-10,Alpha,49,900\n"


@pytest.fixture
def with_file(tmp_path, mended):
    """Return a way to write the template with a series file beside it."""

    def with_file(table: str | bytes, more: str = "", name: str = "trust.csv"):
        (tmp_path / "trust.csv").write_bytes(table.encode() if isinstance(table, str) else table)
        text = mended(("approval: {value: 44 to 48, from: barometer}", "approval: {series: trust}"))
        path = tmp_path / "case.yaml"
        path.write_text(f"{text}\nseries: {{trust: {{question: approve, file: {name}{more}}}}}\n")
        return path

    return with_file


def test_readings_come_with_the_case_in_the_order_of_their_dates(with_file):
    readings = read_case(with_file(GOOD)).series["trust"].readings
    assert [(str(one.date), one.house, one.value, one.n) for one in readings] == [
        ("2025-01-10", "Alpha", 50.0, None),
        ("2025-01-20", "Beta", 51.5, 1000),
        ("2025-02-10", "Alpha", 49.0, 900),
    ]


def test_houses_are_chosen(with_file):
    readings = read_case(with_file(GOOD, ", houses: [Alpha]")).series["trust"].readings
    assert {reading.house for reading in readings} == {"Alpha"}


def test_inline_readings_are_sorted_and_chosen_too(template):
    series = (
        "series: {trust: {question: approve, houses: Alpha, readings: [{date: 2025-02-01, house: Alpha, value: 50}, "
        "{date: 2025-01-01, house: Alpha, value: 51}, {date: 2025-01-01, house: Beta, value: 51}]}}\n"
    )
    readings = read_text(template + series).series["trust"].readings
    assert [reading.date for reading in readings] == [dt.date(2025, 1, 1), dt.date(2025, 2, 1)]


@pytest.mark.parametrize(("value", "allowed"), [("0", "more than 0"), ("100", "less than 100")])
def test_a_reading_of_nobody_or_of_all_is_refused(template, complaints, value, allowed):
    series = f"series: {{trust: {{question: approve, readings: [{{date: 2025-02-01, value: {value}}}]}}}}\n"
    [complaint] = complaints(template + series)
    assert complaint.line == template.count("\n") + 1
    assert str(complaint).endswith(f"series.trust.readings.0.value: found {value}; allowed: {allowed}")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "the first line names no column `date`"),
        ("day,value\n2025-01-01,5\n", "trust.csv:1: date: the first line names no column `date`; allowed: "),
        ("date,house\n2025-01-01,A\n", "the first line names no column `value`"),
        ("date,value\n", "trust.csv: this file holds no readings"),
        ("date,value\n2025-01-32,5\n", 'trust.csv:2: date: found "2025-01-32"; allowed: a date such as'),
        ("date,value\n20250101,5\n", "a date such as 2019-01-24"),
        ("date,value\n2025-01-01,140\n", 'trust.csv:2: value: found "140"; allowed: more than 0, less than 100 (%)'),
        ("date,value\n2025-01-01,0\n", 'trust.csv:2: value: found "0"; allowed: more than 0, less than 100 (%)'),
        ("date,value\n2025-01-01,50\n2025-01-02,100\n", 'trust.csv:3: value: found "100"'),
        ("date,value\n2025-01-01,nan\n", 'value: found "nan"'),
        ("date,value\n2025-01-01,\n", "value: found nothing"),
        ("date,value\n2025-01-01,1_0\n", 'value: found "1_0"'),
        ("date,value,n\n2025-01-01,50,-5\n", 'n: found "-5"; allowed: the number of respondents'),
        ("date,value,n\n2025-01-01,50,inf\n", 'n: found "inf"'),
        (
            "date,value\n2025-01-01,50\n2025-06-01,50\n2025-07-01,50\n",
            "trust.csv:3: date: this reading was taken after",
        ),
        ("date,value\n2025-06-01,50\n", "no reading of this series was taken up to the day of the forecast"),
        (b"date,value\n2025-01-01,\xff\n", "trust.csv:2: this file is not UTF-8 text"),
        ("date,value\n" + "9" * 200_000 + "\n", "this is no CSV"),
        ("date,value\n" + "2025-01-01,50\n" * 400_000, "this file is too large; allowed: 5 MB"),
    ],
)
def test_each_mistake_in_a_table_is_named_with_its_line(with_file, table, says):
    with pytest.raises(CaseError) as caught:
        read_case(with_file(table))
    assert says in str(caught.value)


def test_every_wrong_row_is_reported(with_file):
    with pytest.raises(CaseError) as caught:
        read_case(with_file("date,value\n1,1\n2025-01-01,x\n2025-01-02,50\ny,z\n"))
    assert [complaint.line for complaint in caught.value.complaints] == [2, 3, 5, 5]


def test_late_readings_are_allowed_where_the_series_is_marked(with_file):
    table = GOOD + "2025-06-01,Alpha,50,\n"
    assert len(read_case(with_file(table, ", hindsight: true")).series["trust"].readings) == 4


@pytest.mark.parametrize(
    ("more", "name", "says"),
    [
        ("", "trst.csv", "trst.csv: there is no such file beside the case"),
        ("", "'.'", "this is a folder"),
        ("", "/etc/passwd", "/etc/passwd: this file lies outside the folder of the case"),
        ("", '"a\\0b"', "series.trust.file: this text holds a character that cannot be printed"),
        (", houses: [Gamma]", "trust.csv", "series.trust.houses: no reading is by `Gamma`; allowed: "),
        (", readings: [{date: 2025-01-01, value: 5}]", "trust.csv", "a series has either `readings` or a `file`"),
    ],
)
def test_files_and_houses_that_are_not_there_are_refused(with_file, more, name, says):
    with pytest.raises(CaseError) as caught:
        read_case(with_file(GOOD, more, name))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "name", ["{other}/polls.csv", "../other/polls.csv", "below/../../other/polls.csv", "../polls.csv"]
)
def test_a_file_outside_the_folder_of_the_case_is_refused_unread(tmp_path, name):
    own, other = tmp_path / "own", tmp_path / "other"
    (own / "below").mkdir(parents=True)
    other.mkdir()
    (other / "polls.csv").write_text(GOOD)
    with pytest.raises(CaseError) as caught:
        series_bytes(own / name.format(other=other), name.format(other=other))
    assert str(caught.value).endswith(
        "polls.csv: this file lies outside the folder of the case; allowed: a file in that folder or below it; "
        "copy it there"
    )


@pytest.mark.parametrize("name", ["link.csv", "linked/polls.csv", "linked/../polls.csv"])
def test_a_link_that_leads_outside_the_folder_of_the_case_is_refused(tmp_path, name):
    own, other = tmp_path / "own", tmp_path / "other" / "below"
    own.mkdir()
    other.mkdir(parents=True)
    for folder in (other, other.parent):
        (folder / "polls.csv").write_text(GOOD)
    (own / "link.csv").symlink_to(other / "polls.csv")
    (own / "linked").symlink_to(other)
    with pytest.raises(CaseError, match="this file lies outside the folder of the case"):
        series_bytes(own / name, name)


@pytest.mark.parametrize("name", ["polls.csv", "./polls.csv", "below/polls.csv", "below/../polls.csv", "link.csv"])
def test_files_and_links_within_the_folder_of_the_case_are_read(tmp_path, monkeypatch, name):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "polls.csv").write_text(GOOD)
    (tmp_path / "polls.csv").write_text(GOOD)
    (tmp_path / "link.csv").symlink_to("below/polls.csv")
    assert series_bytes(tmp_path / name, name) == GOOD.encode()
    monkeypatch.chdir(tmp_path)
    assert series_bytes(Path() / name, name) == GOOD.encode()


def test_a_case_that_is_itself_linked_to_has_its_series_beside_the_link(with_file, tmp_path):
    with_file(GOOD)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "case.yaml").symlink_to(tmp_path / "case.yaml")
    (tmp_path / "elsewhere" / "trust.csv").write_text(GOOD)
    assert len(read_case(tmp_path / "elsewhere" / "case.yaml").series["trust"].readings) == 3


@pytest.mark.parametrize(
    "table",
    [
        "root:x:0:secret\nuser:y:secret\n",
        "date,value\n2025-01-01,{wide}secret\n",
        "date,value,key\n2025-01-32,50,secret\n",
        "date,value\n{wide}secret,50\n",
        "date,value\n" + "{wide}" * 5000 + "secret",
    ],
)
def test_complaints_repeat_little_of_a_table(with_file, table):
    with pytest.raises(CaseError) as caught:
        read_case(with_file(table.format(wide="x" * 45)))
    assert "secret" not in str(caught.value) + str([complaint.to_json() for complaint in caught.value.complaints])


def test_a_table_from_a_spreadsheet_is_read(with_file):
    case = read_case(with_file("\ufeffDate, Value ,House,Comment\r\n2025-01-10, 50 ,Alpha,fine\r\n,,,\r\n"))
    assert [(one.value, one.house) for one in case.series["trust"].readings] == [(50.0, "Alpha")]


def test_the_hash_covers_the_series_files(with_file):
    first = case_hash(read_case(with_file(GOOD)))
    assert case_hash(read_case(with_file(GOOD))) == first
    assert case_hash(read_case(with_file(GOOD.replace("51.5", "51.6")))) != first
