"""The central case: all inputs at their modes. Gaps, tripwires and the leaders' bargaining table are read from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from winset.bargain.choice import choose
from winset.case.home import Referendum
from winset.forecasting.block import Plan, first_vote_error
from winset.forecasting.capital import Shocks
from winset.forecasting.inputs import Draw
from winset.forecasting.labels import accepter_label, leader_label, plain
from winset.forecasting.record import Gain, Gains, Tripwire
from winset.forecasting.scene import Scene
from winset.forecasting.stand import UNITS, Stand, stands
from winset.forecasting.worth import expected_gain, written_worth

Array = NDArray[np.float64]

MOST_TRIPWIRES = 12
LEAST_BELIEF = 0.05
"""Below this belief in ratification no worth of a package is a sensible thing to ask of a leader."""


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

    def leaders(self) -> Gains:
        """Return the leaders' central gains at the case's date, the frontier, and what the solution would choose."""
        board, scene = self.board, self.scene
        now = np.zeros(1, dtype=np.intp)
        sure = np.stack([scene.gains[party].at(now, now)[0] for party in board.parties], axis=-1)
        refused = np.any([stand.short[0] > 0 for stand in self.stands], axis=0)
        expected = np.stack(
            [
                expected_gain(sure[:, i], self.belief[0], scene.gains[party].failed_vote_costs)
                for i, party in enumerate(board.parties)
            ],
            axis=-1,
        )
        solution = self.plan.forms[0].solution
        weights = np.array([board.case.parties[party].leader.weight for party in board.parties])
        chosen = int(choose(solution, np.maximum(expected, 0)[None], np.logical_not(refused)[None], weights=weights)[0])
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

    def tripwires(self) -> tuple[Tripwire, ...]:
        """Return, for packages that count, the one number of each refusing accepter that would turn it.

        First those that open a package on their own, then the rest; within each the smallest move comes first.
        """
        refusing = np.stack([stand.short[0] > 0 for stand in self.stands])
        found = []
        for i, name in enumerate(self.board.packages):
            if not self.board.counts[i]:
                continue
            for j in np.flatnonzero(refusing[:, i]):
                alone = int(refusing[:, i].sum()) == 1
                found.append(self._tripwire(self.stands[int(j)], i, name, alone))
        kept = [wire for wire in found if wire is not None]
        kept.sort(key=lambda wire: (not wire.opens, abs(wire.flips_at - wire.now)))
        return tuple(kept[:MOST_TRIPWIRES])

    def _yes_wanted(self, voters: Referendum, path: str) -> float | None:
        """Return the share of yes in per cent that carries a referendum; None if turnout lets none do so."""
        draw, quorum = self.scene.draw, voters.quorum
        turnout, wanted = float(draw.value(f"{path}.turnout")[0]), 100 * voters.majority
        if quorum.turnout is not None and turnout < draw.value(f"{path}.quorum.turnout")[0]:
            return None
        if quorum.in_favour is not None:
            wanted = max(wanted, 100 * float(draw.value(f"{path}.quorum.in_favour")[0]) / max(turnout, 1e-9))
        return wanted if wanted <= 100 else None

    def _tripwire(self, stand: Stand, i: int, package: str, alone: bool) -> Tripwire | None:
        """Return where one accepter's number must stand for it to accept a package; None if no value would do."""
        case, short = self.board.case, float(stand.short[0, i])
        path = f"parties.{stand.party}.home.{stand.accepter}"
        label = ""
        if stand.kind == "capital":
            path, label = f"{path}.approval", f"approval of {leader_label(case, stand.party)}"
            now = float(self.scene.shocks.motions[stand.party, stand.accepter].start[0])
            flips = now + short
            if flips > 100:
                return None
        elif stand.kind == "leader":
            belief = float(self.belief[0, i])
            path = f"parties.{stand.party}.leader.worth.{package}"
            label = f"worth of {plain(package)} to {leader_label(case, stand.party)}"
            leader, draw = case.parties[stand.party].leader, self.scene.draw
            now = float(written_worth(leader, f"parties.{stand.party}.leader", self.board.packages, case, draw)[0, i])
            if belief < LEAST_BELIEF:
                return None
            flips = now + short / belief
        elif stand.kind == "body":
            vote = next(
                v for v in self.scene.votes(self.vote_error) if (v.party, v.accepter) == (stand.party, stand.accepter)
            )
            body = case.parties[stand.party].home[stand.accepter]
            path, flips = f"{path}.in_favour", float(body.needed)  # type: ignore[union-attr]
            now = flips - float(vote.short[0, i])
        elif stand.kind == "consent":
            path, now, flips = f"{path}.consents", 0.5 - short, 0.5
        else:
            voters = case.parties[stand.party].home[stand.accepter]
            assert isinstance(voters, Referendum)
            wanted = self._yes_wanted(voters, path)
            if wanted is None:
                return None
            path = f"{path}.in_favour" if voters.poll is None else f"{path}.poll"
            now, flips = wanted - short, wanted
        return Tripwire(
            path=path,
            label=label or f"{plain(package)} in {accepter_label(case, stand.party, stand.accepter)}",
            now=round(now, 4),
            flips_at=round(flips, 4),
            unit={"capital": "%", "body": "votes", "referendum": "% yes"}.get(stand.kind, UNITS[stand.kind]),
            package=package,
            party=stand.party,
            accepter=stand.accepter,
            opens=alone,
        )
