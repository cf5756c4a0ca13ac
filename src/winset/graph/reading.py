"""Reads a conflict that somebody wrote down as a mapping, such as a JSON or YAML file holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from winset.errors import InputError
from winset.graph.gmcr_file import from_gmcr
from winset.graph.option_states import OptionStates, option_moves, option_states
from winset.graph.plain_data import by_name, numbers, texts
from winset.graph.preferences import worth_of_priorities, worth_of_ranking, worth_of_weights
from winset.graph.record import MOST_STATES, Array, Conflict, Mask, conflict_of, place_of

KEYS = ("decision_makers", "options", "states", "infeasible", "merged", "one_way", "moves")
PREFERENCES = ("rankings", "priorities", "weights", "worth")


def read_conflict(written: Conflict | Mapping[str, Any]) -> Conflict:
    """Return a conflict from plain data; a `Conflict` is returned as it is.

    Parameters
    ----------
    written : mapping
        ``options`` maps each decision maker to the options it owns. From them come the states, unless ``states`` maps
        names of states to the options taken, and the moves. ``infeasible`` and ``merged`` list statements,
        ``one_way`` maps options to ``stays taken`` or ``stays dropped``.

        Without options: ``decision_makers`` and ``states`` list names. ``moves`` maps decision makers to lists of
        ``[from, to]``; where options make moves, it replaces those of the decision makers that it names.

        Each decision maker has its preferences in one of ``rankings`` (states from the best to the worst, equally
        good ones in a list, what is left out being unknown), ``priorities`` (statements, the most important first),
        ``weights`` (of statements) or ``worth`` (numbers in the order of the states; only their order counts).

        A mapping with the key ``decisionMakers`` is read as a file of the program gmcr-py.

    Returns
    -------
    Conflict

    Raises
    ------
    InputError
        If a key is unknown, something that is needed is missing or stands twice, or names something that is not there.

    Examples
    --------
    >>> owners = {"firm": ["delay"], "town": ["insist"]}
    >>> rankings = {"firm": ["delay", "nothing", "delay+insist", "insist"]}
    >>> found = read_conflict({"options": owners, "rankings": rankings, "priorities": {"town": ["not delay"]}})
    >>> found.states
    ('nothing', 'delay', 'insist', 'delay+insist')
    >>> found.worth.tolist()
    [[-1.0, 0.0, -3.0, -2.0], [1.0, 0.0, 1.0, 0.0]]
    """
    if isinstance(written, Conflict):
        return written
    data = by_name("conflict", written)
    if "decisionMakers" in data:
        data = from_gmcr(data)
    for key in data:
        if key not in KEYS + PREFERENCES:
            raise InputError(f"`conflict` has the key {key!r}; it may have {', '.join(KEYS + PREFERENCES)}")
    for key in ("options", "moves", *PREFERENCES):
        data[key] = by_name(f"conflict.{key}", data.get(key))
    makers = texts("conflict.decision_makers", data.get("decision_makers")) or list(data["options"])
    for key in ("options", "moves", *PREFERENCES):
        for name in data[key]:
            place_of(name, makers, f"conflict.{key}")
    made = _made(data)
    states = made.names if made else tuple(texts("conflict.states", data.get("states")))
    if len(states) > MOST_STATES:
        raise InputError(f"there are {len(states)} states; at most {MOST_STATES} can be analysed")
    if not makers or not states:
        raise InputError("`conflict` needs at least one decision maker and one state")
    moves = np.array([_moves(data, name, made, states) for name in makers], dtype=bool)
    worth = np.array([_worth(data, name, made, states) for name in makers])
    return conflict_of(moves, worth, makers, states)


def _made(data: Mapping[str, Any]) -> OptionStates | None:
    """Return the states that options make, if there are options."""
    if data["options"]:
        states = data.get("states")
        if states is not None and not isinstance(states, Mapping):
            raise InputError(
                "`conflict.states` must say for each state which options are taken, since there are options"
            )
        return option_states(data["options"], data.get("infeasible") or (), data.get("merged") or (), states)
    for key in ("infeasible", "merged", "one_way", "priorities", "weights"):
        if data.get(key):
            raise InputError(f"`conflict.{key}` speaks of options, and there are no `options`")
    return None


def _moves(data: Mapping[str, Any], name: str, made: OptionStates | None, states: Sequence[str]) -> Mask:
    """Return the moves of one decision maker."""
    listed = data["moves"].get(name)
    if listed is None and made is not None:
        return option_moves(made, data["options"].get(name) or (), data.get("one_way"))
    places = {state: place for place, state in enumerate(states)}
    moves = np.zeros((len(states), len(states)), dtype=bool)
    for pair in listed or ():
        ends = [str(end) for end in pair] if isinstance(pair, list | tuple) else []
        if len(ends) != 2 or not all(end in places for end in ends):
            raise InputError(f"`conflict.moves.{name}` holds {pair!r}; it must hold pairs of states, from and to")
        moves[places[ends[0]], places[ends[1]]] = True
    return moves


def _worth(data: Mapping[str, Any], name: str, made: OptionStates | None, states: Sequence[str]) -> Array:
    """Return what the states are worth to one decision maker."""
    said = [key for key in PREFERENCES if name in data[key]]
    if len(said) != 1:
        found = " and ".join(said) or "none of them"
        raise InputError(
            f"the preferences of {name!r} stand in {found}; one of {', '.join(PREFERENCES)} must hold them"
        )
    field, given = f"conflict.{said[0]}.{name}", data[said[0]][name]
    if said == ["rankings"]:
        return worth_of_ranking(given, states, field)
    if said == ["worth"]:
        worth = numbers(field, given)
        if worth.shape != (len(states),):
            raise InputError(f"`{field}` holds {worth.size} numbers; there are {len(states)} states")
        return worth
    assert made is not None
    return worth_of_priorities(given, made, field) if said == ["priorities"] else worth_of_weights(given, made, field)
