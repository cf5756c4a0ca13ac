"""Which inputs of a case change together: by party and theme, in the words of someone who compares two days.

A theme is what a reader would name as one cause: what packages are worth to a leader, a public's approval, the rest
of a home, influence from outside, the calendar. Every place in a case belongs to one theme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from winset.case.agenda import setting_name
from winset.case.case import Case
from winset.forecasting.labels import leader_label, party_label

Steps = tuple[str, ...]

TOP = {
    **dict.fromkeys(("question", "issues", "packages", "exclude", "stage", "agreed_package"), "question"),
    **dict.fromkeys(("agreed_by", "ratifiers", "unlisted_blocker"), "agreement"),
    **dict.fromkeys(("outside", "sweeteners", "events", "mediator"), "outside"),
    **dict.fromkeys(("as_of", "until", "meetings", "deadlines", "lead_times"), "time"),
    **dict.fromkeys(("provisional", "after_a_no", "keeping"), "after"),
    **dict.fromkeys(("correlations", "forms", "stories"), "forms"),
}
"""Themes of parts that belong to no party; whatever is not named here stands beside the forecast."""

LABELS = {
    "question": "the question and what is on the table",
    "agreement": "who must agree",
    "outside": "outside pressure, sweeteners and events",
    "time": "the calendar: dates, meetings and lead times",
    "after": "what follows a signature",
    "forms": "model forms, stories and correlations",
}

CAPITAL = ("approval", "moves")
"""Keys of a felt public that say how it stands and moves; the others say what a package does to it."""


@dataclass(frozen=True, order=True)
class Theme:
    """One theme: its kind, and whose it is if it belongs to a party."""

    kind: str
    party: str = ""


BESIDE = Theme("beside")
QUESTION = Theme("question")


class Themes:
    """Where each place in two cases belongs.

    What only one of the cases knows by name, a package, an issue, an option or a party, belongs to the question
    wherever it is named, since nothing can be said of it without taking it over.
    """

    def __init__(self, a: Case, b: Case) -> None:
        self.a, self.b = a, b
        self.foreign = frozenset(_names(a) ^ _names(b))
        self.parties = tuple(dict.fromkeys((*a.parties, *b.parties)))
        self._felt = _felt(a.written.raw) & _felt(b.written.raw)
        self._readers = {**_readers(b), **_readers(a)}

    def of(self, steps: Steps) -> Theme:
        """Return the theme of a place: keys as they stand in the file or in the paths of `Case.quantities`."""
        if any(self.is_foreign(step) for step in steps[1:]):
            return QUESTION
        top = steps[0] if steps else ""
        if top == "series":
            return self._of_home(self._readers.get(steps[1], ()) if len(steps) > 1 else ())
        if top == "parties" and len(steps) > 2:
            if steps[2] == "home":
                return self._of_home(steps)
            return Theme("leader", steps[1]) if steps[2] == "leader" else BESIDE
        return Theme(TOP[top]) if top in TOP else BESIDE

    def is_foreign(self, name: Any) -> bool:
        """Tell whether a name, or whose reference it is, is known to one of the cases only."""
        return isinstance(name, str) and (name in self.foreign or name.partition(".")[0] in self.foreign)

    def label(self, theme: Theme) -> str:
        """Return what a theme is called."""
        if not theme.party:
            return LABELS[theme.kind]
        case = self.b if theme.party in self.b.parties else self.a
        party, leader = party_label(case, theme.party), leader_label(case, theme.party)
        return {
            "leader": f"{party}: what packages are worth to {leader}",
            "approval": f"{party}: approval and how it moves",
            "home": f"{party}: what its home would bear",
        }[theme.kind]

    def in_order(self, theme: Theme) -> tuple[int, int]:
        """Return a key that sorts themes: by party in the order of the cases, then the others."""
        kinds = ("leader", "approval", "home", *LABELS)
        place = self.parties.index(theme.party) if theme.party in self.parties else len(self.parties)
        return place, kinds.index(theme.kind)

    def _of_home(self, steps: Steps) -> Theme:
        """Return the theme of something at a home; of nothing that is read nowhere."""
        if not steps:
            return BESIDE
        if steps[0] != "parties":
            return Theme("agreement")
        inside = any(steps[:end] in self._felt and steps[end] in CAPITAL for end in range(4, len(steps)))
        return Theme("approval" if inside else "home", steps[1])


def _names(case: Case) -> set[str]:
    """Return the names of a case's parties, packages, issues and options."""
    options = {
        setting_name(option)
        for issue in case.issues.values()
        for option in (issue.options or ())
        if isinstance(option, str)
    }
    return {*case.parties, *(case.packages or ()), *case.issues, *options}


def _felt(raw: Mapping[str, Any]) -> set[Steps]:
    """Return the places of the felt publics of the parties' homes in plain data."""
    return {steps for steps, _ in _publics(raw.get("parties"), ("parties",))}


def _readers(case: Case) -> dict[str, Steps]:
    """Return for each series of polls the place of the first felt public's approval that it measures."""
    found: dict[str, Steps] = {}
    raw = case.written.raw
    for top in ("parties", "ratifiers"):
        for steps, public in _publics(raw.get(top), (top,)):
            approval = public.get("approval")
            if isinstance(approval, Mapping) and "series" in approval:
                found.setdefault(str(approval["series"]), (*steps, "approval"))
    return found


def _publics(node: Any, steps: Steps) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    """Yield every felt public in plain data with its place."""
    if isinstance(node, Mapping):
        if "felt" in node:
            yield steps, node
        for key, part in node.items():
            yield from _publics(part, (*steps, str(key)))
    elif isinstance(node, list):
        for place, part in enumerate(node):
            yield from _publics(part, (*steps, str(place)))
