"""The rules at home as one tree over all ratifiers, split where everyone must be carried.

Most homes are plain: everyone must say yes. Their leaves are then conjuncts of their own, which windows and votes
take one by one; only what is left, a choice or a count among several, is worked out as a tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from winset.case.accepters import RATIFIERS, UNLISTED, Ratifier, branch_name, branches, homes, ratifiers
from winset.case.case import Case
from winset.case.home import Accepter, AllOf, AnyOf, AtLeast, Follows, StoppedOnlyIf
from winset.ratify.tree import Leaf, Node, Tree, places

OTHER = "other-ratifier"
"""Stands for who decides after a No and is not asked before."""


@dataclass(frozen=True)
class Rules:
    """Who must say yes, and how their answers add up.

    Parameters
    ----------
    who : tuple of Ratifier
        The leaves, in the order of the file; their places are those of the tree.
    conjuncts : tuple of Tree
        All of these must pass.
    """

    who: tuple[Ratifier, ...]
    conjuncts: tuple[Tree, ...]

    @classmethod
    def of(cls, case: Case) -> Rules:
        """Return the rules of a case."""
        who = ratifiers(case)
        at = {ratifier.key: place for place, ratifier in enumerate(who)}
        found = [
            conjunct
            for party, _, home in homes(case)
            for name, accepter in home.items()
            for conjunct in _conjuncts(_tree(accepter, party, name, at, False))
        ]
        found += [Leaf(place) for place, ratifier in enumerate(who) if ratifier.name == UNLISTED]
        return cls(who, tuple(found))

    @property
    def tree(self) -> Tree:
        """The rules as one tree."""
        return Node(len(self.conjuncts), self.conjuncts)

    def of_party(self, party: str) -> Rules:
        """Return the rules of one home; ``ratifiers`` for those of no party. Places stay what they are."""
        own = tuple(part for part in self.conjuncts if self.who[places(part)[0]].party == party)
        return Rules(self.who, own)

    @cached_property
    def required(self) -> frozenset[int]:
        """Places of those without whom nothing passes."""
        return frozenset(part.place for part in self.conjuncts if isinstance(part, Leaf))

    @cached_property
    def choices(self) -> tuple[Node, ...]:
        """Conjuncts in which one answer may make up for another."""
        return tuple(part for part in self.conjuncts if isinstance(part, Node))

    @cached_property
    def follows(self) -> Mapping[int, int]:
        """Places of those who follow, and whom they follow."""
        at = {ratifier.key: place for place, ratifier in enumerate(self.who)}
        return {
            place: at[ratifier.party, ratifier.accepter.follows]
            for place, ratifier in enumerate(self.who)
            if isinstance(ratifier.accepter, Follows)
        }

    @cached_property
    def in_order(self) -> tuple[int, ...]:
        """Places of all, whoever is followed before those who follow."""
        found: list[int] = []

        def add(place: int) -> None:
            if place not in found:
                if place in self.follows:
                    add(self.follows[place])
                found.append(place)

        for place in range(len(self.who)):
            add(place)
        return tuple(found)

    @cached_property
    def early(self) -> frozenset[int]:
        """Places of those who are asked before leaders sign, felt publics left out."""
        return frozenset(place for place, who in enumerate(self.who) if who.beforehand and who.kind != "capital")


def _tree(accepter: Accepter, party: str, name: str, at: Mapping[tuple[str, str], int], stops: bool) -> Tree:
    """Return the tree of an accepter, whose leaves pass a package or do not stop it.

    What is stopped only if all stop it goes through if any does not, and so on: rules are turned round where they say
    what stops a package.
    """
    if isinstance(accepter, StoppedOnlyIf):
        return _tree(accepter.stopped_only_if, party, name, at, not stops)
    if not isinstance(accepter, AllOf | AnyOf | AtLeast):
        return Leaf(at[party, name])
    below = tuple(
        _tree(branch, party, branch_name(accepter, name, key), at, stops) for key, branch in branches(accepter).items()
    )
    needed = len(below) if isinstance(accepter, AllOf) else 1 if isinstance(accepter, AnyOf) else accepter.at_least
    return below[0] if len(below) == 1 else Node(len(below) - needed + 1 if stops else needed, below)


def _conjuncts(tree: Tree) -> Iterator[Tree]:
    """Yield the parts of a tree that must all pass."""
    if isinstance(tree, Node) and tree.at_least == len(tree.children):
        for child in tree.children:
            yield from _conjuncts(child)
    else:
        yield tree


def second_road(case: Case, who: tuple[Ratifier, ...]) -> Ratifier | None:
    """Return who decides after a No in place of those who said it; None if they are asked again themselves."""
    other: str | Accepter | None = None if case.after_a_no is None else case.after_a_no.other_ratifier
    if other is None:
        return None
    if isinstance(other, str):
        return next(ratifier for ratifier in who if other in (ratifier.name, ratifier.reference))
    return Ratifier(RATIFIERS, OTHER, "after_a_no.other_ratifier", other)  # type: ignore[arg-type]


def only_after_a_no(case: Case) -> Ratifier | None:
    """Return who decides after a No and is asked only then; None if nobody is."""
    written_there = case.after_a_no is not None and not isinstance(case.after_a_no.other_ratifier, str)
    return second_road(case, ()) if written_there else None


def asked_alone(case: Case, who: tuple[Ratifier, ...]) -> Ratifier | None:
    """Return whose No alone may be followed by another vote; None if everyone's may."""
    name = None if case.after_a_no is None else case.after_a_no.asks
    return next((ratifier for ratifier in who if name in (ratifier.name, ratifier.reference)), None)


__all__ = ["Rules", "asked_alone", "only_after_a_no", "second_road"]
