"""When windows open, and whether to sign or wait, in sentences, tables and as a page."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

from winset.charts.chart import Cell, Chart, Column, Table
from winset.charts.opening_windows import opening_windows, window_table
from winset.charts.stopping_region import stopping_region
from winset.charts.wording import day, name, percent
from winset.explain.waiting import SignOrWait
from winset.explain.windows import Window, Windows
from winset.forecasting.words import in_words
from winset.report.findings import Findings, Section

MOST_PICTURES = 4
"""Packages of which the page draws windows besides any that counts."""


OPENING = "When a window opens"

ABOUT = (
    "A window is open while every side is ready for the same package: its leader would sign, its felt publics afford "
    "it, and those asked beforehand at home consent. It is what a deal needs, not a deal: meetings, votes and the time "
    "to ratification come on top."
)

NOT_WAITED_FOR = "Every number at its mode, and the other side's yes taken for granted."


def headline(found: Windows) -> str:
    """Return the answer: how likely a window opens for any package that counts."""
    window = found.windows[0]
    chance = window.by[-1]
    return (
        f"A window for any package that counts opens by {day(found.dates[-1])}: {in_words(chance)} "
        f"[{percent(chance)}]; "
        f"one that stays open for as long as closing takes: {in_words(window.lasting[-1])} "
        f"[{percent(window.lasting[-1])}]."
    )


def figures(found: Windows) -> str:
    """Return the range over forms and the error of multiplying."""
    window = found.windows[0]
    said = (
        f"Model forms say {percent(window.low)} to {percent(window.high)}; "
        f"sampling error {100 * window.sampling_error:.1f} points."
    )
    return f"{said} {multiplied(window)}".strip()


def multiplied(window: Window) -> str:
    """Return what multiplying the sides' chances would say, and how far off it is."""
    if window.product is None:
        return ""
    alone = " and ".join(f"{side.label} {percent(side.by[-1])}" for side in window.sides)
    off = 100 * (window.product[-1] - window.by[-1])
    if abs(off) < 0.05:
        return f"Sides alone: {alone}; multiplied {percent(window.product[-1])}, which here is right."
    much = "too much" if off > 0 else "too little"
    return f"Sides alone: {alone}; multiplied {percent(window.product[-1])}, {abs(off):.1f} points {much}."


def when(answer: Windows, place: int = 0) -> tuple[str, ...]:
    """Return when one of the windows is likeliest to open and to be open, and how long it stays open."""
    window = answer.windows[place]
    if window.by[-1] <= 0:
        return ("No draw opens a window.",)
    found = [f"Open already on the first date: {percent(window.by[0])}."]
    if window.likeliest_to_open is not None:
        before = answer.dates[answer.dates.index(window.likeliest_to_open) - 1]
        found.append(f"Likeliest to open: between {day(before)} and {day(window.likeliest_to_open)}.")
    if window.likeliest_open is not None:
        most = max(window.open_at)
        found.append(f"Likeliest to be open: on {day(window.likeliest_open)} [{percent(most)}].")
    if window.stays_open is None:
        found.append(f"Once open it mostly stays so to the end [{percent(window.still_open)}].")
    else:
        days = f"{window.stays_open:.0f} day{'' if window.stays_open == 1 else 's'}"
        found.append(f"Once open it stays so for {days} in the median; to the end in {percent(window.still_open)}.")
    return tuple(found)


def advices(found: Windows) -> tuple[tuple[SignOrWait, str], ...]:
    """Return what each leader should do about each package, under the first process, and where another says else."""
    first = found.waiting[0].process if found.waiting else ""
    told = []
    for one in found.waiting:
        if one.process == first:
            others = [
                other
                for other in found.waiting
                if (other.party, other.package) == (one.party, one.package) and other.process != first
            ]
            told.append((one, advice(one) + "".join(_else(one, other) for other in others)))
    return tuple(told)


def _else(one: SignOrWait, other: SignOrWait) -> str:
    """Return what follows if approval moves as another process has it; nothing where that is the same."""
    same = advice(replace(other, process=one.process)) == advice(one)
    return "" if same else f" If approval moves by {name(other.process)}: {_do(other)}"


def advice(one: SignOrWait) -> str:
    """Return whether a leader should sign a package now or wait."""
    return f"{one.label}, {one.package_label}: {_do(one)}"


