r"""How good was a forecast, now that the outcome is known?

Every score here is a loss: 0 is best, and a forecaster who says what he believes expects the smallest one, so that
nothing is won by shading a forecast. Do not compare scores over different questions: a hard question costs everybody
more.

References: Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review
78, 1-3. Murphy, A. H. (1973). A new vector partition of the probability score. Journal of Applied Meteorology 12,
595-600. Gneiting, T., Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. Journal of
the American Statistical Association 102, 359-378.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from winset.errors import InputError

Array = NDArray[np.float64]

LEAST = 1e-6
"""The least chance that the log score believes anybody gave: below it one surprise would outweigh all others."""


def yes_or_no(probabilities: ArrayLike, outcomes: ArrayLike) -> tuple[Array, Array]:
    """Return forecasts and what happened as arrays of one shape.

    Raises
    ------
    InputError
        If a probability is not a number from 0 to 1, an outcome is neither 0 nor 1, or the shapes do not go together.
    """
    p, o = np.asarray(probabilities, dtype=float), np.asarray(outcomes, dtype=float)
    try:
        p, o = np.broadcast_arrays(p, o)
    except ValueError:
        raise InputError(
            f"`probabilities` has shape {p.shape} and `outcomes` {o.shape}; they hold one outcome for each forecast"
        ) from None
    for name, held, fine, allowed in (
        ("probabilities", p, (p >= 0) & (p <= 1), "a probability lies from 0 to 1"),
        ("outcomes", o, (o == 0) | (o == 1), "an outcome is 1 if it happened and 0 if not"),
    ):
        if not fine.all():
            raise InputError(f"`{name}` holds {held[~fine].flat[0]:g}; {allowed}")
    return p, o


def brier(probabilities: ArrayLike, outcomes: ArrayLike) -> Array:
    r"""Return the Brier score of each forecast of a yes or no.

    .. math:: (p - o)^2

    Here p is the forecast and o the outcome.

    Parameters
    ----------
    probabilities : array of float
        p, from 0 to 1, any shape.
    outcomes : array of float or bool
        o, 1 if it happened and 0 if not, of a shape that goes with it.

    Returns
    -------
    array of float
        From 0 (sure and right) to 1 (sure and wrong); saying .5 always costs .25.

    Raises
    ------
    InputError
        As `yes_or_no`.

    Examples
    --------
    >>> brier([0.25, 0.25], [0, 1]).tolist()
    [0.0625, 0.5625]
    """
    p, o = yes_or_no(probabilities, outcomes)
    return (p - o) ** 2


@dataclass(frozen=True, eq=False)
class LogScores:
    """Log scores of forecasts, and for how many of them the chance given to what happened was raised to the least one.

    Parameters
    ----------
    scores : array of float
        From 0 to ``-log(least)``, 13.8 at the default.
    clipped : int
        Forecasts that gave what happened less than the least chance.
    """

    scores: Array
    clipped: int


def log_score(probabilities: ArrayLike, outcomes: ArrayLike, least: float = LEAST) -> LogScores:
    r"""Return the log score of each forecast of a yes or no.

    .. math:: -\log \max\bigl(o\,p + (1 - o)(1 - p),\ \varepsilon\bigr)

    Here p is the forecast, o the outcome and epsilon the least chance.

    Parameters
    ----------
    probabilities : array of float
        p, from 0 to 1, any shape.
    outcomes : array of float or bool
        o, 1 if it happened and 0 if not, of a shape that goes with it.
    least : float, default 1e-6
        Epsilon, above 0 and at most .5: who was sure and wrong is scored as if he had left this chance.

    Returns
    -------
    LogScores
        In natural units; saying .5 always costs .693.

    Raises
    ------
    InputError
        As `yes_or_no`, or if `least` is not in its range.

    Examples
    --------
    >>> found = log_score([0.5, 0], [1, 1])
    >>> found.scores.round(3).tolist(), found.clipped
    ([0.693, 13.816], 1)
    """
    if not 0 < least <= 0.5:
        raise InputError(f"`least` is {least}; it is above 0 and at most .5")
    p, o = yes_or_no(probabilities, outcomes)
    given = np.where(o == 1, p, 1 - p)
    return LogScores(0.0 - np.log(np.maximum(given, least)), int((given < least).sum()))


@dataclass(frozen=True)
class Murphy:
    """A mean Brier score and what it is made of: ``brier = reliability - resolution + uncertainty + within``.

    Parameters
    ----------
    brier : float
        Mean Brier score.
    reliability : float
        What was lost since of those given p not p in a hundred came true; 0 is best.
    resolution : float
        What was won by telling questions apart; at most `uncertainty`.
    uncertainty : float
        Cost of always saying the share that came true, known afterwards.
    within : float
        What bins leave over, since forecasts within one differ; 0 where each group holds one forecast only.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def murphy(probabilities: ArrayLike, outcomes: ArrayLike, edges: ArrayLike | None = None) -> Murphy:
    r"""Return Murphy's decomposition of the mean Brier score.

    .. math:: \overline{(p - o)^2} = \frac{1}{n} \sum_g n_g (\bar p_g - \bar o_g)^2
              - \frac{1}{n} \sum_g n_g (\bar o_g - \bar o)^2 + \bar o (1 - \bar o) + w

    Here g are groups of forecasts, n_g how many there are in one, bars are means, and w is what is left over, which
    is 0 if the forecasts of each group are equal.

    Parameters
    ----------
    probabilities : array of float, shape (n_forecasts,)
        p, from 0 to 1.
    outcomes : array of float or bool, shape (n_forecasts,)
        o, 1 if it happened and 0 if not.
    edges : array of float, optional
        Edges of bins, rising from 0 to 1, a forecast on an edge in the bin above it; by default a group is one value.

    Returns
    -------
    Murphy
        The mean score and its parts.

    Raises
    ------
    InputError
        As `yes_or_no`; if there is no forecast; or if `edges` do not rise from 0 to 1.

    Notes
    -----
    Murphy groups equal forecasts. Where nearly every forecast is another number, groups of one make reliability and
    resolution large and meaningless: give edges. Estimates from few forecasts are biased: reliability and resolution
    both come out too large.

    Examples
    --------
    >>> parts = murphy([0.2, 0.2, 0.8, 0.8], [0, 1, 1, 1])
    >>> [round(part, 4) for part in (parts.brier, parts.reliability, parts.resolution, parts.uncertainty)]
    [0.19, 0.065, 0.0625, 0.1875]
    """
    p, o = (x.ravel() for x in yes_or_no(probabilities, outcomes))
    if not p.size:
        raise InputError("`probabilities` holds no forecasts; there is no mean of none")
    groups = np.unique(p, return_inverse=True)[1] if edges is None else bin_of(p, edges)
    n = np.bincount(groups)
    held = n > 0
    mean_p, mean_o = (np.bincount(groups, x)[held] / n[held] for x in (p, o))
    share, overall = n[held] / p.size, o.mean()
    score = float(((p - o) ** 2).mean())
    reliability = float(share @ (mean_p - mean_o) ** 2)
    resolution = float(share @ (mean_o - overall) ** 2)
    uncertainty = float(overall * (1 - overall))
    within = 0.0 if edges is None else score - reliability + resolution - uncertainty
    return Murphy(score, reliability, resolution, uncertainty, within)


