"""Whether a rule among the parties can be met, and whether everyone in it has a say."""

from __future__ import annotations

from collections.abc import Iterator

from winset.case.accepters import ratifiers
from winset.case.agreement import PartyRule, ShareOfParties, SoManyParties, below, is_countable, named, paths
from winset.case.case import Case
from winset.case.complaints import Finding, did_you_mean
from winset.case.names import Names, listed

MOST_UNSURE = 10
"""Parties with a vote at home that a rule may weigh, or name twice; every one of them doubles the work."""

AMONG = ("agreed_by",)


def check_agreement(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with the rule among the parties."""
    rule, parties = case.agreed_by, names.parties
    if rule is None:
        return
    unknown = False
    for path, part in paths(rule, parties, AMONG):
        if isinstance(part, str) and part not in parties:
            unknown = True
            yield Finding(path, f"there is no party `{part}`", part, listed(parties), did_you_mean(part, parties))
        elif isinstance(part, SoManyParties) and part.at_least > len(below(part, parties)):
            count = len(below(part, parties))
            yield Finding(
                (*path, "at_least"),
                f"of {count} no {part.at_least} can agree",
                f"{part.at_least}",
                f"1 to {count}",
                "a rule that nobody can meet ends the talks before they begin",
            )
        elif not isinstance(part, str | ShareOfParties):
            yield from _check_twice(part, parties, path)
    if unknown:
        return
    heard = set(named(rule, parties))
    for party in parties:
        if party not in heard:
            yield Finding(
                AMONG,
                f"`{party}` has no say: this rule does not name it",
                party,
                remedy="name it here, or leave it out of `parties`; pressure from a bystander belongs under `outside`",
            )
    if "private" in (case.forms.information or ()):
        yield Finding(
            ("forms", "information"),
            "offers that are taken or left are made to all: under a rule among parties `private` is not played",
            "private",
            "common",
            "leave out `private`, or `agreed_by`",
        )
    voting = {who.party for who in ratifiers(case) if not who.beforehand} & set(case.parties)
    if len(voting) > MOST_UNSURE and not is_countable(rule, parties):
        yield Finding(
            AMONG,
            f"this rule weighs parties, or names one twice, and {len(voting)} of them vote at home after signing",
            f"{len(voting)}",
            f"at most {MOST_UNSURE} such parties",
            "take small parties together, or use a rule that only counts, each party once",
        )


def _check_twice(rule: PartyRule, parties: tuple[str, ...], path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Yield those who stand twice on one list."""
    key = next((key for key in ("all_of", "any_of", "of") if getattr(rule, key, None) is not None), None)
    if key is None:
        return
    seen: set[str] = set()
    for place, part in enumerate(below(rule, parties)):
        if isinstance(part, str):
            if part in seen:
                yield Finding((*path, key, place), f"`{part}` stands twice on this list", part, remedy="name it once")
            seen.add(part)


__all__ = ["MOST_UNSURE", "check_agreement"]
