"""What each model form says, by what it assumes: where the spread comes from."""

from __future__ import annotations

from typing import Any

from winset.charts.canvas import TICKS, Canvas, block, chance_top
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.theme import BLUE, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.wording import counted, name, percent, percent_range, sentence, solution_name
from winset.forecasting.record import Forecast, Form

ID = "forms"
LABELS, STEP, HEAD, FOOT = 210, 26, 28, 26
MOST_VALUES = 8
DIMENSIONS = (
    ("process", "How approval moves"),
    ("closing", "When a deal is closed"),
    ("information", "Who knows what"),
    ("solution", "Which package is chosen"),
    ("vote_error", "How votes err"),
    ("story", "Story of the case"),
)

COLUMNS = (
    Column("name", "Form"),
    *(Column(field, heading) for field, heading in DIMENSIONS),
    Column("weight", "Weight in the pool", "chance"),
    Column("probability", "Probability of a deal", "chance"),
    Column("sampling_error", "Sampling error", "number"),
)


def forms(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the chart of the forms' probabilities; none if there is but one form."""
    found = forecast.forms
    if len(found) < 2:
        return ()
    low, high = min(found, key=lambda form: form.probability), max(found, key=lambda form: form.probability)
    deal = forecast.deal
    ends, pool = percent_range(low.probability, high.probability), percent(deal.probability)
    title = f"All {len(found)} model forms put a deal at {ends}"
    if ends != pool:
        title = f"The {len(found)} model forms put a deal at {ends}; their pool at {pool}"
    subtitle = (
        "Probability of a deal in each form, a mark for each; every form stands once in each group, in the row of what "
        "it assumes. Rows far apart show an assumption that matters. Dashed: the pool."
    )
    alt = (
        f"Strip plot of {len(found)} forms, pool {pool}. Lowest: {low.name}, {percent(low.probability)}. "
        f"Highest: {high.name}, {percent(high.probability)}. {_by_assumption(found)}"
    )
    rows = tuple(
        (f.name, *(getattr(f, field) for field, _ in DIMENSIONS), f.weight, f.probability, f.sampling_error)
        for f in found
    )
    table = Table("Model forms: what each assumes, its weight and its probability of a deal", COLUMNS, rows)
    return (compose(ID, title, subtitle, alt, _picture(forecast), table, WIDTH),)


def varied(found: tuple[Form, ...]) -> list[tuple[str, list[tuple[str, list[Form]]]]]:
    """Return the dimensions in which forms differ: a heading, and the forms behind each of its values."""
    groups = []
    for field, heading in DIMENSIONS:
        values: dict[str, list[Form]] = {}
        for form in found:
            value = str(getattr(form, field))
            values.setdefault(solution_name(value) if field == "solution" else name(value), []).append(form)
        if len(values) > 1:
            groups.append((heading, list(values.items())))
    return groups or [("Form", [(form.name, [form]) for form in found])]


def _by_assumption(found: tuple[Form, ...]) -> str:
    """Return, for each dimension in which forms differ, the range of those behind each of its values."""
    told = []
    for heading, values in varied(found):
        ranges = []
        for value, members in values[:MOST_VALUES]:
            chances = [form.probability for form in members]
            ranges.append(f"{value} {percent_range(min(chances), max(chances))}")
        more = [f"{counted(len(values) - MOST_VALUES, 'more row')} in the table"] if len(values) > MOST_VALUES else []
        told.append(f"{heading}: {'; '.join([*ranges, *more])}.")
    return " ".join(told)


def _picture(forecast: Forecast) -> Any:
    """Return the picture."""
    groups = varied(forecast.forms)
    highest = max(form.probability for form in forecast.forms)
    top = chance_top(max(highest, forecast.deal.probability))
    steps = [top * part / TICKS[top] for part in range(TICKS[top] + 1)]
    rows = sum(1 + len(values) for _, values in groups)
    canvas = Canvas(WIDTH, HEAD + STEP * rows + FOOT)
    right = WIDTH - 30

    def place(probability: float) -> float:
        return LABELS + probability / top * (right - LABELS)

    heads, names, lines, ticks, marks = [], [], [], [], []
    y = float(HEAD)
    bottom = HEAD + STEP * rows
    for heading, values in groups:
        heads += block([heading], LABELS - 12, y + STEP / 2)
        y += STEP
        for value, members in values:
            middle = y + STEP / 2
            label = sentence(value) or "None"
            names += block(wrap(label, LABELS - 16, SMALL_SIZE, lines=2), LABELS - 12, middle, 12)
            lines.append({"x": LABELS, "x2": right, "y": middle, "y2": middle})
            marks += [
                {"x": place(form.probability), "x2": place(form.probability), "y": middle - 8, "y2": middle + 8}
                for form in members
            ]
            y += STEP
    axis = [{"x": place(step), "x2": place(step), "y": HEAD, "y2": bottom} for step in steps]
    for step in steps:
        ticks += block([f"{step:.0%}"], place(step), bottom + 12)
    pool = place(forecast.deal.probability)
    told = block([f"pool {percent(forecast.deal.probability)}"], pool, HEAD - 14)
    layers = [
        canvas.lines(axis, color=GRID),
        canvas.lines(lines, color=GRID),
        canvas.lines(
            [{"x": pool, "x2": pool, "y": HEAD - 6, "y2": bottom}], color=VERMILLION, strokeDash=[5, 3], strokeWidth=1.6
        ),
        canvas.lines(marks, color=BLUE, strokeWidth=3.5, opacity=0.75),
        canvas.text(heads, ink=INK, align="right", fontWeight="bold", fontSize=TEXT_SIZE),
        canvas.text(names, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(ticks, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(told, ink=VERMILLION, fontWeight="bold", fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers)
