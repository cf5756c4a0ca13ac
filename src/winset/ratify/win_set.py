"""Which points on a line would be ratified against the status quo?

The essential assumption is that members vote for whatever is no farther from their ideal point than the status quo. On
one issue the ratified points then form an interval that ends at the mirror image of the status quo around the pivotal
member. Do not use it where proposals trade one issue against another, or where no agreement is something other than a
point on the scale.

References: Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy 56(1),
23-34. Krehbiel, K. (1998). Pivotal Politics. University of Chicago Press (supermajorities and gridlock).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE, Answer
from winset.errors import InputError
from winset.registry import Model, register


@dataclass(frozen=True)
class Interval:
    """All points from `lo` to `hi`.

    >>> Interval(1.0, 5.0).length
    4.0
    """

    lo: float
    hi: float

    @property
    def length(self) -> float:
        """Distance between the ends."""
        return self.hi - self.lo


def win_set_1d(
    ideals: ArrayLike, status_quo: float, quota: int, *, vetoes: Sequence[int] = (), strict: bool = False
) -> Answer[Interval | None]:
    r"""Return the interval of points that would be ratified.

    .. math:: W(q) = [\,2 x_{(K)} - q,\; 2 x_{(n-K+1)} - q\,] \text{ where that lies beyond } q

    with :math:`x_{(k)}` the k-th smallest ideal point; every member with a veto cuts it at his own mirror image.

    Here W holds what passes against the status quo q.

    Parameters
    ----------
    ideals : array of float, shape (n_members,)
        Ideal points.
    status_quo : float
        :math:`q`, on the same scale.
    quota : int
        :math:`K`: members who must vote yes, at least 1. Above the number of members nothing passes.
    vetoes : sequence of int
        Members without whom nothing passes.
    strict : bool
        Whether members vote yes only for what they strictly prefer. The end points then drop out, which leaves
        the interval and its length as they are; see `ratified`.

    Returns
    -------
    Answer of Interval or None
        ``empty`` if nothing but the status quo itself would pass. ``diagnostics["contains_ends"]`` says whether
        the ends belong to the win-set.

    Raises
    ------
    InputError
        If a number is not finite, the quota is below 1 or a veto names no member.

    Notes
    -----
    With a quota of half or less, points on both sides of the status quo may pass, and the interval contains it.

    Examples
    --------
    Five members at 1 to 5, status quo 1: the median at 3 accepts up to 5; with a veto of member 1 (at 2), up to 3.

    >>> win_set_1d([1, 2, 3, 4, 5], status_quo=1, quota=3).value
    Interval(lo=1.0, hi=5.0)
    >>> win_set_1d([1, 2, 3, 4, 5], status_quo=1, quota=3, vetoes=[1]).value
    Interval(lo=1.0, hi=3.0)
    """
    points, q = numbers_between("ideals", ideals), float(numbers_between("status_quo", status_quo))
    _check_rule(points, quota, vetoes)
    diagnostics = {"contains_ends": not strict}
    if quota > points.size:
        return Answer(None, "empty", diagnostics)
    ranked = np.sort(points)
    mirrored = 2 * points[list(vetoes)] - q
    hi = min(2 * ranked[points.size - quota] - q, *mirrored, np.inf)
    lo = max(2 * ranked[quota - 1] - q, *mirrored, -np.inf)
    interval = Interval(float(min(lo, q)), float(max(hi, q)))
    scale = max(float(np.abs(points).max()), abs(q))
    if interval.length <= TOLERANCE * scale:
        return Answer(None, "empty", diagnostics)
    return Answer(interval, "ok", diagnostics)


def ratified(
    proposals: ArrayLike,
    ideals: ArrayLike,
    status_quo: float,
    quota: int,
    *,
    vetoes: Sequence[int] = (),
    strict: bool = False,
) -> NDArray[np.bool_]:
    """Return which proposals would pass, by counting votes.

    Parameters
    ----------
    proposals : array of float, shape (...)
        Points to be voted on against the status quo.
    ideals, status_quo, quota, vetoes, strict
        As in `win_set_1d`; without `strict` an indifferent member votes yes.

    Returns
    -------
    array of bool, shape (...)

    Examples
    --------
    >>> ratified([4.9, 5.0, 5.1], [1, 2, 3, 4, 5], status_quo=1, quota=3).tolist()
    [True, True, False]
    >>> ratified(5.0, [1, 2, 3, 4, 5], status_quo=1, quota=3, strict=True).tolist()
    False
    """
    points = numbers_between("ideals", ideals)
    _check_rule(points, quota, vetoes)
    distance = np.abs(numbers_between("proposals", proposals)[..., None] - points)
    today = np.abs(status_quo - points)
    yes = distance < today if strict else distance <= today
    return np.asarray((yes.sum(axis=-1) >= quota) & yes[..., list(vetoes)].all(axis=-1))


def gridlock_interval(ideals: ArrayLike, quota: int) -> Answer[Interval | None]:
    r"""Return the core: the status quos that nothing can replace, :math:`[x_{(n-K+1)}, x_{(K)}]`.

    Here x holds the ideal points of the n members in rising order.

    Parameters
    ----------
    ideals : array of float, shape (n_members,)
        Ideal points.
    quota : int
        :math:`K`: members who must vote yes.

    Returns
    -------
    Answer of Interval or None
        ``empty`` if a quota below a majority leaves no such point.

    Examples
    --------
    >>> gridlock_interval([1, 2, 3, 4, 5, 6, 7], quota=5).value
    Interval(lo=3.0, hi=5.0)
    """
    points = numbers_between("ideals", ideals)
    _check_rule(points, quota, ())
    ranked = np.sort(points)
    if quota > points.size:
        return Answer(Interval(-np.inf, np.inf))
    lo, hi = float(ranked[points.size - quota]), float(ranked[quota - 1])
    return Answer(Interval(lo, hi)) if lo <= hi else Answer(None, "empty")


def _check_rule(points: NDArray[np.float64], quota: int, vetoes: Sequence[int]) -> None:
    if points.ndim != 1 or not points.size:
        raise InputError(f"`ideals` has shape {points.shape}; it must hold one number for each member")
    if quota < 1:
        raise InputError(f"`quota` is {quota}; at least one member must vote yes")
    if any(not 0 <= member < points.size for member in vetoes):
        raise InputError(f"`vetoes` is {list(vetoes)}; it must name members from 0 to {points.size - 1}")


register(
    Model(
        id="win-set-1d",
        family="ratify",
        meaning="The points on one issue that a quota of members, and every veto, prefer to the status quo.",
        reference="Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy "
        "56(1), 23-34.",
        status="textbook",
        function=win_set_1d,
        axioms=frozenset({"deterministic"}),
        example={"ideals": [1, 2, 3, 4, 5], "status_quo": 1, "quota": 3, "vetoes": [1]},
    )
)
register(
    Model(
        id="gridlock-interval",
        family="ratify",
        meaning="The status quos on one issue that nothing can replace under a quota.",
        reference="Krehbiel, K. (1998). Pivotal Politics. University of Chicago Press.",
        status="textbook",
        function=gridlock_interval,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"ideals": [1, 2, 3, 4, 5, 6, 7], "quota": 5},
    )
)
