"""What a number handed to a commitment model may be; everything else is refused by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError

Array = NDArray[np.float64]


def between(field: str, values: ArrayLike, low: float = -np.inf, high: float = np.inf) -> Array:
    """Return `values` as an array of finite floats, none of them below `low` or above `high`.

    >>> between("d", [0.9, 1.4], 0, 1)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `d[1]` is 1.4; it must be a finite number from 0 to 1
    """
    array = np.asarray(values, dtype=float)
    outside = np.argwhere(~(np.isfinite(array) & (array >= low) & (array <= high)))
    if len(outside):
        place = tuple(int(index) for index in outside[0])
        name = field + (f"[{', '.join(map(str, place))}]" if place else "")
        bounds = "" if low == -np.inf else f", at least {low:g}" if high == np.inf else f" from {low:g} to {high:g}"
        raise InputError(f"`{name}` is {array[place]:g}; it must be a finite number{bounds}")
    return array
