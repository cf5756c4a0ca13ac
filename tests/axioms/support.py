"""Proofs that more support never makes the answer worse, and that two sides may change places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from axioms.proofs import answer, near, proves
from winset.plain.written import plain
from winset.registry import Model

HELPS: Mapping[str, tuple[str, int]] = {
    "acceptance-set": ("costs", -1),
    "accepters-tree": ("chances", 1),
    "correlated-votes": ("p", 1),
    "each-consents": ("chance", 1),
    "independent-votes": ("p", 1),
    "political-capital": ("approval", -1),
    "referendum": ("share_yes", 1),
    "referendum-turnout": ("share_yes", 1),
    "votes-cast": ("shares", 1),
    "simple-game": ("yes", 1),
    "voting-body": ("shares", 1),
    "yes-chances": ("gains", 1),
}
"""For each model the argument of which more is better, and whether its answer then rises or falls."""

Mirror = Callable[[Any], Any]
SIDES: Mapping[str, tuple[tuple[tuple[str, str], ...], Mirror]] = {
    "commitment-audience-costs": ((("cost_a", "cost_b"),), lambda value: value),
    "linkage": (
        (("weights_a", "weights_b"),),
        lambda value: {
            name: 1 - np.asarray(part) if name == "shares" else np.asarray(part)[::-1] for name, part in value.items()
        },
    ),
    "private-information-two-sided": (
        (("low_a", "low_b"), ("high_a", "high_b")),
        lambda value: {**value, "share": 1 - np.asarray(value["share"])},
    ),
    "schelling-share": ((("dA", "dB"), ("rA", "rB")), lambda value: 1 - value),
    "uniform-overlap": ((("a", "b"),), lambda value: value),
}
"""For each model the arguments of its two sides, and how its answer looks from the other side."""


@proves("monotone", lambda model: model.id in HELPS)
def more_support_never_makes_it_worse(model: Model, data: st.DataObject) -> None:
    name, sign = HELPS[model.id]
    inputs = near(model, data)
    before = np.asarray(inputs.get(name, 0.0), dtype=float)
    room = 100.0 if before.max() > 1 else 1.0
    steps = st.integers(0, 1) if is_flags(inputs.get(name)) else st.floats(0, 1)
    rise = np.array(data.draw(st.lists(steps, min_size=before.size, max_size=before.size)), dtype=float)
    further = before + rise.reshape(before.shape) * (room - before)
    more = {**inputs, name: (further.astype(bool) if is_flags(inputs.get(name)) else further).tolist()}
    low, high = (np.asarray(answer(model, given).value, dtype=float) for given in (inputs, more))
    assert (sign * (high - low) >= -1e-9).all()


MORE_TO_PASS: Mapping[str, Callable[[Any], float]] = {
    "core-2d": lambda answer: 0.0 if answer.value is None else answer.value.area,
    "gridlock-interval": lambda answer: -1.0 if answer.value is None else answer.value.length,
    "win-set-2d": lambda answer: 0.0 if answer.value is None else -answer.value.area,
    "win-set-volume": lambda answer: 0.0 if answer.value is None else -answer.value.volume,
}
"""What grows if more must say yes: what nothing beats; and, with a minus, what beats the status quo."""


@proves("monotone", lambda model: model.id in MORE_TO_PASS)
def a_higher_quota_lets_less_pass(model: Model, data: st.DataObject) -> None:
    inputs = near(model, data)
    n = len(inputs["ideals"])
    quotas = sorted((data.draw(st.integers(n // 2 + 1, n)), data.draw(st.integers(n // 2 + 1, n))))
    low, high = (MORE_TO_PASS[model.id](answer(model, {**inputs, "quota": quota})) for quota in quotas)
    assert high >= low - 1e-6


@proves("monotone", lambda model: model.id == "commitment-crisis-range")
def dearer_conflict_widens_the_range(model: Model, data: st.DataObject) -> None:
    inputs = {"p": 0.5, "c1": data.draw(st.floats(0, 1)), "c2": data.draw(st.floats(0, 1))}
    more = {**inputs, "c1": inputs["c1"] + data.draw(st.floats(0, 1)), "c2": inputs["c2"] + data.draw(st.floats(0, 1))}
    (low, high), (lower, higher) = (answer(model, given).value for given in (inputs, more))
    assert lower <= low
    assert higher >= high


@proves("symmetric", lambda model: model.id in SIDES)
def two_sides_that_change_places_see_the_same_from_the_other_side(model: Model, data: st.DataObject) -> None:
    pairs, mirror = SIDES[model.id]
    inputs = near(model, data)
    places = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    swapped = {places.get(name, name): value for name, value in inputs.items()}
    here, there = answer(model, inputs), answer(model, swapped)
    assert here.status == there.status
    if here.value is not None:
        seen = plain(mirror(plain(there.value)))
        assert flat(plain(here.value)) == pytest.approx(flat(seen), abs=1e-9)


@proves("symmetric", lambda model: model.id == "interpolated-bargain")
def either_side_may_be_the_first(model: Model, data: st.DataObject) -> None:
    inputs = near(model, data)
    swapped = {
        "first": inputs["second"],
        "second": inputs["first"],
        "salience_first": inputs["salience_second"],
        "salience_second": inputs["salience_first"],
        "chance": 1 - inputs["chance"],
    }
    here, there = (np.asarray(answer(model, given).value) for given in (inputs, swapped))
    assert here == pytest.approx(there[::-1], rel=1e-6)


def is_flags(value: Any) -> bool:
    """Tell whether plain data are true and false rather than numbers."""
    return np.asarray(value).dtype == bool


def flat(value: Any) -> list[float]:
    """Return the numbers of plain data in their order."""
    if isinstance(value, dict):
        return [number for part in value.values() for number in flat(part)]
    return [float(number) for number in np.ravel(np.asarray(value, dtype=float))]
