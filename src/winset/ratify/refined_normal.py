"""How likely are at least so many votes of a large body, when only their mean and spread are counted?

The refined normal approximation to a sum of independent votes: a normal distribution with a continuity correction
and a term for skewness. The essential assumption is that no few voters decide the spread.

References: Hong, Y. (2013). On computing the distribution function for the Poisson binomial distribution.
Computational Statistics & Data Analysis 59, 41-51 (eq. 14). Johnson, N. L., Kotz, S. and Balakrishnan, N. (1994).
Continuous univariate distributions, vol. 1, 2nd ed., Wiley (section 10.1: the truncated normal distribution).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

Array = NDArray[np.float64]


def normal_tail(needed: int, mean: Array, variance: Array, third: Array) -> Array:
    r"""Return the chance of at least `needed` votes with these central moments.

    .. math:: P = 1 - \Phi(x) - \frac{\gamma}{6} (1 - x^2) \varphi(x), \qquad
        x = \frac{q - 1/2 - \mu}{\sigma}, \quad \gamma = \mu_3 / \sigma^3

    Parameters
    ----------
    needed : int
        Votes needed.
    mean, variance, third : array of float
        Mean and second and third central moment of the votes.

    Examples
    --------
    At least six of ten where each says yes with a chance of one half; exactly .377.

    >>> round(float(normal_tail(6, np.array(5.0), np.array(2.5), np.array(0.0))), 3)
    0.376
    """
    sd = np.sqrt(np.maximum(variance, 1e-12))
    return refined_tail((needed - 0.5 - mean) / sd, third / sd**3)


def refined_tail(x: Array, skewness: Array) -> Array:
    """Return the chance of lying more than `x` standard deviations above the mean, with this skewness."""
    return np.asarray(np.clip(ndtr(-x) - skewness / 6 * (1 - x**2) * normal_density(x), 0, 1))


def majority_moments(
    least: int, mean: Array, variance: Array, third: Array
) -> tuple[Array, tuple[Array, Array, Array]]:
    r"""Return the chance of at least `least` votes, and the mean and central moments of the votes if there are.

    With :math:`\alpha = (m - 1/2 - \mu)/\sigma` and the hazard :math:`\lambda = \varphi(\alpha)/\Phi(-\alpha)`,

    .. math:: \mu' = \mu + \sigma\lambda, \quad \sigma'^2 = \sigma^2 (1 + \alpha\lambda - \lambda^2), \quad
        \mu_3' = \sigma^3 \lambda \big((\lambda - \alpha)(2\lambda - \alpha) - 1\big)

    Parameters
    ----------
    least, mean, variance, third
        As in `normal_tail`.

    Notes
    -----
    The skewness that the votes have of themselves is added to the last in proportion to the chance.

    Examples
    --------
    >>> chance, (mean, _, _) = majority_moments(51, *(np.array(moment) for moment in (50.5, 25.0, 0.0)))
    >>> float(chance), round(float(mean), 2)
    (0.5, 54.49)
    """
    sd = np.sqrt(np.maximum(variance, 1e-12))
    start = np.clip((least - 0.5 - mean) / sd, -30, 30)
    hazard = np.exp(-(start**2) / 2 - log_ndtr(-start)) / np.sqrt(2 * np.pi)
    beyond = hazard - start
    given = (
        mean + sd * hazard,
        variance * np.clip(1 - hazard * beyond, 0, 1),
        third * ndtr(-start) + sd**3 * hazard * (beyond * (2 * hazard - start) - 1),
    )
    return normal_tail(least, mean, variance, third), given


def normal_density(x: Array) -> Array:
    """Return the density of the standard normal distribution."""
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))
