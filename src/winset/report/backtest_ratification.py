"""The backtest on treaties signed as tables, sentences and a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from winset.backtest.ratification.forecasts import BASE, HORIZONS, METHODS
from winset.backtest.ratification.run import RatificationBacktest
from winset.backtest.ratification.scoring import Scored, calibration_of, named
from winset.backtest.record import Backtest, MethodLine
from winset.charts.calibration import calibration_chart
from winset.charts.chart import Cell, Chart, Column, Table
from winset.report.findings import Findings, Section

TITLES = {"environment": "Environmental treaties: ratified", "trade": "Trade agreements: in force"}
AT = 5.0
"""Years at which the main finding is told."""


def lines_of(record: Backtest, table: str) -> tuple[MethodLine, ...]:
    """Return the lines of one table."""
    return tuple(line for line in record.lines if line.id.startswith(f"{table}."))


def score_table(found: RatificationBacktest) -> Table:
    """Return the scores of every method: a row for each table, method and horizon."""
    columns = (
        Column("table", "Table"),
        Column("method", "Method"),
        Column("baseline", "Baseline", "flag"),
        Column("years", "Years", "value"),
        Column("known", "Outcomes known", "value"),
        Column("brier", "Brier score", "number"),
        Column("low", "2.5% point", "number"),
        Column("high", "97.5% point", "number"),
        Column("log_score", "Log score", "number"),
        *(
            Column(f"versus_{name}{end}", f"{heading}{words}", "number")
            for name, heading in (("base_rate", "Brier beyond the base rate's"), ("kind", "Brier beyond the kind's"))
            for end, words in (("", ""), ("_low", ", 2.5% point"), ("_high", ", 97.5% point"))
        ),
    )
    return Table("Scores of every method", columns, tuple(_score_rows(found.record.lines)))


def _score_rows(lines: Iterable[MethodLine]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of `score_table`."""
    for line in lines:
        table, method = line.id.split(".")
        for years, score in line.scores["brier"].items():
            ends = line.scores["intervals"][f"brier_{years}"]
            row: list[Cell] = [table, method, line.is_baseline, float(years), line.scores["known"][years], score]
            row += [_cell(ends["low"]), _cell(ends["high"]), line.scores["log_score"][years]]
            for other in ("base_rate", "kind"):
                versus = line.versus.get(f"versus_{other}_{years}")
                row += [None] * 3 if versus is None else [_cell(x) for x in (versus.value, versus.low, versus.high)]
            yield tuple(row)


def _cell(number: float) -> float | None:
    """A number, or nothing if there is none."""
    return float(number) if np.isfinite(number) else None


def part_table(found: RatificationBacktest) -> Table:
    """Return the Brier scores by kind of treaty and by decade of signature."""
    columns = (
        Column("by", "By"),
        Column("value", "Part"),
        Column("method", "Method"),
        Column("n", "Signatures", "value"),
        *(Column(f"brier_{named(years)}", f"Brier score, {years:g} years", "number") for years in HORIZONS),
    )
    rows = tuple(
        (part.by, part.value, line.id.split(".")[1], line.n, *(line.scores["brier"].get(named(y)) for y in HORIZONS))
        for part in found.record.parts
        for line in part.lines
    )
    return Table("Brier scores by part", columns, rows)


def forecast_table(found: RatificationBacktest) -> Table:
    """Return every forecast: a row for each signature, method and horizon, with what happened where that is known."""
    columns = (
        Column("table", "Table"),
        Column("treaty", "Treaty"),
        Column("parties", "Parties"),
        Column("signed", "Signed"),
        Column("method", "Method"),
        Column("years", "Years", "value"),
        Column("chance", "Chance", "chance"),
        Column("happened", "Happened", "flag"),
        Column("weight", "Weight", "number"),
    )
    return Table("Every forecast", columns, tuple(row for one in found.scored for row in _forecast_rows(one)))


