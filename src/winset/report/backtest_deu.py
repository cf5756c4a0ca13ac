"""The backtest on decisions of the European Union as tables, sentences and a page."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from winset.backtest.cells import cell_of, quantile
from winset.backtest.deu.methods import LINES, MEAN, NORMAL, POOL
from winset.backtest.deu.run import DeuBacktest
from winset.backtest.record import Backtest, MethodLine
from winset.charts.chart import Cell, Chart, Column, Table
from winset.charts.method_scores import Scored, method_scores
from winset.charts.outcome_levels import Levels, outcome_levels
from winset.report.findings import Findings, Section

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

PARTED = {"wave": "wave", "procedure": "procedure", "dichotomous": "with two positions only"}


def line_of(record: Backtest, id: str) -> MethodLine:
    """Return the line of a method."""
    return next(line for line in record.lines if line.id == id)


def score_rows(lines: Iterable[MethodLine]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows under `SCORES`."""
    return tuple(
        (
            line.id, line.label, line.is_baseline, line.n,
            *(line.scores[name] for name in ("mae", "median_error", "within_10", "crps", "log_score")),
            *line.scores["coverage"].values(),
            *(_cell(number) for number in _ends(line, "versus_mean")),
        )
        for line in lines
    )  # fmt: skip


def _ends(line: MethodLine, name: str) -> tuple[float, float, float]:
    """A difference with its interval."""
    found = line.versus[name]
    return found.value, found.low, found.high


def _cell(number: float) -> float | None:
    """A number, or nothing if there is none."""
    return number if np.isfinite(number) else None


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
        *(Column(name, name.capitalize()) for name in ("issue", "dossier", "wave", "procedure", "method")),
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
                head: list[Cell] = [issue.id, issue.dossier, issue.wave, issue.procedure, line.id]
                rows.append((*head, *(float(number) for number in (*numbers, *scores))))
    return Table("Every forecast", columns, tuple(rows))


def headline(found: DeuBacktest) -> tuple[str, str]:
    """Return the main finding in a sentence, and its numbers."""
    pool, mean = (line_of(found.record, id) for id in (POOL.id, MEAN))
    error, spread = pool.versus["versus_mean"], pool.versus["versus_normal_crps"]
    verdict = "is nearer than" if error.high < 0 else "is no nearer than" if error.low > 0 else "is as near as"
    beats = "says better how sure it is than" if spread.high < 0 else "says no better how sure it is than"
    answer = (
        f"On {mean.n} issues the median of the pool of all models {verdict} the mean by salience, and it {beats} that "
        "mean with a normal error of one size."
    )
    figures = (
        f"Mean error {pool.scores['mae']:.1f} against {mean.scores['mae']:.1f} points of 100, "
        f"difference {_signed(error.value)} ({_signed(error.low)} to {_signed(error.high)}); CRPS "
        f"{pool.scores['crps']:.1f} against {line_of(found.record, NORMAL.id).scores['crps']:.1f}, difference "
        f"{_signed(spread.value)} ({_signed(spread.low)} to {_signed(spread.high)}). Intervals are 95%, over dossiers."
    )
    return answer, figures


def _signed(number: float) -> str:
    """A difference with its sign."""
    return f"{number:+.1f}".replace("-", "−")


def coverage_line(found: DeuBacktest) -> str:
    """Return how many outcomes lie in the intervals of the pool, in a sentence."""
    pool = line_of(found.record, POOL.id)
    told = []
    for level, share in pool.scores["coverage"].items():
        ends = pool.scores["intervals"][f"coverage_{level}"]
        told.append(f"{share:.0%} ({ends['low']:.0%} to {ends['high']:.0%}) in the {level}% interval")
    return f"Of the outcomes, {', '.join(told)} of the pool of all models."


