"""Which states do the options of the decision makers make, and who can move between them?

Every combination of options taken and not taken is a state, save those that cannot be. Whoever owns options can change
any of them at once, unless that undoes what cannot be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.errors import InputError
from winset.graph.plain_data import by_name, texts
from winset.graph.record import MOST_STATES, Mask
from winset.graph.statements import truth

MOST_OPTIONS = 20
"""Options whose combinations are tried, which makes a million of them."""

ONE_WAY = ("stays taken", "stays dropped")


@dataclass(frozen=True, eq=False)
class OptionStates:
    """States made of options.

    Parameters
    ----------
    options : tuple of str
        All options in the order of their owners.
    names : tuple of str
        One for each state: the options taken, joined by ``+``, or ``nothing``.
    taken : array of bool, shape (n_combinations, n_options)
        Combinations that can be, the first option changing fastest.
    state : array of int, shape (n_combinations,)
        State to which each combination belongs; several belong to a merged one.
    """

    options: tuple[str, ...]
    names: tuple[str, ...]
    taken: Mask
    state: NDArray[np.intp]

    @property
    def described(self) -> Mask:
        """Options of each state, those of its first combination if it is merged; shape (n_states, n_options)."""
        return self.taken[np.unique(self.state, return_index=True)[1]]


def option_states(
    options: Mapping[str, Sequence[str]],
    infeasible: Sequence[str] = (),
    merged: Sequence[str] = (),
    states: Mapping[str, Sequence[str]] | None = None,
) -> OptionStates:
    """Return the states that options make.

    Parameters
    ----------
    options : mapping of str to sequence of str
        For each decision maker the options it owns; names stand once.
    infeasible : sequence of str
        Statements that hold in no state.
    merged : sequence of str
        Statements whose states cannot be told apart: all of them become one state, after all the others.
    states : mapping of str to sequence of str, optional
        Names of the states with the options taken in them; all combinations that can be if not given.

    Raises
    ------
    InputError
        If an option stands twice, a statement cannot be read, there are more than 20 options or 5,000 states, or no
        state is left.

    Examples
    --------
    >>> owners = {"firm": ["delay", "accept"], "town": ["insist"]}
    >>> option_states(owners, infeasible=["delay iff accept"]).names
    ('delay', 'accept', 'delay+insist', 'accept+insist')
    """
    owners = by_name("options", options)
    flat = tuple(option for name, owned in owners.items() for option in texts(f"options.{name}", owned))
    for option in flat:
        if flat.count(option) > 1:
            raise InputError(f"`options` names {option!r} twice; each option has one owner and stands once")
    given = (
        None
        if states is None
        else {name: texts(f"states.{name}", row) for name, row in by_name("states", states).items()}
    )
    taken = _combinations(len(flat)) if given is None else _given(given, flat)
    for statement in texts("infeasible", infeasible):
        taken = taken[~truth(statement, flat, taken)]
    if not 0 < len(taken) <= MOST_STATES:
        raise InputError(f"the options leave {len(taken)} states; there must be from 1 to {MOST_STATES}")
    group = np.zeros(len(taken), dtype=np.intp)
    alike = texts("merged", merged)
    for number, statement in reversed(list(enumerate(alike, start=1))):
        group[truth(statement, flat, taken)] = number
    key = np.where(group > 0, len(taken) + group, np.arange(len(taken)))
    _, first, state = np.unique(key, return_index=True, return_inverse=True)
    if given is None:
        names = [alike[group[row] - 1] if group[row] else _name(flat, taken[row]) for row in first]
    else:
        kept = [name for name, row in zip(given, _given(given, flat), strict=True) if (row == taken).all(axis=1).any()]
        names = [kept[row] for row in first]
    return OptionStates(flat, tuple(names), taken, state)


def option_moves(made: OptionStates, owned: Sequence[str], one_way: Mapping[str, str] | None = None) -> Mask:
    """Return the moves of whoever owns some options, shape (n_states, n_states).

    Parameters
    ----------
    made : OptionStates
        The states.
    owned : sequence of str
        Options of the decision maker.
    one_way : mapping of str, optional
        ``stays taken`` for an option that cannot be dropped once it is taken, ``stays dropped`` for one that cannot be
        taken (again).

    Raises
    ------
    InputError
        If `one_way` names an unknown option or says something else.

    Examples
    --------
    >>> made = option_states({"firm": ["delay"], "town": ["insist"]})
    >>> option_moves(made, ["delay"], {"delay": "stays dropped"}).nonzero()
    (array([1, 3]), array([0, 2]))
    """
    ways, mine = by_name("one_way", one_way), texts("options", owned)
    for option, way in ways.items():
        if option not in made.options or way not in ONE_WAY:
            raise InputError(
                f"`one_way` says {option!r}: {way!r}; it must say of an option that it {' or '.join(ONE_WAY)}"
            )
    fixed = made.taken & np.array([option not in mine for option in made.options], dtype=bool)
    _, others = np.unique(np.column_stack([np.zeros(len(fixed)), fixed]), axis=0, return_inverse=True)
    can = others.reshape(-1)[:, None] == others.reshape(-1)[None, :]
    for option, way in ways.items():
        column = made.taken[:, made.options.index(option)]
        before, after = column[:, None], column[None, :]
        can &= ~(before & ~after) if way == "stays taken" else ~(~before & after)
    moves = np.zeros((len(made.names), len(made.names)), dtype=bool)
    source, target = np.nonzero(can)
    moves[made.state[source], made.state[target]] = True
    np.fill_diagonal(moves, False)
    return moves


def _combinations(count: int) -> Mask:
    """All combinations, the first option changing fastest."""
    if count > MOST_OPTIONS:
        raise InputError(
            f"there are {count} options; at most {MOST_OPTIONS} make states, so name the `states` yourself"
        )
    return ((np.arange(2**count, dtype=np.uint32)[:, None] >> np.arange(count, dtype=np.uint32)) & 1).astype(bool)


def _given(states: Mapping[str, Sequence[str]], flat: Sequence[str]) -> Mask:
    """Options taken in each of the states that somebody wrote down."""
    taken = np.array([[option in row for option in flat] for row in states.values()], dtype=bool)
    for name, row in states.items():
        unknown = [option for option in row if option not in flat]
        if unknown:
            raise InputError(
                f"`states` says that {unknown[0]!r} is taken in {name!r}; the options are {', '.join(flat)}"
            )
    if len(np.unique(taken, axis=0)) < len(taken):
        raise InputError("`states` holds two states with the same options; each combination may stand once")
    return taken.reshape(len(states), len(flat))


def _name(flat: Sequence[str], row: Mask) -> str:
    """Options taken, joined by a plus sign."""
    return "+".join(option for option, is_taken in zip(flat, row, strict=True) if is_taken) or "nothing"
