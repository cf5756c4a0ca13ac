"""Proofs for models of actors with positions: what becomes of the outcome when positions are restated or moved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from axioms.proofs import answer, near, proves
from winset.registry import Model

PLACES = ("position", "positions", "reference")
OUTCOMES = ("forecast", "middle", "outcome")


def with_places(model: Model) -> bool:
    """Tell of a model whether its first argument is on the scale of an issue."""
    return next(iter(model.example), "") in PLACES


def outcome(value: Any) -> Any:
    """Return the outcome that a value stands for, on the scale of the issues."""
    for name in OUTCOMES:
        value = getattr(value, name, value)
    return np.asarray(value, dtype=float)


def moved(model: Model, data: st.DataObject) -> tuple[dict[str, Any], str]:
    """Return inputs near the example, and the name of their positions."""
    return near(model, data), next(iter(model.example))


@proves("affine", with_places)
def another_unit_and_zero_restate_the_outcome(model: Model, data: st.DataObject) -> None:
    inputs, name = moved(model, data)
    unit, zero = data.draw(st.sampled_from([0.01, 0.5, 4.0, 1000.0])), data.draw(st.integers(-50, 50))
    places = np.asarray(inputs[name], dtype=float)
    restated = {**inputs, name: (places * unit + zero).tolist()}
    here, there = (outcome(answer(model, given).value) for given in (inputs, restated))
    assert there == pytest.approx(here * unit + zero, rel=1e-6, abs=1e-6 * unit, nan_ok=True)


@proves("within-range", with_places)
def the_outcome_lies_between_the_positions(model: Model, data: st.DataObject) -> None:
    inputs, name = moved(model, data)
    places = np.asarray(inputs[name], dtype=float)
    found = outcome(answer(model, inputs).value)
    slack = 1e-9 * (1 + np.abs(places).max())
    assert (found >= places.min(axis=0) - slack).all()
    assert (found <= places.max(axis=0) + slack).all()


@proves("monotone", with_places)
def the_outcome_follows_whoever_moves(model: Model, data: st.DataObject) -> None:
    inputs, name = moved(model, data)
    places = np.asarray(inputs[name], dtype=float)
    further = places.copy()
    further[data.draw(st.integers(0, len(places) - 1))] += data.draw(st.floats(0, 10))
    here, there = (outcome(answer(model, given).value) for given in (inputs, {**inputs, name: further.tolist()}))
    assert (there >= here - 1e-9 * (1 + np.abs(here))).all()
