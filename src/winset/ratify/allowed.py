"""What a number handed to a ratification model may be; everything else is refused by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError


def numbers_between(field: str, values: ArrayLike, low: float = -np.inf, high: float = np.inf) -> NDArray[np.float64]:
    """Return `values` as an array of finite floats, none of them below `low` or above `high`.

    >>> numbers_between("turnout", [0.3, 1.4], 0, 1)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `turnout[1]` is 1.4; it must be a finite number from 0 to 1
    """
    array = np.asarray(values, dtype=float)
    allowed = np.isfinite(array) & (array >= low) & (array <= high)
    if not allowed.all():
        place = tuple(int(index) for index in np.argwhere(~allowed)[0])
        name = field + (f"[{', '.join(map(str, place))}]" if place else "")
        raise InputError(f"`{name}` is {array[place]:g}; it must be {_range(low, high)}")
    return array


def whole_numbers(field: str, values: ArrayLike, low: int = 0) -> NDArray[np.int64]:
    """Return `values` as an array of integers, none of them below `low`."""
    array = numbers_between(field, values, low)
    if (array != np.rint(array)).any():
        raise InputError(f"`{field}` holds {array[array != np.rint(array)][0]:g}; only whole numbers count votes")
    return array.astype(np.int64)


def _range(low: float, high: float) -> str:
    if np.isinf(low) and np.isinf(high):
        return "a finite number"
    if np.isinf(high):
        return f"a finite number, at least {low:g}"
    return f"a finite number from {low:g} to {high:g}"
