"""Alternative texts: who cannot see a picture hears its main figures, those of the data, in a few sentences."""

from __future__ import annotations

import re
from functools import cache

import pytest

from builders import crowded_forecast, sample_forecast
from winset.charts import CHARTS, Chart, charts
from winset.charts.packages_by_accepters import ranked
from winset.charts.wording import day, percent, percent_range
from winset.forecasting.record import Forecast

MOST_SENTENCES = 8


@cache
def drawn(crowded: bool = False) -> dict[str, Chart]:
    """Return the charts of a test forecast by id."""
    return {chart.id: chart for chart in charts(forecast(crowded))}


@cache
def forecast(crowded: bool = False) -> Forecast:
    """Return the test forecast."""
    return crowded_forecast(60) if crowded else sample_forecast()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return re.split(r"(?<=\.) (?=[A-Z0-9])", text)


@pytest.mark.parametrize("crowded", [False, True])
def test_an_alternative_text_is_short_and_carries_figures(crowded: bool) -> None:
    kinds = {kind.id for kind in CHARTS if any(id.startswith(kind.id) for id in drawn(crowded))}
    assert len(kinds) == len(CHARTS)
    for id, chart in drawn(crowded).items():
        told = sentences(chart.alt)
        assert 3 <= len(told) <= MOST_SENTENCES, id
        assert len(chart.alt) < 1500, id
        assert all(re.search(r"\d", sentence) for sentence in told[1:]), id


def test_each_package_is_told_with_its_likeliest_refuser_and_the_chance_that_all_accept() -> None:
    alt = drawn()["packages-by-accepters"].alt
    for package in forecast().packages:
        worst = max(package.blocked_by, key=lambda stand: stand.probability)
        (told,) = (sentence for sentence in sentences(alt) if sentence.lower().startswith(package.label))
        assert percent(worst.probability) in told
        assert f"{worst.gap:g}" in told
        assert told.endswith(f"all accept at once: {percent(package.open_now)}.")


def test_packages_beyond_the_best_placed_are_counted() -> None:
    packages, alt = forecast(True).packages, drawn(True)["packages-by-accepters"].alt
    assert alt.endswith(f"{len(packages) - 6} more packages in the table.")
    assert percent(ranked(packages)[0].open_now) in alt


def test_the_first_and_the_last_date_are_told_with_the_range_and_the_outside_view() -> None:
    alt = drawn()["deal-by-date"].alt
    for point in (forecast().deal.by[0], forecast().deal.by[-1]):
        told = next(sentence for sentence in sentences(alt) if sentence.startswith(f"By {day(point.date)}"))
        assert all(percent(chance) in told for chance in (point.probability, point.low, point.high))
    assert all(f"{percent(line.probability)}, {line.label}" in alt for line in forecast().outside_view)


def test_a_felt_public_is_told_with_its_last_poll_its_floor_its_spread_and_every_need() -> None:
    for fan in forecast().fans:
        alt = drawn()[f"approval-fan-{fan.party}-{fan.accepter}"].alt
        last = max(fan.polls, key=lambda poll: poll.date)
        end = fan.quantiles[-1]
        assert f"{len(fan.polls)} polls; the last, {last.house} on {day(last.date)}: {last.value:.1f}%." in alt
        assert f"{end[2]:.1f}% on {day(fan.dates[-1])} (90% between {end[0]:.1f} and {end[4]:.1f}%)." in alt
        assert f"Floor {fan.floor:g}% ({fan.floor_low:g} to {fan.floor_high:g}%)." in alt
        assert all(re.search(rf"{need.level:.1f}% \([^()]*{need.label}", alt) for need in fan.needs)


def test_each_package_is_told_with_what_it_gains_every_leader() -> None:
    gains, alt = forecast().gains, drawn()["leaders-gains"].alt
    for point in gains.points:
        (told,) = (sentence for sentence in sentences(alt) if sentence.lower().startswith(f"{point.label}:"))
        assert all(f"{gain:+.1f}" in told for gain in point.gains)
        assert ("picked by the solution" in told) == point.chosen


def test_each_public_is_told_with_the_range_of_its_readings_of_each_package() -> None:
    alt = drawn()["opposition-readings"].alt
    for opinion in forecast().opinions:
        same = [o for o in forecast().opinions if (o.party, o.label) == (opinion.party, opinion.label)]
        (public,) = (part for part in sentences(alt) if part.lower().startswith(f"{opinion.party}'s public"))
        told = public[public.index(opinion.label) :].split(";")[0]
        ends = [end(o.oppose for o in same) for end in (min, max)] + [
            end(o.support for o in same) for end in (min, max)
        ]
        assert all(re.search(rf"\b{share:.0f}\b", told) for share in ends)
        assert ("guess" in told) == any(o.guess for o in same)


def test_the_pool_the_extremes_and_each_assumption_of_the_forms_are_told() -> None:
    alt = drawn()["forms"].alt
    assert f"pool {percent(forecast().deal.probability)}." in alt
    for field in ("process", "closing"):
        for value in {getattr(form, field) for form in forecast().forms}:
            chances = [form.probability for form in forecast().forms if getattr(form, field) == value]
            assert f"{value.replace('-', ' ')} {percent_range(min(chances), max(chances))}" in alt
