"""On which side, and how hard, do those stand who are no party to a contest?

One actor challenges another. Everybody else may throw weight in, and asks what it would get: with either side winning,
and with its own position left alone or lost. How far it must then follow the winner is its commitment. The essential
assumption is that each looks at a contest of three only, the principals and itself. Do not use it for alliances that
are bound beforehand.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; equations as in
the public source of KTAB (KAPSARC, 2017).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.collective.voting_rules import MOST_WEIGHT, VotingRule, known, response, utilities
from winset.registry import Model, register

Array = NDArray[np.float64]

Commitment = Literal["none", "semi", "full"]
"""Whether those who join a side must give up their own position: never, if their side loses, or always."""


def third_party_votes(
    weights: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    own: ArrayLike,
    strength_first: float,
    strength_second: float,
    commitment: Commitment = "semi",
    voting: VotingRule = "proportional",
) -> Array:
    r"""Return what each third party votes for the first principal against the second; below 0 for the second.

    .. math:: q_k = \frac{c + [v_k]^+}{c + c' + |v_k|}, \quad v_k = w_k f(u_k - u'_k), \qquad
        V_k = w_k f\bigl(q_k (o_k - u_k) - (1 - q_k)(o_k - u'_k)\bigr)

    where :math:`u_k, u'_k, o_k` are the utilities of the first, the second and its own position, and c and c' the
    principals' own strengths. The difference in V is that of joining the first or the second when a party whose side
    wins keeps its position and one whose side loses takes over the winner's (``semi``).

    Here w_k is the weight of third party k, q_k the chance of the first as k sees it with its own weight v_k thrown
    in, and V_k its vote.

    Parameters
    ----------
    weights : array of float, shape (n_third_parties,)
        Capability times salience of each, at least 0.
    first, second, own : array of float, shape (n_third_parties,)
        What the positions of the principals, and its own, are worth to each.
    strength_first, strength_second : float
        What each principal votes for itself, above 0.
    commitment : {"none", "semi", "full"}
        ``none``: all keep their positions; ``full``: all take over the winner's.
    voting : str
        The response f; see `votes`.

    Returns
    -------
    array of float, shape (n_third_parties,)
        Votes in units of influence.

    Raises
    ------
    InputError
        If a number is not finite or out of range, or a name is unknown.

    Notes
    -----
    In the source the chance q of the first principal is the same whichever side is joined. Under ``none`` and ``full``
    what a third party keeps or loses is also the same, so that it has no reason to vote and every vote is 0. Under
    ``semi`` it joins the side that is likely to win and whose victory it would rather survive.

    Examples
    --------
    The first principal is the stronger, and far from the third party, which joins it and keeps its own position.

    >>> third_party_votes([10], [0.2], [0.9], [1.0], strength_first=30, strength_second=5).round(2).tolist()
    [5.43]
    """
    known("commitment", commitment, Commitment)
    known("voting", voting, VotingRule)
    weight = numbers_between("weights", weights, 0, MOST_WEIGHT)
    ours, theirs, kept = (utilities(*pair) for pair in (("first", first), ("second", second), ("own", own)))
    weight, ours, theirs, kept = np.broadcast_arrays(weight, ours, theirs, kept)
    least = float(np.finfo(float).tiny)
    strengths = (
        numbers_between("strength_first", strength_first, least, MOST_WEIGHT),
        numbers_between("strength_second", strength_second, least, MOST_WEIGHT),
    )
    return weight * joined(weight, kept - ours, kept - theirs, *strengths, commitment, voting)


def joined(
    weights: Array,
    loss: Array,
    other_loss: Array,
    strength: Array,
    other: Array,
    commitment: Commitment,
    rule: VotingRule,
) -> Array:
    """Return the share of its weight that each votes, from what it would lose if a principal's position became its own.

    The losses make the full shape together. Two arrays of it are all that is needed, so that they stay at hand.
    """
    votes = other_loss - loss
    if commitment != "semi":
        return np.zeros_like(votes)
    votes = response(votes, rule)  # as each leans
    votes *= weights
    size = np.abs(votes)
    votes += size  # twice the positive part
    votes *= 0.5
    votes += strength
    size += strength + other
    votes /= size  # the first principal's chance
    votes *= np.add(loss, other_loss, out=size)
    votes -= other_loss  # what joining the first brings
    return response(votes, rule)


register(
    Model(
        id="third-party-votes",
        family="collective",
        meaning="On which side, and how hard, do those stand who are no party to a contest?",
        reference=(
            "Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; public source "
            "of KTAB, KAPSARC, 2017."
        ),
        status="published",
        function=third_party_votes,
        axioms=frozenset({"deterministic"}),
        example={
            "weights": [1, 2, 0.5],
            "first": [0.9, 0.2, 0.5],
            "second": [0.1, 0.8, 0.4],
            "own": [1, 0.9, 0.7],
            "strength_first": 0.6,
            "strength_second": 0.4,
        },
    )
)
