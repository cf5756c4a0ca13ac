"""Charts of a decision of many actors owe what every chart owes; what they show is what the comparison says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import pytest

from comparisons import MAKERS, certain_comparison, crowded_comparison, sample_comparison, two_issues
from winset.charts import DECISION_CHARTS, Chart, decision_charts, to_svg
from winset.charts.outcomes import outcomes, rows_of
from winset.charts.scale import full, round_steps, short
from winset.charts.who_gains import LEAST, finding, shade, shown_lines, who_gains

SVG = "{http://www.w3.org/2000/svg}"
MOST_SENTENCES = 8
EVERY = tuple(MAKERS)


@cache
def drawn(which: str) -> dict[str, tuple[Chart, str]]:
    """Return the charts of a comparison with their pictures."""
    return {chart.id: (chart, to_svg(chart)) for chart in decision_charts(MAKERS[which]())}


def test_there_is_one_chart_for_each_issue_and_one_of_the_gains() -> None:
    assert list(drawn("sample")) == ["outcomes-years", "who-gains"]
    assert list(drawn("two")) == ["outcomes-height", "outcomes-year", "who-gains"]
    assert [kind.id for kind in DECISION_CHARTS] == ["outcomes", "who-gains"]


def test_issues_with_like_names_have_charts_of_their_own() -> None:
    found = two_issues()
    for names in (("a-b-1", "a+b", "a-b"), ("a-b-3", "a-b", "a+b"), ("+", "_", "1")):
        issues = tuple(replace(found.issues[0], id=id) for id in names)
        lines = tuple(replace(line, outcomes=(line.outcomes[0],) * 3) for line in found.lines)
        ids = [chart.id for chart in outcomes(replace(found, issues=issues, lines=lines))]
        assert len(set(ids)) == 3
        assert all(re.fullmatch("outcomes-[a-z0-9-]+", id) for id in ids)


@pytest.mark.parametrize("which", EVERY)
def test_a_picture_is_an_image_with_a_name_and_a_description_that_asks_for_nothing(which: str) -> None:
    for chart, svg in drawn(which).values():
        root = ElementTree.fromstring(svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert title is not None
        assert description is not None
        assert (title.text or "").split() == re.sub("[\x00-\x1f]", "", chart.title).split()
        assert (description.text or "").split() == re.sub("[\x00-\x1f]", "", chart.alt).split()
        allowed = {"svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath", "circle"}
        assert {part.tag.removeprefix(SVG) for part in root.iter()} <= allowed
        for part in root.iter():
            for name, value in part.attrib.items():
                assert not name.lower().startswith("on")
                assert "href" not in name
                assert not re.search(r"https?:|javascript:|data:|url\((?!#)", value)


@pytest.mark.parametrize("which", EVERY)
def test_pictures_fit_the_page_and_their_tables_are_whole(which: str) -> None:
    for chart, svg in drawn(which).values():
        assert float(str(ElementTree.fromstring(svg).get("width"))) <= 900
        assert chart.table.rows
        assert chart.table.caption
        assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
        assert len({column.name for column in chart.table.columns}) == len(chart.table.columns)
        assert chart.to_altair().to_dict()["title"]["text"] == chart.spec["title"]["text"]


@pytest.mark.parametrize("which", ["sample", "two", "certain", "crowded"])
def test_an_alternative_text_is_short_and_carries_figures(which: str) -> None:
    for chart, _ in drawn(which).values():
        told = re.split(r"(?<=\.) (?=[A-Z0-9])", chart.alt)
        assert 3 <= len(told) <= MOST_SENTENCES
        assert len(chart.alt) < 1500
        assert all(re.search(r"\d", sentence) for sentence in told)


def test_equal_comparisons_give_equal_bytes_whatever_was_drawn_before() -> None:
    again = {chart.id: to_svg(chart) for chart in reversed(decision_charts(sample_comparison()))}
    assert again == {id: svg for id, (_, svg) in drawn("sample").items()}


def test_every_line_and_actor_stands_in_the_table_with_what_the_comparison_says() -> None:
    found = sample_comparison()
    rows = drawn("sample")["outcomes-years"][0].table.rows
    told = {row[1]: row for row in rows}
    for line in found.lines:
        said = line.outcomes[0]
        assert told[line.label][2:5] == tuple(
            None if number is None else pytest.approx(number, abs=5.1e-4)
            for number in (said.central, said.low, said.high)
        )
    assert {actor.name for actor in found.actors} <= set(told)
    assert told["Britain"][5] == pytest.approx(0.16 * 0.9 / 0.677, rel=1e-9)
    assert told["what happened"][2] == 8.833
    kinds = list(dict.fromkeys(row[0] for row in rows))
    assert kinds == ["What actors want", "Baselines", "Models", "For comparison"]


def test_the_area_of_an_actor_is_its_capability_times_salience() -> None:
    spec = drawn("sample")["outcomes-years"][0].spec
    (values,) = (
        layer["data"]["values"] for layer in spec["layer"] if "size" in layer["encoding"] and layer["data"]["values"]
    )
    assert len(values) == 10
    by_position = sorted((value["size"] for value in values), reverse=True)
    assert by_position[0] / by_position[1] == pytest.approx(0.16 * 0.9 / (0.16 * 0.8))


def test_the_reference_point_is_marked_where_there_is_one() -> None:
    height, year = (drawn("two")[f"outcomes-{id}"] for id in ("height", "year"))
    assert "without a decision 12" in height[1]
    assert "Without a decision 12 holds." in height[0].alt
    assert "without a decision" not in year[1]
    assert "Without" not in year[0].alt


def test_where_nothing_is_uncertain_no_interval_is_spoken_of() -> None:
    chart, svg = drawn("certain")["outcomes-tax"]
    assert "5% to 95%" not in svg
    assert "over draws" not in chart.subtitle
    assert "over draws" in drawn("sample")["outcomes-years"][0].subtitle
    assert not any(row.is_spread for row in rows_of(certain_comparison(), 0))


def test_a_line_that_says_nothing_is_told_so() -> None:
    row = next(row for row in rows_of(sample_comparison(), 0) if row.name == "reference point")
    assert (row.central, row.label) == (None, "reference point (says nothing)")


def test_of_many_actors_those_of_least_weight_are_left_to_the_table() -> None:
    chart, svg = drawn("crowded")["outcomes-money"]
    assert "20 actors of least weight" in chart.subtitle
    assert len(svg) < 400_000
    names = {str(row[1]) for row in chart.table.rows}
    assert {actor.name for actor in crowded_comparison().actors} <= names


def test_the_title_of_the_gains_tells_who_gains_under_every_model_that_does_not_warn() -> None:
    found = sample_comparison()
    lines = [line for line in found.lines if not line.baseline and not line.warning]
    for place, actor in enumerate(found.actors):
        said = [gain for line in lines if (gain := line.gains[place]) is not None]
        assert (min(said) >= LEAST) == (actor.name in finding(found))
    assert sum(max(gain or 0 for gain in gains) <= -LEAST for gains in zip(*(x.gains for x in lines), strict=True)) == 4
    assert "4 actors lose" in finding(found)


def test_the_title_of_the_gains_says_so_if_models_disagree_or_nobody_gains() -> None:
    found = sample_comparison()
    turned = tuple(
        replace(line, gains=tuple((-1) ** place * (gain or 0) for gain in line.gains))
        for place, line in enumerate(found.lines)
    )
    assert finding(replace(found, lines=turned)).endswith("models disagree")
    assert finding(certain_comparison()).startswith("Over what holds without a decision, nobody gains or loses")


def test_who_hardly_gains_is_named_neither_among_those_who_gain_nor_among_those_who_lose() -> None:
    found = two_issues()
    slight = tuple(replace(line, gains=(0.1, LEAST / 2, -0.1)) for line in found.lines)
    told = "City gains, and the Anglers' Union loses under every model that does not warn"
    assert finding(replace(found, lines=slight)) == f"Over what holds without a decision, {told}"


def test_what_gains_are_measured_from_has_no_column_of_its_own() -> None:
    assert "mean" not in [line.label for line in shown_lines(sample_comparison())]
    assert "mean" in [line.label for line in shown_lines(two_issues())]


def test_gains_stand_in_the_table_in_per_cent_of_the_scale() -> None:
    found = sample_comparison()
    table = who_gains(found)[0].table
    place = [column.heading for column in table.columns].index("compromise")
    told = {row[0]: row[place] for row in table.rows}
    line = next(line for line in found.lines if line.label == "compromise")
    assert told == {
        actor.name: pytest.approx(100 * (gain or 0)) for actor, gain in zip(found.actors, line.gains, strict=True)
    }


def test_a_comparison_without_gains_has_no_chart_of_them() -> None:
    found = sample_comparison()
    silent = tuple(replace(line, gains=(None,) * len(found.actors)) for line in found.lines)
    assert who_gains(replace(found, lines=silent)) == ()


def test_a_colour_tells_gain_from_loss_and_much_from_little() -> None:
    assert shade(0.0, 1.0) == shade(-0.0, 1.0) == "#f7f6f3"
    assert len({shade(gain, 1.0) for gain in (-1.0, -0.5, 0.0, 0.5, 1.0)}) == 5
    for side in (1, -1):
        darkness = [sum(int(shade(side * gain, 1.0)[i : i + 2], 16) for i in (1, 3, 5)) for gain in (0, 0.3, 0.6, 1)]
        assert darkness == sorted(darkness, reverse=True)


@pytest.mark.parametrize(("low", "high"), [(4, 10), (-1e12, 1e12), (0, 1e-9), (2013, 4013), (-0.5, 0.5), (9.99, 10)])
def test_steps_are_few_round_and_on_the_scale(low: float, high: float) -> None:
    steps = round_steps(low, high)
    assert 2 <= len(steps) <= 7
    assert all(low - 1e-9 * (high - low) <= step <= high + 1e-9 * (high - low) for step in steps)
    assert all(len(re.sub("[^0-9]", "", short(step, 12)).strip("0")) <= 4 for step in steps)


def test_years_are_written_as_years() -> None:
    assert (full(2016, 0), short(2016.5, 1), short(2016.04, 1)) == ("2016", "2016.5", "2016")
