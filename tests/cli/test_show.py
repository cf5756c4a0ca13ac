"""What `winset show` prints: everything that a case says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from winset.case.case import Case
from winset.case.parts import Part, Sourced
from winset.case.quantity import Quantity
from winset.case.reading import read_case, shipped_cases
from winset.case.writing import TEMPLATE
from winset.cli import app
from winset.cli.show import written

HERE = Path(__file__).parent
FULL = [str(HERE / "everything.yaml"), str(HERE / "otherwise.yaml")]
ABOUT = {"note", "sources", "confidence", "hindsight"}


def shown(case: str) -> str:
    """Return what is printed of a case, without spaces and line ends."""
    result = CliRunner().invoke(app, ["show", case])
    assert result.exit_code == 0, result.output
    return "".join(result.stdout.split())


def parts(node: Any) -> Iterator[BaseModel]:
    """Yield a part and all parts inside it, numbers too."""
    if isinstance(node, BaseModel):
        yield node
        in_a_file = {"readings"} if getattr(node, "file", None) else set()
        children: Any = [getattr(node, name) for name in type(node).model_fields if name not in in_a_file]
    else:
        children = node.values() if isinstance(node, dict) else node if isinstance(node, tuple) else ()
    for child in children:
        yield from parts(child)


def texts(value: Any) -> Iterator[tuple[str, ...]]:
    """Yield what must be read of a plain value, each in the ways in which it may be put."""
    match value:
        case bool() | None:
            return
        case dict():
            for key, part in value.items():
                yield (str(key),)
                yield from texts(part)
        case tuple():
            for part in value:
                yield from texts(part)
        case float() | int():
            yield f"{value:g}", f"{value:,}", f"{100 * value:.4g}%", str(value)
        case str() | dt.date():
            yield (str(value),)


NOT_IN_WORDS = {
    ("FeltPublic", "felt"),
    ("Body", "votes"),
    ("Body", "quota_of"),
    ("Referendum", "votes"),
}
"""Fields that choose between kinds, told in words of winset's own."""


@pytest.mark.parametrize("case", [*FULL, *shipped_cases(), str(TEMPLATE)], ids=lambda case: Path(case).stem)
def test_nothing_that_a_case_says_is_left_out(case):
    found, read = shown(case), read_case(case)
    missing = []
    for part in parts(read):
        kind = type(part).__name__
        if isinstance(part, Quantity):
            said: list[tuple[str, ...]] = [(str(part),), *texts((part.wording, part.note, part.known_to))]
            said += [] if part.is_default else [*texts(part.sources)]
        elif kind == "Story":
            said = [*texts(part.says), *((path,) for path in part.sets), *((written(v),) for v in part.sets.values())]
        else:
            skip = {"readings"} if getattr(part, "file", None) else {"winset"}
            names = [name for name in part.model_fields_set - skip if (kind, name) not in NOT_IN_WORDS]
            said = [text for name in names for text in texts(getattr(part, name))]
        for ways in said:
            if not any("".join(way.split()) in found for way in ways):
                missing.append((kind, ways[0]))
    assert missing == []


def test_the_cases_of_these_tests_say_everything_that_can_be_said():
    said = {
        (type(part).__name__, name)
        for case in FULL
        for part in parts(read_case(case))
        for name in part.model_fields_set
    }

    def kinds(kind: type[Part]) -> Iterator[type[Part]]:
        yield kind
        for inner in kind.__subclasses__():
            yield from kinds(inner)

    known = {
        (kind.__name__, name)
        for kind in kinds(Part)
        if kind not in {Part, Sourced} and kind.__name__ not in {"Named"} and kind.__module__.startswith("winset.case")
        if kind.__module__ != "winset.case.collective"
        for name in kind.model_fields
        if name not in ABOUT | {"title", "says"}
    }
    assert known - said == set()


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (
            "accord-2016",
            "up to 1 more vote; each 8 to 30 weeks after a No; held with a chance of 0.12 to 0.45; then on",
        ),
        ("ceta-2016", "2016-10-27 a soft deadline; put off with a chance of 0.75 to 0.95; by 2 to 6 weeks each time"),
        ("coalition", "opposition 113 seats"),
        (FULL[0], "step 1 first they leave; 6 months after entry into force; may be stopped by b 0.11, power 0.21 to"),
        (FULL[0], "2029-01-31 a hard deadline"),
        (FULL[0], "the leader, Ms. A; weight 1.25; loses office at 0.16 per year; leaves on 2027-07-08"),
        (FULL[0], "name Mr. After; worth small -17 points; breaks the deal with a chance of 0.18"),
        (FULL[0], "times 1.7 while talks go on; times 2.2 between agreement and signature"),
        (FULL[0], "review goes through unless stopped by all of 2; a negative procedure"),
        (FULL[1], "stop goes through unless stopped by a body of 41, 27 votes needed; asked on none+16 alone"),
        (FULL[1], "never land all, money 64"),
    ],
)
def test_a_part_reads_as_words(case, words):
    assert "".join(words.split()) in shown(case)


def test_the_default_loyalty_in_a_secret_ballot_stands_among_the_numbers():
    found = read_case(FULL[0]).quantities()
    path = "parties.a.home.house.blocs.blues.loyalty"
    assert (str(found[path]), found[path].is_default) == ("0.85 to 0.98", True)
    assert "0.85to0.98[default]membersofawhippedbloc" in shown(FULL[0])


def test_a_default_loyalty_is_not_written_into_a_file():
    from winset.case.writing import case_data

    case = read_case(FULL[0])
    assert "loyalty" not in case_data(case)["parties"]["a"]["home"]["house"]["blocs"]["blues"]


def test_what_the_tests_leave_to_the_schema_is_a_whole_case():
    assert all(isinstance(read_case(case), Case) for case in FULL)
