"""How likely is it that there is anything to agree on?

Two sides share one unit. Each must get at least its reservation share. The essential assumption is that both
reservations are uniform and independent; where bad news hardens both sides, overlap is rarer. Do not use it for a
reservation that one side knows and the other can learn by asking.

References: Raiffa, H. (1982). The Art and Science of Negotiation. Harvard University Press (the zone of
possible agreement); the formulas are elementary geometry.
"""

from __future__ import annotations

from dataclasses import dataclass

from winset.bargain.allowed import number_between
from winset.errors import InputError
from winset.registry import Model, register


@dataclass(frozen=True)
class Overlap:
    """How likely an overlap is, and how large.

    Parameters
    ----------
    probability : float
        Chance that the reservations leave something over.
    mean_size : float
        Expected overlap, counted as 0 where there is none.
    mean_size_given : float
        Expected overlap where there is one.
    """

    probability: float
    mean_size: float
    mean_size_given: float


def uniform_overlap(a: float, b: float) -> Overlap:
    r"""Return chance and size of the overlap :math:`Z = 1 - r_A - r_B` with uniform reservations.

    .. math:: E[Z_+^k] = \frac{1 - (1-a)_+^{k+2} - (1-b)_+^{k+2} + (1-a-b)_+^{k+2}}{(k+1)(k+2)\, ab}

    and :math:`P(Z > 0)` is the case :math:`k = 0`; for :math:`a, b \le 1 \le a + b` it is
    :math:`1 - (a+b-1)^2 / 2ab`.

    Here Z is the width of the zone, below 0 where there is none, and E the mean.

    Parameters
    ----------
    a, b : float
        Highest reservation share of each side, above 0: :math:`r_A \sim U[0, a]`, :math:`r_B \sim U[0, b]`.

    Returns
    -------
    Overlap

    Raises
    ------
    InputError
        If `a` or `b` is not above 0.

    Notes
    -----
    An overlap is not yet a deal: with private reservations even the best mechanism misses some of them.

    Examples
    --------
    >>> overlap = uniform_overlap(1, 1)
    >>> overlap.probability, round(overlap.mean_size, 4), round(overlap.mean_size_given, 4)
    (0.5, 0.1667, 0.3333)
    """
    if number_between("a", a, 0) == 0 or number_between("b", b, 0) == 0:
        raise InputError(f"`a` is {a:g} and `b` is {b:g}; both must be above 0")
    probability, mean_size = (_moment(power, a, b) for power in (0, 1))
    return Overlap(probability, mean_size, mean_size / probability)


def _moment(power: int, a: float, b: float) -> float:
    n = power + 2
    corner = 1 - max(1 - a, 0) ** n - max(1 - b, 0) ** n + max(1 - a - b, 0) ** n
    return corner / ((power + 1) * n * a * b)


register(
    Model(
        id="uniform-overlap",
        family="bargain",
        meaning="Chance and size of the zone of possible agreement when both reservations are uniform.",
        reference="Raiffa, H. (1982). The Art and Science of Negotiation. Harvard University Press.",
        status="textbook",
        function=uniform_overlap,
        axioms=frozenset({"symmetric"}),
        example={"a": 1, "b": 0.8},
    )
)
