"""What do actors decide if they first trade votes, each giving way on what matters less to it?

On issues that are decided together two actors on opposite sides of two of them can both gain: each moves towards the
other on the issue that matters relatively less to it. Outcomes are the compromise of what is then voted for. The
essential assumptions are that both gain alike, that the largest gain is taken first, and that everyone keeps its word.
Do not use it for one issue, or where nobody could enforce such a deal.

In the spirit of Stokman, F. N., Van Oosten, R. (1994). The exchange of voting positions: an object-oriented model of
policy networks. In Bueno de Mesquita, B., Stokman, F. N. (eds), European Community Decision Making, Yale University
Press, 105-127.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.collective.allowed import Array, whole_number
from winset.collective.exchange_round import Exchange, Shares, exchange_round, with_externalities
from winset.collective.mean_position import weighted_mean
from winset.errors import InputError
from winset.registry import Model, register

KEPT_FIXED, KEPT_BY_SALIENCE = 0.1, 0.4
"""What part of a move lasts into the next round: a tenth, and two fifths of what salience leaves short of 1."""

MOST_OFFERS = 2_000_000
"""Pairs of actors times pairs of issues; work and memory grow with them."""


@dataclass(frozen=True)
class Round:
    """One round of exchanges.

    Parameters
    ----------
    before, after : array of float, shape (n_issues,)
        Compromise of the positions, and of the votes after all exchanges; nan where nobody has weight on an issue.
    positions, votes : array of float, shape (n_actors, n_issues)
        What actors want in this round, and what they vote for after all exchanges.
    exchanges : tuple of Exchange
        In the order in which they are struck.
    """

    before: Array
    after: Array
    positions: Array
    votes: Array
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class Exchanged:
    """What position exchange comes to.

    Parameters
    ----------
    outcome : array of float, shape (n_issues,)
        After the last round, in units of the issues; nan where nobody has weight on an issue.
    gains, externalities : array of float, shape (n_actors,)
        What each actor gains in its own exchanges, and by those of others, over all rounds: salience times how much
        closer outcomes come to the actor's positions at the start of the round.
    rounds : tuple of Round
        At least one; the last is the first in which nobody exchanges, or that of the number asked for.
    """

    outcome: Array
    gains: Array
    externalities: Array
    rounds: tuple[Round, ...]


def position_exchange(
    position: ArrayLike, salience: ArrayLike, capability: ArrayLike, rounds: int = 1
) -> Answer[Exchanged | None]:
    r"""Return the decisions after exchanges in which both sides gain alike.

    .. math:: O_k = \frac{\sum_i c_{ik} s_{ik} x_{ik}}{\sum_i c_{ik} s_{ik}}, \qquad
        s_{ip} \Delta_p - s_{iq} \Delta_q = s_{jq} \Delta_q - s_{jp} \Delta_p

    Here O_k is the outcome of issue k, x, s and c are position, salience and capability, and :math:`\Delta_p` and
    :math:`\Delta_q` are by how much an exchange of i and j moves the outcomes of issues p and q.

    Parameters
    ----------
    position : array of float, shape (n_actors, n_issues)
        In units of each issue. Issues are compared by salience times units, so let all have one range, as 0 to 100.
    salience : array of float, shape (n_actors, n_issues)
        From 0 to 1; 0 also for an actor that has no position on an issue.
    capability : array of float, shape (n_actors, n_issues) or (n_actors,)
        At least 0; only ratios within an issue matter.
    rounds : int
        From 1 to 1,000. What lasts of a move into the next round is 10 % of it, and 40 % times (1 - salience).

    Returns
    -------
    Answer of Exchanged or None
        ``empty`` and None if nobody has any weight on any issue. ``not_converged`` if somebody still exchanged in the
        last of several rounds.

    Raises
    ------
    InputError
        If a number is out of range, the shapes do not fit, or there are more than 2 million pairs of pairs.

    Notes
    -----
    In a round an actor moves at most once on each issue, and having moved neither moves nor asks there again. A move
    ends where the other stands, or where the outcome does. Equal gains go to the first in the order of issues, then of
    actors. What lasts of a move follows the public implementation of the model, DECIDE, as do all of these but the
    first: it lets actors move again.

    Examples
    --------
    Each gives way on what it cares less about.

    >>> found = position_exchange([[0, 0], [100, 100]], [[1, 0.5], [0.5, 1]], [1, 1])
    >>> found.value.rounds[0].before.round(1).tolist(), found.value.outcome.round(1).tolist()
    ([33.3, 66.7], [0.0, 100.0])
    >>> found.value.gains.round(1).tolist()
    [16.7, 16.7]
    """
    x, s, v = decision_arrays(position, salience, capability)
    most = whole_number("rounds", rounds, 1, 1_000)
    return exchanged(x, s, v, lambda shape: np.full(shape, 0.5), most)


def exchange_between(
    position: ArrayLike, salience: ArrayLike, capability: ArrayLike, actors: Sequence[int], issues: Sequence[int]
) -> Answer[Exchange | None]:
    """Return the one exchange of two actors on two issues in which both gain alike.

    Parameters
    ----------
    position, salience, capability
        As in `position_exchange`; everybody counts for the outcomes.
    actors, issues : two int each
        Rows and columns, in any order; the answer says who wants what.

    Returns
    -------
    Answer of Exchange or None
        ``empty`` and None if both cannot gain: they are on one side of an outcome, or care alike.

    Raises
    ------
    InputError
        As in `position_exchange`, or if actors or issues are not two of those there are.

    Examples
    --------
    >>> found = exchange_between([[0, 0], [100, 100]], [[1, 0.5], [0.5, 1]], [1, 1], actors=[0, 1], issues=[0, 1])
    >>> round(found.value.move_p, 1), round(found.value.gain_i, 1)
    (100.0, 16.7)
    """
    x, s, v = decision_arrays(position, salience, capability)
    for field, chosen, n in (("actors", actors, x.shape[0]), ("issues", issues, x.shape[1])):
        if len(set(chosen)) != 2 or len(chosen) != 2 or not all(0 <= index < n for index in chosen):
            raise InputError(f"`{field}` is {list(chosen)}; it must name two of the {n} by number, counted from 0")
    alone = np.zeros(x.shape, dtype=bool)
    alone[np.ix_(sorted(actors), sorted(issues))] = True
    _votes, after, struck = exchange_round(x, np.where(alone, s, 0.0), v, lambda shape: np.full(shape, 0.5))
    if not struck:
        return Answer(None, "empty")
    before = np.nan_to_num(weighted_mean(x.T, v.T))
    return Answer(with_externalities(struck[0], x, s, before, after))


def decision_arrays(position: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> tuple[Array, Array, Array]:
    """Return positions, saliences and voting weights, which sum to 1 on each issue or are all 0 on it."""
    x, s = numbers_between("position", position), numbers_between("salience", salience, 0, 1)
    c = numbers_between("capability", capability, 0)
    c = np.repeat(c[:, None], x.shape[-1], axis=1) if c.ndim == 1 and x.ndim == 2 else c
    if x.ndim != 2 or not x.size or not x.shape == s.shape == c.shape:
        raise InputError(
            f"`position` has shape {x.shape}, `salience` {s.shape} and `capability` {c.shape}; "
            "they must be (n_actors, n_issues), or `capability` (n_actors,)"
        )
    n, K = x.shape
    if pairs_of_pairs(n, K) > MOST_OFFERS:
        raise InputError(f"{n} actors and {K} issues make more than {MOST_OFFERS:,} pairs of pairs; leave out some")
    most = c.max(axis=0)
    w = c / np.where(most > 0, most, 1.0) * s
    total = w.sum(axis=0)
    return x, s, w / np.where(total > 0, total, 1.0)


def pairs_of_pairs(n_actors: int, n_issues: int) -> int:
    """Return the pairs of actors times the pairs of issues.

    >>> pairs_of_pairs(3, 2)
    3
    """
    return n_actors * (n_actors - 1) // 2 * (n_issues * (n_issues - 1) // 2)


def exchanged(x: Array, s: Array, v: Array, shares: Shares, most: int) -> Answer[Exchanged | None]:
    """Return what rounds of exchange come to, given how each pair shares its gain."""
    nobody = ~v.any(axis=0)
    if nobody.all():
        return Answer(None, "empty")
    rounds: list[Round] = []
    gains, externalities = np.zeros(len(x)), np.zeros(len(x))
    for _ in range(most):
        votes, after, struck = exchange_round(x, s, v, shares)
        rounds.append(Round(weighted_mean(x.T, v.T), np.where(nobody, np.nan, after), x, votes, struck))
        for exchange in struck:
            gains[exchange.i] += exchange.gain_i
            gains[exchange.j] += exchange.gain_j
            externalities += exchange.externalities
        if not struck:
            break
        x = x + (KEPT_FIXED + KEPT_BY_SALIENCE * (1 - s)) * (votes - x)
    found = Exchanged(rounds[-1].after, gains, externalities, tuple(rounds))
    return Answer(found, "not_converged" if most > 1 and struck else "ok")


register(
    Model(
        id="position-exchange",
        family="collective",
        meaning="What actors decide if they first trade votes in pairs, both gaining alike.",
        reference="Stokman, F. N., Van Oosten, R. (1994). The exchange of voting positions: an object-oriented model "
        "of policy networks. In Bueno de Mesquita, B., Stokman, F. N. (eds), European Community Decision Making, Yale "
        "University Press, 105-127.",
        status="in the spirit of",
        function=position_exchange,
        axioms=frozenset({"symmetric", "affine", "within-range", "deterministic"}),
        example={
            "position": [[100, 25], [50, 25], [0, 100]],
            "salience": [[0.95, 0.6], [0.8, 0.5], [0.95, 0.9]],
            "capability": [[1, 1], [1, 1], [0.9, 0.9]],
        },
    )
)
