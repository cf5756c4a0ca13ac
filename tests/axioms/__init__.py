"""Proofs of axioms: for each what must hold, over which inputs, and of which models it can be shown so."""
