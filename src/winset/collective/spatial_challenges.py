"""Whom would each actor best challenge, and with what chance would it win?

Every actor looks at every other through its own eyes: what it takes others' attitudes to risk to be decides what it
thinks a contest would bring. An actor gains from a challenge what the other's position costs it, less twice what a
defeat makes likely: with s the target's attention, P the chance and g the loss from the target's position as against
one's own, :math:`g\\,(1 - 2 s (1 - P))`.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; equations as in
the public source of KTAB (KAPSARC, 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.collective.spatial_rules import Actors, Rules
from winset.collective.spatial_utility import utility
from winset.collective.third_parties import joined
from winset.collective.voting_rules import response

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

LEAST_STRENGTH = 1e-10
LEAST_GAIN = 1e-5
"""Expected gain from which a challenge is worth making."""

HELD_AT_ONCE = 2**14
"""Votes reckoned at a time, so many as a processor keeps at hand."""

ALIKE = 1e-12
"""Difference up to which two gains, or two chances, are taken for a tie and the first of them counts."""


@dataclass(frozen=True)
class Challenges:
    """The best challenge of every actor.

    Parameters
    ----------
    targets : array of int, shape (n_actors, n_draws)
        Whom each would challenge, the first of several equally good; -1 for nobody.
    gains : array of float, shape (n_actors, n_draws)
        What each expects of it, in utility; 0 for nobody.
    chances : array of float, shape (n_actors, n_draws)
        With what chance each thinks it would win.
    """

    targets: Rows
    gains: Array
    chances: Array


def best_challenges(distance: Array, seen: Array, actors: Actors, rules: Rules) -> Challenges:
    """Return whom each actor would challenge.

    Parameters
    ----------
    distance : array of float, shape (n_actors, n_actors, n_draws)
        From the position of the first actor to that of the second, by the salience of the first.
    seen : array of float, same shape
        What the first actor takes the attitude to risk of the second to be.
    actors, rules
        Who bargains, and by which rules.
    """
    n = len(distance)
    everyone, weight = np.arange(n), actors.weight
    to_position = np.ascontiguousarray(np.swapaxes(distance, 0, 1))
    bend = to_position * (1 - to_position)
    gains, chances = np.empty_like(to_position), np.empty_like(to_position)
    step = max(1, HELD_AT_ONCE // to_position.size)
    for start in range(0, n, step):
        viewers = everyone[start : start + step]
        each = everyone[: len(viewers)]
        losses = bend * seen[viewers, None]
        np.subtract(to_position, losses, out=losses)  # what each position would cost each actor, in a viewer's eyes
        own, at_stake = losses[each, viewers], losses[each, :, viewers]
        strength = LEAST_STRENGTH + weight[viewers, None] * response(at_stake, rules.voting)
        other = LEAST_STRENGTH - weight * response(-own, rules.voting)
        principals = strength[:, :, None], other[:, :, None]
        thirds = joined(weight, own[:, None], losses, *principals, rules.commitment, rules.voting)
        thirds[each, :, viewers] = 0
        thirds[:, everyone, everyone] = 0
        chances[viewers] = _won(strength, other, thirds, weight)
        gains[viewers] = at_stake * (1 - 2 * actors.attention * (1 - chances[viewers]))
    gains[everyone, everyone] = -np.inf
    best = gains.max(axis=1)
    targets = (gains >= best[:, None] - ALIKE).argmax(axis=1)
    chosen = np.take_along_axis(chances, targets[:, None], axis=1)[:, 0]
    worthwhile = best > LEAST_GAIN
    return Challenges(
        np.where(worthwhile, targets, -1), np.where(worthwhile, best, 0.0), np.where(worthwhile, chosen, 0.5)
    )


def chances_seen_by_targets(distance: Array, targets: Rows, seen: Array, actors: Actors, rules: Rules) -> Array:
    """Return with what chance each actor defeats its target in the target's eyes; arguments as in `best_challenges`."""
    each, viewer = np.arange(len(distance)), np.maximum(targets, 0)
    to_position, attitude = np.swapaxes(distance, 0, 1), at(seen, viewer)
    of_initiator, of_target = utility(to_position, attitude), utility(at(to_position, viewer), attitude)
    mine = actors.weight * response(1 - of_target[each, each], rules.voting)
    theirs = -at(actors.weight, viewer) * response(_of(of_initiator, viewer) - 1, rules.voting)
    strength, other = LEAST_STRENGTH + mine, LEAST_STRENGTH + theirs
    weight, loss, other_loss = actors.weight[None], 1 - of_initiator, 1 - of_target
    thirds = joined(weight, loss, other_loss, strength[:, None], other[:, None], rules.commitment, rules.voting)
    thirds[each, each] = 0
    np.put_along_axis(thirds, viewer[:, None], 0, axis=1)
    return _won(strength, other, thirds, actors.weight)


def at(values: Array, rows: Rows) -> Array:
    """Return the values, shape (n_actors, ..., n_draws), of the actors that stand in `rows`, shape (n, n_draws)."""
    spread = rows.reshape(len(rows), *[1] * (values.ndim - 2), -1)
    return np.asarray(np.take_along_axis(values, spread, axis=0))


def _of(values: Array, columns: Rows) -> Array:
    """Values, shape (n_actors, n_actors, n_draws), in one column for each row."""
    return np.asarray(np.take_along_axis(values, columns[:, None], axis=1)[:, 0])


def _won(strength: Array, other: Array, thirds: Array, weight: Array) -> Array:
    """Chance of the first side once third parties, on the axis before the last, have joined; `thirds` is used up."""
    total = np.einsum("...kd,kd->...d", thirds, weight)
    size = np.einsum("...kd,kd->...d", np.abs(thirds, out=thirds), weight)
    return np.asarray((strength + 0.5 * (size + total)) / (strength + other + size))
