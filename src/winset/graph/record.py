"""A conflict as arrays: who can move from which state to which, and what each state is worth to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

MOST_STATES = 5000
"""States that a conflict may have: a table of moves between all of them takes 25 MB for each decision maker."""


@dataclass(frozen=True, eq=False)
class Conflict:
    """A graph model, as `conflict_of` and `read_conflict` make it.

    Parameters
    ----------
    decision_makers : tuple of str
        Their names, in the order of the arrays.
    states : tuple of str
        Names of the states, in the order of the arrays.
    moves : array of bool, shape (n_decision_makers, n_states, n_states)
        Whether a decision maker can move from the state of the row to that of the column in one step. Moves need not be
        reversible nor transitive; nobody moves from a state to itself.
    worth : array of float, shape (n_decision_makers, n_states)
        More is better, and only the order counts; nan where nobody knows how the state compares with others.
    """

    decision_makers: tuple[str, ...]
    states: tuple[str, ...]
    moves: Mask
    worth: Array

    @property
    def has_unknown(self) -> bool:
        """Whether some preference is unknown."""
        return bool(np.isnan(self.worth).any())

    def place(self, state: str | int, field: str = "state") -> int:
        """Return the row of a state, given by its name; numbers are read as names."""
        return place_of(state, self.states, field)

    def better(self, unknown_counts: bool = False) -> Mask:
        """Return whether a decision maker prefers the state of the column to that of the row, strictly.

        Where the comparison is unknown the answer is `unknown_counts`; shape as `moves`.
        """
        better = self.worth[:, None, :] > self.worth[:, :, None]
        if unknown_counts and self.has_unknown:
            unknown = np.isnan(self.worth)
            better |= (unknown[:, None, :] | unknown[:, :, None]) & ~np.eye(len(self.states), dtype=bool)
        return better


def place_of(name: str | int, names: Sequence[str], field: str) -> int:
    """Return where a name stands among `names`.

    >>> place_of(2, ["1", "2"], "state")
    1
    """
    if str(name) not in names:
        shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
        raise InputError(f"`{field}` is {str(name)!r}; it must be one of {shown}")
    return list(names).index(str(name))


def conflict_of(
    moves: ArrayLike,
    worth: ArrayLike,
    decision_makers: Sequence[str] | None = None,
    states: Sequence[str] | None = None,
) -> Conflict:
    """Return a conflict from arrays.

    Parameters
    ----------
    moves : array of bool, shape (n_decision_makers, n_states, n_states)
        Who can move from the state of the row to that of the column; the diagonal is left out.
    worth : array of float, shape (n_decision_makers, n_states)
        More is better, and only the order counts; equal numbers are ties, nan is unknown.
    decision_makers, states : sequence of str, optional
        Names; numbers from 1 if not given.

    Returns
    -------
    Conflict
        With arrays of its own.

    Raises
    ------
    InputError
        If a shape does not fit, a number is infinite, a name stands twice, there is no decision maker or no state, or
        there are more than 5,000 states.

    Examples
    --------
    The prisoner's dilemma. States: both keep silent, one of them speaks, both speak.

    >>> first = [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
    >>> second = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> conflict_of([first, second], [[3, 1, 4, 2], [3, 4, 1, 2]]).states
    ('1', '2', '3', '4')
    """
    try:
        value, can = np.array(worth, dtype=float), np.array(moves, dtype=bool)
    except (TypeError, ValueError) as reason:
        raise InputError(f"`worth` or `moves` cannot be read as an array: {reason}") from reason
    if value.ndim != 2 or not value.size:
        raise InputError(
            f"`worth` has shape {value.shape}; it must be (n_decision_makers, n_states), neither of them 0"
        )
    n, m = value.shape
    if can.shape != (n, m, m):
        raise InputError(f"`moves` has shape {can.shape}; with `worth` of shape {value.shape} it must be {(n, m, m)}")
    if m > MOST_STATES:
        raise InputError(f"there are {m} states; at most {MOST_STATES} can be analysed")
    if np.isinf(value).any():
        raise InputError("`worth` holds an infinite number; the numbers must be finite, or nan for unknown")
    can[:, np.arange(m), np.arange(m)] = False
    return Conflict(_names("decision_makers", decision_makers, n), _names("states", states, m), can, value)


def _names(field: str, given: Sequence[str] | None, count: int) -> tuple[str, ...]:
    """Return the given names, or numbers from 1."""
    names = tuple(str(name) for name in given) if given is not None else tuple(str(k + 1) for k in range(count))
    if len(names) != count:
        raise InputError(f"`{field}` holds {len(names)} names; there must be {count}")
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(f"`{field}` names {name!r} twice; each name may stand once")
        seen.add(name)
    return names
