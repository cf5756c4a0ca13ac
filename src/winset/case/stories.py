"""Cases that differ from a written one in a few values: the stories it tells, and what-ifs."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from winset.case.accepters import counts, ratifiers
from winset.case.case import Case, Story
from winset.case.complaints import Finding, Path, did_you_mean, dotted
from winset.case.quantities import ESTIMATED
from winset.case.voting import is_number
from winset.errors import InputError

MAX_VARIANTS = 256

Judged = Callable[[dict[str, Any]], tuple[Case | None, list[Finding]]]
"""Reads a case given as plain data, its stories not considered, and says what is wrong with it."""

OWN_KEYS = ("from", "note", "confidence", "hindsight", "widen", "low", "mode", "high", "triangular", "normal", "beta")
"""What a written quantity says of its old number, and which therefore goes with it."""


def story_variants(case: Case) -> tuple[tuple[str, float, Case], ...]:
    """Return the case under each combination of its stories, with the combination's weight.

    Weights within a dimension are scaled to sum to 1 and multiplied across dimensions. A case that tells no stories has
    one variant, named "", with weight 1.
    """
    if not case.stories:
        return (("", 1.0, case),)
    variants = []
    for choice in itertools.product(*(dimension.items() for dimension in case.stories.values())):
        weight = math.prod(
            story.weight / sum(other.weight for other in dimension.values())
            for (_, story), dimension in zip(choice, case.stories.values(), strict=True)
        )
        sets: dict[str, Any] = {}
        for _, story in choice:
            sets |= story.sets
        variants.append((_name(case, choice), weight, _told(case, sets) if sets else case))
    return tuple(variants)


def _told(case: Case, sets: Mapping[str, Any]) -> Case:
    """Return the case that one combination of its stories tells: a case without stories, since no other holds now."""
    return _rebuilt(case, {key: part for key, part in case.written.raw.items() if key != "stories"}, sets)


def _name(case: Case, choice: tuple[tuple[str, Story], ...]) -> str:
    """Return the name of a combination of stories."""
    return ", ".join(f"{dimension}: {name}" for dimension, (name, _) in zip(case.stories, choice, strict=True))


def check_stories(case: Case, raw: Mapping[str, Any], judged: Judged) -> Iterator[Finding]:
    """Yield what is wrong with the stories of a valid case: paths that lead nowhere, values that do not fit.

    Stories change numbers. What is asked, when, over which packages and of whom stays, since what is counted under
    one story could not be pooled with the rest otherwise.
    """
    count = math.prod(len(dimension) for dimension in case.stories.values())
    if case.stories and not count:
        yield Finding(("stories",), "a dimension of stories tells none", remedy="name at least one story in each")
    if count > MAX_VARIANTS:
        yield Finding(("stories",), f"these stories have {count:,} combinations", allowed=f"{MAX_VARIANTS} or fewer")
        return
    alone = [
        finding
        for dimension, stories in case.stories.items()
        for name, story in stories.items()
        for finding in _check_story(("stories", dimension, name), story.sets, case, raw, judged)
    ]
    yield from alone
    if not alone and len(case.stories) > 1:
        for choice in itertools.product(*(stories.items() for stories in case.stories.values())):
            together = {key: value for _, story in choice for key, value in story.sets.items()}
            for finding in _check_story(("stories",), together, case, raw, judged):
                names = " with ".join(name for name, _ in choice)
                yield Finding(
                    ("stories",), f"{names}: {finding.message}", finding.found, finding.allowed, finding.remedy
                )


def _check_story(
    path: Path, sets: Mapping[str, Any], case: Case, raw: Mapping[str, Any], judged: Judged
) -> Iterator[Finding]:
    """Yield what is wrong with a case in which a story has set its values."""
    made: dict[str, Any] = copy.deepcopy(dict(raw))
    places: dict[str, Path] = {}
    for key, value in sets.items():
        try:
            places[key] = _set(made, key, value)
        except InputError as error:
            yield Finding((*path, "sets", key), str(error).removeprefix(f"{key}: "))
            return
        if _is_fixed(places[key]):
            message = f"a story cannot change `{places[key][0]}`"
            yield Finding((*path, "sets", key), message, remedy=ANOTHER_CASE)
            return
    told, findings = judged(made)
    for finding in findings:
        inside = [key for key, place in places.items() if finding.path[: len(place)] == place]
        where = (*path, "sets", inside[0]) if inside else path
        message = finding.message if inside else f"under this story {dotted(finding.path)}: {finding.message}"
        yield Finding(where, message, finding.found, finding.allowed, finding.remedy)
    if told is not None and not findings:
        for at in sorted({place for place, _ in _accepters(case) ^ _accepters(told)}):
            near = [key for key, place in places.items() if at[: len(place)] == place or place[: len(at)] == at]
            message = "a story cannot change who must say yes, nor how"
            yield Finding((*path, "sets", *near[:1]), message, dotted(at[1::2]), remedy=ANOTHER_CASE)


ANOTHER_CASE = "stories change numbers; write another case for it"

FREE = (
    "parties",
    "outside",
    "sweeteners",
    "events",
    "meetings",
    "mediator",
    "deadlines",
    "lead_times",
    "provisional",
    "after_a_no",
    "keeping",
    "ratifiers",
    "unlisted_blocker",
    "series",
    "correlations",
    "forms",
)
"""Parts of a case that a story may change; the others say what the file is, and what is asked of whom and when."""


def _is_fixed(place: Path) -> bool:
    """Tell whether no story may change what stands at a place: all but numbers of the situation.

    >>> _is_fixed(("packages", "x", "land")), _is_fixed(("packages", "x", "steps", 0, "stopped_by", "army"))
    (True, False)
    """
    within = place[2:] if place[0] == "packages" else ()
    of_a_step = within[:1] == ("steps",) and within[2:3] in {("after",), ("stopped_by",)}
    return place[0] not in FREE and within[:1] != ("open_for",) and not of_a_step


def _accepters(case: Case) -> set[tuple[tuple[str, ...], str]]:
    """Return the places of all who must say yes in a case, each with its kind."""
    leaders = {(("parties", party), "leader") for party in case.parties}
    rules = {(tuple(path.split(".")), f"at least {needed}") for path, needed in counts(case)}
    return (
        leaders
        | rules
        | {
            (tuple(ratifier.path.split(".")), f"{type(ratifier.accepter).__name__} {ratifier.stops}")
            for ratifier in ratifiers(case)
        }
    )


def with_values(case: Case, values: Mapping[str, Any]) -> Case:
    """Return the case with other values at dotted paths, checked like any case.

    A path names keys as they stand in the file or as `Case.quantities` has them. A value replaces the old one together
    with the old one's sources and note. A part that the file leaves to its default may be set, too.

    Raises
    ------
    CaseError
        If the changed case is not a valid one, with a complaint for each path.
    InputError
        If the case was not read from a file or text.

    Examples
    --------
    >>> from winset.case.reading import read_case
    >>> case = read_case("kuril-2019")  # doctest: +SKIP
    >>> with_values(case, {"meetings.rate": "4 per year"}).meetings.rate.numbers  # doctest: +SKIP
    (4.0,)
    """
    return _rebuilt(case, case.written.raw, values)


def _rebuilt(case: Case, raw: Mapping[str, Any], values: Mapping[str, Any]) -> Case:
    """Return the case that plain data with other values describe."""
    from winset.case.reading import rebuild

    if not case.written.raw:
        raise InputError(
            "values can be set in a case that was read from a file or a text; this one was built in Python"
        )
    made: dict[str, Any] = copy.deepcopy(dict(raw))
    set_values(made, values)
    return rebuild(case, made, values)


def set_values(raw: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Path]:
    """Set values at dotted paths in place and return where each of them went.

    Raises
    ------
    InputError
        If a path leads into a list or a value that has no such part.
    """
    return {path: _set(raw, path, value) for path, value in values.items()}


def _set(raw: dict[str, Any], dotted_path: str, value: Any) -> Path:
    """Set one value in place and return where it went."""
    steps = dotted_path.split(".")
    node: Any = raw
    path: Path = ()
    while True:
        step, steps = _step(node, steps)
        if step is None:
            continue
        path = (*path, step)
        if not steps:
            break
        opened = _opened(step, _child(node, step), steps)
        _refuse_new(node, path, opened, dotted_path)
        node[step] = node = opened
    _refuse_new(node, path, value, dotted_path)
    old = _child(node, step)
    if str(step) in ("floor", "no_agreement") and isinstance(old, dict) and not isinstance(value, dict | list):
        inner = SHORT[str(step)]
        if _is_long(inner, old):
            node, path, step = old, (*path, inner), inner
    if step == "value" and isinstance(node, dict):
        for key in OWN_KEYS:
            node.pop(key, None)
    node[step] = copy.deepcopy(value)
    return path


def _refuse_new(node: Any, path: Path, value: Any, dotted_path: str) -> None:
    """Refuse to make up a party, an event or another part with a name of its own by setting a value inside it."""
    *around, step = path
    if isinstance(node, dict) and step not in node and around and around[-1] in NAMED and value in ({}, None):
        close = did_you_mean(str(step), node)
        raise InputError(
            f"{dotted_path}: there is no `{step}` in `{dotted(tuple(around))}`" + (f"; {close}" if close else "")
        )


NAMED = {
    "sources",
    "issues",
    "packages",
    "parties",
    "home",
    "blocs",
    "red_lines",
    "outside",
    "sweeteners",
    "events",
    "series",
    "stories",
    "rates",
}
"""Parts whose keys are the analyst's own names."""

