"""A forecast as tables: the same rows in the report, in CSV files and in data frames."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from winset.charts.chart import Cell, Column, Table
from winset.charts.lever_slopes import lever_table
from winset.charts.nodes import how_many
from winset.charts.wording import sentence
from winset.errors import InputError
from winset.forecasting.record import Forecast
from winset.report.extras import need_tables

_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.][\w .,%/-]*$)")
"""Text that a spreadsheet would run as a formula; a negative number in words is none."""


class Tables(Mapping[str, Table]):
    """The tables of one forecast by name.

    Examples
    --------
    >>> import winset
    >>> found = tables(winset.forecast(winset.load("wage-round"), draws=256, seed=1))
    >>> print(*found)
    packages blockers accepters forms ladder deal_by binding keeping levers tripwires outside_view numbers sources
    >>> [column.name for column in found["ladder"].columns]
    ['rung', 'probability']
    """

    def __init__(self, found: Mapping[str, Table]) -> None:
        self._found = MappingProxyType(dict(found))

    def __getitem__(self, name: str) -> Table:
        """Return the table of that name."""
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._found)

    def to_frame(self, name: str) -> Any:
        """Return a table as a pandas data frame.

        Raises
        ------
        InputError
            If there is no table of that name.
        WinsetError
            If pandas is not installed.
        """
        if name not in self._found:
            raise InputError(f"there is no table {name!r}; take one of {', '.join(self._found)}")
        need_tables("a data frame", "pandas")
        import pandas as pd

        table = self._found[name]
        return pd.DataFrame(list(table.rows), columns=[column.name for column in table.columns])


def tables(forecast: Forecast) -> Tables:
    """Return every table of a forecast; chances run from 0 to 1, dates are ISO text, several names share a cell."""
    return Tables(
        {
            "packages": _packages(forecast),
            "blockers": _blockers(forecast),
            "accepters": _accepters(forecast),
            "forms": _forms(forecast),
            "ladder": _ladder(forecast),
            "deal_by": _deal_by(forecast),
            "binding": _binding(forecast),
            "keeping": _keeping(forecast),
            "levers": lever_table(forecast.levers),
            "tripwires": _tripwires(forecast),
            "outside_view": _outside_view(forecast),
            "numbers": _numbers(forecast),
            "sources": _sources(forecast),
        }
    )


def csv_text(table: Table) -> str:
    """Return a table as CSV; text that a spreadsheet would run as a formula is led by an apostrophe.

    >>> print(csv_text(Table("", (Column("name", "Name"),), (("=1+1",), ("-5 to 3 points",)))), end="")
    name
    '=1+1
    -5 to 3 points
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_inert(cell) for cell in row] for row in table.rows])
    return stream.getvalue()


