"""How publics see packages, reading by reading: polls disagree by wording and house, and the picture keeps that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from winset.charts.canvas import LINE, Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import wrap
from winset.charts.nodes import names_of
from winset.charts.theme import BLUE, GREY, GRID, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.wording import NO_NAMES, Names, counted, heading, sentence, whose
from winset.forecasting.record import Forecast, OpinionLine

ID = "opposition-readings"
LABELS, RIGHT, HEAD, GROUP = 330, 30, 34, 28
MOST_ROWS = 40
MOST_TOLD = 6
LEAST_SPREAD = 5.0
"""Points by which polls must differ to be the finding; samples of a thousand differ by some 4 by chance alone."""

COLUMNS = (
    Column("public", "Public"),
    Column("package", "Package"),
    Column("house", "House"),
    Column("wording", "Wording"),
    Column("oppose", "Against, %", "number"),
    Column("support", "In favour, %", "number"),
    Column("n", "Asked", "number"),
    Column("guess", "Guess", "flag"),
    Column("source", "Source"),
)

Group = tuple[tuple[str, str, str], list[OpinionLine]]


def opposition_readings(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the chart of all readings of opposition and support; none if the case has none.

    Readings of one public on one package stand together; the title takes the package on which polls differ most.
    """
    if not forecast.opinions:
        return ()
    groups, names = _groups(forecast.opinions), names_of(forecast.accepters)
    shown = _first(groups)
    left_out = len(forecast.opinions) - sum(len(lines) for _, lines in shown)
    subtitle = (
        "Per cent of those asked, as each house put the question. Filled circle: against; hollow square: in favour. "
        "Readings in grey are guesses, at least in one half."
    )
    if left_out:
        subtitle += f" {counted(left_out, 'more reading')} {'is' if left_out == 1 else 'are'} in the table."
    rows = tuple(
        (heading(o.party, o.accepter, names), o.label, o.house, o.wording, o.oppose, o.support, o.n, o.guess, o.source)
        for o in forecast.opinions
    )
    table = Table("Readings of opposition and support", COLUMNS, rows)
    return (compose(ID, finding(groups, names), subtitle, _alt(groups, names), _picture(shown, names), table, WIDTH),)


def _groups(opinions: Sequence[OpinionLine]) -> list[Group]:
    """Return the readings by public and package, in the order of the case."""
    found: dict[tuple[str, str, str], list[OpinionLine]] = {}
    for line in sorted(
        opinions, key=lambda line: [(o.party, o.accepter) for o in opinions].index((line.party, line.accepter))
    ):
        found.setdefault((line.party, line.accepter, line.label), []).append(line)
    return list(found.items())


def _first(groups: list[Group]) -> list[Group]:
    """Return the groups up to the number of readings that a page holds."""
    kept: list[Group] = []
    room = MOST_ROWS
    for key, lines in groups:
        if room > 0:
            kept.append((key, lines[:room]))
        room -= len(lines)
    return kept


def finding(groups: list[Group], names: Names = NO_NAMES) -> str:
    """Return where polls differ most or, if they hardly do, where opposition is strongest."""
    spreads = [spread for group in groups for spread in _spreads(group, names)]
    width, told = max(spreads, key=lambda spread: spread[0], default=(0.0, ""))
    if width >= LEAST_SPREAD:
        return told
    (party, accepter, label), lines = max(groups, key=lambda group: max(line.oppose for line in group[1]))
    worst = max(lines, key=lambda line: line.oppose)
    return (
        f"Opposition is strongest in {whose(party, accepter, names)} on {label}: {worst.oppose:.0f}% against, "
        f"{worst.support:.0f}% in favour{' (a guess)' if worst.guess else ''}"
    )


def _alt(groups: list[Group], names: Names) -> str:
    """Return the alternative text: for each public, what its readings say of each package."""
    publics: dict[tuple[str, str], list[str]] = {}
    for (party, accepter, label), lines in groups:
        publics.setdefault((party, accepter), []).append(f"{label} {_said(lines)}")
    told = [f"Dot plot of {counted(sum(len(lines) for _, lines in groups), 'reading')} of opposition and support."]
    for (party, accepter), said in list(publics.items())[:MOST_TOLD]:
        more = [f"{counted(len(said) - MOST_TOLD, 'more package')} in the table"] if len(said) > MOST_TOLD else []
        told.append(f"{sentence(whose(party, accepter, names))}: {'; '.join([*said[:MOST_TOLD], *more])}.")
    if (more_publics := len(publics) - MOST_TOLD) > 0:
        told.append(f"{counted(more_publics, 'more public')} in the table.")
    return " ".join(told)


def _said(lines: Sequence[OpinionLine]) -> str:
    """Return what the readings of one package say: per cent against and in favour, how many, how many are guesses."""

    def shares(values: Sequence[float]) -> str:
        low, high = f"{min(values):.0f}", f"{max(values):.0f}"
        return f"{low}%" if low == high else f"{low} to {high}%"

    guesses = sum(line.guess for line in lines)
    notes = [counted(len(lines), "reading")] if len(lines) > 1 else []
    if guesses:
        some = "all guesses" if guesses == len(lines) else f"{guesses} of them guessed"
        notes.append(some if len(lines) > 1 else "guess")
    told = f"{shares([o.oppose for o in lines])} against, {shares([o.support for o in lines])} in favour"
    return f"{told} ({', '.join(notes)})" if notes else told


