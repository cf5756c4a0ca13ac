"""Which position has no weighted majority on either side of it?

On one issue, with wishes that fall off to both sides of what an actor wants most, the median beats every other position
in a vote. The essential assumption is such a vote between pairs of positions, by weight. Do not use it where the
outcome need not be anybody's position, or where issues are decided together: a median of several issues is rare.

Reference: Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy 56(1), 23-34.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.answer import TOLERANCE, Answer
from winset.collective.allowed import Array
from winset.collective.mean_position import positions_and_weights
from winset.registry import Model, register


@dataclass(frozen=True)
class Median:
    """The interval of medians; its ends are equal where the median is unique.

    Parameters
    ----------
    low, high : array of float, shape (...)
        Ends of the interval, both of them positions of actors, in units of the issue.
    """

    low: Array
    high: Array

    @property
    def middle(self) -> Array:
        """Middle of the interval, in units of the issue."""
        return np.asarray(self.low + (self.high - self.low) / 2)


def weighted_median(
    position: ArrayLike, salience: ArrayLike | None = None, capability: ArrayLike | None = None
) -> Answer[Median | None]:
    r"""Return the positions that minimise the weighted sum of distances.

    .. math:: [x_{low}, x_{high}] = \arg\min_x \sum_i w_i |x - x_i|

    Parameters
    ----------
    position : array of float, shape (..., n_actors)
        :math:`x_i`, in units of the issue.
    salience, capability : array of float, shape (..., n_actors), optional
        At least 0; only ratios matter. The weight :math:`w_i` is their product, or the one that is given, or 1.

    Returns
    -------
    Answer of Median or None
        ``tie`` where exactly half of the weight stands at or below a position, so that every point up to the next one
        is a median. ``empty`` and None if nobody has any weight; nan where only some of many decisions are so.

    Raises
    ------
    InputError
        If a number is not finite, a weight is negative, or the shapes do not fit.

    Notes
    -----
    "Half" allows for rounding of 1e-9 of all weight. Actors without weight are never an end of the interval.

    Examples
    --------
    >>> float(weighted_median([0, 10, 4], capability=[1, 1, 5]).value.middle)
    4.0
    >>> weighted_median([0, 10]).status, float(weighted_median([0, 10]).value.high)
    ('tie', 10.0)
    """
    x, w = positions_and_weights(position, salience, capability)
    found = median_interval(x, w)
    if np.isnan(found.low).all():
        return Answer(None, "empty")
    return Answer(Median(found.low[()], found.high[()]), "tie" if (found.high > found.low).any() else "ok")


def median_interval(x: Array, w: Array) -> Median:
    """Return the medians over the last axis, nan where nobody has weight."""
    order = np.argsort(x, axis=-1, kind="stable")
    x, w = (np.take_along_axis(values, order, axis=-1) for values in (x, w))
    up_to, half = w.cumsum(axis=-1), w.sum(axis=-1, keepdims=True) / 2
    slack = 2 * TOLERANCE * half
    ends = []
    for reached in (up_to >= half - slack, up_to > half + slack):
        first = reached.argmax(axis=-1)[..., None]
        end = np.take_along_axis(x, first, axis=-1)[..., 0]
        ends.append(np.asarray(np.where(half[..., 0] > 0, end, np.nan)))
    return Median(*ends)


register(
    Model(
        id="weighted-median",
        family="collective",
        meaning="The position with no weighted majority on either side of it.",
        reference="Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy 56(1), "
        "23-34.",
        status="textbook",
        function=weighted_median,
        axioms=frozenset({"symmetric", "affine", "within-range", "monotone", "deterministic"}),
        example={"position": [4, 7, 10], "capability": [1, 2, 4]},
    )
)
