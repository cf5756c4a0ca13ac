"""Elections by influence, exchange of control, procedures (D03-D05, D07-D11)."""

from __future__ import annotations

from adapters.register import Inputs, adapter
from winset import collective

KINDS = {"onestep": "one-step", "conditional": "one-step", "markov": "markov", "markovuniform": "markov"}
RULES = {
    "prop": "proportional",
    "proportional": "proportional",
    "binary": "binary",
    "cubic": "cubic",
    "propbin": "proportional-binary",
    "proportionalbinary": "proportional-binary",
    "propcbc": "proportional-cubic",
    "propcubic": "proportional-cubic",
    "proportionalcubic": "proportional-cubic",
    "asym": "asymmetric",
    "asymmetric": "asymmetric",
    "asymprosp": "asymmetric",
}


def plain(name: str) -> str:
    """Return a name without hyphens, underscores, blanks and capitals."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


@adapter
def pce(inputs: Inputs) -> Inputs:
    kind, rule = plain(inputs.get("kind") or "one-step"), plain(inputs.get("rule") or "proportional")
    found = collective.condorcet_election(
        inputs["w"],
        inputs["u"],
        RULES.get(rule, rule),
        plain(inputs.get("vp") or "linear"),
        KINDS.get(kind, "markov-incentive" if kind == "markovincentive" else kind),
    )
    return {"p": found.probabilities.tolist()}


@adapter
def coleman(inputs: Inputs) -> Inputs:
    found = collective.coleman_exchange(inputs["X"], inputs["C"])
    return {
        "power": found.value.power.tolist(),
        "value": found.value.value.tolist(),
        "final_control": found.value.final_control.tolist(),
        "status": found.status,
        "classes": [list(rows) for rows in found.diagnostics["classes"]],
    }


@adapter
def procedural(inputs: Inputs) -> Inputs:
    found = collective.procedural_outcome(inputs["ideals"], inputs["q"], inputs["K"], inputs["com"])
    return {"p": found.outcome}
