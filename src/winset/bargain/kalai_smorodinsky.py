"""Which outcome gives every party the same share of the most that it could hope for?

Kalai and Smorodinsky replace Nash's independence of irrelevant outcomes by a monotonicity: if the menu grows so
that one party can hope for more, that party does not lose. The essential assumption is that parties measure a
concession against the best that they could get. Do not use it where the extreme outcomes were put on the menu
carelessly: they move the answer although nobody would choose them.

References: Kalai, E., Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. Econometrica 43(3),
513-518.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.answer import TOLERANCE, Answer
from winset.bargain.egalitarian import leximin
from winset.bargain.problem import Problem, bargaining_problem, settled
from winset.registry import Model, register


def kalai_smorodinsky_solution(
    utilities: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None
) -> Answer[int | None]:
    r"""Return the outcome with the largest smallest share of the ideal gains.

    .. math:: z^{*} \in \arg\max_{z \in Z} \min_i \frac{1}{b_i} \frac{u_i(z) - d_i}{m_i - d_i}, \qquad
        m_i = \max_{z \in Z} u_i(z)

    Here u_i(z) is what outcome z is worth to party i, d the disagreement, and Z holds the outcomes that no party
    ranks below it.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, each in that party's own units.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal, in the units of the matching column.
    weights : array of float, shape (n_parties,), optional
        Proportions :math:`b_i > 0` of the shares; equal if not given, as in the paper.

    Returns
    -------
    Answer of int or None
        Row of `utilities`; ties and the empty menu as in `nash_solution`. ``diagnostics["ideal_gains"]`` holds
        :math:`m_i - d_i`, ``diagnostics["without_hope"]`` the parties for which that is zero, and
        ``diagnostics["refined"]`` whether more than the smallest share was needed to decide.

    Raises
    ------
    InputError
        If a number is not finite, a shape does not fit or a weight is not above 0.

    Notes
    -----
    The paper has two parties and a convex set, where all shares can be equal. On a menu we maximise the smallest
    share and refine ties by the second smallest, and so on (leximin); with three parties or more the unrefined
    solution may be dominated. A party that can gain nothing has no share and is left out.

    Examples
    --------
    An outcome that nobody would choose raises one party's hopes and turns the answer from (5, 5) to (6, 3).

    >>> kalai_smorodinsky_solution([[5, 5], [6, 3]], disagreement=[0, 0]).value
    0
    >>> kalai_smorodinsky_solution([[5, 5], [6, 3], [20, 0]], disagreement=[0, 0]).value
    1
    """
    return kalai_smorodinsky_choice(bargaining_problem(utilities, disagreement, weights))


def kalai_smorodinsky_choice(problem: Problem) -> Answer[int | None]:
    """Return the solution of a problem that is already stated."""
    ideal, levels = problem.ideal_gains, problem.shares_of_ideal / problem.power
    hopeful = ideal > 0
    best = leximin(levels, problem.rational)
    least = levels[:, hopeful].min(axis=1, initial=np.inf)
    level = least[best].min(initial=np.inf)
    as_good = problem.rational & (least >= level - TOLERANCE)
    return settled(
        problem,
        best,
        ideal_gains=tuple(ideal.tolist()),
        without_hope=tuple(np.flatnonzero(~hopeful).tolist()),
        refined=bool(as_good.sum() > best.sum()),
    )


register(
    Model(
        id="kalai-smorodinsky",
        family="bargain",
        meaning="The outcome that gives every party the same share of the most it could hope for.",
        reference="Kalai, E., Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. "
        "Econometrica 43(3), 513-518.",
        status="textbook",
        function=kalai_smorodinsky_solution,
        axioms=frozenset({"efficient", "symmetric", "scale-invariant", "deterministic"}),
        example={"utilities": [[5, 5], [6, 3], [20, 0]], "disagreement": [0, 0]},
    )
)
