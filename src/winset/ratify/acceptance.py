"""Which points does a member prefer to the status quo, and how many are they?

A member accepts what is at least as good for him as the status quo, and by as much better as a vote in favour costs
him. With a single peak these points form a convex set around his ideal point: an ellipsoid or a diamond, whose surface
runs through the status quo if a vote costs nothing. The essential assumption is that members vote by the policy alone
and do not look ahead to what comes after a refusal. Do not use it for members who trade votes across proposals.

References: Enelow, J. M. and Hinich, M. J. (1984). The Spatial Theory of Voting. Cambridge University Press, chapter 2.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from math import exp, lgamma, log, pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE
from winset.errors import InputError
from winset.ratify.spatial import Loss, Preferences, checked_preferences, points
from winset.registry import Model, register

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Acceptance:
    """What members accept against a status quo; as `acceptance` returns it.

    Parameters
    ----------
    actors : Preferences
    budgets : array of float, shape (n_actors,)
        The loss up to which each of them accepts; below 0 for who accepts nothing.
    slack : array of float, shape (n_actors,)
        What is only rounding in a comparison with it.
    """

    actors: Preferences
    budgets: Array
    slack: Array

    def accepts(self, outcomes: Array, strict: bool = False) -> Mask:
        """Return who accepts which outcomes: array of float, shape (..., n_issues) -> bool, (..., n_actors)."""
        left = self.budgets - self.actors.losses(outcomes)
        return np.asarray(left > self.slack if strict else left >= -self.slack)

    @property
    def half_widths(self) -> Array:
        """Farthest that accepted points lie from the ideal point on each issue, shape (n_actors, n_issues).

        Infinite on an issue that is not salient, and negative for who accepts nothing.
        """
        budget, actors = np.maximum(self.budgets, 0.0)[:, None], self.actors
        if actors.matrices is not None:
            reach = np.sqrt(budget * np.diagonal(np.linalg.inv(actors.matrices), axis1=-2, axis2=-1))
        else:
            salient = actors.saliences > 0
            alone = np.divide(budget, actors.saliences, out=np.full(salient.shape, np.inf), where=salient)
            if actors.loss == "quadratic":
                reach = np.sqrt(alone)
            else:
                inside = np.minimum(alone, actors.kinks)
                reach = np.where(salient, inside + (alone - inside) / actors.aversion, np.inf)
        return np.where(self.budgets[:, None] < -self.slack[:, None], -1.0, reach)


def accepted(
    outcomes: ArrayLike,
    ideals: ArrayLike,
    status_quo: ArrayLike,
    saliences: ArrayLike | None = None,
    *,
    loss: Loss = "quadratic",
    matrices: ArrayLike | None = None,
    aversion: float = 1.0,
    costs: ArrayLike = 0.0,
    strict: bool = False,
) -> Mask:
    r"""Return who accepts which outcomes against the status quo.

    .. math:: u_i(x) \ge u_i(q) + \tau_i

    Here u_i(x) is what outcome x is worth to actor i.

    Parameters
    ----------
    outcomes : array of float, shape (..., n_issues)
        Points to be voted on.
    ideals, saliences, loss, matrices, aversion
        As in `winset.ratify.spatial_utility`; the reference point of ``reference-point`` is the status quo.
    status_quo : array of float, shape (n_issues,)
        :math:`q`.
    costs : array of float, shape (n_actors,)
        :math:`\tau \ge 0`: what a vote in favour costs each of them, in units of utility; or one number for all.
    strict : bool
        Whether only what is strictly better is accepted.

    Returns
    -------
    array of bool, shape (..., n_actors)
        Who finds nothing salient accepts everything, unless a vote in favour costs him something.

    Raises
    ------
    InputError
        As in `winset.ratify.spatial_utility`, and if a cost is negative.

    Examples
    --------
    The ideal points lie 2 and 1 from the status quo, and 1 and 2 from the proposal.

    >>> accepted([2, 0], ideals=[[3, 0], [0, 0]], status_quo=[1, 0]).tolist()
    [True, False]
    """
    rule = acceptance(ideals, status_quo, saliences, loss=loss, matrices=matrices, aversion=aversion, costs=costs)
    return rule.accepts(points("outcomes", outcomes, rule.actors), strict)


def acceptance(
    ideals: ArrayLike,
    status_quo: ArrayLike,
    saliences: ArrayLike | None = None,
    *,
    loss: Loss = "quadratic",
    matrices: ArrayLike | None = None,
    aversion: float = 1.0,
    costs: ArrayLike = 0.0,
) -> Acceptance:
    """Return what each member accepts, or refuse it; arguments and errors as in `accepted`.

    >>> acceptance([[3, 0], [0, 0]], status_quo=[1, 0]).budgets.tolist()
    [4.0, 1.0]
    """
    reference = status_quo if loss == "reference-point" else None
    actors = checked_preferences(
        ideals, saliences, loss=loss, matrices=matrices, reference=reference, aversion=aversion
    )
    q = points("status_quo", status_quo, actors)
    if q.ndim != 1:
        raise InputError(f"`status_quo` has shape {q.shape}; it is a single point")
    tau = numbers_between("costs", costs, 0.0)
    if tau.shape not in ((), (1,), actors.ideals.shape[:1]):
        raise InputError(
            f"`costs` has shape {tau.shape}; it must hold one number for each of {len(actors.ideals)} actors"
        )
    today = actors.losses(q)
    return Acceptance(actors, today - tau, TOLERANCE * np.maximum(today, tau))


def ellipsoid_volume(saliences: ArrayLike, radius: float) -> float:
    r"""Return the volume of the points within a weighted distance of an ideal point.

    .. math:: \frac{\pi^{K/2}}{\Gamma(K/2 + 1)} \frac{R^K}{\prod_k \sqrt{w_k}}

    Parameters
    ----------
    saliences : array of float, shape (n_issues,)
        :math:`w \ge 0`: a point lies within if :math:`\sum_k w_k (x_k - a_k)^2 \le R^2`.
    radius : float
        :math:`R \ge 0`, such as the weighted distance of the status quo.

    Returns
    -------
    float
        Infinite if an issue is not salient, or beyond the largest float.

    Raises
    ------
    InputError
        If a number is negative or not finite, or there is no issue.

    Examples
    --------
    A circle, and an ellipse that is half as wide on the second issue:

    >>> round(ellipsoid_volume([1, 1], 1), 4), round(ellipsoid_volume([1, 4], 1), 4)
    (3.1416, 1.5708)
    """
    w, R = numbers_between("saliences", saliences, 0.0), float(numbers_between("radius", radius, 0.0))
    if w.ndim != 1 or not w.size:
        raise InputError(f"`saliences` has shape {w.shape}; it must hold one number for each issue")
    if (w == 0).any():
        return float("inf")
    if R == 0:
        return 0.0
    unit_ball = w.size / 2 * log(pi) - lgamma(w.size / 2 + 1)
    logarithm = float(unit_ball + w.size * log(R) - np.log(w).sum() / 2)
    return exp(logarithm) if logarithm < log(sys.float_info.max) else float("inf")


register(
    Model(
        id="acceptance-set",
        family="ratify",
        meaning="Which points are at least as good as the status quo for each member, the cost of a vote included.",
        reference="Enelow, J. M. and Hinich, M. J. (1984). The Spatial Theory of Voting. Cambridge University Press.",
        status="textbook",
        function=accepted,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"outcomes": [[1, 1], [3, 0]], "ideals": [[0, 0], [2, 1]], "status_quo": [2, 2]},
    )
)
