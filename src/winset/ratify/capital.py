"""Can a leader afford what a public that never votes will hold against him?

Signing costs approval: some points for every point of net opposition. Approval must stay above a floor, which
nobody knows exactly. The essential assumption is that share of opposition which becomes loss of approval, the
pass-through; it is elicited, not measured. Do not read opposition as a vote, and do not use this where a vote
is held.

In the spirit of Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games.
International Organization 42(3), 427-460, whose ratification includes any domestic process that can undo a
deal; the arithmetic is winset's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


def approval_cost(
    opposition: ArrayLike, support: ArrayLike, pass_through: ArrayLike, support_share: ArrayLike = 0.5
) -> Array:
    r"""Return the points of approval that signing costs; negative where it lifts approval.

    .. math:: c = \eta\,(o - s)_+ - \kappa\,\eta\,(s - o)_+

    Parameters
    ----------
    opposition, support : array of float
        Per cent of the public against and in favour, 0 to 100.
    pass_through : array of float
        :math:`\eta \ge 0`: points of approval lost per point of net opposition.
    support_share : array of float
        :math:`\kappa`, 0 to 1: what part of that a point of net support brings; one half, since people punish
        more readily than they reward. At 1 the cost is proportional to net opposition throughout.

    Returns
    -------
    array of float
        In percentage points, broadcast.

    Raises
    ------
    InputError
        If a number lies outside its range.

    Examples
    --------
    >>> approval_cost([74, 20], [17, 60], pass_through=0.2).round(6).tolist()
    [11.4, -4.0]
    """
    net = numbers_between("opposition", opposition, 0, 100) - numbers_between("support", support, 0, 100)
    eta = numbers_between("pass_through", pass_through, 0)
    part = numbers_between("support_share", support_share, 0, 1)
    return np.asarray(eta * np.where(net > 0, net, part * net))


def capital_gap(approval: ArrayLike, floor: ArrayLike, cost: ArrayLike, credit: ArrayLike = 0.0) -> Array:
    r"""Return the points of approval that are missing for a signature; 0 where it can be afforded.

    .. math:: g = \max\big(0,\; c - k - (A - f)\big)

    Here g is the gap, c the cost, k the credit, A the approval and f the floor.

    Parameters
    ----------
    approval, floor : array of float
        Approval now and the least that the leader accepts, in percentage points.
    cost : array of float
        Cost of signing, from `approval_cost`.
    credit : array of float
        What a sweetener gives back, in points; negative if it costs approval here.

    Examples
    --------
    >>> capital_gap(64, 61, cost=[11.4, 2.0], credit=1).round(6).tolist()
    [7.4, 0.0]
    """
    slack = numbers_between("approval", approval) - numbers_between("floor", floor)
    due = numbers_between("cost", cost) - numbers_between("credit", credit)
    return np.maximum(0.0, due - slack)


def soft_floor(floor: ArrayLike, scale: ArrayLike, uniform: ArrayLike) -> Array:
    r"""Return a draw of the floor below which approval must not fall.

    .. math:: F = f + \lambda \ln \frac{u}{1 - u}

    Parameters
    ----------
    floor : array of float
        Middle of the floor, in percentage points.
    scale : array of float
        Scale of the logistic in points, at least 0; its standard deviation is 1.81 times that. 0 is a hard floor.
    uniform : array of float
        Uniform draws, strictly between 0 and 1; more is a higher floor.

    Examples
    --------
    >>> soft_floor(61, 3, [0.25, 0.5, 0.75]).round(2).tolist()
    [57.7, 61.0, 64.3]
    """
    level = numbers_between("uniform", uniform, 0, 1)
    if ((level == 0) | (level == 1)).any():
        raise InputError("`uniform` holds 0 or 1; it must lie strictly between")
    return np.asarray(numbers_between("floor", floor) + numbers_between("scale", scale, 0) * logit(level))


def capital_chance(
    approval: ArrayLike, floor: ArrayLike, cost: ArrayLike, credit: ArrayLike = 0.0, *, scale: ArrayLike = 3.0
) -> Array:
    """Return the probability that approval after signing is at or above the soft floor.

    Arguments as in `capital_gap` and `soft_floor`.

    Examples
    --------
    >>> capital_chance(64, 61, cost=[3, 11.4]).round(3).tolist()
    [0.5, 0.057]
    """
    spare = numbers_between("approval", approval) - numbers_between("floor", floor)
    spare = spare - numbers_between("cost", cost) + numbers_between("credit", credit)
    softness = numbers_between("scale", scale, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(softness > 0, expit(spare / softness), np.where(spare >= 0, 1.0, 0.0))


@dataclass(frozen=True)
class BreakEven:
    """Value at which each lever, moved alone, makes a signature just affordable; None if it cannot.

    Parameters
    ----------
    approval : float
        Approval, in percentage points.
    pass_through : float or None
        Points of approval per point of net opposition.
    net_opposition : float or None
        Opposition less support, in percentage points.
    credit : float
        Points of approval given back by sweeteners.
    """

    approval: float
    pass_through: float | None
    net_opposition: float | None
    credit: float


def break_even(
    approval: float, floor: float, pass_through: float, net_opposition: float, credit: float = 0.0
) -> BreakEven:
    r"""Solve :math:`\eta N - k = A - f` for one unknown at a time.

    Parameters
    ----------
    approval, floor, pass_through, net_opposition, credit : float
        The present values: :math:`A, f, \eta, N, k`.

    Notes
    -----
    Net opposition counts in full here even where it is negative (`support_share` 1).

    Examples
    --------
    >>> levers = break_even(64, 61, pass_through=0.2, net_opposition=57, credit=1)
    >>> round(levers.approval, 2), round(levers.net_opposition, 2), round(levers.credit, 2)
    (71.4, 20.0, 8.4)
    """
    room = float(numbers_between("approval", approval) - numbers_between("floor", floor))
    eta = float(numbers_between("pass_through", pass_through, 0))
    net = float(numbers_between("net_opposition", net_opposition, -100, 100))
    given = float(numbers_between("credit", credit))
    cost = eta * net
    return BreakEven(
        approval=floor + cost - given,
        pass_through=(room + given) / net if net else None,
        net_opposition=(room + given) / eta if eta else None,
        credit=cost - room,
    )


register(
    Model(
        id="political-capital",
        family="ratify",
        meaning="Points of approval missing before a leader can afford a deal that a public holds against him.",
        reference="Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. "
        "International Organization 42(3), 427-460.",
        status="in the spirit of",
        function=capital_gap,
        axioms=frozenset({"monotone"}),
        example={"approval": 64, "floor": 61, "cost": [11.4, 2], "credit": 1},
    )
)
