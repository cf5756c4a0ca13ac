"""What a number handed to a ratification model may be; everything else is refused by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError


def whole_numbers(field: str, values: ArrayLike, low: int = 0) -> NDArray[np.int64]:
    """Return `values` as an array of integers, none of them below `low`."""
    array = numbers_between(field, values, low)
    if (array != np.rint(array)).any():
        raise InputError(f"`{field}` holds {array[array != np.rint(array)][0]:g}; only whole numbers count votes")
    return array.astype(np.int64)
