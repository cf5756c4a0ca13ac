"""Can a side that is about to grow stronger be appeased, or does its rival rather fight while it can?

A flow of one unit per period is divided for ever. Conflict ends the game: it destroys a share z of everything and
gives the winner the rest. The rising side wins with chance p0 now and p1 from the next period on, and cannot bind
itself not to use its later strength. The essential assumption is that the declining side can at best have all of the
present period. Do not use it where power shifts slowly over many periods, or where a third party can guarantee.

In the spirit of Powell, R. (2004). The inefficient use of power: costly conflict with complete information. American
Political Science Review 98(2), 231-241, and Powell, R. (2006). War as a commitment problem. International
Organization 60(1), 169-203.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import Array, numbers_between
from winset.answer import TOLERANCE
from winset.registry import Model, register


def commitment_margin(p0: ArrayLike, p1: ArrayLike, d: ArrayLike, z: ArrayLike) -> Array:
    r"""Return how much larger the shift of power could be before the declining side fights.

    With :math:`B = 1 / (1 - d)` peace needs :math:`(1 - p_0) B (1 - z) \le 1 + d (B - p_1 B (1 - z))`, which is

    .. math:: m = \frac{z}{1 - z} - (d\,p_1 - p_0) \ge 0

    Here m is the margin by which peace holds.

    Parameters
    ----------
    p0, p1 : array of float
        Chance that the rising side wins a conflict now and from the next period on, from 0 to 1.
    d : array of float
        What one period later counts, from 0 to 1.
    z : array of float
        Share of everything that conflict destroys, from 0 to 1.

    Returns
    -------
    array of float
        In units of chance, in the shape that the arguments make together: at least 0 where peace is possible, infinite
        where conflict destroys everything.

    Raises
    ------
    InputError
        If an argument is not between 0 and 1.

    Notes
    -----
    A margin of at least 0 says that *some* division keeps the peace, not that it will be found.

    Examples
    --------
    >>> commitment_margin(p0=0.2, p1=[0.7, 0.45], d=0.9, z=0.2).round(3).tolist()
    [-0.18, 0.045]
    """
    now, later, patience, lost = np.broadcast_arrays(
        numbers_between("p0", p0, 0, 1),
        numbers_between("p1", p1, 0, 1),
        numbers_between("d", d, 0, 1),
        numbers_between("z", z, 0, 1),
    )
    return np.asarray(bearable_shift(lost) - (patience * later - now))


def bearable_shift(lost: Array) -> Array:
    """Largest discounted shift of power that is better borne than fought over: z / (1 - z), infinite at 1."""
    return np.asarray(np.divide(lost, 1 - lost, out=np.full(lost.shape, np.inf), where=lost < 1))


def is_peace_possible(p0: ArrayLike, p1: ArrayLike, d: ArrayLike, z: ArrayLike) -> NDArray[np.bool_]:
    """Tell whether some division keeps the declining side from fighting; at a margin of 0, up to rounding, it does.

    Arguments and errors as in `commitment_margin`.

    >>> is_peace_possible(p0=0.2, p1=[0.7, 0.5, 0.45], d=0.9, z=0.2).tolist()
    [False, True, True]
    """
    return np.asarray(commitment_margin(p0, p1, d, z) >= -TOLERANCE)


def largest_power(p0: ArrayLike, d: ArrayLike, z: ArrayLike) -> Array:
    r"""Return the greatest chance of winning later that the declining side bears rather than fights.

    .. math:: p_1^{*} = \min \Bigl\{ 1, \frac{p_0 + z / (1 - z)}{d} \Bigr\}

    Parameters
    ----------
    p0, d, z : array of float
        As in `commitment_margin`.

    Returns
    -------
    array of float
        From `p0` to 1, in the shape that the arguments make together; 1 where any power is borne.

    Raises
    ------
    InputError
        If an argument is not between 0 and 1.

    Examples
    --------
    >>> largest_power(p0=0.2, d=[0.9, 0.4, 0], z=0.2).round(3).tolist()
    [0.5, 1.0, 1.0]
    """
    now, patience, lost = np.broadcast_arrays(
        numbers_between("p0", p0, 0, 1), numbers_between("d", d, 0, 1), numbers_between("z", z, 0, 1)
    )
    borne = now + bearable_shift(lost)
    return np.asarray(np.divide(borne, patience, out=np.ones(borne.shape), where=borne < patience))


register(
    Model(
        id="commitment-problem",
        family="commitment",
        meaning="Can a side that is about to grow stronger be appeased, or does its rival fight while it can?",
        reference="Powell, R. (2004). The inefficient use of power: costly conflict with complete information. "
        "American Political Science Review 98(2), 231-241; Powell, R. (2006). War as a commitment problem. "
        "International Organization 60(1), 169-203.",
        status="in the spirit of",
        function=commitment_margin,
        axioms=frozenset({"deterministic"}),
        example={"p0": 0.3, "p1": 0.8, "d": 0.9, "z": 0.2},
    )
)
