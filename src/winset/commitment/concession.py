"""How much can be conceded when the concession itself makes the other side stronger?

Islands become bases and a first concession a precedent: the chance p(x) that the receiver wins a later conflict rises
with the share x conceded. A concession enforces itself if the shift of power that it brings is still better borne than
fought over, by the condition of `shifting_power`. The essential assumption is that the strength comes from what is
conceded and from nothing else. Do not use it where the concession can be made useless as a source of strength, for
instance by demilitarising it.

In the spirit of Fearon, J. D. (1996). Bargaining over objects that influence future bargaining power. Working paper,
University of Chicago, and Chadefaux, T. (2011). Bargaining over power: when do shifts in power lead to war?
International Theory 3(2), 228-253.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import Array, numbers_between
from winset.answer import TOLERANCE
from winset.commitment.shifting_power import bearable_shift
from winset.errors import InputError
from winset.registry import Model, register

N_HALVINGS = 60
"""Halvings of the range of concessions; more than a float can tell apart."""


def largest_concession(power: ArrayLike, p0: ArrayLike, d: ArrayLike, z: ArrayLike) -> Array:
    r"""Return the largest concession that enforces itself, given the power that concessions bring.

    .. math:: x^{*} = \max \Bigl\{ x \in [0, 1] : d\,p(x) - p_0 \le \frac{z}{1 - z} \Bigr\}

    Parameters
    ----------
    power : array of float, shape (..., n_points)
        :math:`p(x)`: chance, from 0 to 1, that the receiver wins a conflict after being given x, at concessions x
        spread evenly from 0 (first) to 1 (last); straight between them. Two points or more, none below the one before.
    p0, d, z : array of float, shape (...)
        As in `commitment_margin`: the receiver's chance now, what one period later counts, and what conflict destroys.

    Returns
    -------
    array of float, shape (...)
        Share of all that could be conceded, from 0 to 1, found by bisection; nan where not even conceding nothing
        enforces itself, since power shifts anyway.

    Raises
    ------
    InputError
        If a number is not between 0 and 1, `power` falls, or it has fewer than two points.

    Notes
    -----
    The present period is left wholly to the side that concedes, as in `commitment_margin`; if it also gives up some of
    that, less can be conceded than is said here.

    Examples
    --------
    Conceding everything lifts the receiver from .2 to .7; if strength comes with the first half of it, less is safe.

    >>> largest_concession([[0.2, 0.45, 0.7], [0.2, 0.6, 0.7]], p0=0.2, d=0.9, z=0.2).round(3).tolist()
    [0.6, 0.375]
    """
    chances = numbers_between("power", power, 0, 1)
    if chances.ndim == 0 or chances.shape[-1] < 2:
        raise InputError(f"`power` has shape {chances.shape}; it holds two points or more, from conceding 0 to all")
    if (np.diff(chances, axis=-1) < 0).any():
        raise InputError("`power` falls somewhere; a larger concession may not make its receiver weaker")
    limit = _bearable_power(p0, d, z)
    shape = np.broadcast_shapes(chances.shape[:-1], limit[0].shape)
    chances = np.broadcast_to(chances, (*shape, chances.shape[-1]))
    n_steps = chances.shape[-1] - 1

    def at(x: Array) -> Array:
        left = np.minimum((x * n_steps).astype(np.intp), n_steps - 1)[..., None]
        below, above = (np.take_along_axis(chances, left + side, axis=-1)[..., 0] for side in (0, 1))
        return np.asarray(below + (above - below) * (x * n_steps - left[..., 0]))

    return _largest(at, *limit, shape)


def largest_concession_on_slope(slope: ArrayLike, p0: ArrayLike, d: ArrayLike, z: ArrayLike) -> Array:
    r"""Return the largest concession that enforces itself when power rises in proportion to what is conceded.

    As `largest_concession` with :math:`p(x) = \min(p_0 + a x, 1)`.

    Parameters
    ----------
    slope : array of float
        a: what conceding everything adds to the receiver's chance, at least 0.
    p0, d, z : array of float
        As in `commitment_margin`.

    Returns
    -------
    array of float
        From 0 to 1, in the shape that the arguments make together. Conceding nothing always enforces itself here.

    Raises
    ------
    InputError
        If the slope is negative or another number is not between 0 and 1.

    Examples
    --------
    >>> largest_concession_on_slope([0.1, 0.5, 1.0], p0=0.2, d=0.9, z=0.2).round(3).tolist()
    [1.0, 0.6, 0.3]
    """
    a, (now, patience, shift) = numbers_between("slope", slope, 0), _bearable_power(p0, d, z)
    shape = np.broadcast_shapes(a.shape, now.shape)
    return _largest(lambda x: np.minimum(now + a * x, 1.0), now, patience, shift, shape)


def _bearable_power(p0: ArrayLike, d: ArrayLike, z: ArrayLike) -> tuple[Array, Array, Array]:
    """Checked p0, d and z / (1 - z), in one shape."""
    now, patience, lost = np.broadcast_arrays(
        numbers_between("p0", p0, 0, 1), numbers_between("d", d, 0, 1), numbers_between("z", z, 0, 1)
    )
    return now, patience, bearable_shift(lost)


def _largest(
    power: Callable[[Array], Array], now: Array, patience: Array, shift: Array, shape: tuple[int, ...]
) -> Array:
    """Bisect between concessions that enforce themselves and those that do not; power never falls in x."""

    def enforces_itself(x: Array) -> NDArray[np.bool_]:
        return np.asarray(patience * power(x) - now <= shift + TOLERANCE)

    safe, unsafe = np.zeros(shape), np.ones(shape)
    none, everything = ~enforces_itself(safe), enforces_itself(unsafe)
    for _ in range(N_HALVINGS):
        middle = (safe + unsafe) / 2
        kept = enforces_itself(middle)
        safe, unsafe = np.where(kept, middle, safe), np.where(kept, unsafe, middle)
    return np.where(none, np.nan, np.where(everything, 1.0, safe))


register(
    Model(
        id="commitment-concession",
        family="commitment",
        meaning="How much can be conceded when the concession itself makes the other side stronger?",
        reference="Fearon, J. D. (1996). Bargaining over objects that influence future bargaining power. Working "
        "paper, University of Chicago; Chadefaux, T. (2011). Bargaining over power: when do shifts in power lead to "
        "war? International Theory 3(2), 228-253.",
        status="in the spirit of",
        function=largest_concession,
        axioms=frozenset({"deterministic"}),
        example={"power": [0, 0.2, 0.5], "p0": 0.3, "d": 0.9, "z": 0.2},
    )
)
