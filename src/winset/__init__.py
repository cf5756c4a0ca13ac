"""winset: will there be a deal by then, on what terms, who blocks it, and what would open it?

>>> import winset
>>> answer = winset.forecast(winset.load("wage-round"), draws=256)
>>> answer.deal.counted
'ratified'
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from winset.case.case import Case
    from winset.errors import CaseError, InputError, WinsetError
    from winset.explain.attribution import Attribution
    from winset.explain.comparing import compare
    from winset.explain.differences import differences as diff
    from winset.explain.levers import levers
    from winset.explain.sensitivity import sensitivity
    from winset.explain.whatif import whatif
    from winset.explain.windows import windows
    from winset.forecasting.comparison import Comparison, side_by_side
    from winset.forecasting.outside_view import blended
    from winset.forecasting.record import Forecast
    from winset.forecasting.run import forecast
    from winset.plain.solved import solve
    from winset.polls.files import pool_polls
    from winset.registry import models

__version__ = "0.1.0"

__all__ = [
    "Attribution",
    "Case",
    "CaseError",
    "Comparison",
    "Forecast",
    "InputError",
    "WinsetError",
    "__version__",
    "blended",
    "compare",
    "diff",
    "forecast",
    "levers",
    "load",
    "models",
    "pool_polls",
    "sensitivity",
    "side_by_side",
    "solve",
    "whatif",
    "windows",
]

_PLACES = {
    "Attribution": ("winset.explain.attribution", "Attribution"),
    "Case": ("winset.case.case", "Case"),
    "CaseError": ("winset.errors", "CaseError"),
    "Comparison": ("winset.forecasting.comparison", "Comparison"),
    "Forecast": ("winset.forecasting.record", "Forecast"),
    "InputError": ("winset.errors", "InputError"),
    "WinsetError": ("winset.errors", "WinsetError"),
    "blended": ("winset.forecasting.outside_view", "blended"),
    "compare": ("winset.explain.comparing", "compare"),
    "diff": ("winset.explain.differences", "differences"),
    "forecast": ("winset.forecasting.run", "forecast"),
    "levers": ("winset.explain.levers", "levers"),
    "models": ("winset.registry", "models"),
    "pool_polls": ("winset.polls.files", "pool_polls"),
    "sensitivity": ("winset.explain.sensitivity", "sensitivity"),
    "side_by_side": ("winset.forecasting.comparison", "side_by_side"),
    "solve": ("winset.plain.solved", "solve"),
    "windows": ("winset.explain.windows", "windows"),
    "whatif": ("winset.explain.whatif", "whatif"),
}
"""Public names that are loaded when they are first used, so that importing winset stays quick."""


def load(case: str | os.PathLike[str]) -> Case:
    """Return the case in a file, or one that ships with winset.

    Parameters
    ----------
    case : str or path
        A shipped id (`winset cases` lists them) or the path of a file.

    Raises
    ------
    CaseError
        With every complaint about the file.
    InputError
        If `case` is neither text nor a path.

    Examples
    --------
    >>> import winset
    >>> winset.load("wage-round").id
    'wage-round'
    """
    from winset.case.complaints import shown
    from winset.case.reading import read_case
    from winset.errors import InputError

    if not isinstance(case, str | os.PathLike):
        raise InputError(f"`case` is {shown(case)}; take the id of a case, such as 'kuril-2019', or the path of a file")
    return read_case(case if isinstance(case, str) else Path(case))


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"module 'winset' has no attribute {name!r}")
    module, attribute = _PLACES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
