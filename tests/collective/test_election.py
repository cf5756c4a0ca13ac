"""Elections by influence: definition in loops, printed figures, limits and symmetries."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import plain_spatial
from winset.collective import condorcet_election
from winset.collective.election import ElectionKind, option_chances
from winset.collective.victory import VictoryRule, victory
from winset.collective.voting_rules import VotingRule
from winset.errors import InputError

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 30}
KINDS, VOTING, VICTORY = get_args(ElectionKind), get_args(VotingRule), get_args(VictoryRule)
W, U = [0.5, 0.3, 0.2], [[1, 0.5, 0], [0, 1, 0.4], [0.2, 0.5, 1]]

PRINTED_COALITIONS = [
    [0.000, 0.443, 4.336, 0.710, 1.692],
    [7.917, 0.000, 7.906, 3.588, 4.778],
    [6.792, 2.889, 0.000, 2.346, 1.630],
    [9.194, 4.598, 8.373, 0.000, 2.996],
    [8.705, 4.318, 6.186, 1.525, 0.000],
]
PRINTED_VICTORY = [
    [0.5000, 0.0530, 0.3896, 0.0716, 0.1627],
    [0.9470, 0.5000, 0.7324, 0.4383, 0.5253],
    [0.6104, 0.2676, 0.5000, 0.2188, 0.2085],
    [0.9284, 0.5617, 0.7812, 0.5000, 0.6627],
    [0.8373, 0.4747, 0.7915, 0.3373, 0.5000],
]
PRINTED_CHANCES = [0.0004, 0.2938, 0.0137, 0.4968, 0.1953]
"""An election of five bargains in KTAB's own check run on `dummyData_3Dim`, 30 May 2017, actor 0 in the first turn."""


@st.composite
def electorates(draw: st.DrawFn) -> tuple[Any, Any]:
    """Weights and utilities of a few actors over a few options, ties and nothing at stake included."""
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    worth = st.floats(0, 1, width=16) | st.sampled_from([0.0, 0.5, 1.0])
    return (
        draw(arrays(float, n, elements=st.floats(0, 100, width=16))),
        draw(arrays(float, (n, m), elements=worth)),
    )


def test_printed_coalitions_give_the_printed_chances():
    """Strengths are printed to .001, of which .443 is the least, so that chances are good to about 1 in 2,000 of it."""
    coalitions = np.array(PRINTED_COALITIONS)
    chances = victory(coalitions, coalitions.T, "linear")
    assert np.abs(chances - PRINTED_VICTORY).max() <= 1.2e-4
    everything = np.ones((1, 5), dtype=bool)
    assert np.abs(option_chances(coalitions, chances, everything, "one-step")[0] - PRINTED_CHANCES).max() <= 1.2e-4


