"""Events that cover a gap: how likely in time, and how long does the window stay open?

A popular event (a union, a victory, a reunion) lifts capital at once and then fades. The essential
assumptions are a constant rate of independent events and exponential fading. Not for events on a known
date, nor for events that need the consent of a third party that resists: their rate is what *that*
party's game allows.

References: Kingman, J. F. C. (1993). Poisson Processes. Oxford University Press (marked and thinned
processes, shot noise).
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError
from winset.registry import Model, register
from winset.timing.brownian import refuse_negative

Array = NDArray[np.float64]


def event_passage(rate: ArrayLike, covers: ArrayLike, horizon: ArrayLike) -> Array:
    r"""Return the chance that an event large enough happens up to `horizon`.

    .. math:: P = 1 - e^{-\lambda p T}

    Here P is the chance and :math:`\lambda` the rate.

    Parameters
    ----------
    rate : array of float
        lambda, events per time, at least 0.
    covers : array of float
        p, chance that an event covers the gap, in [0, 1].
    horizon : array of float
        T, at least 0.

    Returns
    -------
    array of float
        In [0, 1].

    Examples
    --------
    >>> float(event_passage(rate=0.5, covers=0.4, horizon=2.5).round(4))
    0.3935
    """
    refuse_negative(rate=rate, covers=covers, horizon=horizon)
    p = np.asarray(covers, dtype=float)
    if np.any(p > 1):
        raise InputError(f"`covers` is {np.atleast_1d(p)[np.atleast_1d(p) > 1][0]}; a chance lies between 0 and 1")
    return cast(Array, -np.expm1(-np.asarray(rate, dtype=float) * p * np.asarray(horizon, dtype=float)))


def window_length(boost: ArrayLike, gap: ArrayLike, fading: ArrayLike) -> Array:
    r"""Return how long a fading boost covers a gap.

    .. math:: \ell = \ln(J / g) / \theta

    Parameters
    ----------
    boost : array of float
        J, points gained at the event, at least 0.
    gap : array of float
        g, points missing without it; 0 or less means that the window is open anyway.
    fading : array of float
        theta, per time, at least 0; half of the boost is gone after ln 2 / theta.

    Returns
    -------
    array of float
        In time units; 0 if the boost is too small, infinite if it does not fade or nothing is missing.

    Examples
    --------
    >>> float(window_length(boost=10, gap=6, fading=0.5).round(4))
    1.0217
    """
    J, g, theta = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (boost, gap, fading)))
    refuse_negative(boost=J, fading=theta)
    with np.errstate(divide="ignore", invalid="ignore"):
        length = np.where(g > J, 0.0, np.where(theta > 0, np.log(J / g) / theta, np.inf))
    return np.where(g <= 0, np.inf, length)


def boost_needed(gap: ArrayLike, fading: ArrayLike, lead_time: ArrayLike) -> Array:
    r"""Return the smallest boost whose window is long enough to negotiate in: :math:`g\,e^{\theta \ell}`, at least 0.

    The chance that an event's boost exceeds this is the `covers` of `event_passage`.

    >>> float(boost_needed(gap=6, fading=0.5, lead_time=1).round(3))
    9.892
    """
    refuse_negative(fading=fading, lead_time=lead_time)
    grown = np.exp(np.asarray(fading, dtype=float) * np.asarray(lead_time, dtype=float))
    return cast(Array, np.maximum(np.asarray(gap, dtype=float), 0.0) * grown)


register(
    Model(
        id="offsetting-events",
        family="timing",
        meaning="With what chance does an event in time cover what a leader is missing, and for how long?",
        reference="Kingman, J. F. C. (1993). Poisson Processes. Oxford University Press.",
        status="textbook",
        function=event_passage,
        example={"rate": 0.5, "covers": 0.4, "horizon": 2.5},
    )
)
