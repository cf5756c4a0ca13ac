"""What an analyst may say about one uncertain number, each as a quantile function.

Which value does the number take at the quantile level `u`? Drawing `u` from a uniform stream or net then
draws the number, so that one stream serves one quantity whatever its shape. The assumption is that stated
ranges mean what they say: bounds are bounds, a central interval is a central interval. Experts' minimum and
maximum are usually too narrow (`widen`). Not for numbers that move together: correlate the levels first.

References: Malcolm, D. G., Roseboom, J. H., Clark, C. E., Fazar, W. (1959). Application of a technique for
research and development program evaluation. Operations Research 7(5), 646-669 (the PERT mean); the variance
is the beta distribution's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, ndtri

from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


@runtime_checkable
class Distribution(Protocol):
    """One uncertain number: its quantiles and the values used when a single one is wanted."""

    def ppf(self, u: ArrayLike) -> Array:
        """Return the value at each level `u`, strictly between 0 and 1, in the shape of `u`."""
        ...

    @property
    def mean(self) -> float:
        """Expected value."""
        ...

    @property
    def mode(self) -> float:
        """Central value that stands for the number when all inputs are at their modes."""
        ...

    @property
    def median(self) -> float:
        """Value that is exceeded half the time."""
        ...


@dataclass(frozen=True)
class Fixed:
    """A number taken as known.

    >>> Fixed(7.0).ppf([0.1, 0.9]).tolist()
    [7.0, 7.0]
    """

    value: float

    def __post_init__(self) -> None:
        _finite(value=self.value)

    def ppf(self, u: ArrayLike) -> Array:
        """Return the value at every level."""
        return np.full(_levels(u).shape, float(self.value))

    @property
    def mean(self) -> float:
        """The value."""
        return float(self.value)

    @property
    def mode(self) -> float:
        """The value."""
        return float(self.value)

    @property
    def median(self) -> float:
        """The value."""
        return float(self.value)


@dataclass(frozen=True)
class Normal:
    """A normal number with that mean and standard deviation (0 allowed)."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _finite(mean=self.mean, sd=self.sd)
        if self.sd < 0:
            raise InputError(f"`sd` is {self.sd}; a standard deviation is at least 0")

    def ppf(self, u: ArrayLike) -> Array:
        """Return mean + sd Phi^-1(u)."""
        return cast(Array, self.mean + self.sd * ndtri(_levels(u)))

    @property
    def mode(self) -> float:
        """The mean."""
        return self.mean

    @property
    def median(self) -> float:
        """The mean."""
        return self.mean


@dataclass(frozen=True)
class Interval:
    """A central interval: the number lies below `low`, or above `high`, with chance ``(1 - coverage) / 2``
    each.

    Parameters
    ----------
    low, high : float
        Ends of the interval, in the number's own unit; equal ends make the number fixed.
    coverage : float
        Chance that the number lies inside, in (0, 1). The default of .9 makes the ends the 5 % and 95 %
        points.
    scale : {"normal", "lognormal"}
        ``lognormal`` is for positive rates: the logarithm is normal, and `low` must be positive.

    Notes
    -----
    The mode of the lognormal scale is taken to be its **median**, the geometric mean of the
    ends, because the density's own peak lies far below the middle of a wide interval and nobody means it by
    "about".

    Examples
    --------
    >>> Interval(58, 64).ppf([0.05, 0.5, 0.95]).round(6).tolist()
    [58.0, 61.0, 64.0]
    >>> round(Interval(0.05, 0.2, scale="lognormal").mode, 6)
    0.1
    """

    low: float
    high: float
    coverage: float = 0.9
    scale: Literal["normal", "lognormal"] = "normal"

    def __post_init__(self) -> None:
        _ordered(low=self.low, high=self.high)
        if not 0 < self.coverage < 1:
            raise InputError(f"`coverage` is {self.coverage}; it lies strictly between 0 and 1")
        if self.scale not in ("normal", "lognormal"):
            raise InputError(f"`scale` is {self.scale!r}; it is 'normal' or 'lognormal'")
        if self.scale == "lognormal" and self.low <= 0:
            raise InputError(f"`low` is {self.low}; on the lognormal scale it is above 0 (else use scale='normal')")

    @property
    def _on_its_scale(self) -> Normal:
        low, high = (np.log([self.low, self.high])) if self.scale == "lognormal" else (self.low, self.high)
        half_width_in_sds = float(ndtri((1 + self.coverage) / 2))
        return Normal(float(low + high) / 2, float(high - low) / 2 / half_width_in_sds)

    def ppf(self, u: ArrayLike) -> Array:
        """Return the normal quantile, or its exponential on the lognormal scale."""
        values = self._on_its_scale.ppf(u)
        return np.exp(values) if self.scale == "lognormal" else values

    @property
    def mean(self) -> float:
        """Middle of the interval; exp(m + s^2 / 2) on the lognormal scale."""
        inner = self._on_its_scale
        return float(np.exp(inner.mean + inner.sd**2 / 2)) if self.scale == "lognormal" else inner.mean

    @property
    def mode(self) -> float:
        """The median, on both scales."""
        return self.median

    @property
    def median(self) -> float:
        """Middle of the interval; geometric mean of the ends on the lognormal scale."""
        centre = self._on_its_scale.mean
        return float(np.exp(centre)) if self.scale == "lognormal" else centre


