"""The backtest on decisions of the European Union as tables: whole ones for files, brief ones for a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from winset.backtest.cells import cell_of, quantile
from winset.backtest.deu.methods import LINES, MEAN, NORMAL, PAST, POOL
from winset.backtest.deu.run import DeuBacktest
from winset.backtest.record import MethodLine, Part
from winset.charts.chart import Cell, Column, Table

SCORES = (
    Column("id", "Id"), Column("label", "Method"), Column("baseline", "Baseline", "flag"),
    Column("n", "Issues", "value"), Column("mae", "Mean error", "number"),
    Column("median_error", "Median error", "number"), Column("within_10", "Within 10 points", "chance"),
    Column("crps", "CRPS", "number"), Column("log_score", "Log score", "number"),
    Column("coverage_50", "In the 50% interval", "chance"), Column("coverage_80", "In the 80% interval", "chance"),
    Column("coverage_95", "In the 95% interval", "chance"),
    Column("versus_mean", "Error beyond the mean's", "number"), Column("versus_mean_low", "2.5% point", "number"),
    Column("versus_mean_high", "97.5% point", "number"),
)  # fmt: skip

PARTED = {
    "wave": ("Wave", "By wave of interviews"),
    "procedure": ("Procedure", "By procedure: codecision (COD) and consultation (CNS)"),
    "dichotomous": ("Two positions", "Issues on which two positions are held, and others"),
}
"""What each way of parting the issues is called: in the head of a column, and above a table."""

BRIEF = (MEAN, NORMAL.id, PAST.id, "compromise", POOL.id, "choice")
"""Methods that a page shows part by part."""

TERMS = {
    "distance": "100 points away from what the model says, where all agree",
    "distance_disagreement": "the same, in addition where actors disagree most",
    "held": "a position that somebody holds",
    "at_reference": "at the reference point",
    "from_reference": "100 points away from the reference point",
    "end": "an end of the scale",
    "ten": "a multiple of 10",
    "five": "a multiple of 5",
    "from_middle": "an end rather than the middle of the scale",
}
"""What each weight of the residual model is about."""


def signed(number: float) -> str:
    """Return a difference with its sign, to a tenth; a dash if there is none.

    >>> signed(-1.25), signed(0.04), signed(float("nan"))
    ('−1.2', '+0.0', '–')
    """
    return f"{number:+.1f}".replace("-0.0", "+0.0").replace("-", "−") if math.isfinite(number) else "–"


def score_rows(lines: Iterable[MethodLine]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows under `SCORES`."""
    return tuple(
        (
            line.id, line.label, line.is_baseline, line.n,
            *(line.scores[name] for name in ("mae", "median_error", "within_10", "crps", "log_score")),
            *line.scores["coverage"].values(),
            *(number if math.isfinite(number) else None for number in _ends(line, "versus_mean")),
        )
        for line in lines
    )  # fmt: skip


def _ends(line: MethodLine, name: str) -> tuple[float, float, float]:
    """A difference with its interval."""
    found = line.versus[name]
    return found.value, found.low, found.high


def score_table(found: DeuBacktest) -> Table:
    """Return the scores of every method."""
    return Table("Scores of every method", SCORES, score_rows(found.record.lines))


def part_table(found: DeuBacktest) -> Table:
    """Return the scores by wave, by procedure, and for dichotomous issues and the others."""
    rows = tuple((part.by, part.value, *row) for part in found.record.parts for row in score_rows(part.lines))
    return Table("Scores by part", (Column("by", "By"), Column("value", "Part"), *SCORES), rows)


def forecast_table(found: DeuBacktest) -> Table:
    """Return every forecast of every method with its outcome."""
    ends = {
        f"{name}_{level}": q
        for level in (50, 80, 95)
        for name, q in (("low", 50 - level / 2), ("high", 50 + level / 2))
    }
    columns = (
        *(Column(name, name.capitalize()) for name in ("issue", "dossier", "wave", "procedure")),
        Column("dichotomous", "Two positions only", "flag"), Column("method", "Method"),
        *(Column(name, name.capitalize(), "value") for name in ("outcome", "point", "median", *ends)),
        Column("chance_of_outcome", "Chance of the outcome", "chance"),
        Column("error", "Error", "number"), Column("crps", "CRPS", "number"),
        Column("log_score", "Log score", "number"),
    )  # fmt: skip
    cells, rows = cell_of(found.outcomes), []
    for line in LINES:
        p, own = found.chances[line.id], found.scores[line.id]
        quantiles = [quantile(np.nan_to_num(p), level / 100) for level in (50, *ends.values())]
        for place, issue in enumerate(found.issues):
            if np.isfinite(own.crps[place]):
                numbers = [
                    found.outcomes[place],
                    found.points[line.id][place],
                    *(values[place] for values in quantiles),
                ]
                scores = [p[place, cells[place]], own.error[place], own.crps[place], own.log_score[place]]
                parts = (issue.wave, issue.procedure, issue.is_dichotomous)
                head: list[Cell] = [issue.id, issue.dossier, *parts, line.id]
                rows.append((*head, *(float(number) for number in (*numbers, *scores))))
    return Table("Every forecast", columns, tuple(rows))


