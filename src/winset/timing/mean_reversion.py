"""When does capital first reach the level it needs, if it is pulled back to its usual level?

The essential assumption is an Ornstein-Uhlenbeck process: the pull is proportional to the distance from a
fixed mean. Run it beside the random walk, never instead of it: the two bracket the answer. Not for a mean
that itself moves, nor for jumps.

References: Alili, L., Patie, P., Pedersen, J. L. (2005). Representations of the first hitting time
density of an Ornstein-Uhlenbeck process. Stochastic Models 21(4), 967-980. Rannacher, R. (1984). Finite
element solution of diffusion problems with irregular data. Numerische Mathematik 43, 309-327 (the
implicit quarter-steps).
"""

from __future__ import annotations

from typing import cast

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy.linalg.lapack import dgttrf, dgttrs
from scipy.special import erfcx, ndtr, pbdv

from winset.errors import InputError
from winset.registry import Model, register
from winset.timing.brownian import brownian_passage, refuse_negative

Array = NDArray[np.float64]

NEARLY_FREE = 1e-6
"""Speed times horizon below which the pull is ignored and the walk taken as Brownian."""

_SDS_COVERED = 8.0


def ou_step(speed: ArrayLike, volatility: ArrayLike, step: ArrayLike) -> tuple[Array, Array]:
    r"""Return how an Ornstein-Uhlenbeck process moves over one step, exactly: the factor and the variance.

    .. math:: X_{t+\Delta} - m = a\,(X_t - m) + \varepsilon,\quad a = e^{-\theta\Delta},\quad
        \mathrm{Var}\,\varepsilon = \sigma^2\,\frac{1-a^2}{2\theta}

    Parameters
    ----------
    speed : array of float
        theta, per time, at least 0; 0 gives the random walk: factor 1 and variance sigma^2 step.
    volatility : array of float
        sigma, points per root time, at least 0.
    step : array of float
        Length of the step, at least 0; steps may differ, so irregular dates are no approximation.

    Examples
    --------
    >>> factor, variance = ou_step(speed=0.5, volatility=2, step=0.25)
    >>> float(factor.round(4)), float(variance.round(4))
    (0.8825, 0.8848)
    """
    theta, sigma, dt = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (speed, volatility, step)))
    refuse_negative(speed=theta, volatility=sigma, step=dt)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Below the smallest number that keeps its digits, a pull is no pull.
        effective = np.where(theta > 1e-300, -np.expm1(-2 * theta * dt) / (2 * theta), dt)
    return np.exp(-theta * dt), sigma**2 * effective


def ou_volatility(speed: float, stationary_sd: float = 1.0) -> float:
    r"""Return the volatility that holds a process at that long-run standard deviation: :math:`s\sqrt{2\theta}`.

    >>> ou_volatility(speed=0.5, stationary_sd=3)
    3.0
    """
    refuse_negative(speed=speed, stationary_sd=stationary_sd)
    return float(stationary_sd * np.sqrt(2 * speed))


def ou_passage_to_mean(gap: ArrayLike, speed: ArrayLike, volatility: ArrayLike, horizon: ArrayLike) -> Array:
    r"""Return the chance that a process comes back to its own mean, from `gap` points away, up to `horizon`.

    .. math:: P = 2\,\Phi\Bigl(-|b|\,e^{-\theta T}\,\frac{\sqrt{2\theta}}{\sigma\sqrt{1-e^{-2\theta T}}}\Bigr)

    Exact, by reflection at the mean; arguments as in `ou_passage`.

    >>> float(ou_passage_to_mean(gap=1, speed=1, volatility=2**0.5, horizon=1).round(4))
    0.6924
    """
    b, theta, sigma, T = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (gap, speed, volatility, horizon)))
    factor, variance = ou_step(theta, sigma, T)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = 2 * ndtr(-np.abs(b) * factor / np.sqrt(variance))
    return np.where(b == 0, 1.0, np.where(variance > 0, chance, 0.0))


