"""Cases that differ from a written one in a few values: the stories it tells, and what-ifs."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Mapping
from typing import Any

from winset.case.case import Case, Story
from winset.case.complaints import Path
from winset.errors import InputError

MAX_VARIANTS = 256

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
        variants.append((_name(case, choice), weight, with_values(case, sets) if sets else case))
    return tuple(variants)


def _name(case: Case, choice: tuple[tuple[str, Story], ...]) -> str:
    """Return the name of a combination of stories."""
    return ", ".join(f"{dimension}: {name}" for dimension, (name, _) in zip(case.stories, choice, strict=True))


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
    from winset.case.reading import rebuild

    if not case.written.raw:
        raise InputError(
            "values can be set in a case that was read from a file or a text; this one was built in Python"
        )
    raw, places = changed(case.written.raw, values)
    return rebuild(case, raw, values, places)


def changed(raw: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Path]]:
    """Return plain data with other values at dotted paths, and where each of them went.

    >>> changed({"a": {"b": {"value": 5, "from": "x"}}}, {"a.b": 6})
    ({'a': {'b': 6}}, {'a.b': ('a', 'b')})
    """
    made: dict[str, Any] = copy.deepcopy(dict(raw))
    return made, {path: _set(made, path, value) for path, value in values.items()}


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
        node[step] = node = _opened(step, _child(node, step), steps)
    old = _child(node, step)
    inner = SHORT.get(str(step))
    if inner in ("value", "worth") and isinstance(old, dict) and inner in old and not isinstance(value, dict):
        node, path, step = old, (*path, inner), inner
    if step == "value" and isinstance(node, dict):
        for key in OWN_KEYS:
            node.pop(key, None)
    node[step] = copy.deepcopy(value)
    return path


SHORT = {"floor": "value", "no_agreement": "worth", "in_favour": "otherwise", "consents": "otherwise"}
"""Parts for which a bare number may stand, and the key under which it then stands."""

NUMBER_KEYS = {"value", "low", "mode", "high", "triangular", "normal", "beta", "against"}


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
    if isinstance(child, list):
        return child
    inner = SHORT.get(str(step))
    if inner is not None and child is not None and not _is_long(inner, child):
        return {inner: child}
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
    return inner == "worth" or not NUMBER_KEYS & set(child)
