"""How is a pie split when every refusal risks that the talks collapse?

Offers alternate and time costs nothing, but after each refusal the talks break down for good with some probability, and
the parties are left with what they then have. The essential assumption is that breakdown is chance, not choice. As the
risk becomes small the split is Nash's with the breakdown payoffs as disagreement point; this is the case in which that
point is right. Do not use it for an alternative that a party may choose to take up: that is an outside option.

References: Binmore, K., Rubinstein, A., Wolinsky, A. (1986). The Nash bargaining solution in economic modelling. RAND
Journal of Economics 17(2), 176-188.
"""

from __future__ import annotations

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.bargain.alternating_offers import Offers
from winset.registry import Model, register


def breakdown_offers(p: float, b1: float = 0.0, b2: float = 0.0) -> Answer[Offers | None]:
    r"""Return the first party's share when it proposes and when the second does, under a risk of breakdown.

    .. math:: x = \frac{1 - b_2 + (1 - p)\, b_1}{2 - p}, \qquad y = p\, b_1 + (1 - p)\, x

    Here x is the first party's share when it proposes, and y when the second does.

    Parameters
    ----------
    p : float
        Probability that the talks break down after a refusal, 0 to 1. At 0 the limit of a very small risk is taken,
        Nash's :math:`(1 + b_1 - b_2) / 2`; at 1 the first offer is also the last.
    b1, b2 : float
        Share that each party's situation after a breakdown is worth to it.

    Returns
    -------
    Answer of Offers or None
        ``empty`` and None if the two together prefer breakdown to the pie.

    Raises
    ------
    InputError
        If `p` lies outside 0 to 1 or a payoff is not finite.

    Examples
    --------
    >>> round(breakdown_offers(0.1, b1=0.1, b2=0.2).value.by_a, 6)
    0.468421
    """
    risk = number_between("p", p, 0, 1)
    own, other = number_between("b1", b1), number_between("b2", b2)
    if own + other > 1 + TOLERANCE:
        return Answer(None, "empty")
    x = (1 - other + (1 - risk) * own) / (2 - risk)
    return Answer(Offers(x, risk * own + (1 - risk) * x))


register(
    Model(
        id="rubinstein-breakdown",
        family="bargain",
        meaning="The split of a pie when offers alternate and each refusal risks that the talks collapse.",
        reference="Binmore, K., Rubinstein, A., Wolinsky, A. (1986). The Nash bargaining solution in economic "
        "modelling. RAND Journal of Economics 17(2), 176-188.",
        status="textbook",
        function=breakdown_offers,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"p": 0.1, "b1": 0.2, "b2": 0.3},
    )
)
