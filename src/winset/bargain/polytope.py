"""A convex set of utilities with flat sides: lotteries over outcomes, or whatever satisfies linear inequalities.

References: Boyd, S., Vandenberghe, L. (2004). Convex Optimization. Cambridge University Press, sec. 2.2.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from winset.bargain.allowed import utility_table
from winset.bargain.frontier import efficient_rows
from winset.errors import InputError

Array = NDArray[np.float64]
EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True)
class Polytope:
    """Utilities ``values @ z`` for all z with ``sides @ z <= limits``, or for all probabilities z without sides.

    Parameters
    ----------
    values : array of float, shape (n_parties, n_variables)
    sides : array of float, shape (n_sides, n_variables), or None
    limits : array of float, shape (n_sides,), or None
    """

    values: Array
    sides: Array | None = None
    limits: Array | None = None

    def furthest(self, direction: Array, floor: Array) -> tuple[Array, Array] | None:
        """Return the variables and utilities with the largest sum along a direction among those not below a floor."""
        if self.sides is None:
            best = int((direction @ self.values).argmax())
            if (self.values[:, best] >= floor).all():
                return np.eye(1, self.values.shape[1], best)[0], self.values[:, best]
        found = self.highest(floor, np.zeros(floor.size), direction)
        return found and found[1:]

    def highest(self, start: Array, step: Array, direction: Array | None = None) -> tuple[float, Array, Array] | None:
        """Return the most steps from a start that utilities can reach, with variables and utilities; None if none.

        With a direction the sum along it is maximised instead, and steps are not taken.
        """
        n_variables = self.values.shape[1]
        gain = np.zeros(n_variables) if direction is None else -(direction @ self.values)
        cost = np.append(gain, -1.0 if direction is None else 0.0)
        rows, limits = np.column_stack([-self.values, step]), -start
        if self.sides is not None and self.limits is not None:
            rows = np.vstack([rows, np.column_stack([self.sides, np.zeros(len(self.sides))])])
            limits = np.append(limits, self.limits)
        chances = None if self.sides is not None else np.append(np.ones(n_variables), 0.0)[None]
        bounds = np.full((n_variables + 1, 2), [0.0 if self.sides is None else -np.inf, np.inf])
        bounds[-1] = 0, np.inf if direction is None else 0
        found = scipy.optimize.linprog(
            cost,
            rows,
            limits,
            chances,
            None if chances is None else [1.0],
            bounds,
            options=EXACT,
        )
        if found.status == 3:
            raise InputError("`inequalities` leave utilities without bound; add one that limits every party")
        if found.x is None:
            return None
        variables = found.x[:-1]
        return float(found.x[-1]), variables, self.values @ variables


def polytope(
    vertices: ArrayLike | None, inequalities: ArrayLike | None, limits: ArrayLike | None
) -> tuple[Polytope, NDArray[np.intp] | None]:
    """Return the set, and for vertices the rows of which its variables are chances; refuse what describes no set."""
    if (vertices is None) == (inequalities is None) or (inequalities is None) != (limits is None):
        raise InputError("take either `vertices`, or `inequalities` together with `limits`")
    if vertices is not None:
        table = utility_table(vertices, "vertices")
        rows = efficient_rows(table)
        return Polytope(np.ascontiguousarray(table[rows].T)), rows
    sides = utility_table(inequalities if inequalities is not None else (), "inequalities")
    bounds = np.asarray(limits, dtype=float)
    if bounds.shape != (len(sides),) or not np.isfinite(bounds).all():
        raise InputError(f"`limits` is {bounds.tolist()}; it must hold one finite number for each of {len(sides)} rows")
    return Polytope(np.eye(sides.shape[1]), sides, bounds), None
