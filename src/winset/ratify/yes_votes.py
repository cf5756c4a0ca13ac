"""How are the yes votes of many independent voters distributed?

The Poisson-binomial distribution. Voters are added one at a time within small groups; the groups are then joined two by
two with the fast Fourier transform, so that work grows hardly faster than the number of voters.

References: Hong, Y. (2013). On computing the distribution function for the Poisson binomial distribution.
Computational Statistics & Data Analysis 59, 41-51. Biscarri, W., Zhao, S. D. and Brunner, R. J. (2018). A simple and
fast method for computing the Poisson binomial distribution function. Computational Statistics & Data Analysis 122,
92-100 (joining groups by convolution).
"""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError

Array = NDArray[np.float64]

GROUP = 32
"""Voters up to which adding one at a time is quicker."""

AT_ONCE = 2**21
"""Chances that are worked on at a time: voters times cases."""


def yes_distribution(p: ArrayLike) -> Array:
    r"""Return the chance of 0, 1, ..., n yes votes.

    .. math:: P(v) = [x^v] \prod_i (1 - p_i + p_i x)

    Parameters
    ----------
    p : array of float, shape (..., n_voters)
        Each voter's chance of yes, 0 to 1.

    Returns
    -------
    array of float, shape (..., n_voters + 1)
        Each to within 1e-14 or so, whatever its size; up to 32 voters to within rounding of itself.

    Raises
    ------
    InputError
        If a chance lies outside 0 to 1, or `p` is a single number.

    Examples
    --------
    >>> yes_distribution([0.5, 0.5, 1.0]).tolist()
    [0.0, 0.25, 0.5, 0.25]
    """
    chances = numbers_between("p", p, 0, 1)
    if chances.ndim == 0:
        raise InputError("`p` is a single number; its last axis holds one chance for each voter")
    n = chances.shape[-1]
    cases = chances.reshape(int(np.prod(chances.shape[:-1])), n)
    result = np.empty((len(cases), n + 1))
    size = max(AT_ONCE // max(n, 1), 1)
    for start in range(0, len(cases), size):
        result[start : start + size] = _joined(cases[start : start + size])
    return result.reshape(*chances.shape[:-1], n + 1)


def _joined(cases: Array) -> Array:
    """Distributions for cases of shape (n_cases, n_voters)."""
    n_cases, n = cases.shape
    n_groups = 1
    while GROUP * n_groups < n:
        n_groups *= 2
    width = -(-n // n_groups)
    # Voters who never say yes fill up the groups, and change nothing.
    filled = np.zeros((n_cases, n_groups * width))
    filled[:, :n] = cases
    found = _one_by_one(filled.reshape(n_cases * n_groups, width)).reshape(n_cases, n_groups, width + 1)
    while found.shape[1] > 1:
        top = 2 * (found.shape[2] - 1)
        size = scipy.fft.next_fast_len(top + 1, real=True)
        waves = scipy.fft.rfft(found, size, axis=2)
        found = scipy.fft.irfft(waves[:, 0::2] * waves[:, 1::2], size, axis=2)[:, :, : top + 1]
    return np.asarray(found[:, 0, : n + 1].clip(0, 1))


def _one_by_one(groups: Array) -> Array:
    """Distributions for groups of shape (n_groups, width), adding one voter of each at a time."""
    width = groups.shape[1]
    found = np.zeros((width + 1, len(groups)))
    found[0] = 1.0
    for voter, yes in enumerate(np.ascontiguousarray(groups.T)):
        moved = found[: voter + 1] * yes
        found[: voter + 1] -= moved
        found[1 : voter + 2] += moved
    return np.ascontiguousarray(found.T)
