"""What every package is worth to every leader, and what no agreement is worth, in each draw and over time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.case.agenda import Package, setting_name
from winset.case.case import Case
from winset.case.packages import case_packages
from winset.case.parties import UNKNOWN_WORTH, Leader
from winset.case.world import Event, Pressure
from winset.forecasting.calendar import YEAR, Calendar
from winset.forecasting.inputs import Draw

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ACCEPTS = -1e-9
"""An expected gain of at least this is accepted: as good as no agreement is good enough."""


@dataclass(frozen=True)
class Moving:
    """A part of a leader's gain, or of a public's need, that changes with time.

    Parameters
    ----------
    touches : array of bool, shape (n_packages,)
        Packages that it changes.
    series : array of float, shape (n_steps, n_draws)
        Points at every step.
    """

    touches: Mask
    series: Array


@dataclass(frozen=True)
class Gains:
    """A leader's gains over no agreement, if a package is sure to be ratified.

    Parameters
    ----------
    still : array of float, shape (n_draws, n_packages)
        What does not change with time.
    moving : tuple of Moving
    failed_vote_costs : array of float, shape (n_draws,)
    no_agreement : array of float, shape (n_draws,)
        Worth of no agreement at the case's date.
    drift : array of float, shape (n_draws,)
        Change of that worth per year.
    """

    still: Array
    moving: tuple[Moving, ...]
    failed_vote_costs: Array
    no_agreement: Array
    drift: Array

    def at(self, steps: NDArray[np.intp], draws: NDArray[np.intp]) -> Array:
        """Return the gains at pairs of step and draw, shape (n_pairs, n_packages)."""
        gains = self.still[draws]
        for part in self.moving:
            gains = gains + part.touches * part.series[steps, draws][:, None]
        return gains

    def moved(self, steps: NDArray[np.intp], draws: NDArray[np.intp]) -> Array:
        """Return what changes with time of the gains at pairs of step and draw, shape (n_pairs, n_packages or 1)."""
        points = np.zeros((draws.size, 1))
        for part in self.moving:
            points = points + part.touches * part.series[steps, draws][:, None]
        return points


def expected_gain(gains: Array, belief: Array, failed_vote_costs: Array) -> Array:
    r"""Return the expected gain of signing, in points; a leader signs where it is not negative.

    .. math:: b\,(w - n) - (1 - b)\,k

    Parameters
    ----------
    gains : array of float
        Worth of the package less worth of no agreement, w - n.
    belief : array of float
        The leader's belief b that it will be ratified.
    failed_vote_costs : array of float
        Cost k of a failed vote, in points.

    Examples
    --------
    A sure gain of ten is worth nothing if ratification is known to fail, and failing costs five.

    >>> float(expected_gain(10.0, belief=0.0, failed_vote_costs=5.0))
    -5.0
    """
    return np.asarray(belief * gains - (1.0 - np.asarray(belief)) * failed_vote_costs)


def signs(gains: Array, belief: Array, failed_vote_costs: Array) -> Mask:
    """Return whether a leader signs: what is no worse than no agreement, and whose expected gain is not negative.

    The first matters only where a sure failure costs nothing, and signing would be an empty gesture.
    """
    return (gains >= ACCEPTS) & (expected_gain(gains, belief, failed_vote_costs) >= ACCEPTS)


def written_worth(leader: Leader, path: str, packages: Mapping[str, Package], case: Case, draw: Draw) -> Array:
    """Return what the leader says each package is worth, shape (n_draws, n_packages).

    A package's own worth comes first, then the sum over its options, then the distance from the ideal point; where
    nothing is said the worth is unknown (`UNKNOWN_WORTH`).
    """
    columns = []
    for name, package in packages.items():
        if f"{path}.worth.{name}" in draw.distributions:
            column = draw.value(f"{path}.worth.{name}")
        elif leader.worth_of_options:
            column = _sum_of_options(leader, path, package, draw)
        elif leader.spatial is not None:
            column = _by_distance(leader, path, package, case, draw)
        else:
            column = draw.value(f"{path}.worth.{name}", UNKNOWN_WORTH)
        columns.append(column)
    return np.column_stack(columns)


def _sum_of_options(leader: Leader, path: str, package: Package, draw: Draw) -> Array:
    """Return the sum of the worths of a package's options; `per_unit` prices a continuous issue."""
    total = np.zeros(draw.n)
    for issue, setting in package.sets.items():
        priced = leader.worth_of_options.get(issue, {})
        where = f"{path}.worth_of_options.{issue}"
        if setting_name(setting) in priced:
            total = total + draw.value(f"{where}.{setting_name(setting)}")
        elif "per_unit" in priced and not isinstance(setting, str):
            total = total + draw.value(f"{where}.per_unit") * float(setting)
    return total


