"""What is played to learn what an input does: both ends of its range, and the input drawn anew with all else as it was.

Each question is answered by itself and comes back as plain numbers, so that answers can be kept and put together later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.case.stories import with_values
from winset.chance.sobol import sobol_indices
from winset.chance.sobol_luck import LEAST, total_behind_luck, variance_behind_luck
from winset.errors import WinsetError
from winset.explain.part import Part
from winset.explain.stage import Play, Stage, Told, anew, base, changed
from winset.forecasting.run import REPLICATES, plans_of

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """One thing to learn.

    Parameters
    ----------
    key : str
        What the answer is found by.
    levels : frozenset of str
        Levels that are drawn anew.
    path : str
        Of the number that is set to the ends of its range; empty if there is none.
    ends : tuple
        What the number is set to, as it may be written in a case. A number that is correlated with others is held
        there in the draws instead, since a case lets no fixed number be correlated.
    """

    key: str
    levels: frozenset[str]
    path: str = ""
    ends: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Learnt:
    """What was learnt.

    Parameters
    ----------
    ends : tuple of tuple of float
        The pooled chance of a deal in each replicate at each end of the range; none if the number was not set.
    refused : str
        Why the case cannot hold one of the ends; empty if it can.
    room_alone, room_all, chance_alone, chance_all, yes_all : (float, float, float)
        Estimate and interval: first-order and total index of the room at the case's date, then of the chance of a
        deal, and total index of the yes or no. Not a number where it cannot be told.
    """

    key: str
    ends: tuple[tuple[float, ...], ...]
    refused: str
    room_alone: tuple[float, float, float]
    room_all: tuple[float, float, float]
    chance_alone: tuple[float, float, float]
    chance_all: tuple[float, float, float]
    yes_all: tuple[float, float, float]

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON can hold them."""
        return asdict(self)

    @classmethod
    def of_json(cls, fields: dict[str, Any]) -> Learnt:
        """Return what `to_json` gave away."""
        ends = tuple(tuple(end) for end in fields["ends"])
        return cls(fields["key"], ends, fields["refused"], *(tuple(fields[name]) for name in TRIPLES))


RESAMPLES = 200
"""Resamples behind the intervals of indices."""

TRIPLES = ("room_alone", "room_all", "chance_alone", "chance_all", "yes_all")


@dataclass(frozen=True)
class Ground:
    """What all answers rest on: the base, the base with other luck, and a play with everything drawn anew.

    Parameters
    ----------
    deals, other_luck : array of bool, shape (n_forms, n_draws)
        Deals with the same inputs and luck apart.
    second : array of bool, shape (n_forms, n_draws)
        Deals with inputs and luck drawn anew.
    room, second_room : array of float, shape (n_draws,)
    weights : array of float, shape (n_forms,)
    replicate : array of int, shape (n_draws,)
        The replicate that each draw belongs to.
    levels : mapping of name to array of float, shape (2, n_draws)
        Levels of all inputs, and of the stakes of a decision, of the base and drawn anew.
    used : frozenset of str
        Names of those levels that the plays asked for.
    stakes : mapping of path to array of float, shape (2, n_draws)
        What options bring, drawn likewise; empty without a decision.
    """

    deals: NDArray[np.bool_]
    other_luck: NDArray[np.bool_]
    second: NDArray[np.bool_]
    room: Array
    second_room: Array
    weights: Array
    replicate: NDArray[np.intp]
    levels: dict[str, Array]
    used: frozenset[str]
    stakes: dict[str, Array]

    def pooled(self, deals: NDArray[np.bool_]) -> Array:
        """Return the share of forms with a deal, by their weights, in every draw."""
        return np.asarray(self.weights @ deals)

    def by_replicate(self, deals: NDArray[np.bool_]) -> tuple[float, ...]:
        """Return the pooled chance of a deal in each replicate."""
        return self.means(self.pooled(deals))

    def means(self, values: Array) -> tuple[float, ...]:
        """Return the mean in each replicate."""
        sums = np.bincount(self.replicate, values, minlength=REPLICATES)
        return tuple((sums / np.bincount(self.replicate, minlength=REPLICATES)).tolist())


def ground_of(stage: Stage) -> Ground:
    """Return the plays that all answers rest on."""
    weights = tuple(weight for _, weight, _ in stage.told)
    plays, lucks, seconds, replicates = [], [], [], []
    levels: list[dict[str, Array]] = []
    used: set[str] = set()
    stakes: list[dict[str, Array]] = []
    for parts in stage.parts(margin=True):
        plays.append(base(parts, weights, margin=True))
        lucks.append(anew(parts, weights, frozenset(), other_luck=True))
        seconds.append(anew(parts, weights, stage.levels, other_luck=True, margin=True))
        replicates.append(np.repeat(parts[0].draw.replicates, parts[0].plan.size))
        used |= {name for part in parts for name in part.draw.asked & stage.levels}
        stakes.append(_stakes(parts[0], stage))
        levels.append(_levels(parts[0], stage))
    return Ground(
        np.concatenate([play.deals for play in plays], axis=1),
        np.concatenate([play.deals for play in lucks], axis=1),
        np.concatenate([play.deals for play in seconds], axis=1),
        np.concatenate([play.margin for play in plays]),
        np.concatenate([play.margin for play in seconds]),
        stage.weights,
        np.concatenate(replicates),
        {name: np.concatenate([part[name] for part in levels], axis=-1) for name in levels[0]},
        frozenset(used),
        {path: np.concatenate([part[path] for part in stakes], axis=-1) for path in stakes[0]},
    )


