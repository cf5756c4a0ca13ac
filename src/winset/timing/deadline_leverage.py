"""What does one side's deadline give to the other at the table?

A leader whose time may run out, by an election or the end of a term, is impatient beyond his own discount rate: the
deal may be lost before the next offer. The essential assumption is a deadline that strikes at a constant rate, after
which there is nothing to divide for anyone, in a game of alternating offers. Not for a deadline on a known date,
which makes patience change as it draws near, nor where a successor would carry on.

References: Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50(1), 97-109. Binmore, K.,
Rubinstein, A., Wolinsky, A. (1986). The Nash bargaining solution in economic modelling. RAND Journal of Economics
17(2), 176-188.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from winset.allowed import numbers_between
from winset.registry import Model, register


@dataclass(frozen=True)
class Leverage:
    """How a pie of 1 is split with the deadlines and without them.

    Parameters
    ----------
    share : float
        First party's share when it proposes.
    without_deadlines : float
        The same with no deadline on either side.
    moved : float
        What the deadlines add to the first party's share; below 0 if they weigh on it more.
    """

    share: float
    without_deadlines: float
    moved: float


def deadline_leverage(
    rate_1: float, rate_2: float, deadline_1: float = 0.0, deadline_2: float = 0.0, period: float = 0.0
) -> Leverage:
    r"""Return how the split of a pie moves with each side's deadline.

    .. math:: d_i = e^{-(r_i + k_i)\,\Delta}, \qquad x = \frac{1 - d_2}{1 - d_1 d_2}
        \;\xrightarrow{\Delta \to 0}\; \frac{r_2 + k_2}{r_1 + k_1 + r_2 + k_2}

    Here x is the first party's share, d is a discount factor and :math:`\Delta` the time between offers.

    Parameters
    ----------
    rate_1, rate_2 : float
        r, discount rate of each party per time, at least 0.
    deadline_1, deadline_2 : float
        k, deadlines per time of each party, at least 0; 1 / k is the mean time that it has. It multiplies that party's
        discount factor by :math:`e^{-k \Delta}`.
    period : float
        Time from one offer to the next, at least 0; 0 gives the limit of quick offers, in which it does not matter who
        begins.

    Returns
    -------
    Leverage
        Without any impatience at all the split is even.

    Raises
    ------
    InputError
        If a number is negative or not finite.

    Examples
    --------
    Two equally patient leaders, one of whom expects to lose office in four years on average:

    >>> found = deadline_leverage(0.05, 0.05, deadline_2=0.25)
    >>> round(found.share, 4), round(found.moved, 4)
    (0.8571, 0.3571)
    """
    amounts = {"rate_1": rate_1, "rate_2": rate_2, "deadline_1": deadline_1, "deadline_2": deadline_2}
    r1, r2, k1, k2 = (float(numbers_between(name, amount, 0)) for name, amount in amounts.items())
    dt = float(numbers_between("period", period, 0))
    share, without = _share(r1 + k1, r2 + k2, dt), _share(r1, r2, dt)
    return Leverage(share, without, share - without)


def _share(first: float, second: float, period: float) -> float:
    """Return the first party's share at two rates of impatience."""
    if first == second == 0:
        return 0.5
    if period * (first + second) == 0:
        from winset.bargain.rubinstein import rubinstein_limit  # loaded when used: a forecast does without

        return rubinstein_limit(first, second)
    return math.expm1(-second * period) / math.expm1(-(first + second) * period)


register(
    Model(
        id="deadline-leverage",
        family="timing",
        meaning="How much does one side's deadline give to the other when offers alternate?",
        reference=(
            "Binmore, K., Rubinstein, A., Wolinsky, A. (1986). The Nash bargaining solution in economic modelling. "
            "RAND Journal of Economics 17(2), 176-188."
        ),
        status="in the spirit of",
        function=deadline_leverage,
        example={"rate_1": 0.05, "rate_2": 0.05, "deadline_2": 0.25},
    )
)
