"""Which of a few offers should be taken, if they come one after another and a refused one is gone?

A fixed number of opportunities is left before the deadline; each brings an offer, which is taken or lost. The essential
assumption is that offers are drawn independently and evenly from a known range. Not for a gain that moves slowly from
one meeting to the next (`winset.timing.sign_or_wait`), nor for offers that somebody chooses with the deadline in
mind.

References: Moser, L. (1956). On a problem of Cayley. Scripta Mathematica 22, 289-292.
"""

from __future__ import annotations

import operator

import numpy as np
from numpy.typing import NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

MOST = 10_000_000


def offers_in_turn(
    opportunities: int, low: float = 0.0, high: float = 1.0, discount: float = 1.0, no_deal: float = 0.0
) -> Array:
    r"""Return what it is worth to have 1, 2, ... opportunities left.

    .. math:: v_0 = \text{no deal}, \qquad v_{k+1} = E\,\max(X, \delta v_k), \qquad
        X \sim U[a, b]

    Here :math:`v_k` is the worth of k opportunities, X an offer, U the even distribution and E a mean. With k
    opportunities to come an offer is taken if it is worth at least :math:`\delta v_k`.

    Parameters
    ----------
    opportunities : int
        n, at least 0.
    low, high : float
        a and b, ends of the range of offers, a at most b.
    discount : float
        delta, what is left of a value after waiting for the next opportunity, 0 to 1.
    no_deal : float
        Worth of ending without a deal.

    Returns
    -------
    array of float, shape (opportunities,)
        v_1, v_2, ..., v_n; from 0 to 1 without discount they are Moser's :math:`v_{k+1} = (1 + v_k^2)/2`.

    Raises
    ------
    InputError
        If `opportunities` is no whole number from 0 to ten millions, the range is empty or a number is not finite.

    Examples
    --------
    >>> offers_in_turn(3).tolist()
    [0.5, 0.625, 0.6953125]
    """
    try:
        n = operator.index(opportunities)
    except TypeError:
        raise InputError(f"`opportunities` is {opportunities!r}; it is a whole number, at least 0") from None
    if not 0 <= n <= MOST:
        raise InputError(f"`opportunities` is {n}; it is a whole number from 0 to {MOST:,}")
    a, b = float(numbers_between("low", low)), float(numbers_between("high", high))
    if a > b:
        raise InputError(f"`low` is {a:g} and `high` is {b:g}; the range of offers runs from low to high")
    delta, value = float(numbers_between("discount", discount, 0, 1)), float(numbers_between("no_deal", no_deal))
    found = np.empty(n)
    for left in range(n):
        kept = delta * value
        if kept <= a:
            value = (a + b) / 2
        elif kept >= b:
            value = kept
        else:
            # A refused offer leaves `kept`; a taken one lies evenly between `kept` and b.
            refused = (kept - a) / (b - a)
            value = refused * kept + (1 - refused) * (kept + b) / 2
        found[left] = value
    return found


register(
    Model(
        id="offers-in-turn",
        family="timing",
        meaning="Which offer should be taken when only so many opportunities are left before the deadline?",
        reference="Moser, L. (1956). On a problem of Cayley. Scripta Mathematica 22, 289-292.",
        status="textbook",
        function=offers_in_turn,
        example={"opportunities": 5},
    )
)
