"""Third parties and bargains: printed figures, definitions, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seven_actors import (
    CAPABILITY,
    POSITIONS,
    PRINTED_CHANCES_OF_CHALLENGES,
    PRINTED_CHANCES_SEEN_BY_TARGETS,
    SALIENCE,
)
from winset.collective import interpolated_bargain, third_party_votes
from winset.collective.spatial_challenges import best_challenges, chances_seen_by_targets
from winset.collective.spatial_rules import Actors, Rules
from winset.collective.spatial_turn import standing
from winset.collective.spatial_utility import distances, risk_attitudes, seen_risk, utility
from winset.errors import InputError

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 60}
SHARE = st.floats(0, 1)


def first_turn() -> tuple[Any, Any, Actors]:
    """How things stand, what actors see, and who they are."""
    actors = Actors(np.array(SALIENCE)[..., None], np.array(CAPABILITY)[:, None])
    now = standing(np.array(POSITIONS)[..., None] / 100, actors, Rules())
    return now, seen_risk(now.risk, "one-third"), actors


def test_printed_chances_of_challenges_in_the_eyes_of_initiators_and_targets():
    """Coalitions with all third parties, semi-committed; chances are printed to .0001."""
    now, seen, actors = first_turn()
    found = best_challenges(now.distance, seen, actors, Rules())
    others = chances_seen_by_targets(now.distance, found.targets, seen, actors, Rules())
    assert np.abs(found.chances[:, 0] - PRINTED_CHANCES_OF_CHALLENGES).max() <= 0.5e-4
    assert np.abs(others[:, 0] - PRINTED_CHANCES_SEEN_BY_TARGETS).max() <= 0.5e-4


@pytest.mark.parametrize(
    ("initiator", "target", "chance", "first", "second"),
    [
        (0, 6, 0.7643, [75.61, 24.78, 71.95], [75.61, 24.79, 71.95]),
        (5, 1, 0.8510, [84.39, 34.05, 86.34], [84.39, 34.05, 86.34]),
        (1, 0, 0.7964, [81.69, 73.16, 64.50], [81.69, 73.16, 64.50]),
        (4, 0, 0.5836, [79.54, 44.72, 72.05], [79.54, 44.71, 72.05]),
        (2, 6, 0.8334, [82.26, 82.56, 2.06], [82.26, 82.56, 2.06]),
    ],
)
def test_printed_bargains(initiator, target, chance, first, second):
    """Chances are printed to .0001, which moves a place by at most .02 here; places are printed to .01."""
    salience = np.array(SALIENCE)
    found = interpolated_bargain(POSITIONS[initiator], POSITIONS[target], salience[initiator], salience[target], chance)
    assert np.abs(found[0] - first).max() <= 0.025
    assert np.abs(found[1] - second).max() <= 0.025


def test_the_source_reads_the_target_s_gain_where_it_says_chance():
    """KTAB prints 71.08 33.45 90.12 for 0 against 6 in the eyes of 6, who gives it .7660 and a gain of .0925."""
    salience = np.array(SALIENCE)
    as_printed, _ = interpolated_bargain(POSITIONS[0], POSITIONS[6], salience[0], salience[6], chance=0.0925)
    as_said, _ = interpolated_bargain(POSITIONS[0], POSITIONS[6], salience[0], salience[6], chance=0.7660)
    assert np.abs(as_printed - [71.08, 33.45, 90.12]).max() <= 0.01
    assert np.abs(as_said - [71.08, 33.45, 90.12]).max() > 15


@given(x=SHARE, y=SHARE, s=SHARE, t=SHARE, p=SHARE, rule=st.sampled_from(["s1p1", "s2p2", "s2pmax"]))
@settings(**FINE)
def test_a_bargain_lies_between_the_two_and_knows_no_sides(x, y, s, t, p, rule):
    first, second = interpolated_bargain(x, y, s, t, p, rule)
    other_second, other_first = interpolated_bargain(y, x, t, s, 1 - p, rule)
    assert (float(first), float(second)) == pytest.approx((float(other_first), float(other_second)), abs=1e-9)
    assert min(x, y) - 1e-12 <= min(first, second)
    assert max(first, second) <= max(x, y) + 1e-12


@pytest.mark.parametrize("rule", ["s1p1", "s2p2", "s2pmax"])
def test_who_neither_cares_nor_can_win_stays_and_who_is_sure_to_win_stays(rule):
    assert interpolated_bargain(0.2, 0.8, 0, 0, 0.5, rule) == (0.2, 0.8)
    first, second = interpolated_bargain(0.2, 0.8, 0.5, 0.5, 1, rule)
    assert (float(first), float(second)) == pytest.approx((0.2, 0.2), abs=1e-5)


def test_even_odds_under_s2pmax_move_nobody_and_a_lead_moves_the_loser_alone():
    assert interpolated_bargain(0, 1, 0.5, 0.5, 0.5, "s2pmax") == (0, 1)
    first, second = interpolated_bargain(0, 1, 0.5, 0.5, 0.75, "s2pmax")
    assert float(first) == 0
    assert float(second) == pytest.approx(1 - 0.5 * 0.25 / (0.5 * 0.25 + 1e-6 + 0.5 * 0.25))


@given(
    some=st.lists(st.tuples(st.floats(0, 100), SHARE, SHARE), min_size=1, max_size=4),
    ours=st.floats(0.01, 100),
    theirs=st.floats(0.01, 100),
)
@settings(**FINE)
def test_third_parties_answer_in_kind_when_sides_are_exchanged(some, ours, theirs):
    weights, first, second = (list(column) for column in zip(*some, strict=True))
    own = [1.0] * len(weights)
    found = third_party_votes(weights, first, second, own, ours, theirs)
    other = third_party_votes(weights, second, first, own, theirs, ours)
    assert other == pytest.approx(-found, abs=1e-9)
    assert (np.abs(found) <= np.array(weights) + 1e-9).all()


def test_those_who_may_keep_or_must_give_up_their_position_anyhow_have_no_reason_to_vote():
    for commitment in ("none", "full"):
        assert third_party_votes([5, 9], [0.9, 0.1], [0.2, 0.3], [1, 1], 3, 4, commitment).tolist() == [0, 0]


def test_a_semi_committed_vote_is_the_difference_of_what_joining_brings():
    q = (3 + 5 * 0.7) / (3 + 4 + 5 * 0.7)
    with_first, with_second = q * (2 * 0.9 + 1) + (1 - q) * 3 * 0.2, q * 3 * 0.9 + (1 - q) * (2 * 0.2 + 1)
    found = third_party_votes([5], [0.9], [0.2], [1], 3, 4)
    assert found == pytest.approx([5 * (with_first - with_second)])


def test_distance_utility_and_risk_are_their_definitions():
    far = distances(np.array([[0.0], [0.0]]), np.array([[1.0], [1.0]]), np.array([[0.3], [0.4]]))
    assert far == pytest.approx([1.0])
    assert distances(np.zeros((2, 1)), np.ones((2, 1)), np.zeros((2, 1))).tolist() == [0.0]
    assert utility(np.array(0.25), np.array([-1.0, 0.0, 1.0])) == pytest.approx([0.75 * 0.75, 0.75, 0.75 * 1.25])
    for name, lowest in (("min", 0.0), ("mid", -0.5), ("max", -1.0)):
        assert risk_attitudes(np.array([0.7, 0.1, 0.2]), name)[:2].tolist() == pytest.approx([1.0, lowest])
    assert risk_attitudes(np.array([0.5, 0.5]), "mid").tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: interpolated_bargain(0, 1, 0.5, 1.2, 0.5), "`salience_second` is 1.2"),
        (
            lambda: interpolated_bargain(0, 1, 0.5, 0.2, -0.5),
            "`chance` is -0.5; it must be a finite number from 0 to 1",
        ),
        (lambda: interpolated_bargain(np.inf, 1, 0.5, 0.2, 0.5), "`first` is inf"),
        (lambda: interpolated_bargain(0, 1, 0.5, 0.2, 0.5, "p2"), "`interpolation` is 'p2'"),
        (lambda: third_party_votes([1], [1], [0], [1], 0, 1), "`strength_first` is 0"),
        (lambda: third_party_votes([1], [1], [0], [np.nan], 1, 1), r"`own\[0\]` is nan"),
        (lambda: third_party_votes([1], [1], [0], [1], 1, 1, "half"), "`commitment` is 'half'"),
    ],
)
def test_what_is_refused(call, complaint):
    with pytest.raises(InputError, match=complaint):
        call()