def error_table(found: DeuBacktest) -> Table:
    """Return the errors for a page, in points of the scale, with the paired difference from the mean by salience."""
    columns = (
        Column("label", "Method"), Column("n", "Issues", "value"), Column("mae", "Mean error", "number"),
        Column("median_error", "Median error", "number"), Column("within_10", "Within 10 points", "chance"),
        Column("versus_mean", "Beyond the mean by salience (95% interval)", "number"),
    )  # fmt: skip
    rows = tuple(
        (
            line.label, line.n, *(f"{line.scores[name]:.1f}" for name in ("mae", "median_error")),
            line.scores["within_10"], beyond(line, "versus_mean"),
        )
        for line in found.record.lines
    )  # fmt: skip
    return Table("Error of what each method says, in points of 100", columns, rows)


def spread_table(found: DeuBacktest) -> Table:
    """Return the scores of distributions for a page."""
    columns = (
        Column("label", "Method"), Column("crps", "CRPS", "number"), Column("log_score", "Log score", "number"),
        *(Column(f"coverage_{level}", f"In the {level}% interval", "chance") for level in (50, 80, 95)),
        Column("versus_normal", "CRPS beyond the normal error's (95% interval)", "number"),
    )  # fmt: skip
    rows = tuple(
        (
            line.label, f"{line.scores['crps']:.1f}", f"{line.scores['log_score']:.2f}",
            *line.scores["coverage"].values(), beyond(line, "versus_normal_crps"),
        )
        for line in found.record.lines
    )  # fmt: skip
    return Table("Scores of distributions; 0 is best for CRPS and log score", columns, rows)


def beyond(line: MethodLine, name: str) -> str:
    """Return a difference with its interval."""
    value, low, high = _ends(line, name)
    if not value and not low and not high:
        return "0"
    return f"{signed(value)} ({signed(low)} to {signed(high)})"


def parts_by(found: DeuBacktest, by: str) -> list[Part]:
    """Return the parts of one way of parting."""
    return [part for part in found.record.parts if part.by == by]


def brief_parts(found: DeuBacktest) -> Iterator[Table]:
    """Yield for a page the scores of some methods part by part, a table for each way of parting."""
    for by, (head, caption) in PARTED.items():
        columns = (
            Column("part", head), Column("label", "Method"), Column("n", "Issues", "value"),
            Column("mae", "Mean error", "number"), Column("crps", "CRPS", "number"),
            *(Column(f"coverage_{level}", f"In the {level}% interval", "chance") for level in (50, 80, 95)),
        )  # fmt: skip
        rows = tuple(
            (
                part.value, line.label, line.n, f"{line.scores['mae']:.1f}", f"{line.scores['crps']:.1f}",
                *line.scores["coverage"].values(),
            )
            for part in parts_by(found, by)
            for line in part.lines
            if line.id in BRIEF
        )  # fmt: skip
        yield Table(caption, columns, rows)


def weight_table(found: DeuBacktest) -> Table:
    """Return what makes a point likelier, around the mean by salience."""
    columns = (Column("term", "A point that is"), Column("weight", "Weight", "number"))
    rows = tuple(
        (TERMS[name], f"{weight:+.2f}".replace("-", "−"))
        for name, weight in found.record.more["residual_weights"].items()
    )
    return Table("Weights of the distribution around the mean by salience, fitted on all issues", columns, rows)


def count_table(found: DeuBacktest) -> Table:
    """Return how much there is, and what was left out or filled in."""
    rows = tuple((name.replace("_", " ").capitalize(), f"{number:,}") for name, number in found.record.counts.items())
    return Table("How many there are", (Column("what", "What"), Column("number", "Number", "number")), rows)
