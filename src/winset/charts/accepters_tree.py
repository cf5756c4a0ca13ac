"""Who must accept, as a tree: each rule and each accepter with the chance that it accepts, and the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from winset.case.accepters import UNLISTED
from winset.charts.canvas import Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import text_width, wrap
from winset.charts.nodes import how_many, in_a_sentence
from winset.charts.theme import BLUE, GREY, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, VERMILLION, WIDTH
from winset.charts.wording import amount, counted, listing, percent, sentence
from winset.forecasting.record import AccepterNode, Forecast, NodeStand

ID = "accepters-tree"
MOST_LEAVES = 40
MOST_NAMED = 3
MOST_TOLD = 5

NARROW, WIDE, STEP, HEAD, INDENT = 200, 400, 22, 26, 17
CHANCES, GAPS = 46, 128
"""Pixels for the chances before the bars and for the gaps after them."""

KINDS = {
    "leader": "leader",
    "capital": "a public that is felt",
    "body": "votes",
    "referendum": "a referendum",
    "consent": "must consent",
}
STOPPERS = {"body": "may vote it down", "referendum": "may vote it down", "consent": "may object"}

COLUMNS = (
    Column("path", "Place in the tree"),
    Column("name", "Name"),
    Column("rule", "Rule"),
    Column("kind", "Kind"),
    Column("accepts", "Chance that it accepts", "chance"),
    Column("gap_central", "Shortfall with all inputs at their modes", "number"),
    Column("unit", "Unit"),
)


@dataclass(frozen=True)
class Row:
    """A node with its stand to the package that is drawn, how deep it stands, and how many stand just below it."""

    node: AccepterNode
    stand: NodeStand
    depth: int
    below: int

    @property
    def chance(self) -> float:
        """Chance that it accepts."""
        return self.stand.probability

    @property
    def words(self) -> str:
        """What it takes, in words."""
        rule = f"{self.node.rule} {self.below}" if self.node.rule.endswith(("all of", "any of")) else self.node.rule
        if not self.node.kind:
            return "" if rule == "all of 1" else rule
        if self.node.name == UNLISTED:
            return "may object"
        if self.node.kind == "leader" and self.node.label.endswith("leader"):
            return ""
        kind = (STOPPERS if self.node.stops else KINDS).get(self.node.kind, self.node.kind)
        return f"{kind}; {rule}" if rule else kind

    @property
    def gap(self) -> str:
        """Shortfall or room in words; empty at a rule."""
        if not self.node.kind:
            return ""
        gap = self.stand.gap_central
        if gap is None:
            return "not asked"
        shown = amount(abs(gap), self.node.unit, short=True)
        if not float(shown.split()[0]):
            return "at the edge"
        return f"short {shown}" if gap > 0 else f"{shown} to spare"


def accepters_tree(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the tree for the package that counts and is likeliest to be done; none if nothing is known of it."""
    package = next((p for p in forecast.packages if p.counts), next(iter(forecast.packages), None))
    rows = _rows(forecast.accepters, package.id) if package else ()
    if package is None or not rows:
        return ()
    leaves = sum(bool(row.node.kind) for row in rows)
    subtitle = (
        f"Who must accept {package.label}: the chance that each does at the case's date and, at the right, by how "
        "much it falls short with all inputs as most likely, or how much it has to spare (pp: percentage points; pts: "
        "points of worth; of a consent, chance). The chance of a rule is that of its branches together."
    )
    if leaves > MOST_LEAVES:
        subtitle += f" Shown: the {MOST_LEAVES} of {leaves} who are least likely to accept; the table has all."
    table = Table(
        f"Who must accept {package.label}, from the root of the tree",
        COLUMNS,
        tuple(
            (row.node.path, row.node.label, row.node.rule, row.node.kind, row.chance, row.stand.gap_central,
             row.node.unit)
            for row in rows
        ),
    )  # fmt: skip
    title = f"{sentence(package.label)}: {finding(rows)}"
    return (compose(ID, title, subtitle, _alt(rows, package.label), _picture(_shown(rows)), table, WIDTH),)


