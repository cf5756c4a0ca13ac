"""Votes by influence and the chance of the stronger coalition: definitions, symmetries, refusals."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.collective import victory_probability, votes
from winset.collective.victory import VictoryRule
from winset.collective.voting_rules import VotingRule
from winset.errors import InputError

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 60}
WORTH = st.floats(0, 1)
STRENGTH = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("rule", "gain", "loss"),
    [
        ("proportional", 0.5, -0.5),
        ("binary", 1.0, -1.0),
        ("cubic", 0.125, -0.125),
        ("proportional-binary", 0.8 * 0.5 + 0.2, -0.8 * 0.5 - 0.2),
        ("proportional-cubic", 0.5 * 0.5 + 0.5 * 0.125, -0.5 * 0.5 - 0.5 * 0.125),
        ("asymmetric", 1 / 3, -0.5),
    ],
)
def test_each_rule_is_its_definition(rule, gain, loss):
    found = votes([10, 10], [0.75, 0.25], [0.25, 0.75], rule)
    assert found == pytest.approx([10 * gain, 10 * loss], rel=1e-14)


@pytest.mark.parametrize("rule", get_args(VotingRule))
@given(first=WORTH, second=WORTH, weight=st.floats(0, 1e3))
@settings(**FINE)
def test_an_actor_votes_for_what_it_likes_better_and_never_more_than_its_weight(rule, first, second, weight):
    found = float(votes(weight, first, second, rule))
    assert found * (first - second) >= 0
    assert abs(found) <= weight * (1 + 1e-12)
    if first == second or weight == 0:
        assert found == 0
    if rule != "asymmetric":
        assert found == -float(votes(weight, second, first, rule))


def test_a_binary_vote_is_not_cast_by_rounding():
    assert 0.1 + 0.2 > 0.3
    assert votes(1e9, [0.1 + 0.2, 0.3 + 1e-9], 0.3, "binary").round(-6).tolist() == [0.0, 1e8]


@pytest.mark.parametrize("rule", get_args(VictoryRule))
@given(first=STRENGTH, second=STRENGTH)
@settings(**FINE)
def test_chances_of_both_sides_add_up_to_one_and_the_stronger_is_the_likelier(rule, first, second):
    one, other = float(victory_probability(first, second, rule)), float(victory_probability(second, first, rule))
    assert one + other == pytest.approx(1, abs=1e-12)
    assert (one - 0.5) * (first - second) >= 0


@pytest.mark.parametrize(
    ("rule", "twice", "eleven_to_ten"),
    [
        ("linear", 2 / 3, 11 / 21),
        ("square", 4 / 5, 121 / 221),
        ("quartic", 16 / 17, 1.1**4 / (1.1**4 + 1)),
        ("octic", 256 / 257, 1.1**8 / (1.1**8 + 1)),
        ("threshold", 1 - 1e-6, 1 - 1e-6),
    ],
)
def test_each_law_of_victory_is_its_definition(rule, twice, eleven_to_ten):
    assert victory_probability([2, 11], [1, 10], rule) == pytest.approx([twice, eleven_to_ten], abs=2e-12)


def test_the_threshold_is_a_straight_line_within_a_tenth():
    share = np.linspace(10 / 21, 11 / 21, 5)
    assert victory_probability(share, 1 - share, "threshold")[1:-1] == pytest.approx([0.25, 0.5, 0.75], abs=1e-12)


def test_strengths_without_measure_neither_overflow_nor_vanish():
    found = victory_probability([1e300, 0, 1e-300, 0], [1e300, 0, 0, 1e300], "octic")
    assert found.tolist() == [0.5, 0.5, 1.0, 0.0]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: votes([1], [np.nan], [0]), r"`first\[0\]` is nan"),
        (lambda: votes([-1], [1], [0]), r"`weights\[0\]` is -1"),
        (lambda: votes([1e101], [1], [0]), r"`weights\[0\]` is 1e\+101; it must be a finite number from 0 to 1e\+100"),
        (lambda: votes([1], [1], [0], "loud"), r"`rule` is 'loud'; take one of 'proportional'"),
        (lambda: victory_probability(-1, 1), "`first` is -1; it must be a finite number, at least 0"),
        (lambda: victory_probability(1, np.inf), "`second` is inf"),
        (lambda: victory_probability(1, 1, "cubic"), "`rule` is 'cubic'"),
    ],
)
def test_what_is_refused(call, complaint):
    with pytest.raises(InputError, match=complaint):
        call()
