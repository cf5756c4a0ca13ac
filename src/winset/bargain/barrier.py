"""The largest weighted sum of logarithms of concave functions, by Newton's method with a barrier.

Every function here is ``c + g x - x' H x`` with H positive semidefinite: a constant, a slope, and a curve. The sum of
logarithms is self-concordant, which bounds the steps that Newton's method needs; the multipliers and a bound on how far
the answer is from the best one come with it.

References: Boyd, S. and Vandenberghe, L. (2004). Convex Optimization. Cambridge University Press, sections 11.2-11.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

GROWTH = 20.0
"""Factor by which the objective gains weight against the barrier from stage to stage."""

GAP = 1e-9
"""Distance from the best objective at which the last stage stops."""

DECREMENT = 1e-13
"""Square of Newton's decrement, about twice what a stage can still gain, at which it is done."""

QUADRATIC = 1e-4
"""Below this the decrement falls to a small part of itself with each step, until nothing but rounding is left."""

RIDGE = 1e-14
"""Share by which the diagonal is raised, lest a direction in which nothing changes be divided by."""

MANY = 100
"""Variables from which steps are found by way of the functions, where these are fewer; that is faster but coarser."""

MOST_STEPS = 80
"""Newton steps in a stage; some ten are usual."""

N_HALVINGS = 60
"""Halvings of a step that leads too far."""


@dataclass(frozen=True)
class Concave:
    """Several concave functions of the same variables.

    Parameters
    ----------
    constant : array of float, shape (n_functions,)
    slope : array of float, shape (n_functions, n_variables)
    curve : array of float, shape (n_functions, n_variables, n_variables), or None
        Positive semidefinite; None where all functions are straight.
    """

    constant: Array
    slope: Array
    curve: Array | None = None

    def at(self, x: Array) -> Array:
        """Return the values, shape (n_functions,)."""
        straight = self.constant + self.slope @ x
        return straight if self.curve is None else straight - np.einsum("k,nkl,l->n", x, self.curve, x)

    def gradients(self, x: Array) -> Array:
        """Return the gradients, shape (n_functions, n_variables)."""
        return self.slope if self.curve is None else self.slope - 2 * self.curve @ x

    def of(self, chosen: NDArray[np.bool_]) -> Concave:
        """Return some of the functions."""
        curve = None if self.curve is None else self.curve[chosen]
        return Concave(self.constant[chosen], self.slope[chosen], curve)

    def joined(self, other: Concave) -> Concave:
        """Return these functions and those of another."""
        curve = None
        if self.curve is not None or other.curve is not None:
            curve = np.concatenate([_curve(self), _curve(other)])
        return Concave(
            np.concatenate([self.constant, other.constant]), np.concatenate([self.slope, other.slope]), curve
        )

    def lifted(self) -> Concave:
        """Return the functions less a further variable."""
        slope = np.column_stack([self.slope, -np.ones(len(self.slope))])
        curve = None if self.curve is None else np.pad(self.curve, ((0, 0), (0, 1), (0, 1)))
        return Concave(self.constant, slope, curve)


def _curve(functions: Concave) -> Array:
    n, k = functions.slope.shape
    return np.zeros((n, k, k)) if functions.curve is None else functions.curve


@dataclass(frozen=True)
class Box:
    """Least and greatest value of each variable, the first below the second; both finite, shape (n_variables,)."""

    low: Array
    high: Array


def least_of(functions: Concave, box: Box, enough: float = np.inf) -> tuple[Array, float]:
    """Return the point of a box at which the least of the functions is greatest, or above `enough`; and that least.

    >>> between = Concave(np.array([0.0, 1.0]), np.array([[1.0], [-1.0]]))
    >>> point, least = least_of(between, Box(np.array([-1.0]), np.array([3.0])))
    >>> round(float(point[0]), 6), round(least, 6)
    (0.5, 0.5)
    """
    start = (box.low + box.high) / 2
    values = functions.at(start)
    n, scale = len(values), float(np.abs(values).max()) + float(np.abs(functions.gradients(start)).sum(axis=1).max())
    scale = scale if scale > 0 else 1.0
    floor = values.min() - 2 * scale
    # One variable more, the height: the functions less it are to be above 0, and it is made greatest.
    height = Concave(np.array([-floor]), np.append(np.zeros(len(start)), 1.0)[None])
    lifted = height.joined(functions.lifted())
    taller = Box(np.append(box.low, floor - scale), np.append(box.high, values.min() + 1e3 * scale))
    x, weight = np.append(start, values.min() - scale), 1.0
    while True:
        x = _stage(lifted, np.append(weight, np.ones(n)), taller, x)
        least = float(functions.at(x[:-1]).min())
        if least > enough or (n + 2 * len(x)) / weight * (x[-1] - floor) < 1e-13 * scale:
            return x[:-1], least
        weight *= GROWTH


