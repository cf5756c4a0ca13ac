"""Readings that stand out, and levels that shift for good, in a series of polls.

Which readings does the fitted model not explain, and on which days did the level jump? The essential assumption: a
shift or a stray reading shows in one place, so places can be asked one after another, the clearest first, each time
with everything found before taken into account. Score tests of all places need one fit; the likelihood ratios of the
clearest need one more each, and see what a score does not: a shift that the fit took for lively movement. Not a test
of any one date chosen beforehand, which may use a lower bar.

References: Harvey, A. C., Koopman, S. J. (1992). Diagnostic checking of unobserved-components time series models.
Journal of Business and Economic Statistics 10(4), 377-389. de Jong, P., Penzer, J. (1998). Diagnosing shocks in time
series. Journal of the American Statistical Association 93(442), 796-806. Chen, C., Liu, L.-M. (1993). Joint estimation
of model parameters and outlier effects in time series. Journal of the American Statistical Association 88, 284-297.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from winset.chance.tracked import Array, Seen, Weighed

READINGS_AFTER = 2
"""A shift is told from a stray reading by what follows it: at least so many readings."""


def alarm_bar(n_places: int, false_alarm: float) -> float:
    r"""Return how many standard errors the clearest of many places must stand out by.

    .. math:: \Phi^{-1}\bigl(1 - \alpha / (2 N)\bigr)

    Bonferroni's bound: in a series with nothing in it, a false alarm comes with chance alpha at most if the variances
    are right.

    >>> round(alarm_bar(200, 0.05), 2)
    3.66
    """
    return float(-ndtri(false_alarm / (2 * n_places)))


def standing_out(weighed: Weighed, found: Seen) -> tuple[Array, Array]:
    r"""Return by how many standard errors each reading strays, and the level shifts at each moment.

    .. math:: z = s^\top P y \,/\, \sqrt{s^\top P s},\quad
        P = V^{-1} - V^{-1}X(X^\top V^{-1}X + \Lambda)^{-1}X^\top V^{-1}

    Here s is one reading, or everything from a moment on as far as it shows the level: the score test that an effect
    with that pattern is zero.

    Returns
    -------
    strays : array of float, shape (n_readings,)
        Positive for a reading above what the rest expect.
    shifts : array of float, shape (n_nodes,)
        For a shift between a moment and the one before; 0 for the first, and where too few readings follow.
    """
    sightings, r = weighed.sightings, weighed.errors
    node, b = sightings.node, sightings.loading
    n_nodes = sightings.months.size
    inverse = found.inverse(np.arange(n_nodes))
    # What is left of readings after the walk, the constants, and both.
    pure = sightings.X / r[:, None] - (b / r)[:, None] * found.pull[node]
    left = (sightings.y - sightings.X @ found.constants - b * found.walk[node]) / r
    own = 1 / r - (b / r) ** 2 * inverse[node, node] - np.einsum("ij,jk,ik->i", pure, found.covariance, pure)
    strays = left / np.sqrt(np.maximum(own, 1e-12 / r))

    def from_here(values: NDArray[Any]) -> Array:
        """Return sums over each moment and all after it."""
        return np.asarray(np.cumsum(values[::-1], axis=0)[::-1], dtype=float)

    at_nodes = np.bincount(node, weights=b * left, minlength=n_nodes)
    weights = weighed.information
    pure_nodes = np.stack([np.bincount(node, weights=b * part, minlength=n_nodes) for part in pure.T], axis=1)
    among = np.diag(weights) - weights[:, None] * inverse * weights[None, :]
    own_shift = np.diag(from_here(from_here(among).T)).copy()
    tail = from_here(pure_nodes)
    own_shift -= np.einsum("ij,jk,ik->i", tail, found.covariance, tail)
    follow = from_here(np.bincount(node, weights=np.ones(node.size), minlength=n_nodes))
    clear = (follow >= READINGS_AFTER) & (own_shift > 1e-9 * weights.sum())
    clear[0] = False
    return strays, np.where(clear, from_here(at_nodes) / np.sqrt(np.where(clear, own_shift, 1.0)), 0.0)


def clearest(
    strays: Array, shifts: Array, taken: tuple[NDArray[np.int64], NDArray[np.int64]], count: int
) -> tuple[tuple[str, int, float], ...]:
    """Return the kinds, places and standard errors of what stands out most, leaving out what is taken.

    >>> none = np.zeros(0, dtype=np.int64)
    >>> clearest(np.array([0.5, -3.0]), np.array([0.0, 2.5]), (none, none), count=2)
    (('stray', 1, -3.0), ('shift', 1, 2.5))
    """
    scores = np.concatenate([shifts, strays])
    scores[taken[1]] = 0.0
    scores[shifts.size + taken[0]] = 0.0
    order = np.argsort(-np.abs(scores), kind="stable")[:count].tolist()
    return tuple(
        ("shift", place, float(scores[place]))
        if place < shifts.size
        else ("stray", place - shifts.size, float(scores[place]))
        for place in order
    )


def strength(without: Seen, with_it: Seen, prior_variance: float) -> float:
    r"""Return by how many standard errors the last constant of a fit stands out, when all variances were fitted anew.

    .. math:: z^2 = 2\,\bigl(\ell_1 - \ell_0\bigr) + \log\bigl(1 + V/s^2\bigr) + \hat e^2/(V + s^2)

    Twice the gain in log likelihood, less what the effect's prior variance V costs: the likelihood ratio of an effect
    of free size, with its estimate e and that one's variance s squared. At the same variances it is the score test.
    """
    own = float(with_it.covariance[-1, -1])
    variance = 1 / max(1 / own - 1 / prior_variance, 1e-12)
    estimate = float(with_it.constants[-1]) * (1 + variance / prior_variance)
    gain = 2 * (with_it.log_likelihood - without.log_likelihood)
    square = gain + float(np.log1p(prior_variance / variance)) + estimate**2 / (prior_variance + variance)
    return float(np.copysign(np.sqrt(max(square, 0.0)), estimate))
