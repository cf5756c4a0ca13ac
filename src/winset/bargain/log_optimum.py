r"""The point of a convex hull with the largest weighted product of coordinates, found through its polar.

The product is largest at :math:`g` exactly if the prices :math:`\lambda_i = b_i / g_i` have the largest product
:math:`\prod \lambda_i^{b_i}` of all prices at which no point costs more than one. That problem has only as many
unknowns as coordinates; it is solved by a primal-dual interior-point method, whose multipliers are the weights of the
points in the hull.

References: Boyd, S., Vandenberghe, L. (2004). Convex Optimization. Cambridge University Press, sec. 11.7. The prices
are those of Eisenberg, E., Gale, D. (1959). Consensus of subjective probabilities. Annals of Mathematical Statistics
30(1), 165-168.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOST_STEPS = 200
GAP, BALANCE = 1e-13, 1e-9
"""How far weights and slack may be from excluding each other, and the mixture from its prices, both relative."""


def log_optimum(points: Array, power: Array) -> tuple[Array, Array]:
    """Return the best prices and the weights of the points.

    Parameters
    ----------
    points : array of float, shape (n_points, n_parties)
        Gains; some mixture of them is above 0 for everyone.
    power : array of float, shape (n_parties,)
        Above 0, with sum 1.

    Examples
    --------
    >>> prices, weights = log_optimum(np.array([[0.0, 1.0], [1.0, 0.0], [0.4, 0.4]]), np.array([0.5, 0.5]))
    >>> prices.round(6).tolist(), weights.round(6).tolist()
    ([1.0, 1.0], [0.5, 0.5, 0.0])
    """
    scale = np.abs(points).max(axis=0)
    points = points / scale
    prices = np.full(power.size, 0.5 / max(1.0, np.abs(points).sum(axis=1).max()))
    slack = 1 - points @ prices
    weights = np.full(len(points), 1 / len(points))
    for _ in range(MOST_STEPS):
        gap = weights @ slack
        off = power / prices - points.T @ weights
        if gap <= GAP and np.abs(off * prices).max() <= BALANCE:
            break
        aim = 0.1 * gap / len(points) - weights * slack
        ratio = weights / slack
        curvature = np.diag(power / prices**2) + points.T @ (ratio[:, None] * points)
        change = np.linalg.solve(curvature, off - points.T @ (aim / slack))
        more = -(points @ change)
        shift = (aim - weights * more) / slack
        length = 1.0
        for level, move in ((prices, change), (slack, more), (weights, shift)):
            falling = move < 0
            length = min(length, 0.99 * float((-level[falling] / move[falling]).min(initial=np.inf)))
        prices, weights = prices + length * change, weights + length * shift
        slack = slack + length * more
    return prices / scale, weights / weights.sum()
