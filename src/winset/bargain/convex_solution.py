"""Which point of a convex set of utilities does each solution pick?

The set is all lotteries over listed outcomes, or all utilities that satisfy linear inequalities. This is the setting of
the original papers, in which shares and gains can be equalised exactly. The essential assumption is that parties can
agree on a lottery, or divide finely. Do not use it for a menu on which no lottery would be accepted; it can pick points
that are on no such menu.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162. Kalai, E., Smorodinsky, M. (1975).
Other solutions to Nash's bargaining problem. Econometrica 43(3), 513-518. Kalai, E. (1977). Proportional solutions to
bargaining situations. Econometrica 45(7), 1623-1630. For three parties or more: Imai, H. (1983). Individual
monotonicity and lexicographic maxmin solution. Econometrica 51(2), 389-401.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_for_each, positive_for_each
from winset.bargain.choice import Solution
from winset.bargain.log_optimum import log_optimum
from winset.bargain.polytope import Polytope, polytope
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

MOST_POINTS = 200
"""Points of the set that are mixed for Nash's solution before giving up with the best mixture so far."""

ROOM = 1000
"""How many times the allowance for rounding a party must be able to rise further to count as free to rise."""


@dataclass(frozen=True)
class ConvexPoint:
    """A point of a convex set.

    Parameters
    ----------
    utilities : array of float, shape (n_parties,)
        What each party gets, on average if by lottery.
    lottery : array of float, shape (n_vertices,), or None
        Probability of each listed outcome; None for a set given by inequalities.
    """

    utilities: Array
    lottery: Array | None


