"""What must change (H14 to H16)."""

from __future__ import annotations

from adapters.register import Inputs, adapter
from winset.answer import Answer
from winset.explain.minimal_change import Change, least_effort_change, least_squares_change


def _told(found: Answer[Change | None]) -> Inputs:
    """Return amounts and effort; nothing where no change will do."""
    if found.value is None:
        return {"delta": None, "cost": None}
    return {"delta": list(found.value.amounts), "cost": found.value.effort}


@adapter
def inverse_l2(inputs: Inputs) -> Inputs:
    return _told(least_squares_change(inputs["a"], inputs["w"], inputs["G"]))


@adapter
def inverse_l1(inputs: Inputs) -> Inputs:
    return _told(least_effort_change(inputs["a"], inputs["w"], inputs["G"], inputs.get("ub")))
