"""What leaders believe of ratification who do not know how everyone stands at home.

Someone at home whose numbers are hidden is imagined `SAMPLES` times: the numbers, and the luck of a consent, come from
another draw of the block. A leader believes what is ratified on the average over those whom he does not know. In a
world that a proposer imagines, another leader knows what is true there of those whom he knows, and averages over the
rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from winset.case.knowledge import hider_of, owner_of
from winset.forecasting.answers import Answers
from winset.forecasting.doubt import SAMPLES, Imagined, borrowed
from winset.forecasting.votes import Vote, follower, vote

if TYPE_CHECKING:
    from winset.forecasting.scene import Scene

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Key = tuple[str, str]
Places = frozenset[int]


class Hopes:
    """What leaders believe in one scene.

    Parameters
    ----------
    scene : Scene
    samples : int
        How often those at home are imagined.
    """

    def __init__(self, scene: Scene, samples: int = SAMPLES) -> None:
        self.scene, self.samples = scene, samples
        self._votes: dict[str, list[Mapping[int, Vote]]] = {}
        self._beliefs: dict[tuple[str, str, str, Key | None], list[Array]] = {}
        self._averages: dict[tuple[str, str, Key | None], Array] = {}

    @cached_property
    def hidden(self) -> Mapping[str, tuple[str, ...]]:
        """Paths of numbers of homes that each party does not know."""
        hidden = self.scene.board.hidden
        return {party: tuple(path for path in paths if owner_of(path) is None) for party, paths in hidden.items()}

    @cached_property
    def _unknown(self) -> Mapping[str, Places]:
        """Places of those at home of whom each party does not know how they stand, with those who follow them."""
        board, found = self.scene.board, {}
        at = {who.key: place for place, who in enumerate(board.rules.who)}
        for party, paths in self.hidden.items():
            whom = {at[who.key] for path in paths if (who := hider_of(board.case, path)) is not None}
            for place in board.rules.in_order:
                if board.rules.follows.get(place) in whom:
                    whom.add(place)
            found[party] = frozenset(whom)
        return found

    def unknown(self, party: str) -> Places:
        """Return the places of those at home of whom a party does not know how they stand."""
        return self._unknown[party]

    def of(self, party: str, vote_error: str, without: Key | None) -> Array:
        """Return what a leader believes of each package: the mean over those whom he does not know."""
        key = (party, vote_error, without)
        if key not in self._averages:
            self._averages[key] = self._mean(party, {}, vote_error, without)
        return self._averages[key]

    def imagined(self, proposer: str, party: str, vote_error: str, without: Key | None) -> list[Array]:
        """Return what a leader believes in each world that a proposer imagines, (n_draws, n_packages) each.

        The proposer himself, in a world that he imagines, knows what is true in it.
        """
        key = (proposer, party, vote_error, without)
        if key not in self._beliefs:
            worlds = [self._in_world(self._unknown[proposer], sample, vote_error) for sample in range(self.samples)]
            unknown = frozenset() if party == proposer else self._unknown[party]
            found = []
            for world in worlds:
                known = {place: answer for place, answer in world.items() if place not in unknown}
                found.append(self._mean(party if party != proposer else None, known, vote_error, without))
            self._beliefs[key] = found
        return self._beliefs[key]

    def consented(self, proposer: str, sample: int, vote_error: str, without: Key | None) -> Mask:
        """Return which packages may be signed, by those asked beforehand, in a world that a proposer imagines."""
        world = self._in_world(self._unknown[proposer], sample, vote_error)
        return self._answers(world, vote_error).consented(without)

    def _mean(self, party: str | None, known: Mapping[int, Vote], vote_error: str, without: Key | None) -> Array:
        """Return the mean belief over those whom a party does not know; `known` are the answers of some others."""
        unknown: Places = frozenset() if party is None else self._unknown[party]
        if not unknown:
            answers = self._answers(known, vote_error)
            return self.scene.believed(answers, vote_error, without)
        total = np.zeros((self.scene.n, self.scene.n_packages))
        for sample in range(self.samples):
            answers = self._answers({**known, **self._in_world(unknown, sample, vote_error)}, vote_error)
            total += self.scene.believed(answers, vote_error, without)
        return total / self.samples

    @property
    def _draw(self) -> Imagined:
        """The numbers behind answers that are not imagined anew."""
        return Imagined(self.scene.draw, {})

    def _answers(self, found: Mapping[int, Vote], vote_error: str) -> Answers:
        """Return the true answers with others in the places of some."""
        return self.scene.answers(vote_error).instead(found, self._draw)

    def _in_world(self, places: Places, sample: int, vote_error: str) -> Mapping[int, Vote]:
        """Return what those at some places say in one of the imagined worlds."""
        if vote_error not in self._votes:
            self._votes[vote_error] = [self._ask(number, vote_error) for number in range(self.samples)]
        votes = self._votes[vote_error][sample]
        return {place: votes[place] for place in places}

    def _ask(self, sample: int, vote_error: str) -> Mapping[int, Vote]:
        """Ask everyone who is hidden from anybody in one imagined world."""
        scene, rules = self.scene, self.scene.board.rules
        everyone = frozenset().union(*self._unknown.values())
        lent = {path: others[sample] for path, others in self._lent.items()}
        luck = {
            rules.who[place].path: next(lent[path] for path in lent if path.startswith(f"{rules.who[place].path}."))
            for place in everyone
            if any(path.startswith(f"{rules.who[place].path}.") for path in lent)
        }
        draw, packages = Imagined(scene.draw, lent, luck), tuple(scene.board.packages)
        found: dict[int, Vote] = {}
        for place in rules.in_order:
            if place in everyone:
                who, followed = rules.who[place], rules.follows.get(place)
                if followed is None:
                    found[place] = vote(scene.board.case, who, packages, draw, vote_error, scene.without)
                else:
                    other = found.get(followed, scene.answers(vote_error).votes[followed])
                    found[place] = follower(who, other, draw)
        return found

    @cached_property
    def _lent(self) -> Mapping[str, NDArray[np.intp]]:
        """From which draws hidden numbers of homes are borrowed, in each world, shape (samples, n_draws) each."""
        paths = tuple(dict.fromkeys(path for found in self.hidden.values() for path in found))
        return borrowed(self.scene.draw, paths, self.samples)


__all__ = ["Hopes"]
