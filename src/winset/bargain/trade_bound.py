"""How often can two sides that hide their limits agree at all, by whatever procedure?

One side values a deal at v, the other bears a cost c; both are uniform, independent and known only to their owner, and
money or shares can be moved freely. No procedure that leaves both sides willing, and that nobody subsidises, reaches
all the deals worth making unless the doubt is small. The essential assumption is that everybody does what serves him
best given what he alone knows. Do not use it as a forecast of a procedure; it is what none can exceed.

References: Myerson, R. B., Satterthwaite, M. A. (1983). Efficient mechanisms for bilateral trading. Journal of Economic
Theory 29(2), 265-281.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

N_HALVINGS = 60
"""Halvings of the range of thresholds; more than a float can tell apart."""


@dataclass(frozen=True)
class Trade:
    """Deals that are made where the surplus v - c reaches a threshold, one entry for each draw.

    Parameters
    ----------
    threshold : array of float
        Least surplus at which there is a deal.
    probability : array of float
        Chance of a deal.
    gain : array of float
        Expected surplus, counted as 0 where there is no deal.
    """

    threshold: Array
    probability: Array
    gain: Array


def trade_above(
    threshold: ArrayLike, value_low: ArrayLike, value_high: ArrayLike, cost_low: ArrayLike, cost_high: ArrayLike
) -> Trade:
    r"""Return chance and gain of the deals whose surplus :math:`v - c` reaches a threshold t.

    .. math:: P = P(v - c \ge t), \qquad G = E[(v - c)\, 1(v - c \ge t)]

    A threshold of 0 gives every deal that is worth making. Both are integrated in closed form over the values at which
    a deal depends on the cost and those at which it does not, so that narrow doubt costs no digits.

    Parameters
    ----------
    threshold : array of float
        t, in the units of value and cost.
    value_low, value_high, cost_low, cost_high : array of float
        Bounds of the value v and of the cost c, each low below its high.

    Returns
    -------
    Trade
        In the shape that the arguments make together.

    Raises
    ------
    InputError
        If a number is not finite or a low is not below its high.

    Examples
    --------
    >>> every = trade_above(0, 0, 1, 0, 1)
    >>> float(every.probability), float(every.gain.round(4))
    (0.5, 0.1667)
    """
    t, *box = np.broadcast_arrays(
        numbers_between("threshold", threshold), *_box(value_low, value_high, cost_low, cost_high)
    )
    return Trade(t, *_deals(t, *box))


def trade_bound(value_low: ArrayLike, value_high: ArrayLike, cost_low: ArrayLike, cost_high: ArrayLike) -> Trade:
    r"""Return the most that any procedure can reach without an outside subsidy.

    A deal is made where :math:`v - c \ge t`, with the least :math:`t \ge 0` for which

    .. math:: E\bigl[(2 (v - c) - (\bar v - \underline c))\, 1(v - c \ge t)\bigr] \ge 0 .

    Here E is the mean over v and c; of them the upper bar marks the greatest and the lower bar the least value.

    Parameters
    ----------
    value_low, value_high, cost_low, cost_high : array of float
        As in `trade_above`.

    Returns
    -------
    Trade
        Largest possible gain and chance of a deal, both reached at the same threshold, found by bisection. The
        threshold is 0 where every deal worth making can be reached, or none is worth making.

    Raises
    ------
    InputError
        As in `trade_above`.

    Notes
    -----
    The condition is that what both must be left with for telling the truth does not exceed the surplus (the paper's
    theorem 1). For uniform doubt the deals that maximise the gain under it, and those that maximise the chance of a
    deal, both are those above a threshold, and the least feasible threshold serves both.

    Examples
    --------
    Full doubt on both sides; then so little that nothing is lost:

    >>> best = trade_bound(value_low=[0, 0.8], value_high=1, cost_low=0, cost_high=[1, 0.2])
    >>> best.threshold.round(6).tolist(), best.probability.round(6).tolist(), best.gain.round(6).tolist()
    ([0.25, 0.0], [0.28125, 1.0], [0.140625, 0.8])
    """
    box = np.broadcast_arrays(*_box(value_low, value_high, cost_low, cost_high))
    widest = box[1] - box[2]

    def left_over(t: Array) -> Array:
        chance, gain = _deals(t, *box)
        return np.asarray(2 * gain - widest * chance)

    short, enough = np.zeros(widest.shape), np.maximum(widest, 0.0) / 2
    free = left_over(short) >= 0
    for _ in range(N_HALVINGS):
        middle = (short + enough) / 2
        covered = left_over(middle) >= 0
        short, enough = np.where(covered, short, middle), np.where(covered, middle, enough)
    return trade_above(np.where(free, 0.0, enough), *box)


def _box(value_low: ArrayLike, value_high: ArrayLike, cost_low: ArrayLike, cost_high: ArrayLike) -> list[Array]:
    """Checked bounds of value and cost."""
    named = {"value_low": value_low, "value_high": value_high, "cost_low": cost_low, "cost_high": cost_high}
    box = [numbers_between(field, bound) for field, bound in named.items()]
    for field, bounds in (("value", box[:2]), ("cost", box[2:])):
        bottom, top = np.broadcast_arrays(*bounds)
        if (bottom >= top).any():
            found = f"`{field}_low` is {bottom[bottom >= top][0]:g} and `{field}_high` {top[bottom >= top][0]:g}"
            raise InputError(f"{found}; the first must be below the second")
    return box


def _deals(t: Array, value_low: Array, value_high: Array, cost_low: Array, cost_high: Array) -> tuple[Array, Array]:
    """Chance and expected surplus of the deals whose surplus reaches t."""
    values, costs = value_high - value_low, cost_high - cost_low
    some, all_ = (np.clip(t + cost, value_low, value_high) for cost in (cost_low, cost_high))
    sure, unsure = (value_high - all_) / values, (all_ - some) / values
    # Between the values `some` and `all_` costs up to w beyond the lowest make a deal, where w runs from w1 to w2.
    w1, w2 = some - t - cost_low, all_ - t - cost_low
    chance = sure + unsure * (w1 + w2) / (2 * costs)
    gain = sure * (value_high + all_ - cost_high - cost_low) / 2
    gain = gain + unsure * (t * (w1 + w2) / 2 + (w1**2 + w1 * w2 + w2**2) / 6) / costs
    return np.asarray(chance), np.asarray(gain)


register(
    Model(
        id="private-information-bound",
        family="bargain",
        meaning="The most deals that any procedure can reach between two sides that hide their limits.",
        reference="Myerson, R. B., Satterthwaite, M. A. (1983). Efficient mechanisms for bilateral trading. Journal of "
        "Economic Theory 29(2), 265-281.",
        status="textbook",
        function=trade_bound,
        axioms=frozenset({"deterministic"}),
        example={"value_low": [0, 0.8], "value_high": 1, "cost_low": 0, "cost_high": [1, 0.2]},
    )
)
