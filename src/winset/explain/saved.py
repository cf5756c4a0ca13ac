"""A changed case as a file of its own, which says at its head what was changed, from what, and in which case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from winset.case.case import Case
from winset.case.complaints import Complaint
from winset.case.reading import case_hash, read_text
from winset.case.series import reading_data
from winset.case.stories import with_values
from winset.case.writing import case_text, with_id, write_text
from winset.errors import CaseError
from winset.explain.differences import differences
from winset.explain.whatif import Change


def save_changed(
    case: Case, changed: Case, changes: Sequence[Change], path: str | Path, *, force: bool = False
) -> None:
    """Write a changed case to a file, whole or not at all, comments kept.

    The file's name becomes the case's id. Series that stand in files of their own are written into the case if the new
    file stands in another folder, since a case finds no files elsewhere.

    Parameters
    ----------
    case, changed : Case
        Before and after.
    changes : sequence of Change
        What the comment at the head of the file tells.
    path : str or Path
    force : bool
        Overwrite a file that is there.

    Raises
    ------
    CaseError
        If the file is there already and `force` is not set, or cannot be written.
    """
    target = Path(path)
    text = f"{_head(case, changes)}{with_id(case_text(_alone(changed, target)), target.stem)}"
    again = read_text(text, str(path), target.parent)
    if any(found.about == "input" for found in differences(changed, again)):
        message = "what would stand there does not say what was changed; set the parts one by one"
        raise CaseError((Complaint(str(path), None, None, "", message),))
    write_text(path, text, force=force)


def _head(case: Case, changes: Sequence[Change]) -> str:
    """Return the comment at the head of the file."""
    lines = [f"What if: {case.id} with other values."]
    lines += [f"  {one.label} ({one.path}): {one.before} -> {one.after}" for one in changes]
    lines += [f"From {case.id}, sha256 {case_hash(case)}"]
    return "".join(f"# {_line(line)}\n" for line in lines)


def _line(text: str) -> str:
    """Return a text as one line of a comment."""
    return "".join(character if character.isprintable() else " " for character in text)


def _alone(case: Case, target: Path) -> Case:
    """Return the case with the readings of its series inside it, if it is written into another folder."""
    if target.parent.resolve() == case.written.folder.resolve():
        return case
    values: dict[str, Any] = {}
    for name, series in case.series.items():
        if series.file is not None:
            readings = [reading_data(reading) for reading in series.readings]
            emptied = dict.fromkeys((f"series.{name}.{key}" for key in ("file", "columns")), None)
            values |= {**emptied, f"series.{name}.only": {}, f"series.{name}.readings": readings}
    return with_values(case, values) if values else case
