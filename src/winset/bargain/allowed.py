"""What a number handed to a bargaining model may be; everything else is refused by name."""

from __future__ import annotations

import numpy as np

from winset.errors import InputError


def number_between(field: str, value: float, low: float = -np.inf, high: float = np.inf) -> float:
    """Return `value` as a float if it is finite and neither below `low` nor above `high`.

    >>> number_between("d", 1.4, 0, 1)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `d` is 1.4; it must be a finite number from 0 to 1
    """
    number = float(value)
    if not (np.isfinite(number) and low <= number <= high):
        bounds = "" if low == -np.inf else f", at least {low:g}" if high == np.inf else f" from {low:g} to {high:g}"
        raise InputError(f"`{field}` is {number:g}; it must be a finite number{bounds}")
    return number
