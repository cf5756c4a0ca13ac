"""One adapter for each `fn` of the published checks: takes `inputs`, answers through public functions.

It holds no numbers, so anyone can run it on other inputs: ``answer("bm_hit", {"b": 1, "mu": 0, "sg": 1, "T": 1})``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from winset import bargain, chance, commitment, ratify, timing
from winset.answer import TOLERANCE

Inputs = dict[str, Any]
ADAPTERS: dict[str, Callable[[Inputs], Inputs]] = {}


def adapter(function: Callable[[Inputs], Inputs]) -> Callable[[Inputs], Inputs]:
    """Register an adapter under its own name, which is the check's `fn`."""
    ADAPTERS[function.__name__] = function
    return function


def answer(fn: str, inputs: Inputs) -> Inputs:
    """Return what winset answers to a check."""
    return ADAPTERS[fn](inputs)


# --- ratification and bargaining (B, C) ---


@adapter
def winset_1d(inputs: Inputs) -> Inputs:
    rule = {key: inputs[key] for key in ("vetoes", "strict") if key in inputs}
    found = ratify.win_set_1d(inputs["ideals"], inputs["q"], inputs["K"], **rule).value
    if found is None:
        return {"lo": None, "hi": None, "length": 0}
    return {"lo": found.lo, "hi": found.hi, "length": found.length}


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
def turnout_referendum(inputs: Inputs) -> Inputs:
    return {"prob": ratify.grouped_referendum_probability(inputs["n"], inputs["t"], inputs["p"])}


@adapter
def beta_referendum(inputs: Inputs) -> Inputs:
    return {"prob": ratify.beta_referendum_probability(inputs["a"], inputs["b"])}


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


# --- commitment (F) ---


@adapter
def fearon_offer(inputs: Inputs) -> Inputs:
    found = commitment.crisis_offer(inputs["p"], inputs["c1"], inputs["cbar"])
    return {"x": float(found.kept), "p_war": float(found.conflict_probability)}


@adapter
def powell(inputs: Inputs) -> Inputs:
    setting = (inputs[key] for key in ("p0", "p1", "dl", "cost"))
    margin = float(commitment.commitment_margin(*setting))
    return {"margin": margin, "inefficient": margin < -TOLERANCE}


@adapter
def grim(inputs: Inputs) -> Inputs:
    return {"delta": float(commitment.patience_needed(inputs["T"], inputs["Rw"], inputs["P"]))}


@adapter
def slices(inputs: Inputs) -> Inputs:
    return {"n": float(commitment.steps_needed(inputs["V"], inputs["pi"], inputs["dl"]))}


@adapter
def durability(inputs: Inputs) -> Inputs:
    return {"p": float(commitment.durability(inputs["h"], inputs["rho"], inputs["T"]))}


@adapter
def audience(inputs: Inputs) -> Inputs:
    zone = commitment.zone_after_commitments(inputs["S"], inputs["aA"], inputs["aB"])
    return {"zopa": float(zone.size), "deadlock": bool(zone.is_deadlocked)}


# --- political capital (I01-I04, I08, I09, I12) ---


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


# --- chance (H) ---


@adapter
def pert(inputs: Inputs) -> Inputs:
    stated = chance.Pert(inputs["a"], inputs["m"], inputs["b"])
    return {"mean": stated.mean, "var": stated.variance}


@adapter
def triangular(inputs: Inputs) -> Inputs:
    stated = chance.Triangular(inputs["a"], inputs["m"], inputs["b"])
    return {"mean": stated.mean, "cdf": float(stated.cdf(inputs.get("x", stated.mode)))}


@adapter
def poll_posterior(inputs: Inputs) -> Inputs:
    share = chance.poll_posterior(inputs["counts"], inputs.get("n"), inputs.get("deff", 1.0), inputs.get("k", 0))
    low, high = chance.central_interval(share)
    return {"mean": share.mean, "lo": low, "hi": high}


@adapter
def two_poll_z(inputs: Inputs) -> Inputs:
    p1, n1, p2, n2 = (inputs[key] for key in ("p1", "n1", "p2", "n2"))
    return {"z": chance.two_poll_z(p1, n1, p2, n2, inputs.get("deff", 1.0))}


@adapter
def kalman_steady(inputs: Inputs) -> Inputs:
    settled = chance.steady_state(inputs["Q"], inputs["Rr"])
    return {"predicted": settled.predicted, "filtered": settled.filtered, "gain": settled.gain}


