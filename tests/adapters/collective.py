"""Decisions of many actors (D): baselines, the challenge model, position exchange."""

from __future__ import annotations

from typing import Any

import numpy as np

from adapters.register import Inputs, adapter
from decisions import EMISSIONS, ROAD_PRICING
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


@adapter
def scholz_ec(inputs: Inputs) -> Inputs:
    variant = {name: inputs[name] for name in ("rounds", "denominator", "ranking") if name in inputs}
    found = collective.challenge(**given(inputs, EMISSIONS), **variant).value
    if found is None:
        return {"median": [], "mean": [], "r1": []}
    first = found.exponents[0].tolist() if len(found.exponents) else []
    return {"median": found.medians[1:].tolist(), "mean": found.means[1:].tolist(), "r1": first}


@adapter
def scholz_fragility(inputs: Inputs) -> Inputs:
    actors = given(inputs, EMISSIONS)
    random = np.random.default_rng(inputs.get("seed", 1))
    noise = inputs.get("noise", 0.05) * random.standard_normal((2, inputs["n"], len(actors["position"])))
    actors["salience"] = np.minimum(actors["salience"] * np.exp(noise[0]), 1)
    actors["capability"] = actors["capability"] * np.exp(noise[1])
    forecasts = collective.challenge_forecasts(**actors, rounds=inputs.get("rounds", 5))
    means = collective.compromise(**actors).value
    return {"scholz_range_at_least": float(np.ptp(forecasts)), "mean_range_at_most": float(np.ptp(means))}


@adapter
def exchange_equal_gain(inputs: Inputs) -> Inputs:
    actors = given(inputs, ROAD_PRICING)
    last, columns = len(actors["position"]) - 1, len(actors["position"][0]) - 1
    pair, issues = inputs.get("actors", [0, last]), inputs.get("issues", [0, columns])
    found = collective.exchange_between(**actors, actors=pair, issues=issues).value
    if found is None:
        return dict.fromkeys(("move_p", "move_q", "delta_p", "delta_q", "gain", "gain_other"))
    return {
        "move_p": found.move_p,
        "move_q": found.move_q,
        "delta_p": found.shift_p,
        "delta_q": found.shift_q,
        "gain": found.gain_i,
        "gain_other": found.gain_j,
    }
