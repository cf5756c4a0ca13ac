"""Who blocks which package, and by how much: packages in rows, accepters in columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from winset.charts.canvas import LINE, Canvas, block
from winset.charts.chart import Chart, Column, Table, compose
from winset.charts.labels import text_width, wrap
from winset.charts.nodes import how_many, names_of, row_name, whose_below
from winset.charts.theme import GREY, INK, MUTED, ON_DARK, ON_LIGHT, REFUSAL, SMALL_SIZE, TEXT_SIZE, WIDTH
from winset.charts.wording import Names, amount, counted, listing, own_name, party_name, percent, sentence
from winset.forecasting.record import AccepterNode, Blocker, Forecast, PackageResult

ID = "packages-by-accepters"
MOST_PACKAGES = 40
MOST_ACCEPTERS = 9
MOST_TOLD = 6
ROOMY = 16
"""Up to so many packages a cell has two lines."""

LABELS, LAST, HEAD = 190, 70, 72
NOTE_SIZE, NOTE_LINE = 10, 12

Records = list[dict[str, Any]]

COLUMNS = (
    Column("package", "Package"),
    Column("counts", "Answers the question", "flag"),
    Column("accepter", "Accepter"),
    Column("refuses", "Chance that it refuses", "chance"),
    Column("gap", "Median shortfall where it refuses", "number"),
    Column("gap_central", "Shortfall with all inputs at their modes", "number"),
    Column("unit", "Unit"),
)


def ranked(packages: tuple[PackageResult, ...]) -> tuple[PackageResult, ...]:
    """Return packages that answer the question first, each group by how often it is ratified, signed, open now.

    Those that are no longer on the table are left out.
    """
    left = (package for package in packages if package.on_the_table)
    return tuple(sorted(left, key=lambda p: (not p.counts, -p.ratified, -p.signed, -p.open_now)))


def finding(package: PackageResult, nodes: Sequence[AccepterNode] = ()) -> str:
    """Return who blocks a package and by how much, in one sentence; `nodes` tell of rules above them.

    Examples
    --------
    >>> finding(PackageResult("x", "two islands", "", (), True, 0.0, 0.0, 1.0, ()))
    'Two islands: nobody is likely to refuse'
    """
    label = sentence(package.label) + ("" if package.counts else " (does not answer the question)")
    worst = max(package.blocked_by, key=lambda stand: stand.probability, default=None)
    if worst is None or worst.probability < 0.05:
        return f"{label}: nobody is likely to refuse"
    who = whose_below(nodes, worst.party, worst.accepter)
    short = f"short by {amount(worst.gap, worst.unit)}" if worst.gap > 0 else "by a margin too small to show"
    if worst.probability < 0.5:
        return f"{label}: {who} is likeliest to refuse ({percent(worst.probability)}), then {short}"
    return f"{label}: blocked by {who} ({percent(worst.probability)}), {short}"


def packages_by_accepters(forecast: Forecast) -> tuple[Chart, ...]:
    """Return the chart of who refuses what at the case's date; none if there are no packages.

    The title takes the best placed package that answers the question.
    """
    packages = ranked(forecast.packages)
    if not packages:
        return ()
    shown, accepters = packages[:MOST_PACKAGES], _accepters(packages[:MOST_PACKAGES])
    called, who = names_of(forecast.accepters), how_many(forecast.accepters)
    picture, width = _picture(shown, accepters[:MOST_ACCEPTERS], called, who)
    left_out = []
    if len(packages) > len(shown):
        left_out.append(f"the best placed {len(shown)} of {len(packages)} packages")
    if len(accepters) > MOST_ACCEPTERS:
        left_out.append(f"the {MOST_ACCEPTERS} of {len(accepters)} accepters who refuse most")
    subtitle = (
        "Chance that each accepter refuses the package at the case's date and, where it refuses, the median shortfall "
        "(pp: percentage points of approval; pts: points of worth). Packages in grey do not answer the question."
    )
    if left_out:
        subtitle += f" Shown: {listing(left_out)}; the table has all."
    rows = tuple(
        (package.label, package.counts, row_name(forecast.accepters, stand.party, stand.accepter), stand.probability,
         stand.gap, stand.gap_central, stand.unit)
        for package in packages
        for stand in package.blocked_by
    )  # fmt: skip
    table = Table("Each accepter's stand on each package at the case's date", COLUMNS, rows)
    return (
        compose(
            ID,
            finding(packages[0], forecast.accepters),
            subtitle,
            _alt(forecast, packages, len(accepters)),
            picture,
            table,
            width,
        ),
    )


def _alt(forecast: Forecast, packages: tuple[PackageResult, ...], accepters: int) -> str:
    """Return the alternative text: each package's likeliest refuser, the best placed first."""
    who = how_many(forecast.accepters)
    told = [f"Table of {counted(len(packages), 'package')} by {counted(accepters, 'accepter')}."]
    told += [
        f"{finding(package, forecast.accepters)}; {who} accept at once: {percent(package.open_now)}."
        for package in packages[:MOST_TOLD]
    ]
    if (more := len(packages) - MOST_TOLD) > 0:
        told.append(f"{counted(more, 'more package')} in the table.")
    return " ".join(told)


