"""What do the solutions say side by side?

The frontier of a menu is worked out once and every solution is read from it. Use it to see how far an answer depends on
the solution, or for large menus, where finding the frontier is most of the work. The egalitarian and the utilitarian
answer compare the units of different parties; the others do not.

References: as in the modules of the solutions.
"""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from winset.answer import Answer
from winset.bargain.egalitarian import egalitarian_choice
from winset.bargain.kalai_smorodinsky import kalai_smorodinsky_choice
from winset.bargain.nash import nash_choice
from winset.bargain.problem import Indices, bargaining_problem
from winset.bargain.utilitarian import utilitarian_choice


@dataclass(frozen=True)
class Settlements:
    """The frontier of a menu and what each solution picks from it.

    Parameters
    ----------
    frontier : array of int
        Rows that no other row dominates, ascending, whether or not somebody would refuse them.
    nash, kalai_smorodinsky, egalitarian, utilitarian : Answer of int or None
        As from the function of that name.
    """

    frontier: Indices
    nash: Answer[int | None]
    kalai_smorodinsky: Answer[int | None]
    egalitarian: Answer[int | None]
    utilitarian: Answer[int | None]


def settlements(utilities: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None) -> Settlements:
    """Return the frontier and every solution of a menu.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, each in that party's own units.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal, in the units of the matching column.
    weights : array of float, shape (n_parties,), optional
        Handed to every solution; see there what they mean. Equal if not given.

    Raises
    ------
    InputError
        If a number is not finite, a shape does not fit or a weight is not above 0.

    Examples
    --------
    >>> found = settlements([[9, 1], [5, 4], [2, 6], [1, 1]], disagreement=[0, 0])
    >>> found.frontier.tolist(), found.nash.value, found.egalitarian.value, found.utilitarian.value
    ([0, 1, 2], 1, 1, 0)
    """
    problem = bargaining_problem(utilities, disagreement, weights)
    return Settlements(
        problem.rows,
        nash_choice(problem),
        kalai_smorodinsky_choice(problem),
        egalitarian_choice(problem),
        utilitarian_choice(problem),
    )
