"""What do two parties offer each other in turn when what they share is no simple pie?

Rubinstein's offers on any falling frontier of utilities, with discounting, a risk of breakdown after each refusal and
options to walk away, alone or together. Each proposal leaves the other side just willing to accept. The essential
assumption is that both sides know the frontier. On a concave frontier the pair of proposals is unique; on others there
may be several, and all that are found are reported. Do not read one of several as the forecast.

References: Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50(1), 97-109. Binmore, K.,
Rubinstein, A., Wolinsky, A. (1986). The Nash bargaining solution in economic modelling. RAND Journal of Economics
17(2), 176-188. Muthoo, A. (1999). Bargaining Theory with Applications. Cambridge University Press, ch. 3-5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.bargain.two_party_frontier import SCAN, Curve, curve
from winset.registry import Model, register


@dataclass(frozen=True)
class Proposals:
    """Utilities of the first and the second party in the two proposals.

    Parameters
    ----------
    by_1 : tuple of float
        If the first party proposes.
    by_2 : tuple of float
        If the second does.
    """

    by_1: tuple[float, float]
    by_2: tuple[float, float]


def frontier_proposals(
    frontier: ArrayLike | Callable[[float], float],
    d1: float,
    d2: float,
    *,
    p: float = 0.0,
    b1: float = 0.0,
    b2: float = 0.0,
    w1: float | None = None,
    w2: float | None = None,
    span: ArrayLike | None = None,
) -> Answer[Proposals | None]:
    r"""Return the stationary proposals :math:`x` and :math:`y` on a frontier.

    .. math:: u_1(y) = \max\{w_1,\; p\, b_1 + (1 - p)\, d_1 u_1(x)\}, \qquad
        u_2(x) = \max\{w_2,\; p\, b_2 + (1 - p)\, d_2 u_2(y)\}

    Here x is what the first party proposes and y what the second does; u_1 and u_2 are their utilities.

    Parameters
    ----------
    frontier : array of float, shape (n_points, 2), or callable
        Points on the frontier, joined by straight lines, or what the second party gets as a function of what the first
        gets. Utilities are measured so that perpetual disagreement is worth 0.
    d1, d2 : float
        Discount factors for one round, 0 to 1.
    p : float
        Probability that talks break down after a refusal, 0 to 1.
    b1, b2 : float
        Utility of a breakdown; it matters only if `p` is above 0.
    w1, w2 : float, optional
        Utility of walking away after refusing; none if not given.
    span : pair of float, optional
        Least and greatest utility of the first party, needed with a function.

    Returns
    -------
    Answer of Proposals or None
        ``tie`` if several pairs satisfy the conditions: the first is the best for the first party, and
        ``diagnostics["ties"]`` has all. ``empty`` if none does: the frontier is out of reach of what parties can have
        otherwise. ``diagnostics["limit"]`` says that delay costs nothing and the limit is given.

    Raises
    ------
    InputError
        If the frontier does not fall or a number is outside its range.

    Notes
    -----
    The frontier is looked at between its corners and at 2001 places more, so pairs closer together than that may be
    taken for one. With :math:`d_1 = d_2 = 1` and no breakdown any point satisfies the conditions; the answer is then
    the limit of equally patient parties, the largest :math:`u_1 u_2` that satisfies the outside options.

    Examples
    --------
    >>> pie = [[0, 1], [1, 0]]
    >>> [round(u, 6) for u in frontier_proposals(pie, 0.9, 0.8).value.by_1]
    [0.714286, 0.285714]
    """
    line = curve(frontier, span)
    keep = 1 - number_between("p", p, 0, 1)
    k1, k2 = keep * number_between("d1", d1, 0, 1), keep * number_between("d2", d2, 0, 1)
    c1, c2 = p * number_between("b1", b1), p * number_between("b2", b2)
    o1 = -np.inf if w1 is None else number_between("w1", w1)
    o2 = -np.inf if w2 is None else number_between("w2", w2)
    low, high = float(line.places[0]), float(line.places[-1])
    if k1 == k2 == 1:
        return _limit(line, max(low, o1), line.first(o2) if o2 > line.second(high) else high)

    def reply(first: float) -> float:
        """Return what the first party must be given if it would propose this much for itself, within the frontier."""
        return min(max(o1, c1 + k1 * first, low), high)

    def surplus(first: float) -> float:
        """Return what a proposal leaves the second party beyond what it must be given."""
        return line.second(first) - max(o2, c2 + k2 * line.second(reply(first)))

    slack = TOLERANCE * (high - low)
    candidates = _zeros(surplus, np.union1d(line.places, np.linspace(low, high, SCAN)))
    if surplus(high) > 0:
        candidates.append(high)
    found = tuple(
        Proposals((x, line.second(x)), (reply(x), line.second(reply(x))))
        for x in reversed(candidates)
        if x >= reply(x) - slack and max(o1, c1 + k1 * x) <= high + slack
    )
    if not found:
        return Answer(None, "empty", {"ties": (), "limit": False})
    return Answer(found[0], "ok" if len(found) == 1 else "tie", {"ties": found, "limit": False})


def _zeros(function: Callable[[float], float], places: NDArray[np.float64]) -> list[float]:
    """Return ascending zeros of a function: the middle of each stretch of zeros, and one wherever the sign changes."""
    signs = np.sign([function(float(place)) for place in places])
    starts = np.flatnonzero(np.append(True, signs[1:] != signs[:-1]))
    ends = np.append(starts[1:], signs.size) - 1
    flat = [float(places[i] + places[j]) / 2 for i, j in zip(starts, ends, strict=True) if signs[i] == 0]
    crossed = [
        float(scipy.optimize.brentq(function, places[j], places[j + 1], xtol=1e-15, rtol=1e-14))
        for j in ends[:-1]
        if signs[j] * signs[j + 1] < 0
    ]
    return sorted(flat + crossed)


def _limit(line: Curve, low: float, high: float) -> Answer[Proposals | None]:
    """Return the largest product of utilities between two utilities of the first party."""
    if low > high:
        return Answer(None, "empty", {"ties": (), "limit": True})

    def loss(first: float) -> float:
        return -max(first, 0.0) * max(line.second(first), 0.0)

    places = np.union1d(line.places, np.linspace(low, high, SCAN))
    places = np.append(places[(places >= low) & (places <= high)], high)
    best = int(np.argmin([loss(float(place)) for place in places]))
    x, near = float(places[best]), (places[max(best - 1, 0)], places[min(best + 1, places.size - 1)])
    if near[0] < near[1]:
        found = scipy.optimize.minimize_scalar(loss, bounds=near, method="bounded", options={"xatol": 1e-14})
        x = float(found.x) if found.fun < loss(x) else x
    agreed = (x, line.second(x))
    return Answer(Proposals(agreed, agreed), "ok", {"ties": (Proposals(agreed, agreed),), "limit": True})


register(
    Model(
        id="rubinstein-frontier",
        family="bargain",
        meaning="The proposals of two parties who take turns, on any frontier, with breakdown and outside options.",
        reference="Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50(1), 97-109.",
        status="textbook",
        function=frontier_proposals,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"frontier": [[0, 1], [0.5, 0.8], [1, 0]], "d1": 0.9, "d2": 0.9},
    )
)
