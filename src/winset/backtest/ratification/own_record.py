r"""How much sooner or later than others does somebody do what he signed, going by his own record so far?

Each party, treaty or kind is given one number, by which its hazard is the base rate's: how often it was done, over how
often that was to be expected at the base rate of waits of the same length. A short record says little and is drawn
towards 1, by as much as records as a whole hang together (a gamma frailty, fitted by maximum likelihood). The one
assumption is that the record does not age. Not where hazards cross: early haste and late sloth come out as one number.

Reference: Vaupel, J. W., Manton, K. G., Stallard, E. (1979). The impact of heterogeneity in individual frailty on the
dynamics of mortality. Demography 16, 439-454; the shrinkage is Clayton and Kaldor's (1987), Biometrics 43, 671-681.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

Array = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Earlier:
    """For each signature, the earlier ones of the same party, treaty or kind, as they stood that day.

    Parameters
    ----------
    row, past : arrays of int, shape (n_pairs,)
        The later signature and the earlier one.
    waited : array of float, shape (n_pairs,)
        Years that the earlier one had been watched by then, at most the horizon.
    done : array of bool, shape (n_pairs,)
        Whether it had been done within them.
    n : int
        Signatures.
    """

    row: Places
    past: Places
    waited: Array
    done: NDArray[np.bool_]
    n: int

    def counted(self) -> tuple[Array, Array]:
        """Return for each signature how many earlier ones there were, and how many of them were done."""
        return np.bincount(self.row, minlength=self.n).astype(float), self.observed()

    def observed(self) -> Array:
        """Return how many earlier ones were done by then."""
        return np.bincount(self.row, self.done, minlength=self.n).astype(float)

    def expected(self, hazard: Callable[[Places, Array], Array]) -> Array:
        """Return how many earlier ones would have been done by then at the base rate.

        Parameters
        ----------
        hazard : callable
            From signatures and years to the base rate's cumulative hazard of each.
        """
        return np.bincount(self.row, hazard(self.past, self.waited), minlength=self.n).astype(float)


def earlier_of(
    groups: Sequence[Sequence[Hashable]], signed: Array, done: Array, units_a_year: float, horizon: float
) -> Earlier:
    """Return the record that each signature has on the day it is made; what happens that day is not part of it.

    Parameters
    ----------
    groups : sequence of sequences, length n
        The groups that each signature is in; an earlier one counts once for each group that both are in.
    signed, done : arrays of float, shape (n,)
        Whole units; nan where it was not done.
    units_a_year : float
    horizon : float
        Years after which no more is looked at.
    """
    members: dict[Hashable, list[int]] = {}
    for place, names in enumerate(groups):
        for name in names:
            members.setdefault(name, []).append(place)
    later: list[Places] = [np.empty(0, dtype=np.intp)]
    before: list[Places] = [np.empty(0, dtype=np.intp)]
    for rows in members.values():
        own = np.array(rows, dtype=np.intp)
        one, other = np.nonzero(signed[own][:, None] > signed[own][None, :])
        later.append(own[one])
        before.append(own[other])
    row, past = np.concatenate(later), np.concatenate(before)
    was_done = done[past] < signed[row]
    waited = (np.where(was_done, done[past], signed[row] - 1) - signed[past]) / units_a_year
    return Earlier(row, past, np.minimum(waited, horizon), was_done & (waited <= horizon), len(groups))


def spread_of_records(observed: ArrayLike, expected: ArrayLike) -> float:
    r"""Return how much records hang together: the shape of a gamma distribution of mean 1, large if all are alike.

    .. math:: \max_a \sum_g \log \frac{\Gamma(a + O_g)}{\Gamma(a)\, O_g!}
              \Bigl(\frac{a}{a + E_g}\Bigr)^{a} \Bigl(\frac{E_g}{a + E_g}\Bigr)^{O_g}

    Parameters
    ----------
    observed, expected : arrays of float, shape (n_groups,)
        O and E, at least 0; groups of which nothing was expected say nothing.

    Returns
    -------
    float
        a, from .05 to 100; the latter too if there is no group to learn from.

    Examples
    --------
    >>> spread_of_records([0, 20, 1, 18], [9, 9, 9, 9]) < 2
    True
    >>> round(spread_of_records([9, 9, 9, 9], [9, 9, 9, 9]))
    100
    """
    o, e = np.asarray(observed, dtype=float), np.asarray(expected, dtype=float)
    o, e = o[e > 0], e[e > 0]
    if not o.size:
        return 100.0

    def surprise(log_a: float) -> float:
        a = np.exp(log_a)
        each = gammaln(a + o) - gammaln(a) + a * np.log(a / (a + e)) + o * np.log(e / (a + e))
        return -float(each.sum())

    found = minimize_scalar(surprise, bounds=(np.log(0.05), np.log(100.0)), method="bounded")
    ends = {float(x): surprise(float(x)) for x in (found.x, np.log(0.05), np.log(100.0))}
    return float(np.exp(min(ends, key=lambda x: ends[x])))


def multiplier(observed: ArrayLike, expected: ArrayLike, spread: float) -> Array:
    """Return by how much the hazard is the base rate's, given a record: 1 without any.

    >>> multiplier([0, 10, 0], [0, 5, 5], spread=5.0).tolist()
    [1.0, 1.5, 0.5]
    """
    return (np.asarray(observed, dtype=float) + spread) / (np.asarray(expected, dtype=float) + spread)


def totals(
    groups: Sequence[Sequence[Hashable]], chosen: NDArray[np.bool_], happened: NDArray[np.bool_], expected: Array
) -> tuple[Array, Array]:
    """Return for each group how often it was done and how often that was to be expected, over the chosen rows."""
    sums: dict[Hashable, list[float]] = {}
    for place in np.flatnonzero(chosen).tolist():
        for name in groups[place]:
            held = sums.setdefault(name, [0.0, 0.0])
            held[0] += happened[place]
            held[1] += expected[place]
    table = np.array(list(sums.values()), dtype=float).reshape(-1, 2)
    return table[:, 0], table[:, 1]
