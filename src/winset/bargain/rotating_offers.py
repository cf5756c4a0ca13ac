"""How is a pie split among many when proposers take turns and all must agree?

The parties propose in a fixed order, over and over; an offer passes only if everybody accepts it, and each refusal
costs a round. The essential assumption is that strategies do not depend on the past (a stationary equilibrium): with
three parties or more and patient players, other equilibria support any split, as Shaked showed. Do not use it as a
prediction that holds without that assumption.

References: the game, attributed to A. Shaked, and its stationary equilibrium: Osborne, M. J., Rubinstein, A. (1990).
Bargaining and Markets. Academic Press, sec. 3.13.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError
from winset.registry import Model, register

MOST_PARTIES = 2_000
"""Parties who may each have a factor of their own: work grows with the third power of their number."""

MOST_ALIKE = 1_000_000
"""Parties who may share a common factor."""


def rotating_shares(discount: ArrayLike, n_parties: int | None = None) -> NDArray[np.float64]:
    r"""Return each party's share, in the order in which they propose, when the first proposes now.

    With :math:`y_j` the share of party :math:`j` when it proposes, a responder gets what it would by waiting for its
    turn, and every proposal hands out one unit:

    .. math:: \sum_j d_j^{(j - i) \bmod n}\, y_j = 1 \quad \text{for each proposer } i .

    With a common factor the shares are :math:`d^k / (1 + d + \dots + d^{n-1})` for :math:`k = 0, 1, \dots`.

    Parameters
    ----------
    discount : float or array of float, shape (n_parties,)
        Discount factor for one round, 0 to 1, one for all or one each.
    n_parties : int, optional
        How many parties, up to 1,000,000; needed with a common factor. With factors of their own, up to 2,000.

    Returns
    -------
    array of float, shape (n_parties,)
        The shares sum to 1. Parties who do not discount at all share everything equally, the limit of equal patience.

    Raises
    ------
    InputError
        If a factor lies outside 0 to 1 or the number of parties is missing, below 1, too large, or does not fit.

    Examples
    --------
    >>> rotating_shares(0.9, n_parties=3).round(6).tolist()
    [0.369004, 0.332103, 0.298893]
    """
    factors, common = np.asarray(discount, dtype=float), np.ndim(discount) == 0
    if common:
        if n_parties is None or not 1 <= n_parties <= MOST_ALIKE:
            allowed = f"from 1 to {MOST_ALIKE}"
            raise InputError(f"`n_parties` is {n_parties}; with a common `discount` it must be {allowed}")
        factors = np.full(n_parties, factors)
    if factors.ndim != 1 or not factors.size or n_parties not in (None, factors.size):
        raise InputError(f"`discount` has shape {factors.shape}; it must be one number or one for each party")
    if not ((factors >= 0) & (factors <= 1)).all():
        raise InputError(f"`discount` is {factors.tolist()}; every discount factor must be from 0 to 1")
    if (factors == 1).any():
        return np.asarray((factors == 1) / (factors == 1).sum())
    turn = np.arange(factors.size)
    if common:
        falling = factors**turn
        return np.asarray(falling / falling.sum())
    if factors.size > MOST_PARTIES:
        raise InputError(f"`discount` has {factors.size} factors; at most {MOST_PARTIES}, or one for all")
    wait = factors ** ((turn - turn[:, None]) % factors.size)
    return np.asarray(wait[0] * np.linalg.solve(wait, np.ones(factors.size)))


register(
    Model(
        id="rotating-offers",
        family="bargain",
        meaning="The split of a pie among many who propose in turn when all must agree.",
        reference="Osborne, M. J., Rubinstein, A. (1990). Bargaining and Markets. Academic Press, sec. 3.13.",
        status="textbook",
        function=rotating_shares,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"discount": 0.9, "n_parties": 3},
    )
)
