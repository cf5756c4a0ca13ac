"""Proofs that need to know nothing of a model but its example and the names of the axes of its arguments."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import strategies as st

from axioms.proofs import answer, axis_of, dimensions, near, numbers, permuted, proves
from winset.plain.written import plain
from winset.registry import Model

ALIKE = ("n_parties", "n_actors", "n_members", "n_voters")
"""Axes along which everybody may change places."""


SLACK = {"spatial-politics": 0.1}
"""Positions a thousandth of the scale of 100 apart count as one there, and the first row stands for them."""


@proves("deterministic", lambda model: True)
def the_same_inputs_give_the_same_bytes(model: Model, data: st.DataObject) -> None:
    inputs = near(model, data)
    first, again = (json.dumps(plain(vars(answer(model, inputs)))) for _ in range(2))
    assert first == again


@proves("symmetric", lambda model: bool(dimensions(model) & set(ALIKE)))
def changing_places_changes_places_in_the_answer(model: Model, data: st.DataObject) -> None:
    inputs = near(model, data)
    dimension = next(name for name in ALIKE if name in dimensions(model))
    size = next(
        np.shape(value)[axis]
        for name, value in inputs.items()
        if (axis := axis_of(model, name, dimension)) is not None and np.ndim(value) >= -axis
    )
    order = data.draw(st.permutations(range(size)))
    here, there = answer(model, inputs), answer(model, permuted(model, inputs, dimension, order))
    assert here.status == there.status
    # Of a course over time the end is compared: on the way, equally good moves go by rows.
    found, restated = (numbers(plain(getattr(part.value, "forecast", part.value))) for part in (here, there))
    assert found == pytest.approx(restated, abs=SLACK.get(model.id, 1e-9))
