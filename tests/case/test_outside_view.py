"""Base rates are those of the published data, and a case gets the class that it states or that its words tell."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

import winset
from cases import Raw, case_of, party, raw_case, read
from winset.case.base_rates import reference_classes
from winset.case.outside_view import CLASSES, lines_of, reference_class
from winset.errors import CaseError

DATA = Path(os.environ.get("WINSET_DATA", Path(__file__).parents[3] / "shared" / "data"))
PUBLISHED = DATA / "base_rates" / "settlement_attempts.csv"


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"the table {PUBLISHED} is not here; WINSET_DATA names its folder")
def test_the_counts_are_those_of_the_published_rates() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as rows:
        published = {
            row["group"].replace("|", "/").replace("_", "-"): row
            for row in csv.DictReader(rows)
            if row["by"] in {"all", "issue_type", "method", "issue_x_method"}
        }
    assert published.keys() == reference_classes().keys()
    for name, row in published.items():
        found = reference_classes()[name]
        assert (found.attempts, found.agreed) == (float(row["n_attempts"]), float(row["n_agree"]))
        assert found.substantive / found.attempts == pytest.approx(float(row["substantive_agree_rate"]), abs=5.1e-5)
        assert found.ended / found.attempts == pytest.approx(float(row["ends_claim_per_attempt"]), abs=5.1e-5)
        assert found.unratified / found.agreed == pytest.approx(float(row["ratify_fail_given_agree"]), abs=5.1e-5)


def test_counts_of_parts_sum_to_the_whole() -> None:
    found = reference_classes()
    for count in ("attempts", "agreed", "substantive", "ended", "unratified"):
        for method in ("", "/bilateral", "/third-party-binding", "/third-party-nonbinding"):
            parts = sum(getattr(found[claim + method], count) for claim in ("territory", "river", "maritime"))
            assert parts == getattr(found[method.removeprefix("/") or "all"], count)


def asks(text: str, **parts: object) -> Raw:
    """Return a case whose question is this."""
    raw = raw_case(**parts)
    return raw | {"question": raw["question"] | {"text": text}}


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("Will they share the islands?", "territory/bilateral"),
        ("Will they sign a fishing treaty on the border?", "maritime/bilateral"),
        ("Will they agree on dams?", "river/bilateral"),
        ("Will they agree on wages?", None),
        ("Will Landislands agree?", None),
    ],
)
def test_the_words_of_a_question_tell_what_is_claimed(text: str, chosen: str | None) -> None:
    found = reference_class(read(asks(text)))
    assert (found and found[0].id) == chosen
    if found is not None:
        assert found[1].startswith("chosen since the case speaks of “")


def test_a_mediator_or_the_number_of_parties_tells_how_it_is_tried() -> None:
    mediated = read(asks("Will they share the islands?", mediator={"more_meetings": 2}))
    three = read(asks("Will they share the islands?", parties={name: party() for name in "abc"}))
    assert [reference_class(case)[0].id for case in (mediated, three)] == [
        "territory/third-party-nonbinding",
        "territory",
    ]  # type: ignore[index]


def test_what_a_case_states_comes_before_the_rule() -> None:
    text = "Will they share the islands?"
    rate = {"says": "treaties", "share": 0.2}
    assert reference_class(read(asks(text, outside_view={"class": "none"}))) is None
    assert reference_class(read(asks(text, outside_view={"rates": {"own": rate}}))) is None
    found = reference_class(read(asks(text, outside_view={"class": "river", "rates": {"own": rate}})))
    assert found is not None
    assert (found[0].id, found[1]) == ("river", "as the case states")


def test_once_there_is_an_agreement_its_ratification_is_the_outside_view() -> None:
    view = {"class": "territory"}
    assert lines_of(case_of(outside_view=view)) == ("agreement", "substantive", "ends-claim")
    assert lines_of(case_of(outside_view=view, stage="agreed", agreed_package="x")) == ("ratified",)
    later = raw_case(outside_view=view, stage="ratified", agreed_package="x")
    assert lines_of(read(later | {"question": later["question"] | {"counted": "in force"}})) == ()


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ({"class": "teritory"}, 'there is no such reference class; found "teritory"; did you mean `territory`'),
        ({"class": 3}, "outside_view.class"),
        ({"class": "river", "rates": {"agreement": {"says": "x", "share": 0.1}}}, "bears the name of a line"),
        ({"rates": {"own-record": {"says": "x", "share": 0.1}}}, "rates.own-record: this rate bears the name"),
        ({"class": "river", "closest": "substantiv"}, "there is no line `substantiv`"),
        ({"closest": "agreement"}, "there is no line `agreement` in the outside view of this case"),
        ({"blend": {"weight": 0.5}}, "there is no outside view to mix with"),
        ({"class": "river", "blend": {"weight": 1.5}}, "outside_view.blend.weight"),
    ],
)
def test_what_does_not_go_together_is_refused(view: Raw, said: str) -> None:
    with pytest.raises(CaseError) as found:
        case_of(outside_view=view)
    assert said in str(found.value)


def test_rates_may_bear_any_name_where_no_class_is_shown() -> None:
    rate = {"says": "x", "share": 0.1}
    assert lines_of(case_of(outside_view={"rates": {"agreement": rate}})) == ("agreement",)


def test_the_schema_lists_every_class() -> None:
    assert ["none", *reference_classes()] == CLASSES
    assert reference_class(winset.load("kuril-2019")) == (
        reference_classes()["territory/bilateral"],
        "as the case states",
    )
