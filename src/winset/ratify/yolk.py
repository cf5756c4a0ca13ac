"""Where is the middle of a committee on two issues, and how far from it can votes lead?

A median line has half of the members on each side at least, those on it counted twice. The yolk is the smallest disc
that meets all median lines: its centre is as central as a point can be, and its radius tells how far the committee is
from having a point that beats all others. What is not covered, and so what can come out of voting one step ahead, lies
within four radii of the centre. The essential assumption is that members judge both issues by plain distance. Do not
use it where they weigh issues differently, or for other rules than more than half.

References: McKelvey, R. D. (1986). Covering, dominance, and institution-free properties of social choice. American
Journal of Political Science 30(2), 283-314. Stone, R. E. and Tovey, C. A. (1992). Limiting median lines do not suffice
to determine the yolk. Social Choice and Welfare 9(1), 33-35.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from winset.answer import Answer
from winset.ratify.directions import pivots, plane_ideals, sectors, unit
from winset.ratify.simple_game import simple_game
from winset.registry import Model, register

Array = NDArray[np.float64]

N_FIRST = 48
"""Directions, evenly spread, in which median lines are looked at first."""

N_ADDED = 48
"""Directions that are added at a time, where median lines are missed by most."""

MOST_ROUNDS = 200
"""Rounds of adding directions, of which some ten are needed."""

MISSED = 1e-10
"""Distance, as a share of the spread of the ideal points, by which a median line may be missed."""


@dataclass(frozen=True)
class Yolk:
    """The smallest disc that meets all median lines.

    Parameters
    ----------
    centre : tuple of float
    radius : float
        0 where one point beats or ties all others.
    """

    centre: tuple[float, float]
    radius: float

    @property
    def uncovered_within(self) -> float:
        """Distance from the centre beyond which every point is covered: four radii."""
        return 4 * self.radius

    def win_set_within(self, distance: float) -> float:
        """Distance from the centre beyond which nothing beats a point at this distance from it: two radii more."""
        return distance + 2 * self.radius


def yolk(ideals: ArrayLike, votes: ArrayLike | None = None) -> Answer[Yolk]:
    r"""Return the smallest disc that meets all median lines.

    .. math:: \min_{c, r}\, r \quad \text{s.t.} \quad m(e) - c \cdot e \le r \text{ for every direction } e

    Here c is the centre and r the radius,
    where :math:`m(e)` is the greatest value for which members with half of the votes have
    :math:`a_i \cdot e \ge m(e)`.

    Parameters
    ----------
    ideals : array of float, shape (n_members, 2)
        Ideal points, of a thousand members at most.
    votes : array of float, shape (n_members,), optional
        At least 0; one each if not given.

    Returns
    -------
    Answer of Yolk
        ``not_converged`` if some median line may still be missed by `diagnostics["missed"]`.

    Raises
    ------
    InputError
        If a number is not finite, a number of votes negative, or there are not two issues.

    Notes
    -----
    With an even number of members there are many median lines in a direction, and the disc meets them all. The lines
    through two ideal points, which are looked at in most programs, do not suffice; here the worst line of every sector
    of directions with the same pivot is found in closed form and added to a linear programme until none is missed.

    Examples
    --------
    Three members at the corners of a right triangle: the disc within it.

    >>> found = yolk([[0, 0], [3, 0], [0, 4]]).value
    >>> [round(x, 6) for x in found.centre], round(found.radius, 6), round(found.uncovered_within, 6)
    ([1.0, 1.0], 1.0, 4.0)
    """
    points = plane_ideals(ideals)
    whole = simple_game(len(points), None, votes)
    half = simple_game(len(points), whole.votes.sum(axis=1) / 2, votes)
    middle = points.mean(axis=0)
    spread = float(np.ptp(points, axis=0).max())
    if spread == 0:
        return Answer(Yolk((float(middle[0]), float(middle[1])), 0.0))
    at = (points - middle) / spread
    start, end = sectors(at)
    pivot = at[pivots(at, half, (start + end) / 2)]
    angles = np.linspace(0, 2 * np.pi, N_FIRST, endpoint=False)
    toward = unit(angles)
    lines = (at[pivots(at, half, angles)] * toward).sum(axis=1)
    for _ in range(MOST_ROUNDS):
        centre, radius = _smallest_disc(toward, lines)
        worst = _worst(pivot - centre, start, end)
        distance = ((pivot - centre) * unit(worst)).sum(axis=1)
        missed = float(distance.max() - radius)
        if missed <= MISSED:
            break
        most = np.argsort(-distance)[:N_ADDED]
        toward = np.concatenate([toward, unit(worst[most])])
        lines = np.concatenate([lines, (pivot[most] * unit(worst[most])).sum(axis=1)])
    place = middle + spread * centre
    found = Yolk((float(place[0]), float(place[1])), max(radius + max(missed, 0.0), 0.0) * spread)
    return Answer(found, "ok" if missed <= MISSED else "not_converged", {"missed": max(missed, 0.0) * spread})


def _smallest_disc(toward: Array, lines: Array) -> tuple[Array, float]:
    """Centre and radius of the smallest disc that meets these lines, given by direction and value."""
    rows = np.column_stack([-toward, -np.ones(len(toward))])
    free = (None, None)
    precise = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10, "presolve": False}
    found = scipy.optimize.linprog(
        [0, 0, 1], rows, -lines, bounds=[free, free, (0, None)], method="highs-ds", options=precise
    )
    return np.asarray(found.x[:2]), float(found.x[2])


def _worst(away: Array, start: Array, end: Array) -> Array:
    """Angle within each sector at which the median line lies farthest from the centre."""
    straight = np.arctan2(away[:, 1], away[:, 0])
    straight = start + np.mod(straight - start, 2 * np.pi)
    at_start = (away * unit(start)).sum(axis=1) >= (away * unit(end)).sum(axis=1)
    return np.where(straight <= end, straight, np.where(at_start, start, end))


register(
    Model(
        id="yolk",
        family="ratify",
        meaning="The smallest disc that meets all median lines of two issues, and the bounds that follow from it.",
        reference="McKelvey, R. D. (1986). Covering, dominance, and institution-free properties of social choice. "
        "American Journal of Political Science 30(2), 283-314.",
        status="textbook",
        function=yolk,
        axioms=frozenset({"symmetric", "deterministic"}),
        example={"ideals": [[0, 0], [4, 0], [2, 3]]},
    )
)
