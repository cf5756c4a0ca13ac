"""When does a window open: for each side, for all at the same moment, and for long enough to use it?

The chances come from the very draws of the forecast; meetings, the choice of a package and what happens after signing
play no part. Multiplying the chances of the sides is wrong in either direction: windows that open at different times
make no deal, and sides that move together are ready together more often than chance would have it. The product is
printed beside the joint chance so that its error can be seen.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.case.reading import case_hash
from winset.errors import InputError
from winset.explain.plain_windows import PlainWindow, plain_windows
from winset.explain.waiting import Leverage, SignOrWait, leverage_of, sign_or_wait_of
from winset.explain.window_counts import WindowCounts, count_windows, scopes_of, views_of
from winset.forecasting.block import Plan
from winset.forecasting.central import Central
from winset.forecasting.labels import party_label, plain
from winset.forecasting.record import CaseLine
from winset.forecasting.run import (
    DRAWS,
    REPLICATES,
    SEED,
    Progress,
    added_up,
    blocks_of,
    check_asked,
    plans_of,
    rounded_draws,
    spread_over,
)

Array = NDArray[np.float64]

SCHEMA = "winset.timing/1"
ANY = "any"
"""Stands for any package that answers the question."""

MONTH = 365.25 / 12


@dataclass(frozen=True)
class Side:
    """How likely one party is ready by each date, alone.

    Parameters
    ----------
    party, label : str
    by : tuple of float
        Chance to have been ready by each date of the answer, its leader and its home at the same moment.
    leader, capital : float
        Chance that the leader would ever sign, and that its felt publics could ever afford it.
    """

    party: str
    label: str
    by: tuple[float, ...]
    leader: float
    capital: float


@dataclass(frozen=True)
class Window:
    """How likely a window is for one package, or for any that counts.

    Parameters
    ----------
    package, label : str
        ``any`` stands for any package that answers the question.
    sides : tuple of Side
    by : tuple of float
        Chance that all have been ready at one moment by each date.
    product : tuple of float or None
        The sides' chances multiplied, which is not that; None where not all parties must agree.
    lasting : tuple of float
        Chance that by each date a window has been open for the whole lead time.
    open_at : tuple of float
        Chance that a window is open on each date.
    low, high : float
        Lowest and highest chance by the last date over model forms and stories.
    sampling_error : float
        One standard error of the last chance in `by`.
    per_month : tuple of float
        For the time from each date to the next: the chance per month that a window opens if none has yet.
    likeliest_to_open : date or None
        End of the stretch between two dates in which a window most often opens first; None if none opens.
    likeliest_open : date or None
        Date on which a window is most often open.
    stays_open : float or None
        Median days from the first date with an open window to the next without; None if it has no such date in half of
        the draws, or no window opens.
    still_open : float
        Share of first windows that never close before the end.
    """

    package: str
    label: str
    sides: tuple[Side, ...]
    by: tuple[float, ...]
    product: tuple[float, ...] | None
    lasting: tuple[float, ...]
    open_at: tuple[float, ...]
    low: float
    high: float
    sampling_error: float
    per_month: tuple[float, ...]
    likeliest_to_open: dt.date | None
    likeliest_open: dt.date | None
    stays_open: float | None
    still_open: float


@dataclass(frozen=True)
class ByForm:
    """The chance of any window by the last date under one view of the matter."""

    name: str
    weight: float
    probability: float
    lasting: float


@dataclass(frozen=True)
class Windows:
    """When windows open, and whether to sign now or wait.

    Parameters
    ----------
    case : CaseLine
    dates : tuple of date
        The case's date, then ends of months, then the end.
    windows : tuple of Window
        Any package that counts first, then each.
    by_form : tuple of ByForm
    plain : tuple of PlainWindow
        What formulas say where they apply, beside a simulation, with every number at its mode.
    waiting : tuple of SignOrWait
        For each leader and package that counts, as far as the case says what it needs.
    leverage : Leverage or None
        What deadlines of two leaders give to the other.
    notes : tuple of str
        What to take care of, and what could not be answered.
    version, seed, draws
        How the numbers were made; draws for each model form, as rounded.
    """

    case: CaseLine
    dates: tuple[dt.date, ...]
    windows: tuple[Window, ...]
    by_form: tuple[ByForm, ...]
    plain: tuple[PlainWindow, ...]
    waiting: tuple[SignOrWait, ...]
    leverage: Leverage | None
    notes: tuple[str, ...]
    version: str
    seed: int
    draws: int

    def to_dict(self) -> dict[str, Any]:
        """Return the published form as plain data, schema ``winset.timing/1``."""
        plain_data: dict[str, Any] = _plain(asdict(self))
        run = {key: plain_data.pop(key) for key in ("version", "seed", "draws")}
        return {"schema": SCHEMA, **plain_data, "run": run}

    def to_json(self) -> str:
        """Return the published form as text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def windows(
    case: Case,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Windows:
    """Return when windows open in a case, and whether its leaders should sign now or wait.

    Parameters
    ----------
    case : Case
        As read by `winset.load`.
    draws, seed, workers, progress, executor
        As of `winset.forecast`, whose draws these are.

    Raises
    ------
    InputError
        If a number is out of range, or the package is signed already so that no window is in need.

    Examples
    --------
    >>> import winset
    >>> found = winset.windows(winset.load("wage-round"), draws=256)
    >>> first = found.windows[0]
    >>> all(one >= other for one, other in zip(first.by[1:], first.by))
    True
    """
    seed, workers = check_asked(case, seed, workers)
    if case.stage in {"signed", "ratified"}:
        raise InputError(f"`{case.id}` is about a package that is signed already; no window has to open any more")
    plans = plans_of(case, draws, seed, obstacles=False)
    jobs = blocks_of([plan for _, _, plan in plans])
    work = partial(_work, tuple(plan for _, _, plan in plans))
    played = spread_over(work, jobs, min(workers, len(jobs)), executor)
    totals = added_up(jobs, played, progress)
    told = [_Told(name, weight, plan, counts) for (name, weight, plan), counts in zip(plans, totals, strict=True)]
    return _assembled(case, told, rounded_draws(draws), seed)


def _work(plans: tuple[Plan, ...], job: tuple[int, int, int]) -> WindowCounts:
    """Count one block of one story."""
    story, replicate, block = job
    return count_windows(plans[story], replicate, block)


@dataclass(frozen=True)
class _Told:
    """One story with its counts."""

    name: str
    weight: float
    plan: Plan
    replicates: tuple[WindowCounts, ...]

    def by_view(self, what: str) -> Array:
        """Return a count as a share of draws, views first, averaged over replicates."""
        return np.asarray(np.mean([getattr(counts, what) / counts.n for counts in self.replicates], axis=0))

    @property
    def weights(self) -> Array:
        """Weights of the views within the story."""
        return np.array([view.weight for view in views_of(self.plan.forms)])


def _pooled(told: Sequence[_Told], what: str) -> Array:
    """Return a count as a share of draws, pooled over stories and views."""
    return np.asarray(sum(one.weight * np.tensordot(one.weights, one.by_view(what), axes=1) for one in told))


def _assembled(case: Case, told: Sequence[_Told], draws: int, seed: int) -> Windows:
    """Return the answer from counts."""
    plan = told[0].plan
    calendar, board = plan.board.calendar, plan.board
    steps = np.array([0, *calendar.ends_of_months()])
    dates = tuple(calendar.day(int(step)) for step in steps)
    names = [list(board.packages)[place] for place in np.flatnonzero(board.counts)]
    if board.agreed is not None:
        names = [name for name in names if list(board.packages).index(name) == board.agreed]
    assert len(scopes_of(plan)) == len(names) + 1
    counts = {what: _pooled(told, what) for what in WindowCounts.__dataclass_fields__ if what != "n"}
    each = tuple(_window(case, told, counts, scope, name, steps, dates) for scope, name in enumerate((ANY, *names)))
    central = Central(plan)
    waiting, waiting_notes = sign_or_wait_of(case, central, names)
    formulas, notes = plain_windows(case, central, names)
    return Windows(
        case=CaseLine(case.id, case.title, case.question.text, case.as_of, case.until, case_hash(case), case.stage),
        dates=dates,
        windows=each,
        by_form=tuple(_by_form(told)),
        plain=formulas,
        waiting=waiting,
        leverage=leverage_of(case, central),
        notes=(*notes, *waiting_notes),
        version=version("winset"),
        seed=seed,
        draws=draws,
    )


def _window(
    case: Case,
    told: Sequence[_Told],
    counts: dict[str, Array],
    scope: int,
    name: str,
    steps: NDArray[np.intp],
    dates: Sequence[dt.date],
) -> Window:
    """Return the window of one package, or of any that counts."""
    board = told[0].plan.board
    sides = tuple(
        Side(
            party=party,
            label=party_label(case, party),
            by=_curve(counts["sides"][who, scope], steps),
            leader=_rounded(counts["leaders"][who, scope]),
            capital=_rounded(counts["capitals"][who, scope]),
        )
        for who, party in enumerate(board.parties)
    )
    by, days = _curve(counts["joint"][scope], steps), board.calendar.days[steps]
    ends = [one.by_view("joint")[:, scope].sum(axis=-1) for one in told]
    replicates = [
        sum(
            one.weight * float(one.weights @ (one.replicates[number].joint[:, scope].sum(axis=-1) /
            one.replicates[number].n)) for one in told
        )
        for number in range(REPLICATES)
    ]  # fmt: skip
    opened, open_at = np.diff(by), counts["open_at"][scope][steps]
    pace = opened / np.diff(days)
    every = counts["joint"][scope].sum()
    return Window(
        package=name,
        label="any package that counts" if name == ANY else plain(name),
        sides=sides,
        by=by,
        product=_product(sides) if board.rule is None else None,
        lasting=_curve(counts["lasting"][scope], steps),
        open_at=tuple(_rounded(value) for value in open_at),
        low=_rounded(min(end.min() for end in ends)),
        high=_rounded(max(end.max() for end in ends)),
        sampling_error=_rounded(float(np.std(replicates, ddof=1)) / math.sqrt(REPLICATES)),
        per_month=_per_month(np.array(by), days),
        likeliest_to_open=dates[int(np.argmax(pace)) + 1] if opened.size and opened.max() > 0 else None,
        likeliest_open=dates[int(np.argmax(open_at))] if every > 0 and open_at.max() > 0 else None,
        stays_open=_median_days(counts["closed_after"][scope], counts["still_open"][scope], board.calendar.step_days),
        still_open=_rounded(_share_open(counts["closed_after"][scope], counts["still_open"][scope])),
    )


def _product(sides: Sequence[Side]) -> tuple[float, ...]:
    """Return the chances of the sides multiplied, at each date."""
    return tuple(_rounded(math.prod(chances)) for chances in zip(*(side.by for side in sides), strict=True))


def _curve(first: Array, steps: NDArray[np.intp]) -> tuple[float, ...]:
    """Return the chance to have opened by some steps, from the chance to open first at each."""
    return tuple(_rounded(min(value, 1.0)) for value in np.cumsum(first)[steps])


def _per_month(by: Array, days: Array) -> tuple[float, ...]:
    """Return the chance per month that a window opens between dates if none has yet.

    >>> _per_month(np.array([0.0, 0.19]), np.array([0.0, 2 * MONTH]))
    (0.1,)
    """
    closed = 1 - by
    left = np.divide(closed[1:], closed[:-1], out=np.ones(by.size - 1), where=closed[:-1] > 0)
    return tuple(
        _rounded(1 - float(kept) ** (MONTH / length)) for kept, length in zip(left, np.diff(days), strict=True)
    )


def _median_days(closed_after: Array, still_open: float, step_days: int) -> float | None:
    """Return the median number of days for which a first window stays open."""
    total = closed_after.sum() + still_open
    gone = np.cumsum(closed_after)
    if total <= 0 or gone[-1] < total / 2:
        return None
    return float(np.searchsorted(gone, total / 2) * step_days)


def _share_open(closed_after: Array, still_open: float) -> float:
    """Return the share of first windows that never close."""
    total = float(closed_after.sum()) + float(still_open)
    return float(still_open) / total if total > 0 else 0.0


def _by_form(told: Sequence[_Told]) -> list[ByForm]:
    """Return the chance of any window under each view and story."""
    found = []
    for one in told:
        ends, lasting = (one.by_view(what)[:, 0].sum(axis=-1) for what in ("joint", "lasting"))
        for place, view in enumerate(views_of(one.plan.forms)):
            name = " · ".join(part for part in (view.name, one.name) if part) or "the only form"
            weight = _rounded(one.weight * view.weight)
            found.append(ByForm(name, weight, _rounded(ends[place]), _rounded(lasting[place])))
    return found


def _rounded(value: float) -> float:
    """Return a number rounded as in every document."""
    return round(float(value), 10)


def _plain(value: Any) -> Any:
    """Return a value with tuples as lists, dates as text, and None for what is not finite."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


__all__ = ["ANY", "ByForm", "Side", "Window", "Windows", "windows"]