SHORT = {"floor": "value", "no_agreement": "worth", "in_favour": "otherwise", "consents": "otherwise"}
"""Parts for which a bare number may stand, and the key under which it then stands."""


def _step(node: Any, steps: list[str]) -> tuple[str | int | None, list[str]]:
    """Return the next key or place and the steps that remain; no key if the written form leaves this step out."""
    if isinstance(node, list):
        if steps[0].isdecimal() and int(steps[0]) < len(node):
            return int(steps[0]), steps[1:]
        raise InputError(f"{'.'.join(steps)}: this list has places 0 to {len(node) - 1}")
    for length in range(len(steps), 0, -1):
        if (key := ".".join(steps[:length])) in node:
            return key, steps[length:]
    if len(steps) > 1 and (steps[0].isdecimal() or steps[0] == "sets"):
        return None, steps[1:]
    return steps[0], steps[1:]


def _child(node: Any, step: str | int) -> Any:
    """Return what stands at a step, if anything does."""
    return node.get(step) if isinstance(node, dict) else node[int(step)]


def _opened(step: str | int, child: Any, steps: list[str]) -> Any:
    """Return a part into which a further step can be taken: the short form of a part in its long form."""
    inner = SHORT.get(str(step))
    if inner is not None and child is not None and not _is_long(inner, child):
        return {inner: child}
    if isinstance(child, list):
        return child
    if step == "jumps" and child == ESTIMATED:
        return {"rate": ESTIMATED, "size": ESTIMATED}
    if child is None:
        return {}
    if not isinstance(child, dict):
        raise InputError(f"{'.'.join(steps)}: `{step}` is a single value and has no parts")
    return child


def _is_long(inner: str, child: Any) -> bool:
    """Tell whether a part that may be a bare number is written with its keys."""
    if not isinstance(child, dict):
        return False
    if inner == "value":
        return bool({"value", "soft"} & set(child))
    return not is_number(child)
