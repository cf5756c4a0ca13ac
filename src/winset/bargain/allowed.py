"""What a number handed to a bargaining model may be; everything else is refused by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError

Array = NDArray[np.float64]


def number_between(field: str, value: float, low: float = -np.inf, high: float = np.inf) -> float:
    """Return `value` as a float if it is finite and neither below `low` nor above `high`.

    >>> number_between("d", 1.4, 0, 1)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `d` is 1.4; it must be a finite number from 0 to 1
    """
    return float(numbers_between(field, float(value), low, high))


def utility_table(utilities: ArrayLike, field: str = "utilities") -> Array:
    """Return utilities as an array with a row per outcome and a column per party, all finite.

    >>> utility_table([1, 2])
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `utilities` has shape (2,); it must be (n_outcomes, n_parties), with at least one party
    """
    table = np.asarray(utilities, dtype=float)
    if table.ndim != 2 or not table.shape[1]:
        raise InputError(
            f"`{field}` has shape {table.shape}; it must be (n_outcomes, n_parties), with at least one party"
        )
    if not np.isfinite(table).all():
        raise InputError(f"`{field}` holds {table[~np.isfinite(table)][0]}; every utility must be finite")
    return table


def number_for_each(field: str, values: ArrayLike, n_parties: int) -> Array:
    """Return one finite number for each party.

    >>> number_for_each("disagreement", [0, 1], 3)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `disagreement` has shape (2,); it must hold one finite number for each of 3 parties
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.shape != (n_parties,):
        raise InputError(
            f"`{field}` has shape {numbers.shape}; it must hold one finite number for each of {n_parties} parties"
        )
    if not np.isfinite(numbers).all():
        raise InputError(f"`{field}` holds {numbers[~np.isfinite(numbers)][0]}; every number must be finite")
    return numbers


def positive_for_each(field: str, values: ArrayLike | None, n_parties: int) -> Array:
    """Return one number above 0 for each party; ones if none are given.

    >>> positive_for_each("weights", [1, 0], 2)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `weights` is [1.0, 0.0]; it must hold one number above 0 for each party
    """
    numbers = np.ones(n_parties) if values is None else np.asarray(values, dtype=float)
    if numbers.shape != (n_parties,) or not (np.isfinite(numbers) & (numbers > 0)).all():
        raise InputError(f"`{field}` is {numbers.tolist()}; it must hold one number above 0 for each party")
    return numbers
