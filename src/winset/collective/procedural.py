"""What does an agenda setter get past a body that may amend by unanimity and else votes by a quota?

The setter proposes a point on a line. It passes if enough members like it at least as well as the status quo, unless
all members prefer another point and amend. The essential assumption is that the setter knows everybody's ideal point
and that losses are symmetric. Do not use it where the setter may keep silent: it then compares the outcome with the
status quo, and where it prefers the status quo nothing happens.

References, whose own equations were not read again: Steunenberg, B. (1994). Decision making under different
institutional arrangements. Journal of Institutional and Theoretical Economics 150(4), 642-669; Crombez, C. (1996).
Legislative procedures in the European Community. British Journal of Political Science 26(2), 199-228.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.allowed import whole_numbers
from winset.registry import Model, register


@dataclass(frozen=True)
class Procedure:
    """What comes of a procedure.

    Parameters
    ----------
    outcome : float
        Where policy ends.
    lowest, highest : float
        Ends of what the setter could get; the same where nothing can be changed.
    """

    outcome: float
    lowest: float
    highest: float


def procedural_outcome(ideals: ArrayLike, status_quo: float, quota: int, setter: float) -> Procedure:
    r"""Return where policy ends when a setter proposes to members who vote by a quota and amend by unanimity.

    .. math:: W = [\min(q, 2 x_{(K)} - q),\ \max(q, 2 x_{(n-K+1)} - q)], \qquad
        p = \arg\min_{y \in W \cap [x_{(1)}, x_{(n)}]} |y - a|

    for a quota K of n members with ideal points :math:`x_{(1)} \le \dots \le x_{(n)}`, status quo q and setter a.

    Here W holds the policies y that pass, and p is the one proposed.

    Parameters
    ----------
    ideals : array of float, shape (n_members,)
        Ideal points, in any order.
    status_quo : float
        Policy if nothing passes.
    quota : int
        Members who must like a proposal at least as well as the status quo, from 1 to all.
    setter : float
        Ideal point of the setter, who has no vote.

    Returns
    -------
    Procedure
        Outcome and the range that was open to the setter. A status quo between the pivots stays.

    Raises
    ------
    InputError
        If a number is not finite, there is no member or the quota is not from 1 to the number of members.

    Notes
    -----
    A status quo outside all ideal points does not stand even if the setter wishes it to, since all members prefer the
    nearest of them and amend. With a quota of at most half the members both ends of W may move.

    Examples
    --------
    The third member from below is the pivot of five out of seven, and is as far from 6 as from 0.

    >>> procedural_outcome([1, 2, 3, 4, 5, 6, 7], status_quo=0, quota=5, setter=10).outcome
    6.0
    """
    points = np.sort(np.ravel(numbers_between("ideals", ideals)))
    q, a = float(numbers_between("status_quo", status_quo)), float(numbers_between("setter", setter))
    k = int(whole_numbers("quota", quota, 1))
    if k > points.size:
        raise InputError(f"`quota` is {k} and there are {points.size} members; it lies from 1 to their number")
    low, high = min(q, 2 * points[k - 1] - q), max(q, 2 * points[points.size - k] - q)
    lowest, highest = max(low, points[0]), min(high, points[-1])
    return Procedure(float(np.clip(a, lowest, highest)), float(lowest), float(highest))


register(
    Model(
        id="procedural-outcome",
        family="collective",
        meaning="What an agenda setter gets past a body that votes by a quota and amends by unanimity.",
        reference=(
            "Steunenberg, B. (1994). Decision making under different institutional arrangements. Journal of "
            "Institutional and Theoretical Economics 150(4), 642-669."
        ),
        status="in the spirit of",
        function=procedural_outcome,
        axioms=frozenset({"symmetric", "deterministic"}),
        example={"ideals": [1, 3, 5, 7, 9], "status_quo": 2, "quota": 3, "setter": 8},
    )
)
