r"""Pools of several people's probabilities of one event: the mean, and the mean of log-odds moved away from even.

The mean of probabilities is too close to one half, since each forecaster holds back for what the others know. Moving
the mean of the log-odds away from even odds mends that on average. The one essential assumption is that forecasters
know different things. Do not use it for people who copy each other, whose agreement says nothing new, nor where one
more opinion would be one more of the same.

References
----------
.. [1] Baron, J., Mellers, B. A., Tetlock, P. E., Stone, E. and Ungar, L. H. (2014). Two reasons to make aggregated
   probability forecasts more extreme. Decision Analysis 11(2), 133-145.
.. [2] Satopää, V. A., Baron, J., Foster, D. P., Mellers, B. A., Tetlock, P. E. and Ungar, L. H. (2014). Combining
   multiple probability predictions using a simple logit model. International Journal of Forecasting 30(2), 344-356.
.. [3] Neyman, E. and Roughgarden, T. (2022). Are you smarter than a random expert? The robust aggregation of
   substitutable signals. Proceedings of EC '22, 990-1012.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from winset.errors import InputError

SUREST = 0.001
"""Nobody's forecast counts for surer than this in the mean of log-odds, where one certainty would silence the rest."""


def extremising_factor(experts: int) -> float:
    r"""Return by what the mean log-odds of so many experts are multiplied.

    .. math:: d(n) = \frac{n (\sqrt{3 n^2 - 3 n + 1} - 2)}{n^2 - n - 1}

    It is 1 for one expert, whose own forecast stays, 1.29 for two, and rises to the square root of 3. Satopää et al.
    (2014) found factors from 1.16 to 3.92 best on geopolitical questions. In the spirit of Neyman and Roughgarden
    (2022), whose expression for the factor is given here as others quote it; the paper was not re-read.

    Examples
    --------
    >>> [round(extremising_factor(experts), 3) for experts in (1, 2, 5, 1000)]
    [1.0, 1.292, 1.529, 1.731]
    """
    if isinstance(experts, bool) or not isinstance(experts, int) or experts < 1:
        raise InputError(f"`experts` is {experts!r}; take a whole number from 1")
    n = float(experts)
    return n * (sqrt(3 * n * n - 3 * n + 1) - 2) / (n * n - n - 1)


def linear_pool(probabilities: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Return the weighted mean of probabilities.

    .. math:: p = \frac{\sum_i w_i p_i}{\sum_i w_i}

    Parameters
    ----------
    probabilities : array of float, shape (n,)
        From 0 to 1.
    weights : array of float, shape (n,), optional
        Above 0; equal if not stated.

    Examples
    --------
    >>> linear_pool([0.1, 0.3])
    0.2
    """
    chances, shares = _checked(probabilities, weights)
    return float(shares @ chances)


def log_odds_pool(probabilities: ArrayLike, weights: ArrayLike | None = None, factor: float | None = None) -> float:
    r"""Return the probability whose log-odds are a factor times the weighted mean of log-odds.

    .. math:: \mathrm{logit}\,p = d \, \frac{\sum_i w_i \,\mathrm{logit}\,p_i}{\sum_i w_i}

    Parameters
    ----------
    probabilities : array of float, shape (n,)
        From 0 to 1; those closer to either than `SUREST` count as so far away.
    weights : array of float, shape (n,), optional
        Above 0; equal if not stated.
    factor : float, optional
        Above 0; 1 leaves the pool as it is. `extremising_factor` of their number if not stated.

    Examples
    --------
    >>> round(log_odds_pool([0.1, 0.3]), 3), round(log_odds_pool([0.1, 0.3], factor=1), 3), log_odds_pool([0.5, 0.5])
    (0.123, 0.179, 0.5)
    """
    chances, shares = _checked(probabilities, weights)
    factor = extremising_factor(len(chances)) if factor is None else factor
    if isinstance(factor, bool) or not 0 < factor < np.inf:
        raise InputError(f"`factor` is {factor}; take a number above 0")
    return float(expit(factor * (shares @ logit(np.clip(chances, SUREST, 1 - SUREST)))))


def _checked(probabilities: ArrayLike, weights: ArrayLike | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return probabilities and weights that sum to 1."""
    chances = np.asarray(probabilities, dtype=float)
    if chances.ndim != 1 or not len(chances):
        raise InputError(f"`probabilities` has shape {chances.shape}; take a list of one or more")
    if not ((chances >= 0) & (chances <= 1)).all():
        raise InputError("`probabilities` holds a number that is none from 0 to 1")
    shares = np.ones(len(chances)) if weights is None else np.asarray(weights, dtype=float)
    if shares.shape != chances.shape or not ((shares > 0) & np.isfinite(shares)).all():
        raise InputError(f"`weights` has shape {shares.shape}; take a number above 0 for each probability")
    return chances, shares / shares.sum()
