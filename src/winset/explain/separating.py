"""Which themes can be taken from either of two cases, and which only together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from winset.case.case import Case
from winset.explain.mixing import Mixture
from winset.explain.shapley import MOST_EXACT, met_on, paired_orders
from winset.explain.themes import QUESTION, Theme

Group = tuple[Theme, ...]


@dataclass(frozen=True)
class Separated:
    """Groups of themes that can be mixed freely, as far as it was tried.

    Parameters
    ----------
    groups : tuple of groups
    orders : tuple of orders
        Sampled orders in which the groups change; none if every combination is played.
    cases : mapping of combination to Case
        For each combination to be played, as bits: the first case with those groups as the second has them.
    """

    groups: tuple[Group, ...]
    orders: tuple[tuple[int, ...], ...]
    cases: dict[int, Case]


def separated(mixture: Mixture, themes: Sequence[Theme], pairs: int, sampled: bool, seed: int) -> Separated:
    """Return the themes as groups that can be changed one without the other, with the cases in between.

    Themes whose mixture is no valid case are put together until every combination to be played is one.

    Parameters
    ----------
    pairs : int
        Pairs of orders to sample beyond `MOST_EXACT` groups.
    sampled : bool
        Whether to sample whatever the number of groups.
    """
    groups: tuple[Group, ...] = tuple((theme,) for theme in themes)
    while True:
        sample = len(groups) > 1 and (sampled or len(groups) > MOST_EXACT)
        orders = paired_orders(len(groups), pairs, seed) if sample else ()
        rows = met_on(orders) if sample else tuple(range(1 << len(groups)))
        ends = [1 << place for place in range(len(groups))]
        every = (1 << len(groups)) - 1
        rows = tuple(dict.fromkeys((0, every, *ends, *(every ^ end for end in ends), *rows)))
        cases: dict[int, Case] = {}
        for row in rows:
            found = _at(mixture, groups, row)
            if found is None:
                groups = _joined(mixture, groups, row)
                break
            cases[row] = found
        else:
            return Separated(groups, orders, cases)


def _at(mixture: Mixture, groups: tuple[Group, ...], row: int) -> Case | None:
    """Return the case of one combination; the two ends are the cases themselves."""
    if row == 0:
        return mixture.a
    if row == (1 << len(groups)) - 1:
        return mixture.b
    return mixture.case([theme for place, group in enumerate(groups) if row >> place & 1 for theme in group])


def _joined(mixture: Mixture, groups: tuple[Group, ...], row: int) -> tuple[Group, ...]:
    """Return the groups with two put together that cannot be apart, as a combination that is no valid case shows.

    One of them has changed there and the other has not, and either changing sides would mend it; where none does, the
    question is taken, since most of what a case says is said about it.
    """
    places = sorted(range(len(groups)), key=lambda place: (QUESTION not in groups[place], place))
    mends = {place for place in places if _at(mixture, groups, row ^ (1 << place)) is not None}
    pair = []
    for has_changed in (True, False):
        among = [place for place in places if bool(row >> place & 1) is has_changed]
        pair.append(next((place for place in among if place in mends), among[0]))
    first, other = sorted(pair)
    joined = {first: groups[first] + groups[other]}
    return tuple(joined.get(place, group) for place, group in enumerate(groups) if place != other)
