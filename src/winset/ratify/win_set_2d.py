"""Which points of two issues would be ratified against the status quo, and how large is their area?

The win-set is made of everything that some winning group prefers to the status quo. Its boundary consists of pieces of
the boundaries of members' acceptance sets: of those pieces on which the member is pivotal, so that with him the point
passes and without him it fails. They are found exactly, cut where boundaries cross, and the area follows from them
alone. The essential assumption is that members vote by the policy. Do not use it for more than two issues
(`winset.ratify.win_set_volume`), nor where no agreement is not a point on the scales.

References: Shepsle, K. A. and Weingast, B. R. (1981). Structure-induced equilibrium and legislative choice. Public
Choice 37(3), 503-519. Tsebelis, G. (2002). Veto Players. Princeton University Press, chapter 1. Hammond, T. H. and
Prins, B. C. (1999). The impact of domestic institutions on international negotiations: a taxonomy of results from a
complete-information spatial model. Paper, American Political Science Association (win-sets of several chambers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.errors import InputError
from winset.ratify.acceptance import acceptance
from winset.ratify.boundary import FRAME, accepts_all, frame_around, has_boundary, win_set_boundary
from winset.ratify.curves import Piece
from winset.ratify.simple_game import simple_game
from winset.ratify.spatial import Loss
from winset.registry import Model, register

Array = NDArray[np.float64]

NEGLIGIBLE = 1e-12
"""Share of the rectangle around all acceptance sets up to which an area is only rounding."""

POINTS_PER_TURN = 96
"""Points by which a whole ellipse is drawn."""


@dataclass(frozen=True)
class Arc:
    """A piece of the boundary, with the win-set on its left.

    Parameters
    ----------
    member : int
        Whose acceptance set ends there: beyond it his vote is missing. -1 where the scales end.
    points : array of float, shape (n_points, 2)
        From its beginning to its end: two for an edge, close together for a curve.
    """

    member: int
    points: Array


@dataclass(frozen=True)
class Region:
    """What would be ratified.

    Parameters
    ----------
    area : float
        Infinite where the win-set has no end.
    arcs : tuple of Arc
        Its boundary, in no particular order.
    """

    area: float
    arcs: tuple[Arc, ...]

    @property
    def pivots(self) -> tuple[int, ...]:
        """Members who bound the win-set, ascending."""
        return tuple(sorted({arc.member for arc in self.arcs} - {FRAME}))


def win_set_2d(
    ideals: ArrayLike,
    status_quo: ArrayLike,
    quota: ArrayLike | None = None,
    *,
    votes: ArrayLike | None = None,
    vetoes: Sequence[int] = (),
    saliences: ArrayLike | None = None,
    loss: Loss = "quadratic",
    matrices: ArrayLike | None = None,
    aversion: float = 1.0,
    costs: ArrayLike = 0.0,
    bounds: ArrayLike | None = None,
) -> Answer[Region | None]:
    r"""Return the points of two issues that would be ratified.

    .. math:: W(q) = \bigcup_{C \text{ wins}} \bigcap_{i \in C} \{x : u_i(x) \ge u_i(q) + \tau_i\}

    Here W(q) is the win-set, u_i(x) what point x is worth to member i, q the status quo, :math:`\tau` the costs, and C
    any winning group.

    Parameters
    ----------
    ideals : array of float, shape (n_members, 2)
        Ideal points.
    status_quo : array of float, shape (2,)
        :math:`q`.
    quota, votes, vetoes
        Who is enough, as in `winset.ratify.winning`: several rows of votes are several chambers that must all agree.
        More than half of the members if not given.
    saliences, loss, matrices, aversion, costs
        What members like, as in `winset.ratify.accepted`.
    bounds : array of float, shape (2, 2), optional
        Least and greatest value of the first issue, then of the second; nothing beyond them counts.

    Returns
    -------
    Answer of Region or None
        ``empty`` if nothing but points and lines would pass.

    Raises
    ------
    InputError
        As in `winset.ratify.accepted` and `winset.ratify.winning`; and if there are not two issues or the bounds are
        not in order.

    Notes
    -----
    Exact up to rounding. Work grows with the cube of the members: a hundred take less than a second.

    Examples
    --------
    Two members with a veto each, ten apart, the status quo half-way between and five to the side: a lens.

    >>> answer = win_set_2d([[0, 0], [10, 0]], status_quo=[5, 5], quota=2)
    >>> round(answer.value.area, 4), answer.value.pivots
    (28.5398, (0, 1))
    >>> win_set_2d([[0, 0], [10, 0]], status_quo=[5, 0], quota=2).status
    'empty'
    """
    rule = acceptance(ideals, status_quo, saliences, loss=loss, matrices=matrices, aversion=aversion, costs=costs)
    if rule.actors.ideals.shape[1] != 2:
        raise InputError(f"`ideals` has shape {rule.actors.ideals.shape}; here there are two issues")
    game = simple_game(len(rule.budgets), quota, votes, vetoes)
    q = np.asarray(status_quo, dtype=float)
    rule = replace(rule, actors=replace(rule.actors, ideals=rule.actors.ideals - q))
    everywhere = bool(game.wins(accepts_all(rule)))
    if bounds is None and everywhere:
        return Answer(Region(float("inf"), ()))
    if bounds is None and not has_boundary(rule).any():
        return Answer(None, "empty")
    frame = frame_around(rule) if bounds is None else _checked_bounds(bounds) - q[:, None]
    found = win_set_boundary(rule, game, frame)
    area = float(sum(piece.swept(start, end).sum() for piece, start, end in found))
    if area <= NEGLIGIBLE * float(np.prod(np.diff(frame, axis=1))):
        return Answer(None, "empty")
    if bounds is None and any(piece.owner == FRAME for piece, _, _ in found):
        area = float("inf")
    arcs = [_drawn(piece, a, b, q) for piece, start, end in found for a, b in zip(start, end, strict=True)]
    return Answer(Region(area, tuple(arcs)))


def _checked_bounds(bounds: ArrayLike) -> Array:
    """Bounds in order, shape (2, 2)."""
    box = numbers_between("bounds", bounds)
    if box.shape != (2, 2) or (box[:, 0] >= box[:, 1]).any():
        raise InputError(f"`bounds` is {box.tolist()}; it must be [[least, greatest], [least, greatest]]")
    return box


def _drawn(piece: Piece, start: float, end: float, origin: Array) -> Arc:
    """A stretch as points, in the units of the issues."""
    n_points = 2 if piece.is_edge else 3 + int(POINTS_PER_TURN * (end - start) / (2 * np.pi))
    return Arc(piece.owner, origin + piece.at(np.linspace(start, end, n_points)))


register(
    Model(
        id="win-set-2d",
        family="ratify",
        meaning="The points on two issues that a winning group prefers to the status quo: exact area and boundary.",
        reference="Tsebelis, G. (2002). Veto Players. Princeton University Press.",
        status="textbook",
        function=win_set_2d,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"ideals": [[0, 0], [4, 0], [2, 3]], "status_quo": [2, 0.5]},
    )
)
