"""The spatial model of politics: printed runs of its source, plain loops, symmetries, and what it does at the edges."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plain_spatial
from seven_actors import (
    CAPABILITY,
    POSITIONS,
    PRINTED_CHANCES,
    PRINTED_COURSE,
    PRINTED_FIRST,
    PRINTED_GAINS,
    PRINTED_RISK,
    PRINTED_TARGETS,
    SALIENCE,
)
from winset.collective import spatial_ends, spatial_model
from winset.collective.bargains import Interpolation
from winset.collective.spatial_rules import Bargaining, Rules, checked_actors
from winset.collective.spatial_turn import next_positions, standing
from winset.collective.spatial_utility import RiskRange, RiskView
from winset.collective.third_parties import Commitment
from winset.collective.voting_rules import VotingRule
from winset.errors import InputError

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 40}


def test_the_source_s_run_in_three_dimensions_comes_out_to_the_last_printed_digit():
    """Tolerances are half of the last printed digit, and a hair for the rounding of numbers on the edge."""
    found = spatial_model(POSITIONS, SALIENCE, CAPABILITY)
    run = found.value
    assert found.status == "ok"
    assert found.diagnostics["turns"] == 10
    assert np.abs(run.risk[0] - PRINTED_RISK).max() <= 0.5e-3 + 1e-12
    assert run.targets[0].tolist() == PRINTED_TARGETS
    assert np.abs(run.gains[0] - PRINTED_GAINS).max() <= 0.5e-4 + 1e-12
    assert run.positions[1] == pytest.approx(np.array(PRINTED_FIRST), abs=1e-10)
    for actor, course in PRINTED_COURSE.items():
        assert np.abs(run.positions[:, actor] - np.array(course).T).max() <= 0.05 + 1e-9
    for actor, chances in PRINTED_CHANCES.items():
        assert np.abs(run.chances[:, actor] - chances).max() <= 0.5e-4 + 1e-12


@st.composite
def contests(draw: st.DrawFn, least: int = 1, most: int = 6) -> tuple[Any, Any, Any]:
    """A few actors, some of them in one place, indifferent or without capability."""
    n, k = draw(st.integers(least, most)), draw(st.integers(1, 3))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    positions, salience = rng.uniform(0, 100, (n, k)), rng.uniform(0, 1, (n, k)) * rng.uniform(0, 1, (n, 1)) / k
    capability = rng.uniform(0, 100, n)
    if draw(st.booleans()):
        who, other = draw(st.integers(0, n - 1)), draw(st.integers(0, n - 1))
        positions[who] = positions[other]
        salience[draw(st.integers(0, n - 1))] = 0
        capability[draw(st.integers(0, n - 1))] = 0
    return positions, salience, capability


@st.composite
def rule_books(draw: st.DrawFn) -> dict[str, Any]:
    """One of each rule."""
    return {
        "voting": draw(st.sampled_from(get_args(VotingRule))),
        "victory_rule": draw(st.sampled_from(["linear", "square", "quartic"])),
        "commitment": draw(st.sampled_from(get_args(Commitment))),
        "interpolation": draw(st.sampled_from(get_args(Interpolation))),
        "bargaining": draw(st.sampled_from(get_args(Bargaining))),
        "risk_range": draw(st.sampled_from(get_args(RiskRange))),
        "risk_view": draw(st.sampled_from(get_args(RiskView))),
    }


@given(some=contests(), rules=rule_books())
@settings(**FINE | {"max_examples": 60})
def test_each_turn_is_that_of_plain_loops_under_any_rules(some, rules):
    """Strengths start at 1e-10, so that between neighbours a rounding of 1e-16 may move a chance by 1e-6."""
    positions, salience, capability = some
    run = spatial_model(positions / 100, salience, capability, high=1, most_turns=4, quiet=0, **rules).value
    for before, after, targets in zip(run.positions, run.positions[1:], run.targets, strict=False):
        slow, whom = plain_spatial.turn(before.tolist(), salience.tolist(), capability.tolist(), rules)
        assert targets.tolist() == whom
        assert np.abs(after - slow).max() <= 1e-6


@given(some=contests(), rules=rule_books(), kind=st.sampled_from(["one-step", "markov", "markov-incentive"]))
@settings(**FINE)
def test_whatever_the_rules_positions_stay_within_those_held_and_chances_are_chances(some, rules, kind):
    run = spatial_model(*some, most_turns=5, kind=kind, **rules).value
    for before, after in pairwise(run.positions):
        assert (after <= before.max(axis=0) + 0.01).all()
        assert (after >= before.min(axis=0) - 0.01).all()
    assert ((run.chances >= 0) & (run.chances <= 1 + 1e-12)).all()
    assert (np.abs(run.risk) <= 1 + 1e-12).all()
    assert (run.forecast <= run.positions[-1].max(axis=0) + 1e-9).all()


@given(seed=st.integers(0, 2**32 - 1), data=st.data())
@settings(**FINE)
def test_the_order_of_actors_and_of_dimensions_does_not_matter(seed, data):
    rng = np.random.default_rng(seed)
    place, care, power = rng.uniform(0, 100, (6, 3)), rng.uniform(0, 0.33, (6, 3)), rng.uniform(1, 9, 6)
    rows, columns = data.draw(st.permutations(range(6))), data.draw(st.permutations(range(3)))
    run = spatial_model(place, care, power, most_turns=3).value
    other = spatial_model(place[rows][:, columns], care[rows][:, columns], power[rows], most_turns=3).value
    assert other.positions == pytest.approx(run.positions[:, rows][:, :, columns], abs=1e-9)
    assert other.chances[0] == pytest.approx(run.chances[0, rows], abs=1e-9)
    assert other.risk == pytest.approx(run.risk[:, rows], abs=1e-9)


@given(some=contests(least=2), rules=rule_books(), data=st.data())
@settings(**FINE)
def test_zero_unit_and_direction_of_a_scale_restate_the_course(some, rules, data):
    place, care, power = some
    units = np.array(data.draw(st.lists(st.sampled_from([-2.0, -0.25, 0.5, 4.0]), min_size=3, max_size=3)))
    units, zero = units[: place.shape[1]], data.draw(st.sampled_from([-256.0, 0.0, 64.0]))
    ends = np.sort([zero + 0 * units, zero + 100 * units], axis=0)
    run = spatial_model(place, care, power, most_turns=1, **rules).value
    other = spatial_model(place * units + zero, care, power, *ends, most_turns=1, **rules).value
    assert other.targets.tolist() == run.targets.tolist()
    assert other.positions == pytest.approx(run.positions * units + zero, abs=1e-4)
    assert other.risk == pytest.approx(run.risk, abs=1e-6)


@given(some=contests(least=2), rules=rule_books(), where=st.integers(0, 100))
@settings(**FINE)
def test_a_dimension_to_which_nobody_attends_changes_nothing_in_the_others(some, rules, where):
    place, care, power = some
    n, k = place.shape
    run = spatial_model(place, care, power, most_turns=2, **rules).value
    wider = spatial_model(np.c_[place, np.full(n, where)], np.c_[care, np.zeros(n)], power, most_turns=2, **rules).value
    assert wider.positions[..., :k] == pytest.approx(run.positions, abs=1e-6)
    assert wider.positions[..., k] == pytest.approx(where, abs=1e-9)
    assert wider.risk == pytest.approx(run.risk, abs=1e-9)


@given(some=contests(least=2), rules=rule_books(), many=st.sampled_from([0.5, 2, 8]))
@settings(**FINE)
def test_the_unit_of_capability_does_not_matter_where_votes_are_in_proportion(some, rules, many):
    place, care, power = some
    rules |= {"voting": "proportional"}
    run, other = (spatial_model(place, care, c, most_turns=1, **rules).value for c in (power + 1, (power + 1) * many))
    assert other.targets.tolist() == run.targets.tolist()
    assert other.positions == pytest.approx(run.positions, abs=1e-3)


def test_the_unit_of_capability_can_matter_beside_the_strength_that_all_start_with():
    """Under cubic votes gains of a few per cent make strengths that are not large beside the source's 1e-10."""
    place = [94.30561056, 51.13275528, 97.62437057, 8.08360239]
    care, power = [0.52939277, 0.20478664, 0.72348736, 0.08327656], np.array([44.05, 79.89, 99.42, 37.97])
    rules: dict[str, Any] = {"voting": "cubic", "victory_rule": "square", "interpolation": "s1p1", "risk_view": "none"}
    rules |= {"bargaining": "both", "risk_range": "min", "most_turns": 1}
    runs = [spatial_model(place, np.c_[care], power * unit, **rules).value for unit in (1, 2)]
    assert runs[0].targets.tolist() == runs[1].targets.tolist()
    assert runs[0].positions[1, 3] != pytest.approx(runs[1].positions[1, 3], abs=30)


