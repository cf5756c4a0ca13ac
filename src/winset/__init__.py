"""winset: will there be a deal by then, on what terms, who blocks it, and what would open it?

>>> import winset
>>> answer = winset.forecast(winset.load("wage-round"), draws=256)
>>> answer.deal.counted
'ratified'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from winset.case.case import Case
    from winset.case.reading import read_case as load
    from winset.errors import CaseError, InputError, WinsetError
    from winset.forecasting.record import Forecast
    from winset.forecasting.run import forecast
    from winset.registry import models

__version__ = "0.1.0"

__all__ = ["Case", "CaseError", "Forecast", "InputError", "WinsetError", "__version__", "forecast", "load", "models"]

_PLACES = {
    "Case": ("winset.case.case", "Case"),
    "CaseError": ("winset.errors", "CaseError"),
    "Forecast": ("winset.forecasting.record", "Forecast"),
    "InputError": ("winset.errors", "InputError"),
    "WinsetError": ("winset.errors", "WinsetError"),
    "forecast": ("winset.forecasting.run", "forecast"),
    "load": ("winset.case.reading", "read_case"),
    "models": ("winset.registry", "models"),
}
"""Public names that are loaded when they are first used, so that importing winset stays quick."""


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"module 'winset' has no attribute {name!r}")
    module, attribute = _PLACES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
