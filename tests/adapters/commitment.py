"""Commitment and durability (F)."""

from __future__ import annotations

from adapters.register import Inputs, adapter
from winset import commitment
from winset.answer import TOLERANCE


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
