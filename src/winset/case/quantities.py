"""A number as an analyst writes it: fixed, a range, an estimate, a poll or a choice, with its sources.

Every field of a case that may be uncertain is a `Quantity`. A *domain* says what the field allows and in which
unit the rest of winset meets it: chances and shares from 0 to 1, approval from 0 to 100, rates per year, durations
in days, points of worth without bounds.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from winset.case.parts import refusal, unknown_keys

Kind = Literal["fixed", "interval", "pert", "triangular", "normal", "beta", "poll", "choice"]

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_DURATION = r"(?:days?|weeks?|months?|years?)"
_RATE = r"(?:per (?:day|week|month|year))"
_PLAIN = r"(?:points?|percent|per cent|%|of electorate)"


@dataclass(frozen=True)
class Domain:
    """What a field allows: its bounds, the unit it is kept in and the shape of an interval in it."""

    name: str
    low: float = -math.inf
    high: float = math.inf
    unit: str = ""
    positive: bool = False

    @property
    def allowed(self) -> str:
        """The bounds in words."""
        bounds = {
            (True, True): "any number",
            (False, True): f"{self.low:g} or more",
            (True, False): f"{self.high:g} or less",
            (False, False): f"from {self.low:g} to {self.high:g}",
        }[(math.isinf(self.low), math.isinf(self.high))]
        return f"{bounds} ({self.unit})" if self.unit else bounds


class Quantity(BaseModel):
    """One number of a case, with what is known of its spread and where it comes from.

    Parameters
    ----------
    kind : str
        How `numbers` are to be read: ``fixed`` (value), ``interval`` (5 % and 95 % points), ``pert`` and
        ``triangular`` (low, mode, high), ``normal`` (mean, standard deviation), ``beta`` (a, b), ``poll``
        (per cent in favour, per cent against, respondents, design effect), ``choice`` (none; see `choices`).
    numbers : tuple of float
        In the unit of `domain`.
    choices : tuple of (Quantity, float)
        For ``choice``: alternatives with their chances, which sum to 1.
    domain, low, high, positive
        The field's domain, as in `Domain`; draws are clipped to it.
    error : float
        For ``poll``: standard deviation beyond sampling, in points.
    wording : str or None
        For ``poll``: the question as asked.
    sources : tuple of str
        Ids of sources; none means that the number is a guess.
    note, confidence, hindsight
        What the analyst adds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    numbers: tuple[float, ...] = ()
    choices: tuple[tuple[Quantity, float], ...] = ()
    domain: str = "number"
    low: float = -math.inf
    high: float = math.inf
    positive: bool = False
    unit: str = ""
    error: float = 0.0
    wording: str | None = None
    sources: tuple[str, ...] = ()
    note: str | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    hindsight: bool = False
    is_default: bool = False

    @property
    def is_guess(self) -> bool:
        """True if no source is named, here or in any alternative."""
        return not self.sources and not any(choice.sources for choice, _ in self.choices)

    @property
    def is_uncertain(self) -> bool:
        """True if the number has a spread."""
        if self.kind == "choice":
            return len(self.choices) > 1 or self.choices[0][0].is_uncertain
        if self.kind in {"interval", "pert", "triangular"}:
            return self.numbers[0] != self.numbers[-1]
        return self.kind != "fixed" and not (self.kind == "normal" and self.numbers[1] == 0)

    def __str__(self) -> str:
        """Return the number as an analyst would write it."""
        shown = [f"{number:g}" for number in self.numbers]
        unit = f" {self.unit}" if self.unit else ""
        match self.kind:
            case "fixed":
                return shown[0] + unit
            case "interval":
                return f"{shown[0]} to {shown[1]}{unit}"
            case "pert" | "triangular":
                return f"{shown[0]} / {shown[1]} / {shown[2]}{unit}"
            case "normal":
                return f"{shown[0]} ± {shown[1]}{unit}"
            case "beta":
                return f"Beta({shown[0]}, {shown[1]}){unit}"
            case "poll":
                asked = f" of {shown[2]} asked" if self.numbers[2] else ""
                return f"{shown[0]} % for, {shown[1]} % against{asked}"
            case "choice":
                return " or ".join(f"{choice} ({chance:.0%})" for choice, chance in self.choices)


