"""How those in the tree of accepters are called: in a row of their own, and inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from winset.case.accepters import RATIFIERS
from winset.charts.wording import Names, heading, name, of_owner, own_name, party_name, sentence, whose
from winset.forecasting.record import AccepterNode


def names_of(nodes: Sequence[AccepterNode]) -> Names:
    """Return what parties, those at home and rules are called where that is not just their id as words.

    >>> names_of([AccepterNode("a.ci", "a", "a", "ci", "Côte d'Ivoire", "", "body", False, "votes", ())])
    {('a', 'ci'): "Côte d'Ivoire"}
    """
    found = {}
    for node in nodes:
        if "." not in node.path:
            key, usual = (node.party, ""), party_name(node.party)
        else:
            key, usual = (node.party, node.name), name(node.name)
        if node.parent and node.kind != "leader" and node.party and node.label != usual:
            found[key] = node.label
    found.pop((RATIFIERS, ""), None)
    return found


def how_many(nodes: Sequence[AccepterNode]) -> str:
    """Return how many must accept: all, or enough where a rule among the parties asks for fewer.

    >>> how_many([AccepterNode("*", "", "", "", "everyone", "at least 2 of 3", "", False, "", ())])
    'enough'
    """
    return "enough" if nodes and nodes[0].rule not in {"", "all of"} else "all"


def rule_above(nodes: Sequence[AccepterNode], party: str, accepter: str) -> AccepterNode | None:
    """Return the rule of a home that someone stands below; None for those who stand in the home itself."""
    here = next((node for node in nodes if node.kind and (node.party, node.name) == (party, accepter)), None)
    return _above(nodes, here) if here else None


def _above(nodes: Sequence[AccepterNode], node: AccepterNode) -> AccepterNode | None:
    """Return the rule above a node; None at the top of a home."""
    above = next((other for other in nodes if other.path == node.parent), None)
    return above if above and "." in above.path else None


def _owner(rule: AccepterNode, names: Names) -> str:
    """Return what a rule is called as the owner of those below it: its title, or its id with capitals."""
    return names.get((rule.party, rule.name)) or party_name(rule.name)


def row_name(nodes: Sequence[AccepterNode], party: str, accepter: str) -> str:
    """Return an accepter as it heads a row: with its party and the rule just above it, if there is one.

    >>> row_name((), "russia", "public"), row_name((), "ratifiers", "council")
    ('Russia: public', 'Council')
    >>> above, below = ("ratifiers.belgium", "ratifiers"), ("ratifiers.belgium.wallonia", "ratifiers.belgium")
    >>> top = AccepterNode(*above, "ratifiers", "belgium", "belgium", "all of", "", False, "", ())
    >>> low = AccepterNode(*below, "ratifiers", "wallonia", "wallonia", "", "body", False, "votes", ())
    >>> row_name((top, low), "ratifiers", "wallonia"), in_a_sentence((top, low), low)
    ('Belgium: wallonia', "Belgium's wallonia")
    """
    above, names = rule_above(nodes, party, accepter), names_of(nodes)
    if above is None:
        return heading(party, accepter, names)
    inside = f"{party_name(party, names)}, {own_name(party, above.name, names)}"
    rule = _owner(above, names) if party == RATIFIERS else inside
    return f"{sentence(rule)}: {own_name(party, accepter, names)}"


def whose_below(nodes: Sequence[AccepterNode], party: str, accepter: str) -> str:
    """Return an accepter as it reads inside a sentence: as belonging to the rule just above it, if there is one."""
    return _whose(rule_above(nodes, party, accepter), party, accepter, names_of(nodes))


def in_a_sentence(nodes: Sequence[AccepterNode], node: AccepterNode) -> str:
    """Return a node as it reads inside a sentence: whose it is, then what it is called."""
    if not node.parent and not node.kind:
        return "everyone"
    if "." not in node.path:
        return whose(node.party, node.party, names_of(nodes)) if node.party != RATIFIERS else "those of no party"
    return _whose(_above(nodes, node), node.party, node.name, names_of(nodes))


def _whose(above: AccepterNode | None, party: str, accepter: str, names: Names) -> str:
    """Return an accepter as it reads inside a sentence."""
    if above is None:
        return whose(party, accepter, names)
    return f"{of_owner(_owner(above, names))} {own_name(party, accepter, names)}"


__all__ = ["in_a_sentence", "names_of", "row_name", "rule_above", "whose_below"]
