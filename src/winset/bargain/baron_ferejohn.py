"""How is a pie split in a legislature where a proposer needs only a quota?

In every round one of n members is drawn to propose, each with the same chance; a closed-rule vote follows, and if the
quota is missed another is drawn after a delay. The essential assumption is a stationary equilibrium in which members
differ in nothing: the proposer buys just enough of the others, at the price of waiting, and leaves the rest with
nothing. Do not use it where amendments are allowed or members differ in patience or in the chance to propose.

References: Baron, D. P., Ferejohn, J. A. (1989). Bargaining in legislatures. American Political Science Review 83(4),
1181-1206.
"""

from __future__ import annotations

from dataclasses import dataclass

from winset.bargain.allowed import number_between
from winset.errors import InputError
from winset.registry import Model, register


@dataclass(frozen=True)
class ClosedRule:
    """Shares in the division that passes at once.

    Parameters
    ----------
    proposer : float
        What the proposer keeps.
    partner : float
        What each of the ``n_partners`` bought members gets; everybody else gets nothing.
    n_partners : int
        Members bought, one less than the quota.
    expected : float
        Every member's share before the proposer is drawn, one nth.
    """

    proposer: float
    partner: float
    n_partners: int
    expected: float


def baron_ferejohn(n: int, q: int, d: float) -> ClosedRule:
    r"""Return the division of one unit under a closed rule with quota :math:`q`.

    .. math:: \text{proposer} = 1 - \frac{d (q - 1)}{n}, \qquad \text{partner} = \frac{d}{n}

    Parameters
    ----------
    n : int
        Members, at least 1.
    q : int
        Votes needed, the proposer's included, 1 to `n`. At `n` all must agree; at 1 the proposer takes everything.
    d : float
        Common discount factor for one round, 0 to 1.

    Raises
    ------
    InputError
        If a number is outside its range or `n` or `q` is not whole.

    Examples
    --------
    >>> round(baron_ferejohn(n=5, q=3, d=0.8).proposer, 6)
    0.68
    """
    for field, value, low, high in (("n", n, 1, float("inf")), ("q", q, 1, n)):
        if number_between(field, value, low, high) != int(value):
            raise InputError(f"`{field}` is {value}; it must be a whole number")
    price = number_between("d", d, 0, 1) / n
    return ClosedRule(1 - price * (q - 1), price, int(q) - 1, 1 / n)


register(
    Model(
        id="baron-ferejohn",
        family="bargain",
        meaning="The division of a pie by a random proposer in a legislature who needs only a quota of the votes.",
        reference="Baron, D. P., Ferejohn, J. A. (1989). Bargaining in legislatures. American Political Science "
        "Review 83(4), 1181-1206.",
        status="textbook",
        function=baron_ferejohn,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"n": 5, "q": 3, "d": 0.8},
    )
)
