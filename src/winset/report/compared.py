"""What changed between two forecasts, in sentences, and as a page with a picture and tables."""

from __future__ import annotations

import shlex

from winset.charts.chart import Cell, Chart, Column, Table
from winset.charts.waterfall import Fall, fine_percent, points, waterfall
from winset.charts.wording import day, sentence
from winset.explain.attribution import Attribution, Share, Side
from winset.forecasting.words import in_words
from winset.report.findings import Findings, Section

CLEAR = 2
"""Standard errors beyond which a share is told apart from chance."""


def headline(found: Attribution) -> str:
    """Return the main finding as one sentence."""
    before, after = (f"{in_words(side.probability)} [{fine_percent(side.probability)}]" for side in _sides(found))
    if found.change == 0:
        said = f"The chance of a deal is the same: {before}"
        return f"{said}; no input differs." if found.attributed and not found.groups else f"{said}."
    said = f"The chance of a deal {'rises' if found.change > 0 else 'falls'} from {before} to {after}"
    clear = [share for share in found.groups if abs(share.shapley) > CLEAR * share.sampling_error]
    up, down = (next((share for share in clear if share.shapley * sign > 0), None) for sign in (1, -1))
    parts = []
    if up is not None:
        parts.append(f"what adds most is {up.group}, {points(up.shapley)} points")
    if down is not None:
        parts.append(f"what takes most is {down.group}, {points(down.shapley)} points")
    parts = parts if found.change > 0 else parts[::-1]
    return f"{said}: {'; '.join(parts)}." if parts else f"{said}."


def figures(found: Attribution) -> str:
    """Return the change with its sampling error."""
    return f"{points(found.change)} points, sampling error {100 * found.sampling_error:.1f} points."


def cautions(found: Attribution) -> tuple[str, ...]:
    """Return how the shares are to be read, and what could not be told apart."""
    if not found.attributed:
        return (
            "Saved forecasts hold results and not the inputs as they were played, so nothing can be attributed; "
            "for that, compare the two case files.",
        )
    said = []
    if len(found.groups) > 1:
        said.append(
            "A share is a group's mean effect over all orders in which the groups could have changed; shares add up to "
            "the change. It says what the model makes of the inputs and is no cause found in the world."
        )
        if found.interacts:
            said.append(
                "Interactions dominate: what a group does hangs on the others, so that its effect alone and its effect "
                "last differ much from its share. Read all three."
            )
    said += [
        f"These could not be told apart, since no valid case has one without the other: {group}."
        for group in found.inseparable
    ]
    if found.permutations:
        said.append(
            f"There are too many groups to play every combination, or fewer were asked for: shares are means over "
            f"{found.permutations} sampled orders, and their errors include that."
        )
    return tuple(said)


def run_line(found: Attribution) -> str:
    """Return how the numbers were made."""
    if not found.attributed:
        return f"winset {found.version}"
    plays = f"{found.plays:,} combinations" if found.plays > 1 else "1 combination"
    how = f"{plays} of {found.draws:,} draws for each model form, the same in all"
    return f"{how}; seed {found.seed}, winset {found.version}"


def share_table(found: Attribution) -> Table:
    """Return the shares as a table, in percentage points."""
    columns = (
        Column("group", "What changed"),
        Column("shapley", "Share of the change, in points", "number"),
        Column("sampling_error", "Sampling error, in points", "number"),
        Column("alone", "Changed alone, in points", "number"),
        Column("last", "Changed last, in points", "number"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple((sentence(share.group), *_in_points(share)) for share in found.groups)
    whole = ("All together", _short(100 * found.change), _short(100 * found.sampling_error), None, None)
    return Table("How much of the change each group of inputs explains", columns, (*rows, whole))


def change_table(found: Attribution) -> Table:
    """Return the inputs that differ as a table."""
    columns = (
        Column("group", "Group"),
        Column("label", "Input"),
        Column("before", "Before"),
        Column("after", "After"),
        Column("path", "Path"),
    )
    rows = tuple(
        (sentence(share.group), one.label, one.before, one.after, one.path)
        for share in found.groups
        for one in share.changes
    )
    return Table("Inputs that differ", columns, rows)


def result_table(found: Attribution) -> Table:
    """Return the results of two saved forecasts as a table."""
    columns = (Column("label", "Result"), Column("before", "Before", "chance"), Column("after", "After", "chance"))
    return Table("Results that differ", columns, tuple((one.label, one.before, one.after) for one in found.results))


def side_line(side: Side) -> str:
    """Return which forecast a side is, and what it says."""
    said = f"{in_words(side.probability)} [{fine_percent(side.probability)}]"
    spread = f"{fine_percent(side.low)} to {fine_percent(side.high)} over the model forms"
    return f"{side.title} ({side.case}, as known on {day(side.as_of)}): {said}, {spread}."


def waterfall_chart(found: Attribution) -> Chart:
    """Return the way from the first chance to the second, group by group."""
    ends = [(f"{side.case}, {day(side.as_of)}", side.probability) for side in _sides(found)]
    steps = [Fall(sentence(share.group), share.shapley, share.sampling_error) for share in found.groups]
    subtitle = (
        "Chance of a deal before (top) and after (bottom), and what each group of inputs adds or takes in percentage "
        "points, on average over all orders in which they could have changed. Thin lines: one standard error."
    )
    return waterfall(ends[0], ends[1], steps, headline(found).removesuffix("."), subtitle)


def findings_of(found: Attribution, asked: tuple[str, str]) -> Findings:
    """Return the page of a comparison.

    Parameters
    ----------
    asked : two texts
        The cases as they were typed.
    """
    options = f" --draws {found.draws} --seed {found.seed}" if found.attributed else ""
    options += f" --permutations {found.permutations}" if found.permutations else ""
    sections = [Section("The two forecasts", tuple(side_line(side) for side in _sides(found)))]
    if found.groups:
        sections += [
            Section("What explains the change", cautions(found), (waterfall_chart(found),), (share_table(found),)),
            Section("What differs", tables=(change_table(found),)),
        ]
    elif not found.attributed:
        sections.append(Section("Results", cautions(found), tables=(result_table(found),) if found.results else ()))
    return Findings(
        title=found.after.title,
        eyebrow=f"What changed: {found.before.case}, {day(found.before.as_of)}, "
        f"and {found.after.case}, {day(found.after.as_of)}",
        question=found.after.question,
        answer=headline(found),
        figures=figures(found),
        sections=tuple(sections),
        command=f"winset compare {shlex.quote(asked[0])} {shlex.quote(asked[1])}{options}",
        notes=(f"{run_line(found)}.", *(f"Case {side.case}: {side.sha256}" for side in _sides(found))),
        warnings=found.warnings,
    )


def _sides(found: Attribution) -> tuple[Side, Side]:
    """Return both forecasts."""
    return found.before, found.after


def _in_points(share: Share) -> tuple[float, ...]:
    """Return what a group does in percentage points: its share, the error of that, alone, and last."""
    return tuple(_short(100 * part) for part in (share.shapley, share.sampling_error, share.alone, share.last))


def _short(number: float) -> float:
    """Return a number without digits that no play has."""
    return round(number, 4) + 0.0
