"""What a case says at one place, short enough for a row of a table: long lists are counted."""

from __future__ import annotations

from typing import Any

from winset.case.complaints import counted
from winset.case.world import Reading
from winset.explain.worded import worded

MOST = 3
"""Items of a list that are told; more are counted."""


def said(value: Any) -> str:
    """Return what a case says; nothing for None.

    Examples
    --------
    >>> from winset.case.quantities import POINTS, parse
    >>> said(parse("2 to 18", POINTS)), said(("two-final", "all-four")), said(None)
    ('2 to 18 points', 'two-final, all-four', '')
    >>> said(tuple("abcdef"))
    'a, b, c and 3 more'
    """
    if value is None:
        return ""
    if isinstance(value, tuple) and value and all(isinstance(item, Reading) for item in value):
        days = sorted({item.date for item in value})
        return f"{counted(len(value), 'reading')}, {' to '.join(dict.fromkeys((str(days[0]), str(days[-1]))))}"
    if isinstance(value, tuple) and len(value) > MOST + 1:
        return f"{worded(value[:MOST])} and {len(value) - MOST} more"
    return worded(value)
