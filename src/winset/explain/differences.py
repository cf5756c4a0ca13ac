"""Which inputs differ between two cases, by meaning and not by how they are written.

Numbers are compared as distributions, lists of names as sets, readings one by one; what is left out counts as the
default that stands for it. The order of keys and comments say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from winset.case.case import Case, Forms, Story
from winset.case.collective import EVERYWHERE, Actor, CollectiveCase
from winset.case.home import EachConsents
from winset.case.parts import Sourced
from winset.case.phrases import parse
from winset.case.public import FeltPublic, Opinion, SeriesLevel
from winset.case.quantity import Quantity
from winset.case.series import reading_data
from winset.case.voting import Body, Referendum
from winset.case.world import Deadline, Series, Together
from winset.errors import InputError
from winset.explain.measured import measured_approval
from winset.explain.places import LAST, AnyCase, group_of, label_of
from winset.explain.same_numbers import same_number
from winset.forecasting.forms import forms_of

About = Literal["input", "measured", "source", "words", "beside"]

WORDS = frozenset(
    {"title", "says", "note", "wording", "question", "name", "house", "text", "what", "unit", "so_far"}
    | {"summary", "author", "url", "publisher"}
)
"""Fields that tell and do not count."""

SOURCES = {"sources", "confidence", "hindsight"}
"""Fields that say where something comes from."""

BESIDE = ("outside_view", "clocks", "levers", "experts", "decision", "waiting")
"""Parts of a case that stand beside the forecast and never enter it."""

RECORDED = {"happened", "forecasts"}
"""Fields of a decision's issue that stand beside the answer."""

IN_ORDER = {"options", "range", "between"}
"""Lists whose order counts."""

SKIPPED = {"winset", "kind", "file", "columns", "only", "readings"}
"""Fields that say nothing of their own: of a series the readings are compared, wherever they stand."""

DEFAULT = ("winset's own default",)
"""Stands for the source of a number that the case leaves out."""


@dataclass(frozen=True)
class Difference:
    """One thing that two cases say differently.

    Parameters
    ----------
    path : str
        Where it stands: in the second case, or in the first if it was removed.
    kind : {"added", "removed", "changed"}
    before, after
        What each case says: a `Quantity`, a plain value, a tuple, or a whole part of a case; None where it says
        nothing. Readings of a public's opposition to a package stand together where they do not pair up.
    label : str
        What it is called.
    group : str
        The part of the case that it belongs to, such as ``Russia: leader``.
    about : {"input", "measured", "source", "words", "beside"}
        ``input`` may move the forecast; ``measured`` is approval as the readings of the same case give it at its date,
        which follows from inputs; ``source`` says where something comes from; ``words`` tell; ``beside`` stands
        beside the forecast and never enters it.
    """

    path: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any
    label: str
    group: str
    about: About = "input"


def differences(a: AnyCase, b: AnyCase) -> tuple[Difference, ...]:
    """Return everything that two cases say differently, in the order of the grammar, sources and titles last.

    Those whose `about` is ``input`` are the inputs of the forecast; a case against itself has none of any kind, and
    with the cases exchanged before and after are.

    Raises
    ------
    InputError
        If one is a negotiation and the other a decision of many actors.

    Examples
    --------
    >>> import winset
    >>> from winset.case.stories import with_values
    >>> case = winset.load("wage-round")
    >>> after = with_values(case, {"meetings.rate": "30 per year"})
    >>> [(str(found.before), str(found.after)) for found in differences(case, after) if found.about == "input"]
    [('52.1786 to 104.357 per year', '30 per year')]
    """
    if isinstance(a, Case) != isinstance(b, Case):
        raise InputError("one of these is a negotiation and the other a decision of many actors; compare two of a kind")
    found = list(_Walk(a, b).case())
    return tuple(sorted(found, key=lambda difference: difference.group in LAST))


