"""Where opinion stands and where it may go: polls of several houses and wordings pooled into one level.

What is the level now, which houses lean, when did it jump, and what is it likely to be months ahead? The essential
assumption is one level that all wordings follow, each through an intercept and a slope: it walks at random or is
pulled to a mean, and jumps now and then; houses lean by constants, and readings err by more than their size says.
Not for questions that measure different things: a link between them is a habit of the past, not a law. Not for levels
within a few points of 0 or 100, where errors are no longer normal.

References: Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of Political Science
40(4), 499-517. Harvey, A. C., Koopman, S. J. (1992). Diagnostic checking of unobserved-components time series models.
Journal of Business and Economic Statistics 10(4), 377-389.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.chance.design import Polls
from winset.chance.moves import Process
from winset.chance.pooled import FALSE_ALARM, pooled
from winset.chance.readings import sampling_variance
from winset.errors import InputError
from winset.registry import Model, register

PROCESSES = ("either", "random-walk", "mean-reversion")
QUANTILES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


@dataclass(frozen=True)
class PooledLevel:
    """Levels on the days asked for, in points, and what was found on the way.

    Parameters
    ----------
    days, mean, sd : tuple of float
        The days asked for, sorted, and the level on each.
    quantiles : tuple of tuple of float
        2.5, 10, 25, 50, 75, 90 and 97.5 per cent points of each level.
    houses : tuple of str
        Sorted; `leans` have their order, for the first wording, nan for a house that did not use it.
    wordings : tuple of str
        The first is that in whose units the level is.
    intercepts, slopes : tuple of float
        How each wording follows the level; 0 and 1 for the first.
    shifts, strays : tuple of (float, float)
        Day and size of each shift of the level, and of each stray reading.
    volatility, extra_sd, random_walk : float
        Mean volatility in points per root month, mean error beyond sampling, and weight of the random walk.
    jumps_per_year, jump_sd : float
        Jumps to expect.
    """

    days: tuple[float, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]
    houses: tuple[str, ...]
    leans: tuple[float, ...]
    wordings: tuple[str, ...]
    intercepts: tuple[float, ...]
    slopes: tuple[float, ...]
    shifts: tuple[tuple[float, float], ...]
    strays: tuple[tuple[float, float], ...]
    volatility: float
    extra_sd: float
    random_walk: float
    jumps_per_year: float
    jump_sd: float


def pooled_level(
    days: ArrayLike,
    values: ArrayLike,
    at: ArrayLike,
    sizes: ArrayLike | None = None,
    houses: Sequence[str] | None = None,
    wordings: Sequence[str] | None = None,
    process: Process = "either",
    design_effect: float = 1.0,
    house_sd: float = 3.0,
    missing_size: float = 1000.0,
    false_alarm: float = FALSE_ALARM,
) -> PooledLevel:
    r"""Return the level of opinion on some days, past, present or ahead, from all readings.

    .. math:: y_j = a_w + b_w A(t_j) + h + e_j,\quad
        \mathrm{Var}\,e_j = 10^4 D\,\frac{p_j(1-p_j)}{n_j} + \tau^2 + \delta_w^2,\quad
        dA = -\theta (A - m)\,dt + \sqrt{Q}\,dW + \text{jumps}

    Here y is the reading j of wording w on day t, A the level, a and b the intercept and slope of the wording, h the
    lean of the house and e the error; D is the design effect, p the share and n the people asked, tau the error beyond
    sampling and delta the wording's own; theta is the pull to the mean m, Q the variance a month that W, a Brownian
    motion, adds. `Var` is a variance and d a change in the time t.

    Parameters
    ----------
    days : array of float, shape (n_readings,)
        Day of each reading, counted from any origin, in any order.
    values : array of float, shape (n_readings,)
        Shares in points, strictly between 0 and 100.
    at : array of float, shape (n_days,)
        Days asked for; beyond the last reading they allow for jumps.
    sizes : array of float, shape (n_readings,), optional
        People asked; nan where unknown.
    houses, wordings : sequence of str, length n_readings, optional
        Who asked, and what. The wording with most readings gives the level; the first in the alphabet of several.
    process : {"either", "random-walk", "mean-reversion"}
        ``either`` weighs both.
    design_effect : float
        D, at least 1.
    house_sd : float
        Standard deviation of a house's lean before the readings, in points; leans of a wording sum to zero.
    missing_size : float
        Size taken where none is known.
    false_alarm : float
        Chance, at most, of finding a shift or a stray reading where there is none; 0 looks for none and expects none.

    Returns
    -------
    PooledLevel
        Every number is averaged over all ways of moving that the readings leave plausible.

    Raises
    ------
    InputError
        If arrays differ in length, are out of range, or hold fewer than three readings on two days.

    Notes
    -----
    Volatility, pull and extra error are weighed on a grid under a stated prior (`winset.chance.moves`). Slopes and
    own errors of wordings, and which shifts there are, are chosen once and then taken as known.

    Examples
    --------
    >>> found = pooled_level([0, 30, 60, 90], [50, 51, 50, 49], at=[90, 180], sizes=[1000] * 4)
    >>> [round(level) for level in found.mean], found.sd[1] > found.sd[0]
    ([50, 50], True)
    """
    t, y = numbers_between("days", days).ravel(), numbers_between("values", values).ravel()
    asked = np.unique(numbers_between("at", at).ravel())
    n = np.full(t.size, np.nan) if sizes is None else np.asarray(sizes, dtype=float).ravel()
    who = ["house"] * t.size if houses is None else list(houses)
    what = ["question"] * t.size if wordings is None else list(wordings)
    if not t.size == y.size == n.size == len(who) == len(what):
        raise InputError(
            f"`days`, `values`, `sizes`, `houses` and `wordings` have {t.size}, {y.size}, {n.size}, {len(who)} and "
            f"{len(what)} entries; they have one each per reading"
        )
    if t.size < 3 or np.unique(t).size < 2:
        raise InputError(
            f"there are {t.size} readings on {np.unique(t).size} days; pooling takes three on two days or more"
        )
    if asked.size == 0:
        raise InputError("`at` is empty; name a day")
    if not np.all((y > 0) & (y < 100)):
        raise InputError(
            f"`values` holds {y[(y <= 0) | (y >= 100)][0]:g}; shares lie strictly between 0 and 100 points"
        )
    if np.any(n <= 0) or np.any(np.isinf(n)):
        raise InputError("`sizes` holds a size that is not above 0 and finite; write nan where it is unknown")
    if process not in PROCESSES:
        raise InputError(f"`process` is {process}; take {', '.join(PROCESSES)}")
    numbers_between("design_effect", design_effect, 1, 1e6)
    numbers_between("house_sd", house_sd, 0, 100)
    numbers_between("missing_size", missing_size, 1, 1e12)
    numbers_between("false_alarm", false_alarm, 0, 0.5)

    order = np.lexsort((y, np.array(what), np.array(who), t))
    names = tuple(sorted(set(who)))
    questions = tuple(sorted(set(what), key=lambda one: (-what.count(one), one)))
    polls = Polls(
        t[order],
        y[order],
        sampling_variance(y, np.where(np.isnan(n), missing_size, n), design_effect)[order],
        np.array([names.index(who[k]) for k in order], dtype=np.int64),
        np.array([questions.index(what[k]) for k in order], dtype=np.int64),
        names,
        questions,
        float(house_sd),
    )
    fit = pooled(polls, asked.tolist(), process, false_alarm)
    levels = fit.levels(asked)
    design, start = fit.design, fit.design.n_before_effects
    first = np.zeros(1, dtype=np.int64)
    average = design.rows(first, first, None)[0]
    leans = [
        fit.combination(design.rows(first, first, np.full(1, house))[0] - average).mean
        if house in polls.asking(0)
        else float("nan")
        for house in range(len(names))
    ]
    effects = [(one.kind, one.day, fit.constant(start + place).mean) for place, one in enumerate(design.effects)]
    return PooledLevel(
        days=tuple(asked.tolist()),
        mean=tuple(level.mean for level in levels),
        sd=tuple(level.sd for level in levels),
        quantiles=tuple(tuple(level.quantiles(QUANTILES).tolist()) for level in levels),
        houses=names,
        leans=tuple(leans),
        wordings=questions,
        intercepts=(0.0, *(fit.constant(w).mean for w in range(1, len(questions)))),
        slopes=design.slopes,
        shifts=tuple(sorted((day, size) for kind, day, size in effects if kind == "shift")),
        strays=tuple(sorted((day, size) for kind, day, size in effects if kind == "stray")),
        volatility=float(sum(one.weight * one.volatility for one in fit.possibilities)),
        extra_sd=float(sum(one.weight * one.extra_sd for one in fit.possibilities)),
        random_walk=float(sum(one.weight for one in fit.possibilities if one.speed == 0)),
        jumps_per_year=fit.jumps.per_year,
        jump_sd=fit.jumps.sd,
    )


register(
    Model(
        id="pooled-level",
        family="chance",
        meaning="What do polls of several houses and wordings say together, now and for the months ahead?",
        reference=(
            "Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of Political "
            "Science 40(4), 499-517."
        ),
        status="in the spirit of",
        function=pooled_level,
        example={
            "days": [0, 14, 30, 45, 60, 75],
            "values": [48.0, 44.0, 49.0, 45.0, 47.0, 43.0],
            "houses": ["a", "b", "a", "b", "a", "b"],
            "sizes": [1000, 800, 1000, 800, 1000, 800],
            "at": [75, 105],
        },
    )
)
