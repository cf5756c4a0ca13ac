"""Which outcome has the largest sum of utilities?

The utilitarian choice asks only for the total, not for who gets it, though nobody may end below no agreement.
Its essential assumption is that utilities are in one common unit, as with money that can be shared out
afterwards. Do not use it on scales elicited party by party: the party with the longest scale decides.

References: Harsanyi, J. C. (1955). Cardinal welfare, individualistic ethics, and interpersonal comparisons of
utility. Journal of Political Economy 63(4), 309-321.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.answer import TOLERANCE, Answer
from winset.bargain.problem import Problem, bargaining_problem, settled
from winset.registry import Model, register


def utilitarian_solution(
    utilities: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None
) -> Answer[int | None]:
    r"""Return the individually rational outcome with the largest weighted sum of utilities.

    .. math:: z^{*} \in \arg\max_{z \in Z} \sum_i b_i u_i(z)

    Here u_i(z) is what outcome z is worth to party i, d the disagreement, and Z holds the outcomes that no party
    ranks below it.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, all in the same units.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal; it only decides which outcomes are possible.
    weights : array of float, shape (n_parties,), optional
        Weights :math:`b_i > 0`; equal if not given.

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
    Harsanyi's sum has no disagreement point. We keep to outcomes that no party ranks below no agreement, since the
    others would not be agreed; without that rule a deal could be chosen that one party refuses.

    Examples
    --------
    >>> utilitarian_solution([[9, 1], [5, 4], [12, -1]], disagreement=[0, 0]).value
    0
    """
    return utilitarian_choice(bargaining_problem(utilities, disagreement, weights))


def utilitarian_choice(problem: Problem) -> Answer[int | None]:
    """Return the solution of a problem that is already stated."""
    total = np.where(problem.rational, problem.gains @ problem.power, -1.0)
    best = problem.rational & (total >= total.max(initial=0.0) * (1 - TOLERANCE))
    return settled(problem, best)


register(
    Model(
        id="utilitarian",
        family="bargain",
        meaning="The outcome that nobody would refuse with the largest sum of utilities.",
        reference="Harsanyi, J. C. (1955). Cardinal welfare, individualistic ethics, and interpersonal "
        "comparisons of utility. Journal of Political Economy 63(4), 309-321.",
        status="textbook",
        function=utilitarian_solution,
        axioms=frozenset({"efficient", "symmetric", "monotone", "independent", "deterministic"}),
        example={"utilities": [[6, 4], [3, 8], [1, 9]], "disagreement": [2, 0]},
    )
)
