"""Names for people: parties, accepters, packages and numbers, as the case says them."""

from __future__ import annotations

from winset.case.accepters import RATIFIERS, UNLISTED, ratifiers
from winset.case.case import Case
from winset.case.home import RULES


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


def leader_label(case: Case, party: str) -> str:
    """Return what a party's leader is called; of those who belong to no party all leaders are in need."""
    if party == RATIFIERS:
        return "the leaders"
    return case.parties[party].leader.name or f"{titled(party)}'s leader"


def accepter_label(case: Case, party: str, accepter: str) -> str:
    """Return what an accepter is called: the party's leader, or its ratifier by name."""
    if accepter == "leader" and party in case.parties:
        return leader_label(case, party)
    if accepter == UNLISTED:
        return "someone whom the case does not name"
    if party == RATIFIERS:
        above = _rule_above(case, accepter)
        return f"{titled(above)}'s {plain(accepter)}" if above else f"the {plain(accepter)}"
    return f"{titled(party)}'s {plain(accepter)}"


def _rule_above(case: Case, accepter: str) -> str:
    """Return the name of the rule just above someone who belongs to no party; empty if there is none."""
    path = next((who.path for who in ratifiers(case) if who.key == (RATIFIERS, accepter)), "")
    named = [step for step in path.split(".")[1:-1] if step not in {*RULES, "of"} and not step.isdigit()]
    return named[-1] if named and named[-1] != accepter else ""


def path_label(case: Case, path: str) -> str:
    """Return what a number of the case is called: whose it is, then the last steps of its path.

    Places in lists are counted from one.
    """
    for ratifier in ratifiers(case):
        if path.startswith(f"{ratifier.path}."):
            return f"{accepter_label(case, *ratifier.key)}: {_words(path.removeprefix(f'{ratifier.path}.'))}"
    steps = path.split(".")
    if steps[0] == "parties" and steps[2] == "leader":
        return f"{leader_label(case, steps[1])}: {_words('.'.join(steps[3:]))}"
    return _words(path)


def _words(path: str) -> str:
    """Return the steps of a path as words.

    >>> _words("opposition.two-final.0.oppose"), _words("deadlines.1.closes")
    ('opposition, two final, reading 1, oppose', 'deadlines, no. 2, closes')
    """
    what = "reading" if "opposition" in path.split(".") else "no."
    return ", ".join(f"{what} {int(part) + 1}" if part.isdigit() else plain(part) for part in path.split("."))
