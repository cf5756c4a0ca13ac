r"""Which of many points is chosen, given what sets the points apart?

The conditional logit model: the chance of a point is proportional to the exponential of a weighted sum of its features.
The one assumption is that the odds of two points do not hang on the others. Not for features that hardly differ between
points: their weights are then told by the prior alone.

Reference: McFadden, D. (1974). Conditional logit analysis of qualitative choice behavior. In Zarembka, P. (ed.),
Frontiers in Econometrics, 105-142.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError

Array = NDArray[np.float64]

PRIOR = 1.0
"""Standard deviation of a weight, before the data are seen, on a feature of standard deviation 1."""

MOST_STEPS = 100
SETTLED = 1e-9


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of the features of a conditional logit model, shape (n_features,), and whether the fit settled."""

    values: Array
    settled: bool


def choice_chances(features: ArrayLike, weights: ArrayLike) -> Array:
    r"""Return the chance of every point, shape (n, n_points).

    .. math:: p_{ik} = \frac{\exp(\beta \cdot x_{ik})}{\sum_l \exp(\beta \cdot x_{il})}

    Parameters
    ----------
    features : array of float, shape (n, n_points, n_features)
        x.
    weights : array of float, shape (n_features,)
        beta.

    Examples
    --------
    >>> choice_chances([[[0.0], [1.0]]], [np.log(3)]).round(2).tolist()
    [[0.25, 0.75]]
    """
    worth = np.asarray(features, dtype=float) @ np.asarray(weights, dtype=float)
    odds = np.exp(worth - worth.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def fit_choice(features: ArrayLike, chosen: ArrayLike, prior: float = PRIOR) -> Weights:
    r"""Return the most likely weights, given which points were chosen.

    .. math:: \max_\beta \sum_i \log p_{i c_i} - \frac{1}{2 \tau^2} \sum_f (\beta_f s_f)^2

    Here c_i is the point chosen, s_f the standard deviation of a feature between the points of a choice, and tau that
    of the prior. The problem is concave, so that Newton's method finds its one answer.

    Parameters
    ----------
    features : array of float, shape (n, n_points, n_features)
        x, finite. A feature that is the same for all points of each choice has no weight.
    chosen : array of int, shape (n,)
        c, from 0.
    prior : float
        tau, above 0.

    Returns
    -------
    Weights
        All 0 if there is no choice to learn from.

    Raises
    ------
    InputError
        If shapes do not fit, a number is not finite, a point chosen is none, or `prior` is not above 0.

    Examples
    --------
    Three of four chose the second point; the prior pulls log 3 towards 0.

    >>> fit = fit_choice([[[0], [1]]] * 4, [1, 1, 1, 0], prior=10)
    >>> fit.values.round(3).tolist(), fit.settled
    ([1.095], True)
    """
    x, c = np.asarray(features, dtype=float), np.asarray(chosen, dtype=np.intp)
    if x.ndim != 3 or c.shape != x.shape[:1]:
        raise InputError(
            f"`features` has shape {x.shape} and `chosen` {c.shape}; here (n, n_points, n_features) and (n,)"
        )
    if not np.isfinite(x).all():
        raise InputError("`features` must be finite")
    if ((c < 0) | (c >= x.shape[1])).any():
        raise InputError(f"`chosen` must lie from 0 to {x.shape[1] - 1}")
    if not prior > 0:
        raise InputError(f"`prior` is {prior}; it must be above 0")
    beta = np.zeros(x.shape[2])
    if not c.size:
        return Weights(beta, True)
    between = ((x - x.mean(axis=1, keepdims=True)) ** 2).mean(axis=(0, 1))
    penalty = np.where(between > 1e-18, between, 1.0) / prior**2
    taken = x[np.arange(c.size), c].sum(axis=0)
    best = _objective(x, c, beta, penalty)
    for _ in range(MOST_STEPS):
        p = choice_chances(x, beta)
        expected = np.einsum("ik,ikf->if", p, x)
        slope = taken - expected.sum(axis=0) - penalty * beta
        weighted = (x * p[..., None]).reshape(-1, beta.size)
        curvature = weighted.T @ x.reshape(-1, beta.size) - expected.T @ expected + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        if slope @ step < SETTLED:
            return Weights(beta, True)
        while (found := _objective(x, c, beta + step, penalty)) < best and np.abs(step).max() > 1e-12:
            step = step / 2
        beta, best = beta + step, max(found, best)
    return Weights(beta, False)


def _objective(x: Array, chosen: NDArray[np.intp], beta: Array, penalty: Array) -> float:
    """Return the log likelihood with the prior."""
    worth = x @ beta
    top = worth.max(axis=1)
    total = top + np.log(np.exp(worth - top[:, None]).sum(axis=1))
    return float((worth[np.arange(chosen.size), chosen] - total).sum() - 0.5 * (penalty * beta**2).sum())
