"""The backtest on attempts to settle claims as tables, sentences and a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from winset.backtest.calibration import calibration
from winset.backtest.record import MethodLine
from winset.backtest.settlement.forecasts import BASE, METHODS, WORDS
from winset.backtest.settlement.run import BARS, Miss, SettlementBacktest
from winset.backtest.settlement.tables import OUTCOMES
from winset.charts.calibration import calibration_chart
from winset.charts.chart import Cell, Chart, Column, Table
from winset.charts.method_scores import method_scores
from winset.charts.wording import percent
from winset.report.backtest_words import (
    SCORE_UNIT,
    calibration_title,
    counts_of,
    difference_cell,
    method_of,
    notes_of,
    part_tables,
    score_cell,
    scored_rows,
    signed,
    verdict,
)
from winset.report.findings import Findings, Section

HEADS = ("Brier score", "Beyond the rates by method", "Log score")
EFFECTS_SAY = "For one standard deviation of each figure, all others alike: what went together, not what causes."
MISSES_SAY = "In brackets: what moved the forecast most, in log-odds."
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


def _compared(found: SettlementBacktest, outcome: str) -> tuple[MethodLine, MethodLine]:
    """The regression and the rates by method."""
    lines = {line.id: line for line in found.record.lines}
    return lines[f"{outcome}.logistic"], lines[f"{outcome}.{BASE}"]


def _finding(found: SettlementBacktest, outcome: str) -> str:
    """The regression beside the rates by method, and the bar."""
    model, rates = _compared(found, outcome)
    versus = model.versus["versus_by_method"]
    bar = "below" if model.scores["brier"] < BARS[outcome] else "not below"
    return (
        f"{OUTCOMES[outcome].capitalize()}: the regression {verdict(versus)} the rates by method, with a Brier score "
        f"of {model.scores['brier']:.3f} against {rates.scores['brier']:.3f} (difference "
        f"{difference_cell(versus)[:-1].replace(' (', ', ')} over claims); it is {bar} the bar of {BARS[outcome]:.3f}."
    )


def _answer(found: SettlementBacktest) -> str:
    """The main findings without numbers."""
    told: dict[str, list[str]] = {}
    for outcome in OUTCOMES:
        model, _ = _compared(found, outcome)
        told.setdefault(verdict(model.versus["versus_by_method"]), []).append(OUTCOMES[outcome])
    parts = [f"{verb} the rates by method for {_and(which)}" for verb, which in told.items()]
    return f"The regression {'; it '.join(parts)}."


def _figures(found: SettlementBacktest) -> str:
    """The numbers of the main findings."""
    told = []
    for outcome, words in OUTCOMES.items():
        model, rates = _compared(found, outcome)
        told.append(
            f"{words} {model.scores['brier']:.3f} against {rates.scores['brier']:.3f}, difference "
            f"{difference_cell(model.versus['versus_by_method'])}, bar {BARS[outcome]:.3f}"
        )
    return f"Brier scores: {'; '.join(told)}. Intervals are 95%, over claims."


def _and(words: Sequence[str]) -> str:
    """Words in a row."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def read_as_published(found: SettlementBacktest) -> str:
    """Return the counts of the file beside the published ones, in a sentence, to see that it was read right."""
    counts = found.record.more["published"]
    words = {"attempts": "attempts", **{outcome: f"with {says}" for outcome, says in OUTCOMES.items()}}
    words["ends-claim"] = "that ended the claim"
    if all(one["here"] == one["published"] for one in counts.values()):
        return "Attempts and agreements are as many as in the published aggregates."
    told = ", ".join(f"{one['here']:,} {words[name]} ({one['published']:,})" for name, one in counts.items())
    return f"Your file and, in brackets, the published aggregates: {told}."


def without(found: SettlementBacktest) -> str:
    """Return which figures the regression does without, in a sentence; empty if none."""
    gone = [WORDS.get(name, name) for name in found.record.more["not_recorded"]]
    return f"Not in the files, so that the regression does without: {_and(gone)}." if gone else ""


