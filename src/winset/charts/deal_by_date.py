"""How likely a deal is by each date, with the range over model forms and the outside view beside it."""

from __future__ import annotations

from typing import Any

from winset.charts.canvas import TICKS, chance_top
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.dates import date_axis
from winset.charts.margin import MARGIN, Level, margin_labels
from winset.charts.theme import BLUE, GREY, MUTED, WIDTH
from winset.charts.wording import day, percent, percent_range
from winset.forecasting.record import Forecast

ID = "deal-by-date"
PLOT, HEIGHT = WIDTH - MARGIN - 50, 260
MOST_BASELINES = 5

COLUMNS = (
    Column("date", "By"),
    Column("probability", "Probability of a deal, pooled", "chance"),
    Column("low", "Lowest form", "chance"),
    Column("high", "Highest form", "chance"),
)


def deal_by_date(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the chart of the probability of a deal by each date; none if the forecast states no dates."""
    by, deal = forecast.deal.by, forecast.deal
    if not by:
        return ()
    last = by[-1]
    ends = percent_range(last.low, last.high)
    spread_told = f"; the forms say {ends}" if ends != percent(last.probability) else ""
    title = f"A deal {deal.counted} by {day(last.date)}: {deal.words} ({percent(last.probability)}{spread_told})"
    subtitle = "Probability that a deal has been reached by each date. Line: pool over model forms" + (
        "; band: lowest to highest form. Dashed: the outside view; a rate per attempt has no date."
        if forecast.outside_view
        else "; band: lowest to highest form."
    )
    rows = tuple((point.date.isoformat(), point.probability, point.low, point.high) for point in by)
    table = Table("Probability of a deal by each date, over model forms", COLUMNS, rows)
    return (compose(ID, title, subtitle, _alt(forecast), _picture(forecast), table, WIDTH),)


def _alt(forecast: Forecast) -> str:
    """Return the alternative text: the chance at four dates, with its range, and the outside view."""
    by = forecast.deal.by
    told = ["Line of the chance of a deal, with a band over model forms."]
    for place in sorted({0, len(by) // 3, 2 * len(by) // 3, len(by) - 1}):
        pool, ends = percent(by[place].probability), percent_range(by[place].low, by[place].high)
        told.append(f"By {day(by[place].date)}: {pool}{f', range {ends}' if ends != pool else ''}.")
    rates = [f"{percent(line.probability)}, {line.label}" for line in forecast.outside_view[:MOST_BASELINES]]
    return " ".join([*told, f"Outside view: {'; '.join(rates)}."] if rates else told)


def _picture(forecast: Forecast) -> Any:
    """Return the picture."""
    import altair

    alt: Any = altair
    by = forecast.deal.by
    baselines = forecast.outside_view[:MOST_BASELINES]
    top = _top(forecast)
    x = date_axis("date", forecast.case.as_of, by[-1].date)
    domain = (0.0, top)
    axis = alt.Axis(
        format=".0%" if top > 0.05 else ".1%",
        values=[top * part / TICKS[top] for part in range(TICKS[top] + 1)],
        domain=False,
        ticks=False,
    )

    def y(field: str) -> Any:
        scale = alt.Scale(domain=domain, nice=False)
        return alt.Y(f"{field}:Q", title="probability of a deal", scale=scale, axis=axis)

    rows = [{"date": p.date.isoformat(), "probability": p.probability, "low": p.low, "high": p.high} for p in by]
    points = alt.Chart(alt.Data(values=rows))
    outside = alt.Chart(
        alt.Data(values=[{"probability": line.probability} for line in baselines if line.probability <= top])
    )
    layers = [
        points.mark_area(color=BLUE, opacity=0.18).encode(x=x, y=y("low"), y2=alt.Y2("high:Q")),
        outside.mark_rule(color=GREY, strokeDash=[4, 3]).encode(y=y("probability")),
        points.mark_line(color=BLUE, strokeWidth=2.5, point={"color": BLUE, "size": 60 if len(by) == 1 else 12}).encode(
            x=x, y=y("probability")
        ),
    ]
    return alt.layer(*layers, *margin_labels(_levels(forecast), domain, (PLOT, HEIGHT))).properties(
        width=PLOT, height=HEIGHT
    )


def _top(forecast: Forecast) -> float:
    """Return the upper end of the scale: room for the range, and for outside views unless they would crush it."""
    high = max(point.high for point in forecast.deal.by)
    near = [line.probability for line in forecast.outside_view if line.probability <= max(3 * high, 0.1)]
    return chance_top(max([high, *near]))


def _levels(forecast: Forecast) -> list[Level]:
    """Return what stands right of the plot: the pool, the ends of the range, the outside view."""
    last = forecast.deal.by[-1]
    levels = [Level(last.probability, f"pool: {percent(last.probability)}", BLUE, bold=True)]
    if len(forecast.forms) > 1:
        levels += [
            Level(last.high, f"highest form: {percent(last.high)}", BLUE),
            Level(last.low, f"lowest form: {percent(last.low)}", BLUE),
        ]
    top = _top(forecast)
    for line in forecast.outside_view[:MOST_BASELINES]:
        off = "" if line.probability <= top else ", off the scale"
        told = f"{percent(line.probability)} outside view{off}: {line.label}"
        levels.append(Level(min(line.probability, top), told, MUTED))
    return levels
