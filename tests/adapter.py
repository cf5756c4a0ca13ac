"""One adapter for each `fn` of the published checks: takes `inputs`, answers through public functions.

They hold no numbers, so anyone can run them on other inputs: ``answer("bm_hit", {"b": 1, "mu": 0, "sg": 1, "T": 1})``.
They stand in `adapters`, a file for each section.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from adapters.register import ADAPTERS, Inputs

for file in sorted((Path(__file__).parent / "adapters").glob("*.py")):
    import_module(f"adapters.{file.stem}")


def answer(fn: str, inputs: Inputs) -> Inputs:
    """Return what winset answers to a check."""
    return ADAPTERS[fn](inputs)
