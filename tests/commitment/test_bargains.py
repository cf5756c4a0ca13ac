"""Crisis, shifting power, concessions and public promises: published numbers, brute force, limits, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from winset.bargain import best_proposal
from winset.commitment import (
    commitment_margin,
    crisis_offer,
    crisis_range,
    is_peace_possible,
    largest_concession,
    largest_concession_on_slope,
    zone_after_commitments,
)
from winset.errors import InputError

share = st.floats(0, 1)
cost = st.floats(0, 1)
patience = st.floats(0.01, 1)

# --- crisis ---


@settings(deadline=None, derandomize=True)
@given(share, cost, cost, share)
def test_the_crisis_range_holds_what_both_prefer_to_conflict(p: float, c1: float, c2: float, x: float) -> None:
    low, high = crisis_range(p, c1, c2)
    both_prefer = x >= p - c1 and 1 - x >= 1 - p - c2 - 1e-12
    assert low <= p <= high
    assert bool(low - 1e-12 <= x <= high + 1e-12) or not both_prefer
    assert both_prefer or not low + 1e-12 < x < high - 1e-12


@settings(deadline=None, derandomize=True)
@given(share, cost, st.floats(0.01, 1))
def test_no_claim_on_a_fine_grid_does_better(p: float, c1: float, cbar: float) -> None:
    def worth(x: np.ndarray) -> np.ndarray:
        fights = np.clip((x - p) / cbar, 0, 1)
        return (1 - fights) * x + fights * (p - c1)

    found = crisis_offer(p, c1, cbar)
    assert worth(found.kept) >= worth(np.linspace(0, 1, 10_001)).max() - 1e-9
    assert found.conflict_probability == pytest.approx(np.clip((found.kept - p) / cbar, 0, 1))


@pytest.mark.parametrize(("p", "c1", "cbar"), [(0.5, 0.1, 0.3), (0.2, 0.0, 0.6), (0.4, 0.5, 0.3)])
def test_a_crisis_is_a_take_it_or_leave_it_offer(p: float, c1: float, cbar: float) -> None:
    """Side 2 needs 1 - p less a cost that is uniform up to cbar; side 1 is left with p - c1."""
    proposal = best_proposal(stats.uniform(1 - p - cbar, cbar), status_quo=p - c1).value
    found = crisis_offer(p, c1, cbar)
    assert 1 - proposal.offer == pytest.approx(float(found.kept), abs=1e-6)
    assert proposal.failure_probability == pytest.approx(float(found.conflict_probability), abs=1e-5)


def test_a_known_cost_and_a_whole_unit_are_corners_of_the_crisis() -> None:
    found = crisis_offer(p=[0.5, 0.9], c1=0.0, cbar=[0.0, 1.0])
    assert found.kept.tolist() == [0.5, 1.0]
    assert found.conflict_probability.round(12).tolist() == [0.0, 0.1]


# --- shifting power ---


@settings(deadline=None, derandomize=True)
@given(share, share, st.floats(0, 0.99), st.floats(0, 0.99))
def test_the_margin_is_what_peace_leaves_the_declining_side_over_conflict(
    p0: float, p1: float, d: float, z: float
) -> None:
    whole = 1 / (1 - d)
    peace = 1 + d * (whole - p1 * whole * (1 - z))
    conflict = (1 - p0) * whole * (1 - z)
    assert commitment_margin(p0, p1, d, z) * (1 - z) * whole == pytest.approx(peace - conflict, abs=1e-9 * whole)


def test_peace_holds_on_the_knife_edge_and_not_beyond() -> None:
    assert is_peace_possible(0.2, [0.5, 0.5001, 0.7], 0.9, 0.2).tolist() == [True, False, False]
    assert abs(commitment_margin(0.2, 0.5, 0.9, 0.2)) < 1e-12


@settings(deadline=None, derandomize=True)
@given(share, patience, st.floats(0, 1))
def test_without_a_shift_of_power_peace_is_always_possible(p: float, d: float, z: float) -> None:
    assert is_peace_possible(p, p, d, z)


def test_conflict_that_destroys_everything_is_never_fought() -> None:
    assert commitment_margin(0.0, 1.0, 1.0, 1.0) == np.inf


# --- concessions that bring power ---


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 3), share, patience, st.floats(0, 0.9))
def test_bisection_finds_the_closed_form_on_a_slope(slope: float, p0: float, d: float, z: float) -> None:
    bearable = (p0 + z / (1 - z)) / d
    if abs(bearable - 1) < 1e-6 or slope < 1e-3:
        return
    expected = 1.0 if bearable > 1 else min((bearable - p0) / slope, 1.0)
    assert largest_concession_on_slope(slope, p0, d, z) == pytest.approx(expected, abs=1e-5)


@settings(deadline=None, derandomize=True)
@given(st.lists(share, min_size=2, max_size=6).map(sorted), share, patience, st.floats(0, 0.9))
def test_the_largest_concession_enforces_itself_and_a_larger_one_does_not(
    power: list[float], p0: float, d: float, z: float
) -> None:
    found = float(largest_concession(power, p0, d, z))
    grid = np.linspace(0, 1, 501)
    kept = is_peace_possible(p0, np.interp(grid, np.linspace(0, 1, len(power)), power), d, z)
    if np.isnan(found):
        assert not kept.any()
    else:
        assert kept[grid <= found - 1e-9].all()
        assert not kept[grid > found + 1e-9].any()


def test_a_straight_path_is_a_slope() -> None:
    p0, d, z = np.array([0.1, 0.3, 0.2]), 0.95, np.array([0.0, 0.1, 0.3])
    path = np.stack([p0, p0 + 0.5], axis=-1)
    assert largest_concession(path, p0, d, z) == pytest.approx(largest_concession_on_slope(0.5, p0, d, z))


def test_one_path_serves_many_draws_and_one_draw_many_paths() -> None:
    paths = np.array([[0.2, 0.7], [0.2, 0.4]])
    assert largest_concession(paths[0], 0.2, 0.9, [0.1, 0.2]).shape == (2,)
    assert largest_concession(paths[:, None], 0.2, 0.9, [0.1, 0.2]).round(3).tolist() == [[0.291, 0.6], [0.728, 1.0]]


def test_power_that_shifts_anyway_leaves_nothing_to_concede() -> None:
    assert np.isnan(largest_concession([0.8, 0.9], p0=0.2, d=0.9, z=0.2))


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 2), share, patience, st.floats(0, 0.5), st.floats(0, 0.4))
def test_costlier_conflict_never_makes_less_safe(slope: float, p0: float, d: float, z: float, more: float) -> None:
    assert largest_concession_on_slope(slope, p0, d, z + more) >= largest_concession_on_slope(slope, p0, d, z)


# --- public promises ---


@settings(deadline=None, derandomize=True)
@given(st.floats(-1, 1), cost, cost, cost)
def test_promises_never_widen_the_zone(surplus: float, a: float, b: float, more: float) -> None:
    before, after = zone_after_commitments(surplus, a, b), zone_after_commitments(surplus, a + more, b)
    assert after.size <= before.size <= max(surplus, 0)
    assert after.is_deadlocked or not before.is_deadlocked
    assert not (before.is_deadlocked and before.size > 0)


def test_a_zone_of_one_point_is_no_deadlock() -> None:
    zone = zone_after_commitments([0.3, 0.3], [0.2, 0.2], [0.1, 0.15])
    assert zone.is_deadlocked.tolist() == [False, True]
    assert zone.size.round(12).tolist() == [0.0, 0.0]


def test_refusals_name_field_place_and_bounds() -> None:
    with pytest.raises(InputError, match=r"`p\[1\]` is 1.2; it must be a finite number from 0 to 1"):
        crisis_offer([0.5, 1.2], 0.1, 0.3)
    with pytest.raises(InputError, match="`c2` is -1; it must be a finite number, at least 0"):
        crisis_range(0.5, 0.1, -1)
    with pytest.raises(InputError, match=r"`z` is 1\.5"):
        commitment_margin(0.2, 0.5, 0.9, 1.5)
    with pytest.raises(InputError, match="`power` falls somewhere"):
        largest_concession([0.3, 0.2], 0.2, 0.9, 0.2)
    with pytest.raises(InputError, match="two points or more"):
        largest_concession([0.3], 0.2, 0.9, 0.2)
    with pytest.raises(InputError, match="`slope` is -1"):
        largest_concession_on_slope(-1, 0.2, 0.9, 0.2)
    with pytest.raises(InputError, match="`surplus` is nan; it must be a finite number"):
        zone_after_commitments(np.nan, 0, 0)
