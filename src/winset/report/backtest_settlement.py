"""The backtest on attempts to settle claims as tables, sentences and a page."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from winset.backtest.calibration import calibration
from winset.backtest.record import MethodLine
from winset.backtest.settlement.forecasts import METHODS
from winset.backtest.settlement.run import BARS, SettlementBacktest
from winset.backtest.settlement.tables import OUTCOMES
from winset.charts.calibration import calibration_chart
from winset.charts.chart import Cell, Chart, Column, Table
from winset.report.findings import Findings, Section

SCORES = (
    Column("outcome", "Outcome"),
    Column("method", "Method"),
    Column("baseline", "Baseline", "flag"),
    Column("n", "Attempts", "value"),
    Column("share", "Came true", "chance"),
    Column("brier", "Brier score", "number"),
    Column("low", "2.5% point", "number"),
    Column("high", "97.5% point", "number"),
    Column("log_score", "Log score", "number"),
    Column("versus", "Brier beyond the rates by method", "number"),
    Column("versus_low", "2.5% point", "number"),
    Column("versus_high", "97.5% point", "number"),
)


def _rows(lines: Iterable[MethodLine]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows under `SCORES`."""
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        outcome, method = line.id.split(".")
        says, ends = line.scores, line.scores["intervals"]["brier"]
        versus = line.versus.get("versus_by_method")
        beyond = [None] * 3 if versus is None else [_cell(x) for x in (versus.value, versus.low, versus.high)]
        head: list[Cell] = [outcome, method, line.is_baseline, line.n, says["share"], says["brier"]]
        rows.append((*head, _cell(ends["low"]), _cell(ends["high"]), says["log_score"], *beyond))
    return tuple(rows)


def _cell(number: float) -> float | None:
    """A number, or nothing if there is none."""
    return float(number) if np.isfinite(number) else None


def score_table(found: SettlementBacktest) -> Table:
    """Return the scores of every method for every outcome."""
    return Table("Scores of every method", SCORES, _rows(found.record.lines))


def part_table(found: SettlementBacktest) -> Table:
    """Return the scores by type of issue, method and era."""
    rows = tuple((part.by, part.value, *row) for part in found.record.parts for row in _rows(part.lines))
    return Table("Scores by part", (Column("by", "By"), Column("value", "Part"), *SCORES), rows)


def forecast_table(found: SettlementBacktest) -> Table:
    """Return every forecast: a row for each attempt, outcome and method."""
    columns = (
        Column("claim", "Claim"),
        Column("begun", "Begun", "value"),
        Column("outcome", "Outcome"),
        Column("method", "Method"),
        Column("chance", "Chance", "chance"),
        Column("happened", "Happened", "flag"),
    )
    rows: list[tuple[Cell, ...]] = []
    for outcome, by_method in found.chances.items():
        happened = found.attempts.outcomes[outcome]
        for method, p in by_method.items():
            for row, claim in enumerate(found.attempts.claim):
                came = bool(happened[row]) if np.isfinite(happened[row]) else None
                rows.append((claim, int(found.attempts.begun[row]), outcome, method, float(p[row]), came))
    return Table("Every forecast", columns, tuple(rows))


def headline(found: SettlementBacktest) -> tuple[str, ...]:
    """Return the main finding for each outcome in a sentence with its numbers."""
    return tuple(_finding(found, outcome) for outcome in OUTCOMES)


def _finding(found: SettlementBacktest, outcome: str) -> str:
    """The regression beside the rates by method, and the bar."""
    lines = {line.id: line for line in found.record.lines}
    model, rates = lines[f"{outcome}.logistic"], lines[f"{outcome}.by-method"]
    versus = model.versus["versus_by_method"]
    verdict = "beats" if versus.high < 0 else "loses to" if versus.low > 0 else "cannot be told from"
    bar = "below" if model.scores["brier"] < BARS[outcome] else "not below"
    return (
        f"{OUTCOMES[outcome].capitalize()}: the regression {verdict} the rates by method, with a Brier score of "
        f"{model.scores['brier']:.3f} against {rates.scores['brier']:.3f} (difference {versus.value:+.3f}, "
        f"{versus.low:+.3f} to {versus.high:+.3f} over claims); it is {bar} the bar of {BARS[outcome]:.3f}."
    )


def findings_of(found: SettlementBacktest, command: str) -> Findings:
    """Return the page."""
    record, told = found.record, headline(found)
    effects = [
        f"{OUTCOMES[outcome].capitalize()}: "
        + ", ".join(f"{name} {size:+.2f}" for name, size in sorted(sizes.items(), key=lambda pair: -abs(pair[1])))
        for outcome, sizes in record.more["effects"].items()
    ]
    misses = tuple(
        f"{OUTCOMES[miss.outcome].capitalize()}, claim {miss.claim}, begun {miss.begun}: "
        f"chance {100 * miss.chance:.0f}%, {'it happened' if miss.happened else 'it did not happen'}. {miss.says}"
        for miss in found.misses
    )
    return Findings(
        record.title,
        "Backtest: attempts to settle claims between states, forecast from what was known when they began",
        record.question,
        told[0],
        " ".join(told[1:]),
        (
            Section("Scores", (), _charts(found), (score_table(found),)),
            Section("What adds to the log-odds, for one standard deviation of each figure", tuple(effects)),
            Section("By type of issue, method and era", (), (), (part_table(found),)),
            Section("The worst misses of the regression", misses),
            Section(
                "What was learnt from, scored and left out",
                tuple(f"{what[:1].upper()}{what[1:]}: {number:,}." for what, number in record.counts.items()),
            ),
        ),
        command,
        tuple(f"{file.name}: {file.rows:,} rows, sha256 {file.sha256[:12]}" for file in record.data)
        + tuple(f"{name.replace('_', ' ')}: {value}" for name, value in record.settings.items()),
    )


def _charts(found: SettlementBacktest) -> tuple[Chart, ...]:
    """Return the calibration of the regression for each outcome."""
    charts = []
    for outcome, by_method in found.chances.items():
        happened = found.attempts.outcomes[outcome]
        known = np.isfinite(happened)
        seed = int(found.record.settings["seed"])
        calibrated = calibration(by_method["logistic"][known], happened[known], seed=seed)
        title = f"{OUTCOMES[outcome].capitalize()}: chances by {METHODS['logistic'].lower()} and what came true"
        charts.append(calibration_chart(calibrated, f"calibration-{outcome}", title))
    return tuple(charts)
