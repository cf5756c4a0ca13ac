"""The report on a decision of many actors: what all models say of it, as one HTML file like that of a forecast."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from winset.charts import decision_charts
from winset.charts.outcomes import said_by
from winset.charts.scale import on_scale
from winset.charts.wording import counted, sentence
from winset.registry import models
from winset.report.extras import need_drawing
from winset.report.page import Figure, environment, figure

if TYPE_CHECKING:
    from winset.forecasting.comparison import ComparedNumber, Comparison

PLACES = ("outcomes", "who-gains")
"""Kinds of chart, each of which has a section of its own."""


@dataclass(frozen=True)
class Played:
    """A model behind one line or several: what it is, where it was published, and how far it is tested."""

    lines: str
    meaning: str
    reference: str
    status: str


def render_comparison(found: Comparison) -> str:
    """Return the report as one self-contained HTML page: no script, no outside request, every text escaped.

    Equal comparisons give equal bytes.

    Raises
    ------
    WinsetError
        If the extra `report` is not installed.
    """
    need_drawing()
    pictures: dict[str, list[Figure]] = {}
    for chart in decision_charts(found):
        pictures.setdefault(next(kind for kind in PLACES if chart.id.startswith(kind)), []).append(figure(chart))
    words = (answers, how_to_weigh, numbers_behind, beside, played, stated, repeat)
    page = (
        environment()
        .get_template("comparison.html")
        .render(
            found=found,
            pictures=pictures,
            anchors={source.id: f"source-{place}" for place, source in enumerate(found.sources, 1)},
            **{each.__name__: each for each in words},
        )
    )
    return str(page)


def answers(found: Comparison) -> list[tuple[str, str]]:
    """Return what models say of each issue, and what the baselines do."""
    told = []
    for place, issue in enumerate(found.issues):
        unit = f" {issue.unit}" if issue.unit else ""
        said, plain = (said_by(found, place, is_baseline) for is_baseline in (False, True))
        heading = f"{sentence(issue.label)}: {f'{said}{unit}' if said else 'no model says anything'}"
        told.append((heading, f"baselines {plain}" if plain else "no baseline says anything"))
    return told


def how_to_weigh(found: Comparison) -> str:
    """Return how the lines of a comparison are to be read."""
    lines = sum(not line.baseline for line in found.lines)
    return (
        f"From the lowest to the highest of {counted(lines, 'model')}, every number as most likely; this is no "
        "interval, and no model is preferred. Baselines are plain figures: a model that cannot beat them is no help."
    )


def numbers_behind(found: Comparison) -> str:
    """Return how many numbers there are, and how many of them are guesses and defaults."""
    origins = [number.origin for number in found.numbers]
    guesses, defaults = origins.count("guess"), origins.count("default")
    return (
        f"{counted(len(origins), 'number')}, of which {guesses or 'none'} "
        f"{'is a guess' if guesses < 2 else 'are guesses'} and {defaults or 'none'} "
        f"{'is a default' if defaults < 2 else 'are defaults'} of winset"
    )


def beside(found: Comparison) -> list[tuple[str, str, str, str]]:
    """Return what is set beside the answer: issue, what it is, its value with the unit, a note."""
    rows = []
    for issue in found.issues:
        happened = [("what happened", issue.happened, issue.happened_note)] if issue.happened is not None else []
        for what, value, note in [*issue.forecasts, *happened]:
            shown = f"{on_scale(value, issue.low, issue.high)} {issue.unit}".strip()
            rows.append((sentence(issue.label), sentence(what), shown, note))
    return rows


def played(found: Comparison) -> list[Played]:
    """Return the models behind the lines, each of them once, in the order of the lines."""
    lines: dict[str, list[str]] = {}
    for line in found.lines:
        lines.setdefault(line.model, []).append(line.label)
    known = {model.id: model for model in models()}
    return [
        Played("; ".join(labels), known[id].meaning, known[id].reference, known[id].status)
        if id in known
        else Played("; ".join(labels), id, "", "")
        for id, labels in lines.items()
    ]


@dataclass(frozen=True)
class Stated:
    """What stands behind a number, as the table of numbers asks for it."""

    sources: tuple[str, ...]
    guess: bool
    default: bool
    confidence: str = ""


def stated(number: ComparedNumber) -> Stated:
    """Return what stands behind a number."""
    return Stated(number.sources, number.origin == "guess", number.origin == "default")


def repeat(found: Comparison) -> str:
    """Return the command that repeats a comparison."""
    return f"winset run {shlex.quote(found.case)} --draws {found.draws} --seed {found.seed}"