def findings_of(found: SettlementBacktest, command: str) -> Findings:
    """Return the page."""
    record = found.record
    return Findings(
        record.title,
        "Backtest: attempts to settle claims between states, forecast from what was known when they began",
        record.question,
        _answer(found),
        _figures(found),
        (
            *(_section(found, outcome) for outcome in OUTCOMES),
            Section(
                "What adds to the log-odds", (EFFECTS_SAY, *filter(None, [without(found)])), (), (_effects(found),)
            ),
            Section("By type of issue, method and era", (), (), tuple(_parted(found))),
            Section("The worst misses of the regression", (MISSES_SAY, *map(_miss, found.misses))),
            Section("What was learnt from, scored and left out", (*counts_of(record), read_as_published(found))),
        ),
        command,
        notes_of(record),
    )


def _section(found: SettlementBacktest, outcome: str) -> Section:
    """The scores and the calibration for one outcome."""
    lines = [line for line in found.record.lines if line.id.startswith(f"{outcome}.")]
    share = f"Of {lines[0].n:,} attempts scored {percent(lines[0].scores['share'])} ended so."
    columns = (Column("method", "Method"), *(Column(head, head, "number") for head in HEADS))
    rows = tuple(
        (
            METHODS[method_of(line)],
            score_cell(line.scores["brier"], *line.scores["intervals"]["brier"].values()),
            difference_cell(line.versus.get("versus_by_method")),
            score_cell(line.scores["log_score"]),
        )
        for line in lines
    )
    words = OUTCOMES[outcome]
    table = Table(f"Scores for {words}; 0 is best, intervals are 95%", columns, rows)
    return Section(words.capitalize(), (share,), _charts(found, outcome, lines), (table,))


def _charts(found: SettlementBacktest, outcome: str, lines: list[MethodLine]) -> tuple[Chart, ...]:
    """Return the errors for an outcome, and the calibration of the regression and of the rates by method."""
    happened = found.attempts.outcomes[outcome]
    known, seed = np.isfinite(happened), int(found.record.settings["seed"])
    best = min(lines, key=lambda line: line.scores["brier"])
    errors = method_scores(
        f"backtest-errors-{outcome}",
        f"{OUTCOMES[outcome].capitalize()}: the {METHODS[method_of(best)].lower()} is off by the least, with a Brier "
        f"score of {best.scores['brier']:.3f}",
        "Points: mean Brier score of the chances given; lines: 95% intervals over claims. Dashed: the bar, stated for "
        "the original data.",
        SCORE_UNIT,
        scored_rows(lines, METHODS, "brier"),
        BARS[outcome],
        f"bar {BARS[outcome]:.3f}",
        3,
    )
    calibrated = {
        method: calibration(found.chances[outcome][method][known], happened[known], seed=seed)
        for method in ("logistic", BASE)
    }
    return (
        errors,
        *(
            calibration_chart(
                one,
                f"calibration-{outcome}-{method}",
                calibration_title(f"{OUTCOMES[outcome].capitalize()}, {METHODS[method].lower()}", one),
            )
            for method, one in calibrated.items()
        ),
    )


def _effects(found: SettlementBacktest) -> Table:
    """What each figure adds to the log-odds, a row for each figure, the strongest first."""
    sizes: Mapping[str, Mapping[str, float]] = found.record.more["effects"]
    names = next(iter(sizes.values()))
    order = sorted(names, key=lambda name: -max(abs(own[name]) for own in sizes.values()))
    columns = (Column("figure", "Figure"), *(Column(o, OUTCOMES[o].capitalize(), "number") for o in sizes))
    rows = tuple((name, *(signed(own[name], 2) for own in sizes.values())) for name in order)
    return Table("Log-odds added by one standard deviation", columns, rows)


def _parted(found: SettlementBacktest) -> Iterator[Table]:
    """Yield the Brier scores of the regression and the rates by method, by each way of parting."""
    heads = {"issue": "type of issue", "method": "method", "era": "era"}
    columns = [
        (f"{words.capitalize()}: {name}", f"{outcome}.{method}")
        for outcome, words in OUTCOMES.items()
        for method, name in ((BASE, "by method"), ("logistic", "regression"))
    ]
    yield from part_tables(found.record.parts, heads, columns, "Brier score")


def _miss(miss: Miss) -> str:
    """A miss in sentences."""
    return (
        f"{OUTCOMES[miss.outcome].capitalize()}, claim {miss.claim}, begun {miss.begun}: chance "
        f"{percent(miss.chance)}, {'it happened' if miss.happened else 'it did not happen'}. {miss.says}"
    )
