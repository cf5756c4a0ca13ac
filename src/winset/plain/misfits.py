"""Why a model could not work with inputs that are each well written: shapes that do not go together, numbers too large.

What each argument's shape should be stands in its documentation, as in ``array of float, shape (n_actors, n_issues)``;
dimensions of one name must be equally long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from winset.plain.described import argument_note, described
from winset.registry import Model

SHAPE = re.compile(r"shape \(([^)]*)\)")
SIZE = 30
"""Powers of ten by which a number must differ from 1 to be blamed for what overflows."""


def why_not(model: Model, inputs: Mapping[str, Any], error: Exception) -> str:
    """Return one sentence that says where inputs do not fit, what was found and what is allowed.

    Examples
    --------
    >>> from winset.registry import model
    >>> why_not(model("pareto-frontier"), {"utilities": np.ones((2, 2, 2))}, ValueError("not this shape"))
    '`utilities` has shape (2, 2, 2); it must be (n_outcomes, n_parties)'
    """
    if isinstance(error, MemoryError):
        return f"`{model.id}` cannot work with these inputs: the memory of this computer is too small for so many"
    shapes = {name: np.shape(value) for name, value in inputs.items() if isinstance(value, np.ndarray)}
    wanted = {name: found for name in inputs if (found := _documented(model, name))}
    extreme = _most_extreme(inputs)
    if isinstance(error, ArithmeticError) and extreme:
        return extreme
    said = _wrong_axes(shapes, wanted) or _unequal(shapes, wanted) or extreme
    if said:
        return said
    words = " ".join(str(error.args[-1] if error.args else "").split()) or "they are too large"
    if "shape" in words or "broadcast" in words or "dimension" in words:
        listed = ", ".join(f"`{name}` {shape}" for name, shape in shapes.items() if shape)
        return f"the shapes are {listed}; lists beside each other must be equally long, or one number for all"
    return f"`{model.id}` cannot work with these inputs: {words}"


def _documented(model: Model, name: str) -> tuple[str, ...] | None:
    """Return the names of an argument's axes, the first ``...`` if there may be more of them; None if not one shape."""
    note = argument_note(described(model), name)
    said = note.type if note else ""
    found = SHAPE.findall(said)
    if len(found) != 1 or " or (" in said or "with shape" in said:
        return None
    return tuple(axis.strip() for axis in found[0].split(",") if axis.strip())


def _wrong_axes(shapes: Mapping[str, tuple[int, ...]], wanted: Mapping[str, tuple[str, ...]]) -> str:
    """Return the sentence on an argument that has too few axes or too many; one number may stand for all."""
    for name, shape in shapes.items():
        axes = wanted.get(name)
        if axes is None or not shape:
            continue
        named = [axis for axis in axes if axis != "..."]
        if len(shape) < len(named) or (len(shape) > len(named) and "..." not in axes):
            return f"`{name}` has shape {shape}; it must be {_written(axes)}"
    return ""


def _unequal(shapes: Mapping[str, tuple[int, ...]], wanted: Mapping[str, tuple[str, ...]]) -> str:
    """Return the sentence on two arguments whose axes of one name are not equally long."""
    seen: dict[str, list[tuple[str, int]]] = {}
    for name, shape in shapes.items():
        axes = wanted.get(name, ())
        lengths = (
            zip(axes, shape, strict=False) if axes[-1:] == ("...",) else zip(axes[::-1], shape[::-1], strict=False)
        )
        for axis, length in lengths:
            if axis.startswith("n_"):
                seen.setdefault(axis, []).append((name, length))
            elif axis.isdecimal() and int(axis) != length:
                return f"`{name}` has shape {shape}; it must be {_written(axes)}"
    for axis, found in seen.items():
        for (one, length), (other, another) in pairwise(found):
            if length != another:
                return (
                    f"`{one}` has shape {shapes[one]} and `{other}` {shapes[other]}; they must be "
                    f"{_written(wanted[one])} and {_written(wanted[other])}, with as many {axis} in both"
                )
    return ""


def _written(axes: tuple[str, ...]) -> str:
    """Return a shape as Python writes it."""
    return f"({', '.join(axes)}{',' * (len(axes) == 1)})"


def _most_extreme(inputs: Mapping[str, Any]) -> str:
    """Return the sentence on the number that is farthest from 1 in size, if it is far enough to be blamed."""
    size, place, value = max(_sizes(inputs), default=(0.0, "", 0.0))
    if size < SIZE:
        return ""
    return f"`{place}` is {value:g}, too {'large' if abs(value) > 1 else 'small'} to be reckoned with; take other units"


def _sizes(value: Any, place: str = "") -> Iterator[tuple[float, str, float]]:
    """Yield how many powers of ten lie between 1 and a number, its place, and the number; of an array the farthest."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _sizes(part, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from _sizes(part, f"{place}[{i}]")
    elif isinstance(value, float | int | np.ndarray) and not isinstance(value, bool):
        array = np.asarray(value, dtype=float)
        counts = np.isfinite(array) & (array != 0)
        powers = np.abs(np.log10(np.where(counts, np.abs(array), 1.0)))
        where = np.unravel_index(int(powers.argmax()), array.shape) if array.size else None
        if where is not None:
            yield float(powers[where]), place + "".join(f"[{i}]" for i in where), float(array[where])
