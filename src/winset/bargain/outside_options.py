"""What does an option to walk away change when offers alternate?

Offers alternate as in Rubinstein's model, and a party that has just refused an offer may leave for good and take an
outside option. The outside option principle: an option that is worth less than what a party gets anyway changes
nothing, and a better one is matched exactly, no more. The essential assumption is that leaving is a choice. Do not use
an outside option as the disagreement point of Nash's solution, which splits the difference beyond it; that is the
commonest mistake in applied bargaining.

References: Binmore, K., Shaked, A., Sutton, J. (1989). An outside option experiment. Quarterly Journal of Economics
104(4), 753-770. Muthoo, A. (1999). Bargaining Theory with Applications. Cambridge University Press, ch. 5.
"""

from __future__ import annotations

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.bargain.alternating_offers import Offers
from winset.bargain.rubinstein import rubinstein_offers
from winset.registry import Model, register


def outside_option_offers(d1: float, d2: float, b1: float = 0.0, b2: float = 0.0) -> Answer[Offers | None]:
    r"""Return the first party's share when it proposes and when the second does, if a responder may leave.

    .. math:: x = 1 - \max(d_2 (1 - y),\, b_2), \qquad y = \max(d_1 x,\, b_1)

    whose only solution is :math:`x = \min\big(1 - b_2,\, \max(1 - d_2 (1 - b_1),\, x_R)\big)` with Rubinstein's share
    :math:`x_R`.

    Here x is the first party's share when it proposes, and y when the second does.

    Parameters
    ----------
    d1, d2 : float
        Discount factor of each party for one round, 0 to 1.
    b1, b2 : float
        Share that each party's outside option is worth to it at the moment it refuses.

    Returns
    -------
    Answer of Offers or None
        ``empty`` and None if the options together exceed the pie, so that the parties part. In ``diagnostics``:
        ``bound_by``, the parties (1, 2) whose option is matched; ``unconstrained``, the offers without options.

    Raises
    ------
    InputError
        If a discount factor lies outside 0 to 1 or an option is not finite.

    Examples
    --------
    An option of .4 is worth less than the .474 that the responder gets anyway; one of .6 is matched.

    >>> [round(outside_option_offers(0.9, 0.9, b2=option).value.by_a, 6) for option in (0.4, 0.6)]
    [0.526316, 0.4]
    """
    free = rubinstein_offers(d1, d2)
    own, other = number_between("b1", b1), number_between("b2", b2)
    if own + other > 1 + TOLERANCE:
        return Answer(None, "empty", {"bound_by": (), "unconstrained": free})
    x = min(1 - other, max(1 - d2 * (1 - own), free.by_a))
    y = max(own, d1 * x)
    matched = {1: own > d1 * x + TOLERANCE, 2: other > d2 * (1 - y) + TOLERANCE}
    bound_by = tuple(party for party, is_matched in matched.items() if is_matched)
    return Answer(Offers(x, y), "ok", {"bound_by": bound_by, "unconstrained": free})


register(
    Model(
        id="rubinstein-outside-options",
        family="bargain",
        meaning="The split of a pie when offers alternate and whoever refuses may leave for an outside option.",
        reference="Binmore, K., Shaked, A., Sutton, J. (1989). An outside option experiment. Quarterly Journal of "
        "Economics 104(4), 753-770.",
        status="textbook",
        function=outside_option_offers,
        axioms=frozenset({"efficient", "deterministic"}),
        example={"d1": 0.9, "d2": 0.9, "b2": 0.6},
    )
)
