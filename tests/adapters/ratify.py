"""Ratification (B) and political capital (I01-I04, I08, I09, I12)."""

from __future__ import annotations

import numpy as np

from adapters.register import Inputs, adapter
from winset import ratify
from winset.answer import TOLERANCE


@adapter
def winset_1d(inputs: Inputs) -> Inputs:
    rule = {key: inputs[key] for key in ("vetoes", "strict") if key in inputs}
    found = ratify.win_set_1d(inputs["ideals"], inputs["q"], inputs["K"], **rule).value
    if found is None:
        return {"lo": None, "hi": None, "length": 0}
    return {"lo": found.lo, "hi": found.hi, "length": found.length}


@adapter
def lens_area(inputs: Inputs) -> Inputs:
    return {"area": ratify.lens_area(inputs["c1"], inputs["c2"], inputs["r1"], inputs["r2"])}


@adapter
def majority_winset_area(inputs: Inputs) -> Inputs:
    """The settings of the program that verified it, `box` and `n`, are not needed."""
    loss = {"l1": "city-block", "l2": "quadratic"}.get(inputs.get("metric", "l2"), inputs.get("metric"))
    rule = {key: inputs[key] for key in ("votes", "vetoes", "matrices", "costs", "bounds") if key in inputs}
    saliences = inputs.get("saliences", inputs.get("w"))
    ideals, q, quota = inputs["ideals"], inputs["q"], inputs.get("K")
    if len(q) == 2:
        region = ratify.win_set_2d(ideals, q, quota, saliences=saliences, loss=loss, **rule).value
        return {"area": region.area if region else 0.0}
    volume = ratify.win_set_volume(ideals, q, quota, saliences=saliences, loss=loss, **rule).value
    return {"area": volume.volume if volume else 0.0}


@adapter
def ellipsoid_volume(inputs: Inputs) -> Inputs:
    return {"volume": ratify.ellipsoid_volume(inputs["w"], inputs["R"])}


@adapter
def majority_prob(inputs: Inputs) -> Inputs:
    return {"prob": ratify.majority_probability(inputs["n"], inputs["p"])}


@adapter
def poisson_binomial(inputs: Inputs) -> Inputs:
    return {"prob": float(ratify.poisson_binomial_tail(inputs["p"], inputs["K"]))}


@adapter
def weighted_vote_prob(inputs: Inputs) -> Inputs:
    return {"prob": float(ratify.weighted_vote_probability(inputs["w"], inputs["p"], inputs["q"]))}


@adapter
def power_indices(inputs: Inputs) -> Inputs:
    rule = {"vetoes": inputs["vetoes"]} if "vetoes" in inputs else {}
    power = ratify.power_indices(inputs["w"], inputs.get("q"), **rule).value
    if power is None:
        return {"shapley": None, "banzhaf": None, "banzhaf_norm": None}
    return {
        "shapley": power.shapley_shubik.tolist(),
        "banzhaf": power.banzhaf.tolist(),
        "banzhaf_norm": power.banzhaf_normalised.tolist(),
    }


@adapter
def uncovered(inputs: Inputs) -> Inputs:
    return {"uncovered": ratify.uncovered_set(inputs["beats"])}


@adapter
def yolk_triangle(inputs: Inputs) -> Inputs:
    """An equilateral triangle on the unit circle, unless other ideal points are given."""
    turns = 2 * np.pi * np.arange(3) / 3
    found = ratify.yolk(inputs.get("ideals", np.column_stack([np.sin(turns), np.cos(turns)]))).value
    return {"radius": found.radius, "centre": list(found.centre)}


@adapter
def turnout_referendum(inputs: Inputs) -> Inputs:
    return {"prob": ratify.grouped_referendum_probability(inputs["n"], inputs["t"], inputs["p"])}


@adapter
def beta_referendum(inputs: Inputs) -> Inputs:
    return {"prob": ratify.beta_referendum_probability(inputs["a"], inputs["b"])}


def _net_cost(net: float, eta: float) -> float:
    """Cost in proportion to net opposition, as the worked numbers have it, support counting in full."""
    return float(ratify.approval_cost(max(net, 0), max(-net, 0), eta, support_share=1.0))


@adapter
def kuril_capital(inputs: Inputs) -> Inputs:
    approval, floor = inputs["approval"], inputs["floor"]
    cost = _net_cost(inputs["opp"] - inputs["sup"], inputs["eta"])
    gap = float(ratify.capital_gap(approval, floor, cost, inputs.get("credit", 0)))
    return {"slack": approval - floor, "cost": cost, "gap": gap, "feasible": gap <= TOLERANCE}


@adapter
def kuril_table(inputs: Inputs) -> Inputs:
    def gap(deal: Inputs, side: str, credit: float) -> float:
        cost = _net_cost(deal[f"{side}_net_oppose"], inputs["eta"])
        return float(ratify.capital_gap(inputs[f"slack_{side}"], 0, cost, credit * deal.get("econ", 0)))

    table = {
        name: {
            "gap_R": gap(deal, "R", inputs.get("econ_R", 0)),
            "gap_J": gap(deal, "J", -inputs.get("econ_J", 0)),
        }
        for name, deal in inputs["deals"].items()
    }
    return {"table": table, "feasible": [name for name, gaps in table.items() if max(gaps.values()) <= TOLERANCE]}


@adapter
def kuril_breakeven(inputs: Inputs) -> Inputs:
    levers = ratify.break_even(*(inputs.get(key, 0) for key in ("approval", "floor", "eta", "net", "econ")))
    return {
        "approval": levers.approval,
        "eta": levers.pass_through,
        "net": levers.net_opposition,
        "econ": levers.credit,
    }


@adapter
def territory_share(inputs: Inputs) -> Inputs:
    areas = inputs["areas"]
    return {"share": sum(areas[place] for place in inputs["idx"]) / sum(areas)}