def test_the_unit_of_the_scale_does_not_matter():
    place = np.array(POSITIONS)
    percent = spatial_model(place, SALIENCE, CAPABILITY).value
    shifted = spatial_model(place * [1, 2, 0.1] + [5, 0, -3], SALIENCE, CAPABILITY, [5, 0, -3], [105, 200, 7]).value
    assert shifted.positions == pytest.approx(percent.positions * [1, 2, 0.1] + [5, 0, -3], abs=1e-9)
    assert shifted.forecast == pytest.approx(percent.forecast * [1, 2, 0.1] + [5, 0, -3], abs=1e-9)


def test_every_draw_ends_as_a_run_of_its_own_however_many_are_played_at_a_time(monkeypatch):
    rng = np.random.default_rng(3)
    place, care, power = rng.uniform(0, 100, (40, 5, 2)), rng.uniform(0, 0.5, (40, 5, 2)), rng.uniform(1, 9, (40, 5))
    ends = spatial_ends(place, care, power, most_turns=12)
    assert not ends.settled.all()
    assert ends.settled.any()
    for d in range(40):
        alone = spatial_model(place[d], care[d], power[d], most_turns=12)
        assert alone.diagnostics["turns"] == ends.turns[d]
        assert (alone.status == "ok") == ends.settled[d]
        assert ends.positions[d] == pytest.approx(alone.value.positions[-1], abs=1e-9)
        assert ends.chances[d] == pytest.approx(alone.value.chances[-1], abs=1e-9)
        assert ends.forecasts[d] == pytest.approx(alone.value.forecast, abs=1e-9)
    monkeypatch.setattr("winset.collective.spatial_draws.HELD_AT_ONCE", 1)
    one_by_one = spatial_ends(place, care, power, most_turns=12)
    assert one_by_one.positions == pytest.approx(ends.positions, abs=1e-9)
    assert one_by_one.turns.tolist() == ends.turns.tolist()


