"""How far must numbers be moved, all others at their modes, until a package is open?

Every lever is first tried at steps towards its bound, all of them at once. Between the last step at which a package was
closed and the first at which it was open the turning point is narrowed down, sixteen parts at a time, to a millionth of
the way. That needs no straight line: votes by whip turn at once, and a leader's belief bends. What is handed on is
rounded away from where the number stands, by less than half a per cent of the way, and played once more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.explain.bench import Bench, Standing
from winset.explain.movable import Movable, stated_bounds

Array = NDArray[np.float64]

PARTS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
"""Steps on the way to a bound."""

UNITS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
"""Steps of a number without bounds, in units of effort."""

SECTIONS = 16
NEAR = 1e-6
"""Part of the way within which a turning point is found."""

ROUNDED = 0.004
"""Part of the way by which a value is rounded at most, always so that it still opens."""

SHORT = 0.99
"""This much of a change must not open the package, or the change was not the least."""

Amounts = tuple[float, ...]


Way = Mapping[int, float]
"""How far each lever, by place, is from where it stands; negative if it goes down."""


@dataclass(frozen=True)
class Step:
    """One lever at one value on its way, so far from where it started."""

    lever: int
    direction: int
    value: float
    far: float


@dataclass(frozen=True)
class Trials:
    """Every lever tried alone at steps towards its bounds, others standing where a way has led.

    Parameters
    ----------
    steps : tuple of Step
    standing : Standing
        Where everyone stands at each step.
    start : Standing
        Where everyone stands before, one row.
    """

    steps: tuple[Step, ...]
    standing: Standing
    start: Standing


def trials(bench: Bench, levers: Sequence[Movable], way: Way | None = None) -> Trials:
    """Return every lever tried alone at steps in both directions, from where it stands or where a way has led."""
    around = dict(along(levers, way or {}, 1.0))
    steps = []
    for place, lever in enumerate(levers):
        start = around.get(place, lever.now)
        for direction, _ in stated_bounds(lever):
            end = lever.bound(direction) if lever.to is None else lever.to
            room = direction * (end - start)
            if room <= 1e-12:
                continue
            if lever.to is not None:
                far = [room]
            elif math.isfinite(room):
                far = [room * part for part in PARTS]
            else:
                far = [lever.unit_of_effort * unit for unit in UNITS]
            steps += [Step(place, direction, start + direction * one, one) for one in far]
    rows = [list({**around, step.lever: step.value}.items()) for step in steps]
    standing = played(bench, levers, [[*around.items()], *rows])
    return Trials(
        tuple(steps),
        Standing(standing.short[1:], standing.refuses[1:], standing.is_open[1:]),
        Standing(standing.short[:1], standing.refuses[:1], standing.is_open[:1]),
    )


def played(bench: Bench, levers: Sequence[Movable], rows: Sequence[Sequence[tuple[int, float]]]) -> Standing:
    """Return where everyone stands in each row, in which some levers, by place, are at some values."""
    moved: dict[str, Array] = {}
    for row, changes in enumerate(rows):
        for place, value in changes:
            lever = levers[place]
            for path, start in zip(lever.paths, lever.starts, strict=True):
                if path not in moved:
                    moved[path] = np.full(len(rows), start)
            for path, at in lever.values(value).items():
                moved[path][row] += float(at) - dict(zip(lever.paths, lever.starts, strict=True))[path]
    return bench.play(moved, len(rows))


def along(levers: Sequence[Movable], way: Way, part: float) -> list[tuple[int, float]]:
    """Return levers a part of a way on, within their bounds."""
    return [
        (place, float(np.clip(levers[place].now + part * far, levers[place].low, levers[place].high)))
        for place, far in way.items()
    ]


def turning_parts(
    bench: Bench, levers: Sequence[Movable], ways: Sequence[tuple[Way, int, float, float]]
) -> tuple[float, ...]:
    """Return the least part of each way at which its package is open, never short of it.

    Parameters
    ----------
    ways : sequence of (way, package, closed, opened)
        The package's place, a part of the way at which it is closed, and a larger one at which it is open.
    """
    low = np.array([closed for _, _, closed, _ in ways])
    high = np.array([opened for _, _, _, opened in ways])
    packages = np.repeat([package for _, package, _, _ in ways], SECTIONS - 1).astype(int)
    inner = np.arange(1, SECTIONS) / SECTIONS
    while len(ways) and np.any(high - low > NEAR * high):
        parts = low[:, None] + (high - low)[:, None] * inner
        rows = [along(levers, way, part) for (way, *_), row in zip(ways, parts, strict=True) for part in row]
        standing = played(bench, levers, rows)
        opened = standing.is_open[np.arange(len(rows)), packages].reshape(parts.shape)
        first = np.where(opened.any(axis=1), opened.argmax(axis=1), SECTIONS - 1)
        edges = np.column_stack([low, parts, high])
        low, high = edges[np.arange(len(ways)), first], edges[np.arange(len(ways)), first + 1]
    return tuple(high.tolist())


def rounded_value(lever: Movable, value: float, away: bool = True) -> float:
    """Return a value with few digits, within the lever's bounds: the next one away from where it is, or the nearest.

    >>> from winset.explain.movable import Movable
    >>> from winset.explain.pulling import Puller
    >>> lever = Movable(("x",), (1.0,), (63.131,), "", "%", 63.131, 0.0, 100.0, None, 6.6, Puller("nobody"))
    >>> rounded_value(lever, 71.70001), rounded_value(lever, 71.70001, away=False), rounded_value(lever, 57.268)
    (71.71, 71.7, 57.26)
    """
    far = value - lever.now
    if not far or lever.to is not None:
        return value
    digits = -math.floor(math.log10(ROUNDED * abs(far)))
    step = 10.0**digits
    whole = round(value * step) if not away else math.ceil(value * step) if far > 0 else math.floor(value * step)
    return float(min(max(round(whole / step, max(digits, 0)), lever.low), lever.high))


__all__ = ["Step", "Trials", "Way", "along", "played", "rounded_value", "trials", "turning_parts"]
