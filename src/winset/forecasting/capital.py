"""Paths of approval: one set of normals serves every process, and felt publics may move together.

How does approval move between now and the deadline? A random walk, a return to a level, or either with jumps: run
all of them, since they bracket the answer. Events and their fading are added on top.

References: MODELS E1 and E2 in spirit; exact discretisation of the Ornstein-Uhlenbeck process (Doob 1942).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic
from winset.chance.correlation import groups, nearest_correlation, square_root
from winset.forecasting.alike import Alike
from winset.forecasting.calendar import Calendar
from winset.forecasting.homes import approval_events
from winset.forecasting.inputs import Draw, distribution

Array = NDArray[np.float64]

MONTHS = 12.0


@dataclass(frozen=True)
class Motion:
    """How one public's approval moves in each draw: all in points and years, shape (n_draws,)."""

    start: Array
    volatility: Array
    reversion: Array
    level: Array
    drift: Array
    jump_rate: Array | None
    jump_size: Array | None
    jump_mean: Array | None


def motion(public: FeltPublic, path: str, draw: Draw) -> Motion:
    """Return the parameters of the approval of the public at a path in each draw; volatility per root year."""
    start = np.clip(draw.value(f"{path}.approval"), 0.0, 100.0)
    path, moves = f"{path}.moves", public.moves
    jumps = moves.jumps
    return Motion(
        start=start,
        volatility=draw.value(f"{path}.volatility") * np.sqrt(MONTHS),
        reversion=draw.value(f"{path}.reversion"),
        level=draw.value(f"{path}.level") if moves.level is not None else start,
        drift=draw.value(f"{path}.drift"),
        jump_rate=draw.value(f"{path}.jumps.rate") if jumps else None,
        jump_size=draw.value(f"{path}.jumps.size") if jumps else None,
        jump_mean=draw.value(f"{path}.jumps.mean") if jumps else None,
    )


def felt_publics(case: Case) -> dict[tuple[str, str], tuple[FeltPublic, str]]:
    """Return the felt publics by party and name, each with its path, in the order of the file."""
    return {
        ratifier.key: (ratifier.accepter, ratifier.path)
        for ratifier in ratifiers(case)
        if isinstance(ratifier.accepter, FeltPublic)
    }


LEAST_SPEED = 1e-9
"""Speed of a return to the level, per year, that stands for none."""

LEAST_SCALE = 1e-15
"""Points that stand for no spread at all, so that paths can be measured in it."""


@dataclass(frozen=True)
class Approval:
    """A public's approval at every step under one process: ``centre + scale * units``, and what events add.

    Paths are kept in units of one step's spread. A step then costs one multiplication and one addition, and a need is
    brought to the same units once, instead of every point of the path to points.

    Parameters
    ----------
    centre, scale : array of float, shape (n_draws,)
        In points.
    units : array of float, shape (n_steps, n_draws)
    events : array of float, shape (n_steps, n_draws), or None
        In points.
    """

    centre: Array
    scale: Array
    units: Array
    events: Array | None

    @cached_property
    def points(self) -> Array:
        """Approval in points, shape (n_steps, n_draws)."""
        path = self.units * self.scale
        path += self.centre
        if self.events is not None:
            path += self.events
        return path

    def at(self, steps: NDArray[np.intp], draws: NDArray[np.intp]) -> Array:
        """Return approval in points at pairs of step and draw, shape (n_pairs,)."""
        path = self.units[steps, draws] * self.scale[draws] + self.centre[draws]
        return np.asarray(path if self.events is None else path + self.events[steps, draws])

    @property
    def unit(self) -> Array | float:
        """Points in the unit that `stretch` measures in."""
        return self.scale if self.events is None else 1.0

    def stretch(self, steps: slice) -> Array:
        """Return the path less its centre over some steps, in the unit that is cheapest."""
        if self.events is None:
            return self.units[steps]
        path = self.units[steps] * self.scale
        path += self.events[steps]
        return path


