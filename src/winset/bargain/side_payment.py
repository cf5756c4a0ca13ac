"""Can the side that gains buy the consent of the side that does not?

One side pays the other's ratifiers out of its own surplus; of every unit paid only a part is worth anything to
those who receive it. The essential assumption is that a payment counts at all: voters who care about land may
value money at next to nothing. Do not price a payment at face value.

In the spirit of Mayer, F. W. (1992). Managing domestic differences in international negotiations: the strategic
use of internal side-payments. International Organization 46(4), 793-818.
"""

from __future__ import annotations

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.registry import Model, register


def least_side_payment(uA: float, uB: float, rA: float, rB: float, efficiency: float) -> Answer[float | None]:
    r"""Return the least payment from B that makes A's ratifiers accept.

    .. math:: t = \frac{(r_A - u_A)_+}{\lambda}, \qquad \text{feasible iff } t \le u_B - r_B

    Here t is the payment, u_A and u_B are `uA` and `uB`, and r_A and r_B are `rA` and `rB`.

    Parameters
    ----------
    uA, uB : float
        What the deal is worth to the receiving and to the paying side.
    rA, rB : float
        The least that each of them accepts, in the same units.
    efficiency : float
        :math:`\lambda \ge 0`: worth to the receiver of one unit paid; 1 is face value, 0 is money that cannot help.

    Returns
    -------
    Answer of float or None
        0 if A accepts already; ``empty`` if B cannot afford the payment. ``diagnostics["needed"]`` is the payment
        that would be needed, ``diagnostics["affordable"]`` what B can spare.

    Raises
    ------
    InputError
        If a number is not finite or the efficiency is negative.

    Examples
    --------
    The same deal at an efficiency of .8, and dead at .5:

    >>> round(least_side_payment(0.35, 0.7, 0.5, 0.45, efficiency=0.8).value, 4)
    0.1875
    >>> least_side_payment(0.35, 0.7, 0.5, 0.45, efficiency=0.5).status
    'empty'
    """
    missing = number_between("rA", rA) - number_between("uA", uA)
    spare = number_between("uB", uB) - number_between("rB", rB)
    rate = number_between("efficiency", efficiency, 0)
    if missing <= 0:
        needed = 0.0
    else:
        needed = missing / rate if rate > 0 else float("inf")
    found = {"needed": needed, "affordable": spare}
    return Answer(needed, "ok", found) if needed <= spare + TOLERANCE else Answer(None, "empty", found)


register(
    Model(
        id="side-payment",
        family="bargain",
        meaning="The least payment that buys the consent of one side's ratifiers, if the other can afford it.",
        reference="Mayer, F. W. (1992). Managing domestic differences in international negotiations: the "
        "strategic use of internal side-payments. International Organization 46(4), 793-818.",
        status="in the spirit of",
        function=least_side_payment,
        axioms=frozenset({"deterministic"}),
        example={"uA": 0.25, "uB": 0.75, "rA": 0.4, "rB": 0.4, "efficiency": 0.8},
    )
)
