"""Every axiom that a model claims is tested over generated inputs; a claim that nobody can test fails."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axioms.proofs import FROM_THE_MOST_SPECIAL, PROOFS, proof_of
from winset.registry import AXIOMS, Model, models

for name in FROM_THE_MOST_SPECIAL:
    import_module(f"axioms.{name}")

CLAIMS = [(model, axiom) for model in models() for axiom in sorted(model.axioms)]

every_claim = pytest.mark.parametrize(("model", "axiom"), CLAIMS, ids=[f"{m.id}-{axiom}" for m, axiom in CLAIMS])


@every_claim
def test_an_axiom_that_is_claimed_exists_and_can_be_tested(model: Model, axiom: str) -> None:
    assert axiom in AXIOMS, f"{model.id} claims to be {axiom}; winset.registry.AXIOMS has {', '.join(AXIOMS)}"
    assert proof_of(axiom, model), f"nobody can test that {model.id} is {axiom}; tests/axioms is the place"


@every_claim
@settings(deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_a_claim_holds(model: Model, axiom: str, data: st.DataObject) -> None:
    proof = proof_of(axiom, model)
    assert proof is not None
    proof.prove(model, data)


def test_every_axiom_has_a_proof() -> None:
    assert {proof.axiom for proof in PROOFS} <= set(AXIOMS)


def test_a_false_claim_fails() -> None:
    """The utilitarian choice hangs on units; the proof of the opposite must find that out."""
    utilitarian = next(model for model in models() if model.id == "utilitarian")
    proof = proof_of("scale-invariant", utilitarian)
    assert proof is not None

    @settings(deadline=None, derandomize=True, max_examples=200, database=None)
    @given(st.data())
    def claim(data: st.DataObject) -> None:
        proof.prove(utilitarian, data)

    with pytest.raises(AssertionError):
        claim()
