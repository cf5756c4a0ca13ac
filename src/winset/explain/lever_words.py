"""Levers and refusals in words: the number's own name and unit, from where to where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from winset.case.case import Case
from winset.case.domains import DAYS
from winset.explain.bench import Bench, Standing
from winset.explain.movable import Movable
from winset.forecasting.inputs import distribution
from winset.forecasting.labels import accepter_label
from winset.forecasting.record import Lever
from winset.forecasting.stand import UNITS
from winset.forecasting.words import in_words

if TYPE_CHECKING:
    from winset.explain.levers import Levers


def measured(value: float, unit: str) -> str:
    """Return a number in its unit; shares and chances in per cent.

    >>> measured(71.71, "%"), measured(0.0294, "share"), measured(9.5, "points of worth"), measured(1, "points")
    ('71.71%', '2.94%', '9.5 points of worth', '1 point')
    """
    if unit in ("share", "chance"):
        value, unit = 100 * value, "%"
    shown = f"{round(value, 10):.6g}"
    if unit == "%":
        return f"{shown}%"
    if shown in ("1", "-1") and unit.startswith("points"):
        unit = "point" + unit.removeprefix("points")
    return f"{shown} {unit}".strip()


def change_words(case: Case, lever: Movable, to: float, alone: bool = True) -> str:
    """Return a change in words, such as ``approval of Vladimir Putin 63.13% -> 71.71%``.

    Of approval that is moved alone it is said what event would do the same.
    """
    path = lever.paths[0]
    if path.startswith("events.") and path.endswith(".by") and lever.now == 0:
        name = path.split(".")[1].replace("-", " ")
        says = case.events[path.split(".")[1]].says or name
        return f"{says} worth {measured(abs(to), lever.unit)}{lasting(case)}"
    now = f"{lever.now:.4g}" if not lever.now.is_integer() else f"{lever.now:g}"
    start = measured(float(now), lever.unit)
    if len(lever.paths) == 2:
        against, favour = (float(value) for value in lever.values(to).values())
        shares = f"{measured(against, '%')} against and {measured(favour, '%')} in favour"
        return f"{lever.label} {now} -> {measured(to, lever.unit)} ({shares})"
    words = f"{lever.label} {start.removesuffix(' ' + lever.unit)} -> {measured(to, lever.unit)}"
    if alone and path.endswith(".approval") and to > lever.now:
        words += f", or an offsetting event worth {measured(round(to - lever.now, 2), 'points')}{lasting(case)}"
    return words


def lasting(case: Case) -> str:
    """Return how long an event must last: until what is agreed today is ratified; empty if that takes no time."""
    times = case.lead_times
    days = sum(distribution(part).mode for part in (times.opening, times.signature, times.ratification))
    months = round(days / DAYS["month"])
    return f" that lasts longer than the {months} months to ratification" if months > 1 else ""


def refusal_words(bench: Bench, now: Standing, package: int) -> str:
    """Return who refuses a package with all inputs at their modes and by how much; empty if nobody does."""
    found = []
    for place in np.flatnonzero(now.refuses[0, :, package]):
        stand = bench.stands[int(place)]
        short = float(now.short[0, int(place), package])
        who = accepter_label(bench.board.case, stand.party, stand.accepter)
        found.append(f"{who} (short by {short:.3g} {UNITS[stand.kind]})" if short > 0 else who)
    return ", ".join(found)


def chance_words(chance: float, error: float) -> str:
    """Return a chance in per cent with its sampling error.

    >>> chance_words(0.0603, 0.0021)
    '6.0% ± 0.2'
    """
    return f"{100 * chance:.1f}% ± {100 * error:.1f}"


def lever_line(lever: Lever, with_package: bool = False) -> str:
    """Return a lever as a line: what is moved, how great the effort is, and what it does to the chance of a deal."""
    before, after = 100 * lever.probability_before, 100 * lever.probability_after
    opens = f", opens {lever.label}" if with_package else ""
    return (
        f"{lever.words} (effort {lever.effort:.2g}{opens}; a deal then {in_words(lever.probability_after)} "
        f"[{after:.1f}%, {after - before:+.1f} ± {100 * lever.sampling_error:.1f} points])"
    )


GROUPS = {"we": "What we can do", "they": "What they can do", "third party": "What a third party can do"}


def group_words(lever: Lever, found: Levers) -> str:
    """Return who can pull a lever, as a heading."""
    if lever.who == "nobody":
        return "What nobody can simply do"
    if lever.who == "several":
        return "What takes several"
    if lever.who == "a party" or (lever.who == "they" and lever.party):
        return f"What {found.names.get(lever.party, lever.party)} can do"
    return GROUPS[lever.who]


__all__ = ["chance_words", "change_words", "group_words", "lasting", "lever_line", "measured", "refusal_words"]
