"""One adapter for each `fn` of the published checks: takes `inputs`, answers through public functions.

It holds no numbers, so anyone can run it on other inputs: ``answer("bm_hit", {"b": 1, "mu": 0, "sg": 1, "T": 1})``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from winset import chance

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


# --- political capital (I01-I04, I08, I09, I12) ---


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
