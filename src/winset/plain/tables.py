"""Inputs from a table of actors: a row for each actor on each issue, or a scenario in KTAB's layout.

The columns become the arguments of the same names. A model of one issue whose arrays may have more axes gets a row for
each issue; a model of several issues gets actors by issues.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.collective.ktab import read_ktab
from winset.collective.table import read_table
from winset.errors import CaseError, InputError
from winset.plain.described import argument_note, described
from winset.plain.kind import LONGEST
from winset.registry import Model
from winset.registry import model as model_of

Array = NDArray[np.float64]

COLUMNS: Mapping[str, str] = {
    **{name: name.removesuffix("s") for name in ("position", "positions", "salience", "saliences", "reference")},
    "capability": "capability",
    "capabilities": "capability",
}
"""Arguments of models that a table can fill, and the column that does."""


@dataclass(frozen=True)
class Columns:
    """A table: actors by issues, reference points by issue, and where an actor takes part."""

    issues: tuple[str, ...]
    actors: tuple[str, ...]
    values: Mapping[str, Array]
    present: NDArray[np.bool_]


def table_inputs(model: str, text: str, file: str, issue: str | None = None) -> dict[str, Any]:
    """Return a table as inputs of a model.

    Parameters
    ----------
    model : str
        Id of the model.
    text : str
        The table: with the columns actor, issue, position, salience, capability and perhaps reference, or in KTAB's
        layout.
    file : str
        What errors call it.
    issue : str, optional
        The issue wanted; all of them if not given.

    Raises
    ------
    InputError
        If the table cannot be read, there is no such issue, or the model takes no such table.

    Examples
    --------
    >>> table = "actor,issue,position,salience,capability\\nann,tax,0,0.5,2\\nbob,tax,9,1,1\\n"
    >>> table_inputs("compromise", table, "tax.csv")["position"].tolist()
    [0.0, 9.0]
    """
    found = model_of(model)
    columns, _ = columns_of(text, file)
    if issue is not None:
        columns = _only(columns, issue, file)
    known = [name for name in signature(found.function).parameters if COLUMNS.get(name) in columns.values]
    if not known:
        raise InputError(f"`{model}` takes none of {', '.join(columns.values)}, so no table; give it a JSON file")
    return {name: _as_taken(found, name, columns, file) for name in known}


def columns_of(text: str, file: str) -> tuple[Columns, tuple[float, float] | None]:
    """Return the columns of a table in either layout, and the ends of all scales where the layout sets them.

    Raises
    ------
    InputError
        If the table cannot be read.
    """
    return (_ktab(text, file), (0.0, 100.0)) if _is_ktab(text) else (_table(text, file), None)


def _is_ktab(text: str) -> bool:
    """Tell whether a table is in KTAB's layout, which names its columns in the second line."""
    first, second, *_ = [*text.lstrip("\ufeff \r\n").lower().splitlines(), "", ""]
    return "position" not in first and second.lstrip().startswith("actor")


def _ktab(text: str, file: str) -> Columns:
    """Return the columns of a scenario in KTAB's layout."""
    try:
        table = read_ktab(text)
    except InputError as error:
        raise InputError("\n".join(f"{file}: {line}" for line in str(error).splitlines())) from None
    position = np.array(table.positions)
    capability = np.repeat(np.array(table.capability)[:, None], position.shape[1], axis=1)
    values = {"position": position, "salience": np.array(table.salience), "capability": capability}
    return Columns(table.dimensions, table.actors, values, np.ones(position.shape, dtype=bool))


def _table(text: str, file: str) -> Columns:
    """Return the columns of a table with a row for each actor on each issue."""
    try:
        decision = read_table(text)
    except CaseError as error:
        raise InputError("\n".join(f"{file}: {complaint}" for complaint in error.complaints)) from None
    values = {name: getattr(decision, name) for name in ("position", "salience", "capability")}
    reference = np.asarray(decision.reference)
    if not np.isnan(reference).all():
        values["reference"] = reference
    return Columns(decision.issues, decision.actors, values, np.asarray(decision.present))


def _only(columns: Columns, issue: str, file: str) -> Columns:
    """Return the columns of one issue, with those who take part in it."""
    if issue not in columns.issues:
        raise InputError(f"{file}: there is no issue `{issue[:LONGEST]}`; there are {', '.join(columns.issues)}")
    place = columns.issues.index(issue)
    here = columns.present[:, place]
    values = {
        name: part[[place]] if part.ndim == 1 else part[here][:, [place]] for name, part in columns.values.items()
    }
    actors = tuple(actor for actor, takes_part in zip(columns.actors, here, strict=True) if takes_part)
    return Columns((issue,), actors, values, np.ones((len(actors), 1), dtype=bool))


def _as_taken(model: Model, argument: str, columns: Columns, file: str) -> Any:
    """Return a column in the shape in which a model takes it."""
    values = columns.values[COLUMNS[argument]]
    if values.ndim == 1:
        return values if values.size > 1 else float(values[0])
    note = argument_note(described(model), argument)
    shape = re.search(r"shape \(([^)]*)\)", note.type) if note else None
    axes = [axis.strip() for axis in shape[1].split(",") if axis.strip()] if shape else []
    if axes[:1] == ["n_actors"] and len(axes) > 1:
        return values
    if axes[-1:] != ["n_actors"]:
        raise InputError(f"`{model.id}` does not say which way `{argument}` runs; give it a JSON file")
    if not columns.present.all():
        actor, issue = (int(place) for place in np.argwhere(~columns.present)[0])
        missing = f"{columns.actors[actor]} takes no part in {columns.issues[issue]}"
        raise InputError(f"{file}: {missing}, and `{model.id}` takes issues one by one; choose one with --issue")
    if (values == values[:, :1]).all() and (len(axes) == 1 or values.shape[1] == 1):
        return values[:, 0]
    if len(axes) == 1:
        raise InputError(f"{file}: `{model.id}` takes one issue; choose with --issue among {', '.join(columns.issues)}")
    return values.T
