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
from winset.forecasting.worth import signs, still_gains

if TYPE_CHECKING:
    from winset.forecasting.scene import Scene

Array = NDArray[np.float64]
Steps = NDArray[np.intp]

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
    """

    def __init__(self, actual: Draw, others: Mapping[str, Steps]) -> None:
        super().__init__(actual.distributions, n=actual.n)
        self.actual, self.others = actual, others

    def value(self, path: str, otherwise: Quantity | None = None) -> Array:
        """Return the draws of the quantity at `path`, borrowed if it is hidden, shape (n_draws,)."""
        values = self.actual.value(path, otherwise)
        return values[self.others[path]] if path in self.others else values


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
    hidden : sequence of str
        Paths of the numbers that he does not know.
    samples : int
        How often they are imagined.
    like : Doubt, optional
        The same proposer's doubt with the pressure of an outsider that this scene leaves out.
    """

    def __init__(self, scene: Scene, hidden: Sequence[str], samples: int = SAMPLES, like: Doubt | None = None) -> None:
        self.scene, self.samples = scene, samples
        self.parties = tuple(dict.fromkeys(owner for path in hidden if (owner := owner_of(path)) is not None))
        self._others: Mapping[str, Steps] = borrowed(scene.draw, hidden, samples) if like is None else like._others
        self._kept: list[Mapping[str, tuple[Array, Array]]] = []
        if like is not None and not {*self.parties} & {*scene.board.case.outside[scene.without or ""].leans_on}:
            self._kept = like._kept
        self._settled: dict[tuple[str, tuple[str, str] | None, tuple[str, ...]], Array] = {}

    def acceptance(
        self,
        belief: Array,
        steps: Steps,
        draws: Steps,
        key: tuple[str, tuple[str, str] | None],
        but: Collection[str] = (),
    ) -> Array:
        """Return the chance that all others of whom something is hidden sign, shape (n_pairs, n_packages).

        Parameters
        ----------
        belief : array of float, shape (n_draws, n_packages)
            That each package will be ratified.
        steps, draws : array of int, shape (n_pairs,)
        key : tuple
            Tells one belief from another.
        but : collection of str
            Parties that accept everything.
        """
        asked = tuple(party for party in self.parties if party not in but)
        if any(self.scene.gains[party].moving for party in asked):
            return self._chance(asked, belief, steps, draws)
        if (*key, asked) not in self._settled:
            everywhere = np.arange(self.scene.n)
            self._settled[*key, asked] = self._chance(asked, belief, np.zeros_like(everywhere), everywhere)
        return self._settled[*key, asked][draws]

    def _chance(self, asked: Sequence[str], belief: Array, steps: Steps, draws: Steps) -> Array:
        """Return the share of imagined numbers under which all of the parties asked sign."""
        hope = belief[draws]
        later = {party: self.scene.gains[party].moved(steps, draws) for party in asked}
        accepted = np.zeros(hope.shape)
        for gains in self._imagined():
            yes = np.ones(hope.shape, dtype=bool)
            for party in asked:
                still, costs = gains[party]
                yes &= signs(still[draws] + later[party], hope, costs[draws][:, None])
            accepted += yes
        return accepted / self.samples

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