def _rows(nodes: Sequence[AccepterNode], package: str) -> tuple[Row, ...]:
    """Return the nodes that have a stand to a package, with their depths."""
    depths: dict[str, int] = {"": -1}
    found = []
    for node in nodes:
        depths[node.path] = depths.get(node.parent, -1) + 1
        below = sum(other.parent == node.path for other in nodes)
        found += [Row(node, stand, depths[node.path], below) for stand in node.stands if stand.package == package]
    return tuple(found)


def finding(rows: Sequence[Row]) -> str:
    """Return where in the tree a package is refused rather than accepted, with the chance that each accepts."""
    nodes, root = [row.node for row in rows], rows[0]
    if how_many(nodes) == "enough":
        return _by_enough(rows)
    against = sorted(_against(rows, root), key=lambda row: row.chance)
    if not against:
        if root.chance >= 0.5:
            return f"carried everywhere, by all at once in {percent(root.chance)} of the draws"
        return f"likely carried by each, but by all at once in only {percent(root.chance)} of the draws"
    told = [f"{in_a_sentence(nodes, row.node)} ({percent(row.chance)})" for row in against[:MOST_NAMED]]
    if len(against) > MOST_NAMED:
        return f"not carried in {len(against)} places, least of all by {told[0]}"
    return f"carried everywhere but by {listing(told)}"


def _by_enough(rows: Sequence[Row]) -> str:
    """Return the same where a rule among the parties says how many are enough."""
    nodes, root = [row.node for row in rows], rows[0]
    against = [found for part in rows if part.node.parent == root.node.path for found in _against(rows, part)]
    against.sort(key=lambda row: row.chance)
    told = [f"{in_a_sentence(nodes, row.node)} ({percent(row.chance)})" for row in against[:MOST_NAMED]]
    likely = root.chance >= 0.5
    found = f"carried by enough at once in {'' if likely else 'only '}{percent(root.chance)} of the draws"
    return f"{found}, {'though' if likely else 'and'} likely not by {listing(told)}" if told else found


def _against(rows: Sequence[Row], row: Row) -> list[Row]:
    """Return the highest places that more likely refuse than not and for which no single branch answers.

    Where all must accept, those who do not are named in its stead, unless each of them by itself likely does.
    """
    if row.chance >= 0.5 and row.node.rule != "all of":
        return []
    if row.node.rule != "all of":
        return [row]
    below = [found for part in rows if part.node.parent == row.node.path for found in _against(rows, part)]
    return below or ([row] if row.chance < 0.5 and row.depth > 0 else [])


def _alt(rows: Sequence[Row], label: str) -> str:
    """Return the alternative text: the whole, then each party or branch with those in it who are least likely."""
    leaves = [row for row in rows if row.node.kind]
    told = [
        f"Tree of {len(leaves)} who must accept {label}, under {counted(len(rows) - len(leaves), 'rule')}.",
        f"{sentence(how_many([row.node for row in rows]))} accept at once: {percent(rows[0].chance)}.",
    ]
    tops = [row for row in rows if row.depth == 1]
    for top in tops[:MOST_TOLD]:
        inside = sorted(
            (row for row in leaves if row.node.path.startswith(f"{top.node.path}.")), key=lambda r: r.chance
        )
        each = [f"{row.node.label} {percent(row.chance)}{_short(row)}" for row in inside[:MOST_NAMED]]
        more = [f"{len(inside) - MOST_NAMED} more"] if len(inside) > MOST_NAMED else []
        told.append(f"{sentence(top.node.label)}, {top.words}: {percent(top.chance)}; {listing([*each, *more])}.")
    if len(tops) > MOST_TOLD:
        told.append(f"{len(tops) - MOST_TOLD} more in the table.")
    told += [f"After a No, {row.node.label}: {percent(row.chance)}{_short(row)}." for row in leaves if not row.depth]
    return " ".join(told)


def _short(row: Row) -> str:
    """Return the shortfall in brackets, if there is one."""
    return f" ({row.gap})" if row.stand.gap_central is not None and row.stand.gap_central > 0 else ""


