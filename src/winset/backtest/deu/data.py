"""The table of decisions of the European Union: what was known before each, and apart from it what was decided.

Layout: ``issues.csv`` with `issue_id`, `dossier_id`, `dossier`, `wave`, `procedure`, `intro_date`, `reference_point`
and `outcome`, and ``positions.csv`` with `issue_id`, `actor`, `position` and `salience`, all scales from 0 to 100.
Other columns are not read, so that nothing known only afterwards, such as the date of adoption, can find its way into
a forecast.

Reference: Arregui, J., Perarnaud, C. (2021). The Decision-Making in the European Union (DEU) III dataset.
doi:10.34810/data53. Thomson, R., Stokman, F., Achen, C., Koenig, T. (eds., 2006). The European Union Decides.
"""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from winset.backtest.record import DataFile
from winset.errors import InputError

NEEDED = {
    "issues.csv": (
        "issue_id", "dossier_id", "dossier", "wave", "procedure", "intro_date", "reference_point", "outcome",
    ),
    "positions.csv": ("issue_id", "actor", "position", "salience"),
}  # fmt: skip

LEAST_ACTORS = 3
"""Positions from which an issue is scored."""


@dataclass(frozen=True)
class Stand:
    """What an actor wants on an issue, from 0 to 100, and how much it matters, nan where nobody was asked."""

    actor: str
    position: float
    salience: float


@dataclass(frozen=True)
class Issue:
    """What was known of an issue before it was decided; there is no outcome here.

    Parameters
    ----------
    id, dossier, name, wave, procedure : str
        `name` is that of the dossier, in words.
    introduced : str
        Date as ISO text; may be empty.
    reference : float
        What holds without a decision; nan where nothing is known.
    stands : tuple of Stand
    """

    id: str
    dossier: str
    name: str
    wave: str
    procedure: str
    introduced: str
    reference: float
    stands: tuple[Stand, ...]

    @property
    def is_dichotomous(self) -> bool:
        """Whether exactly two positions are held."""
        return len({stand.position for stand in self.stands}) == 2


@dataclass(frozen=True)
class Decisions:
    """Issues that can be scored, their outcomes apart, and what was left out or filled in.

    Parameters
    ----------
    issues : tuple of Issue
    outcomes : mapping
        From the id of an issue to what was decided.
    counts : mapping
    files : tuple of DataFile
    """

    issues: tuple[Issue, ...]
    outcomes: Mapping[str, float]
    counts: Mapping[str, int]
    files: tuple[DataFile, ...]


def read_decisions(folder: str | os.PathLike[str]) -> Decisions:
    """Return the decisions in a folder.

    Left out and counted: positions that are not stated, those on an issue that is not in the table, issues without an
    outcome, and issues with fewer than three positions. A salience that is not stated is kept as nan.

    Raises
    ------
    InputError
        If a file or column is missing, a number is none or out of range, a date is none, an issue has no dossier, or a
        row stands twice; says where.
    """
    place = Path(folder)
    issues, positions = (_rows(place / name, needed) for name, needed in NEEDED.items())
    counts: Counter[str] = Counter({"issues": len(issues[1]), "positions": len(positions[1])})
    stands: dict[str, dict[str, Stand]] = {}
    for line, row in positions[1]:
        where = f"{place / 'positions.csv'}, line {line}"
        wanted, cares = (_number(row[name], name, where) for name in ("position", "salience"))
        found = stands.setdefault(row["issue_id"], {})
        if row["actor"] in found:
            raise InputError(f"{where}: {row['actor']} stands on {row['issue_id']} already; each actor has one row")
        if math.isnan(wanted):
            counts["positions_not_stated"] += 1
            continue
        counts["saliences_not_stated"] += math.isnan(cares)
        found[row["actor"]] = Stand(row["actor"], wanted, cares)
    read = list(_issues(place, issues[1], stands))
    known = {issue.id for issue, _ in read}
    counts["positions_without_issue"] = sum(row["issue_id"] not in known for _, row in positions[1])
    counts["issues_without_outcome"] = sum(math.isnan(outcome) for _, outcome in read)
    decided = [(issue, outcome) for issue, outcome in read if not math.isnan(outcome)]
    kept = [(issue, outcome) for issue, outcome in decided if len(issue.stands) >= LEAST_ACTORS]
    counts["issues_with_fewer_than_three_positions"] = len(decided) - len(kept)
    counts["issues_scored"], counts["dossiers_scored"] = len(kept), len({issue.dossier for issue, _ in kept})
    counts["issues_without_reference"] = sum(math.isnan(issue.reference) for issue, _ in kept)
    for name in ("positions_not_stated", "saliences_not_stated"):
        counts.setdefault(name, 0)
    return Decisions(
        tuple(issue for issue, _ in kept), {issue.id: outcome for issue, outcome in kept}, dict(counts),
        (issues[0], positions[0]),
    )  # fmt: skip


def _issues(
    place: Path, rows: list[tuple[int, dict[str, str]]], stands: Mapping[str, Mapping[str, Stand]]
) -> Iterator[tuple[Issue, float]]:
    """Yield each issue with its outcome."""
    seen: set[str] = set()
    for line, row in rows:
        where = f"{place / 'issues.csv'}, line {line}"
        if row["issue_id"] in seen:
            raise InputError(f"{where}: the issue {row['issue_id']} stands there already; each issue has one row")
        seen.add(row["issue_id"])
        if not row["dossier_id"]:
            raise InputError(f"{where}: dossier_id is empty; issues of one dossier are learnt from or scored together")
        if not re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", row["intro_date"]):
            raise InputError(
                f"{where}: intro_date is {row['intro_date'][:40]!r}; write it as 2004-11-30, or leave it empty"
            )
        reference, outcome = (_number(row[name], name, where) for name in ("reference_point", "outcome"))
        issue = Issue(
            id=row["issue_id"],
            dossier=row["dossier_id"],
            name=row["dossier"],
            wave=row["wave"],
            procedure=row["procedure"],
            introduced=row["intro_date"],
            reference=reference,
            stands=tuple(stands.get(row["issue_id"], {}).values()),
        )
        yield issue, outcome


def _rows(file: Path, needed: tuple[str, ...]) -> tuple[DataFile, list[tuple[int, dict[str, str]]]]:
    """Return what a file is, and its rows with their line numbers."""
    try:
        raw = file.read_bytes()
        lines = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
        names = [name.strip() for name in lines.fieldnames or ()]
        rows = [(lines.line_num, {name: str(row.get(name) or "").strip() for name in needed}) for row in lines]
    except OSError as error:
        raise InputError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file} is no CSV file in UTF-8: {error}") from None
    if missing := [name for name in needed if name not in names]:
        raise InputError(f"{file} has no column {missing[0]}; it needs {', '.join(needed)}")
    return DataFile(file.name, sha256(raw).hexdigest(), len(rows)), rows


def _number(cell: str, name: str, where: str) -> float:
    """Return a number from 0 to 100, nan for an empty cell."""
    if cell.upper() in {"", "NA", "NAN"}:
        return math.nan
    try:
        number = float(cell)
    except ValueError:
        number = math.inf
    if not 0 <= number <= 100:
        raise InputError(f"{where}: {name} is {cell[:40]!r}; it lies from 0 to 100, or the cell is empty")
    return number
