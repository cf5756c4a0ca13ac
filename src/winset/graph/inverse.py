"""Which preferences would make this state an equilibrium?

A mediator who wants a state to last asks what each decision maker would have to prefer, how far that is from what he
prefers now, and how easily it would hold if nothing were known of him. The essential assumption is that the others'
preferences stay as they are while one decision maker is looked at; whether all changes together do it is worked out at
the end. Do not use it to learn what somebody prefers: many rankings explain the same behaviour.

In the spirit of Kinsara, R. A., Petersons, O., Hipel, K. W., Kilgour, D. M. (2015). Advanced decision support for the
graph model for conflict resolution. Journal of Decision Systems 24(2), 117-145.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from winset.errors import InputError
from winset.graph.conditions import are_met, clauses, share_of_rankings
from winset.graph.least_change import demoted, least_demotion, reversed_pairs
from winset.graph.preferences import ranking_of
from winset.graph.reading import read_conflict
from winset.graph.record import Conflict
from winset.graph.stability import CONCEPTS, stable_states
from winset.registry import Model, register

MOST_STATES = 200
"""States up to which the question is answered; the least change takes a programme over pairs of them."""


@dataclass(frozen=True)
class Need:
    """What one decision maker would have to prefer.

    Parameters
    ----------
    decision_maker : str
        Who.
    is_met : bool
        Whether the state is stable for him as it is.
    conditions : tuple of tuple of tuple of str
        Clauses, all of which must hold; of each clause one alternative must hold; the states of an alternative must all
        be no better for him than the state in question. None if it is stable whatever he prefers.
    share : float or None
        Share of all rankings without ties under which they hold; None if they hang on more than 20 states.
    moved : tuple of str
        The states that have to move below the state in question in the least change of his ranking.
    reversed_pairs : int
        Pairs of states whose order that change reverses.
    is_least : bool
        Whether it is proven that no smaller change does it; False if five seconds did not suffice.
    ranking : tuple of str or tuple of str
        His ranking after it, from the best to the worst.
    """

    decision_maker: str
    is_met: bool
    conditions: tuple[tuple[tuple[str, ...], ...], ...]
    share: float | None
    moved: tuple[str, ...]
    reversed_pairs: int
    is_least: bool
    ranking: tuple[str | tuple[str, ...], ...]

    def __str__(self) -> str:
        """Return the conditions as one line."""
        clauses = (" or ".join(" and ".join(states) for states in clause) for clause in self.conditions)
        return "; ".join(f"no better: {clause}" for clause in clauses) or "whatever is preferred"


@dataclass(frozen=True)
class Inverse:
    """What would make a state an equilibrium.

    Parameters
    ----------
    state, concept : str
        The question.
    needs : tuple of Need
        One for each decision maker.
    is_equilibrium : bool
        Whether it is one as things stand.
    is_equilibrium_then : bool
        Whether it is one after all the least changes together. Under ``seq`` and ``sseq`` it need not be, since what
        one decision maker would do to another hangs on what he prefers himself.
    """

    state: str
    concept: str
    needs: tuple[Need, ...]
    is_equilibrium: bool
    is_equilibrium_then: bool


def preferences_for(
    conflict: Conflict | Mapping[str, Any],
    state: str,
    concept: Literal["nash", "gmr", "smr", "seq", "sseq"] = "nash",
) -> Inverse:
    r"""Return which preferences would make a state an equilibrium, and the least change that does.

    State s is stable for i if and only if for each move :math:`t \in R_i(s)` the set
    :math:`A = \{x : x \preceq_i s\}` holds t, or under ``gmr`` and ``seq`` some sanction v of t, or under ``smr`` and
    ``sseq`` some sanction v together with all of :math:`R_i(v)`.

    Parameters
    ----------
    conflict : Conflict or mapping
        As `read_conflict` reads it; all preferences must be known.
    state : str
        The state that is to be an equilibrium.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        In which sense; as in `stability`.

    Returns
    -------
    Inverse

    Raises
    ------
    InputError
        If the conflict cannot be read, the state or the concept is unknown, a preference is unknown, or there are more
        than 200 states.

    Notes
    -----
    The least change is exact unless ``is_least`` says otherwise; of several equally small ones it is one of them. That
    the order of two states is reversed counts as one, however far apart they are. Splitting a tie counts nothing.

    Examples
    --------
    In the prisoner's dilemma, silence of both would last if each ranked speaking alone below it.

    >>> options = {"first": ["speaks"], "second": ["also speaks"]}
    >>> worth = {"first": [3, 4, 1, 2], "second": [3, 1, 4, 2]}
    >>> found = preferences_for({"options": options, "worth": worth}, "nothing")
    >>> [str(need) for need in found.needs]
    ['no better: speaks', 'no better: also speaks']
    >>> found.needs[0].ranking, found.needs[0].reversed_pairs, found.needs[0].share
    (('nothing', 'speaks', 'speaks+also speaks', 'also speaks'), 1, 0.5)
    >>> found.is_equilibrium, found.is_equilibrium_then
    (False, True)
    """
    read = read_conflict(conflict)
    place = read.place(state)
    if concept not in CONCEPTS:
        raise InputError(f"`concept` is {concept!r}; it must be one of {', '.join(CONCEPTS)}")
    if read.has_unknown:
        raise InputError("`conflict` leaves preferences unknown; all must be stated to say what must change")
    if len(read.states) > MOST_STATES:
        raise InputError(f"there are {len(read.states)} states; the question is answered up to {MOST_STATES}")
    needs, changed = [], read.worth.copy()
    for focal, name in enumerate(read.decision_makers):
        found = clauses(read, place, focal, concept)
        worth = read.worth[focal]
        moved, is_least = least_demotion(found, worth, place)
        changed[focal] = demoted(worth, place, moved)
        needs.append(
            Need(
                decision_maker=name,
                is_met=are_met(found, worth <= worth[place]),
                conditions=tuple(
                    tuple(tuple(read.states[one] for one in sorted(alternative)) for alternative in clause)
                    for clause in found
                ),
                share=share_of_rankings(found),
                moved=tuple(read.states[int(one)] for one in moved),
                reversed_pairs=reversed_pairs(worth, place, moved),
                is_least=is_least,
                ranking=ranking_of(changed[focal], read.states),
            )
        )
    then = stable_states(replace(read, worth=changed))[concept][:, place]
    return Inverse(read.states[place], concept, tuple(needs), all(need.is_met for need in needs), bool(np.all(then)))


register(
    Model(
        id="graph-inverse",
        family="graph",
        meaning="Which preferences would make this state an equilibrium, and how far off are they?",
        reference="Kinsara, R. A., Petersons, O., Hipel, K. W., Kilgour, D. M. (2015). Advanced decision support for "
        "the graph model for conflict resolution. Journal of Decision Systems 24(2), 117-145.",
        status="in the spirit of",
        function=preferences_for,
        axioms=frozenset({"deterministic"}),
        example={
            "conflict": {
                "options": {"first": ["speaks"], "second": ["also speaks"]},
                "worth": {"first": [3, 4, 1, 2], "second": [3, 1, 4, 2]},
            },
            "state": "nothing",
        },
    )
)
