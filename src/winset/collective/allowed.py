"""What may be handed to a model of many actors; everything else is refused by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.errors import InputError

Array = NDArray[np.float64]


def alike(**fields: Array) -> tuple[Array, ...]:
    """Return arrays in one shape, the actors last, or refuse them by name.

    >>> alike(position=np.zeros((2, 3)), salience=np.ones(3))[1].shape
    (2, 3)
    """
    shapes = ", ".join(f"`{name}` {array.shape}" for name, array in fields.items())
    lengths = {array.shape[-1] if array.ndim else 0 for array in fields.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise InputError(f"the shapes are {shapes}; each must end in the same number of actors, at least 1")
    try:
        return tuple(np.broadcast_arrays(*fields.values()))
    except ValueError:
        raise InputError(f"the shapes are {shapes}; they do not fit together") from None


def whole_number(field: str, value: int, low: int, high: int) -> int:
    """Return `value` if it is a whole number from `low` to `high`.

    >>> whole_number("rounds", 3, 0, 10_000)
    3
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise InputError(f"`{field}` is {value!r}; it must be a whole number from {low} to {high}")
    return int(value)


def one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not among those allowed.

    >>> one_of("ranking", "most", ("weighted", "least-move"))
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `ranking` is 'most'; it must be 'weighted' or 'least-move'
    """
    if value not in allowed:
        raise InputError(f"`{field}` is {value!r}; it must be {' or '.join(map(repr, allowed))}")
