"""What would an election between the actors' own positions come to, on the average over its chances?

Each position that somebody with weight holds stands for election among all, weighted by capability times salience, as
in `winset.collective.election`; what a position is worth falls in a line with distance. An expected position is no
forecast that it will be chosen: the chances may lie at both ends of the scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.answer import Answer
from winset.collective.allowed import Array
from winset.collective.election import ElectionKind, coalition_strengths, option_chances
from winset.collective.mean_position import positions_and_weights
from winset.collective.victory import victory

SAME_POSITION = 1e-3
"""Distance, as a share of that between the outermost, below which two positions are one, as in the spatial model."""

HELD_AT_ONCE = 2**21
"""Contests of pairs in all decisions that are reckoned at a time."""


def elected_mean(
    position: ArrayLike, salience: ArrayLike, capability: ArrayLike, kind: ElectionKind = "one-step"
) -> Answer[Array | None]:
    """Return the mean of the positions by their chances in a probabilistic Condorcet election.

    Parameters
    ----------
    position : array of float, shape (..., n_actors)
        In units of the issue; further axes are further decisions.
    salience, capability : array of float, shape (..., n_actors)
        At least 0; only ratios of their products matter.
    kind : {"one-step", "markov", "markov-incentive"}
        See `condorcet_election`.

    Returns
    -------
    Answer of array of float or None
        Shape (...). ``empty`` and None if nobody has any weight; nan where only some of many decisions are so.

    Raises
    ------
    InputError
        If a number is not finite, a weight is negative, or the shapes do not fit.

    Notes
    -----
    Positions nearer to each other than a thousandth of the way between the outermost are offered once, as that of the
    weightiest who holds it: an option offered twice would share out the chances anew. So a little doubt about positions
    that are alike makes a longer list.

    Examples
    --------
    >>> round(float(elected_mean([0, 10], [1, 1], [1, 3]).value), 6)
    7.5
    """
    x, w = positions_and_weights(position, salience, capability)
    shape, n = x.shape[:-1], x.shape[-1]
    x, w = x.reshape(-1, n), w.reshape(-1, n)
    step = max(1, HELD_AT_ONCE // n**2)
    parts = [_means(x[i : i + step].T, w[i : i + step].T, kind) for i in range(0, len(x), step)]
    means = np.concatenate(parts).reshape(shape)
    return Answer(None, "empty") if np.isnan(means).all() else Answer(means[()])


def _means(x: Array, w: Array, kind: ElectionKind) -> Array:
    """The expected positions of decisions, shape (n_decisions,), from arrays of shape (n_actors, n_decisions)."""
    order = np.lexsort((x, -w), axis=0)
    x, w = (np.take_along_axis(values, order, axis=0) for values in (x, w))
    heaviest, held = w[0], w > 0
    low, high = np.where(held, x, np.inf).min(axis=0), np.where(held, x, -np.inf).max(axis=0)
    extent = np.where(high > low, high - low, 1.0)
    place = np.where(held, (x - low) / extent, 0.0)
    offered = held.copy()
    for i in range(1, len(x)):
        offered[i] &= ~((np.abs(place[i] - place[:i]) < SAME_POSITION) & offered[:i]).any(axis=0)
    offered[0] = True
    worth = 1 - np.abs(place[:, None] - place[None])
    coalitions = coalition_strengths(w / np.where(heaviest > 0, heaviest, 1.0), worth, "proportional")
    chances = victory(coalitions, np.swapaxes(coalitions, 0, 1), "linear")
    elected = option_chances(coalitions, chances, offered[None], kind)[0]
    return np.where(heaviest > 0, low + (elected * place).sum(axis=0) * extent, np.nan)
