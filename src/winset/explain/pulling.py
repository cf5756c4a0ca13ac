"""Who can pull a lever, and with how much effort: as the case says, or by rule.

A number that moves by itself is measured by what it moves in half a year; one that is uncertain by its own spread; one
that is known by a tenth of its size or of its field's range.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.case.accepters import RATIFIERS, Ratifier, ratifiers
from winset.case.case import Case
from winset.case.levers import PULLERS
from winset.case.public import WORDING_ERROR, FeltPublic, Opinion
from winset.chance.distributions import Distribution
from winset.forecasting.block import Plan
from winset.forecasting.inputs import distribution

MONTHS = 6.0
"""Time over which a number's own moves are compared with a change of it."""

TENTH = 0.1
SCALE = 100.0
"""Points from one end of a scale to the other where a field has no bounds and the number is zero."""

LEVELS = (np.arange(256) + 0.5) / 256


@dataclass(frozen=True)
class Puller:
    """Who can move a number.

    Parameters
    ----------
    who : {"we", "they", "a party", "third party", "nobody"}
        ``a party`` where the case does not say which party we are.
    party : str
        Which one, if it is a party.
    """

    who: str
    party: str = ""


def puller(case: Case, path: str, we: str | None = None) -> Puller:
    """Return who can move a number: whom the case names, or else whom the rules do.

    Parameters
    ----------
    case : Case
    path : str
        The number's path.
    we : str, optional
        The party that we are; the one that the case names if not stated.

    Examples
    --------
    >>> import winset
    >>> puller(winset.load("kuril-2019"), "parties.japan.leader.worth.two-final", we="japan")
    Puller(who='we', party='japan')
    """
    we = we or case.levers.we
    said = case.levers.pull(path).who
    if said in ("third party", "nobody"):
        return Puller(said)
    party = said if said is not None and said not in PULLERS else we if said == "we" else _by_rule(case, path)
    if said == "they" and (party is None or party not in case.parties or party == we):
        others = [other for other in case.parties if other != we]
        return Puller("they", others[0] if len(others) == 1 else "")
    if party is None:
        return Puller("we") if said == "we" else Puller("nobody")
    if party not in case.parties:
        return Puller("third party")
    return Puller("a party" if we is None else "we" if party == we else "they", party)


def _by_rule(case: Case, path: str) -> str | None:
    """Return the party that can move a number, another word for third parties, None for nobody."""
    steps = path.split(".")
    if steps[0] == "sweeteners":
        efficiency = case.sweeteners[steps[1]].efficiency
        if steps[2] == "efficiency":
            return None
        paid_by = [ref for ref, points in efficiency.items() if distribution(points).mode < 0]
        return (paid_by or list(efficiency))[0].split(".")[0]
    if steps[0] in ("outside", "mediator"):
        return RATIFIERS
    if steps[0] == "events":
        needs = case.events[steps[1]].needs
        return needs if needs in case.parties else RATIFIERS
    if steps[0] == "parties" and steps[2] == "leader":
        return steps[1]
    who = _whose(case, path)
    if who is None:
        return None
    if isinstance(who.accepter, FeltPublic):
        return who.party if path == f"{who.path}.can_persuade" and who.party in case.parties else None
    return who.party


def _whose(case: Case, path: str) -> Ratifier | None:
    """Return who at home a number belongs to."""
    found = [who for who in ratifiers(case) if path == who.path or path.startswith(f"{who.path}.")]
    return max(found, key=lambda who: len(who.path)) if found else None


def six_month_sd(plan: Plan, public: str) -> float:
    """Return the standard deviation of the six-month change of a felt public's approval, in points.

    Its volatility times the root of six months, jumps included.
    """
    return float(plan.distributions[f"{public}.moves.volatility"].mode) * float(np.sqrt(MONTHS))


def unit_of_effort(plan: Plan, path: str, low: float, high: float) -> float:
    """Return by how much a number moves for one unit of effort: as the case says, or by rule.

    Parameters
    ----------
    plan : Plan
    path : str
    low, high : float
        Bounds of its field.
    """
    case = plan.board.case
    stated = case.levers.pull(path).effort
    if stated is not None:
        return stated
    who = _whose(case, path)
    if who is not None and isinstance(who.accepter, FeltPublic) and path == f"{who.path}.approval":
        return six_month_sd(plan, who.path) or TENTH * SCALE
    if path.startswith("events.") and path.endswith(".by"):
        event = case.events[path.split(".")[1]]
        for moved in ratifiers(case):
            public = isinstance(moved.accepter, FeltPublic) and moved.reference in (event.helps or event.hurts or ())
            if public and event.date is not None and distribution(event.by).mode == 0:
                return six_month_sd(plan, moved.path) or TENTH * SCALE
    known = plan.distributions.get(path)
    sd = spread(known) if known is not None else 0.0
    if sd > 0:
        return sd
    if np.isfinite(low) and np.isfinite(high):
        return TENTH * (high - low)
    return TENTH * (abs(known.mode) if known is not None and known.mode else SCALE)


def opinion_unit(plan: Plan, reading: Opinion, path: str) -> float:
    """Return by how many points of net opposition a reading moves for one unit of effort."""
    stated = plan.board.case.levers.pull(f"{path}.oppose").effort
    if stated is not None:
        return stated
    error = 0.0
    if reading.error is not None or not reading.names_package:
        error = float(distribution(reading.error or WORDING_ERROR).mode)
    parts = [spread(plan.distributions[f"{path}.{side}"]) for side in ("oppose", "support")]
    if reading.n is not None:
        against, favour = (plan.distributions[f"{path}.{side}"].mode / 100 for side in ("oppose", "support"))
        variance = max(against + favour - (against - favour) ** 2, 0.0) * reading.design_effect / reading.n
        parts.append(100 * float(np.sqrt(variance)))
    return float(np.hypot.reduce([error, *parts])) or TENTH * 2 * SCALE


def spread(known: Distribution) -> float:
    """Return the standard deviation of a number, over 256 even levels.

    >>> from winset.chance.distributions import Fixed
    >>> spread(Fixed(3.0))
    0.0
    """
    return float(np.std(known.ppf(LEVELS)))


__all__ = ["Puller", "opinion_unit", "puller", "six_month_sd", "spread", "unit_of_effort"]
