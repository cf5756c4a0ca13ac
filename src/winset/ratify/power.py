"""How often does a member decide, if nothing is known about who votes how?

A member is decisive where his vote turns defeat into victory. Shapley and Shubik count over all orders in which the
members may come to agree, Banzhaf over all groups that may be in favour. Both are chances: of being decisive when each
member says yes with one common chance that may be anything from 0 to 1, and with a chance of one half. The essential
assumption is that nothing else is known: no positions, no parties, no habits. Do not use either where it is known.

References: Shapley, L. S. and Shubik, M. (1954). A method for evaluating the distribution of power in a committee
system. American Political Science Review 48(3), 787-792. Banzhaf, J. F. (1965). Weighted voting doesn't work: a
mathematical analysis. Rutgers Law Review 19, 317-343. Straffin, P. D. (1977). Homogeneity, independence, and power
indices. Public Choice 30, 107-118 (the two as chances of being decisive).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.errors import InputError
from winset.ratify.allowed import whole_numbers
from winset.registry import Model, register

Array = NDArray[np.float64]

MOST_WORK = 2e9
"""Additions up to which power is worked out: members times votes times half the members, or a hundred if fewer."""


@dataclass(frozen=True)
class Power:
    """How often each member decides.

    Parameters
    ----------
    shapley_shubik : array of float, shape (n_members,)
        Share of the orders of all members in which he decides; the shares sum to 1.
    banzhaf : array of float, shape (n_members,)
        Share of the groups of all others that win with him and lose without.
    banzhaf_normalised : array of float, shape (n_members,)
        The same, divided by the sum over the members.
    """

    shapley_shubik: Array
    banzhaf: Array
    banzhaf_normalised: Array


def power_indices(votes: ArrayLike, quota: float | None = None, vetoes: Sequence[int] = ()) -> Answer[Power | None]:
    r"""Return the Shapley-Shubik and the Banzhaf index of a body with weighted votes.

    .. math:: \phi_i = \int_0^1 P_p(i \text{ decides})\, dp, \qquad \beta_i = P_{1/2}(i \text{ decides})

    Here :math:`\phi_i` is the index of Shapley and Shubik and :math:`\beta_i` that of Banzhaf,
    where every other member is in favour with chance p, independently, and i decides if the votes of those in favour
    reach the quota with his and not without.

    Parameters
    ----------
    votes : array of int, shape (n_members,)
        At least 0.
    quota : float, optional
        Votes needed; more than half if not given.
    vetoes : sequence of int
        Members without whom nothing passes, whatever the votes.

    Returns
    -------
    Answer of Power or None
        ``empty`` if nobody ever decides, since nothing passes or everything does.

    Raises
    ------
    InputError
        If a number of votes is negative or not whole, a veto names no member, or the body is too large
        (`MOST_WORK`).

    Notes
    -----
    Exact up to rounding: the chance is a polynomial in p of a degree below the number of members, which Gauss-Legendre
    nodes integrate without error, and at each node the sums of votes are counted by dynamic programming.

    Examples
    --------
    One member with two votes and two with one; three votes are needed.

    >>> power = power_indices([2, 1, 1], quota=3).value
    >>> power.shapley_shubik.round(4).tolist(), power.banzhaf_normalised.round(4).tolist()
    ([0.6667, 0.1667, 0.1667], [0.6, 0.2, 0.2])
    """
    w = whole_numbers("votes", votes)
    if w.ndim != 1 or not w.size:
        raise InputError(f"`votes` has shape {w.shape}; it must hold one number for each member")
    if any(not 0 <= member < w.size for member in vetoes):
        raise InputError(f"`vetoes` is {list(vetoes)}; it must name members from 0 to {w.size - 1}")
    total = int(w.sum())
    q = total // 2 + 1 if quota is None else float(numbers_between("quota", quota))
    needed = int(np.ceil(min(max(q, 0), total + 1)))
    if w.size * total * max(w.size / 2, 100) > MOST_WORK:
        raise InputError(
            f"`votes` has {w.size} members with {total} votes, which are too many; divide the votes by a common factor"
        )
    blocking = np.zeros(w.size, dtype=bool)
    blocking[list(vetoes)] = True
    nodes, node_weights = np.polynomial.legendre.leggauss((w.size + 1) // 2)
    by_node = [_deciding(w, needed, blocking, (node + 1) / 2) for node in nodes]
    shapley = np.tensordot(node_weights / 2, by_node, axes=1)
    banzhaf = _deciding(w, needed, blocking, 0.5)
    if not banzhaf.any():
        return Answer(None, "empty")
    return Answer(Power(shapley, banzhaf, banzhaf / banzhaf.sum()))


def _deciding(w: NDArray[np.int64], needed: int, blocking: NDArray[np.bool_], p: float) -> Array:
    """Chance that each member decides if every other is in favour with chance p.

    The votes of members without a veto are counted up from the first and from the last; what the others of a member
    hold is one count from each end. For it the members with a veto have said yes, with a chance of p each.
    """
    free = np.flatnonzero(~blocking)
    rest = needed - int(w[blocking].sum())
    agreed = int(blocking.sum())
    chance = np.zeros(w.size)
    if rest > int(w[free].sum()):
        return chance
    below = _sums(w[free], max(rest, 0), p)
    chance[blocking] = p ** (agreed - 1) * (1 - below[-1, : max(rest, 0)].sum())
    if rest > 0:
        above = np.cumsum(_sums(w[free[::-1]], rest, p), axis=1)[::-1, ::-1]
        for place, member in enumerate(free):
            own = min(int(w[member]), rest)
            held, after = below[place], above[place + 1]
            chance[member] = p**agreed * (held[:rest] @ after[1:] - held[: rest - own] @ after[own + 1 :])
    return np.asarray(chance.clip(0, 1))


def _sums(w: NDArray[np.int64], top: int, p: float) -> Array:
    """Chance of 0, 1, ..., `top` votes in favour among the first 0, 1, ... members, shape (n_members + 1, top + 1)."""
    table = np.zeros((len(w) + 1, top + 1))
    table[0, 0] = 1.0
    for place, weight in enumerate(w):
        np.multiply(table[place], 1 - p, out=table[place + 1])
        if weight <= top:
            table[place + 1, weight:] += p * table[place, : top + 1 - weight]
    return table


register(
    Model(
        id="power-indices",
        family="ratify",
        meaning="How often each member of a body with weighted votes decides: Shapley-Shubik and Banzhaf.",
        reference="Shapley, L. S. and Shubik, M. (1954). A method for evaluating the distribution of power in a "
        "committee system. American Political Science Review 48(3), 787-792.",
        status="textbook",
        function=power_indices,
        axioms=frozenset({"symmetric", "deterministic"}),
        example={"votes": [4, 3, 2, 1], "quota": 6},
    )
)
