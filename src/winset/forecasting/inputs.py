"""From written quantities to draws: one distribution and one stream of levels for each path of the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from winset.case.case import Case
from winset.case.quantities import Quantity
from winset.chance.correlation import correlated_levels, groups
from winset.chance.distributions import (
    Beta,
    Choice,
    Clipped,
    Distribution,
    Fixed,
    Interval,
    Normal,
    Pert,
    Triangular,
)
from winset.chance.nets import net
from winset.chance.streams import stream
from winset.errors import InputError

Array = NDArray[np.float64]
Made = TypeVar("Made")


def distribution(quantity: Quantity) -> Distribution:
    """Return the distribution that a written quantity stands for, cut at the bounds of its field.

    >>> from winset.case.quantities import RATE, parse
    >>> round(distribution(parse("0.05 to 0.2 per year", RATE)).mode, 3)
    0.1
    """
    numbers = quantity.numbers
    match quantity.kind:
        case "fixed":
            return Fixed(numbers[0])
        case "interval":
            scale = "lognormal" if quantity.positive and numbers[0] > 0 else "normal"
            inner: Distribution = Interval(numbers[0], numbers[1], scale=scale)  # type: ignore[arg-type]
        case "pert":
            return Pert(*numbers)
        case "triangular":
            return Triangular(*numbers)
        case "normal":
            inner = Normal(*numbers)
        case "beta":
            return Beta(numbers[0], numbers[1], quantity.low, quantity.high)
        case "poll":
            inner = _poll(quantity)
        case "estimated":
            raise InputError("a number that is estimated is known only together with the series that it is from")
        case "choice":
            inner = Choice(
                tuple(distribution(choice) for choice, _ in quantity.choices),
                tuple(chance for _, chance in quantity.choices),
            )
    if np.isinf(quantity.low) and np.isinf(quantity.high):
        return inner
    return Clipped(inner, quantity.low, quantity.high)


def _poll(quantity: Quantity) -> Distribution:
    """Return the share in favour among those who chose a side: its posterior, widened by error beyond sampling."""
    favour, against, asked, design_effect = quantity.numbers
    scale = quantity.high
    if not asked:
        share: Distribution = Fixed(scale * favour / (favour + against))
        spread = 0.0
    else:
        worth = asked / design_effect / 100
        share = Beta(favour * worth + 1, against * worth + 1, 0.0, scale)
        spread = share.variance
    if not quantity.error:
        return share
    return Normal(share.mean, float(np.hypot(np.sqrt(spread), quantity.error / 100 * scale)))


@dataclass
class Draw:
    """All uncertain numbers of a case in one block of draws, found by path; computed when first asked for.

    Parameters
    ----------
    distributions : mapping of path to Distribution
    n : int
        Number of draws.
    seed, replicate, block, bits : int
        Which draws; `bits` None stands for the central case: every number at its mode, every level at one half.
    turn : int
        Zero, or the number of the further try whose luck this is.
    """

    distributions: Mapping[str, Distribution]
    together: tuple[tuple[tuple[str, ...], Array], ...] = ()
    n: int = 1
    seed: int = 0
    replicate: int = 0
    block: int = 0
    bits: int | None = None
    turn: int = 0
    _levels: dict[str, Array] = field(default_factory=dict)
    _values: dict[str, Array] = field(default_factory=dict)
    _drawn: dict[str, tuple[object, Any]] = field(default_factory=dict)

    @classmethod
    def of_moved(cls, distributions: Mapping[str, Distribution], moved: Mapping[str, Array], n: int) -> Draw:
        """Return `n` draws with every number at its mode but those that are moved, shape (n,) each.

        A number that the case does not state by itself, such as the worth of a package that is summed over its options,
        may be moved too.

        >>> Draw.of_moved({"a": Fixed(1.0)}, {"b": np.array([2.0, 3.0])}, 2).value("b")
        array([2., 3.])
        """
        unstated = {path: Fixed(float(values[0])) for path, values in moved.items() if path not in distributions}
        return cls({**distributions, **unstated}, n=n, _values={path: values.copy() for path, values in moved.items()})

    @property
    def is_central(self) -> bool:
        """True if every number stands at its mode."""
        return self.bits is None

    def value(self, path: str, otherwise: Quantity | None = None) -> Array:
        """Return the draws of the quantity at `path`, shape (n,); of `otherwise` if the case has none there."""
        if path not in self._values:
            known = self.distributions.get(path) or (distribution(otherwise) if otherwise else None)
            if known is None:
                raise KeyError(path)
            if self.is_central or isinstance(known, Fixed):
                self._values[path] = np.full(self.n, known.mode)
            else:
                self._values[path] = known.ppf(self.level(path))
        return self._values[path]

    def level(self, name: str) -> Array:
        """Return the uniform levels of a named uncertain thing, shape (n,)."""
        if self.is_central:
            return np.full(self.n, 0.5)
        if self.turn and "#" in name:
            name = f"{name}-{self.turn}"
        if name not in self._levels:
            for names, ranks in self.together:
                if name in names:
                    free = np.array([self._free_level(one) for one in names])
                    self._levels.update(zip(names, correlated_levels(free, ranks), strict=True))
                    break
            else:
                self._levels[name] = self._free_level(name)
        return self._levels[name]

    def _free_level(self, name: str) -> Array:
        """Return the name's own net."""
        assert self.bits is not None
        return net(self.seed, self.replicate, name, self.bits, self.block, self.n)

    def normal(self, name: str) -> Array:
        """Return the named levels as standard normal draws."""
        return np.asarray(ndtri(self.level(name)))

    def stream(self, name: str) -> np.random.Generator:
        """Return the named stream of independent randoms for paths, meetings and votes."""
        return stream(self.seed, self.replicate, self.block, f"{name}-{self.turn}" if self.turn else name)

    def again(self, turn: int) -> Draw:
        """Return the same numbers with fresh luck for whatever is held again."""
        return replace(self, turn=turn)

    def share(self, other: Draw) -> bool:
        """Take over from other draws of the same size and randoms what these have in common with them.

        Levels drawn since by either are shared too, unless numbers are correlated otherwise; values only of numbers
        that are spread alike. Returns whether all levels are shared.
        """
        same = (self.n, self.seed, self.replicate, self.block, self.bits, self.turn)
        if same != (other.n, other.seed, other.replicate, other.block, other.bits, other.turn):
            return False
        if told(self.together) == told(other.together):
            self._levels = other._levels
            alike = {path for path, known in self.distributions.items() if other.distributions.get(path) == known}
            self._values |= {path: values for path, values in other._values.items() if path in alike}
            unlike = {*self.distributions, *other.distributions} - alike
            self._drawn |= {
                path: kept
                for path, kept in other._drawn.items()
                if not any(moved.startswith(f"{path}.") for moved in unlike)
            }
            return True
        return False

    def once(self, path: str, written: object, make: Callable[[], Made]) -> Made:
        """Return what is made of the numbers below `path` alone, as it was made before of what is written there."""
        if self.turn:
            return make()
        if path not in self._drawn or self._drawn[path][0] != written:
            self._drawn[path] = (written, make())
        made: Made = self._drawn[path][1]
        return made

    def used_levels(self) -> Mapping[str, Array]:
        """Return the levels drawn so far, by name."""
        return self._levels


def told(together: tuple[tuple[tuple[str, ...], Array], ...]) -> list[tuple[tuple[str, ...], list[list[float]]]]:
    """Return correlations in a form that can be compared."""
    return [(names, ranks.tolist()) for names, ranks in together]


def rank_correlations(case: Case) -> tuple[tuple[tuple[str, ...], Array], ...]:
    """Return the groups of quantities that the case correlates; correlations of felt publics are left out."""
    known = case.quantities()
    pairs = {
        together.between: float(distribution(together.rank).mode)
        for together in case.correlations
        if all(path in known for path in together.between)
    }
    return groups(pairs)
