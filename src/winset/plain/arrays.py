"""Arrays in plain data: a number, or nested lists of numbers, those beside each other equally long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from winset.errors import InputError
from winset.plain.kind import LARGEST, Kind, is_whole, number, refused

DEEPEST = 32
"""Lists inside each other that an array may have."""

NUMBERS = "a number or nested lists of numbers"
FLAGS = "true, false, a number, or nested lists of such"


def arrays(flags: bool = False) -> Kind:
    """Return the kind of arrays of numbers, or of true and false; null inside a list is a number that is not known.

    >>> arrays().read([[1, 2], [3, None]], "sizes").tolist()
    [[1.0, 2.0], [3.0, nan]]
    """
    allowed = FLAGS if flags else NUMBERS

    def read(value: Any, place: str) -> Any:
        if isinstance(value, list | tuple):
            try:
                return np.array(_rows(value, place, flags, 1))
            except ValueError as error:
                if isinstance(error, InputError):
                    raise
                raise InputError(f"`{place}` has lists of unequal length beside each other") from None
        if value is None or (isinstance(value, str | Mapping) and value not in ("inf", "-inf")):
            raise refused(place, value, allowed)
        return _entry(value, place, flags) if isinstance(value, str | bool | int | float) else value

    items = {"$ref": "#/$defs/flags" if flags else "#/$defs/numbers"}
    single = [{"$ref": "#/$defs/number"}, *[{"type": "boolean"}] * flags]
    return Kind(allowed, {"anyOf": [*single, {"type": "array", "items": items}]}, read)


def _rows(values: list[Any] | tuple[Any, ...], place: str, flags: bool, depth: int) -> list[Any]:
    """Return nested lists with every entry read."""
    if depth > DEEPEST:
        raise InputError(f"`{place[:20]}…` is nested too deeply; at most {DEEPEST} lists may stand inside each other")
    return [
        _rows(value, f"{place}[{i}]", flags, depth + 1)
        if isinstance(value, list | tuple)
        else _entry(value, f"{place}[{i}]", flags)
        for i, value in enumerate(values)
    ]


def _entry(value: Any, place: str, flags: bool) -> float | int | bool:
    """Return one entry of an array."""
    if value is None and not flags:
        return math.nan
    if isinstance(value, bool) and flags:
        return value
    return int(value) if is_whole(value) and abs(value) <= LARGEST else number(value, place)