META = {
    "from": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
    "note": {"type": "string"},
    "confidence": {"enum": ["high", "medium", "low", "H", "M", "L"]},
    "hindsight": {"type": "boolean"},
    "widen": {"type": "number", "minimum": 1},
}
"""Keys that any quantity written as a mapping may carry, with their schema."""

POLL = {
    "in_favour": {"type": "number", "minimum": 0, "maximum": 100},
    "against": {"type": "number", "minimum": 0, "maximum": 100},
    "n": {"type": "integer", "minimum": 1},
    "design_effect": {"type": "number", "minimum": 1},
    "error": {"type": "number", "minimum": 0},
    "wording": {"type": "string"},
}
"""Keys of a poll, with their schema."""

SHAPES: dict[str, tuple[str, ...]] = {
    "pert": ("low", "mode", "high"),
    "value": ("value",),
    "triangular": ("triangular",),
    "normal": ("normal",),
    "beta": ("beta",),
    "poll": ("in_favour", "against"),
}
"""The keys that tell one written form of a quantity from another."""


def written_forms(domain: Domain) -> str:
    """Return the ways to write a quantity of this domain, in words."""
    example = {
        "duration": "6 weeks, 6 to 18 months",
        "rate": "3 per year, 3 to 6 per year",
        "chance": "0.2, 0.1 to 0.3",
        "share": "0.4, 0.3 to 0.5",
    }.get(domain.name, "5, 5 to 15")
    return f"a number or a range such as {example}; {{low, mode, high}}; a list of {{value, chance}}"


def _pattern(domain: Domain) -> str:
    """Return the pattern of a quantity written as a phrase."""
    unit = {"duration": f" {_DURATION}", "rate": f"(?: {_RATE})?"}.get(domain.name, f"(?: ?{_PLAIN})?")
    return f"^{_NUMBER}(?: to {_NUMBER})?{unit}$"


def _phrase(text: str, domain: Domain) -> tuple[list[float], float]:
    """Return the one or two numbers of a phrase and the factor to the domain's unit."""
    stripped = " ".join(text.split())
    if not re.match(_pattern(domain), stripped):
        raise refusal("this is not a number or a range", text, written_forms(domain))
    numbers = [float(number) for number in re.findall(rf"(?<![\w.])({_NUMBER})", stripped)]
    factor = 1.0
    if unit := re.search(r"(?:per )?(day|week|month|year)", stripped):
        factor = DAYS[unit[1]] if domain.name == "duration" else DAYS["year"] / DAYS[unit[1]]
    elif "%" in stripped or "per cent" in stripped or "percent" in stripped:
        factor = 0.01 if domain.high == 1.0 else 1.0
    return numbers, factor


def _inside(numbers: tuple[float, ...], domain: Domain, found: Any) -> None:
    """Complain about a number that is not finite or lies outside the domain."""
    for number in numbers:
        if not math.isfinite(number):
            raise refusal("this number is not finite", found, domain.allowed)
        if not domain.low <= number <= domain.high:
            raise refusal(f"{number:g} is outside what this field allows", found, domain.allowed)


def _rising(numbers: tuple[float, ...], names: str, found: Any) -> None:
    """Complain about low, mode and high in the wrong order."""
    if any(a > b for a, b in itertools.pairwise(numbers)):
        raise refusal(f"{names} are out of order", found, "numbers that rise from left to right")


def _list(value: Any, length: int, key: str, meanings: str) -> tuple[float, ...]:
    """Return `value` as a tuple of `length` numbers."""
    if (
        not isinstance(value, list | tuple)
        or len(value) != length
        or not all(isinstance(number, int | float) and not isinstance(number, bool) for number in value)
    ):
        raise refusal(f"`{key}` takes {length} numbers", value, f"[{meanings}]")
    return tuple(float(number) for number in value)


