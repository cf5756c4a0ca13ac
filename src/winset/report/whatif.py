"""What a change does, in sentences, and as a page with a picture and tables."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from winset.charts.chart import Chart, Column, Table
from winset.charts.slope import Slope, slope
from winset.charts.wording import day, percent, solution_name
from winset.explain.whatif import DateBeside, FormBeside, WhatIf
from winset.report.findings import Findings, Section

DATES_SHOWN = 6
DATES_ON_PAGE = 12


def headline(found: WhatIf) -> str:
    """Return the answer: how likely a deal is after the change, and how likely it was before."""
    before, after = found.before, found.after
    now = f"{after.words} [{percent(after.probability)}]"
    was = f"{before.words} [{percent(before.probability)}]"
    return (
        f"A deal {found.changed.question.counted} by {day(found.changed.until)}: {now} with the change, {was} without."
    )


def moved(found: WhatIf) -> str:
    """Return by how much the chance differs, with its sampling error."""
    points, error = 100 * found.difference, 100 * found.sampling_error
    if not points and not error:
        return "No difference: not one of the draws ends otherwise."
    said = f"{abs(points):.1f} points {'more' if points > 0 else 'less'}, sampling error {error:.1f} points"
    if found.is_noticeable:
        return f"{said}."
    return f"{said}: too little to tell from chance with so many draws."


def run_line(found: WhatIf) -> str:
    """Return how the numbers were made."""
    return (
        f"{found.draws:,} draws for each model form, the same in both cases; seed {found.seed}, winset {found.version}"
    )


def forms_shown(found: WhatIf) -> list[tuple[str, FormBeside]]:
    """Return the forms under what tells them apart."""
    names = [form.name.split(" · ") for form in found.by_form]
    common = set(names[0]).intersection(*names[1:]) if len(names) > 1 else set()
    short = [", ".join(_part(part) for part in parts if part not in common) for parts in names]
    return list(zip(short, found.by_form, strict=True))


def _part(part: str) -> str:
    """Return what a form assumes in words; names of people keep their hyphens."""
    return solution_name(part) if part in ("nash", "kalai-smorodinsky") else part.replace("-", " ")


def dates_shown(found: WhatIf) -> list[tuple[str, float, float]]:
    """Return a few dates, the last one included, with the chance of a deal by then before and after."""
    return [(day(one.date), one.before, one.after) for one in _thinned(found.by_date, DATES_SHOWN)]


def _thinned(days: Sequence[DateBeside], most: int) -> Sequence[DateBeside]:
    """Return at most so many dates, evenly apart, with the last."""
    step = max(1, -(-len(days) // max(1, most)))
    return days[::-1][::step][::-1]


def change_table(found: WhatIf) -> Table:
    """Return what was changed as a table."""
    columns = (
        Column("label", "What is changed"),
        Column("from", "From"),
        Column("to", "To"),
        Column("unit", "Unit"),
        Column("path", "Path"),
    )
    rows = tuple((one.label, one.before, one.after, one.unit, one.path) for one in found.changes)
    return Table("What is changed", columns, rows)


def form_table(found: WhatIf) -> Table:
    """Return the chance of a deal in each model form before and after, and in the pool, as a table."""
    columns = (
        Column("form", "Form"),
        Column("before", "Before", "chance"),
        Column("after", "After", "chance"),
        Column("difference", "Difference", "number"),
        Column("sampling_error", "Sampling error of the difference", "number"),
    )
    pool = ("all forms together", found.before.probability, found.after.probability)
    rows = [(*pool, found.difference, found.sampling_error)]
    forms = [(form.name, form.before, form.after, form.difference, None) for form in found.by_form]
    return Table("Probability of a deal before and after the change", columns, (*rows, *forms))


def date_table(found: WhatIf, most: int | None = None) -> Table:
    """Return the chance of a deal by date before and after as a table, of at most so many dates, the last included."""
    columns = (Column("date", "By"), Column("before", "Before", "chance"), Column("after", "After", "chance"))
    rows = tuple((str(one.date), one.before, one.after) for one in _thinned(found.by_date, most or len(found.by_date)))
    return Table("Probability of a deal by date before and after the change", columns, rows)


def slope_chart(found: WhatIf) -> Chart:
    """Return the chances before and after the change as a chart: one line for each form, and the pool."""
    pool = Slope("all forms together", found.before.probability, found.after.probability, found.sampling_error, True)
    forms = [
        Slope(text, form.before, form.after)
        for text, form in forms_shown(found)
        if form.before is not None and form.after is not None
    ]
    first = found.changes[0]
    what = f"{first.label.replace(': ', ', ')} at {first.after}," if len(found.changes) == 1 else "these changes"
    before, after = percent(found.before.probability), percent(found.after.probability)
    title = f"With {what} a deal stands at {after} instead of {before}"
    if before == after or not found.is_noticeable:
        title = f"With {what} a deal hardly moves: {after}, without {before}"
    subtitle = (
        "Probability of a deal before the change (left) and after it (right), a line for each model form. "
        "Bold: all forms together, with one standard error of the difference."
    )
    lines: Sequence[Slope] = (*forms, pool) if len(forms) > 1 else (pool,)
    return slope(lines, title, subtitle)


def findings_of(found: WhatIf, asked: Sequence[str]) -> Findings:
    """Return the page of a what-if.

    Parameters
    ----------
    asked : sequence of str
        The changes as they were typed.
    """
    sets = " ".join(f"--set {shlex.quote(change)}" for change in asked)
    command = f"winset whatif {shlex.quote(found.case.id)} {sets} --draws {found.draws} --seed {found.seed}"
    return Findings(
        title=found.case.title,
        eyebrow=f"What if: {found.case.id}, as known on {day(found.case.as_of)}",
        question=found.case.question,
        answer=headline(found),
        figures=moved(found),
        sections=(
            Section("The change", tables=(change_table(found),)),
            Section("What it does", charts=(slope_chart(found),)),
            Section("When", tables=(date_table(found, DATES_ON_PAGE),)),
        ),
        command=command,
        notes=(f"{run_line(found)}.", f"Case {found.case.sha256}"),
        warnings=found.notes,
    )
