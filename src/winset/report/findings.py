"""Findings beside the forecast as one HTML page: what would open a deal, what matters, what changed.

A page says what it found in one sentence, then section by section in sentences, pictures and tables. Whoever found
something fills in a `Findings`; how it looks is decided here, once for all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from winset.charts.chart import Chart, Table
from winset.report.extras import need_drawing
from winset.report.files import write_texts
from winset.report.page import environment, figure


@dataclass(frozen=True)
class Section:
    """One section of a page: a heading, then sentences, pictures and tables, in this order, and long tables folded."""

    heading: str
    lines: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Findings:
    """A page of findings.

    Parameters
    ----------
    title : str
        What the page is about, such as the title of the case.
    eyebrow : str
        A short line above the title, such as ``What would open a deal: kuril-2019, as known on 23 January 2019``.
    question : str
        The question that was asked, in the user's words.
    answer, figures : str
        The main finding as a sentence, and its numbers.
    sections : tuple of Section
    command : str
        The command that makes the page again.
    notes : tuple of str
        Version, seed and draws, hashes of cases; what else it takes to repeat it.
    warnings : tuple of str
        What a reader should take care of.
    """

    title: str
    eyebrow: str
    question: str
    answer: str
    figures: str
    sections: tuple[Section, ...]
    command: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def render_findings(findings: Findings) -> str:
    """Return findings as one self-contained HTML page: no script, no outside request, every text escaped.

    Equal findings give equal bytes.

    Raises
    ------
    WinsetError
        If the extra `report` is not installed.
    """
    need_drawing()
    page = (
        environment().get_template("findings.html").render(page=findings, figure_of=figure, version=version("winset"))
    )
    return str(page)


def write_findings(
    findings: Findings, folder: str | os.PathLike[str], name: str, others: Mapping[str, str] | None = None
) -> tuple[Path, ...]:
    """Write findings as ``NAME.html`` into a folder, with other texts by file name beside it; return what was written.

    The folder is made if it is not there. Everything is drawn before anything is written, and each file is written
    whole or not at all.

    Raises
    ------
    InputError
        If the folder is a file, cannot be made, or cannot be written to.
    WinsetError
        If the extra `report` is not installed.
    """
    texts = {f"{name}.html": render_findings(findings), **(others or {})}
    return write_texts(texts, folder)
