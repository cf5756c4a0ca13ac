"""Tripwires: the single numbers which, moved alone in the case, turn an accepter's refusal of a package.

A tripwire is found by moving the very number that the case states, at its own path and in its own unit, all others
at their modes, and asking the accepter again: first where a straight line would have it turn, then by bisection.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from winset.answer import TOLERANCE
from winset.case.home import Consent, EachConsents
from winset.case.voting import Body, Referendum
from winset.chance.distributions import Fixed
from winset.forecasting.central import Central
from winset.forecasting.inputs import Draw
from winset.forecasting.labels import accepter_label, leader_label, plain
from winset.forecasting.record import Tripwire
from winset.forecasting.stand import Stand, accepted
from winset.forecasting.votes import vote
from winset.forecasting.worth import leader_gains, signs, written_worth

MOST = 12
DIGITS = 4
LEAST_BELIEF = 0.05
"""Below this belief in ratification no worth of a package is a sensible thing to ask of a leader."""


@dataclass(frozen=True)
class Lever:
    """A number that an accepter's answer hangs on.

    Parameters
    ----------
    path, label, unit : str
        Where the case states it, what it is called, and its unit.
    now, highest : float
        Its value with all inputs at their modes, and the highest it may take.
    guess : float
        Where a straight line would have the answer turn.
    refuses : callable
        Whether the accepter refuses the package with the number at a value.
    """

    path: str
    label: str
    unit: str
    now: float
    highest: float
    guess: float
    refuses: Callable[[float], bool]


def tripwires(central: Central) -> tuple[Tripwire, ...]:
    """Return the tripwires of all packages that count: those that open a package first, then the shortest moves."""
    refusing = np.stack([stand.refuses[0] for stand in central.stands])
    open_now = accepted(central.scene, central.stands, central.vote_error)[0]
    opened = [accepted(central.scene, central.stands, central.vote_error, but=stand)[0] for stand in central.stands]
    found = []
    for place, package in enumerate(central.board.packages):
        if not central.board.counts[place]:
            continue
        for who in np.flatnonzero(refusing[:, place]):
            stand = central.stands[int(who)]
            if not _matters(central, stand, place) or open_now[place]:
                continue  # others make up for it
            for lever in _levers(central, stand, place, package):
                flips_at = _turning_point(lever)
                if flips_at is not None:
                    found.append(
                        Tripwire(
                            path=lever.path,
                            label=lever.label,
                            now=round(lever.now, DIGITS),
                            flips_at=flips_at,
                            unit=lever.unit,
                            package=package,
                            party=stand.party,
                            accepter=stand.accepter,
                            opens=bool(opened[int(who)][place]) and not open_now[place],
                        )
                    )
    found.sort(key=lambda wire: (not wire.opens, abs(wire.flips_at - wire.now)))
    return tuple(found[:MOST])


def _matters(central: Central, stand: Stand, place: int) -> bool:
    """Tell whether a refusal is one that no other answer makes up for."""
    if stand.kind in {"leader", "capital"}:
        return True
    return bool(central.scene.answers(central.vote_error).matter((stand.party, stand.accepter))[0, place])


def _levers(central: Central, stand: Stand, place: int, package: str) -> Iterator[Lever]:
    """Yield the numbers that an accepter's answer to a package hangs on."""
    if stand.kind == "leader":
        yield from _worth(central, stand, place, package)
    elif stand.kind == "capital":
        yield _approval(central, stand, place)
    else:
        yield from _shares(central, stand, package)


def _worth(central: Central, stand: Stand, place: int, package: str) -> Iterator[Lever]:
    """Yield what the package is worth to a leader who believes that it may be ratified."""
    board, draw, belief = central.board, central.scene.draw, central.belief
    if belief[0, place] < LEAST_BELIEF:
        return
    path = f"parties.{stand.party}.leader"
    leader = board.case.parties[stand.party].leader
    now = float(written_worth(leader, path, board.packages, board.case, draw)[0, place])
    start = np.zeros(1, dtype=np.intp)

    def refuses(value: float) -> bool:
        moved = _moved(central, f"{path}.worth.{package}", value)
        gains = leader_gains(board.case, stand.party, board.packages, board.calendar, moved)
        return not bool(signs(gains.at(start, start), belief, gains.failed_vote_costs[:, None])[0, place])

    label = f"worth of {plain(package)} to {leader_label(board.case, stand.party)}"
    guess = now + float(stand.short[0, place] / belief[0, place])
    yield Lever(f"{path}.worth.{package}", label, "points of worth", now, math.inf, guess, refuses)


