"""Cases between two cases: some themes as the first has them, the others as the second does.

What is mixed is what the files say, key by key, and every mixture is read and checked like any case. Dates that both
cases state stay; any other date, the readings of polls above all, keeps its distance from the day of its own forecast,
so that approval is what it was found to be, whatever day the mixture is of. Where it comes from says nothing here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any

from winset.case.case import Case
from winset.case.reading import rebuild
from winset.case.series import reading_data
from winset.case.world import Series
from winset.errors import CaseError, InputError
from winset.explain.themes import BESIDE, QUESTION, Steps, Theme, Themes

NOTHING: Any = object()
"""Stands where a case says nothing."""

DATES = ("date", "since", "until", "leaves_on")
"""Keys of days that lie at some distance from the day of the forecast."""

LEFT_OUT = ("clocks", "outside_view", "levers", "decision", "waiting", "experts", "sources", "series")
LEFT_OUT_OF_SERIES = ("file", "columns", "only", "readings", "note", "says")
"""Parts that stand beside the forecast, and those that a mixture puts together for itself."""


class Mixture:
    """Two cases of which each theme may be taken from either.

    Raises
    ------
    InputError
        If a case was not read from a file or a text.
    """

    def __init__(self, a: Case, b: Case) -> None:
        for case in (a, b):
            if not case.written.raw:
                raise InputError(
                    "cases are compared by what their files say; this one was built in Python, write and load it first"
                )
        self.a, self.b = a, b
        self.themes = Themes(a, b)
        self._read: dict[frozenset[Theme], Case | None] = {}

    def case(self, taken: Collection[Theme]) -> Case | None:
        """Return the first case with these themes as the second has them; nothing if that makes no valid case."""
        key = frozenset(taken)
        if key not in self._read:
            try:
                self._read[key] = rebuild(self.a, self.raw(key), {})
            except CaseError:
                self._read[key] = None
        return self._read[key]

    def raw(self, taken: Collection[Theme]) -> dict[str, Any]:
        """Return a mixture as plain data, as a file would hold it."""
        mixing = _Mixing(self.a, self.b, self.themes, frozenset(taken))
        made: dict[str, Any] = mixing.of(self.a.written.raw, self.b.written.raw, ())
        made = {key: part for key, part in made.items() if key not in LEFT_OUT}
        known = {**self.b.written.raw.get("sources", {}), **self.a.written.raw.get("sources", {})}
        if known:
            made["sources"] = {name: {**source, "hindsight": True} for name, source in known.items()}
        if self.a.series or self.b.series:
            made["series"] = mixing.series()
        return made


class _Mixing:
    """One way to mix two cases."""

    def __init__(self, a: Case, b: Case, themes: Themes, taken: frozenset[Theme]) -> None:
        self.a, self.b, self.themes, self.taken = a, b, themes, taken
        self.as_of = (b if Theme("time") in taken else a).as_of

    def of(self, mine: Any, theirs: Any, steps: Steps) -> Any:
        """Return what stands at a place where the first case says `mine` and the second `theirs`."""
        theme = self.themes.of(steps)
        chosen, other = (theirs, mine) if theme in self.taken else (mine, theirs)
        if isinstance(chosen, dict) or (chosen is NOTHING and isinstance(other, dict)):
            return self._mapping(mine, theirs, chosen, other, steps)
        if isinstance(chosen, list):
            return self._list(mine, theirs, chosen, steps)
        owner = self.b if theme in self.taken else self.a
        return chosen if chosen == other else self._moved(chosen, steps[-1:], owner)

    def _mapping(self, mine: Any, theirs: Any, chosen: Any, other: Any, steps: Steps) -> Any:
        """Return a mapping with each key from the case that its theme is taken from."""
        first, second = ({} if not isinstance(part, dict) else part for part in (mine, theirs))
        keys = dict.fromkeys(key for part in (chosen, other) if isinstance(part, dict) for key in part)
        found = {}
        for key in keys:
            part = self.of(first.get(key, NOTHING), second.get(key, NOTHING), (*steps, key))
            if part is not NOTHING:
                found[key] = part
        return found if found or isinstance(chosen, dict) else NOTHING

    def _list(self, mine: Any, theirs: Any, chosen: list[Any], steps: Steps) -> list[Any]:
        """Return a list; names that one case alone knows are in it if the question is from a case that has them."""
        is_ours = self.themes.is_foreign
        if all(isinstance(item, str) for item in chosen):
            asked = theirs if QUESTION in self.taken else mine
            more = [item for item in asked if is_ours(item)] if isinstance(asked, list) else []
            return [*(item for item in chosen if not is_ours(item)), *more]
        owner = self.b if self.themes.of(steps) in self.taken else self.a
        other = mine if chosen is theirs else theirs
        return chosen if chosen == other else [self._moved(item, steps[-1:], owner) for item in chosen]

    def _moved(self, part: Any, key: Steps, owner: Case) -> Any:
        """Return a part with its dates as far from the mixture's day as they were from its own case's."""
        if isinstance(part, dict):
            return {name: self._moved(inner, (name,), owner) for name, inner in part.items()}
        if isinstance(part, list):
            return [self._moved(inner, key, owner) for inner in part]
        if key and key[0] in DATES and isinstance(part, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", part):
            return str(dt.date.fromisoformat(part) + (self.as_of - owner.as_of))
        return part

    def series(self) -> dict[str, Any]:
        """Return every series of polls with its readings at their distance from the mixture's day."""
        found = {}
        for name in dict.fromkeys((*self.a.series, *self.b.series)):
            theme = self.themes.of(("series", name))
            mine, theirs = self.a.series.get(name), self.b.series.get(name)
            chosen, owner = (theirs, self.b) if theme in self.taken else (mine, self.a)
            if chosen is None:
                chosen, owner = (mine, self.a) if mine is not None else (theirs, self.b)
            assert chosen is not None
            stays = mine is not None and theirs is not None and _said(mine) == _said(theirs)
            by = dt.timedelta(0) if stays else self.as_of - owner.as_of
            raw = owner.written.raw["series"][name]
            found[name] = {
                **{key: part for key, part in raw.items() if key not in LEFT_OUT_OF_SERIES},
                "readings": [reading_data(reading, by) for reading in chosen.readings],
            }
        return found


def _said(series: Series) -> list[dict[str, Any]]:
    """Return the readings of a series as they count."""
    return [reading_data(reading) for reading in series.readings]


__all__ = ["BESIDE", "Mixture"]
