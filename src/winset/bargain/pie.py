"""How is one pie divided if parties value their shares with diminishing returns?

Each party values a share of the pie by a power of it, with exponent 1 for a risk-neutral party and less for a more
cautious one, and Nash's solution divides the pie. The essential assumption is that a party's value depends on its own
share alone. Do not use it where what others get matters too. Caution costs: the smaller a party's exponent, the smaller
its share.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162. Caution: Roth, A. E. (1979).
Axiomatic Models of Bargaining. Springer, ch. I.C.
"""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_for_each, positive_for_each
from winset.errors import InputError
from winset.registry import Model, register


def nash_shares(
    exponents: ArrayLike, disagreement: ArrayLike | None = None, weights: ArrayLike | None = None
) -> Answer[NDArray[np.float64] | None]:
    r"""Return the division of one unit by Nash's solution.

    .. math:: \max_x \prod_i (x_i^{r_i} - d_i)^{b_i}, \qquad \sum_i x_i = 1

    With :math:`d = 0` the shares are :math:`b_i r_i / \sum_j b_j r_j`; with all :math:`r_i = 1` they are
    :math:`d_i + b_i (1 - \sum_j d_j) / \sum_j b_j`.

    Here x_i is the share of party i, r its exponent, d the disagreement and b the weights.

    Parameters
    ----------
    exponents : array of float, shape (n_parties,)
        :math:`r_i`, above 0 and at most 1.
    disagreement : array of float, shape (n_parties,), optional
        Utility of no deal, at least 0, in the units of :math:`x_i^{r_i}`; 0 if not given.
    weights : array of float, shape (n_parties,), optional
        Bargaining power, above 0; only the ratios matter. Equal if not given.

    Returns
    -------
    Answer of array of float or None
        Shares with sum 1; ``empty`` and None if the pie is too small to make everyone as well off as no agreement.

    Raises
    ------
    InputError
        If an exponent, a weight or a utility is outside its range or a shape does not fit.

    Examples
    --------
    >>> nash_shares([1, 0.5, 0.5]).value.round(6).tolist()
    [0.5, 0.25, 0.25]
    """
    r = np.asarray(exponents, dtype=float)
    if r.ndim != 1 or not r.size or not ((r > 0) & (r <= 1)).all():
        raise InputError(f"`exponents` is {r.tolist()}; it must hold one number above 0 and at most 1 for each party")
    d = np.zeros(r.size) if disagreement is None else number_for_each("disagreement", disagreement, r.size)
    if (d < 0).any():
        raise InputError(f"`disagreement` is {d.tolist()}; a share of the pie is worth at least 0")
    b = positive_for_each("weights", weights, r.size)
    least = d ** (1 / r)
    spare = 1 - least.sum()
    if spare < -TOLERANCE:
        return Answer(None, "empty", {"least_shares": tuple(least.tolist())})

    def shares(price: float) -> NDArray[np.float64]:
        """Return what everyone takes if the last bit of the pie is worth this much: falls as the price rises."""
        return np.array([_share(price / b[i], r[i], d[i], least[i]) for i in range(r.size)])

    if spare <= TOLERANCE or r.size == 1:
        found = least + max(spare, 0.0) * b / b.sum()
    else:
        bounds = (b * r).sum() * (1 - TOLERANCE), b.sum() / spare * (1 + TOLERANCE)
        found = shares(scipy.optimize.brentq(lambda price: shares(price).sum() - 1, *bounds, xtol=1e-14, rtol=1e-14))
    return Answer(found / found.sum(), "ok", {"least_shares": tuple(least.tolist())})


def _share(price: float, r: float, d: float, least: float) -> float:
    """Return the share at which a party's log gain grows as fast as the price, between its two closed bounds."""
    if d == 0:
        return r / price

    def shortfall(share: float) -> float:
        return float(r * share**r - price * share * (share**r - d))

    low, high = max(least, r / price), least + (1 + TOLERANCE) / price
    return float(scipy.optimize.brentq(shortfall, low, high, xtol=1e-15, rtol=1e-14)) if shortfall(low) > 0 else low


register(
    Model(
        id="nash-pie",
        family="bargain",
        meaning="The division of a pie by Nash's solution when parties value shares with diminishing returns.",
        reference="Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.",
        status="textbook",
        function=nash_shares,
        axioms=frozenset({"efficient", "symmetric", "deterministic"}),
        example={"exponents": [1, 0.5, 0.5]},
    )
)
