"""What felt publics say to every package in each draw: the approval that signing needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.case.accepters import Ratifier
from winset.case.case import Case
from winset.case.public import INDIFFERENT, WORDING_ERROR, FeltPublic, Opinion
from winset.chance.polls import Poll
from winset.forecasting.calendar import Calendar
from winset.forecasting.inputs import Draw
from winset.forecasting.worth import Moving, event_series, names_package, sweetened
from winset.ratify.capital import approval_cost, soft_floor

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Felt:
    """A felt public: the approval that signing each package needs.

    Parameters
    ----------
    floor : array of float, shape (n_draws,)
        Approval below which the leader will not go.
    net_cost : array of float, shape (n_draws, n_packages)
        Cost of signing less credits and pressure, as far as it does not change with time.
    cost : array of float, shape (n_draws, n_packages)
        Cost of signing alone.
    fades : array of float, shape (n_draws,), or None
        Half-life in days of the cost of a package signed while the talks go on; None if it lasts.
    moving : tuple of Moving
        Parts of the net cost that change with time.
    """

    party: str
    accepter: str
    floor: Array
    net_cost: Array
    cost: Array
    fades: Array | None
    moving: tuple[Moving, ...]

    @cached_property
    def need(self) -> Array:
        """Needs as far as nothing changes with time, shape (n_draws, n_packages)."""
        return needed(self.floor[:, None], self.net_cost)

    @cached_property
    def needs(self) -> tuple[Array, ...]:
        """Needs of each package, shape (1, n_draws), or (n_steps, n_draws) if they change with time."""
        return tuple(self._needs_of(package) for package in range(self.net_cost.shape[1]))

    def _needs_of(self, package: int) -> Array:
        """Return the needs of one package."""
        net_cost: Array = self.net_cost[None, :, package]
        for part in self.moving:
            if part.touches[package]:
                net_cost = net_cost + part.series
        return needed(self.floor, net_cost)

    def net_cost_at(self, steps: NDArray[np.intp], draws: NDArray[np.intp]) -> Array:
        """Return the net costs at pairs of step and draw, shape (n_pairs, n_packages)."""
        net_cost = self.net_cost[draws]
        for part in self.moving:
            net_cost = net_cost + part.touches * part.series[steps, draws][:, None]
        return net_cost

    def need_at(self, steps: NDArray[np.intp], draws: NDArray[np.intp]) -> Array:
        """Return the needs at pairs of step and draw, shape (n_pairs, n_packages)."""
        if not self.moving:
            return self.need[draws]
        return needed(self.floor[draws][:, None], self.net_cost_at(steps, draws))


def needed(floor: Array, net_cost: Array) -> Array:
    """Return the approval that signing needs: floor plus net cost.

    What costs nothing needs none at all; what needs more than 100 no approval can meet.
    """
    need = floor + net_cost - TOLERANCE
    return np.where(net_cost > 0, np.where(need > 100.0, np.inf, need), -np.inf)


def felt_public(
    case: Case, ratifier: Ratifier, packages: Sequence[str], calendar: Calendar, draw: Draw, without: str | None
) -> Felt:
    """Return what approval a public asks for each package; `without` leaves out one outsider's pressure."""
    public, path, reference = ratifier.accepter, ratifier.path, ratifier.reference
    assert isinstance(public, FeltPublic)
    floor = soft_floor(
        draw.value(f"{path}.floor.value"), draw.value(f"{path}.floor.soft"), draw.level(f"{path}.floor#soft")
    )
    cost = np.column_stack([_cost(public, path, package, draw) for package in packages])
    net_cost = cost - sweetened(case, reference, packages, draw)
    moving = []
    for outsider, pressure in case.outside.items():
        if reference not in pressure.leans_on or outsider == without:
            continue
        touches, sign = names_package(pressure, packages)
        points = -sign * draw.value(f"outside.{outsider}.by")
        active = calendar.active(pressure.since, pressure.until)
        if active.all():
            net_cost = net_cost + points[:, None] * touches
        elif active.any() and touches.any():
            moving.append(Moving(touches, active[:, None] * points))
    fades = draw.value(f"{path}.cost_fades") if public.cost_fades is not None else None
    return Felt(*ratifier.key, floor, net_cost, np.maximum(cost, 0.0), fades, tuple(moving))


def _cost(public: FeltPublic, path: str, package: str, draw: Draw) -> Array:
    """Return the points of approval that signing a package costs (negative: brings) in each draw."""
    where = f"{path}.opposition.{package}"
    if package in public.opposition:
        readings = public.opposition[package]
        oppose, support = draw.once(where, readings, lambda: _opinion(readings, where, draw))
    else:
        net = draw.value(where, INDIFFERENT)
        oppose, support = 50.0 + net / 2, 50.0 - net / 2
    persuaded = draw.value(f"{path}.can_persuade") / 2
    oppose, support = np.clip(oppose - persuaded, 0, 100), np.clip(support + persuaded, 0, 100)
    ratio = draw.value(f"{path}.support_ratio")
    return approval_cost(oppose, support, draw.value(f"{path}.pass_through"), ratio)


def _opinion(readings: Sequence[Opinion], where: str, draw: Draw) -> tuple[Array, Array]:
    """Return the per cent against and in favour: one reading in each draw, with its own errors."""
    stated = [reading.chance for reading in readings]
    chances = np.array([chance if chance is not None else 1.0 / len(readings) for chance in stated])
    edges = np.cumsum(chances / chances.sum())
    if draw.is_central:
        chosen = np.full(draw.n, int(np.argmax(chances)))
    else:
        chosen = np.searchsorted(edges[:-1], draw.level(f"{where}#reading"), side="right")
    oppose, support = np.zeros(draw.n), np.zeros(draw.n)
    for place, reading in enumerate(readings):
        here = chosen == place
        if here.any():
            against, favour = _reading(reading, f"{where}.{place}", draw)
            oppose, support = np.where(here, against, oppose), np.where(here, favour, support)
    return oppose, support


def _reading(reading: Opinion, path: str, draw: Draw) -> tuple[Array, Array]:
    """Return one reading's shares with sampling error and error beyond sampling, in per cent."""
    against, favour = draw.value(f"{path}.oppose"), draw.value(f"{path}.support")
    plain = reading.oppose.kind == reading.support.kind == "fixed"
    if reading.n is not None and plain and not draw.is_central:
        shares = {"against": float(against[0]), "favour": float(favour[0]), "neither": 0.0}
        poll = Poll.from_percentages(
            {key: share for key, share in shares.items() if key != "neither"}, reading.n, reading.design_effect
        )
        levels = [draw.level(f"{path}#sampling-{i}") for i in range(len(poll.parameters) - 1)]
        drawn = 100.0 * poll.shares(*levels)
        against, favour = drawn[:, 0], drawn[:, 1]
    if draw.is_central or (reading.names_package and reading.error is None):
        return against, favour
    spread = draw.value(f"{path}.error") if reading.error is not None else draw.value(f"{path}.error", WORDING_ERROR)
    error = spread * draw.normal(f"{path}#beyond-sampling") / 2
    return np.clip(against + error, 0, 100), np.clip(favour - error, 0, 100)


def approval_events(case: Case, reference: str, calendar: Calendar, draw: Draw) -> Array | None:
    """Return the points that events add to a public's approval, shape (n_steps, n_draws); None without events."""
    total = None
    for name, event in case.events.items():
        if reference in (event.helps or ()) + (event.hurts or ()):
            series = event_series(name, event, calendar, draw)
            total = series if total is None else total + series
    return total
