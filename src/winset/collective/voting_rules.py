"""How much of its weight does an actor put behind one option against another, given what each is worth to it?

A voter who gains little may stay almost silent (proportional, cubic) or shout as loud as one who gains much (binary).
The essential assumption is that weight times this response is the vote, sincerely cast for one pair at a time.
Do not use it for formal votes, in which a member has one vote or a fixed number of them whatever is at stake.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; the rules and
their constants are those of the public source of KTAB (KAPSARC, 2015-2017).
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError

Array = NDArray[np.float64]

VotingRule = Literal["proportional", "binary", "cubic", "proportional-binary", "proportional-cubic", "asymmetric"]
"""How a difference in utility turns into a vote."""

RAMP, ROUNDING = 1e-8, 1e-12
"""Difference in utility from which a binary vote is cast in full, and that up to which none is; in part in between."""

MOST_WEIGHT, MOST_UTILITY = 1e100, 1e30
"""Weights and utilities beyond these, which nothing calls for, would overflow."""

BINARY_SHARE, CUBIC_SHARE, GAIN_WEIGHT = 0.2, 0.5, 2 / 3


def response(difference: Array, rule: VotingRule) -> Array:
    """Return the share of its weight that an actor votes, for every difference in utility; below 0 if against."""
    if rule == "proportional":
        return difference
    if rule == "cubic":
        return difference**3
    if rule == "proportional-cubic":
        return (1 - CUBIC_SHARE) * difference + CUBIC_SHARE * difference**3
    if rule == "asymmetric":
        return np.where(difference > 0, GAIN_WEIGHT * difference, difference)
    full = np.where(np.abs(difference) > ROUNDING, np.clip(difference / RAMP, -1.0, 1.0), 0.0)
    return full if rule == "binary" else (1 - BINARY_SHARE) * difference + BINARY_SHARE * full


def votes(weights: ArrayLike, first: ArrayLike, second: ArrayLike, rule: VotingRule = "proportional") -> Array:
    r"""Return what each actor votes for the first option against the second; below 0 for the second.

    .. math:: v_k = w_k\, f(u_k - u'_k)

    with f(d) = d (proportional), the sign of d (binary), d cubed (cubic), .8 d + .2 sign (proportional-binary),
    .5 d + .5 d cubed (proportional-cubic), and 2d/3 for gains but d for losses (asymmetric).

    Parameters
    ----------
    weights : array of float
        Influence of each actor, at least 0.
    first, second : array of float
        What each option is worth to each actor, in a shape that fits `weights`; KTAB's utilities lie in [0, 1].
    rule : str
        One of the names above.

    Returns
    -------
    array of float
        In units of influence, in the shape that the arguments make together; 0 where both are worth the same.

    Raises
    ------
    InputError
        If a number is not finite, a weight is below 0 or the rule is not one of these.

    Notes
    -----
    The asymmetric rule is the only one in which the votes for and against a pair do not cancel: a loss speaks louder
    than an equal gain.

    Examples
    --------
    >>> votes([10, 10, 10], first=[0.9, 0.5, 0.4], second=[0.4, 0.5, 0.5]).round(3).tolist()
    [5.0, 0.0, -1.0]
    >>> votes([10, 10, 10], first=[0.9, 0.5, 0.4], second=[0.4, 0.5, 0.5], rule="binary").tolist()
    [10.0, 0.0, -10.0]
    """
    known("rule", rule, VotingRule)
    weight = numbers_between("weights", weights, 0, MOST_WEIGHT)
    return np.asarray(weight * response(utilities("first", first) - utilities("second", second), rule))


def utilities(field: str, values: ArrayLike) -> Array:
    """Return utilities as an array if they are finite and not beyond measure."""
    return numbers_between(field, values, -MOST_UTILITY, MOST_UTILITY)


def known(field: str, name: str, names: object) -> None:
    """Refuse a name that is none of those that a Literal lists."""
    allowed = get_args(names)
    if name not in allowed:
        raise InputError(f"`{field}` is {name!r}; take one of {', '.join(map(repr, allowed))}")
