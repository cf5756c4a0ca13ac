"""What matters: how far each number of a case moves the answer, alone and with others, and where doubt comes from.

Every number is set to both ends of its range, with all randoms as they were, and drawn anew with all else as it was;
so are all numbers of each party and of each source. What was learnt is kept as it comes in, the most telling numbers
first, so that work that is interrupted has something to say and can go on where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from importlib.metadata import version

import numpy as np

from winset.case.case import Case
from winset.case.reading import case_hash
from winset.chance.distributions import Distribution, Fixed
from winset.chance.sobol import explained_share
from winset.explain.kept import Kept, about
from winset.explain.matters import Matters
from winset.explain.plays import Ground, Learnt, Question, ground_of, learn
from winset.explain.stage import Stage
from winset.explain.told import told
from winset.explain.unsure import Input, ends_of, groups_of, inputs_of
from winset.forecasting.levels import distributions_of
from winset.forecasting.run import SEED, Progress, check_asked, rounded_draws, spread_over

DRAWS = 2048
"""Draws of each play; a case of a hundred numbers takes some four hundred plays."""

CHUNK = 4
"""Questions that a worker answers at a time; what an interruption loses is no more than that."""


class Interrupted(KeyboardInterrupt):
    """Raised where the work was interrupted; `found` holds what had been learnt by then."""

    def __init__(self, found: Matters) -> None:
        super().__init__()
        self.found = found


def sensitivity(
    case: Case,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
    keep: str | os.PathLike[str] | None = None,
) -> Matters:
    """Return what matters in a case.

    Parameters
    ----------
    case : Case
        As read by `winset.load`.
    draws, seed, workers, executor
        As of `winset.forecast`; fewer draws are usual, since the case is played hundreds of times.
    progress : callable, optional
        Called with the number of questions answered and their total.
    keep : path, optional
        A file in which answers are kept as they come in. Asked again with the same case, draws and seed, the work goes
        on where it stopped. A file about something else is written over.

    Raises
    ------
    InputError
        If `draws`, `seed` or `workers` is no whole number or out of range, or `case` has not been read.
    Interrupted
        On Ctrl-C, with what had been learnt by then.

    Examples
    --------
    >>> import winset
    >>> found = sensitivity(winset.load("wage-round"), draws=128)
    >>> found.is_complete, found.swings[0].size >= found.swings[-1].size
    (True, True)
    """
    seed, workers = check_asked(case, seed, workers)
    draws = rounded_draws(draws)
    stage = Stage(case, draws, seed)
    ground, inputs, known = ground_of(stage), inputs_of(case), distributions_of(case)
    questions = _questions(case, ground, inputs, known)
    kept = Kept(keep, about(version("winset"), case_hash(case), draws, seed))
    answers: dict[str, Learnt] = {}

    def found() -> Matters:
        return told(case, stage, ground, inputs, known, answers, len(questions))

    try:
        answers |= {one.key: kept.found[one.key] for one in questions if one.key in kept.found}
        left = [question for question in questions if question.key not in answers]
        chunks = [left[first : first + CHUNK] for first in range(0, len(left), CHUNK)]
        if progress is not None:
            progress(len(answers), len(questions))
        for learnt in spread_over(
            partial(_work, _Asked(kept.about, Stage(case, draws, seed)), replace(ground, levels={}, stakes={})),
            chunks,
            min(workers, len(chunks) or 1),
            executor,
        ):
            answers |= {one.key: one for one in learnt}
            kept.add(learnt)
            if progress is not None:
                progress(len(answers), len(questions))
    except KeyboardInterrupt:
        raise Interrupted(found()) from None
    finally:
        _ready.cache_clear()
    return found()


@dataclass(frozen=True)
class _Asked:
    """What a worker is asked about; equal names stand for equal stages."""

    name: str
    stage: Stage = field(compare=False)


@lru_cache(maxsize=1)
def _ready(asked: _Asked) -> Stage:
    """Return the stage with its base, which a worker sets up once."""
    return asked.stage.settled()


def _work(asked: _Asked, ground: Ground, questions: Sequence[Question]) -> tuple[Learnt, ...]:
    """Answer some questions."""
    return learn(_ready(asked), ground, questions)


def as_written(case: Case, path: str, value: float) -> float | str:
    """Return a value as it is written at a path: durations with their unit, all else as a bare number."""
    quantity = case.quantities().get(path)
    return f"{value:g} days" if quantity is not None and quantity.domain == "duration" and value else value


def _questions(
    case: Case, ground: Ground, inputs: Sequence[Input], known: Mapping[str, Distribution]
) -> tuple[Question, ...]:
    """Return all questions: numbers and groups, those first on which most seems to hang."""
    outcome = np.concatenate([ground.pooled(ground.deals), ground.pooled(ground.second)])
    screened = {}
    for one in inputs:
        used = [ground.levels[name].ravel() for name in one.levels if name in ground.used]
        screened[one.path] = sum(explained_share(levels, outcome)[0] for levels in used)
    found = []
    for one in sorted(inputs, key=lambda one: -screened[one.path]):
        ends: tuple[float | str, ...] = ()
        if one.is_number and not isinstance(known.get(one.path), Fixed | None):
            ends = ends_of(known[one.path])
            if len(one.alone) == len(one.levels):
                ends = tuple(as_written(case, one.path, end) for end in ends)
        found.append(Question(one.path, frozenset(one.alone), one.path, ends))
    for title in ("party", "source"):
        for label, members in groups_of(inputs, title).items():
            found.append(Question(f"{title}: {label}", frozenset(level for one in members for level in one.alone)))
    return tuple(found)
