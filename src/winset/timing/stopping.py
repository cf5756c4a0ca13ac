"""Sign now or wait, with a deadline: when is a leader's gain large enough, given what waiting may bring?

What signing brings depends on a state, such as approval, that moves at random; the leader may sign once, at any
moment up to the deadline, or never. The essential assumption is that he decides alone: nobody withdraws the offer or
improves it, and the state moves as a Brownian motion, is pulled to a level, or moves in proportion to itself, without
jumps. Not for two leaders who must be ready at the same moment (`winset.timing.joint_window`), nor where the other
side bargains with the deadline in mind (`winset.timing.deadline_leverage`).

The free boundary is found backwards in time on a grid: Crank-Nicolson steps after implicit quarter-steps at the
start, each with the gain of signing as a floor under the value, met exactly by policy iteration.

References: Dixit, A. K., Pindyck, R. S. (1994). Investment under Uncertainty. Princeton University Press. Forsyth, P.
A., Vetzal, K. R. (2002). Quadratic convergence for valuing American options using a penalty method. SIAM Journal on
Scientific Computing 23(6), 2095-2122. Rannacher, R. (1984). Finite element solution of diffusion problems with
irregular data. Numerische Mathematik 43, 309-327.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy.linalg.lapack import dgtsv

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Process = Literal["brownian", "mean-reversion", "geometric"]

SDS_COVERED = 7.0
"""Standard deviations of the state's move up to the deadline that the grid covers on either side."""

MOST_TURNS = 60
"""Turns of policy iteration in one step; it ends after two or three."""

NO_GAIN = 1e-12
"""A gain of no more than this, relative to the largest, is left unsigned."""

SHOWN = 61
"""Dates for which the stopping region is told."""


@dataclass(frozen=True)
class Waiting:
    """Whether to sign now or wait, and what becomes of waiting.

    Parameters
    ----------
    sign_now : bool
    now : float
        Gain of signing now; minus infinity where signing is impossible now.
    value : float
        Worth of being free to sign at the best moment up to the deadline.
    waiting : float
        Value of waiting: `value` less what the better of signing now and walking away brings; 0 where signing now is
        best.
    at_the_end : float
        Worth of being free to sign at the deadline alone.
    without_deal : float
        Chance that whoever waits for the best moment ends without a deal.
    expected_time : float
        Mean time to signing among the ways that end in a deal; not a number if none does.
    times : array of float, shape (n_times,)
        Dates for which the region is told, first 0 and last the deadline.
    region : tuple of tuple of (float, float)
        At each of these dates, the intervals of the state in which signing is best; infinite where one has no end.
    states, values : array of float
        Worth of being free to sign, now, at each state of the grid.
    """

    sign_now: bool
    now: float
    value: float
    waiting: float
    at_the_end: float
    without_deal: float
    expected_time: float
    times: Array
    region: tuple[tuple[tuple[float, float], ...], ...]
    states: Array
    values: Array