def _inert(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _packages(forecast: Forecast) -> Table:
    """Return the packages, those that count first."""
    columns = (
        Column("id", "Id"),
        Column("package", "Package"),
        Column("says", "What it says"),
        Column("settings", "Issues settled"),
        Column("counts", "Answers the question", "flag"),
        Column("open_now", f"{sentence(how_many(forecast.accepters))} accept it now", "chance"),
        Column("signed", "Signed by the end", "chance"),
        Column("ratified", "Ratified by the end", "chance"),
    )
    rows = tuple(
        (
            package.id,
            package.label,
            package.says,
            "; ".join(f"{issue}: {setting}" for issue, setting in package.settings),
            package.counts,
            package.open_now,
            package.signed,
            package.ratified,
        )
        for package in forecast.packages
    )
    return Table("Packages", columns, rows)


def _blockers(forecast: Forecast) -> Table:
    """Return every accepter's stand on every package."""
    columns = (
        Column("package", "Package"),
        Column("party", "Party"),
        Column("accepter", "Accepter"),
        Column("kind", "Kind"),
        Column("probability", "Chance that it refuses", "chance"),
        Column("gap", "Median shortfall where it refuses", "number"),
        Column("gap_central", "Shortfall with all inputs at their modes", "number"),
        Column("unit", "Unit"),
    )
    rows = tuple(
        (package.id, part.party, part.accepter, part.kind, part.probability, part.gap, part.gap_central, part.unit)
        for package in forecast.packages
        for part in package.blocked_by
    )
    return Table("Who refuses which package at the case's date", columns, rows)


def _accepters(forecast: Forecast) -> Table:
    """Return every node of the tree of those who must accept, with its stand on every package."""
    columns = (
        Column("path", "Place in the tree"),
        Column("parent", "Below"),
        Column("label", "Name"),
        Column("rule", "Rule"),
        Column("kind", "Kind"),
        Column("package", "Package"),
        Column("probability", "Chance that it accepts", "chance"),
        Column("gap_central", "Shortfall with all inputs at their modes", "number"),
        Column("unit", "Unit"),
    )
    rows = tuple(
        (node.path, node.parent, node.label, node.rule, node.kind, stand.package, stand.probability, stand.gap_central,
         node.unit)
        for node in forecast.accepters
        for stand in node.stands
    )  # fmt: skip
    return Table("Who must accept, as a tree, at the case's date", columns, rows)


def _forms(forecast: Forecast) -> Table:
    """Return the model forms."""
    columns = (
        Column("form", "Form"),
        Column("weight", "Weight", "chance"),
        Column("probability", "Chance of a deal", "chance"),
        Column("sampling_error", "Sampling error", "number"),
        Column("process", "Process of approval"),
        Column("closing", "Closing"),
        Column("information", "Information"),
        Column("solution", "Solution"),
        Column("vote_error", "Errors of votes"),
        Column("story", "Story"),
    )
    rows = tuple(
        (
            form.name,
            form.weight,
            form.probability,
            form.sampling_error,
            form.process,
            form.closing,
            form.information,
            form.solution,
            form.vote_error,
            form.story,
        )
        for form in forecast.forms
    )
    return Table("Model forms", columns, rows)


def _ladder(forecast: Forecast) -> Table:
    """Return the rungs of the ladder."""
    columns = (Column("rung", "Rung"), Column("probability", "Chance of reaching it", "chance"))
    return Table("How far it gets", columns, tuple((rung.rung, rung.probability) for rung in forecast.ladder))


def _deal_by(forecast: Forecast) -> Table:
    """Return the probability of a deal by each date."""
    columns = (
        Column("date", "Date"),
        Column("probability", "Chance of a deal by then", "chance"),
        Column("low", "Lowest form", "chance"),
        Column("high", "Highest form", "chance"),
    )
    rows = tuple((by.date.isoformat(), by.probability, by.low, by.high) for by in forecast.deal.by)
    return Table("Chance of a deal by date", columns, rows)


def _binding(forecast: Forecast) -> Table:
    """Return what stands in the way."""
    columns = (
        Column("party", "Party"),
        Column("accepter", "Accepter"),
        Column("kind", "Kind"),
        Column("share", "Share of the draws without a deal", "chance"),
    )
    rows = tuple((part.party, part.accepter, part.kind, part.share) for part in forecast.binding)
    return Table("What stands in the way, where there is no deal", columns, rows)


def _keeping(forecast: Forecast) -> Table:
    """Return whether packages enforce themselves; a cell is empty where the case says nothing, or nothing is enough."""
    spreads = (("shift", "Largest shift borne"), ("share", "Largest share borne"), ("steps", "Steps needed"))
    ends = (("central", "at the modes"), ("low", "5% point"), ("high", "95% point"))
    columns = (
        Column("package", "Package"),
        Column("probability", "Chance that it enforces itself", "chance"),
        Column("power_now", "Chance to win a fight now", "number"),
        Column("power_after", "Chance to win a fight after it", "number"),
        Column("borne", "Chance that the shift is borne", "chance"),
        Column("in_steps", "Steps foreseen", "number"),
        Column("enough", "Chance that they are enough", "chance"),
        Column("never", "Chance that no number is enough", "chance"),
        *(Column(f"{key}_{end}", f"{label}, {at}", "number") for key, label in spreads for end, at in ends),
    )
    rows = tuple(
        (
            part.package,
            part.probability,
            *((power.now, power.after, power.probability) if (power := part.power) else (None,) * 3),
            *((steps.foreseen, steps.probability, steps.never) if (steps := part.exchange) else (None,) * 3),
            *(
                cell
                for spread in (power and power.largest, power and power.share, steps and steps.needed)
                for cell in ((spread.central, spread.low, spread.high) if spread else (None,) * 3)
            ),
        )
        for part in forecast.keeping
    )
    return Table("Whether packages enforce themselves", columns, rows)


def _tripwires(forecast: Forecast) -> Table:
    """Return the numbers that would turn a refusal."""
    columns = (
        Column("path", "Path"),
        Column("label", "Number"),
        Column("now", "Now", "number"),
        Column("flips_at", "Turns at", "number"),
        Column("unit", "Unit"),
        Column("package", "Package"),
        Column("party", "Party"),
        Column("accepter", "Accepter"),
        Column("opens", "Opens the package", "flag"),
    )
    rows = tuple(
        (
            wire.path,
            wire.label,
            wire.now,
            wire.flips_at,
            wire.unit,
            wire.package,
            wire.party,
            wire.accepter,
            wire.opens,
        )
        for wire in forecast.tripwires
    )
    return Table("What would turn a refusal", columns, rows)


def _outside_view(forecast: Forecast) -> Table:
    """Return the outside view: how often things like this happen, whoever is at the table."""
    columns = (
        Column("id", "Id"),
        Column("class", "Class"),
        Column("label", "What is counted"),
        Column("unit", "Of what"),
        Column("cases", "Cases", "value"),
        Column("probability", "How often it happens", "chance"),
        Column("low", "2.5% point", "chance"),
        Column("high", "97.5% point", "chance"),
        Column("source", "Source"),
        Column("basis", "Basis"),
        Column("closest", "Closest to the question", "flag"),
    )
    rows = tuple(
        (
            line.id,
            line.class_,
            line.label,
            line.unit,
            line.cases,
            line.probability,
            line.low,
            line.high,
            line.source,
            line.basis,
            line.closest,
        )
        for line in forecast.outside_view
    )
    return Table("The outside view, for comparison only", columns, rows)


def _numbers(forecast: Forecast) -> Table:
    """Return every number of the case, the most influential first."""
    columns = (
        Column("path", "Path"),
        Column("label", "Number"),
        Column("text", "Value"),
        Column("influence", "Influence", "number"),
        Column("decisive", "Decisive", "flag"),
        Column("guess", "Guess", "flag"),
        Column("default", "Default of winset", "flag"),
        Column("confidence", "Confidence"),
        Column("sources", "Sources"),
        Column("note", "Note"),
    )
    rows = tuple(
        (
            number.path,
            number.label,
            number.text,
            number.influence,
            number.decisive,
            number.guess,
            number.default,
            number.confidence,
            "; ".join(number.sources),
            number.note.strip(),
        )
        for number in forecast.numbers
    )
    return Table("Numbers and their sources", columns, rows)


def _sources(forecast: Forecast) -> Table:
    """Return the sources that the case names."""
    columns = (
        Column("id", "Id"),
        Column("title", "Title"),
        Column("publisher", "Publisher"),
        Column("date", "Date"),
        Column("url", "Address"),
        Column("used_by", "Used by"),
    )
    rows = tuple(
        (source.id, source.title, source.publisher, source.date, source.url, "; ".join(source.used_by))
        for source in forecast.sources
    )
    return Table("Sources", columns, rows)
