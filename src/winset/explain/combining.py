"""Which levers open a package: alone, and several together.

Alone, every lever that does is taken. Together, two roads: where one lever would do, each of two goes part of the way,
as least squares has it; where none would, because several refuse and no lever moves them all, a linear programme over
the slopes of everyone's shortfall chooses who is to be turned, and by what. Slopes are taken anew where the programme
led, and the way is then cut, or stretched, to where the package opens as the centre is played.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.explain.bench import Bench
from winset.explain.minimal_change import alternative_changes, least_effort_change, least_squares_change
from winset.explain.movable import Movable
from winset.explain.opening import SHORT, Trials, Way, along, played, rounded_value, trials, turning_parts

Array = NDArray[np.float64]
Brackets = Callable[[Sequence[tuple[Way, int]]], list[tuple[float, float] | None]]

MOST_TURNED = 4
"""Accepters that are turned together at most."""

MOST_SETS = 6
"""Sets of accepters to be turned that are looked at."""

PAIRED = 5
"""Levers that open a package alone, the least effort first, of which pairs are made."""

PART = 0.1
"""Part of the gap that each of a pair must close to be worth naming."""

STRETCHES = (0.25, 0.5, 0.7, 0.85, 1.0, 1.15, 1.4, 2.0, 3.0, 5.0)
VOTES_FIRST = 2
"""Ways to turn those who vote from which leaders are turned."""

ANEW = 2
"""Times that slopes are taken anew."""


@dataclass(frozen=True)
class Opening:
    """A change that opens a package.

    Parameters
    ----------
    package : int
        The package's place.
    changes : tuple of (int, float)
        Levers by place, each with its new value.
    effort : float
        In units of effort, summed over the levers.
    """

    package: int
    changes: tuple[tuple[int, float], ...]
    effort: float


@dataclass(frozen=True)
class Turning:
    """A way of several levers to turn those who refuse a package, as straight lines have it.

    Parameters
    ----------
    package : int
    watched : tuple of int
        Those to be turned, and those who accept and must go on doing so.
    way : mapping of lever to how far it goes
    """

    package: int
    watched: tuple[int, ...]
    way: Way


@dataclass(frozen=True)
class Column:
    """One lever in one direction: how far it may go, and by how much a unit closes the gap of each who is watched."""

    lever: int
    direction: int
    cap: float
    is_switch: bool
    effects: tuple[float, ...]


class Openings:
    """Looks for the changes that open the packages of a case."""

    def __init__(self, bench: Bench, levers: Sequence[Movable]) -> None:
        self.bench, self.levers = bench, tuple(levers)
        self.trials: Trials = trials(bench, levers)
        self.now = self.trials.start

    def of(self, packages: Sequence[int], most: int) -> dict[int, tuple[Opening, ...]]:
        """Return the changes that open each package: levers alone first, then several together, the least effort first.

        Parameters
        ----------
        packages : sequence of int
            Places of packages that are not open.
        most : int
            Changes of each kind for each package.
        """
        single = self.single(packages)
        ways: list[tuple[Way, int]] = []
        turnings: list[Turning] = []
        for package in packages:
            ways += [(way, package) for way in self._pairs(package, single[package])]
            if len(single[package]) < most:
                turnings += self._together(package, most)
        ways += [(turning.way, turning.package) for turning in self._anew(turnings)]
        joint = self._opened(ways, self._stretched)
        return {
            package: (
                *single[package][:most],
                *_sorted(found for found in joint if found.package == package)[:most],
            )
            for package in packages
        }

    def single(self, packages: Sequence[int]) -> dict[int, list[Opening]]:
        """Return the levers that open each package alone, the least effort first."""
        alone = self._opened([(way, package) for package in packages for way in self._alone(package)], self._bracket)
        return {package: _sorted(found for found in alone if found.package == package) for package in packages}

    def _alone(self, package: int) -> Iterator[Way]:
        """Yield the way of every lever, up to the first step at which it opens a package alone."""
        opened = self.trials.standing.is_open[:, package]
        steps = self.trials.steps
        for _, group in itertools.groupby(range(len(steps)), key=lambda i: (steps[i].lever, steps[i].direction)):
            first = next((i for i in group if opened[i]), None)
            if first is not None:
                step = steps[first]
                yield {step.lever: step.value - self.levers[step.lever].now}

    def _bracket(self, ways: Sequence[tuple[Way, int]]) -> list[tuple[float, float] | None]:
        """Return for ways of single levers the parts between which their package opens."""
        found: list[tuple[float, float] | None] = []
        for way, _ in ways:
            ((place, far),) = way.items()
            before = [
                abs(step.value - self.levers[place].now)
                for step in self.trials.steps
                if step.lever == place and step.direction == np.sign(far)
            ]
            closed = max((other for other in before if other < abs(far) * (1 - 1e-12)), default=0.0)
            found.append((1.0, 1.0) if self.levers[place].to is not None else (closed / abs(far), 1.0))
        return found

    def _stretched(self, ways: Sequence[tuple[Way, int]]) -> list[tuple[float, float] | None]:
        """Return for ways of several levers the parts between which their package opens; None where it does not."""
        rows = [along(self.levers, way, part) for way, _ in ways for part in STRETCHES]
        if not rows:
            return []
        standing = played(self.bench, self.levers, rows)
        found: list[tuple[float, float] | None] = []
        for number, (_, package) in enumerate(ways):
            opened = standing.is_open[number * len(STRETCHES) : (number + 1) * len(STRETCHES), package]
            first = int(opened.argmax())
            found.append((STRETCHES[first - 1] if first else 0.0, STRETCHES[first]) if opened.any() else None)
        return found

    def _opened(self, ways: Sequence[tuple[Way, int]], bracket: Brackets) -> list[Opening]:
        """Return ways cut to where their package opens, as values with few digits.

        They open it as the centre is played, and 99 % of the way does not, but for levers that are on or off.
        """
        brackets = zip(ways, bracket(ways), strict=True)
        able = [(way, package, *ends) for (way, package), ends in brackets if ends is not None]
        if not able:
            return []
        parts = turning_parts(self.bench, self.levers, able)
        exact = [along(self.levers, way, part) for (way, *_), part in zip(able, parts, strict=True)]
        packages = [package for _, package, _, _ in able] * 2
        rows = [self._rounded(values, away) for away in (False, True) for values in exact]
        short = [[(place, self._before(place, value)) for place, value in row] for row in rows]
        both = played(self.bench, self.levers, [*rows, *short]).is_open
        does, too_soon = both[: len(rows)], both[len(rows) :]
        found: dict[int, Opening] = {}
        for row, (changes, package) in enumerate(zip(rows, packages, strict=True)):
            switched = any(self.levers[place].to is not None for place, _ in changes)
            if changes and does[row, package] and (switched or not too_soon[row, package]):
                found.setdefault(row % len(exact), Opening(package, tuple(changes), self._effort(changes)))
        return [found[place] for place in sorted(found)]

    def _rounded(self, values: Sequence[tuple[int, float]], away: bool) -> list[tuple[int, float]]:
        """Return values with few digits, those that stay where they are left out."""
        moved = [(place, rounded_value(self.levers[place], value, away)) for place, value in values]
        return [(place, value) for place, value in moved if value != self.levers[place].now]

    def _before(self, place: int, value: float) -> float:
        """Return a lever just short of its value."""
        now = self.levers[place].now
        return now + SHORT * (value - now)

    def _effort(self, changes: Sequence[tuple[int, float]]) -> float:
        """Return the effort of changes."""
        return sum(abs(value - self.levers[i].now) / self.levers[i].unit_of_effort for i, value in changes)

    def _pairs(self, package: int, single: Sequence[Opening]) -> Iterator[Way]:
        """Yield ways of two levers that open a package alone, each going part of it as least squares has it."""
        able = [found for found in single if self.levers[found.changes[0][0]].to is None][:PAIRED]
        for one, other in itertools.combinations(able, 2):
            (a, to_a), (b, to_b) = one.changes[0], other.changes[0]
            if a == b:
                continue
            far = np.array([to_a - self.levers[a].now, to_b - self.levers[b].now])
            units = np.array([self.levers[a].unit_of_effort, self.levers[b].unit_of_effort])
            # The whole way of each closes the same gap, so that one unit of effort closes its part of it.
            pulled = least_squares_change(units / np.abs(far), np.ones(2), 1.0).value
            assert pulled is not None
            if (
                min(amount * unit / abs(way) for amount, unit, way in zip(pulled.amounts, units, far, strict=True))
                < PART
            ):
                continue
            yield {
                place: float(np.sign(way) * amount * unit)
                for place, way, amount, unit in zip((a, b), far, pulled.amounts, units, strict=True)
            }

    def _together(self, package: int, most: int) -> list[Turning]:
        """Return ways of several levers, the least effort first, to turn whoever must be turned."""
        found: list[Turning] = []
        for turned in self._to_turn(package):
            voters = tuple(who for who in turned if self.bench.stands[who].kind not in ("leader", "capital"))
            if voters and len(voters) < len(turned):
                # A leader's gain hangs on his belief in the votes: they are turned first, then all by slopes there.
                for first in self._programmed(package, voters, self.trials, {}, VOTES_FIRST):
                    found += self._programmed(
                        package, turned, trials(self.bench, self.levers, first.way), first.way, most
                    )
            else:
                found += self._programmed(package, turned, self.trials, {}, most)
        several = [turning for turning in found if len(turning.way) > 1]
        return sorted(several, key=lambda turning: self._effort(along(self.levers, turning.way, 1.0)))[:most]

    def _programmed(self, package: int, turned: Sequence[int], tried: Trials, way: Way, most: int) -> Iterator[Turning]:
        """Yield ways to turn some of those who refuse, on from a way, as slopes and a programme have it."""
        watched = self._watched(package, turned)
        gaps = np.asarray(tried.start.short[0, watched, package])
        columns = self._columns(package, watched, turned, tried)
        if not columns:
            return
        weights = [1.0 / self.levers[column.lever].unit_of_effort for column in columns]
        effects = np.array([column.effects for column in columns]).T
        caps, switches = [column.cap for column in columns], [column.is_switch for column in columns]
        for change in alternative_changes(effects, weights, gaps, caps, most, switches):
            total = dict(way)
            for column, amount in zip(columns, change.amounts, strict=True):
                if amount > TOLERANCE * self.levers[column.lever].unit_of_effort:
                    total[column.lever] = total.get(column.lever, 0.0) + column.direction * amount
            total = {lever: far for lever, far in total.items() if far}
            if total:
                yield Turning(package, tuple(watched), total)

    def _to_turn(self, package: int) -> list[tuple[int, ...]]:
        """Return the least sets of those who refuse that would open a package if they did not."""
        refusing = [int(who) for who in np.flatnonzero(self.now.refuses[0, :, package])]
        found: list[tuple[int, ...]] = []
        for size in range(1, min(len(refusing), MOST_TURNED) + 1):
            for turned in itertools.combinations(refusing, size):
                smaller = any(set(other) <= set(turned) for other in found)
                if not smaller and len(found) < MOST_SETS and self.bench.opens_if_turned(turned, package):
                    found.append(turned)
        return found

    def _watched(self, package: int, turned: Sequence[int]) -> list[int]:
        """Return those to be turned, and those who accept and must go on doing so."""
        kept = np.flatnonzero(~self.now.refuses[0, :, package] & np.isfinite(self.now.short[0, :, package]))
        return [*turned, *(int(who) for who in kept)]

    def _end(self, lever: int, direction: int) -> float:
        """Return the furthest value of a lever in a direction."""
        to = self.levers[lever].to
        return self.levers[lever].bound(direction) if to is None else to

    def _columns(self, package: int, watched: Sequence[int], turned: Sequence[int], tried: Trials) -> list[Column]:
        """Return levers with directions that move those to be turned, and what a unit does: chords of the trials.

        The chord runs to the step at which a first of those to be turned accepts, or to that which does most. A lever
        that does nothing and then all at once, such as a bloc that votes as one, is a switch.
        """
        short, now = tried.standing.short[:, watched, package], tried.start.short[0, watched, package]
        who, steps = len(turned), tried.steps
        found = []
        for (lever, direction), group in itertools.groupby(
            range(len(steps)), key=lambda i: (steps[i].lever, steps[i].direction)
        ):
            rows = list(group)
            gains = now[:who] - short[rows, :who]
            if not np.all(np.isfinite(gains)) or gains.max(initial=0.0) <= TOLERANCE:
                continue
            turns = (short[rows, :who] <= 0).any(axis=1) & (now[:who] > 0).any()
            best = int(turns.argmax()) if turns.any() else int(gains.max(axis=1).argmax())
            does = gains[:, int(gains[best].argmax())]
            sudden = does[0] <= TOLERANCE and bool(np.all((does <= TOLERANCE) | (does >= does.max() - TOLERANCE)))
            if sudden:
                best = int((does > TOLERANCE).argmax())
            far = steps[rows[best]].far
            is_switch = sudden or self.levers[lever].to is not None
            cap = far if is_switch else abs(self._end(lever, direction) - steps[rows[0]].value) + steps[rows[0]].far
            effects = (now - short[rows[best]]) / far
            found.append(Column(lever, direction, cap, is_switch, tuple(effects.tolist())))
        return found

    def _anew(self, turnings: list[Turning]) -> list[Turning]:
        """Return ways with slopes taken anew where they led, twice."""
        for _ in range(ANEW):
            rows: list[list[tuple[int, float]]] = []
            starts = []
            for turning in turnings:
                there = along(self.levers, turning.way, 1.0)
                starts.append(len(rows))
                rows += [there, *[[change for change in there if change[0] != place] for place in turning.way]]
            if not rows:
                return turnings
            short = played(self.bench, self.levers, rows).short
            turnings = [
                self._corrected(turning, short[start : start + 1 + len(turning.way), list(turning.watched)])
                for turning, start in zip(turnings, starts, strict=True)
            ]
        return turnings

    def _corrected(self, turning: Turning, short: Array) -> Turning:
        """Return a way by the slopes around where it led; itself if these say that it leads nowhere.

        `short` holds the shortfalls there, and with each lever in turn left where it stands.
        """
        way, short = turning.way, short[..., turning.package]
        there = along(self.levers, way, 1.0)
        far = np.array([abs(value - self.levers[place].now) for place, value in there])
        if not np.all(far > 0) or not np.all(np.isfinite(short)):
            return turning
        effects = ((short[1:] - short[0]) / far[:, None]).T
        caps = [abs(self._end(place, int(np.sign(to))) - self.levers[place].now) for place, to in way.items()]
        weights = [1.0 / self.levers[place].unit_of_effort for place in way]
        better = least_effort_change(effects, weights, short[0] + effects @ far, caps).value
        if better is None or not any(better.amounts):
            return turning
        amounts = zip(way.items(), better.amounts, strict=True)
        return replace(
            turning, way={place: float(np.sign(to) * amount) for (place, to), amount in amounts if amount > 0}
        )


def _sorted(found: Iterable[Opening]) -> list[Opening]:
    """Return openings with the least effort first, of those that move the same numbers the same way only the least."""
    kept: dict[tuple[int, ...], Opening] = {}
    for opening in sorted(found, key=lambda opening: (round(opening.effort, 9), opening.changes)):
        kept.setdefault(tuple(sorted(lever for lever, _ in opening.changes)), opening)
    return list(kept.values())


__all__ = ["Opening", "Openings"]
