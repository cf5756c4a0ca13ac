"""What matters, in sentences, and as a page with pictures and tables."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from winset.charts.chart import Cell, Column, Table
from winset.charts.doubt import doubt
from winset.charts.shares import shares
from winset.charts.tornado import tornado
from winset.charts.wording import counted, percent, plain_number, sentence
from winset.explain.information import NO_DECISION, Information, Worth
from winset.explain.matters import YES_OR_NO, Estimate, Matters, Share, Swing
from winset.forecasting.labels import plain, titled
from winset.report.findings import Findings, Section

ESTIMATES = ("room_alone", "room_all", "chance_alone", "chance_all", "yes_all")
TELLING = 0.5
"""Width of a 90 % interval beyond which an estimate of a share alone says too little to be shown without it."""

TELLING_WORTH = 3.0
"""Standard errors that the worth of knowing a number must exceed: many numbers are asked about."""

NOTICEABLE = 2.0
"""Standard errors that a swing must exceed to be told from chance."""


def headline(found: Matters) -> str:
    """Return the finding in a sentence: the number that moves the chance of a deal most."""
    told = [swing for swing in found.swings if is_noticeable(swing)]
    if not told:
        return "No number, set to either end of its range, moves the chance of a deal by more than chance does."
    first = told[0]
    return f"{sentence(first.label)} matters most: {moved(first)}."


def moved(swing: Swing) -> str:
    """Return what a swing does, in words."""
    ends = f"at {measured(swing.low_value, swing)} a deal is at {percent(swing.low)}"
    return f"{ends}, at {measured(swing.high_value, swing)} at {percent(swing.high)}"


def is_noticeable(swing: Swing) -> bool:
    """Tell whether a swing can be told from chance."""
    return swing.size > NOTICEABLE * swing.error and swing.size > 0


def measured(value: float, swing: Swing) -> str:
    """Return a value in the unit of a number."""
    return plain_number(value, swing.unit)


def range_of(swing: Swing) -> str:
    """Return both ends of a number's range with its unit."""
    low = measured(swing.low_value, swing) if swing.unit == "days" else plain_number(swing.low_value, "")
    return f"{low} to {measured(swing.high_value, swing)}"


def flips(found: Matters, swing: Swing) -> str:
    """Return where a number opens or closes the window; empty if it does so nowhere in its range."""
    at = swing.break_even
    if at is None:
        return ""
    return f"{'opens' if at.opens else 'closes'} at {measured(at.value, swing)}"


def window(found: Matters) -> str:
    """Return what break-even values say of the window at the case's date."""
    state = "open" if found.open_now else "closed"
    told = [swing for swing in found.swings if swing.break_even is not None]
    does = "closes" if found.open_now else "opens"
    if not told:
        return (
            f"With all numbers as most likely the window is {state} at the case's date, and no number alone {does} it "
            "anywhere in its range."
        )
    named = "; ".join(f"{swing.label} at {measured(_value(swing), swing)}" for swing in told[:5])
    more = f"; and {counted(len(told) - 5, 'more number')}" if len(told) > 5 else ""
    return (
        f"With all numbers as most likely the window is {state} at the case's date. Alone, "
        f"{'this number' if len(told) == 1 else 'these'} {does if len(told) == 1 else does[:-1]} it: {named}{more}."
    )


def _value(swing: Swing) -> float:
    """Return where a number flips the window."""
    assert swing.break_even is not None
    return swing.break_even.value


def doubts(found: Matters) -> str:
    """Return where the uncertainty of the chance comes from, in a sentence."""
    parts = found.split
    said = (
        f"Not knowing the numbers spreads the chance of a deal by {_points(parts.inputs)} points (one standard "
        f"deviation, ± {_points(parts.inputs_error)}), not knowing which model form is right by {_points(parts.forms)}"
    )
    said += f", and forms that make different things of the same numbers by {_points(parts.both)}" if parts.both else ""
    return (
        f"{said}; the draws blur the pooled chance by {_points(parts.sampling)}. Even if numbers and form were known, "
        f"{percent(parts.luck)} of what is open about deal or no deal would be left to luck along the way."
    )


