"""The bargaining problem on a finite menu: what each outcome gives each party beyond no agreement.

Every solution in this package starts here. An outcome is individually rational if no party does worse than with
no agreement; only such outcomes can be chosen.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE, Answer
from winset.errors import InputError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """A menu seen from no agreement.

    Parameters
    ----------
    gains : array of float, shape (n_outcomes, n_parties)
        Utility less disagreement utility; 0 where the difference is only rounding.
    rational : array of bool, shape (n_outcomes,)
        Whether no party ranks the outcome below no agreement.
    power : array of float, shape (n_parties,)
        Bargaining power, with mean 1.
    """

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
        If a number is not finite, a shape does not fit or a weight is not above 0.

    Notes
    -----
    "At least as good" allows for rounding: 1e-9 of the party's largest gain or of its disagreement utility.

    Examples
    --------
    >>> bargaining_problem([[1, 0], [2, 3]], disagreement=[1, 1]).rational.tolist()
    [False, True]
    """
    u, d = np.asarray(utilities, dtype=float), np.asarray(disagreement, dtype=float)
    if u.ndim != 2 or d.shape != u.shape[1:] or not d.size:
        raise InputError(
            f"`utilities` has shape {u.shape} and `disagreement` {d.shape}; "
            "they must be (n_outcomes, n_parties) and (n_parties,)"
        )
    for field, values in (("utilities", u), ("disagreement", d)):
        if not np.isfinite(values).all():
            raise InputError(f"`{field}` holds {values[~np.isfinite(values)][0]}; every utility must be finite")
    power = np.ones(d.size) if weights is None else np.asarray(weights, dtype=float)
    if power.shape != d.shape or not (np.isfinite(power) & (power > 0)).all():
        raise InputError(f"`weights` is {power.tolist()}; it must hold one number above 0 for each party")
    gains = u - d
    slack = TOLERANCE * np.maximum(np.abs(d), gains.max(axis=0, initial=0.0))
    rational = (gains >= -slack).all(axis=1)
    return Problem(np.where(np.abs(gains) <= slack, 0.0, gains), rational, power / power.mean())


def settled(best: Mask, **diagnostics: Any) -> Answer[int | None]:
    """Return the answer that these outcomes are equally best: the lowest row, a tie, or the empty answer.

    >>> settled(np.array([False, True, True])).status
    'tie'
    """
    ties = tuple(int(row) for row in np.flatnonzero(best))
    if not ties:
        return Answer(None, "empty", {"ties": (), **diagnostics})
    return Answer(ties[0], "tie" if len(ties) > 1 else "ok", {"ties": ties, **diagnostics})
