"""A table of actors as the file of a decision, to be completed by hand with what a table cannot say."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from winset.plain.tables import Array, Columns, columns_of


def decision_text(text: str, file: str, name: str) -> str:
    """Return the file of a decision that says what a table says.

    Parameters
    ----------
    text : str
        The table: with the columns actor, issue, position, salience, capability and perhaps reference, or in KTAB's
        layout.
    file : str
        What errors call it.
    name : str
        Of the decision; its id is made of it.

    Returns
    -------
    str
        YAML. The ends of each scale are the outermost positions, 0 and 100 in KTAB's layout; names that are no ids
        become ids, and stand beside them.

    Raises
    ------
    InputError
        If the table cannot be read.

    Examples
    --------
    >>> table = "actor,issue,position,salience,capability\\nAnn B.,tax,0,0.5,2\\nbob,tax,9,1,1\\n"
    >>> print(decision_text(table, "tax.csv", "tax"))
    winset: 1
    kind: collective
    id: "tax"
    title: "tax"
    question: {text: "What will be decided?"}
    # The ends of each scale: a table does not say them, so that these are the outermost positions in it.
    issues:
      "tax": {range: [0, 9]}
    actors:
      "ann-b":
        name: "Ann B."
        position: {"tax": 0}
        salience: {"tax": 0.5}
        capability: {"tax": 2}
      "bob":
        position: {"tax": 9}
        salience: {"tax": 1}
        capability: {"tax": 1}
    <BLANKLINE>
    """
    columns, ends = columns_of(text, file)
    issues, actors = _ids(columns.issues, "issue"), _ids(columns.actors, "actor")
    why = (
        "as the layout has them"
        if ends
        else "a table does not say them, so that these are the outermost positions in it"
    )
    lines = ["winset: 1", "kind: collective", f"id: {_quoted(_ids([name], 'decision')[0])}", f"title: {_quoted(name)}"]
    lines += ['question: {text: "What will be decided?"}', f"# The ends of each scale: {why}.", "issues:"]
    scale = _scale(columns) if ends is None else [ends] * len(issues)
    references = columns.values.get("reference", np.full(len(issues), np.nan))
    for said, id, (low, high), reference in zip(columns.issues, issues, scale, references, strict=True):
        says = "" if said == id else f"says: {_quoted(said)}, "
        holds = "" if np.isnan(reference) else f", reference: {_number(reference)}"
        lines.append(f"  {_quoted(id)}: {{{says}range: [{_number(low)}, {_number(high)}]{holds}}}")
    lines.append("actors:")
    for row, (said, id) in enumerate(zip(columns.actors, actors, strict=True)):
        lines.append(f"  {_quoted(id)}:")
        lines += [f"    name: {_quoted(said)}"] * (said != id)
        for field in ("position", "salience", "capability"):
            values = columns.values[field][row]
            here = [place for place in range(len(issues)) if columns.present[row, place]]
            stated = ", ".join(f"{_quoted(issues[place])}: {_number(values[place])}" for place in here)
            lines.append(f"    {field}: {{{stated}}}")
    return "\n".join(lines) + "\n"


def _scale(columns: Columns) -> list[tuple[float, float]]:
    """The outermost positions and reference point of each issue; 1 apart where there is but one."""
    found = []
    for place in range(len(columns.issues)):
        here: Array = columns.values["position"][columns.present[:, place], place]
        if "reference" in columns.values:
            here = np.append(here, columns.values["reference"][place])
        low, high = float(np.nanmin(here)), float(np.nanmax(here))
        found.append((low, high if high > low else low + 1))
    return found


def _ids(names: Sequence[str], otherwise: str) -> list[str]:
    """Ids made of names, each of them once.

    >>> _ids(["Côte d'Or", "cote-d-or", "д"], "actor")
    ['cote-d-or', 'cote-d-or-2', 'actor']
    """
    made: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        first = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower() or otherwise
        tries = (first, *(f"{first}-{count}" for count in range(2, len(names) + 2)))
        made.append(next(one for one in tries if one not in made))
    return made


def _quoted(text: str) -> str:
    """Text as it may stand in YAML, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """A number in full, without a point where it is whole."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
