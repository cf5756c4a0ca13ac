"""What happens between two dates of a simulated walk: the chance that it crossed a level unseen.

A simulation sees capital only on its dates, and so misses short visits to the level. Given both ends, a
Brownian motion in between is a bridge whose chance of crossing is known exactly; that motion is the essential
assumption. Use it for *one* level and the immediate form of closing, in which the first moment of a window
counts. Not for a deal that needs a meeting, nor for two levels at once: refine the steps and extrapolate.

References: Broadie, M., Glasserman, P., Kou, S. (1997). A continuity correction for discrete barrier
options. Mathematical Finance 7(4), 325-349.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import zeta

from winset.registry import Model, register
from winset.timing.brownian import refuse_negative

Array = NDArray[np.float64]

BETA = float(-zeta(0.5) / np.sqrt(2 * np.pi))
"""The constant .5826 of Broadie, Glasserman and Kou: minus zeta(1/2) over the root of 2 pi."""


def bridge_crossing(
    start: ArrayLike, end: ArrayLike, barrier: ArrayLike, volatility: ArrayLike, step: ArrayLike
) -> Array:
    r"""Return the chance that a walk reached a level above it between two dates, given where it stood on both.

    .. math:: P = \exp\Bigl(-\frac{2\,(b-x_0)(b-x_1)}{\sigma^2\,\Delta}\Bigr)

    Here P is the chance, and :math:`\Delta` the step between the dates.

    Parameters
    ----------
    start, end : array of float
        x_0 and x_1, points on the two dates.
    barrier : array of float
        b, points. If either end is at or above it, the answer is 1.
    volatility : array of float
        sigma, points per root time, at least 0. The drift does not matter, given both ends.
    step : array of float
        Time between the dates, at least 0.

    Returns
    -------
    array of float
        In [0, 1]; 0 without volatility or time if both ends are below.

    Examples
    --------
    >>> float(bridge_crossing(start=0.5, end=0.7, barrier=1, volatility=1, step=0.1).round(4))
    0.0498
    """
    x0, x1, b, sigma, dt = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (start, end, barrier, volatility, step))
    )
    refuse_negative(volatility=sigma, step=dt)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        chance = np.exp(-2 * np.maximum(b - x0, 0.0) * np.maximum(b - x1, 0.0) / (sigma**2 * dt))
    return np.where((x0 >= b) | (x1 >= b), 1.0, np.where(sigma**2 * dt > 0, chance, 0.0))


def continuity_shift(volatility: ArrayLike, step: ArrayLike) -> Array:
    r"""Return how far to move a level towards a walk seen only on dates, to make up for visits in between.

    .. math:: \beta\,\sigma\sqrt\Delta, \qquad \beta = -\zeta(1/2)/\sqrt{2\pi} \approx .5826

    Arguments as in `bridge_crossing`. Good to terms smaller than the root of the step.

    >>> float(continuity_shift(volatility=1.5, step=0.25).round(4))
    0.4369
    """
    refuse_negative(volatility=volatility, step=step)
    sigma, dt = np.asarray(volatility, dtype=float), np.asarray(step, dtype=float)
    return cast(Array, BETA * sigma * np.sqrt(dt))


def refined(coarse: ArrayLike, fine: ArrayLike) -> Array:
    r"""Return a chance extrapolated to continuous time from steps :math:`\Delta` and :math:`\Delta/4`.

    .. math:: P \approx 2 P_{\Delta/4} - P_{\Delta}

    It removes an error that shrinks with the root of the step; the result is cut to [0, 1].

    >>> float(refined(coarse=0.06, fine=0.066).round(3))
    0.072
    """
    extrapolated: Array = 2 * np.asarray(fine, dtype=float) - np.asarray(coarse, dtype=float)
    return np.asarray(np.clip(extrapolated, 0.0, 1.0))


register(
    Model(
        id="bridge-crossing",
        family="timing",
        meaning="With what chance did a simulated walk cross a level between two of its dates?",
        reference=(
            "Broadie, M., Glasserman, P., Kou, S. (1997). A continuity correction for discrete barrier options. "
            "Mathematical Finance 7(4), 325-349."
        ),
        status="textbook",
        function=bridge_crossing,
        example={"start": 0.5, "end": 0.7, "barrier": 1, "volatility": 1, "step": 0.1},
    )
)
