"""How long is a deal kept when any successor may renege?

Occasions to renege (a change of leader, of majority, of a court) come at constant rates; at each the deal is broken
with a stated chance. The essential assumption is that neither rate nor chance depends on how long the deal has lasted.
Do not use it where terms end on known dates, or where a deal grows roots: breach then becomes rarer with time.

References: Cox, D. R., Oakes, D. (1984). Analysis of Survival Data. Chapman and Hall, chapter 9 (competing risks).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import Array, numbers_between
from winset.errors import InputError
from winset.registry import Model, register


def durability(hazard: ArrayLike, renege: ArrayLike, horizon: ArrayLike) -> Array:
    r"""Return the chance that a deal is still kept after `horizon`.

    .. math:: S(T) = e^{-h \rho T}

    Here S(T) is the chance that the deal still stands at T.

    Parameters
    ----------
    hazard : array of float
        h: occasions to renege per time, at least 0.
    renege : array of float
        :math:`\rho`: chance that the deal is broken on such an occasion, from 0 to 1.
    horizon : array of float
        T: in the same time unit, at least 0 and finite.

    Returns
    -------
    array of float
        From 0 to 1, in the shape that the arguments make together.

    Raises
    ------
    InputError
        If a rate or time is negative or not finite, or a chance is not between 0 and 1.

    Examples
    --------
    A new leader every five years, three in ten of whom would renege; after ten years:

    >>> float(durability(hazard=0.2, renege=0.3, horizon=10).round(4))
    0.5488
    """
    return np.asarray(np.exp(-_rate(hazard, renege) * numbers_between("horizon", horizon, 0)))


def breach_chances(hazard: ArrayLike, renege: ArrayLike, horizon: ArrayLike) -> Array:
    r"""Return for each of several hazards the chance that it is the first to break the deal, up to `horizon`.

    .. math:: P_k(T) = \frac{h_k \rho_k}{\Lambda} \bigl(1 - e^{-\Lambda T}\bigr), \qquad \Lambda = \sum_k h_k \rho_k

    Parameters
    ----------
    hazard, renege : array of float, shape (..., n_hazards)
        As in `durability`, one column for each independent hazard.
    horizon : array of float, shape (...)
        As in `durability`.

    Returns
    -------
    array of float, shape (..., n_hazards)
        They sum to the chance of a breach, which is one less the durability under all hazards; all 0 without a hazard.

    Raises
    ------
    InputError
        As in `durability`, and if there is no axis of hazards.

    Examples
    --------
    >>> breach_chances(hazard=[0.2, 0.1], renege=[0.3, 0.2], horizon=10).round(4).tolist()
    [0.413, 0.1377]
    """
    rates = _rate(hazard, renege)
    if rates.ndim == 0:
        raise InputError("`hazard` is a single number; it holds one hazard in each place of its last axis")
    total = rates.sum(axis=-1, keepdims=True)
    breached = -np.expm1(-total * numbers_between("horizon", horizon, 0)[..., None])
    return np.asarray(np.divide(rates, total, out=np.zeros(rates.shape), where=total > 0) * breached)


def breach_time(hazard: ArrayLike, renege: ArrayLike, level: ArrayLike) -> Array:
    r"""Return when the deal is broken in a draw, from the draw's level.

    .. math:: t = -\frac{\ln(1 - u)}{h \rho}

    The same levels serve every what-if: a higher hazard then breaks each draw's deal earlier, and none later.

    Parameters
    ----------
    hazard, renege : array of float
        As in `durability`.
    level : array of float
        u: uniform from 0 to below 1; the share of deals that are broken before this one.

    Returns
    -------
    array of float
        Time from the start of the deal, in the shape that the arguments make together; infinite where nothing can
        break it.

    Raises
    ------
    InputError
        As in `durability`, and if a level is not from 0 to below 1.

    Examples
    --------
    >>> breach_time(hazard=[0.2, 0.4, 0], renege=0.3, level=0.5).round(3).tolist()
    [11.552, 5.776, inf]
    """
    u = numbers_between("level", level, 0)
    if (u >= 1).any():
        raise InputError(f"`level` holds {u[u >= 1].flat[0]:g}; it lies from 0 to below 1")
    rate, u = np.broadcast_arrays(_rate(hazard, renege), u)
    # A hazard too small for a float breaks nothing within any time that a float can hold.
    with np.errstate(over="ignore"):
        return np.asarray(np.divide(-np.log1p(-u), rate, out=np.full(u.shape, np.inf), where=rate > 0))


def first_breach(times: ArrayLike) -> tuple[Array, NDArray[np.intp]]:
    """Return when the first of several hazards breaks the deal, and which of them it is.

    Parameters
    ----------
    times : array of float, shape (..., n_hazards)
        As `breach_time` returns them, one column for each hazard with levels of its own; infinite for never.

    Returns
    -------
    tuple of array of float and array of int, both of shape (...)
        Time and column of the earliest; the lowest column where times tie; infinite and -1 where the deal lasts.

    Raises
    ------
    InputError
        If there is no hazard, or a time is negative or not a number.

    Examples
    --------
    >>> when, cause = first_breach([[3.0, 1.5], [float("inf"), float("inf")]])
    >>> when.tolist(), cause.tolist()
    ([1.5, inf], [1, -1])
    """
    t = np.asarray(times, dtype=float)
    if t.ndim == 0 or t.shape[-1] == 0:
        raise InputError(f"`times` has shape {t.shape}; it holds one hazard or more in its last axis")
    if not (t >= 0).all():
        raise InputError(f"`times` holds {t[~(t >= 0)][0]:g}; a time is at least 0, or infinite for never")
    when = t.min(axis=-1)
    return when, np.where(np.isfinite(when), t.argmin(axis=-1), -1)


def _rate(hazard: ArrayLike, renege: ArrayLike) -> Array:
    """Breaches per time."""
    return np.asarray(numbers_between("hazard", hazard, 0) * numbers_between("renege", renege, 0, 1))


register(
    Model(
        id="durability",
        family="commitment",
        meaning="How long is a deal kept when any successor may renege, and who breaks it first?",
        reference="Cox, D. R., Oakes, D. (1984). Analysis of Survival Data. Chapman and Hall.",
        status="textbook",
        function=durability,
        axioms=frozenset({"deterministic"}),
        example={"hazard": 0.2, "renege": 0.3, "horizon": [1, 5, 10]},
    )
)
