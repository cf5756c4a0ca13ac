"""Arguments that are objects, and how each is written in plain data.

A distribution is a mapping with one key, its name, as a case file has it: ``{"normal": [0.5, 0.1]}``. One with atoms
lists values with their chances: ``{"discrete": [[0.3, 0.6], [0.5, 0.4]]}``, whose chances sum to 1. A tree
of accepters is the number of a leaf, or a rule such as ``{"at_least": 2, "of": [0, 1, 2]}``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from winset.bargain.proposal import Reservation
from winset.errors import InputError
from winset.plain.arrays import DEEPEST
from winset.plain.built import list_of, mapping_schema, row_of
from winset.plain.kind import SIMPLE, Kind, Schema, refused, whole
from winset.ratify.tree import Leaf, Node, Tree, all_of, any_of

SHAPES: Mapping[str, tuple[str, ...]] = {
    "normal": ("mean", "standard deviation"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "pert": ("low", "mode", "high"),
    "beta": ("a", "b"),
}
"""Distributions, and the numbers that each takes."""

ATOMS = "discrete"
MOST_ATOMS = 10_000

DISTRIBUTION = "a distribution: " + ", ".join(
    [f'{{"{name}": [{", ".join(of)}]}}' for name, of in SHAPES.items()] + [f'{{"{ATOMS}": [[value, chance], ...]}}']
)
TREE = 'the number of a leaf, {"all_of": [...]}, {"any_of": [...]} or {"at_least": 2, "of": [...]}'


def _distribution(value: Any, place: str) -> Any:
    """Read a distribution."""
    if hasattr(value, "ppf"):
        return value
    if not isinstance(value, Mapping) or len(value) != 1 or not set(value) <= {*SHAPES, ATOMS}:
        raise refused(place, value, DISTRIBUTION)
    name, stated = next(iter(value.items()))
    if name == ATOMS:
        return _discrete(stated, f"{place}.{ATOMS}")
    numbers = row_of((SIMPLE[float],) * len(SHAPES[name])).read(stated, f"{place}.{name}")
    wrong = "finite" if not all(map(math.isfinite, numbers)) else _wrong(name, numbers)
    if wrong:
        raise InputError(f"`{place}.{name}` is {[f'{part:g}' for part in numbers]}; its numbers must be {wrong}")
    return _frozen(name, numbers)


def _discrete(stated: Any, place: str) -> Any:
    """Return the distribution of values that have chances of their own."""
    from scipy import stats

    pairs = list_of(row_of((SIMPLE[float],) * 2), list).read(stated, place)
    if not 0 < len(pairs) <= MOST_ATOMS:
        raise refused(place, stated, f"a list of 1 to {MOST_ATOMS:,} pairs, each a value and its chance")
    for i, (value, chance) in enumerate(pairs):
        if not (math.isfinite(value) and 0 < chance <= 1):
            raise InputError(
                f"`{place}[{i}]` is [{value:g}, {chance:g}]; it must be a finite value and a chance above 0"
            )
    values, chances = zip(*sorted(pairs), strict=True)
    total = math.fsum(chances)
    if abs(total - 1) > 1e-9:
        raise InputError(f"`{place}` has chances that sum to {total:g}; they must sum to 1")
    if len(set(values)) < len(values):
        raise InputError(f"`{place}` holds a value twice; state each once, with its whole chance")
    return stats.rv_discrete(values=(values, [chance / total for chance in chances]))


def _wrong(name: str, numbers: tuple[float, ...]) -> str:
    """Return what the numbers of a distribution must be and are not, if anything."""
    if name == "normal":
        return "" if numbers[1] > 0 else "a mean and a standard deviation above 0"
    if name == "beta":
        return "" if min(numbers) > 0 else "above 0"
    return "" if sorted(numbers) == list(numbers) and numbers[0] < numbers[-1] else "rising"


def _frozen(name: str, numbers: tuple[float, ...]) -> Any:
    """Return the frozen distribution of `scipy.stats`."""
    from scipy import stats

    if name in {"normal", "beta"}:
        return stats.norm(*numbers) if name == "normal" else stats.beta(*numbers)
    low, width = numbers[0], numbers[-1] - numbers[0]
    if name == "uniform":
        return stats.uniform(low, width)
    mode = (numbers[1] - low) / width
    return (
        stats.triang(mode, low, width) if name == "triangular" else stats.beta(1 + 4 * mode, 5 - 4 * mode, low, width)
    )


def _tree(value: Any, place: str, depth: int = 1) -> Tree:
    """Read a tree of accepters."""
    if isinstance(value, Leaf | Node):
        return value
    if not isinstance(value, Mapping):
        return Leaf(whole(value, place))
    if depth > DEEPEST:
        raise InputError(f"`{place[:20]}…` is nested too deeply; at most {DEEPEST} rules may stand inside each other")
    keys = set(value)
    if keys not in ({"all_of"}, {"any_of"}, {"at_least", "of"}):
        raise refused(place, value, TREE)
    (key,) = keys - {"at_least"}
    if not isinstance(value[key], list | tuple):
        raise refused(f"{place}.{key}", value[key], "a list of leaves and rules")
    below = tuple(_tree(child, f"{place}.{key}[{i}]", depth + 1) for i, child in enumerate(value[key]))
    if key == "of":
        return Node(whole(value["at_least"], f"{place}.at_least"), below)
    return all_of(*below) if key == "all_of" else any_of(*below)


def _shape(name: str) -> Schema:
    """Return the schema of one distribution."""
    numbers = row_of((SIMPLE[float],) * len(SHAPES[name])).schema
    return mapping_schema({name: {**numbers, "description": ", ".join(SHAPES[name])}}, [name])


def _atoms() -> Schema:
    """Return the schema of a distribution with atoms."""
    pairs = list_of(row_of((SIMPLE[float],) * 2), list).schema
    return mapping_schema({ATOMS: {**pairs, "minItems": 1, "description": "values, each with its chance"}}, [ATOMS])


CHILDREN: Schema = {"type": "array", "items": {"$ref": "#/$defs/tree"}}
OBJECT_DEFINITIONS: Schema = {
    "tree": {
        "description": "Who must say yes: the number of a leaf, or a rule over leaves and rules.",
        "anyOf": [
            {"type": "integer", "minimum": 0},
            mapping_schema({"all_of": CHILDREN}, ["all_of"]),
            mapping_schema({"any_of": CHILDREN}, ["any_of"]),
            mapping_schema({"at_least": {"type": "integer"}, "of": CHILDREN}, ["at_least", "of"]),
        ],
    }
}
OBJECTS: tuple[tuple[Any, Kind], ...] = (
    (Reservation, Kind(DISTRIBUTION, {"anyOf": [*(_shape(name) for name in SHAPES), _atoms()]}, _distribution)),
    (Tree, Kind(TREE, {"$ref": "#/$defs/tree"}, _tree)),
)
"""Each type of object with its kind."""
