"""What a solver answers with: a value, how it went, and what else it noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar

Value = TypeVar("Value")

Outcome = Literal["ok", "empty", "tie", "not_converged"]

TOLERANCE = 1e-9
"""Slack in feasibility comparisons, relative to the utility scale: at least as good as no agreement is enough."""


@dataclass(frozen=True)
class Answer(Generic[Value]):
    """A solver's answer. No feasible outcome is the status ``empty`` and the value None, never an exception.

    Parameters
    ----------
    value : object
        What was asked for; None when the status is ``empty``.
    status : {"ok", "empty", "tie", "not_converged"}
        ``tie`` means that `value` is one of several equally good answers, all of them in ``diagnostics["ties"]``.
    diagnostics : mapping
        Further findings by name.
    """

    value: Value
    status: Outcome = "ok"
    diagnostics: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
