"""What would open a deal as a page, JSON and a table in a folder."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from winset.charts.lever_region import lever_region
from winset.charts.lever_slopes import lever_slopes, lever_table
from winset.charts.wording import day, percent
from winset.explain.lever_map import LeverMap
from winset.explain.lever_words import chance_words, group_words, lever_line
from winset.explain.levers import Levers, PackageLevers
from winset.forecasting.words import in_words
from winset.report.findings import Findings, Section, write_findings
from winset.report.tables import csv_text


def levers_page(found: Levers, drawn: LeverMap | None = None) -> Findings:
    """Return what would open a deal as a page."""
    case = found.case
    first = found.best[0] if found.best else None
    answer = f"With the least effort: {first.words}" if first else "No change of a few numbers opens a package"
    if all(package.is_open for package in found.packages):
        answer = "Every package is open already, with all numbers as most likely"
    chance = chance_words(found.probability, found.sampling_error)
    after = f"; then {percent(first.probability_after)}" if first else ""
    sections = [
        Section(
            "The least effort over all packages",
            tuple(lever_line(lever, True) for lever in found.best),
            lever_slopes(found.best),
        )
    ]
    if drawn is not None:
        sections.append(Section("Two numbers together", (), lever_region(drawn)))
    sections += [_section(package, found) for package in found.packages]
    command = f"winset levers {shlex.quote(case.id)} --draws {found.draws} --seed {found.seed}"
    command += f" --we {found.we}" if found.we else ""
    command += f" --who {shlex.quote(found.who)}" if found.who else ""
    return Findings(
        title=case.title,
        eyebrow=f"What would open a deal: {case.id}, as known on {day(case.as_of)}",
        question=case.question,
        answer=answer,
        figures=f"a deal now: {in_words(found.probability)}, {chance}{after}",
        sections=tuple(sections),
        command=command,
        notes=(
            f"winset {found.version}, seed {found.seed}, {found.draws:,} draws for each model form",
            f"case {case.sha256[:12]}",
        ),
        warnings=found.notes,
    )


def _section(package: PackageLevers, found: Levers) -> Section:
    """Return one package with its levers, in groups by who can pull them."""
    if package.is_open:
        return Section(_heading(package), ("Open already, with all numbers as most likely.",))
    lines = [f"Refused by {package.refused_by}."]
    if not package.levers:
        lines.append("No change of a few numbers within their bounds opens it.")
    groups: dict[str, list[str]] = {}
    for lever in package.levers:
        groups.setdefault(group_words(lever, found), []).append(lever_line(lever))
    for group, told in groups.items():
        lines += [f"{group}: {line}" for line in told]
    tables = (lever_table(package.levers),) if package.levers else ()
    return Section(_heading(package), tuple(lines), (), tables)


def _heading(package: PackageLevers) -> str:
    """Return a package's heading."""
    return f"{package.label[:1].upper()}{package.label[1:]}"


def write_levers(found: Levers, drawn: LeverMap | None, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write the page, the findings as JSON and all levers as CSV into a folder; return what was written."""
    everything = [lever for package in found.packages for lever in package.levers]
    others = {"levers.json": found.to_json(drawn), "levers.csv": csv_text(lever_table(everything))}
    return write_findings(levers_page(found, drawn), folder, "levers", others)


__all__ = ["levers_page", "write_levers"]
