"""The report: one page that asks nobody for anything, says everything, and lets no case text out of its place."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from functools import cache

import pytest

from builders import HOSTILE, bare_forecast, crowded_forecast, deal, hostile_forecast, sample_forecast
from html_page import Page, ids_are_unique_and_met, runs_nothing_and_asks_nobody
from winset.charts import charts
from winset.charts.render import printable
from winset.charts.wording import percent, percent_range
from winset.errors import WinsetError
from winset.forecasting.record import Forecast, SourceLine, Watch
from winset.report import render_report
from winset.report.page import link


@cache
def written(which: str) -> str:
    """Return the report of a built forecast."""
    made = {
        "sample": sample_forecast,
        "hostile": hostile_forecast,
        "bare": bare_forecast,
        "crowded": crowded_forecast,
        "certain": certain_forecast,
        "never": never_forecast,
    }
    return render_report(made[which]())


def certain_forecast() -> Forecast:
    """Return a forecast in which there is always a deal: nothing stands in the way, no felt public, one form."""
    sample = sample_forecast()
    sure = replace(deal(), probability=1.0, low=1.0, high=1.0, sampling_error=0.0, words="almost certain")
    return replace(sample, deal=sure, forms=sample.forms[:1], binding=(), tripwires=(), fans=(), opinions=())


def never_forecast() -> Forecast:
    """Return a forecast in which there never is a deal."""
    none = replace(deal(), probability=0.0, low=0.0, high=0.0, sampling_error=0.0, words="almost no chance")
    return replace(sample_forecast(), deal=none)


EVERY = ("sample", "hostile", "bare", "crowded", "certain", "never")


@pytest.mark.parametrize("which", EVERY)
def test_the_page_runs_nothing_and_asks_nobody(which: str) -> None:
    runs_nothing_and_asks_nobody(Page(written(which)))


@pytest.mark.parametrize("which", EVERY)
def test_ids_are_unique_and_every_reference_is_met(which: str) -> None:
    ids_are_unique_and_met(written(which))


@pytest.mark.parametrize("which", EVERY)
def test_the_page_is_small_and_says_what_it_is(which: str) -> None:
    text = written(which)
    page = Page(text)
    assert len(text.encode()) < 2_000_000
    assert page.of("html") == [{"lang": "en"}]
    assert text.startswith("<!DOCTYPE html>")
    assert [tag for tag, _ in page.tags].count("h1") == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_equal_forecasts_give_equal_bytes() -> None:
    assert render_report(bare_forecast()) == written("bare")
    assert render_report(sample_forecast()) == written("sample")


def test_tables_have_captions_and_scopes() -> None:
    page = Page(written("sample"))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead")
    assert all(attributes.get("scope") in {"col", "row"} for attributes in page.of("th"))


def test_every_picture_has_its_finding_its_words_and_its_data() -> None:
    page, forecast = Page(written("sample")), sample_forecast()
    drawn = charts(forecast)
    assert len(page.of("figure")) == len(page.of("details")) == len(drawn) > 0
    captions = {attributes["id"] for attributes in page.of("h3") if "id" in attributes}
    for chart in drawn:
        assert f"{chart.id}-caption" in captions
        assert chart.title in page.text
        assert " ".join(chart.alt.split()) in page.text
        assert chart.table.caption in page.text


def test_the_headline_stands_with_all_its_numbers() -> None:
    forecast, text = sample_forecast(), Page(written("sample")).text
    told = forecast.deal
    assert f"A deal {told.counted} by 30 September 2021: {told.words}" in text
    assert (
        f"[{percent(told.probability)}; {percent_range(told.low, told.high)} over 12 model forms, "
        "sampling error 0.3 points]." in text
    )
    assert (
        "What matters most: public, pass through (0.1 / 0.2 / 0.4; a guess); a deal is likelier where it is lower"
        in text
    )
    assert (
        "8 numbers; 5 of them move the answer noticeably, of which 2 are guesses and 1 is a default of winset" in text
    )


def test_where_no_decisive_number_is_a_guess_the_page_says_none() -> None:
    sample = sample_forecast()
    sourced = replace(sample, numbers=tuple(replace(n, guess=False, default=False) for n in sample.numbers))
    text = Page(render_report(sourced)).text
    assert "of which none is a guess and none is a default of winset" in text


def test_every_section_is_there_in_order() -> None:
    page, forecast = Page(written("sample")), sample_forecast()
    ids = [attributes["id"] for attributes in page.of("h2") if "id" in attributes]
    assert ids == [
        "take-care", "answer", "ladder", "packages", "obstacles", "levers", "tripwires", "keeping", "when", "approval",
        "gains", "opinions", "no-deal", "outside-view", "experts", "forms", "assumptions", "numbers", "sources",
    ]  # fmt: skip
    told = [
        *forecast.warnings,
        *forecast.assumptions,
        *forecast.not_modelled,
        *(line.note for line in forecast.no_deal),
        *(line.basis for line in forecast.outside_view),
        *(form.name for form in forecast.forms),
        *(number.note for number in forecast.numbers),
        *(source.title for source in forecast.sources),
        *(wire.label[1:] for wire in forecast.tripwires),
        *(watch.what[1:] for watch in forecast.watch),
        forecast.case.question,
        forecast.case.sha256,
        "winset run kuril-2019 --draws 16384 --seed 1",
        "winset 0.1.0, seed 1, 16,384 draws for each of 12 model forms",
        "Russia: public (81%; 6.6 pp)",
        "Russia: the leader lacks the approval to carry it (public) 61%",
    ]
    for line in told:
        assert " ".join(line.split()) in page.text


def test_decisive_numbers_come_first() -> None:
    text = Page(written("sample")).text
    assert text.index("Numbers that move the answer noticeably") < text.index("our guess: points of approval")
    assert text.index("All other numbers") > text.index("our guess: points of approval per point of net opposition")
    assert text.index("All other numbers") < text.index("30 is the danger-zone convention")


def test_text_of_the_case_stays_text() -> None:
    page = Page(written("hostile"))
    assert " ".join(printable(HOSTILE).split()) in page.text
    assert "{{ 7*7 }}" in page.text
    assert "\x07" not in written("hostile")
    assert not [attributes for attributes in page.of("a") if "javascript" in attributes["href"]]
    assert "javascript:alert(3)" in page.text
    assert "winset run 'k</style><script>' --draws" in page.text


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://example.org/a?b=c", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https:example.org", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_links(url: str, followed: bool) -> None:
    assert bool(link(url)) == followed


def test_an_address_cannot_leave_its_attribute() -> None:
    source = SourceLine("x", "a title", "", "", 'https://example.org/"><script>alert(1)</script>', ())
    page = Page(render_report(replace(bare_forecast(), sources=(source,))))
    assert page.of("script") == []
    assert source.url in [attributes["href"] for attributes in page.of("a")]


def test_a_forecast_of_nothing_has_a_page() -> None:
    page = Page(written("bare"))
    assert [a["id"] for a in page.of("h2") if "id" in a] == ["answer", "obstacles", "tripwires"]
    assert page.of("figure") == []
    assert "[0%; sampling error 0.0 points]" in page.text


def test_certainty_is_explained() -> None:
    text = Page(written("certain")).text
    assert "[100%; sampling error 0.0 points]" in text
    assert "Nothing: every draw has a deal." in text
    assert "The answer rests on one model form" in text
    assert "No single number" in text


def test_no_deal_at_all_still_says_who_blocks() -> None:
    text = Page(written("never")).text
    assert "[0%; 0% over 12 model forms, sampling error 0.0 points]" in text
    assert "61%" in text


def test_long_notes_and_dates_read_well() -> None:
    watch = Watch(dt.date(2020, 2, 29), "leap day", "event")
    text = Page(render_report(replace(bare_forecast(), watch=(watch,)))).text
    assert "29 February 2020 Leap day" in text


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.report.extras.find_spec", lambda name: None)
    with pytest.raises(
        WinsetError, match=r"needs jinja2, altair and vl-convert-python: pip install 'winset\[report\]'"
    ):
        render_report(bare_forecast())