def bin_of(probabilities: Array, edges: ArrayLike) -> NDArray[np.intp]:
    """Return the bin in which each forecast lies, from 0; a forecast on an edge lies in the bin above it, 1 in the
    last.

    Raises
    ------
    InputError
        If `edges` do not rise from 0 to 1.
    """
    ends = np.asarray(edges, dtype=float)
    if ends.ndim != 1 or ends.size < 2 or ends[0] != 0 or ends[-1] != 1 or not (np.diff(ends) > 0).all():
        raise InputError(f"`edges` is {ends.tolist()}; edges of bins rise from 0 to 1")
    return np.searchsorted(ends[1:-1], probabilities, side="right")


def crps_normal(mean: ArrayLike, sd: ArrayLike, outcome: ArrayLike) -> Array:
    r"""Return the continuous ranked probability score of normal forecasts.

    .. math:: \sigma \bigl(z (2 \Phi(z) - 1) + 2 \varphi(z) - \pi^{-1/2}\bigr), \qquad z = (y - \mu) / \sigma

    Here mu and sigma are mean and standard deviation of the forecast and y is the outcome; Gneiting and Raftery (2007),
    equation 21 and its example.

    Parameters
    ----------
    mean : array of float
        mu, in the units of the outcome.
    sd : array of float
        sigma, at least 0; at 0 the score is the absolute error.
    outcome : array of float
        y; the three shapes go together.

    Returns
    -------
    array of float
        At least 0, in the units of the outcome.

    Raises
    ------
    InputError
        If a number is not finite or `sd` is negative.

    Examples
    --------
    >>> crps_normal([0, 3], [1, 0], [0, 5]).round(4).tolist()
    [0.2337, 2.0]
    """
    mu, sigma, y = np.broadcast_arrays(*(finite(mean=mean), finite(sd=sd), finite(outcome=outcome)))
    if (sigma < 0).any():
        raise InputError(f"`sd` holds {sigma.min():g}; a standard deviation is at least 0")
    error = y - mu
    with np.errstate(over="ignore"):
        z = np.divide(error, sigma, out=np.zeros_like(error), where=sigma > 0)
        spread = 2 * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi)
    scores: Array = np.where(sigma > 0, error * (2 * ndtr(z) - 1) + sigma * spread, np.abs(error))
    return scores


