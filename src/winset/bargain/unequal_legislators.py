"""How is a pie split in a legislature whose members differ in patience and in the chance to propose?

In every round one member is drawn to propose, not all with the same chance; a closed-rule vote follows, and if the
quota is missed another is drawn after a delay. The essential assumption is a stationary equilibrium: a proposer buys
the cheapest votes that make up the quota, each at the price of that member's waiting, and where several are equally
cheap chance decides among them so that prices and expectations agree. Do not use it where amendments are
allowed, votes have weights or a member's chance to propose depends on what happened before.

References: Eraslan, H. (2002). Uniqueness of stationary equilibrium payoffs in the Baron-Ferejohn model. Journal of
Economic Theory 103(1), 11-30. Kawamori, T. (2005). Players' patience and equilibrium payoffs in the Baron-Ferejohn
model. Economics Bulletin 3(43), 1-5.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.bargain.allowed import number_between
from winset.bargain.random_proposer import chances_and_patience, random_proposer_shares
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

NO_PATIENCE = 1e-12
"""Discount factors below this count as 0: in so many digits such a member's vote costs nothing."""


@dataclass(frozen=True)
class Legislators:
    """What members expect, cost and keep.

    Parameters
    ----------
    expected : array of float, shape (n_parties,)
        Expected shares before the proposer is drawn; they sum to 1.
    price : array of float, shape (n_parties,)
        What a member is paid for its vote: what it can expect from another round.
    proposer : array of float, shape (n_parties,)
        Share that each member keeps if it is drawn.
    bought : array of float, shape (n_parties,)
        Chance that another member proposes and buys its vote; they sum to the quota less 1.
    """

    expected: Array
    price: Array
    proposer: Array
    bought: Array


def unequal_legislators(recognition: ArrayLike, quota: int, discount: ArrayLike = 1.0) -> Legislators:
    r"""Return the stationary shares under a closed rule with unequal members.

    With prices :math:`c_i = d_i v_i`, the :math:`q`-th lowest of them :math:`c` and the sum :math:`S` of the :math:`q`
    lowest, a proposer keeps :math:`1 - S + \min(c_i, c)`, and

    .. math:: v_i = p_i \big(1 - S + \min(c_i, c)\big) + m_i c_i, \qquad
        m_i = 1 - p_i \text{ if } c_i < c, \quad 0 \text{ if } c_i > c, \quad
        0 \le m_i \le 1 - p_i \text{ if } c_i = c .

    Parameters
    ----------
    recognition : array of float, shape (n_parties,)
        Probability :math:`p_i` that a member proposes; at least 0, with sum 1.
    quota : int
        Votes needed :math:`q`, the proposer's included, 1 to the number of members.
    discount : float or array of float, shape (n_parties,)
        Discount factor :math:`d_i` for one round, 0 to 1, one for all or one each. At 1 the limit of equal patience is
        taken.

    Returns
    -------
    Legislators
        Payoffs are unique. Who buys whom is not, but how often each is bought is, except among members whose votes cost
        nothing; of those each is bought alike.

    Raises
    ------
    InputError
        If probabilities are negative or do not sum to 1, a factor lies outside 0 to 1 or does not fit, or the quota is
        not a whole number from 1 to that of members.

    Notes
    -----
    Measured in what is left beyond the quota's price, :math:`A = 1 - S`, every :math:`c_i` is a piecewise linear
    function of :math:`r = c / A` alone, and :math:`\sum_i v_i - 1` rises with :math:`r`. The two corners around its
    root are found by bisection and the root between them is a quotient, exact up to rounding: nothing might not
    converge. A member who never proposes expects nothing; if it is fully patient too, that is the limit of growing
    patience.

    Examples
    --------
    A member who proposes every second time gains nothing by it: his vote is dearer, so he is bought less often.

    >>> found = unequal_legislators([0.5, 0.3, 0.2], quota=2, discount=1)
    >>> found.expected.round(4).tolist(), found.bought.round(4).tolist()
    ([0.3333, 0.3333, 0.3333], [0.0, 0.4, 0.6])
    """
    p, d = chances_and_patience(recognition, discount)
    q = int(number_between("quota", quota, 1, p.size))
    if q != quota:
        raise InputError(f"`quota` is {quota}; it must be a whole number")
    if q == p.size:
        all_agree = random_proposer_shares(p, d)
        return Legislators(all_agree.expected, all_agree.responder, all_agree.proposer, 1 - p)
    d = np.where(d < NO_PATIENCE, 0.0, d)
    r = _price_of_last_vote(p, d, q)
    never, always = _corners(p, d)
    cost = np.where(r < never, d * p * (1 + r), np.minimum(r, always))
    worth = np.where(r < never, p * (1 + r), p)
    worth = np.divide(cost, d, out=worth, where=(d > 0) & (r >= never))
    price = cost / worth.sum()
    cheapest = np.sort(price)[:q]
    proposer = 1 - cheapest.sum() + np.minimum(price, cheapest[-1])
    return Legislators(worth / worth.sum(), price, proposer, _bought(p, d, cost, r, q))


