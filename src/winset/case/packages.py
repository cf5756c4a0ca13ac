"""The deals on the table: those the case names or, if it names none, every combination of its issues."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping

from winset.case.agenda import Issue, Package, Setting, setting_name
from winset.case.case import Case

MAX_PACKAGES = 512
"""Most packages of a case: the time that a forecast takes grows with their number, and people compare a handful."""

MAX_COMBINATIONS = 10_000
"""Most combinations that are built in order to exclude some."""


def case_packages(case: Case) -> dict[str, Package]:
    """Return the packages of a case by id, in a stable order.

    Named packages come as they stand. Without them each combination of the issues' values is a package, less those
    that match a line of `exclude`, with an id made of its settings in the order of the issues.

    Examples
    --------
    >>> from winset.case.agenda import Issue
    >>> [*combinations({"land": Issue(options=("none", "two")), "claim": Issue(options=("kept", "talks go on"))})]
    ['none+kept', 'none+talks-go-on', 'two+kept', 'two+talks-go-on']
    """
    if case.packages is not None:
        return dict(case.packages)
    return combinations(case.issues, case.exclude)


def combinations(issues: Mapping[str, Issue], exclude: tuple[Mapping[str, Setting], ...] = ()) -> dict[str, Package]:
    """Return every combination of the issues' values that no line of `exclude` matches, by id."""
    if not issues:
        return {}
    values = {name: issue.values() for name, issue in issues.items()}
    slugs = {name: _slugs(settings) for name, settings in values.items()}
    made: dict[str, Package] = {}
    for places in itertools.product(*(range(len(settings)) for settings in values.values())):
        sets = {name: values[name][place] for name, place in zip(values, places, strict=True)}
        if any(all(sets.get(name) == setting for name, setting in line.items()) for line in exclude):
            continue
        made["+".join(slugs[name][place] for name, place in zip(values, places, strict=True))] = Package(sets=sets)
    return made


def count_combinations(issues: Mapping[str, Issue]) -> int:
    """Return how many combinations the issues have, exclusions not counted, without building any."""
    return math.prod(issue.count() for issue in issues.values()) if issues else 0


def _slugs(settings: tuple[Setting, ...]) -> list[str]:
    """Return an id for each setting of an issue, all different."""
    return list(_distinct(_slug(setting_name(setting)) for setting in settings))


def _slug(text: str) -> str:
    """Return text as a part of an id: letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("-", " minus ") if _is_negative(text) else text)
    plain = re.sub(r"(?<=\d)\.(?=\d)", "_", plain)
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain.encode("ascii", "ignore").decode()).strip("-_") or "option"


def _is_negative(text: str) -> bool:
    """Tell whether a text is a negative number."""
    return bool(re.fullmatch(r"-[0-9.e+]+", text))


def _distinct(names: Iterator[str]) -> Iterator[str]:
    """Yield names, numbering those that repeat."""
    seen: set[str] = set()
    for name in names:
        number, given = 2, name
        while given in seen:
            given, number = f"{name}-{number}", number + 1
        seen.add(given)
        yield given
