"""Cases between two cases: the ends are the cases, dates keep their distance, and what cannot be mixed says so."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cases import BASE, case_of, read

import winset
from winset.case.reading import read_text
from winset.errors import InputError
from winset.explain.differences import differences
from winset.explain.mixing import Mixture
from winset.explain.separating import separated
from winset.explain.themes import BESIDE, QUESTION, Theme
from winset.forecasting.outlooks import outlooks

FELT: dict[str, Any] = {
    "felt": "capital",
    "approval": {"series": "polls"},
    "floor": 40,
    "pass_through": 0.2,
    "opposition": {"x": {"oppose": 60, "support": 20}},
}


def polled(as_of: str, day: str, value: float, **more: Any) -> dict[str, Any]:
    parties = copy.deepcopy(BASE["parties"])
    parties["a"]["home"] = {"public": copy.deepcopy(FELT)}
    readings = [{"date": day, "house": "One", "value": value, "n": 1000}]
    series = {"polls": {"question": "approve?", "readings": readings}}
    until = str(dt.date.fromisoformat(as_of) + dt.timedelta(days=60))
    return {**copy.deepcopy(BASE), "as_of": as_of, "until": until, "parties": parties, "series": series, **more}


def themes_of(mixture: Mixture) -> list[Theme]:
    found = {mixture.themes.of(tuple(one.path.split("."))) for one in differences(mixture.a, mixture.b)}
    return sorted(found - {BESIDE}, key=mixture.themes.in_order)


def test_taking_everything_over_gives_the_second_case_and_taking_nothing_the_first() -> None:
    mixture = Mixture(winset.load("kuril-2016"), winset.load("kuril-2019"))
    every, nothing = mixture.case(themes_of(mixture)), mixture.case(())
    assert every is not None
    assert nothing is not None
    played = outlooks([mixture.a, nothing, mixture.b, every], draws=256)
    assert played[0] == played[1]
    assert played[2] == played[3]
    assert played[0] != played[2]


def test_readings_keep_their_distance_from_the_day_of_their_forecast() -> None:
    mixture = Mixture(read(polled("2020-01-31", "2020-01-21", 50)), read(polled("2022-06-30", "2022-06-10", 60)))
    approval = mixture.case([Theme("approval", "a")])
    assert approval is not None
    assert approval.as_of == dt.date(2020, 1, 31)
    (reading,) = approval.series["polls"].readings
    assert (reading.date, reading.value) == (dt.date(2020, 1, 11), 60)
    time = mixture.case([Theme("time")])
    assert time is not None
    assert time.series["polls"].readings[0].date == dt.date(2022, 6, 20)
    assert time.until == mixture.b.until


def test_dates_that_both_cases_state_stay_and_others_move() -> None:
    event = {"hurts": "a.public", "by": 5, "date": "2020-03-01"}
    other = {"hurts": "a.public", "by": 5, "date": "2020-03-20"}
    first = read(polled("2020-02-01", "2020-01-21", 50, events={"same": event, "own": event}))
    second = read(polled("2020-02-11", "2020-01-21", 50, events={"same": {**event, "by": 7}, "own": other}))
    mixed = Mixture(first, second).case([Theme("outside")])
    assert mixed is not None
    assert mixed.events["same"].date == dt.date(2020, 3, 1)
    assert mixed.events["own"].date == dt.date(2020, 3, 10)
    assert str(mixed.events["same"].by) == "7 points"


def test_readings_in_files_and_evidence_of_later_days_can_be_mixed(tmp_path: Path) -> None:
    (tmp_path / "polls.csv").write_text("date,house,value,n\n2022-06-10,One,60,1000\n", encoding="utf-8")
    series = {"polls": {"question": "approve?", "file": "polls.csv"}}
    source = {"poll": {"title": "A poll", "date": "2022-06-11"}}
    raw = polled("2022-06-30", "2022-06-10", 60, series=series, sources=source)
    raw["parties"]["a"]["home"]["public"]["floor"] = {"value": 45, "from": "poll"}
    second = read_text(json.dumps(raw), folder=tmp_path)
    mixture = Mixture(read(polled("2020-01-31", "2020-01-21", 50)), second)
    for themes in ([Theme("approval", "a")], [Theme("home", "a")], [Theme("time")]):
        assert mixture.case(themes) is not None, themes


def test_what_one_case_alone_knows_goes_with_the_question() -> None:
    packages = {"x": {"says": "a package"}, "y": {"says": "another"}}
    parties = copy.deepcopy(BASE["parties"])
    for party in parties.values():
        party["leader"]["worth"] = {"x": 5, "y": 20}
    question = {**BASE["question"], "deal": ["x", "y"]}
    mixture = Mixture(case_of(), case_of(packages=packages, parties=parties, question=question))
    assert themes_of(mixture) == [Theme("leader", "a"), Theme("leader", "b"), QUESTION]
    leader, table = mixture.case([Theme("leader", "a")]), mixture.case([QUESTION])
    assert leader is not None
    assert table is not None
    assert {name: str(worth) for name, worth in leader.parties["a"].leader.worth.items()} == {"x": "5 points"}
    worth = {name: str(worth) for name, worth in table.parties["a"].leader.worth.items()}
    assert worth == {"x": "10 points", "y": "20 points"}


def test_a_renamed_party_and_whatever_names_it_are_taken_together() -> None:
    parties = {"a": BASE["parties"]["a"], "c": BASE["parties"]["b"]}
    pressure = {"someone": {"leans_on": "c", "by": 5}}
    mixture = Mixture(
        case_of(outside={"someone": {**pressure["someone"], "leans_on": "b"}}),
        case_of(parties=parties, outside=pressure),
    )
    apart = separated(mixture, themes_of(mixture), pairs=1, sampled=False, seed=1)
    assert apart.groups == ((Theme("outside"), QUESTION),) or apart.groups == ((QUESTION, Theme("outside")),)
    assert apart.cases == {0: mixture.a, 1: mixture.b}


def test_groups_that_can_be_mixed_stay_apart_beside_those_that_cannot() -> None:
    parties = copy.deepcopy({"a": BASE["parties"]["a"], "c": BASE["parties"]["b"]})
    parties["a"]["leader"]["worth"]["x"] = 3
    mixture = Mixture(
        case_of(outside={"someone": {"leans_on": "b", "by": 5}}),
        case_of(parties=parties, outside={"someone": {"leans_on": "c", "by": 5}}, meetings={"rate": "4 per year"}),
    )
    apart = separated(mixture, themes_of(mixture), pairs=1, sampled=False, seed=1)
    assert sorted(len(group) for group in apart.groups) == [1, 1, 2]
    assert len(apart.cases) == 8


def test_a_case_that_was_built_in_python_is_refused() -> None:
    built = winset.Case.model_validate(BASE)
    with pytest.raises(InputError, match="built in Python"):
        Mixture(built, case_of())
