r"""When will it happen, from what is known at the start? A chance for each stretch of time, given that it has not yet.

Time is cut into stretches, and in each the chance that it happens is a logistic regression on figures known at the
start (Cox 1972, section 6; Allison 1982). The start itself is a stretch of its own, in which each figure has an effect
of its own, since who does at once what he signs differs from who does it in time. The one assumption besides is that
effects on the log-odds are the same in all later stretches. A stretch in which a wait is cut off is not counted; one
that no wait has reached yet has the chance of the one before.

References: Cox, D. R. (1972). Regression models and life-tables. Journal of the Royal Statistical Society B 34,
187-220. Allison, P. D. (1982). Discrete-time methods for the analysis of event histories. Sociological Methodology 13,
61-98.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.backtest.logistic import Logistic, ridge_logistic
from winset.backtest.survival import watched
from winset.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Hazards:
    """What was learnt about when it happens.

    Parameters
    ----------
    edges : array of float, shape (n_stretches,)
        Where each stretch ends, rising from 0: the first is the start itself.
    model : Logistic
        Of figures as `_design` lays them out.
    """

    edges: Array
    model: Logistic

    def chances(self, figures: ArrayLike, horizons: Sequence[float]) -> Array:
        """Return the chance that it happens by each horizon, shape (n_rows, n_horizons); horizons are edges.

        Raises
        ------
        InputError
            If a horizon is no edge.
        """
        x = np.asarray(figures, dtype=float)
        places = np.searchsorted(self.edges, np.asarray(horizons, dtype=float))
        if (places >= len(self.edges)).any() or not np.array_equal(self.edges[places], horizons):
            raise InputError(f"`horizons` is {list(horizons)}; each is one of {self.edges.tolist()}")
        steps = len(self.edges)
        every = np.repeat(np.arange(len(x)), steps)
        each = self.model.chances(_design(x[every], np.tile(np.arange(steps), len(x)), steps)).reshape(len(x), steps)
        gone: Array = np.asarray(1 - np.cumprod(1 - each, axis=1))
        return gone[:, places]

    def parts(self, figures: ArrayLike) -> Array:
        """Return what each figure adds to the log-odds of every stretch after the first, shape (n_rows, n_figures)."""
        x = np.asarray(figures, dtype=float)
        design = _design(x, np.ones(len(x), dtype=np.intp), len(self.edges))
        found: Array = self.model.parts(design)[:, -2 * x.shape[1] : -x.shape[1]]
        return found


def fit_hazards(
    figures: ArrayLike, times: ArrayLike, happened: ArrayLike, edges: ArrayLike, penalty: float = 1.0
) -> Hazards:
    r"""Return the chances, stretch by stretch, learnt from waits of which some are not over.

    .. math:: \operatorname{logit} P(t_{k-1} < T \le t_k \mid T > t_{k-1}) =
              \alpha_k + \beta \cdot x + [k = 0]\, \gamma \cdot x

    Parameters
    ----------
    figures : array of float, shape (n, n_figures)
        x, finite, known at the start.
    times, happened : arrays of shape (n,)
        How long each was watched, and whether it happened then.
    edges : array of float
        t_0 = 0, t_1, ...: where stretches end.
    penalty : float, default 1
        Of the ridge, see `ridge_logistic`.

    Raises
    ------
    InputError
        As `watched` and `ridge_logistic`, or if edges do not rise from 0.

    Examples
    --------
    >>> found = fit_hazards([[0], [0], [1], [1]] * 9, [2, 5, 1, 1] * 9, [1, 0, 1, 1] * 9, [0, 1, 2, 5])
    >>> found.chances([[0], [1]], [1]).round(1).ravel().tolist()
    [0.1, 0.9]
    """
    t, d = watched(times, happened)
    x, ends = np.asarray(figures, dtype=float), np.asarray(edges, dtype=float)
    if ends.ndim != 1 or ends.size < 2 or ends[0] != 0 or not (np.diff(ends) > 0).all():
        raise InputError(f"`edges` is {ends.tolist()}; stretches end at 0 and at rising times after it")
    # The stretch in which a wait ends; len(ends) if it outlasts them all.
    last = np.searchsorted(ends, t, side="left")
    whole = np.searchsorted(ends, t, side="right")
    seen = np.where(d, np.minimum(last + 1, len(ends)), whole)
    row = np.repeat(np.arange(len(t)), seen)
    stretch = np.arange(len(row)) - np.repeat(np.cumsum(seen) - seen, seen)
    outcome = d[row] & (stretch == last[row])
    return Hazards(ends, ridge_logistic(_design(x[row], stretch, len(ends)), outcome, penalty))


def _design(x: Array, stretch: NDArray[np.intp], stretches: int) -> Array:
    """Return what is regressed on: how many stretches are over, the figures, and the figures if it is the start.

    A stretch that nobody has reached yet so has the chance of the one before.
    """
    which = stretch[:, None] >= np.arange(1, stretches)
    return np.hstack([which.astype(float), x, x * (stretch == 0)[:, None]])
