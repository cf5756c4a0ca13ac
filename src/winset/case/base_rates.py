"""How often peaceful attempts to settle a claim between states came to something: base rates that ship with winset.

Counts of the 1,675 attempts of 1816 to 2001 in the Issue Correlates of War data, version 1.1, by what was claimed and
by how it was tried. An attempt has no date by which it must succeed, so its rates are *per attempt*. Who chooses a
method chooses it for a reason: rates by method are selected, not causal.

Reference: Hensel, P. R., Mitchell, S. M., Sowers, T. E., Thyne, C. L. (2008). Bones of contention: comparing
territorial, maritime, and river issues. Journal of Conflict Resolution 52(1), 117-143.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = "Issue Correlates of War 1.1 (Hensel, Mitchell, Sowers and Thyne 2008), attempts of 1816 to 2001, own count"

FILE = Path(__file__).with_name("base_rates.csv")

ISSUES = {"territory": "a claim to territory", "river": "a claim to a river", "maritime": "a claim to the sea"}

METHODS = {
    "bilateral": "bilateral attempts",
    "third-party-nonbinding": "attempts with a third party that cannot bind",
    "third-party-binding": "attempts before a third party that binds",
}

SIGNS = {
    "maritime": r"fish\w*|maritime|continental shelf|exclusive economic zones?|territorial (?:sea|waters?)|seabed",
    "river": r"rivers?|river basins?|dams?",
    "territory": r"islands?|islets?|territor(?:y|ies)|borders?|boundar(?:y|ies)|peninsulas?|enclaves?",
}
"""Words in the title or question of a case that tell what is claimed; the first that is found counts."""


@dataclass(frozen=True)
class ReferenceClass:
    """One class of attempts and what became of them.

    Parameters
    ----------
    id : str
        What was claimed, how it was tried, or both, such as ``territory/bilateral``; ``all`` for all attempts.
    attempts : int
        Peaceful attempts to settle a claim.
    agreed : int
        Those that ended in any agreement.
    substantive : int
        In one on the substance, not on procedure alone.
    ended : int
        In one that ended the claim.
    unratified : int
        Agreements that failed in ratification.
    """

    id: str
    attempts: int
    agreed: int
    substantive: int
    ended: int
    unratified: int

    @property
    def says(self) -> str:
        """Return which attempts these are, in words.

        >>> reference_classes()["territory/bilateral"].says, reference_classes()["all"].says
        ('bilateral attempts to settle a claim to territory', 'attempts to settle a claim between states')
        """
        parts = self.id.split("/")
        claim = next((ISSUES[part] for part in parts if part in ISSUES), "a claim between states")
        method = next((METHODS[part] for part in parts if part in METHODS), "attempts")
        return f"{method} to settle {claim}"


@cache
def reference_classes() -> dict[str, ReferenceClass]:
    """Return every reference class that ships with winset, by id.

    >>> found = reference_classes()
    >>> len(found), found["all"].attempts, found["all"].agreed
    (16, 1675, 934)
    """
    with FILE.open(encoding="utf-8", newline="") as rows:
        _, *lines = csv.reader(rows)
    return {name: ReferenceClass(name, *(int(number) for number in numbers)) for name, *numbers in lines}


def sign_of_issue(text: str) -> tuple[str, str] | None:
    """Return what is claimed as far as the words of a text tell, and the word that tells it; nothing if none does.

    >>> sign_of_issue("Will they sign a fishing treaty?"), sign_of_issue("Will the union sign?")
    (('maritime', 'fishing'), None)
    """
    for issue, words in SIGNS.items():
        if found := re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            return issue, found[0]
    return None
