"""From what a model answers to plain data, and the schema of that.

Arrays become nested lists, records mappings of their fields and of what else they say of themselves. NaN, which says
that there is no such number, becomes null; numbers without bound become ``"inf"`` and ``"-inf"``.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from winset.answer import Answer
from winset.plain.built import mapping_schema
from winset.plain.kind import NUMBER, Schema


def plain(value: Any) -> Any:
    """Return a value as plain data.

    >>> plain(np.array([[1.5, np.nan], [-np.inf, 0.0]]))
    [[1.5, None], ['-inf', 0.0]]
    """
    match value:
        case None | bool() | str():
            return value
        case np.ndarray() | np.generic():
            return plain(value.tolist())
        case int():
            return int(value)
        case float():
            return value if math.isfinite(value) else None if math.isnan(value) else "inf" if value > 0 else "-inf"
        case Mapping():
            return {_key(key): plain(part) for key, part in value.items()}
        case set() | frozenset():
            return [plain(part) for part in sorted(value)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in said_by(type(value))}
    if isinstance(value, Iterable):
        return [plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no form in plain data")


def _key(key: Any) -> str:
    """Return a key as text, those of pairs joined by commas."""
    return ",".join(map(_key, key)) if isinstance(key, tuple | frozenset) else str(key)


def said_by(cls: Any) -> dict[str, Any]:
    """Return what a record says of itself, its fields and then its properties, with the type of each."""
    fields = [field.name for field in dataclasses.fields(cls)]
    hints = get_type_hints(cls)
    named: dict[str, Callable[..., Any]] = {
        name: part.fget
        for above in reversed(cls.__mro__)
        for name, part in vars(above).items()
        if isinstance(part, property) and part.fget and not name.startswith("_") and name not in fields
    }
    return {name: hints[name] for name in fields} | {
        name: get_type_hints(function).get("return", Any) for name, function in named.items()
    }


def schema_of(hint: Any) -> Schema:
    """Return the schema of what comes back for an annotation; whatever is not known may be anything.

    >>> schema_of(int | None)
    {'anyOf': [{'type': 'integer'}, {'type': 'null'}]}
    """
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [schema_of(part) for part in parts]}
    if hint in SINGLE:
        return SINGLE[hint]
    if origin is np.ndarray:
        return {"$ref": "#/$defs/flags" if "bool" in str(parts[-1]) else "#/$defs/numbers"}
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is tuple and parts and parts[-1] is not Ellipsis:
        return {"type": "array", "prefixItems": [schema_of(part) for part in parts], "maxItems": len(parts)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(parts[1])}
    if isinstance(origin, type) and issubclass(origin, Iterable):
        return {"type": "array", "items": schema_of(parts[0])}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        said = {name: schema_of(kind) for name, kind in said_by(hint).items()}
        return mapping_schema(said, list(said))
    return {}


SINGLE: Mapping[Any, Schema] = {
    float: {"anyOf": [NUMBER, {"type": "null"}]},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    str: {"type": "string"},
    type(None): {"type": "null"},
}


def answered(hint: Any) -> Any:
    """Return the type of the value within an answer, or the type itself where no `Answer` is made."""
    return get_args(hint)[0] if get_origin(hint) is Answer else hint
