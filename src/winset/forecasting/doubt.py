"""What a proposer who does not know everything expects the other leaders to accept.

What is hidden from him is imagined `SAMPLES` times: each hidden number takes its value from another draw of the block,
everything else stays as it is in this draw. The draws to borrow from are spread evenly over the number's range. Numbers
that the case correlates are borrowed together, so that hidden numbers move together as the case says; what a known
number would tell of a hidden one is left aside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from winset.case.knowledge import owner_of
from winset.case.quantity import Quantity
from winset.forecasting.inputs import Draw
from winset.forecasting.worth import expected_gain, signs, still_gains

if TYPE_CHECKING:
    from winset.forecasting.scene import Scene

Array = NDArray[np.float64]
Steps = NDArray[np.intp]
Key = tuple[str, str]

SAMPLES = 32
"""How often hidden numbers are imagined: chances of acceptance come in steps of about 3 %."""

KEPT = 1 << 23
"""Imagined gains, as numbers, that are kept for use at other moments and in other forms; more are imagined again."""


class Imagined(Draw):
    """A block of draws in which hidden numbers are those of other draws.

    Parameters
    ----------
    actual : Draw
    others : mapping of path to array of int, shape (n_draws,)
        From which draw each hidden number is borrowed.
    luck : mapping of path to array of int, shape (n_draws,)
        From which draw the luck of someone at home is borrowed.
    """

    def __init__(self, actual: Draw, others: Mapping[str, Steps], luck: Mapping[str, Steps] | None = None) -> None:
        super().__init__(
            actual.distributions,
            actual.together,
            actual.n,
            actual.seed,
            actual.replicate,
            actual.block,
            actual.bits,
            actual.turn,
        )
        self.actual, self.others, self.luck = actual, others, dict(luck or {})

    def value(self, path: str, otherwise: Quantity | None = None) -> Array:
        """Return the draws of the quantity at `path`, borrowed if it is hidden, shape (n_draws,)."""
        values = self.actual.value(path, otherwise)
        return values[self.others[path]] if path in self.others else values

    def level(self, name: str) -> Array:
        """Return the levels of a named uncertain thing, borrowed if it is the luck of someone hidden, (n_draws,)."""
        levels, whose = self.actual.level(name), name.partition("#")[0]
        return levels[self.luck[whose]] if "#" in name and whose in self.luck else levels


def borrowed(draw: Draw, paths: Sequence[str], samples: int = SAMPLES) -> Mapping[str, Steps]:
    """Return the draws from which hidden numbers are borrowed, shape (samples, n_draws) for each path.

    For each draw the block's values of a number are cut into as many parts of equal size as there are samples, and
    each part lends one value, in random order.
    """
    found: dict[str, Steps] = {}
    for path in paths:
        group = next((names for names, _ in draw.together if path in names), (path,))
        first = next(name for name in group if name in paths)
        if first not in found:
            found[first] = _spread(draw, first, samples)
        found[path] = found[first]
    return found


def _spread(draw: Draw, path: str, samples: int) -> Steps:
    """Return other draws whose values of a number are spread evenly over its range."""
    random = draw.stream(f"{path}#imagined")
    part = np.argsort(random.random((samples, draw.n)), axis=0)
    place = (part + random.random((samples, draw.n))) * (draw.n / samples)
    order = np.argsort(draw.value(path), kind="stable")
    return np.asarray(order[np.minimum(place.astype(np.intp), draw.n - 1)])


class Doubt:
    """What one proposer expects of the others in one scene.

    Parameters
    ----------
    scene : Scene
    proposer : str
        His party.
    hidden : sequence of str
        Paths of the numbers that he does not know.
    samples : int
        How often they are imagined.
    like : Doubt, optional
        The same proposer's doubt with the pressure of an outsider that this scene leaves out.
    """

    def __init__(
        self, scene: Scene, proposer: str, hidden: Sequence[str], samples: int = SAMPLES, like: Doubt | None = None
    ) -> None:
        self.scene, self.samples = scene, samples
        self.proposer, self.places = proposer, scene.hopes.unknown(proposer)
        gains = tuple(path for path in hidden if owner_of(path) is not None)
        others = [party for party in scene.board.parties if party != proposer]
        better_told = [party for party in others if self.places - scene.hopes.unknown(party)]
        self.parties = tuple(dict.fromkeys((*(str(owner_of(path)) for path in gains), *better_told)))
        self._others: Mapping[str, Steps] = borrowed(scene.draw, gains, samples) if like is None else like._others
        self._kept: list[Mapping[str, tuple[Array, Array]]] = []
        if like is not None and not {*self.parties} & {*scene.board.case.outside[scene.without or ""].leans_on}:
            self._kept = like._kept
        self._settled: dict[tuple[str, Key | None, tuple[str, ...]], tuple[Array, Array]] = {}

    def prospects(
        self, steps: Steps, draws: Steps, votes: tuple[str, Key | None], but: Collection[str] = ()
    ) -> tuple[Array, Array]:
        """Return the chance that all others accept of whom something is hidden, and what he then gains.

        Parameters
        ----------
        steps, draws : array of int, shape (n_pairs,)
        votes : tuple
            How errors of votes are treated, and who at home is taken away.
        but : collection of str
            Parties that accept everything.

        Returns
        -------
        tuple of two arrays of float, shape (n_pairs, n_packages)
            The chance; and his expected gain over the worlds in which they accept, 0 where there are none. Where he
            knows how everyone stands at home, it is his gain whatever they say.
        """
        asked = tuple(party for party in self.parties if party not in but)
        watched = {*asked, *((self.proposer,) if self.places else ())}
        if any(self.scene.gains[party].moving for party in watched):
            return self._weighed(asked, steps, draws, votes)
        if (*votes, asked) not in self._settled:
            everywhere = np.arange(self.scene.n)
            self._settled[*votes, asked] = self._weighed(asked, np.zeros_like(everywhere), everywhere, votes)
        chance, gain = self._settled[*votes, asked]
        return chance[draws], gain[draws]

    def _weighed(
        self, asked: Sequence[str], steps: Steps, draws: Steps, votes: tuple[str, Key | None]
    ) -> tuple[Array, Array]:
        """Return the share of imagined worlds in which all of the parties asked accept, and his gain in these."""
        scene, hopes = self.scene, self.scene.hopes
        later = {party: scene.gains[party].moved(steps, draws) for party in asked}
        known = scene.belief(*votes)[draws] if not self.places else None
        beliefs = {p: hopes.imagined(self.proposer, p, *votes) for p in (*asked, self.proposer)} if self.places else {}
        early = any(scene.board.rules.who[place].beforehand for place in self.places)
        own = scene.gains[self.proposer]
        mine, my_costs = own.at(steps, draws), own.failed_vote_costs[draws][:, None]
        accepted, gained = np.zeros(mine.shape), np.zeros(mine.shape)
        for sample, gains in enumerate(self._imagined()):
            yes = np.ones(mine.shape, dtype=bool)
            for party in asked:
                still, costs = gains[party]
                hope = known if known is not None else beliefs[party][sample][draws]
                yes &= signs(still[draws] + later[party], hope, costs[draws][:, None])
            if early:
                yes &= hopes.consented(self.proposer, sample, *votes)[draws]
            accepted += yes
            if self.places:
                gained += yes * expected_gain(mine, beliefs[self.proposer][sample][draws], my_costs)
        if known is not None:
            return accepted / self.samples, expected_gain(mine, known, my_costs)
        return accepted / self.samples, np.divide(gained, accepted, out=np.zeros_like(gained), where=accepted > 0)

    def _imagined(self) -> Iterator[Mapping[str, tuple[Array, Array]]]:
        """Yield gains that do not change with time, and costs of a failed vote, as imagined of each party."""
        if self._kept:
            yield from self._kept
            return
        scene = self.scene
        kept: list[Mapping[str, tuple[Array, Array]]] = []
        board = scene.board
        keep = scene.n * scene.n_packages * self.samples * len(self.parties) <= KEPT
        for sample in range(self.samples):
            draw = Imagined(scene.draw, {path: others[sample] for path, others in self._others.items()})
            found = {
                party: (
                    still_gains(board.case, party, board.packages, board.calendar, draw, scene.without),
                    draw.value(f"parties.{party}.leader.failed_vote_costs"),
                )
                for party in self.parties
            }
            if keep:
                kept.append(found)
            yield found
        self._kept.extend(kept)


__all__ = ["SAMPLES", "Doubt", "Imagined", "borrowed"]
