"""Which outcome gives the party that gains least as much as possible?

The egalitarian solution equalises gains over no agreement as far as the menu allows. Its essential assumption is
that one unit of one party's utility may be compared with one unit of another's. Do not use it where utilities are
on scales elicited party by party: stretching one scale changes the answer.

References: Kalai, E. (1977). Proportional solutions to bargaining situations: interpersonal utility comparisons.
Econometrica 45(7), 1623-1630.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE, Answer
from winset.bargain.problem import Problem, bargaining_problem, settled
from winset.registry import Model, register


def egalitarian_solution(
    utilities: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None
) -> Answer[int | None]:
    r"""Return the outcome with the largest smallest gain.

    .. math:: z^{*} \in \arg\max_{z \in Z} \min_i \frac{u_i(z) - d_i}{b_i}

    Here u_i(z) is what outcome z is worth to party i, d the disagreement, and Z holds the outcomes that no party
    ranks below it.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, all in the same units.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal.
    weights : array of float, shape (n_parties,), optional
        Proportions :math:`b_i > 0` in which gains are to be shared; equal if not given.

    Returns
    -------
    Answer of int or None
        Row of `utilities`; ties and the empty menu as in `nash_solution`.

    Raises
    ------
    InputError
        If a number is not finite, a shape does not fit or a weight is not above 0.

    Notes
    -----
    Kalai's solution may be only weakly efficient. Where smallest gains tie we compare the second smallest, and so
    on (leximin), so nothing on the menu dominates the answer.

    Examples
    --------
    The smallest gains are 1, 2 and 2; the second smallest decide.

    >>> egalitarian_solution([[9, 1], [2, 2], [2, 5]], disagreement=[0, 0]).value
    2
    """
    return egalitarian_choice(bargaining_problem(utilities, disagreement, weights))


def egalitarian_choice(problem: Problem) -> Answer[int | None]:
    """Return the solution of a problem that is already stated."""
    return settled(problem, leximin(problem.gains / problem.power, problem.rational))


def leximin(levels: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows are best by their smallest entry, then their second smallest, and so on.

    Parameters
    ----------
    levels : array of float, shape (n_outcomes, n_parties)
        At least 0 in the rows of `among`.
    among : array of bool, shape (n_outcomes,)
        Rows that may be chosen.

    Examples
    --------
    >>> leximin(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([True, True])).tolist()
    [True, False]
    """
    slack = TOLERANCE * levels[among].max(initial=0.0)
    for level in np.sort(levels, axis=1).T:
        among = among & (level >= level[among].max(initial=-np.inf) - slack)
    return among


register(
    Model(
        id="egalitarian",
        family="bargain",
        meaning="The outcome that gives the party gaining least as much as possible.",
        reference="Kalai, E. (1977). Proportional solutions to bargaining situations: interpersonal utility "
        "comparisons. Econometrica 45(7), 1623-1630.",
        status="textbook",
        function=egalitarian_solution,
        axioms=frozenset({"efficient", "symmetric", "monotone", "independent", "deterministic"}),
        example={"utilities": [[9, 1], [2, 2], [2, 5]], "disagreement": [0, 0]},
    )
)
