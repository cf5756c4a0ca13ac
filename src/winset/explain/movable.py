"""The numbers of a case that may be moved: each with its path, its bounds, who can move it and at what effort.

How a public sees a package is one number, its net opposition: what leaves those against goes to those in favour.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.domains import DOMAINS
from winset.case.levers import fits
from winset.case.levers_checks import lever_domains
from winset.case.public import FeltPublic
from winset.case.quantity import Quantity
from winset.explain.bench import Bench
from winset.explain.pulling import Puller, opinion_unit, puller, unit_of_effort
from winset.forecasting.labels import accepter_label, leader_label, path_label, plain, titled
from winset.forecasting.worth import written_worth

Array = NDArray[np.float64]

LATER = (
    *(
        "meetings.",
        "lead_times.",
        "deadlines.",
        "after_a_no.",
        "provisional.",
        "keeping.",
        "correlations.",
        "packages.",
    ),
    *("series.", "unlisted_blocker", "mediator.guarantees", "mediator.closes", "mediator.more_meetings"),
)
"""Numbers that count only once talks go on, and open nothing at the case's date."""

SPREADS = (".moves.", ".floor.soft", ".error", ".common_error", ".poll_error", "#", ".cost_fades", ".fades", ".rate")
"""Numbers that say how far others may stray, or how fast: they move nothing at the centre."""


@dataclass(frozen=True)
class Movable:
    """A number that may be moved, or two that are moved together.

    Parameters
    ----------
    paths : tuple of str
    shares : tuple of float
        By how much the number at each path moves for one unit of the whole.
    starts : tuple of float
        Their central values.
    label, unit : str
    now, low, high : float
        The whole at its central value, and the bounds that it may not leave: its field's, or the case's cap.
    to : float or None
        The only other value that it can take.
    unit_of_effort : float
        By how much it moves for one unit of effort.
    puller : Puller
    """

    paths: tuple[str, ...]
    shares: tuple[float, ...]
    starts: tuple[float, ...]
    label: str
    unit: str
    now: float
    low: float
    high: float
    to: float | None
    unit_of_effort: float
    puller: Puller

    def values(self, whole: float | Array) -> dict[str, Array]:
        """Return the value of each number behind some values of the whole."""
        moved = np.asarray(whole, dtype=float) - self.now
        return {
            path: np.asarray(start + share * moved)
            for path, share, start in zip(self.paths, self.shares, self.starts, strict=True)
        }

    def bound(self, direction: int) -> float:
        """Return the furthest value in a direction."""
        return self.high if direction > 0 else self.low


def movables(bench: Bench, told: Case, we: str | None = None) -> tuple[Movable, ...]:
    """Return the numbers of a case that may be moved, in the order of the file.

    What a story of the case sets is left out, since a change of it would be overruled, and so is what the case calls
    untouchable.

    Parameters
    ----------
    bench : Bench
        The centre of the likeliest story.
    told : Case
        The case with all its stories.
    we : str, optional
        The party that we are.
    """
    case = bench.board.case
    overruled = {path for stories in told.stories.values() for story in stories.values() for path in story.sets}
    opinions, quantities = _opinions(bench, we), case.quantities()
    behind = {path for lever in opinions.values() for path in lever.paths}
    found: list[Movable] = []
    for path, domain in lever_domains(case).items():
        if (
            any(f"{path}.".startswith(f"{one}.") for one in overruled)
            or path.startswith(LATER)
            or any(part in path for part in SPREADS)
        ):
            continue
        if case.levers.pull(path).untouchable or _says_nothing(case, path, quantities):
            continue
        if path in opinions:
            found.append(opinions[path])
        elif path not in behind and not _is_reading(case, path):
            single = _single(bench, path, domain, we)
            if single is not None:
                found.append(single)
    return tuple(found)


def _says_nothing(case: Case, path: str, quantities: Mapping[str, Quantity]) -> bool:
    """Tell whether a number is winset's own and certain, such as the zero of a scale, and the case does not name it."""
    known = quantities.get(path)
    named = any(path == pattern or fits(path, pattern) for pattern in case.levers.numbers)
    return known is not None and known.is_default and not known.is_uncertain and not named


def _is_reading(case: Case, path: str) -> bool:
    """Tell whether a number is one of several readings of how a public sees a package."""
    return ".opposition." in path and any(
        path.startswith(f"{who.path}.opposition.") for who in ratifiers(case) if isinstance(who.accepter, FeltPublic)
    )


def _single(bench: Bench, path: str, domain: str, we: str | None) -> Movable | None:
    """Return one number as it may be moved; None if it is no number of its own at the centre."""
    case = bench.board.case
    steps = path.split(".")
    if path in bench.plan.distributions:
        now = bench.value(path)
    elif steps[0] == "parties" and steps[2:4] == ["leader", "worth"]:
        leader = case.parties[steps[1]].leader
        if leader.worth_of_options or leader.spatial is not None:
            return None  # moved through the numbers that price it
        package = {steps[4]: bench.board.packages[steps[4]]}
        now = float(written_worth(leader, f"parties.{steps[1]}.leader", package, case, bench.scene.draw)[0, 0])
    else:
        return None
    allowed, pull = DOMAINS[domain], case.levers.pull(path)
    low, high = allowed.low, allowed.high
    if path.endswith((".costs", ".by", ".spatial.scale", ".retreat_costs")):  # a cost does not turn into a gain
        low, high = (0.0, high) if now >= 0 else (low, 0.0)
    low, high = _within(now, low, high, pull.cap)
    return Movable(
        paths=(path,),
        shares=(1.0,),
        starts=(now,),
        label=label(case, path),
        unit=_unit(case, path, domain),
        now=now,
        low=low,
        high=high,
        to=pull.to,
        unit_of_effort=unit_of_effort(bench.plan, path, allowed.low, allowed.high),
        puller=puller(case, path, we),
    )


