"""Moves of opinion come in bursts: long quiet times, then much at once.

How far may a level move in the months ahead? The essential assumption: the variance of its move, which the past tells,
is multiplied by a number of mean 1 that nobody knows beforehand, so that the move has the shape of a t with four
degrees of freedom: more often small and more often very large than a normal move of that variance. Not for the past,
where readings tell how far the level moved.

References: West, M. (1987). On scale mixtures of normal distributions. Biometrika 74(3), 646-648.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammainccinv

from winset.chance.tracked import Array

SHAPE = 4.0
"""Degrees of freedom, as of the error of a referendum's polls: with fewer than three there is hardly a variance."""

PARTS = 5
"""Scales, as likely as each other."""


def bursts(shape: float = SHAPE, parts: int = PARTS) -> Array:
    r"""Return scales of variance, equally likely and 1 in the mean, rising.

    .. math:: s_k \propto \frac{\nu/2}{F^{-1}\bigl(1 - (k - \tfrac12)/K\bigr)},\quad F \text{ of the gamma } (\nu/2)

    A normal with its variance times these is a t with nu degrees of freedom and that variance, in K steps.

    >>> bursts().round(2).tolist()
    [0.32, 0.51, 0.73, 1.12, 2.32]
    """
    levels = (np.arange(parts) + 0.5) / parts
    scales = 1 / gammainccinv(shape / 2, levels)
    return np.sort(scales / scales.mean())
