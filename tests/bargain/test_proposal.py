"""The best single offer under doubt: closed forms, brute force, corners and atoms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from winset.bargain import best_proposal
from winset.errors import InputError
from winset.plain import solve


def value(reservation: Any, offer: Any, s: float, k: float) -> Any:
    accepted = reservation.cdf(offer)
    return accepted * (1 - offer) + (1 - accepted) * (s - k)


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 0.8), st.floats(0.05, 1), st.floats(0, 0.5), st.floats(0, 0.5))
def test_uniform_reservations_have_a_closed_form(low: float, width: float, s: float, k: float) -> None:
    high = low + width
    found = best_proposal(stats.uniform(low, width), s, k).value
    expected = np.clip((1 - s + k + low) / 2, low, high)
    assert found.offer == pytest.approx(expected, abs=1e-6)
    assert found.failure_probability == pytest.approx((high - expected) / width, abs=1e-5)


@pytest.mark.parametrize(
    "reservation",
    [
        stats.norm(0.5, 0.1),
        stats.beta(2, 5),
        stats.truncnorm(-2, 1, 0.6, 0.2),
        stats.t(3, 0.4, 0.1),
        stats.beta(0.3, 0.3),
        stats.binom(1, 0.4),
        stats.rv_discrete(values=([0, 1, 2], [0.2, 0.5, 0.3]))(loc=-1),
    ],
)
@pytest.mark.parametrize(("s", "k"), [(0, 0), (0.2, 0.3)])
def test_no_offer_on_a_fine_grid_does_better(reservation: Any, s: float, k: float) -> None:
    found = best_proposal(reservation, s, k).value
    grid = np.linspace(-1.5, 2.5, 400_001)
    assert found.expected_utility >= value(reservation, grid, s, k).max() - 1e-9
    assert found.expected_utility == pytest.approx(float(value(reservation, found.offer, s, k)))


def test_normal_reservation() -> None:
    found = best_proposal(stats.norm(0.5, 0.1)).value
    assert found.offer == pytest.approx(0.608930, abs=1e-6)
    assert found.failure_probability == pytest.approx(0.138010, abs=1e-6)


def test_a_narrow_doubt_is_bought_off_at_its_upper_end() -> None:
    found = best_proposal(stats.uniform(0.3, 0.1)).value
    assert found.offer == pytest.approx(0.4)
    assert found.failure_probability == pytest.approx(0, abs=1e-12)


def test_an_atom_is_offered_exactly() -> None:
    """Two kinds of ratifiers, content with 0 or with .5 of a unit (in steps of a half): half the time each."""
    found = best_proposal(stats.binom(1, 0.5), 0.0, 0.3).value
    assert found.offer == 0
    assert found.failure_probability == 0.5


def test_wider_doubt_means_more_failures_when_the_offer_is_interior() -> None:
    failures = [best_proposal(stats.norm(0.5, sd)).value.failure_probability for sd in (0.05, 0.1, 0.2)]
    assert failures == sorted(failures)


def test_some_proposals_are_better_not_made() -> None:
    answer = best_proposal(stats.uniform(0.6, 0.3), status_quo=0.7, failure_cost=0.2)
    assert not answer.diagnostics["worth_proposing"]
    assert best_proposal(stats.uniform(0, 1)).diagnostics["worth_proposing"]


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 1), st.floats(0, 1))
def test_two_sided_doubt_fails_three_times_in_four(x: float, y: float) -> None:
    """Both sides' reservations uniform: a deal at x passes with x (1 - x), at most one quarter."""
    assert stats.uniform(0, 1).cdf(x) * stats.uniform(0, 1).cdf(1 - x) <= 0.25


def test_refusals() -> None:
    with pytest.raises(InputError, match="`failure_cost` is -1"):
        best_proposal(stats.uniform(0, 1), 0, -1)
    with pytest.raises(InputError, match="not a proper distribution"):
        best_proposal(stats.uniform(0, -1))


@settings(deadline=None, derandomize=True)
@given(st.floats(0.1, 0.7), st.floats(0.02, 0.3), st.floats(1.05, 2), st.floats(0, 0.3), st.floats(0, 0.3))
def test_more_doubt_about_ratifiers_means_more_breakdowns(
    mean: float, half: float, wider: float, s: float, k: float
) -> None:
    """In the direction of Iida 1993: with the mean kept and something to gain on average, where the offer is inside."""
    before, after = (best_proposal(stats.uniform(mean - h, 2 * h), s, k).value for h in (half, half * wider))
    inside = mean - half < before.offer - 1e-6 and before.offer < mean + half - 1e-6
    if inside and mean < 1 - s + k:
        assert after.failure_probability >= before.failure_probability - 1e-6


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 0.6), st.floats(0.1, 0.6), st.floats(0, 0.3), st.floats(0, 0.4), st.floats(0, 0.3))
def test_a_home_veto_that_sets_the_agenda_hurts_its_own_leader(
    low: float, width: float, s: float, content: float, k: float
) -> None:
    """In the direction of Mo 1995: who is more content with the status quo offers less, and fails more often."""
    reservation = stats.uniform(low, width)
    leader, ratifier = best_proposal(reservation, s, k).value, best_proposal(reservation, s + content, k).value
    assert ratifier.offer <= leader.offer + 1e-6
    assert ratifier.failure_probability >= leader.failure_probability - 1e-5
    assert value(reservation, ratifier.offer, s, k) <= leader.expected_utility + 1e-9


@settings(deadline=None, derandomize=True, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), min_size=1, max_size=6, unique_by=lambda pair: pair[0])
)
def test_single_values_with_chances_are_offered_one_of_them(pairs: list[tuple[int, int]]) -> None:
    total = sum(weight for _, weight in pairs)
    atoms = [[value / 20, weight / total] for value, weight in pairs]
    found = solve("take-it-or-leave-it", reservation={"discrete": atoms}, status_quo=0.2, failure_cost=0.1).value
    worths = []
    for offer, _ in atoms:
        accepted = sum(chance for value, chance in atoms if value <= offer)
        worths.append(accepted * (1 - offer) + (1 - accepted) * 0.1)
    assert found.expected_utility == pytest.approx(max(worths))
    assert min(abs(found.offer - value) for value, _ in atoms) < 1e-12
