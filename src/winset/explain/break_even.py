"""Break-even values: where a number, moved alone, opens or closes the window with all others at their modes.

The window is open if some package that counts is accepted by all who are needed at the case's date. All numbers are
moved at once, each in draws of its own: first over its whole range in even steps of chance, then ever closer around the
change that is nearest to its mode.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.chance.distributions import Distribution, Fixed
from winset.forecasting.block import Plan, first_vote_error
from winset.forecasting.capital import Shocks
from winset.forecasting.inputs import Draw
from winset.forecasting.scene import Scene
from winset.forecasting.stand import accepted, stands

Array = NDArray[np.float64]

EDGE = 0.001
"""Chance that a number lies beyond either end of the range that is searched."""

FIRST = 41
"""Values of each number in the first search."""

THEN = 9
"""Values in each closer one."""

CLOSER = 8
"""Closer searches; each is eight times as close as the one before."""


@dataclass(frozen=True)
class BreakEven:
    """Where a number flips the window.

    Parameters
    ----------
    value : float
        The value next to the change on its far side from the mode, in the number's own unit.
    opens : bool
        True if the window is open there and closed at the mode, False if the other way round.
    package : str
        A package that is accepted where the window is open.
    """

    value: float
    opens: bool
    package: str


def break_evens(plan: Plan, paths: Sequence[str]) -> Mapping[str, BreakEven]:
    """Return the break-even values of those of some numbers that have one within their range.

    Parameters
    ----------
    plan : Plan
        Of one story.
    paths : sequence of str
        Where the numbers stand.

    Returns
    -------
    mapping of path to BreakEven
        Without the numbers that leave the window as it is at every value tried.
    """
    known = {path: plan.distributions[path] for path in paths if not isinstance(plan.distributions[path], Fixed)}
    if not known:
        return {}
    at_modes = _open(plan, {"": np.zeros(1)})[""][0]
    grids = {path: _range(one) for path, one in known.items()}
    found = {}
    near: dict[str, tuple[float, float]] = {}
    answers = _open(plan, grids)
    for path, one in known.items():
        flips = np.flatnonzero(answers[path].any(axis=1) != at_modes.any())
        if flips.size:
            grid = grids[path]
            place = flips[np.argmin(np.abs(grid[flips] - one.mode))]
            towards = -1 if grid[place] > one.mode else 1
            before = grid[place + towards] if 0 <= place + towards < grid.size else one.mode
            near[path] = (one.mode if (before - one.mode) * (grid[place] - one.mode) < 0 else before, grid[place])
    for _ in range(CLOSER):
        grids = {path: np.linspace(before, beyond, THEN) for path, (before, beyond) in near.items()}
        if not grids:
            break
        answers = _open(plan, grids)
        for path, grid in grids.items():
            flipped = answers[path].any(axis=1) != at_modes.any()
            place = max(1, int(np.argmax(flipped)))
            near[path] = (grid[place - 1], grid[place])
            opened = answers[path][place] if answers[path][place].any() else at_modes
            package = tuple(plan.board.packages)[int(np.argmax(opened))]
            found[path] = BreakEven(float(grid[place]), not at_modes.any(), package)
    return found


def is_open(plan: Plan) -> bool:
    """Tell whether the window is open with all numbers at their modes."""
    return bool(_open(plan, {"": np.zeros(1)})[""].any())


def _range(known: Distribution) -> Array:
    """Return values of a number from its lowest to its highest, in even steps of chance, in rising order."""
    return np.unique(known.ppf(np.linspace(EDGE, 1 - EDGE, FIRST)))


def _open(plan: Plan, moved: Mapping[str, Array]) -> Mapping[str, NDArray[np.bool_]]:
    """Return which packages that count are accepted with one number moved and all others at their modes.

    Shape (n_values, n_packages) for each number.
    """
    total = sum(values.size for values in moved.values())
    draw = Draw(plan.distributions, n=total)
    places, first = {}, 0
    for path, values in moved.items():
        places[path] = slice(first, first + values.size)
        if path:
            draw.value(path)[places[path]] = values
        first += values.size
    scene = Scene(plan.board, draw, Shocks(plan.board.case, plan.board.calendar, draw))
    vote_error = first_vote_error(plan.forms)
    opened = accepted(scene, stands(scene, vote_error), vote_error) & plan.board.counts
    return {path: opened[place] for path, place in places.items()}


__all__ = ["BreakEven", "break_evens", "is_open"]
