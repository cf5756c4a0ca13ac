"""A case on stage: its base draws, and plays of them with one thing changed.

Every play has the same randoms as the base but for what is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.chance.distributions import Fixed
from winset.explain.margin import Units, margins, units_of
from winset.explain.part import Part, part_of
from winset.explain.unsure import input_levels
from winset.forecasting.block import Plan, first_vote_error
from winset.forecasting.forms import lends
from winset.forecasting.run import BLOCK, REPLICATES, plans_of
from winset.forecasting.scene import Scene
from winset.forecasting.side_by_side import Drawn
from winset.forecasting.talks import Table

Array = NDArray[np.float64]
Told = tuple[tuple[str, float, Plan], ...]


@dataclass(frozen=True)
class Play:
    """What one play says in every draw.

    Parameters
    ----------
    deals : array of bool, shape (n_forms, n_draws)
        Whether there is a deal; forms of all stories.
    margin : array of float, shape (n_draws,)
        How much room there is at the case's date, stories pooled; empty where it was not asked for.
    """

    deals: NDArray[np.bool_]
    margin: Array


class Stage:
    """A case's plans, and its plays in the same draws.

    Parameters
    ----------
    case : Case
    draws, seed : int
        As of a forecast; the draws come in the order of the replicates.
    """

    def __init__(self, case: Case, draws: int, seed: int) -> None:
        self.case, self.draws, self.seed = case, draws, seed
        self._settled: tuple[tuple[Part, ...], ...] | None = None
        self.told: Told = plans_of(case, draws, seed, obstacles=False)
        self.levels = frozenset().union(*(input_levels(plan.board.case) for _, _, plan in self.told))

    def settled(self) -> Stage:
        """Return the same stage with its base kept, where it is one block of draws."""
        plan = self.told[0][2]
        if plan.size * REPLICATES <= BLOCK and not self._lends():
            self._settled = tuple(self.parts(margin=True))
        return self

    @property
    def weights(self) -> Array:
        """Weights of the forms of all stories, shape (n_forms,); they sum to 1."""
        return np.array([weight * form.weight for _, weight, plan in self.told for form in plan.forms])

    def is_correlated(self, path: str) -> bool:
        """Tell whether a number is correlated with others."""
        return any(path in names for _, _, plan in self.told for names, _ in plan.together)

    def held(self, path: str, value: float) -> Told:
        """Return the plans with one number held at a value in every draw."""
        return tuple(
            (name, weight, replace(plan, distributions={**plan.distributions, path: Fixed(float(value))}))
            for name, weight, plan in self.told
        )

    def parts(self, margin: bool = False) -> Iterator[tuple[Part, ...]]:
        """Yield all stories in some replicates and blocks after another, so that memory stays bounded.

        With `margin` the units in which rooms are measured are found, from the first of them for all.
        """
        if self._settled is not None:
            yield from self._settled
            return
        plan = self.told[0][2]
        units: dict[int, Units] = {}
        side_by_side = 1 if self._lends() else max(1, min(REPLICATES, BLOCK // plan.size))
        for first in range(0, REPLICATES, side_by_side):
            for block in range(plan.blocks):
                replicates = tuple(range(first, first + side_by_side))
                found = []
                for story, (_, _, told) in enumerate(self.told):
                    part = part_of(story, told, self._draw(told, replicates, block))
                    if margin and story not in units:
                        units[story] = units_of(part.scene, first_vote_error(told.forms))
                    found.append(replace(part, units=units.get(story, ())))
                yield tuple(found)

    def _lends(self) -> bool:
        """Tell whether draws of one block lend each other values in some story."""
        return any(lends(plan.forms) for _, _, plan in self.told)

    def _draw(self, plan: Plan, replicates: tuple[int, ...], block: int) -> Drawn:
        """Return the draws of a plan in one block of some replicates."""
        return Drawn(
            plan.distributions,
            plan.together,
            n=plan.size * len(replicates),
            seed=plan.seed,
            block=block,
            bits=plan.bits,
            replicates=replicates,
            inputs=self.levels,
        )


def base(parts: tuple[Part, ...], weights: tuple[float, ...], margin: bool = False) -> Play:
    """Return the play of the base; `weights` are the stories'."""
    return _pooled([_played(part, part.scene, margin) for part in parts], weights)


def anew(
    parts: tuple[Part, ...],
    weights: tuple[float, ...],
    names: frozenset[str],
    other_luck: bool = False,
    margin: bool = False,
) -> Play:
    """Return the play with some inputs, and perhaps luck, drawn anew."""
    return _pooled([_played(part, part.anew(names, other_luck), margin) for part in parts], weights)


def changed(parts: tuple[Part, ...], variant: Told, path: str) -> NDArray[np.bool_]:
    """Return where a deal comes about in a case that says something else at a path, shape (n_forms, n_draws)."""
    plans = [variant[part.story][2] for part in parts]
    return np.concatenate([deals(plan, part.changed(plan, path)) for part, plan in zip(parts, plans, strict=True)])


def deals(plan: Plan, scene: Scene) -> NDArray[np.bool_]:
    """Return in which draws a deal comes about in each form, shape (n_forms, n_draws)."""
    found = np.zeros((len(plan.forms), scene.n), dtype=bool)
    process = plan.forms[0].process
    for place, form in enumerate(plan.forms):
        if form.process != process:
            scene.forget(process)
            process = form.process
        table = Table(scene, form)
        found[place] = np.isfinite(table.deal_days(table.play()))
    scene.forget(process)
    return found


def _played(part: Part, scene: Scene, margin: bool) -> Play:
    """Return one story's play."""
    room = margins(scene, first_vote_error(part.plan.forms), part.units) if margin else np.empty(0)
    return Play(deals(part.plan, scene), room)


def _pooled(plays: list[Play], weights: tuple[float, ...]) -> Play:
    """Return all stories' plays as one."""
    return Play(
        np.concatenate([play.deals for play in plays]),
        np.asarray(sum(weight * play.margin for weight, play in zip(weights, plays, strict=True))),
    )


__all__ = ["Play", "Stage", "anew", "base", "changed", "deals"]
