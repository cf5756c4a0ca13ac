"""How much of a two-dimensional normal distribution lies beyond a start in one direction and above a line in the other?

One variable is integrated over; given it, the other is normal too, and its tail is known. Where that tail changes fast,
which the caller says, panels of the quadrature shrink geometrically, so that also lines that are nearly steps are met.
What lies beyond nine standard deviations is left out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]

FARTHEST = 9.0
"""Standard deviations beyond which nothing is counted, less than 1e-18."""

NEAR = np.concatenate([[0.0], *([-width, width] for width in 2.0 * 8.0 ** -np.arange(9))])
"""Edges of panels around a place where the tail changes fast, in standard deviations."""

EVERYWHERE = np.linspace(-FARTHEST, FARTHEST, 13)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


def normal_above(line: Callable[[Array], Array], start: Array, fast: Array, correlation: Array) -> Array:
    r"""Return the probability that a standard normal pair lies beyond a start and above a line.

    .. math:: P(Z \ge z_0,\; W > b(Z)) = \int_{z_0}^{\infty} \phi(z)\,
        \Phi\Big(\frac{\rho z - b(z)}{\sqrt{1 - \rho^2}}\Big) dz

    Parameters
    ----------
    line : callable
        b, from an array of shape (..., n) to one of the same shape; infinite where nothing, or everything, lies above.
    start : array of float, shape (...)
        :math:`z_0`; may be infinite.
    fast : array of float, shape (..., n_places)
        Kinks of the line and places where it crosses :math:`\rho z`.
    correlation : array of float, shape (...)
        :math:`\rho`, -1 to 1; at either end all lies on one straight line.

    Examples
    --------
    A quarter of all pairs of independent variables has both above 0, a half of those that are one and the same:

    >>> start, fast = np.zeros(2), np.zeros((2, 1))
    >>> normal_above(np.zeros_like, start, fast, np.array([0.0, 1.0])).round(12).tolist()
    [0.25, 0.5]
    """
    low = np.clip(start, -FARTHEST, FARTHEST)[..., None]
    places = np.clip(fast, -FARTHEST, FARTHEST)[..., None] + NEAR
    places = places.reshape(*places.shape[:-2], fast.shape[-1] * NEAR.size)
    among = np.broadcast_to(EVERYWHERE, (*places.shape[:-1], EVERYWHERE.size))
    edges = np.sort(np.clip(np.concatenate([places, among], axis=-1), low, FARTHEST), axis=-1)
    rho = correlation[..., None]
    spread = np.sqrt((1 - rho) * (1 + rho))
    mass = np.zeros(edges.shape[:-1])
    for left, right in zip(np.moveaxis(edges, -1, 0)[:-1], np.moveaxis(edges, -1, 0)[1:], strict=True):
        half = (right - left) / 2
        z = (left + half)[..., None] + half[..., None] * NODES
        above = rho * z - line(z)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            tail = np.where(spread > 0, ndtr(above / spread), above > 0)
        mass += half * ((np.exp(-(z**2) / 2) * tail) @ WEIGHTS)
    return np.asarray(np.clip(mass / np.sqrt(2 * np.pi), 0.0, 1.0))
