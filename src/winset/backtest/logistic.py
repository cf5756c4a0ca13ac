r"""Chances of a yes or no from a few figures, by logistic regression with a ridge penalty.

The log-odds are taken to be a sum of parts, one for each figure, and the penalty draws every part towards nothing, so
that few cases with many figures still give a sober answer. Not where figures work together unless their product is
given as a figure too.

Reference: le Cessie, S., van Houwelingen, J. C. (1992). Ridge estimators in logistic regression. Applied Statistics 41,
191-201.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from winset.errors import InputError

Array = NDArray[np.float64]

STEPS = 50
"""Newton's method needs some six."""


@dataclass(frozen=True, eq=False)
class Logistic:
    """What was learnt: the log-odds where all figures are at their means, and what one standard deviation adds.

    Parameters
    ----------
    level : float
    effects : array of float, shape (n_figures,)
        Log-odds for one standard deviation; 0 for a figure that never varies.
    mean, sd : arrays of float, shape (n_figures,)
        Of the figures learnt from; sd is 1 where a figure never varies.
    """

    level: float
    effects: Array
    mean: Array
    sd: Array

    def parts(self, figures: ArrayLike) -> Array:
        """Return what each figure adds to the log-odds of each row, shape (n_rows, n_figures)."""
        return (np.asarray(figures, dtype=float) - self.mean) / self.sd * self.effects

    def chances(self, figures: ArrayLike) -> Array:
        """Return the chance of a yes for each row."""
        found: Array = expit(self.level + self.parts(figures).sum(axis=1))
        return found


def ridge_logistic(
    figures: ArrayLike, outcomes: ArrayLike, penalty: float = 1.0, weights: ArrayLike | None = None
) -> Logistic:
    r"""Return the logistic regression of outcomes on figures.

    .. math:: \min_{\alpha, \beta}\ -\sum_i w_i \bigl(o_i \eta_i - \log(1 + e^{\eta_i})\bigr)
              + \frac{\lambda}{2} \lVert \beta \rVert^2, \qquad \eta_i = \alpha + \beta \cdot z_i

    Here z are the figures with mean 0 and standard deviation 1, o the outcomes, w the weights and lambda the penalty;
    the level alpha is not drawn anywhere.

    Parameters
    ----------
    figures : array of float, shape (n_rows, n_figures)
        Finite.
    outcomes : array of float or bool, shape (n_rows,)
        1 for yes and 0 for no. Where all are alike the level is that of one more yes and one more no.
    penalty : float, default 1
        lambda, above 0: as strong as a normal prior of standard deviation 1 on each effect.
    weights : array of float, shape (n_rows,), optional
        w, at least 0: how many equal rows a row stands for.

    Raises
    ------
    InputError
        If a figure is not finite, shapes do not go together, there is no row, or `penalty` is not above 0.

    Examples
    --------
    >>> found = ridge_logistic([[0], [0], [1], [1]], [0, 0, 1, 1])
    >>> found.chances([[0], [1]]).round(2).tolist()
    [0.26, 0.74]
    """
    x, o = np.asarray(figures, dtype=float), np.asarray(outcomes, dtype=float)
    w = np.ones(o.shape) if weights is None else np.asarray(weights, dtype=float)
    if x.ndim != 2 or o.shape != (x.shape[0],) or w.shape != o.shape or not w.sum() > 0:
        raise InputError(
            f"`figures` has shape {x.shape}, `outcomes` {o.shape} and `weights` {w.shape}; "
            "there is a row of figures, an outcome and a weight for each, and one row or more"
        )
    if not np.isfinite(x).all():
        raise InputError("`figures` holds a number that is not finite")
    if not 0 < penalty < np.inf:
        raise InputError(f"`penalty` is {penalty}; it is above 0")
    mean = np.average(x, axis=0, weights=w)
    sd = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=w))
    sd = np.where(sd > 1e-12 * np.maximum(1.0, np.abs(mean)), sd, 0.0)
    z = np.divide(x - mean, sd, out=np.zeros_like(x), where=sd > 0)
    share = (w @ o + 1) / (w.sum() + 2)
    theta = np.concatenate([[np.log(share / (1 - share))], np.zeros(x.shape[1])])
    if 0 < w @ o < w.sum():
        theta = _newton(np.column_stack([np.ones(len(o)), z]), o, w, penalty, theta)
    return Logistic(float(theta[0]), theta[1:], mean, np.where(sd > 0, sd, 1.0))


def _newton(z: Array, o: Array, w: Array, penalty: float, theta: Array) -> Array:
    """Return where the penalised likelihood is highest; the step is halved while it would go down."""
    drawn = np.full(z.shape[1], penalty)
    drawn[0] = 0.0

    def loss(theta: Array) -> float:
        eta = z @ theta
        return float(w @ (np.logaddexp(0, eta) - o * eta) + drawn @ theta**2 / 2)

    best = loss(theta)
    for _ in range(STEPS):
        p = expit(z @ theta)
        slope = z.T @ (w * (p - o)) + drawn * theta
        bend = (z * (w * p * (1 - p))[:, None]).T @ z + np.diag(drawn + 1e-12)
        step = np.linalg.solve(bend, slope)
        new = loss(theta - step)
        while not new <= best + 1e-12 * abs(best) and np.abs(step).max() > 1e-12:
            step = step / 2
            new = loss(theta - step)
        theta, best = theta - step, new
        if np.abs(step).max() < 1e-10:
            break
    return theta
