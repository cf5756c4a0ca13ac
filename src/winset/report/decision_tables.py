"""A comparison of models as tables: the rows of its CSV files, numbers unrounded and in units of the issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from winset.charts.chart import Column, Table

if TYPE_CHECKING:
    from winset.forecasting.comparison import Comparison


def decision_tables(found: Comparison) -> dict[str, Table]:
    """Return every table of a comparison by name; a cell is empty where a model says nothing.

    >>> from winset import side_by_side
    >>> found = decision_tables(side_by_side("emission-standards", draws=128))
    >>> {name: len(table.rows) for name, table in found.items()}
    {'outcomes': 13, 'gains': 130, 'actors': 10, 'numbers': 30}
    """
    return {
        "outcomes": _outcomes(found),
        "gains": _gains(found),
        "actors": _actors(found),
        "numbers": _numbers(found),
    }


def _outcomes(found: Comparison) -> Table:
    """Return what each line says on each issue."""
    columns = (
        Column("issue", "Issue"),
        Column("line", "Line"),
        Column("model", "Model"),
        Column("baseline", "Baseline", "flag"),
        Column("status", "Status"),
        Column("central", "As most likely", "number"),
        Column("low", "5% point", "number"),
        Column("median", "Median", "number"),
        Column("high", "95% point", "number"),
        Column("missing", "Draws without an answer", "chance"),
        Column("draws", "Draws", "number"),
    )
    rows = tuple(
        (said.issue, line.label, line.model, line.baseline, line.status, said.central, said.low, said.median, said.high,
         said.missing, line.draws)
        for place, _ in enumerate(found.issues)
        for line in found.lines
        for said in [line.outcomes[place]]
    )  # fmt: skip
    return Table("What each model says on each issue", columns, rows)


def _gains(found: Comparison) -> Table:
    """Return what each actor gains from what each line says."""
    columns = (
        Column("actor", "Actor"),
        Column("line", "Line"),
        Column("model", "Model"),
        Column("gain", "Gain as a share of the scale", "number"),
    )
    rows = tuple(
        (actor.id, line.label, line.model, line.gains[place])
        for place, actor in enumerate(found.actors)
        for line in found.lines
    )
    return Table("What each actor gains under each model", columns, rows)


def _actors(found: Comparison) -> Table:
    """Return where each actor stands on each issue."""
    columns = (
        Column("actor", "Actor"),
        Column("name", "Name"),
        Column("issue", "Issue"),
        Column("position", "Position", "number"),
        Column("low", "5% point", "number"),
        Column("high", "95% point", "number"),
        Column("salience", "Salience", "number"),
        Column("capability", "Capability", "number"),
        Column("weight", "Share of all capability times salience", "chance"),
    )
    rows = tuple(
        (actor.id, actor.name, at.issue, at.position, at.low, at.high, at.salience, at.capability, at.weight)
        for actor in found.actors
        for at in actor.stands
    )
    return Table("Where each actor stands on each issue", columns, rows)


def _numbers(found: Comparison) -> Table:
    """Return every number of the case."""
    columns = (
        Column("path", "Path"),
        Column("label", "Number"),
        Column("text", "Value"),
        Column("origin", "Source, guess or default"),
        Column("sources", "Sources"),
        Column("note", "Note"),
    )
    rows = tuple(
        (each.path, each.label, each.text, each.origin, "; ".join(each.sources), each.note.strip())
        for each in found.numbers
    )
    return Table("Numbers and their sources", columns, rows)