def _shown(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows to draw: those least likely to accept, and what stands above them."""
    leaves = sorted((row for row in rows if row.node.kind), key=lambda row: row.chance)
    if len(leaves) <= MOST_LEAVES:
        return rows
    kept = {row.node.path for row in leaves[:MOST_LEAVES]}
    for row in reversed(rows):
        if row.node.path in kept:
            kept.add(row.node.parent)
    return [row for row in rows if row.node.path in kept]


def _picture(rows: Sequence[Row]) -> Any:
    """Return the picture."""
    canvas = Canvas(WIDTH, HEAD + STEP * len(rows) + 4)
    names_end = min(max(NARROW, *(_taken(row) + text_width(row.words, SMALL_SIZE) for row in rows)), WIDE)
    start, end = names_end + CHANCES, WIDTH - GAPS
    middles = {row.node.path: HEAD + (place + 0.5) * STEP for place, row in enumerate(rows)}
    rules, names, words, rails, bars, chances, gaps = [], [], [], [], [], [], []
    for row in rows:
        middle, left = middles[row.node.path], 4 + row.depth * INDENT
        rules += _branches(row, rows, middles, left)
        label, taken = _name(row), _taken(row)
        names += block([label], left, middle, weight="normal" if row.node.kind else "bold")
        if names_end - taken > 30:
            words += block(wrap(row.words, names_end - taken + 1, SMALL_SIZE, lines=1, cut=True), taken, middle)
        rails.append({"x": start, "x2": end, "y": middle - 5, "y2": middle + 5, "fill": GRID})
        fill = BLUE if row.chance >= 0.5 else VERMILLION
        bars.append(
            {"x": start, "x2": start + row.chance * (end - start), "y": middle - 5, "y2": middle + 5, "fill": fill}
        )
        chances += block([percent(row.chance)], start - 6, middle)
        gaps += block([row.gap], end + 10, middle)
    middle = (start + end) / 2
    heads, half = block(["accepts"], middle, 10), [{"x": middle, "x2": middle, "y": HEAD - 6, "y2": canvas.height}]
    layers = [
        canvas.lines(rules, color=GREY, strokeWidth=1),
        canvas.boxes(rails),
        canvas.boxes(bars),
        canvas.text([name for name in names if name["weight"] == "bold"], ink=INK, align="left", fontWeight="bold"),
        canvas.text([name for name in names if name["weight"] == "normal"], ink=INK, align="left"),
        canvas.text(words, ink=MUTED, align="left", fontSize=SMALL_SIZE),
        canvas.text(chances, ink=INK, align="right", fontSize=SMALL_SIZE),
        canvas.text(gaps, ink=INK, align="left", fontSize=SMALL_SIZE),
        canvas.text(heads, ink=MUTED, fontSize=SMALL_SIZE),
        canvas.text(block(["gap"], end + 10, 10), ink=MUTED, align="left", fontSize=SMALL_SIZE),
        canvas.lines(half, color=GREY, strokeDash=[2, 3]),
    ]
    return canvas.stack(*layers)


def _name(row: Row) -> str:
    """Return what a node is called, cut to its room."""
    room = WIDE - 40 - row.depth * INDENT
    return wrap(sentence(row.node.label), room, TEXT_SIZE, lines=1, bold=not row.node.kind, cut=True)[0]


def _taken(row: Row) -> float:
    """Return how far to the right a node's name reaches, with some air."""
    return 4 + row.depth * INDENT + text_width(_name(row), TEXT_SIZE, bold=not row.node.kind) + 8


def _branches(row: Row, rows: Sequence[Row], middles: dict[str, float], left: float) -> list[dict[str, float]]:
    """Return the lines from a node to those just below it."""
    below = [middles[other.node.path] for other in rows if other.node.parent == row.node.path]
    if not below:
        return []
    stem = left + 5
    top = middles[row.node.path] + STEP / 2 - 3
    return [
        {"x": stem, "x2": stem, "y": top, "y2": below[-1]},
        *({"x": stem, "x2": left + INDENT - 3, "y": y, "y2": y} for y in below),
    ]
