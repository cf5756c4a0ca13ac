"""Pages of findings: whole, self-contained, escaped, the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest

import winset
from winset.charts import charts
from winset.charts.chart import Column, Table
from winset.errors import InputError
from winset.report.findings import Findings, Section, render_findings, write_findings

HOSTILE = "<script>alert('x')</script> & \"quotes\""


@pytest.fixture(scope="module")
def findings() -> Findings:
    chart = charts(winset.forecast(winset.load("wage-round"), draws=128))[0]
    table = Table("What changed", (Column("what", "What"), Column("by", "By", "chance")), ((HOSTILE, 0.25),))
    return Findings(
        title="A round of wages",
        eyebrow="What changed",
        question="Why?",
        answer=HOSTILE,
        figures="[25%]",
        sections=(Section("First", ("One line.", HOSTILE), (chart,), (table,)), Section("Second")),
        command="winset compare a b",
        notes=("seed 1",),
        warnings=("Take this as a guess.",),
    )


def test_a_page_shows_everything_once_and_escaped(findings: Findings) -> None:
    page = render_findings(findings)
    for text in ("A round of wages", "Take this as a guess.", "winset compare a b", "One line.", "25%", "<svg"):
        assert text in page
    assert page.count('id="section-1"') == page.count('id="section-2"') == 1
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert page == render_findings(findings)


def test_a_page_is_written_with_its_tables(findings: Findings, tmp_path: Path) -> None:
    written = write_findings(findings, tmp_path / "new", "changes", {"changes.csv": "a,b\n1,2\n"})
    assert [path.name for path in written] == ["changes.html", "changes.csv"]
    assert written[0].read_text(encoding="utf-8") == render_findings(findings)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["changes.csv", "changes.html"]
    with pytest.raises(InputError, match="is a file"):
        write_findings(findings, written[1], "changes")
