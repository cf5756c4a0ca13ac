"""How much should a proposer offer when he does not know what the other side's ratifiers will accept?

A offers B's side a share, once. It is ratified if it reaches a reservation that A knows only as a distribution;
a failure leaves the status quo and costs A something. The essential assumption is that there is no second offer.
Ratification then fails at times although everyone acts well: involuntary defection. Do not use it where talks
go on after a No.

In the spirit of Iida, K. (1993). When and how do domestic constraints matter? Two-level games with uncertainty.
Journal of Conflict Resolution 37(3), 403-426.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from winset.answer import Answer
from winset.bargain.allowed import number_between
from winset.errors import InputError
from winset.registry import Model, register

N_LEVELS = 2001
"""Quantiles of the reservation at which offers are compared before the best is refined."""

N_ZOOMS = 5
"""Times that the neighbourhood of the best offer is searched again, fifty times as closely."""


class Reservation(Protocol):
    """What a frozen `scipy.stats` distribution offers."""

    def cdf(self, x: Any) -> Any: ...
    def ppf(self, q: Any) -> Any: ...
    def support(self) -> tuple[Any, Any]: ...


@dataclass(frozen=True)
class Proposal:
    """The best offer and what follows from it.

    Parameters
    ----------
    offer : float
        Share offered to the other side.
    expected_utility : float
        What the proposer can expect from offering it.
    failure_probability : float
        Chance that it is not ratified.
    """

    offer: float
    expected_utility: float
    failure_probability: float


def best_proposal(reservation: Reservation, status_quo: float = 0.0, failure_cost: float = 0.0) -> Answer[Proposal]:
    r"""Return the take-it-or-leave-it offer that is best for the proposer.

    .. math:: y^{*} \in \arg\max_y F(y) (1 - y) + (1 - F(y)) (s - k)

    For a uniform reservation on :math:`[l, h]` that is :math:`\text{clip}((1 - s + k + l)/2,\; l,\; h)`.

    Here F(y) is the chance that an offer y is accepted.

    Parameters
    ----------
    reservation : frozen scipy.stats distribution
        Share :math:`r` that the other side's ratifiers need; they accept if the offer reaches it. Continuous or
        discrete; offers at the ends of its support and at its atoms are compared too.
    status_quo : float
        :math:`s`: what the proposer has without a deal, in shares.
    failure_cost : float
        :math:`k \ge 0`: what a failed ratification costs him.

    Returns
    -------
    Answer of Proposal
        The lowest of equally good offers. ``diagnostics["worth_proposing"]`` is False where not proposing at all,
        worth `status_quo`, is better.

    Raises
    ------
    InputError
        If the distribution is not a proper one, a number is not finite or the cost is negative.

    Notes
    -----
    Offers are not confined to 0 to 1: a proposer who fears failure enough may pay out of his own pocket. For an
    unbounded distribution, offers at quantiles from 0.0005 to 0.9995 are compared, as well as far beyond.

    Examples
    --------
    Reservation anywhere between 0 and 1, status quo worth .2; then with a failure that costs .3:

    >>> from scipy import stats
    >>> [round(best_proposal(stats.uniform(0, 1), 0.2, k).value.offer, 4) for k in (0, 0.3)]
    [0.4, 0.55]
    """
    s = number_between("status_quo", status_quo)
    k = number_between("failure_cost", failure_cost, 0)

    def payoff(y: NDArray[np.float64] | float) -> Any:
        accepted = reservation.cdf(y)
        return accepted * (1 - y) + (1 - accepted) * (s - k)

    offers = _candidates(reservation)
    for _ in range(N_ZOOMS):
        best = int(np.argmax(payoff(offers)))
        around = offers[max(best - 1, 0)], offers[best], offers[min(best + 1, offers.size - 1)]
        offers = np.unique(np.concatenate([np.linspace(around[0], around[2], 101), around]))
    offer = float(offers[np.argmax(payoff(offers))])
    expected = float(payoff(offer))
    proposal = Proposal(offer, expected, float(1 - reservation.cdf(offer)))
    return Answer(proposal, "ok", {"worth_proposing": expected >= s})


def _candidates(reservation: Reservation) -> NDArray[np.float64]:
    """Offers worth comparing, ascending: quantiles, which include all atoms that matter, and the support's ends."""
    tails = 10.0 ** np.arange(-12, -3)
    levels = np.concatenate([tails, np.linspace(0, 1, N_LEVELS)[1:-1], 1 - tails])
    ends = np.array(reservation.support(), dtype=float)
    offers = np.unique(np.concatenate([reservation.ppf(levels), ends[np.isfinite(ends)]]))
    if not np.isfinite(offers).all() or np.isnan(ends).any():
        raise InputError("`reservation` is not a proper distribution; its quantiles must be finite numbers")
    return offers


register(
    Model(
        id="take-it-or-leave-it",
        family="bargain",
        meaning="The best single offer to ratifiers whose limit is known only as a distribution.",
        reference="Iida, K. (1993). When and how do domestic constraints matter? Two-level games with "
        "uncertainty. Journal of Conflict Resolution 37(3), 403-426.",
        status="in the spirit of",
        function=best_proposal,
        axioms=frozenset({"deterministic"}),
        example={"reservation": {"normal": [0.5, 0.1]}, "status_quo": 0.2, "failure_cost": 0.3},
    )
)
