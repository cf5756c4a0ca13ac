"""Windows of opportunity (E, I05-I07, I13, I14)."""

from __future__ import annotations

import math

from adapters.register import Inputs, adapter
from winset import timing


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


@adapter
def gbm_option(inputs: Inputs) -> Inputs:
    found = timing.growing_gain_threshold(inputs["r"], inputs["dl"], inputs["sg"], inputs.get("I", 1.0))
    return {"beta": found.exponent, "threshold": found.threshold}


@adapter
def abm_option(inputs: Inputs) -> Inputs:
    found = timing.moving_gain_threshold(inputs.get("mu", 0.0), inputs["r"], inputs["sg"], inputs.get("I", 0.0))
    return {"k": found.exponent, "threshold": found.threshold}


@adapter
def american_put(inputs: Inputs) -> Inputs:
    strike, rate = inputs["K"], inputs["r"]
    found = timing.sign_or_wait(
        start=inputs["S"],
        states=[0, strike, 2 * strike],
        gains=[strike, 0, 0],
        volatility=inputs["sg"],
        horizon=inputs["T"],
        rate=rate,
        drift=rate - inputs.get("q", 0.0),
        process="geometric",
        grid=1500,
    )
    return {"american": found.value, "european": found.at_the_end}


@adapter
def moser(inputs: Inputs) -> Inputs:
    return {"v": timing.offers_in_turn(inputs["n"]).tolist()}
