"""One adapter for each `fn` of the published checks: takes `inputs`, answers through public functions.

It holds no numbers, so anyone can run it on other inputs: ``answer("bm_hit", {"b": 1, "mu": 0, "sg": 1, "T": 1})``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


# --- timing (E, I05-I07, I13, I14) ---
