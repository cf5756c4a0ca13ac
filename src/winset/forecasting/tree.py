"""Everyone who must accept as one tree, and whether each node of it accepts at the case's date.

At the root all parties must accept, or as many as a rule among them asks for; below a party stand its leader and its
home, below `ratifiers` those who belong to no party. A rule with a single branch is that branch. Who is asked only
after a No stands beside the root: a second road, which no rule counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import KINDS, RATIFIERS, UNLISTED, branch_name, branches, homes, titles
from winset.case.agreement import PartyRule, in_words
from winset.case.case import Case
from winset.case.home import Accepter, AllOf, AnyOf, AtLeast, StoppedOnlyIf
from winset.forecasting.coalition import holds
from winset.forecasting.labels import leader_label, party_label, plain
from winset.forecasting.record import AccepterNode, NodeStand
from winset.forecasting.rules import only_after_a_no
from winset.forecasting.stand import UNITS, Stand

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROOT = "*"
"""Path of the root, which no party can be called."""

ALL = "all of"
AFTER_A_NO = "only after a No"
"""What stands for a rule at someone who is asked only then."""


@dataclass(frozen=True)
class Place:
    """One place in the tree.

    Parameters
    ----------
    path, parent, party, name, label, rule, kind : str
        As in the forecast's record.
    stops : bool
        True inside a negative procedure.
    needed : int
        How many of those just below must accept; 0 for someone who accepts or refuses.
    """

    path: str
    parent: str
    party: str
    name: str
    label: str
    rule: str
    kind: str
    stops: bool
    needed: int


def places(case: Case) -> tuple[Place, ...]:
    """Return the places of a case's tree, each before those below it.

    >>> import winset
    >>> [place.path for place in places(winset.load("wage-round"))][:4]
    ['*', 'union', 'union.leader', 'union.committee']
    """
    found: list[Place] = []
    written = {party: list(_homes(case, party)) for party in (*case.parties, RATIFIERS)}
    for party in case.parties:
        leader = Place(f"{party}.leader", party, party, "leader", leader_label(case, party), "", "leader", False, 0)
        below = [leader, *written[party]]
        found += [_all(party, ROOT, party, party_label(case, party), below), *below]
    below = written[RATIFIERS]
    if case.unlisted_blocker is not None:
        path = f"{RATIFIERS}.{UNLISTED}"
        says = "someone whom the case does not name"
        below.append(Place(path, RATIFIERS, RATIFIERS, UNLISTED, says, "", "consent", False, 0))
    if below:
        found += [_all(RATIFIERS, ROOT, RATIFIERS, "those of no party", below), *below]
    root = _all(ROOT, "", "", "everyone", found)
    if case.agreed_by is not None:
        parties = tuple(case.parties)
        rule = in_words(case.agreed_by, parties, {party: party_label(case, party) for party in parties})
        root = replace(root, rule=f"{rule}, and those of no party" if below else rule)
    other = only_after_a_no(case)
    if other is None:
        return (root, *found)
    road = Place(other.path, "", other.party, other.name, plain(other.name), AFTER_A_NO, other.kind, other.stops, 0)
    return (root, *found, road)


def _all(path: str, parent: str, party: str, label: str, below: Sequence[Place]) -> Place:
    """Return a place at which all just below must accept."""
    needed = sum(place.parent == path for place in below)
    return Place(path, parent, party, "" if path == ROOT else party, label, ALL, "", False, needed)


def _homes(case: Case, party: str) -> Iterator[Place]:
    """Yield the places of one home, called by their titles where they have any."""
    called = titles(case)
    for whose, _, home in homes(case):
        if whose == party:
            for name, accepter in home.items():
                for place in _places(accepter, party, name, f"{party}.{name}", party, False):
                    yield replace(place, label=called.get((party, place.name), place.label))


def _places(accepter: Accepter, party: str, name: str, path: str, parent: str, stops: bool) -> Iterator[Place]:
    """Yield a place and those below it; a negative procedure shares the place of the rule that can stop it."""
    if isinstance(accepter, StoppedOnlyIf):
        how = "stopped unless carried" if stops else "goes through unless stopped"
        first, *rest = _places(accepter.stopped_only_if, party, name, path, parent, not stops)
        if "unless" in first.rule:  # one negative procedure within another
            yield Place(path, parent, party, name, plain(name), how, "", stops, 1)
            yield from _places(accepter.stopped_only_if, party, name, f"{path}.stopped_only_if", path, not stops)
        else:
            by = first.rule.removeprefix("stopped by ")
            yield replace(first, rule=f"{how} by {by}" if by else how)
            yield from rest
    elif isinstance(accepter, AllOf | AnyOf | AtLeast):
        written = branches(accepter)
        if len(written) == 1:
            ((key, branch),) = written.items()
            called = branch_name(accepter, name, key)
            yield from _places(branch, party, called, f"{path}.{called}", parent, stops)
            return
        count = len(written)
        needed = count if isinstance(accepter, AllOf) else 1 if isinstance(accepter, AnyOf) else accepter.at_least
        rule = ALL if needed == count else "any of" if needed == 1 else f"at least {needed} of {count}"
        if stops:
            rule, needed = f"stopped by {rule}", count - needed + 1
        yield Place(path, parent, party, name, plain(name), rule, "", stops, needed)
        for key, branch in written.items():
            called = branch_name(accepter, name, key)
            yield from _places(branch, party, called, f"{path}.{called}", path, stops)
    else:
        yield Place(path, parent, party, name, plain(name), "", KINDS[type(accepter)], stops, 0)


def accepts(tree: Sequence[Place], standing: Sequence[Stand], among: PartyRule | None = None) -> Mask:
    """Return whether each place of the tree accepts, shape (n_places, n_draws, n_packages).

    `among` says which parties must, all of them unless stated.
    """
    says = {(stand.party, stand.accepter): ~stand.refuses for stand in standing}
    found: list[Mask] = [np.empty(0, dtype=bool)] * len(tree)
    below: dict[str, list[Mask]] = {}
    for number in range(len(tree) - 1, -1, -1):
        place = tree[number]
        if place.path == ROOT and among is not None:
            yes = {part.path: found[at] for at, part in enumerate(tree) if part.parent == ROOT}
            others = yes.pop(RATIFIERS, np.ones_like(found[-1]))
            found[number] = holds(among, yes) & others
        elif place.needed:
            found[number] = np.sum(below[place.path], axis=0) >= place.needed
        else:
            found[number] = says[place.party, place.name]
        below.setdefault(place.parent, []).append(found[number])
    return np.stack(found)


def accepters(
    tree: Sequence[Place], packages: Sequence[str], chances: Array, standing: Sequence[Stand], gaps: Array
) -> tuple[AccepterNode, ...]:
    """Return the tree with its chances, shape (n_places, n_packages), and the central gaps of `standing`."""
    gap = {(stand.party, stand.accepter): gaps[number] for number, stand in enumerate(standing)}
    return tuple(
        AccepterNode(
            path=place.path,
            parent=place.parent,
            party=place.party,
            name=place.name,
            label=place.label,
            rule=place.rule,
            kind=place.kind,  # type: ignore[arg-type]
            stops=place.stops,
            unit=UNITS.get(place.kind, ""),
            stands=tuple(
                NodeStand(
                    package,
                    round(float(chances[number, column]), 10),
                    None if place.needed else _stated(gap[place.party, place.name][column]),
                )
                for column, package in enumerate(packages)
            ),
        )
        for number, place in enumerate(tree)
    )


def _stated(gap: float) -> float | None:
    """Return a gap, none where there is nothing to ask."""
    return round(float(gap), 10) if np.isfinite(gap) else None


__all__ = ["AFTER_A_NO", "ALL", "ROOT", "Place", "accepters", "accepts", "places"]
