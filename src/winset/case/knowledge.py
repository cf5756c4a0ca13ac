"""Who knows which number: what leaders hide from each other in the form `private`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from winset.case.case import Case
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

    A leader always knows his own numbers; one without a spread is no secret, nor is any of a leader who may be
    followed by one who values packages differently.
    """
    found: dict[str, list[str]] = {party: [] for party in case.parties}
    for path, quantity in _marked(case):
        owner = owner_of(path)
        if owner is not None and quantity.is_uncertain and not _is_followed(case, owner):
            for party in case.parties:
                if party != owner and party not in quantity.known_to:
                    found[party].append(path)
    return {party: tuple(paths) for party, paths in found.items()}


def hides(case: Case) -> bool:
    """Tell whether anybody does not know a number."""
    return any(hidden_from(case).values())


def not_hidden(case: Case) -> tuple[str, ...]:
    """Return a sentence for every `known_to` that has no effect, for outputs to warn of."""
    found = []
    for path, quantity in _marked(case):
        if owner_of(path) is None:
            found.append(f"{path}: all sides know this number; only what leaders gain can be hidden, not its change.")
        elif not quantity.is_uncertain:
            found.append(f"{path}: all sides know this number; it has no spread in which to hide.")
        elif _is_followed(case, str(owner_of(path))):
            found.append(f"{path}: all sides know this number; a leader hides nothing whose successor is described.")
    return tuple(found)


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


__all__ = ["HIDDEN", "hidden_from", "hides", "not_hidden", "owner_of"]
