"""The backtest on treaties signed as tables, sentences and a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from winset.backtest.ratification.forecasts import BASE, HORIZONS, METHODS
from winset.backtest.ratification.misses import Miss
from winset.backtest.ratification.run import RatificationBacktest
from winset.backtest.ratification.scoring import Scored, calibration_of, named
from winset.backtest.record import Backtest, MethodLine
from winset.backtest.resampling import Interval
from winset.charts.calibration import calibration_chart
from winset.charts.chart import Cell, Chart, Column, Table
from winset.charts.method_scores import method_scores
from winset.charts.wording import percent
from winset.report.backtest_words import (
    SCORE_UNIT,
    calibration_title,
    counts_of,
    difference_cell,
    interval_cell,
    method_of,
    notes_of,
    part_tables,
    score_cell,
    scored_rows,
    verdict,
)
from winset.report.findings import Findings, Section

TITLES = {"environment": "Environmental treaties: ratified", "trade": "Trade agreements: in force"}
SUBJECTS = {"environment": "environmental treaties", "trade": "trade agreements"}
AT = 5.0
"""Years at which the main finding is told."""

MISSES_SAY = (
    "In brackets: what moved the forecast most, in log-odds, for every stretch of time after the day of signature."
)


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


def _compared(record: Backtest, one: Scored) -> tuple[MethodLine, MethodLine, Interval | None]:
    """The best fitted method of a table, the base rate, and by how much they differ at five years."""
    lines = {line.id: line for line in lines_of(record, one.table.name)}
    best = lines[f"{one.table.name}.{record.more['tables'][one.table.name]['misses_of']}"]
    return best, lines[f"{one.table.name}.{BASE}"], best.versus.get(f"versus_base_rate_{named(AT)}")


def _finding(record: Backtest, one: Scored) -> str:
    """The main finding of a table: its best fitted method beside the base rate, at five years."""
    name, years = one.table.name, named(AT)
    best, base, versus = _compared(record, one)
    if versus is None or years not in base.scores["brier"]:
        return f"{TITLES[name]}: no horizon of {years} years is over for any signature."
    return (
        f"{TITLES[name]} within {years} years: the {best.label.lower()} {verdict(versus)} the base rate, with a Brier "
        f"score of {best.scores['brier'][years]:.3f} against {base.scores['brier'][years]:.3f} (difference "
        f"{difference_cell(versus)[:-1].replace(' (', ', ')} over treaties)."
    )


def _answer(record: Backtest, every: Iterable[Scored]) -> str:
    """The main findings without numbers."""
    told = []
    for one in every:
        best, _, versus = _compared(record, one)
        if versus is not None:
            told.append(f"For {SUBJECTS[one.table.name]} the {best.label.lower()} {verdict(versus)} the base rate.")
    return " ".join(told) or _nothing_over()


def _figures(record: Backtest, every: Iterable[Scored]) -> str:
    """The numbers of the main findings."""
    told = []
    for one in every:
        best, base, versus = _compared(record, one)
        if versus is not None:
            scores = [line.scores["brier"][named(AT)] for line in (best, base)]
            subject = SUBJECTS[one.table.name]
            told.append(f"{subject} {scores[0]:.3f} against {scores[1]:.3f}, difference {difference_cell(versus)}")
    return (
        f"Brier scores within {named(AT)} years: {'; '.join(told)}. Intervals are 95%, over treaties." if told else ""
    )


def _nothing_over() -> str:
    """What to say where no forecast of five years is over."""
    return f"No horizon of {named(AT)} years is over for any signature."


def findings_of(found: RatificationBacktest, command: str) -> Findings:
    """Return the page."""
    record = found.record
    parted = (table for one in found.scored for table in _parted(record, one))
    return Findings(
        record.title,
        "Backtest: signatures of which it is known what became of them, forecast from what was known that day",
        record.question,
        _answer(record, found.scored),
        _figures(record, found.scored),
        (
            *(section for one in found.scored for section in _sections(found, one)),
            Section("By kind of treaty and decade", (), (), tuple(parted)),
            Section("What was scored and what was left out", counts_of(record)),
        ),
        command,
        notes_of(record),
    )


def _sections(found: RatificationBacktest, one: Scored) -> Iterator[Section]:
    """Yield the sections of one table: scores, calibration, and the worst misses."""
    name = one.table.name
    says = found.record.more["tables"][name]
    best = METHODS[says["misses_of"]].lower()
    shares = ", ".join(f"{100 * share:.0f}% within {years}" for years, share in says["share_done"].items())
    told = f"Of {len(one.table.treaty):,} signatures {shares} years."
    yield Section(TITLES[name], (told,), _charts(found, one), _tables(found.record, name))
    yield Section(
        f"{TITLES[name].split(':')[0]}: the worst misses of the {best} at {named(AT)} years",
        (MISSES_SAY, *(_miss(miss) for miss in found.misses if miss.table == name)),
    )


def _miss(miss: Miss) -> str:
    """A miss in sentences."""
    title = f"{miss.title} ({miss.treaty})" if miss.title else miss.treaty
    return (
        f"{title}, {miss.parties}, signed {miss.signed}: chance {percent(miss.chance)}, "
        f"{'it happened' if miss.happened else 'it did not happen'}. {miss.says}"
    )


def _tables(record: Backtest, name: str) -> tuple[Table, ...]:
    """Return a table's scores by method and years: Brier, how it differs from the base rate's, and log score."""
    heads = (f"{y:g} {'year' if y == 1 else 'years'}" for y in HORIZONS)
    columns = (Column("method", "Method"), *(Column(head, head, "number") for head in heads))
    lines, years = lines_of(record, name), [named(horizon) for horizon in HORIZONS]
    brier, beyond, log = [], [], []
    for line in lines:
        says, ends = line.scores, line.scores["intervals"]
        cells = [
            score_cell(says["brier"][y], ends[f"brier_{y}"]["low"], ends[f"brier_{y}"]["high"])
            if y in says["brier"]
            else ""
            for y in years
        ]
        brier.append((line.label, *cells))
        if method_of(line) != BASE:
            beyond.append((line.label, *(interval_cell(line.versus.get(f"versus_base_rate_{y}")) for y in years)))
        log.append((line.label, *(score_cell(says["log_score"].get(y)) for y in years)))
    subject = SUBJECTS[name].capitalize()
    return (
        Table(f"{subject}: Brier score within so many years (95% interval); 0 is best", columns, tuple(brier)),
        Table(f"{subject}: 95% interval of the Brier score beyond the base rate's", columns, tuple(beyond)),
        Table(f"{subject}: log score; 0 is best", columns, tuple(log)),
    )


def _parted(record: Backtest, one: Scored) -> Iterator[Table]:
    """Yield the Brier scores at five years by kind of treaty and by decade of signature."""
    name = one.table.name
    heads = {f"{name}.kind": f"kind, {SUBJECTS[name]}", f"{name}.decade": f"decade, {SUBJECTS[name]}"}
    columns = [(line.label, line.id) for line in lines_of(record, name)]
    yield from part_tables(record.parts, heads, columns, f"Brier score within {named(AT)} years", named(AT))


def _charts(found: RatificationBacktest, one: Scored) -> tuple[Chart, ...]:
    """Return the errors at five years, and the calibration of the best fitted method and of the best base rate."""
    name, years, seed = one.table.name, named(AT), int(found.record.settings["seed"])
    lines = [line for line in lines_of(found.record, name) if years in line.scores["brier"]]
    if not lines:
        return ()
    fitted = found.record.more["tables"][name]["misses_of"]
    plain = min((line for line in lines if line.is_baseline), key=lambda line: line.scores["brier"][years])
    first = min(lines, key=lambda line: line.scores["brier"][years])
    base = next(line for line in lines if method_of(line) == BASE)
    errors = method_scores(
        f"backtest-errors-{name}",
        f"Within {years} years the {first.label.lower()} is off by the least, with a Brier score of "
        f"{first.scores['brier'][years]:.3f}",
        "Points: mean Brier score of the chances given; lines: 95% intervals over treaties. Dashed: the base rate of "
        "all signatures so far.",
        SCORE_UNIT,
        scored_rows(lines, METHODS, "brier", years),
        base.scores["brier"][years],
        "base rate",
        3,
    )
    return (errors, *_calibrations(one, (fitted, method_of(plain)), seed))


def _calibrations(one: Scored, methods: Iterable[str], seed: int) -> Iterator[Chart]:
    """Yield the calibration of methods at five years."""
    for method in methods:
        calibrated = calibration_of(one, method, AT, seed)
        if calibrated is not None:
            yield calibration_chart(
                calibrated,
                f"calibration-{one.table.name}-{method}",
                calibration_title(f"{METHODS[method]} within {named(AT)} years", calibrated),
            )
