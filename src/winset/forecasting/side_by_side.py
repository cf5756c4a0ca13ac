"""The draws of several replicates side by side in one block, some of their randoms perhaps drawn anew.

Questions about a case's inputs are answered by playing it hundreds of times. Small replicates cost nearly as much as
large ones, so they are played together; what is random in each is what it would be if it were played alone. Inputs can
be drawn anew one by one, and luck apart from the inputs: that is how what each of them does to the answer is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.chance.distributions import Distribution
from winset.chance.nets import net
from winset.chance.streams import stream
from winset.forecasting.inputs import Draw, told

Array = NDArray[np.float64]

SECOND = 1 << 20
"""Added to a replicate's number for randoms drawn anew; no run has so many replicates."""


@dataclass
class Drawn(Draw):
    """The draws of several replicates, one after the other along the last axis.

    Parameters
    ----------
    replicates : tuple of int
        Which replicates; each gives ``n / len(replicates)`` of the draws.
    inputs : frozenset of str
        Names of the levels that belong to the case's numbers; all other levels and all streams are luck.
    anew : frozenset of str
        Inputs that are drawn anew.
    other_luck : bool
        True if luck is drawn anew.
    """

    replicates: tuple[int, ...] = (0,)
    inputs: frozenset[str] = frozenset()
    anew: frozenset[str] = frozenset()
    other_luck: bool = False
    asked: set[str] = field(default_factory=set)
    _kept: dict[str, list[Kept]] = field(default_factory=dict)

    def level(self, name: str) -> Array:
        """Return the uniform levels of a named uncertain thing, shape (n,)."""
        self.asked.add(name)
        return super().level(name)

    def value(self, path: str, *otherwise: Any) -> Array:
        """Return the draws of the quantity at `path`, shape (n,)."""
        self.asked.add(path)
        return super().value(path, *otherwise)

    def _free_level(self, name: str) -> Array:
        """Return the nets of the name in all replicates."""
        assert self.bits is not None
        again = name in self.anew if name in self.inputs else self.other_luck
        size = self.n // len(self.replicates)
        return np.concatenate(
            [
                net(self.seed, replicate + SECOND * again, name, self.bits, self.block, size)
                for replicate in self.replicates
            ]
        )

    def stream(self, name: str) -> Any:
        """Return the named streams of all replicates as one; what has been drawn once is kept for others."""
        name = f"{name}-{self.turn}" if self.turn else name
        places = [replicate + SECOND * self.other_luck for replicate in self.replicates]
        return Streams(
            self._kept.setdefault(name, []),
            lambda: [stream(self.seed, place, self.block, name) for place in places],
        )

    def like(
        self,
        distributions: Mapping[str, Distribution],
        together: tuple[tuple[tuple[str, ...], Array], ...],
        anew: frozenset[str] = frozenset(),
        other_luck: bool = False,
    ) -> Drawn:
        """Return draws that differ from these in some distributions, in inputs drawn anew, or in luck.

        What they have in common is shared. Inputs that are correlated must be drawn anew together.
        """
        found = Drawn(
            distributions,
            together,
            self.n,
            self.seed,
            self.replicate,
            self.block,
            self.bits,
            self.turn,
            replicates=self.replicates,
            inputs=self.inputs,
            anew=anew,
            other_luck=other_luck,
        )
        if other_luck == self.other_luck:
            found._kept = self._kept
        if told(together) != told(self.together):
            return found
        same = {
            name: levels
            for name, levels in self._levels.items()
            if (name not in anew ^ self.anew if name in self.inputs else other_luck == self.other_luck)
        }
        found._levels |= same
        found._values |= {
            path: values
            for path, values in self._values.items()
            if (path in same or path not in self._levels) and distributions.get(path) == self.distributions.get(path)
        }
        return found


Kept = tuple[Array, Callable[[np.random.Generator], Array]]
"""What was drawn from several streams, and how it is drawn from one."""


class Streams:
    """Streams of several replicates as one: what they yield stands side by side along the last axis.

    Parameters
    ----------
    kept : list of (array, callable)
        What was drawn so far, in the order of asking; grows.
    open : callable
        Opens the replicates' streams.
    """

    def __init__(self, kept: list[Kept], open: Callable[[], list[np.random.Generator]]) -> None:
        self._kept, self._open, self._turn = kept, open, 0
        self._streams: list[np.random.Generator] | None = None

    def random(self, size: int | tuple[int, ...]) -> Array:
        """Return uniform draws, as a generator does."""
        return self._drawn(size, lambda shape: lambda one: one.random(shape))

    def standard_normal(self, size: int | tuple[int, ...]) -> Array:
        """Return standard normal draws, as a generator does."""
        return self._drawn(size, lambda shape: lambda one: one.standard_normal(shape))

    def standard_t(self, df: float, size: int | tuple[int, ...]) -> Array:
        """Return draws of Student's t, as a generator does."""
        return self._drawn(size, lambda shape: lambda one: one.standard_t(df, shape))

    def _drawn(
        self,
        size: int | tuple[int, ...],
        how: Callable[[tuple[int, ...]], Callable[[np.random.Generator], Array]],
    ) -> Array:
        """Return the next draws: kept ones, or new ones after those that were kept."""
        full = (size,) if isinstance(size, int) else size
        turn, self._turn = self._turn, self._turn + 1
        if self._streams is None and turn < len(self._kept):
            return self._kept[turn][0]
        if self._streams is None:
            self._streams = self._open()
            for _, again in self._kept[:turn]:
                for one in self._streams:
                    again(one)
        draw = how((*full[:-1], full[-1] // len(self._streams)))
        made = np.concatenate([draw(one) for one in self._streams], axis=-1)
        made.setflags(write=False)
        self._kept.append((made, draw))
        return made


__all__ = ["SECOND", "Drawn", "Streams"]
