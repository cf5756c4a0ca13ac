"""Scores of forecasts (H)."""

from __future__ import annotations

from adapters.register import Inputs, adapter
from winset import backtest


@adapter
def crps_norm(inputs: Inputs) -> Inputs:
    score = backtest.crps_normal(inputs["mu"], inputs["sg"], inputs["y"])
    return {"crps": score.tolist()}


@adapter
def crps_ensemble(inputs: Inputs) -> Inputs:
    return {"crps": backtest.crps_ensemble(inputs["x"], inputs["y"], inputs.get("w")).tolist()}


@adapter
def brier_murphy(inputs: Inputs) -> Inputs:
    parts = backtest.murphy(inputs["f"], inputs["o"], inputs.get("edges"))
    return {"brier": parts.brier, "rel": parts.reliability, "res": parts.resolution, "unc": parts.uncertainty}
