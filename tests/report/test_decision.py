"""The report on a decision of many actors: like that of a forecast in what it owes its readers."""

from __future__ import annotations

import csv
import errno
import io
import itertools
import json
import os
import re
from functools import cache
from pathlib import Path

import pytest

from builders import HOSTILE
from comparisons import MAKERS, sample_comparison, two_issues
from html_page import Page, ids_are_unique_and_met, runs_nothing_and_asks_nobody
from winset.charts import decision_charts
from winset.charts.render import printable
from winset.errors import InputError, WinsetError
from winset.report import decision_tables, render_comparison, write_comparison
from winset.report.tables import csv_text

EVERY = tuple(MAKERS)
NAMES = ["report.html", "comparison.json", "outcomes.csv", "gains.csv", "actors.csv", "numbers.csv"]


@cache
def written(which: str) -> str:
    """Return the report of a comparison."""
    return render_comparison(MAKERS[which]())


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
    assert text.startswith("<!DOCTYPE html>")
    assert page.of("html") == [{"lang": "en"}]
    assert [tag for tag, _ in page.tags].count("h1") == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_equal_comparisons_give_equal_bytes() -> None:
    assert render_comparison(sample_comparison()) == written("sample")


@pytest.mark.parametrize("which", EVERY)
def test_tables_have_captions_and_scopes(which: str) -> None:
    page = Page(written(which))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead")
    assert all(attributes.get("scope") in {"col", "row"} for attributes in page.of("th"))


@pytest.mark.parametrize("which", ["sample", "two"])
def test_every_picture_has_its_finding_its_words_and_its_data(which: str) -> None:
    page, drawn = Page(written(which)), decision_charts(MAKERS[which]())
    assert len(page.of("figure")) == len(page.of("details")) == len(drawn) > 0
    captions = {attributes["id"] for attributes in page.of("h3") if "id" in attributes}
    for chart in drawn:
        assert f"{chart.id}-caption" in captions
        assert chart.title in page.text
        assert " ".join(chart.alt.split()) in page.text
        assert chart.table.caption in page.text


def test_every_section_is_there_in_order() -> None:
    page, found = Page(written("sample")), sample_comparison()
    ids = [attributes["id"] for attributes in page.of("h2") if "id" in attributes]
    assert ids == ["take-care", "answer", "outcomes", "gains", "models", "assumptions", "numbers", "sources"]
    told = [
        *found.warnings,
        *found.assumptions,
        *(number.label for number in found.numbers),
        *(source.title for source in found.sources),
        found.question,
        found.sha256,
        "Years until the limits begin: 6 to 9.96 years",
        "[baselines 6.66 to 7.48].",
        "30 numbers, of which none is a guess and none is a default of winset",
        "What happened 8.83 years from memory, unverified",
        "Achen, C. H. (2006).",
        "Election, all pairs; election, challenges",
        "winset run emission-standards --draws 128 --seed 1",
    ]
    for line in told:
        assert " ".join(line.split()) in page.text


def test_each_number_links_to_its_source_and_says_what_it_is() -> None:
    page = Page(written("two"))
    assert {"href": "#source-1"} in page.of("a")
    assert "https://example.org/plan" in [attributes["href"] for attributes in page.of("a")]
    assert "actors.city.position.height 30 to 36 guess talks" in page.text
    assert "as they wrote in their letter" in page.text
    assert "default" in page.text
    assert "as known on 29 February 2020" in page.text


def test_notes_have_a_column_only_where_there_are_any() -> None:
    assert 'data-label="Note"' in written("two")
    assert 'data-label="Note"' not in written("sample")


def test_text_of_the_case_stays_text() -> None:
    page = Page(written("hostile"))
    assert " ".join(printable(HOSTILE).split()) in page.text
    assert "{{ 7*7 }}" in page.text
    assert "\x07" not in written("hostile")
    assert not [attributes for attributes in page.of("a") if "javascript" in attributes["href"]]
    assert "winset run 'k</style><script>' --draws" in page.text


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winset.report.extras.find_spec", lambda name: None)
    with pytest.raises(
        WinsetError, match=r"needs jinja2, altair and vl-convert-python: pip install 'winset\[report\]'"
    ):
        render_comparison(sample_comparison())


def test_a_report_is_a_folder_of_files(tmp_path: Path) -> None:
    found = two_issues()
    paths = write_comparison(found, tmp_path / "a" / "b")
    assert [path.name for path in paths] == NAMES
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == sorted(NAMES)
    assert paths[0].read_text(encoding="utf-8") == written("two")
    assert json.loads(paths[1].read_text(encoding="utf-8")) == found.to_dict()
    for path in paths[2:]:
        assert path.read_text(encoding="utf-8") == csv_text(decision_tables(found)[path.stem])


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_comparison(two_issues(), tmp_path)]
    assert [path.read_bytes() for path in write_comparison(two_issues(), tmp_path)] == first


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.html").write_text("old", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"report.html cannot be written: no space left on device"):
        write_comparison(two_issues(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("which", EVERY)
def test_tables_say_what_the_comparison_says(which: str) -> None:
    found = MAKERS[which]()
    tables = decision_tables(found)
    for table in tables.values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert all(len(row) == len(names) for row in table.rows)
    assert [row[5] for row in tables["outcomes"].rows] == [
        line.outcomes[place].central for place, _ in enumerate(found.issues) for line in found.lines
    ]
    assert len(tables["gains"].rows) == len(found.lines) * len(found.actors)
    assert len(tables["actors"].rows) == sum(len(actor.stands) for actor in found.actors)
    rows = list(csv.reader(io.StringIO(csv_text(tables["numbers"]))))
    assert [row[0] for row in rows[1:]] == [number.path for number in found.numbers]
