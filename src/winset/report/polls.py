"""Pooled polls as a page, with the JSON and the table of levels beside it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from winset import __version__
from winset.charts.chart import Cell, Column, Table
from winset.charts.poll_level import poll_level
from winset.polls.record import PooledPolls, Series
from winset.polls.sentences import (
    ahead_words,
    found_words,
    jump_words,
    level_words,
    link_words,
    movement_words,
    title_of,
)
from winset.report.findings import Findings, Section, write_findings
from winset.report.tables import csv_text


def write_polls(found: PooledPolls, folder: str | os.PathLike[str], command: str | None = None) -> tuple[Path, ...]:
    """Write pooled polls as ``polls.html`` with ``polls.json`` and ``levels.csv``; return what was written.

    `command` is what the page says to repeat it by; the plain command on the same table by default.
    """
    others = {"polls.json": found.to_json(), "levels.csv": csv_text(levels_table(found))}
    return write_findings(findings(found, command), folder, "polls", others)


def findings(found: PooledPolls, command: str | None = None) -> Findings:
    """Return the page of pooled polls."""
    first = found.series[0]
    mapping = tuple(f"{role}: {', '.join(names)}" for role, names in found.columns.items())
    return Findings(
        title=Path(found.source).name,
        eyebrow=f"Polls pooled: {found.source}",
        question="Where does opinion stand, which houses lean, when did it jump, and where may it go?",
        answer=f"{title_of(first)}: {first.level.value:.1f}% on {first.day}",
        figures=level_words(first),
        sections=tuple(_section(series, place) for place, series in enumerate(found.series, 1)),
        command=command or f"winset polls {shlex.quote(found.source)}",
        notes=(f"winset {__version__}", *(f"column for {line}" for line in mapping)),
        warnings=found.notes,
    )


def _section(series: Series, place: int) -> Section:
    """Return one series."""
    return Section(
        heading=title_of(series),
        lines=(
            f"Level: {level_words(series)}.",
            f"Movement: {movement_words(series.movement)}.",
            *(f"Found: {found_words(one)}." for one in series.found),
            f"Jumps: {jump_words(series.movement)}.",
            *(f"Ahead, {ahead_words(one)}." for one in series.ahead),
            *(f"Wording {link_words(link)}." for link in series.links),
            *(f"Not linked: {text}." for text in series.apart),
            *(f"Assumed: {text}." for text in series.assumed),
        ),
        charts=(poll_level(series, place),),
        tables=(houses_table(series),) if len(series.houses) > 1 else (),
    )


def houses_table(series: Series) -> Table:
    """Return how far each house leans."""
    columns = (
        Column("house", "House"),
        Column("wording", "Wording"),
        Column("readings", "Readings", "number"),
        Column("lean", "Lean, points", "number"),
        Column("low", "5%", "number"),
        Column("high", "95%", "number"),
    )
    rows = tuple(
        (
            one.house,
            one.wording,
            one.readings,
            round(one.lean.value, 2),
            round(one.lean.low, 2),
            round(one.lean.high, 2),
        )
        for one in series.houses
    )
    return Table("How far each house reads above the average house, in points", columns, rows)


def levels_table(found: PooledPolls) -> Table:
    """Return the level of every series over time and ahead."""
    columns = (
        Column("series", "Series"),
        Column("date", "Date"),
        Column("level", "Level, %", "number"),
        Column("sd", "Standard deviation", "number"),
        Column("low90", "5%", "number"),
        Column("high90", "95%", "number"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            series.name or series.wording,
            on.day.isoformat(),
            *(round(x, 4) for x in (on.level.value, on.level.sd, on.level.low, on.level.high)),
        )
        for series in found.series
        for on in series.track
    ]
    return Table("Level by day", columns, tuple(rows))
