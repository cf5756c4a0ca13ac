"""Decisions of many actors (D): baselines."""

from __future__ import annotations

from typing import Any

from adapters.register import Inputs, adapter
from decisions import EMISSIONS
from winset import collective


def given(inputs: Inputs, otherwise: dict[str, Any]) -> dict[str, Any]:
    """Return the arrays that the inputs name, and otherwise those of a published decision."""
    return {name: inputs.get(name, values) for name, values in otherwise.items()}


@adapter
def ec_baselines(inputs: Inputs) -> Inputs:
    actors = given(inputs, EMISSIONS)
    medians = collective.weighted_median(**actors).value
    return {
        "mean_cs": number(collective.compromise(**actors).value),
        "mean_c": number(collective.mean_position(actors["position"], capability=actors["capability"]).value),
        "median": None if medians is None else float(medians.middle),
        "achen_nbs_limit": number(collective.nash_compromise(**actors).value),
    }


def number(value: Any) -> float | None:
    return None if value is None else float(value)
