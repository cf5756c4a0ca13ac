"""The central case with some numbers moved, many ways at once: who then refuses what, and what is open.

Every other number stands at its mode, at the case's date. Each way of moving numbers is a row, as a draw is elsewhere,
so that the same steps that play a forecast say what a change does; nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.forecasting.block import Plan, first_vote_error
from winset.forecasting.capital import Shocks
from winset.forecasting.inputs import Draw
from winset.forecasting.scene import Scene
from winset.forecasting.stand import accepted, accepted_if, stands

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROWS = 1024
"""Ways of moving numbers that are played at once; no result depends on it."""


@dataclass(frozen=True)
class Standing:
    """Where everyone stands in each row.

    Parameters
    ----------
    short : array of float, shape (n_rows, n_accepters, n_packages)
        Shortfalls, positive where someone refuses; minus infinity where nobody is asked.
    refuses : array of bool, shape (n_rows, n_accepters, n_packages)
    is_open : array of bool, shape (n_rows, n_packages)
        Whether all who are needed accept.
    """

    short: Array
    refuses: Mask
    is_open: Mask


class Bench:
    """Plays the central case of one story.

    Parameters
    ----------
    plan : Plan
        The story's plan.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.board = plan, plan.board
        self.vote_error = first_vote_error(plan.forms)
        self.scene = self._scene({}, 1)
        self.stands = stands(self.scene, self.vote_error)

    def value(self, path: str) -> float:
        """Return a number's central value."""
        return float(self.plan.distributions[path].mode)

    def play(self, moved: Mapping[str, ArrayLike], rows: int) -> Standing:
        """Return where everyone stands with numbers moved, each to one value in every row."""
        values = {path: np.broadcast_to(np.asarray(value, dtype=float), rows) for path, value in moved.items()}
        found = [
            self._play({path: value[start : start + ROWS] for path, value in values.items()}, min(ROWS, rows - start))
            for start in range(0, rows, ROWS)
        ]
        return Standing(*(np.concatenate(part) for part in zip(*found, strict=True)))

    def _play(self, moved: Mapping[str, Array], rows: int) -> tuple[Array, Mask, Mask]:
        """Play some rows."""
        scene = self._scene(moved, rows)
        standing = stands(scene, self.vote_error)
        return (
            np.stack([stand.short for stand in standing], axis=1),
            np.stack([stand.refuses for stand in standing], axis=1),
            accepted(scene, standing, self.vote_error),
        )

    def _scene(self, moved: Mapping[str, Array], rows: int) -> Scene:
        """Return the scene with numbers moved."""
        draw = Draw.of_moved(self.plan.distributions, moved, rows)
        return Scene(self.board, draw, Shocks(self.board.case, self.board.calendar, draw))

    def opens_if_turned(self, turned: Collection[int], package: int) -> bool:
        """Tell whether a package would be open if some accepters, by place, no longer refused it."""
        if_they = [self.stands[place] for place in sorted(turned)]
        return bool(accepted_if(self.scene, self.stands, self.vote_error, if_they)[0, package])
