"""The scores of a record of forecasts, in sentences, and as a page with its calibration and tables."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from winset.backtest.record_scores import BASE_RATE, BLEND, Beside, MeanScores, RecordScores
from winset.backtest.scores import Murphy
from winset.charts.calibration import calibration_chart
from winset.charts.chart import Chart, Column, Table
from winset.charts.wording import counted, percent
from winset.report.findings import Findings, Section

TOLD_FROM = 10
"""Forecasts from which the better of two scores is more than luck may be."""


def headline(found: RecordScores) -> str:
    """Return what the record comes to, in a sentence."""
    if found.forecasts is None:
        return "Nothing is resolved yet, so there is nothing to score."
    rate = next((one for one in found.beside if one.who == BASE_RATE), None)
    if rate is None:
        return f"{counted(found.forecasts.n, 'forecast')} scored; no base rate was sealed with them."
    if rate.brier == rate.their_brier:
        return "As good as the base rate."
    better = rate.brier < rate.their_brier
    few = f", on {counted(rate.n, 'forecast')}: too few to tell" if rate.n < TOLD_FROM else ""
    return f"{'Better' if better else 'Worse'} than the base rate, so far{few}."


def figures(found: RecordScores) -> str:
    """Return the mean scores in brackets."""
    if found.forecasts is None:
        return ""
    rate = next((one for one in found.beside if one.who == BASE_RATE), None)
    if rate is None:
        return f"[Brier score {found.forecasts.brier:.4f}]"
    of_all = "" if rate.n == found.forecasts.n else f"; {found.forecasts.brier:.4f} over all {found.forecasts.n}"
    shared = f"{counted(rate.n, 'forecast')} with a base rate"
    return f"[Brier score {rate.brier:.4f} against {rate.their_brier:.4f} on {shared}{of_all}]"


def standing(found: RecordScores) -> str:
    """Return how many questions there are and what became of them."""
    return f"{counted(found.questions, 'question')}: {found.resolved} resolved, {found.open} open, {found.void} void"


def means(found: RecordScores) -> list[tuple[str, MeanScores]]:
    """Return the mean scores with what they are the means of."""
    all_of_them = (
        ("forecasts, each counted once", found.forecasts),
        ("questions, forecasts weighted by the days they stood", found.by_question),
        ("forecasts sealed before the outcome", found.foresight),
    )
    return [(said, one) for said, one in all_of_them if one is not None]


def decomposed(parts: Murphy) -> str:
    """Return what a mean Brier score is made of."""
    return (
        f"Brier score {parts.brier:.4f} = reliability {parts.reliability:.4f} - resolution {parts.resolution:.4f} "
        f"+ uncertainty {parts.uncertainty:.4f} + within bins {parts.within:.4f}"
    )


def lines_of(found: RecordScores) -> Iterator[str]:
    """Yield the scores as lines for a terminal."""
    yield standing(found)
    yield " ".join(part for part in (headline(found), figures(found)) if part)
    for note in found.notes:
        yield f"- {note}"
    if found.forecasts is None:
        return
    yield ""
    yield f"{'':54}  {'n':>5}  {'Brier':>7}  {'log':>7}"
    for said, one in means(found):
        clipped = f"  ({one.clipped} clipped)" if one.clipped else ""
        yield f"{said:54}  {one.n:>5}  {one.brier:>7.4f}  {one.log_score:>7.4f}{clipped}"
    for other in found.beside:
        yield f"beside {'the ' * (other.who in (BASE_RATE, BLEND))}{other.who}, on the forecasts that both made"
        yield f"{'  the record':54}  {other.n:>5}  {other.brier:>7.4f}  {other.log_score:>7.4f}"
        yield f"{f'  {other.who}'[:54]:54}  {other.n:>5}  {other.their_brier:>7.4f}  {other.their_log_score:>7.4f}"
    if found.parts is not None:
        yield ""
        yield decomposed(found.parts)
    if found.calibration is not None:
        yield ""
        yield f"{'given':>10}  {'came true':>9}  {'forecasts':>9}  bar of right forecasts"
        for held in found.calibration.bins:
            bar = f"{percent(held.bar_low)} to {percent(held.bar_high)}"
            off = "" if held.is_consistent else "  (off)"
            yield f"{percent(held.forecast):>10}  {percent(held.frequency):>9}  {held.count:>9}  {bar}{off}"


def forecast_table(found: RecordScores) -> Table:
    """Return every scored forecast as a table."""
    columns = (
        Column("entry", "Entry", "number"),
        Column("question", "Question"),
        Column("as_of", "As known on"),
        Column("sealed", "Sealed on"),
        Column("decided", "Decided on"),
        Column("probability", "Forecast", "chance"),
        Column("outcome", "Outcome"),
        Column("brier", "Brier score", "number"),
        Column("log_score", "Log score", "number"),
        Column("days", "Days it stood", "number"),
        Column("hindsight", "In hindsight", "flag"),
    )
    rows = tuple(
        (
            row.entry,
            row.question,
            row.as_of.isoformat(),
            row.sealed.isoformat(),
            row.decided.isoformat(),
            row.probability,
            "yes" if row.outcome else "no",
            row.brier,
            row.log_score,
            row.days,
            row.hindsight,
        )
        for row in found.scored
    )
    return Table("Every forecast whose question is resolved", columns, rows)


def beside_table(found: RecordScores) -> Table:
    """Return the record beside others as a table."""
    columns = (
        Column("who", "Beside"),
        Column("n", "Forecasts", "number"),
        Column("brier", "Brier score of the record", "number"),
        Column("their_brier", "Theirs", "number"),
        Column("log_score", "Log score of the record", "number"),
        Column("their_log_score", "Theirs", "number"),
        Column("skill", "Skill", "number"),
    )
    return Table("The record beside others, on the forecasts that they share", columns, tuple(map(_row, found.beside)))


def _row(one: Beside) -> tuple[str | int | float | None, ...]:
    """Return the record beside somebody as a row."""
    return (one.who, one.n, one.brier, one.their_brier, one.log_score, one.their_log_score, one.skill)


def mean_table(found: RecordScores) -> Table:
    """Return the mean scores as a table."""
    columns = (
        Column("of", "Mean over"),
        Column("n", "Number", "number"),
        Column("brier", "Brier score", "number"),
        Column("log_score", "Log score", "number"),
        Column("clipped", "Clipped", "number"),
    )
    rows = tuple((said, one.n, one.brier, one.log_score, one.clipped) for said, one in means(found))
    return Table("Mean scores; 0 is best, and saying 50 % always costs .25 and .693", columns, rows)


def findings_of(found: RecordScores) -> Findings:
    """Return the page of a record's scores."""
    charts: tuple[Chart, ...] = ()
    if found.calibration is not None:
        charts = (calibration_chart(found.calibration),)
    murphy = () if found.parts is None else (f"{decomposed(found.parts)}.",)
    sections = [
        Section("Scores", murphy, (), (mean_table(found),)),
        Section("Calibration", (), charts),
        Section("Beside the base rate and others", (), (), (beside_table(found),)),
        Section("Every forecast", (), (), (forecast_table(found),)),
    ]
    shown = tuple(section for section in sections if any(table.rows for table in section.tables) or section.charts)
    return Findings(
        title="A record of forecasts",
        eyebrow="Scores of a ledger",
        question=standing(found),
        answer=headline(found),
        figures=figures(found),
        sections=shown,
        command="winset ledger score",
        notes=(f"winset {version('winset')}",),
        warnings=found.notes,
    )
