"""The talks in every draw: meetings, the package that is signed, and how its ratification ends.

At a meeting that would close, the packages that have been acceptable to all for their lead time are on the table;
a bargaining solution over the leaders' expected gains chooses one. A package that does not answer the question does
not end the talks unless the case says so: it leaves the table, its cost weighs on approval, and the talks go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from winset.bargain.choice import choose
from winset.forecast.forms import FormOf
from winset.forecast.homes import Felt
from winset.forecast.scene import Scene
from winset.forecast.windows import Bits, joined, pack, unpack
from winset.forecast.worth import expected_gain

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


@dataclass(frozen=True)
class Climb:
    """Days at which a package reaches each rung in each draw; infinite where it never does within the horizon."""

    agreed: Array
    signed: Array
    ratified: Array


class Table:
    """One model form's table in one scene, perhaps with one obstacle taken away."""

    def __init__(self, scene: Scene, form: FormOf, without: Obstacle | None = None) -> None:
        self.scene, self.form, self.without = scene, form, without
        self.free_meetings = without is not None and without.kind == "time"
        self.immediate = form.closing == "immediate" or self.free_meetings
        voter = None
        if without is not None and without.kind in {"body", "referendum", "consent"}:
            voter = (without.party, without.accepter)
        self._voter = voter
        self.belief = scene.belief(form.vote_error, voter)
        self.n_steps = scene.board.calendar.size

    def windows(self) -> Bits:
        """Return the packages open at every step, as bits of shape (n_words, n_steps, n_draws)."""
        scene, without = self.scene, self.without
        parts = [
            scene.willing(party, self.form.vote_error, self._voter)
            for party in scene.board.parties
            if without is None or (without.kind, without.party) != ("leader", party)
        ]
        consented = scene.consented(self.form.vote_error, self._voter)
        parts.append(consented)
        shifted = self.form.closing == "immediate"
        for key in scene.felt:
            if without is None or (without.kind, without.party, without.accepter) != ("capital", *key):
                parts.append(scene.affordable(self.form.process, shifted, key))
        parts.sort(key=lambda part: -part.shape[1])
        return joined(parts, consented, self.n_steps)

    def attempts(self, windows: Bits, among: Mask | None) -> tuple[Steps, Steps]:
        """Return steps and draws at which an agreement could close, ordered by draw and then by step."""
        scene = self.scene
        if self.immediate:
            could = (windows != 0).any(axis=0)
            could[scene.last_step + 1 :] = False
        else:
            could = scene.meetings[1]
        draws, steps = np.nonzero(could.T)
        if among is not None:
            kept = among[draws]
            draws, steps = draws[kept], steps[kept]
        return steps, draws

    def open_for_lead(self, windows: Bits, steps: Steps, draws: Steps) -> Bits:
        """Return the packages that have been open for their lead time, shape (n_words, n_pairs)."""
        found = windows[:, steps, draws]
        if self.free_meetings:
            return found
        live = np.flatnonzero(found.any(axis=0))
        for back, asked in enumerate(self.scene.opening_asked, start=1):
            of = draws[live]
            found[:, live] &= windows[:, np.maximum(steps[live] - back, 0), of] | ~asked[:, of]
            live = live[found[:, live].any(axis=0)]
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
        """Play the talks; `among` limits them to some draws."""
        scene, board = self.scene, self.scene.board
        windows = self.windows()
        steps, draws = self.attempts(windows, among)
        offered = self.open_for_lead(windows, steps, draws)
        played = Played(np.full(scene.n, -1, dtype=np.int64), np.zeros(scene.n, dtype=np.intp))
        weights = np.array([board.case.parties[party].leader.weight for party in board.parties])
        burdens: list[Aside] = []
        while True:
            live = np.flatnonzero(offered.any(axis=0))
            first = live[np.diff(draws[live], prepend=-1) != 0]
            if not first.size:
                return played
            table = unpack(offered[:, first], scene.n_packages)
            gains = self.expected_gains(steps[first], draws[first])
            choice = choose(self.form.solution, gains, table, weights=weights)
            who, when = draws[first], steps[first]
            ends = board.ends[choice]
            played.package[who[ends]], played.step[who[ends]] = choice[ends], when[ends]
            if ends.all():
                return played
            aside = (who[~ends], choice[~ends], when[~ends])
            played.asides.append(aside)
            burdens.append(aside)
            steps, draws, offered = self._after(steps, draws, offered, aside)
            offered = self._burdened(steps, draws, offered, burdens)

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
            if not any(felt.cost[who, choice].any() for who, choice, _ in burdens):
                continue
            approval = scene.approval(self.form.process, key)
            asked = () if self.free_meetings else scene.opening_asked
            for back in range(len(asked) + 1):
                live = np.flatnonzero(offered.any(axis=0))
                at, of = np.maximum(steps[live] - back, 0), draws[live]
                paid = self._paid(felt, burdens, days[at], of)
                enough = pack((approval[at, of] - paid)[:, None] >= felt.need_at(at, of))[:, 0, :]
                offered[:, live] &= enough if back == 0 else enough | ~asked[back - 1][:, of]
        return offered

    def _paid(self, felt: Felt, burdens: list[Aside], days: Array, draws: Steps) -> Array:
        """Return the points of approval still being paid for packages signed aside, at pairs of day and draw."""
        signed_on = self.scene.board.calendar.days
        paid = np.zeros(draws.size)
        for who, choice, when in burdens:
            cost, signed = np.zeros(self.scene.n), np.full(self.scene.n, np.inf)
            cost[who], signed[who] = felt.cost[who, choice], signed_on[when]
            age = days - signed[draws]
            half = np.inf if felt.fades is None else np.maximum(felt.fades[draws], 1e-9)
            paid += np.where(age > 0, cost[draws] * 0.5 ** (np.maximum(age, 0.0) / half), 0.0)
        return paid

    def climb(self, draws: Steps, packages: NDArray[np.int64], steps: Steps) -> Climb:
        """Return when packages agreed at `steps` reach each rung, in days since the case's date."""
        scene = self.scene
        horizon = float(scene.board.calendar.horizon)
        to_signature, to_ratification = scene.delays
        agreed = scene.board.calendar.days[steps]
        if self.free_meetings:
            signed = ratified = agreed
        else:
            signed = agreed + to_signature[draws]
            ratified = signed + to_ratification[draws]
        if self.without is None or self.without.kind != "vote":
            passes = scene.passes(self.form.vote_error, self._voter)[draws, packages]
            ratified = np.where(passes, ratified, np.inf)
        return Climb(
            agreed,
            np.where(signed <= horizon, signed, np.inf),
            np.where((signed <= horizon) & (ratified <= horizon), ratified, np.inf),
        )

    def deal_days(self, played: Played) -> Array:
        """Return the day of the deal in each draw, infinite where there is none: what counts, on the rung that counts."""
        scene = self.scene
        days = np.full(scene.n, np.inf)
        done = np.flatnonzero((played.package >= 0) & scene.board.counts[np.maximum(played.package, 0)])
        climb = self.climb(done, played.package[done], played.step[done])
        days[done] = getattr(climb, scene.board.case.question.counted)
        return days
