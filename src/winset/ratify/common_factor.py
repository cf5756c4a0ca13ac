"""At which values of a factor that all share is the mean over it taken?

The chance of a large body, or of many alike, is nearly a step in the factor that its members share. Gauss-Hermite
nodes miss such a step by up to .06, wherever it lies between two of them; here the nodes are packed around it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from winset.ratify.refined_normal import normal_density

Array = NDArray[np.float64]

FARTHEST = 8.0
"""Standard deviations beyond which nothing is integrated."""

NEGLIGIBLE = 1e-10
"""Part of the weight of its side up to which a node is left out."""


def packed_nodes(middle: Array, n_nodes: int) -> Iterator[tuple[Array, Array]]:
    r"""Yield values of a standard normal factor with their weights: the weighted sum over them is the mean.

    .. math:: z = c \pm (8 \mp c)\, u^2, \qquad w \propto \varphi(z)\, u\, w_u

    with Gauss-Legendre nodes :math:`u` in 0 to 1, and the weights on each side of :math:`c` summing to its chance.

    Parameters
    ----------
    middle : array of float
        :math:`c`: where the nodes are packed, between -8 and 8.
    n_nodes : int
        Nodes in all, an even number.

    Examples
    --------
    Half of the factor lies above 0, and its square is 1 on average:

    >>> nodes = list(packed_nodes(np.array(0.3), 40))
    >>> round(float(sum(weight * value**2 for value, weight in nodes)), 3)
    1.0
    """
    nodes, weights = np.polynomial.legendre.leggauss(n_nodes // 2)
    for end, side in ((FARTHEST, ndtr(-middle)), (-FARTHEST, ndtr(middle))):
        values = [middle + (end - middle) * place**2 for place in (nodes + 1) / 2]
        masses = [
            weight * place * normal_density(value)
            for weight, place, value in zip(weights, (nodes + 1) / 2, values, strict=True)
        ]
        least = NEGLIGIBLE * sum(masses)
        kept = [(value, mass) for value, mass in zip(values, masses, strict=True) if (mass > least).any()]
        share = side / sum(mass for _, mass in kept) if kept else side
        for value, mass in kept:
            yield value, mass * share
