"""The chance of a deal in several cases played side by side, with the same randoms in all of them.

Asking what a change would do means to play a case again and again. What a play has in common with the one before it,
the levels, the values of numbers that did not change, the shocks to approval, is drawn once for all cases. The chance
is the one that `forecast` gives, to the last digit; what stands in the way is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.errors import InputError
from winset.forecasting.alike import Alike, alike_in
from winset.forecasting.assemble import deal_of, deals_by_replicate, forms_told
from winset.forecasting.block import Deals, Plan, play_deals
from winset.forecasting.forms import lends
from winset.forecasting.record import Deal, Form
from winset.forecasting.run import DRAWS, REPLICATES, SEED, Progress, check_asked, plans_of, spread_over
from winset.forecasting.scene import Scene
from winset.forecasting.story import Told

Array = NDArray[np.float64]

FEW = 512
"""Draws in as many of which replicates are played side by side, since fewer cost nearly as much."""


@dataclass(frozen=True)
class Outlook:
    """How likely a deal is in one case.

    Parameters
    ----------
    deal : Deal
        As in the forecast.
    forms : tuple of Form
        As in the forecast.
    by_replicate : tuple of float
        The pooled chance in each replicate; replicate r of two cases played together shares its randoms.
    """

    deal: Deal
    forms: tuple[Form, ...]
    by_replicate: tuple[float, ...]

    @property
    def probability(self) -> float:
        """The pooled probability of a deal."""
        return self.deal.probability


def difference(before: Outlook, after: Outlook) -> tuple[float, float]:
    """Return by how much the chance differs, and the sampling error of that, one standard error.

    The error is that of the mean of the replicates' differences, which is far smaller than that of either chance since
    both were played with the same randoms.

    Examples
    --------
    >>> import winset
    >>> case = winset.load("wage-round")
    >>> one, same = outlooks([case, case], draws=256)
    >>> difference(one, same)
    (0.0, 0.0)
    """
    by_replicate = np.subtract(after.by_replicate, before.by_replicate)
    error = float(np.std(by_replicate, ddof=1) / np.sqrt(by_replicate.size))
    return round(after.probability - before.probability, 10), round(error, 10)


def outlooks(
    cases: Sequence[Case],
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> tuple[Outlook, ...]:
    """Return the chance of a deal in each case, all played with the same randoms.

    Parameters
    ----------
    cases : sequence of Case
        Such as a case and what-ifs of it; they may also be quite different.
    draws, seed, workers, progress, executor
        As of `winset.forecast`; for the same draws and seed each chance is the one that it gives.

    Raises
    ------
    InputError
        If there is no case, or a number is out of range.

    Examples
    --------
    >>> import winset
    >>> case = winset.load("wage-round")
    >>> (outlook,) = outlooks([case], draws=256, seed=7)
    >>> outlook.deal == winset.forecast(case, draws=256, seed=7).deal
    True
    """
    return outlooks_begun(cases, draws, seed, workers, progress, executor)()


def outlooks_begun(
    cases: Sequence[Case], draws: int, seed: int, workers: int, progress: Progress | None, executor: Executor | None
) -> Callable[[], tuple[Outlook, ...]]:
    """Begin to play cases, and return what waits for that and gives the chances; parameters as of `outlooks`.

    An executor is at work from now on, so that other work can be handed to it in the meantime.
    """
    if not cases:
        raise InputError("`cases` is empty; give at least one case")
    for case in cases:
        check_asked(case, seed, workers)
    plans = [plans_of(case, draws, seed, obstacles=False) for case in cases]
    flat = tuple(plan for told in plans for _, _, plan in told)
    alike = tuple(alike_in(flat[0].board.case, plan.board.case) for plan in flat)
    most = max(1, min(REPLICATES, FEW // flat[0].size)) if not any(lends(plan.forms) for plan in flat) else 1
    jobs = [
        (tuple(range(first, first + most)), block)
        for first in range(0, REPLICATES, most)
        for block in range(flat[0].blocks)
    ]
    played = spread_over(partial(_together, flat, alike), jobs, min(workers, len(jobs)), executor)

    def finished() -> tuple[Outlook, ...]:
        """Return the chances when all blocks have been played."""
        totals: list[list[Deals | None]] = [[None] * REPLICATES for _ in flat]
        for done, ((replicates, _), found) in enumerate(zip(jobs, played, strict=True), 1):
            for place, parts in enumerate(found):
                for replicate, deals in zip(replicates, parts, strict=True):
                    so_far = totals[place][replicate]
                    if so_far is None:
                        totals[place][replicate] = deals
                    else:
                        so_far.add(deals)
            if progress is not None:
                progress(done, len(jobs))
        rest = iter(totals)
        answers = []
        for case, told in zip(cases, plans, strict=True):
            stories = [
                Told(name, weight, plan, tuple(deals for deals in next(rest) if deals is not None))
                for name, weight, plan in told
            ]
            answers.append(Outlook(deal_of(case, stories), forms_told(stories), deals_by_replicate(stories)))
        return tuple(answers)

    return finished


def _together(
    plans: tuple[Plan, ...], alike: tuple[Alike, ...], job: tuple[tuple[int, ...], int]
) -> tuple[tuple[Deals, ...], ...]:
    """Play one block of every plan in some replicates; each takes over what it has in common with the first."""
    found = []
    replicates, block = job
    first: Scene | None = None
    for plan, shared in zip(plans, alike, strict=True):
        scene = plan.scene_of(replicates, block, like=first, alike=shared)
        first = first or scene
        found.append(play_deals(plan, scene, len(replicates)))
    return tuple(found)
