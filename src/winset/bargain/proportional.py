"""Which outcome shares gains in stated proportions?

Kalai's proportional solutions walk from no agreement in one direction until nothing more is possible. They are the only
solutions that never make anyone pay for a larger menu. The essential assumption is that the proportions mean something:
one party's units are compared with another's. Do not use it where utilities are on scales elicited party by party.

References: Kalai, E. (1977). Proportional solutions to bargaining situations: interpersonal utility comparisons.
Econometrica 45(7), 1623-1630.
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from winset.answer import Answer
from winset.bargain.allowed import positive_for_each, utility_table
from winset.bargain.egalitarian import egalitarian_choice
from winset.bargain.problem import bargaining_problem
from winset.registry import Model, register


def proportional_solution(utilities: ArrayLike, disagreement: ArrayLike, proportions: ArrayLike) -> Answer[int | None]:
    r"""Return the outcome that gets furthest from no agreement in the given proportions.

    .. math:: z^{*} \in \arg\max_{z \in Z} \min_i \frac{u_i(z) - d_i}{p_i}

    Here u_i(z) is what outcome z is worth to party i, d the disagreement, and Z holds the outcomes that no party
    ranks below it.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal, in the units of the matching column.
    proportions : array of float, shape (n_parties,)
        How gains are to be shared, :math:`p_i > 0`, each in the units of its party; only the ratios matter.

    Returns
    -------
    Answer of int or None
        Row of `utilities`; ties and the empty menu as in `nash_solution`.

    Raises
    ------
    InputError
        If a number is not finite, a shape does not fit or a proportion is not above 0.

    Notes
    -----
    With equal proportions it is the egalitarian solution. Where the smallest ratios tie the second smallest decide, and
    so on (leximin), so that nothing on the menu dominates the answer; Kalai's own may be only weakly efficient.

    Examples
    --------
    >>> proportional_solution([[6, 3], [4, 4], [2, 6]], disagreement=[0, 0], proportions=[2, 1]).value
    0
    """
    n_parties = utility_table(utilities).shape[1]
    return egalitarian_choice(
        bargaining_problem(utilities, disagreement, positive_for_each("proportions", proportions, n_parties))
    )


register(
    Model(
        id="proportional",
        family="bargain",
        meaning="The outcome that gets furthest from no agreement with gains in stated proportions.",
        reference="Kalai, E. (1977). Proportional solutions to bargaining situations: interpersonal utility "
        "comparisons. Econometrica 45(7), 1623-1630.",
        status="textbook",
        function=proportional_solution,
        axioms=frozenset({"efficient", "monotone", "independent", "deterministic"}),
        example={"utilities": [[6, 4], [3, 8], [5, 6]], "disagreement": [0, 0], "proportions": [2, 1]},
    )
)
