"""The bargaining problem on a finite menu: what each outcome gives each party beyond no agreement.

Every solution of a menu starts here. An outcome is individually rational if no party does worse than with no agreement;
only such outcomes can be chosen.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_for_each, positive_for_each, utility_table
from winset.bargain.frontier import efficient_rows
from winset.errors import InputError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Problem:
    """A menu seen from no agreement.

    Only the Pareto frontier is kept: no solution chooses anything else, and it is mostly a small part.

    Parameters
    ----------
    rows : array of int, shape (n_efficient,)
        Rows of the menu that no other row dominates, ascending, copies included.
    gains : array of float, shape (n_efficient, n_parties)
        Utility less disagreement utility in these rows; 0 where the difference is only rounding.
    rational : array of bool, shape (n_efficient,)
        Whether no party ranks the outcome below no agreement.
    power : array of float, shape (n_parties,)
        Bargaining power, with mean 1.
    """

    rows: Indices
    gains: Array
    rational: Mask
    power: Array

    @property
    def ideal_gains(self) -> Array:
        """Most that each party can gain in an individually rational outcome."""
        return np.asarray(self.gains[self.rational].max(axis=0, initial=0.0))

    @property
    def shares_of_ideal(self) -> Array:
        """Gains as shares of the ideal gains, 0 where they are only rounding or a party has nothing to gain."""
        ideal = self.ideal_gains
        shares = self.gains / np.where(ideal > 0, ideal, 1.0)
        return np.where(shares > TOLERANCE, shares, 0.0)


def bargaining_problem(utilities: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None) -> Problem:
    """Return the problem, or refuse it.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, each in that party's own units.
    disagreement : array of float, shape (n_parties,)
        Utility of no agreement, in the units of the matching column.
    weights : array of float, shape (n_parties,), optional
        Bargaining power, above 0; only the ratios matter. Equal if not given.

    Raises
    ------
    InputError
        If a number is not finite, a shape does not fit, a weight is not above 0 or gains are too large for a float.

    Notes
    -----
    "At least as good" allows for rounding: 1e-9 of the party's largest gain or of its disagreement utility.

    Examples
    --------
    >>> problem = bargaining_problem([[5, 0], [2, 3], [1, 1]], disagreement=[1, 1])
    >>> problem.rows.tolist(), problem.rational.tolist()
    ([0, 1], [False, True])
    """
    u = utility_table(utilities)
    d = number_for_each("disagreement", disagreement, u.shape[1])
    power = positive_for_each("weights", weights, d.size)
    rows = efficient_rows(u)
    with np.errstate(over="ignore"):
        gains = u[rows] - d
    if not np.isfinite(gains).all():
        raise InputError("`utilities` and `disagreement` are too far apart to be subtracted; take larger units")
    slack = TOLERANCE * np.maximum(np.abs(d), gains.max(axis=0, initial=0.0))
    rational = (gains >= -slack).all(axis=1)
    return Problem(rows, np.where(np.abs(gains) <= slack, 0.0, gains), rational, power / power.mean())


def settled(problem: Problem, best: Mask, **diagnostics: Any) -> Answer[int | None]:
    """Return the answer that these efficient outcomes are equally best: the lowest row, a tie, or the empty answer.

    >>> settled(bargaining_problem([[0, 0], [2, 1], [1, 2]], [0, 0]), np.array([True, True])).diagnostics["ties"]
    (1, 2)
    """
    ties = tuple(problem.rows[best].tolist())
    if not ties:
        return Answer(None, "empty", {"ties": (), **diagnostics})
    return Answer(ties[0], "tie" if len(ties) > 1 else "ok", {"ties": ties, **diagnostics})
