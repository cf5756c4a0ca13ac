"""What changed between two cases, and how much of the change in the chance of a deal each group of inputs explains.

Every combination of groups, some as the first case has them and the rest as the second does, is played with the same
randoms, up to twelve groups; beyond, those that sampled orders pass through.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.case.collective import CollectiveCase
from winset.case.complaints import shown
from winset.case.evidence import hindsight_used
from winset.case.reading import case_hash, read_any
from winset.errors import InputError
from winset.explain.attribution import Attribution, Changed, Share, Side
from winset.explain.differences import Difference, differences
from winset.explain.mixing import Mixture
from winset.explain.said import said
from winset.explain.saved_forecasts import between_saved, is_saved, read_saved
from winset.explain.separating import Group, Separated, separated
from winset.explain.shapley import shapley_values, shares_on
from winset.explain.themes import BESIDE, Theme, Themes
from winset.forecasting.outlooks import Outlook, difference, outlooks
from winset.forecasting.run import SEED, Progress, check_asked, rounded_draws

Array = NDArray[np.float64]

DRAWS = 2048
"""Draws of each combination; there may be thousands of them."""

ORDERS = 32
"""Orders sampled where there are too many combinations, half of them the reverses of the others."""

DIGITS = 12
"""Decimals of shares, two more than chances have, so that shares add up to the change."""

TOGETHER = 16
"""Combinations played at once, which is how much work is lost between two reports of progress."""


Comparable = Case | str | os.PathLike[str]


def compare(
    a: Comparable,
    b: Comparable,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int = 1,
    permutations: int | None = None,
    progress: Progress | None = None,
) -> Attribution:
    """Return what changed between two cases and how much of the change in the chance of a deal each group explains.

    Parameters
    ----------
    a, b : Case, str or path
        Before and after: cases, ids of shipped ones, or their files. Two saved forecasts, files that end in
        ``.json``, are compared result by result; what the change comes from cannot be told of them.
    draws, seed, workers
        As of `winset.forecast`; of each combination.
    permutations : int, optional
        Orders to sample, an even number; if not stated every combination is played up to twelve groups, and beyond
        them `ORDERS` orders are sampled.
    progress : callable, optional
        Called with the number of combinations played and their total.

    Raises
    ------
    CaseError
        If a case cannot be read.
    InputError
        If a number is out of range, a case was not read from a file or a text, or two things of different kinds are
        compared.

    Examples
    --------
    >>> import winset
    >>> from winset.case.stories import with_values
    >>> case = winset.load("wage-round")
    >>> found = compare(case, with_values(case, {"parties.union.leader.no_agreement.worth": -10}), draws=256)
    >>> [group.group for group in found.groups]
    ['Union: what packages are worth to the chief negotiator of the union']
    >>> found.groups[0].shapley == found.change
    True
    """
    saved = [is_saved(side) for side in (a, b)]
    if all(saved):
        return between_saved(read_saved(str(a)), read_saved(str(b)))
    if any(saved):
        raise InputError("one of these is a saved forecast and the other a case; compare two of a kind")
    return attribution(_case("a", a), _case("b", b), draws, seed, workers, permutations, progress)


def _case(name: str, given: Comparable) -> Case:
    """Return a case that is given as such, by id or by path."""
    if isinstance(given, Case):
        return given
    if not isinstance(given, str | os.PathLike):
        raise InputError(f"`{name}` is {shown(given)}; take a case, the id of one, or the path of its file")
    found = read_any(given if isinstance(given, str) else Path(given))
    if isinstance(found, CollectiveCase):
        raise InputError(
            f"`{name}` is {found.id}, a decision of many actors, of which no deal is forecast; take two negotiations"
        )
    return found


def attribution(
    a: Case,
    b: Case,
    draws: int,
    seed: int,
    workers: int,
    permutations: int | None = None,
    progress: Progress | None = None,
) -> Attribution:
    """Return what changed between two cases, as `compare` does."""
    for case in (a, b):
        check_asked(case, seed, workers)
    made = rounded_draws(draws)
    if permutations is not None and (isinstance(permutations, bool) or permutations < 2 or permutations % 2):
        raise InputError(f"`permutations` is {permutations}; take an even number, such as {ORDERS}")
    mixture = Mixture(a, b)
    by_theme = _by_theme(mixture.themes, differences(a, b))
    themes = sorted(by_theme, key=mixture.themes.in_order)
    apart = separated(mixture, themes, (permutations or ORDERS) // 2, permutations is not None, seed)
    played = _played(apart, made, seed, workers, progress)
    first, last = played[0], played[(1 << len(apart.groups)) - 1]
    change, error = difference(first, last)
    return Attribution(
        before=_side(a, first),
        after=_side(b, last),
        change=change,
        sampling_error=error,
        groups=_shares(apart, played, mixture.themes, by_theme),
        attributed=True,
        exact=not apart.orders,
        permutations=len(apart.orders),
        plays=len(played),
        seed=seed,
        draws=made,
        results=(),
        inseparable=tuple(
            "; ".join(mixture.themes.label(theme) for theme in group) for group in apart.groups if len(group) > 1
        ),
        warnings=_warnings(a, b),
        version=version("winset"),
    )


def _by_theme(themes: Themes, found: tuple[Difference, ...]) -> dict[Theme, list[Difference]]:
    """Return the differences that may move the forecast by theme; of approval also how the polls measure it."""
    by_theme: dict[Theme, list[Difference]] = {}
    for one in found:
        theme = themes.of(tuple(one.path.split(".")))
        if one.about == "input" and theme != BESIDE:
            by_theme.setdefault(theme, []).append(one)
    for one in found:
        theme = themes.of(tuple(one.path.split(".")))
        if one.about == "measured" and theme in by_theme:
            by_theme[theme].insert(0, one)
    return by_theme


def _played(apart: Separated, draws: int, seed: int, workers: int, progress: Progress | None) -> Mapping[int, Outlook]:
    """Return the outlook of every combination; those with the same homes are played together and share their votes."""
    homes = [place for place, group in enumerate(apart.groups) if any(theme.kind == "home" for theme in group)]
    rows = sorted(apart.cases, key=lambda row: ([row >> place & 1 for place in homes], row))
    found: dict[int, Outlook] = {}
    for start in range(0, len(rows), TOGETHER):
        batch = rows[start : start + TOGETHER]
        found |= zip(batch, outlooks([apart.cases[row] for row in batch], draws, seed, workers), strict=True)
        if progress is not None:
            progress(len(found), len(rows))
    return found


def _shares(
    apart: Separated, played: Mapping[int, Outlook], themes: Themes, by_theme: Mapping[Theme, list[Difference]]
) -> tuple[Share, ...]:
    """Return what each group explains, the largest share first."""
    every = (1 << len(apart.groups)) - 1
    if not apart.groups:
        return ()
    # The first column is the pooled chance itself, the others are its replicates.
    worth = {row: np.array([outlook.probability, *outlook.by_replicate]) for row, outlook in played.items()}
    if apart.orders:
        by_order = shares_on(apart.orders, worth)
        values = by_order.mean(axis=0)
        of_orders = _spread(by_order[:, :, 0].reshape(-1, 2, len(apart.groups)).mean(axis=1))
    else:
        values = shapley_values([worth[row] for row in range(every + 1)])
        of_orders = np.zeros(len(apart.groups))
    errors = np.hypot(_spread(values[:, 1:].T), of_orders)
    found = []
    for place, group in enumerate(apart.groups):
        differing = [one for theme in group for one in by_theme[theme]]
        found.append(
            Share(
                group=_called(group, len(apart.groups), themes),
                paths=tuple(one.path for one in differing if one.about == "input"),
                shapley=_round(values[place, 0]),
                sampling_error=_round(errors[place]),
                alone=_round(worth[1 << place][0] - worth[0][0]),
                last=_round(worth[every][0] - worth[every ^ (1 << place)][0]),
                changes=tuple(Changed(one.path, one.label, said(one.before), said(one.after)) for one in differing),
            )
        )
    return tuple(sorted(found, key=lambda share: -abs(share.shapley)))


def _round(chance: float) -> float:
    """Return a difference of chances without what rounding error could touch."""
    return round(float(chance), DIGITS) + 0.0


def _called(group: Group, groups: int, themes: Themes) -> str:
    """Return what a group is called: its themes, or all that differs."""
    if groups == 1 and len(group) > 2:
        return "all that differs, which cannot be told apart"
    return " with ".join(themes.label(theme) for theme in group)


def _spread(samples: Array) -> Array:
    """Return the standard error of the mean of each column; 0 where there is one row."""
    if len(samples) < 2:
        return np.zeros(samples.shape[1])
    return np.asarray(samples.std(axis=0, ddof=1) / np.sqrt(len(samples)))


def _side(case: Case, outlook: Outlook) -> Side:
    """Return one of the two forecasts."""
    deal = outlook.deal
    return Side(
        case.id,
        case.title,
        case.question.text,
        case.as_of,
        case.until,
        deal.probability,
        deal.low,
        deal.high,
        deal.sampling_error,
        case_hash(case),
    )


def _warnings(a: Case, b: Case) -> tuple[str, ...]:
    """Return what a reader should take care of."""
    found = []
    if a.question.text != b.question.text:
        found.append("The two cases ask different questions; the change is between two answers, not of one.")
    for case in (a, b):
        found += [f"{case.id}: hindsight: {sentence}" for sentence in hindsight_used(case)]
    if a.invented or b.invented:
        found.append("An invented case is among these.")
    return tuple(dict.fromkeys(found))
