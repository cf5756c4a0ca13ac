"""Polls of one subject and the level behind them: a band over time, shifts marked, the months ahead."""

from __future__ import annotations

import datetime as dt
from typing import Any

from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.dates import date_axis
from winset.charts.theme import BLUE, GREY, INK, MUTED, SMALL_SIZE, VERMILLION, WIDTH
from winset.polls.record import Found, Series
from winset.polls.sentences import found_words

ID = "poll-level"
HEIGHT = 320
MOST_SHAPES = 6
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")

COLUMNS = (
    Column("what", "What"),
    Column("date", "Date"),
    Column("name", "House"),
    Column("low", "Low", "number"),
    Column("value", "Value or median", "number"),
    Column("high", "High", "number"),
)


def poll_level(series: Series, place: int = 1) -> Chart:
    """Return the chart of one series; `place` tells charts of several series apart."""
    drawn = [one for one in series.readings if not series.links or one.wording == series.wording]
    now = series.level
    subtitle = (
        "Per cent. Points: polls"
        + (f" that asked “{series.wording}”" if series.links else "")
        + ". Blue: the level of the average house, with the band that holds it with 90%; then the middle and 80%. "
        + ("Red: shifts of the level. Crossed out: stray readings." if series.found else "Nothing stands out.")
    )
    title = f"{series.name or series.wording or 'The level'}: {now.value:.1f}% on {series.day}, {_moved(series)}"
    alt = (
        f"{len(drawn)} polls from {series.readings[0].day} to {series.readings[-1].day}. The level on {series.day} is "
        f"{now.value:.1f}% (90% between {now.low:.1f} and {now.high:.1f}). "
        + " ".join(f"{found_words(one)[:1].upper()}{found_words(one)[1:]}." for one in series.found)
    )
    return compose(f"{ID}-{place}", title, subtitle, alt.strip(), _picture(series, drawn), _table(series), WIDTH)


def _moved(series: Series) -> str:
    """Return the finding: the last shift, a level that may be still, or one that moves."""
    shifts = [one for one in series.found if one.kind == "shift"]
    if shifts:
        last = max(shifts, key=lambda one: one.day)
        return f"after a shift of {last.size.value:+.0f} points by {last.day}"
    if series.movement.may_be_still:
        return "and it may have stood still"
    return f"moving by {series.movement.volatility:.1f} points a month"


def _table(series: Series) -> Table:
    """Return polls, level and the months ahead."""
    none = None
    rows: list[tuple[str | float | None, ...]] = [
        ("poll", one.day.isoformat(), one.house, one.value - 2 * one.error, one.value, one.value + 2 * one.error)
        for one in series.readings
    ]
    rows += [("level", on.day.isoformat(), none, on.level.low, on.level.value, on.level.high) for on in series.track]
    rows += [("ahead", one.day.isoformat(), none, one.low80, one.middle, one.high80) for one in series.ahead]
    rows += [
        (one.kind, one.day.isoformat(), one.house or none, one.size.low, one.size.value, one.size.high)
        for one in series.found
    ]
    return Table(
        "Polls, level and months ahead, in per cent; shifts and stray readings in points", COLUMNS, tuple(rows)
    )


def _picture(series: Series, drawn: list[Any]) -> Any:
    """Return the picture."""
    import altair

    alt: Any = altair
    start, end = series.track[0].day, max(series.ahead[-2].day, series.day)
    ahead = [one for one in series.ahead if one.day <= end]
    values = [one.value for one in drawn] + [edge for on in series.track for edge in (on.level.low, on.level.high)]
    values += [edge for one in ahead for edge in (one.low80, one.high80)]
    domain = max(0.0, min(values) - 2), min(100.0, max(values) + 2)

    def x(field: str = "date") -> Any:
        return date_axis(field, start, end)

    def y(field: str) -> Any:
        axis = alt.Axis(tickCount=6, domain=False, ticks=False)
        return alt.Y(f"{field}:Q", title="%", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)

    def of(rows: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=rows))

    track = of(
        [
            {"date": on.day.isoformat(), "low": on.level.low, "mid": on.level.value, "high": on.level.high}
            for on in series.track
        ]
    )
    later = of(
        [
            {
                "date": series.day.isoformat(),
                "low": series.level.low,
                "mid": series.level.value,
                "high": series.level.high,
            },
            *({"date": one.day.isoformat(), "low": one.low80, "mid": one.middle, "high": one.high80} for one in ahead),
        ]
    )
    houses = sorted({one.house for one in drawn})
    polls = of([{"date": one.day.isoformat(), "value": one.value, "house": one.house} for one in drawn])
    small = len(drawn) > 150
    points = {"color": INK, "filled": True, "size": 12 if small else 26, "opacity": 0.35 if small else 0.6}
    marks = polls.mark_point(**points).encode(x=x(), y=y("value"))
    if 1 < len(houses) <= MOST_SHAPES:
        legend = alt.Legend(orient="top", direction="horizontal", title="polls by", offset=4, columns=6, labelLimit=130)
        scale = alt.Scale(domain=houses, range=list(SHAPES[: len(houses)]))
        marks = marks.encode(shape=alt.Shape("house:N", scale=scale, legend=legend))
    marked = _marks([one for one in series.found if one.kind == "shift"], domain[1], start + (end - start) / 12)
    shifts = of(marked)
    strays = of(
        [{"date": one.day.isoformat(), "value": _value(series, one)} for one in series.found if one.kind == "stray"]
    )
    return alt.layer(
        track.mark_area(color=BLUE, opacity=0.22).encode(x=x(), y=y("low"), y2=alt.Y2("high:Q")),
        later.mark_area(color=GREY, opacity=0.22).encode(x=x(), y=y("low"), y2=alt.Y2("high:Q")),
        shifts.mark_rule(color=VERMILLION, strokeWidth=1.2, strokeDash=[4, 3]).encode(x=x()),
        marks,
        track.mark_line(color=BLUE, strokeWidth=2).encode(x=x(), y=y("mid")),
        later.mark_line(color=BLUE, strokeWidth=1.6, strokeDash=[4, 3]).encode(x=x(), y=y("mid")),
        strays.mark_point(color=VERMILLION, shape="cross", angle=45, size=110, filled=True).encode(x=x(), y=y("value")),
        *(
            of([one for one in marked if one["early"] == early])
            .mark_text(color=VERMILLION, align=align, baseline="top", dx=dx, fontSize=SMALL_SIZE)
            .encode(x=x(), y=y("top"), text="text:N")
            for early, align, dx in ((False, "right", -4), (True, "left", 4))
        ),
        of([{"date": series.day.isoformat()}]).mark_rule(color=MUTED, strokeWidth=0.8).encode(x=x()),
    ).properties(width=WIDTH - 60, height=HEIGHT)


def _marks(shifts: list[Found], top: float, early: dt.date) -> list[dict[str, Any]]:
    """Return shifts with their labels, beside the line on the side with room.

    A shift that follows another within four months has no label of its own.
    """
    rows: list[dict[str, Any]] = []
    labelled = dt.date.min
    for one in shifts:
        near = (one.day - labelled).days < 120 if labelled != dt.date.min else False
        text = "" if near else f"{one.size.value:+.0f}"
        rows.append({"date": one.day.isoformat(), "top": top, "text": text, "early": one.day < early})
        labelled = labelled if near else one.day
    return rows


def _value(series: Series, found: Found) -> float:
    """Return the reading that is stray."""
    return next(
        one.value
        for one in series.readings
        if (one.day, one.house, one.wording) == (found.day, found.house, found.wording or one.wording)
    )