def _approval(central: Central, stand: Stand, place: int) -> Lever:
    """Return the approval that a felt public's leader has at the case's date."""
    now = float(central.scene.shocks.motions[stand.party, stand.accepter].start[0])
    short = float(stand.short[0, place])
    path = f"{central.board.ratifier(stand.party, stand.accepter).path}.approval"
    label = f"approval of {leader_label(central.board.case, stand.party)}"
    return Lever(path, label, "%", now, 100.0, now + short, lambda value: short - (value - now) > TOLERANCE)


def _shares(central: Central, stand: Stand, package: str) -> Iterator[Lever]:
    """Yield the shares in favour of a body, its blocs, voters or their territories, or the chance of a consent."""
    case = central.board.case
    ratifier = central.board.ratifier(stand.party, stand.accepter)
    accepter, path = ratifier.accepter, ratifier.path
    who = accepter_label(case, stand.party, stand.accepter)
    stated: list[tuple[str, Mapping[str, object] | None, str]] = []
    if isinstance(accepter, Body):
        stated = [
            (f"{path}.blocs.{name}.in_favour", bloc.in_favour, f"{plain(name)} of {who}")
            for name, bloc in accepter.blocs.items()
        ] or [(f"{path}.in_favour", accepter.in_favour, who)]
    elif isinstance(accepter, Referendum) and accepter.territories:
        stated = [
            (f"{path}.territories.{name}.in_favour", territory.in_favour, f"{plain(name)} of {who}")
            for name, territory in accepter.territories.items()
        ]
    elif isinstance(accepter, Referendum):
        polled = accepter.poll is not None
        stated = [(f"{path}.poll", None, who) if polled else (f"{path}.in_favour", accepter.in_favour, who)]
    elif isinstance(accepter, Consent):
        stated = [(f"{path}.consents", accepter.consents, who)]
    elif isinstance(accepter, EachConsents):
        stated = [(f"{path}.each_consents", accepter.each_consents, who)]
    unit = "chance" if stand.kind == "consent" else "share in favour"
    for root, shares, whose in stated:
        key = package if shares is not None and package in shares else "otherwise"
        where = root if shares is None else f"{root}.{key}"
        now = float(central.scene.draw.value(where)[0])

        def refuses(value: float, where: str = where) -> bool:
            moved = _moved(central, where, value)
            answer = vote(case, ratifier, (package,), moved, central.vote_error, None)
            return not bool(answer.passes[0, 0])

        yield Lever(where, f"{plain(package)} in {whose}", unit, now, 1.0, now, refuses)


def _moved(central: Central, path: str, value: float) -> Draw:
    """Return the central case with one number moved."""
    return Draw({**central.plan.distributions, path: Fixed(value)})


def _turning_point(lever: Lever) -> float | None:
    """Return the least value, to four digits and never short of it, at which the accepter no longer refuses.

    None if no value that the field allows would do.
    """
    refused, accepted = lever.now, min(max(lever.guess, lever.now) + 1e-3, lever.highest)
    step = max(1.0, abs(accepted - refused))
    while lever.refuses(accepted):
        if accepted >= min(lever.highest, 1e9):
            return None
        refused, accepted, step = accepted, min(accepted + step, lever.highest), 2 * step
    near = lever.guess - 1e-3
    if refused < near < accepted and lever.refuses(near):
        refused = near
    while accepted - refused > 10.0**-DIGITS / 2:
        middle = (refused + accepted) / 2
        refused, accepted = (middle, accepted) if lever.refuses(middle) else (refused, middle)
    value = math.ceil(accepted * 10**DIGITS - 1e-6) / 10**DIGITS
    while lever.refuses(value):
        value = round(value + 10.0**-DIGITS, DIGITS)
    return value if value <= lever.highest else None
