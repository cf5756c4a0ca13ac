"""Tables of signatures and of what became of them: environmental treaties state by state, and trade agreements.

Read from files that users have themselves: the International Environmental Agreements Database (Mitchell), one row for
each state and treaty, dated by the day; and Design of Trade Agreements (Duer, Baccini and Elsig 2014), one row for each
agreement, dated by the year.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from winset.backtest.record import DataFile
from winset.backtest.rows import Row, read_rows
from winset.errors import InputError

Array = NDArray[np.float64]

ENVIRONMENT, TRADE = "environmental_treaties.csv", "trade_agreements.csv"
KINDS = {"A": "agreement", "P": "protocol", "E": "amendment"}
UNIONS = {"EC": "EC", "EFTA": "EFTA"}
DOCUMENTS = {"B": "two sides", "P": "several sides", "M": "a bloc and others"}


@dataclass(frozen=True, eq=False)
class Signatures:
    """Signatures in the order of their dates, and when what they promise was done.

    Dates are whole numbers of the table's unit, a day or a year. What is dated by a unit is known once it is over.

    Parameters
    ----------
    name : str
        ``environment`` or ``trade``.
    done_is : str
        What was waited for, such as ``ratified``.
    units_a_year : float
        365.25 for days and 1 for years.
    treaty : tuple of str, length n
    parties : tuple of tuple of str, length n
        Whose signature it is; several where there is one row for an agreement, none where nobody is known.
    kind : tuple of str, length n
    signed : array of float, shape (n,)
    done : array of float, shape (n,)
        nan where it is not recorded.
    opened, in_force : arrays of float, shape (n,)
        When the treaty was opened for signature and when it came into force for anybody; nan where not recorded.
    end : float
        Last unit that was watched.
    file : DataFile
    left_out : mapping
        Rows that are not used, by why.
    titles : mapping
        By treaty; of those that have one.
    """

    name: str
    done_is: str
    units_a_year: float
    treaty: tuple[str, ...]
    parties: tuple[tuple[str, ...], ...]
    kind: tuple[str, ...]
    signed: Array
    done: Array
    opened: Array
    in_force: Array
    end: float
    file: DataFile
    left_out: Mapping[str, int]
    titles: Mapping[str, str] = field(default_factory=dict)

    def watched(self, until: float) -> tuple[Array, NDArray[np.bool_]]:
        """Return how many years each was watched before a date, and whether it was done then; 0 if signed later."""
        happened = self.done < until
        last = np.where(happened, self.done, until - 1)
        return np.maximum(last - self.signed, 0) / self.units_a_year, happened

    def rows(self, chosen: NDArray[np.bool_]) -> Signatures:
        """Return some of the rows."""
        return self.taken(np.flatnonzero(chosen))

    def taken(self, places: NDArray[np.intp]) -> Signatures:
        """Return rows by their places, in that order."""
        return replace(
            self,
            treaty=tuple(self.treaty[place] for place in places),
            parties=tuple(self.parties[place] for place in places),
            kind=tuple(self.kind[place] for place in places),
            signed=self.signed[places],
            done=self.done[places],
            opened=self.opened[places],
            in_force=self.in_force[places],
        )

    def as_it_stood(self, when: float) -> Signatures:
        """Return the table as it stood at a date: nothing signed later, and nothing done or in force that day or later.

        A forecast made that day or before is to be the same from this table as from the whole one.
        """
        kept = self.rows(self.signed <= when)
        return replace(
            kept,
            done=np.where(kept.done < when, kept.done, np.nan),
            in_force=np.where(kept.in_force < when, kept.in_force, np.nan),
        )

    def year(self, when: float) -> int:
        """Return the calendar year of a date."""
        return int(when) if self.units_a_year == 1 else date.fromordinal(int(when)).year

    def new_year(self, year: int) -> float:
        """Return the first date of a calendar year."""
        return float(year) if self.units_a_year == 1 else float(date(year, 1, 1).toordinal())

    def written(self, when: float) -> str:
        """Return a date as ISO text, or the year where there is no more."""
        return str(int(when)) if self.units_a_year == 1 else date.fromordinal(int(when)).isoformat()


def read_signatures(folder: str | os.PathLike[str], signed_before: int = 2000) -> tuple[Signatures, ...]:
    """Return the tables that a folder holds.

    Parameters
    ----------
    folder : path
        Holds `ENVIRONMENT` or `TRADE` or both.
    signed_before : int
        Environmental treaties signed in this year or later are left out: too little of what became of them is recorded.

    Raises
    ------
    InputError
        If it holds neither, or a table has no rows to use, lacks a column, or holds something that is no date.
    """
    place = Path(folder)
    found = [
        read(place / name, signed_before)
        for name, read in ((ENVIRONMENT, _environment), (TRADE, _trade))
        if (place / name).is_file()
    ]
    if not found:
        raise InputError(f"`--data` is {os.fspath(folder)}, which holds neither {ENVIRONMENT} nor {TRADE}")
    return tuple(found)


def _environment(file: Path, signed_before: int) -> Signatures:
    """Read environmental treaties with more than two parties."""
    needed = ("treaty_id", "state", "sign", "ratify", "treaty_sign", "treaty_force", "bilateral")
    rows, data = table_rows(file, needed)
    many = [row for row in rows if not _of_two(row)]
    dated = [row for row in many if row["sign"]]
    used = [row for row in dated if _day(row, "sign") < date(signed_before, 1, 1).toordinal()]
    left_out = {
        "treaties of two parties": len(rows) - len(many),
        "no date of signature": len(many) - len(dated),
        f"signed in {signed_before} or later": len(dated) - len(used),
    }
    columns = {name: np.array([_day(row, name) for row in used], dtype=float) for name in needed[2:6]}
    return _sorted(
        Signatures(
            "environment",
            "ratified",
            365.25,
            tuple(row["treaty_id"] for row in used),
            tuple((row["state"],) for row in used),
            tuple(_kind(row["treaty_id"]) for row in used),
            columns["sign"],
            columns["ratify"],
            columns["treaty_sign"],
            columns["treaty_force"],
            max((_day(row, name) for row in rows for name in ("sign", "ratify") if row[name]), default=0.0),
            data,
            left_out,
        )
    )


def _trade(file: Path, signed_before: int) -> Signatures:
    """Read trade agreements; the last year that is recorded is not taken to be watched to its end."""
    needed = ("treatyID", "Title", "AgreementType", "DocType", "Signature", "Force")
    rows, data = table_rows(file, needed)
    used = [row for row in rows if row["Signature"]]
    signed = np.array([_year(row, "Signature") for row in used], dtype=float)
    force = np.array([_year(row, "Force") for row in used], dtype=float)
    end = float(np.nanmax(np.concatenate([signed, force, [0.0]]))) - 1
    return _sorted(
        Signatures(
            "trade",
            "in force",
            1.0,
            tuple(row["treatyID"] for row in used),
            tuple(_parties(row) for row in used),
            tuple(_document(row) for row in used),
            signed,
            np.where(force <= end, force, np.nan),
            signed,
            np.full(len(used), np.nan),
            end,
            data,
            {"no date of signature": len(rows) - len(used), "signed in the last year": int((signed > end).sum())},
            {row["treatyID"]: row["Title"] for row in used},
        )
    )


def _sorted(table: Signatures) -> Signatures:
    """Return a table in the order of dates, without what was done before it was signed or signed after the end."""
    early = table.done < table.signed
    table = replace(table, left_out={**table.left_out, f"{table.done_is} before it was signed": int(early.sum())})
    table = table.rows(~early & (table.signed <= table.end))
    if not len(table.treaty):
        raise InputError(f"{table.file.name} holds no signature that can be used")
    order = sorted(
        range(len(table.treaty)), key=lambda row: (table.signed[row], table.treaty[row], table.parties[row], row)
    )
    return table.taken(np.array(order, dtype=np.intp))


def table_rows(file: Path, needed: tuple[str, ...]) -> tuple[tuple[Row, ...], DataFile]:
    """Return the rows of a CSV file that has all columns needed, and what file it is.

    Raises
    ------
    InputError
        As `read_rows`, or if a column is not there.
    """
    found = read_rows(file)
    if missing := [name for name in needed if name not in found.columns]:
        raise InputError(f"{file} lacks the columns {', '.join(missing)}; it has {', '.join(found.columns)}")
    return found.rows, found.file


def _of_two(row: Row) -> bool:
    """Return whether a treaty has two parties only."""
    if row["bilateral"] not in ("0", "1"):
        raise row.wrong("bilateral", "0 or 1")
    return row["bilateral"] == "1"


def _day(row: Row, column: str) -> float:
    """Return a date as a number of days, nan where there is none."""
    if not row[column]:
        return np.nan
    try:
        day = date.fromisoformat(row[column])
    except ValueError:
        raise row.wrong(column, "a date such as 1979-11-13") from None
    if day > date.today():
        raise row.wrong(column, "a date that is not in the future")
    return float(day.toordinal())


def _year(row: Row, column: str) -> float:
    """Return the year of a date, nan where there is none."""
    if row[column] and not re.fullmatch(r"\d{4}(-\d\d-\d\d)?", row[column]):
        raise row.wrong(column, "a year or a date such as 1979-01-01")
    if row[column] and int(row[column][:4]) > date.today().year:
        raise row.wrong(column, "a year that is not in the future")
    return float(row[column][:4]) if row[column] else np.nan


def _kind(treaty: str) -> str:
    """Return the kind of a treaty from its id, such as ``AI06PO_1978P1:MARPOL_1973A``."""
    found = re.search(r"_\d{4}([A-Z])", treaty)
    return KINDS.get(found.group(1), "other") if found else "other"


def _document(row: Row) -> str:
    """Return the kind of a trade agreement: how many sides it has, and whether it enters or changes an older one."""
    sides = DOCUMENTS.get(row["DocType"], "other")
    return sides if row["AgreementType"] == "A" else "entry or protocol"


def _parties(row: Row) -> tuple[str, ...]:
    """Return the states of an agreement where its id names them, and the unions that its title names."""
    codes = re.match(r"((?:[A-Z]{3}-?)+)\[", row["treatyID"])
    unions = tuple(UNIONS[word] for word in row["Title"].split() if word in UNIONS)
    return tuple(dict.fromkeys((*(codes.group(1).split("-") if codes else ()), *unions)))
