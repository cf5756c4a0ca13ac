"""From what an analyst wrote to a `Quantity`: numbers, ranges in words, estimates, polls and choices."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from winset.case.domains import DAYS, LARGEST, Domain
from winset.case.parts import LEVELS, refusal, unknown_keys
from winset.case.quantity import Kind, Quantity

NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
LONGEST_PHRASE = 120

META = ("from", "note", "confidence", "hindsight", "known_to", "widen")
"""Keys that any quantity written as a mapping may carry."""

POLL = {
    "in_favour": (0.0, 100.0),
    "against": (0.0, 100.0),
    "n": (1.0, 1e9),
    "design_effect": (1.0, 1e6),
    "error": (0.0, 100.0),
}
"""The numbers of a poll, with their lowest and highest value."""

SHAPES: dict[str, tuple[str, ...]] = {
    "pert": ("low", "mode", "high"),
    "value": ("value",),
    "triangular": ("triangular",),
    "normal": ("normal",),
    "beta": ("beta",),
    "poll": ("in_favour", "against"),
}
"""The keys that tell one written form of a quantity from another."""


def pattern(domain: Domain, space: str = " ") -> str:
    """Return the pattern of a quantity written as a phrase, with a pattern for the space between its words."""
    per_cent, whole = f"(?:percent|per{space}cent|%)", f"of{space}electorate"
    unit = {
        "duration": f"{space}(?:days?|weeks?|months?|years?)",
        "rate": f"(?:{space}per{space}(?:day|week|month|year))?",
    }.get(domain.name, f"(?:(?:{space})?(?:points?|{per_cent}(?:{space}{whole})?|{whole}))?")
    return f"{NUMBER}(?:{space}to{space}{NUMBER})?{unit}"


def parse(value: Any, domain: Domain) -> Quantity:
    """Return what an analyst wrote as a `Quantity` of the domain.

    Raises
    ------
    PydanticCustomError
        With what was found and what is allowed, if `value` is no quantity of this domain.

    Examples
    --------
    >>> from winset.case.domains import DURATION, SHARE
    >>> str(parse("6 to 18 months", DURATION))
    '6 to 18 months'
    >>> parse({"low": 0.1, "mode": 0.2, "high": 0.4, "note": "our guess"}, SHARE).kind
    'pert'
    """
    match value:
        case Quantity():
            return value
        case bool():
            raise refusal("this is true or false where a number is meant", value, domain.forms)
        case int() | float():
            if domain.name == "duration" and value != 0:
                raise refusal("this duration has no unit", value, domain.forms, remedy=f"write {value:g} days")
            return _simple("fixed", (_inside(float(value), domain),), domain)
        case str():
            return _phrase(value, domain)
        case Mapping():
            return _mapping(value, domain)
        case list() | tuple():
            return _choices(value, domain)
    raise refusal("this is not a number or a range", value, domain.forms)


def _simple(kind: Kind, numbers: tuple[float, ...], domain: Domain, **more: Any) -> Quantity:
    """Return a quantity that remembers its domain."""
    return Quantity(
        kind=kind,
        numbers=numbers,
        domain=domain.name,
        low=domain.low,
        high=domain.high,
        positive=domain.positive,
        unit=domain.unit,
        **more,
    )


def _phrase(text: str, domain: Domain) -> Quantity:
    """Return a number or a range that is written in words."""
    written = " ".join(text[: LONGEST_PHRASE + 1].split())
    if len(text) > LONGEST_PHRASE or not re.fullmatch(pattern(domain), written):
        dash = re.fullmatch(rf"({NUMBER})\s*[-–—]\s*({NUMBER})(.*)", written)
        remedy = f"write {dash[1]} to {dash[2]}{dash[3]}" if dash else ""
        raise refusal("this is not a number or a range", text, domain.forms, remedy=remedy)
    factor = 1.0
    if unit := re.search(r"day|week|month|year", written):
        factor = DAYS[unit[0]] if domain.name == "duration" else DAYS["year"] / DAYS[unit[0]]
    elif "%" in written or "cent" in written:
        factor = 0.01 if domain.high == 1.0 else 1.0
    numbers = tuple(_inside(float(number) * factor, domain) for number in re.findall(rf"(?<![\w.])({NUMBER})", written))
    _rising(numbers, "the ends of this range", text)
    return _simple("fixed" if len(numbers) == 1 else "interval", numbers, domain)


def _inside(number: float, domain: Domain, at: str | int | None = None) -> float:
    """Return the number; refuse one that is not finite or lies outside the domain."""
    if not math.isfinite(number):
        raise refusal("this number is not finite", number, domain.allowed, at=at)
    if not domain.low <= number <= domain.high:
        remedy = ""
        if domain.high == 1.0 and domain.low == 0.0 and 1 < number <= 100:
            remedy = f"write {number / 100:g} for {number:g} %"
        elif domain.name == "percent":
            remedy = "write the level in per cent"
        raise refusal(f"found {number:g}", number, domain.allowed, remedy=remedy, at=at)
    if abs(number) > LARGEST:
        raise refusal(f"found {number:g}", number, f"numbers up to {LARGEST:g}", at=at)
    return number


def _rising(numbers: tuple[float, ...], names: str, found: Any) -> None:
    """Refuse low, mode and high in the wrong order."""
    if any(a > b for a, b in itertools.pairwise(numbers)):
        raise refusal(f"{names} are out of order", found, "numbers that rise from left to right")


def _mapping(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return a quantity written as a mapping."""
    shapes = [name for name, keys in SHAPES.items() if any(key in value for key in keys)]
    if len(shapes) != 1:
        everything = [*itertools.chain(*SHAPES.values()), *META]
        if not shapes and (unknown := [key for key in value if key not in everything]):
            raise unknown_keys(unknown, everything)
        say = "says its number in two ways" if shapes else "does not say its number"
        raise refusal(f"this mapping {say}", dict(value), domain.forms)
    shape = shapes[0]
    known = [*SHAPES[shape], *META, *([*POLL, "wording"] if shape == "poll" else ())]
    if unknown := [key for key in value if key not in known]:
        raise unknown_keys(unknown, dict.fromkeys(known))
    if missing := [key for key in SHAPES[shape] if key not in value]:
        raise refusal(f"`{missing[0]}` is missing", dict(value), ", ".join(SHAPES[shape]))
    meta = _meta(value)
    made = _SHAPED[shape](value, domain)
    kept = {key: part for key, part in meta.items() if part not in (None, (), False)}
    return _widened(made.model_copy(update=kept), value.get("widen", 1.0))


