"""The list of proofs: each says for which axiom and for which models it holds a test ready."""

from __future__ import annotations

import copy
import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from winset.answer import Answer
from winset.errors import InputError
from winset.plain import described, solve
from winset.registry import Model

Prove = Callable[[Model, st.DataObject], None]


@dataclass(frozen=True)
class Proof:
    """A test of an axiom that generated inputs either pass or not."""

    axiom: str
    fits: Callable[[Model], bool]
    prove: Prove

    @property
    def file(self) -> str:
        """Name of the file in which it stands."""
        return self.prove.__module__.rsplit(".", 1)[-1]


PROOFS: list[Proof] = []

FROM_THE_MOST_SPECIAL = ("menus", "frontiers", "actors", "support", "anywhere")
"""Files of proofs: of several that fit a model the most special counts, in whatever order the files are read."""


def proves(axiom: str, fits: Callable[[Model], bool]) -> Callable[[Prove], Prove]:
    """Add a proof to the list."""

    def add(prove: Prove) -> Prove:
        PROOFS.append(Proof(axiom, fits, prove))
        return prove

    return add


def proof_of(axiom: str, model: Model) -> Proof | None:
    """Return the proof of a claim, if there is one."""
    found = [proof for proof in PROOFS if proof.axiom == axiom and proof.fits(model)]
    return min(
        found, key=lambda proof: FROM_THE_MOST_SPECIAL.index(proof.prove.__module__.split(".")[-1]), default=None
    )


def takes(*names: str) -> Callable[[Model], bool]:
    """Tell of a model whether these are its first arguments."""
    return lambda model: tuple(inspect.signature(model.function).parameters)[: len(names)] == names


def axis_of(model: Model, name: str, dimension: str) -> int | None:
    """Return the axis of an argument that its documentation calls so, counted from the last, if there is one.

    >>> from winset.registry import model
    >>> axis_of(model("nash"), "utilities", "n_parties")
    -1
    """
    for entry in described(model).arguments:
        found = re.search(r"shape \(([^)]*)\)", entry.type)
        if name in entry.names and found:
            axes = [axis.strip() for axis in found[1].split(",") if axis.strip()]
            if dimension in axes:
                return axes.index(dimension) - len(axes)
    return None


def dimensions(model: Model) -> set[str]:
    """Return the names of all axes of a model's arguments."""
    shapes = (re.search(r"shape \(([^)]*)\)", entry.type) for entry in described(model).arguments)
    return {axis.strip() for shape in shapes if shape for axis in shape[1].split(",") if axis.strip().startswith("n_")}


def near(model: Model, data: st.DataObject) -> dict[str, Any]:
    """Return the inputs of a model's example with some of their numbers moved."""

    def moved(part: Any) -> Any:
        if isinstance(part, list):
            return [moved(inner) for inner in part]
        if isinstance(part, dict):
            return {name: moved(inner) for name, inner in part.items()}
        if isinstance(part, float):
            return part * data.draw(st.sampled_from([1.0, 1.0, 0.5, 0.9, 1.1]))
        return part

    return {name: moved(part) for name, part in json.loads(json.dumps(dict(model.example))).items()}


def answer(model: Model, inputs: dict[str, Any]) -> Answer[Any]:
    """Return what a model answers; inputs that it refuses prove nothing."""
    try:
        return solve(model.id, **copy.deepcopy(inputs))
    except InputError:
        assume(False)
        raise


def numbers(value: Any) -> list[float]:
    """Return the numbers in plain data, sorted; whole ones, which may be places in lists, if there are no others."""
    found = list(_numbers(value))
    return sorted([part for part in found if isinstance(part, float)] or found)


def _numbers(value: Any) -> Iterator[float]:
    """Yield every number in plain data."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _numbers(part)


def permuted(model: Model, inputs: dict[str, Any], dimension: str, order: list[int]) -> dict[str, Any]:
    """Return inputs with those along an axis in another order, in every argument that has the axis."""
    changed = {}
    for name, value in inputs.items():
        axis = axis_of(model, name, dimension)
        array = np.asarray(value, dtype=object) if isinstance(value, list) else None
        has = axis is not None and array is not None and array.ndim >= -axis
        changed[name] = np.take(array, order, axis=axis).tolist() if has else value
    return changed
