"""How patient must a side be to keep a bargain whose only sanction is that it ends?

Both keep the bargain for as long as both have kept it; after the first breach neither ever does again. The essential
assumptions are that a breach is seen at once, that the relation has no known end, and that the punishment is carried
out although it hurts the punisher. Do not use it for a single exchange, which is a relation with a known end.

References: Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. Review of Economic Studies 38(1),
1-12.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import Array, numbers_between
from winset.registry import Model, register


def patience_needed(temptation: ArrayLike, reward: ArrayLike, punishment: ArrayLike) -> Array:
    r"""Return the least weight of the next period at which keeping the bargain is best.

    .. math:: \frac{R}{1 - d} \ge T + \frac{d\,P}{1 - d} \iff d \ge \frac{T - R}{T - P}

    Here d is what one period later counts.

    Parameters
    ----------
    temptation : array of float
        T: what breaking the bargain gives in the period of the breach.
    reward : array of float
        R: what a period gives in which the bargain is kept.
    punishment : array of float
        P: what a period gives after a breach. All three in the same units.

    Returns
    -------
    array of float
        From 0 to 1, in the shape that the arguments make together; 0 where a breach gives nothing more even at once,
        infinite where it pays and the punishment is none. At the threshold the bargain is kept.

    Raises
    ------
    InputError
        If a number is not finite.

    Examples
    --------
    >>> patience_needed(temptation=[5, 3, 5], reward=3, punishment=[1, 1, 3]).tolist()
    [0.5, 0.0, inf]
    """
    T, R, P = np.broadcast_arrays(
        numbers_between("temptation", temptation),
        numbers_between("reward", reward),
        numbers_between("punishment", punishment),
    )
    breach_never_pays, punished = (T <= R) & (P <= R), P < R
    threshold = np.divide(T - R, T - P, out=np.full(T.shape, np.inf), where=(T > R) & punished)
    return np.where(breach_never_pays, 0.0, threshold)


register(
    Model(
        id="commitment-grim-trigger",
        family="commitment",
        meaning="How patient must a side be to keep a bargain whose only sanction is that it ends?",
        reference="Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. Review of Economic Studies "
        "38(1), 1-12.",
        status="textbook",
        function=patience_needed,
        axioms=frozenset({"deterministic"}),
        example={"temptation": 3, "reward": 2, "punishment": 1},
    )
)
