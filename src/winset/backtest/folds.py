"""Parts of a data set that take turns in being scored, so that nothing fitted has seen what it is scored on.

The discipline: whatever is fitted gets the rows of the other parts only, with their outcomes, and forecasts are made
from rows that hold no outcome. `moved_by_own_outcome` finds every breach of it: it changes outcomes in one part, has
all forecasts made again, and looks whether those of that part moved.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from winset.errors import InputError

Array = NDArray[np.float64]


def folds_of(groups: Sequence[Hashable], n: int = 10, seed: int = 1) -> NDArray[np.intp]:
    """Return the part that each row belongs to, from 0; rows of one group stay together.

    Groups are dealt out in random order, each to the part that holds the fewest rows so far. Which part a group is in
    hangs on the groups and the seed only.

    Parameters
    ----------
    groups : sequence of length n_rows
        Such as the dossier of each issue.
    n : int
        Parts, from 2 up; no more than there are groups are made.
    seed : int

    Raises
    ------
    InputError
        If there are fewer than two groups, or `n` is below 2.

    Examples
    --------
    >>> folds_of(["a", "a", "b", "c"], n=2, seed=1).tolist()
    [0, 0, 1, 1]
    """
    names = sorted(set(groups), key=str)
    if n < 2 or len(names) < 2:
        raise InputError(f"`n` is {n} and there are {len(names)} groups; take two or more of both")
    size = dict.fromkeys(names, 0)
    for group in groups:
        size[group] += 1
    held, part = [0] * min(n, len(names)), {}
    for place in np.random.default_rng(seed).permutation(len(names)):
        part[names[place]] = held.index(min(held))
        held[part[names[place]]] += size[names[place]]
    order = {old: new for new, old in enumerate(dict.fromkeys(part[group] for group in groups))}
    return np.array([order[part[group]] for group in groups], dtype=np.intp)


def moved_by_own_outcome(
    forecasts: Callable[[Array], Array], outcomes: Array, folds: NDArray[np.intp], seed: int = 1
) -> tuple[int, ...]:
    """Return the parts whose forecasts move when outcomes of that part alone are changed; none if nothing leaks.

    Parameters
    ----------
    forecasts : callable
        From all outcomes, shape (n_rows,), to forecasts, shape (n_rows, ...), everything fitted anew.
    outcomes : array of float, shape (n_rows,)
    folds : array of int, shape (n_rows,)
        As `folds_of` returns them.
    seed : int
        Of the order in which outcomes of a part are exchanged for others.

    Examples
    --------
    >>> y, part = np.array([0.0, 10.0, 20.0, 30.0]), np.array([0, 0, 1, 1])
    >>> honest = lambda y: np.array([y[part != own].mean() for own in part])
    >>> moved_by_own_outcome(honest, y, part)
    ()
    >>> moved_by_own_outcome(lambda y: y / 2, y, part)
    (0, 1)
    """
    before, rng = forecasts(outcomes), np.random.default_rng(seed)
    moved = []
    for part in np.unique(folds):
        changed, own = outcomes.copy(), folds == part
        changed[own] = outcomes.max() + outcomes.min() - rng.permutation(outcomes[own])
        if not np.array_equal(forecasts(changed)[own], before[own], equal_nan=True):
            moved.append(int(part))
    return tuple(moved)
