"""Changes as they are typed: ``PATH=VALUE`` in the syntax of the case file, or ``PATH+=N`` to move a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from winset.case.case import Case
from winset.case.complaints import Complaint, shown
from winset.case.document import read_document
from winset.case.public import SeriesLevel
from winset.case.quantity import Quantity
from winset.case.stories import with_values
from winset.errors import CaseError, InputError
from winset.explain.inputs import nearest_paths, paths_of
from winset.explain.measured import measured_approval
from winset.explain.moved import Move, moved
from winset.explain.worded import value_at

EXAMPLE = "meetings.rate=4 per year"


def asked_values(case: Case, changes: Iterable[str]) -> dict[str, Any]:
    """Return the values that typed changes put at paths of a case, ready for `with_values`.

    Parameters
    ----------
    case : Case
    changes : iterable of str
        Such as ``meetings.rate=4 per year``, ``parties.russia.leader.worth.two-final+=5``.

    Raises
    ------
    InputError
        With every complaint: no ``=``, a path given twice, an unknown path, a value that does not fit.

    Examples
    --------
    >>> import winset
    >>> asked_values(winset.load("wage-round"), ["meetings.closes+=0.1", "until=2025-06-01"])
    {'meetings.closes': '0.25 to 0.45', 'until': '2025-06-01'}
    """
    wrong: list[str] = []
    values: dict[str, Any] = {}
    for change in changes:
        try:
            path, move, value = _read(change)
            if path in values:
                raise InputError(f"{path} is given twice; give each path once")
            values[path] = value if move is None else _moved(case, path, move, value)
        except InputError as error:
            wrong.append(str(error))
    wrong += [complaint for complaint in complaints(case, values) if complaint not in wrong]
    if wrong:
        raise InputError("\n".join(wrong))
    return values


def complaints(case: Case, values: Mapping[str, Any]) -> list[str]:
    """Return everything that is wrong with values at paths of a case, each alone and all together."""
    found = [complaint for path, value in values.items() for complaint in _wrong(case, path, value)]
    found += [
        f"{path} lies inside {other}, which is set too; set one of them"
        for path in values
        for other in values
        if path.startswith(f"{other}.")
    ]
    if not found and len(values) > 1:
        found = _together(case, values)
    return found


def _read(change: str) -> tuple[str, Move | None, Any]:
    """Return path, move and value of a typed change."""
    before, equals, text = change.partition("=")
    move = f"{before[-1:]}=" if before[-1:] in {"+", "-", "*"} else None
    path = (before[:-1] if move else before).strip()
    if not equals or not path:
        raise InputError(f"{shown(change)} is no change; write PATH=VALUE, such as {EXAMPLE}")
    if not text.strip():
        raise InputError(f"{path}: nothing stands after the =; write a value, such as {EXAMPLE}")
    try:
        document = read_document(f"value: {text.strip()}\n", "")
        if document.complaints:
            raise CaseError(tuple(document.complaints))
        value = document.raw
    except CaseError as error:
        said = "; ".join(
            _bare(replace(complaint, field="")) for complaint in error.complaints if isinstance(complaint, Complaint)
        )
        raise InputError(f"{path}: {shown(text)} cannot be read as a value: {said}") from None
    if list(value) != ["value"]:
        raise InputError(
            f"{path}: {shown(text)} is more than one value; put braces around a mapping, quotes around text"
        )
    return path, cast(Move | None, move), value["value"]


def _moved(case: Case, path: str, move: Move, by: Any) -> Any:
    """Return the number at a path moved; approval that a series measures is moved from its level."""
    found = value_at(case, path)
    if isinstance(found, SeriesLevel):
        found = measured_approval(case, path.removesuffix(".approval"))
    if isinstance(found, bool) or not isinstance(found, Quantity | int | float):
        if found is None:
            raise InputError(_unknown(case, path))
        raise InputError(f"{path}: this is no number that could be moved with {move}; set it with =")
    try:
        if isinstance(found, Quantity):
            return moved(found, move, by)
        if isinstance(by, bool) or not isinstance(by, int | float):
            raise InputError(f"{shown(by)} is no number")
        return found * by if move == "*=" else found + by if move == "+=" else found - by
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _wrong(case: Case, path: str, value: Any) -> list[str]:
    """Return what is wrong with one value at a path."""
    try:
        with_values(case, {path: value})
    except InputError:
        if not case.written.raw:
            raise
        return [_unknown(case, path)]
    except CaseError as error:
        found = [complaint for complaint in error.complaints if isinstance(complaint, Complaint)]
        if path not in paths_of(case) and any(complaint.message.startswith("unknown key") for complaint in found):
            return [_unknown(case, path)]
        return [_bare(complaint) for complaint in found] or [str(error)]
    return []


def _together(case: Case, values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with several values, each of which fits alone."""
    try:
        with_values(case, values)
    except CaseError as error:
        return [_bare(complaint) for complaint in error.complaints if isinstance(complaint, Complaint)]
    return []


def _bare(complaint: Complaint) -> str:
    """Return a complaint without the line of the file, where another value stands."""
    return str(replace(complaint, file="", line=None))


def _unknown(case: Case, path: str) -> str:
    """Return that there is no such path, with the nearest ones."""
    near = nearest_paths(path, paths_of(case))
    remedy = f"nearest: {', '.join(near)}" if near else f"`winset show {case.id}` prints every number with its path"
    return f"{path}: there is no such input in {case.id}; {remedy}"
