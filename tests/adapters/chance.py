"""Uncertain numbers, polls and scores (H)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from adapters.register import Inputs, adapter
from winset import chance

Array = NDArray[np.float64]


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


@adapter
def ishigami(inputs: Inputs) -> Inputs:
    def function(levels: Array) -> Array:
        x = np.pi * (2 * levels - 1)
        return np.sin(x[:, 0]) * (1 + inputs["b"] * x[:, 2] ** 4) + inputs["a"] * np.sin(x[:, 1]) ** 2

    found = chance.sobol(function, n_inputs=3, draws=1 << 15)
    return {"V": found.variance, "S": found.first.tolist(), "ST": found.total.tolist()}


@adapter
def evpi_normal(inputs: Inputs) -> Inputs:
    return {"evpi": chance.normal_information(inputs["mu"], inputs["sg"])}


@adapter
def evppi_linear(inputs: Inputs) -> Inputs:
    both = float(np.hypot(inputs["s1"], inputs["s2"]))
    return {
        "evppi": chance.normal_information(inputs["mu"], inputs["s1"]),
        "evpi": chance.normal_information(inputs["mu"], both),
    }
