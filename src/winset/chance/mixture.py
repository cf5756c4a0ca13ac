"""A mixture of normal distributions: what is said of a number when several models may be right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from winset.chance.tracked import Array

MOST_STEPS = 100
EXACT = 1e-13


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
        away = np.asarray(value, dtype=float)[..., None] - self.means
        sds = np.sqrt(self.variances)
        if sds.all():
            return np.asarray(ndtr(away / sds) @ self.weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(sds > 0, away / sds, np.where(away >= 0, np.inf, -np.inf))
        return np.asarray(ndtr(z) @ self.weights)

    def quantiles(self, levels: ArrayLike) -> Array:
        """Return the values below which the number lies with the chances `levels`.

        Newton's steps, and halving wherever a step would leave the bracket or brings no headway: parts without spread
        have no density.
        """
        wanted = np.asarray(levels, dtype=float)
        sds = np.sqrt(self.variances)
        low = np.full(wanted.shape, float(np.min(self.means - 9 * sds)))
        high = np.full(wanted.shape, float(np.max(self.means + 9 * sds)))
        at = np.clip(self.mean + self.sd * ndtri(wanted), low, high)
        before = np.full(wanted.shape, np.inf)
        for _ in range(MOST_STEPS):
            miss = self.below(at) - wanted
            low, high = np.where(miss < 0, at, low), np.where(miss < 0, high, at)
            if np.all((np.abs(miss) < EXACT) | (high - low <= EXACT * (1 + np.abs(at)))):
                break
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                step = at - miss / self.density(at)
            good = (low < step) & (step < high) & (np.abs(miss) < before / 2)
            at, before = np.where(good, step, (low + high) / 2), np.abs(miss)
        return np.asarray(at)

    def density(self, value: ArrayLike) -> Array:
        """Return the density at each value, of the parts that have a spread."""
        spread = self.variances > 0
        sds = np.sqrt(self.variances[spread])
        z = (np.asarray(value, dtype=float)[..., None] - self.means[spread]) / sds
        return np.asarray(np.exp(-(z**2) / 2) @ (self.weights[spread] / sds) / np.sqrt(2 * np.pi))

    def plus(self, variances: ArrayLike, weights: ArrayLike = 1.0) -> Mixture:
        """Return the sum with an independent number of mean 0: its parts' variances and weights.

        Variances have shape (n_new,), or (n_parts, n_new) where the number differs from part to part.
        """
        share = np.atleast_1d(np.asarray(weights, dtype=float))
        more = np.broadcast_to(np.asarray(variances, dtype=float), (self.weights.size, share.size))
        return Mixture(
            np.outer(self.weights, share).ravel(),
            np.repeat(self.means, share.size),
            (self.variances[:, None] + more).ravel(),
        )