def _by_distance(leader: Leader, path: str, package: Package, case: Case, draw: Draw) -> Array:
    """Return minus the salience-weighted loss of a package's distance from the ideal point."""
    spatial = leader.spatial
    assert spatial is not None
    loss = np.zeros(draw.n)
    for issue, ideal in spatial.ideal_point.items():
        if issue not in spatial.salience or issue not in package.sets:
            continue
        scale = case.issues[issue]
        distance = abs(scale.place(package.sets[issue]) - scale.place(ideal))
        shape = distance**2 if spatial.loss == "quadratic" else distance
        loss = loss + draw.value(f"{path}.spatial.salience.{issue}") * shape
    return draw.value(f"{path}.spatial.at_best") - draw.value(f"{path}.spatial.scale") * loss


def names_package(pressure: Pressure, packages: Sequence[str]) -> tuple[Mask, float]:
    """Return which packages a pressure touches, and its sign: -1 against, +1 in favour."""
    named = pressure.in_favour_of if pressure.in_favour_of is not None else pressure.against
    sign = 1.0 if pressure.in_favour_of is not None else -1.0
    if named is None:
        return np.ones(len(packages), dtype=bool), sign
    return np.array([package in named for package in packages]), sign


def sweetened(case: Case, receiver: str, packages: Sequence[str], draw: Draw) -> Array:
    """Return the expected points that sweeteners bring a receiver, shape (n_draws, n_packages)."""
    total = np.zeros((draw.n, len(packages)))
    for name, sweetener in case.sweeteners.items():
        if receiver in sweetener.efficiency:
            path = f"sweeteners.{name}"
            points = (
                draw.value(f"{path}.amount")
                * draw.value(f"{path}.efficiency.{receiver}")
                * _delivered(case, f"{path}.delivered", draw)
            )
            carries = np.array([sweetener.comes_with is None or p in sweetener.comes_with for p in packages])
            total = total + points[:, None] * carries
    if case.mediator is not None and receiver in case.mediator.pays:
        with_it = np.array([case.mediator.proposes is None or p in case.mediator.proposes for p in packages])
        total = total + draw.value(f"mediator.pays.{receiver}")[:, None] * with_it
    return total


def _delivered(case: Case, path: str, draw: Draw) -> Array:
    """Return the chance that a sweetener is delivered, by whoever pays it or by a mediator who guarantees it."""
    delivered = draw.value(path)
    if case.mediator is not None:
        delivered = 1 - (1 - delivered) * (1 - draw.value("mediator.guarantees"))
    return delivered


def event_series(name: str, event: Event, calendar: Calendar, draw: Draw) -> Array:
    """Return the points that an event adds at every step, shape (n_steps, n_draws), fading by its half-life.

    A scheduled event takes place with its chance, a random one arrives at its rate; both only if whoever decides
    agrees. With all inputs at their modes an event takes place if it is likelier than not, and random ones do not.
    """
    path = f"events.{name}"
    agrees = draw.value(f"{path}.agrees") if event.agrees is not None else np.ones(draw.n)
    size = draw.value(f"{path}.by") * (1.0 if event.helps is not None else -1.0)
    if event.date is not None:
        return _scheduled(path, event, calendar, draw, agrees, size)
    series = np.zeros((calendar.size, draw.n))
    if draw.is_central:
        return series
    rate = draw.value(f"{path}.rate") * agrees
    if event.during_talks is not None:
        rate = rate * draw.value(f"{path}.during_talks")
    arrivals = draw.stream(f"{path}#arrivals").random((calendar.size - 1, draw.n))
    half_life = draw.value(f"{path}.fades") if event.fades is not None else None
    for step, years in enumerate(calendar.lengths, start=1):
        kept = 1.0 if half_life is None else 0.5 ** (years * YEAR / np.maximum(half_life, 1e-9))
        happened = arrivals[step - 1] < -np.expm1(-rate * years)
        series[step] = series[step - 1] * kept + size * happened
    return series


def _scheduled(path: str, event: Event, calendar: Calendar, draw: Draw, agrees: Array, size: Array) -> Array:
    """Return the points that a scheduled event adds at every step."""
    assert event.date is not None
    chance = draw.value(f"{path}.chance") * agrees
    happens = chance > 0.5 if draw.is_central else draw.level(f"{path}#happens") < chance
    age = calendar.days - (event.date - calendar.as_of).days
    series = np.where(age >= 0, 1.0, 0.0)[:, None] * (size * happens)
    if event.fades is not None:
        half_life = np.maximum(draw.value(f"{path}.fades"), 1e-9)
        series = series * 0.5 ** (np.clip(age, 0.0, None)[:, None] / half_life)
    # What is left of an event before the case's date is in the level by then: only its fading is to come.
    return series - series[0] if event.date < calendar.as_of else series