def most_of_logs(
    objective: Concave, weights: Array, limits: Concave, box: Box, start: Array
) -> tuple[Array, Array, float]:
    r"""Return where a weighted sum of logarithms is greatest, the multipliers of the limits, and how far off it may be.

    .. math:: \max_x \sum_i b_i \log f_i(x) \quad \text{s.t.} \quad g_j(x) \ge 0

    Parameters
    ----------
    objective : Concave
        f.
    weights : array of float, shape (n_objectives,)
        b, above 0.
    limits : Concave
        g.
    box : Box
        Where x lies.
    start : array of float, shape (n_variables,)
        A point within the box at which every function is above 0.

    Examples
    --------
    >>> gains = Concave(np.array([0.0, 1.0]), np.array([[1.0], [-1.0]]))
    >>> at_least = Concave(np.array([-0.7]), np.array([[1.0]]))
    >>> box = Box(np.array([-1.0]), np.array([2.0]))
    >>> x, price, gap = most_of_logs(gains, np.ones(2), at_least, box, np.array([0.8]))
    >>> round(float(x[0]), 6), round(float(price[0]), 4)
    (0.7, 1.9048)
    """
    functions, x, n_limits = objective.joined(limits), start, len(limits.constant)
    weight = 1.0
    while True:
        gap = (n_limits + 2 * len(x)) / weight
        last = gap <= GAP * weights.sum()
        all_weights = np.concatenate([weight * weights, np.ones(n_limits)])
        x = _stage(functions, all_weights, box, x)
        if last:
            x = _stage(functions, all_weights, box, x, many=len(x))  # to the last digit
            return x, 1 / (weight * limits.at(x)), gap
        weight *= GROWTH


def _stage(functions: Concave, weights: Array, box: Box, x: Array, many: int = MANY) -> Array:
    """Newton's method for one weighted sum of logarithms, those of the distances to the sides of the box included."""
    last, by_functions = np.inf, functions.curve is None and len(x) > max(many, len(weights))
    for _ in range(MOST_STEPS):
        values, gradients = functions.at(x), functions.gradients(x)
        above, below = 1 / (x - box.low), 1 / (box.high - x)
        ratio, push = weights / values, above - below
        gradient = ratio @ gradients + push
        wall, pull = above**2 + below**2, gradients * (np.sqrt(weights) / values)[:, None]
        if by_functions:
            step = _straight_step(wall, pull, push, np.sqrt(weights))
        else:
            curve = 0.0 if functions.curve is None else 2 * np.einsum("n,nkl->kl", ratio, functions.curve)
            step = _solved(np.diag(wall) + curve + pull.T @ pull, gradient)
        decrement = float(gradient @ step)
        if decrement <= DECREMENT or last / 2 < decrement < QUADRATIC:
            break
        last = decrement
        before, x = x, _stepped(functions, weights, box, x, step, decrement)
        if x is before:
            break
    return x


def _straight_step(wall: Array, pull: Array, push: Array, u: Array) -> Array:
    """Newton's step for straight functions, of which there are fewer than variables.

    Where the gradient is ``push + pull' u`` and the second derivative ``diag(wall) + pull' pull``, the step is
    ``(push + pull' y) / wall``, and y, with an entry for each function, is what is solved for.
    """
    y = _solved(np.eye(len(u)) + (pull / wall) @ pull.T, u - pull @ (push / wall))
    return np.asarray((push + pull.T @ y) / wall)


def _solved(matrix: Array, right: Array) -> Array:
    """The solution for a positive definite matrix, measured by its diagonal."""
    size = np.sqrt(np.diagonal(matrix))
    return np.asarray(np.linalg.solve(matrix / np.outer(size, size) + RIDGE * np.eye(len(size)), right / size) / size)


def _stepped(functions: Concave, weights: Array, box: Box, x: Array, step: Array, decrement: float) -> Array:
    """The point after as much of a step as keeps every function above 0 and raises the sum."""

    def total(at: Array) -> float:
        values = functions.at(at)
        if (values <= 0).any() or (at <= box.low).any() or (at >= box.high).any():
            return -np.inf
        return float(weights @ np.log(values) + np.log(at - box.low).sum() + np.log(box.high - at).sum())

    before, share = total(x), 1.0
    for _ in range(N_HALVINGS):
        if total(x + share * step) >= before + 0.01 * share * decrement - 1e-15 * abs(before):
            return np.asarray(x + share * step)
        share /= 2
    return x
