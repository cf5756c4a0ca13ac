"""Which bargains do both sides prefer to conflict, and how hard is it worth pressing?

Two sides divide one unit. Conflict gives side 1 the whole of it with a chance p and costs each side something, so
there is always a range of shares that both prefer. Side 1 makes one offer and knows its rival's cost only as a
uniform distribution: pressing for more risks conflict. The essential assumptions are that the range is common
knowledge but for that cost, that it can be divided at will, and that what is agreed is kept. Do not use it where
power shifts after the agreement (see `shifting_power`) or where talks go on after a No.

In the spirit of Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.commitment.allowed import Array, between
from winset.registry import Model, register


@dataclass(frozen=True)
class CrisisOffer:
    """The best single offer in a crisis, one entry for each draw.

    Parameters
    ----------
    kept : array of float
        Share of the unit that side 1 claims for itself, from 0 to 1.
    conflict_probability : array of float
        Chance that side 2 fights rather than accept.
    """

    kept: Array
    conflict_probability: Array


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
    chance, own, other = np.broadcast_arrays(between("p", p, 0, 1), between("c1", c1, 0), between("c2", c2, 0))
    return np.maximum(chance - own, 0.0), np.minimum(chance + other, 1.0)


def crisis_offer(p: ArrayLike, c1: ArrayLike, cbar: ArrayLike) -> CrisisOffer:
    r"""Return side 1's best take-it-or-leave-it claim when side 2's cost is uniform from 0 to `cbar`.

    .. math:: x^{*} = \min\Bigl(p + \frac{(\bar c - c_1)_+}{2},\; 1\Bigr), \qquad
        P(\text{conflict}) = \frac{x^{*} - p}{\bar c}

    Side 2 accepts if its share :math:`1 - x` is at least what conflict gives it, :math:`1 - p - c_2`.

    Parameters
    ----------
    p, c1 : array of float
        As in `crisis_range`.
    cbar : array of float
        Greatest cost that side 2 may have, at least 0; at 0 its cost is known to be 0.

    Returns
    -------
    CrisisOffer
        Where side 1's own cost is at least `cbar` it claims p, which is never refused. The best claim is unique.

    Raises
    ------
    InputError
        If `p` is no chance or a cost is negative or not finite.

    Notes
    -----
    Nobody can claim more than the whole unit; that corner is ours, since the paper's example has none.

    Examples
    --------
    >>> best = crisis_offer(p=0.5, c1=[0.1, 0.3], cbar=0.3)
    >>> best.kept.tolist(), best.conflict_probability.round(4).tolist()
    ([0.6, 0.5], [0.3333, 0.0])
    """
    chance, own, most = np.broadcast_arrays(between("p", p, 0, 1), between("c1", c1, 0), between("cbar", cbar, 0))
    pressed = np.minimum(np.maximum(most - own, 0.0) / 2, 1 - chance)
    return CrisisOffer(chance + pressed, np.divide(pressed, most, out=np.zeros(most.shape), where=most > 0))


register(
    Model(
        id="commitment-crisis-range",
        family="commitment",
        meaning="Which shares do both sides prefer to conflict, and with what risk does one of them press for more?",
        reference="Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414.",
        status="in the spirit of",
        function=crisis_offer,
        axioms=frozenset({"deterministic"}),
    )
)
