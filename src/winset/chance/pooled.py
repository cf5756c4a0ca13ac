"""Where opinion stands and where it may go, from polls of several houses and wordings.

What is the level of support now, which houses lean, did it jump, and what will the next polls say? The essential
assumption is one level that all wordings follow: a walk, or a pull to a mean, with jumps; each wording sees it
through an intercept and a slope, each house leans by a constant, and each reading errs by more than its size says.
Not for questions that measure different things: a link between them is a habit of the past, not a law. Not for levels
within a few points of 0 or 100, where errors are no longer normal.

References: Jackman, S. (2005). Pooling the polls over an election campaign. Australian Journal of Political Science
40(4), 499-517. Harvey, A. C. (1989). Forecasting, Structural Time Series Models and the Kalman Filter. Cambridge
University Press. Harvey, A. C., Koopman, S. J. (1992). Diagnostic checking of unobserved-components time series
models. Journal of Business and Economic Statistics 10(4), 377-389.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from winset.chance.bursts import bursts
from winset.chance.design import DAYS_PER_MONTH, Design, Polls, moments_of
from winset.chance.jumps import Jumps, jumps_seen
from winset.chance.mixture import Mixture
from winset.chance.moves import Possibility, Process, possibilities
from winset.chance.readings import sampling_variance
from winset.chance.search import linked, with_effects
from winset.chance.tracked import Array
from winset.timing.mean_reversion import ou_step

FALSE_ALARM = 0.05
"""Chance of finding a shift or a stray reading in a series that holds none, by Bonferroni's bound."""


@dataclass(frozen=True)
class Pooled:
    """Polls with everything found in them, ready to be asked for levels and readings on any day among its moments.

    Parameters
    ----------
    design : Design
    own_error : array of float, shape (n_wordings,)
        Error of each wording about its link, in points; 0 for the reference.
    slope_sds : array of float, shape (n_wordings,)
    possibilities : tuple of Possibility
    jumps : Jumps
    """

    design: Design
    own_error: Array
    slope_sds: Array
    possibilities: tuple[Possibility, ...]
    jumps: Jumps

    @property
    def weights(self) -> Array:
        """Weights of the possibilities."""
        return np.array([one.weight for one in self.possibilities])

    def constant(self, place: int) -> Mixture:
        """Return what is known of one unknown constant."""
        return self.combination(np.eye(self.design.precision.size)[place])

    def combination(self, row: Array) -> Mixture:
        """Return what is known of a weighted sum of the constants."""
        means = np.array([row @ one.seen.constants for one in self.possibilities])
        variances = np.array([max(row @ one.seen.covariance @ row, 0.0) for one in self.possibilities])
        return Mixture(self.weights, means, variances)

    def levels(self, days: Sequence[float] | Array, wording: int = 0, house: int | None = None) -> tuple[Mixture, ...]:
        """Return the level on days that are among the moments, in a wording, by one house or the average one.

        Days after the last reading allow for bursts and jumps.
        """
        asked = np.asarray(days, dtype=float)
        node = np.searchsorted(self.design.moments, asked).astype(np.int64)
        words = np.full(node.size, wording)
        rows = self.design.rows(node, words, None if house is None else np.full(node.size, house))
        slope = self.design.slopes[wording]
        found = [one.seen.at(node, rows, slope) for one in self.possibilities]
        last = self.design.polls.days.max()
        answer = []
        for place, day in enumerate(asked):
            level = Mixture(
                self.weights, np.array([means[place] for means, _ in found]), np.array([v[place] for _, v in found])
            )
            if day > last:
                level = self._ahead(level, (day - last) / DAYS_PER_MONTH, slope)
            answer.append(level)
        return tuple(answer)

    def _ahead(self, level: Mixture, months: float, slope: float) -> Mixture:
        """Return a level some months after the last reading, its move since then in bursts, and jumps added."""
        speeds = [one.speed for one in self.possibilities]
        moved = slope**2 * ou_step(speeds, [one.volatility for one in self.possibilities], months)[1]
        settled = Mixture(level.weights, level.means, np.maximum(level.variances - moved, 0.0))
        scales = bursts()
        variances, chances = self.jumps.ahead(months)
        return settled.plus(np.outer(moved, scales), np.full(scales.size, 1 / scales.size)).plus(
            slope**2 * variances, chances
        )

    def reading(self, day: float, house: int | None, size: float, wording: int = 0) -> Mixture:
        """Return what a poll of so many people would say on a day among the moments."""
        [level] = self.levels([day], wording, house)
        sampling = float(sampling_variance(level.mean, size)) + float(self.own_error[wording]) ** 2
        repeats = level.weights.size // len(self.possibilities)
        extra = np.repeat([one.extra_sd**2 for one in self.possibilities], repeats)
        return replace(level, variances=level.variances + sampling + extra)


def pooled(
    polls: Polls, asked: Sequence[float] = (), process: Process = "either", false_alarm: float = FALSE_ALARM
) -> Pooled:
    """Return polls with links, shifts, stray readings and plausible moves found; `asked` are days to be asked for."""
    slopes, slope_sds, own = linked(polls)
    moments, node, _ = moments_of(polls.days)
    own_variance = own[polls.wording] ** 2
    design = Design(polls, slopes, (), moments, node)
    if false_alarm > 0:
        design = with_effects(design, own_variance, false_alarm)
    moments, node, _ = moments_of(polls.days, asked)
    design = replace(design, moments=moments, node=node)
    found = possibilities(design.sightings(), polls.sampling + own_variance, process)
    answer = Pooled(design, own, slope_sds, found, Jumps(0.0, 0.0))
    shifts = [
        answer.constant(design.n_before_effects + place).mean
        for place, effect in enumerate(design.effects)
        if effect.kind == "shift"
    ]
    years = float(polls.days.max() - polls.days.min()) / 365.25
    return replace(answer, jumps=jumps_seen(shifts, years) if false_alarm > 0 else Jumps(0.0, 0.0))
