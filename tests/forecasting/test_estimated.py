"""Volatility and jumps that a case leaves to its polls: as unsure as these leave them, numbers like any."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from cases import party, public, raw_case, read
from winset.case.case import Case
from winset.case.complaints import Complaint
from winset.case.evidence import stated_numbers
from winset.case.reading import read_case
from winset.case.stories import with_values
from winset.case.writing import case_data, case_text
from winset.chance.distributions import Distribution
from winset.cli import app
from winset.errors import CaseError, InputError
from winset.explain.asked import asked_values
from winset.forecasting.draws import draw_tables
from winset.forecasting.estimated import estimate_words, estimates, moves_of
from winset.forecasting.levels import distributions_of
from winset.forecasting.polled import pooled_readings
from winset.forecasting.run import forecast

MOVES = "parties.a.home.public.moves"
ALL = {"volatility": "estimated", "jumps": "estimated"}


def walk(volatility: float, months: int = 60, seed: int = 1) -> list[dict[str, Any]]:
    """Return monthly polls of a level that walks so fast."""
    rng = np.random.default_rng(seed)
    level = 50 + np.cumsum(rng.normal(0, volatility, months))
    polls = np.clip(level + rng.normal(0, 1.0, months), 5, 95)
    days = [dt.date(2019, 12, 20) - dt.timedelta(days=round(30.4375 * k)) for k in reversed(range(months))]
    return [
        {"date": str(day), "house": "A", "value": float(v.round(1)), "n": 2500, "from": "poll"}
        for day, v in zip(days, polls, strict=True)
    ]


def left_to_polls(readings: list[dict[str, Any]], moves: Any = None, approval: Any = None) -> Case:
    """Return a case whose felt public leaves its moves to its polls."""
    home = {"public": public(approval or {"series": "polls"}, 40, {"x": 5}, moves=moves or ALL)}
    return read(
        raw_case(
            sources={"poll": {"title": "Polls"}},
            parties={"a": party(home=home), "b": party()},
            series={"polls": {"question": "approve?", "readings": readings}},
            forms=None,
        )
    )


@pytest.mark.parametrize("truth", [1.0, 4.0])
def test_the_volatility_that_made_the_polls_is_found(truth):
    found = [estimates(left_to_polls(walk(truth, seed=seed)))[f"{MOVES}.volatility"] for seed in range(10)]
    held = [one.ppf(0.05) < truth < one.ppf(0.95) for one in found]
    assert sum(held) >= 7, "nine of ten are expected"
    assert np.mean([one.mode for one in found]) == pytest.approx(truth, rel=0.25)


def test_the_weights_are_those_of_the_pooled_model_and_jumps_are_included():
    case = left_to_polls(walk(2.0))
    pooled = pooled_readings(case.series["polls"], case.as_of)
    bring = pooled.jumps.per_year * pooled.jumps.sd**2 / 12
    mean_square = sum(one.weight * one.volatility**2 for one in pooled.possibilities) + bring
    drawn = moves_of(case.series["polls"], case.as_of).volatility.ppf((np.arange(4096) + 0.5) / 4096)
    assert (drawn**2).mean() == pytest.approx(mean_square, rel=0.1)
    assert drawn.min() >= np.sqrt(bring) - 1e-9


def test_jumps_are_those_that_pooling_expects_as_unsure_as_so_few_leave_them():
    case = left_to_polls(walk(0.5))
    jumps, moves = pooled_readings(case.series["polls"], case.as_of).jumps, moves_of(case.series["polls"], case.as_of)
    assert (moves.rate.mean, moves.rate.mode, moves.size.mode) == pytest.approx(
        (jumps.per_year, jumps.per_year, jumps.sd)
    )
    assert moves.rate.sd == pytest.approx(jumps.per_year * 2**0.5, rel=1e-6)


def test_they_are_drawn_and_the_forms_with_jumps_are_run():
    case = left_to_polls(walk(2.0))
    known = distributions_of(case)
    drawn = np.concatenate([block[f"{MOVES}.volatility"] for block in draw_tables(case, 1024, 1)])
    assert isinstance(known[f"{MOVES}.volatility"], Distribution)
    assert (drawn.mean(), drawn.std()) == pytest.approx(
        (known[f"{MOVES}.volatility"].mean, known[f"{MOVES}.volatility"].sd), rel=0.05
    )
    found = forecast(case, draws=128)
    assert {form.process for form in found.forms} >= {"random-walk", "random-walk-jumps"}


def test_their_source_is_the_series_and_the_report_says_how_unsure_they_are():
    case = left_to_polls(walk(2.0))
    stated = {number.path: number for number in stated_numbers(case)}
    for what in ("volatility", "jumps.rate", "jumps.size"):
        assert (stated[f"{MOVES}.{what}"].sources, stated[f"{MOVES}.{what}"].origin) == (("poll",), "source")
    number = next(one for one in forecast(case, draws=128).numbers if one.path == f"{MOVES}.volatility")
    assert number.text == estimate_words(case, f"{MOVES}.volatility")
    assert number.text.endswith("points, estimated from series.polls")


def test_a_number_may_stand_in_for_each(tmp_path):
    case = left_to_polls(walk(2.0))
    changed = with_values(case, {f"{MOVES}.volatility": 3, f"{MOVES}.jumps.rate": "0.2 per year"})
    assert set(estimates(changed)) == {f"{MOVES}.jumps.size"}
    assert changed.quantities()[f"{MOVES}.jumps.rate"].numbers == (0.2,)
    again = with_values(changed, {f"{MOVES}.volatility": "estimated", f"{MOVES}.jumps": "estimated"})
    assert estimates(again) == estimates(case)


def test_what_if_and_show_know_them_by_their_paths(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(case_text(left_to_polls(walk(2.0))))
    run = CliRunner(env={"COLUMNS": "200"}).invoke
    result = run(app, ["whatif", str(path), "--set", f"{MOVES}.volatility=3", "--draws", "128", "--json"])
    [change] = json.loads(result.stdout)["changes"]
    assert "estimated from series.polls" in change["from"]
    assert change["to"] == "3 points"
    assert "estimated from series.polls [poll]" in " ".join(run(app, ["show", str(path)]).stdout.split())
    swings = json.loads(run(app, ["sensitivity", str(path), "--draws", "128", "--json"]).stdout)
    assert f"{MOVES}.volatility" in json.dumps(swings)


def test_show_puts_no_brackets_where_a_series_names_no_source(tmp_path):
    readings = [{key: part for key, part in reading.items() if key != "from"} for reading in walk(2.0)]
    path = tmp_path / "case.yaml"
    path.write_text(case_text(left_to_polls(readings)))
    shown = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["show", str(path)]).stdout
    assert "estimated from series.polls\n" in shown
    assert "[]" not in shown


def test_they_cannot_be_moved_by_an_amount():
    with pytest.raises(InputError, match="left to polls"):
        asked_values(left_to_polls(walk(2.0)), [f"{MOVES}.volatility += 1"])


def test_they_are_written_as_they_were_read():
    case = left_to_polls(walk(2.0))
    moves = case_data(case)["parties"]["a"]["home"]["public"]["moves"]
    assert moves == {"volatility": "estimated", "jumps": {"rate": "estimated", "size": "estimated"}}
    assert read(case_data(case)) == case


@pytest.mark.parametrize(
    ("few", "approval", "says"),
    [
        (60, 50, "this is to be estimated, and no series measures this public; allowed: a number; or `estimated`"),
        (
            3,
            None,
            "series `polls` has 3 readings of its question on 3 days, too few to say how",
        ),
    ],
)
def test_where_there_are_no_polls_or_too_few_a_number_is_asked_for(few, approval, says):
    with pytest.raises(CaseError) as caught:
        left_to_polls(walk(2.0)[-few:], approval=approval)
    complaints = [one for one in caught.value.complaints if isinstance(one, Complaint)]
    assert [one.field for one in complaints] == [f"{MOVES}.volatility", f"{MOVES}.jumps.rate", f"{MOVES}.jumps.size"]
    assert says in str(complaints[0])
    assert str(complaints[0]).endswith("state a number, such as 2.4 to 3 for `volatility`, or leave it out")


def test_only_what_polls_can_say_can_be_left_to_them():
    with pytest.raises(CaseError, match="reversion"):
        left_to_polls(walk(2.0), {"reversion": "estimated"})


def test_shipped_cases_leave_nothing_to_their_polls():
    assert not estimates(read_case("kuril-2019"))
