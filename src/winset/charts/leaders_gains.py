"""What each leader would gain over no agreement: the bargaining table, its frontier and the solution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from winset.charts.canvas import LINE, Canvas, block
from winset.charts.chart import Cell, Chart, Column, Table, compose
from winset.charts.labels import text_width, wrap
from winset.charts.nodes import names_of
from winset.charts.theme import BLUE, GREEN, GREY, GRID, INK, MUTED, PAPER, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.wording import NO_NAMES, Names, counted, listing, party_name, possessive, sentence, solution_name
from winset.forecasting.record import Forecast, Gain, Gains

ID = "leaders-gains"
PLOT, HEIGHT = 620, 420
MOST_LABELS = 14
MOST_ROWS = 40
MOST_TOLD = 6
LABELS = 200
STEP = 26

Box = tuple[float, float, float, float]


def leaders_gains(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the chart of the leaders' gains; none without parties or packages.

    Two leaders share a plane; one, or three and more, have a column each.
    """
    gains = forecast.gains
    if not gains.parties or not gains.points:
        return ()
    plane, names = len(gains.parties) == 2, names_of(forecast.accepters)
    picture, note = _plane(gains, names) if plane else _columns(gains, names)
    centre = "The line at 0 is no agreement."
    if plane:
        centre = "The cross at the origin is no agreement; in the shaded quarter both gain. Line: Pareto frontier."
    how = (
        f"Gain over no agreement, points of worth, all inputs as most likely. {centre} Filled: answers the question; "
        "hollow: does not. Ring: what the solution picks among packages that are accepted at home and abroad."
    )
    columns = (
        Column("package", "Package"),
        Column("counts", "Answers the question", "flag"),
        *(
            Column(f"gain_{party}", f"{party_name(party, names)}: gain in points of worth", "number")
            for party in gains.parties
        ),
        Column("on_frontier", "On the frontier", "flag"),
        Column("chosen", "Solution", "flag"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (p.label, p.counts, *p.gains, p.on_frontier, p.chosen) for p in gains.points
    )
    table = Table("Leaders' gains over no agreement, all inputs at their modes", columns, rows)
    return (compose(ID, finding(gains, names), how + note, _alt(gains, names), picture, table, WIDTH),)


def finding(gains: Gains, names: Names = NO_NAMES) -> str:
    """Return how many packages leave no leader worse off and which the solution picks, in one sentence."""
    count = len(gains.parties)
    whose = (
        f"{possessive(party_name(gains.parties[0], names))} leader"
        if count == 1
        else "both leaders"
        if count == 2
        else f"all {count} leaders"
    )
    gain = "gains" if count == 1 else "gain"
    mutual = [point for point in gains.points if min(point.gains) >= 0]
    if not mutual:
        return f"There is no package from which {whose} {gain}"
    counting = sum(point.counts for point in mutual)
    which = {0: "none of which answers", 1: "one of which answers", len(mutual): "all of which answer"}
    if len(mutual) == 1:
        which = {0: "which does not answer", 1: "which answers"}
    told = f"{sentence(whose)} {gain} from {len(mutual)} of {counted(len(gains.points), 'package')}, "
    told += f"{which.get(counting, f'{counting} of which answer')} the question"
    chosen = next((point.label for point in gains.points if point.chosen), None)
    if chosen is None:
        return f"{told}; none of them is accepted by all who must"
    return f"{told}; of those that are accepted, the {solution_name(gains.solution)} solution picks {chosen}"


def _alt(gains: Gains, names: Names) -> str:
    """Return the alternative text."""
    kind = "Scatter of two leaders' gains" if len(gains.parties) == 2 else "Dot plot of each leader's gains"
    told = [f"{kind} over no agreement, points of worth."]
    for point in sorted(gains.points, key=lambda p: (not p.chosen, not p.counts, -min(p.gains)))[:MOST_TOLD]:
        marks = [
            text
            for text, holds in (("on the frontier", point.on_frontier), ("picked by the solution", point.chosen))
            if holds
        ]
        each = listing(
            [f"{party_name(p, names)} {gain:+.1f}" for p, gain in zip(gains.parties, point.gains, strict=True)]
        )
        told.append(f"{sentence(point.label)}: {each}{', ' + ', '.join(marks) if marks else ''}.")
    if (more := len(gains.points) - MOST_TOLD) > 0:
        told.append(f"{counted(more, 'more package')} in the table.")
    return " ".join(told)


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of a scale that holds the values and 0, with air for labels."""
    low, high = min(0.0, *values), max(0.0, *values)
    air = 0.12 * ((high - low) or 1.0)
    return low - air, high + air


def _plane(gains: Gains, called: Names) -> tuple[Any, str]:
    """Return the picture for two leaders and a note on what it leaves out."""
    import altair

    alt: Any = altair
    first, second = (party_name(party, called) for party in gains.parties)
    across, up = (_ends([point.gains[side] for point in gains.points]) for side in (0, 1))

    def x(field: str = "x") -> Any:
        axis = alt.Axis(grid=True, tickCount=8, domain=False, ticks=False)
        title = f"gain of {first}'s leader, points of worth"
        return alt.X(f"{field}:Q", title=title, scale=alt.Scale(domain=across, nice=False, zero=False), axis=axis)

    def y(field: str = "y") -> Any:
        axis = alt.Axis(grid=True, tickCount=7, domain=False, ticks=False)
        title = f"gain of {second}'s leader, points of worth"
        return alt.Y(f"{field}:Q", title=title, scale=alt.Scale(domain=up, nice=False, zero=False), axis=axis)

    def of(rows: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=rows))

    def spots(points: Sequence[Gain]) -> list[dict[str, Any]]:
        return [{"x": point.gains[0], "y": point.gains[1], "package": point.label} for point in points]

    origin = of([{"x": 0, "y": 0, "x2": across[1], "y2": up[1]}])
    frontier = sorted((p for p in gains.points if p.on_frontier), key=lambda p: p.gains)
    labels, ties, left_out = _place_labels(gains, across, up)
    layers = [
        origin.mark_rect(color=GREEN, opacity=0.12).encode(x=x(), x2=alt.X2("x2:Q"), y=y(), y2=alt.Y2("y2:Q")),
        origin.mark_rule(color=GREY).encode(x=x()),
        origin.mark_rule(color=GREY).encode(y=y()),
        of(spots(frontier))
        .mark_line(color=MUTED, strokeWidth=1.4, strokeDash=[5, 3])
        .encode(x=x(), y=y(), order=alt.Order("x:Q")),
        of(ties).mark_rule(color=GREY, strokeWidth=0.8).encode(x=x(), y=y(), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q")),
        origin.mark_point(shape="cross", color=INK, filled=True, size=110, angle=45).encode(x=x(), y=y()),
        of(spots([p for p in gains.points if p.chosen]))
        .mark_point(color=VERMILLION, filled=False, size=330, strokeWidth=2.5)
        .encode(x=x(), y=y()),
        of(spots([p for p in gains.points if p.counts]))
        .mark_point(color=BLUE, filled=True, size=95, opacity=1)
        .encode(x=x(), y=y()),
        of(spots([p for p in gains.points if not p.counts]))
        .mark_point(color=BLUE, fill=PAPER, size=80, strokeWidth=2, opacity=1)
        .encode(x=x(), y=y()),
    ]
    for side in ("left", "right", "center"):
        rows = [label for label in labels if label["align"] == side]
        words = of(rows).encode(x=x(), y=y(), text=alt.Text("text:N"))
        style = {"align": side, "baseline": "middle", "fontSize": SMALL_SIZE}
        layers.append(words.mark_text(**style, fill=PAPER, stroke=PAPER, strokeWidth=3, strokeJoin="round"))
        layers.append(words.mark_text(**style).encode(color=alt.Color("ink:N", scale=None)))
    note = f" No room for {left_out} of the labels; the table has all packages." if left_out else ""
    return alt.layer(*layers).properties(width=PLOT, height=HEIGHT), note


def _place_labels(
    gains: Gains, across: tuple[float, float], up: tuple[float, float]
) -> tuple[list[dict[str, Any]], list[dict[str, float]], int]:
    """Return labels, none over another or over a point, lines to those apart, and how many found no room."""

    def pixel(point: tuple[float, ...]) -> tuple[float, float]:
        return (
            (point[0] - across[0]) / (across[1] - across[0]) * PLOT,
            (up[1] - point[1]) / (up[1] - up[0]) * HEIGHT,
        )

    def worth(axis: str, place: float) -> float:
        if axis.startswith("x"):
            return across[0] + place / PLOT * (across[1] - across[0])
        return up[1] - place / HEIGHT * (up[1] - up[0])

    spots = [pixel(point.gains) for point in gains.points]
    zero = pixel((0.0, 0.0))
    taken = [(px - 9, py - 9, px + 9, py + 9) for px, py in [*spots, zero]]
    axes = [(zero[0] - 1, 0.0, zero[0] + 1, float(HEIGHT)), (0.0, zero[1] - 1, float(PLOT), zero[1] + 1)]
    wanted: list[tuple[tuple[float, float], str, str]] = [(zero, "no agreement", MUTED)]
    order = sorted(gains.points, key=lambda p: (not p.chosen, not p.on_frontier, not p.counts))
    at = {id(point): spot for point, spot in zip(gains.points, spots, strict=True)}
    wanted += [(at[id(point)], sentence(point.label), INK if point.counts else MUTED) for point in order[:MOST_LABELS]]
    labels: list[dict[str, Any]] = []
    ties: list[dict[str, float]] = []
    left_out = max(len(order) - MOST_LABELS, 0)
    for (px, py), text, ink in wanted:
        lines = wrap(text, 150, SMALL_SIZE, lines=3)
        wide = max(text_width(line, SMALL_SIZE) for line in lines) + 4
        tall = len(lines) * LINE
        boxes = [(align, cx, cy, _box(align, cx, cy, wide, tall)) for align, cx, cy in _around(px, py, tall)]
        free = [place for place in boxes if _inside(place[3]) and not any(_overlap(place[3], box) for box in taken)]
        if not free:
            left_out += 1
            continue
        others = [spot for spot in spots if math.dist(spot, (px, py)) > 1]

        def flaws(box: Box, point: tuple[float, float] = (px, py), others: list[tuple[float, float]] = others) -> int:
            crossed = any(_overlap(box, axis) for axis in axes)
            return 2 * any(_gap(spot, point, box) < 10 for spot in others) + crossed

        align, cx, cy, box = min(free, key=lambda place: flaws(place[3]))
        taken.append((box[0] - 3, box[1] - 1, box[2] + 3, box[3] + 1))
        if tie := _tie(px, py, box):
            ties.append({key: worth(key, pixel) for key, pixel in tie.items()})
        for record in block(lines, cx, cy, ink=ink, align=align):
            labels.append({**record, "x": worth("x", record["x"]), "y": worth("y", record["y"])})
    return labels, ties, left_out


def _around(x: float, y: float, tall: float) -> list[tuple[str, float, float]]:
    """Return where a label of some height may stand beside a point: alignment and centre line, best first."""
    lift = tall / 2 + 14
    places = [("left", x + 14, y), ("right", x - 14, y), ("center", x, y - lift), ("center", x, y + lift)]
    for away in (6, 22, 40):
        for up in (-1, 1):
            places.append(("left", x + 6 + away, y + up * (lift + away - 8)))
            places.append(("right", x - 6 - away, y + up * (lift + away - 8)))
            places.append(("center", x, y + up * (lift + away)))
    return places


def _gap(spot: tuple[float, float], point: tuple[float, float], box: Box) -> float:
    """Return how near the way from a point to its label passes to another spot."""
    near = min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])
    steps = [part / 8 for part in range(1, 9)]
    way = [(point[0] + (near[0] - point[0]) * t, point[1] + (near[1] - point[1]) * t) for t in steps]
    return min(math.dist(spot, place) for place in way)


def _tie(x: float, y: float, box: Box) -> dict[str, float] | None:
    """Return the line from a point to its label, if they are not side by side."""
    near = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    if math.hypot(near[0] - x, near[1] - y) < 17:
        return None
    return {"x": x, "y": y, "x2": near[0], "y2": near[1]}


def _box(align: str, x: float, y: float, wide: float, tall: float) -> Box:
    """Return the box (left, top, right, bottom) that a label fills."""
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    return left, y - tall / 2, left + wide, y + tall / 2


def _inside(box: Box) -> bool:
    """Tell whether a box lies within the plot."""
    return box[0] >= 0 and box[1] >= 0 and box[2] <= PLOT and box[3] <= HEIGHT


def _overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes (left, top, right, bottom) share any area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _columns(gains: Gains, called: Names) -> tuple[Any, str]:
    """Return the picture for one leader, or three and more: a column for each, and a note on what it leaves out."""
    points = sorted(gains.points, key=lambda p: (not p.chosen, not p.counts, -min(p.gains)))[:MOST_ROWS]
    head = 44
    gap = 22
    column = (WIDTH - LABELS) / len(gains.parties)
    low, high = _ends([gain for point in points for gain in point.gains])
    height = head + STEP * len(points)
    canvas = Canvas(WIDTH, height)

    def place(side: int, gain: float) -> float:
        return LABELS + side * column + gap + (gain - low) / (high - low) * (column - 2 * gap)

    names, heads, zeros, rows, values = [], [], [], [], []
    counting: list[dict[str, float]] = []
    others: list[dict[str, float]] = []
    rings: list[dict[str, float]] = []
    for side, party in enumerate(gains.parties):
        heads += block(wrap(party_name(party, called), column - 8, TEXT_SIZE, lines=2, bold=True), place(side, 0), 14)
        zeros.append({"x": place(side, 0), "x2": place(side, 0), "y": head - 10, "y2": height})
    for row, point in enumerate(points):
        middle = head + (row + 0.5) * STEP
        ink = INK if point.counts else MUTED
        names += block(wrap(sentence(point.label), LABELS - 12, SMALL_SIZE, lines=2), LABELS - 10, middle, 12, ink=ink)
        rows.append({"x": LABELS, "x2": WIDTH, "y": middle, "y2": middle})
        for side, gain in enumerate(point.gains):
            spot = {"x": place(side, gain), "y": middle}
            (counting if point.counts else others).append(spot)
            if point.chosen:
                rings.append(spot)
            shift = 12 if gain >= 0 else -12
            values.append({"x": spot["x"] + shift, "y": middle, "text": f"{gain:+.1f}", "up": gain >= 0})
    layers = [
        canvas.lines(rows, color=GRID),
        canvas.lines(zeros, color=GREY),
        canvas.points(rings, color=VERMILLION, filled=False, size=230, strokeWidth=2.2, opacity=1),
        canvas.points(counting, color=BLUE, filled=True, size=70, opacity=1),
        canvas.points(others, color=BLUE, fill=PAPER, size=60, strokeWidth=2, opacity=1),
        canvas.text([v for v in values if v["up"]], ink=MUTED, align="left", fontSize=10),
        canvas.text([v for v in values if not v["up"]], ink=MUTED, align="right", fontSize=10),
        canvas.text(names, align="right", fontSize=SMALL_SIZE),
        canvas.text(heads, ink=INK, fontWeight="bold"),
    ]
    left_out = len(gains.points) - len(points)
    return canvas.stack(
        *layers
    ), f" Shown: {len(points)} of {len(gains.points)}; the table has all." if left_out else ""