def sign_or_wait(
    start: float,
    states: ArrayLike,
    gains: ArrayLike,
    volatility: float,
    horizon: float,
    rate: float = 0.0,
    drift: float = 0.0,
    speed: float = 0.0,
    level: float = 0.0,
    not_below: float | None = None,
    per_time: float = 0.0,
    process: Process = "brownian",
    grid: int = 600,
) -> Waiting:
    r"""Return whether to sign now or wait for a better moment up to a deadline.

    .. math:: V(t, x) = \max_{t \le \tau \le T} E\bigl[e^{-r(\tau - t)}\,G(\tau, X_\tau)^{+}\bigr], \qquad
        \min\bigl(rV - V_t - \mathcal{L}V,\; V - G\bigr) = 0

    Here V is the worth of being free to sign, x the state :math:`X_t`, :math:`\tau` the moment of signing,
    :math:`\mathcal{L}` the generator of the state's motion, and + cuts what is negative to 0.

    Parameters
    ----------
    start : float
        State now, such as approval in points.
    states, gains : array of float, shape (n_knots,)
        Gain of signing, G(0, x), at some states in ascending order, straight in between and beyond the ends; one knot
        stands for a gain that is the same everywhere. A state that stands twice is a jump. No deal brings 0.
    volatility : float
        sigma, per root time, above 0; relative for the process ``geometric``.
    horizon : float
        T, time to the deadline, at least 0.
    rate : float
        r, discount rate per time, at least 0.
    drift : float
        Points per time; relative for ``geometric``.
    speed, level : float
        Speed of the pull and where to, for ``mean-reversion``.
    not_below : float, optional
        State below which signing is impossible.
    per_time : float
        What waiting adds to the gain of signing per time, in its own points; negative if it melts away.
    process : {"brownian", "mean-reversion", "geometric"}
    grid : int
        Steps of the state over the range that matters, 50 to 20,000; there are as many steps of time.

    Returns
    -------
    Waiting

    Raises
    ------
    InputError
        If a number is out of range, or knots are not in ascending order.

    Notes
    -----
    What gains nothing is left unsigned, and of two equally good moments the earlier is taken. The chance without a deal
    is that of the state's own motion, not one made up for pricing. A grid of 600 gives the values of options in the
    tests to .0015.

    Examples
    --------
    Approval of 60 walks by 2.5 points per root month; signing needs 64 and brings 10. There are 24 months left.

    >>> found = sign_or_wait(start=60, states=[60], gains=[10], volatility=2.5, horizon=24, not_below=64)
    >>> found.sign_now, round(found.value, 2), round(found.without_deal, 3)
    (False, 7.44, 0.256)
    """
    x0, T = float(numbers_between("start", start)), float(numbers_between("horizon", horizon, 0))
    sigma, r = float(numbers_between("volatility", volatility, 0)), float(numbers_between("rate", rate, 0))
    mu, m = float(numbers_between("drift", drift)), float(numbers_between("level", level))
    theta, melt = float(numbers_between("speed", speed, 0)), float(numbers_between("per_time", per_time))
    if sigma == 0:
        raise InputError("`volatility` is 0; a state that does not move at random needs no model, take one above 0")
    if process not in ("brownian", "mean-reversion", "geometric"):
        raise InputError(f"`process` is {process!r}; it is brownian, mean-reversion or geometric")
    if process == "geometric" and x0 <= 0:
        raise InputError(f"`start` is {x0:g}; what moves in proportion to itself is above 0")
    if not 50 <= grid <= 20_000:
        raise InputError(f"`grid` is {grid}; it has from 50 to 20,000 steps")
    knots, floor = (
        _knots(states, gains),
        -np.inf if not_below is None else float(numbers_between("not_below", not_below)),
    )
    theta = theta if process == "mean-reversion" else 0.0
    anchors = _anchors(knots[0], floor)
    if process == "geometric":
        axis = _Axis(float(np.log(x0)), sigma, mu - sigma**2 / 2, 0.0, 0.0, is_log=True)
        anchors = np.log(anchors[anchors > 0])
    else:
        axis = _Axis(x0, sigma, mu, theta, m, is_log=False)
    y = axis.grid(anchors, T, grid)
    x = np.exp(y) if axis.is_log else y
    gain = _gain(x, knots, floor)
    now = float(_gain(np.array([x0]), knots, floor)[0])
    if T == 0:
        return _at_once(now, x, gain)
    return _backwards(_Problem(y, x, axis, gain, melt, r, T, grid), now)


def _knots(states: ArrayLike, gains: ArrayLike) -> tuple[Array, Array]:
    """Return the knots of the gain, ascending."""
    at, worth = np.atleast_1d(numbers_between("states", states)), np.atleast_1d(numbers_between("gains", gains))
    if at.ndim != 1 or at.shape != worth.shape or not at.size:
        raise InputError(f"`states` has shape {at.shape} and `gains` {worth.shape}; they are rows of one length")
    if (np.diff(at) < 0).any():
        raise InputError("`states` are not in ascending order; give the knots from the lowest state to the highest")
    return at, worth


def _anchors(at: Array, floor: float) -> Array:
    """Return the states of which one should lie on the grid: where the gain jumps, or else where it bends."""
    jumps = [floor] if np.isfinite(floor) else list(at[1:][np.diff(at) == 0])
    return np.array(jumps if jumps else at if at.size > 1 else [], dtype=float)


def _gain(x: Array, knots: tuple[Array, Array], floor: float) -> Array:
    """Return the gain of signing at states; minus infinity where it is impossible. At a jump the better side counts."""
    at, worth = knots
    if at.size == 1:
        found = np.full(x.shape, worth[0])
    else:
        found = np.interp(x, at, worth)
        for here in at[1:][np.diff(at) == 0]:
            found = np.where(x == here, worth[at == here].max(), found)
        for beyond, one, two in ((x < at[0], 0, 1), (x > at[-1], -1, -2)):
            run = at[one] - at[two]
            slope = (worth[one] - worth[two]) / run if run else 0.0
            found = np.where(beyond, worth[one] + slope * (x - at[one]), found)
    return np.where(x >= floor - 1e-12 * max(abs(floor), 1.0) if np.isfinite(floor) else True, found, -np.inf)


