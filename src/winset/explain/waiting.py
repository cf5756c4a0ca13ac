"""Should a leader sign now or wait, as the case stands: every number at its mode, one leader and one package at a time.

The gain of signing is the leader's expected gain over no agreement. Where the case says what a point of approval is
worth to him, signing at an approval below what it needs costs him so much a point; otherwise he cannot sign there at
all. Waiting is priced by his discount rate and ends with the last date on which anything can be agreed. The other
side's yes is taken for granted: what it is worth to wait *for the other side* is not in these numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winset.case.case import Case
from winset.forecasting.calendar import YEAR
from winset.forecasting.central import Central
from winset.forecasting.labels import accepter_label, leader_label, plain
from winset.forecasting.worth import expected_gain
from winset.timing import Waiting, deadline_leverage, sign_or_wait
from winset.timing.stopping import Process

PROCESSES: dict[str, Process] = {"random-walk": "brownian", "mean-reversion": "mean-reversion"}


@dataclass(frozen=True)
class SignOrWait:
    """What a leader should do about one package, if approval moves as one process has it.

    Parameters
    ----------
    party, label : str
        The party, and its leader by name.
    package, package_label, process : str
    approval, need : float
        Approval now, and what signing needs, in points.
    gain : float
        Expected gain over no agreement, in points of the leader's own worth, where approval covers the need.
    now : float or None
        What signing now would bring; None where approval does not allow it.
    sign_now : bool
    value, waiting : float
        Worth of being free to choose the moment, and how much of it is the value of waiting.
    without_deal : float
        Chance that whoever waits for the best moment has signed nothing by the last date.
    expected : date or None
        Mean date of signing among the ways in which it comes to that.
    dates : tuple of date
        Dates for which the region is told.
    region : tuple of tuple of (float or None, float or None)
        At each date the intervals of approval in which signing is best; None where one has no end within 0 to 100.
    """

    party: str
    label: str
    package: str
    package_label: str
    process: str
    approval: float
    need: float
    gain: float
    now: float | None
    sign_now: bool
    value: float
    waiting: float
    without_deal: float
    expected: dt.date | None
    dates: tuple[dt.date, ...]
    region: tuple[tuple[tuple[float | None, float | None], ...], ...]


@dataclass(frozen=True)
class Leverage:
    """What the chance to lose office gives to the other of two leaders, if offers alternate quickly.

    Parameters
    ----------
    first, second : str
        The leaders by name.
    share, without : float
        Share of the first leader in what there is to gain, with both chances and without.
    """

    first: str
    second: str
    share: float
    without: float


def sign_or_wait_of(
    case: Case, central: Central, packages: Sequence[str]
) -> tuple[tuple[SignOrWait, ...], tuple[str, ...]]:
    """Return what each leader should do about each package, and why where that cannot be said."""
    found: list[SignOrWait] = []
    notes: list[str] = []
    silent = [leader_label(case, party) for party in case.parties if party not in case.waiting]
    if silent:
        notes.append(
            f"Sign now or wait: the case does not say how {_listed(silent)} price{'s' if len(silent) == 1 else ''} "
            "waiting. Add `waiting: {PARTY: {discount: 0.1}}` with a rate per year."
        )
    scene = central.scene
    for party, waiting in case.waiting.items():
        who = leader_label(case, party)
        own = [key for key in scene.felt if key[0] == party]
        if len(own) != 1:
            has = "no felt public" if not own else "several felt publics"
            notes.append(f"Sign now or wait: {who} has {has}, so that no one approval says when to sign.")
            continue
        (key,) = own
        if any(form.process.endswith("-jumps") for form in central.plan.forms):
            notes.append(f"Sign now or wait leaves jumps of {accepter_label(case, *key)} out.")
        for package in packages:
            place = list(central.board.packages).index(package)
            processes = dict.fromkeys(form.process.removesuffix("-jumps") for form in central.plan.forms)
            found += [
                _answer(case, central, party, key, place, package, process, waiting.discount, waiting.point_of_approval)
                for process in processes
                if process in PROCESSES
            ]
    return tuple(found), tuple(dict.fromkeys(notes))


def _answer(
    case: Case,
    central: Central,
    party: str,
    key: tuple[str, str],
    place: int,
    package: str,
    process: str,
    discount: float,
    price: float | None,
) -> SignOrWait:
    """Return what one leader should do about one package under one process."""
    scene, calendar = central.scene, central.board.calendar
    gains, felt, moves = scene.gains[party], scene.felt[key], scene.shocks.motions[key]
    step = np.zeros(1, dtype=np.intp)
    belief = central.belief[:, place]
    gain = float(expected_gain(gains.at(step, step)[:, place], belief, gains.failed_vote_costs)[0])
    approval = float(moves.start[0])
    costs = float(felt.net_cost[0, place]) > 0
    need = float(felt.floor[0] + felt.net_cost[0, place]) if costs else 0.0
    years = float(calendar.days[int(scene.last_steps[0])]) / YEAR
    states, worth = [need], [gain]
    if costs and price is not None:
        states, worth = [need - 50.0, need, need + 50.0], [gain - 50.0 * price, gain, gain]
    reversion, drift = float(moves.reversion[0]), float(moves.drift[0])
    found = sign_or_wait(
        start=approval,
        states=states,
        gains=worth,
        volatility=max(float(moves.volatility[0]), 1e-6),
        horizon=years,
        rate=discount,
        drift=drift,
        speed=reversion,
        level=float(moves.level[0]),
        not_below=need if costs and price is None else None,
        per_time=-float(belief[0] * gains.drift[0]),
        process=PROCESSES[process],
    )
    expected = found.expected_time
    days = [calendar.as_of + dt.timedelta(days=float(time * YEAR)) for time in found.times]
    return SignOrWait(
        party=party,
        label=leader_label(case, party),
        package=package,
        package_label=plain(package),
        process=process,
        approval=round(approval, 6),
        need=round(need, 6),
        gain=round(gain, 6),
        now=round(found.now, 6) if np.isfinite(found.now) else None,
        sign_now=found.sign_now,
        value=round(found.value, 6),
        waiting=round(found.waiting, 6),
        without_deal=round(found.without_deal, 6),
        expected=calendar.as_of + dt.timedelta(days=float(expected * YEAR)) if np.isfinite(expected) else None,
        dates=tuple(days),
        region=_region(found),
    )


def _region(found: Waiting) -> tuple[tuple[tuple[float | None, float | None], ...], ...]:
    """Return the intervals of approval at each date, cut to 0 to 100; None where one has no end within that."""
    cut = []
    for intervals in found.region:
        kept = [(low, high) for low, high in intervals if low <= 100 and high >= 0]
        cut.append(
            tuple((None if low <= 0 else round(low, 4), None if high >= 100 else round(high, 4)) for low, high in kept)
        )
    return tuple(cut)


def leverage_of(case: Case, central: Central) -> Leverage | None:
    """Return what two leaders' chances to lose office give to the other, if the case prices both leaders' waiting."""
    parties = tuple(case.parties)
    if len(parties) != 2 or any(party not in case.waiting for party in parties):
        return None
    hazards = []
    for party in parties:
        stated = case.parties[party].leader.loses_office is not None
        path = f"parties.{party}.leader.loses_office"
        hazards.append(float(central.scene.draw.value(path)[0]) if stated else 0.0)
    if not any(hazards):
        return None
    rates = [case.waiting[party].discount for party in parties]
    found = deadline_leverage(*rates, *hazards)
    names = [leader_label(case, party) for party in parties]
    return Leverage(names[0], names[1], round(found.share, 6), round(found.without_deadlines, 6))


def _listed(names: Sequence[str]) -> str:
    """Return names joined by commas and a last "and"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
