"""The tree of those who must accept and the ladder: what their titles find, and what stands in each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from altair.utils.schemapi import debug_mode

import winset
from builders import crowded_forecast, leaf, rule, sample_forecast
from cases import case_of, party
from winset.charts import Chart, accepters_tree, ladder, packages_by_accepters
from winset.forecasting.record import AccepterNode, Forecast, Rung

PACKAGE = "two-and-talks"


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    """Leave the check of every mark against the schema to `test_charts`."""
    with debug_mode(False):
        yield


def drawn(*nodes: AccepterNode) -> Chart:
    """Return the tree of a forecast with these nodes."""
    (chart,) = accepters_tree(replace(sample_forecast(), accepters=nodes))
    return chart


def at(chance: float) -> dict[str, float]:
    """Return a chance for the package that is drawn."""
    return {PACKAGE: chance}


def council(
    belgium: float, wallonia: float, brussels: float, rule_of_belgium: str = "all of"
) -> tuple[AccepterNode, ...]:
    """Return a tree with a council in which Belgium asks two regions."""
    return (
        rule("*", "all of", at(belgium)),
        rule("ratifiers", "all of", at(belgium)),
        rule("ratifiers.belgium", rule_of_belgium, at(belgium)),
        leaf("ratifiers.belgium.wallonia", "body", at(wallonia), 5.0),
        leaf("ratifiers.belgium.brussels", "consent", at(brussels), -0.25),
        leaf("ratifiers.court", "consent", at(0.9), -0.4),
    )


def texts(chart: Chart) -> list[str]:
    """Return every text that stands in a picture, in no order."""
    return [
        record["text"]
        for layer in chart.spec["layer"]
        for record in layer["data"]["values"]
        if "text" in record
    ]  # fmt: skip


def test_the_only_one_who_refuses_is_named_with_its_rule() -> None:
    assert drawn(*council(0.2, 0.2, 0.8)).title == (
        "Two islands and talks on the rest: carried everywhere but by Belgium's wallonia (20%)"
    )


def test_where_one_answer_makes_up_for_another_the_rule_is_named() -> None:
    assert drawn(*council(0.4, 0.2, 0.3, "any of")).title.endswith("carried everywhere but by belgium (40%)")
    assert drawn(*council(0.7, 0.2, 0.6, "any of")).title.endswith("by all at once in 70% of the draws")


def test_a_rule_that_fails_although_each_of_its_branches_passes_is_named_itself() -> None:
    assert drawn(*council(0.3, 0.55, 0.6)).title.endswith("carried everywhere but by belgium (30%)")


def test_a_tree_that_nobody_refuses_says_how_often_all_accept_at_once() -> None:
    flat = (rule("*", "all of", at(0.4)), *(leaf(f"*.{name}", "leader", at(0.6), 1.0) for name in ("one", "two")))
    assert drawn(*flat).title.endswith("likely carried by each, but by all at once in only 40% of the draws")


def test_many_who_refuse_are_counted() -> None:
    many = [leaf(f"ratifiers.{name}", "consent", at(0.1 + place / 20), 0.4) for place, name in enumerate("abcd")]
    chart = drawn(rule("*", "all of", at(0.0)), rule("ratifiers", "all of", at(0.0)), *many)
    assert chart.title.endswith("not carried in 4 places, least of all by a (10%)")


def test_a_row_says_what_it_takes_how_likely_it_is_and_what_is_missing() -> None:
    found = texts(drawn(*council(0.2, 0.2, 0.8)))
    for text in ("Belgium", "all of 2", "Wallonia", "votes", "20%", "short 5 votes", "must consent", "0.25 to spare"):
        assert text in found, text


def test_those_who_can_only_stop_a_package_are_told_from_those_who_must_accept_it() -> None:
    rows = (
        rule("*", "all of", at(0.5)),
        leaf("ratifiers.house", "body", at(0.6), 0.0, stops=True, rule="goes through unless stopped", parent="*"),
        leaf("ratifiers.court", "consent", at(0.6), None, stops=True, parent="*"),
        leaf("ratifiers.unlisted-blocker", "consent", at(0.9), -0.4, parent="*"),
    )
    found = texts(drawn(*rows))
    assert "may vote it down; goes through unless stopped" in found
    assert found.count("may object") == 2
    assert "at the edge" in found
    assert "not asked" in found


def test_plain_homes_are_drawn_as_a_flat_tree() -> None:
    (chart,) = accepters_tree(sample_forecast())
    assert chart.title == "Two islands and talks on the rest: carried everywhere but by Russia's public (19%)"
    assert [row[0] for row in chart.table.rows][:3] == ["*", "russia", "russia.duma"]


def test_the_tree_is_that_of_the_first_package_that_counts() -> None:
    sample = sample_forecast()
    counting = next(package for package in sample.packages if package.counts)
    last = replace(sample, packages=tuple(reversed(sample.packages)))
    assert accepters_tree(sample)[0].title.lower().startswith(counting.label)
    assert accepters_tree(last)[0].title.startswith("All four islands")


def test_more_accepters_than_fit_are_left_to_the_table_with_those_least_likely_to_accept_kept() -> None:
    crowded = crowded_forecast()
    (chart,) = accepters_tree(crowded)
    leaves = [row for row in chart.table.rows if row[3]]
    assert f"the 40 of {len(leaves)} who are least likely to accept" in chart.subtitle
    kept = sorted(leaves, key=lambda row: float(row[4] or 0))[:40]
    found = texts(chart)
    assert all(str(row[1]).capitalize() in found for row in kept if str(row[0]).startswith("ratifiers"))
    assert sum(text.startswith(("Chamber", "Senate of")) for text in found) < 56


# --- the ladder ---


def climbed(forecast: Forecast, *chances: float) -> Chart:
    """Return the ladder of a forecast with these chances."""
    rungs = ("meet", "agree", "sign", "ratify", "keep")
    (chart,) = ladder(replace(forecast, ladder=tuple(map(Rung, rungs, chances))))
    return chart


@pytest.mark.parametrize(
    ("chances", "title"),
    [
        ((0.9, 0.2, 0.18, 0.15), "Most is lost between meeting and agreeing: from 90% to 20%"),
        ((0.9, 0.8, 0.78, 0.15), "Most is lost between signing and ratifying: from 78% to 15%"),
        ((0.3, 0.25, 0.2, 0.15), "Most is lost before meeting: 30% get as far as that"),
        ((1.0, 1.0, 1.0, 1.0), "Next to nothing is lost on the way: 100% reach the last rung"),
        ((1.0, 0.9, 0.9, 0.9, 0.3), "Most is lost between ratifying and keeping: from 90% to 30%"),
    ],
)
def test_the_title_of_a_ladder_says_where_most_is_lost(chances: tuple[float, ...], title: str) -> None:
    assert climbed(sample_forecast(), *chances).title == title


def test_each_rung_is_in_the_table_with_what_was_lost_before_it() -> None:
    chart = climbed(sample_forecast(), 0.9, 0.2, 0.18, 0.093)
    assert [row[1] for row in chart.table.rows] == [0.9, 0.2, 0.18, 0.093]
    assert [row[2] for row in chart.table.rows] == pytest.approx([0.1, 0.7, 0.02, 0.087])
    assert all(f": {percent}" in chart.alt for percent in ("90%", "20%", "18%", "9%"))


def test_the_range_over_forms_stands_at_the_rung_that_counts() -> None:
    sample = sample_forecast()
    ends = [row[3:] for row in climbed(sample, 0.9, 0.2, 0.18, 0.093).table.rows]
    assert ends == [(None, None)] * 3 + [(sample.deal.low, sample.deal.high)]
    one = climbed(replace(sample, forms=sample.forms[:1]), 0.9, 0.2, 0.18, 0.093)
    assert "lowest" not in one.subtitle
    assert all(row[3] is None for row in one.table.rows)


def test_what_is_applied_before_it_is_ratified_loses_nothing_on_that_way() -> None:
    names, chances = ("meet", "agree", "sign", "apply", "ratify", "in force"), (1.0, 0.9, 0.9, 0.9, 0.5, 0.5)
    (chart,) = ladder(replace(sample_forecast(), ladder=tuple(map(Rung, names, chances))))
    assert [row[2] for row in chart.table.rows] == pytest.approx([0, 0.1, 0, 0, 0.4, 0])
    assert chart.title == "Most is lost between signing and ratifying: from 90% to 50%"


@pytest.mark.parametrize(("counted", "rung"), [("signed", "sign"), ("in force", "in force"), ("kept 2 years", "keep")])
def test_the_range_goes_with_what_counts(counted: str, rung: str) -> None:
    sample = sample_forecast()
    deal = replace(sample.deal, counted=counted)
    rungs = tuple(Rung(name, deal.probability) for name in ("sign", "ratify", "in force", "keep"))
    (chart,) = ladder(replace(sample, deal=deal, ladder=rungs))
    names = {"sign": "Sign it", "in force": "Bring it into force", "keep": "Keep it"}
    assert [row[0] for row in chart.table.rows if row[3] is not None] == [names[rung]]


def test_a_forecast_without_rungs_or_accepters_has_neither_picture() -> None:
    bare = replace(sample_forecast(), ladder=(), accepters=())
    assert ladder(bare) == accepters_tree(bare) == ()


@pytest.mark.parametrize(
    ("worth", "title"),
    [
        (-5, "X: carried by enough at once in 100% of the draws, though likely not by C's leader (0%)"),
        (5, "X: carried by enough at once in 100% of the draws"),
    ],
)
def test_where_enough_may_agree_the_tree_says_who_stays_out(worth: float, title: str) -> None:
    parties = {"a": party(10), "b": party(5), "c": party(worth)}
    forecast = winset.forecast(case_of(parties=parties, agreed_by={"at_least": 2}), draws=128)
    (chart,) = accepters_tree(forecast)
    assert chart.title == title
    assert "Enough accept at once: 100%." in chart.alt
    (table,) = packages_by_accepters(forecast)
    assert "enough accept at once: 100%" in table.alt
