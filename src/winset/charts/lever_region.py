"""Where a package is open as two numbers move: the region, and the line at which it opens."""

from __future__ import annotations

from typing import Any

from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.theme import BLUE, INK, MUTED, TEXT_SIZE, VERMILLION, WIDTH
from winset.explain.lever_map import Axis, LeverMap
from winset.explain.lever_words import measured

ID = "lever-map"
PLOT_WIDTH, PLOT_HEIGHT = 520, 360


def lever_region(found: LeverMap) -> tuple[Chart, ...]:
    """Return the chart of where a package is open as two numbers move."""
    across, up = found.across, found.up
    subtitle = (
        f"Where {found.label} is accepted by all who are needed, as {across.label} and {up.label} move and everything "
        "else stands as most likely. Shaded: open. The mark is where the numbers stand."
    )
    share = sum(map(sum, found.is_open)) / (len(across.values) * len(up.values))
    alt = (
        f"Map of {across.label} ({_range(across)}) by {up.label} ({_range(up)}): {found.finding}. "
        f"Open on {share:.0%} of the map. Now: {measured(across.now, across.unit)} and {measured(up.now, up.unit)}."
    )
    columns = (
        Column("across", across.label[:1].upper() + across.label[1:], "number"),
        Column("opens_at", f"Opens with {up.label} at", "number"),
    )
    table = Table(f"Where {found.label} opens", columns, found.border)
    return (compose(ID, found.finding, subtitle, alt, _picture(found), table, WIDTH),)


def _range(axis: Axis) -> str:
    """Return the ends of an axis."""
    return f"{measured(round(axis.values[0], 4), axis.unit)} to {measured(round(axis.values[-1], 4), axis.unit)}"


def _picture(found: LeverMap) -> Any:
    """Return the picture: cells that are open, the border, and where the numbers stand."""
    import altair

    alt: Any = altair
    across, up = found.across, found.up
    scale = {axis: (100.0 if one.unit in ("share", "chance") else 1.0) for axis, one in (("x", across), ("y", up))}
    half = {
        axis: (one.values[-1] - one.values[0]) / (len(one.values) - 1) / 2 * scale[axis]
        for axis, one in (("x", across), ("y", up))
    }
    ends = {
        axis: (one.values[0] * scale[axis] - half[axis], one.values[-1] * scale[axis] + half[axis])
        for axis, one in (("x", across), ("y", up))
    }
    cells = []
    for y, row in zip(up.values, found.is_open, strict=True):
        start = None
        for column, one in enumerate([*row, False]):
            if one and start is None:
                start = column
            if not one and start is not None:
                cells.append(
                    {
                        "x": across.values[start] * scale["x"] - half["x"],
                        "x2": across.values[column - 1] * scale["x"] + half["x"],
                        "y": y * scale["y"] - half["y"],
                        "y2": y * scale["y"] + half["y"],
                    }
                )
                start = None
    x = alt.X("x:Q", scale=alt.Scale(domain=ends["x"], nice=False, zero=False), title=_title(across, PLOT_WIDTH))
    y_axis = alt.Y("y:Q", scale=alt.Scale(domain=ends["y"], nice=False, zero=False), title=_title(up, PLOT_HEIGHT))
    layers = [
        alt.Chart(alt.Data(values=cells))
        .mark_rect(color=BLUE, opacity=0.28)
        .encode(x=x, y=y_axis, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
    ]
    line = [{"x": a * scale["x"], "y": b * scale["y"]} for a, b in found.border if b is not None]
    layers.append(alt.Chart(alt.Data(values=line)).mark_line(color=BLUE, strokeWidth=2).encode(x=x, y=y_axis))
    now = [{"x": across.now * scale["x"], "y": up.now * scale["y"], "text": "now"}]
    layers.append(
        alt.Chart(alt.Data(values=now))
        .mark_point(color=VERMILLION, filled=True, size=110, opacity=1)
        .encode(x=x, y=y_axis)
    )
    to_right = across.now * scale["x"] < sum(ends["x"]) / 2
    layers.append(
        alt.Chart(alt.Data(values=now))
        .mark_text(align="left" if to_right else "right", dx=12 if to_right else -12, color=INK, fontSize=TEXT_SIZE)
        .encode(x=x, y=y_axis, text=alt.Text("text:N"))
    )
    middle = [row for row in cells if row["x2"] - row["x"] > 0.25 * (ends["x"][1] - ends["x"][0])]
    if middle:
        cell = middle[len(middle) // 2]
        said = [{"x": (cell["x"] + cell["x2"]) / 2, "y": (cell["y"] + cell["y2"]) / 2, "text": "open"}]
        layers.append(
            alt.Chart(alt.Data(values=said))
            .mark_text(color=MUTED, fontSize=TEXT_SIZE)
            .encode(x=x, y=y_axis, text=alt.Text("text:N"))
        )
    return alt.layer(*layers).properties(width=PLOT_WIDTH, height=PLOT_HEIGHT)


def _title(axis: Axis, width: float) -> list[str]:
    """Return an axis's title in lines."""
    unit = "%" if axis.unit in ("share", "chance") else axis.unit
    return wrap(f"{axis.label[:1].upper()}{axis.label[1:]} ({unit})", width, TEXT_SIZE)


__all__ = ["lever_region"]
