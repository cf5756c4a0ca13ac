"""What can an executive bring home if his legislature prefers the status quo to too large a change?

An executive and a foreign government settle one issue by Nash's solution; the executive's legislature must prefer what
they settle on to the status quo. All have ideal points and quadratic losses. The essential assumption is that everyone
knows all ideal points; ratification then never fails. Do not use it to predict a failed vote (`best_proposal`), nor for
several issues or ratifiers (`constrained_nash`).

In the spirit of Milner, H. V. and Rosendorff, B. P. (1997). Democratic politics and international trade negotiations:
elections and divided government as constraints on trade liberalization. Journal of Conflict Resolution 41(1), 117-146.
"""

from __future__ import annotations

from math import sqrt

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.registry import Model, register


def executive_legislature(
    executive: float, foreign: float, legislature: float, status_quo: float, *, power: float = 0.5
) -> Answer[float | None]:
    r"""Return the settlement of one issue that the legislature ratifies.

    With :math:`y = |x - q|` and leaders who accept changes up to :math:`A = 2|E - q|` and :math:`B = 2|F - q|`, the
    Nash product is :math:`y\,(A - y)^b (B - y)^{1-b}`, and

    .. math:: y^{*} = \min\Big(\tfrac14 \big(S - \sqrt{S^2 - 8AB}\big),\; 2|L - q|\Big), \qquad
        S = (1 + b) B + (2 - b) A

    Parameters
    ----------
    executive, foreign, legislature : float
        Ideal points E, F and L.
    status_quo : float
        :math:`q`: what holds without an agreement, on the same scale.
    power : float
        The executive's bargaining power :math:`b`, 0 to 1.

    Returns
    -------
    Answer of float or None
        ``empty`` if the leaders, or one of them and the legislature, want to move the status quo in opposite directions
        or not at all. In ``diagnostics``:

        - ``unconstrained``: the settlement without the legislature; None if there is none;
        - ``regime``: ``slack``, ``binding`` or ``fatal``; ``bound_by``: "legislature" where it binds or is fatal alone,
          "leaders" where they leave no room, else None.

    Raises
    ------
    InputError
        If a number is not finite or `power` lies outside 0 to 1.

    Notes
    -----
    The legislature binds if it lies less than half as far from the status quo as what the leaders would settle on
    without it. It then helps an executive who wants less change than that, as Schelling has it, and hurts one who
    wants more.

    Examples
    --------
    >>> settled = executive_legislature(executive=0.6, foreign=0, legislature=1, status_quo=1.5)
    >>> settled.value, round(settled.diagnostics["unconstrained"], 6), settled.diagnostics["regime"]
    (0.5, 0.434847, 'binding')
    """
    places = {"executive": executive, "foreign": foreign, "legislature": legislature, "status_quo": status_quo}
    E, F, L, q = (number_between(field, value) for field, value in places.items())
    b = number_between("power", power, 0, 1)
    rounding = TOLERANCE * max(abs(E), abs(F), abs(L), abs(q))
    way = 1.0 if q < E else -1.0
    A, B, most = 2 * way * (E - q), 2 * way * (F - q), 2 * way * (L - q)
    if min(A, B) <= rounding:
        return Answer(None, "empty", {"unconstrained": None, "regime": "fatal", "bound_by": "leaders"})
    S = (1 + b) * B + (2 - b) * A
    free = 2 * A * B / (S + sqrt(max(S**2 - 8 * A * B, 0.0)))
    found = {"unconstrained": q + way * free}
    if most <= rounding:
        return Answer(None, "empty", {"regime": "fatal", "bound_by": "legislature", **found})
    if most >= free - rounding:
        return Answer(q + way * free, "ok", {"regime": "slack", "bound_by": None, **found})
    return Answer(q + way * most, "ok", {"regime": "binding", "bound_by": "legislature", **found})


register(
    Model(
        id="executive-legislature",
        family="bargain",
        meaning="What an executive and a foreign government settle on if a legislature must ratify it.",
        reference="Milner, H. V. and Rosendorff, B. P. (1997). Democratic politics and international trade "
        "negotiations: elections and divided government as constraints on trade liberalization. Journal of Conflict "
        "Resolution 41(1), 117-146.",
        status="in the spirit of",
        function=executive_legislature,
        axioms=frozenset({"deterministic"}),
        example={"executive": 0.6, "foreign": 0, "legislature": 1, "status_quo": 1.5},
    )
)
