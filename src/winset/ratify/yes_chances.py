"""How likely is a member to vote yes, given what he gains?

He says yes if his gain exceeds what the vote costs him by more than a disturbance that is not known. The essential
assumption is that the disturbance has the same shape for everybody. Do not use it where members vote as their party
tells them.

References: McFadden, D. (1974). Conditional logit analysis of qualitative choice behavior. In P. Zarembka (ed.),
Frontiers in Econometrics, Academic Press, 105-142.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, ndtr

from winset.allowed import numbers_between
from winset.answer import TOLERANCE
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


def yes_chances(
    gains: ArrayLike,
    costs: ArrayLike = 0.0,
    scales: ArrayLike = 1.0,
    *,
    link: Literal["logistic", "probit"] = "logistic",
) -> Array:
    r"""Return the chance that each member votes yes, given what he gains.

    .. math:: p_i = F\Big(\frac{u_i(x) - u_i(q) - \tau_i}{s_i}\Big)

    Here p_i is the chance that member i says yes.

    Parameters
    ----------
    gains : array of float
        :math:`u_i(x) - u_i(q)`: utility of the proposal less that of the status quo.
    costs : array of float
        :math:`\tau`: what a vote in favour costs, in the same units.
    scales : array of float
        :math:`s \ge 0`: how much is not known of the gain; at 0 a member says yes if he gains at least what it costs.
    link : {"logistic", "probit"}
        F: the logistic or the normal distribution.

    Returns
    -------
    array of float
        0 to 1, broadcast together.

    Raises
    ------
    InputError
        If a number is not finite, a scale negative or the link unknown.

    Examples
    --------
    >>> yes_chances([-1, 0, 2], costs=1).round(3).tolist(), yes_chances([-1, 1], scales=0).tolist()
    ([0.119, 0.269, 0.731], [0.0, 1.0])
    """
    if link not in ("logistic", "probit"):
        raise InputError(f"`link` is {link!r}; it must be logistic or probit")
    over = numbers_between("gains", gains) - numbers_between("costs", costs)
    net, scale = np.broadcast_arrays(over, numbers_between("scales", scales, 0.0))
    steps = np.where(net >= -TOLERANCE * np.abs(net).max(initial=0.0), np.inf, -np.inf)
    with np.errstate(over="ignore"):
        leaning = np.divide(net, scale, out=steps, where=scale > 0)
    return np.asarray(expit(leaning) if link == "logistic" else ndtr(leaning))


register(
    Model(
        id="yes-chances",
        family="ratify",
        meaning="The chance that a member votes yes, given what he gains and what the vote costs him.",
        reference="McFadden, D. (1974). Conditional logit analysis of qualitative choice behavior. In P. Zarembka "
        "(ed.), Frontiers in Econometrics, Academic Press, 105-142.",
        status="textbook",
        function=yes_chances,
        axioms=frozenset({"monotone"}),
        example={"gains": [0.5, -0.2], "scales": 0.3},
    )
)
