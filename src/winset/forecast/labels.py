"""Names for people: parties, accepters, packages and numbers, as the case says them."""

from __future__ import annotations

from winset.case.case import Case
from winset.forecast.scene import Board


def plain(name: str) -> str:
    """Return an id as words.

    >>> plain("two-and-joint")
    'two and joint'
    """
    return name.replace("-", " ").replace("_", " ")


def titled(name: str) -> str:
    """Return an id as words with a capital, for parties and countries.

    >>> titled("united-states")
    'United States'
    """
    return " ".join(word[:1].upper() + word[1:] for word in plain(name).split())


def party_label(case: Case, party: str) -> str:
    """Return what a party is called; outsiders too."""
    said = case.parties[party].says if party in case.parties else None
    return said or titled(party)


def accepter_label(case: Case, party: str, accepter: str) -> str:
    """Return what an accepter is called: the party's leader, or its ratifier by name."""
    whose = party_label(case, party)
    if party not in case.parties:
        return f"{whose} (pressure)"
    side = case.parties[party]
    if accepter == "leader":
        return side.leader.name or f"{whose}'s leader"
    return side.home[accepter].says or f"{whose}'s {plain(accepter)}"


def package_label(board: Board, package: str) -> str:
    """Return what a package is called."""
    return board.packages[package].says or plain(package)


def path_label(case: Case, path: str) -> str:
    """Return what a number of the case is called: the last steps of its path, after whose it is."""
    parts = path.split(".")
    if parts[0] == "parties" and len(parts) > 3:
        whose, rest = party_label(case, parts[1]), parts[3:] if parts[2] == "leader" else parts[4:]
        who = f"{whose}'s leader" if parts[2] == "leader" else f"{whose}'s {plain(parts[3])}"
        return f"{who}: {', '.join(plain(part) for part in rest if not part.isdigit())}"
    return ", ".join(plain(part) for part in parts if not part.isdigit())
