"""What can an executive bring home if his legislature prefers the status quo to too large a change?

An executive and a foreign government settle one issue by Nash's solution; the executive's legislature must prefer what
they settle on to the status quo, or it may amend that first and send it back to them. All have ideal points and
quadratic losses. The essential assumption is that everyone knows all ideal points; ratification then never fails. Do
not use it to predict a failed vote (`best_proposal`), nor for several issues or ratifiers (`constrained_nash`).

In the spirit of Milner, H. V. and Rosendorff, B. P. (1997). Democratic politics and international trade negotiations:
elections and divided government as constraints on trade liberalization. Journal of Conflict Resolution 41(1), 117-146;
of Mo, J. (1995). Domestic institutions and international bargaining: the role of agent veto in two-level games.
American Political Science Review 89(4), 914-924; and, for who sets the agenda, of Romer, T., Rosenthal, H. (1978).
Political resource allocation, controlled agendas, and the status quo. Public Choice 33(4), 27-43.
"""

from __future__ import annotations

from math import sqrt
from typing import Literal

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.errors import InputError
from winset.registry import Model, register

Right = Literal["veto", "amend"]


def executive_legislature(
    executive: float,
    foreign: float,
    legislature: float,
    status_quo: float,
    *,
    power: float = 0.5,
    right: Right = "veto",
) -> Answer[float | None]:
    r"""Return the settlement of one issue that the legislature ratifies.

    With :math:`y = |x - q|` and leaders who accept changes up to :math:`A = 2|E - q|` and :math:`B = 2|F - q|`, the
    Nash product is :math:`y\,(A - y)^b (B - y)^{1-b}`, and

    .. math:: y^{*} = \min\Big(\tfrac14 \big(S - \sqrt{S^2 - 8AB}\big),\; 2|L - q|\Big), \qquad
        S = (1 + b) B + (2 - b) A

    under a veto. A legislature that amends proposes to both leaders, who take or leave what is nearest to its wishes:
    :math:`y^{*} = \min(|L - q|, A, B)`.

    Parameters
    ----------
    executive, foreign, legislature : float
        Ideal points E, F and L.
    status_quo : float
        :math:`q`: what holds without an agreement, on the same scale.
    power : float
        The executive's bargaining power :math:`b`, 0 to 1.
    right : {"veto", "amend"}
        Whether the legislature votes on what the leaders settle on, or may change it first.

    Returns
    -------
    Answer of float or None
        ``empty`` if the leaders, or one of them and the legislature, want to move the status quo in opposite directions
        or not at all. In ``diagnostics``:

        - ``unconstrained``: the settlement without the legislature; None if there is none;
        - ``regime``: ``slack``, ``binding`` or ``fatal``; ``bound_by``: "legislature" where it binds or is fatal alone,
          "leaders" where they leave no room, else None;
        - ``executive``: ``helped``, ``hurt`` or ``unaffected`` by having a legislature to reckon with.

    Raises
    ------
    InputError
        If a number is not finite, `power` lies outside 0 to 1 or `right` is unknown.

    Notes
    -----
    Under a veto the legislature binds if it lies less than half as far from the status quo as what the leaders would
    settle on without it. It then hurts an executive who wants more change than that. One who wants less is helped, as
    Schelling has it, unless so little change is left that it falls short of his wishes by more than the leaders' own
    settlement exceeds them. One who amends may hurt either.

    Examples
    --------
    The same legislature helps its executive by a veto and hurts him by amending:

    >>> settled = executive_legislature(executive=0.6, foreign=0, legislature=1, status_quo=1.5)
    >>> settled.value, round(settled.diagnostics["unconstrained"], 6), settled.diagnostics["regime"]
    (0.5, 0.434847, 'binding')
    >>> amended = executive_legislature(0.6, 0, 1, 1.5, right="amend")
    >>> settled.diagnostics["executive"], amended.value, amended.diagnostics["executive"]
    ('helped', 1.0, 'hurt')
    """
    places = {"executive": executive, "foreign": foreign, "legislature": legislature, "status_quo": status_quo}
    E, F, L, q = (number_between(field, value) for field, value in places.items())
    b = number_between("power", power, 0, 1)
    if right not in ("veto", "amend"):
        raise InputError(f"`right` is {right!r}; it must be 'veto' or 'amend'")
    rounding = TOLERANCE * max(abs(E), abs(F), abs(L), abs(q))
    way = 1.0 if q < E else -1.0
    A, B, wish = 2 * way * (E - q), 2 * way * (F - q), way * (L - q)
    if min(A, B) <= rounding:
        return Answer(None, "empty", _found("fatal", "leaders", None, "unaffected"))
    S = (1 + b) * B + (2 - b) * A
    free = 2 * A * B / (S + sqrt(max(S**2 - 8 * A * B, 0.0)))

    def executive_is(y: float) -> str:
        further = abs(y - A / 2) - abs(free - A / 2)
        return "unaffected" if abs(further) <= rounding else "hurt" if further > 0 else "helped"

    if 2 * wish <= rounding:
        return Answer(None, "empty", _found("fatal", "legislature", q + way * free, executive_is(0.0)))
    y = min(free, 2 * wish) if right == "veto" else min(wish, A, B)
    if abs(y - free) <= rounding:
        return Answer(q + way * free, "ok", _found("slack", None, q + way * free, "unaffected"))
    return Answer(q + way * y, "ok", _found("binding", "legislature", q + way * free, executive_is(y)))


def _found(regime: str, bound_by: str | None, unconstrained: float | None, executive: str) -> dict[str, object]:
    """Return the findings by name."""
    return {"regime": regime, "bound_by": bound_by, "unconstrained": unconstrained, "executive": executive}


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
