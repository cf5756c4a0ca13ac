"""From the annotation of an argument to what it may be in plain data."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import ArrayLike

from winset.plain.arrays import arrays
from winset.plain.built import any_of, list_of, mapping_of, one_of, record_of, row_of
from winset.plain.kind import SIMPLE, Kind
from winset.plain.objects import OBJECTS

ARRAY_LIKE = set(get_args(ArrayLike))
LISTS: Mapping[Any, Any] = {
    **dict.fromkeys((tuple, Sequence, Collection, Iterable), tuple),
    **{built: built for built in (list, set, frozenset)},
}
"""How lists are handed on."""


def kind_of(hint: Any, flags: bool = False) -> Kind:
    """Return what an annotation allows.

    Parameters
    ----------
    hint : annotation
        As `typing.get_type_hints` has it.
    flags : bool
        Whether arrays hold true and false.

    Raises
    ------
    TypeError
        If nobody has said how such a thing is written in plain data.

    Examples
    --------
    >>> kind_of(float | None).says, kind_of(ArrayLike).says
    ('a number or null', 'a number or nested lists of numbers')
    """
    for known, kind in OBJECTS:
        if hint == known:
            return kind
    if hint in SIMPLE:
        return SIMPLE[hint]
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _union(parts, flags)
    if origin is np.ndarray:
        return arrays("bool" in str(parts[-1]))
    if origin is Literal:
        return one_of(parts)
    if origin is tuple and parts[-1] is not Ellipsis:
        return row_of(tuple(kind_of(part, flags) for part in parts))
    if origin in LISTS:
        return list_of(kind_of(parts[0], flags), LISTS[origin])
    if origin in {dict, Mapping}:
        return mapping_of(kind_of(parts[1], flags), numbered=parts[0] is int)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    raise TypeError(f"nobody has said how {hint} is written in JSON; winset.plain.objects is the place")


def _union(parts: tuple[Any, ...], flags: bool) -> Kind:
    """Return the kind of a union; what an array is made of, or a seed, counts as one; functions are left to Python."""
    array = bool(parts) and set(parts) >= ARRAY_LIKE
    told = {type(None), *(ARRAY_LIKE if array else ()), *({int} if np.random.Generator in parts else ())}
    others = [part for part in parts if part not in told and get_origin(part) is not Callable]
    kinds = [kind_of(part, flags) for part in others]
    return any_of([arrays(flags), *kinds] if array else kinds, optional=type(None) in parts)


def _record(cls: Any) -> Kind:
    """Return the kind of a record."""
    hints = get_type_hints(cls)
    fields = [field for field in dataclasses.fields(cls) if field.init]
    needed = [
        field.name
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    return record_of(cls, {field.name: kind_of(hints[field.name]) for field in fields}, needed)
