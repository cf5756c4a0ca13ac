"""Everyone who must be carried besides the leaders: the leaves of the homes' trees, each with its path in the case.

A home is a tree of rules. What most of the rest of winset needs is the row of its leaves: who they are, to which party
they belong, and where the case states their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from winset.case.case import Case
from winset.case.home import Accepter, AllOf, AnyOf, AtLeast, Consent, EachConsents, Follows, StoppedOnlyIf
from winset.case.public import FeltPublic
from winset.case.voting import Body, Referendum

RATIFIERS = "ratifiers"
"""Stands for a party where someone belongs to none."""

Leaf = FeltPublic | Body | Referendum | Consent | EachConsents | Follows
Rule = AllOf | AnyOf | AtLeast | StoppedOnlyIf

KINDS = {
    FeltPublic: "capital",
    Body: "body",
    Referendum: "referendum",
    Consent: "consent",
    EachConsents: "consent",
    Follows: "consent",
}


@dataclass(frozen=True)
class Ratifier:
    """Someone who must be carried: a leaf of a home's tree.

    Parameters
    ----------
    party : str
        Id of the party, ``ratifiers`` for someone who belongs to none.
    name : str
        Id within the party; a branch without a name is called after the rule above it and its place.
    path : str
        Where the case describes it, joined by dots.
    accepter : part of a home
    stops : bool
        True inside a negative procedure, where its answer stops the package or lets it go.
    """

    party: str
    name: str
    path: str
    accepter: Leaf
    stops: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Party and name."""
        return self.party, self.name

    @property
    def reference(self) -> str:
        """How other parts of the case name it: ``russia.public``."""
        return f"{self.party}.{self.name}"

    @property
    def kind(self) -> str:
        """Capital, body, referendum or consent."""
        return KINDS[type(self.accepter)]


def branches(rule: Rule) -> Mapping[str, Accepter]:
    """Return the branches of a rule by name."""
    if isinstance(rule, AllOf):
        return rule.all_of
    if isinstance(rule, AnyOf):
        return rule.any_of
    if isinstance(rule, AtLeast):
        return rule.of
    return {"stopped_only_if": rule.stopped_only_if}


def branch_path(rule: Rule, path: str, name: str) -> str:
    """Return the path of a rule's branch."""
    if isinstance(rule, StoppedOnlyIf):
        return f"{path}.stopped_only_if"
    key = "all_of" if isinstance(rule, AllOf) else "any_of" if isinstance(rule, AnyOf) else "of"
    return f"{path}.{key}.{name}"


def branch_name(rule: Rule, above: str, name: str) -> str:
    """Return what a branch is called: its own name, or the rule's with its place counted from one."""
    if isinstance(rule, StoppedOnlyIf):
        return above
    return f"{above}-{int(name) + 1}" if name.isdigit() else name


def homes(case: Case) -> Iterator[tuple[str, str, Mapping[str, Accepter]]]:
    """Yield every home as party, path and the branches that must all be carried; those of no party come last."""
    for party, side in case.parties.items():
        yield party, f"parties.{party}.home", side.home
    if case.ratifiers:
        yield RATIFIERS, RATIFIERS, case.ratifiers


def ratifiers(case: Case) -> tuple[Ratifier, ...]:
    """Return everyone who must be carried besides the leaders, in the order of the file.

    >>> import winset
    >>> [ratifier.reference for ratifier in ratifiers(winset.load("wage-round"))]
    ['union.members']
    """
    return tuple(
        found
        for party, path, home in homes(case)
        for name, accepter in home.items()
        for found in _leaves(party, name, f"{path}.{name}", accepter, False)
    )


def _leaves(party: str, name: str, path: str, accepter: Accepter, stops: bool) -> Iterator[Ratifier]:
    """Yield the leaves below a branch."""
    if isinstance(accepter, AllOf | AnyOf | AtLeast | StoppedOnlyIf):
        within = stops != isinstance(accepter, StoppedOnlyIf)
        for key, branch in branches(accepter).items():
            where, called = branch_path(accepter, path, key), branch_name(accepter, name, key)
            yield from _leaves(party, called, where, branch, within)
    else:
        yield Ratifier(party, name, path, accepter, stops)


__all__ = [
    "KINDS",
    "RATIFIERS",
    "Leaf",
    "Ratifier",
    "Rule",
    "branch_name",
    "branch_path",
    "branches",
    "homes",
    "ratifiers",
]
