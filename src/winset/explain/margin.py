"""How much room there is at the case's date: the margin of the best package, in every draw.

Everyone's room is measured in standard deviations of its own: a leader's points, votes in a body and points of approval
cannot be compared as they are. A package's margin is the smallest room among those who must accept; rules at home and
among parties take the place of "smallest" where not everyone must. The margin is above 0 just where a package that
counts is accepted by all that are needed, and it moves without a jump, which a yes or no does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import RATIFIERS
from winset.case.agreement import PartyRule
from winset.forecasting.coalition import holds
from winset.forecasting.scene import Scene
from winset.forecasting.stand import Stand, after_a_no, stands
from winset.forecasting.tree import ROOT, Place, places

Array = NDArray[np.float64]
Units = tuple[float, ...]

MOST = 10.0
"""Standard deviations at which room counts as ample: more of it changes nothing."""


def units_of(scene: Scene, vote_error: str) -> Units:
    """Return the standard deviation of everyone's room, over draws and within packages; 1 where nothing is unsure."""
    return tuple(_spread(stand.short[:, scene.board.counts]) for stand in _everyone(scene, vote_error))


def margins(scene: Scene, vote_error: str, units: Units) -> Array:
    """Return the margin of the best package that counts, shape (n_draws,), in standard deviations up to 10.

    Parameters
    ----------
    scene : Scene
    vote_error : str
    units : tuple of float
        What each of those who stand is measured in, as `units_of` has it for the base.
    """
    rooms = {}
    for stand, unit in zip(_everyone(scene, vote_error), units, strict=True):
        rooms[stand.party, stand.accepter] = np.clip(_room(stand) / unit, -MOST, MOST)
    carried = _carried(places(scene.board.case), rooms, scene.board.rule)
    return np.asarray(carried[:, scene.board.counts].max(axis=1))


def _everyone(scene: Scene, vote_error: str) -> Sequence[Stand]:
    """Return where everyone stands in the tree of accepters."""
    return (*stands(scene, vote_error), *after_a_no(scene, vote_error))


def _room(stand: Stand) -> Array:
    """Return everyone's room, at least 0 where the answer is yes and below it where it is no."""
    room = -stand.short
    return np.where(stand.refuses, np.minimum(room, -1e-9), np.maximum(room, 0.0))


def _spread(short: Array) -> float:
    """Return the standard deviation within columns where it can be told."""
    sure = short[:, np.all(np.isfinite(short), axis=0)]
    found = float(np.sqrt(np.mean(np.var(sure, axis=0)))) if sure.size else 0.0
    return found if found > 1e-9 else 1.0


def _carried(tree: Sequence[Place], rooms: dict[tuple[str, str], Array], among: PartyRule | None) -> Array:
    """Return the room of the whole tree: at each place that of the last of those who are needed."""
    below: dict[str, list[tuple[str, Array]]] = {}
    found = np.empty(0)
    for place in reversed(tree):
        parts = below.get(place.path, [])
        if place.path == ROOT and among is not None:
            found = _among(among, dict(parts))
        elif place.needed:
            stacked = np.sort(np.stack([room for _, room in parts]), axis=0)
            found = stacked[len(parts) - place.needed]
        else:
            found = rooms[place.party, place.name]
        if place.path == ROOT:
            return found
        below.setdefault(place.parent, []).append((place.path, found))
    return found


def _among(rule: PartyRule, rooms: dict[str, Array]) -> Array:
    """Return the largest room that parties which are enough all have, with that of those of no party."""
    others = rooms.pop(RATIFIERS, None)
    found = np.full(next(iter(rooms.values())).shape, -MOST)
    for threshold in rooms.values():
        enough = holds(rule, {party: room >= threshold for party, room in rooms.items()})
        found = np.where(enough, np.maximum(found, threshold), found)
    return found if others is None else np.minimum(found, others)


__all__ = ["MOST", "Units", "margins", "units_of"]
