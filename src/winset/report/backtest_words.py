"""What pages of backtests of chances have in common: scores with their intervals in one cell, verdicts and notes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from winset.backtest.calibration import Calibration
from winset.backtest.record import Backtest, MethodLine, Part
from winset.backtest.resampling import Interval
from winset.charts.chart import Cell, Column, Table
from winset.charts.method_scores import Scored
from winset.charts.wording import counted

SCORE_UNIT = "Brier score (0 is best)"


def score_cell(score: float | None, low: float = math.nan, high: float = math.nan) -> str:
    """Return a score and, if it has one, its interval; empty if there is none.

    >>> score_cell(0.25, 0.2312, 0.271), score_cell(0.25), score_cell(None)
    ('0.250 (0.231–0.271)', '0.250', '')
    """
    if score is None:
        return ""
    return f"{score:.3f}" + (f" ({low:.3f}–{high:.3f})" if math.isfinite(low) else "")


def difference_cell(found: Interval | None) -> str:
    """Return a difference with its interval; empty if there is none.

    >>> difference_cell(Interval(-0.0521, -0.074, 0.0))
    '−0.052 (−0.074 to 0.000)'
    """
    if found is None:
        return ""
    ends = f" ({signed(found.low)} to {signed(found.high)})" if math.isfinite(found.low) else ""
    return signed(found.value) + ends


def interval_cell(found: Interval | None) -> str:
    """Return the interval of a difference; the difference if it has none.

    >>> interval_cell(Interval(-0.0521, -0.074, 0.013))
    '−0.074 to +0.013'
    """
    if found is None or not math.isfinite(found.low):
        return difference_cell(found)
    return f"{signed(found.low)} to {signed(found.high)}"


def calibration_title(subject: str, found: Calibration) -> str:
    """Return the finding of a calibration: how many bins lie off where right forecasts would.

    >>> from winset.backtest.calibration import calibration
    >>> calibration_title("The model", calibration([0.1] * 10 + [0.7] * 10, [0] * 9 + [1] * 11))
    'The model: 1 of 2 bins lies off where right forecasts would'
    """
    off = sum(not one.is_consistent for one in found.bins)
    if not off:
        return f"{subject}: every bin lies where right forecasts would, as far as one can tell"
    lie = "lies" if off == 1 else "lie"
    return f"{subject}: {off} of {counted(len(found.bins), 'bin')} {lie} off where right forecasts would"


def signed(number: float, digits: int = 3) -> str:
    """Return a number with its sign, none before 0.

    >>> signed(0.0123), signed(-1.26, 1), signed(-0.0001)
    ('+0.012', '−1.3', '0.000')
    """
    text = f"{number:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def verdict(found: Interval) -> str:
    """Return how a method does beside another, by the interval of its difference in a score that is best at 0.

    >>> [verdict(Interval(0.0, low, high)) for low, high in ((-2, -1), (-1, 1), (1, 2), (float("nan"), float("nan")))]
    ['beats', 'cannot be told from', 'loses to', 'cannot be told from']
    """
    return "beats" if found.high < 0 else "loses to" if found.low > 0 else "cannot be told from"


def scored_rows(lines: Sequence[MethodLine], labels: Mapping[str, str], score: str, years: str = "") -> list[Scored]:
    """Return the lines as rows of a chart of one score; `years` where it has several."""
    rows = []
    for line in lines:
        value = line.scores[score][years] if years else line.scores[score]
        ends = line.scores["intervals"][f"{score}_{years}" if years else score]
        n = line.scores["known"][years] if years else line.n
        rows.append(Scored(labels[method_of(line)], line.is_baseline, n, value, ends["low"], ends["high"]))
    return rows


def method_of(line: MethodLine) -> str:
    """Return the method of a line whose id is of what and by which."""
    return line.id.split(".")[1]


def part_tables(
    parts: Sequence[Part], heads: Mapping[str, str], columns: Sequence[tuple[str, str]], unit: str, years: str = ""
) -> Iterator[Table]:
    """Yield for each way of parting a table with a row for each part.

    Parameters
    ----------
    parts : sequence of Part
    heads : mapping
        What a way of parting is called; others are not shown.
    columns : sequence of (str, str)
        Heading and id of the line that each column shows.
    unit : str
        What the columns show, such as ``Brier score within 5 years``; lines hold it under ``brier``.
    years : str
        Where lines hold it for several horizons: which.
    """
    for by, head in heads.items():
        own = [part for part in parts if part.by == by]
        rows: list[tuple[Cell, ...]] = []
        for part in own:
            lines = {line.id: line for line in part.lines}
            shown = [score_cell(_score(lines.get(id), years)) for _, id in columns]
            rows.append((part.value, max(line.n for line in part.lines), *shown))
        if rows:
            described = (Column("part", head[:1].upper() + head[1:]), Column("n", "Number", "value"))
            scores = tuple(Column(id, heading, "number") for heading, id in columns)
            yield Table(f"{unit} by {head}", (*described, *scores), tuple(rows))


def _score(line: MethodLine | None, years: str) -> float | None:
    """The Brier score of a line, if there is one."""
    if line is None:
        return None
    found: float | None = line.scores["brier"].get(years) if years else line.scores["brier"]
    return found


def counts_of(record: Backtest) -> tuple[str, ...]:
    """Return what was scored and what was left out, a sentence for each count."""
    return tuple(f"{what[:1].upper()}{what[1:]}: {number:,}." for what, number in record.counts.items())


def notes_of(record: Backtest) -> tuple[str, ...]:
    """Return what it takes to repeat a backtest: its files with their hashes, and its settings."""
    files = tuple(f"{file.name}: {file.rows:,} rows, sha256 {file.sha256[:12]}" for file in record.data)
    return files + tuple(f"{name.replace('_', ' ')}: {value}" for name, value in record.settings.items())
