"""Which outcome maximises the product of the parties' gains over no agreement?

Nash's solution is the only one that is efficient, symmetric, blind to the units in which each party's utility
is measured and independent of outcomes that would not be chosen. Its essential assumption is that utilities
are von Neumann-Morgenstern and the disagreement point is what really happens without a deal. Do not use it with
a mere outside option as the disagreement point.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162. With unequal power:
Harsanyi, J. C., Selten, R. (1972). A generalized Nash solution for two-person bargaining games with incomplete
information. Management Science 18(5), 80-106.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.answer import TOLERANCE, Answer
from winset.bargain.problem import Problem, bargaining_problem, settled
from winset.registry import Model, register


def nash_solution(
    utilities: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None
) -> Answer[int | None]:
    r"""Return the outcome with the largest Nash product.

    .. math:: z^{*} \in \arg\max_{z \in Z} \sum_i b_i \log(u_i(z) - d_i), \quad
        Z = \{z : u_i(z) \ge d_i\ \forall i\}

    Here u_i(z) is what outcome z is worth to party i, d the disagreement, and Z holds the outcomes that no party
    ranks below it.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, each in that party's own units.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal, in the units of the matching column.
    weights : array of float, shape (n_parties,), optional
        Bargaining power :math:`b_i > 0`; only the ratios matter. Equal if not given.

    Returns
    -------
    Answer of int or None
        Row of `utilities`. ``tie`` gives the lowest row and lists all in ``diagnostics["ties"]``; ``empty``
        and None if every outcome leaves some party below its disagreement utility.
        ``diagnostics["gaining"]`` is the number of parties that gain strictly.

    Raises
    ------
    InputError
        If a number is not finite, a shape does not fit or a weight is not above 0.

    Notes
    -----
    Nash's set is convex; this is a finite menu, so a symmetric game may have no symmetric solution, and lotteries
    could do better: of (0, 1), (1, 0) and (.4, .4) it picks the last, while a coin gives (.5, .5).

    Nash assumes that some outcome makes everyone strictly better off. If none does, every product is zero; we then
    take the outcomes that make the most parties better off, and among those the largest product over them.

    Examples
    --------
    Ten units in whole steps; the first party can walk away with two.

    >>> share = np.arange(11)
    >>> nash_solution(np.column_stack([share, 10 - share]), disagreement=[2, 0]).value
    6
    """
    return nash_choice(bargaining_problem(utilities, disagreement, weights))


def nash_choice(problem: Problem) -> Answer[int | None]:
    """Return the solution of a problem that is already stated."""
    shares = problem.shares_of_ideal
    gaining = np.where(problem.rational, (shares > 0).sum(axis=1), -1)
    most = int(gaining.max(initial=0))
    among = problem.rational & (gaining == most)
    log_product = np.log(np.where(shares > 0, shares, 1.0)) @ problem.power
    best = among & (log_product >= log_product[among].max(initial=-np.inf) - TOLERANCE)
    return settled(problem, best, gaining=most)


register(
    Model(
        id="nash",
        family="bargain",
        meaning="The outcome with the largest product of gains over no agreement.",
        reference="Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.",
        status="textbook",
        function=nash_solution,
        axioms=frozenset({"efficient", "symmetric", "scale-invariant", "independent", "deterministic"}),
        example={"utilities": [[6, 4], [3, 8], [1, 9]], "disagreement": [2, 0]},
    )
)
