"""What everyone but leaders and felt publics says to every package, put together by the rules at home.

Answers to questions asked beforehand are known when leaders sign; votes come after, and leaders know their chances.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.case.accepters import UNLISTED, Ratifier
from winset.case.case import Case
from winset.case.voting import Body
from winset.forecasting.inputs import Draw
from winset.forecasting.rules import Rules
from winset.forecasting.votes import Vote, election_day, follower, vote
from winset.ratify.tree import Leaf, Node, Tree, chance, outcome, places

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Key = tuple[str, str]
Steps = NDArray[np.intp]
Packages = NDArray[np.int64]


class Answers:
    """Everyone's answers in one block of draws.

    Parameters
    ----------
    rules : Rules
    votes : mapping of int to Vote
        By place among the rules' leaves; felt publics have none.
    shape : (int, int)
        Draws and packages.
    elected : mapping of int to (Vote, array of float, shape (n_draws,))
        What a body says that takes another's place, and the day from which it does.
    draw : Draw, optional
        The inputs behind the answers; needed where somebody follows.
    """

    def __init__(
        self,
        rules: Rules,
        votes: Mapping[int, Vote],
        shape: tuple[int, int],
        elected: Mapping[int, tuple[Vote, Array]] | None = None,
        draw: Draw | None = None,
    ) -> None:
        self.rules, self.votes, self.shape, self.elected = rules, votes, shape, dict(elected or {})
        self.draw = draw
        self._swayed: dict[Key, Answers] = {}
        self._beliefs: dict[tuple[Key | None, ...], Array] = {}
        self._parts: dict[int, Array] = {}
        self._homes: dict[str, Answers] = {}

    @classmethod
    def ask(
        cls,
        case: Case,
        rules: Rules,
        packages: tuple[str, ...],
        draw: Draw,
        vote_error: str,
        without: str | None,
        only: Ratifier | None = None,
        known: Mapping[int, Vote] | None = None,
    ) -> Answers:
        """Ask everyone, or only one who votes; `without` leaves out one outsider's pressure.

        What is `known` already, by place, is not asked again.
        """
        found: dict[int, Vote] = {}
        for place in rules.in_order:
            who, followed = rules.who[place], rules.follows.get(place)
            if only is not None and who != only:
                continue
            if known is not None and place in known and followed is None:
                found[place] = known[place]
            elif followed is not None:
                found[place] = follower(who, found[followed], draw)
            elif who.kind != "capital":
                found[place] = vote(case, who, packages, draw, vote_error, without)
        elected: dict[int, tuple[Vote, Array]] = {}
        for place, who in enumerate(rules.who):
            if place in found and isinstance(who.accepter, Body) and who.accepter.election is not None:
                body, path = who.accepter.election.body, f"{who.path}.election"
                then = replace(who, accepter=body, path=f"{path}.body")
                elected[place] = (
                    vote(case, then, packages, draw, vote_error, without),
                    election_day(who.accepter.election, path, case.as_of, draw.again(0)),
                )
        return cls(rules, found, (draw.n, len(packages)), elected, draw)

    def of_party(self, party: str) -> Answers:
        """Return the answers as one home's rules put them together; ``ratifiers`` for those of no party."""
        if party not in self._homes:
            rules = self.rules.of_party(party)
            votes = {place: part for place, part in self.votes.items() if rules.who[place].party == party}
            self._homes[party] = Answers(rules, votes, self.shape, self.elected, self.draw)
        return self._homes[party]

    def but(self, without: Key | None) -> Answers:
        """Return the answers with a yes of one who is taken away, and of those who follow that one if they do."""
        rules, place = self.rules, next((at for at in self.votes if self.rules.who[at].key == without), None)
        if without is None or place is None or place not in rules.follows.values() or self.draw is None:
            return self
        if without not in self._swayed:
            found = {**self.votes, place: replace(self.votes[place], passes=np.ones(self.shape, dtype=bool))}
            for other in rules.in_order:
                if other != place and rules.follows.get(other) in found:
                    found[other] = follower(rules.who[other], found[rules.follows[other]], self.draw)
            self._swayed[without] = Answers(rules, found, self.shape, self.elected, self.draw)
        return self._swayed[without]

    def instead(self, found: Mapping[int, Vote], draw: Draw) -> Answers:
        """Return the answers with others in the places of some."""
        return Answers(self.rules, {**self.votes, **found}, self.shape, self.elected, draw)

    def said(self, draws: Steps, packages: Packages, day: Array) -> dict[int, Mask]:
        """Return what everyone says to packages that are voted on at a day, by place, shape (n_pairs,) each."""
        found = {place: part.passes[draws, packages] for place, part in self.votes.items()}
        for place, (part, since) in self.elected.items():
            found[place] = np.where(day >= since[draws], part.passes[draws, packages], found[place])
        if self.elected:
            found |= self.followed(found, draws)
        return found

    def followed(self, said: Mapping[int, Mask], draws: Steps) -> dict[int, Mask]:
        """Return what those who follow others say once these have answered, by place, shape (n_pairs,) each."""
        found = dict(said)
        for place in self.rules.in_order:
            part = self.votes.get(place)
            if part is not None and part.mirrors is not None and part.own is not None:
                other = found[self.rules.follows[place]]
                found[place] = np.where(part.mirrors[draws, 0], other, part.own[draws, 0])
        return {place: found[place] for place in self.rules.follows if place in found}

    def belief(self, *without: Key | None) -> Array:
        """Return the belief that each package passes the first vote, shape (n_draws, n_packages).

        Those who vote decide apart from each other, given this draw's inputs, but for those who follow. Leaders know
        who consents: without whom nothing passes is not asked again, and the others count with their answers. They do
        not reckon with a blocker whom nobody named. `without` takes answers for a yes.
        """
        if without not in self._beliefs:
            belief = np.ones(self.shape)
            if self.rules.follows:
                belief = belief * self._chance(self.rules.tree, without)
            else:
                for place in sorted(self.rules.required & set(self.votes)):
                    if self._is_open(place, without):
                        belief = belief * self.votes[place].chance
                for number, tree in enumerate(self.rules.choices):
                    belief = belief * self._part(number, tree, without)
            self._beliefs[without] = belief
        return self._beliefs[without]

    def _is_open(self, place: int, without: tuple[Key | None, ...]) -> bool:
        """Tell whether leaders reckon with a vote: it is to come, known of, and not taken for a yes."""
        who = self.rules.who[place]
        return not who.beforehand and who.name != UNLISTED and who.key not in without

    def _part(self, number: int, tree: Tree, without: tuple[Key | None, ...]) -> Array:
        """Return the belief in a choice; one that someone taken away has no say in is worked out once."""
        if any(self.rules.who[place].key in without for place in places(tree)):
            return self._chance(tree, without)
        if number not in self._parts:
            self._parts[number] = self._chance(tree, ())
        return self._parts[number]

    def _chance(self, tree: Tree, without: tuple[Key | None, ...]) -> Array:
        """Return the chance that a part of the rules passes."""
        rules, among = self.rules, sorted({*places(tree), *self.rules.follows.values()})
        filled = np.ones((len(among), *self.shape))
        follows: dict[int, tuple[int, ArrayLike, ArrayLike]] = {}
        swayed = self
        for taken in without:
            swayed = swayed.but(taken)
        for at, place in enumerate(among):
            if place not in self.votes:
                continue
            if self._is_open(place, without):
                filled[at] = self.votes[place].chance
                other = rules.follows.get(place)
                if other is not None:
                    follows[at] = (among.index(other), self.votes[place].same, self.votes[place].otherwise)
            elif rules.who[place].beforehand and place not in rules.required and rules.who[place].key not in without:
                filled[at] = swayed.votes[place].passes
        return chance(_renamed(tree, among), filled, follows=follows)

    def first(self) -> Mask:
        """Return whether each package passes the first vote, by who sits today, shape (n_draws, n_packages)."""
        return self.passed({place: part.passes for place, part in self.votes.items()})

    def passed(
        self, said: Mapping[int, Mask], without: Key | None = None, shape: tuple[int, ...] | None = None
    ) -> Mask:
        """Return whether packages pass all rules once they are signed, from what everyone says to them.

        Without whom nothing passes and who is asked beforehand has said yes. Arrays have the `shape`, by default of
        draws and packages.
        """
        rules = self.rules
        found = np.ones(shape or self.shape, dtype=bool)
        for place in sorted(rules.required & set(said)):
            if not rules.who[place].beforehand and rules.who[place].key != without:
                found &= said[place]
        for tree in rules.choices:
            found &= self._outcome(tree, said, without, found.shape)
        return found

    def consented(self, without: Key | None = None, anew: bool = False, but: Collection[int] = ()) -> Mask:
        """Return which packages may be signed as far as it hangs on those who are asked beforehand.

        Whoever is asked later, or stands at a place in `but`, is taken to say yes. `anew` asks of a signature after a
        No, which at any stage needs those whom a signature needs. Shape (n_draws, n_packages).
        """
        rules = self.rules
        found = np.ones(self.shape, dtype=bool)
        votes = self.but(without).votes
        asked = {place for place, who in enumerate(rules.who) if (who.consulted if anew else who.beforehand)}
        early = {place: part.passes for place, part in votes.items() if place in asked and place not in but}
        for place in sorted(rules.required & set(early)):
            if rules.who[place].key != without:
                found &= early[place]
        for tree in rules.choices:
            if asked & set(places(tree)):
                found &= self._outcome(tree, early, without)
        return found

    def carried(self, without: Key | None = None) -> Mask:
        """Return whether all but leaders and felt publics accept each package, shape (n_draws, n_packages)."""
        votes = self.but(without).votes
        return self._outcome(self.rules.tree, {place: part.passes for place, part in votes.items()}, without)

    def unblocked(self) -> Mask:
        """Return which packages nobody blocks whom the case does not name, shape (n_draws, n_packages)."""
        found = np.ones(self.shape, dtype=bool)
        for part in self.votes.values():
            if part.accepter == UNLISTED:
                found &= part.passes
        return found

    def matter(self, who: Key) -> Mask:
        """Return where an answer matters: its part of the rules fails without it; shape (n_draws, n_packages)."""
        said = {place: part.passes for place, part in self.votes.items()}
        (mine,) = (place for place, ratifier in enumerate(self.rules.who) if ratifier.key == who)
        said[mine] = np.zeros(self.shape, dtype=bool)
        parts = [self._outcome(tree, said, None) for tree in self.rules.conjuncts if mine in places(tree)]
        return np.asarray(~np.stack(parts).all(axis=0))

    def _outcome(
        self, tree: Tree, said: Mapping[int, Mask], without: Key | None, shape: tuple[int, ...] | None = None
    ) -> Mask:
        """Return whether a part of the rules passes; whoever says nothing, or is taken away, says yes."""
        among = sorted(set(places(tree)))
        filled = np.ones((len(among), *(shape or self.shape)), dtype=bool)
        for at, place in enumerate(among):
            if place in said and self.rules.who[place].key != without:
                filled[at] = said[place]
        return outcome(_renamed(tree, among), filled)


def _renamed(tree: Tree, among: list[int]) -> Tree:
    """Return a tree with its leaves at their places among some."""
    if isinstance(tree, Leaf):
        return Leaf(among.index(tree.place))
    return Node(tree.at_least, tuple(_renamed(child, among) for child in tree.children))