def _meta(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return sources, note, confidence, hindsight and who knows it of a quantity written as a mapping."""
    origin = value.get("from", ())
    sources = (origin,) if isinstance(origin, str) else origin
    if not isinstance(sources, list | tuple) or not all(isinstance(source, str) for source in sources):
        raise refusal("`from` names sources", origin, "the id of a source, or a list of ids", at="from")
    note = value.get("note", "")
    if not isinstance(note, str):
        raise refusal("a note is text", note, "text", remedy="put it in double quotes", at="note")
    confidence = value.get("confidence", "H")
    if not isinstance(confidence, str) or confidence not in LEVELS:
        raise refusal("confidence is high, medium or low", confidence, "high, medium, low, H, M, L", at="confidence")
    hindsight = value.get("hindsight", False)
    if not isinstance(hindsight, bool):
        raise refusal("`hindsight` is true or false", hindsight, "true, false", at="hindsight")
    known_to = value.get("known_to", "all")
    knowing = (known_to,) if isinstance(known_to, str) else known_to
    if not isinstance(knowing, list | tuple) or not knowing or not all(isinstance(party, str) for party in knowing):
        raise refusal("`known_to` names parties", known_to, "the id of a party, or a list of ids", at="known_to")
    return {
        "known_to": tuple(dict.fromkeys(knowing)) if "known_to" in value else (),
        "sources": tuple(sources),
        "note": note or None,
        "confidence": LEVELS[confidence] if "confidence" in value else None,
        "hindsight": hindsight,
    }


def _ends(parts: Mapping[str | int, Any], domain: Domain, found: Any) -> tuple[float, ...]:
    """Return the lowest, likeliest and highest value of an estimate."""
    numbers: list[float] = []
    for place, part in parts.items():
        end = _within(part, domain, place)
        if end.kind != "fixed":
            raise refusal("one number belongs here", part, "a single number", at=place)
        _known_as_a_whole(end, place)
        numbers += end.numbers
    _rising(tuple(numbers), "low, mode and high", found)
    return tuple(numbers)


def _within(part: Any, domain: Domain, place: str | int) -> Quantity:
    """Return a number that is part of another; a refusal names its place."""
    try:
        return parse(part, domain)
    except PydanticCustomError as error:
        context = error.context or {}
        if error.type == "unknown_key":
            raise unknown_keys(context["keys"], context["known"], (place, *context["at"])) from None
        found, allowed, remedy = context["found"], context["allowed"], context["remedy"]
        raise refusal(context["message"], found, allowed, remedy=remedy, at=place, below=context["at"]) from None


def _known_as_a_whole(part: Quantity, place: str | int) -> None:
    """Refuse a part of a quantity that says who knows it: a number is known as a whole or not at all."""
    if part.known_to:
        who = ", ".join(part.known_to)
        raise refusal(
            "a part of a number cannot be hidden by itself",
            who,
            "`known_to` beside the whole number",
            remedy=f"write {{value: [...], known_to: [{who}]}}",
            at=place,
        )


def _list(value: Mapping[str, Any], key: str, meanings: tuple[str, ...]) -> list[Any]:
    """Return the list under a key, which has one item for each meaning."""
    items = value[key]
    if not isinstance(items, list | tuple) or len(items) != len(meanings):
        raise refusal(f"`{key}` takes {len(meanings)} numbers", items, f"[{', '.join(meanings)}]", at=key)
    return list(items)


def _plain(value: Mapping[str, Any], key: str, meanings: tuple[str, ...]) -> tuple[float, ...]:
    """Return a list of plain numbers."""
    items = _list(value, key, meanings)
    if not all(_is_number(item) for item in items):
        raise refusal(f"`{key}` takes {len(meanings)} numbers", items, f"[{', '.join(meanings)}]", at=key)
    return tuple(float(item) for item in items)


def _is_number(value: Any) -> bool:
    """Tell whether a value is a finite number of sensible size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def _value(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return a quantity that stands under `value`."""
    return _within(value["value"], domain, "value")


def _pert(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return an estimate with its lowest, likeliest and highest value."""
    return _simple("pert", _ends({key: value[key] for key in SHAPES["pert"]}, domain, dict(value)), domain)


def _triangular(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return a triangular distribution."""
    items = _list(value, "triangular", SHAPES["pert"])
    return _simple("triangular", _ends(dict(enumerate(items)), domain, items), domain)


def _normal(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return a normal distribution."""
    mean, deviation = _plain(value, "normal", ("mean", "standard deviation"))
    _inside(mean, domain, at="normal")
    if deviation < 0:
        raise refusal("a standard deviation is not negative", deviation, "0 or more", at="normal")
    return _simple("normal", (mean, deviation), domain)


def _beta(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return a Beta distribution over the field's bounds."""
    a, b = _plain(value, "beta", ("a", "b"))
    if min(a, b) <= 0:
        raise refusal("the two numbers of a Beta distribution are positive", [a, b], "more than 0", at="beta")
    if not domain.is_bounded:
        raise refusal("a Beta distribution needs a field with bounds", dict(value), domain.forms)
    return _simple("beta", (a, b), domain)


def _poll(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return a share read from a poll: those in favour among those who chose a side."""
    if domain.name not in {"share", "percent"}:
        raise refusal("a poll gives a share", dict(value), domain.forms)
    for key, (low, high) in POLL.items():
        if key not in value:
            continue
        part = value[key]
        if not _is_number(part) or not low <= part <= high or (key == "n" and part != int(part)):
            raise refusal(f"found {part}", part, f"from {low:g} to {high:g}", at=key)
    wording = value.get("wording", "")
    if not isinstance(wording, str):
        raise refusal("`wording` is text", wording, "the question as it was asked", at="wording")
    favour, against = float(value["in_favour"]), float(value["against"])
    if not 0 < favour + against <= 100 + 1e-9:
        raise refusal(f"the shares sum to {favour + against:g}", dict(value), "more than 0, at most 100")
    numbers = (favour, against, float(value.get("n", 0)), float(value.get("design_effect", 1.0)))
    return _simple("poll", numbers, domain, error=float(value.get("error", 0.0)), wording=wording or None)


_SHAPED: dict[str, Callable[[Mapping[str, Any], Domain], Quantity]] = {
    "value": _value,
    "pert": _pert,
    "triangular": _triangular,
    "normal": _normal,
    "beta": _beta,
    "poll": _poll,
}


def _choices(items: list[Any] | tuple[Any, ...], domain: Domain) -> Quantity:
    """Return a choice between stories."""
    if not items:
        raise refusal("this list of choices is empty", items, "a list of {value, chance}")
    parsed: list[tuple[Quantity, float]] = []
    for place, item in enumerate(items):
        if not isinstance(item, Mapping) or "value" not in item or "chance" not in item:
            raise refusal("each choice needs a value and a chance", item, "{value: ..., chance: 0.4}", at=place)
        chance = item["chance"]
        if not _is_number(chance) or not 0 <= chance <= 1:
            raise refusal(f"the chance of this choice is {chance}", chance, "from 0 to 1", at=place)
        inner = _within({key: part for key, part in item.items() if key != "chance"}, domain, place)
        _known_as_a_whole(inner, place)
        parsed.append((inner, float(chance)))
    total = sum(chance for _, chance in parsed)
    if abs(total - 1) > 1e-6:
        raise refusal(f"the chances of the choices sum to {total:g}", total, "chances that sum to 1")
    return _simple("choice", (), domain, choices=tuple(parsed))


def _widened(quantity: Quantity, factor: Any) -> Quantity:
    """Return the quantity with its stated ends moved away from its centre by `factor`, inside its domain."""
    if not _is_number(factor) or factor < 1:
        raise refusal("`widen` multiplies a spread", factor, "1 or more", at="widen")
    if factor == 1 or quantity.kind not in {"interval", "pert", "triangular"}:
        return quantity
    numbers = quantity.numbers
    centre = numbers[1] if len(numbers) == 3 else sum(numbers) / 2
    ends = [
        min(max(centre + (end - centre) * factor, quantity.low), quantity.high) for end in (numbers[0], numbers[-1])
    ]
    wide = (ends[0], centre, ends[1]) if len(numbers) == 3 else (ends[0], ends[1])
    return quantity.model_copy(update={"numbers": wide})
