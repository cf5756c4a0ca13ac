"""Which outcome does a bargaining solution pick, in thousands of draws at once?

The batched twin of `nash_solution`, `kalai_smorodinsky_solution`, `egalitarian_solution` and
`utilitarian_solution`: one menu, many draws of what each outcome is worth and of which outcomes are possible.
The essential assumption is that the caller has already decided what is possible; nothing is refused here for
being worse than no agreement. Use the single functions when ties or empty sets must be reported, since this
one silently takes the lowest row.

References: as in those four modules.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.errors import InputError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Solution = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]

BLOCK = 1024
"""Draws worked off at a time, so that the arrays stay in the processor's cache; no result depends on it."""


def choose(solution: Solution, gains: Array, feasible: Mask, weights: Array | None = None) -> NDArray[np.intp]:
    r"""Return the chosen outcome of every draw.

    Parameters
    ----------
    solution : {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian"}
        The criterion, as defined in the module of that name.
    gains : array of float, shape (n_draws, n_outcomes, n_parties)
        Each party's utility less its utility of no agreement. Where `feasible` they are at least 0, up to
        rounding; what lies below is taken as 0.
    feasible : array of bool, shape (n_draws, n_outcomes)
        Which outcomes are possible.
    weights : array of float, shape (n_parties,), optional
        Bargaining power, above 0; equal if not given. Only their ratios matter.

    Returns
    -------
    array of int, shape (n_draws,)
        Row of the chosen outcome; the lowest of equally good ones; -1 where nothing is feasible.

    Raises
    ------
    InputError
        If the solution is unknown, the shapes disagree, or a weight is not above 0.

    Notes
    -----
    Where the Nash product of every feasible outcome is zero, the outcomes that give the most parties a strict
    gain come first, and among those the largest product over the gaining parties. A gain below 1e-9 of the most
    that the party can gain in the draw is none.

    Examples
    --------
    Ten units in whole steps between two parties; in the second draw only three splits are possible.

    >>> share = np.arange(11.0)
    >>> gains = np.stack([np.column_stack([share, 10 - share])] * 2)
    >>> feasible = np.ones((2, 11), dtype=bool)
    >>> feasible[1, 3:] = False
    >>> choose("nash", gains, feasible).tolist()
    [5, 2]
    """
    if solution not in get_args(Solution):
        raise InputError(f"`solution` is {solution!r}; it must be one of {', '.join(get_args(Solution))}")
    if gains.ndim != 3 or feasible.shape != gains.shape[:2]:
        raise InputError(
            f"`gains` has shape {gains.shape} and `feasible` {feasible.shape}; "
            "they must be (n_draws, n_outcomes, n_parties) and (n_draws, n_outcomes)"
        )
    power = np.ones(gains.shape[2]) if weights is None else np.asarray(weights, dtype=float)
    if power.shape != gains.shape[2:] or not (np.isfinite(power) & (power > 0)).all():
        raise InputError(f"`weights` is {power.tolist()}; it must hold one number above 0 for each party")
    chosen = np.full(len(gains), -1, dtype=np.intp)
    for start in range(0, len(gains) if gains.shape[1] else 0, BLOCK):
        block = slice(start, start + BLOCK)
        chosen[block] = _chosen(solution, gains[block], feasible[block], power)
    return chosen


# From here on outcomes come first and draws last, and gains are 0 where nothing is feasible.


def _top(values: Array) -> Array:
    """Largest value of each draw, at least 0."""
    return np.asarray(values.max(axis=0, initial=0.0))


def _largest(values: Array, among: Mask) -> Mask:
    """Outcomes of a draw whose value ties with the largest; values are at least 0, and 0 outside `among`."""
    return np.asarray(among & (values >= _top(values) * (1 - TOLERANCE)))


def _share_of_top(column: Array) -> Array:
    """Gain as a share of the party's largest in the draw, 0 where it is only rounding."""
    top = _top(column)
    share = column / np.where(top > 0, top, 1.0)
    share *= share > TOLERANCE
    return share


def _weighted_sum(columns: list[Array], power: Array) -> Array:
    total = np.zeros(columns[0].shape)
    for column, b in zip(columns, power, strict=True):
        total += column if b == 1 else b * column
    return total


def _product(shares: list[Array], power: Array) -> Array:
    product = np.ones(shares[0].shape)
    for share, b in zip(shares, power, strict=True):
        product *= share if b == 1 else share**b
    return product


def _chosen(solution: Solution, gains: Array, feasible: Mask, power: Array) -> NDArray[np.intp]:
    among = np.ascontiguousarray(feasible.T)
    columns = [np.ascontiguousarray(gains[:, :, party].T) * among for party in range(power.size)]
    if solution == "nash":
        best = _nash(columns, among, power / power.mean())
    elif solution == "utilitarian":
        best = _largest(_weighted_sum([column.clip(min=0) for column in columns], power), among)
    else:
        worth = [_share_of_top(column) for column in columns] if solution == "kalai-smorodinsky" else columns
        best = _leximin([column / b for column, b in zip(worth, power, strict=True)], among)
    return np.where(best.any(axis=0), best.argmax(axis=0), -1)


def _nash(columns: list[Array], among: Mask, power: Array) -> Mask:
    """Largest product of gains; where all are 0, most gaining parties and then their product."""
    shares = [_share_of_top(column) for column in columns]
    product = _product(shares, power)
    best = _largest(product, among)
    stuck = np.flatnonzero(_top(product) == 0)
    if stuck.size:
        rows = [share[:, stuck] for share in shares]
        n_gaining = _weighted_sum([(row > 0).astype(float) for row in rows], np.ones(power.size))
        most = _largest(n_gaining, among[:, stuck])
        best[:, stuck] = _largest(_product([np.where(row > 0, row, 1.0) for row in rows], power) * most, most)
    return best


def _leximin(levels: list[Array], among: Mask) -> Mask:
    """Largest smallest level; among equals the largest second smallest, and so on."""
    least = np.minimum.reduce(levels).clip(min=0)
    slack = TOLERANCE * np.maximum.reduce([_top(level) for level in levels])
    best = np.asarray(among & (least >= _top(least) - slack))
    tied = np.flatnonzero(best.sum(axis=0) > 1)
    if tied.size:
        left, ranked = best[:, tied], np.sort(np.stack([level[:, tied] for level in levels]), axis=0)
        for level in ranked[1:]:
            left = left & (level >= _top(level * left) - slack[tied])
        best[:, tied] = left
    return best
