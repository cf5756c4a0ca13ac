"""Win-sets on a line, against a count of votes on a fine grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.ratify import gridlock_interval, ratified, win_set_1d

whole = st.integers(-10, 10)


@st.composite
def committees(draw: st.DrawFn) -> tuple[list[int], int, int, list[int]]:
    """Ideal points on whole numbers, a status quo, a quota and some vetoes."""
    ideals = draw(st.lists(whole, min_size=1, max_size=7))
    vetoes = draw(st.lists(st.integers(0, len(ideals) - 1), max_size=2))
    return ideals, draw(whole), draw(st.integers(1, len(ideals) + 1)), vetoes


def bounds(answer: Any) -> tuple[float, float]:
    return (answer.value.lo, answer.value.hi) if answer.value else (np.inf, -np.inf)


@settings(deadline=None, derandomize=True)
@given(committees(), st.booleans())
def test_the_interval_holds_exactly_what_a_count_of_votes_ratifies(committee: Any, strict: bool) -> None:
    ideals, q, quota, vetoes = committee
    answer = win_set_1d(ideals, q, quota, vetoes=vetoes, strict=strict)
    grid = np.arange(-50, 50.25, 0.25)
    grid = grid[grid != q]
    passed = ratified(grid, ideals, q, quota, vetoes=vetoes, strict=strict)
    lo, hi = bounds(answer)
    inside = (grid > lo) & (grid < hi) if strict else (grid >= lo) & (grid <= hi)
    assert (passed == inside).all()
    assert answer.diagnostics["contains_ends"] is not strict


@settings(deadline=None, derandomize=True)
@given(committees(), st.integers(0, 6))
def test_a_stricter_quota_or_another_veto_never_enlarges_it(committee: Any, member: int) -> None:
    ideals, q, quota, vetoes = committee
    lo, hi = bounds(win_set_1d(ideals, q, quota, vetoes=vetoes))
    for stricter in (
        win_set_1d(ideals, q, quota + 1, vetoes=vetoes),
        win_set_1d(ideals, q, quota, vetoes=[*vetoes, member % len(ideals)]),
    ):
        assert stricter.value is None or (lo <= stricter.value.lo and stricter.value.hi <= hi)


@settings(deadline=None, derandomize=True)
@given(committees())
def test_the_core_is_where_the_win_set_is_empty(committee: Any) -> None:
    ideals, q, quota, _ = committee
    core = gridlock_interval(ideals, quota).value
    stuck = core is not None and core.lo <= q <= core.hi
    assert (win_set_1d(ideals, q, quota).status == "empty") == stuck


@settings(deadline=None, derandomize=True)
@given(committees(), whole, st.sampled_from([0.5, 2.0, -1.0]))
def test_moving_or_turning_the_scale_moves_the_win_set(committee: Any, shift: int, factor: float) -> None:
    ideals, q, quota, vetoes = committee
    before = win_set_1d(ideals, q, quota, vetoes=vetoes).value
    after = win_set_1d([factor * a + shift for a in ideals], factor * q + shift, quota, vetoes=vetoes).value
    assert (before is None) == (after is None)
    if before and after:
        ends = sorted([factor * before.lo + shift, factor * before.hi + shift])
        assert [after.lo, after.hi] == pytest.approx(ends)


def test_a_veto_player_at_the_status_quo_leaves_nothing() -> None:
    assert win_set_1d([1, 2, 3], 1, 2, vetoes=[0]).status == "empty"


def test_a_low_quota_opens_both_sides() -> None:
    assert bounds(win_set_1d([0, 4, 10], 5, 1)) == (-5, 15)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`quota` is 0"):
        win_set_1d([1, 2], 0, 0)
    with pytest.raises(InputError, match="must name members from 0 to 1"):
        win_set_1d([1, 2], 0, 1, vetoes=[2])
    with pytest.raises(InputError, match=r"`ideals` has shape \(0,\)"):
        win_set_1d([], 0, 1)
    with pytest.raises(InputError, match=r"`ideals\[1\]` is inf"):
        win_set_1d([1, float("inf")], 0, 1)
