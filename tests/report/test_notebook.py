"""A forecast in a notebook: short, escaped, with its picture where pictures can be drawn."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from builders import bare_forecast, hostile_forecast, sample_forecast
from winset.report import forecast_html


def tags(html: str) -> list[str]:
    """Return the names of the tags in a piece of HTML."""
    parser = _Tags()
    parser.feed(html)
    return parser.found


class _Tags(HTMLParser):
    """Notes the name of every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


def test_a_notebook_shows_the_answer_the_ladder_the_packages_and_a_picture() -> None:
    html = sample_forecast()._repr_html_()
    assert "<strong>A deal ratified by 30 September 2021: very unlikely</strong>" in html
    assert "[9%; 1% to 30% over 12 model forms, sampling error 0.3 points]" in html
    assert "Russia: public (81%; 6.6 pp)" in html
    assert "Joint activity only (does not count)" in html
    assert tags(html).count("svg") == 1


def test_without_the_extra_there_is_no_picture_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.report.extras.find_spec", lambda name: None)
    html = forecast_html(sample_forecast())
    assert "very unlikely" in html
    assert "svg" not in tags(html)


def test_nothing_of_the_case_becomes_markup() -> None:
    found = tags(forecast_html(hostile_forecast()))
    assert "script" not in found
    assert "img" not in found


def test_a_forecast_of_nothing_has_a_summary() -> None:
    assert "almost impossible" in forecast_html(bare_forecast())