@dataclass(frozen=True)
class _Axis:
    """How the state moves on the axis of the grid, on which its spread is the same everywhere."""

    start: float
    sigma: float
    drift: float
    speed: float
    level: float
    is_log: bool

    def grid(self, anchors: Array, horizon: float, n: int) -> Array:
        """Return even steps over all that the state may visit, one of them at the start or at an anchor."""
        spread = self.sigma * np.sqrt(
            horizon if self.speed == 0 else -np.expm1(-2 * self.speed * horizon) / 2 / self.speed
        )
        kept = np.exp(-self.speed * horizon)
        end = self.level + (self.start - self.level) * kept + self.drift * horizon
        low, high = min(self.start, end) - SDS_COVERED * spread, max(self.start, end) + SDS_COVERED * spread
        if high - low < 1e-12 * max(abs(self.start), 1.0):
            low, high = self.start - 1.0, self.start + 1.0
        inside = anchors[(anchors > low) & (anchors < high)]
        pin = inside[np.argmin(np.abs(inside - self.start))] if inside.size else self.start
        step = (high - low) / n
        return np.asarray(pin + step * np.arange(np.floor((low - pin) / step), np.ceil((high - pin) / step) + 1))


@dataclass(frozen=True)
class _Problem:
    """One free-boundary problem on a grid."""

    y: Array
    x: Array
    axis: _Axis
    gain: Array
    melt: float
    rate: float
    horizon: float
    steps: int

    @property
    def moves(self) -> tuple[Array, Array, Array]:
        """Sub-diagonal, diagonal and super-diagonal of the motion's generator; nothing flows out at the ends."""
        h = self.y[1] - self.y[0]
        drift = self.axis.drift + self.axis.speed * (self.axis.level - self.y)
        half = self.axis.sigma**2 / 2 / h**2
        # Where the drift is too strong for central differences, it is taken from the side that it comes from.
        strong = np.abs(drift) * h > self.axis.sigma**2
        down = half + np.where(strong, np.maximum(-drift, 0) / h, -drift / 2 / h)
        up = half + np.where(strong, np.maximum(drift, 0) / h, drift / 2 / h)
        down[0], up[-1] = 0.0, 0.0
        return down, -(down + up), up


def _backwards(problem: _Problem, now: float) -> Waiting:
    """Return the answer from values found backwards from the deadline."""
    y, gain, T, n = problem.y, problem.gain, problem.horizon, problem.steps
    down, middle, up = problem.moves
    dt = T / n
    reach = np.where(np.isfinite(gain), np.abs(gain) + abs(problem.melt) * T, 0.0)
    least = NO_GAIN * max(float(reach.max()), 1e-300)

    def at(time: float) -> Array:
        """Return the gain of signing at a time; what gains nothing counts as impossible."""
        moved = gain + problem.melt * time
        return np.where(moved > least, moved, -np.inf)

    obstacle = at(T)
    value = np.maximum(obstacle, 0.0)
    stops = np.isfinite(obstacle)
    followed = np.column_stack([stops, stops * T]).astype(float)
    end, anywhere = value.copy(), np.zeros(y.size, dtype=bool)
    shown = np.unique(np.round(np.linspace(0, n, min(SHOWN, n + 1))).astype(int))
    masks = {n: stops}
    discounted = down, middle - problem.rate, up
    for step in range(n - 1, -1, -1):
        parts = 4 if step == n - 1 else 1
        for part in range(1, parts + 1):
            length, theta = dt / parts, 1.0 if parts > 1 else 0.5
            time = (step + 1 - part / parts) * dt
            value, stops = _step(value, stops, at(time), discounted, length, theta, least)
            followed = _follow(followed, stops, time, (down, middle, up), length, theta)
            end = _solved(*_implicit(discounted, theta * length), _explicit(discounted, end, length, theta), anywhere)
        if step in shown:
            masks[step] = stops
    edges = y if not problem.axis.is_log else problem.x
    start = problem.axis.start
    walk = max(now, 0.0)
    worth = max(float(scipy.interpolate.CubicSpline(y, value)(start)), walk)
    nearest = int(np.argmin(np.abs(y - start)))
    sign_now = bool(stops[nearest] and now > least)
    deal, when = (float(np.clip(np.interp(start, y, column), 0, None)) for column in followed.T)
    if sign_now:
        worth, deal, when = now, 1.0, 0.0
    return Waiting(
        sign_now=sign_now,
        now=now,
        value=worth,
        waiting=worth - walk,
        at_the_end=max(float(scipy.interpolate.CubicSpline(y, end)(start)), 0.0),
        without_deal=min(max(1 - deal, 0.0), 1.0),
        expected_time=when / deal if deal > 1e-12 else float("nan"),
        times=np.array([T * step / n for step in shown]),
        region=tuple(_intervals(edges, masks[int(step)]) for step in shown),
        states=edges,
        values=value,
    )


