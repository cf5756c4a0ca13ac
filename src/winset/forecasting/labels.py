"""Names for people: parties, accepters, packages and numbers, as the case says them."""

from __future__ import annotations

from winset.case.accepters import RATIFIERS, UNLISTED, ratifiers, titles
from winset.case.case import Case
from winset.case.home import RULES, Follows

SMALL_WORDS = {"of", "and", "the"}
"""Words that stay small in a name."""


def plain(name: str) -> str:
    """Return an id as words.

    >>> plain("two-and-joint")
    'two and joint'
    """
    return name.replace("-", " ").replace("_", " ")


def titled(name: str) -> str:
    """Return an id as words with capitals, for parties and countries.

    >>> titled("united-states"), titled("house-of-representatives")
    ('United States', 'House of Representatives')
    """
    words = (word if word in SMALL_WORDS else word[:1].upper() + word[1:] for word in plain(name).split())
    return " ".join(words)


def possessive(owner: str) -> str:
    """Return a name as the owner of something.

    >>> possessive("Russia"), possessive("Wales")
    ("Russia's", "Wales'")
    """
    return f"{owner}'" if owner.endswith("s") else f"{owner}'s"


def party_label(case: Case, party: str) -> str:
    """Return what a party is called: its title, or its id with capitals."""
    return titles(case).get((party, "")) or titled(party)


def own_label(case: Case, party: str, name: str) -> str:
    """Return what someone at home, or a rule, is called without its party's name: its title, or its id as words."""
    return titles(case).get((party, name)) or plain(name)


def leader_label(case: Case, party: str) -> str:
    """Return what a party's leader is called; of those who belong to no party all leaders are in need."""
    if party == RATIFIERS:
        return "the leaders"
    return case.parties[party].leader.name or f"{possessive(party_label(case, party))} leader"


def accepter_label(case: Case, party: str, accepter: str) -> str:
    """Return what an accepter is called: the party's leader, or its ratifier by name.

    Ids keep their capitals and take no article: ``council`` is council, ``Belgium`` is Belgium.
    """
    if accepter == "leader" and party in case.parties:
        return leader_label(case, party)
    if accepter == UNLISTED:
        return "someone whom the case does not name"
    own = own_label(case, party, accepter)
    if party == RATIFIERS:
        above = _rule_above(case, accepter)
        return f"{possessive(titles(case).get((RATIFIERS, above)) or titled(above))} {own}" if above else own
    return f"{possessive(party_label(case, party))} {own}"


def _rule_above(case: Case, accepter: str) -> str:
    """Return the name of the rule just above someone who belongs to no party; empty if there is none."""
    path = next((who.path for who in ratifiers(case) if who.key == (RATIFIERS, accepter)), "")
    named = [step for step in path.split(".")[1:-1] if step not in {*RULES, "of"} and not step.isdigit()]
    return named[-1] if named and named[-1] != accepter else ""


ANSWERS = {"with": "the same answer as {}", "otherwise": "a yes where it is not simply that of {}"}
"""What the numbers are of someone who mostly answers as another does."""


def path_label(case: Case, path: str) -> str:
    """Return what a number of the case is called: whose it is, then the last steps of its path.

    Places in lists are counted from one.
    """
    for ratifier in ratifiers(case):
        if path.startswith(f"{ratifier.path}."):
            who, rest = accepter_label(case, *ratifier.key), path.removeprefix(f"{ratifier.path}.")
            if isinstance(ratifier.accepter, Follows) and rest in ANSWERS:
                return f"{who}: {ANSWERS[rest].format(own_label(case, ratifier.party, ratifier.accepter.follows))}"
            return f"{who}: {_words(rest)}"
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
