"""What do two sides claim, and how often do they meet, when each hides its limit and the difference is split?

Both sides name a price at the same time. If the bid reaches the asking price there is a deal half-way between, else
none. Value and cost are uniform over the same interval and independent. The essential assumption is that both play the
equilibrium in which claims are straight lines in the limits; there are others. Do not use it where the sides know each
other's limits, nor for more than one try.

References: Chatterjee, K., Samuelson, W. (1983). Bargaining under incomplete information. Operations Research 31(5),
835-851.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.bargain.trade_bound import Trade, trade_above
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


def claims(value: ArrayLike, cost: ArrayLike, low: float = 0.0, high: float = 1.0) -> tuple[Array, Array]:
    r"""Return what each side claims: the bid of the side that values the deal, the asking price of the other.

    .. math:: b(v) = \underline{w} + \tfrac23 (v - \underline{w}) + \tfrac{1}{12} W, \qquad
        s(c) = \underline{w} + \tfrac23 (c - \underline{w}) + \tfrac14 W

    for value and cost uniform from :math:`\underline{w}` over a width :math:`W`. There is a deal iff
    :math:`b \ge s`, which is :math:`v \ge c + W/4`; its price is the mean of both.

    Parameters
    ----------
    value, cost : array of float
        What the deal is worth to the one, and what it costs the other; each within the interval.
    low, high : float
        The interval in which both are known to lie, `low` below `high`.

    Returns
    -------
    tuple of array of float
        Bid and asking price, each in the shape of its argument.

    Raises
    ------
    InputError
        If a number lies outside the interval, or the interval is empty.

    Notes
    -----
    In the model of shares the cost is what one side needs and the value is what the other can leave, one less its own
    need. The least and the most eager types, who never agree, may claim anything that is refused; the line is one way.

    Examples
    --------
    An overlap of .2 is lost, since each side claims more than it needs; one of .4 is not.

    >>> bid, ask = claims(value=[0.6, 0.7], cost=[0.4, 0.3])
    >>> bid.round(3).tolist(), ask.round(3).tolist()
    ([0.483, 0.55], [0.517, 0.45])
    """
    width = _width(low, high)
    v, c = numbers_between("value", value, low, high), numbers_between("cost", cost, low, high)
    return low + 2 * (v - low) / 3 + width / 12, low + 2 * (c - low) / 3 + width / 4


def auction_trade(low: float = 0.0, high: float = 1.0) -> Trade:
    """Return threshold, chance and expected gain of the auction's deals.

    Arguments and errors as in `claims`.

    >>> found = auction_trade()
    >>> float(found.threshold), float(found.probability), float(found.gain)
    (0.25, 0.28125, 0.140625)
    """
    return trade_above(_width(low, high) / 4, low, high, low, high)


def bid_worth(value: ArrayLike, bid: ArrayLike, low: float = 0.0, high: float = 1.0) -> Array:
    r"""Return what a bid is worth on average to a side with this value, when the other asks as in `claims`.

    .. math:: F(b) \Bigl(v - \frac{b + E[s \mid s \le b]}{2}\Bigr)

    No bid is worth more than that of `claims`. An asking price a at cost c is worth what the bid
    :math:`\underline{w} + \bar{w} - a` is worth at the value :math:`\underline{w} + \bar{w} - c`.

    Parameters
    ----------
    value, bid : array of float
        Any bid may be tried, whatever the value.
    low, high : float
        As in `claims`.

    Returns
    -------
    array of float
        In units of the value, in the shape that the arguments make together; 0 for a bid that nobody meets.

    Raises
    ------
    InputError
        As in `claims`.

    Examples
    --------
    >>> bid_worth(value=0.7, bid=[0.2, 0.5, 0.55, 0.6]).round(4).tolist()
    [0.0, 0.0984, 0.1012, 0.0984]
    """
    width = _width(low, high)
    v, b = np.broadcast_arrays(numbers_between("value", value, low, high), numbers_between("bid", bid))
    least, most = low + width / 4, low + 11 * width / 12
    met = np.clip(b, least, most)
    return np.asarray((met - least) / (most - least) * (v - (b + (least + met) / 2) / 2))


def _width(low: float, high: float) -> float:
    """Checked width of the interval of values and costs."""
    bottom, top = float(numbers_between("low", low)), float(numbers_between("high", high))
    if bottom >= top:
        raise InputError(f"`low` is {bottom:g} and `high` {top:g}; the first must be below the second")
    return top - bottom


register(
    Model(
        id="private-information-double-auction",
        family="bargain",
        meaning="What two sides that hide their limits claim when the difference is split, and how often they meet.",
        reference="Chatterjee, K., Samuelson, W. (1983). Bargaining under incomplete information. Operations Research "
        "31(5), 835-851.",
        status="textbook",
        function=claims,
        axioms=frozenset({"deterministic"}),
        example={"value": [0.6, 0.7], "cost": [0.4, 0.3]},
    )
)