def test_the_number_of_workers_changes_no_byte(monkeypatch):
    monkeypatch.setattr("winset.collective.spatial_draws.HELD_AT_ONCE", 100)
    rng = np.random.default_rng(5)
    given = rng.uniform(0, 100, (90, 5, 2)), rng.uniform(0, 0.5, (90, 5, 2)), rng.uniform(1, 9, (90, 5))
    one, three = (spatial_ends(*given, most_turns=8, workers=workers) for workers in (1, 3))
    for field in ("positions", "chances", "forecasts", "turns", "settled"):
        assert getattr(one, field).tobytes() == getattr(three, field).tobytes()
    with pytest.raises(InputError, match="`workers` is 0"):
        spatial_ends(*given, workers=0)


def test_runs_with_a_generator_are_drawn_and_the_same_seed_draws_the_same():
    first, again, other = (spatial_model(POSITIONS, SALIENCE, CAPABILITY, rng=seed).value for seed in (1, 1, 2))
    assert np.array_equal(first.positions, again.positions)
    assert first.positions.shape != other.positions.shape or not np.array_equal(first.positions, other.positions)


def test_drawn_bargains_come_as_often_as_their_chances_say():
    """Actor 0 of the printed run has five bargains before it, with chances of .0004 .2938 .0137 .4968 .1953."""
    inputs = [np.repeat(np.array(each)[None], 2000, axis=0) for each in (POSITIONS, SALIENCE, CAPABILITY)]
    places, actors, scale = checked_actors(*inputs, 0, 100, draws=True)
    after, _ = next_positions(standing(places, actors, Rules()), actors, Rules(), np.random.default_rng(7))
    moves = scale.width[1] * after[0, 1]
    places, counts = np.unique(np.round(moves, 2), return_counts=True)
    shares = dict(zip(places.tolist(), counts / 2000, strict=True))
    for place, chance in {24.78: 0.2938, 73.16: 0.0137, 44.71: 0.4968, 50.76: 0.1953}.items():
        assert abs(shares[place] - chance) < 4 * np.sqrt(chance * (1 - chance) / 2000)


def test_one_actor_stays_and_is_sure():
    found = spatial_model([30.0], [0.5], [10.0])
    assert found.status == "ok"
    assert found.diagnostics["turns"] == 2, "the source plays two turns at least"
    assert found.value.positions[-1].tolist() == [[30.0]]
    assert found.value.chances[-1].tolist() == [1.0]
    assert found.value.risk[-1].tolist() == [0.0]
    assert found.value.targets[-1].tolist() == [-1]


