"""A decision of many actors is read, checked and sourced like any case."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from winset.case.collective import CollectiveCase
from winset.case.collective_checks import basis, counted, hindsight_in
from winset.case.reading import SHIPPED_DECISIONS, check_file, read_any, read_case, shipped_decisions
from winset.case.schema import collective_schema
from winset.errors import CaseError

DAM = """\
winset: 1
kind: collective
id: dam
title: How high
as_of: 2025-01-01
question: {text: How high?}
sources:
  talks: {title: Talks, date: 2024-05-01}
  late: {title: Later, date: 2025-05-01}
issues:
  height: {range: [0, 40], unit: metres, reference: 12}
  share: {range: [0, 100]}
actors:
  city: {position: {height: 30 to 36, share: 20}, salience: {height: 0.9, share: 0.6}, capability: 10, from: talks}
  farmers: {position: {height: 15, share: 70}, capability: {height: 4, share: 5}}
  anglers: {position: {height: 12}, salience: 1}
"""


def read(tmp_path: Path, text: str) -> CollectiveCase:
    """Return the decision that a text describes."""
    path = tmp_path / "dam.yaml"
    path.write_text(text, encoding="utf-8")
    found = read_any(path)
    assert isinstance(found, CollectiveCase)
    return found


def test_every_number_has_a_path_a_source_and_a_kind(tmp_path: Path) -> None:
    case = read(tmp_path, DAM)
    found = {number.path: number for number in basis(case)}
    assert list(found) == list(case.quantities())
    assert found["actors.city.position.height"].sources == ("talks",)
    assert found["actors.city.capability"].origin == "source"
    assert found["actors.farmers.capability.share"].origin == "guess"
    assert found["actors.farmers.salience"].origin == "default"
    assert found["issues.height.reference"].quantity.numbers == (12.0,)
    assert counted(case) == "3 actors, 2 issues, 14 numbers: 7 guesses, 2 defaults"


BROKEN = {
    "off the scale": ("share: 70", "share: 700", "found 700; allowed: from 0 to 100, the range of share"),
    "a range off the scale": ("30 to 36", "30 to 46", "found 46; allowed: from 0 to 40, the range of height"),
    "an unknown issue": (
        "share: 70",
        "shre: 70",
        "there is no issue `shre`; allowed: height, share; did you mean `share`",
    ),
    "no position for a salience": ("salience: {height: 0.9", "salience: {bridge: 1, height: 0.9", "no issue `bridge`"),
    "a capability without a position": (
        "{position: {height: 12}",
        "{position: {height: 12}, capability: {height: 1, share: 2}",
        "there is no position of anglers on share",
    ),
    "a position without a salience": (", share: 0.6", "", "there is no salience of city on share"),
    "a salience over 1": ("height: 0.9", "height: 9", "found 9; allowed: from 0 to 1"),
    "an unknown source": ("from: talks", "from: talk", "there is no source `talk`; did you mean `talks`?"),
    "a late source": ("from: talks", "from: late", "`late` is of 2025-05-01, after the forecast is made"),
    "an unknown key": ("unit: metres", "units: metres", "unknown key `units`; "),
    "a scale that falls": ("[0, 40]", "[40, 0]", "the ends of this range are out of order"),
    "an issue for nobody": ("issues:\n", "issues:\n  road: {range: [0, 1]}\n", "nobody takes part in road"),
    "no kind": ("kind: collective\n", "", "`kind` is missing"),
    "a reference off the scale": ("reference: 12", "reference: 50", "found 50; allowed: from 0 to 40"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_mistake_is_said_with_its_line(tmp_path: Path, kind: str) -> None:
    old, new, says = BROKEN[kind]
    assert old in DAM
    path = tmp_path / "dam.yaml"
    path.write_text(DAM.replace(old, new, 1), encoding="utf-8")
    complaints = check_file(path)
    assert any(says in str(complaint) for complaint in complaints), [str(complaint) for complaint in complaints]
    with pytest.raises(CaseError):
        read_any(path)


def test_hindsight_that_is_marked_is_warned_of(tmp_path: Path) -> None:
    marked = DAM.replace("salience: 1}", "salience: {value: 1, from: late, hindsight: true}}")
    (sentence,) = {part for part in hindsight_in(read(tmp_path, marked)) if "late" in part}
    assert "2025-05-01" in sentence
    assert hindsight_in(read(tmp_path, DAM)) == ()


@pytest.mark.parametrize("name", shipped_decisions())
def test_a_shipped_decision_is_valid_for_the_reader_and_for_the_schema(name: str) -> None:
    assert check_file(name) == ()
    raw = YAML(typ="safe").load((SHIPPED_DECISIONS / f"{name}.yaml").read_text("utf-8"))
    for source in raw["sources"].values():
        source.update({key: str(value) for key, value in source.items() if key == "date"})
    jsonschema.validate(raw, collective_schema(), jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_the_reader_refuses(tmp_path: Path) -> None:
    for old, new in (("unit:", "units:"), ("height: 0.9", "height: 9"), ("kind: collective\n", "")):
        raw = YAML(typ="safe").load(DAM.replace(old, new, 1).replace("2025-01-01", '"2025-01-01"'))
        raw["sources"] = {}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(raw, collective_schema(), jsonschema.Draft202012Validator)


def test_a_decision_is_no_negotiation() -> None:
    with pytest.raises(CaseError, match="decision of many actors, of which no deal can be forecast"):
        read_case("emission-standards")


def test_what_happened_is_marked_as_remembered() -> None:
    case = read_any("emission-standards")
    assert isinstance(case, CollectiveCase)
    years = case.issues["years"]
    assert years.happened is not None
    beside = [years.happened, *years.forecasts.values()]
    assert [part.value for part in beside] == [8.833, 8.35]
    assert all("unverified" in str(part.note) and case.sources[part.sources[0]].is_guess for part in beside)
