"""Which share is most likely to be ratified on both sides, when nobody knows what either side's ratifiers need?

Leaders split one unit; each side's ratifiers then accept if their share reaches a limit that is uniform and independent
of the other's. The essential assumption is that the two limits are independent, and that neither can be asked for. Do
not use it where the same news hardens both sides: failure is then more likely than here.

In the spirit of Iida, K. (1996). Involuntary defection in two-level games. Public Choice 89(3-4), 283-303; the formulas
are elementary.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


@dataclass(frozen=True)
class SafestShare:
    """The share of side A that is most likely to be ratified on both sides, one entry for each draw.

    Parameters
    ----------
    share : array of float
        Side A's share.
    probability : array of float
        Chance that both sides ratify it.
    """

    share: Array
    probability: Array


def both_ratify(share: ArrayLike, low_a: ArrayLike, high_a: ArrayLike, low_b: ArrayLike, high_b: ArrayLike) -> Array:
    r"""Return the chance that both sides ratify a split of one unit.

    .. math:: P(x) = F_A(x)\, F_B(1 - x), \qquad r_A \sim U[l_A, h_A],\; r_B \sim U[l_B, h_B]

    Parameters
    ----------
    share : array of float
        x: side A's share.
    low_a, high_a, low_b, high_b : array of float
        Bounds of what each side's ratifiers need, from 0 up, in order; equal bounds are a known limit.

    Returns
    -------
    array of float
        From 0 to 1, in the shape that the arguments make together.

    Raises
    ------
    InputError
        If a number is not finite, a bound is below 0, or bounds are not in order.

    Examples
    --------
    >>> both_ratify([0.2, 0.5], 0, 1, 0, 1).round(2).tolist()
    [0.16, 0.25]
    """
    x = numbers_between("share", share)
    return _chance(x, *_bounds("a", low_a, high_a)) * _chance(1 - x, *_bounds("b", low_b, high_b))


def safest_share(low_a: ArrayLike, high_a: ArrayLike, low_b: ArrayLike, high_b: ArrayLike) -> SafestShare:
    r"""Return the split that is most likely to be ratified on both sides.

    .. math:: x^{*} = \text{clip}\Bigl(\frac{l_A + 1 - l_B}{2},\; \min(h_A, 1 - h_B),\; \max(h_A, 1 - h_B)\Bigr)

    Here x is A's share, and l and h are the least and the most that each side's ratifiers may need.

    Parameters
    ----------
    low_a, high_a, low_b, high_b : array of float
        As in `both_ratify`.

    Returns
    -------
    SafestShare
        Of equally safe shares the one nearest to the middle of what the most modest ratifiers would leave over. The
        probability is 0 where no share can satisfy both.

    Raises
    ------
    InputError
        As in `both_ratify`.

    Examples
    --------
    Limits anywhere between 0 and 1 fail three times in four even at the safest share; known limits never do.

    >>> best = safest_share(low_a=[0, 0.6], high_a=[1, 0.6], low_b=[0, 0.2], high_b=[1, 0.2])
    >>> best.share.round(3).tolist(), best.probability.round(3).tolist()
    ([0.5, 0.7], [0.25, 1.0])
    """
    (la, ha), (lb, hb) = _bounds("a", low_a, high_a), _bounds("b", low_b, high_b)
    share = np.clip((la + 1 - lb) / 2, np.minimum(ha, 1 - hb), np.maximum(ha, 1 - hb))
    return SafestShare(share, both_ratify(share, la, ha, lb, hb))


def _bounds(side: str, low: ArrayLike, high: ArrayLike) -> tuple[Array, Array]:
    """Checked bounds of a side's limit."""
    bottom, top = np.broadcast_arrays(numbers_between(f"low_{side}", low, 0), numbers_between(f"high_{side}", high, 0))
    if (bottom > top).any():
        found = f"`low_{side}` is {bottom[bottom > top][0]:g} and `high_{side}` {top[bottom > top][0]:g}"
        raise InputError(f"{found}; they are in order")
    return bottom, top


def _chance(share: Array, low: Array, high: Array) -> Array:
    """Chance that a uniform limit is reached; a known limit is reached or not, up to rounding."""
    share, low, high = np.broadcast_arrays(share, low, high)
    known = np.where(share >= low - TOLERANCE, 1.0, 0.0)
    return np.clip(np.divide(share - low, high - low, out=known, where=high - low > TOLERANCE), 0.0, 1.0)


register(
    Model(
        id="private-information-two-sided",
        family="bargain",
        meaning="The split that is most likely to be ratified on both sides when both limits are uncertain.",
        reference="Iida, K. (1996). Involuntary defection in two-level games. Public Choice 89(3-4), 283-303.",
        status="in the spirit of",
        function=safest_share,
        axioms=frozenset({"symmetric"}),
        example={"low_a": 0.2, "high_a": 0.6, "low_b": 0.1, "high_b": 0.7},
    )
)