@dataclass(frozen=True)
class Beta:
    """A beta number, stretched from [0, 1] to [low, high].

    A density without a single inner peak has as `mode` its higher end, or its mean if both ends are as
    high.

    >>> round(Beta(1185, 418).mean, 4)
    0.7392
    """

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        _finite(a=self.a, b=self.b)
        _ordered(low=self.low, high=self.high)
        if self.a <= 0 or self.b <= 0:
            raise InputError(f"`a` and `b` are {self.a} and {self.b}; both are above 0")

    def ppf(self, u: ArrayLike) -> Array:
        """Return the inverse of the incomplete beta function, stretched."""
        return cast(Array, self.low + (self.high - self.low) * betaincinv(self.a, self.b, _levels(u)))

    def cdf(self, x: ArrayLike) -> Array:
        """Return the chance of a value of at most `x`; a step if the ends are equal."""
        x = np.asarray(x, dtype=float)
        if self.high == self.low:
            return np.where(x >= self.low, 1.0, 0.0)
        return cast(Array, betainc(self.a, self.b, np.clip((x - self.low) / (self.high - self.low), 0.0, 1.0)))

    @property
    def mean(self) -> float:
        """low + (high - low) a / (a + b)."""
        return self.low + (self.high - self.low) * self.a / (self.a + self.b)

    @property
    def variance(self) -> float:
        """(high - low)^2 a b / ((a + b)^2 (a + b + 1))."""
        total = self.a + self.b
        return (self.high - self.low) ** 2 * self.a * self.b / (total**2 * (total + 1))

    @property
    def mode(self) -> float:
        """Peak of the density."""
        if self.a > 1 and self.b > 1:
            return self.low + (self.high - self.low) * (self.a - 1) / (self.a + self.b - 2)
        if self.a == self.b:
            return self.mean
        return float(self.low if self.a < self.b else self.high)

    @property
    def median(self) -> float:
        """Value at the level one half."""
        return float(self.ppf(0.5))


@dataclass(frozen=True)
class Pert:
    r"""An elicited range with a most likely value: beta between hard bounds.

    .. math:: \alpha = 1 + 4\frac{m-a}{b-a},\quad \beta = 1 + 4\frac{b-m}{b-a},\quad \mu = \frac{a+4m+b}{6},
        \quad \sigma^2 = \frac{(\mu-a)(b-\mu)}{7}

    Here a, m and b are low, mode and high; :math:`\alpha` and :math:`\beta` shape a beta distribution between low
    and high, with mean :math:`\mu` and standard deviation :math:`\sigma`.

    Parameters
    ----------
    low, mode, high : float
        Least, most likely and greatest value, in the number's own unit; `low` and `high` are **bounds**,
        not 5 % and 95 % points. Three equal numbers make the value fixed.

    Raises
    ------
    InputError
        If the three are not in order.

    Notes
    -----
    Nothing outside the bounds can happen. If the person asked meant "hardly ever less than",
    use `widen` or `Interval`.

    Examples
    --------
    >>> pass_through = Pert(0.1, 0.2, 0.4)
    >>> round(pass_through.mean, 4), pass_through.mode
    (0.2167, 0.2)
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _ordered(low=self.low, mode=self.mode, high=self.high)

    @property
    def _beta(self) -> Beta:
        width = self.high - self.low
        if width == 0:
            return Beta(1.0, 1.0, self.low, self.high)
        below, above = (self.mode - self.low) / width, (self.high - self.mode) / width
        return Beta(1 + 4 * below, 1 + 4 * above, self.low, self.high)

    def ppf(self, u: ArrayLike) -> Array:
        """Return the beta quantile between the bounds."""
        return self._beta.ppf(u)

    def cdf(self, x: ArrayLike) -> Array:
        """Return the chance of a value of at most `x`."""
        return self._beta.cdf(x)

    @property
    def mean(self) -> float:
        """(low + 4 mode + high) / 6."""
        return (self.low + 4 * self.mode + self.high) / 6

    @property
    def variance(self) -> float:
        """(mean - low) (high - mean) / 7."""
        return (self.mean - self.low) * (self.high - self.mean) / 7

    @property
    def median(self) -> float:
        """Value at the level one half."""
        return float(self.ppf(0.5))


@dataclass(frozen=True)
class Triangular:
    """An elicited range whose density rises in a straight line to `mode` and falls in another.

    It puts more weight near its bounds than `Pert` with the same three numbers.

    >>> float(Triangular(0, 3, 12).cdf(3))
    0.25
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _ordered(low=self.low, mode=self.mode, high=self.high)

    def ppf(self, u: ArrayLike) -> Array:
        """Return the inverse of the two parabolas."""
        levels, width = _levels(u), self.high - self.low
        rising = self.low + np.sqrt(levels * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - levels) * width * (self.high - self.mode))
        return np.where(levels * width < self.mode - self.low, rising, falling)

    def cdf(self, x: ArrayLike) -> Array:
        """Return the chance of a value of at most `x`."""
        value, width = np.clip(np.asarray(x, dtype=float), self.low, self.high), self.high - self.low
        with np.errstate(divide="ignore", invalid="ignore"):
            rising = (value - self.low) ** 2 / (width * (self.mode - self.low))
            falling = 1 - (self.high - value) ** 2 / (width * (self.high - self.mode))
        return np.where(np.asarray(x) >= self.high, 1.0, np.where(value < self.mode, rising, falling))

    @property
    def mean(self) -> float:
        """(low + mode + high) / 3."""
        return (self.low + self.mode + self.high) / 3

    @property
    def median(self) -> float:
        """Value at the level one half."""
        return float(self.ppf(0.5))


