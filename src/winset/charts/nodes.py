"""How those in the tree of accepters are called: in a row of their own, and inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from winset.case.accepters import RATIFIERS
from winset.charts.wording import heading, own_name, party_name, sentence, whose
from winset.forecasting.record import AccepterNode


def rule_above(nodes: Sequence[AccepterNode], party: str, accepter: str) -> AccepterNode | None:
    """Return the rule of a home that someone stands below; None for those who stand in the home itself."""
    here = next((node for node in nodes if node.kind and (node.party, node.name) == (party, accepter)), None)
    return _above(nodes, here) if here else None


def _above(nodes: Sequence[AccepterNode], node: AccepterNode) -> AccepterNode | None:
    """Return the rule above a node; None at the top of a home."""
    above = next((other for other in nodes if other.path == node.parent), None)
    return above if above and "." in above.path else None


def row_name(nodes: Sequence[AccepterNode], party: str, accepter: str) -> str:
    """Return an accepter as it heads a row: with its party and the rule just above it, if there is one.

    >>> row_name((), "russia", "public"), row_name((), "ratifiers", "council")
    ('Russia: public', 'The council')
    >>> above, below = ("ratifiers.belgium", "ratifiers"), ("ratifiers.belgium.wallonia", "ratifiers.belgium")
    >>> top = AccepterNode(*above, "ratifiers", "belgium", "belgium", "all of", "", False, "", ())
    >>> low = AccepterNode(*below, "ratifiers", "wallonia", "wallonia", "", "body", False, "votes", ())
    >>> row_name((top, low), "ratifiers", "wallonia"), in_a_sentence((top, low), low)
    ('Belgium: wallonia', "Belgium's wallonia")
    """
    above = rule_above(nodes, party, accepter)
    if above is None:
        return heading(party, accepter)
    rule = party_name(above.name) if party == RATIFIERS else f"{party_name(party)}, {own_name(party, above.name)}"
    return f"{sentence(rule)}: {own_name(party, accepter)}"


def whose_below(nodes: Sequence[AccepterNode], party: str, accepter: str) -> str:
    """Return an accepter as it reads inside a sentence: as belonging to the rule just above it, if there is one."""
    above = rule_above(nodes, party, accepter)
    return whose(above.name if above else party, accepter)


def in_a_sentence(nodes: Sequence[AccepterNode], node: AccepterNode) -> str:
    """Return a node as it reads inside a sentence: whose it is, then what it is called."""
    if not node.parent and not node.kind:
        return "everyone"
    if "." not in node.path:
        return whose(node.party, node.party) if node.party != RATIFIERS else "those of no party"
    above = _above(nodes, node)
    return whose(above.name if above else node.party, node.name)


__all__ = ["in_a_sentence", "row_name", "rule_above", "whose_below"]
