"""Whether what a case says fits together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from winset.case.case import Case
from winset.case.complaints import Finding


def check_meaning(case: Case, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield everything in a case that contradicts something else in it."""
    yield from ()
