"""What parties, those at home and rules are called: by their titles, or else by their ids and without an article."""

from __future__ import annotations

import pytest

from cases import Raw, body, party, raw_case, read
from winset import forecast
from winset.case.accepters import titles
from winset.charts import charts
from winset.forecasting.labels import accepter_label, party_label, path_label
from winset.report import sentences, tables


def named() -> Raw:
    """Return a case in which a party, a rule, and some below it have titles."""
    council = {
        "title": "Conseil d'État",
        "all_of": {"ci": {"title": "Côte d'Ivoire", "consents": 0.3}, "ghana": {"consents": 0.4}, "Togo": body(9, 0.4)},
    }
    review = {"title": "Cour suprême", "stopped_only_if": {"all_of": {"x": body(9, 0.6), "y": body(9, 0.6)}}}
    public = {
        "title": "rue",
        "felt": "capital",
        "approval": 50,
        "floor": 55,
        "opposition": {"x": {"oppose": 70, "support": 20}},
    }
    home = {"review": review, "street": public, "twin": {"follows": "deputies", "with": 0.9}, "deputies": body(9, 0.4)}
    a = party({"x": -1}, home=home) | {"title": "Österreich"}
    return raw_case(parties={"a": a, "wales": party({"x": -1})}, ratifiers={"council": council})


def test_titles_are_found_at_any_depth() -> None:
    assert titles(read(named())) == {
        ("a", ""): "Österreich",
        ("a", "review"): "Cour suprême",
        ("a", "street"): "rue",
        ("ratifiers", "council"): "Conseil d'État",
        ("ratifiers", "ci"): "Côte d'Ivoire",
    }


def test_labels_take_the_title_or_the_id_without_an_article() -> None:
    case = read(named())
    assert party_label(case, "a") == "Österreich"
    assert accepter_label(case, "a", "leader") == "Österreich's leader"
    assert accepter_label(case, "wales", "leader") == "Wales' leader"
    assert accepter_label(case, "a", "street") == "Österreich's rue"
    assert [accepter_label(case, "ratifiers", name) for name in ("ci", "ghana", "Togo")] == [
        "Conseil d'État's Côte d'Ivoire",
        "Conseil d'État's ghana",
        "Conseil d'État's Togo",
    ]
    assert path_label(case, "parties.a.home.twin.otherwise") == (
        "Österreich's twin: a yes where it is not simply that of deputies"
    )
    flat = read(raw_case(ratifiers={"belgium": {"consents": 0.5}}))
    assert accepter_label(flat, "ratifiers", "belgium") == "belgium"


def test_every_front_end_calls_them_so() -> None:
    answer = forecast(read(named()), draws=128)
    labels = {node.path: node.label for node in answer.accepters}
    assert labels["a"] == "Österreich"
    assert labels["a.review"] == "Cour suprême"
    assert labels["ratifiers.council"] == "Conseil d'État"
    assert labels["ratifiers.council.ci"] == "Côte d'Ivoire"
    refusers = [sentences.refuser(part, answer) for part in answer.packages[0].blocked_by]
    for start in ("Conseil d'État: Côte d'Ivoire (", "Österreich: leader (", "Wales: leader (", "Österreich: rue ("):
        assert any(who.startswith(start) for who in refusers), (start, refusers)
    told = " ".join([*refusers, *(sentences.obstacle(part, answer) for part in answer.binding)])
    told += " ".join(f"{chart.title} {chart.alt}" for chart in charts(answer))
    assert "Österreich's rue" in told
    assert " the ghana" not in told
    assert " A:" not in told
    defaults = sentences.other_defaults(answer)
    assert "a yes where it is not simply that of deputies 0.5" in defaults
    assert "; otherwise" not in defaults
    assert tables(answer)["accepters"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("kept 1 years", "kept 1 year"),
        ("kept for 1 month", "kept 1 month"),
        ("kept 2 year", "kept 2 years"),
        ("kept 0.5 years", "kept 0.5 years"),
    ],
)
def test_a_time_for_which_a_deal_is_kept_is_said_in_the_right_number(written: str, read_as: str) -> None:
    raw = raw_case(until="2025-01-31")
    raw["question"]["counted"] = written
    assert read(raw).question.counted == read_as


def test_one_is_said_in_the_singular() -> None:
    raw = raw_case(lead_times={"opening": "1 day"}, ratifiers={"court": body(1, 0.5)})
    raw["parties"]["a"]["leader"]["no_agreement"] = 1
    texts = {number.path: number.text for number in forecast(read(raw), draws=128).numbers}
    assert texts["lead_times.opening"] == "1 day"
    assert texts["parties.a.leader.no_agreement.worth"] == "1 point"
    assert sentences.measure(1, "votes") == "1 vote"
    assert sentences.measure(-1, "points") == "-1 point"
    assert sentences.measure(11, "points") == "11 points"
