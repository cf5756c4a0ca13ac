"""A case that begins once a package is agreed, signed or ratified: who is still asked, and what is said of talks."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from cases import Raw, body, case_of, coin, packages, party, public
from winset import forecast
from winset.case.case import Case
from winset.cli.answer import print_answer
from winset.forecasting.record import Forecast
from winset.report import render_report
from winset.report.notebook import forecast_html

POOR = {"people": public(40, 50, {"x": 5, "y": 5, "z": 5}), "house": coin(3, 0.5)}


def at(stage: str, **more: Raw) -> Case:
    """Return a case of three packages at a stage, with a leader and a public that refuse all of them."""
    parts: Raw = {
        "packages": packages("x", "y", "z"),
        "question": {"text": "?", "deal": ["x", "y", "z"], "counted": "in force"},
        "parties": {"a": party({"x": -5, "y": -5, "z": -5}, POOR), "b": party({"x": 9, "y": 9, "z": 9})},
    }
    started = {} if stage == "talks" else {"stage": stage, "agreed_package": "x"}
    return case_of(**{**parts, **started, **more})


def page(answer: Forecast) -> str:
    """Return what the terminal prints, on one line."""
    console = Console(file=io.StringIO(), width=200)
    print_answer(answer, console)
    return " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("stage", "asked", "chance"),
    [
        ("talks", {"leader", "people", "house"}, 0),
        ("agreed", {"leader", "people", "house"}, 0),
        ("signed", {"house"}, 0.5),
        ("ratified", set(), 1),
    ],
)
def test_only_who_has_still_a_say_is_asked(stage: str, asked: set[str], chance: float) -> None:
    answer = forecast(at(stage), draws=1024)
    found = next(package for package in answer.packages if package.id == "x")
    assert {part.accepter for part in found.blocked_by if part.party == "a"} == asked
    assert found.open_now == pytest.approx(chance, abs=0.04)
    assert answer.accepters[0].stands[0].probability == found.open_now
    assert answer.case.stage == stage


def test_what_can_no_longer_come_is_left_out() -> None:
    tabled = {package.id for package in forecast(at("talks"), draws=128).packages if package.on_the_table}
    assert tabled == {"x", "y", "z"}
    signed = forecast(at("signed", after_a_no={"package": "y"}), draws=128)
    assert {package.id for package in signed.packages if package.on_the_table} == {"x", "y"}
    assert " z " not in page(signed).partition("Packages")[2].partition("What stands")[0]


@pytest.mark.parametrize("stage", ["talks", "agreed", "signed", "ratified"])
def test_meetings_are_spoken_of_only_while_talks_go_on(stage: str) -> None:
    answer = forecast(at(stage), draws=128)
    told = page(answer)
    assert ("only at a meeting" in told) == (stage == "talks")
    assert ("open now" in told) == (stage == "talks")
    assert ("accepted now" in told) == (stage != "talks")
    assert any(number.path.endswith("meeting_worth") for number in answer.numbers) == (stage == "talks")
    assert ("The talks are over" in told) == (stage != "talks")
    for text in (render_report(answer), forecast_html(answer)):
        assert ("done already" in text) == (stage != "talks")


def test_rungs_that_are_behind_are_done() -> None:
    assert page(forecast(at("signed"), draws=128)).count("done already") == 3
    assert page(forecast(at("ratified"), draws=128)).count("done already") == 4


def test_a_changed_package_is_still_the_leaders_to_sign() -> None:
    answer = forecast(at("signed", after_a_no={"package": "y"}), draws=128)
    changed = next(package for package in answer.packages if package.id == "y")
    assert {"leader", "people"} <= {part.accepter for part in changed.blocked_by}
    assert "After a No leaders sign y anew" in " ".join(answer.assumptions)


@pytest.mark.parametrize(
    ("more", "order"),
    [
        ({"provisional": {"after": "2 days"}}, ["sign", "apply", "ratify"]),
        ({"question": {"text": "?", "deal": ["x"], "counted": "applied"}}, ["sign", "ratify", "apply"]),
    ],
)
def test_applying_stands_where_it_comes(more: Raw, order: list[str]) -> None:
    parties = {"a": party(home={"house": body(1, 0)}), "b": party()}
    rungs = {rung.rung: rung.probability for rung in forecast(case_of(parties=parties, **more), draws=128).ladder}
    assert [name for name in rungs if name in order] == order
