"""Each felt public's approval: polls behind, a fan ahead, the floor, and what signing each package would need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.dates import date_axis
from winset.charts.margin import MARGIN, Level, margin_labels
from winset.charts.nodes import names_of
from winset.charts.theme import BLUE, GREY, INK, MUTED, VERMILLION, WIDTH
from winset.charts.wording import NO_NAMES, Names, counted, day, listing, name, sentence, whose
from winset.forecasting.record import Fan, Forecast, Need

ID = "approval-fan"
PLOT, HEIGHT = WIDTH - MARGIN - 46, 320
MOST_NEEDS = 8
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES = ((5, 3), (2, 2), (8, 3, 2, 3))

COLUMNS = (
    Column("what", "What"),
    Column("date", "Date"),
    Column("name", "House, process or package"),
    Column("p05", "5% point", "number"),
    Column("p25", "25% point", "number"),
    Column("value", "Value or median", "number"),
    Column("p75", "75% point", "number"),
    Column("p95", "95% point", "number"),
    Column("error", "Standard error", "number"),
)


def approval_fan(forecast: Forecast) -> tuple[Chart, ...]:
    """Return one chart for each felt public; none if there is none.

    The first process is drawn as a fan, the others by their 5 and 95 % points.
    """
    publics: dict[tuple[str, str], list[Fan]] = {}
    for fan in forecast.fans:
        if fan.dates:
            publics.setdefault((fan.party, fan.accepter), []).append(fan)
    ids = _ids(list(publics))
    return tuple(_chart(id, fans, names_of(forecast.accepters)) for id, fans in zip(ids, publics.values(), strict=True))


def _ids(publics: Sequence[tuple[str, str]]) -> list[str]:
    """Return an id for each public's chart, numbered where two would be the same."""
    ids: list[str] = []
    for party, accepter in publics:
        id = re.sub("[^a-z0-9]+", "-", f"{ID}-{party}-{accepter}".lower()).strip("-")
        ids.append(id if id not in ids else f"{id}-{len(ids) + 1}")
    return ids


def _chart(id: str, fans: Sequence[Fan], names: Names) -> Chart:
    """Return the chart of one felt public under one or more processes."""
    first = fans[0]
    needs = _needs(first)
    others = [f"{name(fan.process)} ({('dashed', 'dotted', 'dash-dotted')[i % 3]})" for i, fan in enumerate(fans[1:])]
    subtitle = (
        f"Approval, % ({first.label}). Points: polls with two standard errors either way. "
        f"Fan: {name(first.process)}, middle half and 90%"
        + (f"; 90% under {listing(others)}" if others else "")
        + ". Grey: the floor and its range. Red: what signing would need, all inputs as most likely"
        + ("; dotted grey: a package that does not answer the question." if _uncounted(needs) else ".")
    )
    return compose(
        id,
        finding(first, names),
        subtitle,
        _alt(fans, needs),
        _picture(fans, needs),
        _table(fans),
        WIDTH,
    )


def finding(fan: Fan, names: Names = NO_NAMES) -> str:
    """Return whether a public's approval covers what signing would need, in one sentence."""
    now, who = _median(fan), sentence(whose(fan.party, fan.accepter, names))
    counting = sorted((need for need in fan.needs if need.counts), key=lambda need: need.level)
    short = [need for need in counting if need.level > now]
    if not counting:
        return f"{who}: approval is {now:.1f}%, the floor {fan.floor:g}%"
    alike = len(counting) > 1 and f"{counting[0].level:.1f}" == f"{counting[-1].level:.1f}"
    if len(short) == len(counting):
        nearest = "each" if alike else f"the nearest, {short[0].label}," if len(counting) > 1 else short[0].label
        return f"{who}: approval of {now:.1f}% covers no package that counts; {nearest} needs {short[0].level:.1f}%"
    if not short:
        dearest = "each" if alike else f"the dearest, {counting[-1].label},"
        return (
            f"{who}: approval of {now:.1f}% covers every package that counts; {dearest} needs {counting[-1].level:.1f}%"
        )
    return (
        f"{who}: approval of {now:.1f}% covers {len(counting) - len(short)} of {len(counting)} packages that count, "
        f"but not {short[0].label} ({short[0].level:.1f}%)"
    )


