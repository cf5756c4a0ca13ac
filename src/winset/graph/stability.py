"""Which states of a conflict would nobody leave?

A state is stable for a decision maker if moving to something better is impossible, or if the others can answer every
such move in a way that takes the gain away. The concepts differ in what the others would do and how far ahead one
looks. Only orders of preference are needed. The essential assumption is that every decision maker knows the moves and
the preferences of all. Do not use it where how much better a state is matters, or chance.

References: Fang, L., Hipel, K. W., Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for Conflict
Resolution. New York: Wiley. Symmetric sequential stability: Rego, L. C., Vieira, G. I. A. (2017). Symmetric sequential
stability in the graph model for conflict resolution with multiple decision makers. Group Decision and Negotiation
26(4), 775-792.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np

from winset.graph.matrices import stable_by_matrices
from winset.graph.reading import read_conflict
from winset.graph.record import Array, Conflict, Mask
from winset.graph.sanctions import others_of, worst_outcome
from winset.registry import Model, register

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")

AT_ONCE = 1 << 16
"""Cells of tables that are worked off together; no result depends on it."""


@dataclass(frozen=True)
class Stability:
    """Stable states and equilibria under each concept.

    Parameters
    ----------
    equilibria : mapping of str to tuple of str
        States that are stable for everybody, by concept: ``nash``, ``gmr``, ``smr``, ``seq`` and ``sseq``.
    stable : mapping of str to mapping of str to tuple of str
        States that are stable for each decision maker, by concept.
    """

    equilibria: Mapping[str, tuple[str, ...]]
    stable: Mapping[str, Mapping[str, tuple[str, ...]]]


def stability(
    conflict: Conflict | Mapping[str, Any], moves_into_unknown: bool = False, unknown_deters: bool = True
) -> Stability:
    r"""Return the states that nobody would leave, under five concepts.

    State s is stable for i if every improvement :math:`t \in R_i^{+}(s)` is sanctioned: some v, to which the others can
    take t, is no better for i than s. They move in turn, nobody twice in a row.

    - ``nash``: there is no improvement.
    - ``gmr`` (general metarational): :math:`v \in R_{N-i}(t)`, whatever it costs the others.
    - ``smr`` (symmetric metarational): and whatever i does next from v is no better than s either.
    - ``seq`` (sequential): :math:`v \in R^{+}_{N-i}(t)`, each of the others gaining by each move.
    - ``sseq`` (symmetric sequential): as ``seq``, and whatever i does next from v is no better than s either.

    Parameters
    ----------
    conflict : Conflict or mapping
        As `read_conflict` reads it.
    moves_into_unknown : bool
        Whether a decision maker moves to a state that he cannot compare with the present one.
    unknown_deters : bool
        Whether a state that he cannot compare with the present one deters him.

    Returns
    -------
    Stability
        There may be no equilibrium under a concept; under ``gmr`` there is always one if preferences are known and
        moves can be taken back.

    Raises
    ------
    InputError
        If the conflict cannot be read.

    Notes
    -----
    ``nash`` implies all the others, ``sseq`` implies ``seq`` and ``smr``, and each of these implies ``gmr``.

    With known preferences the work grows with the number of moves. With unknown ones it grows with the third power of
    the number of states, and some minutes must be allowed for 2,000 of them.

    Examples
    --------
    The prisoner's dilemma: nobody would leave silence if the other can answer.

    >>> options = {"first": ["speaks"], "second": ["also speaks"]}
    >>> rankings = {
    ...     "first": ["speaks", "nothing", "speaks+also speaks", "also speaks"],
    ...     "second": ["also speaks", "nothing", "speaks+also speaks", "speaks"],
    ... }
    >>> found = stability({"options": options, "rankings": rankings})
    >>> found.equilibria["nash"]
    ('speaks+also speaks',)
    >>> found.equilibria["seq"]
    ('nothing', 'speaks+also speaks')
    >>> found.stable["nash"]["first"]
    ('speaks', 'speaks+also speaks')
    """
    read = read_conflict(conflict)
    if read.has_unknown:
        stable = stable_by_matrices(read, moves_into_unknown, unknown_deters)
    else:
        stable = stable_states(read)
    named = {concept: [_names(read, row) for row in rows.tolist()] for concept, rows in stable.items()}
    return Stability(
        equilibria={concept: _names(read, np.logical_and.reduce(rows).tolist()) for concept, rows in stable.items()},
        stable={concept: dict(zip(read.decision_makers, rows, strict=True)) for concept, rows in named.items()},
    )


def stable_states(conflict: Conflict) -> dict[str, Mask]:
    """Return which states are stable for whom, given known preferences.

    Parameters
    ----------
    conflict : Conflict
        Without unknown preferences.

    Returns
    -------
    dict of str to array of bool, shape (n_decision_makers, n_states)
        By concept, as in `stability`.

    Examples
    --------
    >>> from winset.graph.record import conflict_of
    >>> moves = [[[0, 1], [1, 0]], [[0, 0], [1, 0]]]
    >>> stable_states(conflict_of(moves, [[1, 2], [2, 1]]))["nash"].tolist()
    [[False, True], [True, False]]
    """
    n, m = conflict.worth.shape
    improvements = conflict.moves & conflict.better()
    replies = np.array([conflict.moves, improvements])
    yardsticks = np.array([conflict.worth, _after_best_reply(conflict)])
    stable = {concept: np.empty((n, m), dtype=bool) for concept in CONCEPTS}
    stable["nash"][:] = ~improvements.any(axis=2)
    jobs = [(kind, focal) for kind in range(2) for focal in range(n)]
    together = max(1, AT_ONCE // (n * m * m))
    for first in range(0, len(jobs), together):
        kind, focal = np.array(jobs[first : first + together]).T
        games = replies[kind[:, None], others_of(n)[focal]]
        worst = worst_outcome(games, yardsticks[:, focal])
        unsanctioned = worst[:, :, None, :] > conflict.worth[focal][:, :, None]
        leaves = (unsanctioned & improvements[focal]).any(axis=3)
        for sequential, concepts in enumerate((("gmr", "smr"), ("seq", "sseq"))):
            chosen = kind == sequential
            for concept, moved in zip(concepts, leaves, strict=True):
                stable[concept][focal[chosen]] = ~moved[chosen]
    return stable


def _after_best_reply(conflict: Conflict) -> Array:
    """Worth of each state to each decision maker if he may stay or make one more move, in the shape of the worth."""
    best = [
        np.where(moves, worth[None, :], -np.inf).max(axis=1)
        for moves, worth in zip(conflict.moves, conflict.worth, strict=True)
    ]
    return np.maximum(conflict.worth, best)


def _names(conflict: Conflict, chosen: Iterable[bool]) -> tuple[str, ...]:
    """Names of the chosen states."""
    return tuple(compress(conflict.states, chosen))


register(
    Model(
        id="graph-stability",
        family="graph",
        meaning="Which states of a conflict would nobody leave, given who can move where and who prefers what?",
        reference="Fang, L., Hipel, K. W., Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for "
        "Conflict Resolution. New York: Wiley; Rego, L. C., Vieira, G. I. A. (2017). Symmetric sequential stability in "
        "the graph model for conflict resolution with multiple decision makers. Group Decision and Negotiation 26(4), "
        "775-792.",
        status="in the spirit of",
        function=stability,
        axioms=frozenset({"deterministic"}),
        example={
            "conflict": {
                "options": {"first": ["speaks"], "second": ["also speaks"]},
                "worth": {"first": [3, 4, 1, 2], "second": [3, 1, 4, 2]},
            }
        },
    )
)