def _levels(part: Part, stage: Stage) -> dict[str, Array]:
    """Return the levels of all inputs."""
    again = part.draw.like(part.plan.distributions, part.plan.together, stage.levels)
    return {name: np.stack([part.draw.level(name), again.level(name)]) for name in sorted(stage.levels)}


def _stakes(part: Part, stage: Stage) -> dict[str, Array]:
    """Return what options bring in every draw, by path."""
    again = part.draw.like(part.plan.distributions, part.plan.together, stage.levels)
    paths = [path for path in part.plan.distributions if path.startswith("decision.")]
    return {path: np.stack([part.draw.value(path), again.value(path)]) for path in paths}


def learn(stage: Stage, ground: Ground, questions: Sequence[Question]) -> tuple[Learnt, ...]:
    """Return the answers to some questions, in their order."""
    weights = tuple(weight for _, weight, _ in stage.told)
    told: dict[tuple[str, int], Told] = {}
    refused: dict[str, str] = {}
    for question in questions:
        if stage.is_correlated(question.path):
            told |= {(question.key, place): stage.held(question.path, end) for place, end in enumerate(question.ends)}
            continue
        try:
            cases = [with_values(stage.case, {question.path: end}) for end in question.ends]
        except WinsetError as error:
            refused[question.key] = str(error).splitlines()[0]
            continue
        for place, case in enumerate(cases):
            told[question.key, place] = plans_of(case, stage.draws, stage.seed, obstacles=False)
    deals: dict[tuple[str, int], list[Array]] = {}
    redrawn: dict[str, list[Play]] = {question.key: [] for question in questions}
    forms: dict[tuple[str, int], Array] = {
        at: np.array([weight * form.weight for _, weight, plan in plans for form in plan.forms])
        for at, plans in told.items()
    }
    for parts in stage.parts(margin=True):
        for question in questions:
            for at in told:
                if at[0] == question.key:
                    deals.setdefault(at, []).append(forms[at] @ changed(parts, told[at], question.path))
            if question.levels & ground.used:
                redrawn[question.key].append(anew(parts, weights, question.levels, margin=True))
    triples = _indices(ground, redrawn)
    return tuple(
        Learnt(
            question.key,
            tuple(ground.means(np.concatenate(deals[at])) for at in told if at[0] == question.key),
            refused.get(question.key, ""),
            *triples[question.key],
        )
        for question in questions
    )


NOTHING = (0.0, 0.0, 0.0)
"""Index and interval of what no play ever asked for."""


def _indices(ground: Ground, redrawn: dict[str, list[Play]]) -> dict[str, list[tuple[float, float, float]]]:
    """Return the indices of what was drawn anew, in the order of `TRIPLES`."""
    found = {key: [NOTHING] * len(TRIPLES) for key in redrawn}
    played = {key: plays for key, plays in redrawn.items() if plays}
    if not played:
        return found
    rooms = np.stack([np.concatenate([play.margin for play in plays]) for plays in played.values()])
    yes = np.stack([ground.pooled(np.concatenate([play.deals for play in plays], axis=1)) for plays in played.values()])
    first, second = ground.pooled(ground.deals), ground.pooled(ground.second)
    room = sobol_indices(ground.room, ground.second_room, rooms, resamples=RESAMPLES)
    answer = sobol_indices(first, second, yes, resamples=RESAMPLES)
    chance = total_behind_luck(first, ground.pooled(ground.other_luck), yes, resamples=RESAMPLES)
    behind, error = variance_behind_luck(first, ground.pooled(ground.other_luck))
    scale = answer.variance / behind if behind > LEAST * error else np.nan
    for place, key in enumerate(played):
        found[key] = [
            _triple(indices[place], intervals[place])
            for indices, intervals in (
                (room.first, room.first_interval),
                (room.total, room.total_interval),
                (answer.first * scale, answer.first_interval * scale),
                (chance.total, chance.interval),
                (answer.total, answer.total_interval),
            )
        ]
    return found


def _triple(value: float, interval: Array) -> tuple[float, float, float]:
    """Return an estimate with its interval."""
    return float(value), float(interval[0]), float(interval[1])


__all__ = ["Ground", "Learnt", "Question", "ground_of", "learn"]
