"""A mixture of normal distributions: what is said of a number when several models may be right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from winset.chance.tracked import Array

HALVINGS = 40


@dataclass(frozen=True)
class Mixture:
    """Weights that sum to one, means and variances of normal parts.

    Examples
    --------
    >>> two = Mixture(np.array([0.5, 0.5]), np.array([-1.0, 1.0]), np.array([1.0, 1.0]))
    >>> two.mean, round(two.sd**2, 6), float(two.below(0.0).round(6))
    (0.0, 2.0, 0.5)
    """

    weights: Array
    means: Array
    variances: Array

    @property
    def mean(self) -> float:
        """Mean of the whole."""
        return float(self.weights @ self.means)

    @property
    def sd(self) -> float:
        """Standard deviation of the whole."""
        return float(np.sqrt(self.weights @ (self.variances + (self.means - self.mean) ** 2)))

    def below(self, value: ArrayLike) -> Array:
        """Return the chance of a number at most `value`, one for each."""
        at = np.asarray(value, dtype=float)[..., None]
        sds = np.sqrt(self.variances)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(sds > 0, (at - self.means) / sds, np.where(at >= self.means, np.inf, -np.inf))
        return np.asarray(ndtr(z) @ self.weights)

    def quantiles(self, levels: ArrayLike) -> Array:
        """Return the values below which the number lies with the chances `levels`, by halving."""
        wanted = np.asarray(levels, dtype=float)
        reach = 9 * np.sqrt(self.variances)
        low = np.full(wanted.shape, float(np.min(self.means - reach)))
        high = np.full(wanted.shape, float(np.max(self.means + reach)))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            under = self.below(middle) < wanted
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray((low + high) / 2)

    def plus(self, variances: ArrayLike, weights: ArrayLike = 1.0) -> Mixture:
        """Return the sum with an independent number of mean 0: its parts' variances and weights."""
        more, share = np.broadcast_arrays(np.asarray(variances, dtype=float), np.asarray(weights, dtype=float))
        more, share = np.atleast_1d(more), np.atleast_1d(share)
        return Mixture(
            np.outer(self.weights, share).ravel(),
            np.repeat(self.means, share.size),
            np.add.outer(self.variances, more).ravel(),
        )
