"""What a forecast says, in sentences: the words around the tables and pictures of a report."""

from __future__ import annotations

import math
import re
import shlex

from winset.case.accepters import RATIFIERS
from winset.charts.nodes import how_many, names_of, row_name
from winset.charts.wording import (
    RUNGS,
    amount,
    counted,
    day,
    name,
    own_name,
    party_name,
    percent,
    percent_range,
    says_no,
    sentence,
)
from winset.forecasting.outside_view import SELECTED
from winset.forecasting.record import (
    BaseLine,
    Binding,
    Blocker,
    ExpertLine,
    Forecast,
    Number,
    PackageResult,
    Rung,
    Tripwire,
)
from winset.forecasting.words import in_words

LIKELY_TO_REFUSE = 0.05
"""Chance of refusal from which an accepter is named beside a package."""

SMALLEST_SHARE = 0.005
"""Share of the draws without a deal below which an obstacle is left to the tables."""


LEVERS = "What would open a deal, the least effort first"
"""Heading of the levers."""


def about_levers(forecast: Forecast) -> str:
    """Return how the levers of a forecast are to be read; empty if there are none."""
    if not forecast.levers:
        return ""
    return (
        "Each change opens a package with every other number as most likely; the chances are those of the whole game "
        f"played again, with {forecast.levers[0].draws:,} draws for each model form. winset levers "
        f"{shlex.quote(forecast.case.id)} has more of them, by who can make them."
    )


def answer(forecast: Forecast) -> str:
    """Return the answer without its numbers."""
    deal = forecast.deal
    return f"A deal {deal.counted} by {day(forecast.case.until)}: {deal.words}"


def figures(forecast: Forecast) -> str:
    """Return the numbers of the answer in brackets: the pool, its range over model forms, its sampling error."""
    return f"[{percent(forecast.deal.probability)}; {spread(forecast)}]"


def spread(forecast: Forecast) -> str:
    """Return the range of the answer over model forms, if there are several, and its sampling error."""
    deal, forms = forecast.deal, len(forecast.forms)
    between = f"{percent_range(deal.low, deal.high)} over {forms} model forms, " if forms > 1 else ""
    return f"{between}sampling error {100 * deal.sampling_error:.1f} points"


def beside(forecast: Forecast) -> list[str]:
    """Return what stands beside the model's number: the closest line of the outside view, and a mixture on request."""
    closest = next((line for line in forecast.outside_view if line.closest), None)
    if closest is None:
        return ["Outside view: none; no reference class fits that winset knows, and the case states no record or rate."]
    said = [f"Outside view, for comparison: {rate(closest)}, {closest.label}, {closest.unit}."]
    if (mixed := forecast.blend) is not None:
        line = next((line for line in forecast.outside_view if line.id == mixed.line), closest)
        ends = percent_range(mixed.low, mixed.high)
        between = f"; {ends} over model forms" if len(forecast.forms) > 1 else ""
        said.append(
            f"Mixed with the outside view, as asked: [{percent(mixed.probability)}{between}], log-odds, "
            f"a weight of {mixed.weight:g} on {line.label}. The model's own number is the answer above."
        )
    return said


def rate(line: BaseLine) -> str:
    """Return a line's chance with its 95 % interval, if it has one."""
    if line.low is None or line.high is None:
        return f"[{percent(line.probability)}]"
    return f"[{percent(line.probability)}; {percent_range(line.low, line.high)}]"


def outside_notes(forecast: Forecast) -> list[str]:
    """Return how to read the outside view."""
    lines = forecast.outside_view
    told = []
    if any(line.low is not None for line in lines):
        told.append("The range in brackets is a 95 % interval, too narrow where attempts of one dispute hang together.")
    if any(line.unit.startswith("per ") for line in lines):
        told.append(SELECTED)
    return told


def matters_most(forecast: Forecast) -> str:
    """Return which number moves the answer most and where it comes from; empty if none does noticeably."""
    most = next((number for number in forecast.numbers if number.decisive), None)
    if most is None:
        return ""
    towards = "higher" if most.influence > 0 else "lower"
    return (
        f"What matters most: {most.label} ({most.text}; {origin(most, told=True)}); "
        f"a deal is likelier where it is {towards}."
    )


def origin(number: Number, told: bool = False) -> str:
    """Return where a number comes from; `told` words it for a sentence."""
    if number.guess:
        return "a guess" if told else "guess"
    if number.default:
        return "winset's default" if told else "default"
    names = ", ".join(number.sources)
    return (f"from {names}" if told else names) if names else "no source named"


def done(forecast: Forecast) -> str:
    """Return the rung on which packages are compared: ratified, or signed where that counts as a deal."""
    return "signed" if forecast.deal.counted in {"agreed", "signed", "applied"} else "ratified"


def chance_of(package: PackageResult, forecast: Forecast) -> float:
    """Return a package's chance of reaching the rung on which packages are compared."""
    return package.ratified if done(forecast) == "ratified" else package.signed


