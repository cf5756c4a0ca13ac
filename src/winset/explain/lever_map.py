"""Where a package is open as two numbers move together, all others at their modes: a grid, and the line between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.case.complaints import did_you_mean
from winset.errors import InputError
from winset.explain.bench import Bench
from winset.explain.combining import Openings
from winset.explain.lever_words import measured
from winset.explain.movable import Movable, movables
from winset.explain.opening import played
from winset.forecasting.labels import plain
from winset.forecasting.record import plain_data
from winset.forecasting.run import SEED, plans_of

Array = NDArray[np.float64]

POINTS = 41
"""Values of each number."""

FURTHER = 1.25
"""How far a map runs beyond the value at which a number opens the package alone."""


@dataclass(frozen=True)
class Axis:
    """One of the two numbers: where it stands, its values on the map, and where it opens the package alone."""

    path: str
    label: str
    unit: str
    now: float
    values: tuple[float, ...]
    alone: float | None


@dataclass(frozen=True)
class LeverMap:
    """Where a package is open as two numbers move.

    Parameters
    ----------
    package, label : str
    across, up : Axis
    is_open : tuple of tuple of bool
        For each value of `up`, for each value of `across`.
    border : tuple of (float, float or None)
        For each value of `across` the value of `up` at which the package opens; None where it opens nowhere on the map.
    finding : str
        What the map shows, as a sentence.
    """

    package: str
    label: str
    across: Axis
    up: Axis
    is_open: tuple[tuple[bool, ...], ...]
    border: tuple[tuple[float, float | None], ...]
    finding: str

    def to_dict(self) -> dict[str, Any]:
        """Return the map as plain data."""
        found: dict[str, Any] = plain_data(asdict(self))
        return found

    def as_text(self) -> str:
        """Return the line at which the package opens, as rows of numbers."""
        rows = [
            f"  {self.across.label} {measured(x, self.across.unit)}: "
            + (f"{self.up.label} {measured(y, self.up.unit)}" if y is not None else "nowhere on the map")
            for x, y in self.border[:: max(len(self.border) // 8, 1)]
        ]
        return "\n".join(["It opens at", *rows])


def lever_map(case: Case, first: str, second: str, package: str | None = None, we: str | None = None) -> LeverMap:
    """Return where a package is open as two numbers move, all others at their modes.

    Parameters
    ----------
    case : Case
    first, second : str
        Paths of the numbers, across and up; either share behind a net opposition stands for it.
    package : str, optional
        Which package; the one that is opened with the least effort if not stated.
    we : str, optional
        The party that we are.

    Raises
    ------
    InputError
        If there is no such number that may be moved, or no such package, or both are the same number.

    Examples
    --------
    >>> import winset
    >>> public = "parties.russia.home.public"
    >>> found = lever_map(winset.load("kuril-2019"), f"{public}.approval", f"{public}.pass_through", "two-and-joint")
    >>> found.across.alone, found.is_open[-1][0], found.is_open[-1][-1]
    (71.71, False, True)
    """
    bench = Bench(max(plans_of(case, 128, SEED, obstacles=False), key=lambda told: told[1])[2])
    found = movables(bench, case, we)
    pair = [_named(found, path) for path in (first, second)]
    if pair[0] is pair[1]:
        raise InputError(f"`{first[:100]}` and `{second[:100]}` are moved as one; take two numbers")
    names = tuple(bench.board.packages)
    if package is not None and package not in names:
        close = did_you_mean(package, names)
        raise InputError(f"there is no package `{package[:60]}`; {close or 'take one of ' + ', '.join(names)}")
    openings = Openings(bench, pair)
    closed = [i for i in range(len(names)) if bench.board.counts[i] and not openings.now.is_open[0, i]]
    if package is not None:
        place = names.index(package)
    else:
        able = [some[0] for some in openings.of(closed, 1).values() if some]
        if not able:
            raise InputError("these two numbers open no package, however far they go; name one with --package")
        place = min(able, key=lambda opening: opening.effort).package
    axes = [_axis(bench, openings, pair, number, place) for number in (0, 1)]
    rows = [[(0, x), (1, y)] for y in axes[1].values for x in axes[0].values]
    is_open = played(bench, pair, rows).is_open[:, place].reshape(POINTS, POINTS)
    border = _border(bench, pair, axes, is_open, place)
    return LeverMap(
        package=names[place],
        label=plain(names[place]),
        across=axes[0],
        up=axes[1],
        is_open=tuple(tuple(bool(one) for one in row) for row in is_open),
        border=border,
        finding=_finding(plain(names[place]), axes, is_open),
    )


def _named(found: Sequence[Movable], path: str) -> Movable:
    """Return the number at a path."""
    for lever in found:
        if path in lever.paths:
            return lever
    close = did_you_mean(path, [one for lever in found for one in lever.paths])
    raise InputError(f"`{path[:100]}` is no number that may be moved; {close or '`winset show` lists all numbers'}")


def _axis(bench: Bench, openings: Openings, pair: Sequence[Movable], number: int, place: int) -> Axis:
    """Return the values of a number on the map: from where it stands to beyond where it opens the package alone."""
    lever = pair[number]
    alone = next((o for o in openings.single([place])[place] if o.changes[0][0] == number), None)
    if alone is not None:
        to = alone.changes[0][1]
        end = lever.now + FURTHER * (to - lever.now)
    else:
        to, end = None, _towards(openings, number, place)
    end = float(np.clip(end, lever.low, lever.high))
    values = np.sort(np.linspace(lever.now, end, POINTS))
    return Axis(lever.paths[0], lever.label, lever.unit, lever.now, tuple(values.round(10).tolist()), to)


def _towards(openings: Openings, number: int, place: int) -> float:
    """Return the end of an axis whose number does not open the package alone: where it lessens the refusals most."""
    steps, tried = openings.trials.steps, openings.trials
    refusing = openings.now.refuses[0, :, place]
    rows = [row for row, step in enumerate(steps) if step.lever == number]
    missing = np.maximum(tried.standing.short[rows][:, refusing, place], 0.0).sum(axis=1)
    return steps[rows[int(missing.argmin())]].value


def _border(
    bench: Bench, pair: Sequence[Movable], axes: Sequence[Axis], is_open: NDArray[np.bool_], place: int
) -> tuple[tuple[float, float | None], ...]:
    """Return for each value across the value up at which the package opens, next to where the number stands."""
    upward = axes[1].values[0] >= pair[1].now - 1e-9
    found = []
    for column, x in enumerate(axes[0].values):
        up = is_open[:, column] if upward else is_open[::-1, column]
        ys = axes[1].values if upward else axes[1].values[::-1]
        first = int(up.argmax())
        found.append((x, ys[first] if up.any() else None))
    return tuple(found)


def _finding(label: str, axes: Sequence[Axis], is_open: NDArray[np.bool_]) -> str:
    """Return what the map shows."""
    alone = [f"{axis.label} at {measured(axis.alone, axis.unit)}" for axis in axes if axis.alone is not None]
    if len(alone) == 2:
        return f"{label[:1].upper()}{label[1:]} opens with {alone[0]} or {alone[1]} alone, and with less of both"
    if alone:
        return f"{label[:1].upper()}{label[1:]} opens with {alone[0]} alone; the other number only helps"
    if is_open.any():
        return f"{label[:1].upper()}{label[1:]} opens only if both numbers move"
    return f"{label[:1].upper()}{label[1:]} stays closed, however far both numbers go on this map"


__all__ = ["Axis", "LeverMap", "lever_map"]
