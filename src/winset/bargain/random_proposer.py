"""How is a pie split among many when chance names the proposer and all must agree?

In every round a proposer is drawn, the same way each time; the proposal passes only if everybody accepts, and each
refusal costs a round. The essential assumption is a stationary equilibrium. With a common discount factor the expected
share of each party is the chance that it proposes, however patient they are. Do not use it where less than all must
agree; that is the model of Baron and Ferejohn.

References: Okada, A. (1996). A noncooperative coalitional bargaining game with random proposers. Games and Economic
Behavior 16(1), 97-108. Muthoo, A. (1999). Bargaining Theory with Applications. Cambridge University Press, ch. 7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE
from winset.errors import InputError
from winset.registry import Model, register


@dataclass(frozen=True)
class RandomProposer:
    """What parties expect, and what each gets when it proposes.

    Parameters
    ----------
    expected : array of float, shape (n_parties,)
        Expected shares before the proposer is drawn; they sum to 1.
    proposer : array of float, shape (n_parties,)
        Share that each party keeps if it is drawn.
    responder : array of float, shape (n_parties,)
        Share that each party is given if another is drawn.
    """

    expected: NDArray[np.float64]
    proposer: NDArray[np.float64]
    responder: NDArray[np.float64]


def random_proposer_shares(recognition: ArrayLike, discount: ArrayLike = 1.0) -> RandomProposer:
    r"""Return expected shares when a random proposer needs everybody's consent.

    A responder is given what it expects from another round, :math:`d_i v_i`, and the proposer keeps the rest, so

    .. math:: v_i = \frac{p_i / (1 - d_i)}{\sum_j p_j / (1 - d_j)}, \qquad \text{with a common factor } v_i = p_i .

    Parameters
    ----------
    recognition : array of float, shape (n_parties,)
        Probability :math:`p_i` that a party proposes; at least 0, with sum 1.
    discount : float or array of float, shape (n_parties,)
        Discount factor for one round, 0 to 1, one for all or one each. At 1 the limit of equal patience is taken.

    Raises
    ------
    InputError
        If probabilities are negative or do not sum to 1, or a factor lies outside 0 to 1 or does not fit.

    Notes
    -----
    A party that never proposes expects nothing, unless nobody who proposes discounts less than fully.

    Examples
    --------
    >>> found = random_proposer_shares([0.5, 0.3, 0.2], discount=0.9)
    >>> found.expected.round(6).tolist(), found.proposer.round(6).tolist()
    ([0.5, 0.3, 0.2], [0.55, 0.37, 0.28])
    """
    p, d = chances_and_patience(recognition, discount)
    patient = (d == 1) & (p > 0)
    strength = np.where(patient, p, 0.0) if patient.any() else p / np.where(d < 1, 1 - d, 1.0)
    expected = strength / strength.sum()
    responder = d * expected
    return RandomProposer(expected, 1 - (responder.sum() - responder), responder)


def chances_and_patience(
    recognition: ArrayLike, discount: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each party's chance to propose, and its discount factor, if they are what they must be."""
    p, d = np.asarray(recognition, dtype=float), np.asarray(discount, dtype=float)
    if p.ndim != 1 or not p.size or not (p >= 0).all() or not abs(p.sum() - 1) <= TOLERANCE:
        raise InputError(f"`recognition` is {p.tolist()}; it must hold one probability for each party, with sum 1")
    if d.shape not in ((), p.shape) or not ((d >= 0) & (d <= 1)).all():
        raise InputError(f"`discount` is {d.tolist()}; it must be one number from 0 to 1, or one for each party")
    return p, np.broadcast_to(d, p.shape)


register(
    Model(
        id="random-proposer",
        family="bargain",
        meaning="Expected shares of a pie when chance names the proposer in each round and all must agree.",
        reference="Okada, A. (1996). A noncooperative coalitional bargaining game with random proposers. Games and "
        "Economic Behavior 16(1), 97-108.",
        status="textbook",
        function=random_proposer_shares,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"recognition": [0.5, 0.3, 0.2], "discount": 0.9},
    )
)
