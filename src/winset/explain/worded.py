"""What stands at a path of a case, and how it reads: in the analyst's words and units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from winset.case.agenda import setting_name
from winset.case.case import Case
from winset.case.public import Opinion, SeriesLevel
from winset.case.quantity import Quantity
from winset.explain.places import AnyCase

NOTHING = "nothing"
"""Stands where a case says nothing."""

BEHIND = {"sources", "note", "confidence", "hindsight"}
"""Fields that stand behind what a part says."""


def value_at(case: AnyCase, path: str) -> Any:
    """Return what stands at a path of a case, or what its file says there; None if nothing does.

    Examples
    --------
    >>> import winset
    >>> case = winset.load("wage-round")
    >>> str(value_at(case, "meetings.closes")), value_at(case, "parties.union.home.committee.seats")
    ('0.15 to 0.35', 21)
    """
    known = case.quantities()
    if path in known:
        return known[path]
    found = _found(case, path)
    return _found(case.written.raw, path) if found is None else found


def _found(node: Any, path: str) -> Any:
    """Return what a path leads to below a part of a case, or in its plain data."""
    steps = path.split(".")
    while steps:
        node, used = _step(node, steps)
        if not used:
            return None
        steps = steps[used:]
    return node


def _step(node: Any, steps: list[str]) -> tuple[Any, int]:
    """Return what the next key of a path leads to, and how many steps the key takes; no steps if it leads nowhere."""
    if isinstance(node, BaseModel):
        for name, info in type(node).model_fields.items():
            if steps[0] in (name, info.alias):
                return getattr(node, name), 1
        if isinstance(getattr(node, "sets", None), Mapping):
            return _step(getattr(node, "sets"), steps)  # noqa: B009
    if isinstance(node, Mapping):
        for length in range(len(steps), 0, -1):
            if (key := ".".join(steps[:length])) in node:
                return node[key], length
    if isinstance(node, tuple | list) and steps[0].isdecimal() and int(steps[0]) < len(node):
        return node[int(steps[0])], 1
    if isinstance(node, tuple) and len(node) == 1 and isinstance(node[0], BaseModel):
        return _step(node[0], steps)
    return None, 0


def text_at(case: AnyCase, path: str) -> tuple[str, str]:
    """Return how that which stands at a path reads, with its unit, and the unit alone (empty if it has none).

    Approval that a series measures reads as its level with the standard error.

    Examples
    --------
    >>> import winset
    >>> text_at(winset.load("kuril-2019"), "parties.russia.home.public.approval")
    ('63.3 ± 2.6 % (series russia-approval)', '%')
    """
    value = value_at(case, path)
    if isinstance(value, SeriesLevel) and isinstance(case, Case):
        from winset.explain.measured import measured_approval

        level = measured_approval(case, path.removesuffix(".approval"))
        return f"{level} (series {value.series})", level.unit
    if isinstance(value, Quantity) and value.kind == "estimated" and isinstance(case, Case):
        from winset.forecasting.estimated import estimate_words

        return estimate_words(case, path), value.unit
    return worded(value), value.unit if isinstance(value, Quantity) else ""


def worded(value: Any) -> str:
    """Return a value of a case in words.

    >>> worded(True), worded(None), worded(("a", "b")), worded(0.5)
    ('yes', 'nothing', 'a, b', '0.5')
    """
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case Quantity():
            return _number(value)
        case SeriesLevel():
            return f"as measured by series {value.series}"
        case Opinion():
            return _opinion(value)
        case BaseModel():
            return _part(value)
        case Mapping():
            return ", ".join(f"{_name(key)} {worded(part)}" for key, part in value.items()) or NOTHING
        case tuple() if value and all(isinstance(part, tuple) and len(part) == 2 for part in value):
            return ", ".join(f"{name} {weight:.3g}" for name, weight in value)
        case tuple() | list() | frozenset():
            joined = "; " if any(isinstance(part, BaseModel | Mapping) for part in value) else ", "
            return joined.join(worded(part) for part in value) or NOTHING
        case int() | float():
            return setting_name(float(value))
        case dt.date():
            return value.isoformat()
    return str(value)


def _number(quantity: Quantity) -> str:
    """Return a number; the question of a poll stands with it."""
    return f"{quantity}, triangular" if quantity.kind == "triangular" else str(quantity)


def _opinion(opinion: Opinion) -> str:
    """Return one reading of how a public sees a package.

    >>> _opinion(Opinion(oppose=74, support=17, house="Levada", chance=0.7))
    'Levada 74 % against, 17 % for (70%)'
    """
    who = f"{opinion.house} " if opinion.house else ""
    chance = f" ({opinion.chance:.0%})" if opinion.chance is not None else ""
    exact = "" if not opinion.names_package else ", of this very package"
    error = f", ± {opinion.error}" if opinion.error is not None else ""
    return f"{who}{opinion.oppose} against, {opinion.support} for{exact}{error}{chance}"


def _part(part: BaseModel) -> str:
    """Return a whole part of a case: what its file states of it, field by field."""
    said = []
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        is_default = isinstance(value, Quantity) and value.is_default
        if name in BEHIND or name not in part.model_fields_set or is_default or value in (None, (), False):
            continue
        key = _name(info.alias or name)
        if name in {"says", "title", "name", "what", "text"}:
            said.append(str(value))
        elif name == "sets" and isinstance(value, Mapping):
            said.append(worded(value))
        else:
            said.append(key if value is True else f"{key} {worded(value)}")
    return "; ".join(said) or type(part).__name__.lower()


def _name(key: Any) -> str:
    """Return a key as words."""
    return str(key).replace("_", " ")


__all__ = ["NOTHING", "text_at", "value_at", "worded"]
