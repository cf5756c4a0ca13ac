"""Putting together what was learnt about a case's numbers, all of it or as much as there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version

import numpy as np
from scipy.special import ndtri

from winset.case.case import Case
from winset.case.quantity import Quantity
from winset.case.reading import case_hash
from winset.chance.distributions import Distribution, Fixed
from winset.chance.sobol import explained_share
from winset.chance.sobol_luck import LEAST, variance_behind_luck
from winset.explain.break_even import BreakEven, break_evens, is_open
from winset.explain.information import information
from winset.explain.matters import Estimate, Matters, Share, Swing
from winset.explain.plays import Ground, Learnt
from winset.explain.split import split
from winset.explain.stage import Stage
from winset.explain.unsure import Input, ends_of, groups_of
from winset.forecasting.estimated import estimate_words
from winset.forecasting.provenance import warnings_of
from winset.forecasting.record import CaseLine, Run
from winset.forecasting.story import Told

NINETY = float(ndtri(0.95))
"""Standard errors to either side that hold 90 %."""


def told(
    case: Case,
    stage: Stage,
    ground: Ground,
    inputs: Sequence[Input],
    known: Mapping[str, Distribution],
    answers: Mapping[str, Learnt],
    asked: int,
) -> Matters:
    """Return what matters, as far as it is known."""
    _, _, main = max(stage.told, key=lambda story: story[1])
    by_replicate = ground.by_replicate(ground.deals)
    numbers = [one for one in inputs if one.is_number and not isinstance(known.get(one.path), Fixed | None)]
    flips = break_evens(main, [one.path for one in numbers if one.path in main.distributions])
    shares = [
        _share(one.path, one.label, 1, answers[one.path], one, _alone(ground, one))
        for one in inputs
        if one.path in answers
    ]
    groups = {
        what: tuple(
            sorted(
                (
                    _share(label, label, len(members), answers[f"{what}: {label}"])
                    for label, members in groups_of(inputs, what).items()
                    if f"{what}: {label}" in answers
                ),
                key=_weight,
            )
        )
        for what in ("party", "source")
    }
    calendar = main.board.calendar
    return Matters(
        case=CaseLine(case.id, case.title, case.question.text, case.as_of, case.until, case_hash(case), case.stage),
        run=Run(version("winset"), stage.seed, stage.draws, calendar.step_days),
        probability=float(np.mean(by_replicate)),
        sampling_error=float(np.std(by_replicate, ddof=1) / np.sqrt(len(by_replicate))),
        open_now=is_open(main),
        asked=asked,
        answered=len(answers),
        swings=tuple(sorted(_swings(case, numbers, known, answers, flips, by_replicate), key=lambda one: -one.size)),
        shares=tuple(sorted(shares, key=_weight)),
        parties=groups["party"],
        sources=groups["source"],
        split=split(ground.deals, ground.other_luck, ground.weights, ground.replicate),
        information=information(case, ground, inputs),
        warnings=warnings_of(case, Told("", 1.0, main, ()), float(np.mean(by_replicate))),
    )


def _text(case: Case, path: str, quantity: Quantity | None) -> str:
    """Return how a number reads in the list of swings."""
    if quantity is None:
        return "as measured by its series"
    return estimate_words(case, path) if quantity.kind == "estimated" else str(quantity)


def _swings(
    case: Case,
    numbers: Sequence[Input],
    known: Mapping[str, Distribution],
    answers: Mapping[str, Learnt],
    flips: Mapping[str, BreakEven],
    base: tuple[float, ...],
) -> Iterator[Swing]:
    """Yield the swing of every number that was answered."""
    quantities = case.quantities()
    for one in numbers:
        learnt = answers.get(one.path)
        if learnt is None:
            continue
        quantity = quantities.get(one.path)
        low, high = learnt.ends if len(learnt.ends) == 2 else (base, base)
        apart = np.subtract(high, low)
        yield Swing(
            path=one.path,
            label=one.label,
            text=_text(case, one.path, quantity),
            unit="%" if quantity is None else quantity.unit,
            party=one.party,
            source=one.source,
            low_value=ends_of(known[one.path])[0],
            high_value=ends_of(known[one.path])[1],
            low=float(np.mean(low)),
            high=float(np.mean(high)),
            error=float(np.std(apart, ddof=1) / np.sqrt(apart.size)),
            break_even=flips.get(one.path),
            refused=learnt.refused,
        )


def _alone(ground: Ground, one: Input) -> Estimate | None:
    """Return how much of the chance's variance a number explains alone, from draws that are there.

    None for one that is correlated with others, whose shares overlap.
    """
    if len(one.alone) != len(one.levels):
        return None
    behind, error = variance_behind_luck(ground.pooled(ground.deals), ground.pooled(ground.other_luck))
    if behind <= LEAST * error:
        return Estimate(None, None, None)
    outcome = np.concatenate([ground.pooled(ground.deals), ground.pooled(ground.second)])
    found = [explained_share(ground.levels[name].ravel(), outcome) for name in one.levels if name in ground.used]
    value = sum(explained for explained, _ in found) / behind
    half = NINETY * float(np.hypot.reduce([noise for _, noise in found], initial=0.0)) / behind
    return Estimate(value, value - half, value + half)


def _share(
    path: str, label: str, numbers: int, learnt: Learnt, one: Input | None = None, alone: Estimate | None = None
) -> Share:
    """Return the shares of a number or a group."""
    return Share(
        path=path,
        label=label,
        party="" if one is None else one.party,
        source="" if one is None else one.source,
        numbers=numbers,
        room_alone=_estimate(learnt.room_alone),
        room_all=_estimate(learnt.room_all),
        chance_alone=_estimate(learnt.chance_alone) if alone is None else alone,
        chance_all=_estimate(learnt.chance_all),
        yes_all=_estimate(learnt.yes_all),
    )


def _estimate(triple: tuple[float, float, float]) -> Estimate:
    """Return an estimate with its interval, none of them where it cannot be told."""
    return Estimate(*(None if np.isnan(part) else part for part in triple))


def _weight(share: Share) -> float:
    """Return by what shares are sorted: the total of the yes or no, the largest first."""
    return -(share.yes_all.value or 0.0)


__all__ = ["told"]
