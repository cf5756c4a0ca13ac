"""Which of several options is chosen when influence, rather than a count of votes, decides between each two of them?

Every actor throws its weight behind the better of two options, the more so the more it gains, and the stronger
coalition is the likelier to win. An option's chance is that of beating all others, or the share of time for which it is
the favourite while challenges go on. The essential assumption is that actors are sincere and contests of different
pairs independent. Do not use it for formal votes under a quota, nor compare its chances across lists of options: an
option offered twice shares out its chances anew.

References: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC. Challenges in
proportion to incentive: Wise, B. P. Markov voting with incentives in KTAB (draft in KTAB's public source).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.collective.stationary import stationary
from winset.collective.victory import VictoryRule, victory
from winset.collective.voting_rules import MOST_WEIGHT, VotingRule, known, response
from winset.collective.voting_rules import utilities as allowed_utilities
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

ElectionKind = Literal["one-step", "markov", "markov-incentive"]
"""How chances of pairs become chances of options."""

LEAST_COALITION = 1e-8
"""Strength that every coalition has, so that a contest in which nobody takes part is even."""

SELF_CHALLENGE = 1e-10
"""Incentive of an option to challenge itself, so that a unanimous favourite is left standing."""

LEAST_CHANCE = 1e-300

UNLISTED = -1e9
"""Logarithm of the chance of an option that stands on no list, far below that of any that does."""

HELD_AT_ONCE = 2**14
"""Votes reckoned at a time, so many as a processor keeps at hand."""


@dataclass(frozen=True)
class Election:
    """What an election says.

    Parameters
    ----------
    probabilities : array of float, shape (n_options,)
        Chance of each option; they sum to one.
    victory : array of float, shape (n_options, n_options)
        Chance that the option of the row defeats that of the column; one half on the diagonal.
    coalitions : array of float, shape (n_options, n_options)
        Strength of those who prefer the option of the row to that of the column, in units of influence.
    """

    probabilities: Array
    victory: Array
    coalitions: Array


def condorcet_election(
    weights: ArrayLike,
    utilities: ArrayLike,
    voting: VotingRule = "proportional",
    victory_rule: VictoryRule = "linear",
    kind: ElectionKind = "one-step",
) -> Election:
    r"""Return the chance of each option in a probabilistic Condorcet election.

    .. math:: c_{ij} = \epsilon + \sum_k [w_k f(u_{ki} - u_{kj})]^+, \quad P_{ij} = \frac{c_{ij}^m}{c_{ij}^m + c_{ji}^m}

    and then ``one-step`` :math:`p_i \propto \prod_j P_{ij}`, the chance that i beats all others, given that some option
    does; or ``markov`` :math:`p_i = \frac1N \sum_j P_{ij} (p_i + p_j)`, the share of time for which i is the favourite
    while a random option challenges it; or ``markov-incentive``, where an option challenges the favourite in proportion
    to :math:`c_{ij} P_{ij}`.

    Here w_k is the weight of actor k and u_ki what option i is worth to it, c_ij the strength of those who are for
    i against j, beginning with :math:`\epsilon = 10^{-10}`, and P_ij the chance that i beats j.

    Parameters
    ----------
    weights : array of float, shape (n_actors,)
        Influence of each actor, at least 0.
    utilities : array of float, shape (n_actors, n_options)
        What each option is worth to each actor, on one scale for all; KTAB's lie in [0, 1].
    voting : str
        The response f; see `votes`.
    victory_rule : str
        The exponent m; see `victory_probability`.
    kind : {"one-step", "markov", "markov-incentive"}
        How chances of pairs become chances of options.

    Returns
    -------
    Election
        Chances of options and pairs, and coalitions. Options between which nobody chooses share alike.

    Raises
    ------
    InputError
        If a number is not finite, a weight below 0, a name unknown, shapes do not fit, or nothing is there.

    Notes
    -----
    The little strength :math:`\epsilon = 10^{-8}` of every coalition makes an even contest of one that nobody cares
    about; a unanimous favourite has chance one in the limit of great weights. The Markov kinds are solved exactly where
    KTAB iterates to 1e-6. Under ``asymmetric`` each side's coalition is counted by its own gains, so that the order of
    options does not matter; in KTAB's loop the later of two options counts as the gain.

    Examples
    --------
    >>> found = condorcet_election([0.5, 0.3, 0.2], [[1, 0.5, 0], [0, 1, 0.4], [0.2, 0.5, 1]])
    >>> found.probabilities.round(4).tolist()
    [0.3246, 0.5917, 0.0837]
    """
    known("voting", voting, VotingRule)
    known("victory_rule", victory_rule, VictoryRule)
    known("kind", kind, ElectionKind)
    weight, utility = numbers_between("weights", weights, 0, MOST_WEIGHT), allowed_utilities("utilities", utilities)
    if utility.ndim != 2 or not utility.size or weight.shape != utility.shape[:1]:
        raise InputError(
            f"`weights` has shape {weight.shape} and `utilities` {utility.shape}; give one weight for each actor, and "
            "for each actor a row with one utility for each option, at least one"
        )
    coalitions = coalition_strengths(weight, utility, voting)
    chances = victory(coalitions, np.swapaxes(coalitions, 0, 1), victory_rule)
    everything = np.ones((1, utility.shape[1]), dtype=bool)
    return Election(option_chances(coalitions, chances, everything, kind)[0], chances, coalitions)


def coalition_strengths(weights: Array, utilities: Array, voting: VotingRule) -> Array:
    """Return the strengths of coalitions, shape (n_options, n_options, ...), reckoned a few actors at a time.

    Weights have shape (n_actors, ...) and utilities (n_actors, n_options, ...); further axes are further elections.
    """
    n_actors, n_options, *stack = utilities.shape
    strengths = np.full((n_options, n_options, *stack), LEAST_COALITION)
    step = max(1, HELD_AT_ONCE * n_actors // utilities.size)
    for start in range(0, n_actors, step):
        weight, some = weights[start : start + step], utilities[start : start + step]
        few = max(1, HELD_AT_ONCE // some.size)
        for first in range(0, n_options, few):
            options = slice(first, first + few)
            better = np.maximum(some[:, options, None], some[:, None])
            better -= some[:, None]
            support = response(better, voting)
            strengths[options] += np.einsum("k...,kij...->ij...", weight, support)
    return strengths


def option_chances(coalitions: Array, chances: Array, lists: NDArray[np.bool_], kind: ElectionKind) -> Array:
    """Return the chances of options, shape (n_lists, n_options, ...), where each list is an election of its own.

    Lists have shape (n_lists, n_options, ...), coalitions and chances (n_options, n_options, ...). Options outside a
    list have no chance in it; the first option is on every list.
    """
    if kind == "one-step":
        logs = np.log(np.maximum(chances, LEAST_CHANCE))
        sums = np.einsum("ij...,lj...->li...", logs, lists.astype(float))
        scores = sums + UNLISTED * ~lists
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))
    return np.stack([_favourite(coalitions, chances, some, kind) for some in lists])


def _favourite(coalitions: Array, chances: Array, some: NDArray[np.bool_], kind: ElectionKind) -> Array:
    """Share of time for which each option of a list is the favourite, shape (n_options, ...)."""
    both = some[:, None] & some[None, :]
    challenges = np.where(both, 1.0, 0.0)  # of the option of the row, to the favourite of the column
    if kind == "markov-incentive":
        challenges = np.where(both, coalitions * chances, 0.0)
        each = np.arange(len(some))
        challenges[each, each] += SELF_CHALLENGE
        challenges = challenges / challenges.sum(axis=0)
    return stationary(np.swapaxes(challenges * chances, 0, 1))


register(
    Model(
        id="condorcet-election",
        family="collective",
        meaning="The chance of each option when influence decides between each two of them.",
        reference=(
            "Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; public source "
            "of KTAB, KAPSARC, 2017."
        ),
        status="published",
        function=condorcet_election,
        axioms=frozenset({"symmetric", "deterministic"}),
        example={"weights": [0.5, 0.3, 0.2], "utilities": [[1, 0.5, 0], [0, 1, 0.4], [0.2, 0.5, 1]]},
    )
)
