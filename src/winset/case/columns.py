"""Which column of a table of polls says what: found by name, shown, and changed by the user where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from winset.case.cells import day_in, share_in
from winset.case.complaints import did_you_mean
from winset.errors import InputError

NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "datum", "fielded", "poll_date", "month", "published"),
    "start": ("field_start", "start", "start_date", "startdate", "begin", "fieldwork_start"),
    "end": ("field_end", "end", "end_date", "enddate", "finish", "fieldwork_end"),
    "house": ("house", "pollster", "firm", "institute", "agency", "company", "polling_firm", "pollinghouse"),
    "value": (
        "value",
        "approve",
        "approval",
        "pct",
        "percent",
        "per_cent",
        "share",
        "support",
        "yes",
        "favour",
        "favor",
    ),
    "n": ("n", "size", "sample", "sample_size", "samplesize", "respondents", "observations"),
    "question": ("question", "wording", "question_short", "item", "measure"),
    "answer": ("option", "answer", "response", "category"),
    "undecided": ("undecided", "dont_know", "don't know", "do not know", "dk", "unsure", "no_opinion", "hard to say"),
    "subject": ("subject", "country", "leader", "topic"),
    "precision": ("date_precision", "precision"),
}
"""Roles, and the names of columns that are taken for each, the likeliest first."""

NEVER = ("disapprov", "oppos", "against", "margin", "moe", "lead", "net", "change", "error", "weight")
"""How names of columns begin that hold shares of nobody who approves: never taken for a house unless named."""

MANY = ("value", "subject")
"""Roles that several columns may share: a wide table's houses, and what tells series apart."""


@dataclass(frozen=True)
class Columns:
    """Columns by role; `houses` are those of a wide table, one each; `detected` are roles that nobody named."""

    columns: Mapping[str, tuple[str, ...]]
    houses: tuple[str, ...] = ()
    detected: frozenset[str] = field(default_factory=frozenset)


def chosen(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return columns by role as options say them: ``date=field_end``, ``value=gallup,yougov``.

    >>> chosen(["date=field_end"])
    {'date': ('field_end',)}
    """
    roles: dict[str, tuple[str, ...]] = {}
    for text in texts:
        role, sign, names = (part.strip() for part in text.partition("="))
        if not sign or role not in NAMES:
            hint = did_you_mean(role, NAMES)
            raise InputError(
                f"`--column` is {text}; write ROLE=COLUMN with one of {', '.join(NAMES)}"
                + (f"; {hint}" if hint else "")
            )
        roles[role] = tuple(name.strip() for name in names.split(",") if name.strip())
        if len(roles[role]) != 1 and role not in MANY:
            raise InputError(f"`--column` is {text}; {role} is one column")
    return roles


def wanted_rows(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the rows to keep as options say them: values by column, one of several where a column is named again.

    >>> wanted_rows(["country=JPN", "country=RUS"])
    {'country': ('JPN', 'RUS')}
    """
    wanted: dict[str, tuple[str, ...]] = {}
    for text in texts:
        column, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not column:
            raise InputError(f"`--only` is {text}; write COLUMN=VALUE")
        wanted[column] = (*wanted.get(column, ()), value)
    return wanted


def mapped(header: Sequence[str], rows: Sequence[Sequence[str]], own: Mapping[str, tuple[str, ...]]) -> Columns:
    """Return which column says what; a column without a name, such as the row numbers of a data frame, says nothing.

    Raises
    ------
    InputError
        If a column that the user named is not there, or there is no date or no value.
    """
    plain = {name.strip().lower().replace("-", "_"): name for name in reversed(header)}
    columns: dict[str, tuple[str, ...]] = {}
    for role, names in own.items():
        for name in names:
            if name not in header:
                hint = did_you_mean(name, header)
                raise InputError(
                    f"there is no column `{name}`; the table has {', '.join(header)}" + (f"; {hint}" if hint else "")
                )
        columns[role] = names
    taken = {"", *(name for names in columns.values() for name in names)}
    for role, known in NAMES.items():
        if role in columns:
            continue
        there = [plain[name] for name in known if name in plain and plain[name] not in taken]
        if there:
            columns[role] = tuple(there) if role == "subject" else (there[0],)
            taken.update(columns[role])
    if not {"date", "start", "end"} & columns.keys():
        dated = [name for place, name in enumerate(header) if name not in taken and _mostly(rows, place, day_in)]
        if not dated:
            raise InputError(f"no column looks like a date among {', '.join(header)}; say which: --column date=COLUMN")
        columns["date"] = (dated[0],)
        taken.add(dated[0])
    houses: tuple[str, ...] = ()
    if "value" not in columns:
        shares = [
            name
            for place, name in enumerate(header)
            if name not in taken and not name.strip().lower().startswith(NEVER) and _mostly(rows, place, share_in)
        ]
        if not shares:
            raise InputError(
                f"no column looks like shares in per cent among {', '.join(header)}; say which: --column value=COLUMN"
            )
        columns["value"] = tuple(shares)
    if len(columns["value"]) > 1 or (
        "house" not in columns and "value" not in own and columns["value"][0].lower() not in NAMES["value"]
    ):
        houses = columns["value"]
    return Columns(columns, houses, frozenset(columns) - frozenset(own))


def _mostly(rows: Sequence[Sequence[str]], place: int, read: Callable[[str], object]) -> bool:
    """Tell whether most filled cells of a column can be read so."""
    cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
    return bool(cells) and sum(read(cell) is not None for cell in cells) > len(cells) / 2
