"""From a case to a forecast: draws in replicates and blocks, every story and form, counted and put together."""

from __future__ import annotations

import operator
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache, partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, Protocol, Self, SupportsIndex, TypeVar

from winset.case.case import Case
from winset.case.complaints import shown
from winset.case.stories import story_variants
from winset.errors import InputError
from winset.forecasting.assemble import assemble
from winset.forecasting.block import Plan, Tally, obstacles_of, play_block
from winset.forecasting.forms import forms_of
from winset.forecasting.inputs import rank_correlations
from winset.forecasting.levels import distributions_of
from winset.forecasting.record import Forecast
from winset.forecasting.scene import Board
from winset.forecasting.story import Story

REPLICATES = 8
"""Independent replicates, from whose spread the sampling error is read."""

BLOCK = 2048
"""Largest number of draws worked on at once; fixed, so that results never depend on the number of workers."""

DRAWS = REPLICATES * BLOCK
SEED = 1
LEAST_DRAWS = REPLICATES * 16
MOST_DRAWS = REPLICATES * (1 << 24)

Progress = Callable[[int, int], None]
Job = TypeVar("Job")
Done = TypeVar("Done")
Block = tuple[int, int, int]


class Adds(Protocol):
    """What is counted in a block, and takes in what is counted in another."""

    def add(self, other: Self, /) -> None:
        """Add what another block counted."""


Count = TypeVar("Count", bound=Adds)


