"""At which approval a leader should sign, from now to the deadline, and where waiting is better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.dates import date_axis
from winset.charts.margin import MARGIN, Level, margin_labels
from winset.charts.theme import BLUE, GREY, INK, MUTED, WIDTH
from winset.charts.wording import day, name, percent
from winset.explain.waiting import SignOrWait

ID = "stopping-region"
PLOT, HEIGHT = WIDTH - MARGIN - 50, 260

COLUMNS = (
    Column("date", "Date"),
    Column("low", "Sign from approval of", "number"),
    Column("high", "up to", "number"),
)


def stopping_region(found: SignOrWait, place: int = 0) -> Chart:
    """Return the chart of a leader's region for one package; `place` tells charts on one page apart."""
    rows = tuple(
        (date.isoformat(), low, high)
        for date, intervals in zip(found.dates, found.region, strict=True)
        for low, high in intervals
    )
    table = Table(f"Approval at which {found.label} should sign {found.package_label}", COLUMNS, rows)
    return compose(f"{ID}-{place}", _title(found), _subtitle(found), _alt(found), _picture(found), table, WIDTH)


def _title(found: SignOrWait) -> str:
    """Return the finding."""
    if found.sign_now:
        return f"{found.label} does best to sign {found.package_label} now"
    if found.value <= 0:
        return f"{found.label} gains nothing from {found.package_label}, now or later"
    return (
        f"{found.label} does best to wait with {found.package_label}, though in {percent(found.without_deal)} of all "
        "courses that ends with nothing"
    )


def _subtitle(found: SignOrWait) -> str:
    """Return how to read the picture."""
    return (
        f"Approval, %, as a {name(found.process)}. Blue: where signing is best; elsewhere waiting is. Grey "
        f"line: what "
        "signing needs. Dot: approval now. Every number at its mode, the other side's yes taken for granted."
    )


def _alt(found: SignOrWait) -> str:
    """Return the alternative text."""
    told = [f"Region of approval in which {found.label} should sign {found.package_label}."]
    for at in sorted({0, len(found.dates) // 2, len(found.dates) - 1}):
        where = " and ".join(
            f"from {0 if low is None else low:.1f} to {100 if high is None else high:.1f}"
            for low, high in found.region[at]
        )
        told.append(f"On {day(found.dates[at])}: {where or 'nowhere'}.")
    told.append(f"Approval now is {found.approval:.1f}; signing needs {found.need:.1f}.")
    return " ".join(told)


def _picture(found: SignOrWait) -> Any:
    """Return the picture."""
    import altair

    alt: Any = altair
    low, high = _ends(found)
    x = date_axis("date", found.dates[0], found.dates[-1])
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title="approval, %", scale=scale, axis=alt.Axis(domain=False, ticks=False))

    rows = [
        {"date": date.isoformat(), "low": max(low, bottom), "high": min(high, top), "part": part}
        for date, intervals in zip(found.dates, found.region, strict=True)
        for part, (bottom, top) in enumerate(_closed(intervals))
        if bottom < high and top > low
    ]
    region = alt.Chart(alt.Data(values=rows)).mark_area(color=BLUE, opacity=0.25, line={"color": BLUE, "opacity": 0})
    layers = [region.encode(x=x, y=y("low"), y2=alt.Y2("high:Q"), detail="part:N")]
    if low < found.need < high:
        layers.append(
            alt.Chart(alt.Data(values=[{"low": found.need}]))
            .mark_rule(color=GREY, strokeWidth=1.5, strokeDash=[5, 3])
            .encode(y=y("low"))
        )
    dot = alt.Chart(alt.Data(values=[{"date": found.dates[0].isoformat(), "low": found.approval}]))
    layers.append(dot.mark_point(color=INK, filled=True, size=70, opacity=1, clip=False).encode(x=x, y=y("low")))
    levels = [Level(found.approval, f"{found.approval:.1f}% approval now", INK)]
    if low < found.need < high:
        levels.append(Level(found.need, f"{found.need:.1f}% what signing needs", MUTED))
    edges = found.region[0]
    if edges and edges[0][0] is not None and low < edges[0][0] < high and abs(edges[0][0] - found.need) > 0.05:
        levels.append(Level(edges[0][0], f"{edges[0][0]:.1f}% sign from here, today", BLUE, bold=True))
    return alt.layer(*layers, *margin_labels(levels, (low, high), (PLOT, HEIGHT))).properties(width=PLOT, height=HEIGHT)


def _closed(intervals: Sequence[tuple[float | None, float | None]]) -> list[tuple[float, float]]:
    """Return intervals of approval with the ends of the scale where they have none."""
    return [(0.0 if low is None else low, 100.0 if high is None else high) for low, high in intervals]


def _ends(found: SignOrWait) -> tuple[float, float]:
    """Return the ends of the scale: room for approval, need and the edges of the region."""
    edges = [edge for intervals in found.region for pair in intervals for edge in pair if edge is not None]
    near = [found.approval, found.need, *edges]
    low, high = min(value for value in near if value > 0 or value == found.approval), max(near)
    room = max((high - low) * 0.3, 4.0)
    return max(0.0, low - room), min(100.0, high + room)


__all__ = ["ID", "stopping_region"]
