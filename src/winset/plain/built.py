"""Kinds that are built of others: choices, lists, mappings and records."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from winset.errors import InputError
from winset.plain.kind import LONGEST, Kind, Schema, refused, shown


def any_of(kinds: Sequence[Kind], optional: bool) -> Kind:
    """Return the kind of what may be one of several, or null."""
    words = " or ".join([kind.says for kind in kinds] + ["null"] * optional)
    schemas = [kind.schema for kind in kinds] + [{"type": "null"}] * optional

    def read(value: Any, place: str) -> Any:
        if (value is None and optional) or callable(value):
            return value
        if len(kinds) == 1:
            return kinds[0].read(value, place)
        for kind in kinds:
            try:
                return kind.read(value, place)
            except InputError:
                continue
        raise refused(place, value, words)

    return Kind(words, schemas[0] if len(schemas) == 1 else {"anyOf": schemas}, read)


def one_of(allowed: tuple[Any, ...]) -> Kind:
    """Return the kind of a choice between words.

    >>> one_of(("linear", "square")).says
    '"linear" or "square"'
    """
    words = " or ".join(shown(word) for word in allowed)

    def read(value: Any, place: str) -> Any:
        for word in allowed:
            if type(word) is type(value) and word == value:
                return word
        raise refused(place, value, words)

    return Kind(words, {"enum": list(allowed)}, read)


def list_of(item: Kind, build: Callable[[Iterable[Any]], Any]) -> Kind:
    """Return the kind of a list of things that are alike."""
    words = f"a list, each entry {item.says}"

    def read(value: Any, place: str) -> Any:
        return build(item.read(part, f"{place}[{i}]") for i, part in enumerate(_items(value, place, words)))

    return Kind(words, {"type": "array", "items": item.schema}, read)


def row_of(items: tuple[Kind, ...]) -> Kind:
    """Return the kind of a list with a place for each thing."""
    words = f"a list of {len(items)}: {', '.join(item.says for item in items)}"
    length = {"minItems": len(items), "maxItems": len(items)}

    def read(value: Any, place: str) -> tuple[Any, ...]:
        parts = _items(value, place, words)
        if len(parts) != len(items):
            raise refused(place, value, words)
        return tuple(item.read(part, f"{place}[{i}]") for i, (item, part) in enumerate(zip(items, parts, strict=True)))

    return Kind(words, {"type": "array", "prefixItems": [item.schema for item in items], **length}, read)


def mapping_of(item: Kind, numbered: bool) -> Kind:
    """Return the kind of a mapping by names, or by whole numbers, which JSON writes as text."""
    words = f"a mapping, each value {item.says}"

    def key(name: Any, place: str) -> Any:
        if not numbered or isinstance(name, int):
            return name
        if not (name.isascii() and name.removeprefix("-").isdecimal() and len(name) < 16):
            raise InputError(f"`{place}` has the key {shown(name)}; its keys must be whole numbers")
        return int(name)

    def read(value: Any, place: str) -> dict[Any, Any]:
        if not isinstance(value, Mapping):
            raise refused(place, value, words)
        return {key(name, place): item.read(part, f"{place}.{name}") for name, part in value.items()}

    return Kind(words, {"type": "object", "additionalProperties": item.schema}, read)


def record_of(cls: type, kinds: Mapping[str, Kind], needed: Sequence[str]) -> Kind:
    """Return the kind of a record: a mapping of its fields."""
    words = f"a mapping of {', '.join(kinds)}"

    def read(value: Any, place: str) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise refused(place, value, words)
        return cls(**named(kinds, needed, value, f"{place}."))

    return Kind(words, mapping_schema({name: kind.schema for name, kind in kinds.items()}, needed), read)


def mapping_schema(properties: Mapping[str, Schema], needed: Sequence[str]) -> Schema:
    """Return the schema of a mapping that has these keys and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(needed),
        "additionalProperties": False,
    }


def named(
    kinds: Mapping[str, Kind], needed: Iterable[str], values: Mapping[str, Any], above: str = ""
) -> dict[str, Any]:
    """Return things read by their names, or refuse a name that is unknown or one that is missing."""
    for name in values:
        if name not in kinds:
            near = difflib.get_close_matches(str(name)[:LONGEST], kinds, n=1)
            remedy = f"did you mean `{above}{near[0]}`?" if near else f"there are {', '.join(kinds)}"
            raise InputError(f"`{above}{str(name)[:LONGEST]}` is not known; {remedy}")
    for name in needed:
        if name not in values:
            raise InputError(f"`{above}{name}` is missing; it must be {kinds[name].says}")
    return {name: kinds[name].read(value, f"{above}{name}") for name, value in values.items()}


def _items(value: Any, place: str, words: str) -> list[Any]:
    """Return the items of a list, or of an array with one axis or more."""
    if isinstance(value, list | tuple | set | frozenset) or (isinstance(value, np.ndarray) and value.ndim):
        return list(value)
    raise refused(place, value, words)