class Shocks:
    """The random moves of every felt public in one block of draws, drawn once and shared by all processes."""

    def __init__(
        self, case: Case, calendar: Calendar, draw: Draw, like: Shocks | None = None, alike: Alike | None = None
    ) -> None:
        """Draw the moves; what is alike in another case's block of the same randoms is taken from there."""
        self._case, self._calendar, self._draw = case, calendar, draw
        self.publics = felt_publics(case)
        self.motions = {key: motion(public, path, draw) for key, (public, path) in self.publics.items()}
        self.normals: dict[tuple[str, str], Array] = {}
        self.spare: list[Array] = []
        if like is not None and alike is not None and alike.paths:
            self.normals = like.normals
        else:
            self.draw_normals()
        self.events: dict[tuple[str, str], Array | None] = {
            key: like.events[key]
            if like is not None and alike is not None and key in alike.approvals
            else approval_events(case, f"{key[0]}.{key[1]}", calendar, draw)
            for key in self.publics
        }
        self._jumps: dict[tuple[str, str], Array] = {}

    def draw_normals(self) -> None:
        """Draw the standard normals of every public's path, shape (n_steps - 1, n_draws) each."""
        shape = (self._calendar.size - 1, self._draw.n)
        for key, (_, path) in self.publics.items():
            self.normals[key] = self._draw.stream(f"{path}.approval#path").standard_normal(shape)
        self._correlate()

    def _correlate(self) -> None:
        """Give publics that move together their stated correlation."""
        pairs = {
            together.between: float(distribution(together.rank).mode)
            for together in self._case.correlations
            if all(tuple(name.split(".", 1)) in self.normals for name in together.between)
        }
        for names, matrix in groups(pairs):
            keys = [(name.split(".", 1)[0], name.split(".", 1)[1]) for name in names]
            factor = square_root(nearest_correlation(matrix)[0])
            free = [self.normals[key] for key in keys]
            for i, key in enumerate(keys):
                self.normals[key] = sum(factor[i, j] * free[j] for j in range(i + 1))

    def jumps(self, key: tuple[str, str]) -> Array | None:
        """Return the jumps of a public's approval at every step, shape (n_steps - 1, n_draws)."""
        moves = self.motions[key]
        if moves.jump_rate is None or moves.jump_size is None or moves.jump_mean is None:
            return None
        if key not in self._jumps:
            path = self.publics[key][1]
            happens = self._draw.stream(f"{path}.approval#jumps").random((self._calendar.size - 1, self._draw.n))
            sizes = self._draw.stream(f"{path}.approval#jump-sizes").standard_normal(happens.shape)
            chance = -np.expm1(-self._calendar.lengths[:, None] * moves.jump_rate)
            self._jumps[key] = (happens < chance) * (moves.jump_mean + moves.jump_size * sizes)
        return self._jumps[key]

    def diffusion(self, key: tuple[str, str], process: str) -> Array:
        """Return what jumps leave of the volatility under a process, points per root year, shape (n_draws,)."""
        moves = self.motions[key]
        if not process.endswith("-jumps") or moves.jump_rate is None:
            return moves.volatility
        assert moves.jump_size is not None
        assert moves.jump_mean is not None
        explained = moves.jump_rate * (moves.jump_size**2 + moves.jump_mean**2)
        return np.sqrt(np.maximum(moves.volatility**2 - explained, 0.0))

    def approval(self, key: tuple[str, str], process: str) -> Approval:
        """Return approval at every step under a process.

        The path itself is free; that approval ends at 100 is the windows' concern, which let no need above it be met.
        """
        moves, lengths = self.motions[key], self._calendar.lengths
        jumps = self.jumps(key) if process.endswith("-jumps") else None
        sigma = self.diffusion(key, process)
        reverts = process.startswith("mean-reversion")
        speed = np.maximum(moves.reversion, LEAST_SPEED)
        centre = moves.level + moves.drift / speed if reverts else moves.start
        drift = None if reverts or not np.any(moves.drift) else moves.drift

        def spread(length: float) -> Array:
            """Return what one step adds to the path, in roots of years."""
            return np.asarray(np.sqrt(-np.expm1(-2 * speed * length) / (2 * speed) if reverts else length))

        usual = float(lengths[0])
        usual_spread = spread(usual)
        scale = np.maximum(sigma * usual_spread, LEAST_SCALE)
        units = self.spare.pop() if self.spare else np.empty((self._calendar.size, self._draw.n))
        units[0] = (moves.start - centre) / scale
        kept = {length: np.exp(-speed * length) for length in set(lengths.tolist())} if reverts else {}
        for step, length in enumerate(lengths.tolist(), start=1):
            row, normals = units[step], self.normals[key][step - 1]
            if length != usual:
                normals = normals * (spread(length) / usual_spread)
            if reverts:
                np.multiply(units[step - 1], kept[length], out=row)
                row += normals
            else:
                np.add(units[step - 1], normals, out=row)
            if drift is not None:
                row += length * drift / scale
            if jumps is not None:
                row += jumps[step - 1] / scale
        return Approval(centre, scale, units, self.events[key])
