"""When are several leaders ready at the same time, if no formula knows?

Any number of capitals move together, each with a drift, a pull to a level and jumps of its own; a deal needs all of
them at or above their needs *at one moment*, or for as long as it takes to close it. The essential assumption is that
capital moves by normal steps, correlated between leaders, and by jumps that come independently. Not where one formula
answers exactly: one leader (`winset.timing.brownian_passage`, `winset.timing.ou_passage`) or two random walks
(`winset.timing.joint_window`); the tests hold the simulation to these.

A walk watched only on some dates misses short visits. All chances are therefore counted on all dates and on every
fourth of them, and extrapolated to continuous time: the error shrinks with the root of the step.

References: Broadie, M., Glasserman, P., Kou, S. (1997). A continuity correction for discrete barrier options.
Mathematical Finance 7(4), 325-349. Glasserman, P. (2003). Monte Carlo Methods in Financial Engineering. Springer,
chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.chance.correlation import nearest_correlation, square_root
from winset.errors import InputError
from winset.registry import Model, register
from winset.timing.bridge import refined
from winset.timing.mean_reversion import ou_step

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

RATIO = 4
"""Of so many dates the coarse watch sees one."""

BLOCK = 16_384
"""Paths moved at once, few enough to stay in the processor's cache."""


@dataclass(frozen=True)
class SimulatedWindows:
    """How likely windows open by each date, for each leader alone and for all at once.

    Parameters
    ----------
    times : array of float, shape (n_times,)
        Every fourth date; the first is 0.
    alone : array of float, shape (n_times, n_leaders)
        Chance that each leader has been ready by then.
    jointly : array of float, shape (n_times,)
        Chance that all have been ready at one moment by then.
    product : array of float, shape (n_times,)
        The chances of the leaders multiplied, which is not the chance that they are ready together.
    lasting : array of float, shape (n_times,)
        Chance that by then all have been ready on every date over the lead time.
    open_at : array of float, shape (n_times,)
        Chance that all are ready on that date.
    stays_open : float
        Mean time from the first date on which all are ready to the next on which one is not, or the horizon; not a
        number if no window opens.
    error : float
        One standard error of the last chance in `jointly`.
    """

    times: Array
    alone: Array
    jointly: Array
    product: Array
    lasting: Array
    open_at: Array
    stays_open: float
    error: float