def _accepters(packages: tuple[PackageResult, ...]) -> list[tuple[str, str]]:
    """Return accepters as columns: those who refuse most are kept, parties stay together, leaders come first."""
    worst: dict[tuple[str, str], float] = {}
    kind: dict[tuple[str, str], str] = {}
    for stand in (stand for package in packages for stand in package.blocked_by):
        who = (stand.party, stand.accepter)
        worst[who] = max(worst.get(who, 0.0), stand.probability)
        kind[who] = stand.kind
    kept = sorted(worst, key=lambda who: -worst[who])
    parties = list(dict.fromkeys(party for party, _ in sorted(worst, key=lambda who: kind[who] != "leader")))
    order = ("leader", "capital", "body", "referendum", "consent")

    def place(who: tuple[str, str]) -> tuple[int, int]:
        return parties.index(who[0]), order.index(kind[who]) if kind[who] in order else len(order)

    return sorted(kept[:MOST_ACCEPTERS], key=place) + kept[MOST_ACCEPTERS:]


def _lines(packages: tuple[PackageResult, ...], roomy: bool) -> list[str]:
    """Return every line that stands in a cell."""
    return [line for package in packages for stand in package.blocked_by for line in _cell(stand, roomy)]


def _cell(stand: Blocker | None, roomy: bool) -> list[str]:
    """Return the lines of a cell."""
    if stand is None:
        return ["not asked"]
    chance = percent(stand.probability)
    if stand.probability < 0.01 or stand.gap <= 0:
        return [chance]
    short = amount(stand.gap, stand.unit, short=True)
    return [chance, f"short {short}"] if roomy else [f"{chance}, {short}"]


def _shade(chance: float) -> str:
    """Return the colour of a chance of refusal."""
    place = min(max(chance, 0.0), 1.0) * (len(REFUSAL) - 1)
    below = min(int(place), len(REFUSAL) - 2)
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in REFUSAL[below : below + 2]]
    mixed = [round(low + (high - low) * (place - below)) for low, high in zip(*ends, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _picture(
    packages: tuple[PackageResult, ...], accepters: list[tuple[str, str]], called: Names, needed: str
) -> tuple[Any, float]:
    """Return the picture and its width in pixels."""
    roomy = len(packages) <= ROOMY
    step = 54 if roomy else 32
    widest = max((text_width(line, SMALL_SIZE) for line in _lines(packages, roomy)), default=0.0)
    column = min(max((WIDTH - LABELS - LAST) / max(len(accepters), 1), math.ceil(widest) + 10, 80), 118)
    plot = column * len(accepters)
    canvas = Canvas(LABELS + plot + LAST, HEAD + step * len(packages))
    boxes, says, names, notes, open_now = [], [], [], [], []
    for row, package in enumerate(packages):
        top = HEAD + row * step
        middle, ink = top + step / 2, INK if package.counts else MUTED
        stands = {(stand.party, stand.accepter): stand for stand in package.blocked_by}
        for place, who in enumerate(accepters):
            stand, left = stands.get(who), LABELS + place * column
            if stand is not None:
                box = {"x": left + 1.5, "y": top + 1.5, "x2": left + column - 1.5, "y2": top + step - 1.5}
                boxes.append({**box, "fill": _shade(stand.probability)})
            on = MUTED if stand is None else ON_DARK if stand.probability > 0.62 else ON_LIGHT
            says += block(_cell(stand, roomy), left + column / 2, middle, ink=on)
        label = wrap(sentence(package.label), LABELS - 12, TEXT_SIZE, lines=2)
        note = wrap(package.says, LABELS - 12, NOTE_SIZE, lines=4 - len(label), cut=True) if roomy else []
        note = note if package.says else []
        start = middle - (len(label) * LINE + len(note) * NOTE_LINE) / 2
        names += block(label, LABELS - 10, start + len(label) * LINE / 2, ink=ink)
        notes += block(
            note, LABELS - 10, start + len(label) * LINE + len(note) * NOTE_LINE / 2, line=NOTE_LINE, ink=MUTED
        )
        open_now += block([percent(package.open_now)], LABELS + plot + LAST / 2, middle, ink=ink)
    parties, heads, rules = _heads(accepters, column, called)
    heads += block(["", f"{needed} accept", "at once"], LABELS + plot + LAST / 2, HEAD - 28)
    layers = [
        canvas.boxes(boxes, cornerRadius=2),
        canvas.text(says, fontSize=SMALL_SIZE if roomy else NOTE_SIZE),
        canvas.text(names, align="right"),
        canvas.text(notes, align="right", fontSize=NOTE_SIZE),
        canvas.text(open_now, fontWeight="bold"),
        canvas.text(parties, ink=INK, fontWeight="bold"),
        canvas.lines(rules, color=GREY),
        canvas.text(heads, ink=INK, fontSize=NOTE_SIZE + 0.5),
    ]
    return canvas.stack(*layers), canvas.width


def _heads(accepters: list[tuple[str, str]], column: float, names: Names) -> tuple[Records, Records, Records]:
    """Return the heads of the columns: parties, accepters, and the lines between them."""
    parties, heads, rules = [], [], []
    for party, group in groupby(enumerate(accepters), key=lambda numbered: numbered[1][0]):
        places = [place for place, _ in group]
        left, right = LABELS + places[0] * column, LABELS + (places[-1] + 1) * column
        name = wrap(party_name(party, names), right - left - 6, TEXT_SIZE, lines=1, bold=True)
        parties += block(name, (left + right) / 2, 8)
        rules.append({"x": left + 3, "x2": right - 3, "y": 18, "y2": 18})
    for place, (party, accepter) in enumerate(accepters):
        lines = wrap(own_name(party, accepter, names), column - 4, NOTE_SIZE + 0.5, lines=3)
        heads += block([""] * (3 - len(lines)) + lines, LABELS + (place + 0.5) * column, HEAD - 28)
    return parties, heads, rules
