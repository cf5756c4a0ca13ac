"""Does a tied hand at home win a larger share abroad?

Schelling's conjecture: a negotiator who can show that his ratifiers accept nothing less gets what they demand,
as long as something remains for the other side. Two leaders share one unit by Nash's solution, but only shares
that both ratifiers accept count. The essential assumption is that everyone knows all limits; ratification then
never fails. Do not use it to predict a failed vote (`best_proposal` does that).

References: Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press, ch. 2. Putnam, R. D.
(1988). Diplomacy and domestic politics: the logic of two-level games. International Organization 42(3), 427-460.
"""

from __future__ import annotations

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_between
from winset.registry import Model, register


def constrained_nash_share(
    dA: float, dB: float, rA: float = 0.0, rB: float = 0.0, *, power: float = 0.5
) -> Answer[float | None]:
    r"""Return A's share of one unit under Nash's solution with ratifiers on both sides.

    .. math:: x^{*} = \text{clip}\big(d_A + b (1 - d_A - d_B),\; \max(d_A, r_A),\; 1 - \max(d_B, r_B)\big)

    Here x is A's share, d_A and d_B are `dA` and `dB`, and r_A and r_B are `rA` and `rB`.

    Parameters
    ----------
    dA, dB : float
        Share that each leader's no-agreement value is worth.
    rA, rB : float
        Least share that each side's ratifiers accept; at or below the leader's own limit they do not matter.
    power : float
        A's bargaining power :math:`b`, 0 to 1; one half gives :math:`(1 + d_A - d_B)/2` before clipping.

    Returns
    -------
    Answer of float or None
        ``empty`` if no share suits everyone. In ``diagnostics``:

        - ``regime``: ``slack`` (ratifiers change nothing), ``binding`` (one of them moves the share) or ``fatal``;
        - ``bound_by``: whose ratifiers bind, "A" or "B"; None where nobody's do. If it is fatal, "leaders" where
          the leaders alone leave no room, else "ratifiers";
        - ``interval``: lowest and highest acceptable share; ``unconstrained``: the share without ratifiers.

    Raises
    ------
    InputError
        If a number is not finite or `power` lies outside 0 to 1.

    Examples
    --------
    Demands of .3, .7 and, with the other side demanding .4, again .7:

    >>> [constrained_nash_share(0, 0, rA).value for rA in (0.3, 0.7)]
    [0.5, 0.7]
    >>> constrained_nash_share(0, 0, rA=0.7, rB=0.4).diagnostics["regime"]
    'fatal'
    """
    for field, value in {"dA": dA, "dB": dB, "rA": rA, "rB": rB}.items():
        number_between(field, value)
    lo, hi = float(max(dA, rA)), float(1 - max(dB, rB))
    free = dA + number_between("power", power, 0, 1) * (1 - dA - dB)
    found = {"interval": (lo, hi), "unconstrained": free}
    if lo > hi + TOLERANCE:
        bound_by = "leaders" if dA + dB > 1 + TOLERANCE else "ratifiers"
        return Answer(None, "empty", {"regime": "fatal", "bound_by": bound_by, **found})
    share = min(max(free, lo), max(lo, hi))
    if abs(share - free) <= TOLERANCE:
        return Answer(share, "ok", {"regime": "slack", "bound_by": None, **found})
    return Answer(share, "ok", {"regime": "binding", "bound_by": "A" if share > free else "B", **found})


register(
    Model(
        id="schelling-share",
        family="bargain",
        meaning="A leader's share under Nash's solution when only shares that both ratifiers accept count.",
        reference="Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press, ch. 2.",
        status="in the spirit of",
        function=constrained_nash_share,
        axioms=frozenset({"symmetric", "deterministic"}),
        example={"dA": 0, "dB": 0, "rA": 0.7},
    )
)