@adapter
def quiet_volatility(inputs: Inputs) -> Inputs:
    found = chance.quiet_volatility(inputs["series"], inputs["n"], inputs.get("deff", 1.0))
    return {
        "var_diff": found.variance_of_changes,
        "sampling_var_diff": found.sampling_variance,
        "Q_hat": found.variance_per_step,
    }


# --- timing (E, I05-I07, I13, I14) ---


@adapter
def bm_hit(inputs: Inputs) -> Inputs:
    p = timing.brownian_passage(inputs["b"], inputs.get("sg", 1.0), inputs["T"], inputs.get("mu", 0.0))
    return {"p": float(p)}


@adapter
def bm_hit_ever(inputs: Inputs) -> Inputs:
    return {"p": float(timing.brownian_passage_ever(inputs["b"], inputs.get("sg", 1.0), inputs.get("mu", 0.0)))}


@adapter
def bm_hit_exp_deadline(inputs: Inputs) -> Inputs:
    b, sg, k, mu = inputs["b"], inputs.get("sg", 1.0), inputs["k"], inputs.get("mu", 0.0)
    return {"p": float(timing.brownian_passage_before_chance_deadline(b, sg, k, mu))}


@adapter
def ou_hit(inputs: Inputs) -> Inputs:
    start, level, theta = inputs["z0"], inputs["zb"], inputs["theta"]
    return {"p": timing.ou_passage(level - start, level, theta, timing.ou_volatility(theta), inputs["T"])}


@adapter
def ou_mfpt(inputs: Inputs) -> Inputs:
    start, level, theta = inputs["z0"], inputs["zb"], inputs["theta"]
    return {"mean": timing.ou_mean_passage_time(level - start, level, theta, timing.ou_volatility(theta))}


@adapter
def ou_rate(inputs: Inputs) -> Inputs:
    theta = inputs["theta"]
    return {"rate": timing.ou_long_run_hazard(inputs["zb"], theta, timing.ou_volatility(theta))}


@adapter
def ou_discrete(inputs: Inputs) -> Inputs:
    factor, variance = timing.ou_step(inputs["theta"], inputs["sg"], inputs["dt"])
    return {"a": float(factor), "var": float(variance)}


@adapter
def wedge_limits(inputs: Inputs) -> Inputs:
    x, y, t = inputs["x"], inputs["y"], inputs.get("t", 1.0)
    radius, angle = math.hypot(x, y), math.atan2(y, x)
    stays_right, stays_above = (1 - float(timing.brownian_passage(gap, 1.0, t)) for gap in (x, y))
    return {
        "quarter_series": timing.wedge_survival(radius, angle, math.pi / 2, t),
        "quarter_product": stays_right * stays_above,
        "half_series": timing.wedge_survival(radius, angle, math.pi, t),
        "half_erf": stays_above,
    }


@adapter
def joint_window(inputs: Inputs) -> Inputs:
    return {"p": timing.joint_window(inputs["x1"], inputs["x2"], inputs.get("rho", 0.0), inputs.get("T", 1.0))}


@adapter
def bridge_cross(inputs: Inputs) -> Inputs:
    x0, x1, b = inputs["x0"], inputs["x1"], inputs["b"]
    return {"p": float(timing.bridge_crossing(x0, x1, b, inputs.get("sg", 1.0), inputs["dt"]))}


@adapter
def poisson_jump(inputs: Inputs) -> Inputs:
    return {"p": float(timing.event_passage(inputs["lam"], inputs.get("pj", 1.0), inputs["T"]))}


@adapter
def shot_window(inputs: Inputs) -> Inputs:
    return {"len": float(timing.window_length(inputs["J"], inputs["g"], inputs["theta"]))}


@adapter
def competing(inputs: Inputs) -> Inputs:
    return {"p": float(timing.first_of_two(inputs["h"], inputs["k"], inputs.get("T", math.inf)))}


@adapter
def kuril_recovery(inputs: Inputs) -> Inputs:
    gap = inputs["gap"]
    gap_at_mean, theta = inputs.get("mean_gap", gap), inputs.get("theta", 0.0)
    return {"p": timing.ou_passage(gap, gap_at_mean, theta, inputs["sigma_m"], inputs["months"])}
