"""Whether what is said of levers fits the case: parties and numbers that are there, values that they may take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.complaints import Finding, did_you_mean
from winset.case.domains import DOMAINS
from winset.case.levers import PULLERS, fits
from winset.case.names import Names, listed
from winset.case.packages import case_packages
from winset.case.public import FeltPublic


def lever_domains(case: Case) -> Mapping[str, str]:
    """Return every number of a case that may be moved, by path, each with the name of its domain.

    Besides the numbers that the case states these are approval measured by a series, and the worth of packages that a
    leader does not price one by one.
    """
    found = {path: quantity.domain for path, quantity in case.quantities().items()}
    for who in ratifiers(case):
        if isinstance(who.accepter, FeltPublic):
            found[f"{who.path}.approval"] = "percent"
    for party in case.parties:
        found |= {f"parties.{party}.leader.worth.{package}": "points" for package in case_packages(case)}
    return found


def check_levers(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with what is said of levers."""
    levers = case.levers
    if levers.we is not None and levers.we not in names.parties:
        message = f"there is no party `{levers.we}`"
        yield Finding(
            ("levers", "we"), message, levers.we, listed(names.parties), did_you_mean(levers.we, names.parties)
        )
    if not levers.numbers:
        return
    known = lever_domains(case)
    for pattern, pull in levers.numbers.items():
        path = ("levers", "numbers", pattern)
        fitting = [name for name in known if name == pattern or ("*" in pattern and fits(name, pattern))]
        if not fitting:
            message = "no number of this case has such a path" if "*" in pattern else f"there is no number `{pattern}`"
            yield Finding(path, message, pattern, None, did_you_mean(pattern, known) or "`winset show` lists them")
        for key, value in (("cap", pull.cap), ("to", pull.to)):
            for domain in {DOMAINS[known[name]] for name in fitting}:
                if value is not None and not domain.low <= value <= domain.high:
                    yield Finding((*path, key), f"found {value:g}", f"{value:g}", domain.allowed)
        if pull.who is not None and pull.who not in (*PULLERS, *names.parties):
            allowed = (*PULLERS, *names.parties)
            message = f"`{pull.who}` is nobody who could move a number"
            yield Finding((*path, "who"), message, pull.who, listed(allowed), did_you_mean(pull.who, allowed))


__all__ = ["check_levers", "lever_domains"]