def _after_the_leader(case: Case, party: str, names: Sequence[str], calendar: Calendar, draw: Draw) -> list[Moving]:
    """Return what packages are worth more, or less, to a leader's successor, from the day that he follows.

    With all inputs at their modes a leader stays, unless the day of leaving is known.
    """
    leader, path = case.parties[party].leader, f"parties.{party}.leader"
    if not leader.successor.worth or (leader.loses_office is None and leader.leaves_on is None):
        return []
    leaves = np.full(draw.n, np.inf)
    if leader.loses_office is not None and not draw.is_central:
        with np.errstate(divide="ignore"):
            years = -np.log1p(-draw.level(f"{path}.loses_office#when")) / draw.value(f"{path}.loses_office")
        leaves = YEAR * years
    if leader.leaves_on is not None:
        leaves = np.minimum(leaves, float((leader.leaves_on - case.as_of).days))
    gone = calendar.days[:, None] >= leaves
    found = []
    for name in leader.successor.worth:
        if name not in names:
            continue
        package = {name: case_packages(case)[name]}
        own = written_worth(leader, path, package, case, draw)[:, 0]
        touches = np.array([other == name for other in names])
        found.append(Moving(touches, gone * (draw.value(f"{path}.successor.worth.{name}") - own)))
    return found


def still_gains(
    case: Case,
    party: str,
    packages: Mapping[str, Package],
    calendar: Calendar,
    draw: Draw,
    without: str | None = None,
) -> Array:
    """Return what does not change with time of a leader's gains, shape (n_draws, n_packages)."""
    leader, path, names = case.parties[party].leader, f"parties.{party}.leader", tuple(packages)
    worth = written_worth(leader, path, packages, case, draw) + sweetened(case, party, names, draw)
    if leader.standing_offer is not None:
        offer = worth[:, [names.index(leader.standing_offer.package)]]
        worth = worth - (worth < offer) * draw.value(f"{path}.standing_offer.retreat_costs")[:, None]
    for name, line in leader.red_lines.items():
        crossed = np.array([package in line.crossed_by for package in names])
        worth = worth - crossed * draw.value(f"{path}.red_lines.{name}.costs")[:, None]
    for touches, points, active in _pressures(case, party, names, calendar, draw, without):
        if active.all():
            worth = worth + points[:, None] * touches
    return worth - no_agreement(case, party, draw)[:, None]


def no_agreement(case: Case, party: str, draw: Draw) -> Array:
    """Return what no agreement is worth to a leader at the case's date, shape (n_draws,)."""
    path = f"parties.{party}.leader.no_agreement"
    none = draw.value(f"{path}.worth") + draw.value(f"{path}.talks_go_on")
    for name in case.parties[party].leader.no_agreement.believes:
        at = f"{path}.believes.{name}"
        none = none + draw.value(f"{at}.chance") * draw.value(f"{at}.worth")
    return none


def _pressures(
    case: Case, party: str, names: Sequence[str], calendar: Calendar, draw: Draw, without: str | None
) -> Iterator[tuple[Mask, Array, Mask]]:
    """Yield packages touched, points and steps of every pressure on a leader."""
    for name, pressure in case.outside.items():
        if party in pressure.leans_on and name != without:
            touches, sign = names_package(pressure, names)
            points = sign * draw.value(f"outside.{name}.by")
            yield touches, points, calendar.active(pressure.since, pressure.until)


def leader_gains(
    case: Case,
    party: str,
    packages: Mapping[str, Package],
    calendar: Calendar,
    draw: Draw,
    without: str | None = None,
) -> Gains:
    """Return a leader's gains in every draw; `without` names an outsider whose pressure is left out."""
    path, names = f"parties.{party}.leader", tuple(packages)
    moving = []
    for touches, points, active in _pressures(case, party, names, calendar, draw, without):
        if active.any() and touches.any() and not active.all():
            moving.append(Moving(touches, active[:, None] * points))
    everything = np.ones(len(names), dtype=bool)
    for name, event in case.events.items():
        if party in (event.helps or ()) + (event.hurts or ()):
            moving.append(Moving(everything, event_series(name, event, calendar, draw)))
    moving += _after_the_leader(case, party, names, calendar, draw)
    drift = draw.value(f"{path}.no_agreement.per_year")
    if np.any(drift != 0):
        moving.append(Moving(everything, -calendar.years[:, None] * drift))
    return Gains(
        still=still_gains(case, party, packages, calendar, draw, without),
        moving=tuple(moving),
        failed_vote_costs=draw.value(f"{path}.failed_vote_costs"),
        no_agreement=no_agreement(case, party, draw),
        drift=drift,
    )
