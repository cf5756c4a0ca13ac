"""A forecast with what would open a deal beside it: the answer to the user's four questions at once."""

from __future__ import annotations

import warnings
from concurrent.futures import Executor, Future
from dataclasses import replace

from winset.case.case import Case
from winset.explain.levers import Sought, played_begun, sought
from winset.forecasting.record import Forecast
from winset.forecasting.run import DRAWS, SEED, Progress, check_asked, forecast_begun, rounded_draws, workforce

LEVER_DRAWS = 1024
"""Draws behind the chances of the levers beside a forecast; `winset.levers` plays more of them, and more levers."""


def explained(
    case: Case, draws: int = DRAWS, seed: int = SEED, workers: int = 1, progress: Progress | None = None
) -> Forecast:
    """Return the forecast of a case with the five levers of the least effort.

    The levers' chances rest on `LEVER_DRAWS` draws, or on as many as the forecast if these are fewer; each lever says
    so, and a what-if with as many draws gives the same number. Levers are sought while the talks are played.

    Parameters
    ----------
    case, draws, seed, workers, progress
        As of `winset.forecast`.

    Raises
    ------
    InputError
        As of `winset.forecast`.

    Examples
    --------
    >>> import winset
    >>> answer = explained(winset.load("wage-round"), draws=128)
    >>> len(answer.levers), answer.levers[0].draws
    (5, 128)
    """
    check_asked(case, seed, workers)
    fewer = min(rounded_draws(draws), LEVER_DRAWS)
    with workforce(workers) as pool:
        # With a pool all is handed out before any of it is waited for, so that no process is idle in between.
        seeking = None if pool is None else _started(pool, case)
        finish = forecast_begun(case, draws, seed, workers, progress, pool)
        found = sought(case, we=case.levers.we) if seeking is None else seeking.result()
        least = found.least()
        tell = played_begun(case, found, least, fewer, seed, 1, None, pool) if least else None
        answer = finish()
        told = None if tell is None else tell()
    return answer if told is None else replace(answer, levers=tuple(told[opening] for opening in least))


def _started(pool: Executor, case: Case) -> Future[Sought]:
    """Start to look for levers."""
    with warnings.catch_warnings():
        # Python warns of forking beside the idle threads of a linear-algebra library, which no worker waits for.
        warnings.filterwarnings("ignore", message=".*fork.*", category=DeprecationWarning)
        return pool.submit(sought, case, None, case.levers.we)


__all__ = ["LEVER_DRAWS", "explained"]