def _median(fan: Fan) -> float:
    """Return the median at the case's date."""
    return fan.quantiles[0][2]


def _needs(fan: Fan) -> list[Need]:
    """Return the needs that are drawn: those that count and lie nearest first."""
    now = _median(fan)
    return sorted(fan.needs, key=lambda need: (not need.counts, abs(need.level - now)))[:MOST_NEEDS]


def _uncounted(needs: Sequence[Need]) -> bool:
    """Tell whether a package that does not answer the question is drawn."""
    return any(not need.counts for need in needs)


def _alt(fans: Sequence[Fan], needs: Sequence[Need]) -> str:
    """Return the alternative text."""
    first = fans[0]
    told = [f"Fan chart of {first.label}."]
    if first.polls:
        poll = max(first.polls, key=lambda poll: poll.date)
        told.append(
            f"{counted(len(first.polls), 'poll')}; the last, {poll.house} on {day(poll.date)}: {poll.value:.1f}%."
        )
    for fan in fans:
        end = fan.quantiles[-1]
        told.append(
            f"{sentence(name(fan.process))}: median {_median(fan):.1f}% now, {end[2]:.1f}% on {day(fan.dates[-1])} "
            f"(90% between {end[0]:.1f} and {end[4]:.1f}%)."
        )
    told.append(f"Floor {first.floor:g}% ({first.floor_low:g} to {first.floor_high:g}%).")
    if needs:
        levels = [f"{level}% ({'; '.join(need.label for need in group)})" for level, group in _shared(needs)]
        told.append(f"Signing would need {', '.join(levels)}.")
    return " ".join(told)


def _table(fans: Sequence[Fan]) -> Table:
    """Return polls, floor, needs and the points of every fan."""
    first, none = fans[0], None
    polls = [("poll", p.date.isoformat(), p.house, none, none, p.value, none, none, p.error) for p in first.polls]
    floor = [("floor", none, none, first.floor_low, none, first.floor, none, first.floor_high, none)]
    needs = [("need", none, need.label, none, none, need.level, none, none, none) for need in first.needs]
    ahead = [
        ("fan", date.isoformat(), name(fan.process), *points, none)
        for fan in fans
        for date, points in zip(fan.dates, fan.quantiles, strict=True)
    ]
    caption = f"Polls, floor, needs and fan: {first.label}, in per cent"
    return Table(caption, COLUMNS, tuple(chain(polls, floor, needs, ahead)))


def _ends(fans: Sequence[Fan], needs: Sequence[Need]) -> tuple[float, float]:
    """Return the ends of the vertical scale: everything drawn, with some air; needs may exceed 100."""
    first = fans[0]
    seen = [first.floor_low, first.floor_high, *(need.level for need in needs)]
    seen += [poll.value + side * poll.error for poll in first.polls for side in (-2, 2)]
    seen += [end for fan in fans for points in fan.quantiles for end in (points[0], points[4])]
    return max(0.0, min(seen) - 2), max(seen) + 2


