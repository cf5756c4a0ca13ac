"""Whether what a case says fits together: every name refers to something, every sum comes out, every date can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from winset.case.agenda_checks import check_agenda
from winset.case.agreement_checks import check_agreement
from winset.case.case import Case
from winset.case.complaints import Finding, Path, did_you_mean, shown
from winset.case.decision_checks import check_decision
from winset.case.evidence import check_evidence, hindsight_used, uses
from winset.case.expert_checks import check_experts
from winset.case.knowledge import felt
from winset.case.ladder_checks import check_ladder
from winset.case.levers_checks import check_levers
from winset.case.names import Names, keys_of, listed
from winset.case.outside_view import check_outside_view
from winset.case.packages import MAX_COMBINATIONS, case_packages, count_combinations
from winset.case.party_checks import check_parties
from winset.case.public import FeltPublic
from winset.case.waiting_checks import check_waiting

__all__ = ["check_houses", "check_meaning", "hindsight_used"]

NOT_COMPARABLE = ("egalitarian", "utilitarian")

LONGEST_DAYS = 18_263
"""Longest time from `as_of` to `until`: 50 years, beyond which today's leaders and floors say nothing."""


def check_meaning(case: Case, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield everything in a case that contradicts something else in it.

    Names that stand in `raw` count as known even where the part they name had to be left out of `case`.
    """
    yield from check_agenda(case)
    if case.packages is None and count_combinations(case.issues) > MAX_COMBINATIONS:
        packages: dict[str, Any] | None = None
    else:
        packages = dict.fromkeys((*case_packages(case), *keys_of(raw, "packages")))
    names = Names(case, raw, packages)
    yield from _check_question(case, names)
    yield from check_parties(case, names)
    yield from check_agreement(case, names)
    yield from check_ladder(case, names)
    yield from check_decision(case, names)
    yield from check_outside_view(case)
    yield from _check_outside(case, names)
    yield from _check_dates(case)
    yield from _check_series(case, names)
    yield from _check_correlations(case, names)
    yield from _check_forms(case)
    yield from _check_knowledge(case, names)
    yield from check_levers(case, names)
    yield from check_waiting(case, names)
    yield from check_evidence(case)
    yield from check_experts(case)


def _check_question(case: Case, names: Names) -> Iterator[Finding]:
    """Yield packages of the question that are not there."""
    for place, name in enumerate(case.question.deal):
        yield from names.check_packages((name,), ("question", "deal", place))


def _check_outside(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with pressure, sweeteners, events and clocks."""
    for name, pressure in case.outside.items():
        path = ("outside", name)
        for reference in pressure.leans_on:
            yield from names.check_reference(reference, (*path, "leans_on"))
        if pressure.against is not None and pressure.in_favour_of is not None:
            yield Finding(
                path, "this pressure is against some packages and in favour of others", remedy="write it as two"
            )
        if "meeting" in (pressure.against or ()):
            for reference in pressure.leans_on:
                if reference in names.accepters:
                    yield Finding(
                        (*path, "leans_on"), f"`{reference}` holds no meetings", reference, listed(names.parties)
                    )
        yield from names.check_packages(pressure.against or (), (*path, "against"), ("meeting",))
        yield from names.check_packages(pressure.in_favour_of or (), (*path, "in_favour_of"))
    for name, sweetener in case.sweeteners.items():
        path = ("sweeteners", name)
        yield from names.check_packages(sweetener.comes_with or (), (*path, "comes_with"))
        for reference in sweetener.efficiency:
            yield from names.check_reference(reference, (*path, "efficiency", reference))
    if case.mediator is not None:
        yield from names.check_packages(case.mediator.proposes or (), ("mediator", "proposes"))
        for reference in case.mediator.pays:
            yield from names.check_reference(reference, ("mediator", "pays", reference))
        since, until = case.mediator.since, case.mediator.until
        if since is not None and until is not None and since > until:
            message = "this mediation ends before it begins"
            yield Finding(("mediator", "until"), message, str(until), f"{since} (`since`) or later")
    for name, event in case.events.items():
        for key, references in (("helps", event.helps), ("hurts", event.hurts)):
            for reference in references or ():
                yield from names.check_reference(reference, ("events", name, key), felt_only=True)
    for name in case.clocks:
        if name not in names.parties:
            yield Finding(
                ("clocks", name),
                f"there is no party `{name}`",
                name,
                listed(names.parties),
                did_you_mean(name, names.parties),
            )


def _check_dates(case: Case) -> Iterator[Finding]:
    """Yield dates that contradict each other."""
    if case.until <= case.as_of:
        yield Finding(
            ("until",),
            "the question ends before the forecast is made",
            str(case.until),
            f"a day after {case.as_of} (`as_of`)",
        )
    elif (case.until - case.as_of).days > LONGEST_DAYS:
        yield Finding(
            ("until",),
            "the question ends too far ahead",
            str(case.until),
            f"within 50 years of {case.as_of} (`as_of`)",
            "ask about a day that today's leaders have a say in",
        )
    for place, deadline in enumerate(case.deadlines):
        if not case.as_of < deadline.date <= max(case.until, case.as_of):
            yield Finding(
                ("deadlines", place, "date"),
                "this deadline lies outside the time in question",
                str(deadline.date),
                f"after {case.as_of} (`as_of`), up to {case.until} (`until`)",
                "leave out a deadline that has no effect; tell of it in `clocks`",
            )
    for name, pressure in case.outside.items():
        if pressure.since is not None and pressure.until is not None and pressure.since > pressure.until:
            yield Finding(
                ("outside", name, "until"),
                "this pressure ends before it begins",
                str(pressure.until),
                f"{pressure.since} (`since`) or later",
            )


def _check_series(case: Case, names: Names) -> Iterator[Finding]:
    """Yield houses of inline series that no reading comes from."""
    for name, series in case.series.items():
        if series.readings:
            houses = tuple(dict.fromkeys(reading.house for reading in series.readings))
            yield from check_houses(name, series.houses or (), houses)


def check_houses(series: str, wanted: Iterable[str], houses: Collection[str]) -> Iterator[Finding]:
    """Yield the polling houses that a series asks for and no reading comes from."""
    for house in wanted:
        if house not in houses:
            yield Finding(
                ("series", series, "houses"),
                f"no reading is by `{house}`",
                house,
                listed(houses),
                did_you_mean(house, houses),
            )


def _check_correlations(case: Case, names: Names) -> Iterator[Finding]:
    """Yield correlations between things that cannot move together."""
    quantities = case.quantities()
    publics = [name for name, accepter in names.accepters.items() if isinstance(accepter, FeltPublic)]
    seen: dict[frozenset[str], int] = {}
    for place, together in enumerate(case.correlations):
        path: Path = ("correlations", place, "between")
        pair = frozenset(together.between)
        if len(pair) == 1:
            yield Finding(path, "this correlates a quantity with itself", together.between[0])
        elif pair in seen:
            yield Finding(path, f"this pair stands already at correlations.{seen[pair]}")
        seen.setdefault(pair, place)
        for end, name in enumerate(together.between):
            if name in names.accepters and name in publics:
                continue
            if name not in quantities:
                known = (*publics, *(key for key, quantity in quantities.items() if quantity.is_uncertain))
                yield Finding(
                    (*path, end),
                    f"there is no quantity or felt public `{name}`",
                    shown(name),
                    "the path of a quantity, such as parties.russia.leader.worth.two-final; or two felt publics",
                    did_you_mean(name, known),
                )
            elif not quantities[name].is_uncertain:
                yield Finding((*path, end), f"`{name}` is {quantities[name]}, which cannot vary", shown(name))
        if sum(name in publics for name in together.between) == 1 and any(name in quantities for name in pair):
            yield Finding(path, "this correlates a felt public with a quantity", allowed="two of the same kind")


def _check_knowledge(case: Case, names: Names) -> Iterator[Finding]:
    """Yield parties that are said to know a number and are not there."""
    for use in uses(case):
        for party in getattr(use.part, "known_to", ()):
            if party not in names.parties:
                yield Finding(
                    (*use.path, "known_to"),
                    f"there is no party `{party}`",
                    party,
                    listed(names.parties),
                    did_you_mean(party, names.parties),
                )

    for path in felt(case):
        yield Finding(
            (*path.split("."), "known_to"),
            "what a public that is only felt would bear cannot be hidden",
            allowed="numbers of leaders, and of those who vote or consent",
            remedy="leave `known_to` out",
        )


def _check_forms(case: Case) -> Iterator[Finding]:
    """Yield solutions that compare the leaders' points without leave."""
    for name in case.forms.solution or ():
        if name in NOT_COMPARABLE and not case.forms.comparable:
            yield Finding(
                ("forms", "solution"),
                f"`{name}` compares the points of one leader with those of another",
                name,
                remedy="add comparable: true if they mean the same, or leave it out",
            )