def now(forecast: Forecast) -> str:
    """Return what it is called that all accept a package now: while talks go on it is open."""
    return "open now" if forecast.case.stage == "talks" else "accepted now"


def accepted_now(forecast: Forecast) -> str:
    """Return the heading over the chance that a package is accepted now."""
    return f"{sentence(how_many(forecast.accepters))} accept it now"


def no_wires(forecast: Forecast) -> str:
    """Return what is said where no tripwire is told."""
    which = " on which a package hangs" if how_many(forecast.accepters) == "enough" else ""
    return f"No single number, moved alone with the rest as most likely, would turn a refusal{which}."


def on_the_table(forecast: Forecast) -> tuple[PackageResult, ...]:
    """Return the packages that may still be done: all of them while talks go on."""
    return tuple(package for package in forecast.packages if package.on_the_table)


REACHED = {
    "agreed": ("meet", "agree"),
    "signed": ("meet", "agree", "sign"),
    "ratified": ("meet", "agree", "sign", "ratify"),
}
"""Rungs that a case has behind it at each stage."""


def rung_in_words(rung: Rung, forecast: Forecast) -> str:
    """Return how likely a rung is reached, in words; of one that the case has behind it, that it is."""
    done = rung.rung in REACHED.get(forecast.case.stage, ()) and rung.probability == 1
    return "done already" if done else in_words(rung.probability)


def refusers(package: PackageResult) -> tuple[Blocker, ...]:
    """Return those with a noticeable chance of refusing a package, likeliest first."""
    return tuple(blocker for blocker in package.blocked_by if blocker.probability >= LIKELY_TO_REFUSE)


def refuser(blocker: Blocker, forecast: Forecast | None = None) -> str:
    """Return one refuser with its chance and its median shortfall; the forecast tells of rules above it.

    >>> refuser(Blocker("russia", "public", "capital", 0.9, 9.3, 8.0, "percentage points"))
    'Russia: public (90%; 9.3 pp)'
    """
    who = row_name(forecast.accepters if forecast else (), blocker.party, blocker.accepter)
    return f"{who} ({percent(blocker.probability)}; {amount(blocker.gap, blocker.unit, short=True)})"


def obstacle(part: Binding, forecast: Forecast | None = None) -> str:
    """Return what an obstacle is, in words; the forecast tells of rules above it.

    >>> obstacle(Binding("ratifiers", "council", "body", 0.3)), obstacle(Binding("russia", "duma", "body", 0.1))
    ('Council says no', 'Russia: duma says no')
    >>> obstacle(Binding("ratifiers", "unlisted-blocker", "consent", 0.1))
    'Someone whom the case does not name says no'
    >>> obstacle(Binding("ratifiers", "street", "capital", 0.1))
    'The leaders lack the approval to carry it (street)'
    """
    nodes = forecast.accepters if forecast else ()
    names = names_of(nodes)
    party, own = party_name(part.party, names), own_name(part.party, part.accepter, names)
    if part.kind == "capital" and part.party == RATIFIERS:
        return f"The leaders lack the approval to carry it ({own})"
    return {
        "time": "No meeting closes while a window is open (meetings, lead times, the deadline)",
        "vote": "The vote itself goes wrong",
        "road": "No second road leads through after a No",
        "spoiler": f"A spoiler breaks off the signing ({name(part.accepter)})",
        "several": "Several at once: no single change would have given a deal",
        "outside": f"Pressure from {party}",
        "leader": f"{party}: the leader gains too little",
        "capital": f"{party}: the leader lacks the approval to carry it ({own})",
    }.get(part.kind, says_no(row_name(nodes, part.party, part.accepter)))


def obstacles(forecast: Forecast) -> tuple[Binding, ...]:
    """Return the obstacles with a share worth naming, largest first."""
    return tuple(part for part in forecast.binding if part.share >= SMALLEST_SHARE)


def distinct_wires(forecast: Forecast) -> tuple[Tripwire, ...]:
    """Return the tripwires with one line for each number and level, those that open a package first."""
    seen: dict[tuple[str, float], Tripwire] = {}
    for wire in forecast.tripwires:
        seen.setdefault((wire.path, wire.flips_at), wire)
    return tuple(seen.values())


SHARES = ("share in favour", "chance")
"""Units of numbers from 0 to 1, which people read in per cent."""


def threshold(wire: Tripwire) -> str:
    """Return the level at which a number turns a refusal.

    >>> threshold(Tripwire("x", "approval", 63.1, 71.7, "%", "two", "russia", "public", True))
    '71.7% or more'
    """
    return f"{measure(_upwards(wire.flips_at), wire.unit)} or more"


def _upwards(value: float) -> float:
    """Return a number rounded up to three significant digits, since one that is rounded down would not do.

    >>> _upwards(71.72), _upwards(-0.0412), _upwards(0.0)
    (71.8, -0.0412, 0.0)
    """
    if not value:
        return value
    places = 2 - math.floor(math.log10(abs(value)))
    return math.ceil(round(value * 10.0**places, 6)) / 10.0**places


