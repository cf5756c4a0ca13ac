"""The talks in every draw: meetings, the package that is signed, and how its ratification ends.

At a meeting that would close, the packages that have been acceptable to all for their lead time are on the table;
a bargaining solution over the leaders' expected gains chooses one. A package that does not answer the question does
not end the talks unless the case says so: it leaves the table, its cost weighs on approval, and the talks go on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.bargain.choice import choose
from winset.forecasting.forms import NONE, FormOf
from winset.forecasting.homes import Felt
from winset.forecasting.ladder import Climb, Ladder
from winset.forecasting.offers import first_agreed, within_reach
from winset.forecasting.scene import Scene
from winset.forecasting.windows import Bits, joined, over_lead, over_spans, pack, unpack
from winset.forecasting.worth import expected_gain

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Steps = NDArray[np.intp]


Aside = tuple[Steps, NDArray[np.int64], Steps]
"""Draws, packages and steps of signatures that did not end the talks."""


@dataclass(frozen=True)
class Obstacle:
    """Something that may stand in the way: an accepter, the meetings, the vote, or an outsider."""

    kind: str
    party: str = ""
    accepter: str = ""


@dataclass
class Played:
    """How the talks end in every draw.

    Parameters
    ----------
    package : array of int, shape (n_draws,)
        The package that ended the talks, -1 if none did.
    step : array of int, shape (n_draws,)
        Step at which it was agreed.
    asides : list of (draws, packages, steps)
        Packages signed while the talks went on.
    """

    package: NDArray[np.int64]
    step: Steps
    asides: list[Aside] = field(default_factory=list)


class Table:
    """One model form's table in one scene, perhaps with one obstacle taken away."""

    def __init__(self, scene: Scene, form: FormOf, without: Obstacle | None = None) -> None:
        self.scene, self.form, self.without = scene, form, without
        self.free_meetings = without is not None and without.kind == "time"
        stage = scene.board.case.stage
        self.immediate = form.closing == "immediate" or self.free_meetings or stage != "talks"
        voter = None
        if without is not None and without.kind in {"body", "referendum", "consent"}:
            voter = (without.party, without.accepter)
        self._voter = voter
        self.votes = form.vote_error, voter
        self.complaisant = (without.party,) if without is not None and without.kind == "leader" else ()
        self.belief = scene.belief(form.vote_error, voter)
        self.n_steps = scene.board.calendar.size

    def windows(self, leaders: Collection[str] | None = None) -> Bits:
        """Return the packages open at every step, as bits of shape (n_words, n_steps, n_draws).

        `leaders` limits those who are asked; all who have not been taken away unless stated.
        """
        scene, without = self.scene, self.without
        asked = [party for party in scene.board.parties if party not in self.complaisant]
        parts = [scene.willing(party, *self.votes) for party in (asked if leaders is None else leaders)]
        consented = pack(scene.answers(self.form.vote_error).consented(self._voter))
        parts.append(consented)
        shifted = self.form.closing == "immediate"
        for key in scene.felt:
            if without is None or (without.kind, without.party, without.accepter) != ("capital", *key):
                parts.append(scene.affordable(self.form.process, shifted, key))
        if scene.board.tabled is not None:
            parts.append(scene.board.tabled)
        parts.sort(key=lambda part: -part.shape[1])
        return joined(parts, consented, self.n_steps)

    def _offers(self) -> tuple[Steps, Steps, Bits]:
        """Return steps and draws of possible agreements with the packages offered; solutions share them."""
        key = (self.form.process, self.form.closing, self.form.vote_error, self.without)
        if key not in self.scene.offers:
            windows = self.windows()
            if self.scene.board.agreed is not None:
                windows &= self.scene.board.agreed_bits[:, None, None]
            steps, draws = self.attempts(windows)
            offered = self.open_for_lead(windows, steps, draws)
            some = offered.any(axis=0)
            self.scene.offers[key] = steps[some], draws[some], offered[:, some]
        return self.scene.offers[key]

    def _reach(self, steps: Steps, draws: Steps) -> Bits | None:
        """Return the packages that proposers may put forward at the moments of `_offers`; None if there are none."""
        if self.form.information != "private":
            return None
        key = (self.form.process, self.form.closing, self.form.vote_error, self.without, "reach")
        if key not in self.scene.offers:
            self.scene.offers[key] = steps, draws, within_reach(self, steps, draws)
        return self.scene.offers[key][2]

    def promising(self) -> Mask:
        """Return the draws in which a package that counts is ever on the table; in no other can a deal be made."""
        if self.scene.board.is_signed:
            return np.ones(self.scene.n, dtype=bool)
        _, draws, offered = self._offers()
        after, counts = self.scene.board.case.after_a_no, self.scene.board.counts
        if after is not None and after.package in self.scene.board.case.question.deal:
            counts = np.ones_like(counts)
        counting = pack(counts[None, :])[:, 0, :]
        found = np.zeros(self.scene.n, dtype=bool)
        found[draws[(offered & counting).any(axis=0)]] = True
        return found

    def attempts(self, windows: Bits) -> tuple[Steps, Steps]:
        """Return steps and draws at which an agreement could close, ordered by draw and then by step."""
        scene = self.scene
        if self.immediate:
            could = (windows != 0).any(axis=0)
            if scene.board.agreed is not None:
                could[scene.board.calendar.days[:, None] < scene.delays[0]] = False
            elif not self.free_meetings:
                could[np.arange(self.n_steps)[:, None] > scene.last_steps] = False
        else:
            could = scene.meetings[1]
        draws, steps = np.nonzero(could.T)
        return steps, draws

    def open_for_lead(self, windows: Bits, steps: Steps, draws: Steps) -> Bits:
        """Return the packages that have been open for their lead time, shape (n_words, n_pairs)."""
        if self.free_meetings:
            return windows[:, steps, draws]
        found = np.zeros((windows.shape[0], steps.size), dtype=windows.dtype)
        longest = int(self.scene.opening.max(initial=0)) + 1
        levels = over_spans(windows, np.bitwise_and, longest)
        for packages, spans in self.scene.leads:
            found |= over_lead(levels, np.bitwise_and, steps, draws, spans[draws]) & packages
        return found

    def expected_gains(self, steps: Steps, draws: Steps) -> Array:
        """Return leaders' expected gains, shape (n_pairs, n_packages, n_parties)."""
        belief = self.belief[draws]
        columns = []
        for party in self.scene.board.parties:
            gains = self.scene.gains[party]
            expected = expected_gain(gains.at(steps, draws), belief, gains.failed_vote_costs[draws][:, None])
            columns.append(np.maximum(expected, 0.0))
        return np.stack(columns, axis=-1)

    def play(self, among: Mask | None = None) -> Played:
        """Play the talks; `among` limits them to some draws.

        What is signed already needs no talks; what is agreed needs the leaders to sign, at the first moment when all
        who are asked beforehand accept it.
        """
        scene, board = self.scene, self.scene.board
        if board.is_signed:
            return Played(np.full(scene.n, board.agreed, dtype=np.int64), np.zeros(scene.n, dtype=np.intp))
        steps, draws, offered = self._offers()
        reach = self._reach(steps, draws)
        if among is not None:
            kept = among[draws]
            steps, draws, offered = steps[kept], draws[kept], offered[:, kept]
            reach = None if reach is None else reach[:, kept]
        played = Played(np.full(scene.n, -1, dtype=np.int64), np.zeros(scene.n, dtype=np.intp))
        burdens: list[Aside] = []
        while True:
            first, choice = self._agreed(steps, draws, offered, reach)
            if not first.size:
                return played
            who, when = draws[first], steps[first]
            ends = board.ends[choice]
            played.package[who[ends]], played.step[who[ends]] = choice[ends], when[ends]
            if ends.all():
                return played
            aside = (who[~ends], choice[~ends], when[~ends])
            played.asides.append(aside)
            burdens.append(aside)
            if reach is not None:
                reach = self._burdened(*self._after(steps, draws, reach, aside), burdens)
            steps, draws, offered = self._after(steps, draws, offered, aside)
            offered = self._burdened(steps, draws, offered, burdens)

    def _agreed(self, steps: Steps, draws: Steps, offered: Bits, reach: Bits | None) -> tuple[Steps, Steps]:
        """Return the first of each draw's moments at which something is agreed, and the package."""
        if reach is not None:
            return first_agreed(self, steps, draws, offered, reach)
        assert self.form.solution != NONE
        live = np.flatnonzero(offered.any(axis=0))
        first = live[np.diff(draws[live], prepend=-1) != 0]
        table = unpack(offered[:, first], self.scene.n_packages)
        gains = self.expected_gains(steps[first], draws[first])
        case, parties = self.scene.board.case, self.scene.board.parties
        weights = np.array([case.parties[party].leader.weight for party in parties])
        return first, choose(self.form.solution, gains, table, weights=weights)

    def _after(self, steps: Steps, draws: Steps, offered: Bits, aside: Aside) -> tuple[Steps, Steps, Bits]:
        """Return what is left of the talks once packages were signed aside: later meetings, other packages."""
        who, choice, when = aside
        since = np.full(self.scene.n, np.iinfo(np.intp).max)
        since[who] = when
        later = steps > since[draws]
        steps, draws, offered = steps[later], draws[later], offered[:, later]
        taken = np.zeros((self.scene.n, self.scene.n_packages), dtype=bool)
        taken[who, choice] = True
        return steps, draws, offered & ~pack(taken)[:, 0, :][:, draws]

    def _burdened(self, steps: Steps, draws: Steps, offered: Bits, burdens: list[Aside]) -> Bits:
        """Return what felt publics still afford after paying for packages signed aside.

        Their cost fades by the public's half-life and is checked over the lead time too.
        """
        scene, without = self.scene, self.without
        days = scene.board.calendar.days
        for key, felt in scene.felt.items():
            if without is not None and (without.kind, without.party, without.accepter) == ("capital", *key):
                continue
            costs = [_by_draw(scene.n, who, felt.cost[who, choice], days[when]) for who, choice, when in burdens]
            owing = np.any([cost > 0 for cost, _ in costs], axis=0)
            if not owing.any():
                continue
            approval = scene.approval(self.form.process, key).points
            if self.form.closing == "immediate":
                approval = approval + scene.unseen(self.form.process, key)
                approval[0] -= scene.unseen(self.form.process, key)
            live = np.flatnonzero(offered.any(axis=0) & owing[draws])
            if not felt.moving:
                surely = self._surely_afforded(felt, key, costs, steps[live], draws[live])
                live = live[(offered[:, live] & ~surely).any(axis=0)]
            afforded = self._afforded(felt, approval, costs, steps[live], draws[live])
            offered[:, live] &= pack(afforded)[:, 0, :]
        return offered

    def _surely_afforded(
        self, felt: Felt, key: tuple[str, str], costs: list[tuple[Array, Array]], steps: Steps, draws: Steps
    ) -> Bits:
        """Return which packages a public affords even at its lowest over the lead time and without any fading."""
        spans = np.ones(draws.size, dtype=np.int64) if self.free_meetings else self.scene.opening[draws].max(axis=1) + 1
        lowest = over_lead(self.scene.lowest(self.form.process, key), np.minimum, steps, draws, spans)
        left = lowest - sum(cost[draws] for cost, _ in costs)
        return pack(left[:, None] >= felt.need[draws])[:, 0, :]

    def _afforded(
        self, felt: Felt, approval: Array, costs: list[tuple[Array, Array]], steps: Steps, draws: Steps
    ) -> Mask:
        """Return which packages a public affords over the whole lead time while it still pays for others."""
        days, opening = self.scene.board.calendar.days, self.scene.opening[draws]
        half = np.inf if felt.fades is None else np.maximum(felt.fades[draws], 1e-9)
        longest = 0 if self.free_meetings else int(opening.max(initial=0))
        afforded = np.ones(opening.shape, dtype=bool)
        for back in range(longest + 1):
            at = np.maximum(steps - back, 0)
            left = approval[at, draws]
            for cost, signed in costs:
                left = left - _still_paid(cost[draws], days[at] - signed[draws], half)
            afforded &= (left[:, None] >= felt.need_at(at, draws)) | (opening < back)
        return afforded

    @cached_property
    def ladder(self) -> Ladder:
        """What happens above the table."""
        freely = self.without is not None and self.without.kind == "vote"
        return Ladder(self.scene, self.form.vote_error, self._voter, freely, self.free_meetings)

    def climb(self, draws: Steps, packages: NDArray[np.int64], steps: Steps) -> Climb:
        """Return when packages agreed at `steps` reach each rung, in days since the case's date."""
        return self.ladder.climb(draws, packages, steps)

    def deal_days(self, played: Played) -> Array:
        """Return the day of the deal in each draw: what counts, on the rung that counts; infinite without one."""
        scene = self.scene
        days = np.full(scene.n, np.inf)
        done = np.flatnonzero(played.package >= 0)
        climb = self.climb(done, played.package[done], played.step[done])
        counted = scene.board.case.question.counted
        which = played.package[done] if counted in {"agreed", "signed"} else climb.package
        days[done] = np.where(scene.board.counts[which], climb.at(counted), np.inf)
        return days


def _by_draw(n: int, who: Steps, cost: Array, day: Array) -> tuple[Array, Array]:
    """Return what each draw pays for a package signed aside and on which day, shape (n_draws,) each."""
    costs, days = np.zeros(n), np.full(n, np.inf)
    costs[who], days[who] = cost, day
    return costs, days


def _still_paid(cost: Array, age: Array, half_life: Array | float) -> Array:
    """Return what is left of a cost at an age in days, fading by its half-life; nothing before it is due."""
    return np.where(age > 0, cost * 0.5 ** (np.maximum(age, 0.0) / half_life), 0.0)