def _picture(fans: Sequence[Fan], needs: Sequence[Need]) -> Any:
    """Return the picture."""
    import altair

    alt: Any = altair
    first, domain = fans[0], _ends(fans, needs)
    start = min([poll.date for poll in first.polls] + [first.dates[0]])
    now, end = first.dates[0].isoformat(), first.dates[-1].isoformat()

    def x(field: str = "date") -> Any:
        return date_axis(field, start, first.dates[-1])

    def y(field: str) -> Any:
        axis = alt.Axis(tickCount=6, domain=False, ticks=False)
        scale = alt.Scale(domain=domain, nice=False, zero=False)
        return alt.Y(f"{field}:Q", title="approval, %", scale=scale, axis=axis)

    def of(rows: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=rows))

    def points(fan: Fan) -> Any:
        names = ("p05", "p25", "p50", "p75", "p95")
        return of(
            [
                {"date": date.isoformat(), **dict(zip(names, row, strict=True))}
                for date, row in zip(fan.dates, fan.quantiles, strict=True)
            ]
        )

    floor = of(
        [{"from": start.isoformat(), "to": end, "low": first.floor_low, "high": first.floor_high, "level": first.floor}]
    )
    polls = of(
        [
            {"date": p.date.isoformat(), "value": p.value, "low": p.value - 2 * p.error, "high": p.value + 2 * p.error,
             "house": p.house}
            for p in first.polls
        ]
    )  # fmt: skip
    houses = list(dict.fromkeys(poll.house for poll in first.polls))
    legend = alt.Legend(orient="top", direction="horizontal", title="polls by", offset=4, columns=6, labelLimit=130)
    shape = alt.Shape(
        "house:N",
        scale=alt.Scale(domain=houses, range=[SHAPES[i % len(SHAPES)] for i in range(len(houses))]),
        legend=legend if len(houses) > 1 else None,
    )
    layers = [
        floor.mark_rect(color=GREY, opacity=0.22).encode(
            x=x("from"), x2=alt.X2("to:T"), y=y("low"), y2=alt.Y2("high:Q")
        ),
        floor.mark_rule(color=MUTED, strokeWidth=1.2).encode(x=x("from"), x2=alt.X2("to:T"), y=y("level")),
        points(first).mark_area(color=BLUE, opacity=0.18).encode(x=x(), y=y("p05"), y2=alt.Y2("p95:Q")),
        points(first).mark_area(color=BLUE, opacity=0.25).encode(x=x(), y=y("p25"), y2=alt.Y2("p75:Q")),
        points(first).mark_line(color=BLUE, strokeWidth=2.2).encode(x=x(), y=y("p50")),
    ]
    for place, fan in enumerate(fans[1:]):
        dash = list(DASHES[place % len(DASHES)])
        layers += [
            points(fan).mark_line(color=BLUE, strokeWidth=1.2, strokeDash=dash).encode(x=x(), y=y(edge))
            for edge in ("p05", "p95")
        ]
    for counts, style in (
        (True, {"color": VERMILLION, "strokeWidth": 1.6}),
        (False, {"color": MUTED, "strokeDash": [1, 3]}),
    ):
        rows = [{"from": now, "to": end, "level": need.level} for need in needs if need.counts is counts]
        layers.append(of(rows).mark_rule(**style).encode(x=x("from"), x2=alt.X2("to:T"), y=y("level")))
    layers += [
        polls.mark_rule(color=INK, strokeWidth=0.9, opacity=0.55).encode(x=x(), y=y("low"), y2=alt.Y2("high:Q")),
        polls.mark_point(color=INK, filled=True, size=34, opacity=0.9).encode(x=x(), y=y("value"), shape=shape),
    ]
    labels = margin_labels(_levels(fans, needs), domain, (PLOT, HEIGHT))
    return alt.layer(*layers, *labels).properties(width=PLOT, height=HEIGHT)


def _levels(fans: Sequence[Fan], needs: Sequence[Need]) -> list[Level]:
    """Return what stands right of the plot; needs at the same level share a label."""
    first = fans[0]
    end = first.quantiles[-1][2]
    levels = [
        Level(end, f"median {end:.1f}%", BLUE, bold=True),
        Level(first.floor, f"floor {first.floor:g}% ({first.floor_low:g} to {first.floor_high:g}%)", MUTED),
    ]
    for level, group in _shared(needs):
        label = f"{level}% for {'; '.join(need.label for need in group)}"
        levels.append(Level(group[0].level, label, VERMILLION if group[0].counts else MUTED))
    return levels


def _shared(needs: Sequence[Need]) -> list[tuple[str, list[Need]]]:
    """Return the levels as they read, each with the needs that stand there; those that count stay apart."""
    shared: dict[tuple[str, bool], list[Need]] = {}
    for need in needs:
        shared.setdefault((f"{need.level:.1f}", need.counts), []).append(need)
    return [(level, group) for (level, _), group in shared.items()]
