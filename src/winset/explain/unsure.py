"""The uncertain inputs of a case, as what may be asked about one by one or in groups.

An input is a number with the levels that say what it is: those of a share in a poll include the error of its sampling
and of its wording. Which of several readings holds is an input of its own. What happens along the way, also whether
something happens that has a chance, is luck and belongs to no input. Numbers that the case correlates are one input
where a share of variance is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from winset.case.accepters import RATIFIERS, ratifiers
from winset.case.case import Case
from winset.case.estimated import sources_of
from winset.case.evidence import stated_numbers
from winset.case.public import FeltPublic, SeriesLevel
from winset.chance.distributions import Distribution
from winset.forecasting.influence import levels_of_numbers
from winset.forecasting.inputs import rank_correlations
from winset.forecasting.labels import party_label, path_label

LUCK = ("#answer", "#happens")
"""Ends of the names of levels that are luck: whether something happens that has a chance."""

BESIDE = "decision."
"""Begins the paths of numbers that stand beside the forecast and never enter it."""

ENDS = (0.05, 0.95)
"""Levels of the ends of a number's range."""

DIGITS = 4
"""Significant digits of the values that stand for the ends, so that they can be set by hand."""

GUESSES = "guesses, without a source"
DEFAULTS = "winset's defaults"


@dataclass(frozen=True)
class Input:
    """One uncertain input.

    Parameters
    ----------
    path : str
        Where the case states it; of readings among which one holds, the list of them.
    label : str
    levels : tuple of str
        Names of the levels that say what it is.
    alone : tuple of str
        Those levels and the levels of all numbers that the case correlates with it.
    party : str
        Label of the party whose number it is, or of the part of the case that it stands in.
    source : str
        Titles of its sources, ``guesses, without a source`` or ``winset's defaults``.
    is_number : bool
        False for readings among which one holds.
    """

    path: str
    label: str
    levels: tuple[str, ...]
    alone: tuple[str, ...]
    party: str
    source: str
    is_number: bool = True


def input_levels(case: Case) -> frozenset[str]:
    """Return the names of all levels that belong to a case's inputs."""
    return frozenset(level for levels in _levels(case).values() for level in levels)


def inputs_of(case: Case) -> tuple[Input, ...]:
    """Return the uncertain inputs of a case, in the order of the file.

    Examples
    --------
    >>> import winset
    >>> [found.path for found in inputs_of(winset.load("wage-round"))][:2]
    ['parties.union.leader.worth.five-long', 'parties.union.leader.worth_of_options.pay.three']
    """
    by_path, sources = _levels(case), _sources(case)
    together = [names for names, _ in rank_correlations(case)]
    found = []
    for path, levels in by_path.items():
        if path.startswith(BESIDE):
            continue
        alone = list(levels)
        for names in together:
            if path in names:
                alone += [level for name in names for level in by_path.get(name, ()) if level not in alone]
        is_number = not any(level.endswith("#reading") for level in levels)
        label = path_label(case, path) + ("" if is_number else ": which reading holds")
        source = sources.get(path) or next((sources[at] for at in sources if at.startswith(f"{path}.")), GUESSES)
        found.append(Input(path, label, tuple(levels), tuple(alone), _party(case, path), source, is_number))
    return tuple(found)


def groups_of(inputs: Sequence[Input], what: str) -> Mapping[str, tuple[Input, ...]]:
    """Return the inputs of each ``party`` or of each ``source``, in the order of the file."""
    found: dict[str, list[Input]] = {}
    for one in inputs:
        found.setdefault(getattr(one, what), []).append(one)
    return {label: tuple(members) for label, members in found.items()}


def ends_of(known: Distribution) -> tuple[float, float]:
    """Return the 5 % and the 95 % point of a number, to four significant digits.

    >>> from winset.chance.distributions import Interval
    >>> ends_of(Interval(58.00001, 66)), ends_of(Interval(0, 10))
    ((58.0, 66.0), (0.0, 10.0))
    """
    low, high = np.sort(known.ppf(ENDS))
    ends = [0.0 if abs(end) < 1e-9 * (high - low) else float(f"{end:.{DIGITS}g}") for end in (low, high)]
    return ends[0], ends[1]


def _levels(case: Case) -> Mapping[str, list[str]]:
    """Return the levels that say what each input is, by path."""
    found: dict[str, list[str]] = {}
    for path, level, _ in levels_of_numbers(case):
        if level.endswith(LUCK):
            continue
        where = level.removesuffix("#reading") if level.endswith("#reading") else path
        among = found.setdefault(where, [])
        if level not in among:
            among.append(level)
    order = {path: place for place, path in enumerate(case.quantities())}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], _near(item[0], order))))


def _near(path: str, order: Mapping[str, int]) -> float:
    """Return where a path belongs that is no stated number: just before the first number below or beside it."""
    for part in (f"{path}.", path.rpartition(".")[0] + "."):
        below = [place for at, place in order.items() if at.startswith(part)]
        if below:
            return min(below) - 0.5
    return float(len(order))


def _party(case: Case, path: str) -> str:
    """Return whose number it is: a party's, or the part of the case that it stands in."""
    first, *rest = path.split(".")
    if first == "parties":
        return party_label(case, rest[0])
    if first == RATIFIERS:
        return "those of no party"
    return {"outside": "pressure from outside"}.get(first, first.replace("_", " "))


def _sources(case: Case) -> Mapping[str, str]:
    """Return where each number comes from, in words, by path."""
    found = {}
    for number in stated_numbers(case):
        if number.origin == "default":
            found[number.path] = DEFAULTS
        elif number.origin == "guess" and not number.sources:
            found[number.path] = GUESSES
        else:
            found[number.path] = _titles(case, number.sources)
    for who in ratifiers(case):
        public = who.accepter
        if isinstance(public, FeltPublic) and isinstance(public.approval, SeriesLevel):
            named = sources_of(case.series[public.approval.series])
            found[f"{who.path}.approval"] = _titles(case, named) if named else GUESSES
    return found


def _titles(case: Case, names: tuple[str, ...]) -> str:
    """Return the titles of sources; the first one where there are many."""
    title = case.sources[names[0]].title if names[0] in case.sources else names[0]
    return title if len(names) == 1 else f"{title}, and {len(names) - 1} more"


__all__ = ["Input", "ends_of", "groups_of", "input_levels", "inputs_of"]
