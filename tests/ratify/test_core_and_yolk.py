"""The core and the yolk: by definition on many directions, against win-sets, and the bounds that follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from winset.errors import InputError
from winset.ratify import core_2d, stable_quota, win_set_2d, winning, yolk

place = st.tuples(st.integers(-4, 4), st.integers(-4, 4))
near = st.floats(-4, 4).map(lambda x: round(x, 3))
committee = st.lists(place, min_size=1, max_size=7)
ANGLES = np.linspace(0, 2 * np.pi, 720, endpoint=False)
EVERY_WAY = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


def in_polygon(x: np.ndarray, corners: np.ndarray, slack: float) -> bool:
    """Whether a point lies within a convex polygon, a line or a point, up to a slack."""
    if len(corners) == 1:
        return bool(np.abs(x - corners[0]).max() <= slack)
    sides = np.roll(corners, -1, axis=0) - corners
    beyond = sides[:, 0] * (x - corners)[:, 1] - sides[:, 1] * (x - corners)[:, 0]
    inside = bool((beyond >= -slack * np.hypot(*sides.T)).all())
    along = (corners.min(axis=0) - slack <= x).all() and (x <= corners.max(axis=0) + slack).all()
    return inside and bool(along)


@settings(deadline=None, derandomize=True)
@given(committee, st.integers(1, 7), place, st.lists(st.integers(0, 6), max_size=1))
def test_a_point_is_in_the_core_where_no_winning_group_lies_one_way(
    ideals: Any, quota: int, x: Any, vetoes: list[int]
) -> None:
    n = len(ideals)
    rule: dict[str, Any] = {"quota": min(quota, n), "vetoes": [v % n for v in vetoes]}
    ahead = (np.array(ideals) - x) @ np.vstack([EVERY_WAY, [[1, 1e-7]]]).T > 1e-9
    stuck = not winning(ahead.T, **rule).any()
    core = core_2d(ideals, **rule).value
    assert (core is not None and in_polygon(np.array(x), core.corners, 1e-6)) == stuck


@settings(deadline=None, derandomize=True, max_examples=60)
@given(committee, st.integers(1, 7), place)
def test_it_is_where_the_win_set_is_empty(ideals: Any, quota: int, q: Any) -> None:
    quota = min(quota, len(ideals))
    core = core_2d(ideals, quota).value
    held = core is not None and in_polygon(np.array(q), core.corners, 1e-6)
    assert (win_set_2d(ideals, q, quota).status == "empty") == held


@settings(deadline=None, derandomize=True)
@given(committee)
def test_a_quota_above_two_thirds_always_leaves_a_core_and_a_higher_one_a_larger(ideals: Any) -> None:
    n = len(ideals)
    sizes = [core_2d(ideals, quota) for quota in range(stable_quota(n, 2), n + 1)]
    assert all(found.value is not None for found in sizes)
    areas = [found.value.area for found in sizes if found.value]
    assert areas == sorted(areas) or np.diff(areas).min() > -1e-9


def test_one_vote_fewer_may_leave_none() -> None:
    """Three members, two issues: the quota of 3 is safe, that of 2 is not."""
    assert stable_quota(3, 2) == 3
    assert core_2d([[0, 0], [1, 0], [0, 1]], 2).status == "empty"
    assert [stable_quota(n, 1) for n in (1, 2, 4, 5)] == [1, 2, 3, 3]


def test_plott_s_pairs_leave_a_point() -> None:
    ideals = [[0, 0], [1, 2], [-2, -4], [3, -1], [-6, 2]]
    found = core_2d(ideals).value
    assert found is not None
    assert found.corners == pytest.approx(np.zeros((1, 2)), abs=1e-8)
    assert yolk(ideals).value.radius == pytest.approx(0, abs=1e-9)


def test_edges_of_the_core() -> None:
    assert core_2d([[0, 0], [1, 1]], 3).value.area == np.inf
    assert core_2d([[0, 0], [1, 1]], 0).status == "empty"
    assert core_2d([[0, 0], [1, 1]], 2).value.corners.round(9).tolist() == [[0, 0], [1, 1]]
    assert core_2d([[2, 1]] * 3).value.corners.tolist() == [[2, 1]]
    veto = core_2d([[0, 0], [2, 0], [0, 2]], 2, vetoes=[0]).value
    assert veto is not None
    assert in_polygon(np.zeros(2), veto.corners, 1e-9)


# --- yolk ---


def median_distance(ideals: np.ndarray, centre: Any) -> float:
    """Farthest median line from a centre, among many directions."""
    angles = np.linspace(0, 2 * np.pi, 7200)
    ways = np.column_stack([np.cos(angles), np.sin(angles)])
    ranked = np.sort(ideals @ ways.T, axis=0)[::-1]
    return float((ranked[(len(ideals) + 1) // 2 - 1] - ways @ np.array(centre)).max())


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(near, near), min_size=2, max_size=7))
def test_it_meets_all_median_lines_and_no_smaller_disc_does(ideals: Any) -> None:
    a = np.array(ideals)
    found = yolk(a)
    assert found.status == "ok"
    centre, radius, scale = np.array(found.value.centre), found.value.radius, np.ptp(a, axis=0).max()
    assert median_distance(a, centre) <= radius + 1e-6 * scale + 1e-12
    for angle in np.linspace(0, 2 * np.pi, 12):
        for far in (0.01, 0.1):
            shifted = centre + far * scale * np.array([np.cos(angle), np.sin(angle)])
            # Directions half a thousandth apart miss the worst by no more than that share of the distances.
            assert median_distance(a, shifted) >= radius - 1e-3 * scale


def test_the_lines_through_two_ideal_points_do_not_suffice() -> None:
    """The smallest disc that meets only those is smaller, for five members found by trying."""
    a = np.array([[5.36, -0.272], [-0.732, -0.335], [2.719, 5.017], [-0.002, 0.22], [-1.643, -0.054]])
    first, second = np.triu_indices(5, 1)
    normal = (a[second] - a[first])[:, ::-1] * [-1, 1]
    normal /= np.hypot(*normal.T)[:, None]
    level = (a[first] * normal).sum(axis=1)
    sides = a @ normal.T - level
    median = ((sides > -1e-9).sum(axis=0) >= 3) & ((sides < 1e-9).sum(axis=0) >= 3)
    rows = np.column_stack([normal, -np.ones(len(normal))])[median]
    both_ways = np.concatenate([rows, rows * [-1, -1, 1]])
    limits = np.concatenate([level[median], -level[median]])
    free = (None, None)
    limiting = linprog([0, 0, 1], both_ways, limits, bounds=[free, free, (0, None)]).fun
    assert yolk(a).value.radius > limiting + 0.04


@settings(deadline=None, derandomize=True)
@given(st.floats(0.5, 5), st.floats(0.5, 5), st.floats(0.3, 2.8))
def test_of_three_members_it_is_the_circle_within_their_triangle(b: float, c: float, angle: float) -> None:
    corners = np.array([[0, 0], [b, 0], [c * np.cos(angle), c * np.sin(angle)]])
    a = np.hypot(*(corners[2] - corners[1]))
    expected = b * c * np.sin(angle) / (a + b + c)
    assert yolk(corners).value.radius == pytest.approx(expected, rel=1e-6)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(place, min_size=3, max_size=7), place)
def test_nothing_beats_a_point_from_farther_than_two_radii_more(ideals: Any, q: Any) -> None:
    found = yolk(ideals).value
    reach = found.win_set_within(float(np.hypot(*(np.array(q) - found.centre))))
    beaten = win_set_2d(ideals, q).value
    for arc in beaten.arcs if beaten else ():
        assert np.hypot(*(arc.points - found.centre).T).max() <= reach + 1e-6


def test_beyond_four_radii_a_point_is_covered_by_the_centre() -> None:
    """What beats the centre lies within what beats the point."""
    rng = np.random.default_rng(8)
    for _ in range(20):
        a = rng.normal(size=(5, 2))
        found = yolk(a).value
        angle = rng.random() * 2 * np.pi
        x = found.centre + 1.01 * found.uncovered_within * np.array([np.cos(angle), np.sin(angle)])
        away = np.hypot(*(a - x).T)
        assert (np.hypot(*(a - found.centre).T) < away).sum() >= 3, "the centre beats it"
        better = win_set_2d(a, found.centre).value
        for arc in better.arcs if better else ():
            assert ((np.hypot(*(arc.points[:, None] - a).transpose(2, 0, 1)) < away).sum(axis=1) >= 3).all()


def test_moving_turning_and_stretching_carries_it_along() -> None:
    a = np.random.default_rng(9).normal(size=(6, 2))
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    before, after = yolk(a).value, yolk(3 * a @ turn.T + [5, -7]).value
    assert after.radius == pytest.approx(3 * before.radius, rel=1e-8)
    assert after.centre == pytest.approx(tuple(3 * turn @ before.centre + [5, -7]), abs=1e-4)


def test_edges_of_the_yolk() -> None:
    assert yolk([[2, 1]]).value.radius == 0
    assert yolk([[2, 1]] * 4).value.centre == (2, 1)
    assert yolk([[0, 0], [2, 0]]).value.radius == pytest.approx(1)
    assert yolk([[0, 0], [1, 1], [5, 5]]).value.centre == pytest.approx((1, 1))
    assert yolk([[0, 0], [4, 0], [0, 4]], votes=[3, 1, 1]).value.radius == pytest.approx(0, abs=1e-9)


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`ideals` has shape \(1, 3\)"):
        yolk([[0, 0, 0]])
    with pytest.raises(InputError, match=r"`ideals\[0, 1\]` is nan"):
        core_2d([[0, np.nan]])
    with pytest.raises(InputError, match="at most 1000"):
        yolk(np.zeros((1001, 2)))
    with pytest.raises(InputError, match="`n_members` is 0"):
        stable_quota(0, 1)