def _forecast_rows(one: Scored) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of `forecast_table`."""
    table = one.table
    for method, chances in one.chances.items():
        for row, treaty in enumerate(table.treaty):
            head = (table.name, treaty, " ".join(table.parties[row]), table.written(table.signed[row]), method)
            for place, years in enumerate(HORIZONS):
                happened = bool(one.done[row, place]) if one.known[row, place] else None
                yield (*head, years, float(chances[row, place]), happened, float(one.weights[row, place]))


def headline(found: RatificationBacktest) -> tuple[str, ...]:
    """Return the main finding of each table in a sentence with its numbers."""
    return tuple(_finding(found.record, one) for one in found.scored)


def _finding(record: Backtest, one: Scored) -> str:
    """The main finding of a table: its best fitted method beside the base rate, at five years."""
    name, years = one.table.name, named(AT)
    best = record.more["tables"][name]["misses_of"]
    line = next(line for line in lines_of(record, name) if line.id == f"{name}.{best}")
    base = next(line for line in lines_of(record, name) if line.id == f"{name}.{BASE}")
    versus = line.versus.get(f"versus_base_rate_{years}")
    if versus is None or years not in base.scores["brier"]:
        return f"{TITLES[name]}: no horizon of {years} years is over for any signature."
    verdict = "beats" if versus.high < 0 else "loses to" if versus.low > 0 else "cannot be told from"
    return (
        f"{TITLES[name]} within {years} years: '{METHODS[best]}' {verdict} the base rate, with a Brier score of "
        f"{line.scores['brier'][years]:.3f} against {base.scores['brier'][years]:.3f} (difference {versus.value:+.3f}, "
        f"{versus.low:+.3f} to {versus.high:+.3f} over treaties)."
    )


def findings_of(found: RatificationBacktest, command: str) -> Findings:
    """Return the page."""
    record, told = found.record, headline(found)
    return Findings(
        record.title,
        "Backtest: signatures of which it is known what became of them, forecast from what was known that day",
        record.question,
        told[0],
        " ".join(told[1:]) or "Intervals are 95%, over treaties.",
        (
            *(section for one in found.scored for section in _sections(found, one)),
            Section("By kind of treaty and decade", (), (), (part_table(found),)),
            Section(
                "What was scored and what was left out",
                tuple(f"{what[:1].upper()}{what[1:]}: {number:,}." for what, number in record.counts.items()),
            ),
        ),
        command,
        tuple(f"{file.name}: {file.rows:,} rows, sha256 {file.sha256[:12]}" for file in record.data)
        + tuple(f"{name.replace('_', ' ')}: {value}" for name, value in record.settings.items()),
    )


def _sections(found: RatificationBacktest, one: Scored) -> Iterator[Section]:
    """Yield the sections of one table: scores, calibration, and the worst misses."""
    name = one.table.name
    every = score_table(found)
    rows = tuple(row[1:] for row in every.rows if row[0] == name)
    brief = Table(f"Scores: {TITLES[name].lower()}", every.columns[1:9], tuple(row[:8] for row in rows))
    best = found.record.more["tables"][name]["misses_of"]
    done = found.record.more["tables"][name]["share_done"]
    shares = ", ".join(f"{100 * share:.0f}% within {years}" for years, share in done.items())
    yield Section(TITLES[name], (f"Of all signatures {shares} years.",), _charts(found, one, best), (brief,))
    misses = [miss for miss in found.misses if miss.table == name]
    yield Section(
        f"{TITLES[name].split(':')[0]}: the worst misses of '{METHODS[best]}' at {named(AT)} years",
        tuple(
            f"{miss.treaty}, {miss.parties}, signed {miss.signed}: chance {100 * miss.chance:.0f}%, "
            f"{'it happened' if miss.happened else 'it did not happen'}. {miss.says}"
            for miss in misses
        ),
    )


def _charts(found: RatificationBacktest, one: Scored, best: str) -> tuple[Chart, ...]:
    """Return the calibration of the best fitted method and of the base rate at five years."""
    seed, years = int(found.record.settings["seed"]), named(AT)
    return tuple(
        calibration_chart(
            calibrated,
            f"calibration-{one.table.name}-{method}",
            f"{METHODS[method]}: chances within {years} years and what came true",
        )
        for method in (best, BASE)
        for calibrated in [calibration_of(one, method, AT, seed)]
        if calibrated is not None
    )
