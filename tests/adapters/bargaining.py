"""Bargaining over utilities (A)."""

from __future__ import annotations

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
