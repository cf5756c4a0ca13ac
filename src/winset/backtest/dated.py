"""Figures that carry the date from which they are known, so that no forecast is made from what came later.

The discipline: a figure enters a forecast only through `figures_known`, which refuses every one that is dated later
than the day on which the forecast is made. It trusts the dates; whether something undated leaks all the same is found
by making forecasts again from the table as it stood (see `moved_by_the_future` of each backtest).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Dated:
    """A figure of each question.

    Parameters
    ----------
    name : str
    values : array of float, shape (n,)
    known : array of float, shape (n,)
        The date from which each value is known, in whatever unit the forecasts are dated; one for all may stand alone.
    """

    name: str
    values: ArrayLike
    known: ArrayLike


def figures_known(columns: Sequence[Dated], asked: ArrayLike) -> Array:
    """Return the figures side by side, shape (n, n_columns), if all of them are known when the forecasts are made.

    Parameters
    ----------
    columns : sequence of Dated
    asked : array of float, shape (n,)
        When each forecast is made.

    Raises
    ------
    InputError
        If a value is known only later, or nobody says from when it is known; names the figure.

    Examples
    --------
    >>> figures_known([Dated("signers", [3, 5], [1960, 1971])], [1960, 1972]).tolist()
    [[3.0], [5.0]]
    >>> figures_known([Dated("ratifiers", [3, 5], [1960, 1975])], [1960, 1972])
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `ratifiers` of row 1 is known from 1975 on, but forecast from at 1972
    """
    when = np.asarray(asked, dtype=float)
    for column in columns:
        known = np.broadcast_to(np.asarray(column.known, dtype=float), when.shape)
        late = np.flatnonzero(~(known <= when))
        if late.size:
            row = int(late[0])
            raise InputError(
                f"`{column.name}` of row {row} is known from {known[row]:g} on, but forecast from at {when[row]:g}"
            )
    stacked = [np.asarray(column.values, dtype=float) for column in columns]
    return np.column_stack(stacked) if stacked else np.empty((len(when), 0))
