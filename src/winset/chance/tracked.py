"""A level that moves between irregular dates, seen through readings with known loadings and unknown constants.

What do readings say of a random walk, or of a level that is pulled back to a mean, when some constants (leans of
houses, levels of wordings, shifts) are unknown as well? The essential assumption is that everything is normal given the
variances. The walk between dates has a precision matrix with three diagonals, so one likelihood takes a time that
grows with the number of readings and no more. Not for levels so near 0 or 100 that the bound matters.

References: Rue, H., Held, L. (2005). Gaussian Markov Random Fields. Chapman & Hall, ch. 2-3. Harvey, A. C. (1989).
Forecasting, Structural Time Series Models and the Kalman Filter. Cambridge University Press, ch. 3-4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dpttrf, dpttrs

from winset.errors import InputError
from winset.timing.mean_reversion import ou_step

Array = NDArray[np.float64]

LEAST_VARIANCE = 1e-7
"""Points squared per month: a level said to stand still moves by less than 0.01 points in twenty years."""


@dataclass(frozen=True)
class Sightings:
    """Readings of a moving level: ``y = X beta + loading * w(node) + error``.

    Parameters
    ----------
    months : array of float, shape (n_nodes,)
        Moments, strictly rising: those with readings, and others that are asked for.
    node : array of int, shape (n_readings,)
        Moment of each reading.
    y, loading : array of float, shape (n_readings,)
        Readings in points, and how much of a move of the level they show.
    X : array of float, shape (n_readings, n_constants)
        How each unknown constant enters each reading. The first is the level's own, so its column is `loading`.
    precision : array of float, shape (n_constants,)
        One over the variance of each constant before the readings; 0 where nothing is known.
    """

    months: Array
    node: NDArray[np.int64]
    y: Array
    loading: Array
    X: Array
    precision: Array

    @cached_property
    def transitions(self) -> dict[float, tuple[Array, Array, float]]:
        """Steps between moments that were asked for already, by the pull."""
        return {}

    def steps(self, speed: float) -> tuple[Array, Array, float]:
        """Return what each step keeps, the variances of the start and of steps for Q = 1, and the sum of their logs.

        With no pull the first level is unknown anyway, and any variance of it drops out of the contrasts.
        """
        if speed not in self.transitions:
            kept, moved = ou_step(speed, 1.0, np.diff(self.months))
            steps = np.concatenate([[1 / (2 * speed) if speed > 0 else 1.0], moved])
            self.transitions[speed] = kept, steps, float(np.log(steps).sum())
        return self.transitions[speed]


@dataclass(frozen=True)
class Weighed:
    """Readings with the variance of each about the level: their sums at every moment, which no process changes.

    Parameters
    ----------
    sightings : Sightings
    errors : array of float, shape (n_readings,)
        Variances in points squared, above 0.
    """

    sightings: Sightings
    errors: Array

    @cached_property
    def both(self) -> Array:
        """Constants and readings side by side, over their variances."""
        return np.column_stack([self.sightings.X, self.sightings.y]) / self.errors[:, None]

    @cached_property
    def sums(self) -> Array:
        """Sums of squares and products of constants and readings."""
        return np.asarray(np.column_stack([self.sightings.X, self.sightings.y]).T @ self.both)

    @cached_property
    def at_nodes(self) -> Array:
        """Sums at every moment, loaded."""
        loaded = self.both * self.sightings.loading[:, None]
        n = self.sightings.months.size
        return np.stack([np.bincount(self.sightings.node, weights=part, minlength=n) for part in loaded.T], axis=1)

    @cached_property
    def information(self) -> Array:
        """How sharply the readings of every moment see the level."""
        weights = self.sightings.loading**2 / self.errors
        return np.bincount(self.sightings.node, weights=weights, minlength=self.sightings.months.size).astype(
            np.float64
        )

    @cached_property
    def log_errors(self) -> float:
        """Sum of the logarithms of the variances."""
        return float(np.log(self.errors).sum())


@dataclass(frozen=True)
class Seen:
    """What the readings say, given all variances.

    Parameters
    ----------
    log_likelihood : float
        Of the contrasts that constants with no prior leave (restricted likelihood), without its constant.
    constants, covariance : array of float, shapes (n_constants,) and (n_constants, n_constants)
        The unknown constants after the readings.
    walk : array of float, shape (n_nodes,)
        The moving part at every moment.
    pull : array of float, shape (n_nodes, n_constants)
        How the moving part answers to the constants: a move of them by one moves the walk by minus this.
    factor : tuple of array
        Factor of the precision of the moving part, for `inverse`.
    """

    log_likelihood: float
    constants: Array
    covariance: Array
    walk: Array
    pull: Array
    factor: tuple[Array, Array]

    def at(self, nodes: NDArray[np.int64], rows: Array, moved: Array | float = 1.0) -> tuple[Array, Array]:
        """Return means and variances of ``rows @ constants + moved * walk[nodes]``, one for each node given."""
        moves = np.broadcast_to(np.asarray(moved, dtype=float), nodes.shape)[:, None]
        ahead = rows - moves * self.pull[nodes]
        mean = rows @ self.constants + moves[:, 0] * self.walk[nodes]
        own = self.inverse(nodes)[nodes, np.arange(nodes.size)]
        return mean, np.maximum(moves[:, 0] ** 2 * own + np.einsum("ij,jk,ik->i", ahead, self.covariance, ahead), 0.0)

    def inverse(self, nodes: NDArray[np.int64]) -> Array:
        """Return columns of the covariance of the moving part given the constants."""
        columns = np.zeros((self.walk.size, nodes.size), order="F")
        columns[nodes, np.arange(nodes.size)] = 1.0
        return np.asarray(dpttrs(*self.factor, columns)[0])


def seen(weighed: Weighed, variance: float, speed: float = 0.0) -> Seen:
    r"""Return what readings say of a level that walks at random, or is pulled back to its mean.

    .. math:: w_{i+1} = a_i w_i + \varepsilon_i,\quad a_i = e^{-\theta\Delta_i},\quad
        \mathrm{Var}\,\varepsilon_i = Q\,\frac{1-a_i^2}{2\theta}

    Parameters
    ----------
    weighed : Weighed
    variance, speed : float
        Q in points squared per month, and theta per month; speed 0 is the random walk.

    Raises
    ------
    InputError
        If the constants cannot be told apart from the readings.
    """
    sightings = weighed.sightings
    q = max(variance, LEAST_VARIANCE)
    kept, steps, log_steps = sightings.steps(speed)
    precise = 1 / (q * steps)
    diagonal = precise + weighed.information
    diagonal[:-1] += kept**2 * precise[1:]
    d, e, _ = dpttrf(diagonal, -kept * precise[1:])
    solved = dpttrs(d, e, weighed.at_nodes)[0]
    cross = weighed.sums - weighed.at_nodes.T @ solved

    k = sightings.X.shape[1]
    joint, right = cross[:k, :k] + np.diag(sightings.precision), cross[:k, k]
    try:
        factor = np.linalg.cholesky(joint)
    except np.linalg.LinAlgError:
        raise InputError("the readings cannot tell the level, the leans of houses and the wordings apart") from None
    inverse = np.linalg.inv(factor)
    covariance = inverse.T @ inverse
    constants = covariance @ right
    known = sightings.precision[sightings.precision > 0]
    log_steps += steps.size * float(np.log(q))
    deviance = (
        weighed.log_errors + np.log(d).sum() + log_steps + 2 * np.log(np.diag(factor)).sum()
        - np.log(known).sum() + cross[k, k] - right @ constants
    )  # fmt: skip
    walk = solved[:, k] - solved[:, :k] @ constants
    return Seen(float(-deviance / 2), constants, covariance, walk, solved[:, :k], (d, e))
