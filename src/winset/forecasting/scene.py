"""The scene of one block of draws: who gains what, who is carried at home, when leaders meet, all as arrays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import RATIFIERS, Ratifier
from winset.case.agenda import Package
from winset.case.agreement import PartyRule
from winset.case.case import Case
from winset.case.knowledge import hidden_from
from winset.case.packages import case_packages
from winset.forecasting.alike import Alike
from winset.forecasting.answers import Answers
from winset.forecasting.calendar import YEAR, Calendar
from winset.forecasting.capital import Approval, Shocks
from winset.forecasting.coalition import chance_of
from winset.forecasting.doubt import Doubt
from winset.forecasting.enforcement import Enforced
from winset.forecasting.homes import Felt, felt_public
from winset.forecasting.hopes import Hopes
from winset.forecasting.inputs import Draw
from winset.forecasting.rules import Rules, asked_alone, second_road
from winset.forecasting.votes import Vote, alike
from winset.forecasting.windows import Bits, affordable, moving_answers, over_spans, pack
from winset.forecasting.worth import Gains, leader_gains, signs
from winset.ratify.tree import Leaf
from winset.timing.bridge import BETA

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Steps = NDArray[np.intp]

MOST_EXTENSIONS = 50
"""Times that a deadline may be put off."""


@dataclass(frozen=True)
class Board:
    """What is fixed for a case: its packages, parties and calendar."""

    case: Case
    packages: Mapping[str, Package]
    calendar: Calendar

    @classmethod
    def of(cls, case: Case) -> Board:
        """Lay the board for a case."""
        return cls(case, case_packages(case), Calendar(case.as_of, case.until))

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties."""
        return tuple(self.case.parties)

    @property
    def rule(self) -> PartyRule | None:
        """Which parties must agree; None if all must."""
        return self.case.agreed_by

    @cached_property
    def rules(self) -> Rules:
        """Everyone who must be carried besides the leaders, and how their answers add up."""
        return Rules.of(self.case)

    @property
    def ratifiers(self) -> tuple[Ratifier, ...]:
        """Everyone who must be carried besides the leaders, in the order of the file."""
        return self.rules.who

    @cached_property
    def agreed(self) -> int | None:
        """Place of the package that is agreed already; None while talks go on."""
        if self.case.stage == "talks":
            return None
        return tuple(self.packages).index(self.case.agreed_package or self.case.question.deal[0])

    @property
    def is_signed(self) -> bool:
        """True if a package is signed already, so that leaders have no more to say."""
        return self.case.stage in {"signed", "ratified"}

    @cached_property
    def agreed_bits(self) -> Bits:
        """The package that is agreed already as bits, shape (n_words,)."""
        return pack(np.arange(len(self.packages))[None, :] == self.agreed)[:, 0, 0]

    @cached_property
    def tabled(self) -> Bits | None:
        """Packages on the table at every step as bits, shape (n_words, n_steps, 1); None if all always are."""
        mediator = self.case.mediator
        if mediator is None or mediator.proposes is None:
            return None
        active = self.calendar.active(mediator.since, mediator.until)
        own = np.array([name not in mediator.proposes for name in self.packages])
        return np.swapaxes(pack(active[:, None] | own), 1, 2)

    @cached_property
    def hidden(self) -> Mapping[str, Sequence[str]]:
        """Paths of the numbers that each party does not know."""
        return hidden_from(self.case)

    def ratifier(self, party: str, name: str) -> Ratifier:
        """Return one of those who must be carried."""
        return next(who for who in self.ratifiers if who.key == (party, name))

    @cached_property
    def changed_counts(self) -> bool:
        """True if the package that a further try is about is a changed one, and answers the question."""
        after = self.case.after_a_no
        return after is not None and after.package in self.case.question.deal

    @cached_property
    def counts(self) -> Mask:
        """Which packages answer the question, shape (n_packages,)."""
        return np.array([name in self.case.question.deal for name in self.packages])

    @cached_property
    def ends(self) -> Mask:
        """Which packages end the talks when signed, shape (n_packages,)."""
        return np.array([name in self.case.question.deal or part.ends_talks for name, part in self.packages.items()])


