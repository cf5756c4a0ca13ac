"""The list of models, what is said of one, and models run on files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from winset.cli import app
from winset.registry import AXIOMS, models

DAM = {"utilities": [[6, 4], [3, 8], [5, 6]], "disagreement": [2, 0]}


def run(*arguments: str, given: str | bytes | None = None) -> Any:
    """Run a command in this process."""
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(arguments), input=given)


def listed(*arguments: str) -> list[str]:
    """Return the ids that are listed."""
    return [entry["id"] for entry in json.loads(run("models", *arguments, "--json").stdout)["models"]]


def test_every_model_is_listed_under_its_family() -> None:
    text = run("models").stdout
    for model in models():
        assert text.index(f"{model.family}\n") < text.index(f"  {model.id} ")
    assert text.endswith(f"{len(models())} models\n")
    assert all(len(line) <= 80 for line in text.splitlines())
    assert listed() == [model.id for model in models()]


def test_filters_add_up() -> None:
    assert set(listed("--family", "timing")) == {model.id for model in models() if model.family == "timing"}
    assert set(listed("--axiom", "efficient")) == {model.id for model in models() if "efficient" in model.axioms}
    assert "nash" in listed("--text", "PRODUCT of gains", "--status", "textbook", "--family", "bargain")
    assert listed("--text", "no model says this") == []
    assert run("models", "--text", "no model says this").stdout == "0 models\n"


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--family", "bargin", "take bargain, "),
        ("--status", "new", "or in the spirit of"),
        ("--axiom", "fair", "scale-invariant"),
    ],
)
def test_a_filter_that_nothing_could_pass_is_refused(option: str, value: str, says: str) -> None:
    result = run("models", option, value)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"`{option}` is {value}; take ")
    assert says in result.stderr


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_a_model_is_shown_with_all_that_it_says(model: Any) -> None:
    text, document = run("models", "show", model.id), json.loads(run("models", "show", model.id, "--json").stdout)
    assert text.exit_code == 0, text.output
    for heading in ("Question", "Equation", "It assumes", "When not to use it", "It takes", "Reference", "It answers"):
        assert f"\n{heading}\n" in text.stdout
    for axiom in model.axioms:
        assert f"  {axiom} " in text.stdout
        assert AXIOMS[axiom].split()[0] in text.stdout
    assert document["schema"] == "winset.model/1"
    assert document["example"]["input"] == model.example
    assert document["example"]["answer"]["model"] == model.id
    assert set(document["input_schema"]["properties"]) >= set(model.example)


def test_what_a_model_assumes_and_refuses_is_said_once() -> None:
    said = json.loads(run("models", "show", "nash", "--json").stdout)
    assert said["not_for"] == ["Do not use it with a mere outside option as the disagreement point."]
    assert not any(sentence in said["about"] for sentence in said["not_for"] + said["assumptions"])
    assert said["equations"][0].startswith(r"z^{*} \in \arg\max")


def test_a_model_runs_on_a_file_and_on_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "dam.json"
    path.write_text(json.dumps(DAM))
    first, second = (
        run("solve", "nash", str(path), "--json"),
        run("solve", "nash", "-", "--json", given=json.dumps(DAM)),
    )
    assert first.stdout == second.stdout
    assert json.loads(first.stdout) == {
        "schema": "winset.solve/1",
        "model": "nash",
        "value": 2,
        "status": "ok",
        "diagnostics": {"ties": [2], "gaining": 2},
    }
    assert run("solve", "nash", str(path)).stdout.splitlines() == [
        "status   ok",
        "value    2",
        "ties     2",
        "gaining  2",
    ]


def test_nothing_feasible_is_an_answer() -> None:
    result = run("solve", "nash", "-", given='{"utilities": [[1, 1]], "disagreement": [2, 2]}')
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == ["status   empty", "value    none", "ties     none"]


def test_numbers_without_bound_and_missing_ones_are_strict_json() -> None:
    given = json.dumps({"hazard": 0.3, "deadline_hazard": 0.2, "horizon": ["inf", 1]})
    found = json.loads(run("solve", "competing-hazards", "-", "--json", given=given).stdout)
    assert found["value"][0] == pytest.approx(0.6)
    never = json.dumps({"value": 10, "relation": 0, "d": 0.9})
    text = run("solve", "commitment-staged-exchange", "-", "--json", given=never).stdout
    assert "Infinity" not in text
    assert json.loads(text)["value"] == "inf"


def test_long_tables_are_cut_for_people_and_whole_for_programs() -> None:
    given = json.dumps({"levels": [[0.5] * 200] * 40, "ranks": [[float(i == j) for i in range(40)] for j in range(40)]})
    text = run("solve", "gaussian-copula", "-", given=given).stdout
    assert "and 10 more rows in the JSON" in text
    assert "and 80 more" in text
    assert len(json.loads(run("solve", "gaussian-copula", "-", "--json", given=given).stdout)["value"]) == 40


MISTAKES = {
    "another model": (["nsh", "-"], "{}", "there is no model `nsh`; did you mean nash?"),
    "no file": (["nash", "nowhere.json"], None, "nowhere.json: this cannot be read: no such file"),
    "a folder": (["nash", "."], None, ".: this cannot be read: is a directory"),
    "a name that no file has": (["nash", "a\0b"], None, "this cannot be read: "),
    "bytes": (["nash", "-"], b'{"a": "\xff"}', "standard input: byte 8 is no text in UTF-8"),
    "broken JSON": (["nash", "-"], '{"a": 1', "standard input:1:8: this is no JSON: expecting ',' delimiter"),
    "a wrong shape": (["nash", "-"], '{"utilities": [1], "disagreement": [1]}', "`utilities` has shape (1,)"),
    "an unknown argument": (["nash", "-"], json.dumps(DAM | {"wieghts": 1}), "did you mean `weights`?"),
    "arrays that do not go together": (
        ["durability", "-"],
        '{"hazard": [1, 2], "renege": [0.1, 0.2, 0.3], "horizon": 1}',
        "`hazard` (2,), `renege` (3,); lists beside each other must be equally long",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_each_mistake_ends_in_a_sentence_and_status_2(kind: str) -> None:
    arguments, given, says = MISTAKES[kind]
    result = run("solve", *arguments, given=given)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
