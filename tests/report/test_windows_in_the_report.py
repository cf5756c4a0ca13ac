"""Windows in the report: the answer of `winset timing`, whole or not at all, whatever the case."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import winset
from html_page import Page
from winset.charts.opening_windows import opening_windows
from winset.charts.stopping_region import stopping_region
from winset.cli import app
from winset.report import render_report, write_report
from winset.report.timing import advices, figures, headline, sections_of

pytest.importorskip("altair")

EVERYTHING = Path(__file__).parents[1] / "cli" / "everything.yaml"


def test_the_report_says_what_the_command_says_with_the_same_pictures() -> None:
    case = winset.load("kuril-2019")
    forecast, windows = winset.forecast(case, draws=128), winset.windows(case, draws=128)
    page = render_report(forecast, windows)
    text = " ".join(Page(page).text.split())
    assert headline(windows) in text
    assert figures(windows) in text
    assert opening_windows(windows, 0).title in text
    assert opening_windows(windows, 0).alt in text
    waiting, words = advices(windows)[1]
    assert waiting is windows.waiting[2]
    assert words in text
    assert stopping_region(waiting).alt in text
    assert page == render_report(forecast, winset.windows(case, draws=128, workers=2))
    assert "When a window opens" not in render_report(forecast)


def test_a_region_without_an_edge_has_no_picture() -> None:
    windows = winset.windows(winset.load("kuril-2019"), draws=128)
    _, waiting = sections_of(windows)
    drawn = [chart.title for chart in waiting.charts]
    assert any("two and joint" in title for title in drawn)
    assert not any("all four" in title or "two and talks" in title for title in drawn)


@pytest.mark.parametrize(("name", "headings"), [("coalition", 1), ("wage-round", 1), (EVERYTHING, 2)])
def test_publics_and_prices_may_be_missing(name: str, headings: int) -> None:
    case = winset.load(name)
    windows = winset.windows(case, draws=128)
    assert len(sections_of(windows)) == headings
    text = Page(render_report(winset.forecast(case, draws=128), windows)).text
    assert text.count("When a window opens") == 1
    assert ("Sign now or wait" in text) == (headings == 2)


def test_the_folder_holds_the_windows_as_the_command_writes_them(tmp_path: Path) -> None:
    case = winset.load("wage-round")
    windows = winset.windows(case, draws=128)
    write_report(winset.forecast(case, draws=128), tmp_path, windows)
    assert json.loads((tmp_path / "timing.json").read_text(encoding="utf-8")) == windows.to_dict()


@pytest.mark.parametrize(("name", "there"), [("wage-round", True), ("accord-2016", False)])
def test_windows_are_watched_for_unless_the_package_is_signed(name: str, there: bool, tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["run", name, "--draws", "128", "--out", str(tmp_path)], prog_name="winset")
    assert found.exit_code == 0
    assert (tmp_path / "timing.json").exists() is there
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert ("When a window opens" in page) is there
    assert ("timing.json" in found.stdout.replace("\n", "")) is there


def test_another_process_is_told_of_where_it_advises_otherwise() -> None:
    windows = winset.windows(winset.load(EVERYTHING), draws=128)
    (one, _), *_ = advices(windows)
    same = replace(one, process="mean-reversion")
    other = replace(same, sign_now=not one.sign_now, value=3.0)
    alone, alike, unlike = (
        advices(replace(windows, waiting=waiting))[0][1] for waiting in ((one,), (one, same), (one, other))
    )
    assert alone == alike
    assert unlike.startswith(f"{alone} If approval moves by mean reversion: ")