def effect(wire: Tripwire, forecast: Forecast) -> str:
    """Return what a tripwire does."""
    label = next((package.label for package in forecast.packages if package.id == wire.package), wire.package)
    return f"opens {label}" if wire.opens else f"ends this objection to {label}, others remain"


def measure(value: float, unit: str = "") -> str:
    """Return a number to three significant digits with its unit, never in powers of ten.

    >>> measure(63.6, "%"), measure(12345, "votes"), measure(-5, "points of worth"), measure(0.00002)
    ('63.6%', '12,300 votes', '-5 points of worth', '0.00002')
    >>> measure(0.625, "share in favour"), measure(1, "points of worth")
    ('62.5%', '1 point of worth')
    """
    if unit in SHARES:
        return measure(100 * value, "%")
    shown = f"{value:.3g}"
    if "e" in shown:
        shown = f"{float(shown):,.0f}" if abs(value) >= 1 else f"{float(shown):.12f}".rstrip("0")
    if shown in {"1", "-1"}:
        unit = re.sub(r"^(point|vote)s", r"\1", unit)
    return f"{shown}%" if unit == "%" else f"{shown} {unit}".strip()


def basis(forecast: Forecast) -> str:
    """Return how many numbers there are, and how many of those that move the answer are guesses and defaults."""
    decisive = [number for number in forecast.numbers if number.decisive]
    guesses, defaults = sum(number.guess for number in decisive), sum(number.default for number in decisive)
    numbers = counted(len(forecast.numbers), "number")
    if not decisive:
        return f"{numbers}; none of them moves the answer noticeably by itself."
    return (
        f"{numbers}; {len(decisive)} of them {'moves' if len(decisive) == 1 else 'move'} the answer noticeably, "
        f"of which {guesses or 'none'} {'is a guess' if guesses < 2 else 'are guesses'} and {defaults or 'none'} "
        f"{'is a default' if defaults < 2 else 'are defaults'} of winset."
    )


def other_defaults(forecast: Forecast) -> str:
    """Return the defaults in use that say something and are not decisive; empty if there are none."""
    grouped: dict[str, int] = {}
    for number in forecast.numbers:
        if number.default and not number.decisive and number.text.split()[0] != "0":
            told = f"{number.label.rsplit(': ', 1)[-1]} {number.text}"
            grouped[told] = grouped.get(told, 0) + 1
    return "; ".join(told if count == 1 else f"{told} ({count} times)" for told, count in grouped.items())


def run_line(forecast: Forecast) -> str:
    """Return how the numbers were made."""
    run, forms = forecast.run, len(forecast.forms)
    each = f"for each of {forms} model forms" if forms > 1 else "of the only model form"
    steps = counted(run.step_days, "day")
    return f"winset {run.version}, seed {run.seed}, {run.draws:,} draws {each}, steps of {steps}"


def command(forecast: Forecast) -> str:
    """Return the command that repeats the forecast."""
    run = forecast.run
    mixed = "" if forecast.blend is None else f" --blend {forecast.blend.weight:g}"
    return f"winset run {shlex.quote(forecast.case.id)} --draws {run.draws} --seed {run.seed}{mixed}"


def expert(part: ExpertLine) -> str:
    """Return one expert's forecast: who, when, in which words, and what they stand for."""
    about = f", on another question, {part.about}" if part.about else ""
    says = f" “{part.says}”" if part.says else ""
    ends = part.low is not None and part.high is not None and not part.text[:1].isdigit()
    spread = f" [{percent_range(part.low or 0.0, part.high or 0.0)}]" if ends else ""
    sources = f" ({', '.join(part.sources)}{', our reading' if part.note else ''})" if part.sources else ""
    return f"{part.who}, {day(part.date)}{about}:{says} {part.text}{spread}{sources}"


def pools(forecast: Forecast) -> str:
    """Return the pools of the experts who answer the question, beside the model's number; empty if there are none."""
    found = forecast.experts
    if found.linear is None or found.log_odds is None:
        return ""
    count = sum(part.pooled for part in found.forecasts)
    model = f"The model says {percent(forecast.deal.probability)}; no expert's number enters it."
    if count == 1:
        return f"One of these answers the question, with {percent(found.linear)}. {model}"
    return (
        f"{count} of these answer the question. Their mean: {percent(found.linear)}; log-odds pool, moved away from "
        f"even odds by a factor of {found.factor:.2f}: {percent(found.log_odds)}. {model}"
    )


__all__ = [
    "LEVERS",
    "RUNGS",
    "about_levers",
    "accepted_now",
    "answer",
    "basis",
    "beside",
    "chance_of",
    "command",
    "distinct_wires",
    "done",
    "effect",
    "expert",
    "figures",
    "matters_most",
    "measure",
    "no_wires",
    "now",
    "obstacle",
    "obstacles",
    "on_the_table",
    "origin",
    "other_defaults",
    "outside_notes",
    "pools",
    "refuser",
    "refusers",
    "run_line",
    "rung_in_words",
    "sentence",
    "spread",
    "threshold",
]
