"""Where approval stands, from irregular polls by several houses.

What is the level of approval on a given day, and how sure is it? Approval walks at random; each poll sees
it with sampling error and its house's lean. The essential assumption is one question with one meaning:
readings of *different* questions (open trust, closed trust, job approval) are different series and must
not be pooled. Not for series with jumps that have a date of their own: fit before and after.

References: Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of
Political Science 40(4), 499-517. Harvey, A. C. (1989). Forecasting, Structural Time Series Models and the
Kalman Filter. Cambridge University Press (local level, steady state).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import cho_factor, cho_solve, eigh, helmert
from scipy.special import chdtri

from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

MOST_READINGS = 3_000
"""Work grows with the third power of the number of readings; so many take some half a minute."""

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class LevelEstimate:
    """The level of a series and how it was found; approval in points, time in days.

    Parameters
    ----------
    level, level_sd : float
        Level on the day asked for and its standard deviation, given the variance per month.
    variance_per_month : float
        Q, points squared per month: how fast the level walks.
    variance_interval : tuple of float, or None
        Values of Q that the likelihood does not reject; None if Q was given.
    houses : tuple of str
        Sorted; `house_effects` and `house_sds` have their order. Effects sum to zero.
    n_readings, n_missing_sizes : int
        Readings used, and how many of them came without a sample size.
    days, smoothed, smoothed_sd : tuple of float
        Days with readings, sorted, each once, and the level on them given all readings.
    """

    level: float
    level_sd: float
    variance_per_month: float
    variance_interval: tuple[float, float] | None
    houses: tuple[str, ...]
    house_effects: tuple[float, ...]
    house_sds: tuple[float, ...]
    n_readings: int
    n_missing_sizes: int
    days: tuple[float, ...]
    smoothed: tuple[float, ...]
    smoothed_sd: tuple[float, ...]

    @property
    def may_be_still(self) -> bool:
        """True if the readings do not rule out a level that never moves (Q = 0)."""
        return self.variance_interval is not None and self.variance_interval[0] == 0


@dataclass(frozen=True)
class SteadyState:
    """Variances of a local level after long regular observation, and the weight of a new reading."""

    predicted: float
    filtered: float
    gain: float


@dataclass(frozen=True)
class QuietVolatility:
    """Variance of month-to-month changes, how much of it sampling explains, and what is left for the level."""

    variance_of_changes: float
    sampling_variance: float
    variance_per_step: float


def local_level(
    days: ArrayLike,
    houses: Sequence[str],
    values: ArrayLike,
    sizes: ArrayLike,
    at_day: float,
    design_effect: float = 1.0,
    house_sd: float = 3.0,
    variance_per_month: float | None = None,
    minimum_sd: float = 0.0,
    missing_size: float = 1000.0,
    coverage: float = 0.9,
) -> LevelEstimate:
    r"""Return the level of approval on one day, from all readings given.

    .. math:: y_j = A(t_j) + h_{house(j)} + e_j, \quad \mathrm{Var}\, e_j = 10^4 D\, p_j (1-p_j)/n_j, \quad
        \mathrm{Var}[A(t) - A(s)] = Q\,|t-s|

    Here y_j is a reading on day t_j, A(t) the approval, h the lean of a house, e_j sampling error, and p_j and n_j
    are the share and the size of the sample.

    Parameters
    ----------
    days : array of float, shape (n_readings,)
        Day of each reading, counted from any origin.
    houses : sequence of str, length n_readings
        Who polled.
    values : array of float, shape (n_readings,)
        Approval in points, strictly between 0 and 100.
    sizes : array of float, shape (n_readings,)
        Sample sizes; nan where unknown, taken as `missing_size`.
    at_day : float
        The day asked for; it may lie before, between or after the readings.
    design_effect : float
        D, above 0.
    house_sd : float
        Standard deviation of a house's lean before seeing data, in points, at least 0. The default of 3
        is a usual spread of houses that ask the same question; small values shrink the effects towards
        zero.
    variance_per_month : float, optional
        Q, points squared per month. Default: the value of greatest restricted likelihood.
    minimum_sd : float
        Floor for the reported `level_sd`, in points: houses may lean together, which no number of
        readings shows.
    missing_size : float
        Sample size taken where none is known.
    coverage : float
        Coverage of the likelihood interval of Q.

    Returns
    -------
    LevelEstimate
        Exact for the Gaussian model with that Q; `level_sd` leaves out the uncertainty of Q itself.

    Raises
    ------
    InputError
        If the arrays differ in length, are empty or out of range, or Q is to be estimated from fewer than
        three readings or from a single day.

    Notes
    -----
    House effects have independent normal priors conditioned on their sum being zero:
    covariance s^2 (I - 11'/H). The level is therefore that of the average house: if all lean one way, so
    does the level. The first level has a flat prior. The interval of Q often includes 0, since sampling
    error alone may explain a quiet series: see `may_be_still`. Readings after `at_day` are used; a
    forecaster leaves them out.

    Examples
    --------
    One house, a still level, two equal samples: the mean, with half the variance.

    >>> found = local_level([0, 30], ["a", "a"], [49, 51], [2499, 2499], at_day=60, variance_per_month=0)
    >>> round(found.level, 6), round(found.level_sd, 6)
    (50.0, 0.707107)
    """
    t, y, n = (np.atleast_1d(np.asarray(a, dtype=float)) for a in (days, values, sizes))
    _check_readings(t, y, n, len(houses))
    if not np.isfinite(at_day):
        raise InputError(f"`at_day` is {at_day}; it must be a finite number")
    for name, amount in (("design_effect", design_effect), ("missing_size", missing_size)):
        if not 0 < amount < np.inf:
            raise InputError(f"`{name}` is {amount}; it is above 0")
    for name, amount in (("house_sd", house_sd), ("minimum_sd", minimum_sd)):
        if not 0 <= amount < np.inf:
            raise InputError(f"`{name}` is {amount}; it is at least 0")

    names = tuple(sorted(set(houses)))
    membership = np.array([[float(house == name) for name in names] for house in houses])
    house_prior = house_sd**2 * (np.eye(len(names)) - 1 / len(names))
    p = y / 100
    sampling = 1e4 * design_effect * p * (1 - p) / np.where(np.isnan(n), missing_size, n)
    still = np.diag(sampling) + membership @ house_prior @ membership.T

    shown = np.unique(t)
    asked = np.append(shown, at_day)
    months = (np.concatenate([t, asked]) - min(t.min(), at_day)) / DAYS_PER_MONTH
    walk = np.minimum.outer(months, months)
    among, across, within = walk[: t.size, : t.size], walk[t.size :, : t.size], walk[t.size :, t.size :]

    interval = None
    if variance_per_month is None:
        variance_per_month, interval = _likeliest_variance(y, still, among, coverage)
    elif not 0 <= variance_per_month < np.inf:
        raise InputError(f"`variance_per_month` is {variance_per_month}; a variance is at least 0")

    q = variance_per_month
    posterior = _Conditioning(y, still + q * among)
    levels, level_sds = posterior.of(1.0, q * across, q * within)
    effects, effect_sds = posterior.of(0.0, house_prior @ membership.T, house_prior)
    return LevelEstimate(
        level=float(levels[-1]),
        level_sd=max(float(level_sds[-1]), minimum_sd),
        variance_per_month=float(q),
        variance_interval=interval,
        houses=names,
        house_effects=tuple(effects.tolist()),
        house_sds=tuple(effect_sds.tolist()),
        n_readings=t.size,
        n_missing_sizes=int(np.isnan(n).sum()),
        days=tuple(shown.tolist()),
        smoothed=tuple(levels[:-1].tolist()),
        smoothed_sd=tuple(level_sds[:-1].tolist()),
    )


def steady_state(Q: float, R: float) -> SteadyState:
    r"""Return where the variances of a local level settle: step variance `Q`, reading variance `R`.

    .. math:: P = \tfrac12 \bigl(Q + \sqrt{Q^2 + 4QR}\bigr), \quad
        \text{gain} = P/(P+R), \quad \text{filtered} = PR/(P+R)

    >>> steady_state(Q=1, R=2)
    SteadyState(predicted=2.0, filtered=1.0, gain=0.5)
    """
    if not (0 <= Q < np.inf and 0 <= R < np.inf and Q + R > 0):
        raise InputError(f"`Q` is {Q} and `R` is {R}; both are at least 0 and one is above 0")
    predicted = (Q + float(np.sqrt(Q**2 + 4 * Q * R))) / 2
    gain = predicted / (predicted + R)
    return SteadyState(predicted, gain * R, gain)


def quiet_volatility(series: ArrayLike, n: float, design_effect: float = 1.0) -> QuietVolatility:
    r"""Return how much of a regular series' variance of changes sampling alone explains.

    .. math:: \hat Q = \max\Bigl(0,\ \mathrm{Var}(\Delta y) - 2 \cdot 10^4 D\,\frac{\bar p (1-\bar p)}{n}\Bigr)

    Parameters
    ----------
    series : array of float, shape (n_steps,)
        Three readings or more, in points from 0 to 100, one house, equal steps.
    n : float
        Sample size of each reading.
    design_effect : float
        D, above 0.

    Notes
    -----
    The variance of the changes is about their mean, with the usual divisor of one less than
    their number. A result of 0 says that the level *may* have stood still, not that it did: `local_level`
    gives the interval.

    Examples
    --------
    >>> quiet_volatility([48, 52, 50], n=2500)
    QuietVolatility(variance_of_changes=18.0, sampling_variance=2.0, variance_per_step=16.0)
    """
    y = np.asarray(series, dtype=float)
    if y.ndim != 1 or y.size < 3 or not np.all((y >= 0) & (y <= 100)):
        raise InputError(f"`series` is {y.tolist()}; it holds three readings or more, each from 0 to 100")
    if not (n > 0 and design_effect > 0):
        raise InputError(f"`n` is {n} and `design_effect` {design_effect}; both are above 0")
    changes = float(np.var(np.diff(y), ddof=1))
    p = float(y.mean()) / 100
    sampling = 2e4 * design_effect * p * (1 - p) / n
    return QuietVolatility(changes, sampling, max(0.0, changes - sampling))


class _Conditioning:
    """A Gaussian vector y with unknown common mean (flat prior) and known covariance, to condition others on."""

    def __init__(self, y: Array, covariance: Array) -> None:
        self._factor = cho_factor(covariance, lower=True)
        self._pull = cho_solve(self._factor, np.ones(y.size))
        self._precision = float(self._pull.sum())
        mean = float(self._pull @ y) / self._precision
        self._mean, self._residual = mean, cho_solve(self._factor, y - mean)

    def of(self, loading: float, with_y: Array, own: Array) -> tuple[Array, Array]:
        """Return means and sds of targets that hold `loading` times the common mean, given their covariances."""
        explained = np.einsum("ij,ji->i", with_y, cho_solve(self._factor, with_y.T))
        spread = (loading - with_y @ self._pull) ** 2 / self._precision
        mean = loading * self._mean + with_y @ self._residual
        return mean, np.sqrt(np.maximum(np.diag(own) - explained + spread, 0.0))


def _likeliest_variance(y: Array, still: Array, among: Array, coverage: float) -> tuple[float, tuple[float, float]]:
    """Return Q of greatest restricted likelihood and the interval of Q that a likelihood-ratio test keeps.

    Contrasts remove the unknown mean; in the basis that makes the still part white and the walk diagonal,
    the likelihood of every Q is a sum over n - 1 independent terms.
    """
    if not 0 < coverage < 1:
        raise InputError(f"`coverage` is {coverage}; it lies strictly between 0 and 1")
    if y.size < 3 or not np.any(among != among[0, 0]):
        raise InputError(
            f"`variance_per_month` is missing and there are {y.size} readings on too few days; "
            "estimating it takes three readings or more on two days or more: state it instead"
        )
    contrasts = helmert(y.size)
    speed, basis = eigh(contrasts @ among @ contrasts.T, contrasts @ still @ contrasts.T)
    speed = np.maximum(speed, 0.0)
    squares = (basis.T @ (contrasts @ y)) ** 2

    def deviance(q: float) -> float:
        variance = 1 + q * speed
        return float(np.sum(np.log(variance) + squares / variance))

    grid = np.concatenate([[0.0], np.geomspace(1e-4, 1e4, 321)])
    best = int(np.argmin([deviance(q) for q in grid]))
    around = (grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)])
    found = scipy.optimize.minimize_scalar(
        deviance, bounds=around, method="bounded", options={"xatol": 1e-10 + 1e-7 * grid[best]}
    )
    q_hat = float(found.x) if found.fun < deviance(0.0) else 0.0
    allowed = deviance(q_hat) + float(chdtri(1, 1 - coverage))

    low = 0.0 if deviance(0.0) <= allowed else float(scipy.optimize.brentq(lambda q: deviance(q) - allowed, 0.0, q_hat))
    high = max(2 * q_hat, 1.0)
    while deviance(high) <= allowed and high < 1e8:
        high *= 2
    high = float(scipy.optimize.brentq(lambda q: deviance(q) - allowed, q_hat, high)) if high < 1e8 else float("inf")
    return q_hat, (low, high)


def _check_readings(t: Array, y: Array, n: Array, n_houses: int) -> None:
    if not (t.ndim == 1 and t.shape == y.shape == n.shape and t.size == n_houses and t.size > 0):
        raise InputError(
            f"`days`, `houses`, `values` and `sizes` have {t.size}, {n_houses}, {y.size} and {n.size} entries; "
            "they have one each per reading, and at least one reading"
        )
    if t.size > MOST_READINGS:
        raise InputError(f"`days` has {t.size} readings; at most {MOST_READINGS}: leave out the oldest")
    if not np.all(np.isfinite(t)):
        raise InputError(f"`days` holds {t[~np.isfinite(t)][0]}; every day is a finite number")
    outside = ~((y > 0) & (y < 100))
    if np.any(outside):
        raise InputError(f"`values` holds {y[outside][0]}; approval lies strictly between 0 and 100 points")
    if np.any(n <= 0):
        raise InputError(f"`sizes` holds {n[n <= 0][0]}; a sample size is above 0, or nan where unknown")


register(
    Model(
        id="local-level",
        family="chance",
        meaning="Where does approval stand on a given day, given irregular polls of several houses?",
        reference=(
            "Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of Political "
            "Science 40(4), 499-517."
        ),
        status="in the spirit of",
        function=local_level,
        example={
            "days": [0, 30, 45],
            "houses": ["a", "b", "a"],
            "values": [49, 52, 51],
            "sizes": [1600, None, 1500],
            "at_day": 60,
        },
    )
)
