r"""Which smallest change closes a gap?

A deal lacks some points with some of those who must accept it. Each lever, pulled by one unit, closes so many points of
each gap and costs so much effort. What is the least effort that closes every gap? The essential assumption is that
effects add up and are proportional to the amount.

Effort may be counted as a sum (one lever is then pulled as far as it goes before the next: a corner), as a sum of
squares (all levers are then pulled a little), or for levers that are on or off. The least effort is a corner of the
weights that an analyst chose; a small change of these may pick another lever. Do not show it alone: take the
alternatives beside it.

References: the fractional knapsack of Dantzig, G. B. (1957). Discrete-variable extremum problems. Operations Research
5(2), 266-277; least squares under one linear constraint is a standard result; linear and integer programmes are solved
by HiGHS (Huangfu, Q. and Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. Mathematical
Programming Computation 10, 119-142).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE, Answer
from winset.errors import InputError

Array = NDArray[np.float64]

MOST_SWITCHES = 50
"""Levers that are on or off; more of them are refused, since the search may then take for ever."""

MOST_PROGRAMMES = 2000
"""Linear programmes that are solved in search of alternatives; after that those found so far are given."""


@dataclass(frozen=True)
class Change:
    """How far each lever is pulled, and what that costs.

    Parameters
    ----------
    amounts : tuple of float
        One for each lever, in its own unit.
    effort : float
    """

    amounts: tuple[float, ...]
    effort: float


def least_squares_change(effects: ArrayLike, weights: ArrayLike, gap: float) -> Answer[Change | None]:
    r"""Return the change with the least weighted sum of squares that closes one gap.

    .. math:: \min_\delta \sum_i w_i \delta_i^2 \quad\text{with}\quad a \cdot \delta \ge G, \qquad
        \delta_i = G\,\frac{a_i / w_i}{\sum_k a_k^2 / w_k}

    Parameters
    ----------
    effects : array of float, shape (n_levers,)
        By how much one unit of each lever closes the gap, a; a negative one is pulled the other way.
    weights : array of float, shape (n_levers,)
        Effort of each lever, w > 0, for one unit squared.
    gap : float
        What is missing, G; nothing is done about one that is zero or negative.

    Returns
    -------
    Answer of Change or None
        ``empty`` if no lever has any effect on a gap that is there.

    Raises
    ------
    InputError
        If numbers are not finite, weights not positive, or lengths differ.

    Examples
    --------
    >>> least_squares_change([1, 1], [1, 1], gap=2).value
    Change(amounts=(1.0, 1.0), effort=2.0)
    """
    a, w = _row("effects", effects), _weights(weights, strictly=True)
    _same_length(a, w, "weights")
    missing = max(float(numbers_between("gap", gap)), 0.0)
    largest = float(np.abs(a).max(initial=0.0))
    if missing == 0:
        return Answer(_change(np.zeros(a.size), w, squared=True))
    if largest == 0:
        return Answer(None, "empty")
    scaled = a / largest
    pulls = scaled / w
    return Answer(_change(missing / largest * pulls / float(scaled @ pulls), w, squared=True))


def least_effort_change(
    effects: ArrayLike, weights: ArrayLike, gaps: ArrayLike, caps: ArrayLike | None = None
) -> Answer[Change | None]:
    r"""Return the change with the least weighted sum that closes every gap, no lever beyond its cap.

    .. math:: \min_\delta \sum_i w_i \delta_i \quad\text{with}\quad A \delta \ge G,\ 0 \le \delta_i \le u_i

    With one gap this is the fractional knapsack: levers are taken in the order of effect over effort, each as far as
    its cap allows. With several gaps it is a linear programme.

    Parameters
    ----------
    effects : array of float, shape (n_levers,) or (n_gaps, n_levers)
        By how much one unit of each lever closes each gap, A.
    weights : array of float, shape (n_levers,)
        Effort of one unit of each lever, w >= 0.
    gaps : float or array of float, shape (n_gaps,)
        What is missing, G; a negative one is room to spare that must not be used up.
    caps : array of float, shape (n_levers,), optional
        How far each lever may go, u >= 0; infinite where nothing limits it.

    Returns
    -------
    Answer of Change or None
        ``empty`` if no change within the caps closes all gaps; among levers of the same effect over effort the first is
        taken first.

    Raises
    ------
    InputError
        If numbers are not finite, weights or caps negative, or lengths differ.

    Examples
    --------
    The best lever goes as far as it may, the next does the rest.

    >>> least_effort_change([2, 1], [1, 1], gaps=3, caps=[1, 5]).value.amounts
    (1.0, 1.0)
    """
    a, w, g, u = _programme(effects, weights, gaps, caps)
    found = _greedy(a[0], w, float(g[0]), u) if g.size == 1 else _linear(a, w, g, u)
    return Answer(None, "empty") if found is None else Answer(_change(found, w))


def least_single_change(
    effects: ArrayLike, weights: ArrayLike, gaps: ArrayLike, caps: ArrayLike | None = None
) -> Answer[Change | None]:
    r"""Return the one lever that closes every gap alone with the least effort.

    .. math:: \min_i w_i \max_j \frac{G_j}{A_{ji}}

    Parameters
    ----------
    effects, weights, gaps, caps
        As of `least_effort_change`.

    Returns
    -------
    Answer of Change or None
        ``empty`` if no lever does it alone; ``tie`` if several do with the same effort, all of them in
        ``diagnostics["ties"]``, the first as the value.

    Examples
    --------
    >>> least_single_change([[1, 2, 0], [1, 0.1, 5]], [1, 1, 1], gaps=[3, 1]).value.amounts
    (3.0, 0.0, 0.0)
    """
    a, w, g, u = _programme(effects, weights, gaps, caps)
    if np.all(g <= 0):
        return Answer(_change(np.zeros(w.size), w))
    alone = []
    for lever in range(w.size):
        amount = _needed(a[:, lever], g)
        if amount is not None and amount <= u[lever] * (1 + TOLERANCE):
            alone.append(_change(np.where(np.arange(w.size) == lever, min(amount, u[lever]), 0.0), w))
    if not alone:
        return Answer(None, "empty")
    least = min(change.effort for change in alone)
    ties = [change for change in alone if change.effort <= least + TOLERANCE * max(1.0, least)]
    return Answer(ties[0], "tie", {"ties": tuple(ties)}) if len(ties) > 1 else Answer(ties[0])


def alternative_changes(
    effects: ArrayLike,
    weights: ArrayLike,
    gaps: ArrayLike,
    caps: ArrayLike | None = None,
    most: int = 5,
    switches: ArrayLike | None = None,
) -> tuple[Change, ...]:
    """Return several changes that close every gap, the least effort first, none using all levers of one before it.

    The first is that of `least_effort_change`; each further one does without at least one lever of every change before
    it, with the least effort.

    Parameters
    ----------
    effects, weights, gaps, caps
        As of `least_effort_change`.
    most : int
        How many are wanted; at least 1.
    switches : array of bool, shape (n_levers,), optional
        Levers that are on or off: each goes as far as its cap, which is finite, or not at all.

    Returns
    -------
    tuple of Change
        Fewer than wanted if there are no more; none if nothing within the caps closes all gaps.

    Notes
    -----
    What has been found is branched on: one programme for each of its levers, without that lever (Lawler, E. L. (1972).
    A procedure for computing the k best solutions. Management Science 18(7), 401-405). After 2000 programmes the search
    stops with what it has.

    Examples
    --------
    >>> [change.amounts for change in alternative_changes([2, 1, 1], [1, 1, 2], gaps=2, most=3)]
    [(1.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 2.0)]
    """
    a, w, g, u = _programme(effects, weights, gaps, caps)
    on_or_off = np.zeros(w.size, dtype=bool) if switches is None else np.asarray(switches, dtype=bool)
    _same_length(w, on_or_off, "switches")
    if most < 1:
        raise InputError(f"`most` is {most}; ask for at least 1")
    if np.any(np.isinf(u[on_or_off])):
        raise InputError("`switches` has a lever without a cap; one that is on or off goes as far as its cap")
    queue: list[tuple[float, tuple[int, ...], Array]] = []
    tried: set[tuple[int, ...]] = set()

    def try_without(levers: tuple[int, ...]) -> None:
        if levers in tried or len(tried) >= MOST_PROGRAMMES:
            return
        tried.add(levers)
        left = u.copy()
        left[list(levers)] = 0.0
        simple = g.size == 1 and not on_or_off.any()
        found = _greedy(a[0], w, float(g[0]), left) if simple else _linear(a, w, g, left, on_or_off)
        if found is not None:
            heapq.heappush(queue, (float(w @ found), levers, found))

    try_without(())
    kept: list[tuple[frozenset[int], Change]] = []
    while queue and len(kept) < most:
        _, without, amounts = heapq.heappop(queue)
        used = frozenset(int(lever) for lever in np.flatnonzero(amounts > 0))
        if not any(before <= used for before, _ in kept):
            kept.append((used, _change(amounts, w)))
        for lever in sorted(used):
            try_without(tuple(sorted({*without, lever})))
    return tuple(change for _, change in kept)


def least_switches(
    effects: ArrayLike, weights: ArrayLike, gaps: ArrayLike, most: int = 1
) -> tuple[tuple[int, ...], ...]:
    r"""Return the levers to switch on that close every gap with the least effort; each is on or off.

    .. math:: \min_{z \in \{0, 1\}^n} \sum_i w_i z_i \quad\text{with}\quad A z \ge G

    Parameters
    ----------
    effects : array of float, shape (n_levers,) or (n_gaps, n_levers)
        What each lever does to each gap when it is on; at most 50 levers.
    weights : array of float, shape (n_levers,)
        Effort of each.
    gaps : float or array of float, shape (n_gaps,)
        What is missing.
    most : int
        How many sets of levers are wanted, none containing one before it.

    Returns
    -------
    tuple of tuple of int
        Sets of levers by place, the least effort first; none if not even all levers together do.

    Raises
    ------
    InputError
        If there are more than 50 levers, numbers are not finite, weights negative, or lengths differ.

    Examples
    --------
    >>> least_switches([3, 2, 2], [4, 1, 2], gaps=3, most=2)
    ((1, 2), (0,))
    """
    a, w, g, _ = _programme(effects, weights, gaps, None)
    if w.size > MOST_SWITCHES:
        raise InputError(f"`effects` has {w.size} levers that are on or off; {MOST_SWITCHES} is the most")
    if most < 1:
        raise InputError(f"`most` is {most}; ask for at least 1")
    conditions = [scipy.optimize.LinearConstraint(a, lb=g - TOLERANCE * np.maximum(1.0, np.abs(g)))]
    found: list[tuple[int, ...]] = []
    while len(found) < most and w.size:
        answer = scipy.optimize.milp(
            w, constraints=conditions, integrality=np.ones(w.size), bounds=scipy.optimize.Bounds(0, 1)
        )
        if answer.x is None:
            break
        on = tuple(int(lever) for lever in np.flatnonzero(np.round(answer.x)))
        found.append(on)
        if not on:
            break
        conditions.append(scipy.optimize.LinearConstraint(np.isin(np.arange(w.size), on).astype(float), ub=len(on) - 1))
    return tuple(found) if w.size or np.any(g > 0) else ((),)


def _greedy(a: Array, w: Array, gap: float, u: Array) -> Array | None:
    """Return the fractional knapsack: amounts in the order of effect over effort; None if all together do not do."""
    amounts, left = np.zeros(a.size), gap
    with np.errstate(divide="ignore", over="ignore"):
        worth = np.where(a > 0, a / w, -np.inf)
    for lever in np.argsort(-worth, kind="stable"):
        if left <= 0 or a[lever] <= 0:
            break
        if u[lever] <= 0:
            continue
        amount = min(left / a[lever], u[lever])
        amounts[lever] = amount
        left = 0.0 if amount < u[lever] else left - amount * a[lever]
    return amounts if left <= TOLERANCE * max(1.0, abs(gap)) else None


def _linear(a: Array, w: Array, g: Array, u: Array, switches: NDArray[np.bool_] | None = None) -> Array | None:
    """Return the linear programme's amounts, rows and efforts brought to one scale; None if none will do.

    Levers that are on or off are integers in units of their caps.
    """
    if np.all(g <= 0):
        return np.zeros(w.size)
    if w.size == 0:
        return None
    rows = np.maximum(np.abs(a).max(axis=1), np.abs(g))
    rows = np.where(rows > 0, rows, 1.0)
    whole = np.zeros(w.size, dtype=bool) if switches is None else switches
    unit = np.where(whole, np.where(u > 0, u, 1.0), 1.0)
    effort = float((w * unit).max()) or 1.0
    answer = scipy.optimize.linprog(
        w * unit / effort,
        A_ub=-a * unit / rows[:, None],
        b_ub=-g / rows,
        bounds=[(0.0, None if np.isinf(cap) else float(cap)) for cap in u / unit],
        method="highs" if whole.any() else "highs-ds",
        integrality=whole.astype(int) if whole.any() else None,
    )
    if answer.x is None or answer.status != 0:
        return None
    found = np.where(whole, np.round(answer.x), answer.x) * unit
    return np.where(found > TOLERANCE * max(1.0, float(np.max(found))), found, 0.0)


def _needed(effects: Array, gaps: Array) -> float | None:
    """Return how far one lever must go to close every gap; None if it cannot, or spoils another on the way."""
    least, most = 0.0, np.inf
    for effect, gap in zip(effects.tolist(), gaps.tolist(), strict=True):
        if effect > 0:
            least = max(least, gap / effect)
        elif gap > 0:
            return None
        elif effect < 0:
            most = min(most, gap / effect)
    return least if least <= most * (1 + TOLERANCE) else None


def _change(amounts: Array, w: Array, squared: bool = False) -> Change:
    """Return amounts with their effort."""
    effort = float(w @ (amounts**2 if squared else amounts))
    return Change(tuple(float(amount) for amount in amounts), effort)


def _programme(
    effects: ArrayLike, weights: ArrayLike, gaps: ArrayLike, caps: ArrayLike | None
) -> tuple[Array, Array, Array, Array]:
    """Return effects as a table, weights, gaps and caps as rows, all checked."""
    a, g = numbers_between("effects", effects), np.atleast_1d(numbers_between("gaps", gaps))
    w = _weights(weights)
    if a.ndim < 2:
        a = np.atleast_1d(a)[None, :]
    if a.ndim != 2 or g.ndim != 1 or a.shape[0] != g.size:
        raise InputError(f"`effects` has the shape {a.shape}; for {g.size} gaps it takes one row for each")
    _same_length(a[0] if a.shape[0] else np.zeros(a.shape[1]), w, "weights")
    u = np.full(w.size, np.inf) if caps is None else _caps(caps)
    _same_length(w, u, "caps")
    return a, w, g, u


def _row(field: str, values: ArrayLike) -> Array:
    """Return numbers as a row."""
    found = np.atleast_1d(numbers_between(field, values))
    if found.ndim != 1:
        raise InputError(f"`{field}` has {found.ndim} dimensions; it is a list of numbers")
    return found


def _weights(values: ArrayLike, strictly: bool = False) -> Array:
    """Return efforts; least squares asks that each is more than nothing."""
    found = _row("weights", values)
    if np.any(found < 0) or (strictly and np.any(found == 0)):
        place = int(np.argmin(found))
        allowed = "more than 0" if strictly else "0 or more"
        raise InputError(f"`weights[{place}]` is {found[place]:g}; an effort is {allowed}")
    return found


def _caps(values: ArrayLike) -> Array:
    """Return caps, which may be infinite."""
    try:
        found = np.atleast_1d(np.asarray(values, dtype=float))
    except (TypeError, ValueError) as error:
        raise InputError(f"`caps` does not hold numbers alone: {error}") from None
    if found.ndim != 1 or np.any(np.isnan(found)) or np.any(found < 0):
        raise InputError("`caps` is a list of numbers from 0 upwards, infinite where nothing limits a lever")
    return found


def _same_length(row: Array | Sequence[float], other: NDArray[Any], field: str) -> None:
    """Refuse rows of different lengths."""
    if len(row) != len(other):
        raise InputError(f"`{field}` has {len(other)} numbers where there are {len(row)} levers")


__all__ = [
    "Change",
    "alternative_changes",
    "least_effort_change",
    "least_single_change",
    "least_squares_change",
    "least_switches",
]
