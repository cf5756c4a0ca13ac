"""When does one leader's capital first reach the level it needs, if it walks at random?

The essential assumption is a Brownian motion: changes are independent, normal and without pull towards
any level. Not when capital is known to fall back (`winset.timing.mean_reversion` brackets the answer from
the other side), when it moves by jumps with a cause of their own, or when *two* leaders must be ready at
the same time (`winset.timing.joint_window`): the product of two of these chances is not the chance of a
deal.

References: Harrison, J. M. (1985). Brownian Motion and Stochastic Flow Systems. Wiley, chapter 1.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfcx, ndtr

from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


def brownian_passage(gap: ArrayLike, volatility: ArrayLike, horizon: ArrayLike, drift: ArrayLike = 0.0) -> Array:
    r"""Return the chance that a walk rises by `gap` at some moment up to `horizon`.

    .. math:: P = \Phi\Bigl(\frac{\mu T - b}{\sigma\sqrt T}\Bigr)
        + e^{2\mu b/\sigma^2}\,\Phi\Bigl(\frac{-b-\mu T}{\sigma\sqrt T}\Bigr)

    Here P is the chance and :math:`\Phi` the distribution function of a standard normal; :math:`\mu` is the drift
    and :math:`\sigma` the volatility.

    Parameters
    ----------
    gap : array of float
        b, points still missing; 0 or less means that the level is already reached.
    volatility : array of float
        sigma, points per root time, at least 0.
    horizon : array of float
        T, in the same time unit, at least 0 and finite.
    drift : array of float
        mu, points per time.

    Returns
    -------
    array of float
        In [0, 1], in the shape that the arguments make together. A gap of 0 or less gives 1 at once;
        without volatility the walk is a straight line.

    Raises
    ------
    InputError
        If volatility or horizon is negative or not a finite number.

    Examples
    --------
    >>> float(brownian_passage(gap=8.4, volatility=1.5, horizon=32).round(3))
    0.322
    """
    b, sigma, T, mu = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (gap, volatility, horizon, drift)))
    refuse_negative(volatility=sigma, horizon=T)
    spread = sigma * np.sqrt(T)
    with np.errstate(all="ignore"):
        ahead = ndtr((mu * T - b) / spread)
        below, above = (b - mu * T) / spread, (b + mu * T) / spread
        # Both forms are the reflected term; each is free of overflow where it is used.
        reflected = np.where(
            above >= 0,
            np.exp(-(below**2) / 2) * erfcx(above / np.sqrt(2)) / 2,
            np.exp(2 * mu * b / sigma**2) * ndtr(-above),
        )
        straight = np.where(mu * T >= b, 1.0, 0.0)
        chance = np.where(spread > 0, np.clip(ahead + reflected, 0.0, 1.0), straight)
    return np.where(b <= 0, 1.0, chance)


def brownian_passage_ever(gap: ArrayLike, volatility: ArrayLike, drift: ArrayLike) -> Array:
    r"""Return the chance that a walk ever rises by `gap`: :math:`e^{2\mu b/\sigma^2}` with adverse drift, else 1.

    Arguments as in `brownian_passage`. Without drift the level is certain to be reached and the mean wait
    is infinite.

    >>> float(brownian_passage_ever(gap=1, volatility=1, drift=-0.5).round(4))
    0.3679
    """
    return brownian_passage_before_chance_deadline(gap, volatility, 0.0, drift)


def brownian_passage_before_chance_deadline(
    gap: ArrayLike, volatility: ArrayLike, deadline_hazard: ArrayLike, drift: ArrayLike = 0.0
) -> Array:
    r"""Return the chance that a walk rises by `gap` before a deadline that strikes at a constant rate.

    .. math:: P = \exp\Bigl(\frac{b}{\sigma^2}\bigl(\mu - \sqrt{\mu^2 + 2 k \sigma^2}\bigr)\Bigr),
        \quad \text{without drift } e^{-b\sqrt{2k}/\sigma}

    Parameters
    ----------
    gap, volatility, drift : array of float
        As in `brownian_passage`.
    deadline_hazard : array of float
        k, deadlines per time, at least 0; the mean time to the deadline is 1 / k.

    Returns
    -------
    array of float
        In [0, 1].

    Examples
    --------
    >>> float(brownian_passage_before_chance_deadline(gap=1, volatility=1, deadline_hazard=0.5).round(4))
    0.3679
    """
    b, sigma, k, mu = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (gap, volatility, deadline_hazard, drift))
    )
    refuse_negative(volatility=sigma, deadline_hazard=k)
    root = np.sqrt(mu**2 + 2 * k * sigma**2)
    with np.errstate(all="ignore"):
        # (mu - root) / sigma^2, without cancellation for a favourable drift and without division by sigma.
        exponent = np.where(mu > 0, -2 * k / (mu + root), (mu - root) / sigma**2)
        exponent = np.where((sigma == 0) & (mu <= 0), -np.inf, exponent)
        chance = np.exp(b * exponent)
    return np.where(b <= 0, 1.0, chance)


def refuse_negative(**amounts: ArrayLike) -> None:
    """Raise an `InputError` that names the first amount which is negative or not a finite number."""
    for name, amount in amounts.items():
        values = np.atleast_1d(np.asarray(amount, dtype=float))
        bad = ~((values >= 0) & np.isfinite(values))
        if np.any(bad):
            raise InputError(f"`{name}` is {cast(float, values[bad][0])}; it is at least 0 and finite")


register(
    Model(
        id="brownian-passage",
        family="timing",
        meaning="With what chance does capital that walks at random reach the level it needs in time?",
        reference="Harrison, J. M. (1985). Brownian Motion and Stochastic Flow Systems. Wiley.",
        status="textbook",
        function=brownian_passage,
        example={"gap": 8.4, "volatility": 1.5, "horizon": [12, 32]},
    )
)
