"""Which status quos of two issues can nothing replace?

A point is in the core if no winning group prefers another: in no direction from it do the ideal points of a winning
group lie. With plain majorities there is hardly ever such a point; the higher the quota, the more there are. The
essential assumption is that members judge both issues by plain distance. Do not use it where they weigh issues
differently: whether a given status quo is stable, `winset.ratify.win_set_2d` then tells.

References: Plott, C. R. (1967). A notion of equilibrium and its possibility under majority rule. American Economic
Review 57(4), 787-806. Greenberg, J. (1979). Consistent majority rules over compact sets of alternatives. Econometrica
47(3), 627-636 (the quota at which there is a core whatever the ideal points).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.answer import Answer
from winset.ratify.allowed import whole_numbers
from winset.ratify.directions import pivots, plane_ideals, sectors, unit
from winset.ratify.simple_game import simple_game
from winset.registry import Model, register

Array = NDArray[np.float64]

ON_THE_EDGE = 1e-10
"""Distance, as a share of the spread of the ideal points, up to which a point lies on a line."""


@dataclass(frozen=True)
class Core:
    """Status quos that nothing can replace.

    Parameters
    ----------
    corners : array of float, shape (n_corners, 2)
        Of a convex polygon, anticlockwise; one for a point, two for a line, none for the whole plane.
    area : float
        0 for a point or a line, infinite for the whole plane.
    """

    corners: Array
    area: float


def core_2d(
    ideals: ArrayLike, quota: ArrayLike | None = None, votes: ArrayLike | None = None, vetoes: Sequence[int] = ()
) -> Answer[Core | None]:
    r"""Return the points of two issues that no winning group would leave.

    .. math:: \{x : \{i : a_i \cdot e > x \cdot e\} \text{ does not win, for every direction } e\}

    Here x is a point of the core, a_i the ideal point of member i, and e a direction.

    Parameters
    ----------
    ideals : array of float, shape (n_members, 2)
        Ideal points, of a thousand members at most.
    quota, votes, vetoes
        Who is enough, as in `winset.ratify.winning`.

    Returns
    -------
    Answer of Core or None
        ``empty`` if every point can be replaced. The whole plane if nobody can replace any.

    Raises
    ------
    InputError
        As in `winset.ratify.winning`, and if there are not two issues.

    Notes
    -----
    The intersection of half-planes, two for each sector of directions with the same pivot.

    Examples
    --------
    Unanimity leaves everything between three members; of a majority of them nothing is safe. A fourth in the middle,
    with three votes needed, is.

    >>> round(core_2d([[0, 0], [2, 0], [0, 2]], quota=3).value.area, 6)
    2.0
    >>> core_2d([[0, 0], [2, 0], [0, 2]]).status
    'empty'
    >>> core_2d([[0, 0], [2, 0], [0, 2], [0.5, 0.5]], quota=3).value.corners.round(6).tolist()
    [[0.5, 0.5]]
    """
    points = plane_ideals(ideals)
    game = simple_game(len(points), quota, votes, vetoes)
    if not game.wins(np.ones(len(points), dtype=bool)):
        return Answer(Core(np.zeros((0, 2)), float("inf")))
    if game.wins(np.zeros(len(points), dtype=bool)):
        return Answer(None, "empty")
    middle, spread = points.mean(axis=0), float(np.ptp(points, axis=0).max()) or 1.0
    at = (points - middle) / spread
    start, end = sectors(at)
    pivot = at[pivots(at, game, (start + end) / 2)]
    corners = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    for toward in (unit(start), unit(end)):
        least = (pivot * toward).sum(axis=1)
        for direction, value in zip(toward, least, strict=True):
            corners = _cut(corners, corners @ direction - value)
    corners = _apart(corners)
    if not len(corners):
        return Answer(None, "empty")
    after = np.roll(corners, -1, axis=0)
    area = float((corners[:, 0] * after[:, 1] - corners[:, 1] * after[:, 0]).sum() / 2) if len(corners) > 2 else 0.0
    return Answer(Core(middle + spread * corners, max(area, 0.0) * spread**2))


def _cut(corners: Array, beyond: Array) -> Array:
    """Part of a convex polygon that lies beyond a line, given how far beyond it each corner lies."""
    kept = beyond >= -ON_THE_EDGE
    if kept.all() or not kept.any():
        return corners[kept]
    after, beyond_after = np.roll(corners, -1, axis=0), np.roll(beyond, -1)
    crossed = np.abs(np.sign(beyond) - np.sign(beyond_after)) == 2
    crossed &= np.minimum(np.abs(beyond), np.abs(beyond_after)) > ON_THE_EDGE
    share = np.where(crossed, beyond / np.where(crossed, beyond - beyond_after, 1.0), 0.0)[:, None]
    pairs = np.stack([corners, corners + share * (after - corners)], axis=1)
    return np.asarray(pairs[np.stack([kept, crossed], axis=1)])


def _apart(corners: Array) -> Array:
    """The corners without those that are one up to rounding."""
    kept: list[Array] = []
    for corner in corners:
        if all(np.abs(corner - other).max() > 10 * ON_THE_EDGE for other in kept):
            kept.append(corner)
    return np.array(kept).reshape(-1, 2)


def stable_quota(n_members: int, n_issues: int) -> int:
    r"""Return the least quota at which there is a core, whatever the members want.

    .. math:: q > \frac{n K}{K + 1}

    Parameters
    ----------
    n_members, n_issues : int
        At least 1: n members with a vote each, K issues.

    Returns
    -------
    int
        Votes; at most all of them.

    Raises
    ------
    InputError
        If a number is below 1 or not whole.

    Examples
    --------
    More than two thirds on two issues, more than three quarters on three:

    >>> stable_quota(100, 2), stable_quota(100, 3)
    (67, 76)
    """
    n, K = int(whole_numbers("n_members", n_members, 1)), int(whole_numbers("n_issues", n_issues, 1))
    return min(n * K // (K + 1) + 1, n)


register(
    Model(
        id="core-2d",
        family="ratify",
        meaning="The status quos of two issues that no winning group would leave.",
        reference="Plott, C. R. (1967). A notion of equilibrium and its possibility under majority rule. American "
        "Economic Review 57(4), 787-806.",
        status="textbook",
        function=core_2d,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"ideals": [[0, 0], [4, 0], [2, 3], [2, 1], [2, 1]]},
    )
)
