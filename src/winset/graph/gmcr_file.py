"""Reads what the public program gmcr-py writes to its files, once JSON has been made of them.

Its files number options from 0 and states from 1, count combinations with the first option changing fastest, and say of
an option that it goes ``fwd`` (once taken it stays taken), ``back`` (once dropped it stays dropped) or ``both`` ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from winset.errors import InputError
from winset.graph.option_states import option_states

WAYS = {"fwd": "stays taken", "back": "stays dropped"}


def from_gmcr(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping that `read_conflict` reads from the content of a gmcr-py file.

    Raises
    ------
    InputError
        If the content is not laid out like one.

    Examples
    --------
    >>> firm = {"name": "firm", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]}
    >>> town = {"name": "town", "options": [1], "preferences": [[[0, "N"]]]}
    >>> options = [{"name": "delay", "permittedDirection": "back"}, {"name": "insist", "permittedDirection": "both"}]
    >>> found = from_gmcr({"decisionMakers": [firm, town], "options": options, "infeasibles": []})
    >>> found["priorities"], found["one_way"]
    ({'firm': ['not "insist"', '"delay"'], 'town': ['not "delay"']}, {'delay': 'stays dropped'})
    >>> found["states"]
    {'1': [], '2': ['delay'], '3': ['insist'], '4': ['delay', 'insist']}
    """
    try:
        return _written(file)
    except (KeyError, IndexError, TypeError, ValueError) as reason:
        raise InputError(f"`conflict` looks like a file of gmcr-py but cannot be read: {reason!r}") from reason


def _written(file: Mapping[str, Any]) -> dict[str, Any]:
    options = [str(option["name"]) for option in file["options"]]
    makers = file["decisionMakers"]
    written: dict[str, Any] = {
        "options": {str(maker["name"]): [options[number] for number in maker["options"]] for maker in makers},
        "infeasible": [_statement(condition, options) for condition in file.get("infeasibles", ())],
        "one_way": {
            name: WAYS[option["permittedDirection"]]
            for name, option in zip(options, file["options"], strict=True)
            if option.get("permittedDirection", "both") != "both"
        },
    }
    made = option_states({"all": options}, written["infeasible"])
    written["states"] = {
        str(number): [options[place] for place in np.flatnonzero(row)] for number, row in enumerate(made.taken, start=1)
    }
    if file.get("useManualPreferenceVectors") or file.get("useManualPreferenceRanking"):
        written["rankings"] = {str(maker["name"]): _ranking(maker) for maker in makers}
    else:
        written["priorities"] = {
            str(maker["name"]): [_statement(condition, options) for condition in maker["preferences"]]
            for maker in makers
        }
    return written


def _ranking(maker: Mapping[str, Any]) -> Sequence[Any]:
    ranking: Sequence[Any] = maker["preferenceRanking"] if "preferenceRanking" in maker else maker["preferenceVector"]
    return ranking


def _statement(condition: Any, options: Sequence[str]) -> str:
    """Return a condition, or a list of conditions of which one must hold, as a statement."""
    if isinstance(condition, Mapping):
        return " or ".join(_statement(member, options) for member in condition["members"])
    return " and ".join(f'{"" if taken == "Y" else "not "}"{options[number]}"' for number, taken in condition)