def _do(one: SignOrWait) -> str:
    """Return what is best to do, and what it is worth."""
    if one.value <= 0:
        return "gains nothing, now or later."
    if one.sign_now:
        return f"sign now; it brings {one.value:.1f} points, and waiting adds nothing."
    now = "signing now is not possible" if one.now is None else f"signing now brings {one.now:.1f} points"
    return (
        f"wait; {now}, the free choice of the moment is worth {one.value:.1f}, but waiting ends without a deal in "
        f"{percent(one.without_deal)} of all courses."
    )


def side_table(found: Windows) -> Table:
    """Return the chances by the last date, package by package, as a table."""
    parties = found.windows[0].sides
    columns = (
        Column("package", "Package"),
        *(Column(f"side.{side.party}", f"{side.label} ready", "chance") for side in parties),
        Column("jointly", "All at the same moment", "chance"),
        Column("product", "The sides multiplied", "chance"),
        Column("lasting", "For as long as it takes", "chance"),
        Column("low", "Lowest form", "chance"),
        Column("high", "Highest form", "chance"),
        Column("sampling_error", "Sampling error", "number"),
    )
    rows = tuple(
        (
            window.label,
            *(side.by[-1] for side in window.sides),
            window.by[-1],
            None if window.product is None else window.product[-1],
            window.lasting[-1],
            window.low,
            window.high,
            window.sampling_error,
        )
        for window in found.windows
    )
    return Table(f"Chance of a window by {day(found.dates[-1])}", columns, rows)


def _for_people(table: Table) -> Table:
    """Return a table of chances with its last column, the sampling error, in points."""
    *columns, error = table.columns
    rows = tuple((*row[:-1], f"{100 * float(row[-1] or 0):.1f}") for row in table.rows)
    return Table(table.caption, (*columns, Column(error.name, "Sampling error, points", "number")), rows)


def parts_table(found: Windows) -> Table:
    """Return what stands behind each side: its leader and its capital, as a table."""
    columns = (
        Column("package", "Package"),
        Column("side", "Side"),
        Column("leader", "Leader would ever sign", "chance"),
        Column("capital", "Capital is ever enough", "chance"),
        Column("ready", "Both at the same moment, and consent at home", "chance"),
    )
    rows = tuple(
        (window.label, side.label, side.leader, side.capital, side.by[-1])
        for window in found.windows
        for side in window.sides
    )
    return Table("What stands behind each side", columns, rows)


def month_table(found: Windows) -> Table:
    """Return the chance per month that a window opens if none has yet, as a table."""
    columns = (
        Column("from", "From"),
        Column("to", "To"),
        *(Column(f"hazard.{window.package}", window.label, "chance") for window in found.windows),
    )
    spans = zip(found.dates[:-1], found.dates[1:], strict=True)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (first.isoformat(), last.isoformat(), *(window.per_month[at] for window in found.windows))
        for at, (first, last) in enumerate(spans)
    )
    return Table("Chance per month that a window opens if none has yet", columns, rows)


def plain_table(found: Windows) -> Table:
    """Return formulas beside simulation as a table."""
    columns = (
        Column("package", "Package"),
        Column("process", "Process"),
        Column("what", "Who"),
        Column("short", "Points short now", "number"),
        Column("formula", "Formula", "number"),
        Column("simulated", "Simulation", "number"),
        Column("product", "The sides multiplied", "number"),
    )
    rows: list[tuple[str | float | None, ...]] = []
    for one in found.plain:
        for side in one.sides:
            rows.append((one.label, name(one.process), side.label, side.short, side.formula, side.simulated, None))
        rows.append((one.label, name(one.process), "all together", None, one.formula, one.simulated, one.product))
    return Table("Formulas beside a simulation, every number at its mode", columns, tuple(rows))


def waiting_table(found: Windows) -> Table:
    """Return what each leader should do as a table."""
    columns = (
        Column("leader", "Leader"),
        Column("package", "Package"),
        Column("process", "Process"),
        Column("do", "Best"),
        Column("approval", "Approval now", "number"),
        Column("need", "Signing needs", "number"),
        Column("now", "Signing now brings", "number"),
        Column("value", "Free choice of the moment", "number"),
        Column("waiting", "Value of waiting", "number"),
        Column("without_deal", "Ends without a deal", "chance"),
        Column("expected", "Mean date of signing"),
    )
    rows = tuple(
        (
            one.label,
            one.package_label,
            name(one.process),
            "sign now" if one.sign_now else "wait" if one.value > 0 else "never sign",
            one.approval,
            one.need,
            one.now,
            one.value,
            one.waiting,
            one.without_deal,
            None if one.expected is None else one.expected.isoformat(),
        )
        for one in found.waiting
    )
    return Table("Sign now or wait, every number at its mode", columns, rows)