def rounded_draws(draws: int) -> int:
    """Return the number of draws actually made: eight times the next power of two.

    >>> rounded_draws(16_384), rounded_draws(10_000)
    (16384, 16384)
    """
    draws = _whole("draws", draws, DRAWS)
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        raise InputError(f"`draws` is {draws}; take from {LEAST_DRAWS} to {MOST_DRAWS}, such as {DRAWS}")
    return REPLICATES << (-(-draws // REPLICATES) - 1).bit_length()


def plans_of(case: Case, draws: int, seed: int, obstacles: bool = True) -> tuple[tuple[str, float, Plan], ...]:
    """Return one plan for each combination of the case's stories, with its name and weight.

    Without obstacles nothing is taken away from draws without a deal.
    """
    per_replicate = rounded_draws(draws) // REPLICATES
    found = []
    for name, weight, variant in story_variants(case):
        board = Board.of(variant)
        plan = Plan(
            board=board,
            distributions=distributions_of(variant),
            together=rank_correlations(variant),
            forms=forms_of(variant),
            obstacles=obstacles_of(board) if obstacles else (),
            chart_steps=(0, *board.calendar.ends_of_months()),
            seed=seed,
            bits=per_replicate.bit_length() - 1,
            size=min(per_replicate, BLOCK),
        )
        found.append((name, weight, plan))
    return tuple(found)


def forecast(
    case: Case,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Forecast:
    """Return the forecast of a case.

    Parameters
    ----------
    case : Case
        As read by `winset.load`.
    draws : int
        Draws of all uncertain numbers for each model form; rounded up to eight times a power of two.
    seed : int
        The same case, draws and seed give the same bytes, whatever the number of workers.
    workers : int
        Processes to spread the work over; no more are started than there are blocks to play.
    progress : callable, optional
        Called with the number of blocks done and their total.
    executor : concurrent.futures.Executor, optional
        Where to run blocks instead; any executor whose ``map`` keeps order.

    Returns
    -------
    Forecast
        No agreement is an answer: a case whose packages nobody accepts gives a probability of 0.

    Raises
    ------
    InputError
        If `draws`, `seed` or `workers` is no whole number or out of range, or `case` has not been read.

    Examples
    --------
    >>> import winset
    >>> answer = winset.forecast(winset.load("wage-round"), draws=256, seed=7)
    >>> answer == winset.forecast(winset.load("wage-round"), draws=256, seed=7)
    True
    """
    return forecast_begun(case, draws, seed, workers, progress, executor)()


def forecast_begun(
    case: Case, draws: int, seed: int, workers: int, progress: Progress | None, executor: Executor | None
) -> Callable[[], Forecast]:
    """Begin a forecast, and return what waits for it and gives it; parameters as of `forecast`.

    An executor is at work from now on, so that other work can be handed to it in the meantime.
    """
    seed, workers = check_asked(case, seed, workers)
    plans = plans_of(case, draws, seed)
    jobs = blocks_of([plan for _, _, plan in plans])
    work = partial(_work, tuple(plan for _, _, plan in plans))
    played = spread_over(work, jobs, min(workers, len(jobs)), executor)

    def finished() -> Forecast:
        """Return the forecast when all blocks have been played."""
        tallies = added_up(jobs, played, progress)
        stories = [
            Story(name, weight, plan, replicates)
            for (name, weight, plan), replicates in zip(plans, tallies, strict=True)
        ]
        return assemble(case, stories, rounded_draws(draws), seed)

    return finished


def blocks_of(plans: Sequence[Plan]) -> list[Block]:
    """Return every block to be played: its story, its replicate, and its place there."""
    return [
        (story, replicate, block)
        for story, plan in enumerate(plans)
        for replicate in range(REPLICATES)
        for block in range(plan.blocks)
    ]


def added_up(
    blocks: Sequence[Block], counted: Iterable[Count], progress: Progress | None = None
) -> list[tuple[Count, ...]]:
    """Return what was counted in blocks, added up for each replicate of each story, in the order of the blocks."""
    totals: dict[int, dict[int, Count]] = {}
    for done, ((story, replicate, _), counts) in enumerate(zip(blocks, counted, strict=True), 1):
        replicates = totals.setdefault(story, {})
        if replicate in replicates:
            replicates[replicate].add(counts)
        else:
            replicates[replicate] = counts
        if progress is not None:
            progress(done, len(blocks))
    return [tuple(replicates.values()) for replicates in totals.values()]


def check_asked(case: Case, seed: SupportsIndex, workers: SupportsIndex) -> tuple[int, int]:
    """Return seed and workers as Python's own numbers, if they and the case can be run with.

    Raises
    ------
    InputError
        If they cannot.
    """
    if not isinstance(case, Case):
        raise _no_case(case)
    seed, workers = _whole("seed", seed, SEED), _whole("workers", workers, 1)
    if not 0 <= seed < 2**63:
        raise InputError(f"`seed` is {seed}; take a whole number from 0 to 2**63 - 1")
    if workers < 1:
        raise InputError(f"`workers` is {workers}; take 1 or more")
    return seed, workers


def _whole(name: str, value: SupportsIndex, example: int) -> int:
    """Return a whole number of any kind, such as one of NumPy's, as Python's own."""
    try:
        return operator.index(value)
    except TypeError:
        raise InputError(f"`{name}` is {shown(value)}; take a whole number, such as {example}") from None


def _no_case(found: object) -> InputError:
    """Return the error about something that stands where a case should."""
    if isinstance(found, str | Path):
        named = repr(str(found))
        return InputError(f"`case` is {named}, not yet a case; load it first: forecast(winset.load({named}))")
    return InputError(f"`case` is {shown(found)}; take a case, such as forecast(winset.load('wage-round'))")


def _work(plans: tuple[Plan, ...], job: tuple[int, int, int]) -> Tally:
    """Play one block of one story."""
    story, replicate, block = job
    return play_block(plans[story], replicate, block)


def spread_over(
    work: Callable[[Job], Done],
    jobs: Iterable[Job],
    workers: int,
    executor: Executor | None,
) -> Iterator[Done]:
    """Return what becomes of the jobs, in their order, worked at here or by others; an executor begins at once."""
    if executor is not None:
        return _mapped(executor, work, jobs)
    return map(work, jobs) if workers == 1 else _by_workforce(work, jobs, workers)


def _by_workforce(work: Callable[[Job], Done], jobs: Iterable[Job], workers: int) -> Iterator[Done]:
    """Yield what becomes of the jobs, worked at by processes of their own."""
    with workforce(workers) as pool:
        assert pool is not None
        yield from _mapped(pool, work, jobs)


@contextmanager
def workforce(workers: int) -> Iterator[Executor | None]:
    """Give processes that work at the same time, if there are to be several; what is left undone is given up."""
    if workers == 1:
        yield None
        return
    context = get_context(_start_method())
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_serve) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _mapped(pool: Executor, work: Callable[[Job], Done], jobs: Iterable[Job]) -> Iterator[Done]:
    """Hand the jobs to a pool's workers, which may start by forking, and return what they yield, in order."""
    with warnings.catch_warnings():
        # Python warns of forking beside the idle threads of a linear-algebra library, which no worker waits for.
        warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
        return pool.map(partial(_work_packed, pickle.dumps(work)), jobs)


def _work_packed(packed: bytes, job: Any) -> Any:
    """Do what was packed to be done with a job; packing it once is far quicker than with every job."""
    return _unpacked(packed)(job)


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Callable[[Any], Any]:
    """Return what was packed to be done, which many jobs share."""
    work: Callable[[Any], Any] = pickle.loads(packed)
    return work


def _serve() -> None:
    """Leave Ctrl-C to the process that started this worker, and end when that one does, even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_starter, daemon=True).start()


def _end_with_starter() -> None:
    """Wait for the process that started this worker, and end at once; a killed one cannot send its workers home."""
    starter = parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)


def _start_method() -> str:
    """Return how worker processes start: by forking where that is safe and quick, otherwise afresh."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
