"""Everyone who must be carried besides the leaders: the leaves of the homes' trees, each with its path in the case.

A home is a tree of rules. What most of the rest of winset needs is the row of its leaves: who they are, to which party
they belong, and where the case states their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from winset.case.case import Case
from winset.case.home import Accepter, AllOf, AnyOf, AtLeast, Consent, EachConsents, Follows, StoppedOnlyIf
from winset.case.public import FeltPublic
from winset.case.voting import Body, Referendum

RATIFIERS = "ratifiers"
"""Stands for a party where someone belongs to none."""

UNLISTED = "unlisted-blocker"
"""Stands for whoever stops an agreement without being named in the case."""


@dataclass(frozen=True)
class Unlisted:
    """Someone whom the case does not name and at the table nobody reckons with."""

    says: str | None = None


Leaf = FeltPublic | Body | Referendum | Consent | EachConsents | Follows | Unlisted
Rule = AllOf | AnyOf | AtLeast | StoppedOnlyIf

KINDS = {
    FeltPublic: "capital",
    Body: "body",
    Referendum: "referendum",
    Consent: "consent",
    EachConsents: "consent",
    Follows: "consent",
    Unlisted: "consent",
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
    answers : {"beforehand", "afterwards"}
        When it is asked: publics and consents before the leaders sign, votes after.
    consulted : bool
        True if it is asked before a signature at any stage, such as that of a changed package after a No.
    """

    party: str
    name: str
    path: str
    accepter: Leaf
    stops: bool = False
    answers: str = "afterwards"
    consulted: bool = False

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

    @property
    def beforehand(self) -> bool:
        """True if leaders must have it before they can sign; a vote comes after.

        Someone who follows another answers when that other does, which `ratifiers` looks up.
        """
        return self.answers == "beforehand"


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
    ['union.committee', 'union.members', 'employer.board', 'employer.bank']
    """
    found = [
        leaf
        for party, path, home in homes(case)
        for name, accepter in home.items()
        for leaf in _leaves(party, name, f"{path}.{name}", accepter, False)
    ]
    if case.unlisted_blocker is not None:
        found.append(Ratifier(RATIFIERS, UNLISTED, "unlisted_blocker", Unlisted()))
    signed = case.stage in {"signed", "ratified"}
    asked = [(leaf, _answers(leaf, found)) for leaf in found]
    return tuple(
        replace(leaf, answers="afterwards" if signed else answers, consulted=answers == "beforehand")
        for leaf, answers in asked
    )


def titles(case: Case) -> Mapping[tuple[str, str], str]:
    """Return what the case calls its parties, those at home and the rules above them, where it says so.

    Keys are party and name, with no name for a party itself.
    """
    found = {(party, ""): side.title for party, side in case.parties.items() if side.title}
    for party, _, home in homes(case):
        for name, accepter in home.items():
            found |= dict(_titles(party, name, accepter))
    return found


def _titles(party: str, name: str, accepter: Accepter) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the titles at and below a branch; what a negative procedure is called stands for what stops it."""
    if isinstance(accepter, AllOf | AnyOf | AtLeast | StoppedOnlyIf):
        for key, branch in branches(accepter).items():
            yield from _titles(party, branch_name(accepter, name, key), branch)
    if accepter.title:
        yield (party, name), accepter.title


def counts(case: Case) -> Iterator[tuple[str, int]]:
    """Yield the path of every rule that needs a number of its branches, with that number."""
    for _, path, home in homes(case):
        for name, accepter in home.items():
            yield from _counts(f"{path}.{name}", accepter)


def _counts(path: str, accepter: Accepter) -> Iterator[tuple[str, int]]:
    """Yield the same below a branch."""
    if isinstance(accepter, AtLeast):
        yield path, accepter.at_least
    if isinstance(accepter, AllOf | AnyOf | AtLeast | StoppedOnlyIf):
        for key, branch in branches(accepter).items():
            yield from _counts(branch_path(accepter, path, key), branch)


def _answers(leaf: Ratifier, home: Sequence[Ratifier]) -> str:
    """Return when someone is asked: with whom they follow, if they follow someone."""
    seen = set()
    while isinstance(leaf.accepter, Follows) and leaf.name not in seen:
        seen.add(leaf.name)
        followed = leaf.accepter.follows
        leaf = next((other for other in home if other.key == (leaf.party, followed)), leaf)
    return "beforehand" if isinstance(leaf.accepter, FeltPublic | Consent | EachConsents) else "afterwards"


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
    "UNLISTED",
    "Leaf",
    "Ratifier",
    "Rule",
    "Unlisted",
    "branch_name",
    "branch_path",
    "branches",
    "counts",
    "homes",
    "ratifiers",
    "titles",
]
