r"""How long does it take until something happens, when for many it has not happened yet?

A wait that is not over is *censored*: all that is known is that it lasted at least so long. Such waits count while
they were watched and no longer (Kaplan and Meier 1958), and forecasts of them are scored by giving those whose outcome
is known the weight of those whose outcome is not (Graf et al. 1999). The one assumption is that being censored says
nothing about how much longer it would have taken; it holds where waits are cut off by a date only and those who started
late wait as long as those who started early. Not for outcomes that rule each other out.

References: Kaplan, E. L., Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
American Statistical Association 53, 457-481. Graf, E., Schmoor, C., Sauerbrei, W., Schumacher, M. (1999). Assessment
and comparison of prognostic classification schemes for survival data. Statistics in Medicine 18, 2529-2545.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError, WinsetError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def need_survival() -> None:
    """Make sure that the library for waits that are not over is there.

    Raises
    ------
    WinsetError
        If the extra `backtest` is not installed; says how to install it.
    """
    if not find_spec("statsmodels"):
        raise WinsetError("this backtest needs statsmodels: pip install 'winset[backtest]'")


@dataclass(frozen=True, eq=False)
class Curve:
    """How many are still waiting: the share falls to `waiting[i]` at `times[i]` and is 1 before the first.

    Parameters
    ----------
    times : array of float, shape (n,)
        Rising.
    waiting : array of float, shape (n,)
        From 1 to 0, falling.
    """

    times: Array
    waiting: Array

    def after(self, times: ArrayLike) -> Array:
        """Return the share still waiting once each time is over."""
        steps = np.concatenate([[1.0], self.waiting])
        return steps[np.searchsorted(self.times, np.asarray(times, dtype=float), side="right")]

    def before(self, times: ArrayLike) -> Array:
        """Return the share still waiting just before each time."""
        steps = np.concatenate([[1.0], self.waiting])
        return steps[np.searchsorted(self.times, np.asarray(times, dtype=float), side="left")]

    def hazard(self, times: ArrayLike) -> Array:
        """Return minus the logarithm of the share still waiting once each time is over; at most 35."""
        return -np.log(np.maximum(self.after(times), np.exp(-35.0)))


def kaplan_meier(times: ArrayLike, happened: ArrayLike) -> Curve:
    r"""Return the share still waiting over time.

    .. math:: \hat S(t) = \prod_{t_i \le t} \Bigl(1 - \frac{d_i}{n_i}\Bigr)

    Here d_i is how many it happened to at t_i, and n_i how many were watched and still waiting just before.

    Parameters
    ----------
    times : array of float, shape (n,)
        How long each was watched, at least 0.
    happened : array of bool, shape (n,)
        Whether it happened then; otherwise the wait is not over.

    Returns
    -------
    Curve
        Always 1 if there is nobody to learn from.

    Raises
    ------
    InputError
        If a time is negative or not finite, or the shapes differ.
    WinsetError
        If the extra `backtest` is not installed.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 2, 3], [True, False, True, False])
    >>> curve.after([0, 1, 2, 9]).round(3).tolist()
    [1.0, 0.75, 0.5, 0.5]
    """
    t, d = watched(times, happened)
    if not t.size:
        return Curve(np.empty(0), np.empty(0))
    need_survival()
    from statsmodels.duration.survfunc import SurvfuncRight

    found = SurvfuncRight(t, d.astype(int))
    return Curve(np.asarray(found.surv_times, dtype=float), np.asarray(found.surv_prob, dtype=float))


def known_by(times: ArrayLike, happened: ArrayLike, horizon: float) -> tuple[Flags, Flags]:
    """Return whether it had happened by a horizon, and whether that is known.

    >>> [flags.tolist() for flags in known_by([1, 1, 6], [True, False, True], 5)]
    [[True, False, False], [True, False, True]]
    """
    t, d = watched(times, happened)
    by = d & (t <= horizon)
    return by, by | (t >= horizon)


def censoring_weights(times: ArrayLike, happened: ArrayLike, horizon: float) -> Array:
    r"""Return the weight of each forecast of whether it happens by a horizon, for scores where some waits are not over.

    .. math:: w_i = \begin{cases} 1 / G(t_i-) & \text{happened at } t_i \le h \\
                                  1 / G(h-) & \text{still waiting at } h \\
                                  0 & \text{not known} \end{cases}

    Here G(t-) is the share of waits not cut off before t, by Kaplan-Meier with both ends exchanged; where both fall on
    one time, it happens first and is cut off then. Who was watched up to h counts as still waiting at h.

    Parameters
    ----------
    times, happened : arrays of shape (n,)
        As for `kaplan_meier`.
    horizon : float
        h, in the units of the times.

    Returns
    -------
    array of float, shape (n,)
        At least 0; all 1 if every outcome is known. On average 1 if the assumption holds.

    Raises
    ------
    InputError, WinsetError
        As `kaplan_meier`.

    Examples
    --------
    One of three that were watched up to 2 is cut off there: the two others stand for all three.

    >>> censoring_weights([1, 2, 3, 9], [True, False, True, False], 5).round(3).tolist()
    [1.0, 0.0, 1.5, 1.5]
    """
    t, d = watched(times, happened)
    _, known = known_by(t, d, horizon)
    if known.all():
        return np.ones(t.size)
    # What happens at a time comes before cutting off at that time, so that the curve of being cut off is over ranks.
    ranks = np.unique(t)
    rank = 2.0 * np.searchsorted(ranks, t)
    uncut = kaplan_meier(rank + ~d, ~d)
    share = uncut.before(np.minimum(rank, 2.0 * np.searchsorted(ranks, horizon)))
    return np.divide(1.0, share, out=np.zeros(t.size), where=known & (share > 0))


def watched(times: ArrayLike, happened: ArrayLike) -> tuple[Array, Flags]:
    """Return how long each was watched and whether it happened then, as arrays of one shape, or raise an error."""
    t, d = np.asarray(times, dtype=float), np.asarray(happened, dtype=bool)
    if t.ndim != 1 or t.shape != d.shape:
        raise InputError(f"`times` has shape {t.shape} and `happened` {d.shape}; they are lists of one length")
    if not (np.isfinite(t) & (t >= 0)).all():
        raise InputError("`times` holds a number that is negative or not finite; a wait lasts at least 0")
    return t, d
