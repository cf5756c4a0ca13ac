"""Titles state what the data say, and change with them; alternative texts and tables carry the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from altair.utils.schemapi import debug_mode

from builders import crowded_forecast, sample_forecast
from winset.charts import (
    Chart,
    approval_fan,
    deal_by_date,
    forms,
    leaders_gains,
    opposition_readings,
    packages_by_accepters,
)
from winset.charts.labels import text_width
from winset.charts.theme import SMALL_SIZE
from winset.forecasting.record import Fan, Forecast, Gains


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    """Leave the check of every mark against the schema to `test_charts`."""
    with debug_mode(False):
        yield


def only(found: tuple[Chart, ...]) -> Chart:
    """Return the one chart there is."""
    (chart,) = found
    return chart


# --- packages by accepters ---


def refusing(forecast: Forecast, chance: float, gap: float) -> Forecast:
    """Return the forecast with everybody refusing every package at a chance, short by a gap."""
    return replace(
        forecast,
        packages=tuple(
            replace(p, blocked_by=tuple(replace(stand, probability=chance, gap=gap) for stand in p.blocked_by))
            for p in forecast.packages
        ),
    )


def test_the_best_placed_package_is_named_with_its_blocker_and_gap() -> None:
    title = only(packages_by_accepters(sample_forecast())).title
    assert (
        title == "Two islands and talks on the rest: blocked by Russia's public (81%), short by 6.6 percentage points"
    )


def test_a_blocker_less_likely_than_not_is_only_the_likeliest_to_refuse() -> None:
    title = only(packages_by_accepters(refusing(sample_forecast(), 0.3, 2.0))).title
    assert title.endswith("Russia's public is likeliest to refuse (30%), then short by 2.0 percentage points")


def test_a_package_that_nobody_blocks_is_said_to_be_free() -> None:
    title = only(packages_by_accepters(refusing(sample_forecast(), 0.0, 0.0))).title
    assert title.endswith("nobody is likely to refuse")


def test_a_package_that_does_not_count_says_so_if_there_is_no_other() -> None:
    sample = sample_forecast()
    others = replace(sample, packages=tuple(p for p in sample.packages if not p.counts))
    assert "(does not answer the question)" in only(packages_by_accepters(others)).title


def test_packages_without_accepters_are_drawn() -> None:
    sample = sample_forecast()
    free = replace(sample, packages=tuple(replace(p, blocked_by=()) for p in sample.packages))
    assert "nobody is likely to refuse" in only(packages_by_accepters(free)).title


def test_all_stands_are_in_the_table_and_the_worst_in_the_words() -> None:
    sample = sample_forecast()
    chart = only(packages_by_accepters(sample))
    assert len(chart.table.rows) == sum(len(package.blocked_by) for package in sample.packages)
    assert "All four islands: blocked by Russia's leader (100%), short by 55.2 points of worth" in chart.alt
    assert "all accept at once: 63%" in chart.alt


def test_what_stands_in_a_cell_fits_into_it() -> None:
    sample = sample_forecast()
    wide = tuple(
        replace(p, blocked_by=tuple(replace(stand, gap=1234.0, unit="votes") for stand in p.blocked_by))
        for p in sample.packages
    )
    boxes, texts, *_ = only(packages_by_accepters(replace(sample, packages=wide))).spec["layer"]
    room = min(box["x2"] - box["x"] for box in boxes["data"]["values"])
    lines = [text["text"] for text in texts["data"]["values"]]
    assert "short 1234 votes" in lines
    assert all(text_width(line, SMALL_SIZE) < room for line in lines)


def test_more_packages_than_fit_are_left_to_the_table_and_said_to_be() -> None:
    chart = only(packages_by_accepters(crowded_forecast(60)))
    assert "the best placed 40 of 60 packages" in chart.subtitle
    assert len({row[0] for row in chart.table.rows}) == 60


# --- deal by date ---


def test_the_chance_of_a_deal_comes_in_words_with_its_number_and_range() -> None:
    title = only(deal_by_date(sample_forecast())).title
    assert title == "A deal ratified by 30 September 2021: very unlikely (9%; the forms say 1% to 30%)"


def test_every_date_is_in_the_table_and_the_last_in_the_words() -> None:
    sample = sample_forecast()
    chart = only(deal_by_date(sample))
    assert [row[0] for row in chart.table.rows] == [point.date.isoformat() for point in sample.deal.by]
    assert "By 30 September 2021: 9%, range 1% to 30%." in chart.alt
    assert "Outside view: 4%, this dispute's own record; " in chart.alt


# --- approval fans ---


def fan_at(level: float) -> Fan:
    """Return the Russian fan with its median moved to a level."""
    fan = sample_forecast().fans[0]
    shift = level - fan.quantiles[0][2]
    moved = [(a + shift, b + shift, c + shift, d + shift, e + shift) for a, b, c, d, e in fan.quantiles]
    return replace(fan, quantiles=tuple(moved))


def title_of(fan: Fan) -> str:
    """Return the title of the chart of one fan."""
    return only(approval_fan(replace(sample_forecast(), fans=(fan,)))).title


def test_a_fan_says_which_packages_approval_covers() -> None:
    assert title_of(fan_at(63.6)) == (
        "Russia's public: approval of 63.6% covers no package that counts; "
        "the nearest, two islands and talks on the rest, needs 69.2%"
    )
    assert title_of(fan_at(70.0)) == (
        "Russia's public: approval of 70.0% covers 1 of 4 packages that count, "
        "but not two islands and joint activity (71.4%)"
    )
    assert title_of(fan_at(80.0)) == (
        "Russia's public: approval of 80.0% covers every package that counts; "
        "the dearest, all four islands, needs 76.0%"
    )


def test_a_fan_whose_packages_need_the_same_names_none_of_them_as_nearest() -> None:
    fan = fan_at(63.6)
    same = replace(fan, needs=tuple(replace(need, level=69.2) for need in fan.needs))
    assert title_of(same).endswith("covers no package that counts; each needs 69.2%")
    covered = replace(fan, needs=tuple(replace(need, level=60.1) for need in fan.needs))
    assert title_of(covered).endswith("covers every package that counts; each needs 60.1%")


def test_a_fan_without_needs_states_approval_and_floor() -> None:
    assert title_of(replace(fan_at(63.6), needs=())) == "Russia's public: approval is 63.6%, the floor 62%"


def test_a_fan_without_polls_is_drawn() -> None:
    assert title_of(replace(fan_at(63.6), polls=())).startswith("Russia's public")


def test_processes_share_one_chart_for_each_public() -> None:
    russian, japanese = approval_fan(sample_forecast())
    assert "90% under mean reversion (dashed)" in russian.subtitle
    assert "Random walk: median 63.6% now" in russian.alt
    assert "Mean reversion: median 63.6% now" in russian.alt
    assert "Floor 30% (25 to 33%)." in japanese.alt
    assert "44.5% (two islands, claim closed)" in japanese.alt
    assert {row[0] for row in russian.table.rows} == {"poll", "floor", "need", "fan"}


def test_six_felt_publics_have_six_charts() -> None:
    sample = sample_forecast()
    fans = tuple(replace(sample.fans[0], accepter=f"region-{place}") for place in range(6))
    assert len(approval_fan(replace(sample, fans=fans))) == 6


# --- leaders' gains ---


def with_gains(*pairs: tuple[float, ...], parties: tuple[str, ...] = ("russia", "japan")) -> Forecast:
    """Return the sample with these gains from its first packages; the first of them is chosen."""
    sample = sample_forecast()
    points = tuple(
        replace(point, gains=pair, chosen=place == 0)
        for place, (point, pair) in enumerate(zip(sample.gains.points, pairs, strict=False))
    )
    return replace(sample, gains=Gains(parties, "nash", points))


def test_the_title_counts_the_packages_from_which_both_leaders_gain() -> None:
    assert only(leaders_gains(sample_forecast())).title == (
        "Both leaders gain from 3 of 6 packages, 2 of which answer the question; "
        "of those that are accepted, the Nash solution picks two islands and talks on the rest"
    )
    assert only(leaders_gains(with_gains((1.0, -1.0), (-2.0, 5.0)))).title == (
        "There is no package from which both leaders gain"
    )
    assert "1 of 2 packages, which answers the question" in only(leaders_gains(with_gains((1, 1), (-2, 5)))).title


def test_where_someone_refuses_every_package_no_solution_is_named() -> None:
    sample = with_gains((1.0, 1.0), (2.0, 2.0))
    points = tuple(replace(point, chosen=False) for point in sample.gains.points)
    refused = replace(sample, gains=replace(sample.gains, points=points))
    assert only(leaders_gains(refused)).title.endswith("; none of them is accepted by all who must")


def test_three_leaders_have_a_column_each() -> None:
    three = with_gains((1.0, 2.0, 3.0), (4.0, -5.0, 6.0), parties=("russia", "japan", "united-states"))
    chart = only(leaders_gains(three))
    assert chart.title.startswith("All 3 leaders gain from 1 of 2 packages")
    assert "Russia +4.0, Japan -5.0 and United States +6.0" in chart.alt
    assert [column.name for column in chart.table.columns if column.kind == "number"] == [
        "gain_russia",
        "gain_japan",
        "gain_united-states",
    ]


def test_one_leader_has_a_chart() -> None:
    assert "Russia's leader gains" in only(leaders_gains(with_gains((1.0,), (-1.0,), parties=("russia",)))).title


def test_gains_that_are_all_zero_can_be_drawn() -> None:
    assert only(leaders_gains(with_gains((0.0, 0.0), (0.0, 0.0))))


# --- opposition readings ---


def test_the_title_takes_the_package_on_which_polls_differ_most() -> None:
    assert only(opposition_readings(sample_forecast())).title == (
        "Japan's public on two islands, claim closed: from 5% to 36% in favour, by wording"
    )


def test_polls_that_differ_most_on_opposition_are_told_by_it() -> None:
    sample = sample_forecast()
    even = replace(sample, opinions=tuple(replace(o, support=20.0) for o in sample.opinions))
    assert only(opposition_readings(even)).title == (
        "Japan's public on two islands, claim closed: from 54% to 79% against, by wording"
    )
    plain = replace(even, opinions=tuple(replace(o, wording="") for o in even.opinions))
    assert only(opposition_readings(plain)).title.endswith("against, by house")


def test_the_half_in_favour_of_a_poll_counts_although_the_other_half_is_guessed() -> None:
    """From a choice of three one learns who chose a package, not who is against it."""
    sample = sample_forecast()
    (line,) = (o for o in sample.opinions if o.wording.startswith("all"))
    low = replace(line, support=1.0, oppose=1.0, guess=True)
    polled = replace(sample, opinions=(line, low))
    assert f"from 1% to {line.support:.0f}% in favour" in only(opposition_readings(polled)).title
    guessed = replace(sample, opinions=(line, replace(low, source="guess")))
    assert "strongest" in only(opposition_readings(guessed)).title


def test_with_one_reading_for_each_package_the_title_takes_the_strongest_opposition() -> None:
    sample = sample_forecast()
    single = replace(sample, opinions=tuple(o for o in sample.opinions if o.wording.startswith(("recognise", "all"))))
    assert only(opposition_readings(single)).title == (
        "Opposition is strongest in Japan's public on sovereignty recognised first: 80% against, 10% in favour"
    )


def test_polls_that_differ_by_less_than_chance_would_make_them_are_no_finding() -> None:
    sample = sample_forecast()
    line = next(o for o in sample.opinions if o.oppose > o.support and not o.guess)
    for apart, found in ((4.0, False), (6.0, True)):
        pair = (line, replace(line, oppose=line.oppose - apart, support=line.support))
        title = only(opposition_readings(replace(sample, opinions=pair))).title
        assert ("from poll to poll" in title) is found
        assert ("strongest" in title) is not found


def test_every_reading_is_in_the_table_and_guesses_are_marked() -> None:
    sample = sample_forecast()
    chart = only(opposition_readings(sample))
    assert len(chart.table.rows) == len(sample.opinions)
    assert "joint activity only 30% against, 40% in favour (guess)" in chart.alt


def test_more_readings_than_fit_are_left_to_the_table_and_said_to_be() -> None:
    sample = sample_forecast()
    chart = only(opposition_readings(replace(sample, opinions=sample.opinions * 5)))
    assert "15 more readings are in the table" in chart.subtitle
    assert len(chart.table.rows) == 55


# --- forms ---


def test_the_title_gives_the_range_over_forms_and_the_pool() -> None:
    sample = sample_forecast()
    assert only(forms(sample)).title == "The 12 model forms put a deal at 1% to 30%; their pool at 9%"
    same = replace(sample, forms=tuple(replace(form, probability=0.093) for form in sample.forms))
    assert only(forms(same)).title == "All 12 model forms put a deal at 9%"


def test_a_solution_is_named_after_its_authors() -> None:
    alt = only(forms(sample_forecast())).alt
    assert "Which package is chosen: Nash 1% to 27%; Kalai-Smorodinsky 1% to 30%; egalitarian 1% to 23%." in alt


def test_the_lowest_and_highest_forms_are_named() -> None:
    alt = only(forms(sample_forecast())).alt
    assert "Lowest: mean-reversion · meetings · egalitarian · common, 1%." in alt
    assert "Highest: random-walk · immediate · kalai-smorodinsky · common, 30%." in alt
