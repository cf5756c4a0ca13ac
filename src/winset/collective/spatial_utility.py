"""What is a position worth to an actor with its own position, and how does it stand to risk?

Distance counts on each dimension by what that means to the actor. Utility falls with distance, in a line for those
who are neutral to risk, late for those who avoid it and early for those who seek it. An actor whose position is likely
to win avoids risk, one that is likely to lose seeks it.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; equations as in
the public source of KTAB (KAPSARC, 2017).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RiskRange = Literal["min", "mid", "max"]
"""Attitude of the likeliest loser: 0, -1/2 or -1; that of the likeliest winner is always 1."""

RiskView = Literal["none", "one-third", "half", "two-thirds", "full"]
"""How much of another actor's attitude one sees; for the rest one takes one's own for it."""

SEEKING = {"min": 0.0, "mid": -0.5, "max": -1.0}
SEEN = {"none": 0.0, "one-third": 1 / 3, "half": 0.5, "two-thirds": 2 / 3, "full": 1.0}


def distances(own: Array, other: Array, salience: Array) -> Array:
    r"""Return :math:`\sqrt{\sum_k s_k^2 (x_k - y_k)^2 / \sum_k s_k^2}`, over the last axis but one.

    It is 0 if nothing matters.

    >>> distances(np.array([[0.0], [0.0]]), np.array([[0.3], [0.4]]), np.array([[0.5], [0.5]])).round(3).tolist()
    [0.354]
    """
    weight = salience**2
    total = weight.sum(axis=-2)
    squared = np.zeros(1)
    for k in range(weight.shape[-2]):  # a sum over a short axis is slow
        apart = own[..., k, :] - other[..., k, :]
        apart *= apart
        squared = squared + apart * weight[..., k, :]
    return np.asarray(np.sqrt(squared / np.where(total > 0, total, 1.0)))


def utility(distance: Array, risk: Array) -> Array:
    r"""Return :math:`(1 - d)(1 + d R)` for distances up to 1 and attitudes R from -1, seeking risk, to 1, avoiding it.

    >>> utility(np.array([0.0, 0.5, 1.0]), np.array(1.0)).tolist()
    [1.0, 0.75, 0.0]
    """
    return np.asarray((1 - distance) * (1 + distance * risk))


def risk_attitudes(chances: Array, risk_range: RiskRange) -> Array:
    r"""Return attitudes from the actors' chances: 1 for the greatest, the lowest of the range for the least.

    In between in proportion, :math:`R = R_0 + (1 - R_0) (p - p_{min}) / (p_{max} - p_{min})`; all 0 where chances are
    the same, which the source leaves open. The first axis is the actor.

    >>> risk_attitudes(np.array([0.6, 0.3, 0.1]), "mid").round(3).tolist()
    [1.0, 0.1, -0.5]
    """
    low, high = chances.min(axis=0), chances.max(axis=0)
    alike = high - low <= 1e-12
    seeking = SEEKING[risk_range]
    risk = seeking + (1 - seeking) * (chances - low) / np.where(alike, 1.0, high - low)
    return np.where(alike, 0.0, risk)


def seen_risk(risk: Array, risk_view: RiskView) -> Array:
    """Return what each actor (first axis) takes each actor's attitude (second axis) to be.

    >>> seen_risk(np.array([1.0, -0.4]), "half").round(3).tolist()
    [[1.0, 0.3], [0.3, -0.4]]
    """
    share = SEEN[risk_view]
    return np.asarray((1 - share) * risk[:, None] + share * risk[None, :])
