"""Paths of approval: one set of normals serves every process, and felt publics may move together.

How does approval move between now and the deadline? A random walk, a return to a level, or either with jumps: run
all of them, since they bracket the answer. Events and their fading are added on top.

References: MODELS E1 and E2 in spirit; exact discretisation of the Ornstein-Uhlenbeck process (Doob 1942).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.case.home import FeltPublic
from winset.chance.correlation import groups, nearest_correlation, square_root
from winset.forecasting.calendar import Calendar
from winset.forecasting.homes import approval_events, approval_start
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


def motion(case: Case, party: str, name: str, draw: Draw) -> Motion:
    """Return the parameters of a public's approval in each draw; volatility per root year."""
    public = case.parties[party].home[name]
    assert isinstance(public, FeltPublic)
    path, moves = f"parties.{party}.home.{name}.moves", public.moves
    start = approval_start(case, party, name, draw)
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


def felt_publics(case: Case) -> tuple[tuple[str, str], ...]:
    """Return the felt publics as (party, name), in the order of the file."""
    return tuple(
        (party, name)
        for party, side in case.parties.items()
        for name, accepter in side.home.items()
        if isinstance(accepter, FeltPublic)
    )


class Shocks:
    """The random moves of every felt public in one block of draws, drawn once and shared by all processes."""

    def __init__(self, case: Case, calendar: Calendar, draw: Draw) -> None:
        self._case, self._calendar, self._draw = case, calendar, draw
        self.publics = felt_publics(case)
        self.motions = {key: motion(case, *key, draw) for key in self.publics}
        self.normals: dict[tuple[str, str], Array] = {}
        self.draw_normals()
        self.events = {key: approval_events(case, f"{key[0]}.{key[1]}", calendar, draw) for key in self.publics}
        self._jumps: dict[tuple[str, str], Array] = {}

    def draw_normals(self) -> None:
        """Draw the standard normals of every public's path, shape (n_steps - 1, n_draws) each."""
        shape = (self._calendar.size - 1, self._draw.n)
        for party, name in self.publics:
            path = f"parties.{party}.home.{name}.approval#path"
            self.normals[party, name] = self._draw.stream(path).standard_normal(shape)
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
            random = self._draw.stream(f"parties.{key[0]}.home.{key[1]}.approval#jumps")
            happens = random.random((self._calendar.size - 1, self._draw.n))
            sizes = self._draw.stream(f"parties.{key[0]}.home.{key[1]}.approval#jump-sizes").standard_normal(
                happens.shape
            )
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

    def approval(self, key: tuple[str, str], process: str) -> Array:
        """Return approval at every step under a process, shape (n_steps, n_draws).

        The path itself is free; that approval ends at 100 is the windows' concern, which let no need above it be met.
        """
        moves, lengths = self.motions[key], self._calendar.lengths
        jumps = self.jumps(key) if process.endswith("-jumps") else None
        sigma = self.diffusion(key, process)
        path = np.empty((self._calendar.size, self._draw.n))
        path[0] = moves.start
        if process.startswith("mean-reversion"):
            _reverting(path, self.normals[key], sigma, moves, lengths, jumps)
        else:
            _walking(path, self.normals[key], sigma, moves, lengths, jumps)
        events = self.events[key]
        if events is not None:
            path += events
        return path


def _walking(path: Array, normals: Array, sigma: Array, moves: Motion, lengths: Array, jumps: Array | None) -> None:
    """Fill in a random walk with drift, row by row, so that each row is still at hand when it is used."""
    scales = {length: sigma * np.sqrt(length) for length in set(lengths.tolist())}
    drifts = np.any(moves.drift != 0)
    for step, length in enumerate(lengths.tolist(), start=1):
        row = path[step]
        np.multiply(normals[step - 1], scales[length], out=row)
        row += path[step - 1]
        if drifts:
            row += length * moves.drift
        if jumps is not None:
            row += jumps[step - 1]


def _reverting(path: Array, normals: Array, sigma: Array, moves: Motion, lengths: Array, jumps: Array | None) -> None:
    """Fill in a return to the level, exactly discretised; the drift moves the level."""
    speed = np.maximum(moves.reversion, 1e-9)
    target = moves.level + moves.drift / speed
    settings: dict[float, tuple[Array, Array, Array]] = {}
    pulled = np.empty(path.shape[1])
    for step, length in enumerate(lengths.tolist(), start=1):
        if length not in settings:
            kept = np.exp(-speed * length)
            spread = sigma * np.sqrt(-np.expm1(-2 * speed * length) / (2 * speed))
            settings[length] = (kept, spread, target * (1 - kept))
        kept, spread, pull = settings[length]
        row = path[step]
        np.multiply(normals[step - 1], spread, out=row)
        np.multiply(path[step - 1], kept, out=pulled)
        row += pulled
        row += pull
        if jumps is not None:
            row += jumps[step - 1]