def test_two_of_equal_weight_are_neutral_to_risk_and_meet_or_stay():
    found = spatial_model([20.0, 80.0], [0.5, 0.5], [10.0, 10.0]).value
    assert found.risk[0].tolist() == [0.0, 0.0]
    assert found.gains[0].tolist() == pytest.approx([0.6 * (1 - 2 * 0.5 * 0.5)] * 2, abs=1e-9)


@pytest.mark.parametrize("kind", ["one-step", "markov", "markov-incentive"])
def test_actors_at_one_place_stay_there_and_share_its_chance(kind):
    found = spatial_model([[50, 50]] * 4, [[0.4, 0.2]] * 4, [1, 2, 3, 4], kind=kind)
    assert found.status == "ok"
    assert (found.value.positions == 50).all()
    assert found.value.chances[-1].tolist() == [1.0] * 4
    assert found.value.forecast.tolist() == [50, 50]


def test_nobody_with_capability_moves_anybody_only_by_ties():
    found = spatial_model([10, 50, 90], [0.5, 0.5, 0.5], [0, 0, 0])
    assert (found.value.positions[-1].ravel() == [10, 50, 90]).all()
    assert found.value.chances[-1] == pytest.approx([1 / 3] * 3)


def test_the_indifferent_neither_challenge_nor_resist():
    run = spatial_model([[10, 10], [90, 90], [50, 20]], [[0.5, 0.4], [0, 0], [0.3, 0.3]], [10, 10, 10]).value
    assert (run.targets[:, 1] == -1).all()
    assert run.gains[0, 0] == pytest.approx(1 - float(1 - 0.8) * (1 + 0.8 * run.risk[0, 0]))


def test_a_run_that_is_cut_short_says_so():
    found = spatial_model(POSITIONS, SALIENCE, CAPABILITY, most_turns=4)
    assert found.status == "not_converged"
    assert found.diagnostics["turns"] == 4
    assert spatial_model(POSITIONS, SALIENCE, CAPABILITY, most_turns=1).status == "not_converged"


def test_no_input_is_changed():
    given_ = [np.array(POSITIONS), np.array(SALIENCE), np.array(CAPABILITY)]
    copies = [each.copy() for each in given_]
    spatial_model(*given_, bargaining="compromise")
    spatial_ends(*(each[None] for each in given_))
    assert all(np.array_equal(now, before) for now, before in zip(given_, copies, strict=True))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"positions": [[np.nan, 0]] * 2}, r"`positions\[0, 0\]` is nan"),
        ({"positions": [[10, 20], [30, 140]]}, "`positions` holds 140; it must lie from `low` to `high`.* 0 to 100"),
        ({"salience": [[0.7, 0.7], [0.1, 0.1]]}, "`salience` adds up to 1.4 for an actor"),
        ({"salience": [[70, 7], [0.1, 0.1]]}, r"`salience\[0, 0\]` is 70; it must be a finite number from 0 to 1"),
        ({"capability": [1, -1]}, r"`capability\[1\]` is -1"),
        (
            {"capability": [1, 2, 3]},
            r"`capability` \(3,\); give \(n_actors, n_dimensions\) twice and \(n_actors\) once",
        ),
        ({"positions": np.zeros((0, 2)), "salience": np.zeros((0, 2)), "capability": []}, "at least one of each"),
        ({"low": 100.0}, "`low` is 100.0 and `high` 100.0; on every dimension the first must be below the second"),
        ({"voting": "loud"}, "`voting` is 'loud'"),
        ({"bargaining": "none"}, "`bargaining` is 'none'; take one of 'initiator', 'both', 'compromise'"),
        ({"most_turns": 0}, "`most_turns` is 0"),
        ({"quiet": 2}, "`quiet` is 2"),
    ],
)
def test_what_is_refused(changes, complaint):
    fine = {"positions": [[10, 20], [30, 40]], "salience": [[0.2, 0.3], [0.4, 0.5]], "capability": [1, 2]}
    with pytest.raises(InputError, match=complaint):
        spatial_model(**(fine | changes))


def test_draws_are_refused_without_their_axis():
    with pytest.raises(InputError, match=r"give \(n_draws, n_actors, n_dimensions\) twice"):
        spatial_ends([[10, 20]], [[0.2, 0.3]], [1])


def test_every_rule_has_the_source_s_default():
    """As the header of KTAB's check runs lists them."""
    assert Rules() == Rules(
        "proportional", "linear", "one-step", "semi", "s2p2", "initiator", risk_range="mid", risk_view="one-third"
    )