def _spreads(group: Group, names: Names) -> Iterator[tuple[float, str]]:
    """Yield how far polls of one public on one package lie apart, against and in favour, and how to say it.

    A reading is a guess as soon as one half of it is. From a poll that offers a choice one learns who chose the
    package, not who is against it; so the half in favour of a poll counts although the other is guessed.
    """
    (party, accepter, label), lines = group
    sides = (
        ("against", [(line.oppose, line) for line in lines if not line.guess]),
        ("in favour", [(line.support, line) for line in lines if not line.guess or line.source != "guess"]),
    )
    for side, polled in sides:
        if len(polled) > 1:
            low, high = (pick(polled, key=lambda reading: reading[0]) for pick in (min, max))
            wording, house = low[1].wording != high[1].wording, low[1].house != high[1].house
            why = "by wording" if wording else "by house" if house else "from poll to poll"
            who = f"{sentence(whose(party, accepter, names))} on {label}"
            yield high[0] - low[0], f"{who}: from {low[0]:.0f}% to {high[0]:.0f}% {side}, {why}"


def _label(line: OpinionLine) -> list[str]:
    """Return what stands left of a reading: the wording, then who asked how many."""
    asked = (
        (line.house or "no house")
        + (f", {line.n:,} asked" if line.n else "")
        + (" (guess)" if line.guess and line.house != "guess" else "")
    )
    asked = wrap(asked, LABELS - 24, SMALL_SIZE, lines=1, cut=True)[0]
    if not line.wording:
        return [asked]
    return [*wrap(f"“{line.wording}”", LABELS - 24, SMALL_SIZE, lines=2, cut=True), asked]


def _picture(groups: list[Group], names: Names) -> Any:
    """Return the picture."""
    heights = {id(line): max(len(_label(line)) * LINE + 8, 23) for _, lines in groups for line in lines}
    bottom = HEAD + sum(GROUP + sum(heights[id(line)] for line in lines) for _, lines in groups)
    canvas = Canvas(WIDTH, bottom + 24)
    right = WIDTH - RIGHT

    def place(share: float) -> float:
        return LABELS + share / 100 * (right - LABELS)

    heads, labels, joins, against, favour, values, rules = [], [], [], [], [], [], []
    y = float(HEAD)
    for (party, accepter, label), lines in groups:
        rules.append({"x": 0, "x2": right, "y": y + 3, "y2": y + 3})
        head = f"{sentence(whose(party, accepter, names))}: {label}"
        heads += block(wrap(head, WIDTH - 8, TEXT_SIZE, lines=1, bold=True), 0, y + GROUP / 2 + 3)
        y += GROUP
        for line in lines:
            middle = y + heights[id(line)] / 2
            *wording, asked = _label(line)
            labels += block([*wording, ""], LABELS - 14, middle, ink=INK)
            labels += block([*[""] * len(wording), asked], LABELS - 14, middle, ink=MUTED)
            joins.append({"x": place(line.oppose), "x2": place(line.support), "y": middle, "y2": middle})
            against.append({"x": place(line.oppose), "y": middle, "guess": line.guess})
            favour.append({"x": place(line.support), "y": middle, "guess": line.guess})
            for share, ahead in (
                (line.oppose, line.oppose >= line.support),
                (line.support, line.support > line.oppose),
            ):
                shift = 10 if ahead else -10
                values.append({"x": place(share) + shift, "y": middle, "text": f"{share:.0f}", "ahead": ahead})
            y += heights[id(line)]
    grid = [{"x": place(share), "x2": place(share), "y": HEAD + 3, "y2": bottom} for share in (0, 25, 50, 75, 100)]
    scale = [record for share in (0, 25, 50, 75, 100) for record in block([f"{share}%"], place(share), bottom + 12)]
    key = [
        {"x": LABELS + 14, "y": 16, "text": "against", "ink": VERMILLION},
        {"x": LABELS + 104, "y": 16, "text": "in favour", "ink": BLUE},
    ]
    against.append({"x": LABELS + 4, "y": 16, "guess": False})
    favour.append({"x": LABELS + 94, "y": 16, "guess": False})
    layers = [
        canvas.lines(grid, color=GRID),
        canvas.lines(rules, color=GRID),
        canvas.lines(joins, color=GREY, strokeWidth=1.6),
    ]
    for guess in (False, True):
        spots = [spot for spot in against if spot["guess"] is guess]
        layers.append(canvas.points(spots, color=GREY if guess else VERMILLION, filled=True, size=70, opacity=1))
        spots = [spot for spot in favour if spot["guess"] is guess]
        style = {"shape": "square", "fill": PAPER, "strokeWidth": 2, "size": 58, "opacity": 1}
        layers.append(canvas.points(spots, color=GREY if guess else BLUE, **style))
    layers += [
        canvas.text([v for v in values if v["ahead"]], ink=INK, align="left", fontSize=SMALL_SIZE),
        canvas.text([v for v in values if not v["ahead"]], ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(heads, ink=INK, align="left", fontWeight="bold"),
        canvas.text(labels, align="right", fontSize=SMALL_SIZE),
        canvas.text(scale, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(key, align="left", fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers)