def simulated_windows(
    slacks: ArrayLike,
    volatilities: ArrayLike,
    horizon: float,
    rng: np.random.Generator,
    correlation: ArrayLike = 0.0,
    drifts: ArrayLike = 0.0,
    speeds: ArrayLike = 0.0,
    slacks_at_level: ArrayLike | None = None,
    jump_rates: ArrayLike = 0.0,
    jump_means: ArrayLike = 0.0,
    jump_sizes: ArrayLike = 0.0,
    lead_time: float = 0.0,
    steps: int = 140,
    paths: int = 20_000,
) -> SimulatedWindows:
    r"""Return the chances that windows open by each date, from simulated paths.

    .. math:: P \approx 2 P_{\Delta} - P_{4 \Delta}

    Here P is a chance and :math:`\Delta` the length of a step.

    Parameters
    ----------
    slacks : array of float, shape (n_leaders,)
        Capital less what signing needs, in points; negative means not ready.
    volatilities : array of float, shape (n_leaders,)
        Points per root time, at least 0; jumps come on top.
    horizon : float
        At least 0.
    rng : numpy.random.Generator
    correlation : float or array of float, shape (n_leaders, n_leaders)
        Of the normal moves: one number for every pair, or a whole matrix.
    drifts : array of float, shape (n_leaders,)
        Points per time; without a pull only.
    speeds : array of float, shape (n_leaders,)
        Speed of the pull to the level, per time, at least 0; 0 stands for a random walk.
    slacks_at_level : array of float, shape (n_leaders,), optional
        Slack at the level that each is pulled to; where it stands now unless stated.
    jump_rates, jump_means, jump_sizes : array of float, shape (n_leaders,)
        Jumps per time, their mean and their standard deviation in points.
    lead_time : float
        Time for which a window must stay open to be used, on every date that is watched, counted up to whole steps.
    steps : int
        Dates watched after the first; rounded up to a multiple of 4.
    paths : int
        At least 1.

    Returns
    -------
    SimulatedWindows

    Raises
    ------
    InputError
        If a number is out of range or rows have different lengths; if the matrix is no correlation.

    Notes
    -----
    `lasting` and `open_at` are counted on the dates and not extrapolated: without a lead time `lasting` is what was
    seen, a little below `jointly`. The cost grows in proportion to paths, steps and leaders; most of it is the
    drawing of normals.

    Examples
    --------
    >>> found = simulated_windows([-1, -1], [1, 1], horizon=1, rng=np.random.default_rng(1), paths=40_000)
    >>> print(f"{found.jointly[-1]:.2f}, and the product {found.product[-1]:.2f}")
    0.07, and the product 0.10
    """
    leaders = _Leaders.of(
        slacks, volatilities, drifts, speeds, slacks_at_level, jump_rates, jump_means, jump_sizes, correlation
    )
    T, lead = float(numbers_between("horizon", horizon, 0)), float(numbers_between("lead_time", lead_time, 0))
    if not 1 <= steps <= 1_000_000 or paths < 1:
        raise InputError(
            f"`steps` is {steps} and `paths` is {paths}; take at least one of each, at most a million steps"
        )
    n_steps = -(-steps // RATIO) * RATIO
    step = T / n_steps
    span = int(np.ceil(lead / step - 1e-9)) if step > 0 else 0
    watch = _Watch(n_steps, leaders.count, span)
    for done in range(0, paths, BLOCK):
        watch.follow(leaders, min(BLOCK, paths - done), step, rng)
    return watch.told(T, paths)


@dataclass(frozen=True)
class _Leaders:
    """How every leader's slack moves, one entry a leader."""

    slack: Array
    volatility: Array
    drift: Array
    speed: Array
    level: Array
    jump_rate: Array
    jump_mean: Array
    jump_size: Array
    root: Array | None

    @property
    def count(self) -> int:
        """Number of leaders."""
        return self.slack.size

    @classmethod
    def of(
        cls,
        slacks: ArrayLike,
        volatilities: ArrayLike,
        drifts: ArrayLike,
        speeds: ArrayLike,
        slacks_at_level: ArrayLike | None,
        jump_rates: ArrayLike,
        jump_means: ArrayLike,
        jump_sizes: ArrayLike,
        correlation: ArrayLike,
    ) -> _Leaders:
        """Return the leaders, every number checked."""
        slack = np.atleast_1d(numbers_between("slacks", slacks))
        if slack.ndim != 1 or not slack.size:
            raise InputError(f"`slacks` has shape {slack.shape}; it is a row with one number for each leader")
        rows = {
            "volatilities": numbers_between("volatilities", volatilities, 0),
            "drifts": numbers_between("drifts", drifts),
            "speeds": numbers_between("speeds", speeds, 0),
            "slacks_at_level": numbers_between(
                "slacks_at_level", slack if slacks_at_level is None else slacks_at_level
            ),
            "jump_rates": numbers_between("jump_rates", jump_rates, 0),
            "jump_means": numbers_between("jump_means", jump_means),
            "jump_sizes": numbers_between("jump_sizes", jump_sizes, 0),
        }
        for name, row in rows.items():
            if row.shape not in ((), (1,), slack.shape):
                raise InputError(f"`{name}` has shape {row.shape}; it has one number for each of {slack.size} leaders")
        every = {name: np.broadcast_to(row, slack.shape) for name, row in rows.items()}
        return cls(
            slack=slack,
            volatility=every["volatilities"],
            drift=every["drifts"],
            speed=every["speeds"],
            level=every["slacks_at_level"],
            jump_rate=every["jump_rates"],
            jump_mean=every["jump_means"],
            jump_size=every["jump_sizes"],
            root=_root(correlation, slack.size),
        )


def _root(correlation: ArrayLike, n: int) -> Array | None:
    """Return a square root of the correlation of the normal moves; None if they are independent."""
    given = numbers_between("correlation", correlation, -1, 1)
    matrix = np.where(np.eye(n, dtype=bool), 1.0, given) if given.ndim == 0 else given
    if matrix.shape != (n, n) or not np.array_equal(matrix, matrix.T) or not (np.diag(matrix) == 1).all():
        raise InputError(
            f"`correlation` has shape {given.shape}; it is one number, or a symmetric matrix of {n} by {n}"
        )
    if np.array_equal(matrix, np.eye(n)):
        return None
    if not np.allclose(nearest_correlation(matrix)[0], matrix, atol=1e-9):
        raise InputError("`correlation` is no correlation: so many leaders cannot all move against each other so far")
    return np.asarray(square_root(matrix))


class _Watch:
    """Counts of windows over paths, on every date and on every fourth."""

    def __init__(self, n_steps: int, n_leaders: int, span: int) -> None:
        self.n_steps, self.n_leaders, self.span = n_steps, n_leaders, span
        self.alone = np.zeros((2, n_steps // RATIO + 1, n_leaders))
        self.jointly = np.zeros((2, n_steps // RATIO + 1))
        self.lasting = np.zeros(n_steps // RATIO + 1)
        self.open_at = np.zeros(n_steps // RATIO + 1)
        self.open_steps, self.squares = 0.0, 0.0

    def follow(self, leaders: _Leaders, n: int, step: float, rng: np.random.Generator) -> None:
        """Move `n` more paths and count their windows."""
        walk = _Walk(leaders, n, step)
        seen, seen_rarely = np.zeros((2, self.n_leaders, n), dtype=bool)
        open_once, open_rarely, closed_again, lasted = np.zeros((4, n), dtype=bool)
        run = np.zeros(n, dtype=np.int32)
        for date in range(self.n_steps + 1):
            if date:
                walk.move(rng)
            ready = walk.slack >= 0
            together = ready.all(axis=0) if self.n_leaders != 2 else ready[0] & ready[1]
            seen |= ready
            closed_again |= open_once & ~together
            open_once |= together
            self.open_steps += np.count_nonzero(open_once & ~closed_again) if date < self.n_steps else 0
            if self.span:
                run += 1
                run *= together
                lasted |= run > self.span
            if date % RATIO == 0:
                place = date // RATIO
                seen_rarely |= ready
                open_rarely |= together
                self.alone[0, place] += np.count_nonzero(seen, axis=1)
                self.alone[1, place] += np.count_nonzero(seen_rarely, axis=1)
                self.jointly[:, place] += np.count_nonzero(open_once), np.count_nonzero(open_rarely)
                self.lasting[place] += np.count_nonzero(lasted if self.span else open_once)
                self.open_at[place] += np.count_nonzero(together)
        self.squares += float(((2.0 * open_once - open_rarely) ** 2).sum())

    def told(self, horizon: float, paths: int) -> SimulatedWindows:
        """Return the chances."""
        alone = _rising(self.alone / paths)
        jointly = np.minimum(_rising(self.jointly / paths), alone.min(axis=1))
        opened = self.jointly[0, -1]
        last = float(jointly[-1])
        return SimulatedWindows(
            times=np.linspace(0.0, horizon, self.lasting.size),
            alone=alone,
            jointly=jointly,
            product=alone.prod(axis=1),
            lasting=self.lasting / paths,
            open_at=self.open_at / paths,
            stays_open=float(self.open_steps / opened * horizon / self.n_steps) if opened else float("nan"),
            error=float(np.sqrt(max(self.squares / paths - last**2, 0.0) / paths)),
        )


def _rising(counted: Array) -> Array:
    """Return chances extrapolated from what was seen on all dates and on every fourth; they never fall with time."""
    found = refined(coarse=counted[1], fine=counted[0])
    found[0] = counted[0, 0]
    return np.asarray(np.maximum.accumulate(found, axis=0))


class _Walk:
    """Paths of every leader's slack, moved step by step; shape (n_leaders, n_paths)."""

    def __init__(self, leaders: _Leaders, n: int, step: float) -> None:
        self.leaders, self.n, self.step = leaders, n, step
        kept, variance = ou_step(leaders.speed, leaders.volatility, step)
        self.kept = kept[:, None] if np.any(leaders.speed > 0) else None
        spread = np.sqrt(variance)[:, None]
        # Slack is kept in units of one step's spread where that is possible, so that a step is one addition.
        self.unit = np.where(spread > 0, spread, 1.0)
        self.still = spread == 0
        self.stands = bool(np.any(self.still))
        self.slack = np.repeat(leaders.slack[:, None] / self.unit, n, axis=1)
        self.shift = np.where(
            leaders.speed > 0, leaders.level * (1 - kept), leaders.drift * step
        )[:, None] / self.unit  # fmt: skip
        self.shifts = bool(np.any(self.shift != 0))
        self.jumps = bool(np.any(leaders.jump_rate > 0))
        self.normals = np.empty((leaders.count, n))
        self.spare = np.empty(n)

    def move(self, rng: np.random.Generator) -> None:
        """Move every path by one step."""
        rng.standard_normal(out=self.normals)
        moves = self.normals
        if self.leaders.root is not None:
            self._correlate(self.leaders.root)
        if self.stands:
            moves = np.where(self.still, 0.0, moves)
        if self.kept is not None:
            self.slack *= self.kept
        if self.shifts:
            self.slack += self.shift
        self.slack += moves
        if self.jumps:
            self.slack += self._jumps(rng) / self.unit

    def _correlate(self, root: Array) -> None:
        """Let the normals move together, the last leader's first, so that those before it are still its own."""
        for leader in range(self.leaders.count - 1, -1, -1):
            self.normals[leader] *= root[leader, leader]
            for other in np.flatnonzero(root[leader, :leader]):
                np.multiply(self.normals[other], root[leader, other], out=self.spare)
                self.normals[leader] += self.spare

    def _jumps(self, rng: np.random.Generator) -> Array:
        """Return the sum of each leader's jumps in one step."""
        leaders = self.leaders
        often = rng.poisson(leaders.jump_rate[:, None] * self.step, (leaders.count, self.n))
        spread = np.sqrt(often) * leaders.jump_size[:, None]
        return np.asarray(often * leaders.jump_mean[:, None] + spread * rng.standard_normal(often.shape))


register(
    Model(
        id="simulated-windows",
        family="timing",
        meaning="With what chance are several leaders ready at the same time, with drift, pulls and jumps?",
        reference=(
            "Glasserman, P. (2003). Monte Carlo Methods in Financial Engineering. Springer. Broadie, M., Glasserman, "
            "P., Kou, S. (1997). A continuity correction for discrete barrier options. Mathematical Finance 7(4), "
            "325-349."
        ),
        status="textbook",
        function=simulated_windows,
        example={
            "slacks": [-1, 0.5],
            "volatilities": [1, 1],
            "horizon": 1,
            "rng": 1,
            "correlation": 0.3,
            "paths": 2000,
        },
    )
)
