"""Two-level bargaining (C)."""

from __future__ import annotations

import numpy as np
from scipy import stats

from adapters.register import Inputs, adapter
from winset import bargain
from winset.answer import TOLERANCE


@adapter
def zopa_uniform(inputs: Inputs) -> Inputs:
    found = bargain.uniform_overlap(inputs["a"], inputs["b"])
    return {
        "p_zopa": found.probability,
        "mean_size": found.mean_size,
        "mean_size_given": found.mean_size_given,
    }


@adapter
def tioli(inputs: Inputs) -> Inputs:
    first, second = inputs["par"]
    if inputs["dist"] == "uniform":
        reservation = stats.uniform(first, second - first)
    else:
        reservation = getattr(stats, {"normal": "norm"}.get(inputs["dist"], inputs["dist"]))(first, second)
    found = bargain.best_proposal(reservation, inputs.get("s", 0), inputs.get("k", 0)).value
    return {"y": found.offer, "eu": found.expected_utility, "p_fail": found.failure_probability}


@adapter
def two_sided_ratification(inputs: Inputs) -> Inputs:
    found = bargain.safest_share(0, 1, 0, 1)
    chance = float(found.probability)
    return {"x": float(found.share), "p_both": chance, "p_fail": 1 - chance}


@adapter
def constrained_nbs(inputs: Inputs) -> Inputs:
    limits = (inputs.get(key, 0) for key in ("dA", "dB", "rA", "rB"))
    return {"x": bargain.constrained_nash_share(*limits).value}


@adapter
def alternating_constrained(inputs: Inputs) -> Inputs:
    found = bargain.ratified_offers(inputs["d"], inputs.get("rA", 0), inputs.get("rB", 0)).value
    return {"xA": found and found.by_a, "xB": found and found.by_b}


@adapter
def double_auction(inputs: Inputs) -> Inputs:
    auction, first_best = bargain.auction_trade(), bargain.trade_above(0, 0, 1, 0, 1)
    types, tried = np.linspace(0, 1, 101), np.linspace(-0.2, 1.2, 1401)
    bid, ask = bargain.claims(types, types)
    worth_of_bids = bargain.bid_worth(types[:, None], tried) - bargain.bid_worth(types, bid)[:, None]
    worth_of_asks = bargain.bid_worth(1 - types[:, None], 1 - tried) - bargain.bid_worth(1 - types, 1 - ask)[:, None]
    return {
        "p_trade": float(auction.probability),
        "gain": float(auction.gain),
        "first_best": float(first_best.gain),
        "max_deviation_gain_below_1e-5": bool(max(worth_of_bids.max(), worth_of_asks.max()) < 1e-5),
    }


@adapter
def side_payment(inputs: Inputs) -> Inputs:
    found = bargain.least_side_payment(*(inputs[key] for key in ("uA", "uB", "rA", "rB", "lam")))
    return {"feasible": found.status == "ok", "t_min": found.value}


@adapter
def milner_rosendorff_1d(inputs: Inputs) -> Inputs:
    power = {"power": inputs["power"]} if "power" in inputs else {}
    found = bargain.executive_legislature(*(inputs[key] for key in "EFLq"), **power)
    return {"unconstrained": found.diagnostics["unconstrained"], "constrained": found.value}


@adapter
def linkage(inputs: Inputs) -> Inputs:
    power = {"power": inputs["power"]} if "power" in inputs else {}
    found = bargain.linkage(inputs["wA"], inputs["wB"], **power)
    uA, uB = found.utilities
    return {"x": found.shares.tolist(), "uA": uA, "uB": uB, "separate": list(found.separate)}


@adapter
def schelling_invariants(inputs: Inputs) -> Inputs:
    """Count the draws in which a harder demand of A's ratifiers lowers A's share, or revives a deal."""
    rng = np.random.default_rng(inputs.get("seed", 0))
    violations = 0
    for dA, dB, rA, rB, more in rng.random((inputs["n"], 5)):
        before, after = (bargain.constrained_nash_share(dA, dB, r, rB).value for r in sorted((rA, more)))
        revived = before is None and after is not None
        lowered = before is not None and after is not None and after < before - TOLERANCE
        violations += revived or lowered
    return {"violations": violations}
