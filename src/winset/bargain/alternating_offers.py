"""What do leaders offer each other in turn when ratifiers must accept?

Two leaders with a common discount factor alternate in offering a split of one unit, as in Rubinstein; an offer
that either side's ratifiers would refuse is void. The essential assumption is that the ratifiers' limits are
known and do not move. Do not use it where ratifiers themselves gain by waiting; Tarar's models have that.

In the spirit of Tarar, A. (2001). International bargaining with two-sided domestic constraints. Journal of
Conflict Resolution 45(3), 320-340; without ratifiers it is Rubinstein, A. (1982). Perfect equilibrium in a
bargaining model. Econometrica 50(1), 97-109.
"""

from __future__ import annotations

from dataclasses import dataclass

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.registry import Model, register


@dataclass(frozen=True)
class Offers:
    """A's share in the two stationary offers.

    Parameters
    ----------
    by_a : float
        When A proposes.
    by_b : float
        When B proposes.
    """

    by_a: float
    by_b: float


def ratified_offers(d: float, rA: float = 0.0, rB: float = 0.0) -> Answer[Offers | None]:
    r"""Return the stationary offers of alternating-offers bargaining under ratification.

    .. math:: x_B = \max(r_A,\, d\, x_A), \qquad x_A = \min\big(1 - r_B,\, 1 - d (1 - x_B)\big)

    whose only solution is :math:`x_A = \min\big(1 - r_B, \max(1 - d(1 - r_A), \tfrac{1}{1+d})\big)`.

    Parameters
    ----------
    d : float
        Discount factor for one round, 0 to 1; at 1 the limit of very short rounds is taken.
    rA, rB : float
        Least share that each side's ratifiers accept; below 0 is no constraint.

    Returns
    -------
    Answer of Offers or None
        ``empty`` if the two demands exceed one unit; agreement is immediate otherwise.

    Raises
    ------
    InputError
        If `d` lies outside 0 to 1 or a number is not finite.

    Notes
    -----
    A constraint helps its owner only where it binds, and where both sides have one the gain can vanish.

    Examples
    --------
    >>> offers = ratified_offers(d=0.9, rA=0.6).value
    >>> round(offers.by_a, 4), round(offers.by_b, 4)
    (0.64, 0.6)
    """
    patience = number_between("d", d, 0, 1)
    least, most = number_between("rA", rA), 1 - number_between("rB", rB)
    if least > most + TOLERANCE:
        return Answer(None, "empty", {"interval": (least, most)})
    xA = min(most, max(1 - patience * (1 - least), 1 / (1 + patience)))
    return Answer(Offers(xA, max(least, patience * xA)), "ok", {"interval": (least, most)})


register(
    Model(
        id="ratified-alternating-offers",
        family="bargain",
        meaning="Stationary offers of two leaders who take turns, when ratifiers void what they would refuse.",
        reference="Tarar, A. (2001). International bargaining with two-sided domestic constraints. Journal of "
        "Conflict Resolution 45(3), 320-340.",
        status="in the spirit of",
        function=ratified_offers,
        axioms=frozenset({"deterministic"}),
        example={"d": 0.9, "rA": 0.6},
    )
)
