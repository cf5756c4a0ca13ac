"""What each column of the attempts to settle claims is, what it is called, and what to say where it is not found.

Names are those of the Issue Correlates of War data, version 1.1: ``ICOWsettle.csv``, one row for each attempt, and
``ICOWdyadyr.csv``, one row for each claim and year, which holds how much a claim matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from winset.errors import InputError


@dataclass(frozen=True)
class Wanted:
    """A column: what it is, the names that it goes by, if it must be there, and if claims by year may hold it."""

    says: str
    names: tuple[str, ...]
    is_needed: bool = True
    is_by_year: bool = False


COLUMNS: Mapping[str, Wanted] = {
    "claim": Wanted("the claim of one state against another", ("claimdy",)),
    "begun": Wanted("the year it began", ("year", "begsett")),
    "ended": Wanted("the year it ended", ("yearend", "endsett"), False),
    "military": Wanted("1 for a militarized dispute, which is no attempt to settle", ("midiss",), False),
    "territory": Wanted("1 for a claim to territory", ("terriss",)),
    "river": Wanted("1 for a claim to a river", ("riveriss",)),
    "maritime": Wanted("1 for a claim to a maritime zone", ("mariss",)),
    "binding": Wanted("1 if a third party decides with binding force", ("binding3", "att3bind")),
    "nonbinding": Wanted("1 if a third party takes part without binding force", ("nonbind3", "att3non")),
    "extent": Wanted("how much is to be settled, 2 for the claim itself", ("extentsa3",), False),
    "agreement": Wanted("1 if there was any agreement", ("agree",)),
    "substantive": Wanted("1 if it was on the claim itself", ("agreeiss",)),
    "effect": Wanted("what became of the agreement, 4 if it ended the claim", ("effect4",)),
    "salience": Wanted("how much the claim matters, from 0 to 12", ("icowsal",), False, True),
    "force": Wanted("recent militarized disputes over the claim", ("recmidwt", "recmid15"), False),
    "power": Wanted("the stronger side's share of capabilities", ("relcaps", "caprat"), False, True),
}
BY_YEAR = ("claimdy", "year")
"""Columns by which claims and years are found in a table of their own."""


def named(asked: Mapping[str, str], there: Sequence[str], by_year: Sequence[str], path: Path) -> dict[str, str]:
    """Return the file's names of columns by ours, for those that are there.

    Parameters
    ----------
    asked : mapping
        Names given by hand, by ours.
    there, by_year : sequences of str
        Columns of the attempts, and of claims by year (none if there is no such table), in lower case.
    path : path
        Of the attempts.

    Raises
    ------
    InputError
        If a name given by hand is not there, or a column that is needed is not found; says all that are missing.
    """
    for ours, theirs in asked.items():
        if ours not in COLUMNS:
            raise InputError(f"`--column` says {ours}={theirs}; the columns are {', '.join(COLUMNS)}")
        if theirs.lower() not in there and not (COLUMNS[ours].is_by_year and theirs.lower() in by_year):
            raise InputError(f"{path} has no column {theirs}, asked for as {ours}; it has {', '.join(there)}")
    found = dict(_found(asked, there, by_year))
    missing = [ours for ours, wanted in COLUMNS.items() if wanted.is_needed and ours not in found]
    if missing:
        raise InputError(_missing(missing, there, path))
    return found


def _found(asked: Mapping[str, str], there: Sequence[str], by_year: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield our name and theirs of each column that is there."""
    for ours, wanted in COLUMNS.items():
        tried = (asked[ours].lower(),) if ours in asked else wanted.names
        name = next((one for one in tried if one in there or (wanted.is_by_year and one in by_year)), None)
        if name is not None:
            yield ours, name


def _missing(missing: Sequence[str], there: Sequence[str], path: Path) -> str:
    """What to say of columns that are needed and not there: what each is, how to name it, and what there is."""
    if "attanyp" in there:
        return (
            f"{path} holds claims year by year (ICOWdyadyr.csv): give it with --claims, and the attempts "
            "(ICOWsettle.csv) with --data"
        )
    told = "; ".join(f"{ours} ({' or '.join(COLUMNS[ours].names)}: {COLUMNS[ours].says})" for ours in missing)
    ask = " ".join(f"--column {ours}=NAME" for ours in missing)
    return f"{path} lacks {told}. Say which they are with {ask}; it has {', '.join(there)}"
