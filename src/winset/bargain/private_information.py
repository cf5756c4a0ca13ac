"""Where there is something to agree on, how often is there a deal if both sides hide what they need?

Two sides share one unit, and each needs a share that only it knows, uniform and independent as in `overlap`. Compared
are one take-it-or-leave-it offer by a proposer who knows his own need, and the most that any procedure can reach. The
double auction, known for equal and full doubt only, has its own module. The essential assumption is that nothing but a
claim can be said: no evidence, no second try. Do not read the difference to 1 as a chance of war.

References: Myerson, R. B., Satterthwaite, M. A. (1983). Efficient mechanisms for bilateral trading. Journal of Economic
Theory 29(2), 265-281 (the bound); the chance of one offer is an elementary integral over that of `uniform_offer`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.bargain.trade_bound import trade_above, trade_bound
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

LEAST = 1e-12
"""Least doubt that can be told from none beside a pie of 1."""


@dataclass(frozen=True)
class DealChances:
    """How often there is a deal between sides that hide their needs, one entry for each draw.

    Parameters
    ----------
    overlap : array of float
        Chance that there is anything to agree on.
    one_offer : array of float
        Chance of a deal, given an overlap, if side A makes a single offer.
    bound : array of float
        Chance of a deal, given an overlap, in the best procedure that nobody subsidises.
    """

    overlap: Array
    one_offer: Array
    bound: Array


def deal_chances(a: ArrayLike, b: ArrayLike) -> DealChances:
    r"""Return how often there is an overlap, and how often a deal where there is one.

    With :math:`u = 1 - r_A` and :math:`u_0 = (1 - a)_+` side A offers :math:`\min(u/2, b)`, so that

    .. math:: P(\text{one offer}) = \frac{1}{ab} \int_{u_0}^{1} \min(u / 2,\, b)\, du
        = \frac{(m^2 - u_0^2)/4 + b (1 - m)}{ab}, \qquad m = \text{clip}(2b, u_0, 1)

    Parameters
    ----------
    a, b : array of float
        Greatest need of each side, above 0: :math:`r_A \sim U[0, a]`, :math:`r_B \sim U[0, b]`.

    Returns
    -------
    DealChances
        In the shape that the arguments make together.

    Raises
    ------
    InputError
        If `a` or `b` is below 1e-12.

    Examples
    --------
    >>> found = deal_chances(a=[1, 0.6, 0.3], b=[1, 0.6, 0.3])
    >>> found.overlap.round(3).tolist()
    [0.5, 0.944, 1.0]
    >>> found.one_offer.round(3).tolist(), found.bound.round(3).tolist()
    ([0.5, 0.618, 1.0], [0.562, 0.81, 1.0])
    """
    A, B = np.broadcast_arrays(numbers_between("a", a, 0), numbers_between("b", b, 0))
    for field, most in (("a", A), ("b", B)):
        if (most < LEAST).any():
            raise InputError(f"`{field}` holds {most.min():g}; it must be at least {LEAST:g}: less is no doubt at all")
    overlap = trade_above(0.0, 1 - B, 1.0, 0.0, A).probability
    least = np.maximum(1 - A, 0.0)
    kink = np.clip(2 * B, least, 1.0)
    one_offer = ((kink**2 - least**2) / 4 + B * (1 - kink)) / (A * B)
    return DealChances(overlap, one_offer / overlap, trade_bound(1 - B, 1.0, 0.0, A).probability / overlap)


register(
    Model(
        id="private-information",
        family="bargain",
        meaning="How often there is a deal where there is an overlap, if both sides hide what they need.",
        reference="Myerson, R. B., Satterthwaite, M. A. (1983). Efficient mechanisms for bilateral trading. Journal of "
        "Economic Theory 29(2), 265-281.",
        status="textbook",
        function=deal_chances,
        axioms=frozenset({"deterministic"}),
        example={"a": [1, 0.6, 0.3], "b": [1, 0.6, 0.3]},
    )
)
