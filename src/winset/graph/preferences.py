"""What is each state worth to a decision maker, given a ranking, statements in order of priority, or weights?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from winset.errors import InputError
from winset.graph.option_states import OptionStates
from winset.graph.plain_data import by_name, numbers, texts
from winset.graph.record import Array, place_of
from winset.graph.statements import truth

Ranking = Sequence[str | int | Sequence[str | int]]
"""States from the best to the worst; those in a list of their own are equally good."""


def worth_of_ranking(ranking: Ranking, states: Sequence[str], field: str = "ranking") -> Array:
    """Return numbers in the order of a ranking: 0 for the best, less for worse ones, nan for states that it leaves out.

    >>> worth_of_ranking(["c", ["a", "d"]], ["a", "b", "c", "d"]).tolist()
    [-1.0, nan, 0.0, -1.0]
    """
    worth = np.full(len(states), np.nan)
    if isinstance(ranking, str) or not isinstance(ranking, Sequence):
        raise InputError(f"`{field}` is {ranking!r}; it must be a list of states from the best to the worst")
    for rank, entry in enumerate(ranking):
        for name in [entry] if isinstance(entry, str | int) else texts(field, entry):
            place = place_of(name, states, field)
            if not np.isnan(worth[place]):
                raise InputError(f"`{field}` holds {str(name)!r} twice; each state may stand once")
            worth[place] = 0.0 - rank
    return worth


def worth_of_priorities(statements: Sequence[str], made: OptionStates, field: str = "priorities") -> Array:
    """Return numbers in the order that statements make, the most important first.

    Of two states the one is better in which the first statement on which they differ is true.

    >>> from winset.graph.option_states import option_states
    >>> worth_of_priorities(["not a", "b"], option_states({"x": ["a", "b"]})).tolist()
    [2.0, 0.0, 3.0, 1.0]
    """
    described = made.described
    columns = [
        np.zeros(len(described), dtype=bool),
        *(truth(text, made.options, described) for text in texts(field, statements)),
    ]
    return np.unique(np.column_stack(columns), axis=0, return_inverse=True)[1].reshape(-1).astype(float)


def worth_of_weights(weights: Mapping[str, float], made: OptionStates, field: str = "weights") -> Array:
    """Return the sum of the weights of the statements that hold in each state, often plain names of options.

    >>> from winset.graph.option_states import option_states
    >>> worth_of_weights({"a": -1, "a and b": 4}, option_states({"x": ["a", "b"]})).tolist()
    [0.0, -1.0, 0.0, 3.0]
    """
    described = made.described
    worth = np.zeros(len(described))
    for statement, weight in by_name(field, weights).items():
        number = numbers(f"{field}.{statement}", weight)
        if number.shape or not np.isfinite(number):
            raise InputError(f"`{field}.{statement}` is {weight!r}; it must be a finite number")
        worth += float(number) * truth(statement, made.options, described)
    return worth


def ranking_of(worth: Array, states: Sequence[str]) -> tuple[str | tuple[str, ...], ...]:
    """Return states from the best to the worst, equally good ones together; what is unknown is left out.

    >>> ranking_of(np.array([1.0, 3.0, np.nan, 1.0]), ["a", "b", "c", "d"])
    ('b', ('a', 'd'))
    """
    levels = np.unique(worth[~np.isnan(worth)])[::-1]
    groups = [tuple(states[int(place)] for place in np.flatnonzero(worth == level)) for level in levels]
    return tuple(group[0] if len(group) == 1 else group for group in groups)
