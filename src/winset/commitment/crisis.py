"""Which bargains do both sides prefer to conflict?

Two sides divide one unit. Conflict gives side 1 the whole of it with a chance p and costs each side something, so
there is always a range of shares that both prefer. The essential assumptions are that the unit can be divided at will,
that neither side likes to gamble, and that what is agreed is kept. Do not use it where power shifts after the agreement
(see `shifting_power`).

In the spirit of Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import Array, numbers_between
from winset.registry import Model, register


def crisis_range(p: ArrayLike, c1: ArrayLike, c2: ArrayLike) -> tuple[Array, Array]:
    r"""Return the least and the greatest share of side 1 that both sides prefer to conflict.

    .. math:: [\,p - c_1,\; p + c_2\,] \cap [0, 1]

    Parameters
    ----------
    p : array of float
        Chance that side 1 wins a conflict, from 0 to 1.
    c1, c2 : array of float
        What conflict costs each side, in units of what is divided, at least 0.

    Returns
    -------
    tuple of array of float
        Lower and upper end, in the shape that the arguments make together. It is never empty; without costs it is the
        single share p.

    Raises
    ------
    InputError
        If `p` is no chance or a cost is negative or not finite.

    Examples
    --------
    >>> low, high = crisis_range(p=0.5, c1=[0.1, 0.7], c2=0.2)
    >>> low.tolist(), high.tolist()
    ([0.4, 0.0], [0.7, 0.7])
    """
    chance, own, other = np.broadcast_arrays(
        numbers_between("p", p, 0, 1), numbers_between("c1", c1, 0), numbers_between("c2", c2, 0)
    )
    return np.maximum(chance - own, 0.0), np.minimum(chance + other, 1.0)


register(
    Model(
        id="commitment-crisis-range",
        family="commitment",
        meaning="Which shares do both sides of a crisis prefer to conflict?",
        reference="Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414.",
        status="in the spirit of",
        function=crisis_range,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"p": 0.5, "c1": 0.1, "c2": [0.2, 0.6]},
    )
)