def _points(spread: float) -> str:
    """Return a spread of a chance in points."""
    return f"{100 * spread:.1f}"


def unanswered(found: Matters) -> str:
    """Return how much was not answered; empty if all was."""
    if found.is_complete:
        return ""
    return (
        f"Interrupted: {found.answered} of {found.asked} questions are answered, those first on which most seemed to "
        "hang. Run it again to go on."
    )


def estimate(one: Estimate, with_interval: bool = False) -> str:
    """Return an estimate of a share, in hundredths; a dash where it cannot be told.

    >>> estimate(Estimate(0.254, 0.1, 0.4)), estimate(Estimate(-0.001, -0.01, 0.01), with_interval=True)
    ('.25', '.00 (.00 to .01)')
    >>> estimate(Estimate(None, None, None))
    '-'
    """
    if one.value is None:
        return "-"
    if not with_interval and one.low is not None and one.high is not None and one.high - one.low > TELLING:
        return "-"
    shown = _hundredths(one.value)
    if not with_interval or one.low is None or one.high is None:
        return shown
    return f"{shown} ({_hundredths(one.low)} to {_hundredths(one.high)})"


def _hundredths(value: float) -> str:
    """Return a share in hundredths, 0 if it came out below."""
    shown = f"{max(value, 0.0):.2f}"
    return shown[1:] if shown.startswith("0") else shown


def run_line(found: Matters) -> str:
    """Return how the numbers were made."""
    run = found.run
    return f"{run.draws:,} draws for each model form and play, the same in all; seed {run.seed}, winset {run.version}"


def decided(matters: Matters) -> list[str]:
    """Return what is said of the decision: its options, and what knowing would be worth."""
    found = matters.information
    if found is None:
        return [NO_DECISION]
    who = f"{titled(found.by)} decides. " if found.by else ""
    options = "; ".join(f"{plain(one.name)} {_worth(one.value, found)}" for one in found.options)
    lines = [
        f"{who}Best by what is known now: {plain(found.best)}. On average: {options}.",
        f"Knowing how the talks end, and what is at stake, would be worth {_worth(found.outcome, found)}: no "
        "information can be worth more.",
    ]
    if not worth_telling(found):
        lines.append("Knowing any one number beforehand would be worth nothing that can be told from chance.")
    return lines


def worth_telling(found: Information) -> list[Worth]:
    """Return the numbers that it would be worth to know by more than chance could say."""
    return [one for one in found.worth if one.value > max(TELLING_WORTH * one.error, 1e-9)]


def _worth(value: float, found: Information) -> str:
    """Return a value in the decision's unit."""
    return f"{value:.3g} {found.unit}"


def swing_table(found: Matters) -> Table:
    """Return the swings as a table."""
    columns = (
        Column("label", "Number"),
        Column("low_value", "5 % point", "number"),
        Column("high_value", "95 % point", "number"),
        Column("unit", "Unit"),
        Column("low", "Deal at the 5 % point", "chance"),
        Column("high", "Deal at the 95 % point", "chance"),
        Column("sampling_error", "Sampling error of the difference", "number"),
        Column("break_even", "Opens or closes the window at", "number"),
        Column("party", "Whose"),
        Column("source", "From"),
        Column("path", "Path"),
    )
    rows = tuple(
        (
            one.label,
            one.low_value,
            one.high_value,
            one.unit,
            round(one.low, 10),
            round(one.high, 10),
            round(one.error, 10),
            None if one.break_even is None else round(one.break_even.value, 6),
            one.party,
            one.source,
            one.path,
        )
        for one in found.swings
    )
    return Table("Every uncertain number at both ends of its range", columns, rows)


def share_table(rows: Sequence[Share], caption: str, what: str = "Number") -> Table:
    """Return shares of variance as a table."""
    columns = (
        Column("label", what),
        Column("numbers", "Numbers", "number"),
        Column("room_alone", "Room now: alone"),
        Column("room_all", "with all else"),
        Column("chance_alone", "Chance of a deal: alone"),
        Column("chance_all", "with all else"),
        Column("yes_all", "Deal or no deal: with all else"),
    )
    found: list[tuple[Cell, ...]] = [
        (one.label, one.numbers, *(estimate(getattr(one, name), with_interval=True) for name in ESTIMATES))
        for one in rows
    ]
    return Table(caption, columns, tuple(found))


