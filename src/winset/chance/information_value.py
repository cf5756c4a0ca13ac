"""What it would be worth to know an uncertain number before deciding.

Somebody must choose one of several options, and what each brings hangs on numbers that nobody knows. How much better
would the choice be on average if all of them were known, or one? The essential assumption is that the options, what
they bring and what is uncertain are all there is. Do not ask for the value of information without a decision: there is
none. Not a measure of how uncertain the answer is: a number that could not change the choice is worth nothing, however
unsure it is.

References: Raiffa, H., Schlaifer, R. (1961). Applied Statistical Decision Theory (the normal two-action problem).
Strong, M., Oakley, J. E., Brennan, A. (2014). Estimating multiparameter partial expected value of perfect information
from a probabilistic sensitivity analysis sample: a nonparametric regression approach. Medical Decision Making 34(3),
311-326.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

KNOTS = 5
"""Inner knots of each input's spline, at evenly spread quantiles."""

FEW = 8
"""Distinct values up to which each has a mean of its own instead of a curve through them."""

LOOKS = 200
"""Fits drawn around the fitted one, from which the error is read."""


@dataclass(frozen=True)
class PartialValue:
    """What it is worth to know some of the numbers.

    Parameters
    ----------
    value : float
        The estimate, 0 or more, in the unit of the options' values.
    bias : float
        What has been taken off the plain estimate, since chance in the fit makes it too large.
    error : float
        One standard error.
    """

    value: float
    bias: float
    error: float


def normal_information(mean: float, sd: float) -> float:
    r"""Return the value of learning how much better one of two options is, if that is normal.

    .. math:: \sigma\, \phi(\mu/\sigma) - |\mu|\, \Phi(-|\mu|/\sigma)

    Here :math:`\mu` and :math:`\sigma` are the mean and the standard deviation, :math:`\phi` and :math:`\Phi` the
    density and the distribution function of a standard normal.

    Parameters
    ----------
    mean : float
        Expected advantage of the first option over the second, in any unit.
    sd : float
        Standard deviation of what will be learnt of it, 0 or more: that of the advantage itself for perfect
        information, that of its conditional mean for information on a part.

    Returns
    -------
    float
        In the unit of `mean`; 0 if `sd` is 0.

    Raises
    ------
    InputError
        If a number is not finite or `sd` is negative.

    Examples
    --------
    Two options of equal promise: sd times 0.3989.

    >>> round(normal_information(0, 2), 4)
    0.7979
    """
    if not (np.isfinite(mean) and np.isfinite(sd) and sd >= 0):
        raise InputError(f"`mean` is {mean} and `sd` is {sd}; both are finite, and `sd` is 0 or more")
    if sd == 0:
        return 0.0
    z = min(abs(mean) / sd, 40.0)  # beyond that nothing is left that a float could hold
    return float(max(0.0, sd * (np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) - z * ndtr(-z))))


def perfect_information(values: ArrayLike) -> float:
    r"""Return what it would be worth to know everything before choosing, from draws of what each option brings.

    .. math:: E[\max_d v_d] - \max_d E[v_d]

    Parameters
    ----------
    values : array of float, shape (n_draws, n_options)
        What each option brings in each draw, in one unit.

    Returns
    -------
    float
        0 or more, in that unit; 0 with one option.

    Raises
    ------
    InputError
        If there is no draw or no option, or a value is not finite.

    Examples
    --------
    A sure 1 against an even chance of 0 or 4: knowing lifts the average from 2 to 2.5.

    >>> perfect_information([[1, 0], [1, 4]])
    0.5
    """
    v = _values(values)
    return float(max(0.0, v.max(axis=1).mean() - v.mean(axis=0).max()))


