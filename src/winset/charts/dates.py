"""The horizontal axis of charts over time: dates in one time zone, with ticks that can be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between ticks."""


def date_axis(field: str, start: dt.date, end: dt.date, ticks: int = 7) -> Any:
    """Return the horizontal channel for a field of ISO dates from `start` to `end`; about `ticks` ticks."""
    import altair

    alt: Any = altair
    months = (end - start).days / 30.4
    if months < 3:
        axis = alt.Axis(grid=False, tickCount=ticks, format="%-d %b", labelOverlap="greedy")
    else:
        step = next((step for step in STEPS if months / step <= ticks), STEPS[-1])
        every = alt.TimeIntervalStep(interval="month", step=step)
        axis = alt.Axis(grid=False, tickCount=every, format="%b %Y", labelOverlap="greedy")
    last = end if end > start else start + dt.timedelta(days=1)
    span = alt.Scale(type="utc", domain=[start.isoformat(), last.isoformat()], nice=False)
    return alt.X(f"{field}:T", title=None, scale=span, axis=axis)