def charts_of(found: DeuBacktest) -> tuple[Chart, ...]:
    """Return the pictures: errors, CRPS, and where outcomes lie in their forecasts."""
    lines = found.record.lines
    mean, normal = line_of(found.record, MEAN), line_of(found.record, NORMAL.id)
    best = min(lines, key=lambda line: line.scores["mae"])
    sharpest = min(lines, key=lambda line: line.scores["crps"])

    def rows(score: str) -> list[Scored]:
        ends = [line.scores["intervals"][score] for line in lines]
        return [
            Scored(line.label, line.is_baseline, line.n, line.scores[score], end["low"], end["high"])
            for line, end in zip(lines, ends, strict=True)
        ]

    shares = {line.id: tuple(found.scores[line.id].levels.tolist()) for line in lines}
    return (
        method_scores(
            "backtest-errors",
            f"{best.label[:1].upper()}{best.label[1:]} is off by the least: {best.scores['mae']:.1f} points of 100",
            "Points: mean distance of what a method says from the outcome; lines: 95% intervals over dossiers. "
            "Dashed: the mean by salience.",
            "mean error, points of 100",
            rows("mae"),
            mean.scores["mae"],
            "mean by salience",
        ),
        method_scores(
            "backtest-crps",
            f"As a distribution, {sharpest.label} is best, with a CRPS of {sharpest.scores['crps']:.1f}",
            "Points: mean CRPS of the distribution around what a method says, fitted on other dossiers; lines: 95% "
            "intervals over dossiers. Dashed: the mean by salience with a normal error of one size.",
            "CRPS, points of 100 (0 is best)",
            rows("crps"),
            normal.scores["crps"],
            "normal error",
        ),
        outcome_levels(
            "backtest-levels",
            "Where outcomes lie in their forecasts",
            "Bars: share of the outcomes in each tenth of the forecasts, lowest tenth first. Dashed: what it would be "
            "if forecasts were right.",
            [
                Levels(POOL.label, False, shares[POOL.id]),
                Levels(line_of(found.record, MEAN).label, False, shares[MEAN]),
                Levels(NORMAL.label, True, shares[NORMAL.id]),
            ],
        ),
    )


def findings_of(found: DeuBacktest, command: str) -> Findings:
    """Return the page."""
    answer, figures = headline(found)
    errors, crps, levels = charts_of(found)
    brief = {"id", "baseline", "versus_mean_low", "versus_mean_high", "median_error"}
    parts = []
    for by, words in PARTED.items():
        rows = tuple(
            (part.value, line.label, line.n, line.scores["mae"], line.scores["crps"], *line.scores["coverage"].values())
            for part in found.record.parts
            if part.by == by
            for line in part.lines
            if line.id in {MEAN, NORMAL.id, POOL.id, "compromise", "past-outcomes", "choice"}
        )
        shown = {"n", "mae", "crps", "coverage_50", "coverage_80", "coverage_95"}
        columns = (
            Column("part", words.capitalize()),
            Column("label", "Method"),
            *(c for c in SCORES if c.name in shown),
        )
        parts.append(Table(f"By {words}", columns, rows))
    misses = tuple(f"{miss.dossier} ({miss.issue}, {miss.wave}): {miss.says}" for miss in found.misses)
    weights = found.record.more["residual_weights"]
    counts = found.record.counts
    return Findings(
        found.record.title,
        "Backtest: decisions that are over, forecast from what was known before",
        found.record.question,
        answer,
        figures,
        (
            Section("Error", (), (errors,), (_without(score_table(found), brief),)),
            Section("How sure it is", (coverage_line(found),), (crps, levels)),
            Section("By part", (), (), tuple(parts)),
            Section("The worst misses of the pool of all models", misses),
            Section(
                "The distribution around what a model says",
                (
                    "Weights of the residual model around the mean by salience, fitted on all issues: "
                    + ", ".join(f"{name.replace('_', ' ')} {weight:.2f}" for name, weight in weights.items())
                    + ".",
                ),
            ),
            Section(
                "What was left out or filled in",
                tuple(f"{name.replace('_', ' ').capitalize()}: {number:,}." for name, number in counts.items()),
            ),
        ),
        command,
        tuple(f"{file.name}: {file.rows:,} rows, sha256 {file.sha256[:12]}" for file in found.record.data)
        + tuple(f"{name.replace('_', ' ')}: {value}" for name, value in found.record.settings.items()),
    )


def _without(table: Table, names: set[str]) -> Table:
    """A table without some columns."""
    kept = [place for place, column in enumerate(table.columns) if column.name not in names]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return Table(table.caption, tuple(table.columns[place] for place in kept), rows)
