"""Bargaining over utilities (A)."""

from __future__ import annotations

import math
from typing import Any

from adapters.register import Inputs, adapter
from winset import bargain


@adapter
def discrete_solutions(inputs: Inputs) -> Inputs:
    menu = inputs["points"], inputs["d"]
    zone = bargain.individually_rational(*menu).value
    found = bargain.settlements(*menu)
    return {
        "pareto": found.frontier.tolist(),
        "ir": [] if zone is None else zone.tolist(),
        "nash": found.nash.value,
        "egal": found.egalitarian.value,
        "util": found.utilitarian.value,
        "ks": found.kalai_smorodinsky.value,
    }


@adapter
def rubinstein(inputs: Inputs) -> Inputs:
    return {"x1": bargain.rubinstein_offers(inputs["d1"], inputs["d2"]).by_a}


@adapter
def rubinstein_outside(inputs: Inputs) -> Inputs:
    d1, d2 = (inputs.get(key, inputs.get("d")) for key in ("d1", "d2"))
    offers = bargain.outside_option_offers(d1, d2, inputs.get("b1", 0), inputs.get("b2", inputs.get("b", 0))).value
    return {"x1": offers and offers.by_a}


@adapter
def rubinstein_breakdown(inputs: Inputs) -> Inputs:
    offers = bargain.breakdown_offers(inputs["p"], inputs.get("b1", 0), inputs.get("b2", 0)).value
    return {"x1": offers and offers.by_a}


@adapter
def nparty_unanimity(inputs: Inputs) -> Inputs:
    return {"shares": bargain.rotating_shares(inputs["d"], inputs["n"]).tolist()}


@adapter
def baron_ferejohn(inputs: Inputs) -> Inputs:
    found = bargain.baron_ferejohn(inputs["n"], inputs["q"], inputs["d"])
    return {"proposer": found.proposer, "partner": found.partner}


def _utilities(answer: Any) -> list[float] | None:
    return None if answer.value is None else answer.value.utilities.tolist()


@adapter
def nash_linear(inputs: Inputs) -> Inputs:
    d = inputs["d"]
    pie = {"inequalities": [[1.0] * len(d)], "limits": [inputs.get("pie", 1)]}
    return {"u": _utilities(bargain.convex_solution("nash", d, **pie, weights=inputs.get("w")))}


@adapter
def nash_lottery(inputs: Inputs) -> Inputs:
    found = bargain.convex_solution("nash", inputs["d"], vertices=inputs["points"], weights=inputs.get("w"))
    return {"u": _utilities(found)}


@adapter
def nash_power(inputs: Inputs) -> Inputs:
    found = bargain.nash_shares(inputs["r"], inputs.get("d"), inputs.get("w")).value
    return {"x": None if found is None else found.tolist()}


@adapter
def frontier_sqrt(inputs: Inputs) -> Inputs:
    def share(solution: Any) -> float | None:
        d, w = inputs.get("d", (0, 0)), inputs.get("w")
        point = bargain.frontier_solution(solution, lambda u: math.sqrt(1 - u), d, w, span=(0, 1)).value
        return point and point[0]

    return {
        "nash_x": share("nash"),
        "util_x": share("utilitarian"),
        "ks_x": share("kalai-smorodinsky"),
        "egal_x": share("egalitarian"),
    }
