"""The ladder above the table: when a package that is agreed is signed, ratified, in force, and for how long it is kept.

After a failed vote another may be held, on the same package or a changed one, by the same or by another road. Who has
said Yes to a package is not asked again; who said No votes again with luck of its own. Once in force, a deal is kept
until a leader's successor reneges, a step of carrying it out is stopped, it breaks down, or it never enforced itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import RATIFIERS, UNLISTED
from winset.case.ladder import kept_for
from winset.commitment.durability import breach_time
from winset.forecasting.anew import signed_anew
from winset.forecasting.answers import Answers
from winset.forecasting.calendar import YEAR
from winset.forecasting.coalition import carried
from winset.forecasting.forms import FormOf
from winset.forecasting.inputs import Draw
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.rules import second_road
from winset.forecasting.scene import Scene

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Steps = NDArray[np.intp]
Packages = NDArray[np.int64]


@dataclass(frozen=True)
class Climb:
    """Days at which a package reaches each rung in each draw; infinite where it never does within the horizon.

    `package` is the package that is ratified: another than the one signed if that is what a further try is about.
    `applied_package` is the one that is applied: the one signed if it counts and is applied before a No, whatever is
    ratified later. `anew` is the day on which a changed package is signed after a No.
    """

    package: Packages
    applied_package: Packages
    agreed: Array
    anew: Array
    signed: Array
    applied: Array
    ratified: Array
    in_force: Array
    kept: Array

    def at(self, rung: str) -> Array:
        """Return the days of the rung that a question counts."""
        if kept_for(rung) is not None:
            return self.kept
        days: Array = getattr(self, rung.replace(" ", "_"))
        return days


class Voted(NamedTuple):
    """How votes on what is signed end: when it is ratified, whether the first vote fails, and what is signed anew.

    `signers` are those who stand behind what is ratified; `anew` is the day on which a changed package is signed.
    """

    ratified: Array
    failed: Mask
    signers: Mask | None
    anew: Array


class Ladder:
    """What happens above the table in one block of draws.

    Parameters
    ----------
    scene : Scene
    form : FormOf
        How votes err, and how approval moves.
    without : Obstacle, optional
        What is taken away.
    """

    def __init__(self, scene: Scene, form: FormOf, without: Obstacle | None = None) -> None:
        self.scene, self.form, self.without = scene, form, without
        self.vote_error, self.voter = form.vote_error, None if without is None else without.voter
        kind = "" if without is None else without.kind
        self.freely, self.at_once, self.surely = kind == "vote", kind == "time", kind == "road"

    def climb(self, draws: Steps, packages: Packages, steps: Steps, signers: Mask | None = None) -> Climb:
        """Return when packages agreed at `steps` reach each rung, in days since the case's date.

        `signers` says which parties agreed, shape (n_pairs, n_parties); all did unless stated.
        """
        scene, case = self.scene, self.scene.board.case
        horizon = float(scene.board.calendar.horizon)
        to_signature, to_ratification, to_entry = (0.0 if self.at_once else delay[draws] for delay in scene.delays)
        signed = scene.board.calendar.days[steps] + (to_signature if case.stage == "talks" else 0.0)
        agreed = scene.board.calendar.days[steps] if case.stage == "talks" else np.zeros(steps.size)
        if case.stage in {"talks", "agreed"}:
            signed = np.where(self._spoiled(draws, signed - agreed), np.inf, signed)
        first_vote = signed + (to_ratification if case.stage != "ratified" else 0.0)
        ratified, failed, signers, anew = self._ratified(draws, packages, first_vote, signers)
        first = packages
        if case.after_a_no is not None and case.after_a_no.package is not None:
            revised = tuple(scene.board.packages).index(case.after_a_no.package)
            packages = np.where(failed & np.isfinite(ratified), revised, packages)
        in_force = ratified + to_entry
        applied, applied_package = in_force, packages
        if case.provisional is not None:
            happens = _happens(scene.draw, "provisional.chance#applied", scene.draw.value("provisional.chance"))[draws]
            early = signed + (0.0 if self.at_once else scene.draw.value("provisional.after")[draws])
            in_time = early <= np.where(failed, first_vote, np.inf)
            early_on = happens & in_time & ((packages == first) | scene.board.counts[first])
            applied = np.where(early_on, np.minimum(in_force, early), in_force)
            applied_package = np.where(early_on, first, packages)
        agreed, anew, signed, applied, ratified, in_force = (
            np.where(day <= horizon, day, np.inf) for day in (agreed, anew, signed, applied, ratified, in_force)
        )
        years = kept_for(case.question.counted)
        kept = np.full(agreed.shape, np.inf)
        if years is not None:
            due = in_force + years * YEAR
            kept = np.where((self.broken(draws, packages, in_force, signers) > due) & (due <= horizon), due, np.inf)
        return Climb(packages, applied_package, agreed, anew, signed, applied, ratified, in_force, kept)

    def _spoiled(self, draws: Steps, gap: Array) -> Mask:
        """Return whether an event between agreement and signature, so many days, keeps a package from being signed."""
        draw, spoiled = self.scene.draw, np.zeros(gap.shape, dtype=bool)
        for name, event in self.scene.board.case.events.items():
            if event.breaks_off is not None and self.without != Obstacle("spoiler", "", name):
                path = f"events.{name}"
                rate = draw.value(f"{path}.rate")
                for key in ("before_signature", "agrees"):
                    if getattr(event, key) is not None:
                        rate = rate * draw.value(f"{path}.{key}")
                comes = -np.expm1(-rate[draws] * gap / YEAR) * draw.value(f"{path}.breaks_off")[draws]
                spoiled |= comes > 0.5 if draw.is_central else draw.level(f"{path}.breaks_off#comes")[draws] < comes
        return spoiled

    def _ratified(self, draws: Steps, packages: Packages, day: Array, signers: Mask | None = None) -> Voted:
        """Return when packages first voted on at a day are ratified, whether that first vote fails, and who signed.

        Another set of parties may have signed a changed package where not all must agree.
        """
        scene, after = self.scene, self.scene.board.case.after_a_no
        never, signed_anew_on = np.zeros(day.shape, dtype=bool), np.full(day.shape, np.inf)
        if scene.board.case.stage == "ratified":
            return Voted(day, never, signers, signed_anew_on)
        answers = scene.answers(self.vote_error).but(self.voter)
        if self.freely:
            return Voted(np.where(answers.unblocked()[draws, packages], day, np.inf), never, signers, signed_anew_on)
        said = answers.said(draws, packages, day)
        ratified = np.where(self._passed(answers, said, signers, day.shape), day, np.inf)
        failed = np.isinf(ratified)
        if after is None:
            return Voted(ratified, failed, signers, signed_anew_on)
        again, open_still = scene.draw.value("after_a_no.chance"), failed.copy()
        wait = 0.0 if self.at_once else scene.draw.value("after_a_no.every")[draws]
        names, rules = tuple(scene.board.packages), scene.board.rules
        voted_on = packages if after.package is None else np.full_like(packages, names.index(after.package))
        first_signers = signers
        other, anew_by = second_road(scene.board.case, rules.who), dict[str, Mask]()
        for turn in range(1, after.retries + 1):
            held = scene.draw.level(f"after_a_no.chance#again-{turn}") < again
            open_still &= held[draws] | self.surely
            day = day + wait
            if after.package is not None:
                place, left = names.index(after.package), after.retries - turn
                hope = scene.belief_then(self.vote_error, left, self.voter)[draws, place]
                for party, yes in signed_anew(scene, self.form, place, draws, day, hope, self.without).items():
                    anew_by[party] = anew_by.get(party, np.zeros(day.shape, dtype=bool)) | yes
            if other is not None:
                road = scene.road(self.vote_error, turn, other)
                (passes,) = road.said(draws, voted_on, day).values()
                passes = (passes | self.surely) & answers.unblocked()[draws, voted_on]
                if after.package is not None:
                    passes &= self._consented(answers, anew=True)[draws, voted_on]
            else:
                again_said = scene.asked_again(self.vote_error, turn).but(self.voter)
                anew = {
                    place: yes
                    for place, yes in again_said.said(draws, voted_on, day).items()
                    if not rules.who[place].beforehand and rules.who[place].name != UNLISTED
                }
                if after.package is None:
                    said = said | {place: said[place] | yes for place, yes in anew.items()}
                    turned = again_said.followed(said, draws)
                    said = said | {place: said[place] | yes for place, yes in turned.items() if place in anew}
                    passes = self._passed(answers, said, first_signers, day.shape)
                else:
                    to_it = answers.said(draws, voted_on, day) | anew
                    passes = self._passed(answers, to_it, self._columns(anew_by), day.shape)
                    passes &= self._consented(answers)[draws, voted_on]
            if after.package is not None:
                enough = self._enough(anew_by)
                passes &= enough
                enough = enough & self._consented(answers, anew=other is not None)[draws, voted_on]
                signed_anew_on = np.where(open_still & enough, np.minimum(signed_anew_on, day), signed_anew_on)
                if scene.board.rule is not None:
                    now = self._columns(anew_by)
                    signers = np.where((open_still & passes)[:, None], now, True if signers is None else signers)
            ratified = np.where(open_still & passes, day, ratified)
            open_still &= ~passes
        return Voted(ratified, failed, signers, signed_anew_on)

    def _passed(self, answers: Answers, said: Mapping[int, Mask], signers: Mask | None, shape: tuple[int, ...]) -> Mask:
        """Return whether packages are ratified: at home by all, or by enough of those who signed."""
        board = self.scene.board
        if board.rule is None:
            return answers.passed(said, self.voter, shape)

        def passes(who: str) -> Mask:
            found = answers.of_party(who).passed(said, self.voter, shape)
            return found if signers is None or who == RATIFIERS else found & signers[:, board.parties.index(who)]

        return carried(board.rule, board.parties, passes)

    def _consented(self, answers: Answers, anew: bool = False) -> Mask:
        """Return which packages have the consents they need beforehand, shape (n_draws, n_packages)."""
        board = self.scene.board
        if board.rule is None:
            return answers.consented(self.voter, anew)
        return carried(board.rule, board.parties, lambda who: answers.of_party(who).consented(self.voter, anew))

    def _enough(self, signed: Mapping[str, Mask]) -> Mask:
        """Return whether enough parties have signed anew, and the publics of no party can pay for it."""
        return carried(self.scene.board.rule, self.scene.board.parties, signed.__getitem__)

    def _columns(self, signed: Mapping[str, Mask]) -> Mask:
        """Return who has signed anew, shape (n_pairs, n_parties)."""
        return np.stack([signed[party] for party in self.scene.board.parties], axis=-1)

    def broken(self, draws: Steps, packages: Packages, since: Array, signers: Mask | None = None) -> Array:
        """Return the day on which a deal in force since a day is broken, infinite if it never is.

        Who did not sign has nothing to break.
        """
        scene, case, draw = self.scene, self.scene.board.case, self.scene.draw
        broken = np.full(since.shape, np.inf)
        for place, (party, side) in enumerate(case.parties.items()):
            path, leader = f"parties.{party}.leader", side.leader
            if leader.successor.reneges is None:
                continue
            before = broken
            if leader.loses_office is not None:
                rate, reneges = draw.value(f"{path}.loses_office"), draw.value(f"{path}.successor.reneges")
                years = _breach(rate, reneges, draw, f"{path}.successor.reneges#breach")
                broken = np.minimum(broken, since + YEAR * years[draws])
            if leader.leaves_on is not None:
                leaves = float((leader.leaves_on - case.as_of).days)
                reneges = draw.value(f"{path}.successor.reneges")
                breaks = _happens(draw, f"{path}.successor.reneges#on-leaving", reneges)
                broken = np.where(breaks[draws] & (leaves >= since), np.minimum(broken, leaves), broken)
            if signers is not None:
                broken = np.where(signers[:, place], broken, before)
        keeping = case.keeping
        if keeping is not None and keeping.breaks_down is not None:
            years = _breach(draw.value("keeping.breaks_down"), np.ones(draw.n), draw, "keeping.breaks_down#breach")
            broken = np.minimum(broken, since + YEAR * years[draws])
        if keeping is not None:
            broken = np.where(scene.enforced.both[draws, packages], broken, np.minimum(broken, since))
        for place, (name, package) in enumerate(scene.board.packages.items()):
            for number, step in enumerate(package.steps):
                path = f"packages.{name}.steps.{number}"
                day = since + draw.value(f"{path}.after")[draws]
                for who in step.stopped_by:
                    chance = draw.value(f"{path}.stopped_by.{who}")
                    stops = _happens(draw, f"{path}.stopped_by.{who}#stops", chance)[draws] & (packages == place)
                    broken = np.where(stops, np.minimum(broken, day), broken)
        if case.mediator is not None:
            saved = _happens(draw, "mediator.guarantees#saves", draw.value("mediator.guarantees"))[draws]
            broken = np.where(saved, np.inf, broken)
        return broken


def _breach(rate: Array, reneges: Array, draw: Draw, level: str) -> Array:
    """Return the years until a breach; with all inputs at their modes there is none if it is likelier not to come."""
    if draw.is_central:
        return np.full(draw.n, np.inf)
    return breach_time(rate, reneges, draw.level(level))


def _happens(draw: Draw, level: str, chance: Array) -> Mask:
    """Return whether something happens that has a chance; with all inputs at their modes if it is likelier than not."""
    return chance > 0.5 if draw.is_central else draw.level(level) < chance