def _step(
    value: Array,
    stops: Mask,
    obstacle: Array,
    moves: tuple[Array, Array, Array],
    length: float,
    theta: float,
    least: float,
) -> tuple[Array, Mask]:
    """Return the value one step earlier and where signing is best, by policy iteration."""
    known = _explicit(moves, value, length, theta)
    sub, main, over = _implicit(moves, theta * length)
    possible = np.isfinite(obstacle)
    floor = np.where(possible, obstacle, 0.0)
    active = stops & possible
    for _ in range(MOST_TURNS):
        found = _solved(sub, main, over, np.where(active, floor, known), active)
        left = main * found - known
        left[1:] += sub[1:] * found[:-1]
        left[:-1] += over[:-1] * found[1:]
        then = possible & np.where(active, left >= -least, found < floor)
        if np.array_equal(then, active):
            break
        active = then
    found = np.maximum(found, np.where(possible, floor, 0.0))
    return found, possible & (found <= floor + 1e-9 * np.maximum(floor, least))


def _follow(
    followed: Array, stops: Mask, time: float, moves: tuple[Array, Array, Array], length: float, theta: float
) -> Array:
    """Return chance of signing and expected time times that chance, one step earlier, where `stops` says who signs."""
    known = np.column_stack([_explicit(moves, part, length, theta) for part in followed.T])
    known[stops] = 1.0, time
    return _solved(*_implicit(moves, theta * length), known, stops)


def _explicit(moves: tuple[Array, Array, Array], value: Array, length: float, theta: float) -> Array:
    """Return the known side of a step: values and the part of their move that is taken from before it."""
    down, middle, up = moves
    move = middle * value
    move[1:] += down[1:] * value[:-1]
    move[:-1] += up[:-1] * value[1:]
    return np.asarray(value + (1 - theta) * length * move)


def _implicit(moves: tuple[Array, Array, Array], length: float) -> tuple[Array, Array, Array]:
    """Return the unknown side of a step, as the three diagonals of a matrix."""
    down, middle, up = moves
    return -length * down, 1 - length * middle, -length * up


def _solved(sub: Array, main: Array, over: Array, right: Array, fixed: Mask) -> Array:
    """Return the solution of a tridiagonal system in which some values are fixed at the right-hand side."""
    lower, centre, upper = (np.where(fixed, kept, part) for kept, part in ((0.0, sub), (1.0, main), (0.0, over)))
    return np.asarray(dgtsv(lower[1:], centre, upper[:-1], right)[3])


def _intervals(x: Array, stops: Mask) -> tuple[tuple[float, float], ...]:
    """Return the intervals of the states at which signing is best; infinite where the grid's end is reached."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], stops, [False]]).astype(int)))
    found = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        low = -np.inf if first == 0 else float(x[first])
        high = np.inf if after == x.size else float(x[after - 1])
        found.append((low, high))
    return tuple(found)


def _at_once(now: float, x: Array, gain: Array) -> Waiting:
    """Return the answer where no time is left."""
    signs, best = now > 0, max(now, 0.0)
    return Waiting(
        sign_now=signs,
        now=now,
        value=best,
        waiting=0.0,
        at_the_end=best,
        without_deal=float(not signs),
        expected_time=0.0 if signs else float("nan"),
        times=np.zeros(1),
        region=(_intervals(x, gain > 0),),
        states=x,
        values=np.maximum(gain, 0.0),
    )


register(
    Model(
        id="sign-or-wait",
        family="timing",
        meaning="Should a leader sign now or wait, with a deadline, and what becomes of waiting?",
        reference="Dixit, A. K., Pindyck, R. S. (1994). Investment under Uncertainty. Princeton University Press.",
        status="textbook",
        function=sign_or_wait,
        example={
            "start": 60,
            "states": [55, 64, 80],
            "gains": [-8, 10, 14],
            "volatility": 2.5,
            "horizon": 24,
            "rate": 0.01,
        },
    )
)
