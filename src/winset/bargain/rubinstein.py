"""How is a pie split when offers alternate and delay costs?

Two parties take turns to propose a split of one unit; a refused offer costs one round, in which the pie shrinks for
each party by its own discount factor. The essential assumption is that nothing else happens in between: no risk of
breakdown and nobody can leave. The only subgame-perfect split is immediate and favours the patient and the first mover.
Do not use it with outside options or breakdown in mind; each has a model of its own, and they answer differently.

References: Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50(1), 97-109.
"""

from __future__ import annotations

from winset.bargain.allowed import number_between
from winset.bargain.alternating_offers import Offers
from winset.errors import InputError
from winset.registry import Model, register


def rubinstein_offers(d1: float, d2: float) -> Offers:
    r"""Return the first party's share when it proposes and when the second does.

    .. math:: x = \frac{1 - d_2}{1 - d_1 d_2}, \qquad y = d_1 x

    Here x is the first party's share when it proposes, and y when the second does.

    Parameters
    ----------
    d1, d2 : float
        Discount factor of each party for one round, 0 to 1.

    Returns
    -------
    Offers
        ``by_a`` is :math:`x`, the first party's share when it moves first; ``by_b`` is :math:`y`.

    Raises
    ------
    InputError
        If a discount factor lies outside 0 to 1.

    Notes
    -----
    If both are 1 delay costs nothing and any split is an equilibrium; the answer is then the limit of equally patient
    parties, one half. Other limits of very short rounds are those of `rubinstein_limit`.

    Examples
    --------
    >>> round(rubinstein_offers(0.9, 0.8).by_a, 6)
    0.714286
    """
    first, second = number_between("d1", d1, 0, 1), number_between("d2", d2, 0, 1)
    if first == second == 1:
        return Offers(0.5, 0.5)
    share = (1 - second) / ((1 - first) + first * (1 - second))
    return Offers(share, first * share)


def rubinstein_limit(r1: float, r2: float) -> float:
    r"""Return the first party's share as rounds become very short, :math:`r_2 / (r_1 + r_2)`.

    It no longer matters who begins. The same split is Nash's with power :math:`b_i \propto 1 / r_i`.

    Parameters
    ----------
    r1, r2 : float
        Discount rate of each party per unit of time, at least 0, with :math:`d_i = e^{-r_i \Delta}`. Not both 0.

    Raises
    ------
    InputError
        If a rate is negative or not finite, or both are 0.

    Examples
    --------
    >>> round(rubinstein_limit(0.1, 0.2), 6)
    0.666667
    """
    first, second = number_between("r1", r1, 0), number_between("r2", r2, 0)
    if first == second == 0:
        raise InputError("`r1` and `r2` are both 0; one of them must be above 0, since delay has to cost somebody")
    return 1 / (1 + first / second) if second else 0.0


register(
    Model(
        id="rubinstein",
        family="bargain",
        meaning="The split of a pie when offers alternate and each party discounts delay.",
        reference="Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50(1), 97-109.",
        status="textbook",
        function=rubinstein_offers,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"d1": 0.9, "d2": 0.8},
    )
)
