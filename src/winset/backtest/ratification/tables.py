"""Tables of signatures and of what became of them: environmental treaties state by state, and trade agreements.

Read from files that users have themselves: the International Environmental Agreements Database (Mitchell), one row for
each state and treaty, dated by the day; and Design of Trade Agreements (Duer, Baccini and Elsig 2014), one row for each
agreement, dated by the year.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from winset.backtest.record import DataFile
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
    many = [row for row in rows if row["bilateral"] == "0"]
    dated = [row for row in many if row["sign"]]
    used = [row for row in dated if _day(row["sign"], file) < date(signed_before, 1, 1).toordinal()]
    left_out = {
        "treaties of two parties": len(rows) - len(many),
        "no date of signature": len(many) - len(dated),
        f"signed in {signed_before} or later": len(dated) - len(used),
    }
    columns = {name: [_day(row[name], file) for row in used] for name in ("sign", "ratify", "treaty_sign")}
    columns["treaty_force"] = [_day(row["treaty_force"], file) for row in used]
    return _sorted(
        Signatures(
            "environment",
            "ratified",
            365.25,
            tuple(row["treaty_id"] for row in used),
            tuple((row["state"],) for row in used),
            tuple(_kind(row["treaty_id"]) for row in used),
            np.array(columns["sign"]),
            np.array(columns["ratify"]),
            np.array(columns["treaty_sign"]),
            np.array(columns["treaty_force"]),
            max((_day(row[name], file) for row in rows for name in ("sign", "ratify") if row[name]), default=0.0),
            data,
            left_out,
        )
    )


def _trade(file: Path, signed_before: int) -> Signatures:
    """Read trade agreements; the last year that is recorded is not taken to be watched to its end."""
    needed = ("treatyID", "Title", "AgreementType", "DocType", "Signature", "Force")
    rows, data = table_rows(file, needed)
    used = [row for row in rows if row["Signature"]]
    signed = np.array([_year(row["Signature"], file) for row in used])
    force = np.array([_year(row["Force"], file) for row in used])
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


def table_rows(file: Path, needed: tuple[str, ...]) -> tuple[list[dict[str, str]], DataFile]:
    """Return the rows of a CSV file that has all columns needed, and what file it is.

    Raises
    ------
    InputError
        If the file cannot be read or lacks a column.
    """
    try:
        content = file.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}") from None
    rows = list(csv.DictReader(text.splitlines()))
    there = set(rows[0]) if rows else set()
    missing = [name for name in needed if name not in there]
    if missing:
        raise InputError(f"{file} lacks the columns {', '.join(missing)}" if rows else f"{file} holds no rows")
    return rows, DataFile(file.name, sha256(content).hexdigest(), len(rows))


def _day(text: str, file: Path) -> float:
    """Return a date as a number of days, nan where there is none."""
    if not text:
        return np.nan
    try:
        return float(date.fromisoformat(text).toordinal())
    except ValueError:
        raise InputError(f"{file} holds {text!r} where a date such as 1979-11-13 belongs") from None


def _year(text: str, file: Path) -> float:
    """Return the year of a date, nan where there is none."""
    if text and not re.fullmatch(r"\d{4}(-\d\d-\d\d)?", text):
        raise InputError(f"{file} holds {text!r} where a year or a date such as 1979-01-01 belongs")
    return float(text[:4]) if text else np.nan


def _kind(treaty: str) -> str:
    """Return the kind of a treaty from its id, such as ``AI06PO_1978P1:MARPOL_1973A``."""
    found = re.search(r"_\d{4}([A-Z])", treaty)
    return KINDS.get(found.group(1), "other") if found else "other"


def _document(row: Mapping[str, str]) -> str:
    """Return the kind of a trade agreement: how many sides it has, and whether it enters or changes an older one."""
    sides = DOCUMENTS.get(row["DocType"], "other")
    return sides if row["AgreementType"] == "A" else "entry or protocol"


def _parties(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the states of an agreement where its id names them, and the unions that its title names."""
    codes = re.match(r"((?:[A-Z]{3}-?)+)\[", row["treatyID"])
    unions = tuple(UNIONS[word] for word in row["Title"].split() if word in UNIONS)
    return tuple(dict.fromkeys((*(codes.group(1).split("-") if codes else ()), *unions)))
