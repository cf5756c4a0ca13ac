"""Will enough of many alike consent, each of whom could refuse?

Thirty-six parliaments, each nearly sure to consent, are together no better than an even chance. Each consents with
the same chance; what they have in common is one normal factor, and given it they decide independently. The essential
assumption is that they are alike and share that one factor. Do not use it where a few of them differ from the rest
(put those into `winset.ratify.tree` as leaves of their own), nor for members of one body (`winset.ratify.body`).

References: Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162 (the same factor model
for loans that are all to be paid back).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrc, ndtr, ndtri

from winset.allowed import numbers_between
from winset.ratify.allowed import whole_numbers
from winset.ratify.common_factor import FARTHEST, packed_nodes
from winset.registry import Model, register

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

N_NODES = 40
"""Values of the common factor at which the chance is taken."""


def each_consents(chance: ArrayLike, how_many: int, needed: int | None = None, correlation: ArrayLike = 0.0) -> Array:
    r"""Return the probability that at least `needed` of `how_many` alike consent.

    .. math:: P = \int P\big(\text{Binomial}(m, p(z)) \ge k\big)\, d\Phi(z), \qquad
        p(z) = \Phi\Big(\frac{\Phi^{-1}(p) + \sqrt{\rho}\, z}{\sqrt{1 - \rho}}\Big)

    Here z is what those who are asked have in common, and :math:`\Phi` the distribution function of a standard
    normal.

    Parameters
    ----------
    chance : array of float
        :math:`p`: chance that one of them consents, 0 to 1.
    how_many : int
        :math:`m`: those who are asked, at least 1.
    needed : int, optional
        :math:`k`: consents needed, at least 0; by default all. Above `how_many` nothing passes.
    correlation : array of float
        :math:`\rho`, 0 to 1: correlation between the leanings of any two, of which the sign is the answer; the answers
        themselves are correlated less. At 0 they are independent, at 1 they answer as one.

    Returns
    -------
    array of float
        Broadcast together.

    Raises
    ------
    InputError
        If a chance or correlation lies outside 0 to 1, or a number to be counted is not whole.

    Notes
    -----
    Exact at a correlation of 0 and of 1. Between them the factor is integrated at 40 nodes packed where the expected
    consents are just enough, which is wrong by less than .0002; as many Gauss-Hermite nodes are wrong by up to .06.

    Examples
    --------
    >>> each_consents(0.98, 36, correlation=[0, 0.3, 1]).round(2).tolist()
    [0.48, 0.67, 0.98]
    """
    p, rho = np.broadcast_arrays(numbers_between("chance", chance, 0, 1), _checked(correlation))
    m, k = _numbers(how_many, needed)
    alone = (rho == 0) | (m == 1)
    result = np.where(alone, _enough(p, m, k), p if 0 < k <= m else float(k == 0))
    between = ~alone & (rho < 1)
    result[between] = _integrated(p[between], rho[between], m, k)
    return result


def drawn_consents(
    chance: ArrayLike,
    how_many: int,
    needed: int | None,
    correlation: ArrayLike,
    common: ArrayLike,
    luck: ArrayLike,
) -> Mask:
    """Return whether at least `needed` consent, given what chance has drawn.

    Parameters
    ----------
    chance, how_many, needed, correlation
        As in `each_consents`.
    common : array of float
        Standard normal draws of the common factor; more is more consent.
    luck : array of float
        Uniform draws in 0 to 1 for all that is not common; more is more consent.

    Returns
    -------
    array of bool
        Broadcast together. The mean over draws is `each_consents`; a higher chance under the same draws never turns a
        yes into a no.

    Examples
    --------
    >>> drawn_consents(0.98, 36, None, 0.3, common=[-1.5, 0.0, 1.5], luck=0.5).tolist()
    [False, True, True]
    """
    p, rho = numbers_between("chance", chance, 0, 1), _checked(correlation)
    m, k = _numbers(how_many, needed)
    given = _given(p, rho, numbers_between("common", common))
    return np.asarray(numbers_between("luck", luck, 0, 1) > 1 - _enough(given, m, k))


def _checked(correlation: ArrayLike) -> Array:
    return numbers_between("correlation", correlation, 0, 1)


def _numbers(how_many: int, needed: int | None) -> tuple[int, int]:
    """Those who are asked and those who must consent."""
    m = int(whole_numbers("how_many", how_many, low=1))
    return m, m if needed is None else int(whole_numbers("needed", needed))


def _enough(p: Array, m: int, k: int) -> Array:
    """Chance of at least `k` of `m` that decide independently."""
    if not 0 < k <= m:
        return np.full(np.shape(p), float(k == 0))
    return np.asarray(p**m if k == m else bdtrc(k - 1, m, p))


def _given(p: Array, rho: Array, factor: ArrayLike) -> Array:
    """Chance that one of them consents, given the common factor."""
    leaning = ndtri(p) + np.sqrt(rho) * factor
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(rho < 1, ndtr(leaning / np.sqrt(1 - rho)), np.where(leaning >= 0, 1.0, 0.0))


def _integrated(p: Array, rho: Array, m: int, k: int) -> Array:
    """Mean over the common factor, with nodes packed where half a consent is missing on average."""
    if not 0 < k <= m:
        return _enough(p, m, k)
    leaning = np.where((p > 0) & (p < 1), ndtri(p), 0)
    middle = (ndtri((k - 0.5) / m) * np.sqrt(1 - rho) - leaning) / np.sqrt(rho)
    total = np.zeros(p.shape)
    for factor, weight in packed_nodes(middle.clip(-FARTHEST / 2, FARTHEST / 2), N_NODES):
        total += weight * _enough(_given(p, rho, factor), m, k)
    return total.clip(0, 1)


register(
    Model(
        id="each-consents",
        family="ratify",
        meaning="Probability that enough of many alike consent, independently or with a factor in common.",
        reference="Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162.",
        status="in the spirit of",
        function=each_consents,
        axioms=frozenset({"monotone"}),
        example={"chance": 0.98, "how_many": 36},
    )
)
