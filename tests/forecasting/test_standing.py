"""Who stands where, and who gains: by definition, on cases small enough to check in the head."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons import certain_comparison, sample_comparison, two_issues
from winset.collective.decision import Decision
from winset.forecasting.comparison import Comparison
from winset.forecasting.standing import gains, yardsticks

QUICK = settings(deadline=None, derandomize=True)


def decision(position: object, salience: object, reference: object = None, present: object = None) -> Decision:
    """Return a decision on scales from 0 to 10."""
    x = np.array(position, dtype=float)
    here = None if present is None else np.array(present)
    at = None if reference is None else np.array(reference, dtype=float)
    scale = np.array([[0.0, 10.0]] * x.shape[1])
    actors, issues = (tuple(f"{kind}{place}" for place in range(n)) for kind, n in zip("ai", x.shape, strict=True))
    return Decision(actors, issues, x, np.array(salience, dtype=float), np.ones(x.shape), here, at, scale)


def test_a_gain_is_measured_from_the_reference_point_and_else_from_the_mean() -> None:
    both = decision([[0, 2], [8, 6]], np.ones((2, 2)), [10, math.nan])
    assert yardsticks(both).tolist() == [10, 4]
    one = decision([[0], [8]], np.ones((2, 1)), [10])
    assert gains(one, np.array([6.0])) == pytest.approx((0.4, 0.0))


def test_issues_count_by_salience_as_shares_of_their_scales() -> None:
    """The first actor gains .4 where nearly nothing matters to it and loses .2 where much does."""
    traded = decision([[0, 0], [10, 10]], [[0.25, 0.75], [1, 0]], [10, 4])
    assert gains(traded, np.array([6.0, 6.0])) == pytest.approx((0.25 * 0.4 - 0.75 * 0.2, -0.4))


def test_who_takes_no_part_in_an_issue_gains_nothing_there_and_who_cares_for_nothing_gains_nothing() -> None:
    apart = decision([[0, 0], [10, 10]], [[1, 1], [0, 0]], [5, 5], [[True, False], [True, True]])
    assert gains(apart, np.array([0.0, math.nan])) == (pytest.approx(0.5), None)
    assert gains(apart, np.array([0.0, 0.0]))[1] == 0


@QUICK
@given(
    st.lists(st.tuples(st.floats(0, 10), st.floats(0, 1)), min_size=1, max_size=5), st.floats(0, 10), st.floats(0, 10)
)
def test_gains_lie_between_minus_one_and_one_and_turn_with_the_yardstick(
    actors: list[tuple[float, float]], outcome: float, reference: float
) -> None:
    position, salience = ([[actor[part]] for actor in actors] for part in (0, 1))
    there = gains(decision(position, salience, [reference]), np.array([outcome]))
    back = gains(decision(position, salience, [outcome]), np.array([reference]))
    assert all(gain is not None and abs(gain) <= 1 + 1e-12 for gain in there)
    assert [-gain for gain in there if gain is not None] == pytest.approx(back, abs=1e-12)


@pytest.mark.parametrize("found", [sample_comparison(), two_issues(), certain_comparison()])
def test_a_comparison_holds_the_gains_of_its_own_outcomes(found: Comparison) -> None:
    """By the definition, actor by actor, from what the document itself says."""
    width = {issue.id: issue.high - issue.low for issue in found.issues}
    mark = {issue.id: issue.yardstick for issue in found.issues}
    for line in found.lines:
        said = {outcome.issue: outcome.central for outcome in line.outcomes}
        for actor, gain in zip(found.actors, line.gains, strict=True):
            outcomes = [said[at.issue] for at in actor.stands]
            if None in outcomes:
                assert gain is None
                continue
            nearer = [
                at.salience * (abs(mark[at.issue] - at.position) - abs(outcome - at.position)) / width[at.issue]
                for at, outcome in zip(actor.stands, outcomes, strict=True)
                if outcome is not None
            ]
            assert gain == pytest.approx(sum(nearer) / (sum(at.salience for at in actor.stands) or 1), abs=1e-12)


def test_actors_stand_where_the_case_puts_them() -> None:
    city, farmers, anglers = two_issues().actors
    assert [(at.issue, at.position, at.low, at.high) for at in city.stands] == [
        ("height", 33, pytest.approx(30, abs=0.31), pytest.approx(36, abs=0.31)),
        ("year", 2022, 2022, 2022),
    ]
    assert [at.salience for at in farmers.stands] == [0.5, 0.4]
    assert (anglers.name, [at.issue for at in anglers.stands]) == ("the Anglers' Union", ["height"])
    assert sum(actor.stands[0].weight for actor in (city, farmers, anglers)) == pytest.approx(1)
    assert city.stands[0].weight == pytest.approx(6 / (6 + 2 + 1))


def test_where_nothing_matters_to_anybody_nobody_has_weight() -> None:
    ann, bob = certain_comparison().actors
    assert (ann.stands[0].weight, bob.stands[0].weight) == (1, 0)


def test_every_number_and_source_is_told_with_what_names_it() -> None:
    found = two_issues()
    told = {number.path: number for number in found.numbers}
    assert told["actors.city.position.height"].label == "City: position, height of the dam"
    assert told["actors.city.capability"].label == "City: capability"
    assert told["issues.height.reference"].label == "height of the dam: what holds without a decision"
    assert told["actors.farmers.capability"].note == "as they wrote in their letter"
    assert (told["actors.city.capability"].origin, told["actors.anglers.salience"].origin) == ("guess", "default")
    talks, plan = found.sources
    assert (plan.title, plan.url, plan.date) == ("The plan", "https://example.org/plan", "2019-05-01")
    assert "actors.city.capability" in talks.used_by
    assert "issues.years.happened" in sample_comparison().sources[1].used_by
