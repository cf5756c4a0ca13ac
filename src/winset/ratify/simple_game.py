"""Is this group of members enough to pass something?

A simple game lists the groups that can carry a decision. Here it is written as chambers, all of which must agree: in
each its members hold votes, and the votes in favour must reach a quota; members with a veto must be in favour too. The
essential assumption is that only who is in favour matters, and that more support never hurts. Do not use it where
abstentions count apart from refusals (`winset.ratify.abstention`).

References: von Neumann, J. and Morgenstern, O. (1944). Theory of Games and Economic Behavior. Princeton University
Press, chapter X. Taylor, A. D. and Zwicker, W. S. (1999). Simple Games. Princeton University Press (every simple game
is an intersection of weighted ones).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Game:
    """Who can carry a decision; as `simple_game` returns it.

    Parameters
    ----------
    votes : array of float, shape (n_chambers, n_members)
        0 for a member who does not sit in the chamber.
    quotas : array of float, shape (n_chambers,)
        Votes needed, lowered by what is only rounding.
    vetoes : array of bool, shape (n_members,)
    """

    votes: Array
    quotas: Array
    vetoes: Mask

    def wins(self, yes: Mask) -> Mask:
        """Return whether those in favour carry the decision: array of bool, shape (..., n_members) -> (...)."""
        enough = (yes @ self.votes.T >= self.quotas).all(axis=-1)
        return np.asarray(enough & yes[..., self.vetoes].all(axis=-1))


def winning(
    yes: ArrayLike, quota: ArrayLike | None = None, votes: ArrayLike | None = None, vetoes: Sequence[int] = ()
) -> Mask:
    r"""Return whether those in favour are enough.

    .. math:: \sum_i w_{ci} Y_i \ge q_c \text{ in every chamber } c, \qquad Y_i = 1 \text{ for each veto } i

    Here Y_i is 1 if member i is in favour, w_ci are his votes in chamber c, and q_c is its quota.

    Parameters
    ----------
    yes : array of bool, shape (..., n_members)
        Who is in favour.
    quota : array of float, shape (n_chambers,), optional
        :math:`q`: votes needed in each chamber, or one number for all. More than half of each chamber's votes if not
        given: exactly half fails. Above all its votes nothing passes; at 0 or below a chamber stops nothing.
    votes : array of float, shape (n_chambers, n_members), optional
        :math:`w`: at least 0; a row alone is a single chamber. One vote each in a single chamber if not given.
    vetoes : sequence of int
        Members without whom nothing passes.

    Returns
    -------
    array of bool, shape (...)

    Raises
    ------
    InputError
        If a vote is negative, a veto names no member or a shape does not fit.

    Examples
    --------
    Two of four are no majority; in a second chamber, members 0 and 1 alone sit, and both must agree.

    >>> winning([[1, 1, 0, 0], [0, 1, 1, 1]]).tolist()
    [False, True]
    >>> winning([[1, 1, 1, 0], [0, 1, 1, 1]], quota=[3, 2], votes=[[1, 1, 1, 1], [1, 1, 0, 0]]).tolist()
    [True, False]
    """
    members = np.asarray(yes, dtype=bool)
    if members.ndim == 0 or not members.shape[-1]:
        raise InputError(f"`yes` has shape {members.shape}; its last axis holds one answer for each member")
    return simple_game(members.shape[-1], quota, votes, vetoes).wins(members)


def simple_game(
    n_members: int, quota: ArrayLike | None = None, votes: ArrayLike | None = None, vetoes: Sequence[int] = ()
) -> Game:
    """Return the rule as a record, or refuse it; arguments and errors as in `winning`.

    >>> simple_game(3).quotas.round(3).tolist()
    [1.5]
    """
    w = np.atleast_2d(numbers_between("votes", np.ones(n_members) if votes is None else votes, 0.0))
    if w.ndim != 2 or w.shape[1] != n_members or not len(w):
        raise InputError(f"`votes` has shape {w.shape}; it must be (n_chambers, {n_members})")
    total = w.sum(axis=1)
    slack = TOLERANCE * total
    q = np.where(total > 0, total / 2 + 2 * slack, np.inf) if quota is None else numbers_between("quota", quota)
    if q.ndim > 1 or q.size not in (1, len(w)):
        raise InputError(f"`quota` has shape {q.shape}; it must hold one number for each of {len(w)} chambers")
    if any(not 0 <= member < n_members for member in vetoes):
        raise InputError(f"`vetoes` is {list(vetoes)}; it must name members from 0 to {n_members - 1}")
    blocking = np.zeros(n_members, dtype=bool)
    blocking[list(vetoes)] = True
    return Game(w, np.broadcast_to(q - slack, total.shape), blocking)


register(
    Model(
        id="simple-game",
        family="ratify",
        meaning="Whether those in favour are enough: votes and a quota in one or several chambers, and vetoes.",
        reference="von Neumann, J. and Morgenstern, O. (1944). Theory of Games and Economic Behavior. Princeton "
        "University Press, chapter X.",
        status="textbook",
        function=winning,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"yes": [True, False, True], "quota": 4, "votes": [3, 2, 1]},
    )
)