def _opinions(bench: Bench, we: str | None) -> Mapping[str, Movable]:
    """Return net opposition to each package in the reading taken at the centre, by the path of its share against."""
    case, found = bench.board.case, {}
    for who in ratifiers(case):
        if not isinstance(who.accepter, FeltPublic):
            continue
        for package, readings in who.accepter.opposition.items():
            chances = [1.0 if reading.chance is None else reading.chance for reading in readings]
            place = int(np.argmax(chances))
            path = f"{who.path}.opposition.{package}.{place}"
            against, favour = (bench.value(f"{path}.{side}") for side in ("oppose", "support"))
            now = against - favour
            low, high = now - 2 * min(against, 100.0 - favour), now + 2 * min(favour, 100.0 - against)
            pull = case.levers.pull(f"{path}.oppose")
            low, high = _within(now, low, high, pull.cap)
            found[f"{path}.oppose"] = Movable(
                paths=(f"{path}.oppose", f"{path}.support"),
                shares=(0.5, -0.5),
                starts=(against, favour),
                label=f"net opposition to {plain(package)}, {accepter_label(case, *who.key)}"
                + (f" ({readings[place].house})" if len(readings) > 1 and readings[place].house else ""),
                unit="points",
                now=now,
                low=low,
                high=high,
                to=pull.to,
                unit_of_effort=opinion_unit(bench.plan, readings[place], path),
                puller=puller(case, f"{path}.oppose", we),
            )
    return found


def _within(now: float, low: float, high: float, cap: float | None) -> tuple[float, float]:
    """Return the bounds of a number with a cap on one of its sides."""
    if cap is None:
        return low, high
    return (low, min(high, cap)) if cap >= now else (max(low, cap), high)


def label(case: Case, path: str) -> str:
    """Return what a number is called where it is a lever: in the words of its owner.

    >>> import winset
    >>> label(winset.load("kuril-2019"), "parties.russia.home.public.approval")
    'approval of Vladimir Putin'
    """
    steps = path.split(".")
    if steps[0] == "parties" and steps[2:4] == ["leader", "worth"] and len(steps) == 5:
        return f"worth of {plain(steps[4])} to {leader_label(case, steps[1])}"
    for who in ratifiers(case):
        if path == f"{who.path}.approval":
            return f"approval of {leader_label(case, who.party)}"
        if path == f"{who.path}.floor.value":
            return f"floor under the approval of {leader_label(case, who.party)}"
        if path == f"{who.path}.pass_through":
            return f"pass-through of net opposition to approval, {accepter_label(case, *who.key)}"
        if path.startswith(f"{who.path}.") and not isinstance(who.accepter, FeltPublic):
            *rest, package = path.removeprefix(f"{who.path}.").split(".")
            if rest and rest[-1] in ("in_favour", "consents", "each_consents"):
                whose = accepter_label(case, *who.key)
                among = f"{plain(rest[-2])} of {whose}" if len(rest) > 1 else whose
                what = "share in favour" if rest[-1] == "in_favour" else "chance of consent"
                return f"{what} of {plain(package)}, {among}" if package != "otherwise" else f"{what}, {among}"
    if steps[0] == "events" and steps[2:] == ["by"]:
        event = case.events[steps[1]]
        return f"size of the event {plain(steps[1])}" + (f" ({event.says})" if event.says else "")
    if steps[0] == "sweeteners":
        share = {"amount": "amount", "delivered": "chance of delivery"}.get(steps[2])
        if share is not None:
            return f"{share} of {plain(steps[1])}"
        return f"worth of one unit of {plain(steps[1])} to {_reference(case, '.'.join(steps[3:]))}"
    if steps[0] == "outside":
        return f"pressure from {titled(steps[1])}"
    return path_label(case, path)


def _reference(case: Case, reference: str) -> str:
    """Return what a party or one of its ratifiers is called."""
    party, _, name = reference.partition(".")
    return accepter_label(case, party, name) if name else leader_label(case, party)


def _unit(case: Case, path: str, domain: str) -> str:
    """Return the unit that a number is measured in."""
    steps = path.split(".")
    if steps[0] == "sweeteners" and steps[2] == "amount":
        return case.sweeteners[steps[1]].unit or "units"
    if steps[0] == "sweeteners" and steps[2] == "efficiency":
        return "points a unit"
    if path.endswith(".pass_through"):
        return "points a point"
    if ".leader." in path and domain in ("points", "positive", "number"):
        return "points of worth"
    if domain in ("points", "spread", "positive"):
        return "points"
    return {"share": "share", "chance": "chance", "percent": "%"}.get(domain, DOMAINS[domain].unit)


def stated_bounds(lever: Movable) -> Iterator[tuple[int, float]]:
    """Yield the directions in which a number can be moved, each with how far."""
    for direction in (1, -1):
        room = direction * ((lever.to if lever.to is not None else lever.bound(direction)) - lever.now)
        if room > 1e-12 or math.isinf(room):
            yield direction, room


__all__ = ["Movable", "label", "movables", "stated_bounds"]
