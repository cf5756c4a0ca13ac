"""What two cases have in common, so that what was drawn and asked for one need not be drawn and asked for the other.

A part is in common if everything that it hangs on is written alike in both. Nothing is compared by its outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from winset.case.accepters import Ratifier, ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic


@dataclass(frozen=True)
class Alike:
    """Parts that are the same in two cases.

    Parameters
    ----------
    leaders : frozenset of str
        Parties whose leader's gains are the same.
    accepters : frozenset of (str, str)
        Everyone at home whose stand is the same, by party and name; what moves a public's approval is apart.
    approvals : frozenset of (str, str)
        Felt publics on whose approval the same events work.
    paths : bool
        Whether the random moves of approval are the same.
    meetings : bool
        Whether the leaders meet and close alike.
    """

    leaders: frozenset[str] = frozenset()
    accepters: frozenset[tuple[str, str]] = frozenset()
    approvals: frozenset[tuple[str, str]] = frozenset()
    paths: bool = False
    meetings: bool = False


def alike_in(case: Case, other: Case) -> Alike:
    """Return what two cases have in common; nothing if other packages are talked about, at other times, or by others.

    Examples
    --------
    >>> import winset
    >>> case = winset.load("wage-round")
    >>> sorted(alike_in(case, case).leaders)
    ['employer', 'union']
    """
    mine, theirs = ratifiers(case), ratifiers(other)
    if [_place(who) for who in mine] != [_place(who) for who in theirs] or not _same(
        case,
        other,
        "as_of",
        "until",
        "stage",
        "agreed_package",
        "question",
        "issues",
        "exclude",
        "packages",
        "agreed_by",
    ):
        return Alike()
    if list(case.parties) != list(other.parties) or not _same(case, other, "after_a_no", "unlisted_blocker"):
        return Alike()
    leaders = [
        party
        for party in case.parties
        if case.parties[party].leader == other.parties[party].leader
        and _around(case, party) == _around(other, party)
        and _events(case, party) == _events(other, party)
    ]
    accepters = [
        one.key
        for one, two in zip(mine, theirs, strict=True)
        if _felt_alike(one, two) and _around(case, one.reference) == _around(other, two.reference)
    ]
    worths = [[party.leader.meeting_worth for party in one.parties.values()] for one in (case, other)]
    return Alike(
        frozenset(leaders),
        frozenset(accepters),
        frozenset(who.key for who in mine if _events(case, who.reference) == _events(other, who.reference)),
        case.correlations == other.correlations,
        _same(case, other, "meetings", "deadlines", "mediator", "outside") and worths[0] == worths[1],
    )


def _felt_alike(one: Ratifier, two: Ratifier) -> bool:
    """Tell whether two stand alike; where a public's approval is, and how it moves, stands apart."""
    if isinstance(one.accepter, FeltPublic) and isinstance(two.accepter, FeltPublic):
        fields = set(FeltPublic.model_fields) - {"approval", "moves"}
        return all(getattr(one.accepter, field) == getattr(two.accepter, field) for field in fields)
    return one == two


def _place(who: Ratifier) -> tuple[Any, ...]:
    """Return where someone stands, and how they are asked."""
    return who.key, who.path, who.kind, who.stops, who.answers


def _same(case: Case, other: Case, *parts: str) -> bool:
    """Tell whether parts of two cases are written alike."""
    return all(getattr(case, part) == getattr(other, part) for part in parts)


def _around(case: Case, reference: str) -> tuple[Any, ...]:
    """Return what sweetens packages for someone, and who leans on them."""
    sweeteners = [
        (name, part.amount, part.delivered, part.comes_with, part.efficiency[reference])
        for name, part in case.sweeteners.items()
        if reference in part.efficiency
    ]
    pressures = [(name, part) for name, part in case.outside.items() if reference in part.leans_on]
    return sweeteners, pressures, case.mediator


def _events(case: Case, reference: str) -> list[tuple[str, Any]]:
    """Return the events that work on someone."""
    return [(name, event) for name, event in case.events.items() if reference in (event.helps or event.hurts or ())]


__all__ = ["Alike", "alike_in"]
