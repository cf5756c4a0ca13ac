"""Which point of a concave frontier does each solution pick, for two parties?

The frontier is a curve: what the second party gets at most, given what the first gets. The essential assumption is that
it bends outwards (is concave), as it does wherever lotteries are possible; then every condition holds at one point. Do
not use it for a frontier with dents; take the convex hull of its points instead.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162. Kalai, E., Smorodinsky, M. (1975).
Other solutions to Nash's bargaining problem. Econometrica 43(3), 513-518.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np
import scipy
from numpy.typing import ArrayLike

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_for_each, positive_for_each
from winset.bargain.choice import Solution
from winset.bargain.two_party_frontier import Curve, curve
from winset.errors import InputError
from winset.registry import Model, register

Pair = tuple[float, float]


def frontier_solution(
    solution: Solution,
    frontier: ArrayLike | Callable[[float], float],
    disagreement: ArrayLike = (0.0, 0.0),
    weights: ArrayLike | None = None,
    span: ArrayLike | None = None,
) -> Answer[Pair | None]:
    r"""Return the utilities that a solution picks on a concave frontier.

    .. math:: u^{*} = (u_1, \varphi(u_1)), \qquad
        u_1 \in \arg\max_{u_1} \sum_i b_i \log(u_i - d_i) \text{ for nash, and the other conditions as for menus}

    Here u_1 and u_2 are utilities, :math:`\varphi(u_1)` is what the frontier leaves to the second party, d is the
    disagreement and b the weights.

    Parameters
    ----------
    solution : {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian"}
        As for menus, with the maximum over the frontier.
    frontier : array of float, shape (n_points, 2), or callable
        Points on the frontier, joined by straight lines, or what the second party gets as a function of what the first
        gets.
    disagreement : pair of float
        Utility of no deal.
    weights : pair of float, optional
        As for menus: powers of Nash's product, proportions of shares or of gains, weights of the sum.
    span : pair of float, optional
        Least and greatest utility of the first party, needed with a function.

    Returns
    -------
    Answer of pair of float or None
        ``empty`` and None if no point is as good as no agreement for both. ``diagnostics["ideal_gains"]`` is the most
        that each can gain if the other does not lose; if either is 0 that point is all there is.

    Raises
    ------
    InputError
        If the frontier does not fall, or is not concave, or a number is not finite.

    Examples
    --------
    >>> point = frontier_solution("nash", lambda u: (1 - u) ** 0.5, span=[0, 1]).value
    >>> round(point[0], 6)
    0.666667
    """
    if solution not in get_args(Solution):
        raise InputError(f"`solution` is {solution!r}; it must be one of {', '.join(get_args(Solution))}")
    line = curve(frontier, span)
    d1, d2 = number_for_each("disagreement", disagreement, 2)
    b1, b2 = positive_for_each("weights", weights, 2)
    _refuse_dents(line)
    low, high = max(float(line.places[0]), float(d1)), line.first(float(d2))
    most = line.second(low) if low <= line.places[-1] else -np.inf
    slack = TOLERANCE * max(float(np.ptp(line.places)), abs(d1), abs(d2))
    if low > high + slack or most < d2 - slack or line.second(high) < d2 - slack:
        return Answer(None, "empty")
    high = max(low, high)
    ideal = high - d1, most - d2
    said = {"ideal_gains": (max(float(ideal[0]), 0.0), max(float(ideal[1]), 0.0))}
    if high - low <= slack:
        return Answer((low, line.second(low)), "ok", said)
    if solution in ("nash", "utilitarian"):

        def worth(first: float) -> float:
            gains = max(first - d1, 0.0), max(line.second(first) - d2, 0.0)
            if solution == "utilitarian":
                return float(b1 * gains[0] + b2 * gains[1])
            return float((gains[0] / ideal[0]) ** (b1 / (b1 + b2)) * (gains[1] / ideal[1]) ** (b2 / (b1 + b2)))

        first = _peak(worth, line, low, high)
    else:
        unit1, unit2 = (b1 * ideal[0], b2 * ideal[1]) if solution == "kalai-smorodinsky" else (b1, b2)

        def lead(first: float) -> float:
            """Return how far the first party is ahead in the levels that are to be equal."""
            return float((first - d1) / unit1 - (line.second(first) - d2) / unit2)

        if lead(low) >= 0:
            first = low
        elif lead(high) <= 0:
            first = high
        else:
            first = scipy.optimize.brentq(lead, low, high, xtol=1e-15, rtol=1e-14)
    return Answer((float(first), line.second(float(first))), "ok", said)


def _refuse_dents(line: Curve) -> None:
    """Refuse a frontier whose slope gets flatter anywhere by more than rounding."""
    heights = np.array([line.second(float(place)) for place in line.places])
    slopes = np.diff(heights) / np.diff(line.places)
    if (np.diff(slopes) > 1e-6 * np.abs(slopes[1:])).any():
        raise InputError("`frontier` has a dent; it must be concave, so take the upper hull of its points")


def _peak(worth: Callable[[float], float], line: Curve, low: float, high: float) -> float:
    """Return where a function with one peak is highest: near the best place, then exactly by its neighbours."""
    places = np.union1d(line.places[(line.places > low) & (line.places < high)], np.linspace(low, high, 101))
    values = [worth(float(place)) for place in places]
    best = int(np.argmax(values))
    near = float(places[max(best - 1, 0)]), float(places[min(best + 1, places.size - 1)])
    found = scipy.optimize.minimize_scalar(
        lambda first: -worth(first), bounds=near, method="bounded", options={"xatol": 1e-12}
    )
    return float(found.x) if -found.fun > values[best] else float(places[best])


register(
    Model(
        id="concave-frontier",
        family="bargain",
        meaning="What each solution picks on a concave frontier of two parties.",
        reference="Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.",
        status="textbook",
        function=frontier_solution,
        axioms=frozenset({"efficient", "symmetric", "deterministic"}),
        example={"solution": "nash", "frontier": [[0, 1], [0.5, 0.8], [1, 0]]},
    )
)
