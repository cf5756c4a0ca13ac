"""Which proposals survive if everybody thinks one vote ahead?

A proposal is covered by another that beats it and everything that it beats: whoever wants it had better propose the
other. What is not covered can win in many ways of voting. The essential assumption is a finite list whose pairwise
votes are known. Do not use it for a continuum of proposals, of which `winset.ratify.yolk` gives a bound.

References: Miller, N. R. (1980). A new solution set for tournaments and majority voting. American Journal of Political
Science 24(1), 68-96.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE
from winset.errors import InputError
from winset.ratify.simple_game import simple_game
from winset.registry import Model, register

Mask = NDArray[np.bool_]


def uncovered_set(beats: ArrayLike) -> list[int]:
    r"""Return the outcomes that no other covers.

    .. math:: y \text{ covers } x \iff y \succ x \text{ and } \{z : x \succ z\} \subseteq \{z : y \succ z\}

    Here x, y and z are outcomes, and one beats the other where the sign stands between them.

    Parameters
    ----------
    beats : array of bool, shape (n_outcomes, n_outcomes)
        Whether the outcome of the row beats that of the column. Neither need beat the other.

    Returns
    -------
    list of int
        Rows, ascending; never empty unless there is no outcome.

    Raises
    ------
    InputError
        If the array is not square, or two outcomes beat each other, or one itself.

    Notes
    -----
    Where two outcomes may tie there are several definitions of covering; this one asks that whatever x beats is beaten
    by y too, and nothing of what beats them. The set may then hold an outcome that beats nothing and is beaten by one
    that another covers. Sixty-four outcomes are compared at a time, in cubic work over all.

    Examples
    --------
    Three outcomes beat each other in a ring, and all of them the fourth.

    >>> uncovered_set([[0, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [0, 0, 0, 0]])
    [0, 1, 2]
    """
    b = numbers_between("beats", np.asarray(beats, dtype=float), 0, 1) > 0
    if b.ndim != 2 or b.shape[0] != b.shape[1]:
        raise InputError(f"`beats` has shape {b.shape}; it must be square")
    both = np.argwhere(b & b.T)
    if len(both):
        raise InputError(f"`beats` says that outcomes {both[0][0]} and {both[0][1]} beat each other")
    rows = _packed(b)
    return [x for x in range(len(b)) if not _is_covered(rows, b[:, x], x)]


def _packed(b: Mask) -> NDArray[np.uint64]:
    """Rows as words of 64 bits."""
    wide = np.zeros((len(b), -(-b.shape[1] // 64) * 64), dtype=bool)
    wide[:, : b.shape[1]] = b
    return np.packbits(wide, axis=1).view(np.uint64)


def _is_covered(rows: NDArray[np.uint64], beaten_by: Mask, x: int) -> bool:
    """Whether one of those that beat x beats everything that x beats."""
    missing = rows[x] & ~rows[beaten_by]
    return bool((~missing.any(axis=1)).any())


def pairwise_votes(
    utilities: ArrayLike, quota: ArrayLike | None = None, votes: ArrayLike | None = None, vetoes: Sequence[int] = ()
) -> Mask:
    """Return which outcome beats which when members vote for what they strictly prefer.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_members)
        One column per member, each in units of his own.
    quota, votes, vetoes
        As in `winset.ratify.winning`: who is enough to replace one outcome by another. More than half of all votes if
        not given, so that abstentions of the indifferent count against.

    Returns
    -------
    array of bool, shape (n_outcomes, n_outcomes)
        Whether the outcome of the row beats that of the column.

    Raises
    ------
    InputError
        If a number is not finite or a shape does not fit, or with a quota of half or less two outcomes beat each other.

    Examples
    --------
    Three members, three outcomes, and no best one:

    >>> pairwise_votes([[3, 1, 2], [2, 3, 1], [1, 2, 3]]).astype(int).tolist()
    [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    """
    u = numbers_between("utilities", utilities)
    if u.ndim != 2 or not u.shape[1]:
        raise InputError(f"`utilities` has shape {u.shape}; it must be (n_outcomes, n_members)")
    game = simple_game(u.shape[1], quota, votes, vetoes)
    slack = TOLERANCE * np.ptp(u, axis=0) if len(u) else 0.0
    b = np.array([game.wins(row - u > slack) for row in u], dtype=bool).reshape(len(u), len(u))
    b[np.diag_indices(len(u))] = False
    both = np.argwhere(b & b.T)
    if len(both):
        raise InputError(f"`quota` lets outcomes {both[0][0]} and {both[0][1]} beat each other; it must be above half")
    return b


register(
    Model(
        id="uncovered-set",
        family="ratify",
        meaning="The outcomes of a list that no other covers: those that survive thinking one vote ahead.",
        reference="Miller, N. R. (1980). A new solution set for tournaments and majority voting. American Journal of "
        "Political Science 24(1), 68-96.",
        status="textbook",
        function=uncovered_set,
        axioms=frozenset({"deterministic"}),
        example={"beats": [[False, True, False], [False, False, True], [True, False, False]]},
    )
)
