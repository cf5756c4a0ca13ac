"""Who gains from what each model says of a decision: actors in rows, models in columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import text_width, wrap
from winset.charts.theme import GREY, INK, MUTED, ON_DARK, ON_LIGHT, SMALL_SIZE, TEXT_SIZE, WIDTH
from winset.charts.wording import counted, listing

if TYPE_CHECKING:
    from winset.forecasting.comparison import Comparison, ModelLine

ID = "who-gains"
LABELS, STEP, FOOT, GAP = 170, 24, 24, 14
SLOPE, LONGEST = 48, 180
"""Degrees by which heads rise, and the most pixels that one takes."""

MOST_ACTORS = 40
MOST_NAMED = 3
MOST_TOLD = 5
LEAST = 0.005
"""Gain, as a share of the scale, from which somebody is said to gain or lose."""

GAIN = ("#f7f6f3", "#c4dcee", "#5a9fce", "#0d4f80")
LOSS = ("#f7f6f3", "#f6cfa8", "#d9752b", "#7d2e00")
"""Colours from no gain to the largest, and from no loss to the largest; each darkens, so that grey print keeps it."""


def who_gains(found: Comparison) -> tuple[Chart, ...]:
    """Return the chart of the gains; none if no model says enough to tell."""
    lines = shown_lines(found)
    order = ranked(found, lines)
    if not any(not line.baseline for line in lines) or not order:
        return ()
    mark = yardstick(found)
    shown = order[:MOST_ACTORS]
    subtitle = (
        f"How much nearer than {mark} the outcome lies to what each actor wants, in per cent of the scale, every "
        + (
            "number as most likely; issues count by the actor's salience."
            if len(found.issues) > 1
            else "number as most likely."
        )
        + (" *: the model warns, see above." if any(line.warning for line in lines) else "")
        + (f" Shown: {len(shown)} of {len(order)} actors; the table has all." if len(order) > len(shown) else "")
    )
    columns = (
        Column("actor", "Actor"),
        *(Column(f"line_{place}", line.label, "number") for place, line in enumerate(lines, 1)),
    )
    rows = tuple(
        (found.actors[row].name, *(None if gain is None else 100 * gain for gain in _row(lines, row))) for row in order
    )
    table = Table(f"Gain of each actor over {mark}, in per cent of the scale", columns, rows)
    picture, width = _picture(found, lines, shown)
    return (compose(ID, finding(found), subtitle, _alt(found, lines, order), picture, table, width),)


def yardstick(found: Comparison) -> str:
    """Return what gains are measured from, in words."""
    stated = [issue.reference is not None for issue in found.issues]
    if all(stated):
        return "what holds without a decision"
    return "what holds without a decision (or the mean, where nothing is stated)" if any(stated) else "the plain mean"


def shown_lines(found: Comparison) -> list[ModelLine]:
    """Return the lines that say something and are not what gains are measured from."""

    def measures(line: ModelLine) -> bool:
        pairs = zip(line.outcomes, found.issues, strict=True)
        return line.baseline and all(
            outcome.central is not None and math.isclose(outcome.central, issue.yardstick, rel_tol=1e-9)
            for outcome, issue in pairs
        )

    return [line for line in found.lines if any(gain is not None for gain in line.gains) and not measures(line)]


def ranked(found: Comparison, lines: Sequence[ModelLine]) -> list[int]:
    """Return the places of actors who gain or lose anywhere, those first who gain most under the models."""

    def mean(place: int) -> float:
        said = [gain for line in lines if not line.baseline for gain in [line.gains[place]] if gain is not None]
        return sum(said) / len(said) if said else 0.0

    return sorted(range(len(found.actors)), key=lambda place: (-round(mean(place), 9), place))


def finding(found: Comparison) -> str:
    """Return who gains, and who loses, under every model; models that warn are left aside if there are others.

    Examples
    --------
    >>> from winset import side_by_side
    >>> print(finding(side_by_side("emission-standards", draws=128)))
    Over the plain mean, France, Italy and Britain gain, and 4 actors lose under every model that does not warn
    """
    models = [line for line in shown_lines(found) if not line.baseline]
    lines = [line for line in models if not line.warning] or models
    which = "every model" if len(lines) == len(models) else "every model that does not warn"
    mark = f"Over {yardstick(found).split(' (')[0]}"
    order = ranked(found, lines)
    told = [(row, [gain for gain in _row(lines, row) if gain is not None]) for row in order]
    up = [found.actors[row].name for row, gains in told if gains and min(gains) >= LEAST]
    down = [found.actors[row].name for row, gains in reversed(told) if gains and max(gains) <= -LEAST]
    if all(abs(gain) < LEAST for _, gains in told for gain in gains):
        return f"{mark}, nobody gains or loses under {which.replace('every', 'any')}"
    if not up and not down:
        return f"{mark}, nobody gains and nobody loses under {which}: models disagree"
    parts = [
        f"{_names(names)} {verb}{'s' if len(names) == 1 else ''}"
        for names, verb in ((up, "gain"), (down, "lose"))
        if names
    ]
    return f"{mark}, {', and '.join(parts)} under {which}"


def _names(names: Sequence[str]) -> str:
    """Return names in a sentence; of many only how many they are."""
    return listing(list(names)) if len(names) <= MOST_NAMED else counted(len(names), "actor")


def _row(lines: Sequence[ModelLine], row: int) -> list[float | None]:
    """Return the gains of one actor."""
    return [line.gains[row] for line in lines]


def _points(gain: float) -> str:
    """Return a gain in per cent of the scale.

    >>> _points(0.123), _points(-0.002), _points(-0.5)
    ('+12', '0', '-50')
    """
    whole = round(100 * gain)
    return f"{whole:+d}" if whole else "0"


def _alt(found: Comparison, lines: Sequence[ModelLine], order: Sequence[int]) -> str:
    """Return the alternative text: how many gain under each model, and the range of those who gain most and least."""
    told = [f"Table of {counted(len(order), 'actor')} by {counted(len(lines), 'line')}, gains over {yardstick(found)}."]
    models = [line for line in lines if not line.baseline]
    counts = [f"{line.label} {sum((gain or 0.0) >= LEAST for gain in line.gains)}" for line in models]
    told.append(f"How many of {len(order)} gain under each model: {'; '.join(counts)}.")
    half = (MOST_TOLD + 1) // 2
    for row in order if len(order) <= MOST_TOLD else [*order[:half], *order[half - MOST_TOLD :]]:
        gains = [gain for gain in _row(models, row) if gain is not None]
        if gains:
            ends = [_points(end) for end in (min(gains), max(gains))]
            told.append(f"{found.actors[row].name}: {ends[0] if ends[0] == ends[1] else ' to '.join(ends)}%.")
    if (more := len(order) - MOST_TOLD) > 0:
        told.append(f"{counted(more, 'more actor')} in the table.")
    return " ".join(told)


def shade(gain: float, largest: float) -> str:
    """Return the colour of a gain where the largest gain or loss is as given."""
    ramp = GAIN if gain >= 0 else LOSS
    place = min(abs(gain) / largest, 1.0) * (len(ramp) - 1)
    below = min(int(place), len(ramp) - 2)
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in ramp[below : below + 2]]
    mixed = [round(low + (high - low) * (place - below)) for low, high in zip(*ends, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _picture(found: Comparison, lines: Sequence[ModelLine], shown: Sequence[int]) -> tuple[Any, float]:
    """Return the picture and its width in pixels."""
    first = next((place for place, line in enumerate(lines) if not line.baseline), 0)
    gap = GAP if first else 0
    column = min((WIDTH - LABELS - gap - 40) / len(lines), 56.0)
    titles = [
        wrap(f"{line.label}{'*' if line.warning else ''}", LONGEST, SMALL_SIZE, lines=1, cut=True)[0] for line in lines
    ]
    head = 18 + max(text_width(title, SMALL_SIZE) for title in titles) * math.sin(math.radians(SLOPE))
    bottom = head + STEP * len(shown)
    canvas = Canvas(WIDTH, bottom + FOOT)

    def left(place: int) -> float:
        return LABELS + place * column + (gap if place >= first else 0)

    largest = max([abs(gain) for row in shown for gain in _row(lines, row) if gain is not None] + [0.02])
    boxes, says, names, heads, groups, rules = [], [], [], [], [], []
    for y, row in ((head + place * STEP, row) for place, row in enumerate(shown)):
        names += block(wrap(found.actors[row].name, LABELS - 14, TEXT_SIZE, lines=1), LABELS - 10, y + STEP / 2)
        for place, gain in enumerate(_row(lines, row)):
            if gain is None:
                says += block(["–"], left(place) + column / 2, y + STEP / 2, ink=MUTED)
                continue
            box = {"x": left(place) + 1, "x2": left(place) + column - 1, "y": y + 1, "y2": y + STEP - 1}
            boxes.append({**box, "fill": shade(gain, largest)})
            on = ON_DARK if abs(gain) / largest > 0.75 else ON_LIGHT
            says += block([_points(gain)], left(place) + column / 2, y + STEP / 2, ink=on)
    for place, title in enumerate(titles):
        heads += block([title], left(place) + column / 2 - 2, head - 8)
    for text, start, end in (("baselines", 0, first), ("models", first, len(lines))):
        if end > start:
            ends = left(start) + 2, left(end - 1) + column - 2
            rules.append({"x": ends[0], "x2": ends[1], "y": bottom + 6, "y2": bottom + 6})
            if text_width(text, SMALL_SIZE) <= ends[1] - ends[0]:
                groups += block([text], sum(ends) / 2, bottom + 17)
    layers = [
        canvas.boxes(boxes, cornerRadius=2),
        canvas.text(says, fontSize=SMALL_SIZE),
        canvas.text(names, ink=INK, align="right"),
        canvas.text(heads, ink=INK, align="left", angle=360 - SLOPE, fontSize=SMALL_SIZE),
        canvas.lines(rules, color=GREY),
        canvas.text(groups, ink=MUTED, fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers), canvas.width
