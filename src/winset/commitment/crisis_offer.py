"""How hard is it worth pressing in a crisis, if the other side's cost of conflict is not known?

Two sides divide one unit, and either can turn to conflict. Side 1 makes one offer and knows its rival's cost only as a
uniform distribution: pressing for more risks conflict. The essential assumption is that there is one offer and that
what is agreed is kept. Do not use it where power shifts after the agreement (see `shifting_power`) or where talks go on
after a No.

In the spirit of Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import Array, numbers_between
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


def crisis_offer(p: ArrayLike, c1: ArrayLike, cbar: ArrayLike) -> CrisisOffer:
    r"""Return side 1's best take-it-or-leave-it claim when side 2's cost is uniform from 0 to `cbar`.

    .. math:: x^{*} = \min\Bigl(p + \frac{(\bar c - c_1)_+}{2},\; 1\Bigr), \qquad
        P(\text{conflict}) = \frac{x^{*} - p}{\bar c}

    Side 2 accepts if its share :math:`1 - x` is at least what conflict gives it, :math:`1 - p - c_2`.

    Here :math:`\bar c` is `cbar`, and x the share asked for.

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
    chance, own, most = np.broadcast_arrays(
        numbers_between("p", p, 0, 1), numbers_between("c1", c1, 0), numbers_between("cbar", cbar, 0)
    )
    pressed = np.minimum(np.maximum(most - own, 0.0) / 2, 1 - chance)
    return CrisisOffer(chance + pressed, np.divide(pressed, most, out=np.zeros(most.shape), where=most > 0))


register(
    Model(
        id="commitment-crisis-offer",
        family="commitment",
        meaning="How hard is it worth pressing in a crisis, and at what risk of conflict?",
        reference="Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414.",
        status="in the spirit of",
        function=crisis_offer,
        axioms=frozenset({"deterministic"}),
        example={"p": 0.5, "c1": 0.1, "cbar": 0.3},
    )
)