def worth_table(found: Information) -> Table:
    """Return what knowing each number would be worth as a table."""
    columns = (
        Column("label", "Number"),
        Column("value", f"Worth knowing, {found.unit}", "number"),
        Column("sampling_error", "Sampling error", "number"),
        Column("bias", "Taken off as chance", "number"),
        Column("path", "Path"),
    )
    rows = tuple(
        (one.label, round(one.value, 6), round(one.error, 6), round(one.bias, 6), one.path) for one in found.worth
    )
    return Table("What it would be worth to know each number before choosing", columns, rows)


def split_table(found: Matters) -> Table:
    """Return where the uncertainty comes from as a table."""
    columns = (
        Column("what", "Where it comes from"),
        Column("spread", "Standard deviation of the chance of a deal", "chance"),
        Column("share", "Share of the variance", "chance"),
    )
    parts = found.split
    named = (
        ("what the numbers are", parts.inputs),
        ("which model form is right", parts.forms),
        ("forms that make different things of the same numbers", parts.both),
    )
    whole = sum(spread**2 for _, spread in named)
    rows: tuple[tuple[str, float, float | None], ...] = tuple(
        (what, round(spread, 10), round(spread**2 / whole, 10) if whole else 0.0) for what, spread in named
    )
    return Table(
        "Where the uncertainty of the chance comes from; the draws stand apart",
        columns,
        (*rows, ("the draws", round(parts.sampling, 10), None)),
    )


HOW_TO_READ = (
    "Alone: the share of the variance that would go if this were known. With all else: the share that would be left if "
    "everything but this were known. Intervals hold 90 %. Room now is the margin of the best package at the case's "
    "date, everyone's measured in standard deviations of its own; the chance of a deal is what the numbers leave once "
    "luck is averaged out."
)


def findings_of(found: Matters, name: str, seed: int, draws: int) -> Findings:
    """Return what matters as a page.

    Parameters
    ----------
    found : Matters
    name : str
        The case as the user named it.
    seed, draws : int
        As asked for.
    """
    case = found.case
    warnings = tuple(line for line in (unanswered(found), *found.warnings) if line)
    worth = found.information
    sections = (
        Section(
            "One number at a time",
            (window(found),),
            tornado(found),
            (swing_table(found),),
        ),
        Section(
            "How much hangs on each",
            (HOW_TO_READ, YES_OR_NO),
            (),
            (share_table(found.shares, "Shares of variance, every number"),),
        ),
        Section(
            "By party and by source",
            (),
            shares(found),
            (
                share_table(found.parties, "Shares of variance, by party", "Party or part"),
                share_table(found.sources, "Shares of variance, by source", "Source"),
            ),
        ),
        Section("Where the doubt comes from", (doubts(found),), doubt(found), (split_table(found),)),
        Section(
            "What it would be worth to know more",
            tuple(decided(found)),
            (),
            () if worth is None else (worth_table(worth),),
        ),
    )
    command = f"winset sensitivity {shlex.quote(name)} --draws {draws} --seed {seed}"
    return Findings(
        title=case.title,
        eyebrow=f"What matters: {case.id}, as known on {case.as_of}",
        question=case.question,
        answer=headline(found),
        figures=f"[{percent(found.probability)} in the base]",
        sections=sections,
        command=command,
        notes=(run_line(found), f"case {case.sha256}"),
        warnings=warnings,
    )


__all__ = [
    "HOW_TO_READ",
    "decided",
    "doubts",
    "estimate",
    "findings_of",
    "flips",
    "headline",
    "is_noticeable",
    "measured",
    "moved",
    "range_of",
    "run_line",
    "share_table",
    "split_table",
    "swing_table",
    "unanswered",
    "window",
    "worth_table",
    "worth_telling",
]