@dataclass(frozen=True)
class Choice:
    """A choice between stories, each a number or a distribution, with chances that sum to 1.

    The level selects the story *and*, stretched back to (0, 1), the value within it, so that one stream
    serves the whole choice. `ppf` draws the mixture correctly but is increasing only within a story. The
    mode is the most likely story's mode (the first of equals); the median is read from a grid of 4,096
    levels.

    >>> Choice((Fixed(0.0), Interval(10, 20)), (0.25, 0.75)).ppf([0.2, 0.625]).tolist()
    [0.0, 15.0]
    """

    values: tuple[Distribution | float, ...]
    chances: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.chances) or not self.values:
            raise InputError(
                f"`values` has {len(self.values)} stories and `chances` {len(self.chances)}; "
                "both have the same number, 1 or more"
            )
        if not all(0 <= chance <= 1 for chance in self.chances) or abs(sum(self.chances) - 1) > 1e-6:
            raise InputError(f"`chances` is {self.chances}; chances lie between 0 and 1 and sum to 1")

    @property
    def stories(self) -> tuple[Distribution, ...]:
        """The stories as distributions."""
        return tuple(v if isinstance(v, Distribution) else Fixed(float(v)) for v in self.values)

    def story_at(self, u: ArrayLike) -> NDArray[np.intp]:
        """Return the number of the story that each level selects, from 0."""
        edges = np.cumsum(self.chances)
        last = max(k for k, chance in enumerate(self.chances) if chance > 0)
        return np.minimum(np.searchsorted(edges, _levels(u), side="right"), last)

    def ppf(self, u: ArrayLike) -> Array:
        """Return the selected story's quantile at the stretched level."""
        levels, chosen = _levels(u), self.story_at(u)
        values = np.empty(levels.shape)
        below = 0.0
        for k, (story, chance) in enumerate(zip(self.stories, self.chances, strict=True)):
            inside = chosen == k
            within = (levels[inside] - below) / max(chance, _EDGE)
            values[inside] = story.ppf(np.clip(within, _EDGE, 1 - _EDGE))
            below += chance
        return values

    @property
    def mean(self) -> float:
        """Chance-weighted mean of the stories."""
        return float(sum(c * story.mean for story, c in zip(self.stories, self.chances, strict=True)))

    @property
    def mode(self) -> float:
        """Mode of the most likely story."""
        return self.stories[int(np.argmax(self.chances))].mode

    @property
    def median(self) -> float:
        """Median of the mixture."""
        return float(np.median(self.ppf(_GRID)))