def convex_solution(
    solution: Solution,
    disagreement: ArrayLike,
    vertices: ArrayLike | None = None,
    inequalities: ArrayLike | None = None,
    limits: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Answer[ConvexPoint | None]:
    r"""Return the point that a solution picks from a convex set.

    .. math:: u^{*} \in \arg\max_{u \in U} \sum_i b_i \log(u_i - d_i), \qquad u \ge d, \quad
        U = \{pV : p \ge 0,\ \textstyle\sum p = 1\} \text{ or } \{u : A u \le c\}

    for ``nash``; the other solutions have the conditions that they have on menus.

    Here U is the set, p a lottery over the vertices V, A and c are the inequalities and limits, d is the
    disagreement and b the weights.

    Parameters
    ----------
    solution : {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian"}
        As for menus, with the maximum over the whole set.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal.
    vertices : array of float, shape (n_vertices, n_parties), optional
        Outcomes between which every lottery is possible.
    inequalities, limits : arrays of float, shapes (n_sides, n_parties) and (n_sides,), optional
        The set :math:`\{u : A u \le c\}` instead. It must bound what every party can gain.
    weights : array of float, shape (n_parties,), optional
        As for menus: powers of Nash's product, proportions of shares or of gains, weights of the sum.

    Returns
    -------
    Answer of ConvexPoint or None
        ``empty`` and None if no point of the set is as good as no agreement for everyone. In ``diagnostics``:
        ``ideal_gains``, the most that each can gain if nobody else loses; ``without_hope``, parties for which it is 0,
        who are left out; for Nash ``prices``, at which no point of the set costs more than the answer, and ``gap``, by
        how much the best point found would, relative to it; for Kalai-Smorodinsky and egalitarian ``refined``, whether
        the solution proper left something on the table, so that the second smallest share was raised, and so on.

    Raises
    ------
    InputError
        If the set is described in both ways or neither, is unbounded, or a number or shape does not fit.

    Notes
    -----
    Nash's point is unique. A utilitarian point need not be: one of the best is given.

    Examples
    --------
    Of three outcomes Nash picks the even one; with lotteries a coin between the other two is better.

    >>> menu = [[0, 1], [1, 0], [0.4, 0.4]]
    >>> convex_solution("nash", [0, 0], vertices=menu).value.utilities.round(6).tolist()
    [0.5, 0.5]
    """
    if solution not in get_args(Solution):
        raise InputError(f"`solution` is {solution!r}; it must be one of {', '.join(get_args(Solution))}")
    feasible, rows = polytope(vertices, inequalities, limits)
    d = number_for_each("disagreement", disagreement, len(feasible.values))
    power = positive_for_each("weights", weights, d.size)
    if rows is not None and not rows.size:
        return Answer(None, "empty")
    best = [feasible.furthest(axis, d) for axis in np.eye(d.size)]
    reached = [found for found in best if found is not None]
    if len(reached) < d.size:
        return Answer(None, "empty")
    ideal = np.array([found[1][i] for i, found in enumerate(reached)]) - d
    slack = TOLERANCE * np.maximum(np.abs(d), np.abs(ideal).max())
    ideal = np.where(ideal > slack, ideal, 0.0)
    hopeful = ideal > 0
    said = {"ideal_gains": tuple(ideal.tolist()), "without_hope": tuple(np.flatnonzero(~hopeful).tolist())}
    more: dict[str, Any] = {}
    if not hopeful.any():
        variables = reached[0][0]
    elif solution == "nash":
        variables, more = _nash(feasible, d, power / power[hopeful].sum(), hopeful, [found[0] for found in reached])
    elif solution == "utilitarian":
        variables = _along(feasible, power, d)
    else:
        step = power * (ideal if solution == "kalai-smorodinsky" else 1.0)
        variables, more = _leximin(feasible, d, np.where(hopeful, step, 0.0), slack)
    lottery = None
    if rows is not None:
        lottery = np.zeros(len(np.asarray(vertices)))
        lottery[rows] = variables.clip(min=0) / variables.clip(min=0).sum()
    point = ConvexPoint(feasible.values @ variables, lottery)
    return Answer(point, "ok" if more.get("gap", 0.0) <= 10 * TOLERANCE else "not_converged", said | more)


def _along(feasible: Polytope, direction: Array, floor: Array) -> Array:
    """Return the variables of a point furthest along a direction among those not below a floor that can be met."""
    found = feasible.furthest(direction, floor)
    if found is None:
        raise InputError("`disagreement` leaves a set too thin to be told from an empty one")
    return found[0]


def _nash(
    feasible: Polytope, d: Array, power: Array, hopeful: NDArray[np.bool_], found: list[Array]
) -> tuple[Array, dict[str, Any]]:
    """Mix the points found so far as well as possible, add the one that is dearest at the mixture's prices, repeat."""
    prices, gap = np.zeros(d.size), np.inf
    floor = np.where(hopeful.all(), -np.inf, d) if feasible.sides is None else d
    weights = np.empty(0)
    for _ in range(MOST_POINTS):
        gains = np.array([feasible.values @ variables - d for variables in found])[:, hopeful]
        prices[hopeful], weights = log_optimum(gains, power[hopeful])
        dearest = _along(feasible, prices, floor)
        gap = float(prices @ (feasible.values @ dearest - d)) - 1
        if gap <= TOLERANCE**1.25:
            break
        found = [*found, dearest]
    return weights @ np.array(found[: weights.size]), {"prices": tuple(prices.tolist()), "gap": max(gap, 0.0)}


def _leximin(feasible: Polytope, d: Array, step: Array, slack: Array) -> tuple[Array, dict[str, Any]]:
    """Raise everyone together; hold those who can go no higher and raise the others on."""
    floor, rising = d, step
    variables = _along(feasible, step, floor)
    for rounds in range(d.size):  # noqa: B007 (counts the refinements)
        found = feasible.highest(floor, rising)
        if found is None:
            break
        level, variables, _ = found
        floor = floor + level * rising
        room = [
            feasible.values[i] @ _along(feasible, axis, floor - slack) - floor[i]
            for i, axis in enumerate(np.eye(d.size))
        ]
        rising = np.where(np.array(room) > ROOM * slack, rising, 0.0)
        if not rising.any():
            break
    return variables, {"refined": rounds > 0}


register(
    Model(
        id="convex-bargaining",
        family="bargain",
        meaning="What each solution picks from a convex set: lotteries over outcomes, or linear inequalities.",
        reference="Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.",
        status="textbook",
        function=convex_solution,
        axioms=frozenset({"efficient", "symmetric", "deterministic"}),
        example={"solution": "nash", "disagreement": [0, 0], "vertices": [[0, 0], [4, 0], [0, 2]]},
    )
)
