"""The central case: all inputs at their modes. Gaps, tripwires and the leaders' bargaining table are read from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from winset.bargain.choice import Solution, choose
from winset.forecasting.block import Plan, first_vote_error
from winset.forecasting.capital import Shocks
from winset.forecasting.forms import NONE
from winset.forecasting.inputs import Draw
from winset.forecasting.labels import plain
from winset.forecasting.record import Gain, Gains
from winset.forecasting.scene import Scene
from winset.forecasting.stand import Stand, accepted, after_a_no, stands
from winset.forecasting.worth import expected_gain

Array = NDArray[np.float64]


class Central:
    """A case with every number at its mode, at the case's date."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.board = plan, plan.board
        draw = Draw(plan.distributions)
        self.scene = Scene(self.board, draw, Shocks(self.board.case, self.board.calendar, draw))
        self.vote_error = first_vote_error(plan.forms)
        self.stands: Sequence[Stand] = stands(self.scene, self.vote_error)
        self.belief = self.scene.belief(self.vote_error)

    def gaps(self) -> Array:
        """Return every accepter's central shortfall on every package, shape (n_accepters, n_packages)."""
        return np.stack([stand.short[0] for stand in self.stands])

    def tree(self) -> tuple[Sequence[Stand], Array]:
        """Return everyone in the tree of accepters, with the central shortfalls, shape (n_accepters, n_packages)."""
        everyone = (*self.stands, *after_a_no(self.scene, self.vote_error))
        return everyone, np.stack([stand.short[0] for stand in everyone])

    def leaders(self) -> Gains:
        """Return the leaders' central gains at the case's date, the frontier, and what the solution would choose."""
        board, scene = self.board, self.scene
        now = np.zeros(1, dtype=np.intp)
        sure = np.stack([scene.gains[party].at(now, now)[0] for party in board.parties], axis=-1)
        open_now = accepted(scene, self.stands, self.vote_error)
        expected = np.stack(
            [
                expected_gain(sure[:, i], self.belief[0], scene.gains[party].failed_vote_costs)
                for i, party in enumerate(board.parties)
            ],
            axis=-1,
        )
        solutions: list[Solution] = [form.solution for form in self.plan.forms if form.solution != NONE]
        solution = solutions[0] if solutions else "nash"
        weights = np.array([board.case.parties[party].leader.weight for party in board.parties])
        chosen = int(choose(solution, np.maximum(expected, 0)[None], open_now, weights=weights)[0])
        return Gains(
            parties=board.parties,
            solution=solution,
            points=tuple(
                Gain(
                    package=name,
                    label=plain(name),
                    counts=bool(board.counts[i]),
                    gains=tuple(round(float(gain), 6) for gain in sure[i]),
                    on_frontier=not bool(np.any(np.all(sure >= sure[i], axis=1) & np.any(sure > sure[i], axis=1))),
                    chosen=i == chosen,
                )
                for i, name in enumerate(board.packages)
            ),
        )