class _Walk:
    """Goes through two cases side by side."""

    def __init__(self, a: AnyCase, b: AnyCase) -> None:
        self.a, self.b = a, b

    def case(self) -> Iterator[Difference]:
        """Yield the differences of the two cases."""
        for name, info in type(self.a).model_fields.items():
            if name not in SKIPPED:
                yield from self.at(info.alias or name, getattr(self.a, name), getattr(self.b, name), name, (), ())

    def found(self, path: str, before: Any, after: Any, about: About = "input") -> Difference:
        """Return a difference with its label and group."""
        case = self.a if after is None else self.b
        kind: Literal["added", "removed", "changed"] = "changed"
        if before is None or after is None:
            kind = "added" if before is None else "removed"
        top = path.partition(".")[0]
        if about == "input" and (top in BESIDE or (top == "issues" and RECORDED & set(path.split(".")))):
            about = "beside"
        if about != "measured" and top == "sources":
            about = "source"
        if top in {"id", "title", "summary", "author", "invented"}:
            about = "words"
        return Difference(path, kind, before, after, label_of(case, path), group_of(case, path), about)

    def at(
        self, path: str, before: Any, after: Any, field: str, was: tuple[str, ...], now: tuple[str, ...]
    ) -> Iterator[Difference]:
        """Yield the differences at a path; `was` and `now` are the sources that the parts around it name."""
        if before is None and after is None:
            return
        if isinstance(before, Quantity) and isinstance(after, Quantity):
            yield from self.number(path, before, after, was, now)
        elif isinstance(before, Forms) and isinstance(after, Forms):
            yield from self.forms(path)
        elif isinstance(before, SeriesLevel) or isinstance(after, SeriesLevel):
            if before != after:
                yield self.found(path, before, after)
        elif isinstance(before, BaseModel) and type(before) is type(after):
            yield from self.part(path, before, after, was, now)
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from self.mapping(path, before, after, was, now)
        elif _are_parts(before) or _are_parts(after):
            yield from self.parts(path, before or (), after or (), was, now)
        elif _plain(before, field) != _plain(after, field):
            yield self.found(path, before, after, "words" if field in WORDS else "input")

    def number(
        self, path: str, before: Quantity, after: Quantity, was: tuple[str, ...], now: tuple[str, ...]
    ) -> Iterator[Difference]:
        """Yield how a number differs, and apart from that where it comes from and what is said of it."""
        if not same_number(before, after):
            yield self.found(path, before, after)
        if set(before.known_to) != set(after.known_to):
            yield self.found(f"{path}.known_to", before.known_to or None, after.known_to or None)
        yield from self.origin(path, _sources(before, was), _sources(after, now), was, now)
        told: tuple[tuple[str, About], ...] = (
            ("confidence", "source"),
            ("hindsight", "source"),
            ("wording", "words"),
            ("note", "words"),
        )
        for field, about in told:
            pair = [None if one.is_default else getattr(one, field) or None for one in (before, after)]
            if pair[0] != pair[1]:
                yield self.found(f"{path}.{field}", pair[0], pair[1], about)

    def origin(
        self, path: str, before: tuple[str, ...], after: tuple[str, ...], was: tuple[str, ...], now: tuple[str, ...]
    ) -> Iterator[Difference]:
        """Yield other sources at a path, unless the part around it tells of the same change."""
        if set(before) != set(after) and (set(before), set(after)) != (set(was), set(now)):
            yield self.found(f"{path}.from", before or None, after or None, "source")

    def part(
        self, path: str, before: BaseModel, after: BaseModel, was: tuple[str, ...], now: tuple[str, ...]
    ) -> Iterator[Difference]:
        """Yield the differences of two parts of one kind, field by field."""
        if isinstance(before, Sourced) and isinstance(after, Sourced):
            own = before.sources or was, after.sources or now
            yield from self.origin(path, *own, was, now)
            was, now = own
        if isinstance(before, FeltPublic) and isinstance(after, FeltPublic):
            yield from self.measured(path, before, after)
        if isinstance(before, Series) and isinstance(after, Series):
            yield from self.readings(path, before, after)
        for name, info in type(before).model_fields.items():
            at, pair = f"{path}.{info.alias or name}", (_meant(before, name), _meant(after, name))
            if name in SKIPPED or name == "sources":
                continue
            if name in SOURCES:
                if (pair[0] or None) != (pair[1] or None):
                    yield self.found(at, pair[0] or None, pair[1] or None, "source")
            elif (
                isinstance(before, Actor)
                and isinstance(after, Actor)
                and name in ("position", "salience", "capability")
            ):
                numbers = self.by_issue(before, after, name)
                yield from self.at(at, numbers[0], numbers[1], name, was, now)
            elif isinstance(before, Story) and name == "sets":
                yield from self.sets(at, *pair)
            else:
                yield from self.at(at, *pair, name, was, now)

    def by_issue(self, before: Actor, after: Actor, field: Any) -> list[dict[str, Quantity]]:
        """Return an actor's numbers by issue, where one case has a number for all issues and the other has not."""
        pair = [dict(getattr(actor, field)) for actor in (before, after)]
        if pair[0].keys() != pair[1].keys():
            for place, (actor, case) in enumerate(((before, self.a), (after, self.b))):
                known = [(issue, actor.on(issue, field)) for issue in case.issues]
                pair[place] = {issue: number[1] for issue, number in known if number is not None}
        return pair

    def mapping(
        self,
        path: str,
        before: Mapping[Any, Any],
        after: Mapping[Any, Any],
        was: tuple[str, ...],
        now: tuple[str, ...],
    ) -> Iterator[Difference]:
        """Yield the differences of two mappings, key by key; order says nothing."""
        top = path == "sources"
        for key in (*before, *(key for key in after if key not in before)):
            at = path if key == EVERYWHERE else f"{path}.{key}"
            if key not in before or key not in after:
                yield self.found(at, before.get(key), after.get(key))
            elif top:
                if before[key] != after[key]:
                    yield self.found(at, before[key], after[key])
            else:
                yield from self.at(at, before[key], after[key], str(key), was, now)

    def parts(
        self, path: str, before: Sequence[Any], after: Sequence[Any], was: tuple[str, ...], now: tuple[str, ...]
    ) -> Iterator[Difference]:
        """Yield the differences of two lists of parts, each compared with the one that it stands for."""
        pairs = _paired(before, after)
        if any(isinstance(item, Opinion) for item in (*before, *after)) and any(None in pair for pair in pairs):
            yield self.found(path, tuple(before) or None, tuple(after) or None)
            return
        for i, j in pairs:
            at = f"{path}.{i if j is None else j}"
            if i is None or j is None:
                yield self.found(at, None if i is None else before[i], None if j is None else after[j])
            else:
                yield from self.at(at, before[i], after[j], "", was, now)

    def readings(self, path: str, before: Series, after: Series) -> Iterator[Difference]:
        """Yield the readings that only one of two series has, as one difference."""
        kept = [reading_data(reading) for reading in after.readings]
        gone = []
        for reading in before.readings:
            key = reading_data(reading)
            if key in kept:
                kept.remove(key)
            else:
                gone.append(reading)
        left = list(kept)
        come = []
        for reading in after.readings:
            key = reading_data(reading)
            if key in left:
                left.remove(key)
                come.append(reading)
        if gone or come:
            yield self.found(f"{path}.readings", tuple(gone) or None, tuple(come) or None)

    def measured(self, path: str, before: FeltPublic, after: FeltPublic) -> Iterator[Difference]:
        """Yield how far approval differs as it is measured at the date of each case."""
        if isinstance(before.approval, SeriesLevel) and isinstance(after.approval, SeriesLevel):
            levels = [measured_approval(case, path) for case in (self.a, self.b) if isinstance(case, Case)]
            if not same_number(levels[0], levels[1]):
                yield self.found(f"{path}.approval", levels[0], levels[1], "measured")

    def forms(self, path: str) -> Iterator[Difference]:
        """Yield the dimensions of model forms whose values or weights differ."""
        if not isinstance(self.a, Case) or not isinstance(self.b, Case):
            return
        for field in Forms.model_fields:
            pair = getattr(self.a.forms, field), getattr(self.b.forms, field)
            if pair[0] == pair[1]:
                continue
            if field == "comparable":
                yield self.found(f"{path}.{field}", *pair)
                continue
            weights = [_weights(case, field) for case in (self.a, self.b)]
            if weights[0] != weights[1]:
                yield self.found(f"{path}.{field}", weights[0], weights[1])

    def sets(self, path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
        """Yield the values that a story sets otherwise."""
        numbers = (self.a.quantities(), self.b.quantities())
        for key in (*before, *(key for key in after if key not in before)):
            pair = [_read(sets.get(key), known.get(key)) for sets, known in zip((before, after), numbers, strict=True)]
            if all(isinstance(one, Quantity) for one in pair) and same_number(*pair):
                continue
            if pair[0] != pair[1]:
                yield self.found(f"{path}.{key}", *pair)


def _sources(quantity: Quantity, around: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources of a number, its alternatives' included, or else those of the part around it."""
    if quantity.is_default:
        return DEFAULT
    own = (*quantity.sources, *(name for choice, _ in quantity.choices for name in choice.sources))
    return tuple(dict.fromkeys(own)) or around


def _meant(part: BaseModel, field: str) -> Any:
    """Return what a part means by a field, where leaving it out means something."""
    match part, field:
        case Body(), "quota":
            return part.needed
        case EachConsents(), "needed":
            return part.needed or part.how_many
        case Referendum(), "needed_territories":
            return part.needed_territories or len(part.territories) or None
    return getattr(part, field)


def _are_parts(value: Any) -> bool:
    """Tell whether a value is a list of parts of a case."""
    return isinstance(value, tuple | list) and any(isinstance(item, BaseModel | Mapping) for item in value)


def _plain(value: Any, field: str) -> Any:
    """Return a plain value so that equal meanings are equal: lists of names as sets, unless their order counts."""
    if isinstance(value, tuple | list):
        return tuple(value) if field in IN_ORDER else frozenset(value)
    return value


def _paired(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """Return which items of two lists stand for each other: equal ones first, then those of one name, in order.

    Examples
    --------
    >>> _paired(({"a": 1}, {"b": 2}), ({"b": 2}, {"c": 3}))
    [(0, None), (1, 0), (None, 1)]
    """
    left, right = list(range(len(before))), list(range(len(after)))
    pairs: list[tuple[int | None, int | None]] = []
    for alike in (lambda one, other: one == other, *_ALIKE):
        for i in tuple(left):
            j = next((j for j in right if alike(before[i], after[j])), None)
            if j is not None:
                pairs.append((i, j))
                left.remove(i)
                right.remove(j)
    pairs += [(i, None) for i in left]
    pairs += [(None, j) for j in right]
    return sorted(pairs, key=lambda pair: (pair[0] is None, pair[0] or 0, pair[1] or 0))


def _named(part: Any, loosely: bool) -> Any:
    """Return by what a part in a list is known; None for one that is known by its place."""
    match part:
        case Opinion():
            return part.house if loosely else (part.house, part.wording, part.sources)
        case Deadline():
            return part.date
        case Together():
            return frozenset(part.between)
    return None


_ALIKE = (
    lambda one, other: _named(one, False) is not None and _named(one, False) == _named(other, False),
    lambda one, other: _named(one, True) is not None and _named(one, True) == _named(other, True),
    lambda one, other: type(one) is type(other) and not isinstance(one, Opinion | Deadline | Together | dict),
)
"""When two items of lists stand for each other, the surest first."""


def _weights(case: Case, field: str) -> tuple[tuple[str, float], ...]:
    """Return the values of a dimension of model forms with their shares of the pool."""
    found: dict[str, float] = {}
    for form in forms_of(case):
        value = str(getattr(form, field))
        found[value] = found.get(value, 0.0) + form.weight
    return tuple(sorted((value, round(weight, 9)) for value, weight in found.items()))


def _read(value: Any, like: Quantity | None) -> Any:
    """Return what a story sets as a number like the one that it takes the place of, or as it stands."""
    from pydantic_core import PydanticCustomError

    from winset.case.domains import DOMAINS

    if value is None or like is None:
        return value
    try:
        return parse(value, DOMAINS[like.domain])
    except PydanticCustomError:
        return value


__all__ = ["About", "AnyCase", "CollectiveCase", "Difference", "differences"]
