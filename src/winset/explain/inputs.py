"""The paths at which a case can be changed, and those that a misspelt one may have meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.public import FeltPublic, SeriesLevel
from winset.explain.places import AnyCase, label_of

SUGGESTED = 4
PLAIN = (
    "seats",
    "quota",
    "needed",
    "at_least",
    "date",
    "since",
    "until",
    "leaves_on",
    "weight",
    "share",
    "n",
    "chance",
)
"""Keys of plain values that are worth completing: counts, dates and weights."""


def paths_of(case: AnyCase) -> dict[str, str]:
    """Return the path of every input that can be set, with what it is called: numbers first, then counts and dates.

    Examples
    --------
    >>> import winset
    >>> paths_of(winset.load("wage-round"))["parties.union.home.committee.seats"]
    "Union's committee: seats"
    """
    found = [*case.quantities()]
    if isinstance(case, Case):
        for ratifier in ratifiers(case):
            public = ratifier.accepter
            if isinstance(public, FeltPublic) and isinstance(public.approval, SeriesLevel):
                found.append(f"{ratifier.path}.approval")
    found += _plain(case.written.raw, "")
    if isinstance(case, Case):
        for dimension, stories in case.stories.items():
            for name, story in stories.items():
                found.append(f"stories.{dimension}.{name}.weight")
                found += [f"stories.{dimension}.{name}.sets.{key}" for key in story.sets]
    return {path: label_of(case, path) for path in dict.fromkeys(found)}


def _plain(node: object, path: str) -> Iterable[str]:
    """Yield the paths of counts and dates below a part of a case as it is written."""
    if isinstance(node, dict):
        for key, part in node.items():
            at = f"{path}.{key}" if path else str(key)
            if at not in {"sources", "series", "outside_view", "stories"}:
                yield from _plain(part, at)
    elif isinstance(node, list):
        for place, part in enumerate(node):
            yield from _plain(part, f"{path}.{place}")
    elif isinstance(node, str | int | float) and path.rpartition(".")[2] in PLAIN:
        yield path


def nearest_paths(path: str, known: Iterable[str], most: int = SUGGESTED) -> list[str]:
    """Return the known paths that are nearest to one that is not known, the nearest first.

    A path that has all words that were typed comes before one that only looks like it.

    Examples
    --------
    >>> nearest_paths("meeting.rate", ["meetings.rate", "meetings.closes", "until"])
    ['meetings.rate', 'meetings.closes']
    """
    typed = path.lower()
    words = [word for word in re.split(r"[^a-z0-9]+", typed) if len(word) > 1]
    scored = []
    for candidate in known:
        name = candidate.lower()
        likeness = difflib.SequenceMatcher(None, typed, name).ratio()
        held = sum(word in name for word in words) / len(words) if words else 0.0
        if likeness >= 0.6 or held == 1:
            scored.append((-(likeness + held), len(name), candidate))
    return [candidate for _, _, candidate in sorted(scored)[:most]]
