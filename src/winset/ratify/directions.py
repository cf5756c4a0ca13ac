"""How far in each direction of the plane does a winning group's common ground reach?

In a direction e the members are ranked by how far their ideal points lie that way; the pivot is the one at whom those
at least as far become enough. Between two directions in which some pair of members ties, the pivot stays the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.simple_game import Game

Array = NDArray[np.float64]

AT_ONCE = 2**22
"""Rankings worked out at a time: directions times members."""

MOST_MEMBERS = 1000
"""Members beyond whom there are too many pairs."""


def plane_ideals(ideals: ArrayLike) -> Array:
    """Return ideal points in the plane, shape (n_members, 2), or refuse them."""
    points = numbers_between("ideals", ideals)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise InputError(f"`ideals` has shape {points.shape}; it must be (n_members, 2)")
    if len(points) > MOST_MEMBERS:
        raise InputError(f"`ideals` holds {len(points)} members; at most {MOST_MEMBERS} can be compared in pairs")
    return points


def sectors(ideals: Array) -> tuple[Array, Array]:
    """Return the angles between which the ranking of the members stays the same: where each begins and ends.

    None is wider than a right angle.

    >>> start, end = sectors(np.array([[0.0, 0.0], [1.0, 1.0]]))
    >>> (start / np.pi).tolist(), (end / np.pi).tolist()
    ([0.0, 0.5, 0.75, 1.0, 1.5, 1.75], [0.5, 0.75, 1.0, 1.5, 1.75, 2.0])
    """
    first, second = np.triu_indices(len(ideals), 1)
    apart = ideals[second] - ideals[first]
    apart = apart[(apart != 0).any(axis=1)]
    turned = np.arctan2(apart[:, 1], apart[:, 0]) + np.pi / 2
    angles = np.unique(np.mod(np.concatenate([turned, turned + np.pi, np.arange(4) * np.pi / 2]), 2 * np.pi))
    return angles, np.append(angles[1:], angles[0] + 2 * np.pi)


def unit(angles: Array) -> Array:
    """Return directions as vectors, shape (..., 2)."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def pivots(ideals: Array, game: Game, angles: Array) -> NDArray[np.intp]:
    """Return the pivot in each of these directions; -1 where not even all members are enough.

    >>> from winset.ratify.simple_game import simple_game
    >>> pivots(np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 3.0]]), simple_game(3), np.array([0.0, 1.5])).tolist()
    [2, 1]
    """
    size = max(AT_ONCE // len(ideals), 1)
    blocks = [angles[start : start + size] for start in range(0, len(angles), size)]
    return np.concatenate([_pivots(ideals, game, block) for block in blocks])


def _pivots(ideals: Array, game: Game, angles: Array) -> NDArray[np.intp]:
    """Pivots of one block of directions."""
    ranking = np.argsort(-(unit(angles) @ ideals.T), axis=1, kind="stable")
    enough = np.ones(ranking.shape, dtype=bool)
    for votes, quota in zip(game.votes, game.quotas, strict=True):
        enough &= np.cumsum(votes[ranking], axis=1) >= quota
    enough &= np.cumsum(game.vetoes[ranking], axis=1) == game.vetoes.sum()
    return np.where(enough.any(axis=1), np.take_along_axis(ranking, enough.argmax(axis=1)[:, None], axis=1)[:, 0], -1)
