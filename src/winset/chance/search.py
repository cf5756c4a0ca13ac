"""Finding shifts, stray readings, and how wordings are linked, one thing at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy

from winset.chance.design import EFFECT_SD, Design, Effect, Polls, moments_of
from winset.chance.shifts import alarm_bar, clearest, standing_out, strength
from winset.chance.tracked import Array, Seen, Weighed, seen

MOST_EFFECTS = 40
"""Effects after which the search stops: more of them make a walk of their own."""

CANDIDATES = 4
"""Places fitted in a round of the search: shifts beside each other, and a stray reading, look much alike by score."""

LEAST_SCORE = 2.0
"""Standard errors by its score from which a place may be a candidate."""

TRIED_VOLATILITIES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.5, 7.0)
TRIED_EXTRAS = (0.0, 1.0, 2.0)

SLOPE_SD = 0.5
"""Prior standard deviation of a slope about 1: wordings of one subject mostly move together, point for point."""

LINK_SCALE = 2.0
"""Prior scale of a wording's own error, half-normal, in points."""


def likeliest_walk(design: Design, own_error: Array) -> tuple[Weighed, Seen]:
    """Return readings and what they say under the likeliest random walk of a few."""
    sightings, sampling = design.sightings(), design.polls.sampling + own_error
    best: tuple[float, Weighed, Seen] | None = None
    for extra in TRIED_EXTRAS:
        weighed = Weighed(sightings, sampling + extra**2)
        for volatility in TRIED_VOLATILITIES:
            found = seen(weighed, volatility**2)
            if best is None or found.log_likelihood > best[0]:
                best = found.log_likelihood, weighed, found
    assert best is not None
    return best[1], best[2]


def with_effects(design: Design, own_error: Array, false_alarm: float) -> Design:
    """Return a design with every shift and stray reading that stands out, found one after another.

    The clearest few by their scores are fitted, each with its own variances, and the strongest is taken if it passes
    the bar. A reading of the last day may stray or begin a shift, and only what follows will tell: it is not taken.
    """
    polls = design.polls
    bar = alarm_bar(2 * polls.days.size, false_alarm)
    strays_taken = np.flatnonzero(polls.days == polls.days.max()).tolist()
    shifts_taken: list[int] = []
    while len(design.effects) < min(MOST_EFFECTS, polls.days.size // 4):
        weighed, found = likeliest_walk(design, own_error)
        taken = np.array(strays_taken, dtype=np.int64), np.array(shifts_taken, dtype=np.int64)
        best: tuple[float, str, int, Design] | None = None
        for kind, place, score in clearest(*standing_out(weighed, found), taken, CANDIDATES):
            if abs(score) < LEAST_SCORE:
                break
            tried = replace(design, effects=(*design.effects, _effect(design, kind, place)))
            clear = strength(found, likeliest_walk(tried, own_error)[1], EFFECT_SD**2)
            if best is None or abs(clear) > abs(best[0]):
                best = clear, kind, place, tried
        if best is None or abs(best[0]) < bar:
            break
        (shifts_taken if best[1] == "shift" else strays_taken).append(best[2])
        design = replace(design, effects=(*design.effects, replace(best[3].effects[-1], strength=best[0])))
    return design


def _effect(design: Design, kind: str, place: int) -> Effect:
    """Return a shift at a moment, or a stray reading, of a strength not yet known."""
    days = design.polls.days
    if kind == "stray":
        return Effect(kind, float(days[place]), place, 0.0)
    day = float(design.moments[place])
    return Effect(kind, day, int(np.searchsorted(days, day)), 0.0)


def linked(polls: Polls) -> tuple[tuple[float, ...], Array, Array]:
    r"""Return the slope of each wording, its standard deviation, and the own error of each wording in points.

    .. math:: y = a_w + b_w\,A(t) + h + e,\quad b_w \sim N(1, 0.5^2),\quad
        \mathrm{Var}\,e = \text{sampling} + \tau^2 + \delta_w^2

    The intercepts are constants like others; slopes, own errors, volatility and extra error are those of greatest
    density after the readings; the deviation of a slope is from the curvature there.
    """
    count = len(polls.wordings) - 1
    if not count:
        return (1.0,), np.zeros(1), np.zeros(1)
    moments, node, _ = moments_of(polls.days)

    def cost(point: Array) -> float:
        """Return minus the log density at log volatility, extra error, slopes and own errors."""
        slopes, own = point[2 : 2 + count], np.abs(np.concatenate([[0.0], point[2 + count :]]))
        design = Design(polls, (1.0, *slopes.tolist()), (), moments, node)
        errors = polls.sampling + point[1] ** 2 + own[polls.wording] ** 2
        log_likelihood = seen(Weighed(design.sightings(), errors), float(np.exp(2 * point[0]))).log_likelihood
        prior = np.sum(((slopes - 1) / SLOPE_SD) ** 2) + np.sum((own / LINK_SCALE) ** 2) + (point[0] - 0.7) ** 2 / 4
        return float(prior / 2 + point[1] ** 2 / 4 - log_likelihood)

    start = np.concatenate([[0.7, 0.7], np.ones(count), np.ones(count)])
    options = {"xatol": 1e-3, "fatol": 1e-4, "maxiter": 200 * start.size}
    best = scipy.optimize.minimize(cost, start, method="Nelder-Mead", options=options).x
    step, sds = 0.02, np.zeros(count + 1)
    for place in range(count):
        move = np.zeros(start.size)
        move[2 + place] = step
        curvature = (cost(best + move) - 2 * cost(best) + cost(best - move)) / step**2
        sds[1 + place] = min(SLOPE_SD, curvature**-0.5) if curvature > 0 else SLOPE_SD
    own = np.abs(np.concatenate([[0.0], best[2 + count :]]))
    return (1.0, *best[2 : 2 + count].tolist()), sds, own
