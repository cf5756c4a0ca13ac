"""Which parties must agree: all of them, or as many as a rule among them asks for.

A rule is a party, or counts or weighs others: so many of them, a share of their weights, all of a list, any of a list.
A qualified majority of states with their populations, a veto, or sufficient consensus are rules of this kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from winset.case.parts import Count, Decimal, Id, Part


class AllParties(Part):
    """A rule that needs everyone on its list."""

    all_of: tuple[PartyRule, ...] = Field(min_length=1)


class AnyParty(Part):
    """A rule that needs one on its list."""

    any_of: tuple[PartyRule, ...] = Field(min_length=1)


class SoManyParties(Part):
    """A rule that needs a number of those on its list; the list is all parties unless stated."""

    at_least: Count
    of: tuple[PartyRule, ...] | None = Field(default=None, min_length=1)


class ShareOfParties(Part):
    """A rule that needs parties with a share of the weights, such as populations; who is not named weighs nothing."""

    share: Annotated[Decimal, Field(gt=0, le=1)]
    of: dict[Id, Annotated[Decimal, Field(gt=0)]] = Field(min_length=1)


# No tag is a key, so that a complaint's path never names one.
KEYS = {"all_of": "all parties", "any_of": "any party", "at_least": "so many parties", "share": "share of parties"}


def _kind_of_rule(value: Any) -> str | None:
    """Tell which rule is described."""
    if isinstance(value, str):
        return "a party"
    if isinstance(value, Part):
        return next((tag for key, tag in KEYS.items() if key in type(value).model_fields), None)
    if isinstance(value, dict):
        return next((tag for key, tag in KEYS.items() if key in value), None)
    return None


PartyRule = Annotated[
    Annotated[Id, Tag("a party")]
    | Annotated[AllParties, Tag("all parties")]
    | Annotated[AnyParty, Tag("any party")]
    | Annotated[SoManyParties, Tag("so many parties")]
    | Annotated[ShareOfParties, Tag("share of parties")],
    Discriminator(
        _kind_of_rule,
        custom_error_type="party_rule",
        custom_error_message="here stands neither a party nor one of `all_of`, `any_of`, `at_least`, `share`",
    ),
]

for rule in (AllParties, AnyParty, SoManyParties):
    rule.model_rebuild()


def below(rule: PartyRule, parties: tuple[str, ...]) -> tuple[PartyRule, ...]:
    """Return the rules just below a rule; of a party there are none.

    >>> below(SoManyParties(at_least=2), ("france", "italy", "spain"))
    ('france', 'italy', 'spain')
    """
    if isinstance(rule, str):
        return ()
    if isinstance(rule, ShareOfParties):
        return tuple(rule.of)
    if isinstance(rule, SoManyParties):
        return parties if rule.of is None else rule.of
    return rule.all_of if isinstance(rule, AllParties) else rule.any_of


def named(rule: PartyRule, parties: tuple[str, ...]) -> Iterator[str]:
    """Yield the parties that a rule names, each as often as it stands in it."""
    if isinstance(rule, str):
        yield rule
    for part in below(rule, parties):
        yield from named(part, parties)


def is_countable(rule: PartyRule, parties: tuple[str, ...]) -> bool:
    """Tell whether a rule counts every party at most once and weighs none, so that chances come from counting."""
    whole = tuple(named(rule, parties))
    return len(set(whole)) == len(whole) and not _weighs(rule, parties)


def _weighs(rule: PartyRule, parties: tuple[str, ...]) -> bool:
    """Tell whether a rule weighs parties anywhere."""
    return isinstance(rule, ShareOfParties) or any(_weighs(part, parties) for part in below(rule, parties))


def paths(
    rule: PartyRule, parties: tuple[str, ...], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield every rule within a rule with its path in the case file, the rule itself first."""
    yield path, rule
    key = next((key for key in ("all_of", "any_of", "of") if getattr(rule, key, None) is not None), None)
    if key is not None:
        for place, part in enumerate(below(rule, parties)):
            step = part if isinstance(rule, ShareOfParties) and isinstance(part, str) else place
            yield from paths(part, parties, (*path, key, step))


def in_words(rule: PartyRule, parties: tuple[str, ...], titles: Mapping[str, str]) -> str:
    """Return a rule in words.

    >>> qualified = AllParties(all_of=(SoManyParties(at_least=2), ShareOfParties(share=0.65, of={"a": 3, "b": 1})))
    >>> in_words(qualified, ("a", "b", "c"), {"a": "A", "b": "B", "c": "C"})
    'at least 2 of 3 and (65 % of the weight of A and B)'
    """
    if isinstance(rule, str):
        return titles[rule]
    written = [(part, in_words(part, parties, titles)) for part in below(rule, parties)]
    joined = [words for _, words in written if " and " in words or " or " in words]
    parts = [f"({words})" if words in joined and not isinstance(part, str) else words for part, words in written]
    if isinstance(rule, AllParties | AnyParty):
        return (" and " if isinstance(rule, AllParties) else " or ").join(parts)
    if isinstance(rule, ShareOfParties):
        return f"{rule.share * 100:g} % of the weight of {_row(parts) if len(parts) < len(parties) else 'all'}"
    whom = str(len(parties)) if rule.of is None else _row(parts)
    return f"at least {rule.at_least} of {whom}"


def _row(parts: list[str]) -> str:
    """Return names in a row."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


__all__ = [
    "AllParties",
    "AnyParty",
    "PartyRule",
    "ShareOfParties",
    "SoManyParties",
    "below",
    "in_words",
    "is_countable",
    "named",
    "paths",
]
