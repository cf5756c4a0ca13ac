"""The efficient frontier of two parties as a curve: what the second gets at most, given what the first gets.

It is given by points on it, joined by straight lines, or by a function. Both fall from left to right. Models for two
parties look things up on it in both directions.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from winset.bargain.allowed import number_between, utility_table
from winset.errors import InputError

Array = NDArray[np.float64]
SCAN = 2001
"""Places at which a frontier is looked at to see that it falls and to find where conditions hold."""


@dataclass(frozen=True)
class Curve:
    """A falling frontier.

    Parameters
    ----------
    places : array of float, shape (n_places,)
        Rising utilities of the first party: every corner of a line of points, or an even scan of a function.
    second : callable
        What the second party gets, given what the first does.
    """

    places: Array
    second: Callable[[float], float]

    def first(self, second: float) -> float:
        """Return what the first party gets where the second gets this much, or the end of the curve beyond it."""
        low, high = float(self.places[0]), float(self.places[-1])
        if second >= self.second(low):
            return low
        if second <= self.second(high):
            return high
        return float(
            scipy.optimize.brentq(lambda first: self.second(first) - second, low, high, xtol=1e-14, rtol=1e-14)
        )


def curve(frontier: ArrayLike | Callable[[float], float], span: ArrayLike | None = None) -> Curve:
    """Return the frontier as a curve, or refuse it.

    Parameters
    ----------
    frontier : array of float, shape (n_points, 2), or callable
        Points on the frontier in any order, at least two, or a function of the first party's utility.
    span : pair of float
        Least and greatest utility of the first party, needed with a function.

    Raises
    ------
    InputError
        If there are fewer than two points, the curve does not fall, or a number is not finite.

    Examples
    --------
    >>> line = curve([[0, 1], [1, 0]])
    >>> line.second(0.25), line.first(0.25)
    (0.75, 0.75)
    """
    if callable(frontier):
        if span is None or np.shape(span) != (2,):
            raise InputError(
                "`span` must hold the first party's least and greatest utility if `frontier` is a function"
            )
        low, high = (number_between("span", end) for end in np.asarray(span, dtype=float))
        function = frontier
        places = np.linspace(low, high, SCAN)
        heights = np.array([float(function(float(place))) for place in places])
    else:
        points = utility_table(frontier, "frontier")
        if points.shape[1] != 2 or len(points) < 2:
            raise InputError(f"`frontier` has shape {points.shape}; it must hold at least two points of two parties")
        places, heights = points[np.lexsort((-points[:, 1], points[:, 0]))].T

        def function(first: float) -> float:
            return float(np.interp(first, places, heights))

    if not np.isfinite(heights).all() or (np.diff(places) <= 0).any() or (np.diff(heights) >= 0).any():
        raise InputError("`frontier` must fall from left to right: each party gains only where the other loses")
    return Curve(places, lambda first: float(function(first)))
