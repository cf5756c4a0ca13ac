"""What it would be worth to whoever must decide to know more: told only where the case states a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from winset.case.case import Case
from winset.chance.information_value import PartialValue, partial_information
from winset.explain.plays import Ground
from winset.explain.unsure import BESIDE, Input

Array = NDArray[np.float64]

NO_DECISION = "The case states no decision, and without a decision there is no value of information."


@dataclass(frozen=True)
class Option:
    """What an option brings on average, in the decision's unit."""

    name: str
    value: float
    if_deal: float
    if_no_deal: float


@dataclass(frozen=True)
class Worth:
    """What it would be worth to know one number, or one option's stakes, before choosing."""

    path: str
    label: str
    value: float
    bias: float
    error: float


@dataclass(frozen=True)
class Information:
    """The value of information for the decision that a case states.

    Parameters
    ----------
    by : str
        Id of the party that decides; empty if the case does not say.
    unit : str
    options : tuple of Option
        The best one first.
    best : str
        The option that is best by what is known now.
    outcome : float
        What it would be worth to know how the talks end, and all stakes: the most that any information could be worth.
    worth : tuple of Worth
        What it would be worth to know each number, the most valuable first.
    """

    by: str
    unit: str
    options: tuple[Option, ...]
    best: str
    outcome: float
    worth: tuple[Worth, ...]


def information(case: Case, ground: Ground, inputs: Sequence[Input]) -> Information | None:
    """Return the value of information; None if the case states no decision."""
    decision = case.decision
    if decision is None:
        return None
    names = tuple(decision.options)
    yes = np.concatenate([ground.pooled(ground.deals), ground.pooled(ground.second)])
    stakes = {
        name: tuple(ground.stakes[f"{BESIDE}options.{name}.{what}"].ravel() for what in ("if_deal", "if_no_deal"))
        for name in names
    }
    values = _values(stakes, yes)
    means = values.mean(axis=0)
    options = [
        Option(name, float(means[place]), *(float(part.mean()) for part in stakes[name]))
        for place, name in enumerate(names)
    ]
    ends = np.concatenate([ground.deals, ground.second], axis=1)
    outcome = sum(
        weight * float(_values(stakes, end).max(axis=1).mean())
        for weight, end in zip(ground.weights, ends, strict=True)
    ) - float(means.max())
    found = [
        _worth(one.path, one.label, values, [ground.levels[name] for name in one.levels if name in ground.used])
        for one in inputs
    ]
    found += [
        _worth(path, f"what {path.split('.')[2]} brings, {path.split('.')[3].replace('_', ' ')}", values, [levels])
        for path, levels in ground.levels.items()
        if path.startswith(BESIDE)
    ]
    return Information(
        decision.by or "",
        decision.unit,
        tuple(sorted(options, key=lambda option: -option.value)),
        names[int(np.argmax(means))],
        max(0.0, outcome),
        tuple(sorted(found, key=lambda one: -one.value)),
    )


def _values(stakes: dict[str, tuple[Array, ...]], yes: Array) -> Array:
    """Return what each option brings in every draw, shape (n_draws, n_options)."""
    return np.column_stack([deal * yes + none * (1 - yes) for deal, none in stakes.values()])


def _worth(path: str, label: str, values: Array, levels: Sequence[Array]) -> Worth:
    """Return what it would be worth to know one input."""
    if not levels:
        return Worth(path, label, 0.0, 0.0, 0.0)
    scores = np.column_stack([ndtri(level.ravel()) for level in levels])
    found: PartialValue = partial_information(values, scores)
    return Worth(path, label, found.value, found.bias, found.error)


__all__ = ["NO_DECISION", "Information", "Option", "Worth", "information"]
