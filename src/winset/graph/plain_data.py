"""What plain data may be: lists of texts, mappings by name, numbers; everything else is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from winset.errors import InputError
from winset.graph.record import Array


def texts(field: str, given: Any) -> list[str]:
    """Return a list of texts; nothing is an empty list, and numbers count as texts.

    >>> texts("infeasible", "a and b")
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `infeasible` is 'a and b'; it must be a list of texts
    """
    if given is None:
        return []
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        raise InputError(f"`{field}` is {given!r}; it must be a list of texts")
    found = list(given)
    if not all(isinstance(text, str | int) for text in found):
        raise InputError(f"`{field}` is {found!r}; it must be a list of texts")
    return [str(text) for text in found]


def by_name(field: str, given: Any) -> dict[str, Any]:
    """Return a mapping with texts for keys; nothing is an empty one.

    >>> by_name("options", {1: ["a"]})
    {'1': ['a']}
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InputError(f"`{field}` is {given!r}; it must be a mapping by name")
    return {str(name): value for name, value in given.items()}


def numbers(field: str, given: ArrayLike) -> Array:
    """Return an array of floats of its own; None is nan.

    >>> numbers("worth", [1, None]).tolist()
    [1.0, nan]
    """
    try:
        return np.array(given, dtype=float)
    except (TypeError, ValueError) as reason:
        raise InputError(f"`{field}` cannot be read as numbers: {reason}") from reason
