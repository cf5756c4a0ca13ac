"""Do public promises leave anything to agree on?

Each leader has said in public what he will not accept, and loses something at home if he does. Each such cost raises
what that side must get. The essential assumption is that the costs are sunk and known: the model says nothing of why
they were incurred, nor who backs down first. Do not use it for a crisis in which they grow from day to day.

In the spirit of Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press, chapter 2. The contest of
Fearon, J. D. (1994). Domestic political audiences and the escalation of international disputes. American Political
Science Review 88(3), 577-592 is another model and is not here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import Array, numbers_between
from winset.answer import TOLERANCE
from winset.registry import Model, register


@dataclass(frozen=True)
class Zone:
    """What public promises leave to agree on, one entry for each draw.

    Parameters
    ----------
    size : array of float
        Width of the zone of possible agreement, at least 0.
    is_deadlocked : array of bool
        Whether nothing at all is left; a zone of a single point is no deadlock.
    """

    size: Array
    is_deadlocked: NDArray[np.bool_]


def zone_after_commitments(surplus: ArrayLike, cost_a: ArrayLike, cost_b: ArrayLike) -> Zone:
    r"""Return the zone of possible agreement once each side's audience cost is added to what it needs.

    .. math:: \max(0,\; S - a_A - a_B), \qquad \text{deadlock iff } S - a_A - a_B < 0

    Parameters
    ----------
    surplus : array of float
        S: width of the zone before anybody promised anything; below 0 if there was none.
    cost_a, cost_b : array of float
        :math:`a_A, a_B`: what each side's leader loses by breaking his word, at least 0, in the units of the surplus.

    Returns
    -------
    Zone
        In the shape that the arguments make together.

    Raises
    ------
    InputError
        If a number is not finite or a cost is negative.

    Examples
    --------
    >>> zone = zone_after_commitments(surplus=0.3, cost_a=[0, 0.1, 0.2], cost_b=0.15)
    >>> zone.size.round(3).tolist(), zone.is_deadlocked.tolist()
    ([0.15, 0.05, 0.0], [False, False, True])
    """
    width, a, b = np.broadcast_arrays(
        numbers_between("surplus", surplus), numbers_between("cost_a", cost_a, 0), numbers_between("cost_b", cost_b, 0)
    )
    left = width - a - b
    slack = TOLERANCE * np.maximum.reduce([np.abs(width), a, b])
    return Zone(np.maximum(left, 0.0), np.asarray(left < -slack))


register(
    Model(
        id="commitment-audience-costs",
        family="commitment",
        meaning="What do public promises leave to agree on?",
        reference="Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.",
        status="in the spirit of",
        function=zone_after_commitments,
        axioms=frozenset({"symmetric"}),
        example={"surplus": 1, "cost_a": 0.3, "cost_b": [0.2, 0.9]},
    )
)
