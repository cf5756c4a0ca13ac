"""How far it gets: the chance of reaching each rung of the ladder, and what is lost between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.theme import BLUE, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.wording import RUNGS, counted, day, name, percent, percent_range, sentence
from winset.forecasting.record import Forecast, Rung

ID = "ladder"
LABELS, STEP, FOOT = 210, 52, 24
LEFT, RIGHT = LABELS + 12, WIDTH - 60

DOING = {
    "meet": "meeting",
    "agree": "agreeing",
    "sign": "signing",
    "apply": "applying",
    "ratify": "ratifying",
    "in force": "entering into force",
    "keep": "keeping",
}
"""What stands between two rungs, as a noun; others go by their names."""

RUNG_OF = {"agreed": "agree", "signed": "sign", "applied": "apply", "ratified": "ratify"}
"""The rung at which a deal counts, where it goes by another name."""

ASIDE = "apply"
"""A rung beside the others: what is signed may be applied before it is ratified, and ratified without."""

COLUMNS = (
    Column("rung", "Rung"),
    Column("probability", "Chance of reaching it", "chance"),
    Column("lost", "Lost since the rung before", "chance"),
    Column("low", "Lowest form", "chance"),
    Column("high", "Highest form", "chance"),
)


def ladder(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the chart of the rungs; none without any.

    The range over model forms is known for the rung at which a deal counts.
    """
    rungs = forecast.ladder
    if not rungs:
        return ()
    until, ranges = day(forecast.case.until), [_range(forecast, rung) for rung in rungs]
    subtitle = f"Chance of reaching each rung by {until}, pooled over model forms, and what is lost on the way to it."
    if any(ranges):
        subtitle += " The line at the rung that counts as a deal runs from the lowest to the highest form."
    rows = tuple(
        (_label(rung), rung.probability, lost, ends[0] if ends else None, ends[1] if ends else None)
        for rung, lost, ends in zip(rungs, losses(rungs), ranges, strict=True)
    )
    alt = f"Bars of {counted(len(rungs), 'rung')}, each with the chance of reaching it by {until}. "
    alt += "; ".join(f"{_label(rung)}: {percent(rung.probability)}" for rung in rungs) + "."
    alt += "".join(
        f" Over model forms, {_label(rung)}: {percent_range(*ends)}."
        for rung, ends in zip(rungs, ranges, strict=True)
        if ends
    )
    alt += f" {finding(rungs)}."
    table = Table("Chance of reaching each rung, and what is lost on the way", COLUMNS, rows)
    return (compose(ID, finding(rungs), subtitle, alt, _picture(rungs, ranges), table, WIDTH),)


def before(rungs: Sequence[Rung], place: int) -> Rung | None:
    """Return the rung from which one is climbed; None for the first. Provisional application starts from signing.

    >>> climbed = [Rung("sign", 0.5), Rung("apply", 0.4), Rung("ratify", 0.2), Rung("in force", 0.2)]
    >>> [below.rung for place in (1, 2, 3) if (below := before(climbed, place))]
    ['sign', 'sign', 'ratify']
    """
    below = [rung for rung in rungs[:place] if rung.rung != ASIDE]
    return below[-1] if below else None


def losses(rungs: Sequence[Rung]) -> list[float]:
    """Return how much of the chance is lost on the way to each rung."""
    found = []
    for place, rung in enumerate(rungs):
        below = before(rungs, place)
        found.append(max((below.probability if below else 1.0) - rung.probability, 0.0))
    return found


def finding(rungs: Sequence[Rung]) -> str:
    """Return between which rungs most is lost.

    Examples
    --------
    >>> finding([Rung("meet", 0.9), Rung("agree", 0.2), Rung("sign", 0.18)])
    'Most is lost between meeting and agreeing: from 90% to 20%'
    """
    lost = losses(rungs)
    worst = max(range(len(rungs)), key=lambda place: lost[place])
    reached = percent(rungs[worst].probability)
    if lost[worst] < 0.005:
        return f"Next to nothing is lost on the way: {percent(rungs[-1].probability)} reach the last rung"
    below = before(rungs, worst)
    if below is None:
        return f"Most is lost before {_doing(rungs[0])}: {reached} get as far as that"
    steps = f"{_doing(below)} and {_doing(rungs[worst])}"
    return f"Most is lost between {steps}: from {percent(below.probability)} to {reached}"


def _doing(rung: Rung) -> str:
    """Return a rung as a noun."""
    return DOING.get(rung.rung, name(rung.rung))


def _label(rung: Rung) -> str:
    """Return what it means to reach a rung."""
    return sentence(RUNGS.get(rung.rung, name(rung.rung)))


def _range(forecast: Forecast, rung: Rung) -> tuple[float, float] | None:
    """Return the range over model forms where it is known: at the rung that counts, of several forms."""
    deal = forecast.deal
    counted_at = "keep" if deal.counted.startswith("kept") else RUNG_OF.get(deal.counted, deal.counted)
    here = counted_at == rung.rung and deal.high - deal.low >= 0.005 and len(forecast.forms) > 1
    return (deal.low, deal.high) if here and deal.low <= rung.probability <= deal.high else None


def _picture(rungs: Sequence[Rung], ranges: Sequence[tuple[float, float] | None]) -> Any:
    """Return the picture."""
    bottom = STEP * len(rungs)
    canvas = Canvas(WIDTH, bottom + FOOT)

    def place(chance: float) -> float:
        return LEFT + chance * (RIGHT - LEFT)

    names, rails, bars, chances, lost_words, spans, ticks = [], [], [], [], [], [], []
    for row, (rung, lost, ends) in enumerate(zip(rungs, losses(rungs), ranges, strict=True)):
        middle = (row + 0.5) * STEP
        names += block(wrap(_label(rung), LABELS - 8, TEXT_SIZE, lines=2), LABELS, middle)
        box = {"y": middle - 11, "y2": middle + 11}
        rails.append({"x": LEFT, "x2": place(min(rung.probability + lost, 1.0)), **box, "fill": GRID})
        bars.append({"x": LEFT, "x2": place(rung.probability), **box, "fill": BLUE})
        chances += block([percent(rung.probability)], RIGHT + 10, middle)
        if lost >= 0.005:
            wide = place(min(rung.probability + lost, 1.0)) - place(rung.probability)
            told = f"{counted(round(100 * lost), 'point')} lost"
            if wide > 80:
                lost_words += block([told], place(rung.probability) + wide / 2, middle)
        if ends:
            low, high = place(ends[0]), place(ends[1])
            spans += [{"x": low, "x2": high, "y": middle + 16, "y2": middle + 16}]
            spans += [{"x": x, "x2": x, "y": middle + 13, "y2": middle + 19} for x in (low, high)]
    axis = [{"x": place(step / 4), "x2": place(step / 4), "y": 0, "y2": bottom} for step in range(5)]
    for step in range(5):
        ticks += block([f"{step / 4:.0%}"], place(step / 4), bottom + 12)
    layers = [
        canvas.lines(axis, color=GRID),
        canvas.boxes(rails),
        canvas.boxes(bars),
        canvas.lines(spans, color=VERMILLION, strokeWidth=1.8),
        canvas.text(names, ink=INK, align="right"),
        canvas.text(chances, ink=INK, align="left", fontWeight="bold"),
        canvas.text(lost_words, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(ticks, ink=MUTED, fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers)
