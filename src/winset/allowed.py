"""Whether numbers handed to a model are what it can work with; what every room of models asks of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError

Array = NDArray[np.float64]


def numbers_between(field: str, values: ArrayLike, low: float = -np.inf, high: float = np.inf) -> Array:
    """Return `values` as an array of finite floats, none of them below `low` or above `high`.

    >>> numbers_between("salience", [0.8, 80], 0, 1)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `salience[1]` is 80; it must be a finite number from 0 to 1
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(f"`{field}` does not hold numbers alone, in rows of one length: {error}") from None
    allowed = np.isfinite(array) & (array >= low) & (array <= high)
    if not allowed.all():
        place = tuple(int(index) for index in np.argwhere(~allowed)[0])
        name = field + (f"[{', '.join(map(str, place))}]" if place else "")
        raise InputError(f"`{name}` is {array[place]:g}; it must be a finite number{_bounds(low, high)}")
    return array


def _bounds(low: float, high: float) -> str:
    """Return what is asked of a number besides being finite."""
    if np.isinf(high):
        return "" if np.isinf(low) else f", at least {low:g}"
    return f" from {low:g} to {high:g}"
