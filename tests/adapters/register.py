"""Where adapters are registered under their own names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Inputs = dict[str, Any]
ADAPTERS: dict[str, Callable[[Inputs], Inputs]] = {}


def adapter(function: Callable[[Inputs], Inputs]) -> Callable[[Inputs], Inputs]:
    """Register an adapter under its own name, which is the check's `fn`."""
    ADAPTERS[function.__name__] = function
    return function
