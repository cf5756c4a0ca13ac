"""Which comes first: the window or the deadline?

The essential assumption is that both come at constant rates, independent of each other and of how long one has
waited. Not for a deadline on a known date (state the horizon), nor for chances that rise as it draws near.

References: Cox, D. R., Oakes, D. (1984). Analysis of Survival Data. Chapman and Hall, chapter 9 (competing risks).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError
from winset.registry import Model, register
from winset.timing.brownian import refuse_negative

Array = NDArray[np.float64]


def first_of_two(hazard: ArrayLike, deadline_hazard: ArrayLike, horizon: ArrayLike = np.inf) -> Array:
    r"""Return the chance that the window comes before the deadline, and up to `horizon`.

    .. math:: P = \frac{h}{h+k}\,\bigl(1 - e^{-(h+k)T}\bigr)

    Here P is the chance that a window comes first, and in time.

    Parameters
    ----------
    hazard : array of float
        h, windows per time, at least 0.
    deadline_hazard : array of float
        k, deadlines per time, at least 0.
    horizon : array of float
        T, at least 0; infinite by default.

    Returns
    -------
    array of float
        In [0, 1]; 0 if h is 0.

    Examples
    --------
    >>> float(first_of_two(hazard=0.3, deadline_hazard=0.2))
    0.6
    """
    h, k, T = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (hazard, deadline_hazard, horizon)))
    refuse_negative(hazard=h, deadline_hazard=k)
    if not np.all(T >= 0):
        raise InputError(f"`horizon` is {T.min()}; it is at least 0")
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = h / (h + k) * -np.expm1(-(h + k) * T)
    return np.where(h > 0, chance, 0.0)


register(
    Model(
        id="competing-hazards",
        family="timing",
        meaning="With what chance does a window come before a deadline, if both come at constant rates?",
        reference="Cox, D. R., Oakes, D. (1984). Analysis of Survival Data. Chapman and Hall.",
        status="textbook",
        function=first_of_two,
        example={"hazard": 0.3, "deadline_hazard": 0.2, "horizon": [1, 12]},
    )
)