class Scene:
    """Everything that a play of the talks needs, in one block of draws; parts are computed when first used.

    Parameters
    ----------
    board : Board
    draw : Draw
    shocks : Shocks
        Random moves of approval, shared by scenes of the same block.
    without : str, optional
        An outsider whose pressure is left out.
    like : Scene, optional
        The scene with that pressure, from which is taken what the outsider does not touch.
    twin, alike : Scene and Alike, optional
        The scene of another case with the same randoms, and what it has in common with this one, which is taken over.
    """

    def __init__(
        self,
        board: Board,
        draw: Draw,
        shocks: Shocks,
        without: str | None = None,
        like: Scene | None = None,
        twin: Scene | None = None,
        alike: Alike | None = None,
    ) -> None:
        self.board, self.draw, self.shocks, self.without, self.like = board, draw, shocks, without, like
        self.n, self.n_packages = draw.n, len(board.packages)
        case, names, calendar = board.case, tuple(board.packages), board.calendar
        self.twin, self.alike = twin, alike or Alike()
        touched = set(case.outside[without].leans_on) if without is not None else set()
        taken_gains = {} if twin is None else {party: twin.gains[party] for party in self.alike.leaders}
        taken_felt = (
            {} if twin is None else {key: felt for key, felt in twin.felt.items() if key in self.alike.accepters}
        )
        self.gains: dict[str, Gains] = {
            party: taken_gains.get(party) or leader_gains(case, party, board.packages, calendar, draw, without)
            if like is None or party in touched
            else like.gains[party]
            for party in board.parties
        }
        self.felt: dict[tuple[str, str], Felt] = {
            who.key: taken_felt.get(who.key) or felt_public(case, who, names, calendar, draw, without)
            if like is None or who.reference in touched
            else like.felt[who.key]
            for who in board.ratifiers
            if who.kind == "capital"
        }
        self._answers: dict[str, Answers] = {}
        self._beliefs: dict[tuple[str, tuple[str, str] | None], Array] = {}
        self._again: dict[tuple[str, int], Answers] = {}
        self._roads: dict[tuple[str, int], Answers] = {}
        self._affordable: dict[tuple[str, bool, tuple[str, str]], Bits] = {}
        self._approval: dict[tuple[str, tuple[str, str]], Approval] = {}
        self._lowest: dict[tuple[str, tuple[str, str]], list[Array]] = {}
        self.offers: dict[tuple[Hashable, ...], tuple[NDArray[np.intp], NDArray[np.intp], Bits]] = {}
        self._doubts: dict[str, Doubt] = {}
        self._willing: dict[tuple[str, str, tuple[str, str] | None, bool], Bits] = {}

    def without_outsider(self, outsider: str) -> Scene:
        """Return the same scene with one outsider's pressure left out; what it does not touch is shared."""
        pressure = self.board.case.outside[outsider]
        other = Scene(self.board, self.draw, self.shocks, outsider, like=self)
        leaned_on = set(pressure.leans_on)
        voters = {who.reference for who in self.board.ratifiers if who.kind != "capital"}
        if not leaned_on & voters:
            other._answers = self._answers
        if not leaned_on & {".".join(key) for key in self.felt}:
            other._affordable = self._affordable
        if "meeting" not in (pressure.against or ()):
            other.__dict__["meetings"], other.__dict__["closings"] = self.meetings, self.closings
        other.__dict__["opening"] = self.opening
        other.__dict__["leads"] = self.leads
        other._approval, other._lowest = self._approval, self._lowest
        return other

    def votes(self, vote_error: str) -> tuple[Vote, ...]:
        """Return the bodies, referendums and consents with their chances and outcomes, in the order of the file."""
        votes = self.answers(vote_error).votes
        return tuple(votes[place] for place in sorted(votes))

    def answers(self, vote_error: str) -> Answers:
        """Return what everyone but leaders and felt publics says."""
        if vote_error not in self._answers:
            self._answers[vote_error] = self.asked(vote_error, self.draw, known=self._known(vote_error))
        return self._answers[vote_error]

    def asked(
        self, vote_error: str, draw: Draw, only: Ratifier | None = None, known: Mapping[int, Vote] | None = None
    ) -> Answers:
        """Return what they say, or one of them alone, with luck of their own."""
        board = self.board
        return Answers.ask(board.case, board.rules, tuple(board.packages), draw, vote_error, self.without, only, known)

    def _known(self, vote_error: str) -> Mapping[int, Vote]:
        """Return the votes that are taken over from the twin, by place."""
        if self.twin is None or not self.alike.accepters:
            return {}
        votes = self.twin.answers(vote_error).votes
        return {place: vote for place, vote in votes.items() if (vote.party, vote.accepter) in self.alike.accepters}

    def asked_again(self, vote_error: str, turn: int) -> Answers:
        """Return what they say, or who is asked again alone, at a further try; plays of the scene share it."""
        if (vote_error, turn) not in self._again:
            alone = asked_alone(self.board.case, self.board.ratifiers)
            self._again[vote_error, turn] = self.asked(vote_error, self.draw.again(turn), alone)
        return self._again[vote_error, turn]

    def approval(self, process: str, key: tuple[str, str]) -> Approval:
        """Return a public's approval under a process."""
        if (process, key) not in self._approval:
            self._approval[process, key] = self.shocks.approval(key, process)
        return self._approval[process, key]

    def affordable(self, process: str, immediate: bool, key: tuple[str, str]) -> Bits:
        """Return which packages a public affords at every step, as bits."""
        if (process, immediate, key) not in self._affordable:
            shift = self.unseen(process, key) if immediate else None
            self._affordable[process, immediate, key] = affordable(self.approval(process, key), self.felt[key], shift)
        return self._affordable[process, immediate, key]

    def unseen(self, process: str, key: tuple[str, str]) -> Array:
        """Return the points by which watching approval only at steps misses its peaks, shape (n_draws,)."""
        step = self.board.calendar.step_days / YEAR
        return np.asarray(BETA * self.shocks.diffusion(key, process) * np.sqrt(step))

    def forget(self, process: str) -> None:
        """Free the paths and windows of a process that is done with; the next process fills the same memory."""
        for key in [key for name, key in self._approval if name == process]:
            self.shocks.spare.append(self._approval.pop((process, key)).units)
        for kept in (self._lowest, self._affordable, self.offers):
            for at in [at for at in kept if at[0] == process]:
                del kept[at]  # type: ignore[arg-type]

    def belief(self, vote_error: str, without: tuple[str, str] | None = None) -> Array:
        """Return the belief of leaders who know all that each package will be ratified, shape (n_draws, n_packages).

        Further tries after a No count as if each stood for itself. Where not all parties must agree, this is the
        belief if all do; `belief_in` has that in fewer of them.
        """
        if (vote_error, without) not in self._beliefs:
            self._beliefs[vote_error, without] = self._with_tries(
                np.arange(self.n), vote_error, without, lambda *taken: self._first(vote_error, *taken)
            )
        return self._beliefs[vote_error, without]

    def believed(self, answers: Answers, vote_error: str, without: tuple[str, str] | None) -> Array:
        """Return the belief that each package will be ratified if these are the answers, (n_draws, n_packages)."""
        return self._with_tries(np.arange(self.n), vote_error, without, answers.belief)

    def belief_in(
        self, draws: Steps, signers: Mapping[str, Mask], vote_error: str, without: tuple[str, str] | None = None
    ) -> Array:
        """Return the belief that each package will be ratified if some parties sign it, shape (n_pairs, n_packages).

        `signers` says for each party whether it does, shape (n_pairs, n_packages).
        """
        return self._with_tries(
            draws, vote_error, without, lambda *taken: self._first(vote_error, *taken, draws=draws, signers=signers)
        )

    def _first(
        self,
        vote_error: str,
        *without: tuple[str, str] | None,
        draws: Steps | None = None,
        signers: Mapping[str, Mask] | None = None,
    ) -> Array:
        """Return the belief that packages pass the first vote, perhaps at some draws and with some signers."""
        answers = self.answers(vote_error)
        if self.board.rule is None:
            return answers.belief(*without)
        at = slice(None) if draws is None else draws
        chances = {party: answers.of_party(party).belief(*without)[at] for party in self.board.parties}
        if signers is not None:
            chances = {party: chance * signers[party] for party, chance in chances.items()}
        return answers.of_party(RATIFIERS).belief(*without)[at] * chance_of(self.board.rule, chances)

    def _with_tries(
        self, draws: Steps, vote_error: str, without: tuple[str, str] | None, passes: Callable[..., Array]
    ) -> Array:
        """Return the belief in ratification, further tries included, from that in the first vote at some draws."""
        first, after = passes(without), self.board.case.after_a_no
        if after is None:
            return first
        again, names = self.draw.value("after_a_no.chance")[draws, None], tuple(self.board.packages)
        alone = asked_alone(self.board.case, self.board.ratifiers)
        if alone is not None:
            others = passes(without, alone.key)
            once = np.divide(first, others, out=np.zeros_like(first), where=others > 0)
            return np.asarray(others * (1 - (1 - once) * (1 - again * once) ** after.retries))
        other = second_road(self.board.case, self.board.ratifiers)
        then = first if other is None else self._by_road(vote_error, other)[draws]
        if after.package is not None:
            then = np.repeat(then[:, [names.index(after.package)]], self.n_packages, axis=1)
        return np.asarray(1 - (1 - first) * (1 - again * then) ** after.retries)

    def _by_road(self, vote_error: str, other: Ratifier) -> Array:
        """Return the leaders' belief that each package passes with someone else after a No."""
        (vote,) = self.road(vote_error, 1, other).votes.values()
        return vote.chance

    def belief_then(self, vote_error: str, left: int, without: tuple[str, str] | None) -> Array:
        """Return the belief that each package passes a vote after a No, or one of the tries `left` after it.

        Where not all parties must agree, it counts as if all sign.
        """
        other = second_road(self.board.case, self.board.ratifiers)
        once = self._first(vote_error, without) if other is None else self._by_road(vote_error, other)
        again = self.draw.value("after_a_no.chance")[:, None]
        return np.asarray(1 - (1 - once) * (1 - again * once) ** left)

    def road(self, vote_error: str, turn: int, other: Ratifier) -> Answers:
        """Return what someone else answers after a No, at a further try; plays of the scene share it."""
        if (vote_error, turn) not in self._roads:
            alone = Rules((other,), (Leaf(0),))
            case, names, draw = self.board.case, tuple(self.board.packages), self.draw.again(turn)
            self._roads[vote_error, turn] = Answers.ask(case, alone, names, draw, vote_error, self.without)
        return self._roads[vote_error, turn]

    @cached_property
    def hopes(self) -> Hopes:
        """What leaders believe who do not know how everyone stands at home."""
        return Hopes(self)

    def hope(self, party: str, vote_error: str, without: tuple[str, str] | None = None) -> Array:
        """Return one leader's belief that each package will be ratified, by what he knows, (n_draws, n_packages)."""
        if not self.hopes.unknown(party):
            return self.belief(vote_error, without)
        return self.hopes.of(party, vote_error, without)

    def willing(
        self, party: str, vote_error: str, without: tuple[str, str] | None = None, private: bool = False
    ) -> Bits:
        """Return which packages a leader signs at every step (one step if nothing moves), as bits.

        Under private information he goes by what he knows.
        """
        key = (party, vote_error, without, private and bool(self.hopes.unknown(party)))
        if key not in self._willing:
            gains = self.gains[party]
            belief = self.hope(party, vote_error, without) if private else self.belief(vote_error, without)
            if gains.moving:
                self._willing[key] = moving_answers(gains, belief)
            else:
                self._willing[key] = pack(signs(gains.still, belief, gains.failed_vote_costs[:, None]))
        return self._willing[key]

    @cached_property
    def meetings(self) -> tuple[Mask, Mask]:
        """When leaders meet, and when a meeting would close if a window is open: shape (n_steps, n_draws) each.

        At most one meeting counts in a step; none is held at the case's date itself.
        """
        if self.twin is not None and self.alike.meetings:
            return self.twin.meetings
        calendar, draw = self.board.calendar, self.draw
        rate, closes = draw.value("meetings.rate"), draw.value("meetings.closes")
        random = draw.stream("meetings#held")
        shape = (calendar.size - 1, self.n)
        held, luck = random.random(shape), draw.stream("meetings#closing").random(shape)
        meets = np.zeros((calendar.size, self.n), dtype=bool)
        closing = np.zeros((calendar.size, self.n), dtype=bool)
        rates = np.broadcast_to(rate, (calendar.size, self.n))
        chances = np.broadcast_to(closes, (calendar.size, self.n))
        for path, ends in self.deadlines:
            left = [end - calendar.days[:, None] for end in ends]
            near = np.any([(days >= 0) & (days <= draw.value(f"{path}.within")) for days in left], axis=0)
            chances = np.where(near, np.maximum(chances, draw.value(f"{path}.closes")), chances)
            rates = np.where(near, rates * draw.value(f"{path}.more_meetings"), rates)
        mediator = self.board.case.mediator
        if mediator is not None:
            active = calendar.active(mediator.since, mediator.until)[:, None]
            rates = np.where(active, rates * draw.value("mediator.more_meetings"), rates)
            chances = np.where(active, 1 - (1 - chances) * (1 - draw.value("mediator.closes")), chances)
        rates = rates * ~self._prevented()
        meets[1:] = held < -np.expm1(-rates[1:] * calendar.lengths[:, None])
        closing[1:] = meets[1:] & (luck < chances[1:])
        over = np.arange(calendar.size)[:, None] > self.last_steps
        closing[over] = False
        meets[over] = False
        return meets, closing

    @cached_property
    def closings(self) -> tuple[Steps, Steps]:
        """Steps and draws of meetings that would close if a window is open, by draw and then by step."""
        if self.twin is not None and self.alike.meetings:
            return self.twin.closings
        draws, steps = np.nonzero(self.meetings[1].T)
        return steps, draws

    @cached_property
    def last_steps(self) -> Steps:
        """Last step at which anything can be agreed: the earliest deadline, or the end; shape (n_draws,)."""
        calendar = self.board.calendar
        last = np.full(self.n, calendar.size - 1)
        for _, ends in self.deadlines:
            last = np.minimum(last, np.searchsorted(calendar.days, ends[-1], side="right") - 1)
        return last

    @cached_property
    def deadlines(self) -> tuple[tuple[str, tuple[Array, ...]], ...]:
        """Each deadline's path and the days on which it comes, as often as it is put off, shape (n_draws,) each.

        A soft deadline is put off with its chance whenever it comes, so often as luck will have it. A day that repeats
        the one before it is one on which it was not put off again.
        """
        case, draw, found = self.board.case, self.draw, []
        for place, deadline in enumerate(case.deadlines):
            path, day = f"deadlines.{place}", np.full(self.n, float((deadline.date - case.as_of).days))
            days = [day]
            if deadline.extends is not None:
                extends, by = draw.value(f"{path}.extends"), draw.value(f"{path}.by")
                if draw.is_central:
                    times = (extends > 0.5).astype(int)
                else:
                    level = draw.level(f"{path}.extends#times")
                    with np.errstate(divide="ignore"):
                        times = np.floor(np.log(np.maximum(level, 1e-12)) / np.log(np.clip(extends, 1e-12, 1 - 1e-9)))
                most = int(np.ceil(self.board.calendar.horizon / max(float(by.min()), 1.0)))
                for turn in range(1, min(int(times.max()), most, MOST_EXTENSIONS) + 1):
                    days.append(np.where(times >= turn, day + turn * by, days[-1]))
                # Whatever is put off so often never comes.
                days[-1] = np.where(times > len(days) - 1, np.inf, days[-1])
            found.append((path, tuple(days)))
        return tuple(found)

    @cached_property
    def proposers(self) -> NDArray[np.int8]:
        """Who puts a package forward at every step, as places among the parties, shape (n_steps, n_draws)."""
        if self.like is not None:
            return self.like.proposers
        random = self.draw.stream("meetings#proposer").random((self.board.calendar.size, self.n))
        return (random * len(self.board.parties)).astype(np.int8)

    def doubt(self, party: str) -> Doubt:
        """Return what a party's leader, as a proposer, expects of the others."""
        if party not in self._doubts:
            like = self.like.doubt(party) if self.like is not None else None
            self._doubts[party] = Doubt(self, party, self.board.hidden[party], like=like)
        return self._doubts[party]

    def _prevented(self) -> Mask:
        """Return when pressure from outside keeps a leader from meeting, shape (n_steps, n_draws)."""
        case, draw = self.board.case, self.draw
        prevented = np.zeros((self.board.calendar.size, self.n), dtype=bool)
        for name, pressure in case.outside.items():
            if name == self.without or "meeting" not in (pressure.against or ()):
                continue
            for leader in pressure.leans_on:
                if leader in case.parties:
                    worth = draw.value(f"parties.{leader}.leader.meeting_worth")
                    too_much = draw.value(f"outside.{name}.by") > worth
                    prevented |= self.board.calendar.active(pressure.since, pressure.until)[:, None] & too_much
        return prevented

    @cached_property
    def opening(self) -> NDArray[np.int64]:
        """Steps for which each package must have been open before it can be closed, shape (n_draws, n_packages)."""
        days = self.board.calendar.step_days
        common = self.draw.value("lead_times.opening")
        columns = [
            self.draw.value(f"packages.{name}.open_for") if package.open_for is not None else common
            for name, package in self.board.packages.items()
        ]
        return np.ceil(np.column_stack(columns) / days - 1e-9).astype(np.int64)

    @cached_property
    def leads(self) -> tuple[tuple[Bits, NDArray[np.int64]], ...]:
        """Packages grouped by lead time: bits of shape (n_words, 1), and the steps they must be open, (n_draws,)."""
        first, again = alike(self.opening)
        groups = [np.array([group == place for group in again]) for place in range(len(first))]
        return tuple(
            (pack(group[None, :])[:, 0, :], self.opening[:, column] + 1)
            for column, group in zip(first, groups, strict=True)
        )

    def lowest(self, process: str, key: tuple[str, str]) -> list[Array]:
        """Return a public's lowest approval over spans of steps, as `over_spans` gives it."""
        if (process, key) not in self._lowest:
            longest = int(self.opening.max(initial=0)) + 1
            self._lowest[process, key] = over_spans(self.approval(process, key).points, np.minimum, longest)
        return self._lowest[process, key]

    @cached_property
    def enforced(self) -> Enforced:
        """Whether each package enforces itself, should it be in force."""
        return Enforced.of(self.board.case, tuple(self.board.packages), self.draw)

    @cached_property
    def delays(self) -> tuple[Array, Array, Array]:
        """Days from agreement to signature, to ratification and to entry into force, shape (n_draws,) each."""
        signature, ratification, entry = (
            self.draw.value(f"lead_times.{rung}") for rung in ("signature", "ratification", "entry")
        )
        return signature, ratification, entry