def _corners(p: Array, d: Array) -> tuple[Array, Array]:
    """Return below which price of the last vote a member is never bought, and above which it always is."""
    share = d * p
    with np.errstate(divide="ignore"):
        never = np.divide(share, 1 - share, out=np.zeros(p.shape), where=share > 0)
        always = np.divide(share, 1 - d, out=np.zeros(p.shape), where=share > 0)
    return never, np.maximum(never, always)


def _price_of_last_vote(p: Array, d: Array, q: int) -> float:
    """Return the price r of the q-th cheapest vote, in units of 1 - S, at which expectations sum to the pie.

    With members always (L), at times (T) and never (H) bought, expectations exceed the pie by
    r (sum over T of 1 / d - (q - |L|) + sum over H of p) - sum over T of p.
    """
    never, always = _corners(p, d)

    def line(r: float) -> tuple[float, float]:
        at_times = (r >= never) & (r < always)
        slope = (1 / d[at_times]).sum() - (q - (r >= always).sum()) + p[r < never].sum()
        return float(slope), float(p[at_times].sum())

    def excess(r: float) -> float:
        slope, due = line(r)
        return r * slope - due

    low, high = np.sort(never)[q - 1], np.sort(always)[q - 1]
    corners = np.unique(np.concatenate([never, always]))
    corners = corners[(corners >= low) & (corners <= high) & (corners < np.inf)]
    place = max(bisect_right(corners, 0.0, key=excess) - 1, 0)
    left, right = corners[place], corners[place + 1] if place + 1 < corners.size else high
    slope, due = line(left)
    return float(np.clip(due / slope, left, right)) if slope > 0 else float(left)


def _bought(p: Array, d: Array, cost: Array, last: float, q: int) -> Array:
    """Return how often each is bought by others: the cheap always, the dear never, the rest as their price needs it."""
    if last == 0:
        free = cost == 0
        by_each, by_others = 1 / max(free.sum() - 1, 1), p[~free].sum() / free.sum()
        return np.where(free, (q - 1) * ((p[free].sum() - p) * by_each + by_others), 0.0)
    cheap, dear = cost < last, cost > last
    patience = np.where(cheap | dear, 1.0, d)
    often = np.where(cheap, 1 - p, np.where(dear, 0.0, np.clip(1 / patience - p - p / last, 0, 1 - p)))
    rounding = np.where(cheap | dear, 0.0, 1 / patience)
    return np.asarray(np.clip(often + (q - 1 - often.sum()) * rounding / rounding.sum(), 0, 1 - p))


register(
    Model(
        id="unequal-legislators",
        family="bargain",
        meaning="The division of a pie in a legislature whose members differ in patience and in the chance to propose.",
        reference="Eraslan, H. (2002). Uniqueness of stationary equilibrium payoffs in the Baron-Ferejohn model. "
        "Journal of Economic Theory 103(1), 11-30.",
        status="textbook",
        function=unequal_legislators,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"recognition": [0.6, 0.3, 0.1], "quota": 2, "discount": [0.9, 0.9, 0.5]},
    )
)