def ou_passage(
    gap: float, gap_at_mean: float, speed: float, volatility: float, horizon: float, grid: int = 1000
) -> float:
    r"""Return the chance that a process reaches a level at some moment up to `horizon`.

    .. math:: u_t = \theta\,(u_{zz} - z\,u_z), \qquad u(t, z_b) = 1, \qquad u(0, z) = 0 \text{ for } z < z_b

    Here u is the chance after a time t from the value z, in standard deviations from the long-run mean, z_b the
    level, and :math:`\theta` the speed.

    Parameters
    ----------
    gap : float
        Level less present value, in points; 0 or less means that the level is already reached.
    gap_at_mean : float
        Level less long-run mean, in points; equal to `gap` if the process now stands at its mean.
    speed : float
        theta, share of the distance recovered per time, at least 0; 0 is the random walk.
    volatility : float
        sigma, points per root time, at least 0.
    horizon : float
        T, at least 0 and finite.
    grid : int
        Steps in space and in time, at least 50. With 1,000 the error is below 2e-5.

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    InputError
        If a rate, volatility or horizon is negative or not finite.

    Notes
    -----
    At the mean the closed form answers. Elsewhere Crank-Nicolson steps, of which the first is replaced by
    four implicit quarter-steps because the start jumps at the level. Space ends 8 standard deviations
    below anything the process visits in the time given. Below ``speed * horizon = 1e-6`` the formula of
    the random walk takes over.

    Examples
    --------
    >>> round(ou_passage(gap=8.4, gap_at_mean=8.4, speed=0.15, volatility=1.5, horizon=32), 4)
    0.0381
    """
    refuse_negative(speed=speed, volatility=volatility, horizon=horizon)
    if not (np.isfinite(gap) and np.isfinite(gap_at_mean)):
        raise InputError(f"`gap` is {gap} and `gap_at_mean` is {gap_at_mean}; both are finite")
    if grid < 50:
        raise InputError(f"`grid` is {grid}; it has at least 50 steps")
    if gap <= 0:
        return 1.0
    if speed * horizon < NEARLY_FREE:
        return float(brownian_passage(gap, volatility, horizon, drift=speed * (gap - gap_at_mean)))
    if volatility == 0:
        return 1.0 if gap_at_mean + (gap - gap_at_mean) * np.exp(-speed * horizon) <= 0 else 0.0
    if gap_at_mean == 0:
        return float(ou_passage_to_mean(gap, speed, volatility, horizon))
    sd = volatility / np.sqrt(2 * speed)
    return _passage_on_a_grid((gap_at_mean - gap) / sd, gap_at_mean / sd, speed * horizon, grid)


def ou_mean_passage_time(gap: float, gap_at_mean: float, speed: float, volatility: float) -> float:
    r"""Return the mean time to reach a level from below.

    .. math:: E[\tau] = \frac{\sqrt{2\pi}}{\theta} \int_{z_0}^{z_b} \Phi(u)\,e^{u^2/2}\,du

    Arguments as in `ou_passage`; z counts standard deviations of the long run from the mean. Infinite for
    a random walk and for a level 37 or more standard deviations up, 0 if already reached.

    >>> round(ou_mean_passage_time(gap=1, gap_at_mean=1, speed=1, volatility=2**0.5), 4)
    2.0934
    """
    start, level = _standardised(gap, gap_at_mean, speed, volatility)
    if gap <= 0:
        return 0.0
    if speed == 0 or level >= 37:
        return float("inf")
    area, _ = scipy.integrate.quad(lambda u: erfcx(-u / np.sqrt(2)) / 2, start, level, limit=200)
    return float(np.sqrt(2 * np.pi) / speed * area)