@dataclass(frozen=True)
class Clipped:
    """Another distribution, cut at the bounds of a field: what lies beyond a bound is moved onto it.

    >>> Clipped(Normal(95, 10), 0, 100).ppf([0.5, 0.99]).tolist()
    [95.0, 100.0]
    """

    inner: Distribution
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise InputError(f"`low` is {self.low} and `high` is {self.high}; they are in order")

    def ppf(self, u: ArrayLike) -> Array:
        """Return the inner quantile, cut."""
        return np.clip(self.inner.ppf(u), self.low, self.high)

    @property
    def mean(self) -> float:
        """Inner mean less what the cut takes away, averaged over 4,096 levels."""
        values = self.inner.ppf(_GRID)
        return float(self.inner.mean + np.mean(np.clip(values, self.low, self.high) - values))

    @property
    def mode(self) -> float:
        """Inner mode, cut."""
        return float(np.clip(self.inner.mode, self.low, self.high))

    @property
    def median(self) -> float:
        """Inner median, cut."""
        return float(np.clip(self.inner.median, self.low, self.high))


def widen(distribution: Distribution, factor: float) -> Distribution:
    """Return the same statement with its range stretched, because stated ranges are usually too narrow.

    Parameters
    ----------
    distribution : Distribution
        `Pert` and `Triangular` stretch about their mode, `Interval` and `Normal` about their median (an
        interval on its own scale), `Beta` keeps its mean and bounds and multiplies its standard deviation;
        stories and cut distributions widen inside; `Fixed` stays.
    factor : float
        Above 0; 2 doubles every distance from the centre, 1 changes nothing.

    Raises
    ------
    InputError
        If `factor` is not above 0, or a `Beta` cannot be that wide between its bounds.

    Notes
    -----
    A widened range may leave the domain of its field: wrap it in `Clipped`.

    Examples
    --------
    >>> widen(Pert(0.25, 0.5, 1.0), 2)
    Pert(low=0.0, mode=0.5, high=1.5)
    """
    if not 0 < factor < np.inf:
        raise InputError(f"`factor` is {factor}; a widening factor is above 0 and finite")
    match distribution:
        case Pert(low, mode, high) | Triangular(low, mode, high):
            return replace(distribution, low=mode - factor * (mode - low), high=mode + factor * (high - mode))
        case Interval(low, high, _, "lognormal"):
            ratio = (high / low) ** (factor / 2)
            return replace(distribution, low=distribution.median / ratio, high=distribution.median * ratio)
        case Interval(low, high):
            half = factor * (high - low) / 2
            return replace(distribution, low=distribution.median - half, high=distribution.median + half)
        case Normal(_, sd):
            return replace(distribution, sd=factor * sd)
        case Beta(a, b):
            total = (a + b + 1) / factor**2 - 1
            if total <= 0:
                raise InputError(f"`factor` is {factor}; Beta({a}, {b}) allows less than {np.sqrt(a + b + 1):.3g}")
            return replace(distribution, a=total * a / (a + b), b=total * b / (a + b))
        case Choice():
            return replace(distribution, values=tuple(widen(story, factor) for story in distribution.stories))
        case Clipped():
            return replace(distribution, inner=widen(distribution.inner, factor))
    return distribution


def central_interval(distribution: Distribution, coverage: float = 0.95) -> tuple[float, float]:
    """Return the two quantiles that leave the same chance outside on each side.

    >>> low, high = central_interval(Normal(0, 1))
    >>> round(low, 2), round(high, 2)
    (-1.96, 1.96)
    """
    if not 0 < coverage < 1:
        raise InputError(f"`coverage` is {coverage}; it lies strictly between 0 and 1")
    low, high = distribution.ppf([(1 - coverage) / 2, (1 + coverage) / 2])
    return float(low), float(high)


_GRID: Array = (np.arange(4096) + 0.5) / 4096
_EDGE = 2.0**-32


def _levels(u: ArrayLike) -> Array:
    levels = np.asarray(u, dtype=float)
    outside = ~((levels > 0) & (levels < 1))
    if np.any(outside):
        raise InputError(f"`u` holds {levels[outside][0]}; levels lie strictly between 0 and 1")
    return levels


def _finite(**numbers: float) -> None:
    for name, number in numbers.items():
        if not np.isfinite(number):
            raise InputError(f"`{name}` is {number}; it is a finite number")


def _ordered(**numbers: float) -> None:
    _finite(**numbers)
    names, values = list(numbers), list(numbers.values())
    for lower, upper, below, above in zip(names, names[1:], values, values[1:], strict=False):
        if below > above:
            raise InputError(f"`{lower}` is {below} and `{upper}` is {above}; it is at most `{upper}`")


register(
    Model(
        id="pert",
        family="chance",
        meaning="What does an expert's least, most likely and greatest value say about an uncertain number?",
        reference=(
            "Malcolm, D. G., Roseboom, J. H., Clark, C. E., Fazar, W. (1959). Application of a technique for "
            "research and development program evaluation. Operations Research 7(5), 646-669."
        ),
        status="textbook",
        function=Pert,
        example={"low": 0.1, "mode": 0.18, "high": 0.3},
    )
)