@pytest.mark.parametrize("voting", VOTING)
@given(some=electorates(), victory_rule=st.sampled_from(["linear", "square", "quartic", "octic"]))
@settings(**FINE)
def test_one_step_is_the_definition_in_loops(voting, some, victory_rule):
    weights, utilities = some
    slow = plain_spatial.election(list(weights), utilities.tolist(), {"voting": voting, "victory_rule": victory_rule})
    found = condorcet_election(weights, utilities, voting, victory_rule)
    assert found.probabilities == pytest.approx(slow, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("victory_rule", VICTORY)
@given(some=electorates(), voting=st.sampled_from(VOTING))
@settings(**FINE)
def test_chances_are_chances_whatever_the_rules(kind, victory_rule, some, voting):
    found = condorcet_election(*some, voting, victory_rule, kind)
    assert found.probabilities.min() >= 0
    assert found.probabilities.sum() == pytest.approx(1, abs=1e-12)
    assert np.abs(found.victory + found.victory.T - 1).max() < 1e-12


@given(some=electorates(), voting=st.sampled_from(VOTING), victory_rule=st.sampled_from(VICTORY))
@settings(**FINE)
def test_a_uniform_chain_stays_where_it_is(some, voting, victory_rule):
    found = condorcet_election(*some, voting, victory_rule, "markov")
    p = found.probabilities
    assert p == pytest.approx((found.victory * (p[:, None] + p[None])).mean(axis=1), rel=1e-9, abs=1e-12)


@given(some=electorates(), voting=st.sampled_from(VOTING), victory_rule=st.sampled_from(VICTORY))
@settings(**FINE)
def test_a_chain_of_incentives_stays_where_it_is(some, voting, victory_rule):
    """The step from favourite b to a: a challenges in proportion to strength times chance, and then has to win."""
    found = condorcet_election(*some, voting, victory_rule, "markov-incentive")
    p, won = found.probabilities, found.victory
    incentive = found.coalitions * won + 1e-10 * np.eye(len(p))
    proposed = incentive / incentive.sum(axis=0)
    contest = p[:, None] * proposed.T + p[None] * proposed
    assert p == pytest.approx((won * contest).sum(axis=1), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
@given(some=electorates(), voting=st.sampled_from(VOTING), data=st.data())
@settings(**FINE)
def test_names_and_order_do_not_matter(kind, some, voting, data):
    weights, utilities = some
    actors = data.draw(st.permutations(range(len(weights))))
    options = data.draw(st.permutations(range(utilities.shape[1])))
    found = condorcet_election(weights, utilities, voting, "square", kind).probabilities
    other = condorcet_election(weights[actors], utilities[actors][:, options], voting, "square", kind).probabilities
    assert other == pytest.approx(found[options], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("voting", VOTING)
def test_a_unanimous_favourite_is_chosen_in_the_limit(kind, voting):
    shortfall = [
        1 - condorcet_election([w, w], [[0.9, 0.2, 0.5], [1, 0.6, 0.1]], voting, kind=kind).probabilities[0]
        for w in (1e2, 1e5, 1e8)
    ]
    assert shortfall[0] < 1e-7
    assert shortfall[2] <= max(shortfall[0] * 1e-3, 1e-15)


def test_a_cycle_that_all_agree_on_leaves_every_option_the_same_share_of_time():
    """The example of the paper on incentives: everybody prefers a to b, b to c and, pair by pair, c to a."""
    coalitions = np.array([[1e-8, 1, 1e-8], [1e-8, 1e-8, 1], [1, 1e-8, 1e-8]])
    for kind in ("markov", "markov-incentive"):
        chances = option_chances(coalitions, victory(coalitions, coalitions.T, "linear"), np.ones((1, 3), bool), kind)
        assert chances[0] == pytest.approx([1 / 3] * 3, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_with_influence_nothing_at_stake_or_one_option(kind):
    assert condorcet_election([0, 0], [[1, 0], [1, 0]], kind=kind).probabilities.tolist() == [0.5, 0.5]
    assert condorcet_election([3, 4], [[0.2, 0.2, 0.2]] * 2, kind=kind).probabilities == pytest.approx([1 / 3] * 3)
    assert condorcet_election([3], [[0.2]], kind=kind).probabilities.tolist() == [1.0]


def test_many_actors_are_reckoned_in_parts_and_give_the_same():
    rng = np.random.default_rng(5)
    weights, utilities = rng.uniform(0, 1, 3000), rng.uniform(0, 1, (3000, 4))
    found = condorcet_election(weights, utilities).coalitions
    gain = utilities[:, :, None] - utilities[:, None, :]
    assert found == pytest.approx(1e-8 + (weights[:, None, None] * np.maximum(gain, 0)).sum(axis=0), rel=1e-12)


def test_no_input_is_changed():
    weights, utilities = np.array(W), np.array(U, dtype=float)
    before = weights.copy(), utilities.copy()
    for kind in KINDS:
        condorcet_election(weights, utilities, "cubic", "octic", kind)
    assert np.array_equal(weights, before[0])
    assert np.array_equal(utilities, before[1])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (([0.5, -1, 0], U), r"`weights\[1\]` is -1"),
        ((W, [[1, 0.5, 0], [0, np.nan, 0.4], [0.2, 0.5, 1]]), r"`utilities\[1, 1\]` is nan"),
        (([1, 2], U), r"`weights` has shape \(2,\) and `utilities` \(3, 3\)"),
        (([], np.zeros((0, 2))), "at least one"),
        ((W, np.zeros((3, 0))), "at least one"),
        ((W, U, "loud"), "`voting` is 'loud'"),
        ((W, U, "binary", "cubic"), "`victory_rule` is 'cubic'"),
        ((W, U, "binary", "linear", "twice"), "`kind` is 'twice'"),
    ],
)
def test_what_is_refused(arguments, complaint):
    with pytest.raises(InputError, match=complaint):
        condorcet_election(*arguments)