def ou_long_run_hazard(gap_at_mean: float, speed: float, volatility: float) -> float:
    r"""Return the rate at which a process that has not reached the level for long reaches it.

    .. math:: \lambda = \theta\nu, \qquad \nu = \min\{\nu > 0 : D_\nu(-z_b) = 0\}

    with the parabolic cylinder function D. Where the level lies at the lowest zero of the n-th Hermite
    polynomial, the rate is n theta. Arguments as in `ou_passage`. Levels from 30 standard deviations
    below the mean to 6 above it.

    >>> round(ou_long_run_hazard(gap_at_mean=-1, speed=1, volatility=2**0.5), 6)
    2.0
    """
    _, level = _standardised(0.0, gap_at_mean, speed, volatility)
    if speed == 0:
        return 0.0
    if not -30 <= level <= 6:
        raise InputError(f"`gap_at_mean` is {level:.3g} standard deviations; the hazard is found from -30 to 6")

    def cylinder(order: float) -> float:
        return float(pbdv(order, -level)[0])

    # Successive roots lie at least 1 apart, so half steps from 0 miss none.
    upper = 0.5
    while cylinder(upper) > 0:
        upper += 0.5
    return float(speed * scipy.optimize.brentq(cylinder, upper - 0.5, upper, xtol=1e-14))


def _standardised(gap: float, gap_at_mean: float, speed: float, volatility: float) -> tuple[float, float]:
    """Return start and level in long-run standard deviations from the mean."""
    refuse_negative(speed=speed, volatility=volatility)
    if speed == 0:
        return 0.0, 0.0
    if volatility == 0:
        raise InputError(
            "`volatility` is 0; a process without volatility follows its mean path, a rate above 0 is needed"
        )
    sd = volatility / np.sqrt(2 * speed)
    return float((gap_at_mean - gap) / sd), float(gap_at_mean / sd)


def _passage_on_a_grid(start: float, level: float, time: float, n: int) -> float:
    """Return the chance of passage in standard deviations and units of 1 / speed, from survival on a grid."""
    spread = np.sqrt(-np.expm1(-2 * time))
    lowest = min(start, start * np.exp(-time)) - _SDS_COVERED * spread
    z = np.linspace(lowest, level, n + 1)
    h, dt = z[1] - z[0], time / n

    inner = z[:-1]
    down, up = 1 / h**2 + inner / (2 * h), 1 / h**2 - inner / (2 * h)
    middle = np.full(n, -2 / h**2)
    up[0], down[0] = up[0] + down[0], 0.0  # nothing flows out at the far end

    def implicit(weight: float) -> tuple[Array, ...]:
        """Return the factors of I - weight A."""
        return tuple(dgttrf(-weight * down[1:], 1 - weight * middle, -weight * up[:-1])[:5])

    survival = np.ones(n)
    quarter, half = implicit(dt / 4), implicit(dt / 2)
    for _ in range(4):
        survival = dgttrs(*quarter, survival)[0]
    for _ in range(n - 1):
        moved = survival + dt / 2 * middle * survival
        moved[:-1] += dt / 2 * up[:-1] * survival[1:]
        moved[1:] += dt / 2 * down[1:] * survival[:-1]
        survival = dgttrs(*half, moved)[0]
    alive = float(scipy.interpolate.CubicSpline(z, cast(Array, np.append(survival, 0.0)))(start))
    return min(max(1 - alive, 0.0), 1.0)


register(
    Model(
        id="mean-reversion",
        family="timing",
        meaning="With what chance does capital that is pulled to its mean reach the level it needs in time?",
        reference=(
            "Alili, L., Patie, P., Pedersen, J. L. (2005). Representations of the first hitting time density of an "
            "Ornstein-Uhlenbeck process. Stochastic Models 21(4), 967-980."
        ),
        status="textbook",
        function=ou_passage,
        example={"gap": 8.4, "gap_at_mean": 8.4, "speed": 0.15, "volatility": 1.5, "horizon": 32},
    )
)
