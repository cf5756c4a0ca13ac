"""The talks in every draw: meetings, the package that is signed, and how its ratification ends.

At a meeting that would close, the packages that have been acceptable to all for their lead time are on the table;
a bargaining solution over the leaders' expected gains chooses one. A package that does not answer the question does
not end the talks unless the case says so: it leaves the table, its cost weighs on approval, and the talks go on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from winset.bargain.choice import choose
from winset.case.accepters import RATIFIERS
from winset.forecasting.coalition import holds, open_bits
from winset.forecasting.forms import NONE, FormOf
from winset.forecasting.homes import Felt
from winset.forecasting.ladder import Climb, Ladder
from winset.forecasting.obstacle import ABOVE, Obstacle
from winset.forecasting.offers import first_agreed, within_reach
from winset.forecasting.scene import Scene
from winset.forecasting.windows import Bits, joined, over_lead, over_spans, pack, unpack
from winset.forecasting.worth import expected_gain, signs

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Steps = NDArray[np.intp]


class Signing(NamedTuple):
    """Agreements: draws, packages and steps, shape (n_agreed,) each.

    `signers` says for each party who agreed, shape (n_agreed, n_parties); None where all must.
    """

    draws: Steps
    packages: NDArray[np.int64]
    steps: Steps
    signers: Mask | None = None

    def of(self, which: Mask | Steps) -> Signing:
        """Return some of the agreements."""
        return Signing(*(None if part is None else part[which] for part in self))  # type: ignore[arg-type]


@dataclass
class Played:
    """How the talks end in every draw.

    Parameters
    ----------
    package : array of int, shape (n_draws,)
        The package that ended the talks, -1 if none did.
    step : array of int, shape (n_draws,)
        Step at which it was agreed.
    asides : list of Signing
        Packages signed while the talks went on.
    signers : array of bool, shape (n_draws, n_parties), optional
        Who agreed; None where all must.
    """

    package: NDArray[np.int64]
    step: Steps
    asides: list[Signing] = field(default_factory=list)
    signers: Mask | None = None

    @property
    def ended(self) -> Signing:
        """The agreements that ended the talks."""
        draws = np.flatnonzero(self.package >= 0)
        signers = None if self.signers is None else self.signers[draws]
        return Signing(draws, self.package[draws], self.step[draws], signers)


class Table:
    """One model form's table in one scene, perhaps with one obstacle taken away."""

    def __init__(self, scene: Scene, form: FormOf, without: Obstacle | None = None) -> None:
        self.scene, self.form, self.without = scene, form, without
        self.free_meetings = without is not None and without.kind == "time"
        stage = scene.board.case.stage
        self.immediate = form.closing == "immediate" or self.free_meetings or stage != "talks"
        self._voter = voter = None if without is None else without.voter
        self._from_talks = None if without is None or without.kind in ABOVE else without
        self.votes = form.vote_error, voter
        self.complaisant = (without.party,) if without is not None and without.kind == "leader" else ()
        self.is_private = form.information == "private"
        hope = scene.hope if self.is_private else None
        self.beliefs = {
            party: scene.belief(*self.votes) if hope is None else hope(party, *self.votes)
            for party in scene.board.parties
        }
        self.n_steps = scene.board.calendar.size

    def windows(self, leaders: Collection[str] | None = None, but: Collection[int] = ()) -> Bits:
        """Return the packages open at every step, as bits of shape (n_words, n_steps, n_draws).

        `leaders` limits those who are asked; all who have not been taken away unless stated. Those at home whose places
        stand in `but` are taken to consent.
        """
        scene, without = self.scene, self.without
        if scene.board.rule is not None:
            return self._enough()
        asked = [party for party in scene.board.parties if party not in self.complaisant]
        among = asked if leaders is None else leaders
        parts = [scene.willing(party, *self.votes, private=self.is_private) for party in among]
        consented = pack(scene.answers(self.form.vote_error).consented(self._voter, but=but))
        parts.append(consented)
        shifted = self.form.closing == "immediate"
        for key in scene.felt:
            if without is None or (without.kind, without.party, without.accepter) != ("capital", *key):
                parts.append(scene.affordable(self.form.process, shifted, key))
        if scene.board.tabled is not None:
            parts.append(scene.board.tabled)
        parts.sort(key=lambda part: -part.shape[1])
        return joined(parts, consented, self.n_steps)

    @cached_property
    def stands_for(self) -> Mapping[str, Bits]:
        """Packages that each party stands for at every step: its leader, and who is asked beforehand at home."""
        scene, without, answers = self.scene, self.without, self.scene.answers(self.form.vote_error)
        found = {}
        for party in scene.board.parties:
            part = pack(answers.of_party(party).consented(self._voter))
            if party not in self.complaisant:
                part = part & scene.willing(party, *self.votes)
            for key in scene.felt:
                if key[0] == party and (without is None or without != Obstacle("capital", *key)):
                    part = part & scene.affordable(self.form.process, self.form.closing == "immediate", key)
            found[party] = part
        return found

    def _enough(self) -> Bits:
        """Return the packages open at every step where not all parties must agree."""
        scene, rule = self.scene, self.scene.board.rule
        assert rule is not None
        found = open_bits(rule, self.stands_for, self.n_steps, scene.n_packages)
        found = found & pack(scene.answers(self.form.vote_error).of_party(RATIFIERS).consented(self._voter))
        return found if scene.board.tabled is None else found & scene.board.tabled

    def signers(self, steps: Steps, draws: Steps, burdens: list[Signing]) -> tuple[Mapping[str, Mask], Array]:
        """Return which parties sign each package at pairs of step and draw, and the belief in its ratification.

        Everyone who would sign if all did stands for a package; those stay who still sign in the company that is left.
        """
        scene, n_packages = self.scene, self.scene.n_packages
        found = {}
        for party, bits in self.stands_for.items():
            found[party] = unpack(bits[:, steps if bits.shape[1] > 1 else 0, draws], n_packages)
        for key, felt in scene.felt.items():
            if key[0] in found and self.without != Obstacle("capital", *key):
                costs = self._owing(key, felt, burdens)
                if costs:
                    found[key[0]] = found[key[0]] & self._afforded(felt, self._points(key), costs, steps, draws)
        for _ in scene.board.parties:
            belief = scene.belief_in(draws, found, *self.votes)
            left = {party: yes & self._signs(party, steps, draws, belief) for party, yes in found.items()}
            if all((left[party] == yes).all() for party, yes in found.items()):
                break
            found = left
        return found, belief

    def _signs(self, party: str, steps: Steps, draws: Steps, belief: Array) -> Mask:
        """Return whether a leader signs at pairs of step and draw, with a belief in ratification."""
        if party in self.complaisant:
            return np.ones(belief.shape, dtype=bool)
        gains = self.scene.gains[party]
        return signs(gains.at(steps, draws), belief, gains.failed_vote_costs[draws][:, None])

    def _offers(self) -> tuple[Steps, Steps, Bits]:
        """Return steps and draws of possible agreements with the packages offered; solutions share them."""
        key = (self.form.process, self.form.closing, self.form.vote_error, self._from_talks, self.is_private)
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
        key = (self.form.process, self.form.closing, self.form.vote_error, self._from_talks, "reach")
        if key not in self.scene.offers:
            self.scene.offers[key] = steps, draws, within_reach(self, steps, draws)
        return self.scene.offers[key][2]

    def promising(self) -> Mask:
        """Return the draws in which a package that counts is ever on the table; in no other can a deal be made."""
        if self.scene.board.is_signed:
            return np.ones(self.scene.n, dtype=bool)
        _, draws, offered = self._offers()
        counts = self.scene.board.counts
        if self.scene.board.changed_counts:
            counts = np.ones_like(counts)
        counting = pack(counts[None, :])[:, 0, :]
        found = np.zeros(self.scene.n, dtype=bool)
        found[draws[(offered & counting).any(axis=0)]] = True
        return found

    def attempts(self, windows: Bits) -> tuple[Steps, Steps]:
        """Return steps and draws at which an agreement could close, ordered by draw and then by step."""
        scene = self.scene
        if not self.immediate:
            return scene.closings
        could = (windows != 0).any(axis=0)
        if scene.board.agreed is not None:
            could[scene.board.calendar.days[:, None] < scene.delays[0]] = False
        elif not self.free_meetings:
            could[np.arange(self.n_steps)[:, None] > scene.last_steps] = False
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

    def expected_gains(self, steps: Steps, draws: Steps, belief: Array | None = None) -> Array:
        """Return leaders' expected gains, shape (n_pairs, n_packages, n_parties)."""
        columns = []
        for party in self.scene.board.parties:
            gains = self.scene.gains[party]
            hope = self.beliefs[party][draws] if belief is None else belief
            expected = expected_gain(gains.at(steps, draws), hope, gains.failed_vote_costs[draws][:, None])
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
        if board.rule is not None:
            played.signers = np.zeros((scene.n, len(board.parties)), dtype=bool)
        burdens = played.asides
        while True:
            agreed = self._agreed(steps, draws, offered, reach, burdens)
            if not agreed.draws.size:
                return played
            ends = board.ends[agreed.packages]
            final, aside = agreed.of(ends), agreed.of(~ends)
            played.package[final.draws], played.step[final.draws] = final.packages, final.steps
            if played.signers is not None:
                played.signers[final.draws] = final.signers
            if ends.all():
                return played
            burdens.append(aside)
            if reach is not None:
                reach = self._burdened(*self._after(steps, draws, reach, aside), burdens)
            steps, draws, offered = self._after(steps, draws, offered, aside)
            if board.rule is None:
                offered = self._burdened(steps, draws, offered, burdens)

    def _agreed(self, steps: Steps, draws: Steps, offered: Bits, reach: Bits | None, burdens: list[Signing]) -> Signing:
        """Return what is agreed first in each draw."""
        if reach is not None:
            first, choice = first_agreed(self, steps, draws, offered, reach)
            return Signing(draws[first], choice, steps[first])
        if self.scene.board.rule is not None:
            return self._agreed_by_enough(steps, draws, offered, burdens)
        live = np.flatnonzero(offered.any(axis=0))
        first = live[np.diff(draws[live], prepend=-1) != 0]
        table = unpack(offered[:, first], self.scene.n_packages)
        choice = self._chosen(self.expected_gains(steps[first], draws[first]), table)
        return Signing(draws[first], choice, steps[first])

    def _chosen(self, gains: Array, table: Mask) -> Steps:
        """Return the package that the solution chooses among those on the table."""
        assert self.form.solution != NONE
        case, parties = self.scene.board.case, self.scene.board.parties
        weights = np.array([case.parties[party].leader.weight for party in parties])
        return choose(self.form.solution, gains, table, weights=weights)

    def _agreed_by_enough(self, steps: Steps, draws: Steps, offered: Bits, burdens: list[Signing]) -> Signing:
        """Return what is agreed first in each draw where not all parties must agree.

        Who does not sign has no gain to bargain for, so that the solutions prefer more signatures to fewer.
        """
        scene, rule = self.scene, self.scene.board.rule
        found: list[Signing] = []
        waiting = np.ones(scene.n, dtype=bool)
        live = np.flatnonzero(offered.any(axis=0))
        while live.size:
            at = live[np.diff(draws[live], prepend=-1) != 0]
            signers, belief = self.signers(steps[at], draws[at], burdens)
            table = unpack(offered[:, at], scene.n_packages) & holds(rule, signers)
            sign = np.stack(list(signers.values()), axis=-1)
            gains = self.expected_gains(steps[at], draws[at], belief) * sign
            some = table.any(axis=1)
            choice = self._chosen(gains[some], table[some])
            done = at[some]
            found.append(Signing(draws[done], choice, steps[done], sign[some, choice]))
            waiting[draws[done]] = False
            live = np.setdiff1d(live, at, assume_unique=True)
            live = live[waiting[draws[live]]]
        if not found:
            nobody = np.zeros(0, dtype=np.intp)
            return Signing(nobody, nobody, nobody, np.zeros((0, len(scene.board.parties)), dtype=bool))
        whole = Signing(*(np.concatenate(part) for part in zip(*found, strict=True)))
        return whole.of(np.argsort(whole.draws))

    def _after(self, steps: Steps, draws: Steps, offered: Bits, aside: Signing) -> tuple[Steps, Steps, Bits]:
        """Return what is left of the talks once packages were signed aside: later meetings, other packages."""
        who, choice, when, _ = aside
        since = np.full(self.scene.n, np.iinfo(np.intp).max)
        since[who] = when
        later = steps > since[draws]
        steps, draws, offered = steps[later], draws[later], offered[:, later]
        taken = np.zeros((self.scene.n, self.scene.n_packages), dtype=bool)
        taken[who, choice] = True
        return steps, draws, offered & ~pack(taken)[:, 0, :][:, draws]

    def _owing(self, key: tuple[str, str], felt: Felt, burdens: list[Signing]) -> list[tuple[Array, Array]]:
        """Return what a felt public pays in each draw for packages signed aside, and since when; empty if nothing."""
        days, party = self.scene.board.calendar.days, self.scene.board.parties.index(key[0])
        found = []
        for signing in burdens:
            cost = felt.cost[signing.draws, signing.packages]
            if signing.signers is not None:
                cost = cost * signing.signers[:, party]
            found.append(_by_draw(self.scene.n, signing.draws, cost, days[signing.steps]))
        return found if any((cost > 0).any() for cost, _ in found) else []

    def _points(self, key: tuple[str, str]) -> Array:
        """Return a public's approval at every step, shape (n_steps, n_draws)."""
        approval = self.scene.approval(self.form.process, key).points
        if self.form.closing == "immediate":
            approval = approval + self.scene.unseen(self.form.process, key)
            approval[0] -= self.scene.unseen(self.form.process, key)
        return approval

    def _burdened(self, steps: Steps, draws: Steps, offered: Bits, burdens: list[Signing]) -> Bits:
        """Return what felt publics still afford after paying for packages signed aside.

        Their cost fades by the public's half-life and is checked over the lead time too.
        """
        scene, without = self.scene, self.without
        for key, felt in scene.felt.items():
            if without is not None and (without.kind, without.party, without.accepter) == ("capital", *key):
                continue
            costs = self._owing(key, felt, burdens)
            if not costs:
                continue
            owing = np.any([cost > 0 for cost, _ in costs], axis=0)
            approval = self._points(key)
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
        return Ladder(self.scene, self.form, self.without)

    def climb(self, agreed: Signing) -> Climb:
        """Return when what is agreed reaches each rung, in days since the case's date."""
        return self.ladder.climb(*agreed)

    def deal_days(self, played: Played) -> Array:
        """Return the day of the deal in each draw: what counts, on the rung that counts; infinite without one."""
        scene = self.scene
        days = np.full(scene.n, np.inf)
        ended = played.ended
        climb = self.climb(ended)
        counted = scene.board.case.question.counted
        which = climb.applied_package if counted == "applied" else climb.package
        which = ended.packages if counted in {"agreed", "signed"} else which
        days[ended.draws] = np.where(scene.board.counts[which], climb.at(counted), np.inf)
        if counted in {"agreed", "signed"} and scene.board.changed_counts:
            days[ended.draws] = np.minimum(days[ended.draws], climb.anew)
        return days


def _by_draw(n: int, who: Steps, cost: Array, day: Array) -> tuple[Array, Array]:
    """Return what each draw pays for a package signed aside and on which day, shape (n_draws,) each."""
    costs, days = np.zeros(n), np.full(n, np.inf)
    costs[who], days[who] = cost, day
    return costs, days


def _still_paid(cost: Array, age: Array, half_life: Array | float) -> Array:
    """Return what is left of a cost at an age in days, fading by its half-life; nothing before it is due."""
    return np.where(age > 0, cost * 0.5 ** (np.maximum(age, 0.0) / half_life), 0.0)
