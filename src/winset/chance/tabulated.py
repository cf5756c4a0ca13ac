"""A number known by its quantiles: whatever its distribution, drawing it costs one look into a table.

What value does a number take at a level, if its distribution has no simple inverse, such as a mixture of many normal
ones? The essential assumption is that between neighbouring levels of the table the number is linear in the standard
normal score, which is exact for a normal number. Not for numbers with gaps, which a table bridges, nor for mixtures
with parts a hundred times narrower than the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtr, ndtri

from winset.allowed import numbers_between
from winset.chance.mixture import Mixture
from winset.errors import InputError

Array = NDArray[np.float64]

REACH = 6.5
"""Standard normal score at which a table ends: a level of some 4e-11, which no net draws."""

PLACES, TAIL, LEAST_LEVEL = 401, 8.0, 1e-15
"""Where the chances of a mixture are taken to be inverted: so many places, so many standard deviations out."""

NEGLIGIBLE = 1e-9
"""Weight below which a part of a mixture is left out of the table."""

SCORES: Array = np.linspace(-REACH, REACH, 521)


@dataclass(frozen=True)
class Tabulated:
    """A number by its quantiles at `SCORES`, with what stands for it where a single value is wanted.

    Parameters
    ----------
    values : tuple of float
        Quantiles, rising.
    mean, sd, mode : float
        `mode` is the central value.

    Examples
    --------
    >>> number = Tabulated.of_quantiles(lambda u: 10 + 2 * ndtri(u), mean=10, sd=2, mode=10)
    >>> number.ppf([0.5, 0.975]).round(3).tolist()
    [10.0, 13.92]
    """

    values: tuple[float, ...]
    mean: float
    sd: float
    mode: float

    def __post_init__(self) -> None:
        """Refuse a table that is none."""
        if len(self.values) != SCORES.size or not np.all(np.diff(self.values) >= 0):
            raise InputError(f"`values` are {SCORES.size} rising numbers")

    @classmethod
    def of_quantiles(cls, quantile: Callable[[Array], Array], mean: float, sd: float, mode: float) -> Tabulated:
        """Return a number from its quantile function."""
        values = np.maximum.accumulate(np.asarray(quantile(ndtr(SCORES)), dtype=float))
        return cls(tuple(values.tolist()), mean, sd, mode)

    @cached_property
    def _table(self) -> Array:
        return np.array(self.values)

    def ppf(self, u: ArrayLike) -> Array:
        """Return the value at each level `u`, strictly between 0 and 1; beyond the table its last values."""
        levels = numbers_between("u", u, 0, 1)
        return np.asarray(np.interp(ndtri(levels), SCORES, self._table))

    def mapped(self, rising: Callable[[Array], Array]) -> Tabulated:
        """Return a rising function of the number.

        >>> number = Tabulated.of_quantiles(lambda u: 10 + ndtri(u), mean=10, sd=1, mode=10)
        >>> round(number.mapped(np.square).mean), number.mapped(np.square).mode
        (101, 100.0)
        """
        values = rising(self.ppf((np.arange(4096) + 0.5) / 4096))
        central = float(rising(np.array([self.mode]))[0])
        made = tuple(np.asarray(rising(self._table), dtype=float).tolist())
        return Tabulated(made, float(values.mean()), float(values.std()), central)

    @property
    def median(self) -> float:
        """Value that is exceeded half the time."""
        return float(self.ppf(0.5))


def of_mixture(mixture: Mixture, least_sd: float = 0.0) -> Tabulated:
    """Return a mixture of normal numbers as a number to draw, its mean as the central value.

    If its standard deviation is below `least_sd`, every part is widened alike until it is that.

    >>> two = Mixture(np.array([0.5, 0.5]), np.array([-1.0, 1.0]), np.array([1.0, 1.0]))
    >>> of_mixture(two).ppf(0.5).round(6).item(), round(of_mixture(two, least_sd=3).sd, 6)
    (0.0, 3.0)
    """
    kept = mixture.weights > NEGLIGIBLE * mixture.weights.max()
    counted = Mixture(mixture.weights[kept] / mixture.weights[kept].sum(), mixture.means[kept], mixture.variances[kept])
    wide = counted.plus(max(least_sd**2 - counted.sd**2, 0.0))
    mean, sd = wide.mean, wide.sd
    if sd == 0:
        return Tabulated((mean,) * SCORES.size, mean, sd, mean)
    reach = float(np.max(np.abs(wide.means - mean) + TAIL * np.sqrt(wide.variances)))
    # Close together in the middle, far apart where only the widest parts reach.
    places = mean + sd * np.sinh(np.linspace(-1, 1, PLACES) * np.arcsinh(reach / sd))
    scores = ndtri(np.clip(wide.below(places), LEAST_LEVEL, 1 - LEAST_LEVEL))
    rising = np.concatenate([[True], np.diff(np.maximum.accumulate(scores)) > 0])
    values = np.interp(SCORES, scores[rising], places[rising])
    return Tabulated(tuple(values.tolist()), mean, sd, mean)


def of_cells(edges: ArrayLike, masses: ArrayLike) -> Tabulated:
    """Return a number that lies in each cell with a given chance, evenly within it; its median stands for it.

    Parameters
    ----------
    edges : array of float, shape (n_cells + 1,)
        Rising.
    masses : array of float, shape (n_cells,)
        Chances, which sum to 1.

    >>> number = of_cells([0, 1, 3], [0.5, 0.5])
    >>> number.median, number.mean, number.ppf(0.75).round(2).item()
    (1.0, 1.25, 2.0)
    """
    ends, chances = np.asarray(edges, dtype=float), np.asarray(masses, dtype=float)
    below = np.concatenate([[0.0], np.cumsum(chances)])
    middles, widths = (ends[1:] + ends[:-1]) / 2, np.diff(ends)
    mean = float(chances @ middles)
    sd = float(np.sqrt(chances @ (widths**2 / 12 + (middles - mean) ** 2)))
    median = float(np.interp(0.5, below, ends))
    return Tabulated.of_quantiles(lambda u: np.interp(u, below, ends), mean, sd, median)


def of_rate(events: float, exposure: float) -> Tabulated:
    """Return a rate after so many events in so long: gamma, its mean as the central value.

    >>> round(of_rate(2.5, 5).mean, 3), round(of_rate(2.5, 5).sd, 3)
    (0.5, 0.316)
    """
    mean = events / exposure
    return Tabulated.of_quantiles(
        lambda u: np.asarray(gammaincinv(events, u)) / exposure, mean, events**0.5 / exposure, mean
    )


def of_spread(worth: float, root_mean_square: float) -> Tabulated:
    r"""Return a standard deviation after so many values about zero, with their root mean square as the central value.

    Its square is scaled inverse chi-square, :math:`\nu s^2 / \chi^2_\nu`, with as many degrees of freedom.

    >>> number = of_spread(200, 6)
    >>> round(number.median, 2), number.mode
    (6.01, 6)
    """

    def quantile(u: Array) -> Array:
        return np.asarray(root_mean_square * np.sqrt(worth / (2 * gammaincinv(worth / 2, 1 - u))))

    values = quantile((np.arange(4096) + 0.5) / 4096)
    return Tabulated.of_quantiles(quantile, float(values.mean()), float(values.std()), root_mean_square)
