"""Who knows which number: what sides hide from each other in the form `private`.

A leader hides what packages are worth to him; those who vote or consent at a home hide how they stand. Someone's hidden
numbers go together: a party that does not know one of them knows none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from winset.case.accepters import Ratifier, Unlisted, ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic
from winset.case.quantity import Quantity

HIDDEN = (
    "worth.",
    "worth_of_options.",
    "spatial.",
    "no_agreement.worth",
    "no_agreement.talks_go_on",
    "no_agreement.believes.",
    "failed_vote_costs",
    "red_lines.",
    "standing_offer.",
)
"""What a leader can hide, by the beginnings of paths below him: what he gains, but for what changes with time."""


def hidden_from(case: Case) -> Mapping[str, tuple[str, ...]]:
    """Return the paths of the numbers that each party does not know, in the order of the file.

    A leader always knows his own numbers and those of his home; one without a spread is no secret, nor is any of a
    leader who may be followed by one who values packages differently.
    """
    found: dict[str, list[str]] = {party: [] for party in case.parties}
    at_home = {path: who for path, _ in _marked(case) if (who := hider_of(case, path)) is not None}
    for path, quantity in _marked(case):
        owner, who = owner_of(path), at_home.get(path)
        if not quantity.is_uncertain or (owner is not None and _is_followed(case, owner)):
            continue
        for party in case.parties:
            of_leader = owner not in (None, party) and party not in quantity.known_to
            of_home = who is not None and who.party != party and _is_foreign(case, at_home, who, party)
            if of_leader or of_home:
                found[party].append(path)
    return {party: tuple(paths) for party, paths in found.items()}


def _is_foreign(case: Case, at_home: Mapping[str, Ratifier], who: Ratifier, party: str) -> bool:
    """Tell whether a party does not know some number of someone at home."""
    known = case.quantities()
    numbers = [known[path] for path, other in at_home.items() if other == who]
    return any(number.is_uncertain and party not in number.known_to for number in numbers)


def hides(case: Case) -> bool:
    """Tell whether anybody does not know a number."""
    return any(hidden_from(case).values())


def not_hidden(case: Case) -> tuple[str, ...]:
    """Return a sentence for every `known_to` that has no effect, for outputs to warn of."""
    found = []
    for path, quantity in _marked(case):
        owner = owner_of(path)
        if owner is None and hider_of(case, path) is None:
            why = "only what leaders gain, but for its change, and how those stand who vote or consent can be hidden"
        elif not quantity.is_uncertain:
            why = "it has no spread in which to hide"
        elif owner is not None and _is_followed(case, owner):
            why = "a leader hides nothing whose successor is described"
        else:
            continue
        found.append(f"{path}: all sides know this number; {why}.")
    return tuple(found)


def felt(case: Case) -> tuple[str, ...]:
    """Return the paths of numbers of felt publics of which the case says who knows them, which cannot be hidden."""
    publics = [who.path for who in ratifiers(case) if isinstance(who.accepter, FeltPublic)]
    return tuple(path for path, _ in _marked(case) if any(path.startswith(f"{public}.") for public in publics))


def hider_of(case: Case, path: str) -> Ratifier | None:
    """Return who can hide the number at a path by voting or consenting at home, if anyone.

    Leaders reckon with who sits today, so that nothing of a body still to be elected is hidden; nor is anything of who
    decides after a No in the place of others.
    """
    after = None if case.after_a_no is None else case.after_a_no.other_ratifier
    for who in ratifiers(case):
        if after in (who.name, who.reference):
            continue
        if path.startswith(f"{who.path}.") and not isinstance(who.accepter, FeltPublic | Unlisted):
            return None if path.startswith(f"{who.path}.election.") else who
    return None


def _is_followed(case: Case, party: str) -> bool:
    """Tell whether a leader may be followed by one to whom packages are worth something else."""
    leader = case.parties[party].leader
    return bool(leader.successor.worth) and (leader.loses_office is not None or leader.leaves_on is not None)


def owner_of(path: str) -> str | None:
    """Return the party whose leader can hide the number at a path, if any.

    >>> owner_of("parties.russia.leader.worth.two-final"), owner_of("meetings.rate")
    ('russia', None)
    """
    steps = path.split(".", 3)
    if len(steps) < 4 or (steps[0], steps[2]) != ("parties", "leader"):
        return None
    return steps[1] if steps[3].startswith(HIDDEN) else None


def _marked(case: Case) -> Iterator[tuple[str, Quantity]]:
    """Yield every number of which the case says who knows it."""
    for path, quantity in case.quantities().items():
        if quantity.known_to:
            yield path, quantity


__all__ = ["HIDDEN", "felt", "hidden_from", "hider_of", "hides", "not_hidden", "owner_of"]
