"""With what chance does the stronger of two coalitions win?

Twice the strength may mean two chances in three (linear) or near certainty (quartic). The essential assumption is that
only the ratio of strengths counts. Do not use it where a rule counts votes: there the stronger side wins.

References: Tullock, G. (1980). Efficient rent seeking. In: Buchanan, J., Tollison, R., Tullock, G. (eds). Toward a
theory of the rent-seeking society, 97-112. The named exponents and the threshold are those of KTAB: Wise, B. P.,
Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.collective.voting_rules import known
from winset.registry import Model, register

Array = NDArray[np.float64]

VictoryRule = Literal["linear", "square", "quartic", "octic", "threshold"]
"""How fast the chance of victory rises with the ratio of strengths."""

EXPONENTS = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}

MARGIN, SURPRISE = 1.1, 1e-6
"""Ratio of strengths from which the threshold rule counts a victory as sure, and the odds that it leaves the other."""


def victory_probability(first: ArrayLike, second: ArrayLike, rule: VictoryRule = "linear") -> Array:
    r"""Return the chance that the first coalition defeats the second.

    .. math:: P = \frac{c^m}{c^m + c'^m}

    with m = 1 (linear), 2 (square), 4 (quartic) or 8 (octic). Under ``threshold`` the chance rises in a straight line
    between strengths of 10 : 11 and 11 : 10, and beyond them the weaker side wins once in a million.

    Here P is the chance of the first, and c and c' are the strengths of the first and the second.

    Parameters
    ----------
    first, second : array of float
        Strength of each coalition, at least 0, in shapes that fit together.
    rule : str
        One of the names above.

    Returns
    -------
    array of float
        In [0, 1]; with the sides exchanged it is one less this. One half if both are as strong, also if 0.

    Raises
    ------
    InputError
        If a strength is not finite or below 0, or the rule is not one of these.

    Examples
    --------
    >>> [float(victory_probability(2, 1, rule).round(4)) for rule in ("linear", "square", "quartic")]
    [0.6667, 0.8, 0.9412]
    """
    known("rule", rule, VictoryRule)
    return victory(numbers_between("first", first, 0), numbers_between("second", second, 0), rule)


def victory(first: Array, second: Array, rule: VictoryRule) -> Array:
    """Return the chance of victory for strengths that are known to be allowed."""
    strongest = np.maximum(first, second)
    scale = np.where(strongest > 0, strongest, 1.0)
    a, b = np.where(strongest > 0, first, 1.0) / scale, np.where(strongest > 0, second, 1.0) / scale
    if rule == "threshold":
        within = ((MARGIN + 1) * a / (a + b) - 1) / (MARGIN - 1)
        return np.asarray(np.clip(within, SURPRISE / (1 + SURPRISE), 1 / (1 + SURPRISE)))
    a, b = a ** EXPONENTS[rule], b ** EXPONENTS[rule]
    return np.asarray(a / (a + b))


register(
    Model(
        id="victory-probability",
        family="collective",
        meaning="With what chance does the stronger of two coalitions win?",
        reference=(
            "Tullock, G. (1980). Efficient rent seeking. In: Buchanan, J., Tollison, R., Tullock, G. (eds). Toward a "
            "theory of the rent-seeking society, 97-112."
        ),
        status="textbook",
        function=victory_probability,
        axioms=frozenset({"deterministic"}),
        example={"first": [3, 1], "second": [1, 1]},
    )
)
