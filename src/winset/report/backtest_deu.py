"""The backtest on decisions of the European Union in sentences, in pictures and as a page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from winset.backtest.cells import covered
from winset.backtest.deu.methods import MEAN, NORMAL, POOL
from winset.backtest.deu.misses import Miss
from winset.backtest.deu.run import DeuBacktest
from winset.backtest.record import Backtest, MethodLine
from winset.backtest.resampling import clustered_mean
from winset.charts.chart import Chart
from winset.charts.interval_coverage import Covered, interval_coverage
from winset.charts.method_scores import Scored, method_scores
from winset.charts.outcome_levels import Levels, outcome_levels
from winset.charts.wording import percent
from winset.report.backtest_deu_tables import (
    brief_parts,
    count_table,
    error_table,
    forecast_table,
    part_table,
    score_table,
    signed,
    spread_table,
    weight_table,
)
from winset.report.findings import Findings, Section

CURVE = (*(k / 10 for k in range(1, 10)), 0.95)
"""What the intervals of the curves of coverage say to hold."""

CURVED = (POOL.id, MEAN, NORMAL.id)
"""Methods whose coverage is drawn; they say something of every issue."""


def line_of(record: Backtest, id: str) -> MethodLine:
    """Return the line of a method."""
    return next(line for line in record.lines if line.id == id)


def headline(found: DeuBacktest) -> tuple[str, str]:
    """Return the main finding in a sentence, and its numbers."""
    pool, mean = (line_of(found.record, id) for id in (POOL.id, MEAN))
    error, spread = pool.versus["versus_mean"], pool.versus["versus_normal_crps"]
    verdict = "is nearer than" if error.high < 0 else "is further off than" if error.low > 0 else "is as near as"
    beats = "says better how sure it is than" if spread.high < 0 else "says no better how sure it is than"
    answer = (
        f"On {mean.n} issues the median of the pool of all models {verdict} the mean by salience, and it {beats} that "
        "mean with a normal error of one size."
    )
    figures = (
        f"Mean error {pool.scores['mae']:.1f} against {mean.scores['mae']:.1f} points of 100, "
        f"difference {signed(error.value)} ({signed(error.low)} to {signed(error.high)}); CRPS "
        f"{pool.scores['crps']:.1f} against {line_of(found.record, NORMAL.id).scores['crps']:.1f}, difference "
        f"{signed(spread.value)} ({signed(spread.low)} to {signed(spread.high)}). Intervals are 95%, over dossiers."
    )
    return answer, figures


def coverage_line(found: DeuBacktest) -> str:
    """Return how many outcomes lie in the intervals of the pool, in a sentence."""
    pool = line_of(found.record, POOL.id)
    told = []
    for level, share in pool.scores["coverage"].items():
        ends = pool.scores["intervals"][f"coverage_{level}"]
        low, high = ends["low"], ends["high"]
        between = f" ({low:.0%} to {high:.0%})" if math.isfinite(low) else ""
        told.append(f"{share:.0%}{between} in the {level}% interval")
    return f"Of the outcomes, {', '.join(told)} of the pool of all models."


def missed(misses: tuple[Miss, ...]) -> str:
    """Return what the worst misses have in common, in a sentence."""
    ways: Counter[str] = Counter(miss.way for miss in misses)
    told = [
        f"in {ways[way]} {words}"
        for way, words in (
            ("lighter", "a camp had its way that was not the heaviest"),
            ("nobody", "nobody wanted what was decided"),
            ("heaviest", "the heaviest camp had its way"),
        )
        if ways[way]
    ]
    kept = sum(miss.is_reference for miss in misses)
    return f"Of these {len(misses)}, {', '.join(told)}; {kept} ended at the reference point."


def charts_of(found: DeuBacktest) -> tuple[Chart, ...]:
    """Return the pictures: errors, CRPS, what intervals hold, and where outcomes lie in their forecasts."""
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
            f"Least error: {best.label}, {best.scores['mae']:.1f} points of 100",
            "Points: mean distance of what a method says from the outcome; lines: 95% intervals over dossiers. "
            "Dashed: the mean by salience.",
            "mean error, points of 100",
            rows("mae"),
            mean.scores["mae"],
            "mean by salience",
        ),
        method_scores(
            "backtest-crps",
            f"Best as a distribution: {sharpest.label}, with a CRPS of {sharpest.scores['crps']:.1f}",
            "Points: mean CRPS of the distribution around what a method says, fitted on other dossiers; lines: 95% "
            "intervals over dossiers. Dashed: the mean by salience with a normal error of one size.",
            "CRPS, points of 100 (0 is best)",
            rows("crps"),
            normal.scores["crps"],
            "normal error",
        ),
        _coverage(found),
        outcome_levels(
            "backtest-levels",
            "Where outcomes lie in their forecasts",
            "Bars: share of the outcomes in each tenth of the forecasts, lowest tenth first. Dashed: a tenth, as it "
            "would be if forecasts were right. High at both ends: forecasts too sure of themselves.",
            [Levels(line_of(found.record, id).label, id == NORMAL.id, shares[id]) for id in CURVED],
        ),
    )


def _coverage(found: DeuBacktest) -> Chart:
    """The curves of coverage."""
    dossiers, seed = [issue.dossier for issue in found.issues], int(found.record.settings["seed"])
    methods = []
    for id in CURVED:
        points = []
        for level in CURVE:
            held = clustered_mean(covered(found.chances[id], found.outcomes, level), dossiers, seed=seed)
            points.append((level, held.value, held.low, held.high))
        methods.append(Covered(line_of(found.record, id).label, id == NORMAL.id, tuple(points)))
    level, share, *_ = max(methods[0].points, key=lambda point: abs(point[1] - point[0]))
    return interval_coverage(
        "backtest-coverage",
        f"Intervals of the pool of all models are off by {100 * abs(share - level):.0f} points at most: "
        f"{percent(share)} in the {percent(level)} interval",
        "Upwards the share of outcomes in the central interval of their forecasts, to the right what the interval says "
        "to hold. Dashed: if forecasts were right. Below it forecasts are too sure of themselves. Bars: 95% intervals "
        "over dossiers, of the pool.",
        methods,
    )


def findings_of(found: DeuBacktest, command: str) -> Findings:
    """Return the page."""
    answer, figures = headline(found)
    return Findings(
        found.record.title,
        "Backtest: decisions that are over, forecast from what was known before",
        found.record.question,
        answer,
        figures,
        tuple(_sections(found)),
        command,
        tuple(f"{file.name}: {file.rows:,} rows, sha256 {file.sha256[:12]}" for file in found.record.data)
        + tuple(f"{name.replace('_', ' ')}: {value}" for name, value in found.record.settings.items()),
    )


def _sections(found: DeuBacktest) -> Iterator[Section]:
    """Yield the sections of the page."""
    errors, crps, coverage, levels = charts_of(found)
    yield Section("Error", (), (errors,), (error_table(found),))
    yield Section("How sure it is", (coverage_line(found),), (coverage, levels, crps), (spread_table(found),))
    rest = "Some methods only; all of them are in backtest-deu-parts.csv, and every forecast in the file of --table."
    yield Section("By part", (rest,), (), tuple(brief_parts(found)))
    told = (f"{miss.dossier} ({miss.issue}, {miss.wave}): {miss.says}" for miss in found.misses)
    first = "By CRPS, one issue of a dossier at most. Weight is capability times salience."
    yield Section("The worst misses of the pool of all models", (f"{first} {missed(found.misses)}", *told))
    odds = math.exp(found.record.more["residual_weights"]["held"])
    words = (
        f"Weights are logarithms of odds: a position that somebody holds has {odds:.2g} times the odds of a point "
        "beside it that nobody holds. Of distances, half as far is half the weight."
    )
    yield Section("The distribution around what a model says", (words,), (), (weight_table(found),))
    yield Section("What was left out or filled in", (), (), (count_table(found),))


__all__ = [
    "charts_of",
    "coverage_line",
    "findings_of",
    "forecast_table",
    "headline",
    "line_of",
    "missed",
    "part_table",
    "score_table",
]
