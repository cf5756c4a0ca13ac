"""The boundaries of acceptance sets in the plane, and where they cross.

A boundary is an ellipse or a convex polygon. A piece of it is a whole ellipse, run through by its angle, or an edge,
run through by its share; both run anticlockwise. Crossings are places on a piece, and one too many does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

N_POLISHED = 4
"""Newton steps by which the angle of a crossing is put right."""

TOUCH = 1e-5
"""Half the angle, or the slope as a share of the steepest, below which two crossings are taken for one touch."""


@dataclass(frozen=True)
class Piece:
    """A point of it is ``centre + along cos t + across sin t`` for an ellipse, and ``centre + along t`` for an edge.

    Parameters
    ----------
    owner : int
        Member whose acceptance set it bounds.
    centre, along, across : array of float, shape (2,)
        `across` is 0 for an edge.
    """

    owner: int
    centre: Array
    along: Array
    across: Array

    @property
    def is_edge(self) -> bool:
        """Whether it is straight."""
        return not self.across.any()

    @property
    def end(self) -> float:
        """Place at which it ends; it begins at 0."""
        return 1.0 if self.is_edge else 2 * np.pi

    def at(self, places: Array) -> Array:
        """Points at these places, shape (..., 2)."""
        t = places[..., None]
        if self.is_edge:
            return np.asarray(self.centre + t * self.along)
        return np.asarray(self.centre + np.cos(t) * self.along + np.sin(t) * self.across)

    def outward(self, places: Array) -> Array:
        """Directions out of the set at these places, shape (..., 2)."""
        t = places[..., None]
        forward = self.along + 0 * t if self.is_edge else np.cos(t) * self.across - np.sin(t) * self.along
        return np.stack([forward[..., 1], -forward[..., 0]], axis=-1)

    def swept(self, start: Array, end: Array) -> Array:
        """Area swept by the line from the origin between these places, anticlockwise."""
        chord = self.at(end) - self.at(start)
        if self.is_edge:
            return np.asarray(_cross(self.at(start), chord) / 2)
        return np.asarray((_cross(self.centre, chord) + _cross(self.along, self.across) * (end - start)) / 2)


def polygon(owner: int, corners: Array) -> list[Piece]:
    """Return the edges of a polygon with these corners, anticlockwise; edges without length are left out.

    >>> [edge.along.tolist() for edge in polygon(0, np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))]
    [[1.0, 0.0], [-1.0, 1.0], [0.0, -1.0]]
    """
    steps = np.roll(corners, -1, axis=0) - corners
    return [Piece(owner, corner, step, np.zeros(2)) for corner, step in zip(corners, steps, strict=True) if step.any()]


def crossings(piece: Piece, others: list[Piece]) -> Array:
    """Return the places strictly inside a piece where others may cross it, ascending.

    >>> circle = Piece(0, np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    >>> crossings(circle, [Piece(1, np.array([0.0, -2.0]), np.array([0.0, 4.0]), np.zeros(2))]).round(4).tolist()
    [1.5708, 4.7124]
    """
    edges = [other for other in others if other.is_edge]
    curved = [other for other in others if not other.is_edge]
    found = [np.zeros(0)]
    if edges:
        starts, steps = np.array([edge.centre for edge in edges]), np.array([edge.along for edge in edges])
        found.append(_edge_by_edges(piece, starts, steps) if piece.is_edge else _ellipse_by_edges(piece, starts, steps))
    if curved:
        axes = np.array([[other.along, other.across] for other in curved]).swapaxes(1, 2)
        centres = np.array([other.centre for other in curved])
        # In the coordinates of the other ellipse, which is the unit circle there.
        middle, along, across = (
            np.linalg.solve(axes, (vector - base)[..., None])[..., 0]
            for vector, base in ((piece.centre, centres), (piece.along, 0 * centres), (piece.across, 0 * centres))
        )
        found.append(_on_circle_edge(middle, along) if piece.is_edge else _on_circle(middle, along, across))
    places = np.concatenate(found)
    places = places[np.isfinite(places)]
    places = places[(places > 0) & (places < 1)] if piece.is_edge else np.mod(places, 2 * np.pi)
    return np.unique(places)


def _edge_by_edges(piece: Piece, starts: Array, steps: Array) -> Array:
    """Where lines cross an edge, or where they end if they lie along it."""
    turned = _cross(piece.along, steps)
    level = np.abs(turned) <= 1e-14 * np.abs(piece.along).max() * np.abs(steps).max(axis=1)
    crossing = _cross(starts - piece.centre, steps)[~level] / turned[~level]
    length = piece.along @ piece.along
    ends = np.concatenate([starts, starts + steps]) - piece.centre
    return np.concatenate([crossing, ends @ piece.along / length])


def _ellipse_by_edges(piece: Piece, starts: Array, steps: Array) -> Array:
    """Where lines cross an ellipse, by the angle."""
    return _angles(_cross(piece.along, steps), _cross(piece.across, steps), _cross(piece.centre - starts, steps))


def _on_circle_edge(middle: Array, along: Array) -> Array:
    """Where an edge crosses unit circles."""
    a, b, c = (along**2).sum(axis=1), (middle * along).sum(axis=1), (middle**2).sum(axis=1) - 1
    root = np.sqrt(np.maximum(b**2 - a * c, 0))
    root[root < TOUCH * np.sqrt(a)] = 0
    return np.concatenate([(-b - root) / a, (-b + root) / a])


def _on_circle(middle: Array, along: Array, across: Array) -> Array:
    r"""Where an ellipse crosses unit circles, by the angle: the zeros of a wave and its octave.

    .. math:: f(t) = A \cos 2t + B \sin 2t + C \cos t + D \sin t + E
    """
    A, B = ((along**2).sum(axis=1) - (across**2).sum(axis=1)) / 2, (along * across).sum(axis=1)
    C, D = 2 * (middle * along).sum(axis=1), 2 * (middle * across).sum(axis=1)
    E = (middle**2).sum(axis=1) - 1 + ((along**2).sum(axis=1) + (across**2).sum(axis=1)) / 2
    round_ones = np.hypot(A, B) <= 1e-13 * (np.abs(E) + np.hypot(C, D) + 1)
    angles = [_angles(C, D, E)]
    if not round_ones.all():
        A, B, C, D, E = (wave[~round_ones, None] for wave in (A, B, C, D, E))
        # With z = exp(it), f z^2 is a polynomial of degree 4 whose companion matrix has its zeros as eigenvalues.
        lead = (A - 1j * B) / 2
        lower = np.hstack([(C - 1j * D) / 2, E, (C + 1j * D) / 2, (A + 1j * B) / 2]) / lead
        companion = np.zeros((len(A), 4, 4), dtype=complex)
        companion[:, 0], companion[:, [1, 2, 3], [0, 1, 2]] = -lower, 1
        t = np.angle(np.linalg.eigvals(companion))
        flat = TOUCH * (np.abs(A) + np.abs(B) + np.abs(C) + np.abs(D))
        for _ in range(N_POLISHED):
            value, slope, bend = (_wave(t, A, B, C, D, E, order) for order in range(3))
            # Where the curves touch, the slope is 0 too, and its zero can be told exactly.
            crosses = np.abs(slope) > flat
            numerator, denominator = np.where(crosses, value, slope), np.where(crosses, slope, bend)
            step = np.divide(numerator, denominator, out=np.zeros_like(t), where=np.abs(denominator) > flat)
            t = t - step.clip(-1e-3, 1e-3)
        angles.append(t.ravel())
    return np.concatenate(angles)


def _wave(t: Array, A: Array, B: Array, C: Array, D: Array, E: Array, order: int) -> Array:
    """The wave and its octave, or their first or second derivative."""
    turn = order * np.pi / 2
    octave = A * np.cos(2 * t + turn) + B * np.sin(2 * t + turn)
    return np.asarray(2**order * octave + C * np.cos(t + turn) + D * np.sin(t + turn) + (E if order == 0 else 0))


def _angles(C: Array, D: Array, E: Array) -> Array:
    """Zeros of C cos t + D sin t + E; where there are none, places that do no harm."""
    size = np.hypot(C, D)
    apart = np.arccos(np.clip(np.divide(-E, size, out=np.ones_like(E), where=size > 0), -1, 1))
    apart[apart < TOUCH], apart[apart > np.pi - TOUCH] = 0, np.pi
    turned = np.arctan2(D, C)
    return np.concatenate([turned - apart, turned + apart])


def _cross(first: Array, second: Array) -> Array:
    """Cross product of vectors in the plane."""
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])