def run_line(found: Windows) -> str:
    """Return how the numbers were made."""
    return f"{found.draws:,} draws for each model form; seed {found.seed}, winset {found.version}"


def tables_of(found: Windows) -> dict[str, Table]:
    """Return the tables that are written as CSV files, by name."""
    each = {f"timing-{window.package}": window_table(found, place) for place, window in enumerate(found.windows)}
    rest = {
        "timing-sides": side_table(found),
        "timing-months": month_table(found),
        "timing-formulas": plain_table(found),
        "timing-waiting": waiting_table(found),
    }
    return each | {key: table for key, table in rest.items() if table.rows}


def findings_of(found: Windows, fans: Sequence[Chart] = ()) -> Findings:
    """Return the page; `fans` are charts of approval ahead."""
    order = sorted(range(1, len(found.windows)), key=lambda place: -found.windows[place].by[-1])
    several = len(found.windows) > 2
    drawn = (
        [0, *sorted(place for place in order[:MOST_PICTURES] if found.windows[place].by[-1] > 0)] if several else [0]
    )
    sections = [
        Section(
            OPENING,
            lines=when(found),
            charts=tuple(opening_windows(found, place) for place in drawn),
            tables=(_for_people(side_table(found)), parts_table(found)),
        )
    ]
    if fans:
        sections.append(Section("Capital, and what signing needs", charts=tuple(fans)))
    if len(found.dates) > 1:
        sections.append(Section("Month by month", tables=(month_table(found),)))
    if found.waiting:
        sections.append(_waiting(found))
    if found.plain:
        sections.append(Section("What formulas say", tables=(plain_table(found),)))
    return Findings(
        title=found.case.title,
        eyebrow=f"Windows: {found.case.id}, as known on {day(found.case.as_of)}",
        question=found.case.question,
        answer=headline(found),
        figures=figures(found),
        sections=tuple(sections),
        command=command(found),
        notes=(f"{run_line(found)}.", f"Case {found.case.sha256}"),
        warnings=found.notes,
    )


def sections_of(found: Windows) -> tuple[Section, ...]:
    """Return what the report of a forecast tells of windows and, where the case prices waiting, of signing or waiting.

    The page of `winset timing` has more: every package by itself, and what formulas say.
    """
    more = f"Every package by itself, and formulas beside the simulation: {command(found)}"
    opening = Section(
        OPENING,
        lines=(f"{headline(found)} {figures(found)}", " ".join(when(found)), ABOUT, more),
        charts=(opening_windows(found, 0),),
        tables=(_for_people(side_table(found)),),
        folded=(month_table(found),) if len(found.dates) > 1 else (),
    )
    cautions = (note for note in found.notes if note.startswith("Sign now or wait"))
    return (opening, _waiting(found, NOT_WAITED_FOR, *cautions)) if found.waiting else (opening,)


def _waiting(found: Windows, *more: str) -> Section:
    """Return what each leader should do, and at which approval."""
    best = [one for one in found.waiting if one.process == found.waiting[0].process]
    pictures = [one for one in best if one.value > 0 and _has_edge(one)]
    lines = [words for _, words in advices(found)]
    if found.leverage is not None:
        lines.append(leverage(found))
    return Section(
        "Sign now or wait",
        lines=(*lines, *more),
        charts=tuple(stopping_region(one, place) for place, one in enumerate(pictures)),
        tables=(waiting_table(found),),
    )


def _has_edge(one: SignOrWait) -> bool:
    """Tell whether there is an approval at which the advice changes; without one there is nothing to draw."""
    return any(edge is not None for intervals in one.region for ends in intervals for edge in ends)


def command(found: Windows) -> str:
    """Return the command that makes the page of windows."""
    return f"winset timing {shlex.quote(found.case.id)} --draws {found.draws} --seed {found.seed}"


def leverage(found: Windows) -> str:
    """Return what the chances to lose office give to the other leader."""
    one = found.leverage
    assert one is not None
    return (
        f"Leverage: at the table the chances to lose office leave {one.first} {percent(one.share)} of what "
        f"there is to gain "
        f"and {one.second} {percent(1 - one.share)}; by patience alone it would be {percent(one.without)} and "
        f"{percent(1 - one.without)}."
    )