def crps_ensemble(members: ArrayLike, outcome: ArrayLike, weights: ArrayLike | None = None) -> Array:
    r"""Return the continuous ranked probability score of forecasts that are lists of values.

    .. math:: \sum_i w_i |x_i - y| - \tfrac{1}{2} \sum_{i,j} w_i w_j |x_i - x_j|

    Here x_i are the values, w_i their weights, which sum to 1, and y is the outcome; Gneiting and Raftery (2007),
    equation 21.

    Parameters
    ----------
    members : array of float, shape (..., n_members)
        x, in the units of the outcome.
    outcome : array of float, shape (...)
        y.
    weights : array of float, shape (..., n_members), optional
        w, at least 0, scaled to sum to 1; equal by default.

    Returns
    -------
    array of float, shape (...)
        At least 0, in the units of the outcome; the absolute error if there is one member.

    Raises
    ------
    InputError
        If there is no member, a number is not finite, a weight is negative, all are 0, or shapes do not go together.

    Examples
    --------
    >>> round(float(crps_ensemble([1, 2, 4], 3)), 4)
    0.6667
    >>> float(crps_ensemble([0, 100], 100, weights=[1, 3]))
    6.25
    """
    x, y = finite(members=members), finite(outcome=outcome)
    if x.ndim == 0 or not x.shape[-1]:
        raise InputError(f"`members` has shape {x.shape}; a forecast holds at least one value")
    w = np.ones(x.shape[-1]) if weights is None else finite(weights=weights)
    try:
        x, w, y = np.broadcast_arrays(x, w, y[..., None])
    except ValueError:
        raise InputError(
            f"`members` has shape {x.shape}, `weights` {w.shape} and `outcome` {y.shape}; "
            "there is one outcome, and one weight for each value, for each list of values"
        ) from None
    total = w.sum(axis=-1, keepdims=True)
    if (w < 0).any() or (total <= 0).any():
        raise InputError("`weights` holds a negative number, or nothing but 0; weights are at least 0 and one is above")
    w = w / total
    order = np.argsort(x, axis=-1, kind="stable")
    x, w = np.take_along_axis(x, order, -1), np.take_along_axis(w, order, -1)
    # The mean distance of two members is twice the area under F (1 - F), step by step between sorted members.
    below = np.cumsum(w, axis=-1)[..., :-1]
    spread = (below * (1 - below) * np.diff(x, axis=-1)).sum(axis=-1)
    scores: Array = np.maximum((w * np.abs(x - y)).sum(axis=-1) - spread, 0.0)
    return scores


def finite(**numbers: ArrayLike) -> Array:
    """Return one named array of finite numbers, or raise an `InputError` that names it."""
    ((name, held),) = numbers.items()
    array = np.asarray(held, dtype=float)
    if not np.isfinite(array).all():
        raise InputError(f"`{name}` holds {array[~np.isfinite(array)].flat[0]}; take finite numbers")
    return array
