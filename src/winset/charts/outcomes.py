"""What all models say on one issue of a decision: actors, baselines and models on one scale."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import text_width, wrap
from winset.charts.scale import STATED, full, round_steps, scale_decimals, short
from winset.charts.theme import BLUE, GREEN, GREY, GRID, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.wording import counted, sentence

if TYPE_CHECKING:
    from winset.forecasting.comparison import ComparedIssue, Comparison

ID = "outcomes"
LABELS, STEP, GROUP, HEAD, FOOT = 226, 22, 30, 34, 34
LEAST_PLOT = 200
LARGEST = 400.0
"""Area of the bubble of the weightiest actor, in square pixels."""

MOST_ACTORS = 25
MOST_TOLD = 5

Kind = Literal["actor", "baseline", "model", "recorded"]

HEADINGS: dict[Kind, str] = {
    "actor": "What actors want",
    "baseline": "Baselines",
    "model": "Models",
    "recorded": "For comparison",
}

COLUMNS = (
    Column("kind", "Kind"),
    Column("name", "Actor or model"),
    Column("central", "As most likely", "value"),
    Column("low", "5% point", "value"),
    Column("high", "95% point", "value"),
    Column("weight", "Share of all capability times salience", "chance"),
    Column("missing", "Draws without an answer", "chance"),
    Column("note", "Note"),
)


@dataclass(frozen=True)
class Row:
    """One row of the picture."""

    kind: Kind
    name: str
    central: float | None
    low: float | None = None
    high: float | None = None
    weight: float | None = None
    missing: float | None = None
    note: str = ""
    warns: bool = False

    @property
    def is_spread(self) -> bool:
        """Whether there is an interval to be drawn."""
        return self.low is not None and self.high is not None and self.low < self.high

    @property
    def label(self) -> str:
        """What stands left of the row."""
        marks = "*" if self.warns else ""
        return f"{self.name}{marks}{f' ({self.note})' if self.note and self.kind != 'recorded' else ''}"


def outcomes(found: Comparison) -> tuple[Chart, ...]:
    """Return one chart for each issue."""
    return tuple(_chart(found, place, id) for place, id in enumerate(_ids(found)))


def _ids(found: Comparison) -> list[str]:
    """Return an id of plain characters for each issue, all of them different."""
    ids: list[str] = []
    for issue in found.issues:
        id = re.sub("[^a-z0-9]+", "-", f"{ID}-{issue.id}".lower()).strip("-")
        numbered = (f"{id}-{place}" for place in itertools.count(1))
        free = (name for name in itertools.chain([id] if id != ID else [], numbered) if name not in ids)
        ids.append(next(free))
    return ids


def _chart(found: Comparison, place: int, id: str) -> Chart:
    """Return the chart of one issue."""
    issue, rows = found.issues[place], rows_of(found, place)
    actors = sorted((row for row in rows if row.kind == "actor"), key=lambda row: -(row.weight or 0.0))
    dropped = {row.name for row in actors[MOST_ACTORS:]}
    shown = [row for row in rows if row.kind != "actor" or row.name not in dropped]
    subtitle = (
        f"{_scale(issue)}. Points: every number as most likely"
        + ("; lines: from the 5 to the 95% point over draws" if any(row.is_spread for row in shown) else "")
        + ". Area of an actor's point: capability times salience."
        + (" Dashed: what holds without a decision." if issue.reference is not None else "")
        + (" *: the model warns, see above." if any(row.warns for row in shown) else "")
        + (f" Only in the table: {counted(len(dropped), 'actor')} of least weight." if dropped else "")
    )
    table = Table(
        f"{_named(issue)}: what actors want and what models say",
        COLUMNS,
        tuple(
            (HEADINGS[r.kind], r.name, *_read(issue, r.central, r.low, r.high), r.weight, r.missing, r.note)
            for r in rows
        ),
    )
    return compose(id, finding(found, place), subtitle, _alt(found, place, rows), _picture(issue, shown), table, WIDTH)


def _read(issue: ComparedIssue, *numbers: float | None) -> list[float | None]:
    """Return numbers to one decimal more than the scale is read to."""
    digits = scale_decimals(issue.low, issue.high) + 1
    return [None if number is None else round(number, digits) + 0.0 for number in numbers]


def rows_of(found: Comparison, place: int) -> list[Row]:
    """Return the rows of an issue: actors by position, baselines, models, and what is set beside the answer."""
    issue = found.issues[place]
    stands = [(actor, stand) for actor in found.actors for stand in actor.stands if stand.issue == issue.id]
    rows = [
        Row("actor", actor.name, stand.position, stand.low, stand.high, stand.weight)
        for actor, stand in sorted(stands, key=lambda pair: (pair[1].position, -pair[1].weight))
    ]
    for is_baseline in (True, False):
        for line in found.lines:
            if line.baseline == is_baseline:
                said = line.outcomes[place]
                note = "" if line.status in {"ok", "empty"} else line.status.replace("_", " ")
                note = f"{note} on some issue" if note and len(found.issues) > 1 else note
                note = "says nothing" if said.central is None else note
                kind: Kind = "baseline" if is_baseline else "model"
                ends = said.low, said.high
                rows.append(Row(kind, line.label, said.central, *ends, None, said.missing, note, bool(line.warning)))
    rows += [Row("recorded", label, value, note=note) for label, value, note in issue.forecasts]
    if issue.happened is not None:
        rows.append(Row("recorded", "what happened", issue.happened, note=issue.happened_note))
    return rows


def finding(found: Comparison, place: int) -> str:
    """Return what models and baselines say on an issue, in one sentence.

    Examples
    --------
    >>> from winset import side_by_side
    >>> finding(side_by_side("emission-standards", draws=128), 0)
    'Years until the limits begin: models say 6 to 9.96, baselines 6.66 to 7.48'
    """
    issue = found.issues[place]
    models, baselines = (said_by(found, place, is_baseline) for is_baseline in (False, True))
    if models is None:
        return f"{_named(issue)}: no model says anything"
    return f"{_named(issue)}: models say {models}" + (f", baselines {baselines}" if baselines else "")


def said_by(found: Comparison, place: int, is_baseline: bool) -> str | None:
    """Return from where to where lines of a kind lie, with every number at its mode; None if they say nothing."""
    issue = found.issues[place]
    said = [line.outcomes[place].central for line in found.lines if line.baseline == is_baseline]
    known = [number for number in said if number is not None]
    if not known:
        return None
    decimals = scale_decimals(issue.low, issue.high)
    ends = [short(end, decimals) for end in (min(known), max(known))]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _named(issue: ComparedIssue) -> str:
    """Return what an issue is called, as the head of a sentence."""
    return sentence(issue.label)


def _scale(issue: ComparedIssue) -> str:
    """Return the scale of an issue in words."""
    ends = [short(end, STATED) for end in (issue.low, issue.high)]
    return f"Scale from {' to '.join(ends)}{f' {issue.unit}' if issue.unit else ''}"


def _alt(found: Comparison, place: int, rows: Sequence[Row]) -> str:
    """Return the alternative text: each model with its range, the weightiest actors, what is set beside the answer."""
    issue = found.issues[place]
    decimals = scale_decimals(issue.low, issue.high)
    actors = sorted((row for row in rows if row.kind == "actor"), key=lambda row: -(row.weight or 0.0))
    lines = sum(row.kind in {"baseline", "model"} for row in rows)
    told = [f"Dot plot of {counted(lines, 'line')} and {counted(len(actors), 'actor')}, {_lower(_scale(issue))}."]
    if issue.reference is not None:
        told.append(f"Without a decision {short(issue.reference, STATED)} holds.")
    for kind in ("baseline", "model", "recorded"):
        said = [_said(row, decimals) for row in rows if row.kind == kind and row.central is not None]
        told += [f"{HEADINGS[kind]}: {'; '.join(said)}."] if said else []
    weights = [f"{row.name} at {_said(row, decimals, named=False)}" for row in actors[:MOST_TOLD]]
    more = len(actors) - MOST_TOLD
    told.append(f"By weight, actors want: {'; '.join([*weights, *([f'{more} more in the table'] * (more > 0))])}.")
    return " ".join(told)


def _lower(text: str) -> str:
    """Return a text that goes on in a sentence."""
    return text[:1].lower() + text[1:]


def _said(row: Row, decimals: int, named: bool = True) -> str:
    """Return a row in words."""
    at = f"{row.name} " if named else ""
    return f"{at}{short(row.central or 0.0, decimals)}" + (f" ({_ends(row, decimals)})" if row.is_spread else "")


def _ends(row: Row, decimals: int) -> str:
    """Return the interval of a row in words; nothing if there is none."""
    if row.low is None or row.high is None or not row.is_spread:
        return ""
    return f"{short(row.low, decimals)} to {short(row.high, decimals)}"


def _picture(issue: ComparedIssue, rows: Sequence[Row]) -> Any:
    """Return the picture."""
    decimals = scale_decimals(issue.low, issue.high)
    centrals = {id(row): "" if row.central is None else full(row.central, decimals) for row in rows}
    ends = {id(row): _ends(row, decimals) for row in rows}
    wide = [max((text_width(text, SMALL_SIZE) for text in texts.values()), default=0.0) for texts in (centrals, ends)]
    spread = wide[1] > 0
    columns = max(wide[0], 60.0), max(wide[1], text_width("5% to 95%", SMALL_SIZE)) if spread else 0.0
    right = max(WIDTH - columns[0] - columns[1] - (46 if spread else 24), LABELS + LEAST_PLOT)
    low, high = issue.low, issue.high

    def place(value: float) -> float:
        return LABELS + (value - low) / (high - low) * (right - LABELS)

    kinds = list(dict.fromkeys(row.kind for row in rows))
    bottom = HEAD + GROUP * len(kinds) + STEP * len(rows)
    canvas = Canvas(WIDTH, bottom + FOOT)
    at_central = right + 14 + columns[0]
    at_ends = at_central + 20 + columns[1]
    heads = block(["as most", "likely"], at_central, 12, 12)
    heads += block(["5% to 95%"], at_ends, 18) if spread else []
    titles, labels, tracks, figures, intervals = [], [], [], [], []
    spots: dict[Kind, list[dict[str, Any]]] = {kind: [] for kind in HEADINGS}
    spans: dict[Kind, list[dict[str, Any]]] = {kind: [] for kind in HEADINGS}
    heaviest = max((row.weight or 0.0 for row in rows), default=0.0)
    y = float(HEAD)
    for kind in kinds:
        titles += block([HEADINGS[kind]], LABELS - 14, y + GROUP - 10)
        y += GROUP
        for row in (row for row in rows if row.kind == kind):
            middle, ink = y + STEP / 2, INK if row.central is not None else MUTED
            label = wrap(row.label, LABELS - 18, SMALL_SIZE, lines=1)
            labels += block(label, LABELS - 14, middle, ink=ink)
            tracks.append({"x": LABELS, "x2": right, "y": middle, "y2": middle})
            if row.central is not None:
                area = LARGEST * (row.weight or 0.0) / heaviest if heaviest and kind == "actor" else 0.0
                spots[kind].append({"x": place(_on(row.central, low, high)), "y": middle, "size": max(area, 10.0)})
            if row.low is not None and row.high is not None and row.is_spread:
                span = (place(_on(end, low, high)) for end in (row.low, row.high))
                spans[kind].append({**dict(zip(("x", "x2"), span, strict=True)), "y": middle, "y2": middle})
            figures += block([centrals[id(row)]], at_central, middle)
            intervals += block([ends[id(row)]], at_ends, middle)
            y += STEP
    steps = round_steps(low, high)
    grid = [{"x": place(step), "x2": place(step), "y": HEAD + 10, "y2": bottom} for step in steps]
    scale = [r for step in _told_steps(steps, place) for r in block([short(step, STATED)], place(step), bottom + 12)]
    unit = block(wrap(issue.unit, right - LABELS, SMALL_SIZE, lines=1, cut=True), (LABELS + right) / 2, bottom + 28)
    sized = canvas.alt.Size("size:Q", scale=None)
    layers = [
        canvas.lines(grid, color=GRID),
        canvas.lines(tracks, color=GRID),
        *_reference(canvas, issue, place, bottom),
        canvas.lines(spans["actor"], color=GREEN, strokeWidth=2, opacity=0.7),
        canvas.lines(spans["baseline"], color=GREY, strokeWidth=4, opacity=0.6),
        canvas.lines(spans["model"], color=BLUE, strokeWidth=4, opacity=0.45),
        canvas.points(spots["actor"], color=GREEN, filled=True, opacity=0.85).encode(size=sized),
        canvas.points(spots["baseline"], color=GREY, fill=PAPER, size=62, strokeWidth=2.2, opacity=1),
        canvas.points(spots["model"], color=BLUE, filled=True, size=75, opacity=1),
        canvas.points(spots["recorded"], color=VERMILLION, shape="diamond", filled=True, size=95, opacity=1),
        canvas.text(titles, ink=INK, align="right", fontWeight="bold", fontSize=TEXT_SIZE),
        canvas.text(labels, align="right", fontSize=SMALL_SIZE),
        canvas.text(figures, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(intervals, ink=MUTED, align="right", fontSize=SMALL_SIZE),
        canvas.text(heads, ink=MUTED, align="right", fontSize=SMALL_SIZE),
        canvas.text(scale, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(unit, ink=INK, fontSize=SMALL_SIZE),
    ]
    return canvas.stack(*layers)


def _told_steps(steps: Sequence[float], place: Callable[[float], float]) -> Sequence[float]:
    """Return every so many of the steps along a scale, as many as have room for their labels."""
    widest = max((text_width(short(step, STATED), SMALL_SIZE) for step in steps), default=0.0)
    apart = place(steps[1]) - place(steps[0]) if len(steps) > 1 else math.inf
    return steps[:: max(1, math.ceil((widest + 8) / apart))]


def _on(value: float, low: float, high: float) -> float:
    """Return a value moved to the nearer end of a scale that it lies outside of."""
    return min(max(value, low), high)


def _reference(canvas: Canvas, issue: ComparedIssue, place: Callable[[float], float], bottom: float) -> list[Any]:
    """Return the line at the reference point with its label; nothing if there is none."""
    if issue.reference is None:
        return []
    x = place(issue.reference)
    text = f"without a decision {short(issue.reference, STATED)}"
    half = text_width(text, SMALL_SIZE) / 2
    label = block([text], max(x, LABELS + half), 18)
    return [
        canvas.lines([{"x": x, "x2": x, "y": 28, "y2": bottom}], color=INK, strokeDash=[5, 3], strokeWidth=1.4),
        canvas.text(label, ink=INK, fontSize=SMALL_SIZE),
    ]
