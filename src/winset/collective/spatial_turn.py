"""What happens in one turn: everybody makes one challenge, and of the bargains before it takes the likeliest.

Every actor picks the target that promises most and offers it a bargain. All that one offers and is offered, and
leaving things as they are, then stand for election among all actors, and one moves to where the winner would have it.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; order of steps as
in the public source of KTAB (KAPSARC, 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.collective.bargains import met
from winset.collective.election import coalition_strengths, option_chances
from winset.collective.spatial_challenges import ALIKE, Challenges, Rows, at, best_challenges, chances_seen_by_targets
from winset.collective.spatial_rules import Actors, Rules
from winset.collective.spatial_utility import distances, risk_attitudes, seen_risk, utility
from winset.collective.victory import victory

Array = NDArray[np.float64]

GRID = 1e4
"""Steps of the scale to which bargains by powers are rounded, lest actors differ by a trifle."""

SAME_POSITION = 1e-3
"""Distance, as a share of the scale, below which two positions are one when chances are told."""


@dataclass(frozen=True)
class Standing:
    """How things stand before a turn; every array has the draws last.

    Parameters
    ----------
    positions : array of float, shape (n_actors, n_dimensions, n_draws)
        From 0 to 1.
    distance : array of float, shape (n_actors, n_actors, n_draws)
        As the first actor counts it.
    risk : array of float, shape (n_actors, n_draws)
        Attitude to risk, -1 to 1.
    worth : array of float, shape (n_actors, n_actors, n_draws)
        What the position of the second actor is worth to the first.
    """

    positions: Array
    distance: Array
    risk: Array
    worth: Array


def standing(positions: Array, actors: Actors, rules: Rules) -> Standing:
    """Return how things stand: attitudes to risk from an election of positions among actors neutral to it."""
    distance = distances(positions[:, None], positions[None], actors.salience[:, None])
    everybody = np.ones((1, *actors.capability.shape), dtype=bool)
    risk = risk_attitudes(_elected(actors, 1 - distance, everybody, rules)[0], rules.risk_range)
    return Standing(positions, distance, risk, utility(distance, risk[:, None]))


def next_positions(
    now: Standing, actors: Actors, rules: Rules, rng: np.random.Generator | None = None
) -> tuple[Array, Challenges]:
    """Return positions after one turn, and the challenges made; with `rng` the winner of each election is drawn."""
    seen = seen_risk(now.risk, rules.risk_view)
    found = best_challenges(now.distance, seen, actors, rules)
    offered = _offers(now, found, seen, actors, rules)
    before = _on_lists(found.targets, len(offered))
    stakes = [_stakes(now, found, places, actors) for places in offered]
    gains = np.concatenate([np.zeros_like(now.risk)[:, None], *stakes], axis=1)
    chances = _elected(actors, gains, before, rules)
    chosen = _first_best(chances) if rng is None else _drawn(chances, rng)
    return _moved(now.positions, offered, chosen), found


def position_chances(now: Standing, actors: Actors, rules: Rules) -> tuple[Array, Array]:
    """Return the chance that each actor's position is chosen, and the mean of distinct positions by their chances.

    Shapes (n_actors, n_draws) and (n_dimensions, n_draws). Positions nearer to each other than a thousandth of the
    scale are one, and all who hold it have its whole chance.
    """
    near = np.linalg.norm(now.positions[:, None] - now.positions[None], axis=2) < SAME_POSITION
    distinct = np.ones(now.risk.shape, dtype=bool)
    for i in range(1, len(now.risk)):
        distinct[i] = ~(near[i, :i] & distinct[:i]).any(axis=0)
    chances = _elected(actors, now.worth, distinct[None], rules)[0]
    held = np.where(near & distinct[None], chances[None], 0.0).max(axis=1)
    return held, np.asarray((chances[:, None] * now.positions).sum(axis=0))


def _elected(actors: Actors, utilities: Array, lists: NDArray[np.bool_], rules: Rules) -> Array:
    """Chances of options on each list, shape (n_lists, n_options, n_draws); weights are capabilities."""
    coalitions = coalition_strengths(actors.capability, utilities, rules.voting)
    chances = victory(coalitions, np.swapaxes(coalitions, 0, 1), rules.victory_rule)
    return option_chances(coalitions, chances, lists, rules.kind)


def _offers(now: Standing, found: Challenges, seen: Array, actors: Actors, rules: Rules) -> list[tuple[Array, Array]]:
    """Where each initiator and its target would stand, once for each view that is put forward."""
    target = np.maximum(found.targets, 0)
    places = now.positions, at(now.positions, target)
    care = actors.salience, at(actors.salience, target)

    def offer(chances: Array) -> tuple[Array, Array]:
        first, second = met(*places, *care, chances[:, None], rules.interpolation)
        return (first, second) if rules.interpolation == "s2pmax" else (_rounded(first), _rounded(second))

    mine = offer(found.chances)
    if rules.bargaining == "initiator":
        return [mine]
    theirs = offer(chances_seen_by_targets(now.distance, found.targets, seen, actors, rules))
    if rules.bargaining == "both":
        return [mine, theirs]
    heavy, other = actors.weight[:, None], at(actors.weight, target)[:, None]
    share = np.where(heavy + other > 0, heavy, 1.0) / np.where(heavy + other > 0, heavy + other, 2.0)
    return [(share * mine[0] + (1 - share) * theirs[0], share * mine[1] + (1 - share) * theirs[1])]


def _rounded(places: Array) -> Array:
    return np.asarray(np.floor(places * GRID + 0.5) / GRID)


def _on_lists(targets: Rows, n_views: int) -> NDArray[np.bool_]:
    """Which options stand before which actor, shape (n_actors, 1 + n_views * n_actors, n_draws); staying is first."""
    each = np.arange(len(targets))[:, None, None]
    involved = (targets >= 0)[None] & ((targets[None] == each) | (np.arange(len(targets))[:, None] == each))
    stays = np.ones((len(targets), 1, targets.shape[1]), dtype=bool)
    return np.concatenate([stays, *[involved] * n_views], axis=1)


def _stakes(now: Standing, found: Challenges, places: tuple[Array, Array], actors: Actors) -> Array:
    """What each actor gains from each initiator's bargain, as a mean over all positions; shape as `now.worth`."""
    target, care, risk = np.maximum(found.targets, 0), actors.salience[:, None], now.risk[:, None]
    given_up = now.worth + np.take_along_axis(now.worth, target[None], axis=1)
    first, second = (utility(distances(now.positions[:, None], place[None], care), risk) for place in places)
    return np.asarray((first + second - given_up) / len(now.risk))


def _first_best(chances: Array) -> Rows:
    """The likeliest option on each list; of several, staying and then the initiator in the first row."""
    return np.asarray((chances >= chances.max(axis=1, keepdims=True) * (1 - ALIKE)).argmax(axis=1))


def _drawn(chances: Array, rng: np.random.Generator) -> Rows:
    """One option drawn on each list with its chance."""
    return np.asarray(
        (rng.random((len(chances), 1, chances.shape[2])) >= np.cumsum(chances, axis=1)[:, :-1]).sum(axis=1)
    )


def _moved(positions: Array, offered: list[tuple[Array, Array]], chosen: Rows) -> Array:
    """Positions once everyone has moved to where the chosen bargain would have it."""
    n = len(positions)
    first, second = (np.concatenate([places[side] for places in offered]) for side in (0, 1))
    bargain = np.maximum(chosen - 1, 0)
    initiates = (bargain % n == np.arange(n)[:, None])[:, None]
    return np.where((chosen == 0)[:, None], positions, np.where(initiates, at(first, bargain), at(second, bargain)))
