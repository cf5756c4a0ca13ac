"""How likely a window has opened by each date: each side alone, all at the same moment, and the "
"product for contrast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from winset.charts.canvas import TICKS, chance_top
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.dates import date_axis
from winset.charts.margin import MARGIN, Level, margin_labels
from winset.charts.theme import BLUE, GREEN, GREY, INK, MUTED, VERMILLION, WIDTH
from winset.charts.wording import day, percent
from winset.explain.windows import Window, Windows

ID = "opening-windows"
PLOT, HEIGHT = WIDTH - MARGIN - 50, 280
DASHES: tuple[list[int], ...] = ([], [6, 3], [2, 2], [8, 3, 2, 3])
SIDE_INKS = (GREEN, INK, GREY)


def opening_windows(found: Windows, place: int = 0) -> Chart:
    """Return the chart of one of the windows of an answer, by its place: any package that counts comes first."""
    window = found.windows[place]
    return compose(
        f"{ID}-{place}",
        _title(found, window),
        _subtitle(window),
        _alt(found, window),
        _picture(found, window),
        window_table(found, place),
        WIDTH,
    )


def window_table(found: Windows, place: int) -> Table:
    """Return the chances of one window by date as a table."""
    window = found.windows[place]
    columns = (
        Column("date", "By"),
        *(Column(f"side.{side.party}", f"{side.label} ready", "chance") for side in window.sides),
        Column("jointly", "All at the same moment", "chance"),
        Column("product", "The sides multiplied", "chance"),
        Column("lasting", "For as long as it takes", "chance"),
        Column("open_at", "Open on the date", "chance"),
    )
    product: Sequence[float | None] = window.product if window.product is not None else [None] * len(found.dates)
    rows = tuple(
        (date.isoformat(), *(side.by[at] for side in window.sides), window.by[at], product[at], *rest)
        for at, (date, *rest) in enumerate(zip(found.dates, window.lasting, window.open_at, strict=True))
    )
    return Table(f"Chance that a window has opened for {window.label}", columns, rows)


def _title(found: Windows, window: Window) -> str:
    """Return the finding."""
    last = found.dates[-1]
    said = f"A window for {window.label} opens by {day(last)}: {percent(window.by[-1])}"
    if window.product is not None and abs(window.product[-1] - window.by[-1]) >= 0.01:
        said += f"; multiplying the sides would say {percent(window.product[-1])}"
    return said


def _subtitle(window: Window) -> str:
    """Return how to read the picture."""
    return (
        "Chance to have been open by each date, pooled over model forms. Thin: each side alone. Bold blue: "
        "all sides at "
        "the same moment; dotted blue: and for as long as closing takes."
        + (" Dashed red: the sides' chances multiplied, which is not the chance of both." if window.product else "")
    )


def _alt(found: Windows, window: Window) -> str:
    """Return the alternative text."""
    told = [f"Lines of the chance that a window for {window.label} has opened by each date."]
    for at in sorted({0, len(found.dates) // 2, len(found.dates) - 1}):
        sides = ", ".join(f"{side.label} {percent(side.by[at])}" for side in window.sides)
        product = "" if window.product is None else f", multiplied {percent(window.product[at])}"
        told.append(
            f"By {day(found.dates[at])}: {sides}; together {percent(window.by[at])}{product}, "
            f"for long enough {percent(window.lasting[at])}."
        )
    return " ".join(told)


def _picture(found: Windows, window: Window) -> Any:
    """Return the picture."""
    import altair

    alt: Any = altair
    lines: list[tuple[str, Sequence[float], str, float, Sequence[int]]] = [
        (f"{side.label} ready", side.by, SIDE_INKS[place % 3], 1.4, DASHES[place // 3 % 4])
        for place, side in enumerate(window.sides)
    ]
    if window.product is not None:
        lines.append(("the sides multiplied", window.product, VERMILLION, 1.6, [5, 3]))
    lines.append(("for as long as it takes", window.lasting, BLUE, 1.6, [2, 2]))
    lines.append(("all at the same moment", window.by, BLUE, 3.0, []))
    top = chance_top(max(max(values) for _, values, *_ in lines))
    ticks = [top * part / TICKS[top] for part in range(TICKS[top] + 1)]
    x = date_axis("date", found.dates[0], found.dates[-1])
    axis = alt.Axis(format=".0%" if top > 0.05 else ".1%", values=ticks, domain=False, ticks=False)
    y = alt.Y("chance:Q", title="chance to have opened", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
    layers = []
    for _, values, ink, width, dash in lines:
        rows = [{"date": d.isoformat(), "chance": v} for d, v in zip(found.dates, values, strict=True)]
        marks = alt.Chart(alt.Data(values=rows)).mark_line(color=ink, strokeWidth=width, strokeDash=list(dash))
        layers.append(marks.encode(x=x, y=y))
    levels = [
        Level(values[-1], f"{percent(values[-1])} {label}", MUTED if ink == GREY else ink, bold=width == 3.0)
        for label, values, ink, width, _ in lines
    ]
    return alt.layer(*layers, *margin_labels(levels, (0.0, top), (PLOT, HEIGHT))).properties(width=PLOT, height=HEIGHT)


__all__ = ["ID", "opening_windows", "window_table"]
