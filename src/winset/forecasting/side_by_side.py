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
            len(places),
        )

    def share(self, other: Draw) -> bool:
        """Take over from draws of the same replicates what these have in common with them, what luck yields included.

        Returns whether all levels are shared.
        """
        if not isinstance(other, Drawn):
            return False
        same = self.replicates, self.inputs, self.anew, self.other_luck
        if same != (other.replicates, other.inputs, other.anew, other.other_luck) or not super().share(other):
            return False
        self._kept = other._kept
        return True

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


Drawing = Callable[[np.random.Generator], Array]
Asked = tuple[object, ...]
Kept = tuple[Asked, Array]
"""What was asked of several streams, and what they yielded."""


class Streams:
    """Streams of several replicates as one: what they yield stands side by side along the last axis.

    Parameters
    ----------
    kept : list of (tuple, array)
        What was asked and drawn so far, in this order; grows. It serves whoever asks the same in the same order.
    open : callable
        Opens the replicates' streams.
    count : int
        How many replicates there are.
    """

    def __init__(self, kept: list[Kept], open: Callable[[], list[np.random.Generator]], count: int) -> None:
        self._kept, self._open, self._count = kept, open, count
        self._mine: list[Drawing] = []
        self._streams: list[np.random.Generator] | None = None
        self._alike = True

    def random(self, size: int | tuple[int, ...]) -> Array:
        """Return uniform draws, as a generator does."""
        return self._drawn(size, ("random",), lambda shape: lambda one: one.random(shape))

    def standard_normal(self, size: int | tuple[int, ...]) -> Array:
        """Return standard normal draws, as a generator does."""
        return self._drawn(size, ("standard_normal",), lambda shape: lambda one: one.standard_normal(shape))

    def standard_t(self, df: float, size: int | tuple[int, ...]) -> Array:
        """Return draws of Student's t, as a generator does."""
        return self._drawn(size, ("standard_t", df), lambda shape: lambda one: one.standard_t(df, shape))

    def _drawn(self, size: int | tuple[int, ...], what: Asked, how: Callable[[tuple[int, ...]], Drawing]) -> Array:
        """Return the next draws: kept ones, or new ones after those that were drawn before."""
        full = (size,) if isinstance(size, int) else size
        draw, asked, turn = how((*full[:-1], full[-1] // self._count)), (*what, full), len(self._mine)
        self._mine.append(draw)
        if turn < len(self._kept):
            self._alike = self._alike and self._kept[turn][0] == asked
            if self._alike:
                self._streams = None  # behind by what was not drawn again
                return self._kept[turn][1]
        if self._streams is None:
            self._streams = self._open()
            for again in self._mine[:turn]:
                for one in self._streams:
                    again(one)
        made = np.concatenate([draw(one) for one in self._streams], axis=-1)
        made.setflags(write=False)
        if self._alike:
            self._kept.append((asked, made))
        return made


__all__ = ["SECOND", "Drawn", "Streams"]
