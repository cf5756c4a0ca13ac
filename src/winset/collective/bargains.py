"""Where do two actors meet, given what each dimension means to them and how a contest between them would end?

On every dimension both move towards a point between their positions: nearer to the one that cares more and is the
likelier to win. It stands in for Nash's solution, which has no closed form here. The essential assumption is that a
bargain depends on the two alone. Do not use it for claims that cannot be met half-way.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; the rules and
their constants are those of the public source of KTAB (KAPSARC, 2017), which says that S2P2 comes nearest to Nash's.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.collective.voting_rules import known
from winset.registry import Model, register

Array = NDArray[np.float64]

Interpolation = Literal["s1p1", "s2p2", "s2pmax"]
"""Powers of salience and of the chance of victory that weigh the two positions."""

LEAST_PULL = 1e-6
"""Weight that each puts on its own position, so that two who neither care nor can win stay where they are."""


def interpolated_bargain(
    first: ArrayLike,
    second: ArrayLike,
    salience_first: ArrayLike,
    salience_second: ArrayLike,
    chance: ArrayLike,
    interpolation: Interpolation = "s2p2",
) -> tuple[Array, Array]:
    r"""Return where the first and the second would stand after a bargain, on each dimension.

    .. math:: b = \frac{(w + \mu) x + w' x'}{w + \mu + w'}, \quad b' = \frac{w x + (w' + \mu) x'}{w + \mu + w'}, \qquad
        w = (s P)^m,\ w' = (s' (1 - P))^m

    with m = 1 (``s1p1``) or 2 (``s2p2``) and :math:`\mu = 10^{-6}`. Under ``s2pmax`` only the likely loser moves, by
    the share :math:`e s'^2 / (e s'^2 + \mu + (1 - e) s^2)` of the way, where s is its salience, s' the winner's, and e
    how much the winner's chance exceeds its own.

    Here x and x' are the positions, s and s' their saliences, P the chance that the first defeats the second, w and
    w' what each weighs, and b and b' where each would go.

    Parameters
    ----------
    first, second : array of float
        Positions, in shapes that fit together; the last axis may be the dimension.
    salience_first, salience_second : array of float
        How much each dimension matters to each, from 0 to 1.
    chance : float or array of float
        That the first defeats the second, from 0 to 1.
    interpolation : {"s1p1", "s2p2", "s2pmax"}
        As above.

    Returns
    -------
    tuple of array of float
        Where the first and where the second would stand; all but the same under the first two rules.

    Raises
    ------
    InputError
        If a number is not finite or out of range, or the rule is not one of these.

    Examples
    --------
    The first will win three times in four, and cares twice as much about the second dimension as the other does.

    >>> here, there = interpolated_bargain([0, 0], [100, 100], [0.4, 0.6], [0.4, 0.3], chance=0.75)
    >>> here.round(1).tolist()
    [10.0, 2.7]
    """
    known("interpolation", interpolation, Interpolation)
    x, y = numbers_between("first", first), numbers_between("second", second)
    s, t = (
        numbers_between("salience_first", salience_first, 0, 1),
        numbers_between("salience_second", salience_second, 0, 1),
    )
    return met(x, y, s, t, numbers_between("chance", chance, 0, 1), interpolation)


def met(x: Array, y: Array, s: Array, t: Array, chance: Array, interpolation: Interpolation) -> tuple[Array, Array]:
    """Return the bargain for numbers that are known to be allowed."""
    if interpolation == "s2pmax":
        ahead = 2 * chance - 1
        return x + _share(-ahead, t, s) * (y - x), y + _share(ahead, s, t) * (x - y)
    power = 1 if interpolation == "s1p1" else 2
    ours, theirs = (s * chance) ** power, (t * (1 - chance)) ** power
    total = ours + theirs + LEAST_PULL
    return ((ours + LEAST_PULL) * x + theirs * y) / total, (ours * x + (theirs + LEAST_PULL) * y) / total


def _share(ahead: Array, winner: Array, loser: Array) -> Array:
    """Share of the way that the loser goes, 0 for one that is not behind."""
    lead = np.maximum(ahead, 0)
    pull = lead * winner**2
    return np.asarray(pull / (pull + LEAST_PULL + (1 - lead) * loser**2))


register(
    Model(
        id="interpolated-bargain",
        family="collective",
        meaning="Where two actors meet, given what each dimension means to them and how a contest would end.",
        reference=(
            "Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; public source "
            "of KTAB, KAPSARC, 2017."
        ),
        status="published",
        function=interpolated_bargain,
        axioms=frozenset({"symmetric", "deterministic"}),
        example={
            "first": [20, 50],
            "second": [60, 10],
            "salience_first": [0.5, 0.3],
            "salience_second": [0.2, 0.6],
            "chance": 0.6,
        },
    )
)
