"""Which pieces of the boundaries of acceptance sets bound the win-set?

Those at which the game is won just inside and lost just outside. Pieces are cut wherever two boundaries may cross, so
that each stretch between two cuts is wholly of one kind, and its middle tells of which.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.ratify.acceptance import Acceptance
from winset.ratify.curves import Piece, crossings, polygon
from winset.ratify.simple_game import Game
from winset.ratify.spatial import Preferences

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

COINCIDENT = 1e-10
"""Difference, as a share of a member's loss at the status quo, up to which two boundaries are taken for one."""

SHORTEST = 1e-13
"""Share of a piece below which a stretch of it is only rounding."""

FRAME = -1
"""Owner of the edges of the frame, beyond which nothing counts."""


def accepts_all(rule: Acceptance) -> Mask:
    """Return which members accept every point: those who find nothing salient, if a vote costs them nothing."""
    return np.asarray(np.isposinf(rule.half_widths).all(axis=1))


def has_boundary(rule: Acceptance) -> Mask:
    """Return which members accept some points and refuse others; who accepts one point or a line accepts nothing."""
    return np.asarray((rule.half_widths > 0).all(axis=1) & (rule.budgets > rule.slack) & ~accepts_all(rule))


def frame_around(rule: Acceptance) -> Array:
    """Return a rectangle that holds every acceptance set with room to spare, as far as they are bounded.

    Least and greatest value on the first issue, then on the second, shape (2, 2).
    """
    reach, ideals = rule.half_widths[has_boundary(rule)], rule.actors.ideals[has_boundary(rule)]
    low = np.where(np.isinf(reach), np.inf, ideals - reach).min(axis=0)
    high = np.where(np.isinf(reach), -np.inf, ideals + reach).max(axis=0)
    widest = np.where(high > low, high - low, 0.0).max()
    low, high = np.where(high > low, [low, high], [[-widest] * 2, [widest] * 2])
    return np.stack([low - widest / 2, high + widest / 2], axis=1)


def win_set_boundary(rule: Acceptance, game: Game, frame: Array) -> list[tuple[Piece, Array, Array]]:
    """Return the stretches that bound the win-set within a frame: pieces, with where stretches begin and end."""
    curved = np.flatnonzero(has_boundary(rule))
    pieces = [piece for member in curved for piece in _around(rule, int(member), frame)]
    (left, right), (bottom, top) = frame
    pieces += polygon(FRAME, np.array([[left, bottom], [right, bottom], [right, top], [left, top]]))
    found = []
    for piece in pieces:
        inside = crossings(piece, [other for other in pieces if other is not piece])
        cuts = np.concatenate([[0.0], inside, [piece.end]])
        bounds = _is_boundary(piece, (cuts[:-1] + cuts[1:]) / 2, rule, game, frame)
        bounds &= np.diff(cuts) > SHORTEST * piece.end
        if bounds.any():
            found.append((piece, cuts[:-1][bounds], cuts[1:][bounds]))
    return found


def _is_boundary(piece: Piece, places: Array, rule: Acceptance, game: Game, frame: Array) -> Mask:
    """Whether the game is won just inside a piece and lost just outside; where pieces coincide, for the first only."""
    at, outward = piece.at(places), piece.outward(places)
    left, curved = rule.budgets - rule.actors.losses(at), has_boundary(rule)
    edge = (np.abs(left) <= COINCIDENT / TOLERANCE * rule.slack) & curved
    same_side = np.einsum("pk,pnk->pn", outward, at[:, None] - rule.actors.ideals) > 0
    middle, half = frame.mean(axis=1), np.diff(frame, axis=1)[:, 0] / 2
    away = (np.abs(at - middle) / half).max(axis=1)
    at_frame, within = np.abs(away - 1) <= COINCIDENT, away < 1
    if piece.owner == FRAME:
        at_frame = np.ones(len(at), dtype=bool)
    else:
        edge[:, piece.owner], same_side[:, piece.owner] = True, True
    inside_frame = np.einsum("pk,pk->p", outward, at - middle) > 0
    certain = np.where(curved, left > 0, accepts_all(rule))
    won = game.wins(np.where(edge, same_side, certain)) & np.where(at_frame, inside_frame, within)
    lost = ~(game.wins(np.where(edge, ~same_side, certain)) & np.where(at_frame, ~inside_frame, within))
    first = edge.argmax(axis=1) == piece.owner if piece.owner != FRAME else ~edge.any(axis=1)
    return np.asarray(won & lost & first)


def _around(rule: Acceptance, member: int, frame: Array) -> list[Piece]:
    """Pieces around one member's acceptance set; a strip is cut outside the frame."""
    actors, centre, reach = rule.actors, rule.actors.ideals[member], rule.half_widths[member]
    if actors.matrices is not None:
        root = np.linalg.inv(np.linalg.cholesky(actors.matrices[member])).T * np.sqrt(rule.budgets[member])
        return [Piece(member, centre, root[:, 0], root[:, 1])]
    if np.isinf(reach).any():
        room = np.diff(frame, axis=1)[:, 0]
        low = np.where(np.isinf(reach), frame[:, 0] - room, centre - reach)
        high = np.where(np.isinf(reach), frame[:, 1] + room, centre + reach)
        return polygon(member, np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]]))
    if actors.loss == "quadratic":
        return [Piece(member, centre, np.array([reach[0], 0.0]), np.array([0.0, reach[1]]))]
    quarter = _quarter(actors, member, float(rule.budgets[member]), reach)
    mirrors = ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))
    return polygon(member, np.concatenate([centre + (quarter * [x, y])[::way][:-1] for x, y, way in mirrors]))


def _quarter(actors: Preferences, member: int, budget: float, reach: Array) -> Array:
    """Corners of a diamond in the first quadrant, from the first axis to the second, as distances from the centre."""
    corners = [(reach[0], 0.0), (0.0, reach[1])]
    if actors.aversion > 1:
        for issue in (0, 1):
            kink = actors.kinks[member, issue]
            rest = budget - actors.saliences[member, issue] * kink
            if kink > 0 and rest > 0:
                other = rest / actors.saliences[member, 1 - issue]
                short = min(other, actors.kinks[member, 1 - issue])
                corner = (kink, short + (other - short) / actors.aversion)
                corners.append(corner if issue == 0 else corner[::-1])
    return np.array(sorted(corners, key=lambda corner: (-corner[0], corner[1])))