def _choices(items: Any, domain: Domain) -> Quantity:
    """Return a choice between stories."""
    if not items:
        raise refusal("this list of choices is empty", items, "a list of {value, chance}")
    parsed: list[tuple[Quantity, float]] = []
    for item in items:
        if not isinstance(item, Mapping) or "value" not in item or "chance" not in item:
            raise refusal("each choice needs a value and a chance", item, "{value: ..., chance: 0.4}")
        chance = item["chance"]
        if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 <= chance <= 1:
            raise refusal("the chance of a choice is no probability", chance, "from 0 to 1")
        inner = parse({key: part for key, part in item.items() if key != "chance"}, domain)
        parsed.append((inner, float(chance)))
    total = sum(chance for _, chance in parsed)
    if abs(total - 1) > 1e-6:
        raise refusal(f"the chances of the choices sum to {total:g}", total, "chances that sum to 1")
    return Quantity(kind="choice", choices=tuple(parsed), **_of(domain))


def _of(domain: Domain) -> dict[str, Any]:
    """Return the fields by which a quantity remembers its domain."""
    return {
        "domain": domain.name,
        "low": domain.low,
        "high": domain.high,
        "positive": domain.positive,
        "unit": domain.unit,
    }


def _meta(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return sources, note, confidence and hindsight of a quantity written as a mapping."""
    origin = value.get("from", ())
    sources = (origin,) if isinstance(origin, str) else tuple(origin or ())
    if not all(isinstance(source, str) for source in sources):
        raise refusal("`from` names sources", origin, "the id of a source, or a list of ids")
    note, confidence = value.get("note"), value.get("confidence")
    if note is not None and not isinstance(note, str):
        raise refusal("a note is text", note, "text; put it in quotes if it holds a colon or a comma")
    levels = {"H": "high", "M": "medium", "L": "low"}
    confidence = levels.get(confidence, confidence) if isinstance(confidence, str) else confidence
    if confidence not in {None, "high", "medium", "low"}:
        raise refusal("confidence is high, medium or low", confidence, "high, medium, low")
    if not isinstance(value.get("hindsight", False), bool):
        raise refusal("`hindsight` is true or false", value["hindsight"], "true, false")
    return {
        "sources": sources,
        "note": note,
        "confidence": confidence,
        "hindsight": value.get("hindsight", False),
    }


def _mapping(value: Mapping[str, Any], domain: Domain) -> Quantity:
    """Return a quantity written as a mapping."""
    shapes = [name for name, keys in SHAPES.items() if any(key in value for key in keys)]
    if len(shapes) != 1:
        say = "says its number in two ways" if shapes else "does not say its number"
        raise refusal(f"this mapping {say}", dict(value), written_forms(domain))
    shape = shapes[0]
    known = {*SHAPES[shape], *META, *(POLL if shape == "poll" else ())}
    if unknown := [key for key in value if key not in known]:
        raise unknown_keys(unknown, sorted(known))
    meta = _meta(value)
    if shape == "value":
        inner = parse(value["value"], domain)
        return _widened(inner.model_copy(update=_kept(inner, meta)), value.get("widen", 1.0))
    if shape == "poll":
        return _poll(value, domain, meta)
    numbers = {
        "pert": lambda: _list([value.get(key) for key in SHAPES["pert"]], 3, "low, mode, high", "three numbers"),
        "triangular": lambda: _list(value["triangular"], 3, "triangular", "low, mode, high"),
        "normal": lambda: _list(value["normal"], 2, "normal", "mean, standard deviation"),
        "beta": lambda: _list(value["beta"], 2, "beta", "a, b"),
    }[shape]()
    if shape in {"pert", "triangular"}:
        _inside(numbers, domain, dict(value))
        _rising(numbers, "low, mode and high", dict(value))
    elif shape == "normal":
        _inside(numbers[:1], domain, dict(value))
        if not (math.isfinite(numbers[1]) and numbers[1] >= 0):
            raise refusal("a standard deviation is not negative", numbers[1], "0 or more")
    elif min(numbers) <= 0 or not all(map(math.isfinite, numbers)):
        raise refusal("the two numbers of a Beta distribution are positive", list(numbers), "more than 0")
    elif math.isinf(domain.high) or math.isinf(domain.low):
        raise refusal("a Beta distribution needs a field with bounds", dict(value), written_forms(domain))
    made = Quantity(kind=shape, numbers=numbers, **_of(domain), **meta)  # type: ignore[arg-type]
    return _widened(made, value.get("widen", 1.0))


def _kept(inner: Quantity, meta: dict[str, Any]) -> dict[str, Any]:
    """Return what an outer mapping adds to an inner quantity; what it does not say stays."""
    return {key: part for key, part in meta.items() if part not in (None, (), False)}


def _widened(quantity: Quantity, factor: Any) -> Quantity:
    """Return the quantity with its stated ends moved away from its centre by `factor`, inside its domain."""
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not 1 <= factor < math.inf:
        raise refusal("`widen` multiplies a spread", factor, "1 or more")
    if factor == 1 or quantity.kind not in {"interval", "pert", "triangular"}:
        return quantity
    numbers = quantity.numbers
    centre = numbers[1] if len(numbers) == 3 else sum(numbers) / 2
    ends = [
        min(max(centre + (end - centre) * factor, quantity.low), quantity.high) for end in (numbers[0], numbers[-1])
    ]
    wide = (ends[0], centre, ends[1]) if len(numbers) == 3 else (ends[0], ends[1])
    return quantity.model_copy(update={"numbers": wide})


def _poll(value: Mapping[str, Any], domain: Domain, meta: dict[str, Any]) -> Quantity:
    """Return a share read from a poll: those in favour among those who chose a side."""
    if domain.name not in {"share", "percent"}:
        raise refusal("a poll gives a share", dict(value), written_forms(domain))
    for key, rule in POLL.items():
        part = value.get(key)
        if part is None:
            if key in SHAPES["poll"]:
                raise refusal(f"a poll needs `{key}`", dict(value), "in_favour, against and n")
            continue
        if key == "wording":
            if not isinstance(part, str):
                raise refusal("`wording` is text", part, "the question as it was asked")
        elif (
            isinstance(part, bool)
            or not isinstance(part, int if key == "n" else int | float)
            or not float(str(rule["minimum"])) <= part <= float(str(rule.get("maximum", math.inf)))
        ):
            allowed = f"{rule['minimum']} or more" if "maximum" not in rule else "from 0 to 100"
            raise refusal(f"`{key}` is out of range", part, allowed)
    favour, against = float(value["in_favour"]), float(value["against"])
    if not 0 < favour + against <= 100 + 1e-9:
        raise refusal(f"the shares sum to {favour + against:g}", dict(value), "more than 0, at most 100")
    numbers = (favour, against, float(value.get("n", 0)), float(value.get("design_effect", 1.0)))
    extra = {"error": float(value.get("error", 0.0)), "wording": value.get("wording")}
    return Quantity(kind="poll", numbers=numbers, **_of(domain), **extra, **meta)


def parse(value: Any, domain: Domain) -> Quantity:
    """Return what an analyst wrote as a `Quantity` of the domain.

    Raises
    ------
    PydanticCustomError
        With what was found and what is allowed, if `value` is no quantity of this domain.

    Examples
    --------
    >>> str(parse("6 to 18 months", DURATION))
    '182.625 to 547.875 days'
    >>> parse({"low": 0.1, "mode": 0.2, "high": 0.4, "note": "our guess"}, SHARE).kind
    'pert'
    """
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool):
        raise refusal("this is true or false where a number is meant", value, written_forms(domain))
    if isinstance(value, int | float):
        if domain.name == "duration" and value != 0:
            raise refusal("this duration has no unit", value, written_forms(domain))
        _inside((float(value),), domain, value)
        return Quantity(kind="fixed", numbers=(float(value),), **_of(domain))
    if isinstance(value, str):
        found, factor = _phrase(value, domain)
        numbers = tuple(number * factor for number in found)
        _inside(numbers, domain, value)
        _rising(numbers, "the ends of this range", value)
        return Quantity(kind="fixed" if len(numbers) == 1 else "interval", numbers=numbers, **_of(domain))
    if isinstance(value, Mapping):
        return _mapping(value, domain)
    if isinstance(value, list | tuple):
        return _choices(value, domain)
    raise refusal("this is not a number or a range", value, written_forms(domain))


def _schema(domain: Domain) -> dict[str, Any]:
    """Return the JSON Schema of a quantity of this domain."""
    number: dict[str, Any] = {"type": "number"}
    if math.isfinite(domain.low):
        number["minimum"] = domain.low
    if math.isfinite(domain.high):
        number["maximum"] = domain.high
    if domain.name == "duration":
        number = {"const": 0}
    phrase = {
        "type": "string",
        "pattern": r"^\s*" + _pattern(domain).strip("^$").replace(" ", r"\s+") + r"\s*$",
    }
    ends = {"type": "number"} if domain.name == "duration" else number

    def mapping(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {**properties, **META},
            "required": list(required),
            "additionalProperties": False,
        }

    def numbers(length: int, item: dict[str, Any]) -> dict[str, Any]:
        return {"type": "array", "items": item, "minItems": length, "maxItems": length}

    plain: list[dict[str, Any]] = [
        mapping(dict.fromkeys(SHAPES["pert"], ends), SHAPES["pert"]),
        mapping({"triangular": numbers(3, ends)}, ("triangular",)),
        mapping({"normal": numbers(2, {"type": "number"})}, ("normal",)),
    ]
    if math.isfinite(domain.low) and math.isfinite(domain.high):
        plain.append(mapping({"beta": numbers(2, {"type": "number", "exclusiveMinimum": 0})}, ("beta",)))
    if domain.name in {"share", "percent"}:
        plain.append(mapping(POLL, SHAPES["poll"]))
    inner = {"anyOf": [number, phrase, *plain]}
    choice = mapping({"value": inner, "chance": {"type": "number", "minimum": 0, "maximum": 1}}, ("value", "chance"))
    choices = {"type": "array", "items": choice, "minItems": 1}
    return {
        "anyOf": [
            number,
            phrase,
            *plain,
            choices,
            mapping({"value": {"anyOf": [*inner["anyOf"], choices]}}, ("value",)),
        ]
    }


def _field(domain: Domain) -> Any:
    """Return the annotated type of a field in this domain."""
    return Annotated[Quantity, BeforeValidator(lambda value: parse(value, domain)), WithJsonSchema(_schema(domain))]


NUMBER = Domain("number")
POINTS = Domain("points", unit="points")
POSITIVE = Domain("positive", low=0.0)
PERCENT = Domain("percent", low=0.0, high=100.0, unit="%")
SHARE = Domain("share", low=0.0, high=1.0)
CHANCE = Domain("chance", low=0.0, high=1.0)
CORRELATION = Domain("correlation", low=-1.0, high=1.0)
RATE = Domain("rate", low=0.0, unit="per year", positive=True)
DURATION = Domain("duration", low=0.0, unit="days", positive=True)
SPREAD = Domain("spread", low=0.0, unit="points")

Number = _field(NUMBER)
Points = _field(POINTS)
Positive = _field(POSITIVE)
Percent = _field(PERCENT)
Share = _field(SHARE)
Chance = _field(CHANCE)
Correlation = _field(CORRELATION)
Rate = _field(RATE)
Duration = _field(DURATION)
Spread = _field(SPREAD)


def default(value: Any, domain: Domain, note: str) -> Quantity:
    """Return a default of winset's own, marked as such so that outputs can print it when it is used."""
    return parse(value, domain).model_copy(update={"is_default": True, "note": note})