def partial_information(values: ArrayLike, inputs: ArrayLike, seed: int = 1) -> PartialValue:
    r"""Return what it would be worth to know some of the inputs, from draws, by regression.

    .. math:: E_x[\max_d E[v_d \mid x]] - \max_d E[v_d]

    Here :math:`v_d` is what option d brings and x are the inputs that would be known; E is the mean, over x where it
    says so.

    Parameters
    ----------
    values : array of float, shape (n_draws, n_options)
        What each option brings in each draw, in one unit.
    inputs : array of float, shape (n_draws,) or (n_draws, n_inputs)
        The inputs that would be known, in the same draws.
    seed : int
        Of the fits from which the error is read.

    Returns
    -------
    PartialValue
        Never above the value of knowing everything in these draws.

    Raises
    ------
    InputError
        If shapes do not fit or a number is not finite.

    Notes
    -----
    The mean of each option given the inputs is fitted by least squares: a cubic spline with five inner knots for each
    input, and products of each two inputs; an input of at most eight distinct values has a mean for each. The paper
    fits Gaussian processes and additive models; curves that such splines cannot follow are missed, and the value
    with them. The best of several fitted means is too good on average, since it also picks what chance put into the
    fits. So each option's fitted means are drawn in towards their average by the factor of James and Stein, one less
    the share of their squares that chance alone would show. That takes off nearly all of the bias for an input that
    says nothing and hardly touches one that says much; in between the value tends to be too small. The error is the
    spread over 200 fits drawn around the fitted one as widely as their standard errors say.

    Examples
    --------
    A sure 0 against what the first input says, the second being idle:

    >>> x = np.random.default_rng(1).normal(size=(4000, 2))
    >>> values = np.column_stack([np.zeros(4000), x[:, 0]])
    >>> round(partial_information(values, x[:, 0]).value, 1), round(partial_information(values, x[:, 1]).value, 1)
    (0.4, 0.0)
    """
    v = _values(values)
    x = np.asarray(inputs, dtype=float)
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or x.shape[0] != v.shape[0] or not np.all(np.isfinite(x)):
        raise InputError(
            f"`inputs` has shape {np.shape(inputs)} beside {v.shape[0]} draws; give one finite row for each draw"
        )
    if v.shape[1] == 1 or v.shape[0] < 2:
        return PartialValue(0.0, 0.0, 0.0)
    advantage = v - v[:, [int(np.argmax(v.mean(axis=0)))]]
    basis = _basis(x)
    left, sizes, _ = np.linalg.svd(basis, full_matrices=False)
    left = left[:, sizes > 1e-9 * sizes[0]]
    mean = advantage.mean(axis=0)
    fitted = left @ (left.T @ advantage) - mean
    spare = max(1, v.shape[0] - left.shape[1])
    residual = advantage - mean - fitted
    noise = residual.T @ residual / spare
    shown, chance = np.sum(fitted**2, axis=0), (left.shape[1] - 1) * np.diag(noise)
    kept = np.where(shown > 0, np.maximum(0.0, 1 - chance / np.where(shown > 0, shown, 1.0)), 0.0)
    drawn_in = mean + kept * fitted
    rng = np.random.default_rng(seed)
    spread = _root(noise)
    looks = [
        _gain(drawn_in + kept * (left @ (rng.standard_normal((left.shape[1], v.shape[1])) @ spread)))
        for _ in range(LOOKS)
    ]
    value = min(_gain(drawn_in), perfect_information(v))
    return PartialValue(value, max(0.0, _gain(mean + fitted) - value), float(np.std(looks, ddof=1)))


def _gain(means: Array) -> float:
    """Return how much better it is to choose by these means than once for all."""
    return float(max(0.0, means.max(axis=1).mean() - means.mean(axis=0).max()))


def _root(covariance: Array) -> Array:
    """Return a matrix whose square is the covariance; singular ones are allowed."""
    sizes, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.maximum(sizes, 0.0))) @ vectors.T)


def _basis(x: Array) -> Array:
    """Return the columns of the regression: a constant, a curve for each input, products of each two."""
    curves = [_curve(column) for column in x.T]
    scores = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-300)
    products = [
        scores[:, [i]] * scores[:, [j]] for i in range(x.shape[1]) for j in range(i) if i < 2 * FEW and j < 2 * FEW
    ]
    return np.hstack([np.ones((x.shape[0], 1)), *curves, *products])


def _curve(x: Array) -> Array:
    """Return a spline's columns at the values of one input, or one column for each value where these are few."""
    distinct = np.unique(x)
    if distinct.size <= FEW:
        return np.asarray(x[:, None] == distinct[1:], dtype=float)
    inner = np.unique(np.quantile(x, np.arange(1, KNOTS + 1) / (KNOTS + 1)))
    low, high = float(distinct[0]), float(distinct[-1])
    inner = inner[(inner > low) & (inner < high)]
    knots = np.concatenate([[low] * 4, inner, [high] * 4])
    from scipy.interpolate import BSpline  # loaded when used: a forecast does without

    return np.asarray(BSpline.design_matrix(x, knots, 3).toarray()[:, 1:], dtype=float)


def _values(values: ArrayLike) -> Array:
    """Return what the options bring as an array."""
    found = np.asarray(values, dtype=float)
    if found.ndim != 2 or 0 in found.shape or not np.all(np.isfinite(found)):
        raise InputError(
            f"`values` has shape {found.shape}; give finite values of shape (n_draws, n_options), one or more of each"
        )
    return found


register(
    Model(
        id="information-value-normal",
        family="chance",
        meaning="What is it worth to learn how much better one of two options is, if that is normal?",
        reference="Raiffa, H., Schlaifer, R. (1961). Applied Statistical Decision Theory. Harvard University.",
        status="textbook",
        function=normal_information,
        example={"mean": 1, "sd": 2},
    )
)
register(
    Model(
        id="information-value-partial",
        family="chance",
        meaning="What is it worth to know some of the uncertain numbers before choosing between options?",
        reference=(
            "Strong, M., Oakley, J. E., Brennan, A. (2014). Estimating multiparameter partial expected value of "
            "perfect information from a probabilistic sensitivity analysis sample. Medical Decision Making 34(3), "
            "311-326."
        ),
        status="in the spirit of",
        function=partial_information,
        example={"values": [[0, 1], [0, -2], [0, 3], [0, -1]], "inputs": [1, 2, 1, 2]},
    )
)
