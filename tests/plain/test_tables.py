"""A table of actors fills the arguments of models of many actors, in the shape that each takes."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from winset.cli import app
from winset.errors import InputError
from winset.plain import solve
from winset.plain.described import argument_note, described
from winset.plain.tables import COLUMNS, table_inputs
from winset.registry import models

ONE = "actor,issue,position,salience,capability\nann,tax,0,0.5,2\nbob,tax,9,1,1\n"
TWO = f"{ONE}ann,fee,1,1,2\nbob,fee,4,0.5,1\n"
GAP = f"{TWO}cat,fee,2,1,1\n"
KTAB = """Water,Who gets how much,2,2,
Actor,Description,Power,Share,Share Salience,Price,Price Salience,
Up,Upstream,60,90,60,10,40,
Down,Downstream,40,20,50,30,20,
"""
TAKING = [
    model.id
    for model in models()
    if any(COLUMNS.get(name) == "position" for name in inspect.signature(model.function).parameters)
]


def test_one_issue_gives_one_answer() -> None:
    assert float(solve("compromise", **table_inputs("compromise", ONE, "t.csv")).value) == 4.5


def test_several_issues_give_one_answer_each_in_the_order_of_the_table() -> None:
    assert np.asarray(solve("compromise", **table_inputs("compromise", TWO, "t.csv")).value).tolist() == [4.5, 1.6]
    together = table_inputs("position-exchange", TWO, "t.csv")
    assert together["position"].tolist() == [[0, 1], [9, 4]]


def test_an_issue_is_chosen_with_those_who_take_part() -> None:
    chosen = table_inputs("compromise", GAP, "t.csv", issue="fee")
    assert chosen["position"].tolist() == [1, 4, 2]
    assert table_inputs("compromise", GAP, "t.csv", issue="tax")["position"].tolist() == [0, 9]


def test_ktab_s_layout_is_read() -> None:
    found = table_inputs("compromise", KTAB, "t.csv")
    assert found["position"].tolist() == [[90, 20], [10, 30]]
    assert found["salience"].tolist() == [[0.6, 0.5], [0.4, 0.2]]
    assert found["capability"].tolist() == [[60, 40], [60, 40]]


@pytest.mark.parametrize("name", TAKING)
def test_every_model_of_positions_says_which_way_they_run(name: str) -> None:
    model = next(model for model in models() if model.id == name)
    for argument in inspect.signature(model.function).parameters:
        if COLUMNS.get(argument) == "position":
            note = argument_note(described(model), argument)
            assert note is not None
            assert "n_actors" in note.type, f"`{argument}` of {name} is not documented with its shape"


@pytest.mark.parametrize("name", TAKING)
def test_every_model_of_positions_runs_on_a_table(name: str) -> None:
    assert solve(name, **table_inputs(name, TWO if "exchange" in name else ONE, "t.csv")).status != "empty"


REFUSED = {
    "no such issue": ("compromise", TWO, "fees", "t.csv: there is no issue `fees`; there are tax, fee"),
    "a single issue": ("challenge", TWO, None, "`challenge` takes one issue; choose with --issue among tax, fee"),
    "a gap": ("compromise", GAP, None, "cat takes no part in tax, and `compromise` takes issues one by one"),
    "no actors": ("nash", ONE, None, "`nash` takes none of position, salience, capability, so no table"),
    "a broken table": ("compromise", ONE.replace("0.5", "50"), None, "t.csv: line 2, column 4: salience is '50'"),
    "a broken scenario": ("compromise", KTAB.replace("60,90", "60,900"), None, "t.csv: line 3, column `Share`"),
    "nothing": ("compromise", "", None, "t.csv: line 1, column 1: the table is empty"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_a_table_cannot_give_is_refused(kind: str) -> None:
    model, text, issue, says = REFUSED[kind]
    with pytest.raises(InputError) as error:
        table_inputs(model, text, "t.csv", issue)
    assert says in str(error.value)


def run(*arguments: str, given: str | None = None) -> Any:
    """Run a command in this process."""
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(arguments), input=given)


def test_a_table_runs_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "tax.csv"
    path.write_text(TWO)
    first, second = run("solve", "compromise", str(path)), run("solve", "compromise", "-", "--table", given=TWO)
    assert first.stdout == second.stdout == "status  ok\nvalue   4.5, 1.6\n"
    chosen = run("solve", "challenge", str(path), "--issue", "tax", "--json")
    assert json.loads(chosen.stdout)["model"] == "challenge"
    wrong = run("solve", "nash", "-", "--issue", "tax", given="{}")
    assert wrong.exit_code == 2
    assert "standard input is no table" in wrong.stderr
