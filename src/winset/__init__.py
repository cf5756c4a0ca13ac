"""winset: will there be a deal by then, on what terms, who blocks it, and what would open it?

>>> import winset
>>> case = winset.load("kuril-2019")        # doctest: +SKIP
>>> forecast = winset.forecast(case)        # doctest: +SKIP
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from winset.case.case import Case
    from winset.case.reading import read_case as load
    from winset.errors import CaseError, InputError, WinsetError
    from winset.forecast import forecast
    from winset.registry import models

__version__ = "0.1.0"

__all__ = ["Case", "CaseError", "InputError", "WinsetError", "__version__", "forecast", "load", "models"]

_PLACES = {
    "Case": ("winset.case.case", "Case"),
    "CaseError": ("winset.errors", "CaseError"),
    "InputError": ("winset.errors", "InputError"),
    "WinsetError": ("winset.errors", "WinsetError"),
    "load": ("winset.case.reading", "read_case"),
    "models": ("winset.registry", "models"),
}
"""Public names that are loaded when they are first used, so that importing winset stays quick."""


class _Callable(ModuleType):
    """A package that is named like its main function, and can be called like it."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function that has the package's name."""
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **options)


class _Package(ModuleType):
    """The winset package: `winset.forecast` is a package and the function of that name at once."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Bind a name; the package of forecasts becomes callable as soon as it is imported."""
        if name == "forecast" and isinstance(value, ModuleType):
            value.__class__ = _Callable
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name == "forecast":
        return import_module("winset.forecast")
    if name not in _PLACES:
        raise AttributeError(f"module 'winset' has no attribute {name!r}")
    module, attribute = _PLACES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)


sys.modules[__name__].__class__ = _Package
