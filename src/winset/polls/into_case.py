"""A pooled table as a series of a case: the file, its columns and rows as they were understood, ready to be kept."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from ruamel.yaml.comments import CommentedMap

from winset.case.columns import Columns
from winset.case.document import read_document
from winset.case.poll_table import PollTable
from winset.case.reading import read_text
from winset.case.series import COLUMNS
from winset.case.writing import dumped, loaded, write_text
from winset.errors import InputError

ASKED = "what was asked?"
"""Stands for a question that nobody has written yet."""

PLAIN = tuple((name, (name,)) for name in COLUMNS)


def series_data(table: PollTable, file: str, subject: str, question: str) -> dict[str, Any]:
    """Return what a case says of a series that a table holds, as plain data.

    Parameters
    ----------
    table : PollTable
    file : str
        The table as the case is to name it.
    subject : str
        Whose rows.
    question : str
        The wording in whose units the level is; empty if the table does not say.
    """
    only = {name: list(values) for name, values in table.only.items()}
    only |= {name: [cell] for name, cell in table.subjects.get(subject, {}).items() if cell}
    data: dict[str, Any] = {"question": question or ASKED, "file": file}
    if columns := _columns(table.columns):
        data["columns"] = columns
    if only:
        data["only"] = {name: values[0] if len(values) == 1 else values for name, values in only.items()}
    return data


def _columns(columns: Columns) -> dict[str, Any]:
    """Return columns by role as a case says them; nothing where they have their usual names."""
    said = {role: names for role, names in columns.columns.items() if role != "subject"}
    if not columns.houses and set(said.items()) <= set(PLAIN):
        return {}
    return {role: list(names) if role == "value" and columns.houses else names[0] for role, names in said.items()}


def in_yaml(series: Mapping[str, Mapping[str, Any]]) -> str:
    r"""Return series as lines of a case file.

    >>> print(in_yaml({"approval": {"question": "approve?", "file": "a.csv", "columns": {"value": "Yes"}}}), end="")
    series:
      approval:
        question: approve?
        file: a.csv
        columns: {value: Yes}
    """
    return dumped({"series": {name: _flowing(data) for name, data in series.items()}})


def _flowing(data: Mapping[str, Any]) -> CommentedMap:
    """Return a series with its inner mappings on one line each."""
    found = CommentedMap(data)
    for key, part in data.items():
        if isinstance(part, Mapping):
            found[key] = inner = CommentedMap(part)
            inner.fa.set_flow_style()
    return found


def series_id(subject: str, source: str) -> str:
    """Return an id for a series, from its subject or else from the name of its file.

    >>> series_id("Japan, cabinet", "polls.csv"), series_id("", "My polls.xlsx")
    ('japan-cabinet', 'my-polls')
    """
    made = re.sub(r"[^A-Za-z0-9]+", "-", subject or Path(source).stem).strip("-").lower()
    return made or "polls"


def write_series(case: str, name: str, table: str, data: Mapping[str, Any]) -> str:
    """Write a series into the file of a case, comments kept, and return what a public's approval is to say.

    A series of that name keeps what it says of itself besides its readings; its question stays unless one is given.

    Raises
    ------
    InputError
        If the table does not lie in the folder of the case or below it, or nothing says what was asked.
    CaseError
        With every complaint about the case as it would be; then nothing is written.
    """
    path = Path(case)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{case} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    read_document(text, case)
    file = Path(os.path.relpath(Path(table).resolve(), path.parent.resolve()))
    if file.is_absolute() or file.parts[:1] == (os.pardir,):
        raise InputError(f"{table} lies outside the folder of {case}; copy it there, or below it")
    whole = loaded(text)
    series = whole.setdefault("series", CommentedMap())
    there = series.get(name) or {}
    question = data["question"] if data["question"] != ASKED else there.get("question", ASKED)
    if question == ASKED:
        raise InputError(f"{table} does not say what was asked; say it: --question 'do you approve of her work?'")
    made = _flowing({**data, "question": question, "file": PurePosixPath(file).as_posix()})
    if there:
        for key in ("file", "columns", "only", "readings"):
            there.pop(key, None)
        there.update(made)
    else:
        series[name] = made
    changed = dumped(whole)
    read_text(changed, case, path.parent)
    write_text(path, changed, force=True)
    return f"approval: {{series: {name}}}"
