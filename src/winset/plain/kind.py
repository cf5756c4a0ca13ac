"""What one thing may be in plain data: in words, as JSON Schema, and how it is read.

A number is a number and not true or false; ``"inf"`` and ``"-inf"`` stand for numbers without bound. What is no plain
data, such as an array or a distribution that a caller of Python has made, is handed on as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from winset.errors import InputError

Schema = dict[str, Any]

BOUNDLESS: Mapping[str, float] = {"inf": math.inf, "-inf": -math.inf}
LARGEST = 2**53
"""Size up to which every whole number is a float of its own."""

LONGEST = 40
"""Characters of what was found that an error shows."""

NUMBER: Schema = {"$ref": "#/$defs/number"}
DEFINITIONS: Schema = {
    "number": {"anyOf": [{"type": "number"}, {"enum": [*BOUNDLESS]}]},
    "numbers": {
        "description": "A number, null where it is not known, or a list of such.",
        "anyOf": [NUMBER, {"type": "null"}, {"type": "array", "items": {"$ref": "#/$defs/numbers"}}],
    },
    "flags": {
        "description": "True or false, a number, or a list of such.",
        "anyOf": [{"type": "boolean"}, NUMBER, {"type": "array", "items": {"$ref": "#/$defs/flags"}}],
    },
}
"""What the schemas of several arguments share."""


@dataclass(frozen=True)
class Kind:
    """What a thing may be.

    Parameters
    ----------
    says : str
        In words, such as ``a number``.
    schema : dict
        As JSON Schema, with references into `DEFINITIONS`.
    read : callable
        From plain data and the place where they stand to what a model takes; raises `InputError`.
    """

    says: str
    schema: Schema
    read: Callable[[Any, str], Any]


def refused(place: str, found: object, allowed: str) -> InputError:
    """Return the error that something is not what it must be."""
    return InputError(f"`{place}` is {shown(found)}; it must be {allowed}")


def shown(value: object) -> str:
    """Return what was found, short enough for a sentence.

    >>> shown({"a": [1, 2]}), shown([1, 2]), shown(None), shown("a" * 50)[-3:]
    ('a mapping', 'a list of 2', 'null', 'a…"')
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return f"a list of {len(value)}"
        case int() if abs(value) > LARGEST:
            return "too large a whole number"
        case str():
            return f'"{value}"' if len(value) <= LONGEST else f'"{value[:LONGEST]}…"'
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def number(value: Any, place: str) -> float:
    """Read a number.

    >>> number("-inf", "horizon")
    -inf
    """
    if isinstance(value, str) and value in BOUNDLESS:
        return BOUNDLESS[value]
    if isinstance(value, float | np.floating):
        return float(value)
    if is_whole(value) and abs(value) < 10**308:
        return float(value)
    raise refused(place, value, 'a number, or "inf" or "-inf"')


def is_whole(value: object) -> bool:
    """Tell whether a thing is a whole number, and not true or false."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def whole(value: Any, place: str) -> int:
    """Read a whole number; 3.0 is one.

    >>> whole(3.0, "quota")
    3
    """
    if (is_whole(value) or (isinstance(value, float) and value.is_integer())) and abs(value) <= LARGEST:
        return int(value)
    raise refused(place, value, "a whole number")


def flag(value: Any, place: str) -> bool:
    """Read true or false."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise refused(place, value, "true or false")


def text(value: Any, place: str) -> str:
    """Read a text."""
    if isinstance(value, str):
        return value
    raise refused(place, value, "text")


def generator(value: Any, place: str) -> np.random.Generator:
    """Return the stream of random numbers of a seed."""
    if isinstance(value, np.random.Generator):
        return value
    seed = whole(value, place)
    if seed < 0:
        raise refused(place, value, "a whole number from 0 on, the seed of the random numbers")
    return np.random.default_rng(seed)


SIMPLE: Mapping[Any, Kind] = {
    float: Kind("a number", NUMBER, number),
    int: Kind("a whole number", {"type": "integer"}, whole),
    bool: Kind("true or false", {"type": "boolean"}, flag),
    str: Kind("text", {"type": "string"}, text),
    np.random.Generator: Kind("a seed", {"type": "integer", "minimum": 0}, generator),
    Any: Kind("anything", {}, lambda value, place: value),
    object: Kind("anything", {}, lambda value, place: value),
}
"""What stands by itself."""
